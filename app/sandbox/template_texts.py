"""Meta's rules for the texts of a template: lengths, variables, and the samples that variables need."""

import re

from app.sandbox.template_refusals import (
    LACKS_FIELDS,
    TOO_LONG,
    TOO_MANY_VARIABLES,
    VARIABLE_AT_EDGE,
    WRONG_BODY,
    WRONG_FOOTER,
    WRONG_HEADER,
    malformed,
    refused,
)
from app.sandbox.world import Json

HEADER_LIMIT, BODY_LIMIT, FOOTER_LIMIT = 60, 1024, 60
OFFER_BODY_LIMIT, CARD_BODY_LIMIT = 600, 160
EMOJI_LIMIT = 10
VARIABLE = re.compile(r"\{\{([^{}]*)\}\}")
WORD = re.compile(r"\w+")
NAME = re.compile(r"[a-z_][a-z0-9_]*")
EMOJI = re.compile("[\U0001f000-\U0001faff\u2600-\u27bf\u2b00-\u2bff]")
MARKUP = re.compile(r"(?<!\w)[*_~](?=\S)[^*_~\n]+[*_~](?!\w)|```")
SUBCODES = {"HEADER": WRONG_HEADER, "BODY": WRONG_BODY, "FOOTER": WRONG_FOOTER}


def variables(text: str) -> list[str]:
    """What stands between double braces, in order."""
    return VARIABLE.findall(text)


def check_header_text(header: Json, parameter_format: str) -> None:
    """A HEADER of format TEXT: short, plain, at most one variable. Raises Refusal 100."""
    text = _text(header, HEADER_LIMIT)
    if "\n" in text or EMOJI.search(text) or MARKUP.search(text):
        raise refused(WRONG_HEADER, "A header can have no line break, emoji or formatting.")
    names = _variables(header, text, parameter_format)
    if len(names) > 1:
        raise refused(WRONG_HEADER, "A header can have one variable only.")
    _check_samples(header, names, parameter_format, "header_text")


def check_body(body: Json, parameter_format: str, *, limit: int = BODY_LIMIT) -> None:
    """A BODY, of a template or of a card. Raises Refusal 100."""
    text = _text(body, limit)
    if len(EMOJI.findall(text)) > EMOJI_LIMIT:
        raise refused(WRONG_BODY, f"A body can have at most {EMOJI_LIMIT} emojis.")
    names = _variables(body, text, parameter_format)
    bare = text.strip()
    if names and (bare.startswith("{{") or bare.endswith("}}")):
        raise refused(VARIABLE_AT_EDGE, "Variables can't be at the start or end of the template.")
    if re.search(r"\}\}\s*\{\{", text):
        raise refused(WRONG_BODY, "Variables can't stand next to each other.")
    if len(WORD.findall(VARIABLE.sub(" ", text))) < len(names) + 1:
        raise refused(TOO_MANY_VARIABLES, "This template has too many variables for its length.")
    _check_samples(body, names, parameter_format, "body_text")


def check_footer(footer: Json) -> None:
    """A FOOTER: short, without variables. Raises Refusal 100."""
    text = _text(footer, FOOTER_LIMIT)
    if "{{" in text or "\n" in text:
        raise refused(WRONG_FOOTER, "A footer can have no variables and no line break.")


def _text(part: Json, limit: int) -> str:
    kind, text = part["type"], part.get("text")
    if text is None or text == "":
        raise refused(LACKS_FIELDS, f"Component of type {kind} is missing expected field(s): text.")
    if not isinstance(text, str):
        raise malformed(f"The text of component {kind} must be a string.")
    if len(text) > limit:
        raise refused(TOO_LONG, f"The text of component {kind} can have {limit} characters at most.")
    return text


def _variables(part: Json, text: str, parameter_format: str) -> list[str]:
    """The names or numbers of a text's variables. Raises Refusal 100 when they are not as the format wants."""
    subcode, names = SUBCODES[part["type"]], variables(text)
    if "{{" in VARIABLE.sub("", text) or "}}" in VARIABLE.sub("", text):
        raise refused(subcode, "A variable is written with two braces on each side.")
    if parameter_format == "NAMED":
        if not all(NAME.fullmatch(name) for name in names):
            raise refused(subcode, "Named variables have lower case letters, digits and underscores only.")
        return list(dict.fromkeys(names))
    numbers = {int(name) for name in names if name.isdecimal()}
    if not all(name.isdecimal() for name in names) or numbers != set(range(1, len(numbers) + 1)):
        raise refused(subcode, "Variables are numbered one after the other, from {{1}}.")
    return [str(number) for number in sorted(numbers)]


def _check_samples(part: Json, names: list[str], parameter_format: str, key: str) -> None:
    """Each variable has a sample: `key` for numbered ones, `key`_named_params for named ones."""
    if not names:
        return
    example = part.get("example")
    if parameter_format == "NAMED":
        is_good = _has_named_samples(example, names, f"{key}_named_params")
    else:
        is_good = _has_samples(example, len(names), key)
    if not is_good:
        kind = part["type"]
        raise refused(LACKS_FIELDS, f"Component of type {kind} is missing expected field(s): example.")


def _has_named_samples(example: object, names: list[str], key: str) -> bool:
    rows = example.get(key) if isinstance(example, dict) else None
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        return False
    given = {row.get("param_name"): row.get("example") for row in rows}
    return given.keys() == set(names) and all(isinstance(text, str) and text for text in given.values())


def _has_samples(example: object, count: int, key: str) -> bool:
    samples = example.get(key) if isinstance(example, dict) else None
    if key == "body_text" and isinstance(samples, list):
        samples = samples[0] if samples else None  # a list of lists: one for each way to fill the text
    if not isinstance(samples, list) or len(samples) != count:
        return False
    return all(isinstance(text, str) and text for text in samples)

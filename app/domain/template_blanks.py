"""What must be given before a template can go out: its blanks, its files, a point, an end."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from app.domain.template_checks import BODY_MAX, CODE_MAX, URL_END_MAX
from app.domain.templates import Template, TemplateButton

Where = Literal["header", "body", "link", "code", "card"]
FileKind = Literal["image", "video", "document"]
HEADER_FILE: Final = "header_file"
PLACE: Final = "place"
OFFER_END: Final = "offer_end"
HEADER_MAX: Final = 60
VARIABLE: Final = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")
_WORDS_BEFORE: Final = 3
_WORD: Final = re.compile(r"[^\s{}]+")
_FILE_KINDS: Final[dict[str, FileKind]] = {"image": "image", "video": "video", "document": "document"}


@dataclass(frozen=True, slots=True)
class Blank:
    """One blank. `key` names it within its template; `before` are the words that lead to it.

    `name`: the variable's, "1" where they are counted. `button`: which of the buttons; `card`: which of a carousel's.
    """

    key: str
    where: Where
    name: str
    sample: str = ""
    before: str = ""
    button: int | None = None
    card: int | None = None
    limit: int = BODY_MAX


@dataclass(frozen=True, slots=True)
class FileBlank:
    """A file that a header needs at every send; the sample of the definition is not sent."""

    key: str
    kind: FileKind
    card: int | None = None


def variables(text: str) -> tuple[str, ...]:
    """Names of the variables of a text, each once, in their order."""
    return tuple(dict.fromkeys(VARIABLE.findall(text)))


def ordered(text: str, *, is_positional: bool) -> tuple[str, ...]:
    """The same in the order in which the channel takes their values."""
    names = variables(text)
    is_counted = is_positional and all(name.isdigit() for name in names)
    return tuple(sorted(names, key=int)) if is_counted else names


def blanks(template: Template) -> tuple[Blank, ...]:
    """Every blank of a template that takes words, from top to bottom."""
    return tuple(_blanks(template))


def files(template: Template) -> tuple[FileBlank, ...]:
    """Every file that it needs."""
    found = []
    if template.header is not None and template.header.format in _FILE_KINDS:
        found.append(FileBlank(HEADER_FILE, _FILE_KINDS[template.header.format]))
    for number, card in enumerate(template.cards):
        if card.header in _FILE_KINDS:
            found.append(FileBlank(f"card{number}_file", _FILE_KINDS[card.header], number))
    return tuple(found)


def needs_place(template: Template) -> bool:
    """Whether its header is a point on the map."""
    return template.header is not None and template.header.format == "location"


def _blanks(template: Template) -> Iterator[Blank]:
    header = template.header
    if header is not None and header.format == "text":
        yield from _of_text("header", header.text or "", (header.sample or "",), limit=HEADER_MAX)
    names = ordered(template.body, is_positional=template.is_positional)
    samples = dict(zip(names, template.samples, strict=False))
    for name in variables(template.body):
        yield Blank(f"body:{name}", "body", name, samples.get(name, ""), words_before(template.body, name))
    yield from _of_buttons(template.buttons, None)
    for number, card in enumerate(template.cards):
        yield from _of_text("card", card.body or "", card.body_samples, card=number, limit=160)
        yield from _of_buttons(card.buttons, number)


def _of_text(
    where: Where, text: str, samples: tuple[str, ...], *, card: int | None = None, limit: int
) -> Iterator[Blank]:
    start = where if card is None else f"card{card}"
    for number, name in enumerate(ordered(text, is_positional=True)):
        sample = samples[number] if number < len(samples) else ""
        yield Blank(f"{start}:{name}", where, name, sample, words_before(text, name), card=card, limit=limit)


def _of_buttons(buttons: tuple[TemplateButton, ...], card: int | None) -> Iterator[Blank]:
    start = "" if card is None else f"card{card}."
    for number, button in enumerate(buttons):
        if button.kind == "url" and variables(button.url or ""):
            sample = _end_of(button)
            yield Blank(f"{start}link:{number}", "link", "1", sample, button.text, number, card, URL_END_MAX)
        elif button.kind == "copy_code":
            yield Blank(
                f"{start}code:{number}", "code", "1", button.sample or "", button.text, number, card, CODE_MAX
            )


def _end_of(button: TemplateButton) -> str:
    """The sample of a link is its end or the whole of it."""
    sample, base = button.sample or "", VARIABLE.sub("", button.url or "")
    return sample.removeprefix(base)


def words_before(text: str, name: str) -> str:
    """Up to three words of the same line before a variable."""
    found = re.search(r"\{\{\s*" + re.escape(name) + r"\s*\}\}", text)
    if found is None:
        return ""
    line = text[: found.start()].rpartition("\n")[2].rpartition("}}")[2]
    return " ".join(_WORD.findall(line)[-_WORDS_BEFORE:])

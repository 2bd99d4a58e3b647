"""Templates that somebody of the team writes: what may be submitted, checked before the channel sees it."""

import itertools
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from app.domain.errors import Refused
from app.domain.template_blanks import VARIABLE, ordered, variables
from app.domain.templates import Template, TemplateButton, TemplateHeader

NAME_MAX: Final = 512
HEADER_MAX: Final = 60
BODY_MAX: Final = 1024
FOOTER_MAX: Final = 60
BUTTON_TEXT_MAX: Final = 25
CODE_MAX: Final = 15
NUMBER_MAX: Final = 20
URL_MAX: Final = 2000
MOST_BUTTONS: Final = 10
MOST_OF_KIND: Final = {"quick_reply": 10, "url": 2, "phone": 1, "copy_code": 1, "contact_request": 1}
WORDS_FOR_A_VARIABLE: Final = 3  # a body needs about so many words for each variable
CATEGORIES: Final = ("utility", "marketing")
EDITABLE: Final = frozenset({"approved", "rejected", "paused"})
_NAME: Final = re.compile(r"[a-z0-9_]+")
_NAMED: Final = re.compile(r"[a-z_][a-z0-9_]*")
_LANGUAGE: Final = re.compile(r"[a-z]{2,3}(?:_[A-Z]{2})?")


@dataclass(frozen=True, slots=True)
class TemplateDraft:
    """A template before it is submitted. `samples` stand for the body's variables in the order of `variables(body)`.

    `header_sha256`: the sample file of a header with a picture, film or document, already at the hub.
    """

    name: str
    language: str
    category: str
    body: str
    samples: tuple[str, ...] = ()
    header: TemplateHeader | None = None
    header_sha256: str | None = None
    footer: str | None = None
    buttons: tuple[TemplateButton, ...] = ()
    external_id: str | None = None  # of the one that is edited

    @property
    def is_positional(self) -> bool:
        """Whether its variables are counted; a text without any counts too."""
        return all(name.isdigit() for name in variables(self.body))


def as_template(draft: TemplateDraft) -> Template:
    """How it would look in the account."""
    return Template(
        "",
        draft.name,
        draft.language,
        "draft",
        draft.category,
        draft.body,
        is_positional=draft.is_positional,
        header=draft.header,
        footer=draft.footer or None,
        buttons=draft.buttons,
        samples=draft.samples,
    )


def draft_of(template: Template, *, is_new: bool) -> TemplateDraft:
    """A definition to go on from. `is_new`: another template from it, not a change of it."""
    names = ordered(template.body, is_positional=template.is_positional)
    by_name = dict(zip(names, template.samples, strict=False))
    return TemplateDraft(
        name=template.name,
        language=template.language,
        category=template.category,
        body=template.body,
        samples=tuple(by_name.get(name, "") for name in variables(template.body)),
        header=template.header,
        footer=template.footer,
        buttons=template.buttons,
        external_id=None if is_new else template.external_id,
    )


def name_of(title: str) -> str:
    """A name that the channel takes, from any words."""
    bare = unicodedata.normalize("NFKD", title.casefold().replace("œ", "oe").replace("æ", "ae"))
    plain = "".join(char for char in bare if not unicodedata.combining(char))
    return re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:NAME_MAX]


def draft_problems(draft: TemplateDraft) -> list[Refused]:
    """What the channel would refuse, in the order of the form; empty: it may be submitted."""
    return [found for check in _CHECKS for found in check(draft)]


def _check_name(draft: TemplateDraft) -> Iterator[Refused]:
    if not _NAME.fullmatch(draft.name) or len(draft.name) > NAME_MAX:
        yield Refused("template_name")
    if not _LANGUAGE.fullmatch(draft.language):
        yield Refused("template_language")
    if draft.category not in CATEGORIES:
        yield Refused("template_category")


def _check_header(draft: TemplateDraft) -> Iterator[Refused]:
    header = draft.header
    if header is None:
        return
    if header.format == "text":
        text = header.text or ""
        if not text.strip() or len(text) > HEADER_MAX or "\n" in text:
            yield Refused("template_header", {"limit": str(HEADER_MAX)})
        found = variables(text)
        if len(found) > 1 or (found and not header.sample):
            yield Refused("template_header_variable")
    elif header.format in ("image", "video", "document") and draft.header_sha256 is None:
        yield Refused("template_header_file")


def _check_body(draft: TemplateDraft) -> Iterator[Refused]:
    body = draft.body.strip()
    if not body or len(body) > BODY_MAX:
        yield Refused("template_body", {"length": str(len(body)), "limit": str(BODY_MAX)})
        return
    names = variables(body)
    if not names:
        return
    is_counted = all(name.isdigit() for name in names)
    in_order = sorted(names, key=int) == [str(n + 1) for n in range(len(names))] if is_counted else False
    if not in_order and (is_counted or not all(_NAMED.fullmatch(name) for name in names)):
        yield Refused("template_variables")
    if VARIABLE.match(body) or re.search(r"\{\{[^{}]*\}\}\W*\Z", body):
        yield Refused("template_variable_at_end")
    if re.search(r"\}\}\s*\{\{", body):
        yield Refused("template_variables_together")
    words = len(VARIABLE.sub(" ", body).split())
    if words < WORDS_FOR_A_VARIABLE * len(names):
        yield Refused("template_too_few_words")
    if len(draft.samples) < len(names) or not all(sample.strip() for sample in draft.samples[: len(names)]):
        yield Refused("template_samples")


def _check_footer(draft: TemplateDraft) -> Iterator[Refused]:
    footer = draft.footer or ""
    if len(footer) > FOOTER_MAX or variables(footer):
        yield Refused("template_footer", {"limit": str(FOOTER_MAX)})


def _check_buttons(draft: TemplateDraft) -> Iterator[Refused]:
    buttons = draft.buttons
    if len(buttons) > MOST_BUTTONS:
        yield Refused("template_buttons_many", {"limit": str(MOST_BUTTONS)})
    for kind in dict.fromkeys(button.kind for button in buttons):
        most = MOST_OF_KIND.get(kind, 1)
        if sum(button.kind == kind for button in buttons) > most:
            yield Refused("template_buttons_of_kind", {"kind": kind, "limit": str(most)})
    is_quick = [button.kind == "quick_reply" for button in buttons]
    changes = sum(one != other for one, other in itertools.pairwise(is_quick))
    if changes > 1:
        yield Refused("template_buttons_mixed")
    for number, button in enumerate(buttons, 1):
        yield from _check_button(button, str(number))


def _check_button(button: TemplateButton, number: str) -> Iterator[Refused]:
    has_label = button.kind not in ("copy_code", "contact_request")
    if has_label and not 1 <= len(button.text.strip()) <= BUTTON_TEXT_MAX:
        yield Refused("template_button_text", {"number": number, "limit": str(BUTTON_TEXT_MAX)})
    if button.kind == "url":
        url, found = button.url or "", variables(button.url or "")
        is_ended = not found or (found == ("1",) and url.rstrip().endswith("}}") and bool(button.sample))
        if not url.startswith("https://") or len(url) > URL_MAX or not is_ended:
            yield Refused("template_button_url", {"number": number})
    digits = (button.number or "").replace(" ", "")
    if button.kind == "phone" and not re.fullmatch(r"\+\d{6,19}", digits):
        yield Refused("template_button_number", {"number": number})
    if button.kind == "copy_code" and not 1 <= len(button.sample or "") <= CODE_MAX:
        yield Refused("template_button_code", {"number": number, "limit": str(CODE_MAX)})


_CHECKS: Final[tuple[Callable[[TemplateDraft], Iterator[Refused]], ...]] = (
    _check_name,
    _check_header,
    _check_body,
    _check_footer,
    _check_buttons,
)

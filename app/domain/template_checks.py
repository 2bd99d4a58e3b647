"""What the channel does not take of a template with its values. Whether they fit its definition is another question."""

import re
from collections.abc import Iterator, Sequence

from app.domain.contents import Content, SentCard, SentTemplate, TemplateButtonValue, TemplateValue
from app.domain.errors import Refused

BODY_MAX = 1024  # with its values filled in
CARD_BODY_MAX = 160
CARDS_MIN, CARDS_MAX = 2, 10
BUTTONS_MAX = 10
CODE_MAX = 15
URL_END_MAX = 2000
PAYLOAD_MAX = 256
_NAME = re.compile(r"[a-z0-9_]{1,512}")
_LANGUAGE = re.compile(r"[a-z]{2,3}(_[A-Z]{2,3})?")
_VARIABLE = re.compile(r"[a-z_][a-z0-9_]*")
_LEFT_OPEN = re.compile(r"\{\{\s*(\w+)\s*\}\}")
_BROKEN = re.compile(r"[\n\r\t]| {5}")  # a line break, a tab, or more than four blanks in a row
_BUTTON_MAX = {"copy_code": CODE_MAX, "url": URL_END_MAX, "quick_reply": PAYLOAD_MAX}


def template_problem(text: str, parts: Content) -> Refused | None:
    """The first thing that speaks against it. `text`: the body with its values filled in."""
    template = parts.template
    if template is None:
        return Refused("template_missing")
    return next(_problems(text, template, parts), None)


def _problems(text: str, template: SentTemplate, parts: Content) -> Iterator[Refused]:
    if not _NAME.fullmatch(template.name) or not _LANGUAGE.fullmatch(template.language):
        yield Refused("template_missing")
    if not text.strip():
        yield Refused("text_empty")
    if len(text) > BODY_MAX:
        yield Refused("text_too_long", {"length": str(len(text)), "limit": str(BODY_MAX)})
    yield from _left_open(text, template.header)
    headers = (parts.media is not None, parts.place is not None, bool(template.header_values))
    if sum(headers) > 1 or len(template.header_values) > 1:
        yield Refused("header_twice")
    yield from _values(template.header_values, is_positional=template.is_positional)
    yield from _values(template.body_values, is_positional=template.is_positional)
    yield from _buttons(template.button_values)
    yield from _cards(template)
    if template.category == "authentication":
        yield from _code(template.body_values)


def _left_open(*texts: str | None) -> Iterator[Refused]:
    for text in texts:
        found = _LEFT_OPEN.search(text or "")
        if found:
            yield Refused("template_incomplete", {"name": found[1]})


def _values(values: Sequence[TemplateValue], *, is_positional: bool) -> Iterator[Refused]:
    for value in values:
        if not value.text.strip():
            yield Refused("template_incomplete", {"name": value.name})
        if _BROKEN.search(value.text):
            yield Refused("template_value_broken", {"name": value.name})
    names = [value.name for value in values]
    counted = [str(number) for number in range(1, len(values) + 1)]
    is_named = len(set(names)) == len(names) and all(_VARIABLE.fullmatch(name) for name in names)
    if names != counted if is_positional else not is_named:
        yield Refused("template_misnumbered")


def _buttons(values: Sequence[TemplateButtonValue]) -> Iterator[Refused]:
    indexes = [value.index for value in values]
    if len(set(indexes)) < len(indexes) or not all(0 <= index < BUTTONS_MAX for index in indexes):
        yield Refused("template_misnumbered")
    for value in values:
        may_be_empty = value.kind in ("catalog", "form")
        if not may_be_empty and not value.text.strip():
            yield Refused("template_incomplete", {"name": str(value.index + 1)})
        limit = _BUTTON_MAX.get(value.kind)
        if limit is not None and len(value.text) > limit:
            yield Refused("button_value_too_long", {"value": value.text[:40], "limit": str(limit)})


def _cards(template: SentTemplate) -> Iterator[Refused]:
    cards = template.cards
    if not cards:
        return
    if not CARDS_MIN <= len(cards) <= CARDS_MAX:
        yield Refused("carousel_size", {"count": str(len(cards))})
    for card in cards:
        yield from _card(card, is_positional=template.is_positional)
    shapes = {(card.media is None, len(card.body_values), len(card.button_values)) for card in cards}
    if len(shapes) > 1:
        yield Refused("carousel_uneven")


def _card(card: SentCard, *, is_positional: bool) -> Iterator[Refused]:
    if (card.media is None) == (card.product is None):
        yield Refused("carousel_uneven")
    if len(card.text or "") > CARD_BODY_MAX:
        yield Refused("text_too_long", {"length": str(len(card.text or "")), "limit": str(CARD_BODY_MAX)})
    yield from _left_open(card.text)
    yield from _values(card.body_values, is_positional=is_positional)
    yield from _buttons(card.button_values)


def _code(values: Sequence[TemplateValue]) -> Iterator[Refused]:
    if len(values) != 1:
        yield Refused("template_incomplete", {"name": "1"})
    elif len(values[0].text) > CODE_MAX:
        yield Refused("button_value_too_long", {"value": values[0].text[:40], "limit": str(CODE_MAX)})

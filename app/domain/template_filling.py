"""A template with its values: what is still missing, what the customer will see, and the message that goes out."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Final
from urllib.parse import quote, unquote

from app.domain.contents import (
    Content,
    Media,
    Place,
    SentCard,
    SentTemplate,
    ShownButton,
    TemplateButtonValue,
    TemplateValue,
)
from app.domain.template_blanks import (
    HEADER_FILE,
    OFFER_END,
    PLACE,
    VARIABLE,
    Blank,
    blanks,
    files,
    needs_place,
    ordered,
    variables,
)
from app.domain.templates import Template, TemplateButton, TemplateCard

KEPT_IN_LINKS: Final = "-._~/:?#[]@!$&'()*+,;=%"
_BROKEN: Final = re.compile(r"[\n\r\t]+| {5,}")
_BARE_PERCENT: Final = re.compile(r"%(?![0-9A-Fa-f]{2})")
_NOTHING: Final[Mapping[str, str]] = MappingProxyType({})
_NO_FILES: Final[Mapping[str, Media]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Filling:
    """What was given for a template, by the keys of its blanks. A fallback stands where no value was given."""

    values: Mapping[str, str] = field(default_factory=lambda: _NOTHING)
    fallbacks: Mapping[str, str] = field(default_factory=lambda: _NOTHING)
    files: Mapping[str, Media] = field(default_factory=lambda: _NO_FILES)
    place: Place | None = None
    offer_ends_at: datetime | None = None

    def value(self, blank: Blank) -> str:
        """What goes out for a blank, "" when nothing was given."""
        return cleaned(self.values.get(blank.key, "")) or cleaned(self.fallbacks.get(blank.key, ""))


@dataclass(frozen=True, slots=True)
class Filled:
    """The filled-in body and everything around it."""

    text: str
    content: Content


def cleaned(text: str) -> str:
    """A value as the channel takes it: on one line, without tabs and long gaps."""
    return _BROKEN.sub(" ", text).strip()


def link_end(text: str) -> str:
    """The end of a link, percent-encoded; what is encoded already stays as it is."""
    return quote(_BARE_PERCENT.sub("%25", text.strip()), safe=KEPT_IN_LINKS)


def missing(template: Template, filling: Filling) -> list[str]:
    """Keys of what must still be given, from top to bottom. Empty: it may be sent."""
    absent = [one.key for one in files(template) if one.key not in filling.files]
    if needs_place(template) and filling.place is None:
        absent.append(PLACE)
    if template.is_limited_offer and filling.offer_ends_at is None:
        absent.append(OFFER_END)
    return absent + [blank.key for blank in blanks(template) if not filling.value(blank)]


def filled(template: Template, filling: Filling, empty: Callable[[Blank], str] = lambda _blank: "") -> Filled:
    """The message. `empty` says what stands in the place of a blank without a value: for a preview alone."""
    return _Filling(template, filling, empty).run()


def sampled(template: Template) -> Filling:
    """Its own samples as values: how it looks to whom it is shown before anybody gets it."""
    return Filling({blank.key: blank.sample for blank in blanks(template)})


def filling_of(template: Template, content: Content) -> Filling:
    """The other way: what was given for a message of this template. What does not fit it any more is left out."""
    sent = content.template
    if sent is None:
        return Filling()
    given = dict(_given(sent))
    known = {blank.key for blank in blanks(template)}
    kept = {f"card{number}_file": card.media for number, card in enumerate(sent.cards) if card.media}
    if content.media is not None:
        kept[HEADER_FILE] = content.media
    needed = {one.key for one in files(template)}
    return Filling(
        values={key: value for key, value in given.items() if key in known},
        files={key: media for key, media in kept.items() if key in needed},
        place=content.place if needs_place(template) else None,
        offer_ends_at=sent.offer_ends_at if template.is_limited_offer else None,
    )


class _Filling:
    """One run: values by key, then each part."""

    def __init__(self, template: Template, filling: Filling, empty: Callable[[Blank], str]) -> None:
        self._template, self._filling = template, filling
        self._blanks = {blank.key: blank for blank in blanks(template)}
        self._empty = empty

    def run(self) -> Filled:
        template, filling = self._template, self._filling
        header = template.header.text if template.header and template.header.format == "text" else None
        sent = SentTemplate(
            name=template.name,
            language=template.language,
            category=template.category,
            is_positional=template.is_positional,
            header=None if header is None else self._written(header, "header"),
            footer=template.footer,
            buttons=self._shown(template.buttons, ""),
            header_values=self._values(header or "", "header"),
            body_values=self._values(template.body, "body"),
            button_values=self._button_values(template.buttons, ""),
            cards=tuple(self._card(number, card) for number, card in enumerate(template.cards)),
            offer_ends_at=filling.offer_ends_at if template.is_limited_offer else None,
        )
        needed = {one.key for one in files(template)}
        media = filling.files.get(HEADER_FILE) if HEADER_FILE in needed else None
        place = filling.place if needs_place(template) else None
        return Filled(self._written(template.body, "body"), Content(media=media, place=place, template=sent))

    def _written(self, text: str, start: str) -> str:
        """A text with its values, or with what stands for those that are missing."""
        return VARIABLE.sub(lambda found: self._shown_value(f"{start}:{found[1]}"), text)

    def _value(self, key: str) -> str:
        blank = self._blanks.get(key)
        return self._filling.value(blank) if blank is not None else ""

    def _shown_value(self, key: str) -> str:
        blank = self._blanks[key]
        return self._filling.value(blank) or self._empty(blank)

    def _values(self, text: str, start: str) -> tuple[TemplateValue, ...]:
        names = ordered(text, is_positional=self._template.is_positional)
        return tuple(TemplateValue(name, self._value(f"{start}:{name}")) for name in names)

    def _shown(self, buttons: tuple[TemplateButton, ...], start: str) -> tuple[ShownButton, ...]:
        return tuple(
            ShownButton(button.kind, button.text, self._behind(button, number, start))
            for number, button in enumerate(buttons)
        )

    def _behind(self, button: TemplateButton, number: int, start: str) -> str | None:
        if button.kind == "url":
            end = link_end(self._value(f"{start}link:{number}"))
            return VARIABLE.sub(lambda _found: end, button.url or "")
        return self._value(f"{start}code:{number}") if button.kind == "copy_code" else button.number

    def _button_values(
        self, buttons: tuple[TemplateButton, ...], start: str
    ) -> tuple[TemplateButtonValue, ...]:
        found = []
        for number, button in enumerate(buttons):
            if button.kind == "url" and variables(button.url or ""):
                found.append(
                    TemplateButtonValue(number, "url", link_end(self._value(f"{start}link:{number}")))
                )
            elif button.kind == "copy_code":
                found.append(TemplateButtonValue(number, "copy_code", self._value(f"{start}code:{number}")))
            elif button.kind == "form":
                found.append(TemplateButtonValue(number, "form", ""))
        return tuple(found)

    def _card(self, number: int, card: TemplateCard) -> SentCard:
        start = f"card{number}"
        return SentCard(
            text=self._written(card.body, start) if card.body else None,
            media=self._filling.files.get(f"{start}_file"),
            body_values=self._values(card.body or "", start),
            button_values=self._button_values(card.buttons, f"{start}."),
            buttons=self._shown(card.buttons, f"{start}."),
        )


def _given(sent: SentTemplate) -> Iterator[tuple[str, str]]:
    yield from ((f"header:{value.name}", value.text) for value in sent.header_values)
    yield from ((f"body:{value.name}", value.text) for value in sent.body_values)
    yield from _given_to_buttons(sent.button_values, "")
    for number, card in enumerate(sent.cards):
        yield from ((f"card{number}:{value.name}", value.text) for value in card.body_values)
        yield from _given_to_buttons(card.button_values, f"card{number}.")


def _given_to_buttons(values: tuple[TemplateButtonValue, ...], start: str) -> Iterator[tuple[str, str]]:
    for value in values:
        if value.kind == "url":
            yield f"{start}link:{value.index}", unquote(value.text)
        elif value.kind == "copy_code":
            yield f"{start}code:{value.index}", value.text

"""A booking told by an approved template, with a file in its head where it takes one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from app.domain.appointments import Appointment
from app.domain.contents import Media
from app.domain.errors import Refused
from app.domain.records import record
from app.domain.template_blanks import files
from app.domain.template_filling import Filling, filled, missing
from app.domain.templates import Template
from app.words.appointment_around import Around, Said
from app.words.appointment_templates import replace_language, sources, values

LIKELY: Final = (
    "book",
    "confirm",
    "rendez",
    "rdv",
    "appointment",
)  # in the name of a template that tells a booking


@record
class Told:
    """The message, and the file that it took with it."""

    said: Said
    file: Media | None = None


def file_kind_of(template: Template) -> str:
    """What its head takes: "document", "image", "video", "" for no file."""
    needed = files(template)
    return needed[0].kind if len(needed) == 1 and needed[0].card is None else ""


def booked_in_template(
    template: Template,
    appointments: Sequence[Appointment],
    around: Around,
    given: Sequence[tuple[str, Media]],
) -> Told | Refused:
    """Filled in its own language; the first of the files (with their kinds) that its head takes goes along."""
    around = replace_language(around, template.language)
    known = values(appointments, around)
    needed = files(template)
    media = next((file for kind, file in given if needed and kind == needed[0].kind), None)
    filling = Filling(
        {key: known.get(source, "") for key, source in sources(template).items()},
        files={needed[0].key: media} if media is not None else {},
    )
    absent = missing(template, filling)
    if absent:
        return Refused("blank_open", {"blank": absent[0].rpartition(":")[2]})
    done = filled(template, filling)
    return Told(Said("template", done.text, done.content), media)


def fits(
    template: Template,
    appointments: Sequence[Appointment],
    around: Around,
    given: Sequence[tuple[str, Media]],
) -> bool:
    """Whether it can tell a booking: approved, not for advertising, without questions, every blank known."""
    is_meant = template.is_sendable and template.category == "utility" and not template.cards
    asks = any(button.kind == "quick_reply" for button in template.buttons)
    return (
        is_meant and not asks and isinstance(booked_in_template(template, appointments, around, given), Told)
    )


def likely_first(template: Template, language: str, kind: str) -> tuple[bool, bool, bool, str]:
    """Which one is offered first: in their language, with room for the file that is there, with a name that says so."""
    name = template.name.casefold()
    return (
        template.language[:2].lower() != language[:2].lower(),
        bool(kind) and file_kind_of(template) != kind,
        not any(word in name for word in LIKELY),
        name,
    )

"""What is known of an appointment, one fact a line; what nobody said has no line."""

from __future__ import annotations

from app.domain.agenda_rows import AppointmentRow
from app.words import gettext as _
from app.words.formats import Formats
from ui.appointments.when import length_words
from ui.appointments.words import service_of
from ui.deals.words import money
from ui.plain import shown_line, shown_name, shown_text


def facts_of(row: AppointmentRow, formats: Formats) -> list[tuple[str, str]]:
    """Titles and values."""
    one = row.appointment
    number = row.number or one.phone
    facts = [
        (_("What for"), service_of(row)),
        (_("With"), shown_line(row.resource)),
        (_("How long"), length_words(one.length_min)),
        (_("To pay"), money(row.price, formats.language) if row.price is not None else ""),
        (_("Booked by"), shown_name(row.booker_name) if row.booker_name else ""),
        (_("Phone"), shown_name(number) if number else ""),
        (_("They would like"), shown_line(one.wish)),
        (_("Note"), shown_text(one.note)),
    ]
    return [(title, value) for title, value in facts if value]

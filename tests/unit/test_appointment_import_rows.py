"""What one row of a list does to an appointment that is known: what happened here wins, and the same row is nothing."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from app.domain.appointment_import_rows import (
    ImportedAppointment,
    Who,
    decide,
    differences,
    imported_id,
    is_same_name,
    place_id,
)
from app.domain.appointments import Appointment, AppointmentBooked, AppointmentChanged, applied, booked
from app.domain.contact_cards import FieldChange
from app.domain.copies import changed
from app.domain.ids import ContactId, ImportId
from app.domain.money import Money

TEN = datetime(2026, 11, 27, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)
KEY = "row:clara"


def known(**fields: Any) -> Appointment:
    body = AppointmentBooked(
        imported_id(KEY), TEN, 45, "camille", "cut", person="Clara", source="import",
        import_id=ImportId("i"), import_key=KEY,
    )  # fmt: skip
    return changed(booked(body, TEN - 24 * HOUR), **fields)


def row(at: datetime = TEN, **fields: Any) -> ImportedAppointment:
    told = {
        "length_min": 45,
        "resource_id": "camille",
        "service_id": "cut",
        "person": "Clara",
        "seen_at": TEN,
        **fields,
    }
    return ImportedAppointment(1, imported_id(KEY), at, KEY, **told)


def test_a_booking_remembers_when_its_list_said_that_it_begins() -> None:
    assert known().imported_at == TEN
    by_hand = AppointmentBooked("a", TEN, 45)
    assert booked(by_hand, TEN).imported_at is None


def test_the_same_row_does_nothing_and_an_empty_cell_says_nothing() -> None:
    assert decide(known(), row(), None).is_nothing
    assert decide(known(note="Dog"), row(length_min=0, resource_id="", service_id=""), None).is_nothing


@pytest.mark.parametrize(
    ("one", "asked", "place"),
    [
        (known(), row(TEN + HOUR), (TEN + HOUR, 45, "camille")),
        (known(), row(resource_id="lea"), (TEN, 45, "lea")),
        (known(), row(length_min=60), (TEN, 60, "camille")),
        # moved here, and the list still has the old hour
        (known(starts_at=TEN + HOUR), row(seen_at=TEN + HOUR), None),
        # moved here, and the list says something new to who had seen that
        (known(starts_at=TEN + HOUR), row(TEN + 2 * HOUR, seen_at=TEN + HOUR), (TEN + 2 * HOUR, 45, "camille")),
        # moved here between the review and the press
        (known(starts_at=TEN + HOUR), row(TEN + 2 * HOUR, seen_at=TEN), None),
        # another desk brought the same new row first
        (known(starts_at=TEN + HOUR, imported_at=TEN + HOUR), row(TEN + HOUR, seen_at=None), None),
    ],
)  # fmt: skip
def test_where_it_goes(one: Appointment, asked: ImportedAppointment, place: Any) -> None:
    assert decide(one, asked, None).place == place


def test_cancelled_and_removed_here_stays_so() -> None:
    cancelled = known(answer="cancelled")
    assert decide(cancelled, row(), None).is_nothing
    again = decide(cancelled, row(TEN + HOUR), None)
    assert again.is_revived and again.place == (TEN + HOUR, 45, "camille")
    removed = known(is_removed=True)
    assert decide(removed, row(TEN + HOUR), None).is_nothing
    back = decide(removed, row(TEN + HOUR), None, is_undone=True)
    assert back.is_restored and back.place == (TEN + HOUR, 45, "camille")


def test_what_is_gone_is_cancelled_only_where_it_was_seen_standing() -> None:
    gone = ImportedAppointment(0, imported_id(KEY), TEN, does="cancel", seen_at=TEN)
    assert decide(known(), gone, None).is_cancelled
    for one in (
        known(starts_at=TEN + HOUR),
        known(answer="cancelled"),
        known(outcome="came"),
        known(is_removed=True),
    ):
        assert decide(one, gone, None).is_nothing


def test_fields_that_differ_and_the_person_where_it_is_another() -> None:
    asked = row(note="Dog", price=Money(4_500, "EUR"), service_id="", title="Barbe")
    assert {one.key: one.value for one in decide(known(), asked, None).changes} == {
        "note": "Dog", "price": "4500 EUR", "service_id": None, "title": "Barbe",
    }  # fmt: skip
    who = Who(None, ContactId("mum"), "Tom")
    told = {one.key: one.value for one in decide(known(), row(), who).changes}
    assert told == {"booker_id": "mum", "person": "Tom"}


def test_a_change_of_an_import_is_taken_back_whole() -> None:
    before = known()
    changes = (
        FieldChange("note", "Dog"), FieldChange("import_key", "uid:1"), FieldChange("price", "100 EUR"),
        FieldChange("imported_at", (TEN + HOUR).isoformat()),
    )  # fmt: skip
    after = applied(before, AppointmentChanged(before.appointment_id, changes), TEN)
    assert (after.import_key, after.imported_at, after.note) == ("uid:1", TEN + HOUR, "Dog")
    back = applied(after, AppointmentChanged(before.appointment_id, differences(after, before)), TEN)
    assert changed(back, version=before.version) == before


def test_names_and_ids() -> None:
    assert is_same_name("DUMAS Clara", "Mme Clara Dumas")
    assert is_same_name("Mme. Dumas", "Clara Dumas")
    assert not is_same_name("Tom Dumas", "Clara Dumas")
    assert place_id("Noé ") == place_id("noe") != place_id("Tom")

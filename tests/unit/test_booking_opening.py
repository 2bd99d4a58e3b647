"""What no appointment can be read from is refused, and by its name; a calendar is known by what is in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.desk.appointment_imports.bookings import BookingsRefused
from app.desk.appointment_imports.opening import BookingSource, open_bookings, pasted_bookings
from tests.unit.test_booking_tables import SALON, pasted, seen


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "paste_empty"),
        (" \n\t\n", "paste_empty"),
        ("Heure;Client;Prestation\n", "paste_none"),
        ("x" * 2_000_001, "paste_too_long"),
        ("a\t" * 300, "paste_too_large"),
    ],
)
def test_a_paste_without_appointments_is_refused(text: str, code: str) -> None:
    with pytest.raises(BookingsRefused) as refused:
        pasted(text)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.csv", b"", "table_empty"),
        ("a.csv", b"\x00\x01\x02" * 400, "bookings_none"),
        ("a.pdf", b"%PDF-1.7", "table_other_kind"),
        ("a.vcf", b"BEGIN:VCARD\nFN:Ana\nEND:VCARD\n", "bookings_none"),
        ("a.jsonl", b'{"a": 1}\n', "bookings_none"),
        ("a.xlsx", b"PK\3\4 no", "table_damaged"),
        ("a.csv", b"Heure;Client;Prestation\n", "bookings_below"),
    ],
)
def test_a_file_without_appointments_is_refused_by_its_name(
    tmp_path: Path, name: str, data: bytes, code: str
) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(BookingsRefused) as refused:
        open_bookings(path).read(SALON)
    assert (refused.value.code, refused.value.facts["file"]) == (code, name)


def test_a_folder_and_a_file_that_is_not_there_are_refused(tmp_path: Path) -> None:
    for path, code in ((tmp_path, "table_folder"), (tmp_path / "none.ics", "table_unreadable")):
        with pytest.raises(BookingsRefused, match=code):
            open_bookings(path)


def test_a_calendar_is_known_by_what_is_in_it(tmp_path: Path) -> None:
    text = (
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20261127T143000\nSUMMARY:Clara\nEND:VEVENT\nEND:VCALENDAR\n"
    )
    path = tmp_path / "agenda.txt"
    path.write_text(text, "utf-16")
    assert seen(open_bookings(path).read(SALON)) == seen(pasted(text)) == ["27.11. 14:30 - Clara: - @-"]
    assert pasted_bookings(text).grid(SALON) is None
    with pytest.raises(BookingsRefused, match="calendar_too_large"):
        BookingSource("x.ics", calendar=b"BEGIN:VCALENDAR" + b" " * (11 << 20)).read(SALON)

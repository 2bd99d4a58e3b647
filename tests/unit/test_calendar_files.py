"""Calendar files of Google, Outlook, Apple and salon software, with their quirks, and files that are broken."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.desk.appointment_imports import calendar_blocks
from app.desk.appointment_imports.bookings import BookingRow, BookingsRefused, Business, ReadBookings
from app.desk.appointment_imports.calendar_reading import read_calendar
from app.words.calendar_text import CalendarItem, calendar_text

FILES = Path(__file__).parents[1] / "files" / "calendars"
PARIS = ZoneInfo("Europe/Paris")
NOW = datetime(2026, 11, 26, 9, tzinfo=UTC)
SALON = Business(PARIS, NOW, "FR", own=("Salon Élodie",))


def file(name: str, business: Business = SALON) -> ReadBookings:
    """One of the files."""
    return read_calendar((FILES / name).read_bytes(), business)


def event(*lines: str, business: Business = SALON, box: str = "") -> ReadBookings:
    """A file of one event, Clara's at half past two unless the lines say otherwise."""
    usual = [] if any(line.startswith("DTSTART") for line in lines) else ["DTSTART:20261127T143000"]
    usual += [] if any(line.startswith("SUMMARY") for line in lines) else ["SUMMARY:Clara Dumas"]
    inner = "\n".join([*usual, *lines])
    text = f"BEGIN:VCALENDAR\n{box}BEGIN:VEVENT\nUID:1\n{inner}\nEND:VEVENT\nEND:VCALENDAR\n"
    return read_calendar(text.encode(), business)


def only(*lines: str, business: Business = SALON, box: str = "") -> BookingRow:
    """Its row."""
    (row,) = event(*lines, business=business, box=box).rows
    return row


def told(read: ReadBookings) -> list[tuple[int, str]]:
    """What was told of which event."""
    return [(one.row_no, one.code) for one in read.problems]


def at(hour: int, minute: int = 0, day: int = 27) -> datetime:
    """An hour of Paris in November."""
    return datetime(2026, 11, day, hour, minute, tzinfo=PARIS).astimezone(UTC)


def test_google() -> None:
    read = file("google.ics")
    by_no = {row.row_no: row for row in read.rows}
    assert by_no[1] == BookingRow(
        1,
        at(14, 30),
        45,
        "Clara Dumas",
        "06 12 34 56 78",
        "",
        "Coupe et soin",
        "Première visite",
        "1a2b3c@google.com",
    )
    assert (by_no[4].who, by_no[4].service, by_no[4].phone, by_no[4].note) == (
        "Karim Benali", "Première consultation", "", "",
    )  # fmt: skip
    assert (by_no[8].who, by_no[8].status) == ("Paul Roux", "cancelled")
    assert told(read) == [(5, "event_all_day"), (6, "event_free"), (7, "event_nobody")]


def test_a_series_of_google_with_a_day_left_out_and_one_that_was_moved() -> None:
    read = file("google.ics", replace(SALON, since=NOW))
    series = [(row.uid.partition("#")[2], row.starts_at) for row in read.rows if row.uid.startswith("serie@")]
    assert [(uid, one.astimezone(PARIS).strftime("%d.%m. %H:%M")) for uid, one in series] == [
        ("20261215T090000Z", "15.12. 10:00"),
        ("20261222T090000Z", "22.12. 10:00"),
        ("20261229T090000Z", "29.12. 10:00"),
        ("20270105T090000Z", "05.01. 10:00"),
        ("20261201T090000Z", "02.12. 15:00"),
    ]


def test_outlook() -> None:
    read = file("outlook.ics")
    first, summer, winter = read.rows
    assert (first.who, first.phone, first.resource, first.service, first.note, first.starts_at, first.length_min) == (
        "Hélène Dubois", "07 56 78 90 12", "Salle 2", "Contrôle", "Détartrage complet", at(14, 30), 30,
    )  # fmt: skip
    assert (summer.who, summer.service, summer.phone) == ("M. Tremblay", "Suivi", "+1 514-555-0123")
    assert summer.starts_at == datetime(2026, 7, 27, 13, tzinfo=UTC)
    assert winter.starts_at == datetime(2026, 11, 27, 14, tzinfo=UTC)
    assert told(read) == [(4, "event_private"), (5, "event_all_day")]


def test_apple() -> None:
    read = file("apple.ics")
    assert [(row.who, row.service, row.starts_at, row.length_min) for row in read.rows] == [
        ("Nora Haddad", "", at(9, 30), 30),
        ("Inès Moreau 🌸", "Pose d’ongles", at(16), 90),
        ("Luc Fabre", "", at(17, 30), 30),
    ]
    assert (read.rows[0].phone, read.rows[0].note) == ("+33698765432", "12, rue des Lilas 69003 Lyon, France")
    assert read.problems == ()


def test_salon_software_with_a_calendar_for_each_colleague() -> None:
    read = file("salon.ics")
    assert read.has_resources
    assert [(row.row_no, row.who, row.service, row.resource, row.phone, row.status) for row in read.rows] == [
        (1, "DUMAS Clara", "Balayage, coupe", "Sophie", "06.12.34.56.78", ""),
        (3, "Paul Roux", "Coupe homme", "Sophie", "0478000001", ""),
        (4, "Nadia Cherif", "Couleur", "Léa", "", ""),
        (5, "Marc Petit", "Couleur", "Léa", "", ""),
        (6, "Marc Petit", "Couleur", "Léa", "", ""),
        (7, "Ahmed Saïdi", "Couleur", "Léa", "", "cancelled"),
    ]
    assert (read.rows[0].price, read.rows[0].note) == ("85,00 €", "Première fois")
    assert read.rows[1].note == "A rappeler\nIl prefere le matin"
    assert told(read) == [(2, "event_nobody"), (6, "length_odd"), (8, "event_cut")]


@pytest.mark.parametrize(
    ("start", "utc"),
    [
        ("DTSTART:20261127T133000Z", at(14, 30)),
        ("DTSTART;TZID=Europe/Paris:20261127T133000Z", at(14, 30)),
        ("DTSTART:20261127T143000", at(14, 30)),
        ("DTSTART;TZID=Romance Standard Time:20261127T143000", at(14, 30)),
        ("DTSTART;TZID=America/New_York:20261127T083000", at(14, 30)),
        ("DTSTART;TZID=/mozilla.org/20050126_1/Europe/Paris:20261127T143000", at(14, 30)),
        ('DTSTART;TZID="(UTC+01:00) Brussels, Copenhagen, Madrid, Paris":20261127T143000', at(14, 30)),
        ("DTSTART;TZID=GMT+0100:20261127T143000", at(14, 30)),
        ("DTSTART;TZID=UTC:20261127T133000", at(14, 30)),
        ("DTSTART:2026-11-27T14:30:00", at(14, 30)),
        ("DTSTART;VALUE=DATE-TIME:20261127T1430", at(14, 30)),
    ],
)
def test_times_in_every_zone(start: str, utc: datetime) -> None:
    read = event(start)
    assert ([row.starts_at for row in read.rows], told(read)) == ([utc], [])


def test_a_zone_that_nobody_knows_is_the_business_s_and_told() -> None:
    read = event("DTSTART;TZID=Mars/Olympus:20261127T143000")
    assert read.rows[0].starts_at == at(14, 30)
    (problem,) = read.problems
    assert (problem.code, problem.facts["zone"], problem.is_left_out) == (
        "zone_unknown",
        "Mars/Olympus",
        False,
    )


def test_a_zone_of_one_file_is_not_that_of_the_next() -> None:
    rules = "BEGIN:VTIMEZONE\nTZID:Ours\nBEGIN:STANDARD\nDTSTART:19700101T000000\nTZOFFSETFROM:+0500\n"
    rules += "TZOFFSETTO:+0500\nEND:STANDARD\nEND:VTIMEZONE\n"
    start = "DTSTART;TZID=Ours:20261127T143000"
    assert only(start, box=rules).starts_at == datetime(2026, 11, 27, 9, 30, tzinfo=UTC)
    assert told(event(start)) == [(1, "zone_unknown")]
    assert only(start, box=rules.replace("+0500", "-0500")).starts_at == datetime(
        2026, 11, 27, 19, 30, tzinfo=UTC
    )


def test_an_hour_that_the_clocks_jump_over_is_told() -> None:
    read = event("DTSTART:20270328T023000")
    assert read.rows[0].starts_at == datetime(2027, 3, 28, 1, 30, tzinfo=UTC)
    assert told(read) == [(1, "time_skipped")]


def test_a_series_keeps_its_hour_when_the_clocks_change() -> None:
    spring = replace(SALON, now=datetime(2027, 3, 20, tzinfo=UTC), since=datetime(2027, 3, 20, tzinfo=UTC))
    read = event("DTSTART;TZID=Europe/Paris:20270326T090000", "RRULE:FREQ=DAILY;COUNT=4", business=spring)
    assert [row.starts_at.hour for row in read.rows] == [8, 8, 7, 7]


@pytest.mark.parametrize(
    ("lines", "count"),
    [
        (["RRULE:FREQ=WEEKLY"], 9),
        (["RRULE:FREQ=WEEKLY;UNTIL=20261211"], 3),
        (["RRULE:FREQ=WEEKLY;UNTIL=20261211T133000Z"], 3),
        (["RRULE:FREQ=WEEKLY;UNTIL=20261211T120000"], 2),
        (["RRULE:FREQ=WEEKLY;COUNT=3", "EXDATE:20261127T143000,20261204T143000"], 1),
        (["RRULE:FREQ=WEEKLY;COUNT=2", "RDATE:20261130T090000"], 3),
        (["RDATE:20261130T090000"], 2),
        (["DTSTART:20200103T143000", "RRULE:FREQ=WEEKLY"], 9),
        (["DTSTART:20200103T143000", "RRULE:FREQ=DAILY;COUNT=5"], 0),
    ],
)
def test_a_series_is_taken_as_far_as_the_horizon(lines: list[str], count: int) -> None:
    read = event(*lines, business=replace(SALON, since=NOW))
    assert len(read.rows) == count == len({row.uid for row in read.rows})
    assert all(row.uid.startswith("1#") for row in read.rows)


def test_an_odd_series_comes_once_and_is_told() -> None:
    read = event("RRULE:FREQ=HOURLY;BYSECOND=1,2,3")
    assert ([row.starts_at for row in read.rows], told(read)) == ([at(14, 30)], [(1, "series_odd")])


def test_one_time_of_a_series_that_was_cancelled() -> None:
    text = (
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nDTSTART:20261127T143000\nRRULE:FREQ=WEEKLY;COUNT=2\nSUMMARY:Clara\n"
        "END:VEVENT\n"
        "BEGIN:VEVENT\nUID:1\nRECURRENCE-ID:20261204T143000\nDTSTART:20261204T143000\nSTATUS:CANCELLED\nSUMMARY:Clara\n"
        "END:VEVENT\nEND:VCALENDAR\n"
    )
    assert [row.status for row in read_calendar(text.encode(), SALON).rows] == ["", "cancelled"]


def test_of_two_events_of_the_same_name_the_newer_one_counts() -> None:
    one = "BEGIN:VEVENT\nUID:1\nDTSTART:20261127T{hour}0000\nSUMMARY:Clara\nSEQUENCE:{sequence}\nEND:VEVENT\n"
    text = (
        f"BEGIN:VCALENDAR\n{one.format(hour=15, sequence=2)}{one.format(hour=14, sequence=1)}END:VCALENDAR\n"
    )
    read = read_calendar(text.encode(), SALON)
    assert ([row.starts_at for row in read.rows], told(read)) == ([at(15)], [(2, "event_twice")])


@pytest.mark.parametrize(
    ("lines", "who", "service"),
    [
        (["SUMMARY:Clara Dumas - Coupe et soin"], "Clara Dumas", "Coupe et soin"),
        (["SUMMARY:Coupe et soin - Clara Dumas"], "Clara Dumas", "Coupe et soin"),
        (["SUMMARY:Coupe (Clara Dumas)"], "Clara Dumas", "Coupe"),
        (["SUMMARY:Clara Dumas (Coupe)"], "Clara Dumas", "Coupe"),
        (["SUMMARY:Haircut with Clara Dumas"], "Clara Dumas", "Haircut"),
        (["SUMMARY:RDV : Mme Dumas"], "Mme Dumas", ""),
        (["SUMMARY:Clara Dumas and Salon Élodie", "DESCRIPTION:Event Name: Coupe"], "Clara Dumas", ""),
        (["SUMMARY:Coupe", "ATTENDEE;CN=Clara Dumas:mailto:c@example.org"], "Clara Dumas", "Coupe"),
        (["SUMMARY:Coupe", "ATTENDEE;CN=c@example.org:mailto:c@example.org"], "Coupe", ""),
        (["SUMMARY:Clara Dumas\\, coupe\\; soin"], "Clara Dumas", "coupe; soin"),
        (["SUMMARY:Clara", " Dumas | Coupe"], "ClaraDumas", "Coupe"),
        (["SUMMARY:Soin - Massage", "DESCRIPTION:Patient : Clara Dumas"], "Clara Dumas", "Soin - Massage"),
    ],
)
def test_who_comes_and_for_what(lines: list[str], who: str, service: str) -> None:
    row = only(*lines)
    assert (row.who, row.service) == (who, service)


def test_names_that_the_business_knows_tell_the_sides_apart() -> None:
    known = replace(SALON, services=("Lune",), resources=("Sophie",))
    assert only("SUMMARY:Lune - Petit", business=known).who == "Petit"
    row = only("SUMMARY:Petit", "ATTENDEE;CN=Sophie:mailto:s@example.fr", "LOCATION:sophie", business=known)
    assert (row.who, row.resource, row.note) == ("Petit", "Sophie", "")


def test_services_come_again_where_people_do_not() -> None:
    names = ("Ana", "Bo", "Chloé", "Dan", "Eva")
    events = "".join(
        f"BEGIN:VEVENT\nUID:{name}\nDTSTART:20261127T1{place}0000\nSUMMARY:Lune - {name}\nEND:VEVENT\n"
        for place, name in enumerate(names)
    )
    read = read_calendar(f"BEGIN:VCALENDAR\n{events}END:VCALENDAR".encode(), SALON)
    assert [(row.who, row.service) for row in read.rows] == [(name, "Lune") for name in names]


@pytest.mark.parametrize(
    ("lines", "phone"),
    [
        (["DESCRIPTION:tel: 06 12 34 56 78"], "06 12 34 56 78"),
        (["LOCATION:0612345678"], "0612345678"),
        (["SUMMARY:Clara 06.12.34.56.78"], "06.12.34.56.78"),
        (["DESCRIPTION:Bureau 04 78 00 00 01\\nPortable : +33 6 12 34 56 78"], "+33 6 12 34 56 78"),
        (["DESCRIPTION:Dossier 20261127 du 27/11/2026 14:30"], ""),
        (["ATTENDEE;CN=Clara:tel:+33612345678"], "+33612345678"),
        (
            ["X-ALT-DESC;FMTTYPE=text/html:<p>T&eacute;l 06&nbsp;12&nbsp;34&nbsp;56&nbsp;78</p>"],
            "06 12 34 56 78",
        ),
    ],
)
def test_numbers_are_found_where_people_write_them(lines: list[str], phone: str) -> None:
    assert only(*lines).phone.replace("\xa0", " ") == phone


@pytest.mark.parametrize(
    ("lines", "length"),
    [
        (["DTEND:20261127T151500"], 45),
        (["DURATION:PT1H30M"], 90),
        (["DTEND;TZID=Europe/London:20261127T141500"], 45),
        ([], None),
        (["DTEND:20261127T143000"], None),
    ],
)
def test_lengths(lines: list[str], length: int | None) -> None:
    read = event(*lines)
    assert (read.rows[0].length_min, told(read)) == (length, [])


@pytest.mark.parametrize(
    "line", ["DTEND:20261127T140000", "DTEND:x", "DURATION:-PT5M", "DURATION:x", "DURATION:P9D"]
)
def test_a_length_that_cannot_be_is_told(line: str) -> None:
    read = event(line)
    assert (read.rows[0].length_min, told(read)) == (None, [(1, "length_odd")])


def test_what_is_over_is_counted_and_is_no_row() -> None:
    read = event("DTSTART:20250101T100000", business=replace(SALON, since=NOW))
    assert (read.rows, read.past) == ((), 1)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\r\r\n"])
def test_every_encoding_and_every_end_of_line(encoding: str, end: str) -> None:
    text = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20261127T143000\nSUMMARY:Élodie Féraud\nEND:VEVENT\nEND:VCALENDAR\n"
    (row,) = read_calendar(text.replace("\n", end).encode(encoding), SALON).rows
    assert row.who == "Élodie Féraud"


def test_a_line_folded_inside_a_character() -> None:
    data = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20261127T143000\nSUMMARY:Él@odie\nEND:VEVENT\n".encode()
    place = data.index("É".encode()) + 1
    cut = data[:place] + b"\r\n " + data[place:].replace(b"@", b"\n\t")
    assert read_calendar(cut, SALON).rows[0].who == "Élodie"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "calendar_none"),
        (b"\x00\x01\x02" * 99, "calendar_none"),
        (b"nothing at all", "calendar_none"),
        (b"BEGIN:VCALENDAR\n" + b"X" * (11 << 20), "calendar_too_large"),
    ],
)
def test_what_is_no_calendar_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(BookingsRefused) as refused:
        read_calendar(data, SALON)
    assert refused.value.code == code


def test_too_many_events_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calendar_blocks, "MOST_EVENTS", 2)
    with pytest.raises(BookingsRefused, match="calendar_too_long") as refused:
        read_calendar(b"BEGIN:VCALENDAR\n" + b"BEGIN:VEVENT\nEND:VEVENT\n" * 3, SALON)
    assert refused.value.facts == {"limit": "2"}


def test_our_own_file_is_read_back() -> None:
    item = CalendarItem("a1@comptoir", 1, at(14, 30), 45, "Clara Dumas", "Coupe", "", "confirmed", NOW)
    read = read_calendar(
        calendar_text([item, replace(item, uid="a2@comptoir", status="cancelled")]).encode(), SALON
    )
    assert [(row.uid, row.starts_at, row.length_min, row.who, row.note) for row in read.rows[:1]] == [
        ("a1@comptoir", at(14, 30), 45, "Clara Dumas", "Coupe")
    ]
    assert [row.status for row in read.rows] == ["", "cancelled"]
    assert read.days == {date(2026, 11, 27)}


PIECES = """
BEGIN:VCALENDAR / END:VCALENDAR / BEGIN:VEVENT / END:VEVENT / BEGIN:VTIMEZONE / END:VTIMEZONE / BEGIN:STANDARD
BEGIN:VALARM / END:VALARM / DTSTART:20261127T143000 / SUMMARY:Clara Dumas - Coupe / TZID:X / UID:1
RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30 / RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU / DTSTART;TZID=X:00010101T000000
DTSTART;TZID=X:20261127T250000 / TZOFFSETTO:+9900 / DTEND:99991231T235959Z / DTSTART:16010101T000000
TZOFFSETTO:-0100 / EXDATE:99999999 / RECURRENCE-ID:20261127T143000 / ATTENDEE;CN= / DESCRIPTION:<b>06 12 34 56 78
DURATION:P999999999D / RDATE;VALUE=PERIOD:20261127T100000,20261128T100000/PT1H
"""
LINES = [f"{line}\n".encode() for row in PIECES.split("\n") for line in row.split(" / ") if line]


@settings(max_examples=150, deadline=timedelta(seconds=5))
@given(
    st.lists(
        st.one_of(st.sampled_from([*LINES, b"\n ", b"\xff\xfe"]), st.binary(max_size=12)), max_size=25
    ).map(b"".join)
)
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    with suppress(BookingsRefused):
        read = read_calendar(data, SALON)
        assert all(row.starts_at.tzinfo is UTC and row.who + row.phone for row in read.rows)


def test_a_break_of_every_day_is_told_once() -> None:
    assert told(event("SUMMARY:Déjeuner", "RRULE:FREQ=DAILY")) == [(1, "event_nobody")]

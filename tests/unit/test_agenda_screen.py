"""What the agenda's screen reckons: days and lengths in words, the order of lines, widths, places in the grid."""

from datetime import UTC, date, datetime, timedelta

import pytest
from PySide6.QtCore import QPointF

from app.domain.agenda_rows import AgendaDays
from app.words import set_language
from app.words.formats import Formats
from tests.fake_desk import FakeDesk
from ui.appointments import when
from ui.appointments.booking.reading import length_of
from ui.appointments.grid.columns import GridColumn, grid_columns
from ui.appointments.grid.geometry import Geometry, snapped
from ui.appointments.list.entries import HeadEntry, entries_of
from ui.appointments.list.face import Look
from ui.appointments.list.widths import BUTTON, PAD, widths_of

PARIS = "Europe/Paris"
TODAY = date(2026, 11, 26)


@pytest.fixture
def desk() -> FakeDesk:
    set_language("en")
    desk = FakeDesk()
    desk.open_agenda()
    return desk


def look_at(desk: FakeDesk, first: date, days: int = 1) -> Look:
    read = desk.agenda(first, days)
    return Look(Formats("en", read.zone), read)


def test_lengths_and_hours_are_written_as_in_each_language() -> None:
    assert [when.length_words(minutes) for minutes in (45, 60, 90, 605)] == [
        "45\xa0min", "1\xa0h", "1\xa0h\xa030", "10\xa0h\xa005",
    ]  # fmt: skip
    assert (when.hour_words(9, "fr"), when.hour_words(9, "en"), when.hour_words(24, "fr")) == (
        "9\xa0h",
        "9:00",
        "24\xa0h",
    )


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("45", 45),
        ("1 h 30", 90),
        ("1\xa0h\xa030", 90),
        ("2h", 120),
        ("", None),
        ("soon", None),
        ("9999", None),
    ],
)
def test_a_length_is_read_as_it_is_typed(text: str, minutes: int | None) -> None:
    assert length_of(text) == minutes


def test_a_week_is_named_by_its_days_with_the_month_and_year_that_differ() -> None:
    set_language("en")
    assert when.week_name(date(2026, 11, 23), "en", TODAY) == "23 to 29 November"
    assert when.week_name(date(2026, 11, 30), "en", TODAY) == "30 November to 6 December"
    assert when.week_name(date(2026, 12, 28), "en", TODAY) == "28 December to 3 January 2027"


def test_a_minute_of_the_wall_is_found_again_also_where_the_clock_changes() -> None:
    for day in (TODAY, date(2026, 10, 25), date(2027, 3, 28)):
        for minute in (0, 60, 240, 600, 1_425):
            assert when.minute_of(when.moment_of(day, minute, PARIS), day, PARIS) == minute
    skipped = when.moment_of(date(2027, 3, 28), 150, PARIS)  # 2:30 is 3:30 that night
    assert skipped == datetime(2027, 3, 28, 1, 30, tzinfo=UTC)


def test_a_head_says_what_is_booked_and_free_and_closed_days_say_so(desk: FakeDesk) -> None:
    desk.appointment_at("9:00", "Ana")
    heads = [
        one
        for one in entries_of(look_at(desk, TODAY + timedelta(days=1)), "all", "person", ())
        if isinstance(one, HeadEntry)
    ]
    assert [one.says for one in heads] == ["45\xa0min booked, 9\xa0h\xa015 free", "10\xa0h free"]
    [block] = heads[0].blocks
    assert (round(block.start, 3), round(block.end, 3)) == (0.0, 0.075)
    sunday = entries_of(look_at(desk, date(2026, 11, 29)), "all", "person", ())
    assert [one.says for one in sunday if isinstance(one, HeadEntry)] == ["closed", "closed"]


def test_a_week_has_a_part_of_the_strip_for_each_day(desk: FakeDesk) -> None:
    desk.appointment_at("14:00", "Ana", days=1)
    look = look_at(desk, date(2026, 11, 23), 7)
    head = entries_of(look, "all", "person", ())[0]
    assert (
        isinstance(head, HeadEntry) and head.parts == 7 and (head.begins, head.ends) == ("Mon 23", "Sun 29")
    )
    assert pytest.approx(head.blocks[0].start) == 4.5 / 7


def test_a_filter_leaves_out_heads_without_lines_and_folding_leaves_out_lines(desk: FakeDesk) -> None:
    desk.appointment_at("9:00", "Ana", answer="confirmed")
    look = look_at(desk, TODAY + timedelta(days=1))
    assert len(entries_of(look, "confirmed", "person", ())) == 2
    assert len(entries_of(look, "confirmed", "person", {"camille"})) == 1
    assert entries_of(look, "to_call", "person", ()) == []


@pytest.mark.parametrize("scale", [1.0, 1.3])
def test_parts_of_a_line_give_way_and_never_overlap_a_button(scale: float) -> None:
    for room in range(320, 2_000, 20):
        for has_resource in (False, True):
            one = widths_of(room, scale, has_resource=has_resource, has_days=False)
            used = one.time + one.person + one.resource + one.service + one.length + one.state
            least = one.time + one.state + 110 * scale + BUTTON * scale + 2 * PAD
            if room >= least:
                assert used + one.last <= room - 2 * PAD + 0.01
                assert used <= room - 2 * PAD - BUTTON * scale + 0.01 or not one.last
    wide, narrow = (widths_of(room, 1.0, has_resource=True, has_days=False) for room in (1_040, 780))
    assert wide.last and wide.resource and not narrow.last and narrow.service


def test_overlapping_appointments_share_the_width(desk: FakeDesk) -> None:
    for clock, who in (("9:00", "camille"), ("9:15", "lea"), ("9:45", "camille"), ("12:00", "lea")):
        desk.appointment_at(clock, clock, who)
    look = look_at(desk, date(2026, 11, 23), 7)
    placed = grid_columns(look, "all", "")[4].placed
    assert [(one.row.appointment.person, one.lane, one.lanes) for one in placed] == [
        ("9:00", 0, 2), ("9:15", 1, 2), ("9:45", 0, 2), ("12:00", 0, 1),
    ]  # fmt: skip


def test_the_grid_knows_where_a_minute_and_a_column_are() -> None:
    geometry = Geometry()
    geometry.width_px, geometry.height_px = 1_000, 600
    day = TODAY
    geometry.put([GridColumn(f"r{n}", day, f"R{n}") for n in range(20)], (9, 19))
    geometry.x, geometry.y = 300, 120
    for minute in (540, 617, 1_100):
        assert geometry.minute_at(geometry.top_of(minute)) == pytest.approx(minute)
    for column in range(2, 8):
        assert geometry.column_at(geometry.column_rect(column).center().x()) == column
    assert geometry.column_at(10) is None and not geometry.is_in_body(QPointF(10, 300))
    assert geometry.columns_in_view()[0] == 2
    assert [snapped(minute) for minute in (541, 548, 555)] == [540, 555, 555]


def test_hours_reach_from_the_first_opening_to_the_last_end(desk: FakeDesk) -> None:
    days: AgendaDays = desk.agenda(TODAY)
    assert when.hours_between(days, [TODAY], ["camille"]) == (9, 19)
    desk.appointment_at("7:30", "Early", days=0)
    desk.appointment_at("18:50", "Late", "lea", "colour", days=0)
    assert when.hours_between(desk.agenda(TODAY), [TODAY], ["camille", "lea"]) == (7, 21)
    desk.appointment_at("23:15", "Night", "lea", "colour", days=1)  # beyond midnight: it is seen on both days
    after = TODAY + timedelta(days=2)
    assert when.hours_between(desk.agenda(after), [after], ["lea"]) == (0, 19)
    assert when.hours_between(desk.agenda(date(2026, 11, 29)), [date(2026, 11, 29)], ["lea"]) == (9, 19)

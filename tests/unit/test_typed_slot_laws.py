"""Typed appointments in any order, on both sides of both clock changes in three zones; nothing typed is lost."""

from datetime import UTC, date, datetime, timedelta
from itertools import permutations
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.words.typed_slots import read_slot
from tests.unit.slot_readings import NOW, PARIS, read, when

# zone, day without an hour, a skipped time, day with an hour twice, such a time, the first of the two in UTC
CHANGES = [
    ("Europe/Paris", "2027-03-28", "02:30", "2026-10-25", "02:30", "2026-10-25 00:30"),
    ("America/New_York", "2027-03-14", "02:30", "2026-11-01", "01:30", "2026-11-01 05:30"),
    ("Australia/Lord_Howe", "2026-10-04", "02:15", "2027-04-04", "01:45", "2027-04-03 14:45"),
]


@pytest.mark.parametrize(("name", "spring", "skipped", "autumn", "twice", "first"), CHANGES)
def test_both_changes_of_the_clock(
    name: str, spring: str, skipped: str, autumn: str, twice: str, first: str
) -> None:
    zone, now = ZoneInfo(name), datetime(2026, 9, 1, tzinfo=UTC)
    gone = read(f"{spring} {skipped} coupe", now, zone)
    assert (gone.problem, gone.starts_at, gone.rest) == ("time_skipped", None, "")
    assert gone.day == date.fromisoformat(spring)
    doubled = read(f"{autumn} {twice} coupe", now, zone)
    assert doubled.starts_at is not None
    assert (doubled.starts_at.strftime("%Y-%m-%d %H:%M"), doubled.notes) == (first, ("time_twice",))
    for day in (spring, autumn):
        usual = read(f"{day} 14:30", now, zone)
        assert (when(usual, zone), usual.notes, usual.problem) == (f"{day} 14:30", (), "")


@pytest.mark.parametrize("name", [one[0] for one in CHANGES])
def test_tomorrow_at_nine_is_nine_on_the_wall_over_a_change(name: str) -> None:
    zone = ZoneInfo(name)
    for day in next((one[1], one[3]) for one in CHANGES if one[0] == name):
        eve = datetime.fromisoformat(f"{day}T12:00").replace(tzinfo=zone) - timedelta(days=1)
        assert when(read("demain 9h", eve, zone), zone) == f"{day} 09:00"


def test_the_day_is_that_of_the_business() -> None:
    late = datetime(2026, 11, 26, 23, 30, tzinfo=UTC)  # already Friday in Paris
    assert when(read("demain 9h", late)) == "2026-11-28 09:00"
    assert when(read("aujourd'hui 9h", late)) == "2026-11-27 09:00"
    assert when(read("vendredi 9h", late)) == "2026-11-27 09:00"


@pytest.mark.parametrize(
    "order", list(permutations(("mardi 14h30", "coupe homme", "45 min", "avec Léa", "Ana Ruiz")))
)
def test_the_order_of_the_words_does_not_matter(order: tuple[str, ...]) -> None:
    found = read(" ".join(order))
    assert (when(found), found.length_min, found.service_id, found.resource_id, found.rest) == (
        "2026-12-01 14:30", 45, "cut-men", "lea", "Ana Ruiz",
    )  # fmt: skip


WORDS = st.sampled_from(
    (
        "mar mardi le 3 12 décembre 14h30 9h 10 : - / 2h 45 min à at pm am de from coupe h homme avec Léa Sam Ana "
        "demain dans 2 semaines next prochain midi et demi 25:61 31/02 2026-02-30 99h ' 1h30 3/4 une heure matin soir "
        "0h00 24h"
    ).split()
)


@given(st.lists(WORDS, max_size=9).map(" ".join) | st.text(max_size=60))
@settings(max_examples=150, deadline=None)
def test_nothing_that_was_typed_is_lost_and_nothing_raises(text: str) -> None:
    found = read(text)
    left = iter(" ".join(text.split()))
    assert all(sign in left for sign in found.rest if sign != " ")
    assert (found.starts_at is None) == (found.problem not in ("", "past"))
    if found.starts_at is not None:
        assert found.day is not None
        assert found.minute is not None
        wall = found.starts_at.astimezone(PARIS)
        assert (wall.date(), wall.hour * 60 + wall.minute) == (found.day, found.minute)
        assert (found.starts_at < NOW) == (found.problem == "past")
    assert found.length_min is None or 0 < found.length_min <= 1_440


@given(
    st.integers(635, 1_000_000).map(lambda minutes: NOW + timedelta(minutes=minutes)),
    st.sampled_from(
        ("{d}/{m}/{y} {h}:{n:02}", "{y}-{m:02}-{d:02} {h:02}h{n:02}", "le {d}/{m}/{y} à {h:02} h {n:02}")
    ),
)
@settings(max_examples=80, deadline=None)
def test_a_whole_date_is_read_as_it_was_written(at: datetime, form: str) -> None:
    text = form.format(d=at.day, m=at.month, y=at.year, h=at.hour, n=at.minute)
    found = read_slot(text, NOW, ZoneInfo("UTC"), (), (), is_open=lambda _minute: True)
    assert found.starts_at == at
    assert found.rest == ""


@given(st.integers(0, 6), st.integers(0, 60 * 24 * 14))
@settings(max_examples=80, deadline=None)
def test_a_weekday_is_never_past_and_never_more_than_a_week_ahead(weekday: int, later: int) -> None:
    now = NOW + timedelta(minutes=later)
    name = ("lundi", "Tuesday", "mercredi", "Thu", "ven", "samedi", "Sunday")[weekday]
    at = read(f"{name} 15:00", now).starts_at
    assert at is not None
    assert timedelta() < at - now <= timedelta(days=7)
    assert at.astimezone(PARIS).weekday() == weekday

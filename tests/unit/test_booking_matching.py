"""What a second import changes: only what differs, in any order; nobody is doubled or cancelled in silence."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.desk.appointment_imports.bookings import BookingRow, ReadBookings
from app.desk.appointment_imports.import_plan import ImportPlan, ImportScope, KnownBooking, scope_of
from app.desk.appointment_imports.matching import plan_import

PARIS = ZoneInfo("Europe/Paris")
NINE = datetime(2026, 11, 27, 8, tzinfo=UTC)
DAY = date(2026, 11, 27)
FRIDAY = ImportScope(frozenset({DAY}))
FIELDS = ("length_min", "resource", "service", "who", "phone", "note", "price")


def row(who: str, hours: float = 0, service: str = "Coupe", *, number: int = 1, **more: object) -> BookingRow:
    """An appointment `hours` after nine."""
    return BookingRow(number, NINE + timedelta(hours=hours), who=who, service=service, **more)  # type: ignore[arg-type]


def plan(
    rows: Sequence[BookingRow], known: Sequence[KnownBooking] = (), scope: ImportScope = FRIDAY
) -> ImportPlan:
    """What they would do."""
    return plan_import(rows, known, scope, PARIS, "FR")


def done(made: ImportPlan, known: Sequence[KnownBooking] = ()) -> list[KnownBooking]:
    """The appointments after a plan was carried out, with everything that it proposes."""
    after = {one.appointment_id: one for one in known}
    for one in made.new:
        given = {name: getattr(one.row, name) for name in FIELDS}
        key = f"a{len(after)}"
        after[key] = KnownBooking(
            key, one.import_key, one.row.starts_at, imported_at=one.row.starts_at, **given
        )
    for met in (*made.moved, *made.changed, *made.unchanged):
        fresh = {name: getattr(met.row, name) for name in met.changes}
        key = met.known.appointment_id
        after[key] = replace(
            met.known, import_key=met.import_key, imported_at=met.row.starts_at, is_cancelled=False, **fresh
        )
    for gone in made.gone:
        after[gone.known.appointment_id] = replace(gone.known, is_cancelled=True)
    return list(after.values())


def fates(made: ImportPlan) -> dict[str, list[str]]:
    """Who has which fate."""
    found = {
        "new": [one.row.who for one in made.new],
        "moved": [one.row.who for one in made.moved],
        "changed": [f"{one.row.who} {' '.join(one.changes)}" for one in made.changed],
        "unchanged": [one.row.who for one in made.unchanged],
        "gone": [f"{one.known.who} {one.why}" for one in made.gone],
        "told": [one.code for one in made.problems],
    }
    return {name: who for name, who in found.items() if who}


CLARA, PAUL = row("Clara Dumas", phone="06 12 34 56 78"), row("Paul Roux", 1)
TWO = done(plan([CLARA, PAUL]))


def test_the_first_import_is_all_new_and_the_second_one_nothing() -> None:
    assert fates(plan([CLARA, PAUL])) == {"new": ["Clara Dumas", "Paul Roux"]}
    again = plan([PAUL, CLARA], TWO)
    assert (fates(again), again.is_nothing) == ({"unchanged": ["Clara Dumas", "Paul Roux"]}, True)


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ([replace(CLARA, starts_at=NINE + timedelta(hours=3)), PAUL],
         {"moved": ["Clara Dumas"], "unchanged": ["Paul Roux"]}),
        ([replace(CLARA, service="Soin"), PAUL], {"changed": ["Clara Dumas service"], "unchanged": ["Paul Roux"]}),
        ([replace(CLARA, length_min=30), PAUL], {"changed": ["Clara Dumas length_min"], "unchanged": ["Paul Roux"]}),
        ([CLARA], {"unchanged": ["Clara Dumas"], "gone": ["Paul Roux missing"]}),
        ([CLARA, replace(PAUL, status="cancelled")], {"unchanged": ["Clara Dumas"], "gone": ["Paul Roux cancelled"]}),
        ([CLARA, PAUL, row("Nora", 2)], {"new": ["Nora"], "unchanged": ["Clara Dumas", "Paul Roux"]}),
        ([CLARA, PAUL, PAUL], {"unchanged": ["Clara Dumas", "Paul Roux"], "told": ["row_twice"]}),
        ([CLARA, PAUL, row("Nora", 2, status="cancelled")],
         {"unchanged": ["Clara Dumas", "Paul Roux"], "told": ["row_cancelled"]}),
        ([replace(CLARA, who="Mme Dumas"), PAUL], {"unchanged": ["Mme Dumas", "Paul Roux"]}),
        ([replace(CLARA, who="DUMAS Clara", phone="+33 6 12 34 56 78"), PAUL],
         {"unchanged": ["DUMAS Clara", "Paul Roux"]}),
        ([replace(CLARA, who="Clara Dumas-Petit", phone=""), PAUL],
         {"changed": ["Clara Dumas-Petit who"], "unchanged": ["Paul Roux"]}),
        ([replace(CLARA, phone="06 99 99 99 99"), PAUL],
         {"changed": ["Clara Dumas phone"], "unchanged": ["Paul Roux"]}),
        ([replace(CLARA, who="Zoé Lund"), PAUL], {"changed": ["Zoé Lund who"], "unchanged": ["Paul Roux"]}),
        ([replace(CLARA, who="Zoé Lund", starts_at=NINE + timedelta(hours=4)), PAUL],
         {"new": ["Zoé Lund"], "unchanged": ["Paul Roux"], "gone": ["Clara Dumas missing"]}),
    ],
)  # fmt: skip
def test_a_second_import_changes_only_what_differs(
    rows: list[BookingRow], found: dict[str, list[str]]
) -> None:
    made = plan(rows, TWO)
    assert fates(made) == found
    shuffled = list(rows)
    random.Random(4).shuffle(shuffled)
    assert fates(plan(shuffled, TWO[::-1])) == found


def test_somebody_who_comes_twice_a_day_is_two_appointments() -> None:
    twice = [row("Clara", 0), row("Clara", 5), row("Clara", 7, "Soin")]
    known = done(plan(twice))
    assert len({one.import_key for one in known}) == 3
    assert fates(plan(twice[::-1], known)) == {"unchanged": ["Clara"] * 3}
    later = [row("Clara", 0), row("Clara", 6), row("Clara", 7, "Soin")]
    made = plan(later, known)
    assert [(one.known.starts_at, one.row.starts_at) for one in made.moved] == [
        (NINE + timedelta(hours=5), NINE + timedelta(hours=6))
    ]
    assert (len(made.unchanged), made.new, made.gone) == (2, (), ())
    made = plan([row("Clara", 5)], known)
    assert [one.known.starts_at for one in made.unchanged] == [NINE + timedelta(hours=5)]
    assert len(made.gone) == 2


def test_a_mother_who_books_for_two_children_keeps_them_apart() -> None:
    phone = "06 12 34 56 78"
    known = done(plan([row("Léo Petit", 0, phone=phone), row("Mia Petit", 1, phone=phone)]))
    swapped = plan([row("Mia Petit", 0, phone=phone), row("Léo Petit", 1, phone=phone)], known)
    assert [(one.known.who, one.row.who) for one in swapped.moved] == [
        ("Mia Petit", "Mia Petit"),
        ("Léo Petit", "Léo Petit"),
    ]


def test_a_source_with_ids_is_known_by_them_whatever_else_changes() -> None:
    known = done(plan([row("Clara", 0, uid="1"), row("Paul", 1, uid="2")]))
    made = plan([row("Paul Roux", 30, "Barbe", uid="2"), row("Clara", 0, uid="1")], known)
    (moved,) = made.moved
    assert (moved.known.who, moved.changes) == ("Paul", ("starts_at", "who", "service"))
    assert fates(plan([row("Clara", 0, uid="3")], known)) == {
        "new": ["Clara"], "gone": ["Clara missing", "Paul missing"],
    }  # fmt: skip


def test_a_source_that_learns_ids_knows_its_rows_all_the_same() -> None:
    made = plan([replace(CLARA, uid="x"), replace(PAUL, uid="y")], TWO)
    assert (made.is_nothing, [one.import_key for one in made.unchanged]) == (True, ["uid:x", "uid:y"])
    known = done(made, TWO)
    assert plan([CLARA, PAUL], known).is_nothing
    assert [one.import_key for one in plan([replace(CLARA, uid="x")], known).unchanged] == ["uid:x"]


def test_an_id_that_two_rows_have_is_no_id_of_an_appointment() -> None:
    rows = [row("Clara", 0, uid="client-7"), row("Clara", 3, uid="client-7")]
    known = done(plan(rows))
    assert all(one.import_key.startswith("row:") for one in known)
    assert plan(rows[::-1], known).is_nothing


def test_moved_to_another_day_of_the_week_that_is_imported() -> None:
    scope = ImportScope(frozenset({DAY, date(2026, 11, 28)}))
    made = plan([row("Clara Dumas", 24), PAUL], TWO, scope)
    assert fates(made) == {"moved": ["Clara Dumas"], "unchanged": ["Paul Roux"]}
    twice = done(plan([row("Clara", 0), row("Clara", 5)]))
    assert fates(plan([row("Clara", 24), row("Clara", 29)], twice, scope)) == {
        "new": ["Clara", "Clara"], "gone": ["Clara missing", "Clara missing"],
    }  # fmt: skip


def test_an_appointment_that_a_person_made_here_is_met_at_its_own_time_and_never_gone() -> None:
    ours = KnownBooking("a", "", NINE, who="Clara Dumas", phone="33612345678")
    assert fates(plan([CLARA], [ours])) == {"changed": ["Clara Dumas service"]}
    assert plan([CLARA], [ours]).changed[0].import_key.startswith("row:")
    assert fates(plan([row("Clara Dumas", 2)], [ours])) == {"new": ["Clara Dumas"]}
    assert plan([], [ours]).is_nothing


def test_what_was_cancelled_here_does_not_come_back() -> None:
    known = [replace(TWO[0], is_cancelled=True), TWO[1]]
    made = plan([CLARA, PAUL], known)
    assert fates(made) == {"unchanged": ["Clara Dumas", "Paul Roux"], "told": ["booking_cancelled_here"]}
    assert fates(plan([PAUL], known)) == {"unchanged": ["Paul Roux"]}
    again = plan([replace(CLARA, starts_at=NINE + timedelta(hours=4)), PAUL], known)
    assert fates(again) == {"new": ["Clara Dumas"], "unchanged": ["Paul Roux"]}
    with_id = done(plan([replace(CLARA, uid="1")]))
    cancelled = [replace(with_id[0], is_cancelled=True)]
    (moved,) = plan([replace(CLARA, uid="1", starts_at=NINE + timedelta(hours=4))], cancelled).moved
    assert moved.is_revived


def test_what_was_moved_here_is_not_moved_back_by_a_source_that_does_not_know() -> None:
    known = [replace(TWO[0], starts_at=NINE + timedelta(hours=5)), TWO[1]]
    assert fates(plan([CLARA, PAUL], known)) == {
        "unchanged": ["Clara Dumas", "Paul Roux"], "told": ["booking_moved_here"],
    }  # fmt: skip
    made = plan([replace(CLARA, starts_at=NINE + timedelta(hours=6)), PAUL], known)
    assert fates(made) == {"moved": ["Clara Dumas"], "unchanged": ["Paul Roux"]}


def test_only_days_and_colleagues_that_the_source_covers_can_be_gone() -> None:
    rows = [row("Ana", 0, resource="Sophie"), row("Bo", 0, resource="Léa"), row("Cid", 24, resource="Sophie")]
    known = done(plan(rows))
    read = ReadBookings("table", (row("Ana", 0, resource="sophie"),))
    scope = scope_of(read, PARIS)
    assert scope == ImportScope(frozenset({DAY}), frozenset({"sophie"}))
    assert fates(plan(read.rows, known, scope)).get("gone") is None
    everybody = scope_of(ReadBookings("table", (row("Ana"),)), PARIS, [date(2026, 11, 28)])
    assert fates(plan([], known, everybody))["gone"] == ["Ana missing", "Bo missing", "Cid missing"]


def test_a_cancelled_row_beside_the_one_that_took_its_place() -> None:
    rows = [replace(CLARA, status="cancelled"), replace(CLARA, row_no=2)]
    assert fates(plan(rows, TWO[:1])) == {"unchanged": ["Clara Dumas"], "told": ["row_cancelled"]}


NAMES = st.sampled_from(["Clara Dumas", "Paul", "Clara", "Mme Dumas", ""])
ROWS = st.lists(
    st.builds(
        row,
        NAMES,
        st.sampled_from([0, 1, 2, 5, 24, 25]),
        st.sampled_from(["Coupe", "Soin", ""]),
        phone=st.sampled_from(["", "06 12 34 56 78", "+33 6 98 76 54 32", "?"]),
        resource=st.sampled_from(["", "Sophie"]),
        uid=st.sampled_from(["", "", "1", "2"]),
    ).filter(lambda one: bool(one.who or one.phone.strip("?"))),
    max_size=7,
)
WEEK = ImportScope(frozenset({DAY, date(2026, 11, 28)}))


@settings(max_examples=80, deadline=None)
@given(ROWS, ROWS, st.randoms(use_true_random=False))
def test_an_import_done_twice_changes_nothing_in_any_order(
    before: list[BookingRow], rows: list[BookingRow], chance: random.Random
) -> None:
    known = done(plan(before, (), WEEK))
    made = plan(rows, known, WEEK)
    after = done(made, known)
    fate_count = len(made.new) + len(made.moved) + len(made.changed) + len(made.unchanged)
    assert fate_count + sum(one.code == "row_twice" for one in made.problems) == len(rows)
    assert sum(not one.is_cancelled for one in after) == fate_count
    keys = [one.import_key for one in after]
    assert len(set(keys)) == len(keys)
    again = list(rows)
    chance.shuffle(again)
    chance.shuffle(after)
    second = plan(again, after, WEEK)
    assert (second.new, second.moved, second.gone) == ((), (), ())


def test_nobody_comes_twice_to_the_same_chair_at_once() -> None:
    known = done(
        plan([row("Sarah Lemoine", service="Brushing et soin", phone="06 39 98 00 11", resource="Camille")])
    )
    new = row("LEMOINE Sarah", phone="06 12 34 56 03", resource="Camille", service="Brushing")
    assert fates(plan([new], known)) == {"changed": ["LEMOINE Sarah phone service"]}
    other = replace(new, resource="Léa")
    assert fates(plan([other], known))["new"] == ["LEMOINE Sarah"]  # two of one name may come to two
    half = replace(new, who="Lemoine")
    assert fates(plan([half], known))["new"] == ["Lemoine"]

"""Appointments as rows of the view: they are what the domain's rule makes of the events, whatever reads them."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain import agenda
from app.domain import appointments as aps
from app.domain.contacts import ContactMerged
from app.domain.ids import ContactId, ConversationId, ImportId, MessageId
from app.domain.merging import ContactUnmerged
from storage import view
from storage.engine import Connection
from storage.instants import to_us
from storage.view import appointment_reading as rows
from tests.storage.appointment_log import IDS, NINE, any_bodies
from tests.storage.view_emptied import emptied
from tests.storage.view_log import LEA, MEMBER, Log, new_view, project

HOUR = timedelta(hours=1)
many = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def conn(tmp_path: Path) -> Iterator[Connection]:
    connection = new_view(tmp_path)
    yield connection
    connection.close()


def folded(log: Log) -> dict[str, aps.Appointment]:
    """What the domain says of a log."""
    known: dict[str, aps.Appointment] = {}
    for event in log.events:
        body = event.body
        if isinstance(body, aps.AppointmentBooked) and body.appointment_id not in known:
            known[body.appointment_id] = aps.booked(body, event.accepted_at)
        elif isinstance(body, aps.APPOINTMENT_EVENTS) and not isinstance(body, aps.AppointmentBooked):
            one = known.get(body.appointment_id)
            if one is not None:
                known[body.appointment_id] = aps.applied(one, body, event.accepted_at)
    return known


def log_of(*bodies: object) -> Log:
    log = Log()
    for body in bodies:
        log.add(body, MEMBER)  # type: ignore[arg-type]
    return log


def booked(appointment_id: str, hours: float = 0, **more: object) -> aps.AppointmentBooked:
    fields: dict[str, object] = {"length_min": 30, "resource_id": "r0", "person": "Zoé", **more}
    return aps.AppointmentBooked(appointment_id, NINE + hours * HOUR, **fields)  # type: ignore[arg-type]


def ids(found: list[aps.Appointment]) -> list[str]:
    return [one.appointment_id for one in found]


@many
@given(st.lists(any_bodies(), max_size=25), st.sampled_from([None, 1, 3]))
def test_rows_are_what_the_domain_folds_however_the_log_is_cut(
    conn: Connection, bodies: list[aps.AppointmentEvent], size: int | None
) -> None:
    emptied(conn)
    log = log_of(*bodies)
    project(conn, log.events, size)
    known = folded(log)
    assert {key: rows.load(conn, key) for key in IDS} == {key: known.get(key) for key in IDS}
    listed = [one for one in known.values() if not one.is_removed]
    start, end = to_us(NINE + HOUR), to_us(NINE + 3 * HOUR)
    meant = [one for one in listed if to_us(one.starts_at) < end and to_us(one.ends_at) > start]
    assert set(ids(rows.between(conn, start, end))) == set(ids(meant))
    standing = {one.appointment_id for one in meant if one.is_standing and one.resource_id == "r0"}
    assert set(ids(rows.standing_at(conn, "r0", start, end))) == standing
    told = [event for event in log.events if getattr(event.body, "appointment_id", "") == IDS[0]]
    history = rows.history(conn, IDS[0])
    assert [one.body for one in history] == [
        event.body for event in told if event.pos in {one.pos for one in history}
    ]
    assert len(history) == (known[IDS[0]].version if IDS[0] in known else 0)


@settings(many, max_examples=10)
@given(st.lists(any_bodies(), max_size=30))
def test_a_view_made_anew_is_the_same(
    tmp_path_factory: pytest.TempPathFactory, bodies: list[aps.AppointmentEvent]
) -> None:
    folder = tmp_path_factory.mktemp("anew")
    log = log_of(*bodies)
    one, other = new_view(folder), new_view(folder, "other.db")
    project(one, log.events, 1)
    view.rebuild(other, log.stored())
    assert view.view_hash(one) == view.view_hash(other)
    one.close()
    other.close()


def test_a_day_has_what_touches_it_by_start_and_cancelled_ones_too(conn: Connection) -> None:
    log = log_of(
        booked("late", 5), booked("early", -1, length_min=90), booked("before", -2), booked("gone", 1),
        booked("off", 2), aps.AppointmentRemoved("gone"), aps.AppointmentAnswered("off", "cancelled", "hand"),
    )  # fmt: skip
    project(conn, log.events)
    assert ids(rows.between(conn, to_us(NINE), to_us(NINE + 6 * HOUR))) == ["early", "off", "late"]
    assert ids(rows.standing_at(conn, "r0", to_us(NINE), to_us(NINE + 6 * HOUR))) == ["early", "late"]
    assert ids(rows.between(conn, to_us(NINE + HOUR / 2), to_us(NINE + 2 * HOUR))) == []
    assert rows.booked_there(conn, "r0", NINE) == 1


def test_appointments_follow_whoever_somebody_became_and_come_back(conn: Connection) -> None:
    log = Log()
    log.received(1)
    log.received(2)
    ana, bo = ContactId("p1"), ContactId("p2")
    log.add(booked("hers", contact_id=ana), MEMBER)
    log.add(booked("his", 1, contact_id=None, booker_id=bo), MEMBER)
    log.add(ContactMerged(ana, bo, "number"), MEMBER)
    project(conn, log.events)
    assert ids(rows.of_contact(conn, ana)) == ids(rows.of_contact(conn, bo)) == ["his", "hers"]
    assert set(rows.ids_of_people(conn, [ana])) == {"hers", "his"}
    more = len(log.events)
    log.add(ContactUnmerged(ana, bo, LEA), MEMBER)
    project(conn, log.events[more:])
    assert ids(rows.of_contact(conn, ana)) == ["hers"]
    assert ids(rows.of_contact(conn, bo)) == ["his"]


def test_an_ask_finds_its_appointments_until_a_later_one_or_a_move(conn: Connection) -> None:
    there = ConversationId("c1")
    first, second = (aps.AppointmentAsked(one, "k1", MessageId("m1"), there) for one in ("a", "b"))
    log = log_of(
        booked("a"), booked("b", 1), first, second,
        aps.AppointmentAsked("b", "k2", MessageId("m2"), there),
        aps.AppointmentAsked("a", "k3", MessageId("m3"), there, step_min=180, is_ask=False),
    )  # fmt: skip
    project(conn, log.events)
    assert ids(rows.ever_asked(conn, "k1")) == ["a", "b"]
    assert ids(rows.asked_in(conn, there)) == ["b", "a"]
    assert ids(rows.asked_in(conn, there, NINE + HOUR)) == ["b"]
    assert rows.steps_done(conn, ["a", "b"]) == {("a", to_us(NINE), 180)}
    more = len(log.events)
    log.add(aps.AppointmentMoved("b", NINE + 5 * HOUR, 30, "r0", NINE + HOUR), MEMBER)
    project(conn, log.events[more:])
    assert ids(rows.ever_asked(conn, "k2")) == ["b"]
    assert ids(rows.asked_in(conn, there)) == ["a"]


def test_what_can_be_booked_keeps_its_order_and_its_names(conn: Connection) -> None:
    log = log_of(
        agenda.ResourceSaved(agenda.Resource("r2", "Zoé", position=1, version=1)),
        agenda.ResourceSaved(agenda.Resource("r1", "Cabine", "room", position=0, version=1)),
        agenda.ResourceSaved(agenda.Resource("r1", "Cabine 1", "room", position=2, version=2)),
        agenda.ServiceSaved(agenda.Service("s1", "Coupe", reminders=(agenda.ReminderStep(180),), version=1)),
        agenda.ServiceSaved(agenda.Service("s2", "Barbe", version=1)),
        agenda.ServiceRemoved("s2"),
        agenda.ResourceRemoved("r2"),
    )
    project(conn, log.events, 1)
    assert [one.name for one in rows.resources(conn)] == ["Cabine 1"]
    assert [one.name for one in rows.services(conn)] == ["Coupe"]
    assert rows.resource_names(conn) == {"r1": "Cabine 1", "r2": "Zoé"}
    assert rows.service_names(conn) == {"s1": "Coupe", "s2": "Barbe"}
    assert rows.services(conn)[0].reminders == (agenda.ReminderStep(180),)
    gone, there = rows.resource_named(conn, "r2"), rows.service_named(conn, "s1")
    assert gone is not None and not gone[1]
    assert there is not None and there[1]
    assert rows.resource_named(conn, "r9") is None
    assert rows.service_named(conn, "s9") is None


def test_what_was_booked_is_known(conn: Connection) -> None:
    log = log_of(booked("a", import_id=ImportId("i1"), source="import"), booked("b", 1))
    project(conn, log.events)
    assert rows.is_known(conn, "a")
    assert not rows.is_known(conn, "c")

"""What figures know of appointments follows the view: read piece by piece it is what is read in one go."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.desk.appointment_index import AppointmentIndex
from app.domain import agenda
from app.domain import appointments as aps
from app.domain.ids import ContactId, MemberId
from app.domain.settings import SettingChanged
from storage.engine import Connection
from storage.view.appointment_figures import listed_appointments
from tests.storage.appointment_log import NINE, any_bodies
from tests.storage.view_emptied import emptied
from tests.storage.view_log import MEMBER, Log, new_view, project

many = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def conn(tmp_path: Path) -> Iterator[Connection]:
    connection = new_view(tmp_path)
    yield connection
    connection.close()


@many
@given(st.lists(st.lists(any_bodies(), max_size=8), max_size=4))
def test_read_piece_by_piece_it_is_the_same(
    conn: Connection, pieces: list[list[aps.AppointmentEvent]]
) -> None:
    emptied(conn)
    index, log, done = AppointmentIndex(), Log(), 0
    for bodies in pieces:
        for body in bodies:
            log.add(body, MEMBER)
        project(conn, log.events[done:])
        done = len(log.events)
        assert index.facts(conn) == AppointmentIndex().facts(conn)


def test_removed_ones_are_nowhere_and_the_minutes_are_those_of_the_team(conn: Connection) -> None:
    log = Log()
    for body in (
        agenda.ResourceSaved(agenda.Resource("r0", "Léa", member_id=MemberId("lea"))),
        agenda.ServiceSaved(agenda.Service("s0", "Cut")),
        aps.AppointmentBooked("a0", NINE, 30, "r0", "s0", person="Zoé"),
        aps.AppointmentBooked("a1", NINE, 30, "r0", person="Ana"),
        aps.AppointmentRemoved("a1"),
        SettingChanged("appointment_call_min", 7),
    ):
        log.add(body, MEMBER)
    project(conn, log.events)
    facts = AppointmentIndex().facts(conn)
    assert [one.appointment_id for one in facts.tracks] == ["a0"]
    assert (facts.members, facts.call_min) == ({"r0": "lea"}, 7)
    (row,) = listed_appointments(conn, ["a0", "gone"])
    assert (row.name, row.text, row.appointment_id) == ("Zoé", "Cut · Léa", "a0")


def test_of_somebody_erased_a_figure_of_nobody_is_left(conn: Connection) -> None:
    log = Log()
    log.add(aps.AppointmentBooked("a0", NINE, 30, "r0", person="Zoé", contact_id=ContactId("p0")), MEMBER)
    log.add(aps.AppointmentOutcome("a0", "no_show"), MEMBER)
    project(conn, log.events)
    index = AppointmentIndex()
    before = index.facts(conn).tracks
    conn.execute("UPDATE view_appointment SET is_erased = 1")
    conn.execute("DELETE FROM view_appointment_event")
    after = index.facts(conn).tracks
    assert [one.outcome for one in (*before, *after)] == ["no_show", "no_show"]
    (row,) = listed_appointments(conn, ["a0"])
    assert row.appointment_id == ""

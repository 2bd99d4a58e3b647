"""Reminders that cannot go out, and steps that come to nothing: said once on the line, done once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.domain.consent import ConsentWithdrawn
from app.domain.contact_cards import ContactAdded
from app.domain.contacts import ContactBlocked, Identity
from app.domain.ids import ContactId, MemberId
from app.hub.reminder_schedule import Reminding
from tests.flow.reminder_rig import ANA, ASK, BO, LINE, Rig, at

LEA = MemberId("lea")


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[Rig]:
    made = Rig(tmp_path)
    yield made
    made.close()


@pytest.fixture
def made(tmp_path: Path) -> Iterator[list[Rig]]:
    """Rigs of other ladders are put in here, and closed."""
    rigs: list[Rig] = []
    yield rigs
    for one in rigs:
        one.close()


# --- what cannot go out ---


@pytest.mark.parametrize("status", ["", "pending", "paused", "rejected"])
def test_without_an_approved_template_the_line_says_so_once(
    made: list[Rig], tmp_path: Path, status: str
) -> None:
    rig = Rig(tmp_path, ASK, template=status)
    made.append(rig)
    rig.book("a", "2026-11-28T14:30")
    rig.to("2026-11-27T14:30")
    assert rig.not_asked() == [("a", "no_template", 1_440)] and rig.sent() == []
    rig.template("approved")
    assert rig.to("2026-11-28T13:00") == []


def test_a_template_that_is_paused_in_the_middle_stops_the_rest(made: list[Rig], tmp_path: Path) -> None:
    rig = Rig(tmp_path, ASK)
    made.append(rig)
    rig.book("a", "2026-11-28T14:30")
    rig.book("b", "2026-11-28T15:30", BO)
    rig.to("2026-11-27T14:30")
    rig.template("paused")
    rig.to("2026-11-27T15:30")
    assert [one.appointment_id for one in rig.asked()] == ["a"]
    assert rig.not_asked() == [("b", "no_template", 1_440)]


def test_whoever_has_no_number_or_wants_no_reminders_is_to_be_called(rig: Rig) -> None:
    rig.book("phone", "2026-11-28T14:30", None, person="Mme Durand", phone="01 23 45 67 89")
    rig.book("gone", "2026-11-28T14:30", ContactId("unknown"))
    rig.book("no", "2026-11-28T14:30")
    withdrawn = ConsentWithdrawn(ANA, "whatsapp", ("reminders",), "spoken", "no more", rig.clock.now())
    rig.tell(withdrawn, subject=ANA)
    rig.to("2026-11-27T14:30")
    assert sorted(rig.not_asked()) == [
        ("gone", "number_missing", 1_440),
        ("no", "consent_withdrawn", 1_440),
        ("phone", "number_missing", 1_440),
    ]
    assert rig.sent() == [] and rig.queued() == []


def test_whoever_is_blocked_hears_nothing_and_is_to_be_called(rig: Rig) -> None:
    rig.book("a", "2026-11-28T14:30")
    rig.tell(ContactBlocked(ANA, LINE), subject=ANA)
    rig.to("2026-11-27T14:30")
    assert rig.not_asked() == [("a", "blocked", 1_440)]
    assert rig.sent() == [] and rig.queued() == []


def test_a_stop_holds_also_while_one_may_write_freely(rig: Rig) -> None:
    rig.book("a", "2026-11-28T09:00")
    rig.to("2026-11-27T08:30")
    rig.writes()
    withdrawn = ConsentWithdrawn(ANA, "whatsapp", ("reminders",), "stop_word", "STOP", rig.clock.now())
    rig.tell(withdrawn, subject=ANA)
    rig.to("2026-11-27T09:00")
    assert rig.not_asked() == [("a", "consent_withdrawn", 1_440)]
    assert rig.sent() == [] and rig.queued() == []


# --- crashes ---


@pytest.mark.parametrize("is_other_process", [False, True])
def test_a_step_that_came_to_nothing_is_done_again_and_once(rig: Rig, is_other_process: bool) -> None:
    rig.book("a", "2026-11-28T14:30")
    rig.book("b", "2026-11-28T15:30", BO)
    rig.rest()
    rig.clock.set_wall(at("2026-11-27T15:30"))
    for _ in range(2):
        assert rig.step(crash=True) == [] and rig.queued() == []
        if is_other_process:
            rig.restart()
    rig.rest()
    assert [one.appointment_id for one in rig.asked()] == ["a", "b"]
    rig.restart()
    assert rig.rest() == [] and len(rig.queued()) == 2


def test_two_hubs_on_one_log_say_it_once(rig: Rig) -> None:
    """A run that is doubled, by whatever: what the other has written is seen."""
    rig.book("a", "2026-11-28T14:30")
    rig.rest()
    other = Reminding({LINE})
    assert other.due(rig.conn, rig.clock.now(), 200) == []
    rig.to("2026-11-27T14:30")
    assert other.due(rig.conn, rig.clock.now(), 200) == []
    assert len(rig.asked()) == 1


def test_a_day_of_hundreds_is_looked_through_in_pieces(rig: Rig) -> None:
    for n in range(350):
        contact = ContactId(f"c{n}")
        rig.tell(ContactAdded(contact, Identity(number=f"3363997{n:04}"), ()), subject=contact)
        rig.book(f"a{n}", "2026-11-28T14:30", contact)
    rig.restart()
    rig.rest()
    rig.to("2026-11-27T14:30")
    assert len(rig.not_asked()) == 350  # nobody knows their first names: the template cannot be filled
    assert {code for _own, code, _step in rig.not_asked()} == {"blank_open"}


def test_what_comes_to_nothing_again_and_again_leaves_the_hub_time(rig: Rig) -> None:
    rig.book("a", "2026-11-28T14:30")
    rig.rest()
    rig.clock.set_wall(at("2026-11-27T14:30"))
    moments = []
    for _ in range(4):
        rig.step(crash=True)
        moments.append(rig.task.next_at(rig.conn, rig.clock.now()))
    assert moments[:3] == [rig.clock.now()] * 3
    assert rig.rest() == []
    rig.to("2026-11-27T14:31")
    assert [one.appointment_id for one in rig.asked()] == ["a"]

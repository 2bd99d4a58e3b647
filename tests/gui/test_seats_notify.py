"""Notifications at a computer that several people share: nobody reads or answers in another's name."""

from __future__ import annotations

from app.desk.happenings import SETTLES_S
from tests.fake_desk import FakeDesk
from tests.fake_seats import NORA
from tests.gui.beside import ANA, Beside, beside
from tests.gui.rig import rig, until
from tests.gui.seat_hands import ask_by_key, is_covered
from tests.gui.test_presence_start import Started, dressed, hidden

__all__ = ["beside", "dressed", "hidden", "rig"]


def follow(beside: Beside) -> None:
    """As the program does: what is beside the window goes on with the panes of whoever is there."""
    window = beside.rig.window

    def go_on() -> None:
        assert window.kit is not None and window.panes is not None
        beside.presence.go_on(window.kit, window.panes)

    window.panes_made.connect(go_on)


async def test_while_a_pin_is_asked_for_only_the_name_is_told(beside: Beside) -> None:
    beside.rig.desk.share()
    beside.rig.panes.open(ANA)
    ask_by_key(beside.rig)
    beside.rig.desk.arrive(ANA, "My test was positive")
    await until(lambda: bool(beside.told))  # though the conversation lies open behind the sheet
    assert beside.told[0].title and "positive" not in beside.told[0].body
    assert not beside.told[0].can_answer
    beside.notifier.opened.emit(ANA)
    assert is_covered(beside.rig) and beside.rig.desk.talks[ANA].unread_count > 0


async def test_an_answer_while_a_pin_is_asked_for_is_kept_and_not_sent(beside: Beside) -> None:
    beside.rig.desk.share()
    beside.rig.desk.arrive(ANA, "Hello")
    count = len(beside.rig.desk.talks[ANA].messages)
    ask_by_key(beside.rig)
    beside.notifier.answered.emit(ANA, "Come at ten")
    await beside.pass_time(1)
    assert len(beside.rig.desk.talks[ANA].messages) == count
    assert beside.rig.desk.draft(ANA) == "Come at ten" and is_covered(beside.rig)


async def test_what_one_person_was_told_goes_with_them_and_the_next_is_told_theirs(beside: Beside) -> None:
    follow(beside)
    beside.rig.desk.share()
    beside.focus.begin("open")
    beside.rig.desk.arrive(ANA, "In Léa's focus mode")
    assert beside.told == []
    await beside.rig.desk.switch_to(NORA, "7394")
    await until(lambda: beside.rig.window.panes is not None)
    assert not beside.focus.is_on and beside.told == []
    await until(lambda: not beside.presence.telling._happenings._is_level)  # all was made anew
    await beside.pass_time(0)
    await beside.pass_time(SETTLES_S)
    beside.rig.desk.arrive(ANA, "Hello")
    await until(lambda: bool(beside.told))
    await beside.rig.desk.switch_to(beside.rig.desk.seats()[0].device_id, "2580")
    assert beside.notifier.open == {}
    assert beside.focus.is_on


async def test_a_start_in_the_tray_that_asks_for_a_pin_shows_its_window(hidden: Started) -> None:
    """The fixture's desk has no PIN; what is beside the window comes once it was typed."""
    desk: FakeDesk = hidden.desk
    assert desk.seats()[0].has_pin is False
    desk.share()
    desk.lock_now()
    hidden.show.window.drop_panes()
    for _second in range(10):
        await desk.clock.advance(1)  # type: ignore[attr-defined]
    await until(hidden.show.window.isVisible)
    assert hidden.show._presence is None
    sheet = hidden.show.window.guard.sheet
    assert sheet is not None
    await desk.switch_to(desk.seats()[0].device_id, "2580")
    sheet.taken.emit()
    await until(lambda: hidden.show._presence is not None)

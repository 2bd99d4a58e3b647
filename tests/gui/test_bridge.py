"""The desk's changes as signals, and coroutines that are never lost."""

import asyncio
from dataclasses import fields

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.domain.ids import ConversationId
from app.domain.rows import Changes
from tests.fake_desk import FakeDesk
from tests.guards.logs import Expect
from tests.gui.rig import until
from ui.bridge import Bridge, joined
from ui.tasks import Tasks

ANA, BO = ConversationId("c-001"), ConversationId("c-002")


def touched(*ids: ConversationId) -> Changes:
    return Changes(conversations=frozenset(ids))


async def test_the_first_change_comes_at_once_and_those_that_follow_come_as_one(qapp: QApplication) -> None:
    desk, heard = FakeDesk(), list[Changes]()
    bridge = Bridge(desk)
    bridge.changed.connect(heard.append)
    desk.set_connection(desk.state)
    assert len(heard) == 1
    desk.save_draft(ANA, "x")
    desk.save_draft(BO, "y")
    assert len(heard) == 1
    await until(lambda: len(heard) == 2)
    assert heard[1].conversations == {ANA, BO}
    bridge.close()


async def test_a_closed_bridge_hears_nothing(qapp: QApplication) -> None:
    desk, heard = FakeDesk(), list[Changes]()
    bridge = Bridge(desk)
    bridge.changed.connect(heard.append)
    bridge.close()
    desk.save_draft(ANA, "x")
    assert heard == []


async def test_a_refusal_comes_through(qapp: QApplication) -> None:
    desk, heard = FakeDesk(), list[object]()
    bridge = Bridge(desk)
    bridge.refused.connect(heard.append)
    message_id = await desk.send_text(ANA, "hello")
    desk.refuse(message_id, "window_closed")
    assert len(heard) == 1
    bridge.close()


async def test_what_a_coroutine_raises_is_reported_once(qapp: QApplication, expect_log: Expect) -> None:
    faults: list[BaseException] = []
    tasks = Tasks(faults.append)

    async def fail() -> None:
        raise ValueError("broken")

    expect_log("task failed")
    tasks.spawn(fail(), "fail")
    await until(lambda: len(faults) == 1)
    assert isinstance(faults[0], ValueError)


async def test_closing_ends_what_still_runs_and_reports_nothing(qapp: QApplication) -> None:
    faults: list[BaseException] = []
    ended: list[str] = []
    tasks = Tasks(faults.append)

    async def wait() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            ended.append("wait")

    tasks.spawn(wait(), "wait")
    await asyncio.sleep(0)
    await tasks.close()
    assert ended == ["wait"] and faults == []


@pytest.mark.parametrize("field", ["conversations", "messages", "reordered", "settings"])
async def test_joined_changes_hold_both(field: str, qtbot: QtBot) -> None:
    from ui.bridge import joined

    both = joined(Changes(**{field: frozenset({"a"})}), Changes(**{field: frozenset({"b"})}))  # type: ignore[arg-type]
    assert getattr(both, field) == {"a", "b"}


def test_no_kind_of_change_is_lost_when_several_are_told_as_one() -> None:
    """Contacts, deals and tasks were, once they came to what a desk tells."""
    for each in fields(Changes):
        value: object = frozenset({"x"}) if isinstance(each.default, frozenset) else True
        some = Changes(**{each.name: value})  # type: ignore[arg-type]
        assert joined(some, Changes()) == joined(Changes(), some) == some

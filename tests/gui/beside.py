"""The window with what goes on beside it: fixtures for tests of notifications, focus mode and the tray."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest

from app.desk.happenings import SETTLES_S
from app.domain.ids import ConversationId
from tests.gui.fake_notifier import FakeNotifier
from tests.gui.rig import Rig, until
from ui.notify.focus_mode import FocusMode
from ui.notify.notifier import Shown
from ui.notify.presence import Presence
from ui.notify.tray import Tray

ANA = ConversationId("c-002")


@dataclass
class Beside:
    """The window with what goes on beside it."""

    rig: Rig
    presence: Presence
    notifier: FakeNotifier
    logins: list[bool] = field(default_factory=list)

    @property
    def told(self) -> list[Shown]:
        return self.notifier.all

    @property
    def focus(self) -> FocusMode:
        return self.rig.panes.focus

    async def look_away(self) -> None:
        """Another window has the person's attention."""
        self.rig.window.hide()
        await until(lambda: not self.rig.window.isActiveWindow())

    async def pass_time(self, seconds: float) -> None:
        await self.rig.clock.advance(seconds)
        self.presence.telling.let_time_pass()


def present(rig: Rig, notifier: FakeNotifier, tray: Tray | None = None) -> Beside:
    logins: list[bool] = []
    presence = Presence(rig.window, rig.kit, rig.panes, tray, notifier, logins.append)
    return Beside(rig, presence, notifier, logins)


@pytest.fixture
async def beside(rig: Rig) -> AsyncIterator[Beside]:
    """A desk that is level with its hub."""
    found = present(rig, FakeNotifier())
    await found.pass_time(0)
    await found.pass_time(SETTLES_S)
    yield found
    found.presence.close()
    assert found.notifier.is_closed

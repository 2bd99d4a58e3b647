"""The tray, the end of the window, the title, and starting at login."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.domain.errors import EnvironmentFailure
from app.domain.ids import ConversationId
from tests.guards.logs import Expect
from tests.gui.beside import ANA, Beside, beside, present
from tests.gui.fake_notifier import FakeNotifier
from tests.gui.rig import Rig, press, rig, until
from ui.notify.presence import Presence
from ui.notify.tray import Tray, count_icon
from ui.place import read_place

__all__ = ["beside", "rig"]


async def test_the_title_counts_who_waits(beside: Beside) -> None:
    waiting = beside.rig.desk.counts().waiting
    assert beside.rig.window.windowTitle() == f"({waiting}) Comptoir"
    beside.rig.desk.arrive(ConversationId("c-040"), "A question")
    await until(lambda: beside.rig.window.windowTitle() == f"({waiting + 1}) Comptoir")


async def test_without_a_tray_closing_the_window_ends_comptoir(beside: Beside) -> None:
    ends = ends_of(beside.rig.window)
    beside.rig.window.close()
    assert ends == ["closed"]


@pytest.fixture
async def in_tray(rig: Rig, expect_qt: Expect) -> AsyncIterator[Beside]:
    """Beside a tray; offscreen has none, so that its icon is made but seen by nobody."""
    expect_qt("systemTrayWindowChanged")
    tray = Tray(rig.kit.theme, rig.window)
    found = present(rig, FakeNotifier(), tray)
    yield found
    found.presence.close()


def ends_of(window: QWidget) -> list[str]:
    ends: list[str] = []
    window.closed.connect(lambda: ends.append("closed"))  # type: ignore[attr-defined]
    return ends


async def test_closing_goes_on_in_the_tray_and_says_so_once(in_tray: Beside) -> None:
    window, ends = in_tray.rig.window, ends_of(in_tray.rig.window)
    window.close()
    assert not window.isVisible() and ends == []
    assert [shown.title for shown in in_tray.told] == ["Comptoir goes on in the tray"]
    assert in_tray.presence.tray is not None
    in_tray.presence.tray.open_asked.emit()
    assert window.isVisible()
    window.close()
    assert len(in_tray.told) == 1
    window.quit()
    assert ends == ["closed"]


async def test_the_setting_makes_closing_the_end(in_tray: Beside) -> None:
    ends = ends_of(in_tray.rig.window)
    await in_tray.rig.desk.change_setting("close_to_tray", False)
    in_tray.rig.window.close()
    assert ends == ["closed"]


async def test_the_key_for_quit_really_quits(in_tray: Beside) -> None:
    ends = ends_of(in_tray.rig.window)
    press(in_tray.rig.window, Qt.Key.Key_Q, Qt.KeyboardModifier.ControlModifier)
    assert ends == ["closed"]


async def test_the_menu_of_the_tray_opens_begins_focus_mode_and_quits(in_tray: Beside) -> None:
    tray, ends = in_tray.presence.tray, ends_of(in_tray.rig.window)
    assert tray is not None
    menu = tray.icon.contextMenu()
    assert [act.text() for act in menu.actions()] == ["Open Comptoir", "Focus mode", "", "Quit Comptoir"]
    more = menu.actions()[1].menu()
    assert isinstance(more, QWidget)
    more.actions()[3].trigger()
    assert in_tray.focus.words == "Focus mode"
    assert tray.icon.contextMenu().actions()[1].text() == "End focus mode"
    tray.icon.contextMenu().actions()[1].trigger()
    assert not in_tray.focus.is_on
    tray.icon.contextMenu().actions()[-1].trigger()
    assert ends == ["closed"]


async def test_the_tray_counts_who_waits(in_tray: Beside) -> None:
    tray = in_tray.presence.tray
    assert tray is not None
    assert tray.icon.toolTip() == f"Comptoir: {in_tray.rig.desk.counts().waiting} to answer"
    none, some, many = (
        count_icon(in_tray.rig.kit.theme, count).pixmap(32, 32).toImage() for count in (0, 3, 12)
    )
    assert none != some and some != many


# -- at login


async def test_the_setting_starts_comptoir_at_login(beside: Beside) -> None:
    await beside.rig.desk.change_setting("start_at_login", True)
    await until(lambda: beside.logins == [True])
    await beside.rig.desk.change_setting("start_at_login", False)
    await until(lambda: beside.logins == [True, False])


async def test_where_it_cannot_the_setting_goes_back_and_says_why(rig: Rig) -> None:
    def refuse(is_on: bool) -> None:
        if is_on:
            raise EnvironmentFailure("start_unknown")

    presence = Presence(rig.window, rig.kit, rig.panes, None, FakeNotifier(), refuse)
    await rig.desk.change_setting("start_at_login", True)
    await until(lambda: rig.desk.setting("start_at_login") is False)
    assert "cannot be started at login" in rig.conversation.toasts.toasts[-1].text
    presence.close()


async def test_language_and_size_make_the_panes_anew_and_telling_goes_on(beside: Beside) -> None:
    window, kit = beside.rig.window, beside.rig.kit
    beside.focus.begin("open")
    window.show_panes(kit, read_place(kit.desk.last_place()))
    assert window.panes is not None
    beside.presence.go_on(kit, window.panes)
    assert window.panes.focus.is_on
    beside.rig.desk.arrive(ANA, "Kept back")
    await beside.pass_time(1)
    assert beside.told == []
    window.panes.focus.end()
    assert beside.told[-1].title == "Focus mode is over"

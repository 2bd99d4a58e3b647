"""Starts without a window, and a second start that brings the first one's window forward."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtNetwork import QLocalSocket
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.domain.errors import EnvironmentFailure
from app.domain.links import read_link
from app.words import set_language
from tests.fake_desk import FakeDesk
from tests.guards.logs import Expect
from tests.gui.rig import until
from ui.application import Show
from ui.notify.summons import Summons, name_of, summon
from ui.people.new_conversation import NewConversation
from ui.theme.theme import Theme
from ui.widgets.toast import Toast


@pytest.fixture
def dressed(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> Iterator[Theme]:
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    set_language("en")
    theme = Theme(choice="light")
    theme.apply(qapp)
    yield theme
    theme.deleteLater()
    qapp.setStyleSheet("")


@dataclass
class Started:
    """A program that runs."""

    show: Show
    desk: FakeDesk
    main: asyncio.Future[int]


@pytest.fixture
async def hidden(dressed: Theme, qtbot: QtBot, tmp_path: Path) -> AsyncIterator[Started]:
    desk = FakeDesk()

    async def open_desk() -> FakeDesk:
        return desk

    show = Show(dressed, desk.clock, open_desk, None, is_practice=True)
    show.folder, show.is_in_tray = tmp_path, True
    main = asyncio.ensure_future(show.main())
    await until(lambda: desk.is_started)
    yield Started(show, desk, main)
    show.window.quit()
    assert await main == 0


async def test_a_start_in_the_tray_shows_its_window_where_no_tray_comes(hidden: Started) -> None:
    assert not hidden.show.window.isVisible()
    clock = hidden.show._clock
    assert clock is hidden.desk.clock
    for _second in range(10):
        await hidden.desk.clock.advance(1)  # type: ignore[attr-defined]
    await until(hidden.show.window.isVisible)


async def test_who_starts_it_again_brings_the_window_forward(hidden: Started, tmp_path: Path) -> None:
    await hidden.desk.clock.advance(10)  # type: ignore[attr-defined]
    await until(lambda: hidden.show._summons is not None)
    hidden.show.window.hide()
    assert await asyncio.to_thread(summon, tmp_path)
    await until(hidden.show.window.isVisible)


async def test_the_second_program_ends_without_a_window(
    hidden: Started, dressed: Theme, tmp_path: Path
) -> None:
    await hidden.desk.clock.advance(10)  # type: ignore[attr-defined]
    await until(lambda: hidden.show._summons is not None)
    hidden.show.window.hide()

    async def open_desk() -> FakeDesk:
        raise EnvironmentFailure("profile_in_use", folder=str(tmp_path))

    second = Show(dressed, hidden.desk.clock, open_desk, None, is_practice=False)
    second.folder = tmp_path
    assert await second.main() == 0
    await until(hidden.show.window.isVisible)
    second.window.deleteLater()


async def test_a_profile_that_something_else_holds_is_said(
    dressed: Theme, qtbot: QtBot, tmp_path: Path, expect_log: Expect
) -> None:
    expect_log("not opened code=profile_in_use")

    async def open_desk() -> FakeDesk:
        raise EnvironmentFailure("profile_in_use", folder=str(tmp_path))

    show = Show(dressed, FakeDesk().clock, open_desk, None, is_practice=False)
    show.folder, show.is_in_tray = tmp_path, True
    main = asyncio.ensure_future(show.main())
    await until(show.window.isVisible)  # also for a start that was to be in the tray
    show.window.close()
    assert await main == 1
    show.window.deleteLater()


async def test_a_link_goes_to_the_window_that_is_there(hidden: Started, tmp_path: Path) -> None:
    """A screen, whom to write to, and nothing while that question is open; what leads nowhere is said."""
    await hidden.desk.clock.advance(10)  # type: ignore[attr-defined]
    await until(lambda: hidden.show._summons is not None)
    window = hidden.show.window
    panes = window.panes
    assert panes is not None
    assert await asyncio.to_thread(summon, tmp_path, "comptoir://screen/contacts")
    await until(lambda: panes.screen_id == "contacts")
    assert await asyncio.to_thread(summon, tmp_path, "tel:+33199000001")
    await until(lambda: bool(window.findChildren(NewConversation)))
    (dialog,) = window.findChildren(NewConversation)
    assert dialog.input.text() == "+33199000001"
    hidden.show.links.follow("comptoir://screen/today")
    assert panes.screen_id == "contacts"
    dialog.reject()
    hidden.show.links.follow("comptoir://send/+33199000001?text=hello")
    toast = "Link not followed: it leads nowhere in Comptoir."
    await until(lambda: toast in [each.accessibleName() for each in window.findChildren(Toast)])
    assert hidden.desk.done == []


@pytest.mark.parametrize("said", [b"", b"\n", b"x" * 4_000, b"no line", b"\xff\xfe\x00\n"])
async def test_whatever_calls_only_brings_the_window_forward(
    qtbot: QtBot, tmp_path: Path, said: bytes
) -> None:
    server, heard = Summons(tmp_path), list[str]()
    server.heard.connect(heard.append)
    socket = QLocalSocket()
    socket.connectToServer(name_of(tmp_path))
    socket.write(said)
    await until(lambda: len(heard) == 1)
    assert read_link(heard[0]) is None
    socket.abort()
    server.close()


def test_nobody_hears_where_nobody_is(qapp: QApplication, tmp_path: Path) -> None:
    assert not summon(tmp_path)
    assert name_of(tmp_path) == name_of(tmp_path) != name_of(tmp_path / "other")


async def test_a_name_that_a_dead_program_left_is_taken_over(qtbot: QtBot, tmp_path: Path) -> None:
    first, heard = Summons(tmp_path), list[str]()
    second = Summons(tmp_path)
    second.heard.connect(lambda _link: heard.append("second"))
    assert await asyncio.to_thread(summon, tmp_path)
    await until(lambda: heard == ["second"])
    first.close()
    second.close()

"""The window while nothing may be read here, and joining from it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from concurrent.futures import Future

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from app.domain.clock import FakeClock
from app.domain.errors import ComptoirError, EnvironmentFailure
from app.domain.rows import Changes
from app.words import set_language
from tests.fake_desk import FakeDesk
from tests.guards.logs import Expect
from tests.gui.rig import click, press, type_text, until
from ui.application import Show
from ui.joining import JoinDialog
from ui.locked import LockedPage
from ui.theme.theme import Theme
from ui.unlocking import UnlockPage


class Shown:
    """A running window over a fake desk."""

    def __init__(self, theme: Theme, opened: FakeDesk | EnvironmentFailure) -> None:
        async def open_desk() -> FakeDesk:
            if isinstance(opened, EnvironmentFailure):
                raise opened
            return opened

        self.show = Show(theme, FakeClock(), open_desk, None, is_practice=False)
        self.joined: list[tuple[str, str, str | None]] = []
        self.refuses: list[str] = []
        self.show.ways.join = self.join

    async def join(self, address: str, code: str, passphrase: str | None) -> None:
        self.joined.append((address, code, passphrase))
        if self.refuses:
            raise ComptoirError(self.refuses.pop(0))

    @property
    def page(self) -> LockedPage | None:
        found = self.show.window.findChildren(LockedPage)
        return found[-1] if found and self.show.window.lock_code else None

    async def dialog(self) -> JoinDialog:
        await until(lambda: bool(self.show.window.findChildren(JoinDialog)))
        return self.show.window.findChildren(JoinDialog)[-1]


@pytest.fixture
async def theme(qapp: QApplication, qtbot: QtBot) -> AsyncIterator[Theme]:
    set_language("en")
    made = Theme(choice="light")
    made.apply(qapp)
    yield made
    made.deleteLater()
    qapp.setStyleSheet("")


def click_on(button: QWidget) -> None:
    click(button, button.rect().center())


async def test_a_lease_that_ends_locks_the_window_and_contact_opens_it_again(theme: Theme) -> None:
    desk = FakeDesk()
    shown = Shown(theme, desk)
    running = asyncio.ensure_future(shown.show.main())
    await until(lambda: shown.show.window.panes is not None and desk.is_started)
    desk.lock = "lease_over"
    desk._tell(Changes(is_everything=True))
    await until(lambda: shown.page is not None)
    assert shown.show.window.panes is None
    assert shown.page is not None
    assert shown.page.accessibleName() == "Comptoir is locked on this computer"
    assert shown.page.state.button is None
    desk.lock = None
    desk._tell(Changes(is_everything=True))
    await until(lambda: shown.show.window.panes is not None)
    shown.show.window.close()
    assert await running == 0


async def test_a_desk_that_is_locked_when_it_opens_shows_no_row(theme: Theme) -> None:
    desk = FakeDesk()
    desk.lock = "clock_back"
    shown = Shown(theme, desk)
    running = asyncio.ensure_future(shown.show.main())
    await until(lambda: shown.page is not None)
    assert shown.show.window.panes is None
    shown.show.window.close()
    assert await running == 0


async def test_a_computer_that_was_shut_out_joins_again_with_a_code(theme: Theme, expect_log: Expect) -> None:
    expect_log("not opened code=device_revoked")
    shown = Shown(theme, EnvironmentFailure("device_revoked"))
    running = asyncio.ensure_future(shown.show.main())
    await until(lambda: shown.page is not None)
    assert shown.page is not None
    button = shown.page.state.button
    assert button is not None
    assert button.hasFocus()
    press(button, Qt.Key.Key_Space)
    dialog = await shown.dialog()
    type_text(dialog.address.input, " https://hub.example ")
    assert not dialog.go.isEnabled()
    type_text(dialog.code.input, "abc")
    shown.refuses = ["invite_used", "hub_not_there", "passphrase_needed"]
    click_on(dialog.go)
    await until(lambda: len(shown.joined) == 1 and dialog.go.isEnabled())
    assert dialog.code.input.text() == "abc"
    press(dialog.code.input, Qt.Key.Key_Return)
    await until(lambda: len(shown.joined) == 2 and dialog.go.isEnabled())
    press(dialog.code.input, Qt.Key.Key_Return)
    await until(lambda: dialog.passphrase.isVisible() and dialog.go.isEnabled())
    assert dialog.passphrase.input.echoMode() == QLineEdit.EchoMode.Password
    type_text(dialog.passphrase.input, "correct horse")
    type_text(dialog.again.input, "corect horse")
    click_on(dialog.go)
    await until(lambda: bool(dialog.again.input.accessibleDescription()) and dialog.go.isEnabled())
    assert len(shown.joined) == 3
    dialog.again.input.clear()
    type_text(dialog.again.input, "correct horse")
    click_on(dialog.go)
    await running
    assert shown.joined[-1] == ("https://hub.example", "abc", "correct horse")
    assert shown.show.ways.is_reopening


async def test_a_desk_that_is_shut_out_while_it_runs_lets_go_before_it_joins(theme: Theme) -> None:
    desk = FakeDesk()
    stopped: list[int] = []
    shown = Shown(theme, desk)
    running = asyncio.ensure_future(shown.show.main())
    await until(lambda: desk.is_started)
    desk.lock = "device_revoked"
    desk._tell(Changes(is_everything=True))
    await until(lambda: shown.page is not None)
    real_stop = desk.stop

    async def stop() -> None:
        stopped.append(len(shown.joined))
        await real_stop()

    desk.stop = stop  # type: ignore[method-assign]
    assert shown.page is not None
    assert shown.page.state.button is not None
    click_on(shown.page.state.button)
    dialog = await shown.dialog()
    dialog.address.input.setText("https://hub.example")
    dialog.code.input.setText("abc")
    click_on(dialog.go)
    await running
    assert stopped[0] == 0
    assert shown.joined == [("https://hub.example", "abc", None)]


async def test_what_fails_before_the_loop_is_told_on_the_page_too(theme: Theme, expect_log: Expect) -> None:
    expect_log("not opened code=device_revoked")
    begun: Future[FakeDesk] = Future()
    begun.set_exception(EnvironmentFailure("device_revoked"))
    shown = Shown(theme, FakeDesk())
    shown.show.paint_first(begun)
    running = asyncio.ensure_future(shown.show.main())
    await until(lambda: shown.page is not None)
    shown.show.window.close()
    assert await running == 1


async def test_a_computer_without_a_keyring_asks_for_its_passphrase_until_it_is_the_right_one(
    theme: Theme,
) -> None:
    desk = FakeDesk()
    shown = Shown(theme, EnvironmentFailure("passphrase_needed"))
    tried: list[str] = []

    async def unlock(phrase: str) -> FakeDesk:
        tried.append(phrase)
        if phrase != "sesame":
            raise EnvironmentFailure("wrong_key", file="log.db")
        return desk

    shown.show.unlock = unlock
    running = asyncio.ensure_future(shown.show.main())
    await until(lambda: bool(shown.show.window.findChildren(UnlockPage)))
    page = shown.show.window.findChildren(UnlockPage)[-1]
    assert page.field.input.echoMode() == QLineEdit.EchoMode.Password
    press(page.field.input, Qt.Key.Key_Return)
    type_text(page.field.input, "Sesame")
    press(page.field.input, Qt.Key.Key_Return)
    await until(lambda: page.button.isEnabled() and bool(page.field.input.accessibleDescription()))
    page.field.input.setText("sesame")
    click_on(page.button)
    await until(lambda: shown.show.window.panes is not None and desk.is_started)
    assert tried == ["Sesame", "sesame"]
    shown.show.window.close()
    assert await running == 0


async def test_who_does_not_know_the_passphrase_closes_the_window(theme: Theme) -> None:
    shown = Shown(theme, EnvironmentFailure("passphrase_needed"))

    async def unlock(phrase: str) -> FakeDesk:
        raise AssertionError(phrase)

    shown.show.unlock = unlock
    running = asyncio.ensure_future(shown.show.main())
    await until(lambda: bool(shown.show.window.findChildren(UnlockPage)))
    shown.show.window.close()
    assert await running == 1

"""The guide that leads a hub to a server: each step by key, refusals, the way back, and the ways to it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.domain.clock import FakeClock
from app.domain.errors import ComptoirError, EnvironmentFailure
from app.domain.hub_move import MoveStanding
from app.words import set_language
from tests.fake_desk import FakeDesk
from tests.fake_move import KEY, FakeMove
from tests.gui.rig import Rig, press, rig, type_text, until
from ui.application import Show
from ui.doors.ways import Move
from ui.manual.where import place_of
from ui.moving.pages import AddressPage, PackPage, ServerPage
from ui.moving.view import MoveGuide
from ui.theme.theme import Theme
from ui.unlocking import UnlockPage
from ui.widgets.dialog import ConfirmDialog

__all__ = ["rig"]
HOME = MoveStanding(has_hub=True)
PACKED = MoveStanding(has_hub=True, file="/media/stick/salon.hub")


class Led:
    """A window that begins with the guide, over a fake hub and a fake desk."""

    def __init__(self, theme: Theme) -> None:
        self.desk = FakeDesk()
        self.phrases: list[str] = []

        async def open_desk() -> FakeDesk:
            return self.desk

        async def unlock(phrase: str) -> FakeDesk:
            self.phrases.append(phrase)
            return self.desk

        self.show = Show(theme, FakeClock(), open_desk, None, is_practice=False)
        self.show.unlock = unlock
        self.hub = FakeMove(HOME)
        self.running: asyncio.Future[int] | None = None

    @property
    def guide(self) -> MoveGuide:
        return self.show.window.findChildren(MoveGuide)[-1]

    async def here(self, standing: MoveStanding, phrase: str = "") -> MoveGuide:
        """The guide; it is begun in the test, whose loop runs meanwhile."""
        self.hub.at, self.hub.phrase = standing, phrase
        self.show.ways.move = Move(self.hub, True, lambda: None)
        self.running = asyncio.ensure_future(self.show.main())
        if phrase:
            await until(lambda: bool(self.show.window.findChildren(UnlockPage)))
            page = self.show.window.findChildren(UnlockPage)[-1]
            for typed in ("wrong", phrase):
                page.field.input.setText(typed)
                page.button.click()
                await until(page.button.isEnabled if typed == "wrong" else lambda: self.hub.is_open)
        await until(lambda: bool(self.show.window.findChildren(MoveGuide)))
        self.show.window.activateWindow()
        await until(lambda: (self.guide.page.first_control or self.guide.main).hasFocus())
        return self.guide

    async def rested(self) -> None:
        """Nothing is asked any more."""
        await until(lambda: not self.guide._busy)

    async def opened(self) -> None:
        """The desk, in the same window."""
        await until(lambda: self.show.window.panes is not None and self.desk.is_started)

    async def end(self) -> None:
        assert self.running is not None
        if not self.running.done():
            self.show.window.quit()
            await self.running


@pytest.fixture
async def led(qapp: QApplication, qtbot: QtBot) -> AsyncIterator[Led]:
    set_language("en")
    theme = Theme(choice="light")
    theme.apply(qapp)
    made = Led(theme)
    yield made
    await made.end()
    theme.deleteLater()
    qapp.setStyleSheet("")
    set_language("en")


async def test_from_what_changes_to_the_inbox_on_the_server_by_key_alone(led: Led, tmp_path: Path) -> None:
    guide = await led.here(HOME)
    assert guide.aside.text() == "Not now"
    press(guide.main, Qt.Key.Key_Return)
    pack = guide.page
    assert isinstance(pack, PackPage) and guide.main.text() == "Choose the file and pack…"
    guide.pack(tmp_path / "salon.hub")
    await led.rested()
    assert pack.file.text == "Packed: salon.hub" and pack.key.value == KEY and pack.done.isVisible()
    press(pack.key.button, Qt.Key.Key_Space)
    assert QGuiApplication.clipboard().text() == KEY
    press(guide.main, Qt.Key.Key_Return)
    server = guide.page
    assert isinstance(server, ServerPage) and server.domain.input.hasFocus()
    assert not server.install.button.isEnabled()  # of an example nothing can be copied
    type_text(server.domain.input, "hub.salon.example")
    assert "root@hub.salon.example:" in server.bring.value and server.install.button.isEnabled()
    assert place_of(server.domain.input, led.show.window) == "server#in-the-window"
    press(server.domain.input, Qt.Key.Key_Return)
    address = guide.page
    assert isinstance(address, AddressPage) and address.field.input.text() == "https://hub.salon.example"
    led.hub.refuses = [EnvironmentFailure("other_hub", address="https://hub.salon.example")]
    press(address.field.input, Qt.Key.Key_Return)
    await led.rested()
    assert "another team’s hub" in address.field.error and address.field.input.hasFocus()
    press(address.field.input, Qt.Key.Key_Return)
    await until(lambda: guide.guide.shown == "done")
    assert led.hub.asked[1:] == ["follow https://hub.salon.example"] * 2
    assert not guide.aside.isVisible() and not guide.back.isVisible() and guide.main.hasFocus()
    press(guide.main, Qt.Key.Key_Return)
    await led.opened()
    assert not led.hub.is_open


async def test_packing_can_be_stopped_and_what_failed_says_why(led: Led, tmp_path: Path) -> None:
    guide = await led.here(HOME)
    guide.main.click()
    page = guide.page
    assert isinstance(page, PackPage)
    led.hub.refuses = [EnvironmentFailure("move_disk_full", folder="/media/stick")]
    guide.pack(tmp_path / "salon.hub")
    await led.rested()
    assert "/media/stick has no room" in page.notice.text and page.notice.isVisible()
    led.hub.holds = True
    guide.pack(tmp_path / "salon.hub")
    await until(lambda: page.progress.text == "Packing: 40 %")
    assert guide.stop.hasFocus() and not guide.main.isEnabled() and not guide.aside.isEnabled()
    press(guide.stop, Qt.Key.Key_Space)
    await led.rested()
    assert not page.bar.isVisible() and page.before.isVisible() and guide.main.hasFocus()
    assert not guide.rows["server"].isEnabled()
    guide.aside.click()
    await led.opened()


async def test_whoever_was_away_goes_on_where_it_was_and_may_stay_after_all(led: Led) -> None:
    led.hub.settings = {"language": "fr"}
    guide = await led.here(PACKED, phrase="correct horse")
    assert guide.guide.shown == "server" and guide.main.text() == "Le serveur est prêt"
    guide.aside.click()
    dialog = led.show.window.findChildren(ConfirmDialog)[-1]
    dialog.confirm_button.click()
    await led.opened()
    assert led.hub.asked == ["take back"] and led.phrases == ["correct horse"]


async def test_a_hand_over_without_its_end_keeps_its_address_and_the_inbox_can_be_read(led: Led) -> None:
    guide = await led.here(replace(PACKED, address="https://hub.salon.example"))
    page = guide.page
    assert isinstance(page, AddressPage) and page.begun.isVisible() and page.field.input.isReadOnly()
    assert page.address == "https://hub.salon.example" and not guide.aside.isVisible()
    guide.meanwhile.click()
    await led.opened()
    assert led.hub.asked == []


async def test_a_computer_of_the_team_follows_by_one_blank(led: Led) -> None:
    guide = await led.here(MoveStanding(has_hub=False))
    assert not guide.rail.isVisible() and list(guide.pages) == ["address"]
    page = guide.page
    assert isinstance(page, AddressPage)
    guide.main.click()
    assert "Type the address" in page.field.error
    led.hub.refuses = [ComptoirError("hub_not_answering", address="https://hub.salon.example")]
    type_text(page.field.input, "hub.salon.example")
    guide.main.click()
    await led.rested()
    assert "no hub answers" in page.field.error
    guide.main.click()
    await led.opened()
    assert led.hub.asked == ["follow https://hub.salon.example"] * 2


@pytest.mark.parametrize("spoken", ["en", "fr"])
async def test_no_word_of_the_guide_is_wider_than_a_narrow_window(led: Led, spoken: str) -> None:
    led.hub.settings = {"language": spoken, "text_scale": 130}
    guide = await led.here(PACKED)
    led.show.window.resize(640, 700)
    await until(lambda: guide.width() <= 640)
    assert guide.minimumSizeHint().width() <= 640
    for step in guide.guide.steps:
        inside = guide._areas[step].widget()
        assert inside is not None and inside.minimumSizeHint().width() <= 640, step


# -- the ways to it


async def test_the_owner_of_this_computers_hub_finds_the_way_in_the_settings(rig: Rig) -> None:
    rig.desk.can_hold_address = True
    asked: list[bool] = []
    rig.window.move_asked.connect(lambda: asked.append(True))
    rig.panes.show_settings_page("connection")
    trial = rig.panes.settings.connection.trial
    assert trial.isVisible() and not rig.panes.settings.health.address.isVisibleTo(rig.panes.settings.health)
    press(trial.button, Qt.Key.Key_Return)
    rig.panes.show_settings_page("address")
    rig.panes.settings.address.part.server.button.click()
    assert asked == [True, True]


async def test_the_program_starts_again_at_the_guide(led: Led) -> None:
    led.show.ways.move = Move(led.hub, False, lambda: None)
    led.running = asyncio.ensure_future(led.show.main())
    await led.opened()
    ways = led.show.ways
    led.show.window.move_asked.emit()
    is_moving = ways.is_moving
    assert await led.running == 0
    assert is_moving


@pytest.mark.parametrize(("role", "can_hold"), [("manager", True), ("owner", False)])
async def test_nobody_else_has_that_button(rig: Rig, role: str, *, can_hold: bool) -> None:
    rig.desk.can_hold_address = can_hold
    rig.desk.rows = [replace(row, role=role) for row in rig.desk.rows]  # type: ignore[arg-type]
    rig.panes.show_settings_page("connection")
    assert not rig.panes.settings.connection.trial.isVisible()

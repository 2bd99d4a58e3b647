"""The set-up's screen over a fake desk: the fixtures of its tests, and what Meta answers."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.domain.findings import Finding, State
from app.domain.setup import (
    Answers,
    Credentials,
    NumberFact,
    SetUp,
    SetupReport,
    Step,
)
from app.words import set_language
from app.words.findings import sentence
from app.words.formats import Formats
from tests.fake_desk import FakeDesk
from tests.gui.rig import until
from ui.bridge import Bridge
from ui.kit import Kit
from ui.setup.address import MakeAddress, OwnAddress
from ui.setup.view import SetupView
from ui.tasks import Tasks
from ui.theme.theme import Theme

PHONE = "+33 6 39 98 41 07"
READY = NumberFact("3099", PHONE, "Salon Rivage", "connected", "green", "TIER_250", is_verified=True)
FRESH = NumberFact("3100", "+33 6 39 98 00 12", "Salon Rivage", "pending")
ON_APP = NumberFact(
    "3101", "+33 6 39 98 00 13", "Salon Rivage", "connected", is_verified=True, is_on_app=True
)
PASSED = SetUp(
    step="done",
    answers=Answers("new", "https://salon.example", ("phone_chats", "deals"), "this_number"),
    credentials=Credentials(app_id="880011", account_id="2048", number_id="3099"),
    has=frozenset({"app_secret", "token"}),
    changed=(("number", "number_registered"),),
)


def found(step: Step, code: str, state: State = "bad", **more: object) -> SetupReport:
    """A step that found one thing."""
    check = "number" if step == "number" else "token"
    return SetupReport(step, (Finding(check, state, code),), **more)  # type: ignore[arg-type]


def said(code: str) -> str:
    """What a person reads of a finding."""
    return sentence(Finding("token", "bad", code), Formats("en", "Europe/Paris"))


class Stage:
    """The screen over a fake desk."""

    def __init__(self, theme: Theme) -> None:
        self.desk = FakeDesk()
        self.desk.can_set_up = True
        self.faults: list[BaseException] = []
        self.tasks = Tasks(self.faults.append)
        self.bridge = Bridge(self.desk, pause_ms=0)
        self.kit = Kit(
            self.desk, self.bridge, theme, self.desk.clock, Formats("en", "Europe/Paris"), self.tasks,
            is_practice=False,
        )  # fmt: skip
        self._view: SetupView | None = None
        self.size = (1100, 800)
        self.make_address: MakeAddress = OwnAddress

    @property
    def view(self) -> SetupView:
        """Made when it is first looked at, so that a test can say before where the set-up stands."""
        if self._view is None:
            self._view = SetupView(self.kit, self.desk, self.make_address)
            self._view.resize(*self.size)
            self._view.show()
            self._view.activateWindow()
        return self._view

    def at(self, step: Step, state: SetUp | None = None) -> SetupView:
        """The screen, taken up at a step."""
        from dataclasses import replace

        self.desk.setup = replace(state or self.desk.setup, step=step)
        return self.view

    async def settled(self) -> None:
        """Nothing is asked any more."""
        await until(lambda: not self.view.session.is_busy and self.tasks.count == 0)

    async def main(self) -> None:
        """The main button."""
        self.view.main.click()
        await self.settled()

    async def close(self) -> None:
        if self._view is not None:
            self._view.close_down()
            self._view.close()
        self.bridge.close()
        await self.tasks.close()
        if self._view is not None:
            self._view.deleteLater()
        assert self.faults == []


@pytest.fixture
def theme(qapp: QApplication) -> Iterator[Theme]:
    set_language("en")
    made = Theme(choice="light")
    made.apply(qapp)
    yield made
    made.deleteLater()
    qapp.setStyleSheet("")
    set_language("en")


@pytest.fixture
async def stage(theme: Theme, qtbot: QtBot) -> AsyncIterator[Stage]:
    made = Stage(theme)
    yield made
    await made.close()

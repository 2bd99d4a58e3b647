"""Where a person can be: every screen, page, part of the settings and step of the set-up, on a working day."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Final

from PySide6.QtWidgets import QDialog

from app.domain.hub_move import ALL_STEPS, MoveStanding, MoveStep
from app.domain.safety import CopyFound
from app.domain.setup import STEPS, Step
from tests.fake_move import FakeMove
from tests.gui.access_dialogs import DIALOGS, FORMS, Make
from tests.gui.agenda_hands import some_appointments
from tests.gui.deal_hands import some_deals
from tests.gui.report_hands import with_team
from tests.gui.rig import Rig
from tests.gui.setup_rig import PASSED
from tests.report_story import fill_with_reports
from ui.acts import run_act
from ui.appointments.parts import PAGES as AGENDA_PAGES
from ui.contacts.tools import TOOLS as CONTACT_TOOLS
from ui.deals.pages import PAGES as DEAL_PAGES
from ui.doors.beginning import PassphraseDialog
from ui.doors.copy_dialog import CopyDialog
from ui.doors.kept import KeptDialog
from ui.doors.page import DoorsPage
from ui.doors.ways import Copies
from ui.joining import JoinDialog
from ui.moving.view import MoveGuide
from ui.reports.pages import PAGES as REPORT_PAGES
from ui.screens import OTHERS
from ui.settings.pages import PAGES as SETTINGS_PAGES

SHEETS: Final = (
    "search", "palette", "keys", "new_conversation", "new_deal", "new_appointment", "waiting_list", "new_task",
    "assign", "tag", "hand_over", "done", "emoji",
)  # fmt: skip
BESIDE: Final = ("deal", "contact_panel")  # what the conversation has beside it

Go = Callable[[Rig], None]


def fill(rig: Rig) -> None:
    """The owner's desk, with all areas in use, and a number that is still to be connected."""
    rig.desk.can_set_up = True
    with_team(rig)
    some_deals(rig)
    some_appointments(rig)
    fill_with_reports(rig.desk)


def _screen(name: str) -> Go:
    return lambda rig: rig.panes.show_screen(name)


def _page(screen: str, page: str) -> Go:
    def go(rig: Rig) -> None:
        rig.panes.show_screen(screen)
        getattr(rig.panes.screens, screen).show_page(page)

    return go


def _step(step: Step) -> Go:
    def go(rig: Rig) -> None:
        rig.desk.setup = replace(PASSED, step=step)
        rig.panes.show_screen("setup")
        rig.panes.screens.setup.session.go(step)

    return go


def _act(name: str) -> Go:
    """Over or beside the conversation that is open, by its key."""

    def go(rig: Rig) -> None:
        rig.panes.open_to_write(rig.open(3))
        run_act(rig.panes.acts, name)

    return go


def _unlocking(rig: Rig) -> None:
    rig.window.show_unlock()


async def _nothing(*_asked: object) -> CopyFound:
    return CopyFound(None, 0, ())


async def _wait(*_asked: object) -> None:
    """Nobody presses anything."""


def _dialog(make: Make) -> Go:
    def go(rig: Rig) -> None:
        dialog = make(rig)
        assert isinstance(dialog, QDialog)
        dialog.open()

    return go


def _form(page: str, act: str) -> Go:
    def go(rig: Rig) -> None:
        _page("settings", page)(rig)
        getattr(getattr(rig.panes.settings, page), act)()

    return go


def _doors(rig: Rig) -> None:
    page = DoorsPage(rig.kit.theme)
    rig.window.show_page(page)
    page.focus_first()


def _moving(step: MoveStep) -> Go:
    def go(rig: Rig) -> None:
        packed = MoveStanding(has_hub=True, file="/media/stick/salon.hub", is_over=step == "done")
        guide = MoveGuide(rig.kit.theme, rig.kit.tasks, FakeMove(packed))
        rig.window.show_page(guide)
        guide.rows[step].click()
        guide.focus_first()

    return go


GROUPS: Final[dict[str, dict[str, Go]]] = {
    "screens": {
        "inbox": _screen("inbox"),
        "conversation": lambda rig: rig.panes.open_to_write(rig.open(3)),
        **{name: _screen(name) for name in OTHERS},
    },
    "settings": {page: _page("settings", page) for page in SETTINGS_PAGES},
    "contacts": {one.id: _page("contacts", one.id) for one in CONTACT_TOOLS if one.page is not None},
    "deals": {page: _page("deals", page) for page in ("board", "list", *(one.id for one in DEAL_PAGES))},
    "appointments": {one.id: _page("appointments", one.id) for one in AGENDA_PAGES},
    "reports": {one.name: _page("reports", one.name) for one in REPORT_PAGES},
    "setup": {step: _step(step) for step in STEPS},
    "sheets": {name: _act(name) for name in SHEETS},
    "beside": {name: _act(name) for name in BESIDE},
    "dialogs": {name: _dialog(make) for name, make in DIALOGS.items()},
    "forms": {page: _form(page, act) for page, act in FORMS.items()},
    "before": {
        "locked": lambda rig: rig.window.show_locked("device_revoked"),
        "unlocking": _unlocking,
        "doors": _doors,
        **{f"move {step}": _moving(step) for step in ALL_STEPS},
        "doors again": lambda rig: rig.window.cover(DoorsPage(rig.kit.theme, is_begun=True)),
        "copy": lambda rig: CopyDialog(
            rig.kit.theme, rig.kit.tasks, Copies(_nothing, _wait), rig.window
        ).open(),
        "kept": lambda rig: KeptDialog(rig.kit.theme, Path("own"), rig.window).open(),
        "join": lambda rig: JoinDialog(rig.kit.theme, rig.kit.tasks, _wait, rig.window).open(),
        "passphrase": lambda rig: PassphraseDialog(rig.kit.theme, rig.kit.tasks, _wait, rig.window).open(),
    },
    "manual": {"manual": lambda rig: rig.window.manual.open_here()},
}

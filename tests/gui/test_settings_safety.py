"""The page "Safety": how copies stand, a copy now, and what the hub lost, by mouse and by key."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from app.domain.errors import ComptoirError, EnvironmentFailure
from app.domain.rows import Changes
from app.domain.safety import BackupState, SafetyState, Salvaged, SalvageOffer
from tests.gui.rig import Rig, click, rig, until
from ui.settings.copies_key import CopiesKeyDialog
from ui.settings.safety import SafetyPage

__all__ = ["rig"]


def told(rig: Rig, safety: SafetyState, kept_apart: int = 0) -> None:
    """The hub said this."""
    rig.desk.state = replace(rig.desk.state, safety=safety, kept_apart=kept_apart)
    rig.kit.bridge.changed.emit(Changes(is_connection=True))


def copies(rig: Rig, **changes: object) -> BackupState:
    """Copied ten minutes ago."""
    at = rig.clock.now() - timedelta(minutes=10)
    state = BackupState(at, 12_400_000, 30, False, None, None, "/var/lib/comptoir/backups")
    return replace(state, **changes)  # type: ignore[arg-type]


def offer(rig: Rig) -> SalvageOffer:
    """Of two computers."""
    now = rig.clock.now()
    return SalvageOffer(14, 3, now - timedelta(hours=2), now - timedelta(hours=1), ("Desk of Léa", "Till"))


def page(rig: Rig) -> SafetyPage:
    rig.panes.show_screen("settings")
    rig.panes.settings.show_page("safety")
    return rig.panes.settings.safety


async def test_when_the_hub_was_copied_and_where_the_copies_lie(rig: Rig) -> None:
    told(rig, SafetyState(copies(rig)))
    shown = page(rig)
    assert "11.8 MB. 30 copies are kept." in shown.copies.state.text
    assert "/var/lib/comptoir/backups" in shown.copies.help.text
    assert not shown.copies.trouble.isVisible()
    assert not shown.salvage.isVisible()


async def test_a_copy_is_made_at_a_click_and_said(rig: Rig) -> None:
    told(rig, SafetyState(copies(rig)))
    shown = page(rig)
    click(shown.copies.button, shown.copies.button.rect().center())
    await until(lambda: "made and proved" in shown.copies.notice.text)
    assert "back_up" in rig.desk.safety_asked
    assert shown.copies.button.isEnabled()


async def test_who_runs_the_hub_here_can_write_its_key_down_and_nobody_else(rig: Rig) -> None:
    told(rig, SafetyState(copies(rig)))
    shown = page(rig)
    assert not shown.copies.key_button.isVisible() and not shown.copies.key_help.isVisible()
    rig.desk.key_of_copies = "0a1b" * 16
    shown.refresh()
    shown.copies.key_button.click()
    dialog = rig.window.findChildren(CopiesKeyDialog)[-1]
    assert dialog.row.value == "0a1b" * 16 and dialog.by_hand.text.startswith("0a1b 0a1b ")
    dialog.row.button.click()
    assert QGuiApplication.clipboard().text() == dialog.row.value
    dialog.close_button.click()


async def test_a_copy_that_came_to_nothing_says_why(rig: Rig) -> None:
    told(rig, SafetyState(copies(rig)))
    shown = page(rig)
    rig.desk.safety_refuses = ComptoirError("backup_disk_full", folder="/x")
    shown.copies.button.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(shown.copies.button, Qt.Key.Key_Space)
    await until(lambda: "no room" in shown.copies.notice.text)


async def test_failing_copies_show_in_the_health_and_lead_to_the_page(rig: Rig) -> None:
    told(rig, SafetyState(copies(rig, failed_code="backup_folder_unusable", failed_at=rig.clock.now())))
    rig.panes.show_health()
    health = rig.panes.settings.health
    assert any("folder for copies is not there" in words for words in health.troubles)
    click(health.safety, health.safety.rect().center())
    assert rig.panes.settings.safety.isVisible()
    assert "not there" in rig.panes.settings.safety.copies.trouble.text
    rig.desk.state = replace(rig.desk.state, safety=SafetyState(copies(rig)))
    rig.panes.show_health()
    assert not health.safety.isVisible()
    assert health.troubles == []


async def test_a_leader_takes_back_what_the_hub_lost(rig: Rig) -> None:
    told(rig, SafetyState(copies(rig), offer(rig)), kept_apart=14)
    shown = page(rig)
    assert shown.salvage.words.text.startswith("3 messages between")
    assert "Desk of Léa, Till" in shown.salvage.words.text
    rig.desk.salvaged = Salvaged(13, 1)
    click(shown.salvage.take, shown.salvage.take.rect().center())
    await until(lambda: "13 entries are back. 1 had no place" in shown.salvage.notice.text)
    assert "take" in rig.desk.safety_asked
    assert not shown.salvage.take.isVisible()


async def test_letting_go_is_asked_about_first(rig: Rig) -> None:
    told(rig, SafetyState(copies(rig), offer(rig)))
    shown = page(rig)
    click(shown.salvage.let_go, shown.salvage.let_go.rect().center())
    dialog = shown.salvage.dialog
    assert dialog is not None
    assert "let_go" not in rig.desk.safety_asked
    click(dialog.confirm_button, dialog.confirm_button.rect().center())
    await until(lambda: "let_go" in rig.desk.safety_asked)
    await until(lambda: shown.salvage.notice.text == "It is let go.")


async def test_a_rep_sees_how_it_stands_and_decides_nothing(rig: Rig) -> None:
    rig.desk.rows = [replace(one, role="rep") for one in rig.desk.rows]
    told(rig, SafetyState(copies(rig, folder=None), replace(offer(rig), computers=())), kept_apart=14)
    shown = page(rig)
    assert shown.salvage.words.isVisible()
    assert not shown.salvage.take.isVisible()
    assert not shown.copies.button.isVisible()


async def test_without_a_hub_it_says_so(rig: Rig) -> None:
    rig.desk.safety_refuses = EnvironmentFailure("hub_unreachable")
    shown = page(rig)
    await until(lambda: "does not answer" in shown.copies.state.text)

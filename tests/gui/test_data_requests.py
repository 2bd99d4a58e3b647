"""Data requests: the page of erasures, the two dialogs and the rule of age, by mouse and by key."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.modeltest import ModelTester

from app.domain.contact_rows import ContactCard
from app.domain.errors import ComptoirError, EnvironmentFailure
from app.domain.ids import ContactId
from tests.gui.hands import ALT
from tests.gui.rig import Rig, check_model, click, press, rig, type_text, until
from ui.contacts.requests.ask import RequestDialog, RequestsSection, ask_about
from ui.contacts.requests.dialogs import EraseDialog, ExportDialog, erase, export, may_ask
from ui.contacts.requests.page import RequestsPage
from ui.contacts.tools import tools_for

__all__ = ["rig"]


def somebody(rig: Rig) -> ContactCard:
    """The first person of the salon."""
    talk = next(iter(rig.desk.talks.values()))
    card = rig.desk.contact(talk.contact_id)
    assert card is not None
    return card


async def page(rig: Rig) -> RequestsPage:
    """The page, from the screen of contacts."""
    press(rig.window, Qt.Key.Key_3, ALT)
    screen = rig.panes.screens.contacts
    screen.show_page("requests")
    shown = screen.page("requests")
    assert isinstance(shown, RequestsPage)
    await until(lambda: bool(shown.retention.says.text))
    return shown


async def test_nobody_is_erased_before_the_name_is_typed(rig: Rig) -> None:
    card = somebody(rig)
    dialog = erase(rig.kit, rig.window, card.contact_id)
    await until(lambda: "12 messages" in dialog.says.text)
    assert card.name in dialog.says.text and not dialog.confirm.isEnabled()
    assert dialog.cancel.isDefault()
    type_text(dialog.typed.input, card.name[:-1])
    assert not dialog.confirm.isEnabled()
    type_text(dialog.typed.input, card.name[-1])
    assert dialog.confirm.isEnabled()
    click(dialog.keep_off, QPoint(8, dialog.keep_off.height() // 2))
    click(dialog.confirm, dialog.confirm.rect().center())
    await until(lambda: "Done." in dialog.says.text)
    [wish] = rig.desk.erased
    assert (wish.contact_id, wish.reason, wish.is_kept_off) == (card.contact_id, "request", True)
    assert not dialog.confirm.isVisible() and dialog.cancel.text() == "Close"
    dialog.cancel.click()


async def test_an_erasure_that_is_refused_says_why_and_stays(rig: Rig) -> None:
    card = somebody(rig)
    dialog = EraseDialog(rig.kit, card.contact_id, rig.window)
    dialog.open()
    await until(lambda: "12 messages" in dialog.says.text)
    rig.desk.requests_refuse = EnvironmentFailure("hub_unreachable")
    type_text(dialog.typed.input, card.name)
    dialog.confirm.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(dialog.confirm, Qt.Key.Key_Space)
    await until(lambda: dialog.notice.isVisible())
    assert rig.desk.erased == [] and dialog.typed.input.text() == card.name
    dialog.reject()


async def test_what_is_held_of_somebody_is_saved(rig: Rig, tmp_path: Path) -> None:
    card = somebody(rig)
    dialog = export(rig.kit, rig.window, card.contact_id)
    dialog.notes.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(dialog.notes, Qt.Key.Key_Space)
    dialog.write(tmp_path / "them.zip")
    await until(lambda: "them.zip" in dialog.says.text)
    assert rig.desk.exported == [(card.contact_id, tmp_path / "them.zip", True)]
    dialog.reject()
    again = ExportDialog(rig.kit, ContactId("p"), "Somebody", rig.window)
    again.open()
    rig.desk.requests_refuse = ComptoirError("export_failed", reason="no room")
    again.write(tmp_path / "x.zip")
    await until(lambda: "no room" in again.notice.text)
    again.reject()


async def test_the_page_lists_erasures_and_who_has_not_confirmed(
    rig: Rig, qtmodeltester: ModelTester, tmp_path: Path
) -> None:
    rig.desk.erasure_rows = [
        rig.desk.erasure_row(erasure_id="e1"),
        rig.desk.erasure_row(erasure_id="e2", state="erasing"),
    ]
    shown = await page(rig)
    await until(lambda: shown.model.rowCount() == 2)
    check_model(qtmodeltester, shown.model)
    assert "1 computer has not confirmed" in str(shown.model.index(0).data())
    first, second = shown.detail.where.text.split("\n")
    assert "Desk of Léa" in first and "confirmed" in first and "Till" in second and "not yet" in second
    shown.list.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(shown.list, Qt.Key.Key_Down)
    assert shown.list.currentIndex().row() == 1
    shown.detail.write(tmp_path / "certificate.html")
    await until(lambda: "certificate.html" in shown.detail.notice.text)
    assert json.loads((tmp_path / "certificate.json").read_bytes())["erasure_id"] == "e2"
    assert "Certificate of erasure" in (tmp_path / "certificate.html").read_text("utf-8")


async def test_the_rule_of_age_says_what_it_would_erase_and_asks(rig: Rig) -> None:
    shown = await page(rig)
    bar = shown.retention
    await until(lambda: "nobody is erased by age" in bar.says.text)
    assert not bar.save.isEnabled()
    bar.months.selectAll()
    type_text(bar.months, "24")
    await until(lambda: "10 people with 100 messages" in bar.says.text)
    click(bar.save, bar.save.rect().center())
    assert bar.dialog is not None
    bar.dialog.confirm_button.click()
    await until(lambda: "The rule is kept" in bar.says.text)
    assert rig.desk.setting("keep_months") == 24


async def test_a_chosen_contact_leads_to_both(rig: Rig) -> None:
    card = somebody(rig)
    for which, wanted in (("give", ExportDialog), ("erase", EraseDialog)):
        dialog = ask_about(rig.kit, rig.window, [card.contact_id])
        assert dialog is not None
        click(getattr(dialog, which), QPoint(20, 10))
        opened = next(one for one in rig.window.findChildren(wanted) if one.isVisible())
        opened.reject()
    assert ask_about(rig.kit, rig.window, []) is None
    section = RequestsSection(rig)
    section.widget.setParent(rig.window)
    section.show(card)
    assert section.title and not section.widget.isHidden()
    section.button.click()
    asked = next(one for one in rig.window.findChildren(RequestDialog) if one.isVisible())
    asked.reject()
    section.widget.deleteLater()


async def test_a_rep_is_offered_neither(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    assert may_ask(rig.kit) and any(tool.id == "requests" for tool in tools_for(rig.kit))
    me = rig.desk.me()
    monkeypatch.setattr(rig.desk, "me", lambda: replace(me, role="rep"))
    assert not may_ask(rig.kit) and all(tool.id != "requests" for tool in tools_for(rig.kit))

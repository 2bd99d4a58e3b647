"""Lists of people on screen: dropped, looked at, decided, brought, taken back; and what is written into files."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication

from app.domain.contact_cards import ContactField
from app.domain.contact_import_rows import KnownPerson
from app.domain.errors import ComptoirError
from app.domain.ids import ContactId
from tests.gui.rig import Rig, check_model, press, rig, type_text, until
from ui.contacts.tools import tools_for
from ui.contacts.transfer.export import ExportDialog, open_export
from ui.contacts.transfer.page import ImportPage
from ui.contacts.transfer.rows import RowsModel
from ui.widgets.dialog import ConfirmDialog
from ui.widgets.menu import Menu

__all__ = ["rig"]

LIST = (
    "Nom;Téléphone;Courriel;Anniversaire\n"
    "Ana Field;+447700900123;ana@example.org;3/4/1990\n"
    "Bo;06 39 98 12 35;;\n"
    "Bo again;0639981235;;\n"
    "Cy;3.36E+10;;\n"
)
ANA = KnownPerson(ContactId("ana"), frozenset({"447700900123"}), {"name": "Ana"})


def page_of(rig: Rig) -> ImportPage:
    rig.panes.show_screen("contacts")
    contacts = rig.panes.screens.contacts
    contacts.show_page("import")
    assert isinstance(contacts.shown, ImportPage)
    return contacts.shown


async def read(rig: Rig, tmp_path: Path, text: str = LIST) -> ImportPage:
    """The list is read and looked through."""
    page, path = page_of(rig), tmp_path / "clients.csv"
    path.write_text(text, "utf-8")
    page.take([path])
    await until(lambda: page.session.stage in ("review", "empty"))
    return page


async def settled(page: ImportPage) -> None:
    """What was decided is looked through."""
    await until(lambda: not page.session._soon.isActive() and page.session.stage == "review")


def shown(page: ImportPage) -> list[tuple[str, str, str]]:
    """Fate, name and details of each row in view."""
    model = page.table.rows
    found = []
    for row in range(model.rowCount()):
        fate, name, details = (str(model.index(row, column).data()) for column in (1, 2, 5))
        found.append((fate, name, details))
    return found


def open_menu(page: ImportPage) -> Menu:
    return next(menu for menu in page.window().findChildren(Menu) if menu.isVisible())


def choose(menu: Menu, words: str) -> None:
    next(action for action in menu.actions() if action.iconText() == words).trigger()
    menu.close()


async def test_a_list_dropped_on_the_window_is_shown_before_anything_is_written(
    rig: Rig, tmp_path: Path
) -> None:
    rig.desk.known_from_lists = [ANA]
    path = tmp_path / "clients.csv"
    path.write_text(LIST, "utf-8")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    entered = QDragEnterEvent(QPointF(5, 5).toPoint(), copy, data, left, none)
    entered.ignore()
    QApplication.sendEvent(rig.panes, entered)
    assert entered.isAccepted()
    QApplication.sendEvent(rig.panes, QDropEvent(QPointF(5, 5), copy, data, left, none))
    page = page_of(rig)
    await until(lambda: page.session.stage == "review")
    assert [row[:2] for row in shown(page)] == [
        ("Changed", "Ana Field"), ("New", "Bo"), ("Twice", "Bo again"), ("Not read", ""),
    ]  # fmt: skip
    assert "rounded" in shown(page)[3][2]
    assert page.press.text() == "Import 2 people"
    assert rig.desk.imported == []
    assert page.said.text == "Nothing is written before you press the button."


async def test_by_key_a_column_becomes_something_else(rig: Rig, tmp_path: Path) -> None:
    rig.desk.list_fields = [ContactField("born", "Born", "date")]
    page = await read(rig, tmp_path)
    assert " ".join(page.session.plan.targets) == "name phone email ignore"
    page.columns.choose(3)
    press(page.columns, Qt.Key.Key_Return)
    choose(open_menu(page), "Born")
    await settled(page)
    assert str(page.session.plan.targets[3]) == "field:born"
    press(page.press, Qt.Key.Key_Space)
    await until(lambda: page.session.stage == "done")
    people, _agreement = rig.desk.imported[0]
    assert people[0].value("born") == "1990-04-03"


async def test_one_field_is_made_of_one_column(rig: Rig, tmp_path: Path) -> None:
    page = await read(rig, tmp_path)
    page.session.choose_target(3, "name")
    await settled(page)
    assert page.session.plan.targets == ("ignore", "phone", "email", "name")


async def test_people_who_are_known_are_left_alone_for_all_or_one_by_one(rig: Rig, tmp_path: Path) -> None:
    rig.desk.known_from_lists = [ANA]
    page = await read(rig, tmp_path)
    assert page.options is not None
    page.options.how.buttons[2].click()
    await settled(page)
    assert (shown(page)[0][0], page.press.text()) == ("Skipped", "Import 1 person")
    page.options.how.buttons[1].click()
    await settled(page)
    assert "Name: Ana Field" in shown(page)[0][2]
    page.table.setCurrentIndex(page.table.rows.index(0, 0))
    press(page.table, Qt.Key.Key_Return)
    choose(open_menu(page), "Leave this person as they are")
    await settled(page)
    assert shown(page)[0][0] == "Skipped"


async def test_it_is_brought_with_what_they_agreed_to_and_taken_back(rig: Rig, tmp_path: Path) -> None:
    page = await read(rig, tmp_path)
    assert page.options is not None
    page.options.has_agreed.click()
    assert not page.press.isEnabled()
    type_text(page.options.source.input, "Form at the fair")
    type_text(page.options.day.input, "soon")
    assert not page.press.isEnabled()
    page.options.day.input.clear()
    type_text(page.options.day.input, "30/11/2026")
    page.options.purpose.buttons[2].click()
    assert page.press.isEnabled()
    page.press.click()
    await until(lambda: page.session.stage == "done")
    _people, agreement = rig.desk.imported[0]
    assert (agreement.purpose, agreement.source) == ("marketing", "Form at the fair")
    assert agreement.agreed_at is not None and agreement.agreed_at.date().isoformat() == "2026-11-30"
    page.undo_button.click()
    dialog = page.findChild(ConfirmDialog)
    assert dialog is not None
    dialog.confirm_button.click()
    await until(lambda: page.session.stage == "undone")
    assert page.said.text == "1 person removed, 1 kept, as something happened with this person since"


async def test_it_is_stopped_and_gone_on_with(rig: Rig, tmp_path: Path) -> None:
    page = await read(rig, tmp_path)
    rig.desk.hold_import.clear()
    page.press.click()
    await until(lambda: page.session.stage == "bringing")
    page.stop_button.click()
    rig.desk.hold_import.set()
    await until(lambda: page.session.stage == "stopped")
    assert page.press.text() == "Go on"
    page.press.click()
    await until(lambda: page.session.stage == "done")


async def test_what_is_no_list_says_so_and_the_place_stays_open_for_another(rig: Rig, tmp_path: Path) -> None:
    page = await read(rig, tmp_path, "Nom;Téléphone\n")
    assert page.session.stage == "empty"
    assert "holds headings alone" in page.said.text


async def test_what_the_hub_refuses_is_said_in_words(rig: Rig, tmp_path: Path) -> None:
    page = await read(rig, tmp_path)
    rig.desk.transfer_refusal = ComptoirError("import_bulk_role", limit="100")
    page.press.click()
    await until(lambda: page.session.stage == "stopped")
    assert "more than 100 people" in page.said.text


async def test_rows_with_problems_are_saved_with_the_reason(rig: Rig, tmp_path: Path) -> None:
    page = await read(rig, tmp_path)
    page.filters.choose("problems")
    assert len(shown(page)) == 1
    page.session.save_bad(tmp_path / "bad.csv")
    await until(lambda: (tmp_path / "bad.csv").exists())
    text = (tmp_path / "bad.csv").read_text("utf-8-sig")
    assert text.splitlines()[0] == "Nom,Téléphone,Courriel,Anniversaire,Reason"
    assert "rounded" in text


async def test_past_imports_are_listed_and_undone_by_key(rig: Rig, tmp_path: Path) -> None:
    page = await read(rig, tmp_path)
    page.press.click()
    await until(lambda: page.session.stage == "done")
    page.tabs.choose("past")
    assert page.past.list.rows.rowCount() == 1
    press(page.past.undo_button, Qt.Key.Key_Space)
    dialog = page.findChild(ConfirmDialog)
    assert dialog is not None
    press(dialog.confirm_button, Qt.Key.Key_Space)
    await until(lambda: rig.desk.past_lists[0].state == "undone")


async def test_the_rows_are_a_sound_model(rig: Rig, tmp_path: Path, qtmodeltester: object) -> None:
    page = await read(rig, tmp_path)
    assert isinstance(page.table.rows, RowsModel)
    check_model(qtmodeltester, page.table.rows)  # type: ignore[arg-type]


def dialog_of(rig: Rig, *ids: str) -> ExportDialog:
    return open_export(rig.kit, rig.window, tuple(map(ContactId, ids)))


async def test_chosen_contacts_are_exported_in_the_format_that_is_chosen(rig: Rig, tmp_path: Path) -> None:
    dialog = dialog_of(rig, "ana", "bo")
    assert dialog.windowTitle() == "Export 2 contacts"
    dialog.formats.buttons[1].click()
    dialog.write(tmp_path / "a.vcf")
    await until(lambda: not dialog._is_working)
    assert rig.desk.exported_lists == [("vcard", tmp_path / "a.vcf", (ContactId("ana"), ContactId("bo")))]
    assert dialog.said.text == "3 contacts were written into a.vcf."
    press(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


async def test_conversations_are_exported_and_what_is_missing_is_said(rig: Rig, tmp_path: Path) -> None:
    dialog = dialog_of(rig)
    dialog.formats.buttons[3].click()
    assert dialog.with_files.isVisible()
    dialog.write(tmp_path / "talks")
    await until(lambda: not dialog._is_working)
    assert rig.desk.exported_lists == [("talks", tmp_path / "talks", None)]
    assert "1 file is neither here nor at the hub" in dialog.said.text
    dialog.leave.click()


async def test_who_may_not_export_reads_why(rig: Rig, tmp_path: Path) -> None:
    rig.desk.transfer_refusal = ComptoirError("export_role", role="rep")
    dialog = dialog_of(rig)
    dialog.write(tmp_path / "a.csv")
    await until(lambda: not dialog._is_working)
    assert "owners and managers" in dialog.said.text
    dialog.leave.click()


@pytest.mark.parametrize(("role", "has_export"), [("owner", True), ("manager", True), ("rep", False)])
async def test_a_rep_finds_no_export(rig: Rig, role: str, has_export: bool) -> None:
    rig.desk.rows = [replace(row, role=role) for row in rig.desk.rows]  # type: ignore[arg-type]
    assert ("export" in [tool.id for tool in tools_for(rig.kit)]) == has_export

"""Tables of deals on screen: dropped, asked about, looked at, decided, brought, taken back; and taken out."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication

from app.domain.deal_import_rows import KnownDeal, imported_id
from app.domain.deal_rows import DealFilter
from app.domain.deals import LOGGED
from app.domain.errors import ComptoirError
from app.domain.ids import MemberId
from app.domain.money import Money
from tests.gui.deal_hands import toasts
from tests.gui.rig import Rig, check_model, press, rig, until
from ui.contacts.transfer.page import ImportPage as ContactImportPage
from ui.deals.pages import pages_for
from ui.deals.sheet.words import LOG_ICONS
from ui.deals.tools import TOOLS, tools_for
from ui.deals.transfer.export import DealExportDialog, open_deal_export
from ui.deals.transfer.page import ImportPage
from ui.widgets.button import Button
from ui.widgets.dialog import ConfirmDialog
from ui.widgets.menu import Menu

__all__ = ["rig"]

TABLE = (
    "Id;Title;Amount;Stage;Contact;Phone;Owner\n"
    "1;Wedding;1 250,50 €;Decision;Ana Field;+447700900123;Léa\n"
    "2;Party;300 €;Talking;Bo;;Nobody here\n"
    "3;;;;;;\n"
    "4;Course;80 €;Won;;;\n"
)


@pytest.fixture
async def page(rig: Rig) -> AsyncIterator[ImportPage]:
    rig.desk.deal_members = {"léa": MemberId("m-lea")}
    made = ImportPage(rig.kit, rig.window)
    made.resize(1200, 760)
    made.show()
    yield made
    made.close_down()
    made.close()


async def read(page: ImportPage, tmp_path: Path, text: str = TABLE) -> None:
    """The table is read and looked through."""
    path = tmp_path / "deals.csv"
    path.write_text(text, "utf-8")
    page.take([path])
    await until(lambda: page.session.stage in ("review", "empty"))


async def settled(page: ImportPage) -> None:
    """What was decided is looked through."""
    await until(lambda: not page.session._soon.isActive() and page.session.is_settled)


def shown(page: ImportPage) -> list[tuple[str, str, str]]:
    """Fate, title and details of each row in view."""
    model = page.table.rows
    found = []
    for row in range(model.rowCount()):
        fate, name, details = (str(model.index(row, column).data()) for column in (1, 2, 6))
        found.append((fate, name, details))
    return found


def choose(page: ImportPage, words: str) -> None:
    menu = next(menu for menu in page.findChildren(Menu) if menu.isVisible())
    next(action for action in menu.actions() if action.iconText() == words).trigger()
    menu.close()


async def test_a_table_dropped_on_the_page_is_shown_before_anything_is_written(
    rig: Rig, page: ImportPage, tmp_path: Path
) -> None:
    path = tmp_path / "deals.csv"
    path.write_text(TABLE, "utf-8")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    entered = QDragEnterEvent(QPointF(5, 5).toPoint(), copy, data, left, none)
    entered.ignore()
    QApplication.sendEvent(page, entered)
    assert entered.isAccepted()
    QApplication.sendEvent(page, QDropEvent(QPointF(5, 5), copy, data, left, none))
    await until(lambda: page.session.stage == "review")
    assert [row[:2] for row in shown(page)] == [
        ("New", "Wedding"), ("Not read", ""), ("Not read", ""), ("New", "Course"),
    ]  # fmt: skip
    assert "nobody said which stage this is" in shown(page)[1][2]
    assert page.foot.said.text.startswith("1 row has a stage of which nobody said what it becomes")
    assert page.foot.press.text() == "Import 2 deals"
    assert rig.desk.imported_deals == []


def drop_on_window(rig: Rig, path: Path) -> None:
    """A file is let go over the middle of the window."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    entered = QDragEnterEvent(QPointF(5, 5).toPoint(), copy, data, left, none)
    entered.ignore()
    QApplication.sendEvent(rig.panes, entered)
    assert entered.isAccepted()
    QApplication.sendEvent(rig.panes, QDropEvent(QPointF(5, 5), copy, data, left, none))


async def test_a_table_dropped_while_the_board_is_in_view_is_one_of_deals(rig: Rig, tmp_path: Path) -> None:
    path = tmp_path / "deals.csv"
    path.write_text(TABLE, "utf-8")
    deals = rig.panes.screens.deals
    rig.panes.show_screen("deals")
    drop_on_window(rig, path)
    assert rig.panes.screen_id == "deals"
    page = deals.shown
    assert isinstance(page, ImportPage)
    await until(lambda: page.session.stage == "review")
    assert shown(page)[0][:2] == ("New", "Wedding")
    page.close_down()


async def test_address_cards_dropped_on_the_board_are_people_all_the_same(rig: Rig, tmp_path: Path) -> None:
    path = tmp_path / "ana.vcf"
    path.write_text("BEGIN:VCARD\nVERSION:3.0\nFN:Ana\nTEL:+447700900123\nEND:VCARD\n", "utf-8")
    rig.panes.show_screen("deals")
    drop_on_window(rig, path)
    assert rig.panes.screen_id == "contacts"
    people = rig.panes.screens.contacts.shown
    assert isinstance(people, ContactImportPage)
    await until(lambda: people.session.stage in ("review", "empty"))  # it is read by then


async def test_who_may_not_import_deals_is_told_where_the_table_was_dropped(
    rig: Rig, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    me = replace(rig.desk.me(), role="rep")
    monkeypatch.setattr(rig.desk, "me", lambda: me)
    rig.panes.show_screen("deals")
    drop_on_window(rig, tmp_path / "deals.csv")
    deals = rig.panes.screens.deals
    assert (rig.panes.screen_id, deals.shown is deals.deals) == ("deals", True)
    (said,) = toasts(deals.deals)
    assert said.startswith("Nothing was imported: owners and managers can import deals.")


async def test_by_key_a_stage_becomes_one_of_ours_and_is_remembered(
    rig: Rig, page: ImportPage, tmp_path: Path
) -> None:
    await read(page, tmp_path)
    page.parts.choose("values")
    page._show_part("values")
    page.values.choose(1)
    press(page.values, Qt.Key.Key_Return)
    choose(page, "Quote sent")
    await settled(page)
    assert [row[0] for row in shown(page)] == ["New", "New", "Not read", "New"]
    assert "nobody of the team is called that; imported without it" in shown(page)[1][2]
    press(page.foot.press, Qt.Key.Key_Space)
    await until(lambda: page.session.stage == "done")
    (deals,) = rig.desk.imported_deals
    assert [(one.title, one.stage_id, one.state) for one in deals] == [
        ("Wedding", "decision", "open"), ("Party", "quote", "open"), ("Course", "deposit", "won"),
    ]  # fmt: skip
    assert deals[0].amount == Money(125_050, "EUR")
    await read(page, tmp_path, TABLE.replace("Party", "Feast"))
    assert [row[0] for row in shown(page)] == ["New", "New", "Not read", "New"]


async def test_what_can_be_read_in_two_ways_is_asked_first(
    rig: Rig, page: ImportPage, tmp_path: Path
) -> None:
    await read(page, tmp_path, 'Title;Amount;Create date\nA;"1,250";03/04/2026\nB;"$ 2,500";05/06/2026\n')
    assert page.parts.chosen_id == "questions"
    assert page.questions.isVisibleTo(page)
    assert not page.foot.press.isEnabled()
    assert page.foot.said.text == "Answer what the file leaves open first."
    mark = page.questions.answers[0]
    assert not isinstance(mark, Button)
    assert [one.text() for one in mark.buttons] == ["1,250", "1.25"]
    mark.buttons[0].click()
    await settled(page)
    dollar = page.questions.answers[1]
    assert isinstance(dollar, Button)
    press(dollar, Qt.Key.Key_Space)
    choose(page, "Canadian Dollar (CAD)")
    await settled(page)
    days = page.questions.answers[2]
    assert not isinstance(days, Button)
    days.buttons[0].click()
    await settled(page)
    assert page.foot.press.isEnabled()
    page.foot.press.click()
    await until(lambda: page.session.stage == "done")
    (deals,) = rig.desk.imported_deals
    assert [one.amount for one in deals] == [Money(125_000, "EUR"), Money(250_000, "CAD")]


async def test_one_column_becomes_something_else_by_mouse(rig: Rig, page: ImportPage, tmp_path: Path) -> None:
    await read(page, tmp_path)
    page.columns.open_menu(4)
    choose(page, "Title")
    await settled(page)
    assert page.session.plan.targets[1] == "ignore"
    assert shown(page)[0][1] == "Ana Field"


async def test_a_deal_that_is_known_is_changed_or_left_and_one_row_is_left_out(
    rig: Rig, page: ImportPage, tmp_path: Path
) -> None:
    rig.desk.known_deals = [
        KnownDeal(
            imported_id("ref", "", "id", "1"),
            "main",
            "quote",
            values={"title": "Wedding", "amount": "100 EUR"},
        )
    ]
    await read(page, tmp_path)
    fate, _title, details = shown(page)[0]
    assert fate == "Changed"
    assert "Amount: €1,250.50" in details
    assert "Stage: Decision" in details
    page.table.setCurrentIndex(page.table.rows.index(0, 0))
    press(page.table, Qt.Key.Key_Return)
    choose(page, "Leave it out")
    await settled(page)
    assert shown(page)[0][0] == "Skipped"
    assert page.options is not None
    page.session.skip_row(2, is_skipped=False)
    page.options.how.buttons[2].click()
    await settled(page)
    assert shown(page)[0][0] == "The same"


async def test_it_is_stopped_gone_on_with_and_taken_back(rig: Rig, page: ImportPage, tmp_path: Path) -> None:
    await read(page, tmp_path)
    rig.desk.hold_deals.clear()
    page.foot.press.click()
    await until(lambda: page.session.stage == "bringing")
    page.foot.stop_button.click()
    rig.desk.hold_deals.set()
    await until(lambda: page.session.stage == "stopped")
    page.foot.press.click()
    await until(lambda: page.session.stage == "done")
    page.foot.undo_button.click()
    dialog = page.findChild(ConfirmDialog)
    assert dialog is not None
    dialog.confirm_button.click()
    await until(lambda: page.session.stage == "undone")
    assert page.foot.said.text == "1 deal removed, 1 kept, as somebody worked on it since"


async def test_what_is_no_table_says_so(rig: Rig, page: ImportPage, tmp_path: Path) -> None:
    await read(page, tmp_path, "Title;Amount\n")
    assert page.session.stage == "empty"
    assert "holds headings alone" in page.foot.said.text


async def test_what_the_hub_refuses_is_said_in_words(rig: Rig, page: ImportPage, tmp_path: Path) -> None:
    await read(page, tmp_path)
    rig.desk.deal_transfer_refusal = ComptoirError("deals_import_role", role="rep")
    page.foot.press.click()
    await until(lambda: page.session.stage == "stopped")
    assert "owners and managers can import deals" in page.foot.said.text


async def test_rows_with_problems_are_saved_with_the_reason(
    rig: Rig, page: ImportPage, tmp_path: Path
) -> None:
    await read(page, tmp_path)
    page.filters.choose("problems")
    page._show_rows()
    assert len(shown(page)) == 2
    page.session.save_bad(tmp_path / "bad.csv")
    await until(lambda: (tmp_path / "bad.csv").exists())
    text = (tmp_path / "bad.csv").read_text("utf-8-sig")
    assert text.splitlines()[0] == "Id,Title,Amount,Stage,Contact,Phone,Owner,Reason"
    assert "nobody said which stage this is" in text


async def test_past_imports_are_listed_and_undone_by_key(rig: Rig, page: ImportPage, tmp_path: Path) -> None:
    await read(page, tmp_path)
    page.foot.press.click()
    await until(lambda: page.session.stage == "done")
    page.tabs.choose("past")
    assert page.past.list.rows.rowCount() == 1
    press(page.past.undo_button, Qt.Key.Key_Space)
    dialog = page.findChild(ConfirmDialog)
    assert dialog is not None
    press(dialog.confirm_button, Qt.Key.Key_Space)
    await until(lambda: rig.desk.past_deal_tables[0].state == "undone")


async def test_the_rows_are_a_sound_model(
    rig: Rig, page: ImportPage, tmp_path: Path, qtmodeltester: object
) -> None:
    await read(page, tmp_path)
    check_model(qtmodeltester, page.table.rows)  # type: ignore[arg-type]


async def test_deals_that_are_shown_or_all_are_exported(rig: Rig, tmp_path: Path) -> None:
    narrowed = DealFilter(tag="hot")
    dialog = open_deal_export(rig.kit, rig.window, narrowed)
    dialog.formats.buttons[1].click()
    dialog.write(tmp_path / "a.jsonl")
    await until(lambda: not dialog._is_working)
    assert rig.desk.exported_deals == [("jsonl", tmp_path / "a.jsonl", narrowed)]
    assert dialog.said.text == "3 deals were written into a.jsonl."
    press(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    whole = open_deal_export(rig.kit, rig.window)
    whole.write(tmp_path / "b.csv")
    await until(lambda: not whole._is_working)
    assert rig.desk.exported_deals[1] == ("csv", tmp_path / "b.csv", None)
    whole.leave.click()


async def test_what_cannot_be_exported_says_why(rig: Rig, tmp_path: Path) -> None:
    rig.desk.deal_transfer_refusal = ComptoirError("deals_export_nothing")
    dialog = open_deal_export(rig.kit, rig.window)
    dialog.write(tmp_path / "a.csv")
    await until(lambda: not dialog._is_working)
    assert dialog.said.text == "There is no deal to export."
    dialog.leave.click()


async def test_from_the_deals_screen_the_page_opens_and_what_is_shown_is_exported(
    rig: Rig, tmp_path: Path
) -> None:
    rig.panes.show_screen("deals")
    screen = rig.panes.screens.deals
    screen.show_page("import")
    assert isinstance(screen.shown, ImportPage)
    press(screen.shown, Qt.Key.Key_Escape)
    assert screen.currentWidget() is screen.deals
    screen.deals.looking.narrow(DealFilter(tag="hot"))
    (tool,) = [one for one in TOOLS if one.id == "export"]
    screen.deals.tool_asked.emit(tool)
    (dialog,) = rig.window.findChildren(DealExportDialog)
    assert dialog.which.buttons[0].isChecked()
    dialog.write(tmp_path / "hot.csv")
    await until(lambda: not dialog._is_working)
    (_kind, _path, narrowed) = rig.desk.exported_deals[0]
    assert narrowed is not None
    assert (narrowed.tag, narrowed.pipeline_id) == ("hot", "main")
    dialog.leave.click()


async def test_a_rep_is_offered_neither(rig: Rig) -> None:
    rig.desk.rows = [replace(one, role="rep") for one in rig.desk.rows]
    assert {one.id for one in tools_for(rig.kit)}.isdisjoint({"import", "export"})
    assert "import" not in pages_for(rig.kit)


def test_a_note_of_a_table_has_a_picture_in_the_sheet() -> None:
    assert set(LOG_ICONS) == set(LOGGED)


def test_in_french_the_tabs_speak_of_several_and_the_rows_of_one() -> None:
    from app.words import set_language
    from ui.deals.transfer.words import filter_words

    set_language("fr")
    try:
        told = [filter_words(fate) for fate in ("added", "changed", "same", "left")]
    finally:
        set_language("en")
    assert told == ["Nouvelles", "Modifiées", "Identiques", "Laissées de côté"]


async def test_the_deals_without_news_can_be_gone_to_before_anybody_is_quiet(rig: Rig) -> None:
    """Else nobody could write the ladder in good time."""
    rig.panes.show_screen("deals")
    deals = rig.panes.screens.deals
    (tool,) = [one for one in tools_for(rig.kit) if one.id == "quiet"]
    deals._use(tool)
    assert deals.shown is deals.page("quiet")


def test_large_numbers_of_an_undo_are_grouped() -> None:
    from app.words.deal_transfer import undone_words

    said = undone_words({"removed": 3_500, "kept": 1_200, "restored": 0, "left": 0})
    assert said.startswith("3,500 deals removed, 1,200 kept")

"""Lists of appointments on screen: pasted, dropped, asked about, looked at, decided, brought, taken back."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.domain.copies import changed
from app.domain.errors import ComptoirError
from app.words.formats import Formats
from tests.gui.agenda_hands import open_agenda, toasts
from tests.gui.rig import Rig, press, rig, until
from ui.appointments.transfer import words
from ui.appointments.transfer.elsewhere import ASKED
from ui.appointments.transfer.page import ImportPage
from ui.imports.fate_table import CHIP
from ui.widgets.dialog import ConfirmDialog
from ui.widgets.menu import Menu

__all__ = ["rig"]

LEFT = Qt.MouseButton.LeftButton
CONTROL = Qt.KeyboardModifier.ControlModifier


def the_list(rig: Rig, *, day: bool = True) -> str:
    """Tomorrow: one as in the agenda, one at another time, two new ones; Paul of the last list is not in it."""
    tomorrow = rig.desk.wall("09:00").strftime("%d/%m/%Y")
    first = f"{tomorrow}\t" if day else ""
    head = ("Date\t" if day else "") + "Heure\tClient\tTéléphone\tPrestation\tAvec"
    rows = [
        "9:00\tLucie Petit\t06 39 98 00 11\tCoupe et soin\tCamille Roux",
        "11:30\tClara Dumas\t06 39 98 00 12\tCoupe et soin\tCamille Roux",
        "14:00\tNoé Roy\t06 39 98 00 13\tBarbe\tTom",
        "15:00\tAda Sol\t\tBarbe\tTom",
    ]
    return "\n".join(
        [head, *(first + row for row in rows), f"{'Total' if day else ''}\tTotal\t4 rendez-vous"]
    )


def as_imported(rig: Rig) -> None:
    desk = rig.desk
    desk.open_agenda()
    for clock, who, phone in (
        ("9:00", "Lucie Petit", "06 39 98 00 11"), ("11:00", "Clara Dumas", "06 39 98 00 12"),
        ("16:00", "Paul Roux", "06 39 98 00 14"),
    ):  # fmt: skip
        one = desk.appointment_at(clock, who, phone=phone, source="import")
        desk.appointments[one.appointment_id] = changed(
            one, import_key=f"row:{who}", imported_at=one.starts_at
        )


@pytest.fixture
async def page(rig: Rig) -> AsyncIterator[ImportPage]:
    as_imported(rig)
    made = ImportPage(rig.kit, rig.window)
    made.resize(1240, 760)
    made.show()
    yield made
    made.close_down()
    made.close()


async def read(page: ImportPage, text: str) -> None:
    """The list is pasted and looked through."""
    QGuiApplication.clipboard().setText(text)
    page.setFocus()
    QTest.keyClick(page, Qt.Key.Key_V, CONTROL)
    await until(lambda: page.session.stage in ("review", "empty"))


async def settled(page: ImportPage) -> None:
    """What was decided is looked through."""
    await until(lambda: not page.session._soon.isActive() and page.session.is_settled)


def shown(page: ImportPage) -> list[tuple[str, str, str, str]]:
    """Fate, moment, person and remarks of each row in view."""
    model = page.table.rows
    cells = ([str(model.index(row, at).data()) for at in (1, 2, 3, 6)] for row in range(model.rowCount()))
    return [(fate, moment.split()[-1] if moment else "", who, told) for fate, moment, who, told in cells]


def choose(page: ImportPage, words: str) -> None:
    menu = next(menu for menu in page.findChildren(Menu) if menu.isVisible())
    next(action for action in menu.actions() if action.iconText() == words).trigger()
    menu.close()


def press_chip(page: ImportPage, who: str) -> None:
    """A click on what happens to somebody's row."""
    place = [row[2] for row in shown(page)].index(who)
    box = page.table.visualRect(page.table.rows.index(place, CHIP))
    QTest.mouseClick(page.table.viewport(), LEFT, pos=box.topLeft() + QPoint(20, box.height() // 2))


async def test_a_pasted_list_shows_what_differs_before_anything_is_written(
    rig: Rig, page: ImportPage
) -> None:
    assert page.empty.isVisible()
    await read(page, the_list(rig))
    assert [row[:3] for row in shown(page)[:4]] == [
        ("The same", "9:00", "Lucie Petit"), ("Moved", "11:30", "Clara Dumas"), ("New", "14:00", "Noé Roy"),
        ("New", "15:00", "Ada Sol"),
    ]  # fmt: skip
    told = {row[2]: row[3] for row in shown(page)}
    assert told["Clara Dumas"].startswith("Before: ") and told["Clara Dumas"].endswith("11:00")
    assert told["Noé Roy"] == "Becomes a contact"
    assert told["Ada Sol"] == "No number: cannot be asked on WhatsApp"
    assert shown(page)[-1][0::3] == ("Cancelled", "Not in this list any more")
    assert page.foot.press.text() == "Import 3 appointments, cancel 1"
    assert page.foot.said.text.startswith("2 appointments are with somebody who is not in your agenda")
    assert page.list_line.text == "Pasted list · table · 4 appointments"
    assert rig.desk.imported_appointments == []


@pytest.mark.parametrize("language", ["fr", "en"])
async def test_the_hour_is_never_cut_off(rig: Rig, page: ImportPage, language: str) -> None:
    await read(page, the_list(rig))
    widest = max(
        page.fontMetrics().horizontalAdvance(
            words.moment_words(datetime(2026, month, day, 20, 58, tzinfo=UTC), Formats(language, "UTC"))
        )
        for month in range(1, 13)
        for day in range(20, 27)
    )
    assert widest <= page.table.columnWidth(2) - 2 * 8


async def test_rows_and_names_are_decided_by_mouse_and_by_key(rig: Rig, page: ImportPage) -> None:
    await read(page, the_list(rig))
    assert page.parts.chosen_id == "places"  # Tom is nobody's so far
    page.places.setFocus()
    QTest.keyClick(page.places, Qt.Key.Key_Return)
    choose(page, "Add to the team")
    await settled(page)
    assert page.session.preview is not None
    assert [one.name for one in page.session.preview.made] == ["Tom"]
    assert page.foot.said.text.startswith("1 person comes without a number")
    press_chip(page, "Paul Roux")
    choose(page, "Leave it as it is")
    await settled(page)
    assert page.foot.press.text() == "Import 3 appointments"
    page.table.setFocus()
    page.table.selectRow(3)
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    choose(page, "Leave it out")
    await settled(page)
    assert [row[0] for row in shown(page) if row[2] in ("Ada Sol", "Paul Roux")] == ["Skipped", "Stays"]
    assert page.foot.press.text() == "Import 2 appointments"
    page.foot.press.click()
    await until(lambda: page.session.stage == "done")
    (brought,) = rig.desk.imported_appointments
    assert [(one.person, one.does) for one in brought] == [("", "keep"), ("", "keep"), ("Noé Roy", "keep")]


async def test_a_column_becomes_something_else_and_that_is_remembered(rig: Rig, page: ImportPage) -> None:
    await read(page, the_list(rig))
    page.parts.choose("columns")
    page._show_part("columns")
    page.columns.choose(5)
    QTest.keyClick(page.columns, Qt.Key.Key_Space)
    choose(page, "Note")
    await settled(page)
    assert page.session.preview is not None and not page.session.preview.places
    page.foot.press.click()
    await until(lambda: page.session.stage == "done")
    await read(page, the_list(rig))
    assert page.session.plan is not None and page.session.plan.targets[5] == "note"


async def test_hours_without_a_day_ask_for_it_first(rig: Rig, page: ImportPage) -> None:
    await read(page, the_list(rig, day=False))
    assert page.parts.chosen_id == "questions"
    assert not page.foot.press.isEnabled()
    assert page.foot.said.text == "Answer what the list leaves open first."
    button = page.first_control
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Space)
    choose(page, "Tomorrow")
    await settled(page)
    assert page.foot.press.isEnabled()
    assert page.foot.press.text() == "Import 3 appointments, cancel 1"


async def test_what_could_not_be_read_unticks_what_is_gone(rig: Rig, page: ImportPage) -> None:
    await read(page, the_list(rig).replace("15:00", "soon"))
    assert page.session.preview is not None and page.session.preview.is_doubtful
    assert shown(page)[-1][0] == "Stays"
    assert page.foot.said.text.startswith("Some rows could not be read")
    press_chip(page, "Paul Roux")
    choose(page, "Cancel it")
    await settled(page)
    assert page.foot.press.text() == "Import 2 appointments, cancel 1"


async def test_progress_stop_done_elsewhere_and_undo(rig: Rig, page: ImportPage) -> None:
    await read(page, the_list(rig))
    rig.desk.hold_lists.clear()
    page.foot.press.click()
    await until(lambda: page.foot.stop_button.isVisible())
    assert page.foot.said.text == "0 of 5 appointments"
    page.foot.stop_button.click()
    rig.desk.hold_lists.set()
    await until(lambda: page.session.stage == "stopped")
    page.foot.press.click()
    await until(lambda: page.session.stage == "done")
    assert page.foot.said.text == "4 appointments added, 1 cancelled"
    assert page.elsewhere.isVisible()
    page.elsewhere.yes.click()
    await until(lambda: rig.desk.setting("agenda_elsewhere") is True)
    assert (page.elsewhere.isVisible(), rig.desk.last_place()[ASKED]) == (False, "1")
    page.foot.undo_button.click()
    dialog = page.findChildren(ConfirmDialog)[-1]
    dialog.confirmed.emit()
    dialog.close()
    await until(lambda: page.session.stage == "undone")
    assert page.foot.said.text == "3 appointments were taken back. 1 stays: something happened with it since."
    assert page.empty.isVisible() and not page.table.isVisible()  # what was read before is true no more
    page.tabs.choose("past")
    page._show()
    assert page.past.isVisible()
    await until(lambda: not page.past.undo_button.isVisible())  # it is told on every desk


async def test_a_refusal_is_a_sentence_and_nothing_is_lost(rig: Rig, page: ImportPage) -> None:
    await read(page, "  ")
    assert page.foot.said.text.startswith("Nothing was pasted.")
    await read(page, the_list(rig))
    rig.desk.list_refusal = ComptoirError("import_undoing")
    page.foot.press.click()
    await until(lambda: page.session.stage == "stopped")
    assert page.foot.said.text and page.foot.press.isEnabled()


async def test_a_list_is_pasted_or_dropped_on_the_agenda(rig: Rig, tmp_path: Path) -> None:
    as_imported(rig)
    agenda = await open_agenda(rig)
    press(agenda.list, Qt.Key.Key_K)
    QGuiApplication.clipboard().setText(the_list(rig))
    press(agenda.list, Qt.Key.Key_V, CONTROL)
    shown_page = rig.panes.screens.appointments.shown
    assert isinstance(shown_page, ImportPage)
    await until(lambda: shown_page.session.stage == "review")
    shown_page.foot.press.click()
    await until(lambda: shown_page.session.stage == "done")
    shown_page.foot.show_button.click()
    assert rig.panes.screens.appointments.shown is agenda
    assert agenda.looking.day == rig.desk.wall("09:00").date()  # of the list, and not the one that was left
    assert toasts(agenda) == ["4 appointments added, 1 cancelled"]
    assert rig.panes.screens.undo()
    await until(lambda: rig.desk.past_agendas[0].state == "undone")
    rig.panes.show_screen("inbox")
    starts = rig.desk.wall("10:00") + timedelta(0)
    path = tmp_path / "agenda.ics"
    path.write_text(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:one\r\n"
        f"DTSTART:{starts:%Y%m%dT%H%M%SZ}\r\nDURATION:PT30M\r\nSUMMARY:Coupe avec Ada Sol\r\n"
        "END:VEVENT\r\nEND:VCALENDAR\r\n",
        "utf-8",
    )
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    copy, none = Qt.DropAction.CopyAction, Qt.KeyboardModifier.NoModifier
    entered = QDragEnterEvent(QPointF(5, 5).toPoint(), copy, data, LEFT, none)
    entered.ignore()
    QApplication.sendEvent(rig.panes, entered)
    assert entered.isAccepted()
    QApplication.sendEvent(rig.panes, QDropEvent(QPointF(5, 5), copy, data, LEFT, none))
    assert rig.panes.screen_id == "appointments"
    await until(lambda: shown_page.session.path == path and shown_page.session.stage == "review")
    # Another calendar is no word about the rest of the day.
    assert [row[0::2] for row in shown(shown_page)] == [
        ("New", "Ada Sol"), ("Stays", "Lucie Petit"), ("Stays", "Clara Dumas"), ("Stays", "Paul Roux"),
    ]  # fmt: skip
    assert shown_page.foot.said.text.startswith("Much of the last list is missing")
    assert not shown_page._left.isVisible()

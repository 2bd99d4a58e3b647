"""The agenda as a list: gone among by key, filtered, folded, answered for, each with its way back."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtTest import QTest

from app.domain.members import Role
from tests.gui.agenda_hands import (
    ASK,
    LEFT,
    PRINTED,
    CountBox,
    button_point,
    click_line,
    entry_of,
    line_menu,
    line_of,
    lines,
    many_appointments,
    middle,
    newest,
    open_agenda,
    some_appointments,
    toasts,
)
from tests.gui.deal_hands import heard
from tests.gui.hands import CTRL, NONE, choose, open_menu, words_of
from tests.gui.rig import Rig, check_model, click, press, rig, until
from ui.appointments.head import AgendaHead
from ui.appointments.list.canvas import DENSE_FROM
from ui.appointments.page import PanelLine, Tool
from ui.appointments.parts import TOOLS
from ui.appointments.view import AgendaView

__all__ = ["rig"]


async def test_the_day_by_person_with_what_is_booked_and_free(rig: Rig) -> None:
    some_appointments(rig)
    page = await open_agenda(rig)
    assert lines(page) == [
        "[Camille Roux]", "Lucie", "Clara", "Remy", "[Léa Fontaine]", "Paul", "Karim", "Ana",
    ]  # fmt: skip
    head = page.list.list.entries[0]
    assert head.spoken == "Camille Roux, 3\xa0h\xa030 booked, 6\xa0h\xa030 free, 3 appointments"  # type: ignore[union-attr]
    face = page.list.face(entry_of(page, "Ana"))
    assert (face.time, face.length, face.chip.text, face.resource) == (
        "14:30", "45\xa0min", "Wants to move", "Léa Fontaine",
    )  # fmt: skip
    cells = page.filters.cells.findChildren(type(page.filters.cells._cells[0]))
    assert [cell.text() for cell in cells] == [
        "All 6", "To ask 1", "Asked 1", "To settle 1", "To call 1", "Confirmed 1", "Cancelled 1",
    ]  # fmt: skip
    assert page.glance.title.text == "Tomorrow at a glance"
    await until(lambda: page.glance.sums.text == "6 appointments, €278 expected")  # without the cancelled one
    heard = page.list.list.index(2, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert heard.startswith("11:15, Clara") or "11:15" in heard
    assert "Confirmed" in heard and "Camille Roux" in heard


async def test_only_lines_that_need_something_have_a_button(rig: Rig) -> None:
    keys = some_appointments(rig)
    page = await open_agenda(rig)
    buttons = {
        name: button.words
        for name in keys
        if (button := page.list.face(entry_of(page, name)).button) is not None
    }
    assert buttons == {"Ana": "Move", "Remy": "Call them", "Paul": "Ask"}
    QTest.mouseClick(page.list.viewport(), LEFT, NONE, button_point(page, "Remy"))
    menu = open_menu(page)
    assert words_of(menu)[1:] == [
        "They confirmed", "They move…", "Nobody there, a word left", "They cancelled",
    ]  # fmt: skip
    press(menu, Qt.Key.Key_V)
    await until(lambda: bool(toasts(page)))
    assert "a word was left" in toasts(page)[-1]
    assert rig.desk.appointments[keys["Remy"]].called_at is not None


async def test_letters_say_what_the_customer_said_and_it_can_be_taken_back(rig: Rig) -> None:
    keys = some_appointments(rig)
    page = await open_agenda(rig)
    click_line(page, "Paul")
    press(page.list, Qt.Key.Key_C)
    await until(lambda: rig.desk.appointments[keys["Paul"]].answer == "confirmed")
    await until(lambda: page.list.face(entry_of(page, "Paul")).chip.text == "Confirmed")
    assert page.list.current_id == keys["Paul"]
    press(page.list, Qt.Key.Key_Delete)
    await until(lambda: rig.desk.appointments[keys["Paul"]].answer == "cancelled")
    await until(lambda: len(toasts(page)) == 2)
    press(page.list, Qt.Key.Key_Z, CTRL)
    await until(lambda: rig.desk.appointments[keys["Paul"]].answer == "confirmed")
    await rig.clock.advance(24 * 3600)
    rig.desk.tell_agenda()
    await until(lambda: page.looking.days is not None and page.looking.days.now == rig.clock.now())
    click_line(page, "Paul")
    press(page.list, Qt.Key.Key_P)
    await until(lambda: rig.desk.appointments[keys["Paul"]].outcome == "came")
    await until(lambda: page.list.face(entry_of(page, "Paul")).chip.text == "Came")
    press(page.list, Qt.Key.Key_A)
    await until(lambda: rig.desk.appointments[keys["Paul"]].outcome == "no_show")


async def test_one_to_seven_choose_the_filter_also_without_shift_on_a_french_keyboard(rig: Rig) -> None:
    some_appointments(rig)
    page = await open_agenda(rig)
    page.focus_first()
    press(page.list, Qt.Key.Key_5)
    assert lines(page) == ["[Camille Roux]", "Remy"] and page.filters.cells.chosen_id == "to_call"
    QTest.keyClicks(page.list, "(")
    assert page.filters.cells.chosen_id == "to_call"
    QTest.keyClicks(page.list, '"')
    assert lines(page) == ["[Camille Roux]", "Lucie"]
    press(page.list, Qt.Key.Key_1)
    assert len(lines(page)) == 8
    rig.desk.customer_answers(entry_of(page, "Paul").row.appointment_id, "confirmed")
    await until(lambda: page.filters.cells._cells[1].text() == "To ask 0")
    press(page.list, Qt.Key.Key_2)
    assert page.first_control is page.empty.first_control
    click(page.empty.first_control, page.empty.first_control.rect().center())
    assert len(lines(page)) == 8


async def test_heads_fold_by_key_and_by_hand_and_stay_so(rig: Rig) -> None:
    some_appointments(rig)
    page = await open_agenda(rig)
    click_line(page, "Clara")
    press(page.list, Qt.Key.Key_Left)
    assert page.list.currentIndex().row() == 0
    press(page.list, Qt.Key.Key_Left)
    assert lines(page) == ["[Camille Roux]", "[Léa Fontaine]", "Paul", "Karim", "Ana"]
    assert rig.desk.last_place()["agenda_folded"] == "camille"
    press(page.list, Qt.Key.Key_Right)
    assert len(lines(page)) == 8
    click_line(page, "Léa Fontaine")
    assert lines(page)[-1] == "[Léa Fontaine]"


async def test_by_time_the_heads_are_hours_and_the_person_is_a_column(rig: Rig) -> None:
    some_appointments(rig)
    page = await open_agenda(rig)
    page.filters.sort.choose("time")
    assert lines(page) == [
        "[9:00]", "Lucie", "Paul", "[11:00]", "Clara", "[12:00]", "Karim", "[14:00]", "Ana", "[16:00]", "Remy",
    ]  # fmt: skip
    assert page.list.widths.resource > 0
    page.head.span.choose("week")
    assert lines(page)[0] == "[Friday 27 November]" and page.head.day.text == "23 to 29 November"
    page.head.span.choose("day")
    assert page.list.list.entries[0].is_tall is False  # type: ignore[union-attr]


async def test_days_are_stepped_through_and_today_is_a_key_away(rig: Rig) -> None:
    some_appointments(rig)
    page = await open_agenda(rig)
    page.focus_first()
    press(page.list, Qt.Key.Key_J)
    assert page.head.day.text == "Saturday 28 November" and page.first_control is page.empty.first_control
    page.focus_first()
    press(page.first_control, Qt.Key.Key_K)
    assert len(lines(page)) == 8
    click(page.head.today, page.head.today.rect().center())
    assert page.head.day.text == "Thursday 26 November" and page.glance.title.text == "Today at a glance"
    page.show_appointment(entry_id := next(iter(rig.desk.appointments)))
    assert page.head.day.text == "Friday 27 November" and page.list.current_id == entry_id


async def test_the_message_that_answered_is_one_click_away(rig: Rig) -> None:
    keys = some_appointments(rig)
    page = await open_agenda(rig)
    said = heard(page.message_asked)
    face = page.list.face(entry_of(page, "Clara"))
    assert face.has_answer
    box = QRectF(page.list.rect_of(line_of(page, "Clara")))
    at = page.list.painter_.last_rect(box, face, page.list.widths, is_mirrored=False).center().toPoint()
    QTest.mouseClick(page.list.viewport(), LEFT, NONE, at)
    answered = rig.desk.appointments[keys["Clara"]].answer_message_id
    assert said == [(page.acts.answer_place(entry_of(page, "Clara").row) or ("", ""))[:2]]
    assert said[0][1] == answered and rig.panes.screen_id == "inbox"


async def test_moving_offers_the_free_times_by_their_number(rig: Rig) -> None:
    keys = some_appointments(rig)
    page = await open_agenda(rig)
    click_line(page, "Ana")
    press(page.list, Qt.Key.Key_M)
    menu = open_menu(page)
    offered = words_of(menu)
    assert offered[-1] == "Another time…" and any("Camille Roux" in one for one in offered)
    press(menu, Qt.Key.Key_1)
    await until(lambda: bool(rig.desk.appointments[keys["Ana"]].moves))
    await until(lambda: bool(toasts(page)))
    assert "comes tomorrow" in toasts(page)[-1]
    assert rig.desk.appointments[keys["Ana"]].answer == ""  # another time is to be asked about anew
    newest(page).acted.emit()
    await until(lambda: rig.desk.appointments[keys["Ana"]].answer == "move")
    click_line(page, "Clara")
    press(page.list, Qt.Key.Key_M)
    press(open_menu(page), Qt.Key.Key_1)
    await until(lambda: "and is to be asked again" in toasts(page)[-1])  # she had confirmed the old time


async def test_the_menu_says_everything_and_a_removal_comes_back(rig: Rig) -> None:
    keys = some_appointments(rig)
    page = await open_agenda(rig)
    menu = line_menu(page, "Clara")
    assert words_of(menu) == [
        "Open the appointment", "Open the conversation", "Show their answer", "Open the person", "Cancelled",
        "Move…", "Call them…", "Change…", "Remove",
    ]  # fmt: skip
    choose(menu, "Remove")
    await until(lambda: rig.desk.appointments[keys["Clara"]].is_removed)
    await until(lambda: "Clara" not in lines(page) and bool(toasts(page)))
    newest(page).acted.emit()
    await until(lambda: "Clara" in lines(page))


async def test_what_the_hub_refuses_is_said_and_not_taken_back(rig: Rig) -> None:
    keys = some_appointments(rig)
    page = await open_agenda(rig)
    click_line(page, "Paul")
    press(page.list, Qt.Key.Key_C)
    await until(lambda: bool(toasts(page)))
    asked = rig.desk.agenda_asked[-1]
    rig.desk.refuse_appointment(asked, "appointment_unknown")
    await until(lambda: len(toasts(page)) == 1 and "confirmed" not in toasts(page)[0])
    assert not page.undoing.can_undo and asked.appointment_id == keys["Paul"]


async def test_a_sheet_follows_the_line_and_escape_puts_it_away(rig: Rig) -> None:
    keys = some_appointments(rig)
    page = await open_agenda(rig)
    click_line(page, "Lucie")
    press(page.list, Qt.Key.Key_Return)
    sheet = rig.panes.screens.appointments.beside.sheet
    assert sheet is not None and sheet.isVisible() and not page.glance.isVisible()
    assert sheet.appointment_id == keys["Lucie"] and sheet.history.lines
    click_line(page, "Ana")
    assert sheet.appointment_id == keys["Ana"] and "Saturday" in sheet.last.text
    click(sheet.buttons["c"], sheet.buttons["c"].rect().center())
    await until(lambda: rig.desk.appointments[keys["Ana"]].answer == "confirmed")
    await until(lambda: "c" not in sheet.buttons)
    page.focus_first()
    press(page.list, Qt.Key.Key_Escape)
    assert not sheet.isVisible() and page.glance.isVisible() and page.list.hasFocus()


async def test_a_full_day_has_low_lines_and_a_head_that_sticks(rig: Rig, qtmodeltester: object) -> None:
    many_appointments(rig, 4, DENSE_FROM // 4)
    page = await open_agenda(rig)
    assert page.list.rowHeight(1) == 32 and page.list.rowHeight(0) == 44
    bar = page.list.verticalScrollBar()
    bar.setValue(44 + 32 * 3)
    assert page.list.stuck_head() == (0, 0)
    assert page.list.line_at(middle(page, "Chair 1") * 0)[0] == 0
    bar.setValue(44 + 32 * 15 - 20)  # the next head pushes it away
    assert page.list.stuck_head() == (0, -24)
    check_model(qtmodeltester, page.list.list)  # type: ignore[arg-type]
    page.list.go(17)
    assert page.list.rect_of(17).top() >= 44


@pytest.mark.parametrize("role", ["owner", "rep"])
async def test_without_anybody_to_book_it_says_what_to_do(
    rig: Rig, role: Role, monkeypatch: pytest.MonkeyPatch
) -> None:
    me = replace(rig.desk.me(), role=role)
    monkeypatch.setattr(rig.desk, "me", lambda: me)
    page = await open_agenda(rig)
    asked = heard(page.settings_asked)
    button = page.empty.first_control
    assert (button is not None) == (role == "owner")
    if button is not None:
        click(button, button.rect().center())
        assert asked == [("agenda",)] and rig.panes.screen_id == "settings"


async def test_in_a_narrow_window_everything_is_still_within_reach(rig: Rig) -> None:
    some_appointments(rig)
    page = await open_agenda(rig)
    rig.window.resize(640, 400)
    await until(lambda: page.width() <= 640)
    assert page.filters.button.isVisible() and not page.filters.cells.isVisible()
    assert not page.glance.isVisible() and page.head.panel.isVisible()
    click(page.filters.button, page.filters.button.rect().center())
    choose(open_menu(page), "To call: 1")
    assert lines(page) == ["[Camille Roux]", "Remy"]
    click(page.head.panel, page.head.panel.rect().center())
    assert page.glance.isVisible() and page.glance.geometry().right() <= page.width()
    click(page.head.panel, page.head.panel.rect().center())
    click(page.head.more, page.head.more.rect().center())
    assert {"New appointment…", "As a grid"} <= set(words_of(open_menu(page)))
    face, widths = page.list.face(entry_of(page, "Remy")), page.list.widths
    assert face.button is not None and not widths.last
    used = widths.time + widths.person + widths.resource + widths.service + widths.length + widths.state
    assert used + 24 <= button_point(page, "Remy").x() - 40


async def test_parts_add_a_box_a_tool_and_a_button(rig: Rig) -> None:
    keys = some_appointments(rig)
    rig.panes.show_screen("today")
    tools = (Tool("print", "Print", "file-text", act="tests.gui.agenda_hands:print_day"),)
    panels = (
        PanelLine("asking", "tests.gui.agenda_hands:CountBox"),
        PanelLine("never", "nowhere:Box", needs="an_action_nobody_has"),
    )
    view = AgendaView(rig.kit, rig.window, pages=(), tools=tools, panels=panels)
    view.agenda.buttons = [ASK, *view.agenda.buttons]
    view.resize(1200, 800)
    view.show_day(rig.desk.agenda(None).today + timedelta(days=1))
    view.show()
    page = view.agenda
    [box] = page.glance.boxes
    assert isinstance(box, CountBox) and box.text() == "6"
    click(page.head.more, page.head.more.rect().center())
    choose(open_menu(page.head), "Print")
    assert [page] == PRINTED
    assert page.list.face(entry_of(page, "Paul")).button == ASK
    QTest.mouseClick(page.list.viewport(), LEFT, NONE, button_point(page, "Paul"))
    assert PRINTED[1:] == [keys["Paul"]]
    page.list.setFocus()
    press(page.list, Qt.Key.Key_D)
    assert PRINTED[2:] == [keys["Paul"]]
    assert not view.take_table([Path("day.csv")])
    view.close_down()
    PRINTED.clear()


async def test_in_a_narrow_window_nothing_of_the_head_is_cut(rig: Rig) -> None:
    rig.desk.open_agenda()
    head = AgendaHead(rig.kit, TOOLS)
    head.show_days(rig.desk.agenda(None, 7))
    head.show()
    for width in range(360, 1400, 90):
        head.resize(width, head.height())
        line = head.layout()
        assert line is not None and line.sizeHint().width() <= width
        assert not head.new.isHidden() or not head.more.isHidden()  # what is not there is in the menu
    assert not head.new.isHidden() and not head.title.isHidden()
    head.close()
    head.deleteLater()

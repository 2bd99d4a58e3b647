"""The agenda as a grid: a free place is pressed to book, appointments are carried elsewhere by hand and by key."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QSignalSpy, QTest

from tests.gui.agenda_hands import (
    LEFT,
    block_point,
    fall,
    grid_point,
    lift,
    many_appointments,
    move,
    newest,
    open_agenda,
    some_appointments,
    toasts,
)
from tests.gui.hands import ALT, NONE, SHIFT
from tests.gui.rig import Rig, check_model, press, rig, until
from ui.appointments.agenda_page import AgendaPage
from ui.appointments.grid.geometry import Spot
from ui.appointments.grid.hands import Carry

__all__ = ["rig"]


async def open_grid(rig: Rig) -> AgendaPage:
    page = await open_agenda(rig)
    page.focus_first()
    press(page.view, Qt.Key.Key_G)
    assert page.view is page.grid and page.grid.isVisible()
    return page


def in_hand(page: AgendaPage) -> Carry | None:
    return page.grid.hands.carried


def starts(rig: Rig, key: str) -> str:
    one = rig.desk.appointments[key]
    hour = (one.starts_at.hour + 1) % 24  # Paris in winter
    return f"{hour}:{one.starts_at.minute:02d} {one.length_min} {one.resource_id}"


async def test_a_column_for_each_with_closed_hours_and_what_stands_there(
    rig: Rig, qtmodeltester: object
) -> None:
    keys = some_appointments(rig)
    page = await open_grid(rig)
    columns = page.grid.geometry_.columns
    assert [one.name for one in columns] == ["Camille Roux", "Léa Fontaine"]
    assert columns[0].spans == ((540, 1140),) and len(columns[1].placed) == 3
    assert page.grid.geometry_.spot_of(keys["Paul"]) == Spot(1, 0)
    check_model(qtmodeltester, page.grid.grid)  # type: ignore[arg-type]
    press(page.grid, Qt.Key.Key_2)  # what the filter holds back is dimmed, nothing goes
    assert [one.is_dim for one in page.grid.geometry_.columns[1].placed] == [False, True, True]


async def test_a_free_place_is_pressed_to_book_and_drawn_to_say_how_long(rig: Rig) -> None:
    some_appointments(rig)
    page = await open_grid(rig)
    page.new_asked.disconnect()
    asked = QSignalSpy(page.new_asked)
    at = grid_point(page, 1, 16 * 60)
    move(page, at, is_down=False)
    assert page.grid.hands.free == (1, 960)
    QTest.mouseClick(page.grid.viewport(), LEFT, NONE, at)
    starts_at, resource_id, length = asked.at(0)
    assert (starts_at, resource_id, length) == (rig.desk.wall("16:00"), "lea", 0)
    lift(page, grid_point(page, 1, 17 * 60), grid_point(page, 1, 17 * 60 + 45))
    fall(page, grid_point(page, 1, 17 * 60 + 45))
    starts_at, resource_id, length = asked.at(1)
    assert (starts_at, resource_id, length) == (rig.desk.wall("17:00"), "lea", 45)


async def test_an_appointment_is_carried_to_another_time_and_person(rig: Rig) -> None:
    keys = some_appointments(rig)
    page = await open_grid(rig)
    start, there = block_point(page, keys["Paul"]), grid_point(page, 0, 13 * 60)
    grip = start.y() - round(page.grid.geometry_.block_rect(Spot(1, 0)).top())
    lift(page, start, there + QPoint(0, grip + 3))  # a little off: it falls onto the quarter
    carried = page.grid.hands.carried
    assert carried is not None and (carried.column, carried.begin) == (0, 780) and carried.problem is None
    page.looking._look_again()  # a colleague's change moves nothing under the hand
    assert page.grid.hands.carried is carried
    fall(page, there + QPoint(0, grip + 3))
    await until(lambda: starts(rig, keys["Paul"]) == "13:00 45 camille")
    await until(lambda: bool(toasts(page)))
    newest(page).acted.emit()
    await until(lambda: starts(rig, keys["Paul"]) == "9:30 45 lea")


async def test_where_it_cannot_stand_it_says_why_and_goes_back(rig: Rig) -> None:
    keys = some_appointments(rig)
    page = await open_grid(rig)
    there = block_point(page, keys["Clara"])
    lift(page, block_point(page, keys["Paul"]), there)
    carried = page.grid.hands.carried
    assert carried is not None and carried.problem is not None and carried.problem.code == "slot_taken"
    assert page.grid.problem_words(carried)
    fall(page, there)
    said = toasts(page)
    assert len(said) == 1 and "stays at 9:30" in said[0]
    assert starts(rig, keys["Paul"]) == "9:30 45 lea"
    lift(page, block_point(page, keys["Paul"]), grid_point(page, 1, 15 * 60 + 30))
    press(page.grid, Qt.Key.Key_Escape)
    assert page.grid.hands.carried is None
    fall(page, grid_point(page, 1, 15 * 60 + 30))
    assert starts(rig, keys["Paul"]) == "9:30 45 lea"
    lift(page, block_point(page, keys["Karim"]), grid_point(page, 1, 16 * 60))  # cancelled: it stays
    assert page.grid.hands.carried is None


async def test_its_lower_edge_makes_it_longer(rig: Rig) -> None:
    keys = some_appointments(rig)
    page = await open_grid(rig)
    box = page.grid.geometry_.block_rect(Spot(1, 0))
    edge = QPoint(round(box.center().x()), round(box.bottom()) - 2)
    move(page, edge, is_down=False)
    assert page.grid.viewport().cursor().shape() == Qt.CursorShape.SizeVerCursor
    lift(page, edge, grid_point(page, 1, 10 * 60 + 45))
    fall(page, grid_point(page, 1, 10 * 60 + 45))
    await until(lambda: starts(rig, keys["Paul"]) == "9:30 75 lea")
    assert rig.desk.appointments[keys["Paul"]].moves == 0


async def test_the_arrows_go_among_them_carry_and_make_longer(rig: Rig) -> None:
    keys = some_appointments(rig)
    page = await open_grid(rig)
    grid = page.grid
    page.grid.go_to(keys["Lucie"])
    press(grid, Qt.Key.Key_Right)
    assert grid.current_id == keys["Paul"]
    press(grid, Qt.Key.Key_Down)
    assert grid.current_id == keys["Karim"]
    press(grid, Qt.Key.Key_M)  # cancelled: it stays where it was
    assert in_hand(page) is None
    grid.setFocus()
    page.grid.go_to(keys["Paul"])
    press(grid, Qt.Key.Key_M)
    assert in_hand(page) is not None
    press(grid, Qt.Key.Key_Down)
    press(grid, Qt.Key.Key_Down, SHIFT)
    assert "9:45 – 10:45" in grid.accessibleDescription()
    press(grid, Qt.Key.Key_Left)
    lifted = in_hand(page)
    assert lifted is not None and lifted.problem is not None  # Lucie is there
    press(grid, Qt.Key.Key_Escape)
    assert in_hand(page) is None and grid.current_id == keys["Paul"]
    press(grid, Qt.Key.Key_Down, ALT)
    press(grid, Qt.Key.Key_Down, ALT)
    press(grid, Qt.Key.Key_Return)
    await until(lambda: starts(rig, keys["Paul"]) == "10:00 45 lea")
    assert rig.panes.screen_id == "appointments"


async def test_a_week_of_everybody_or_of_one_and_heads_lead_into_it(rig: Rig) -> None:
    keys = some_appointments(rig)
    page = await open_grid(rig)
    head = page.grid.geometry_.head_rect(1).center().toPoint()
    QTest.mouseClick(page.grid.viewport(), LEFT, NONE, head)
    assert page.looking.span == "week" and page.filters.whose.text() == "Léa Fontaine"
    names = [one.name for one in page.grid.geometry_.columns]
    assert names[0] == "Mon 23" and len(names) == 7
    assert page.grid.geometry_.spot_of(keys["Lucie"]) is None
    page.looking.show_resource("")
    friday = page.grid.geometry_.columns[4]
    assert len(friday.placed) == 6 and friday.is_any
    lucie, paul = (
        next(one for one in friday.placed if one.row.appointment_id == keys[name])
        for name in ("Lucie", "Paul")
    )
    assert (lucie.lane, lucie.lanes) == (0, 2) and (paul.lane, paul.lanes) == (1, 2)
    start, saturday = block_point(page, keys["Paul"]), page.grid.geometry_.head_rect(5).center().x()
    lift(page, start, QPoint(round(saturday), start.y()))
    fall(page, QPoint(round(saturday), start.y()))
    await until(
        lambda: rig.desk.appointments[keys["Paul"]].starts_at == rig.desk.wall("9:30".rjust(5, "0"), 2)
    )
    assert rig.desk.appointments[keys["Paul"]].resource_id == "lea"
    await until(lambda: len(page.grid.geometry_.columns[5].placed) == 1)
    page.grid.head_pressed.emit(page.grid.geometry_.columns[5])
    assert page.head.span.chosen_id == "day" and page.head.day.text == "Saturday 28 November"


async def test_thirty_columns_scroll_and_what_is_carried_scrolls_them(rig: Rig) -> None:
    many_appointments(rig, 30, 6)
    page = await open_grid(rig)
    geometry, bar = page.grid.geometry_, page.grid.horizontalScrollBar()
    assert geometry.column_px >= 132 and bar.maximum() > 0
    assert len(geometry.columns_in_view()) < 30
    page.grid.go(Spot(29, 0))
    assert bar.value() >= bar.maximum() - 8
    box = geometry.block_rect(Spot(29, 0))
    assert box.left() >= geometry.gutter_px and box.right() <= geometry.width_px
    lift(page, box.center().toPoint(), QPoint(round(geometry.gutter_px) + 2, 300))
    before = bar.value()
    page.grid.hands._move_edges()
    assert bar.value() < before
    press(page.grid, Qt.Key.Key_Escape)

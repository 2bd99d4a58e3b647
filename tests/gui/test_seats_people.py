"""Who comes to a shared computer and who leaves it, at the window."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from tests.fake_seats import LEA, NORA
from tests.gui.rig import Rig, click, press, rig, until
from tests.gui.seat_hands import (
    ask_by_key,
    faces_of,
    fill,
    focused,
    is_covered,
    middle,
    sheet_of,
    text_of,
    type_pin,
    visible_texts,
)
from ui.seats.add_person import AddPerson, ChoosePin
from ui.seats.manage import ManagePeople
from ui.settings.way import Way
from ui.widgets.dialog import ConfirmDialog

__all__ = ["rig"]


# --- coming and going ---


async def test_a_second_person_is_added_by_key_once_the_first_has_a_pin(rig: Rig) -> None:
    sheet = ask_by_key(rig)
    sheet.add.setFocus()
    press(sheet.add, Qt.Key.Key_Return)
    dialog = rig.window.findChild(AddPerson)
    assert dialog is not None and not dialog.code.isVisible()
    fill(dialog.pin, "2580")
    fill(dialog.again, "2581")
    press(dialog.again.input, Qt.Key.Key_Return)
    assert dialog.again.input.accessibleDescription() == "The two PINs are not the same."
    fill(dialog.again, "2580")
    press(dialog.again.input, Qt.Key.Key_Return)
    await until(dialog.code.isVisible)
    fill(dialog.code, "wrong")
    fill(dialog.pin, "4827")
    fill(dialog.again, "4827")
    press(dialog.again.input, Qt.Key.Key_Return)
    await until(lambda: dialog.code.input.accessibleDescription().startswith("This code is not known."))
    fill(dialog.code, " 0000-code ")
    press(dialog.code.input, Qt.Key.Key_Return)
    await until(lambda: len(rig.desk.rows) == 2)
    await until(lambda: sheet.faces.current is not None and sheet.faces.current.row.name == "Marc Roy")
    rig.window.activateWindow()  # as a window manager does when a dialog goes
    await until(sheet.pad.dots.hasFocus)
    type_pin(rig, "4827")
    await until(lambda: not is_covered(rig) and rig.window.panes is not None)
    assert rig.desk.me().name == "Marc Roy"


async def test_a_pin_that_is_too_easy_is_said_at_its_line(rig: Rig) -> None:
    sheet = ask_by_key(rig)
    click(sheet.add, middle(sheet.add))
    dialog = rig.window.findChild(AddPerson)
    assert dialog is not None
    fill(dialog.pin, "1234")
    fill(dialog.again, "1234")
    click(dialog.save, middle(dialog.save))
    await until(lambda: "too easy" in dialog.pin.input.accessibleDescription())
    assert focused() is dialog.pin.input
    press(dialog, Qt.Key.Key_Escape)


async def test_who_is_shut_out_while_at_the_desk_leaves_nothing_on_the_screen(rig: Rig) -> None:
    rig.desk.share()
    await rig.desk.switch_to(NORA, "7394")
    rig.open(1)
    rig.write("Nora's words")
    rig.desk.shut_out(NORA)
    sheet = sheet_of(rig)
    assert rig.window.panes is None and "Nora's words" not in visible_texts(rig)
    assert sheet.says.text == "No longer in the team on this computer: Nora Petit."
    type_pin(rig, "2580")
    await until(lambda: rig.window.panes is not None)
    assert rig.desk.me().name == "Léa Fontaine"


async def test_who_is_at_the_desk_hears_that_a_colleague_was_shut_out(rig: Rig) -> None:
    rig.desk.share()
    rig.open(1)
    rig.desk.shut_out(NORA)
    assert not is_covered(rig)
    await until(lambda: "Nora Petit is no longer in the team on this computer." in visible_texts(rig))


async def test_the_settings_lead_to_the_people_and_what_is_theirs_is_not_erased_by_a_slip(rig: Rig) -> None:
    rig.desk.share()
    rig.desk.unsent[NORA] = 2
    rig.panes.show_screen("settings")
    way = next(one for one in rig.panes.settings.findChildren(Way) if one.button.text() == "Manage…")
    click(way.button, middle(way.button))
    dialog = rig.window.findChild(ManagePeople)
    assert dialog is not None
    remove = dialog.lines[NORA].remove
    assert not dialog.lines[NORA].pin.isVisible()  # only one's own
    click(remove, middle(remove))
    first = dialog.findChild(ConfirmDialog)
    assert first is not None
    click(first.confirm_button, middle(first.confirm_button))
    await until(lambda: is_asked_again(dialog))
    assert len(rig.desk.rows) == 2
    second = next(one for one in dialog.findChildren(ConfirmDialog) if one.isVisible())
    click(second.confirm_button, middle(second.confirm_button))
    await until(lambda: len(rig.desk.rows) == 1)
    assert list(dialog.lines) == [LEA] and not dialog.lines[LEA].remove.isVisible()
    dialog.accept()


def is_asked_again(dialog: ManagePeople) -> bool:
    titles = [one.windowTitle() for one in dialog.findChildren(ConfirmDialog) if one.isVisible()]
    return titles == ["Remove Nora Petit all the same?"]


async def test_ones_own_pin_is_changed_with_the_old_one(rig: Rig) -> None:
    rig.desk.share()
    people = ManagePeople(rig.kit, rig.window)
    people.open()
    button = people.lines[LEA].pin
    click(button, middle(button))
    dialog = people.findChild(ChoosePin)
    assert dialog is not None
    fill(dialog.before, "9999")
    fill(dialog.pin, "8642")
    fill(dialog.again, "8642")
    press(dialog.again.input, Qt.Key.Key_Return)
    await until(
        lambda: dialog.before.input.accessibleDescription() == "This is not the right PIN. Try again."
    )
    fill(dialog.before, "2580")
    press(dialog.before.input, Qt.Key.Key_Return)
    await until(lambda: rig.desk.pins[LEA] == "8642")
    people.accept()


async def test_a_rep_may_remove_nobody_else(rig: Rig) -> None:
    rig.desk.share()
    await rig.desk.switch_to(NORA, "7394")
    people = ManagePeople(rig.kit, rig.window)
    people.open()
    assert not people.lines[LEA].remove.isVisible() and people.lines[NORA].remove.isVisible()
    people.accept()


@pytest.mark.parametrize("size", [(1440, 900), (640, 400)])
async def test_every_part_of_the_sheet_has_its_place_and_name(rig: Rig, size: tuple[int, int]) -> None:
    rig.desk.share()
    rig.window.resize(*size)
    sheet = ask_by_key(rig)
    await until(lambda: sheet.width() == rig.window.width())
    parts = [sheet.title, sheet.pad.dots, sheet.forgot, sheet.add, *faces_of(sheet)]
    for part in parts:
        assert not part.visibleRegion().isEmpty() and part.visibleRegion().boundingRect() == part.rect()
    named = [one for one in sheet.findChildren(QWidget) if one.focusPolicy() != Qt.FocusPolicy.NoFocus]
    assert all(one.accessibleName() or text_of(one) for one in named)
    press(focused(), Qt.Key.Key_Right)
    assert sheet.pad.dots.accessibleName() == "PIN of Nora Petit"

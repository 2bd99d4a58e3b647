"""What the tests of shared computers do at the window: the sheet, PINs by key, what can be read on the screen."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QWidget

from tests.gui.rig import Rig, press, type_text
from ui.seats.faces import Face
from ui.seats.sheet import SwitchSheet
from ui.widgets.inputs import Field

CTRL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


def sheet_of(rig: Rig) -> SwitchSheet:
    sheet = rig.window.guard.sheet
    assert sheet is not None and sheet.isVisible()
    return sheet


def is_covered(rig: Rig) -> bool:
    return rig.window.guard.sheet is not None


def ask_by_key(rig: Rig) -> SwitchSheet:
    press(rig.window, Qt.Key.Key_L, CTRL_SHIFT)
    return sheet_of(rig)


def type_pin(rig: Rig, pin: str) -> None:
    """As a person does: the keys go to whatever has the focus."""
    for digit in pin:
        press(focused(), Qt.Key(ord(digit)))
    press(focused(), Qt.Key.Key_Return)


def focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def face(sheet: SwitchSheet, name: str) -> Face:
    return next(one for one in faces_of(sheet) if one.row.name == name)


def faces_of(sheet: SwitchSheet) -> list[Face]:
    return [one for one in sheet.faces.findChildren(Face) if not one.isHidden()]


def middle(widget: QWidget) -> QPoint:
    return widget.rect().center()


def visible_texts(rig: Rig) -> str:
    """What a screen reader or an eye could find in the window."""
    widgets = [one for one in rig.window.findChildren(QWidget) if one.isVisible()]
    return " | ".join(
        f"{one.accessibleName()} {one.accessibleDescription()} {text_of(one)}" for one in widgets
    )


def text_of(widget: QWidget) -> str:
    text = getattr(widget, "toPlainText", getattr(widget, "text", ""))
    return str(text() if callable(text) else text)


def fill(field: Field, text: str) -> None:
    """Write into a line in place of what stands there."""
    field.input.setFocus()
    field.input.selectAll()
    type_text(field.input, text)

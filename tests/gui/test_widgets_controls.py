"""Buttons, inputs and choices: names for screen readers, keys, sizes, colours by state."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QWidget
from pytestqt.qtbot import QtBot

from tests.gui.look import colors_in, drawn, in_window, theme
from ui.theme.theme import Theme
from ui.widgets.button import Button, Height, IconButton, Kind, button_colors
from ui.widgets.choice import Option, Segmented, TabStrip
from ui.widgets.controls import CheckBox, Radio, Toggle
from ui.widgets.inputs import Field, Input
from ui.widgets.labels import ElidedLabel, Label, Paragraph, set_tip
from ui.widgets.menu import Menu

__all__ = ["theme"]

KINDS: tuple[Kind, ...] = ("primary", "default", "soft", "quiet", "link", "danger")
VIEWS = (Option("todo", "To answer", 9), Option("mine", "Mine", 4), Option("free", "To pick up", 5))


def spoken(widget: QWidget) -> str:
    """The name that a screen reader hears."""
    interface = QAccessible.queryAccessibleInterface(widget)
    return interface.text(QAccessible.Text.Name)


PARTS: dict[str, Callable[[Theme], QWidget]] = {
    "button": lambda theme: Button(theme, "Keep"),
    "named button": lambda theme: Button(theme, "Léa", name="Assigned to Léa"),
    "icon button": lambda theme: IconButton(theme, "search", "Search"),
    "input": lambda theme: Input(theme, "Search", placeholder="Anything"),
    "check box": lambda theme: CheckBox(theme, "Sounds"),
    "radio": lambda theme: Radio(theme, "Light"),
    "toggle": lambda theme: Toggle(theme, "Sounds"),
    "tabs": lambda theme: TabStrip(theme, "Views"),
    "cells": lambda theme: Segmented(theme, "Period", VIEWS),
    "label": lambda theme: Label(theme, "Hello"),
    "elided": lambda theme: ElidedLabel(theme, "Hello"),
    "paragraph": lambda theme: Paragraph(theme, "Hello"),
}


@pytest.mark.parametrize(
    ("part", "name"),
    list(
        zip(
            PARTS,
            "Keep|Assigned to Léa|Search|Search|Sounds|Light|Sounds|Views|Period|Hello|Hello|Hello".split(
                "|"
            ),
            strict=True,
        )
    ),
)
def test_every_part_has_a_name(theme: Theme, qtbot: QtBot, part: str, name: str) -> None:
    widget = PARTS[part](theme)
    qtbot.addWidget(widget)
    assert spoken(widget) == name


@pytest.mark.parametrize(("height", "px"), [("tiny", 24), ("small", 28), ("normal", 32), ("large", 40)])
def test_buttons_have_four_heights(theme: Theme, qtbot: QtBot, height: Height, px: int) -> None:
    button = Button(theme, "Keep", height=height)
    window = in_window(button)
    qtbot.addWidget(window)
    assert button.height() == px
    theme.set_scale(1.3)
    qtbot.waitUntil(lambda: button.height() == round(px * 1.3), timeout=20_000)


@pytest.mark.parametrize("kind", KINDS)
def test_a_button_is_painted_with_the_colours_of_its_kind(theme: Theme, qtbot: QtBot, kind: Kind) -> None:
    button = Button(theme, "Keep it", kind=kind, icon="check")
    qtbot.addWidget(button)
    button.resize(button.sizeHint())
    colors = button_colors(theme, kind)
    seen = colors_in(drawn(button, 2.0))
    assert colors.ground is None or colors.ground.name() in seen
    assert colors.ink.name() in seen
    button.setEnabled(False)
    assert theme.colors.text_disabled.name() in colors_in(drawn(button, 2.0))


def test_a_key_presses_a_button_and_its_size_holds_all_its_marks(theme: Theme, qtbot: QtBot) -> None:
    plain, full = (
        Button(theme, "Send"),
        Button(theme, "Send", icon="send", key_hint="Ctrl", trailing="chevron-down"),
    )
    window = in_window(plain, full)
    qtbot.addWidget(window)
    for key in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter):
        with qtbot.waitSignal(full.clicked):
            QTest.keyClick(full, key)
    hint = theme.metrics("small", "medium").horizontalAdvance("Ctrl")
    assert full.sizeHint().width() - plain.sizeHint().width() == pytest.approx(2 * (16 + 8) + hint + 8, abs=1)


def test_a_button_can_change_its_face(theme: Theme, qtbot: QtBot) -> None:
    button = Button(theme, "To pick up", trailing="chevron-down")
    qtbot.addWidget(button)
    before = button.sizeHint().width()
    button.set_face("Léa")
    assert button.text() == "Léa"
    assert button.sizeHint().width() < before


def test_an_icon_button_says_its_name_in_a_tip_and_shows_that_it_is_on(theme: Theme, qtbot: QtBot) -> None:
    button = IconButton(theme, "panel-right", "Contact panel", tip="Contact panel (P)", is_checkable=True)
    qtbot.addWidget(button)
    assert "Contact panel (P)" in button.toolTip()
    assert (button.sizeHint().width(), button.sizeHint().height()) == (32, 32)
    button.resize(32, 32)
    assert theme.colors.accent_soft.name() not in colors_in(drawn(button))
    button.setChecked(True)
    assert theme.colors.accent_soft.name() in colors_in(drawn(button))


def test_customers_words_are_never_read_as_html(theme: Theme, qtbot: QtBot) -> None:
    words = "<img src=x> & <b>bold</b>"
    label, line = Label(theme, words), ElidedLabel(theme, words)
    for widget in (label, line):
        qtbot.addWidget(widget)
    assert label.textFormat() == Qt.TextFormat.PlainText
    assert "<img" not in line.toolTip()
    assert "&lt;img" in line.toolTip()
    set_tip(label, "")
    assert label.toolTip() == ""


def test_an_elided_label_keeps_its_whole_text_for_those_who_ask(theme: Theme, qtbot: QtBot) -> None:
    line = ElidedLabel(theme, "Would you have a slot on Saturday?")
    qtbot.addWidget(line)
    line.resize(80, 20)
    assert line.is_cut
    assert spoken(line) == line.text == "Would you have a slot on Saturday?"
    line.resize(line.sizeHint())
    assert not line.is_cut


def test_a_paragraph_wraps_at_the_line_height(theme: Theme, qtbot: QtBot) -> None:
    words = Paragraph(theme, "Her 214 messages disappear for the whole team. " * 3)
    qtbot.addWidget(words)
    assert words.heightForWidth(10_000) == 20
    lines = words.heightForWidth(200) / 20
    assert lines == int(lines) > 2
    words.set_text("日本語\nالعربية")
    assert words.heightForWidth(10_000) >= 40


def test_an_error_is_shown_and_said(theme: Theme, qtbot: QtBot) -> None:
    field = Field(theme, "Phone")
    window = in_window(field, Input(theme, "Other"))
    qtbot.addWidget(window)
    field.resize(240, 80)
    field.input.clearFocus()
    field.set_error("A digit is missing in this number")
    assert field.input.accessibleDescription() == "A digit is missing in this number"
    assert theme.colors.danger.name() in colors_in(drawn(field.input))
    field.set_error("")
    assert field.input.accessibleDescription() == ""
    assert theme.colors.danger.name() not in colors_in(drawn(field.input))


def test_a_search_line_shows_its_key_until_one_writes(theme: Theme, qtbot: QtBot) -> None:
    line = Input(theme, "Search", is_search=True, key_hint="Ctrl K")
    qtbot.addWidget(line)
    empty = line.textMargins()
    assert empty.left() == 24
    assert empty.right() > 30
    line.setText("devis")
    assert line.textMargins().right() == 0
    assert line.sizeHint().height() == 32


@pytest.mark.parametrize("part", ["check box", "radio", "toggle"])
def test_marks_answer_to_the_space_key_and_show_it(theme: Theme, qtbot: QtBot, part: str) -> None:
    mark = PARTS[part](theme)
    assert isinstance(mark, (CheckBox, Radio, Toggle))
    window = in_window(mark)
    qtbot.addWidget(window)
    assert theme.colors.accent.name() not in colors_in(drawn(mark))
    mark.setFocus()
    QTest.keyClick(mark, Qt.Key.Key_Space)
    assert mark.isChecked()
    assert theme.colors.accent.name() in colors_in(drawn(mark))
    assert mark.height() >= 28


def test_arrow_keys_move_among_cells(theme: Theme, qtbot: QtBot) -> None:
    cells = Segmented(theme, "Period", [Option("day", "Day"), Option("week", "Week")])
    window = in_window(cells)
    qtbot.addWidget(window)
    chosen: list[str] = []
    cells.chosen.connect(chosen.append)
    assert cells.chosen_id == "day"
    first = cells.findChildren(QWidget)[1]
    for cell in cells.findChildren(QWidget):
        if spoken(cell) == "Day":
            first = cell
    first.setFocus()
    QTest.keyClick(first, Qt.Key.Key_Right)
    assert (cells.chosen_id, chosen) == ("week", ["week"])
    cells.choose("day")
    assert chosen == ["week", "day"]


def test_tabs_say_their_counts_and_move_by_key(theme: Theme, qtbot: QtBot) -> None:
    tabs = TabStrip(theme, "Views")
    tabs.set_options(VIEWS)
    window = in_window(tabs)
    qtbot.addWidget(window)
    chosen: list[str] = []
    tabs.chosen.connect(chosen.append)
    tabs.choose("todo")
    names = {spoken(tab): tab for tab in tabs.findChildren(QWidget) if spoken(tab)}
    assert set(names) == {"To answer, 9", "Mine, 4", "To pick up, 5", "Other views"}
    names["To answer, 9"].setFocus()
    QTest.keyClick(names["To answer, 9"], Qt.Key.Key_Right)
    assert chosen == ["todo", "mine"]
    QTest.mouseClick(names["To pick up, 5"], Qt.MouseButton.LeftButton)
    assert tabs.chosen_id == "free"


def test_new_counts_keep_choice_and_focus(theme: Theme, qtbot: QtBot) -> None:
    tabs = TabStrip(theme, "Views")
    tabs.set_options(VIEWS)
    tabs.choose("mine")
    window = in_window(tabs)
    qtbot.addWidget(window)
    tab = next(tab for tab in tabs.findChildren(QWidget) if spoken(tab) == "Mine, 4")
    tab.setFocus()
    tabs.set_options(
        [Option("todo", "To answer", 9), Option("mine", "Mine", 7), Option("free", "To pick up", 5)]
    )
    assert tab.hasFocus() and spoken(tab) == "Mine, 7" and tabs.chosen_id == "mine"
    tabs.set_options(VIEWS[:2])
    assert tabs.chosen_id == "mine"


def test_tabs_that_do_not_fit_are_in_a_menu_but_never_the_chosen_one(theme: Theme, qtbot: QtBot) -> None:
    tabs = TabStrip(theme, "Views")
    qtbot.addWidget(tabs)
    tabs.set_options(VIEWS)
    tabs.choose("free")
    tabs.show()
    more = tabs.findChild(IconButton)
    assert isinstance(more, IconButton)

    def shown() -> list[str]:
        return [
            spoken(tab) for tab in tabs.findChildren(QAbstractButton) if tab.isVisible() and tab is not more
        ]

    tabs.resize(tabs.sizeHint())
    assert len(shown()) == 3 and not more.isVisible()
    tabs.resize(tabs.minimumSizeHint())
    assert shown() == ["To pick up, 5"] and more.isVisible()
    assert not more.geometry().intersects(tabs.findChildren(QAbstractButton)[-1].geometry())
    QTest.mouseClick(more, Qt.MouseButton.LeftButton)
    menu = tabs.findChild(Menu)
    assert isinstance(menu, Menu)
    assert [(one.iconText(), one.data()) for one in menu.actions()] == [("To answer", "9"), ("Mine", "4")]
    QTest.keyClick(menu, Qt.Key.Key_Down)
    QTest.keyClick(menu, Qt.Key.Key_Return)
    assert tabs.chosen_id == "todo"
    assert shown() == ["To answer, 9"]

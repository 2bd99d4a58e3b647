"""A list beside one of its rows in full; a narrow window shows one of the two, with a way back."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from app.words import gettext as _
from ui.theme.theme import Theme
from ui.widgets.button import Button
from ui.widgets.surfaces import Surface, tight

LIST_PX: Final = 400
NARROW: Final = 860
_NO_LIMIT: Final = 16_777_215  # Qt's own


class ListAndSheet(QWidget):
    """`column` takes the list and what stands around it; `nothing` is shown until a row is, then `sheet`.

    `back` is clicked in a narrow window by who wants the list again.
    """

    def __init__(self, theme: Theme, nothing: QWidget, sheet: QWidget, foot: QWidget | None = None) -> None:
        super().__init__()
        self._theme = theme
        self._is_on_sheet = False
        self.back = Button(theme, _("Back"), kind="quiet", icon="arrow-left")
        self._left = Surface(theme, "surface", edges=("trailing",))
        self._right = Surface(theme, "surface_sunken")
        self._shown = QStackedWidget()
        self.column = tight(QVBoxLayout(self._left))
        self.column.setContentsMargins(0, 0, 1, 0)
        right = tight(QVBoxLayout(self._right))
        right.addWidget(self.back)
        self._shown.addWidget(nothing)
        self._shown.addWidget(sheet)
        right.addWidget(self._shown, 1)
        if foot is not None:
            right.addWidget(foot)
        row = tight(QHBoxLayout(self))
        row.addWidget(self._left)
        row.addWidget(self._right, 1)

    def add_bar(self, *parts: QWidget, gap: int = 8, above: int = 12) -> None:
        """A line of the column, over or under the list: the first part takes the room that is left."""
        bar = QHBoxLayout()
        bar.setContentsMargins(16, above, 16, above)
        bar.setSpacing(gap)
        for place, part in enumerate(parts):
            bar.addWidget(part, 1 if place == 0 else 0)
        self.column.addLayout(bar)

    def show_sheet(self, *, has_row: bool, is_asked: bool) -> None:
        """`has_row`: the sheet in place of `nothing`. `is_asked`: it, not the list, where there is room for one."""
        self._shown.setCurrentIndex(1 if has_row else 0)
        self._is_on_sheet = is_asked
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A narrow window shows one of the two."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        is_narrow = self.width() < self._theme.px(NARROW)
        self._left.setVisible(not is_narrow or not self._is_on_sheet)
        self._right.setVisible(not is_narrow or self._is_on_sheet)
        self.back.setVisible(is_narrow)
        most = _NO_LIMIT if is_narrow else self._theme.px(LIST_PX)
        self._left.setMaximumWidth(most)
        self._left.setMinimumWidth(0 if is_narrow else most)


def scrolled(inside: QWidget) -> QScrollArea:
    """The part with a scroll bar where it is longer than the window."""
    scroll = QScrollArea()
    scroll.setFrameShape(QFrame.Shape.NoFrame)
    scroll.setWidgetResizable(True)
    scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    scroll.viewport().setAutoFillBackground(False)
    scroll.setWidget(inside)
    inside.setAutoFillBackground(False)
    return scroll


def go_to(part: QWidget, reason: Qt.FocusReason = Qt.FocusReason.OtherFocusReason) -> None:
    """The keyboard there, and the part in view: Qt itself scrolls for the tabulator alone."""
    part.setFocus(reason)
    around = part.parentWidget()
    while around is not None and not isinstance(around, QScrollArea):
        around = around.parentWidget()
    if around is not None:
        around.ensureWidgetVisible(part)

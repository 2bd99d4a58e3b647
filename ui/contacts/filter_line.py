"""The line of filters above the table: one chip for each, the way to add one, and to keep them as a segment."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy

from app.words import gettext as _
from ui.contacts.page import SIDE
from ui.theme.style import wants_ring
from ui.theme.theme import Theme
from ui.widgets.button import Button, IconButton
from ui.widgets.labels import ElidedLabel, set_tip
from ui.widgets.paint_chip import Chip, chip_height, chip_width, paint_chip
from ui.widgets.surfaces import Surface

LINE_PX: Final = 48
CROSS_PX: Final = 24
MOST_PX: Final = 260


class FilterChip(QAbstractButton):
    """A press changes the filter; on its cross, or with Delete, it goes: `removed`."""

    removed = Signal()

    def __init__(self, theme: Theme, words: str) -> None:
        super().__init__()
        self._theme = theme
        self._chip = Chip(words, "accent", trailing="x")
        self.setText(words)
        self.setAccessibleName(words)
        self.setAccessibleDescription(_("Enter changes the filter, Delete removes it"))
        set_tip(self, words)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        wants_ring(self, theme.px(theme.tokens.radius.chip))

    def sizeHint(self) -> QSize:
        """As wide as its words, up to a point."""
        return QSize(
            min(MOST_PX, round(chip_width(self._theme, self._chip)) + 1), chip_height(self._theme) + 8
        )

    def minimumSizeHint(self) -> QSize:
        """The sentence beside it gives way first."""
        return QSize(min(150, self.sizeHint().width()), self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The chip."""
        painter = QPainter(self)
        painter.setLayoutDirection(self.layoutDirection())
        paint_chip(painter, QRectF(self.rect()), self._theme, self._chip)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """On the cross it goes."""
        x = event.position().x()
        is_mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        if self.isDown() and (x < CROSS_PX if is_mirrored else x > self.width() - CROSS_PX):
            self.setDown(False)
            self.removed.emit()
            return
        super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter changes it, Delete takes it away."""
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.removed.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)


class FilterLine(Surface):
    """`add_asked`, `change_asked(place)`, `removed(place)`, `keep_asked` as a segment, `segments_asked` where the
    segments have no room beside the table."""

    add_asked = Signal()
    change_asked = Signal(int)
    removed = Signal(int)
    keep_asked = Signal()
    segments_asked = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "surface", edges=("bottom",))
        self.chips: list[FilterChip] = []
        self.segments = Button(theme, _("Segments"), trailing="chevron-down", height="small")
        self.says = ElidedLabel(theme, ink="text_muted")
        self.add = Button(theme, _("Add a filter"), kind="link", is_flush=True)
        self.keep = Button(theme, _("Save as a segment"), kind="link", is_flush=True)
        self.setFixedHeight(theme.px(LINE_PX))
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(SIDE, 0, SIDE - 8, 1)
        self._row.setSpacing(8)
        for part in (self.segments, self.says, self.add):
            self._row.addWidget(part)
        self._row.addStretch(1)
        self._row.addWidget(self.keep)
        self.card = IconButton(
            theme, "panel-right", _("The card beside the table"), height="small", is_checkable=True
        )
        self._row.addWidget(self.card)
        self.segments.hide()
        self.keep.hide()
        self.add.clicked.connect(self.add_asked)
        self.keep.clicked.connect(self.keep_asked)
        self.segments.clicked.connect(self.segments_asked)

    def show_filters(self, words: Sequence[str], says: str, *, can_keep: bool) -> None:
        """One chip for each; `says`: what the chosen segment means."""
        had_focus = next((n for n, chip in enumerate(self.chips) if chip.hasFocus()), None)
        for chip in self.chips:
            self._row.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self.chips = [self._made(place, one) for place, one in enumerate(words)]
        self.says.set_text(says)
        self.says.setVisible(bool(says))
        self.keep.setVisible(can_keep)
        if had_focus is not None:
            target = self.chips[min(had_focus, len(self.chips) - 1)] if self.chips else self.add
            target.setFocus(Qt.FocusReason.OtherFocusReason)

    def _made(self, place: int, words: str) -> FilterChip:
        chip = FilterChip(self.theme, words)
        chip.clicked.connect(lambda: self.change_asked.emit(place))
        chip.removed.connect(lambda: self.removed.emit(place))
        self._row.insertWidget(2 + place, chip)
        return chip

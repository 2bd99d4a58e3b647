"""The room beside the agenda: the day at a glance, or the sheet of one appointment; over it where it is narrow."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.appointments.glance import WIDTH
from ui.kit import Kit

NARROW: Final = 960  # a screen of less has no room for both


class BesideRoom(QObject):
    """`arranged(is_beside)`: whether the glance stands there by itself. One of the two is shown at a time."""

    arranged = Signal(bool)

    def __init__(self, kit: Kit, row: QHBoxLayout, whole: QWidget, glance: QWidget) -> None:
        super().__init__(whole)
        self._kit, self._row, self._whole, self._glance = kit, row, whole, glance
        self._sheet: QWidget | None = None
        self._is_narrow: bool | None = None
        self._is_asked = False  # in a narrow window: the glance was asked for
        row.addWidget(glance)
        whole.installEventFilter(self)

    @property
    def is_over(self) -> bool:
        """Whether what is beside stands over the agenda."""
        return bool(self._is_narrow)

    def take_sheet(self, sheet: QWidget) -> None:
        """The sheet, made with the first appointment that is opened."""
        self._sheet = sheet
        sheet.setFixedWidth(self._kit.theme.px(WIDTH))
        sheet.hide()
        self._place(sheet)

    def show_sheet(self) -> None:
        """In place of the glance."""
        if self._sheet is not None:
            self._sheet.show()
            self.arrange()

    def hide_sheet(self) -> None:
        """The glance is there again."""
        if self._sheet is not None:
            self._sheet.hide()
            self.arrange()

    def toggle(self) -> None:
        """In a narrow window: the glance, or away with it."""
        self._is_asked = not self._is_asked
        self.arrange()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The screen is wider or narrower."""
        if watched is self._whole and event.type() == QEvent.Type.Resize:
            self.arrange()
        return super().eventFilter(watched, event)

    def arrange(self) -> None:
        """Show what is to be shown, where there is room for it."""
        is_narrow = self._whole.width() < self._kit.theme.px(NARROW)
        if is_narrow != self._is_narrow:
            self._is_narrow = is_narrow
            self._is_asked = False
            for part in (self._glance, self._sheet):
                if part is not None:
                    self._place(part)
        has_sheet = self._sheet is not None and not self._sheet.isHidden()
        self._glance.setVisible(not has_sheet and (not is_narrow or self._is_asked))
        self.arranged.emit(not is_narrow)
        if is_narrow:
            for part in (self._glance, self._sheet):
                if part is not None and not part.isHidden():
                    self._lay_over(part)

    def _place(self, part: QWidget) -> None:
        was_hidden = part.isHidden()
        if self._is_narrow:
            self._row.removeWidget(part)
            part.setParent(self._whole)
        else:
            self._row.addWidget(part)
        part.setVisible(not was_hidden)

    def _lay_over(self, part: QWidget) -> None:
        whole = self._whole
        width = min(self._kit.theme.px(WIDTH), whole.width())
        part.setFixedWidth(width)
        top = 0 if part is self._sheet else self._kit.theme.px(self._kit.theme.tokens.size.screen_header)
        is_rtl = whole.layoutDirection() == Qt.LayoutDirection.RightToLeft
        part.setGeometry(0 if is_rtl else whole.width() - width, top, width, whole.height() - top)
        part.raise_()

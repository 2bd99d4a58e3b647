"""A line to type in and a list below it, floating over the window: what the palette and the sheet of keys share."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, QRectF, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QDialog, QFrame, QListView, QVBoxLayout, QWidget

from ui.palette.rows import FoundRow, RowsDelegate, RowsModel
from ui.theme.theme import Theme
from ui.widgets.inputs import Input
from ui.widgets.labels import Paragraph
from ui.widgets.paint_basic import fill_round
from ui.widgets.window_shape import is_blended, rounded_region

WIDTH: Final = 600
HEIGHT: Final = 440
PAD: Final = 8
LEAST: Final = 320
TOP_SHARE: Final = 0.12  # of the window's height above it
STEPS: Final = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}


class Finder(QDialog):
    """Say what fits in `rows_for`, and what Enter does in `choose`."""

    def __init__(self, theme: Theme, name: str, placeholder: str, nothing: str, window: QWidget) -> None:
        super().__init__(window, Qt.WindowType.Dialog | Qt.WindowType.FramelessWindowHint)
        self._over = window
        self._theme = theme
        self._is_blended = is_blended()
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground, self._is_blended)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.setWindowTitle(name)
        self.setAccessibleName(name)
        self.input = Input(theme, name, placeholder=placeholder, is_search=True)
        self.model = RowsModel()
        self.list = QListView()
        self._nothing = Paragraph(theme, nothing, ink="text_muted")
        self._lay_out()
        self.input.textChanged.connect(self.refresh)
        self.input.installEventFilter(self)
        self.list.clicked.connect(self._clicked)
        self.list.selectionModel().currentChanged.connect(self._say_current)

    def rows_for(self, typed: str) -> Sequence[FoundRow]:
        """What fits what was typed."""
        raise NotImplementedError

    def choose(self, place: int) -> None:
        """Enter or a click on a row."""

    def refresh(self) -> None:
        """Show what fits now; the first one is current."""
        self.model.show(self.rows_for(self.input.text()))
        has_any = bool(self.model.rows)
        self.list.setVisible(has_any)
        self._nothing.setVisible(not has_any)
        self._step(0, from_top=True)
        self.list.scrollToTop()

    def open_over(self) -> None:
        """Where the eye is: in the upper part of the window."""
        window = self._over.window()
        room = window.size()
        width = max(LEAST, min(self._theme.px(WIDTH), room.width() - 4 * PAD))
        height = min(self._theme.px(HEIGHT), room.height() - 4 * PAD)
        self.setFixedSize(width, height)
        top = min(round(room.height() * TOP_SHARE), room.height() - height)
        self.move(window.mapToGlobal(QPoint((room.width() - width) // 2, max(0, top))))
        self.refresh()
        self.open()

    def _lay_out(self) -> None:
        self.list.setModel(self.model)
        self.list.setItemDelegate(RowsDelegate(self._theme))
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the keys come from the line above it
        self.list.setMouseTracking(True)
        self.list.viewport().setAutoFillBackground(False)
        self.list.setAccessibleName(self.accessibleName())
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        column = QVBoxLayout(self)
        column.setContentsMargins(PAD, PAD, PAD, PAD)
        column.setSpacing(PAD)
        column.addWidget(self.input)
        column.addWidget(self._nothing)
        column.addWidget(self.list, 1)
        column.setAlignment(self._nothing, Qt.AlignmentFlag.AlignTop)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The arrows move in the list while one types; Enter chooses."""
        if watched is self.input and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            key = Qt.Key(event.key())
            if key in STEPS:
                self._step(STEPS[key])
                return True
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                if self.list.currentIndex().isValid():
                    self.choose(self.list.currentIndex().row())
                return True
        return super().eventFilter(watched, event)

    def _step(self, step: int, *, from_top: bool = False) -> None:
        """To the next row that is no head; round at the ends for single steps."""
        places = [place for place, row in enumerate(self.model.rows) if not row.is_head]
        if not places:
            return
        current = self.list.currentIndex().row()
        at = -1 if from_top or current not in places else places.index(current)
        if from_top or at < 0:
            target = 0
        elif abs(step) == 1:
            target = (at + step) % len(places)
        else:
            target = max(0, min(len(places) - 1, at + step))
        self.list.setCurrentIndex(self.model.index(places[target]))

    def _clicked(self, index: QModelIndex) -> None:
        self.choose(index.row())

    def _say_current(self, now: QModelIndex, _before: QModelIndex) -> None:
        self.input.setAccessibleDescription(self.model.rows[now.row()].spoken if now.isValid() else "")

    def showEvent(self, event: QShowEvent) -> None:
        """One types at once."""
        super().showEvent(event)
        self.input.setFocus(Qt.FocusReason.OtherFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where nobody blends windows, the corners are cut out of this one."""
        super().resizeEvent(event)
        if not self._is_blended:
            self.setMask(rounded_region(self.rect(), self._theme.tokens.radius.normal))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The floating ground and its edge."""
        c, painter = self._theme.colors, QPainter(self)
        if not self._is_blended:
            painter.fillRect(self.rect(), c.border_strong)
        radius = self._theme.tokens.radius.normal
        fill_round(painter, QRectF(self.rect()), c.surface_raised, radius, c.border_strong)

"""The people of this computer as large portraits, to be chosen by mouse or arrow key."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.domain.ids import DeviceId
from app.domain.seats import SEATS_MAX, SeatRow
from app.words import gettext as _
from app.words.seats import role_words
from ui.theme.style import wants_ring
from ui.theme.theme import Theme
from ui.widgets.labels import set_tip
from ui.widgets.paint_avatar import Portrait, paint_avatar
from ui.widgets.paint_basic import fill_chosen, fill_round, paint_text

WIDTH_PX: Final = 132
DISC_PX: Final = 64
PAD_PX: Final = 12
GAP_PX: Final = 8
IN_A_ROW: Final = 6
_SIDEWAYS: Final = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
_ACROSS: Final = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class Face(QAbstractButton):
    """One person: portrait, name, role."""

    def __init__(self, theme: Theme, row: SeatRow, parent: QWidget) -> None:
        super().__init__(parent)
        self.row = row
        self._theme = theme
        self._role = role_words(row.role)
        self.setText(row.name)
        self.setCheckable(True)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(f"{row.name}, {self._role}")
        if theme.metrics("body", "semibold").horizontalAdvance(row.name) > theme.px(WIDTH_PX) - 2 * GAP_PX:
            set_tip(self, row.name)
        wants_ring(self, theme.tokens.radius.normal)

    def sizeHint(self) -> QSize:
        """Room for the portrait and two lines."""
        words = self._theme.line("body") + self._theme.line("small")
        return QSize(self._theme.px(WIDTH_PX), 2 * PAD_PX + DISC_PX + GAP_PX + words)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The arrows, Enter and digits are the sheet's."""
        if event.key() == Qt.Key.Key_Space:
            super().keyPressEvent(event)
        else:
            event.ignore()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The chosen one on a soft ground."""
        theme, c = self._theme, self._theme.colors
        painter = QPainter(self)
        painter.setLayoutDirection(self.layoutDirection())
        rect = QRectF(self.rect())
        if self.isChecked():
            fill_chosen(painter, rect, theme, theme.tokens.radius.normal)
        elif self.underMouse():
            fill_round(painter, rect, c.surface_hover, theme.tokens.radius.normal)
        disc = QRectF(rect.center().x() - DISC_PX / 2, PAD_PX, DISC_PX, DISC_PX)
        paint_avatar(painter, disc, theme, Portrait(self.row.member_id, self.row.name))
        name = QRectF(GAP_PX, disc.bottom() + GAP_PX, rect.width() - 2 * GAP_PX, theme.line("body"))
        ink = c.accent_soft_text if self.isChecked() else c.text
        paint_text(painter, name, theme, self.row.name, ink, weight="semibold", is_centered=True)
        role = QRectF(name.left(), name.bottom(), name.width(), theme.line("small"))
        muted = c.accent_soft_text if self.isChecked() else c.text_muted
        paint_text(painter, role, theme, self._role, muted, role="small", is_centered=True)


class Faces(QWidget):
    """All of them. `chosen(device_id)` by click, Space or arrow key; one of them is always chosen."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._faces: list[Face] = []
        self._lines: list[QHBoxLayout] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.tokens.space.x2)
        self._in_a_row = IN_A_ROW
        for _number in range(SEATS_MAX):  # lines that hold nobody take no room
            line = QHBoxLayout()
            line.setSpacing(theme.tokens.space.x2)
            line.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            column.addLayout(line)
            self._lines.append(line)
        self.setAccessibleName(_("People at this computer"))

    @property
    def current(self) -> Face | None:
        """Who is chosen."""
        return next((face for face in self._faces if face.isChecked()), None)

    def show_rows(self, rows: Sequence[SeatRow], device_id: DeviceId) -> None:
        """These people, one of them chosen."""
        for face in self._faces:
            face.hide()
            face.deleteLater()
        self._faces = [self._add(number, row) for number, row in enumerate(rows)]
        self.choose(device_id)

    def choose(self, device_id: DeviceId) -> None:
        """Mark one; Tab enters the portraits there."""
        for face in self._faces:
            is_chosen = face.row.device_id == device_id
            face.setChecked(is_chosen)
            face.setFocusPolicy(Qt.FocusPolicy.StrongFocus if is_chosen else Qt.FocusPolicy.ClickFocus)

    def step(self, key: int) -> bool:
        """An arrow key: the next one, in the direction of reading. False for another key."""
        sideways, across = _SIDEWAYS.get(Qt.Key(key), 0), _ACROSS.get(Qt.Key(key), 0)
        current = self.current
        if current is None or not (sideways or across):
            return False
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            sideways = -sideways
        place = self._faces.index(current) + sideways + across * self._in_a_row
        if sideways or 0 <= place < len(self._faces):
            self.chosen.emit(self._faces[place % len(self._faces)].row.device_id)
        return True

    def set_room(self, width_px: int) -> None:
        """So many as fit beside each other."""
        each_px = self._theme.px(WIDTH_PX) + self._theme.tokens.space.x2
        in_a_row = max(1, min(IN_A_ROW, width_px // each_px))
        if in_a_row != self._in_a_row:
            self._in_a_row = in_a_row
            for number, face in enumerate(self._faces):
                self._lines[number // in_a_row].addWidget(face)  # it leaves the line that it was in

    def _add(self, number: int, row: SeatRow) -> Face:
        face = Face(self._theme, row, self)
        face.clicked.connect(lambda: self.chosen.emit(row.device_id))
        self._lines[number // self._in_a_row].addWidget(face)
        face.show()
        return face

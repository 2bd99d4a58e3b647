"""Who can be named: a few rows above the cursor. The text box keeps the focus and gives its keys here."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from app.domain.rows import MemberRow
from app.words import gettext as _
from app.words.team import role_words
from ui.plain import shown_name
from ui.theme.theme import Theme
from ui.widgets.paint_avatar import Portrait, paint_avatar
from ui.widgets.paint_basic import Strip, fill_round, is_rtl, paint_text

ROW: Final = 32
MOST: Final = 6
WIDTH: Final = 260
PAD: Final = 4
AVATAR: Final = 20
GAP: Final = 8
_CHOOSE: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab)


class MentionList(QWidget):
    """`chosen(MemberRow)` by Enter, Tab or the mouse."""

    chosen = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme, self._over = theme, parent
        self._rows: list[MemberRow] = []
        self._at = 0
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMouseTracking(True)
        self.setAccessibleName(_("Name somebody of the team"))
        self.hide()

    @property
    def rows(self) -> list[MemberRow]:
        """Who is offered now; nobody while it is closed."""
        return list(self._rows) if self.isVisible() else []

    def show_above(self, rows: Sequence[MemberRow], at: QPoint) -> None:
        """Offer these, the list's foot at a point of the parent."""
        fresh = list(rows[:MOST])
        if [row.member_id for row in fresh] != [row.member_id for row in self._rows] or not self.isVisible():
            self._at = 0
        self._rows = fresh
        height = self._theme.px(ROW) * len(fresh) + 2 * PAD + 2
        self.resize(WIDTH, height)
        left = max(0, min(at.x() - PAD, self._over.width() - WIDTH - PAD))
        self.move(left, max(0, at.y() - height - PAD))
        self.show()
        self.raise_()
        self.update()
        self._tell()

    def take_key(self, key: int) -> bool:
        """Whether the key was for this list."""
        if not self.isVisible():
            return False
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._at = (self._at + (1 if key == Qt.Key.Key_Down else -1)) % len(self._rows)
            self.update()
            self._tell()
        elif key in _CHOOSE:
            self.chosen.emit(self._rows[self._at])
        elif key == Qt.Key.Key_Escape:
            self.hide()
        else:
            return False
        return True

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """The row under the pointer."""
        self._at = self._row_at(event)
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose it; the box keeps the focus."""
        self.chosen.emit(self._rows[self._row_at(event)])

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The rows, on a raised ground."""
        theme, c = self._theme, self._theme.colors
        painter = QPainter(self)
        painter.setLayoutDirection(self.layoutDirection())
        box = QRectF(self.rect())
        fill_round(painter, box, c.surface_raised, theme.tokens.radius.normal, c.border_strong)
        height = theme.px(ROW)
        for number, row in enumerate(self._rows):
            line = QRectF(PAD + 1, PAD + 1 + number * height, box.width() - 2 * PAD - 2, height)
            if number == self._at:
                fill_round(painter, line, c.surface_hover, theme.tokens.radius.small)
            strip = Strip(line.adjusted(GAP, 0, -GAP, 0), is_rtl=is_rtl(painter))
            disc = strip.leading(AVATAR, GAP)
            paint_avatar(painter, QRectF(disc.left(), line.center().y() - AVATAR / 2, AVATAR, AVATAR), theme,
                         Portrait(row.member_id, row.name))  # fmt: skip
            role = role_words(row.role)
            width = theme.metrics("small").horizontalAdvance(role) + 1
            paint_text(painter, strip.trailing(width, GAP), theme, role, c.text_faint, role="small")
            paint_text(painter, strip.rest, theme, shown_name(row.name), c.text)

    def _row_at(self, event: QMouseEvent) -> int:
        place = int((event.position().y() - PAD) // self._theme.px(ROW))
        return max(0, min(place, len(self._rows) - 1))

    def _tell(self) -> None:
        """A screen reader says who Enter would name."""
        if self._rows:
            QAccessible.updateAccessibility(
                QAccessibleAnnouncementEvent(self, shown_name(self._rows[self._at].name))
            )

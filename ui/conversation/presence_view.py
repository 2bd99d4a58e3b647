"""Colleagues in the head of a conversation: their portraits, and whether they look or write."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.domain.rows import PresenceRow
from app.words.presence import presence_words
from ui.plain import isolated, shown_name
from ui.theme.theme import Theme
from ui.widgets.labels import set_tip
from ui.widgets.paint_avatar import Portrait, paint_avatar
from ui.widgets.paint_basic import Strip, centered, fill_round, is_rtl, paint_text

AVATAR: Final = 20
OVERLAP: Final = 6  # of one portrait over the one before
RING: Final = 2  # of the ground around each
MOST: Final = 3  # portraits; the words count the others
GAP: Final = 8
WORDS_PX: Final = 320  # at most; the tip has all of it


class PresenceView(QWidget):
    """As wide as it needs; hidden when nobody is there.

    Where the head is narrow it tells only who writes, then only shows the portraits, then nothing.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._rows: tuple[PresenceRow, ...] = ()
        self._room = WORDS_PX  # for portraits and words
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.hide()
        theme.changed.connect(self.updateGeometry)

    def show_rows(self, rows: Sequence[PresenceRow]) -> None:
        """These colleagues and no others."""
        if tuple(rows) == self._rows:
            return
        self._rows = tuple(rows)
        self.setAccessibleName(words_of(rows))
        set_tip(self, words_of(rows))
        self._settle()

    def _settle(self) -> None:
        self.setVisible(bool(self._rows) and self._portraits_px() <= self._room)
        self.updateGeometry()
        self.update()

    @property
    def words(self) -> str:
        """What it says in the room it has, with first names."""
        writers = [row for row in self._rows if row.what == "typing"]
        metrics = self._theme.metrics("small")
        for rows in (self._rows, writers):
            words = words_of(rows, is_short=True)
            if words and metrics.horizontalAdvance(words) < min(
                WORDS_PX, self._room - self._portraits_px() - GAP
            ):
                return words
        return ""

    def give_room(self, width_px: int) -> None:
        """So much of the head is free for it; the customer's name comes first."""
        self._room = width_px
        self._settle()

    def sizeHint(self) -> QSize:
        """Portraits and words."""
        words = self.words
        shown = GAP + self._theme.metrics("small").horizontalAdvance(words) + 1 if words else 0
        return QSize(round(self._portraits_px() + shown), AVATAR + 2 * RING)

    def minimumSizeHint(self) -> QSize:
        """The portraits alone."""
        return QSize(round(self._portraits_px()), AVATAR + 2 * RING)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The portraits, each ringed by the ground, then the words where a good part of them fits."""
        theme, c = self._theme, self._theme.colors
        painter = QPainter(self)
        painter.setLayoutDirection(self.layoutDirection())
        strip = Strip(QRectF(self.rect()), is_rtl=is_rtl(painter))
        portraits = Strip(strip.leading(self._portraits_px(), GAP), is_rtl=is_rtl(painter))
        for row in self._rows[:MOST]:
            disc = centered(portraits.leading(AVATAR + 2 * RING, -OVERLAP), AVATAR, AVATAR)
            fill_round(painter, disc.adjusted(-RING, -RING, RING, RING), c.surface, AVATAR / 2 + RING)
            paint_avatar(painter, disc, theme, Portrait(row.member_id, row.name))
        paint_text(painter, strip.rest, theme, self.words, c.text_muted, role="small")

    def _portraits_px(self) -> float:
        count = min(len(self._rows), MOST)
        return count * (AVATAR + 2 * RING - OVERLAP) + OVERLAP if count else 0


def words_of(rows: Sequence[PresenceRow], *, is_short: bool = False) -> str:
    """Who writes, then who looks; `is_short`: with first names."""
    names = {
        what: [_name(row, is_short) for row in rows if row.what == what] for what in ("typing", "viewing")
    }
    return presence_words(names["typing"], names["viewing"])


def _name(row: PresenceRow, is_short: bool) -> str:
    name = shown_name(row.name) if row.name else ""
    first = name.split()[0] if is_short and name.split() else name
    return isolated(first) if first else ""

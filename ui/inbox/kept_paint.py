"""Chips and holders' discs, painted once and kept: a list shows the same few again and again while it scrolls."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QPainter, QPixmap

from ui.theme.theme import Theme
from ui.widgets.paint_avatar import (
    Portrait,
    assignee_rect,
    hue_of,
    initials,
    paint_assignee,
    paint_avatar,
)
from ui.widgets.paint_basic import is_rtl, ratio_of
from ui.widgets.paint_chip import Chip, chip_width, paint_chip

MOST: Final = 400  # pictures kept; then all are made anew


class KeptPaint:
    """One for each list. Theme, text size, screen and direction are part of what a picture is kept for."""

    def __init__(self, theme: Theme) -> None:
        self.theme = theme
        self._pictures: dict[tuple[object, ...], QPixmap] = {}
        self._widths: dict[tuple[Chip, float], float] = {}

    def width(self, chip: Chip) -> float:
        """How wide a chip will be."""
        key = (_settled(chip), self.theme.scale)
        width = self._widths.get(key)
        if width is None:
            if len(self._widths) >= MOST:
                self._widths.clear()
            width = self._widths[key] = chip_width(self.theme, chip)
        return width

    def chip(self, painter: QPainter, rect: QRectF, chip: Chip) -> None:
        """As `paint_chip`. A ring that still fills is another at every look, so it is not kept."""
        settled = _settled(chip)
        if settled.ring is not None and settled.ring < 1:
            paint_chip(painter, rect, self.theme, chip)
            return
        size = QSizeF(math.ceil(min(rect.width(), self.width(chip))), rect.height())
        left = rect.right() - size.width() if is_rtl(painter) else rect.left()
        box = QRectF(QPointF(0, 0), size)
        picture = self._picture(
            painter,
            (settled, size.width(), size.height()),
            size,
            lambda on: paint_chip(on, box, self.theme, chip),
        )
        painter.drawPixmap(QPointF(round(left), round(rect.top())), picture)

    def holder(self, painter: QPainter, portrait: QRectF, name: str, *, is_mine: bool) -> None:
        """As `paint_assignee`."""
        disc = assignee_rect(portrait, is_rtl=is_rtl(painter))

        def paint(on: QPainter) -> None:
            on.translate(-disc.topLeft())
            paint_assignee(on, portrait, self.theme, name, is_mine=is_mine)

        picture = self._picture(painter, (initials(name)[:1], is_mine), disc.size(), paint)
        painter.drawPixmap(disc.topLeft(), picture)

    def portrait(self, painter: QPainter, disc: QRectF, who: Portrait) -> None:
        """As `paint_avatar`, in the middle of `disc`."""
        letters = initials(who.name)
        box = QRectF(QPointF(0, 0), disc.size())
        picture = self._picture(
            painter,
            ("portrait", letters, hue_of(who.key) if letters else -1, disc.height()),
            disc.size(),
            lambda on: paint_avatar(on, box, self.theme, who),
        )
        painter.drawPixmap(QPointF(round(disc.left()), round(disc.top())), picture)

    def _picture(
        self, painter: QPainter, what: tuple[object, ...], size: QSizeF, paint: Callable[[QPainter], None]
    ) -> QPixmap:
        theme, ratio = self.theme, ratio_of(painter)
        key = (*what, theme.scheme, theme.scale, ratio, is_rtl(painter))
        kept = self._pictures.get(key)
        if kept is not None:
            return kept
        if len(self._pictures) >= MOST:
            self._pictures.clear()
        picture = QPixmap((size * ratio).toSize())
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        on = QPainter(picture)
        on.setLayoutDirection(painter.layoutDirection())
        paint(on)
        on.end()
        self._pictures[key] = picture
        return picture


def _settled(chip: Chip) -> Chip:
    """Beyond the standard every ring looks alike."""
    return replace(chip, ring=1.0) if chip.ring is not None and chip.ring > 1 else chip

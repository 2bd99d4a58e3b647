"""Lines of text laid out once and kept: a board shows the same few hundred again and again while it moves."""

from __future__ import annotations

from math import floor
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QStaticText, QTextOption, QTransform

from ui.theme.theme import Theme
from ui.theme.tokens import Role, Weight
from ui.widgets.paint_basic import elided, is_rtl

MOST_KEPT: Final = 6_000


class Lines:
    """Writes one line at a time. Everything is forgotten when the theme or the size of text changes."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._kept: dict[tuple[str, int, Role, Weight, bool], tuple[QStaticText, float]] = {}
        theme.changed.connect(self._kept.clear)

    def write(
        self,
        painter: QPainter,
        rect: QRectF,
        text: str,
        color: QColor,
        *,
        role: Role = "body",
        weight: Weight = "regular",
        tabular: bool = False,
        is_trailing: bool = False,
    ) -> float:
        """In the middle of the height of `rect`, cut where it no longer fits; gives the width that it took."""
        if not text or rect.width() <= 0:
            return 0.0
        laid_out, width = self._laid_out(text, int(rect.width()), role, weight, tabular)
        at_right = is_trailing != is_rtl(painter)
        left = rect.right() - width if at_right else rect.left()
        top = rect.top() + (rect.height() - laid_out.size().height()) / 2
        painter.setPen(color)
        painter.setFont(self._theme.font(role, weight, tabular=tabular))
        painter.drawStaticText(
            QPointF(left, floor(top + 0.5)), laid_out
        )  # `round` would shake while it scrolls
        return width

    def width(
        self, text: str, *, role: Role = "body", weight: Weight = "regular", tabular: bool = False
    ) -> float:
        """How wide it is when nothing is cut."""
        return self._laid_out(text, MOST_PX, role, weight, tabular)[1] if text else 0.0

    def _laid_out(
        self, text: str, width: int, role: Role, weight: Weight, tabular: bool
    ) -> tuple[QStaticText, float]:
        place = (text, width, role, weight, tabular)
        kept = self._kept.get(place)
        if kept is None:
            if len(self._kept) >= MOST_KEPT:
                self._kept.clear()
            metrics = self._theme.metrics(role, weight, tabular=tabular)
            shown = QStaticText(elided(metrics, text, width))
            shown.setTextFormat(Qt.TextFormat.PlainText)
            option = QTextOption()
            option.setWrapMode(QTextOption.WrapMode.NoWrap)
            option.setTextDirection(Qt.LayoutDirection.LayoutDirectionAuto)
            shown.setTextOption(option)
            shown.prepare(QTransform(), self._theme.font(role, weight, tabular=tabular))
            kept = self._kept[place] = (shown, shown.size().width())
        return kept


MOST_PX: Final = 100_000

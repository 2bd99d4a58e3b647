"""The status bar: one dot and a few short facts at its start, the business, its line and the manual at its end."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Literal

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from app.words import gettext as _
from ui.theme.theme import Theme
from ui.widgets.button import IconButton
from ui.widgets.labels import set_tip
from ui.widgets.paint_basic import Strip, fill, is_rtl, paint_text
from ui.widgets.paint_marks import paint_dot

Dot = Literal["success", "warning", "danger", "neutral"]

_PAD: Final = 16
_DOT_PX: Final = 8
_BETWEEN: Final = 8  # each side of the point between two facts
_EDGE: Final = 6  # beside the manual's button
_APART: Final = 24  # least room between both ends
_POINT: Final = "·"
_BAR: Final = 96  # how far the history has come, before its words
_BAR_AT: Final = 1  # … which are the second fact


class StatusBar(QWidget):
    """28 high. The end goes first when room is short, then the last facts; the tool tip has them all."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._dot: Dot = "neutral"
        self._facts: tuple[str, ...] = ()
        self._end: tuple[str, ...] = ()
        self._share: float | None = None
        self.manual = IconButton(theme, "circle-help", _("Manual"), tip=_("Manual (F1)"), height="small")
        self.manual.setFocusPolicy(
            Qt.FocusPolicy.NoFocus
        )  # the keyboard stays at what the manual is asked about
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, _EDGE, 0)
        row.addWidget(self.manual, 0, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def set_state(
        self, dot: Dot, facts: Sequence[str], end: Sequence[str] = (), share: float | None = None
    ) -> None:
        """What it says now, the most important first; a change is told to screen readers.

        `share`: how far the history has come, 0 to 1, drawn as a bar before the second fact.
        """
        state = (dot, tuple(facts), tuple(end), share)
        if state == (self._dot, self._facts, self._end, self._share):
            return
        is_change = bool(self._facts) and (share is None or self._share is None)  # not at each step of it
        self._dot, self._facts, self._end, self._share = state
        whole = ". ".join((*self._facts, *self._end))
        self.setAccessibleName(whole)
        set_tip(self, whole)
        if is_change:
            self._tell_change()
        self.update()

    def _tell_change(self) -> None:
        from PySide6.QtGui import (
            QAccessible,
            QAccessibleEvent,
        )  # not for the first words: 3 ms of every start

        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.NameChanged))

    def sizeHint(self) -> QSize:
        """28 high, as wide as the window."""
        return QSize(320, self._theme.px(self._theme.tokens.size.status_bar))

    @property
    def shown_facts(self) -> tuple[str, ...]:
        """The facts that fit now."""
        facts = self._facts
        while len(facts) > 1 and self._width(facts) + self._lead() > self._room():
            facts = facts[:-1]
        return facts

    @property
    def shows_end(self) -> bool:
        """Whether the end fits beside all facts."""
        needed = self._lead() + self._width(self._facts) + _APART + self._width(self._end)
        return bool(self._end) and needed <= self._room()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Ground, upper edge, dot, facts."""
        c = self._theme.colors
        painter = QPainter(self)
        painter.setLayoutDirection(self.layoutDirection())
        rect = QRectF(self.rect())
        fill(painter, rect, c.window)
        fill(painter, QRectF(0, 0, rect.width(), 1), c.border)
        before, after = (self._tail(), _PAD) if is_rtl(painter) else (_PAD, self._tail())
        strip = Strip(rect.adjusted(before, 1, -after, 0), is_rtl=is_rtl(painter))
        if self.shows_end:
            self._paint_facts(painter, strip.trailing(self._width(self._end), _APART), self._end)
        paint_dot(painter, strip.leading(_DOT_PX, _BETWEEN), self._dot_color())
        self._paint_facts(painter, strip.rest, self.shown_facts)

    def _paint_facts(self, painter: QPainter, rect: QRectF, facts: tuple[str, ...]) -> None:
        strip = Strip(rect, is_rtl=is_rtl(painter))
        for number, fact in enumerate(facts):
            if number:
                box = strip.leading(self._advance(_POINT) + 2 * _BETWEEN)
                self._paint_word(painter, box, _POINT, is_centered=True)
            if number == _BAR_AT and self._share is not None and facts is not self._end:
                from ui.widgets.paint_progress import paint_progress  # few starts have a history to load

                paint_progress(painter, strip.leading(_BAR, _BETWEEN), self._theme, self._share)
            self._paint_word(painter, strip.leading(min(self._advance(fact), strip.rest.width())), fact)

    def _paint_word(self, painter: QPainter, box: QRectF, word: str, *, is_centered: bool = False) -> None:
        ink = self._theme.colors.text_muted
        paint_text(painter, box, self._theme, word, ink, role="small", tabular=True, is_centered=is_centered)

    def _dot_color(self) -> QColor:
        c = self._theme.colors
        return {
            "success": c.success,
            "warning": c.warning,
            "danger": c.danger,
            "neutral": c.neutral_fill,
        }[self._dot]

    def _room(self) -> int:
        return self.width() - _PAD - self._tail()

    def _tail(self) -> int:
        """What the button takes from the end."""
        return self.manual.sizeHint().width() + _EDGE + _BETWEEN

    def _lead(self) -> int:
        return _DOT_PX + _BETWEEN

    def _width(self, facts: tuple[str, ...]) -> float:
        points = max(0, len(facts) - 1) * (self._advance(_POINT) + 2 * _BETWEEN)
        has_bar = self._share is not None and len(facts) > _BAR_AT and facts is not self._end
        bar = _BAR + _BETWEEN if has_bar else 0
        return sum(self._advance(fact) for fact in facts) + points + bar

    def _advance(self, text: str) -> float:
        return self._theme.metrics("small", tabular=True).horizontalAdvance(text)

"""What stands beside the agenda: the day at a glance, and below it the boxes that parts add."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from app.domain.agenda_rows import FILTER_OF, AgendaDays
from app.domain.appointments import State
from app.domain.money import plus
from app.words import gettext as _
from app.words import ngettext
from app.words.appointment_lines import state_name
from ui.appointments import when
from ui.appointments.patterns import SWATCH, Patterns
from ui.appointments.states import COUNTED, counts_of, state_chip
from ui.deals.words import totals
from ui.inbox.kept_paint import KeptPaint
from ui.kit import Kit
from ui.settings.list_and_sheet import scrolled
from ui.theme.theme import Theme
from ui.widgets.labels import Paragraph
from ui.widgets.paint_basic import Strip, centered, fill_round, is_rtl, paint_text
from ui.widgets.surfaces import Line, Surface

SOON_MS: Final = 60
WIDTH: Final = 320
SIDE: Final = 16
ROW_PX: Final = 30
ALWAYS: Final = frozenset({"confirmed", "asked", "to_ask", "no_answer", "wants_move", "to_call", "cancelled"})
NOT_EXPECTED: Final = frozenset({"cancelled", "no_show"})


class CountRows(QWidget):
    """A swatch, a chip and a count for each state; `chosen(filter)` at a click."""

    chosen = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._patterns, self._kept = Patterns(theme), KeptPaint(theme)
        self.rows: list[tuple[State, int]] = []
        self._hovered = -1
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_counts(self, rows: Sequence[tuple[State, int]]) -> None:
        """Other counts."""
        self.rows = list(rows)
        self.setAccessibleName(", ".join(f"{state_name(state)}: {count}" for state, count in self.rows))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Its rows."""
        return QSize(WIDTH - 2 * SIDE, len(self.rows) * self._theme.px(ROW_PX))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """One below the other."""
        theme, c, height = self._theme, self._theme.colors, self._theme.px(ROW_PX)
        painter = QPainter(self)
        painter.setLayoutDirection(self.layoutDirection())
        for number, (state, count) in enumerate(self.rows):
            box = QRectF(0, number * height, self.width(), height)
            if number == self._hovered and count:
                fill_round(painter, box.adjusted(-4, 1, 4, -1), c.surface_hover, theme.tokens.radius.small)
            strip = Strip(box, is_rtl=is_rtl(painter))
            swatch = centered(strip.leading(SWATCH[0], 8), *SWATCH)
            self._patterns.block(painter, swatch, state)
            figure = strip.trailing(40)
            chip = state_chip(state)
            self._kept.chip(painter, strip.leading(self._kept.width(chip)), chip)
            ink = c.text if count else c.text_disabled
            paint_text(
                painter, figure, theme, str(count), ink, weight="semibold", tabular=True, is_trailing=True
            )

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """The row under the pointer can be pressed."""
        row = self._row_at(event.position())
        self._hovered = row
        is_hand = row >= 0 and self.rows[row][1] > 0
        self.setCursor(Qt.CursorShape.PointingHandCursor if is_hand else Qt.CursorShape.ArrowCursor)
        self.update()

    def leaveEvent(self, _event: object) -> None:
        """Nothing is under it."""
        self._hovered = -1
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The filter of that state."""
        row = self._row_at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and row >= 0 and self.rows[row][1]:
            self.chosen.emit(FILTER_OF[self.rows[row][0]])

    def _row_at(self, at: QPointF) -> int:
        row = int(at.y() // self._theme.px(ROW_PX))
        return row if 0 <= row < len(self.rows) else -1


class GlancePanel(Surface):
    """`filter_chosen(filter)`. Boxes of parts are below the counts, in the order in which they were added."""

    filter_chosen = Signal(str)

    def __init__(self, kit: Kit) -> None:
        theme = kit.theme
        super().__init__(theme, "surface", edges=("leading",))
        self._kit = kit
        self._days: AgendaDays | None = None
        self._can_write_sums = False  # how money is written takes 50 ms to learn: after the first painting
        self._soon = QTimer(self, singleShot=True, interval=SOON_MS)
        self._soon.timeout.connect(self._show_sums)
        self.title = Paragraph(theme, role="lead", weight="semibold")
        self.sums = Paragraph(theme, ink="text_muted")
        self.counts = CountRows(theme)
        self.counts.chosen.connect(self.filter_chosen)
        inside = Surface(theme, "surface")
        inside.setMinimumWidth(1)
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        top = QVBoxLayout()
        top.setContentsMargins(SIDE, 16, SIDE, 12)
        top.setSpacing(0)
        top.addWidget(self.title)
        top.addWidget(self.sums)
        top.addSpacing(12)
        top.addWidget(self.counts)
        self._column.addLayout(top)
        self._column.addStretch(1)
        self.boxes: list[QWidget] = []
        whole = QVBoxLayout(self)
        whole.setContentsMargins(1, 0, 0, 0)
        whole.addWidget(scrolled(inside))
        self.setFixedWidth(theme.px(WIDTH))

    def add_box(self, box: QWidget) -> None:
        """One more box of a part, below a line; the line goes with it."""
        holder = _Box(self.theme, box)
        self._column.insertWidget(self._column.count() - 1, holder)
        self.boxes.append(box)

    def show_days(self, days: AgendaDays) -> None:
        """Counts and what is expected of these days, then the boxes."""
        language = self._kit.formats.language
        counts = counts_of(row.state for row in days.rows)
        rows = [(first, sum(counts[one] for one in states)) for first, states in COUNTED]
        self.counts.show_counts([(state, n) for state, n in rows if n or state in ALWAYS])
        if days.days > 1:
            self.title.set_text(_("The week at a glance"))
        else:
            near = when.near_name(days.from_day, language, days.today)
            self.title.set_text(_("{day} at a glance").format(day=near))
        self._days = days
        self.sums.set_text(sums_words(days, language) if self._can_write_sums else count_words(days))
        if not self._can_write_sums:
            self._soon.start()
        for box in self.boxes:
            box.show_days(days)  # type: ignore[attr-defined]

    def close_down(self) -> None:
        """No timer may outlive the screen."""
        self._soon.stop()

    def _show_sums(self) -> None:
        self._can_write_sums = True
        if self._days is not None:
            self.sums.set_text(sums_words(self._days, self._kit.formats.language))


class _Box(QWidget):
    """A part's box with the line above it; hidden with it."""

    def __init__(self, theme: Theme, box: QWidget) -> None:
        super().__init__()
        self._box = box
        self._line = Line(theme)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._line)
        column.addWidget(box)
        self._line.setVisible(not box.isHidden())
        box.installEventFilter(self)

    def eventFilter(self, watched: object, event: object) -> bool:
        """Its line is there while the box is."""
        from PySide6.QtCore import QEvent

        assert isinstance(event, QEvent)
        if watched is self._box and event.type() in (QEvent.Type.ShowToParent, QEvent.Type.HideToParent):
            self._line.setVisible(event.type() == QEvent.Type.ShowToParent)
        return False


def count_words(days: AgendaDays) -> str:
    """13 appointments."""
    count = len(days.rows)
    return ngettext("{n} appointment", "{n} appointments", count).format(n=count)


def sums_words(days: AgendaDays, language: str) -> str:
    """13 appointments, 887 € expected."""
    said = count_words(days)
    expected = totals(plus(row.price for row in days.rows if row.state not in NOT_EXPECTED), language)
    return _("{appointments}, {sum} expected").format(appointments=said, sum=expected) if expected else said

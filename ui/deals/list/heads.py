"""The heads of the list: their words, and the one by which it is sorted."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRect, QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHeaderView, QWidget

from app.domain.deal_rows import DealSort
from app.words import gettext as _
from ui.deals.list.columns import EDGE, Column
from ui.deals.list.model import DealListModel
from ui.kit import Kit
from ui.theme.icons import IconName
from ui.theme.style import KeyWatch, is_keyboard_focus
from ui.widgets.paint_basic import Strip, fill, is_rtl, paint_icon, paint_row_ring, paint_text
from ui.widgets.spoken_role import speak_as

PAD: Final = 8
# The smallest, or what is due first, stands on top.
UPWARDS: Final[tuple[DealSort, ...]] = ("name", "need", "amount_back", "made_back", "stage_age_back")
BACK: Final[dict[DealSort, DealSort]] = {
    "amount": "amount_back", "stage_age": "stage_age_back", "name": "name_back", "made": "made_back",
}  # fmt: skip
_FORTH: Final[dict[DealSort, DealSort]] = {back: forth for forth, back in BACK.items()}


def forth(sort: DealSort) -> DealSort:
    """The order of the head, whichever way round it is."""
    return _FORTH.get(sort, sort)


class DealHeads(QHeaderView):
    """`sort_asked(order)` by click, Enter or Space, the other way round when pressed again; Left and Right go from head
    to head, Down into the list.
    """

    sort_asked = Signal(str)
    left_down = Signal()

    def __init__(self, kit: Kit, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._kit = kit
        self._keys = KeyWatch(self)
        self._current = 0
        self.sort: DealSort = "need"
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(_("Columns"))
        speak_as(self, "ColumnHeader")
        self.sectionClicked.connect(self._ask)

    @property
    def columns(self) -> tuple[Column, ...]:
        """By section."""
        model = self.model()
        return model.columns if isinstance(model, DealListModel) else ()

    def show_sort(self, sort: DealSort) -> None:
        """Where the arrow stands."""
        self.sort = sort
        self.viewport().update()
        self._speak()

    def _ask(self, section: int) -> None:
        column = self.columns[section]
        if column.sort is not None:
            is_again = column.sort == self.sort
            self.sort_asked.emit(BACK.get(column.sort, column.sort) if is_again else column.sort)

    # -- painting

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        """Its word, and the arrow of the order."""
        theme, c, box = self._kit.theme, self._kit.theme.colors, QRectF(rect)
        column = self.columns[section]
        painter.setLayoutDirection(self.layoutDirection())
        fill(painter, box, c.surface)
        fill(painter, QRectF(box.left(), box.bottom() - 1, box.width(), 1), c.border_strong)
        strip = Strip(box.adjusted(0, 0, 0, -1), is_rtl=is_rtl(painter))
        strip.leading(PAD + (EDGE if section == 0 else 0))
        strip.trailing(PAD + (EDGE if section == len(self.columns) - 1 else 0))
        is_sorted, size = column.sort == forth(self.sort), theme.tokens.icon.small
        is_figure = column.kind == "figure"
        if is_sorted:
            arrow: IconName = "arrow-up" if self.sort in UPWARDS else "arrow-down"
            room = theme.metrics("small", "medium").horizontalAdvance(column.words) + 5
            if is_figure:
                words = strip.trailing(min(room, strip.rest.width() - size), 0)
                paint_icon(painter, strip.trailing(size), theme, arrow, size, c.text)
            else:
                words = strip.leading(min(room, strip.rest.width() - size), 0)
                paint_icon(painter, strip.leading(size), theme, arrow, size, c.text)
        else:
            words = strip.rest
        ink = c.text if is_sorted else c.text_muted
        paint_text(
            painter, words, theme, column.words, ink, role="small", weight="medium", is_trailing=is_figure
        )
        if section == self._current and self.hasFocus() and is_keyboard_focus(self):
            paint_row_ring(painter, box.adjusted(0, 0, 0, -1), theme, 4)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The ground also beside the columns."""
        painter, c = QPainter(self.viewport()), self._kit.theme.colors
        rect = QRectF(self.viewport().rect())
        fill(painter, rect, c.surface)
        fill(painter, QRectF(rect.left(), rect.bottom() - 1, rect.width(), 1), c.border_strong)
        painter.end()
        super().paintEvent(event)

    # -- keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """See the class."""
        key = Qt.Key(event.key())
        step = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}.get(key, 0)
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            step = -step
        if step:
            self._current = min(max(0, self._current + step), len(self.columns) - 1)
            self._speak()
            self.viewport().update()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._ask(self._current)
        elif key == Qt.Key.Key_Down:
            self.left_down.emit()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The head by which the list is sorted is gone to first."""
        sorted_at = (n for n, column in enumerate(self.columns) if column.sort == forth(self.sort))
        self._current = next(sorted_at, 0)
        super().focusInEvent(event)
        self._speak()
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The ring goes."""
        super().focusOutEvent(event)
        self.viewport().update()

    def _speak(self) -> None:
        """A screen reader hears the head that is gone to, and whether the list is sorted by it."""
        if self._current < len(self.columns):
            column = self.columns[self._current]
            is_sorted = _("the list is sorted by it") if column.sort == forth(self.sort) else ""
            self.setAccessibleDescription(", ".join(part for part in (column.words, is_sorted) if part))

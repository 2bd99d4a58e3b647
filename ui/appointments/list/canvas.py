"""What the list of appointments looks like: lines of their heights, the head that sticks, which line is where."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHeaderView, QTableView

from app.words import gettext as _
from ui.appointments.list.entries import Entry, HeadEntry, RowEntry, key_of
from ui.appointments.list.face import Look, RowFace, row_face
from ui.appointments.list.model import AgendaModel
from ui.appointments.list.painter import AgendaPainter, LineState, block_rect
from ui.appointments.list.widths import Widths, widths_of
from ui.kit import Kit
from ui.theme.style import KeyWatch, is_keyboard_focus
from ui.widgets.paint_basic import fill

HEAD_PX: Final = 44
LOW_HEAD_PX: Final = 32
DENSE_FROM: Final = 60  # so many appointments of a day make the lines lower


class ListCanvas(QTableView):
    """`stood_on(appointment id)` when another line is gone to."""

    stood_on = Signal(str)

    def __init__(self, kit: Kit) -> None:
        super().__init__()
        self.keys_seen = KeyWatch(self)
        self._kit = kit
        self._look: Look | None = None
        self._faces: dict[str, tuple[object, RowFace]] = {}
        self.painter_ = AgendaPainter(kit.theme)
        self.hovered = -1
        self.is_answer_hot = False  # the pointer is on what was last heard
        self.is_button_hot = False  # the pointer is on the button of the line
        self.held = ""  # whose button is held down
        self.widths: Widths = widths_of(800, 1.0, has_resource=False, has_days=False)
        self._is_dense = False
        self._has_resource = False
        self.list = AgendaModel(self._spoken)
        self.setModel(self.list)
        self._settle()
        kit.theme.changed.connect(self._measure)

    def _settle(self) -> None:
        self.setObjectName("appointments")
        self.setAccessibleName(_("Appointments"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setSelectionMode(QTableView.SelectionMode.NoSelection)
        self.setEditTriggers(QTableView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.horizontalHeader().hide()
        self.horizontalHeader().setStretchLastSection(True)
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setMinimumSectionSize(1)
        self.verticalScrollBar().valueChanged.connect(lambda _at: self.viewport().update())

    # -- what is shown

    def show_entries(
        self, entries: Sequence[Entry], look: Look, *, has_resource: bool, is_same: bool
    ) -> None:
        """Other lines. `is_same`: the same day was read again, so whoever reads in it keeps their place."""
        kept, was_at = self.current_key, self.verticalScrollBar().value()
        if self._look is None or (self._look.formats, self._look.has_days) != (look.formats, look.has_days):
            self._faces.clear()
        self._look, self._has_resource = look, has_resource
        per_day = len(look.days.rows) / max(1, look.days.days)
        self._is_dense = per_day >= DENSE_FROM
        self._fit()
        self.list.show(entries)
        self._size_lines()
        if kept and not self.stand_again(kept) and is_same:
            self.setCurrentIndex(self.list.index(-1, -1))
        self.verticalScrollBar().setValue(was_at if is_same else 0)
        self.viewport().update()

    def forget(self) -> None:
        """Write every line anew."""
        self._faces.clear()
        self.viewport().update()

    def face(self, entry: RowEntry) -> RowFace:
        """What a line says."""
        look, key = self._look, entry.row.appointment_id
        assert look is not None
        kept = self._faces.get(key)
        if kept is None or kept[0] is not entry.row:
            kept = self._faces[key] = (entry.row, row_face(entry.row, look))
        return kept[1]

    def _spoken(self, entry: Entry) -> str:
        return entry.spoken if isinstance(entry, HeadEntry) else self.face(entry).spoken

    # -- sizes

    def row_height(self, entry: Entry) -> int:
        """How high a line is."""
        theme, size = self._kit.theme, self._kit.theme.tokens.size
        if isinstance(entry, HeadEntry):
            return theme.px(HEAD_PX if entry.is_tall else LOW_HEAD_PX)
        return theme.px(size.row_table_dense if self._is_dense else size.row_table)

    def _size_lines(self) -> None:
        rows = self.verticalHeader()
        rows.setDefaultSectionSize(self._kit.theme.px(self.row_size))
        for number, entry in enumerate(self.list.entries):
            height = self.row_height(entry)
            if rows.sectionSize(number) != height:
                rows.resizeSection(number, height)

    @property
    def row_size(self) -> int:
        """Of an appointment, at the usual size of text."""
        size = self._kit.theme.tokens.size
        return size.row_table_dense if self._is_dense else size.row_table

    def _measure(self) -> None:
        self._fit()
        self._size_lines()
        self.forget()

    def _fit(self) -> None:
        has_days = self._look.has_days if self._look is not None else False
        self.widths = widths_of(
            self.viewport().width(), self._kit.theme.scale, has_resource=self._has_resource, has_days=has_days
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As many parts of a line as there is room for."""
        super().resizeEvent(event)
        self._fit()

    # -- which line is gone to

    @property
    def current_entry(self) -> Entry | None:
        """The line that the frame is on."""
        row = self.currentIndex().row()
        return self.list.entries[row] if 0 <= row < self.list.rowCount() else None

    @property
    def current_key(self) -> str:
        """The same by its key."""
        entry = self.current_entry
        return key_of(entry) if entry is not None else ""

    @property
    def current_id(self) -> str:
        """The appointment that the frame is on; "" on a head."""
        entry = self.current_entry
        return entry.row.appointment_id if isinstance(entry, RowEntry) else ""

    def go_to(self, appointment_id: str) -> bool:
        """Put the frame on an appointment and it in view, if the list holds it."""
        place = self.list.place_of(appointment_id)
        if place is not None:
            self.go(place)
        return place is not None

    def stand_again(self, key: str) -> bool:
        """The frame is on the same line, and nothing scrolls for it."""
        place = self.list.place_of(key)
        if place is not None and place != self.currentIndex().row():
            self.setCurrentIndex(self.list.index(place, 0))
        return place is not None

    def place_of_current(self) -> QRect:
        """Where the current line is, for what opens at it."""
        return self.rect_of(max(0, self.currentIndex().row())).intersected(self.viewport().rect())

    def go(self, row: int) -> None:
        """Put the frame on a line, and it in view."""
        self.setCurrentIndex(self.list.index(row, 0))
        top = self.rect_of(row).top()
        head = self._head_above(row)
        under = self.row_height(head) if head is not None else 0
        if top < under:  # not below the head that sticks
            self.verticalScrollBar().setValue(self.verticalScrollBar().value() + top - under)
        self.viewport().update()
        if self.current_id:
            self.stood_on.emit(self.current_id)

    def _head_above(self, row: int) -> HeadEntry | None:
        for number in range(row - 1, -1, -1):
            entry = self.list.entries[number]
            if isinstance(entry, HeadEntry):
                return entry if not isinstance(self.list.entries[row], HeadEntry) else None
        return None

    def place_for_new(self) -> tuple[datetime | None, str]:
        """With whom the frame is; when is to be said."""
        entry = self.current_entry
        if isinstance(entry, HeadEntry):
            return None, entry.id if entry.is_tall else ""
        return None, entry.row.appointment.resource_id if entry is not None else ""

    # -- painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """The lines that are touched; the head of what is at the top stays there."""
        painter = QPainter(self.viewport())
        painter.setLayoutDirection(self.layoutDirection())
        rect, width = event.rect(), self.viewport().width()
        fill(painter, QRectF(rect), self._kit.theme.colors.surface)
        first, last = self.rowAt(rect.top()), self.rowAt(rect.bottom())
        if first < 0:
            return
        last = self.list.rowCount() - 1 if last < 0 else last
        current = self.currentIndex().row()
        is_ringed = self.hasFocus() and is_keyboard_focus(self)
        for row in range(first, last + 1):
            box = QRectF(0, self.rowViewportPosition(row), width, self.rowHeight(row))
            self._paint_line(painter, box, row, current, is_ringed=is_ringed)
        stuck = self.stuck_head()
        if stuck is not None:
            row, top = stuck
            box = QRectF(0, top, width, self.rowHeight(row))
            self._paint_line(painter, box, row, current, is_ringed=is_ringed)

    def _paint_line(self, painter: QPainter, box: QRectF, row: int, current: int, *, is_ringed: bool) -> None:
        entry, is_current, is_hovered = self.list.entries[row], row == current, row == self.hovered
        is_hot = is_hovered and self.is_button_hot
        state = LineState(
            is_current,
            is_hovered,
            is_current and is_ringed,
            is_hot,
            is_hot and bool(self.held),
            is_hovered and self.is_answer_hot,
        )
        if isinstance(entry, HeadEntry):
            self.painter_.paint_head(painter, box, entry, state)
        else:
            self.painter_.paint_row(painter, box, self.face(entry), self.widths, state)

    def stuck_head(self) -> tuple[int, int] | None:
        """The head that stays at the top while its lines scroll below it, and where; the next one pushes it away."""
        first = self.rowAt(0)
        if first < 0:
            return None
        entries = self.list.entries
        head = next((n for n in range(first, -1, -1) if isinstance(entries[n], HeadEntry)), None)
        if head is None or (head == first and self.rowViewportPosition(first) == 0):
            return None
        following = next(
            (n for n in range(first + 1, len(entries)) if isinstance(entries[n], HeadEntry)), None
        )
        height = self.rowHeight(head)
        top = min(0, self.rowViewportPosition(following) - height) if following is not None else 0
        return head, top

    def rect_of(self, row: int) -> QRect:
        """Where a line is."""
        return QRect(0, self.rowViewportPosition(row), self.viewport().width(), self.rowHeight(row))

    def line_at(self, at: QPoint) -> tuple[int, QRect]:
        """Which line is seen at a point, and where it is; -1 for none."""
        stuck = self.stuck_head()
        if stuck is not None and at.y() < stuck[1] + self.rowHeight(stuck[0]):
            return stuck[0], QRect(0, stuck[1], self.viewport().width(), self.rowHeight(stuck[0]))
        row = self.rowAt(at.y())
        return row, self.rect_of(row) if row >= 0 else QRect()

    def tip_at(self, at: QPoint) -> str:
        """What is said of the line or of the block at a point."""
        row, rect = self.line_at(at)
        if row < 0:
            return ""
        entry, is_rtl = self.list.entries[row], self.is_mirrored
        if isinstance(entry, RowEntry):
            return self.face(entry).spoken
        box = self.painter_.strip_rect(QRectF(rect), entry, is_mirrored=is_rtl)
        blocks = (
            one for one in reversed(entry.blocks)
            if block_rect(box, one.start, one.end, is_mirrored=is_rtl).contains(QPointF(at))
        )  # fmt: skip
        found = next(blocks, None) if not box.isEmpty() else None
        return found.spoken if found is not None else entry.spoken

    @property
    def is_mirrored(self) -> bool:
        """Whether the window reads from right to left."""
        return self.layoutDirection() == Qt.LayoutDirection.RightToLeft

    def button_at(self, at: QPoint) -> str:
        """Whose button is at a point; "" for none."""
        row, rect = self.line_at(at)
        entry = self.list.entries[row] if row >= 0 else None
        if not isinstance(entry, RowEntry):
            return ""
        button = self.face(entry).button
        if button is None:
            return ""
        box = self.painter_.button_rect(QRectF(rect), button, is_mirrored=self.is_mirrored)
        return entry.row.appointment_id if box.contains(QPointF(at)) else ""

"""What the grid looks like: columns, hours, appointments and what hangs at the pointer; who moves them is its view."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QTableView

from app.words import gettext as _
from app.words import sentences
from app.words.appointment_reasons import brief_reason
from ui.appointments import when
from ui.appointments.grid.geometry import Geometry, Spot
from ui.appointments.grid.hands import Carry, Hands
from ui.appointments.grid.painter import BlockState, GridPainter
from ui.appointments.list.face import Look
from ui.kit import Kit
from ui.plain import isolated, shown_name
from ui.theme.style import KeyWatch, is_keyboard_focus
from ui.widgets.paint_basic import fill

Index = QModelIndex | QPersistentModelIndex
REASON_PX: Final = 28


class GridCanvas(QTableView):
    """To Qt a table, so that a screen reader hears each appointment with its column; it paints by itself."""

    hands: Hands

    def __init__(self, kit: Kit) -> None:
        super().__init__()
        self.keys_seen = KeyWatch(self)
        self._kit = kit
        self.painter_ = GridPainter(kit.theme)
        self.geometry_ = Geometry()
        self.look: Look | None = None
        self._current: Spot | None = None

    # -- painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """The columns that are seen, then what stays at the edges."""
        geometry, c = self.geometry_, self._kit.theme.colors
        painter = QPainter(self.viewport())
        painter.setLayoutDirection(self.layoutDirection())
        rect, width = QRectF(event.rect()), float(self.viewport().width())
        fill(painter, rect, c.surface_sunken)
        body = QRectF(geometry.gutter_px, geometry.head_px, width, geometry.height_px)
        seen = geometry.columns_in_view()
        painter.setClipRect(self.mirrored(body).intersected(rect))
        for column in seen:
            self._paint_ground(painter, column)
        end = min(width, geometry.left_of(len(geometry.columns)))
        lines = self.mirrored(QRectF(geometry.gutter_px, 0, end - geometry.gutter_px, 1))
        self.painter_.paint_hours(painter, geometry, lines.left(), lines.right())
        for column in seen:
            self._paint_blocks(painter, column)
        self._paint_carried(painter)
        painter.setClipping(False)
        for column in seen:
            is_hot = self.hands.hovered_head == column
            box = self.mirrored(geometry.head_rect(column))
            self.painter_.paint_head(painter, box, geometry.columns[column], is_hovered=is_hot)
        gutter = self.mirrored(QRectF(0, 0, geometry.gutter_px, geometry.height_px))
        language = self._kit.formats.language
        self.painter_.paint_gutter(painter, gutter, geometry, language)
        self.painter_.paint_corner(painter, self.mirrored(QRectF(0, 0, geometry.gutter_px, geometry.head_px)))
        self._paint_reason(painter)

    def _paint_ground(self, painter: QPainter, column: int) -> None:
        geometry, one = self.geometry_, self.geometry_.columns[column]
        box = geometry.column_rect(column)
        closed, last = list[QRectF](), geometry.first_min
        for begin, end in (*one.spans, (geometry.last_min, geometry.last_min)):
            if begin > last:
                top = geometry.top_of(last)
                shut = QRectF(
                    box.left(), top, box.width() - 1, geometry.top_of(min(begin, geometry.last_min)) - top
                )
                closed.append(self.mirrored(shut))
            last = max(last, end)
        self.painter_.paint_column(painter, self.mirrored(box), closed, is_today=False)

    def _paint_blocks(self, painter: QPainter, column: int) -> None:
        geometry, hands, one = self.geometry_, self.hands, self.geometry_.columns[column]
        is_ringed = self.hasFocus() and is_keyboard_focus(self)
        carried = hands.carried.key if hands.carried is not None else ""
        for number, placed in enumerate(one.placed):
            spot = Spot(column, number)
            is_current = spot == self._current
            is_left = bool(carried) and placed.row.appointment_id == carried
            state = BlockState(
                is_current, spot == hands.hovered, is_current and is_ringed and not is_left, is_left
            )
            self.painter_.paint_block(painter, self.mirrored(geometry.block_rect(spot)), placed, state)
        look = self.look
        if one.is_today and look is not None:
            now = when.minute_of(look.now, one.day, look.days.zone)
            if geometry.first_min <= now < geometry.last_min:
                box = geometry.column_rect(column)
                line = QRectF(box.left(), round(geometry.top_of(now)), box.width(), 1)
                self.painter_.paint_now(painter, self.mirrored(line))

    def _paint_carried(self, painter: QPainter) -> None:
        geometry, carried, free = self.geometry_, self.hands.carried, self.hands.free
        if carried is None and free is not None:
            column, minute = free
            box = self.mirrored(geometry.span_rect(column, minute, minute + self.new_min))
            self.painter_.paint_slot(painter, box, when.clock_words(minute))
        if carried is not None:
            box = self.mirrored(geometry.span_rect(carried.column, carried.begin, carried.end))
            span = f"{when.clock_words(carried.begin)} – {when.clock_words(carried.end)}"
            hint = _("Arrows, then Enter") if carried.is_by_key else ""
            self.painter_.paint_ghost(painter, box, (span, carried.name, hint), self.problem_words(carried))

    def _paint_reason(self, painter: QPainter) -> None:
        carried = self.hands.carried
        problem = self.problem_words(carried) if carried is not None else ""
        if carried is None or not problem:
            return
        geometry = self.geometry_
        box = geometry.span_rect(carried.column, carried.begin, carried.end)
        width = min(
            self.painter_.lines.width(problem, role="small", weight="medium") + 38, geometry.width_px - 16
        )
        height = self._kit.theme.px(REASON_PX)
        left = min(max(8.0, box.left()), geometry.width_px - width - 8)
        top = box.bottom() + 4 if box.bottom() + 4 + height < geometry.height_px else box.top() - 4 - height
        reason = QRectF(left, max(geometry.head_px + 4, top), width, height)
        self.painter_.paint_reason(painter, self.mirrored(reason), problem)

    @property
    def new_min(self) -> int:
        """How long a new one is until somebody says: the first service's length."""
        services = self.look.days.services if self.look is not None else ()
        return services[0].length_min if services else 30

    def problem_words(self, carried: Carry) -> str:
        """Why what is carried cannot stand there."""
        refused = carried.problem
        if refused is None:
            return ""
        who = refused.facts.get("who", "")
        facts = {**refused.facts, "who": isolated(shown_name(who)) if who else ""}
        return brief_reason(refused.code, facts) or sentences.refusal(refused.code, facts)

    # -- mirrored places

    @property
    def is_mirrored(self) -> bool:
        """Whether the window reads from right to left."""
        return self.layoutDirection() == Qt.LayoutDirection.RightToLeft

    def mirrored(self, rect: QRectF) -> QRectF:
        """A place of the grid as it stands in the window."""
        if not self.is_mirrored:
            return rect
        return QRectF(self.viewport().width() - rect.right(), rect.top(), rect.width(), rect.height())

    def point_of(self, at: QPointF) -> QPointF:
        """A point of the window as one of the grid."""
        return QPointF(self.viewport().width() - at.x(), at.y()) if self.is_mirrored else at

    # -- for Qt and for whoever hears the grid

    def visualRect(self, index: Index) -> QRect:
        """Where an appointment is."""
        spot = Spot(index.column(), index.row()) if index.isValid() else None
        if spot is None or self.geometry_.placed(spot) is None:
            return QRect()
        return self.mirrored(self.geometry_.block_rect(spot)).toRect()

    def indexAt(self, at: QPoint) -> QModelIndex:
        """The appointment at a point."""
        spot = self.geometry_.spot_at(self.point_of(QPointF(at)))
        return self.model().index(spot.number, spot.column) if spot is not None else QModelIndex()

    def scrollTo(
        self, _index: Index, _hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible
    ) -> None:
        """Whoever goes to an appointment brings it into view."""

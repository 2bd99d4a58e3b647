"""The grid itself: who goes among the appointments, by key and by hand, and what they ask for there."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QHelpEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QToolTip

from app.domain.errors import Refused
from app.words import gettext as _
from ui.appointments import when
from ui.appointments.grid.geometry import Spot
from ui.appointments.grid.hands import Carry, Hands
from ui.appointments.grid.room import GridRoom
from ui.kit import Kit
from ui.plain import isolated
from ui.typed import typed_text

ALT, SHIFT = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ShiftModifier
ARROWS: Final = {
    Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1), Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0),
}  # fmt: skip
ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class AgendaGrid(GridRoom):
    """`opened(id)`, `menu_asked(id, at)`, `letter(text)`, `new_asked(starts_at, resource_id,
    length_min)`, `dropped(id, starts_at, length_min, resource_id)`, `refused(sentence)` of what could not stand where
    it fell, `head_pressed(column)`, `escaped`.
    """

    opened = Signal(str)
    menu_asked = Signal(str, QPoint)
    letter = Signal(str)
    new_asked = Signal(object, str, int)
    dropped = Signal(str, object, int, str)
    refused = Signal(str)
    head_pressed = Signal(object)
    escaped = Signal()

    def __init__(self, kit: Kit) -> None:
        self.hands = Hands()
        super().__init__(kit)
        self._held_head: int | None = None
        self.hands.serve(self)

    # -- what hands ask for

    def can_carry(self, spot: Spot) -> bool:
        """What is cancelled or over is where it was."""
        placed = self.geometry_.placed(spot)
        return (
            placed is not None and placed.row.appointment.is_standing and not placed.row.appointment.outcome
        )

    def show_hand(self, kind: str) -> None:
        """What the pointer would do here."""
        shapes = {"hand": Qt.CursorShape.PointingHandCursor, "size": Qt.CursorShape.SizeVerCursor}
        self.viewport().setCursor(shapes.get(kind, Qt.CursorShape.ArrowCursor))

    def moment_of(self, column: int, minute: int) -> datetime:
        """The moment of a minute of a column."""
        assert self.look is not None
        return when.moment_of(self.geometry_.columns[column].day, minute, self.look.days.zone)

    def resource_of(self, carried: Carry) -> str:
        """With whom it would be there; in everybody's day it stays with whom it is."""
        column = self.geometry_.columns[carried.column]
        if column.is_any and carried.placed is not None:
            return carried.placed.row.appointment.resource_id
        return column.resource_id

    def problem_of(self, carried: Carry) -> Refused | None:
        """Why it cannot stand there."""
        column = self.geometry_.columns[carried.column]
        if column.is_any and carried.placed is None:
            return None
        starts_at = self.moment_of(carried.column, carried.begin)
        length = carried.end - carried.begin
        return self._kit.desk.conflict_at(starts_at, length, self.resource_of(carried), carried.key)

    def put(self, carried: Carry) -> None:
        """It stands there now."""
        starts_at = self.moment_of(carried.column, carried.begin)
        self.dropped.emit(carried.key, starts_at, carried.end - carried.begin, self.resource_of(carried))

    def ask_new(self, column: int, minute: int, length_min: int) -> None:
        """A free place was pressed."""
        self.new_asked.emit(
            self.moment_of(column, minute), self.geometry_.columns[column].resource_id, length_min
        )

    def say_problem(self, carried: Carry) -> None:
        """It fell where it cannot stand."""
        reason, (_column, begin, _end) = self.problem_words(carried), carried.origin
        if carried.placed is not None:
            said = _("{reason}. {name} stays at {time}")
            name, time = isolated(carried.name), when.clock_words(begin)
            reason = said.format(reason=reason.rstrip("."), name=name, time=time)
        self.refused.emit(reason)

    def where_words(self, carried: Carry) -> str:
        """Where it hangs, for whoever hears it."""
        column = self.geometry_.columns[carried.column]
        span = f"{when.clock_words(carried.begin)} – {when.clock_words(carried.end)}"
        said = _("{name}, {time}, {column}").format(
            name=isolated(carried.name), time=span, column=column.name
        )
        problem = self.problem_words(carried)
        return f"{said}. {problem}" if problem else said

    def say_where(self, words: str) -> None:
        """To a screen reader."""
        self.setAccessibleDescription(words)

    # -- hands

    def viewportEvent(self, event: QEvent) -> bool:
        """Where the pointer is, and what an appointment says in full."""
        self.keys_seen.saw(event)
        if isinstance(event, QMouseEvent) and event.type() == QEvent.Type.MouseMove and not event.buttons():
            self.hands.hover(self.point_of(event.position()))
        elif event.type() == QEvent.Type.Leave:
            self.hands.hover(None)
        elif isinstance(event, QHelpEvent):
            placed = self.geometry_.placed(self.geometry_.spot_at(self.point_of(QPointF(event.pos()))))
            said = placed.face.spoken if placed is not None else ""
            escaped = said.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
            QToolTip.showText(event.globalPos(), f"<span>{escaped}</span>" if said else "", self.viewport())
            return True
        return super().viewportEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Goes to an appointment, or holds a free place or a head."""
        if event.button() != Qt.MouseButton.LeftButton:
            return
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        at = self.point_of(event.position())
        is_head = at.y() < self.geometry_.head_px
        self._held_head = self.geometry_.column_at(at.x()) if is_head else None
        spot = self.hands.press(at)
        if spot is not None:
            self.go(spot)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """What is held is carried."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self.hands.move(self.point_of(event.position()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """What is carried falls; a head that was pressed is asked for."""
        if event.button() != Qt.MouseButton.LeftButton:
            return
        at, head = self.point_of(event.position()), self._held_head
        self._held_head = None
        if head is not None and at.y() < self.geometry_.head_px and self.geometry_.column_at(at.x()) == head:
            self.head_pressed.emit(self.geometry_.columns[head])
        self.hands.release(at)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Opens an appointment."""
        spot = self.geometry_.spot_at(self.point_of(event.position()))
        if event.button() == Qt.MouseButton.LeftButton and spot is not None:
            self.hands.let_go()
            self.go(spot)
            self.opened.emit(self.current_key)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """By mouse at the pointer, by key at the current appointment."""
        is_by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        spot = self._current if is_by_key else self.geometry_.spot_at(self.point_of(QPointF(event.pos())))
        if spot is None or self.geometry_.placed(spot) is None:
            return
        self.go(spot)
        at = self.place_of_current().center() if is_by_key else event.pos()
        self.menu_asked.emit(self.current_key, self.viewport().mapToGlobal(at))

    # -- keys

    def event(self, event: QEvent) -> bool:
        """Alt and an arrow carry the appointment here: elsewhere they go from conversation to conversation."""
        is_asked = event.type() == QEvent.Type.ShortcutOverride and self._current is not None
        if is_asked and isinstance(event, QKeyEvent) and event.key() in ARROWS and event.modifiers() & ALT:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go or carry, Enter opens or puts down, Escape lets go, letters act."""
        key, held = Qt.Key(event.key()), event.modifiers()
        if key in ARROWS and (self.hands.is_busy or held & ALT):
            self._carry_by(key, is_size=bool(held & SHIFT))
        elif key in ENTER and self.hands.is_busy:
            self.hands.drop()
        elif key == Qt.Key.Key_Escape:
            self.hands.let_go() if self.hands.is_busy else self.escaped.emit()
        elif key in ENTER and self.current_key:
            self.opened.emit(self.current_key)
        elif key in ARROWS and not held:
            self._step(*ARROWS[key])
        elif key == Qt.Key.Key_Delete:
            self.letter.emit("x")
        elif (text := typed_text(event)) and not self.hands.is_busy:
            self.letter.emit(text)
        else:
            event.ignore()

    def keyboardSearch(self, _search: str) -> None:
        """Letters have a use of their own."""

    def _carry_by(self, key: Qt.Key, *, is_size: bool) -> None:
        if not self.hands.is_busy and not self.hands.carry_by_key():
            return
        columns, quarters = ARROWS[key]
        self.hands.nudge(
            -columns if self.is_mirrored else columns, quarters, is_size=is_size and bool(quarters)
        )

    def _step(self, sideways: int, down: int) -> None:
        """To the next appointment of the column, or to the nearest one beside."""
        spot, columns = self._current, self.geometry_.columns
        if spot is None:
            self._enter()
            return
        if down:
            self.go(Spot(spot.column, spot.number + down))
            return
        placed, step = self.geometry_.placed(spot), -sideways if self.is_mirrored else sideways
        column = spot.column + step
        while 0 <= column < len(columns) and not columns[column].placed:
            column += step
        if placed is not None and 0 <= column < len(columns):
            there = columns[column].placed
            number = min(range(len(there)), key=lambda n: abs(there[n].begin - placed.begin))
            self.go(Spot(column, number))

    def _enter(self) -> None:
        """The first one, or the next one of today."""
        found = [
            (placed.row.appointment.starts_at, Spot(column, number))
            for column, one in enumerate(self.geometry_.columns)
            for number, placed in enumerate(one.placed)
        ]
        if found:
            now = self.look.now if self.look is not None else found[0][0]
            ahead = [one for one in found if one[0] >= now]
            self.go(min(ahead or found)[1])

    def focusInEvent(self, event: QFocusEvent) -> None:
        """By key, the next appointment has the frame."""
        super().focusInEvent(event)
        if self._current is None and event.reason() != Qt.FocusReason.MouseFocusReason:
            self._enter()
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The ring goes, and so does what the arrows carry."""
        super().focusOutEvent(event)
        if self.hands.is_busy and event.reason() != Qt.FocusReason.PopupFocusReason:
            self.hands.let_go()
        self.viewport().update()

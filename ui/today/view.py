"""Today, for the owner in the morning: who needs somebody now, in order, each leading where it is dealt with."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.desk.today_desk import Today
from app.domain.errors import ComptoirError
from app.domain.ids import CommandId, ConversationId
from app.domain.rows import Changes
from app.words import gettext as _
from app.words import ngettext
from ui.kit import Kit
from ui.plain import isolated, shown_name
from ui.settings.health import HealthPart
from ui.today.alarm import AlarmStrip
from ui.today.delegate import TodayDelegate
from ui.today.face import TodayFace, booked_line, deal_line, section_words, spoken_line, task_line, today_face
from ui.today.figures import figures_of
from ui.today.list_view import TodayList
from ui.today.model import TodayLine, TodayModel, lines_of
from ui.today.set_up_line import set_up_line
from ui.today.tiles import Figure, Tiles
from ui.today.waiting import WaitingCard
from ui.widgets.button import Button
from ui.widgets.labels import ElidedLabel, Label
from ui.widgets.small_parts import EmptyState
from ui.widgets.surfaces import Card, Surface

if TYPE_CHECKING:
    from ui.today.reckoned import ReckonedCards

SIDE: Final = 24
HEAD: Final = 84
RIGHT: Final = 400
TWO_COLUMNS_FROM: Final = 1000
TILES_FROM: Final = 560
AGAIN_MS: Final = 150  # changes that come together are read once
TICK_MS: Final = 30_000  # waiting times are written in minutes
TROUBLES_AFTER_MS: Final = 50  # what is wrong with a number is read when who waits is on the screen


class TodayView(Surface):
    """`open_asked(conversation_id)` to answer or to decide, `write_asked` to begin with somebody else, `list_asked`.

    `task_asked(task_id)`: where it leads; `tick_asked(task_id)`: it is done; `tasks_asked`: all of them.
    `quiet_asked(deal_id)`: among the deals without news, "" for all of them.
    `appointment_asked(id)`: in the agenda, "" for all of them.
    `report_asked(page, period)`: figures in the reports, of these days or, None, of those last looked at.
    `setup_asked`: the number is to be connected. `settings_asked(page)`: a part of the settings.
    """

    open_asked = Signal(str)
    write_asked = Signal()
    list_asked = Signal()
    task_asked = Signal(str)
    tick_asked = Signal(str)
    tasks_asked = Signal()
    quiet_asked = Signal(str)
    appointment_asked = Signal(str)
    report_asked = Signal(str, object)
    setup_asked = Signal()
    settings_asked = Signal(str)

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(kit.theme, "surface_sunken", parent=parent)
        self._kit = kit
        self._today = Today()
        self._closing: list[ConversationId] = []
        self._is_list_awaited = False  # the keyboard came before anybody stood in the list
        self._is_current = False  # what was read is what there is
        self._is_painted = False  # at least once
        self._is_reckoning = False  # the cards that are made later are looked at
        self.title = Label(kit.theme, role="title", weight="semibold")
        self.says = ElidedLabel(kit.theme, ink="text_muted")
        self.write = Button(kit.theme, _("Write to somebody"), icon="pencil")
        self.begin = Button(kit.theme, "", kind="primary", key_hint="⏎")
        self.tiles = Tiles(kit.theme)
        self.model = TodayModel(self._say, self)
        self.list = TodayList(kit, self.model, TodayDelegate(kit.theme, self._face, self._head))
        is_leader = kit.desk.me().role != "rep"
        self.connection = HealthPart(kit.theme, is_leader=is_leader)
        self.alarm = AlarmStrip(kit.theme, is_leader=is_leader)
        self.waiting = WaitingCard(kit.theme, kit.formats)
        self._stack = QStackedWidget()
        self._side = QWidget()
        self._again = QTimer(self, singleShot=True, interval=AGAIN_MS)
        self._tick = QTimer(self, interval=TICK_MS)
        self._troubles = QTimer(self, singleShot=True, interval=TROUBLES_AFTER_MS)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        theme = self._kit.theme
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch(1)
        words.addWidget(self.title)
        words.addWidget(self.says)
        words.addStretch(1)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addLayout(words, 1)
        head.addWidget(self.write)
        head.addWidget(self.begin)
        card = Card(theme)
        inside = QVBoxLayout(card)
        inside.setContentsMargins(1, 1, 1, 1)
        self._stack.addWidget(self.list)
        inside.addWidget(self._stack)
        self._health = health = Card(theme)
        lines = QVBoxLayout(health)
        lines.setContentsMargins(0, 0, 0, 4)
        lines.addWidget(self.connection)
        self._column = side = QVBoxLayout(self._side)
        side.setContentsMargins(0, 0, 0, 0)
        side.setSpacing(16)
        side.addWidget(self.waiting)
        side.addWidget(health)
        side.addStretch(1)
        body = QHBoxLayout()
        body.setSpacing(16)
        body.addWidget(card, 1)
        body.addWidget(self._side)
        column = QVBoxLayout(self)
        column.setContentsMargins(SIDE, 12, SIDE, SIDE)
        column.setSpacing(16)
        column.addLayout(head)
        self.setup = set_up_line(self._kit, column, self.setup_asked.emit)
        column.addWidget(self.alarm)
        column.addWidget(self.tiles)
        column.addLayout(body, 1)

    def _connect(self) -> None:
        self.list.chosen.connect(self.open_asked)
        self.list.more_asked.connect(self._show_more)
        self.list.task_chosen.connect(self.task_asked)
        self.list.ticked.connect(self.tick_asked)
        self.list.deal_chosen.connect(self.quiet_asked)
        self.list.appointment_chosen.connect(self.appointment_asked)
        self.alarm.connection_asked.connect(lambda: self.settings_asked.emit("connection"))
        self.connection.connection_asked.connect(lambda: self.settings_asked.emit("connection"))
        self.connection.safety_asked.connect(lambda: self.settings_asked.emit("safety"))
        self.write.clicked.connect(self.write_asked)
        self.begin.clicked.connect(self._begin)
        self.tiles.chosen.connect(self.show_section)
        self.waiting.cancel_asked.connect(self._cancel)
        self._kit.bridge.changed.connect(self._changed)
        self._again.timeout.connect(self.show_today)
        self._tick.timeout.connect(self.show_today)
        self._troubles.timeout.connect(self._show_troubles)
        self._troubles.timeout.connect(self._look)

    # -- what it shows

    @cached_property
    def empty(self) -> EmptyState:
        """In place of the list on a good day."""
        title, words = _("Nobody is waiting"), _("Everything is answered and everything went out.")
        state = EmptyState(self._kit.theme, "coffee", title, words)
        self._stack.addWidget(state)
        return state

    @cached_property
    def cards(self) -> ReckonedCards:
        """What no first paint waits for."""
        from ui.today.reckoned import ReckonedCards

        cards = ReckonedCards(self._kit, self._column, self._health, self.list)
        cards.budget.asked.connect(lambda: self.report_asked.emit("ledger", None))
        cards.response.asked.connect(lambda period: self.report_asked.emit("speed", period))
        return cards

    @property
    def first_control(self) -> QWidget:
        """Where the keyboard enters."""
        return self.list if self.model.rowCount() else self.write

    def focus_first(self) -> None:
        """By key: the first who needs somebody."""
        self._show_if_new()
        self._enter()

    def _enter(self) -> None:
        self.list.select_first()
        self._is_list_awaited = not self.model.rowCount()
        self.first_control.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_today(self) -> None:
        """Read again."""
        kit, now = self._kit, self._kit.clock.now()
        self._today = today = kit.desk.today()
        self.list.show_lines(lines_of(today))
        self._stack.setCurrentWidget(self.empty if today.is_empty else self.list)
        self._show_head(today)
        if self._is_list_awaited and self.model.rowCount() and self.write.hasFocus():
            self._enter()
        self.tiles.show_figures(self._figures(today))
        self.connection.show_state(kit.desk.connection(), now, kit.formats)
        pending = [(one, self._person(one.conversation_id)) for one in kit.desk.pending()]
        self.waiting.show_pending(pending, now)
        self._is_current = True
        self._read_troubles_soon()

    def _show_if_new(self) -> None:
        """A start asks three times for the same."""
        if not self._is_current:
            self.show_today()

    def _read_troubles_soon(self) -> None:
        """Not before the first paint, however late that comes: what they need is imported for it."""
        if self._is_painted and not self._troubles.isActive():
            self._troubles.start()

    def _show_troubles(self) -> None:
        from ui.settings.line_troubles import alarms, other_troubles  # the first paint goes without

        self.connection.show_troubles(other_troubles(self._kit))
        self.alarm.show_alarms(alarms(self._kit))

    def paintEvent(self, event: QPaintEvent) -> None:
        """After the first, what may be wrong with a number is looked for."""
        super().paintEvent(event)
        if not self._is_painted:
            self._is_painted = True
            self._read_troubles_soon()

    def _look(self) -> None:
        """The cards whose figures are reckoned, which no first paint waits for."""
        if not self._is_reckoning and self.isVisible():
            self._is_reckoning = True
            self.cards.look()

    def showEvent(self, event: QShowEvent) -> None:
        """Looked at: as it is now, and from minute to minute."""
        super().showEvent(event)
        if self.setup is not None:
            self.setup.look()
        self._show_if_new()
        self._tick.start()
        if self._is_painted:
            self._look()

    def hideEvent(self, event: object) -> None:
        """Nobody looks."""
        super().hideEvent(event)  # type: ignore[arg-type]
        self._is_current = False
        self._tick.stop()
        if self._is_reckoning:
            self._is_reckoning = False
            self.cards.rest()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The connection beside the list where there is room."""
        super().resizeEvent(event)
        is_wide = event.size().width() >= self.theme.px(TWO_COLUMNS_FROM)
        self._side.setVisible(is_wide)
        self._side.setFixedWidth(min(self.theme.px(RIGHT), event.size().width() // 3))
        self.write.setVisible(event.size().width() >= self.theme.px(620))
        self.tiles.setVisible(
            event.size().height() >= self.theme.px(TILES_FROM)
        )  # the heads have the figures too

    def close_down(self) -> None:
        """No timer may outlive the screen."""
        self._again.stop()
        self._tick.stop()
        self._troubles.stop()

    # -- words

    def _show_head(self, today: Today) -> None:
        kit, now = self._kit, self._kit.clock.now()
        me = shown_name(kit.desk.me().name).split()
        self.title.setText(_("Hello {name}").format(name=isolated(me[0])) if me else _("Hello"))
        waiting = kit.desk.counts().waiting
        day = kit.formats.day_line(now, now)
        parts = [f"{day}."]
        if waiting:
            said = ngettext("{n} person waits for an answer", "{n} people wait for an answer", waiting)
            late = today.late_count
            words = said.format(n=waiting)
            if late:
                more = ngettext("{n} for too long", "{n} for too long", late).format(n=late)
                words = f"{words}, {more}"
            parts.append(f"{words}.")
        self.says.set_text(" ".join(parts))
        first = next((line for line in self.model.lines if not line.is_head), None)
        self.begin.setVisible(first is not None)
        if first is not None and first.conversation_id is None:
            self.begin.set_face(_("Begin"), key_hint="⏎")
        elif first is not None:
            name = self._person(first.conversation_id)
            called = shown_name(name).split()[0] if name else "?"
            self.begin.set_face(_("Begin with {name}").format(name=isolated(called)), key_hint="⏎")

    def _figures(self, today: Today) -> list[Figure]:
        self._closing = [*today.late_closing, *today.closing]
        return figures_of(today, self._closing, self._kit, self._first_name)

    def _first_name(self, ids: Sequence[ConversationId]) -> str:
        name = self._person(ids[0]) if ids else ""
        return shown_name(name) if name else ""

    def _person(self, conversation_id: ConversationId | None) -> str:
        row = self._kit.desk.inbox_row(conversation_id) if conversation_id is not None else None
        return row.name if row is not None else ""

    def _face(self, line: TodayLine) -> TodayFace | None:
        kit = self._kit
        if line.task is not None:
            return task_line(line, kit.clock.now(), kit.formats)
        if line.deal is not None:
            return deal_line(line, kit)
        if line.appointment is not None:
            return booked_line(line, kit)
        row = kit.desk.inbox_row(line.conversation_id) if line.conversation_id is not None else None
        if row is None:
            return None
        limits = kit.theme.tokens.thresholds
        return today_face(line, row, kit.clock.now(), kit.desk.wait_of(row), kit.formats, limits)

    def _head(self, line: TodayLine) -> str:
        if line.is_more:
            if line.section == "quiet":
                return _("See all {n} deals").format(n=line.count)
            if line.section == "booked":
                return _("See all {n} in the agenda").format(n=line.count)
            words = _("See all {n} tasks") if line.section == "tasks" else _("See all {n} in Messages")
            return words.format(n=line.count)
        return section_words(line.section, self._kit.standard_min)

    def _say(self, line: TodayLine) -> str:
        if line.is_head or line.is_more:
            return self._head(line) if line.is_more else f"{self._head(line)}, {line.count}"
        face = self._face(line)
        return spoken_line(face) if face is not None else ""

    # -- acts

    def _changed(self, changes: Changes) -> None:
        is_about = changes.conversations or changes.is_everything or changes.is_connection or changes.settings
        is_agenda = changes.is_agenda or bool(changes.appointments)
        is_sold = changes.is_tasks or changes.deals or changes.is_pipelines
        if not (is_about or is_agenda or is_sold or changes.is_hours):
            return
        self._is_current = False
        if self.isVisible() and not self._again.isActive():
            self._again.start()

    def _begin(self) -> None:
        first = next((line for line in self.model.lines if not line.is_head), None)
        if first is not None and first.task is not None:
            self.task_asked.emit(first.task.task_id)
        elif first is not None and first.deal is not None:
            self.quiet_asked.emit(first.deal.deal_id)
        elif first is not None and first.appointment is not None:
            self.appointment_asked.emit(first.appointment.appointment_id)
        elif first is not None and first.conversation_id is not None:
            self.open_asked.emit(first.conversation_id)

    def _show_more(self, section: str) -> None:
        if section == "tasks":
            self.tasks_asked.emit()
        elif section == "quiet":
            self.quiet_asked.emit("")
        elif section == "booked":
            self.appointment_asked.emit("")
        else:
            self.list_asked.emit()

    def show_section(self, section: str) -> None:
        """Its first line, if there is any."""
        wanted = self._closing[:1] if section == "closing" else []
        for number, line in enumerate(self.model.lines):
            if line.conversation_id in wanted or (line.section == section and not line.is_head):
                self.list.show_line(number)
                return
        if wanted:  # behind the line that leads to all
            self.open_asked.emit(wanted[0])

    def _cancel(self, command_id: str) -> None:
        self._kit.tasks.spawn(self._cancel_now(CommandId(command_id)), "cancel pending")

    async def _cancel_now(self, command_id: CommandId) -> None:
        try:
            await self._kit.desk.cancel_pending(command_id)
        except ComptoirError as error:
            from app.words import sentences  # no first paint refuses anything

            self.says.set_text(sentences.refusal(error.code, error.facts))
        self.show_today()

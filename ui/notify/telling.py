"""Tells a person who looks elsewhere: from the desk's changes to notifications, from an answer in one to the desk."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

from app.desk.desk import Refusal
from app.desk.happenings import Happenings
from app.desk.seats_desk import SeatMoment
from app.desk.task_reminders import TaskReminders
from app.domain.errors import ComptoirError
from app.domain.ids import ConversationId, MessageId
from app.domain.rows import Changes
from app.domain.sends import SendText
from app.domain.telling import Happening, Notice, Teller, Wishes, task_of
from app.words import notices, sentences
from ui.kit import Kit
from ui.notify.budget import BudgetTold
from ui.notify.focus_mode import FocusMode
from ui.notify.notifier import Notifier, Shown
from ui.plain import shown_line, shown_name, shown_text

TICK_MS = 15_000
LONGEST = 300  # characters of a message in a notification
MISSED = "focus_missed"  # where the desk keeps what focus mode keeps back
InView = Callable[[], ConversationId | None]


class Telling(QObject):
    """`open_asked(slot)` when one is clicked: a conversation's id, a task's place, "" for the window alone."""

    open_asked = Signal(str)

    def __init__(self, kit: Kit, focus: FocusMode, notifier: Notifier, in_view: InView) -> None:
        super().__init__()
        self._kit, self._focus, self._in_view = kit, focus, in_view
        self._happenings = Happenings(kit.desk, kit.clock)
        self._reminders = TaskReminders(kit.desk, kit.clock)
        self._budget = BudgetTold(kit, self.say)
        self._teller = Teller(self._wishes, kit.desk.last_place().get(MISSED, ""))
        self._shown: dict[str, Notice] = {}
        self._answers: dict[MessageId, ConversationId] = {}
        self._has_left = (
            False  # who was told is not at the desk any more, and nobody else's panes are there yet
        )
        self._tick = QTimer(self, interval=TICK_MS)
        self._flush = QTimer(self, singleShot=True)
        self._tick.timeout.connect(self.let_time_pass)
        self._flush.timeout.connect(self._tell_held)
        kit.bridge.changed.connect(self._changed)
        kit.bridge.refused.connect(self._refused)
        self._stop_hearing = kit.desk.subscribe_seats(self._seats_moved)
        self.use(notifier)
        self._follow(focus)
        self._tick.start()
        if not focus.is_on:
            self._focus_over()  # it ended while the program was not running

    def use(self, notifier: Notifier) -> None:
        """Where notifications go from now on."""
        self._notifier = notifier
        notifier.opened.connect(self._opened)
        notifier.answered.connect(self._answered)

    def go_on(self, kit: Kit, focus: FocusMode) -> None:
        """The window was made anew, in another language for one."""
        self._kit = kit
        self._budget = BudgetTold(kit, self.say)
        self._follow(focus)
        if self._has_left:
            self._has_left = False
            self._reminders = TaskReminders(kit.desk, kit.clock)
            self._teller = Teller(self._wishes, kit.desk.last_place().get(MISSED, ""))
            if not focus.is_on:
                self._focus_over()

    def _seats_moved(self, moment: SeatMoment) -> None:
        """What one person was told is nothing for the next one's eyes."""
        if moment == "leaving":
            self._has_left = True
            self._flush.stop()
            self._answers.clear()
            for slot in list(self._shown):
                self._withdraw(slot)

    def _follow(self, focus: FocusMode) -> None:
        self._focus = focus
        focus.ended.connect(self._focus_over)

    def look(self) -> None:
        """The person looks at something else: what they see now needs no notification."""
        conversation_id = self._in_view()
        if conversation_id is not None:
            self._teller.looked_at(conversation_id)
            self._withdraw(conversation_id)

    def say(self, title: str, body: str) -> None:
        """One sentence of our own."""
        self._notifier.show(Shown("", title, body))

    def let_time_pass(self) -> None:
        """Who waits too long now, and whether focus mode is over."""
        if not self._has_left:
            self._focus.check()
            self.look()
            self._tell([*self._reminders.of_time(), *self._happenings.of_time()])
            self._budget.tell()

    def close(self) -> None:
        """Tell nothing more."""
        self._tick.stop()
        self._flush.stop()
        self._stop_hearing()
        self._notifier.close()

    # -- what is told

    def _wishes(self) -> Wishes:
        setting = self._kit.desk.setting
        return Wishes(
            about=str(setting("notify_about")),
            is_warned=bool(setting("notify_soon")),
            lets_mention=bool(setting("focus_mention")),
            lets_breach=bool(setting("focus_breach")),
            lets_vip=bool(setting("focus_vip")),
            lets_task=bool(setting("focus_task")),
        )

    def _changed(self, changes: Changes) -> None:
        happenings = self._happenings.of_changes(changes)
        if self._has_left:
            return
        self._tell(happenings + (self._reminders.of_time() if changes.is_tasks else []))
        if changes.is_tasks:
            self._drop_done()
        if changes.is_everything and self._kit.desk.lock_code() is not None:
            self._withdraw_all()
            return
        self.look()
        for conversation_id in changes.conversations & self._shown.keys():
            self._drop_if_read(ConversationId(conversation_id))

    def _drop_done(self) -> None:
        """What somebody did, gave away or put aside needs no reminder any more."""
        for slot in list(self._shown):
            task_id = task_of(slot)
            row = self._kit.desk.task(task_id) if task_id else None
            if task_id and (row is None or not (row.is_mine and row.is_overdue)):
                self._teller.looked_at(ConversationId(slot))
                self._withdraw(slot)

    def _drop_if_read(self, conversation_id: ConversationId) -> None:
        """A message that somebody has read needs nobody any more."""
        row = self._kit.desk.inbox_row(conversation_id)
        if self._shown[conversation_id].kind == "message" and (row is None or row.unread_count == 0):
            self._teller.looked_at(conversation_id)
            self._withdraw(conversation_id)

    def _tell(self, happenings: list[Happening]) -> None:
        if not happenings:
            return
        now, is_quiet = self._kit.clock.now(), self._focus.is_on
        for notice in self._teller.take(happenings, now, is_quiet=is_quiet, in_view=self._in_view()):
            self._show(notice)
        if is_quiet:
            self._keep_missed()
        self._wait()

    def _wait(self) -> None:
        due_at = self._teller.due_at
        if due_at is not None and not self._flush.isActive():
            self._flush.start(max(0, round((due_at - self._kit.clock.now()).total_seconds() * 1000)))

    def _tell_held(self) -> None:
        notice = self._teller.flush(self._kit.clock.now(), is_quiet=self._focus.is_on)
        if notice is not None:
            self._show(notice)
        if self._focus.is_on:
            self._keep_missed()
        self._wait()

    def _focus_over(self) -> None:
        notice = self._teller.end_quiet()
        self._keep_missed()
        if notice is not None:
            self._show(notice)

    def _keep_missed(self) -> None:
        self._kit.desk.remember_place(**{MISSED: self._teller.missed()})

    def _show(self, notice: Notice) -> None:
        desk = self._kit.desk
        has_sound = bool(desk.setting("notify_sound"))
        is_locked = desk.is_locked()  # nobody knows who looks at the screen now
        is_text_shown = bool(desk.setting("notify_text")) and not is_locked
        text = shown_text(notice.text)[:LONGEST] if is_text_shown else ""
        name = shown_name(notice.name)
        if notice.kind == "task":  # its words are no name
            name = shown_line(notice.name)[:LONGEST] if is_text_shown else ""
        slot = notice.conversation_id or ""
        self._shown[slot] = notice
        self._notifier.show(
            Shown(
                slot,
                notices.title_of(notice, name),
                notices.body_of(notice, text, self._kit.standard_min),
                can_answer=notice.kind == "message" and not is_locked,
                has_sound=has_sound,
            )
        )
        if has_sound and not self._notifier.has_own_sound:
            QApplication.beep()

    def _withdraw_all(self) -> None:
        """The desk is locked: what customers wrote is not to stand on the screen either."""
        for slot in list(self._shown):
            self._withdraw(slot)

    def _withdraw(self, slot: str) -> None:
        if self._shown.pop(slot, None) is not None:
            self._notifier.withdraw(slot)

    # -- what a person does with it

    def _opened(self, slot: str) -> None:
        self._shown.pop(slot, None)
        if task_of(slot) is not None:
            self._teller.looked_at(ConversationId(slot))
        self.open_asked.emit(slot)

    def _answered(self, slot: str, text: str) -> None:
        if (
            slot and text.strip() and self._kit.desk.is_locked()
        ):  # it was shown before; who answers is not known
            self._keep_as_draft(ConversationId(slot), text)
            self._opened(slot)
        elif slot and text.strip():
            self._kit.tasks.spawn(self._answer(ConversationId(slot), text), "answer in a notification")

    async def _answer(self, conversation_id: ConversationId, text: str) -> None:
        """As from the composer; what cannot go is kept as the draft, and the notification says why."""
        desk = self._kit.desk
        try:
            message_id = await desk.send_text(conversation_id, text)
        except ComptoirError as error:
            self._keep_as_draft(conversation_id, text)
            self._say_refused(conversation_id, sentences.refusal(error.code, error.facts))
            return
        self._answers[message_id] = conversation_id
        self._teller.looked_at(conversation_id)
        self._withdraw(conversation_id)
        await desk.mark_read(conversation_id)

    def _keep_as_draft(self, conversation_id: ConversationId, text: str) -> None:
        before = self._kit.desk.draft(conversation_id)
        self._kit.desk.save_draft(conversation_id, f"{before}\n{text}" if before else text)

    def _refused(self, refusal: Refusal) -> None:
        """Later, by the hub: the desk has kept the text as the draft already."""
        body = refusal.command
        if isinstance(body, SendText) and body.message_id in self._answers:
            conversation_id = self._answers.pop(body.message_id)
            self._say_refused(conversation_id, sentences.refusal(refusal.code, refusal.facts))

    def _say_refused(self, conversation_id: ConversationId, sentence: str) -> None:
        row = self._kit.desk.inbox_row(conversation_id)
        name = shown_name(row.name) if row is not None else ""
        self._notifier.show(Shown(conversation_id, notices.refused_title(name), sentence))

"""Plans what is written in the composer, and does what the strip above it asks for."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Final

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from app.desk.desk import Composed
from app.domain.errors import ComptoirError
from app.domain.ids import ConversationId, MessageId
from app.domain.rows import ThreadHeader
from app.domain.scheduled import Scheduled
from app.words import gettext as _
from app.words import sentences
from ui.conversation.composer import Composer
from ui.conversation.planning.strip import PlannedStrip
from ui.conversation.writing.answer import Answer, answer_of, messages_of
from ui.conversation.writing.writer import Writer
from ui.kit import Kit
from ui.widgets.menu import Menu
from ui.widgets.toast import ToastStack

QUIET: Final = "quiet_hours"


class Planning(QObject):
    """Follows the open conversation."""

    def __init__(
        self, kit: Kit, composer: Composer, writer: Writer, toasts: ToastStack, pane: QWidget
    ) -> None:
        super().__init__(pane)
        self._kit, self._composer, self._writer, self._toasts, self._pane = (
            kit,
            composer,
            writer,
            toasts,
            pane,
        )
        self._header: ThreadHeader | None = None
        self.strip = PlannedStrip(kit.theme, kit.formats)
        composer.tools.later_asked.connect(self.choose_time)
        self.strip.send_asked.connect(lambda one: self._do(one, "send"))
        self.strip.drop_asked.connect(lambda one: self._do(one, "drop"))
        self.strip.back_asked.connect(lambda one: self._do(one, "back"))
        self.strip.time_asked.connect(self._choose_other)

    def show_header(self, header: ThreadHeader | None) -> None:
        """Another conversation, or the same as it is now."""
        self._header = header
        planned = [] if header is None else self._kit.desk.scheduled(header.conversation_id)
        self.strip.show_planned(planned, self._kit.clock.now())

    def choose_time(self) -> None:
        """When what is written shall go out."""
        header = self._header
        if header is None or not self._composer.can_send:
            return
        open_blanks = self._composer.blanks.warning()  # once for each text, as before a send
        if open_blanks:
            self._composer.say(open_blanks, _("Send later"), self.choose_time)
            return
        answer, conversation_id = self._composer.answer, header.conversation_id
        menu = self._times(lambda due_at: self._plan(conversation_id, answer, due_at))
        menu.open_above(self._composer.tools.later)

    def _choose_other(self, message_id: str) -> None:
        planned = self._planned(message_id)
        row = next((row for row in self.strip.rows if row.message_id == message_id), None)
        if planned is not None and row is not None:
            self._times(lambda due_at: self._move(planned, due_at)).open_above(row.time)

    def _times(self, chosen: Callable[[datetime], object]) -> Menu:
        from ui.conversation.planning.times import times_menu

        header = self._header
        latest_at = header.window_closes_at if header is not None else None
        return times_menu(self._kit, self._pane, chosen, latest_at)

    # -- acts

    def _plan(
        self, conversation_id: ConversationId, answer: Answer, due_at: datetime, is_anyway: bool = False
    ) -> None:
        self._kit.tasks.spawn(self._plan_now(conversation_id, answer, due_at, is_anyway), "plan")

    async def _plan_now(
        self, conversation_id: ConversationId, answer: Answer, due_at: datetime, is_anyway: bool
    ) -> None:
        desk, made = self._kit.desk, list[MessageId]()
        try:
            for one in messages_of(answer):
                wanted = replace(one, quiet_anyway=is_anyway)
                made.append(await desk.schedule(conversation_id, wanted, due_at))
        except ComptoirError as error:
            if error.code == QUIET and not made:
                self._ask_late(error, due_at, partial(self._plan, conversation_id, answer))
                return
            self._writer.say(conversation_id, sentences.refusal(error.code, error.facts))
            if not made:
                return
        self._writer.planned(conversation_id, answer)
        moment = self._kit.formats.moment(due_at, self._kit.clock.now())
        toast = self._toasts.show(
            _("Goes out {moment}").format(moment=moment), icon="calendar-clock", action=_("Undo")
        )
        toast.acted.connect(lambda: self._take_back(made))

    def _take_back(self, made: Sequence[MessageId]) -> None:
        for one in reversed(made):
            self._do(one, "back")

    def _move(self, planned: Scheduled, due_at: datetime, is_anyway: bool = False) -> None:
        self._kit.tasks.spawn(self._move_now(planned, due_at, is_anyway), "plan again")

    async def _move_now(self, planned: Scheduled, due_at: datetime, is_anyway: bool) -> None:
        composed = Composed(planned.kind, planned.text, planned.content, planned.reply_to, is_anyway)
        try:
            await self._kit.desk.change_scheduled(planned.message_id, composed, due_at)
        except ComptoirError as error:
            if error.code == QUIET:
                self._ask_late(error, due_at, partial(self._move, planned))
            else:
                self._refused(error)

    def _ask_late(
        self, error: ComptoirError, due_at: datetime, plan: Callable[[datetime, bool], object]
    ) -> None:
        from ui.conversation.planning.late import LateDialog

        LateDialog(self._kit, error.facts, due_at, plan, self._pane.window()).open()

    def _do(self, message_id: str, act: str) -> None:
        planned = self._planned(message_id)
        if planned is not None:
            self._kit.tasks.spawn(self._do_now(planned, act), act)

    async def _do_now(self, planned: Scheduled, act: str) -> None:
        desk = self._kit.desk
        try:
            if act == "send":
                await desk.send_scheduled(planned.message_id)
                return
            await desk.cancel_scheduled(planned.message_id)
        except ComptoirError as error:
            self._refused(error)
            return
        composed = Composed(planned.kind, planned.text, planned.content, planned.reply_to)
        if act == "back":
            self._bring_back(planned.conversation_id, composed)
            return
        toast = self._toasts.show(_("It will not be sent"), icon="x", action=_("Undo"))
        toast.acted.connect(lambda: self._bring_back(planned.conversation_id, composed))

    def _bring_back(self, conversation_id: ConversationId, composed: Composed) -> None:
        answer = answer_of(composed)
        if answer is not None:
            self._writer.give_back(conversation_id, answer)
        else:
            self._kit.desk.keep_attached(conversation_id, composed)

    def _planned(self, message_id: str) -> Scheduled | None:
        if self._header is None:
            return None
        found = self._kit.desk.scheduled(self._header.conversation_id)
        return next((one for one in found if one.message_id == message_id), None)

    def _refused(self, error: ComptoirError) -> None:
        self._toasts.show(sentences.refusal(error.code, error.facts), icon="circle-alert", ink="danger")

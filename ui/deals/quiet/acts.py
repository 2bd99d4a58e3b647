"""What a person does on the page: causes, beginning, sending, leaving out and stopping, each said in a toast."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app.desk.desk import Refusal
from app.domain.deal_asks import DEAL_ASKS
from app.domain.deal_rows import DealRow
from app.domain.deals import CAUSES, Cause
from app.domain.errors import ComptoirError, Refused
from app.domain.ladders import SendHeldFollowUp, SkipFollowUp, StartFollowUp, StopFollowUp
from app.words import gettext as _
from app.words import ngettext, sentences
from ui.kit import Kit
from ui.plain import isolated, shown_name
from ui.widgets.toast import Toast, ToastStack

FOLLOW_ASKS: Final = (StartFollowUp, StopFollowUp, SendHeldFollowUp, SkipFollowUp)
LEADERS: Final = ("owner", "manager")


class QuietActs(QObject):
    """`window`: over what dialogs open. `ladder_needed(pipeline_id)`: a leader wants what has no ladder yet."""

    ladder_needed = Signal(str)

    def __init__(self, kit: Kit, toasts: ToastStack, window: Callable[[], QWidget], parent: QObject) -> None:
        super().__init__(parent)
        self._kit, self._toasts, self._window = kit, toasts, window
        kit.bridge.refused.connect(self._hear)

    def by_digit(self, rows: Sequence[DealRow], digit: str) -> None:
        """1 to 5: a cause; 0: none."""
        place = int(digit)
        if 0 <= place <= len(CAUSES):
            self.set_cause(rows, CAUSES[place - 1] if place else None)

    def set_cause(self, rows: Sequence[DealRow], cause: Cause | None) -> None:
        """Why these went quiet."""
        ids = [row.deal_id for row in rows if row.cause != cause]
        self._do(self._set_causes(ids, cause), "cause")

    async def _set_causes(self, ids: Sequence[str], cause: Cause | None) -> None:
        for deal_id in ids:
            await self._kit.desk.set_deal_cause(deal_id, cause)

    def follow_up(self, rows: Sequence[DealRow]) -> None:
        """Show what would go out when, then ask."""
        ids = [row.deal_id for row in rows if row.follow_up is None]
        if not ids:
            return
        previews = self._kit.desk.follow_up_previews(ids)
        reasons = [one.refused for one in previews if one.refused is not None]
        if previews and len(reasons) == len(previews) and len({one.code for one in reasons}) == 1:
            self._explain(reasons[0], previews[0].row.pipeline_id)
            return
        from ui.deals.quiet.start import StartDialog

        dialog = StartDialog(self._kit, previews, self._window())
        dialog.agreed.connect(partial(self.begin, is_at_once=dialog.is_at_once))
        dialog.open()

    def _explain(self, refused: Refused, pipeline_id: str) -> None:
        """None of them can begin, all for one reason: a leader makes the ladder that is missing."""
        if refused.code == "ladder_empty" and self._kit.desk.me().role in LEADERS:
            self.ladder_needed.emit(pipeline_id)
            return
        words = sentences.refusal(refused.code, refused.facts)
        self._toasts.show(words, icon="circle-alert", ink="danger")

    def begin(self, ids: Sequence[str], *, is_at_once: bool = False) -> None:
        """A person agreed."""
        self._do(self._begin(ids, is_at_once=is_at_once), "follow up")

    async def _begin(self, ids: Sequence[str], *, is_at_once: bool) -> None:
        """What has gone out cannot be taken back: then the rest can be stopped."""
        await self._kit.desk.start_follow_ups(ids)
        words = ngettext("{n} deal is being followed up", "{n} deals are being followed up", len(ids))
        action = _("Stop") if is_at_once else _("Undo")
        toast = self._toasts.show(words.format(n=len(ids)), action=action)
        self._until_refused(toast, ids)
        toast.acted.connect(partial(self._take_back, list(ids)))

    def _take_back(self, ids: Sequence[str]) -> None:
        self._do(self._stop_all(ids), "take follow-ups back")

    async def _stop_all(self, ids: Sequence[str]) -> None:
        for deal_id in ids:
            await self._kit.desk.stop_follow_up(deal_id)

    def send(self, rows: Sequence[DealRow]) -> None:
        """The next step of each, now."""
        is_call = {row.follow_up.act for row in rows if row.follow_up is not None} == {"call"}
        said = _("A call to {name} is asked for") if is_call else _("On its way to {name}")
        self._each(rows, ("held", "waiting"), self._kit.desk.send_follow_up, said)

    def skip(self, rows: Sequence[DealRow]) -> None:
        """The next step of each is left out."""
        self._each(rows, ("held", "waiting", "call"), self._kit.desk.skip_follow_up, _("Left out for {name}"))

    def stop(self, rows: Sequence[DealRow]) -> None:
        """Nothing more goes out."""
        states = ("held", "waiting", "call", "spent")
        self._each(rows, states, self._kit.desk.stop_follow_up, _("{name} gets no more follow-ups"))

    def _each(
        self, rows: Sequence[DealRow], states: Sequence[str], act: Callable[[str], Awaitable[None]], said: str
    ) -> None:
        there = [row for row in rows if row.follow_up is not None and row.follow_up.state in states]
        if there:
            self._do(self._act(there, act, said), "follow-up")

    async def _act(self, rows: Sequence[DealRow], act: Callable[[str], Awaitable[None]], said: str) -> None:
        for row in rows:
            await act(row.deal_id)
        names = ", ".join(isolated(shown_name(row.person or row.title)) for row in rows[:3])
        more = "…" if len(rows) > 3 else ""
        toast = self._toasts.show(said.format(name=names + more), is_passing=True)
        self._until_refused(toast, [row.deal_id for row in rows])

    def _until_refused(self, toast: Toast, ids: Sequence[str]) -> None:
        """What the hub refuses after all is not said any longer; why it did is said by the window."""

        def hear(refusal: Refusal) -> None:
            if isinstance(refusal.command, FOLLOW_ASKS) and refusal.command.deal_id in ids:
                toast.dismiss()

        connection = self._kit.bridge.refused.connect(hear)
        toast.closed.connect(lambda: self._kit.bridge.refused.disconnect(connection))

    def _hear(self, refusal: Refusal) -> None:
        """A cause that could not be kept, for one: said where it was chosen."""
        page = self.parent()
        if isinstance(refusal.command, DEAL_ASKS) and isinstance(page, QWidget) and page.isVisible():
            words = sentences.refusal(refusal.code, refusal.facts)
            self._toasts.show(words, icon="circle-alert", ink="danger")

    def _do(self, work: Awaitable[None], name: str) -> None:
        self._kit.tasks.spawn(self._told(work), name)

    async def _told(self, work: Awaitable[None]) -> None:
        try:
            await work
        except ComptoirError as error:
            self._toasts.show(sentences.refusal(error.code, error.facts), icon="circle-alert", ink="danger")

"""Acts on one or many conversations, one by one through the desk, with one toast that takes all of them back."""

from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import Final, Protocol

from PySide6.QtCore import QObject, Signal

from app.desk.desk import Refusal
from app.domain.assignment import AssignConversation, ClaimConversation
from app.domain.conversations import CloseConversation, ReopenConversation, UnreadConversation
from app.domain.errors import ComptoirError
from app.domain.ids import ConversationId
from app.domain.later import asyncio
from app.domain.measure_events import UnwaiveConversation, WaiveConversation
from app.domain.records import record
from app.domain.snoozing import SnoozeConversation, WakeConversation
from app.domain.tags import TagConversation, UntagConversation
from app.words import gettext as _
from app.words import sentences
from ui.bridge import Bridge
from ui.kit import Kit
from ui.theme.icons import IconName
from ui.widgets.labels import Ink
from ui.widgets.toast import Toast, ToastStack

SHOWN_FROM: Final = 50  # more acts than this show how far they are, and may be stopped

OF_TEAM: Final = (
    AssignConversation, ClaimConversation, CloseConversation, ReopenConversation, UnreadConversation,
    SnoozeConversation, WakeConversation, TagConversation, UntagConversation, WaiveConversation, UnwaiveConversation,
)  # fmt: skip

Do = Callable[[], Awaitable[object]]


class Show(Protocol):
    """Shows a toast: `ToastStack.show` of any pane, or `Undoing.show`, which Ctrl+Z reaches too."""

    def __call__(
        self,
        text: str,
        *,
        icon: IconName = "check",
        ink: Ink = "success",
        action: str = "",
        stay_ms: int | None = None,
    ) -> Toast:
        """As `ToastStack.show`."""


@record
class Act:
    """Something done to one conversation, and what takes it back (None: nothing does)."""

    where: ConversationId
    do: Do
    undo: Do | None = None


class Undoing:
    """The toasts of one place, and the newest that can be taken back: its link and the key do the same."""

    def __init__(self, toasts: ToastStack) -> None:
        self.toasts = toasts
        self._last: Toast | None = None

    def show(
        self,
        text: str,
        *,
        icon: IconName = "check",
        ink: Ink = "success",
        action: str = "",
        stay_ms: int | None = None,
    ) -> Toast:
        """A toast; one that says "Undo" is remembered for `undo` as long as it stays."""
        toast = self.toasts.show(text, icon=icon, ink=ink, action=action, stay_ms=stay_ms)
        if action == _("Undo"):
            self._last = toast
            toast.closed.connect(lambda: self._forget(toast))
        return toast

    @property
    def can_undo(self) -> bool:
        """Whether there is one."""
        return self._last is not None

    def undo(self) -> bool:
        """Take the newest act back; False when there is none."""
        toast = self._last
        if toast is None:
            return False
        toast.acted.emit()
        toast.dismiss()
        return True

    def _forget(self, toast: Toast) -> None:
        if self._last is toast:
            self._last = None


def perform(
    kit: Kit, acts: Iterable[Act], words: str, show: Show, *, total: int, icon: IconName = "check"
) -> None:
    """Do them one after the other, then say `words` with the way back. What was refused is said beside it.

    `acts` is asked for the next one when its turn comes; `total`: how many conversations it looks at.
    """
    kit.tasks.spawn(_perform(kit, acts, words, show, total, icon), "teamwork")


async def _perform(kit: Kit, acts: Iterable[Act], words: str, show: Show, total: int, icon: IconName) -> None:
    lost = _Lost(kit.bridge)
    done, refused = await _each(((act, act.do) for act in acts), show, total)
    if refused is not None:
        show(sentences.refusal(refused.code, refused.facts), icon="circle-alert", ink="danger")
    kept = lost.without(done)
    if not kept:
        lost.deleteLater()
        return
    can_undo = any(act.undo is not None for act in kept)
    toast = show(_announced(words, kept), icon=icon, action=_("Undo") if can_undo else "")

    def say_less() -> None:
        if left := lost.without(kept):
            toast.set_text(_announced(words, left))
        else:
            toast.dismiss()

    def take_back() -> None:
        back = [(act, act.undo) for act in reversed(lost.without(kept)) if act.undo is not None]
        kit.tasks.spawn(_take_back(back, show), "undo teamwork")

    lost.setParent(toast)
    lost.more.connect(say_less)
    toast.acted.connect(take_back)
    toast.closed.connect(lost.deleteLater)


class _Lost(QObject):
    """What the hub refuses while it is done or announced: somebody else was faster. It goes with its parent."""

    more = Signal()

    def __init__(self, bridge: Bridge) -> None:
        super().__init__(bridge)
        self._where: set[ConversationId] = set()
        bridge.refused.connect(self._hear)

    def without(self, acts: Sequence[Act]) -> list[Act]:
        """Those that were not refused."""
        return [act for act in acts if act.where not in self._where]

    def _hear(self, refusal: Refusal) -> None:
        if isinstance(refusal.command, OF_TEAM) and refusal.conversation_id is not None:
            self._where.add(refusal.conversation_id)
            self.more.emit()


def _announced(words: str, acts: Iterable[Act]) -> str:
    return counted(words, len({act.where for act in acts}))


async def _take_back(back: Sequence[tuple[Act, Do]], show: Show) -> None:
    _done, refused = await _each(back, show, len(back))
    if refused is not None:
        show(sentences.refusal(refused.code, refused.facts), icon="circle-alert", ink="danger")


async def _each(
    steps: Iterable[tuple[Act, Do]], show: Show, total: int
) -> tuple[list[Act], ComptoirError | None]:
    """Which were done, and the first refusal; the others go on after one."""
    done: list[Act] = []
    refused: ComptoirError | None = None
    progress = _Progress(total, show) if total > SHOWN_FROM else None
    for act, do in steps:
        if progress is not None:
            progress.say(len(done))
            await asyncio.sleep(0)  # a press on Stop is heard
            if progress.is_stopped:
                break
        try:
            await do()
        except ComptoirError as error:
            refused = refused or error
        else:
            done.append(act)
    if progress is not None:
        progress.end()
    return done, refused


class _Progress:
    """How far many acts are, with the way to stop them."""

    def __init__(self, total: int, show: Show) -> None:
        self.is_stopped = False
        self._total = total
        self._toast: Toast | None = show(
            self._words(0), icon="clock", ink="info", action=_("Stop"), stay_ms=0
        )
        self._toast.acted.connect(self._stop)
        self._toast.closed.connect(self._gone)

    def say(self, done: int) -> None:
        """So many are done."""
        if self._toast is not None:
            self._toast.set_text(self._words(done))

    def end(self) -> None:
        """All are done, or it was stopped."""
        if self._toast is not None:
            self._toast.dismiss()

    def _words(self, done: int) -> str:
        return _("{done} of {total} done").format(done=done, total=self._total)

    def _stop(self) -> None:
        self.is_stopped = True

    def _gone(self) -> None:
        self._toast = None


def counted(words: str, count: int) -> str:
    """The words, with how many conversations they are about when it is not one."""
    return f"{words} ({count})" if count > 1 else words

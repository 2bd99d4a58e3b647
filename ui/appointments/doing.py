"""Something is done to an appointment: said at once, with the way back for as long as it is said."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from app.desk.desk import Refusal
from app.domain.appointment_asks import APPOINTMENT_ASKS
from app.domain.errors import ComptoirError
from app.words import gettext as _
from app.words import sentences
from ui.kit import Kit
from ui.teamwork.undoing import Show
from ui.theme.icons import IconName
from ui.widgets.toast import Toast

Do = Callable[[], Awaitable[object]]


def do(
    kit: Kit,
    appointment_id: str,
    work: Do,
    words: str,
    show: Show,
    undo: Do | None = None,
    icon: IconName = "check",
) -> None:
    """Do it, then say `words`; `undo` takes it back for as long as they stand there."""
    kit.tasks.spawn(_do(kit, appointment_id, work, words, show, undo, icon), "appointment")


async def _do(
    kit: Kit, appointment_id: str, work: Do, words: str, show: Show, undo: Do | None, icon: IconName
) -> None:
    try:
        await work()
    except ComptoirError as error:
        show(sentences.refusal(error.code, error.facts), icon="circle-alert", ink="danger")
        return
    say(kit, appointment_id, words, show, undo, icon)


def say(
    kit: Kit, appointment_id: str, words: str, show: Show, undo: Do | None = None, icon: IconName = "check"
) -> None:
    """It is done: say so; `undo` takes it back for as long as the words stand there."""
    toast = show(words, icon=icon, action=_("Undo") if undo is not None else "")
    _until_refused(kit, toast, appointment_id)
    if undo is not None:
        back = undo
        toast.acted.connect(lambda: kit.tasks.spawn(_take_back(back, show), "undo appointment"))


async def _take_back(undo: Do, show: Show) -> None:
    try:
        await undo()
    except ComptoirError as error:
        show(sentences.refusal(error.code, error.facts), icon="circle-alert", ink="danger")


def _until_refused(kit: Kit, toast: Toast, appointment_id: str) -> None:
    """What the hub refuses after all was not done: it is not said any longer, and not taken back."""

    def hear(refusal: Refusal) -> None:
        body = refusal.command
        if isinstance(body, APPOINTMENT_ASKS) and body.appointment_id == appointment_id:
            toast.dismiss()

    connection = kit.bridge.refused.connect(hear)
    toast.closed.connect(lambda: kit.bridge.refused.disconnect(connection))

"""Something is done to a deal: said at once, with the way back for as long as it is said."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from app.desk.desk import Refusal
from app.domain.deal_asks import DEAL_ASKS
from app.domain.errors import ComptoirError
from app.words import gettext as _
from app.words import sentences
from ui.kit import Kit
from ui.teamwork.undoing import Show
from ui.theme.icons import IconName
from ui.widgets.toast import Toast

Do = Callable[[], Awaitable[object]]


def do(
    kit: Kit, deal_id: str, work: Do, words: str, show: Show, undo: Do | None = None, icon: IconName = "check"
) -> None:
    """Do it, then say `words`; `undo` takes it back for as long as they stand there."""
    kit.tasks.spawn(_do(kit, deal_id, work, words, show, undo, icon), "deal")


async def _do(
    kit: Kit, deal_id: str, work: Do, words: str, show: Show, undo: Do | None, icon: IconName
) -> None:
    try:
        await work()
    except ComptoirError as error:
        show(sentences.refusal(error.code, error.facts), icon="circle-alert", ink="danger")
        return
    toast = show(words, icon=icon, action=_("Undo") if undo is not None else "")
    _until_refused(kit, toast, deal_id)
    if undo is not None:
        back = undo
        toast.acted.connect(lambda: kit.tasks.spawn(_take_back(back, show), "undo deal"))


async def _take_back(undo: Do, show: Show) -> None:
    try:
        await undo()
    except ComptoirError as error:
        show(sentences.refusal(error.code, error.facts), icon="circle-alert", ink="danger")


def _until_refused(kit: Kit, toast: Toast, deal_id: str) -> None:
    """What the hub refuses after all was not done: it is not said any longer, and not taken back."""

    def hear(refusal: Refusal) -> None:
        if isinstance(refusal.command, DEAL_ASKS) and refusal.command.deal_id == deal_id:
            toast.dismiss()

    connection = kit.bridge.refused.connect(hear)
    toast.closed.connect(lambda: kit.bridge.refused.disconnect(connection))

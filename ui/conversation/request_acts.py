"""Whether a conversation is a new request: put aside for good, or brought back, from its menu."""

from __future__ import annotations

from collections.abc import Coroutine
from typing import Any

from app.domain.errors import ComptoirError
from app.domain.rows import ThreadHeader
from app.words import gettext as _
from app.words import sentences
from ui.kit import Kit
from ui.widgets.menu import Menu
from ui.widgets.toast import ToastStack


class RequestActs:
    """Rows only where the team shows new requests, and the conversation has no deal."""

    def __init__(self, kit: Kit, toasts: ToastStack) -> None:
        self._kit, self._toasts = kit, toasts

    def add_to(self, menu: Menu, header: ThreadHeader) -> None:
        """One row at most."""
        desk, there = self._kit.desk, header.conversation_id
        is_shown = self._kit.has_area("deals") and desk.setting("deals_incoming")
        if not is_shown or desk.deals_of_conversation(there):
            return
        if desk.is_incoming_declined(there):
            menu.add(_("A deal may come of it"), lambda: self.restore(header), icon="square-kanban")
        else:
            menu.add(_("No deal will come of it"), lambda: self.decline(header), icon="square-kanban")

    def decline(self, header: ThreadHeader) -> None:
        """Put aside for good."""
        told = _("No deal will come of this conversation")
        self._kit.tasks.spawn(
            self._do(self._kit.desk.decline_incoming(header.conversation_id), told, header),
            "decline a request",
        )

    def restore(self, header: ThreadHeader) -> None:
        """Among the new requests again."""
        told = _("This conversation is a new request again")
        self._kit.tasks.spawn(
            self._do(self._kit.desk.restore_incoming(header.conversation_id), told, None), "restore a request"
        )

    async def _do(self, act: Coroutine[Any, Any, None], told: str, undone: ThreadHeader | None) -> None:
        try:
            await act
        except ComptoirError as error:
            self._toasts.show(sentences.refusal(error.code, error.facts), icon="circle-alert", ink="danger")
            return
        toast = self._toasts.show(told, action=_("Undo") if undone is not None else "")
        if undone is not None:
            toast.acted.connect(lambda: self.restore(undone))

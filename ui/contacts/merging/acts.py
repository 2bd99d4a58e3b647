"""Merging, separating and keeping apart from anywhere in the window: each is told, and each merge can be taken back."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial

from app.domain.errors import ComptoirError
from app.domain.ids import ContactId
from app.words import gettext as _
from app.words import sentences
from ui.kit import Kit
from ui.plain import isolated, shown_name
from ui.teamwork.undoing import Show
from ui.widgets.toast import ToastStack


class MergeActs:
    """What is asked of the hub about two people. `toasts`: where it is told; `show`: there, so that Ctrl+Z knows."""

    def __init__(self, kit: Kit, toasts: ToastStack, show: Show | None = None) -> None:
        self._kit = kit
        self.toasts = toasts
        self._show: Show = show or toasts.show

    def merge(self, kept_id: ContactId, gone_id: ContactId, name: str) -> None:
        """One person from now on; `name`: what the merged one is called."""
        told = partial(self._tell_merged, kept_id, gone_id, name)
        self._kit.tasks.spawn(
            self._ask(self._kit.desk.merge_contacts(kept_id, gone_id), told), "merge contacts"
        )

    def separate(self, contact_id: ContactId, gone_id: ContactId, name: str) -> None:
        """Two people again; `name`: what the one who is taken out is called."""
        told = partial(self._tell, _("{name} stands alone again").format(name=isolated(shown_name(name))))
        self._kit.tasks.spawn(
            self._ask(self._kit.desk.unmerge_contact(contact_id, gone_id), told), "separate"
        )

    def keep_apart(self, first_id: ContactId, second_id: ContactId) -> None:
        """Nobody is asked about these two again."""
        told = partial(self._tell, _("Kept as two people. You will not be asked again."))
        self._kit.tasks.spawn(self._ask(self._kit.desk.keep_apart(first_id, second_id), told), "keep apart")

    def _tell_merged(self, kept_id: ContactId, gone_id: ContactId, name: str) -> None:
        said = _("Merged into {name}").format(name=isolated(shown_name(name)))
        toast = self._show(said, action=_("Undo"))
        toast.acted.connect(lambda: self.separate(kept_id, gone_id, name))

    def _tell(self, said: str) -> None:
        self._show(said)

    async def _ask(self, asked: Awaitable[None], told: Callable[[], None]) -> None:
        try:
            await asked
        except ComptoirError as error:
            self._show(sentences.refusal(error.code, error.facts), icon="circle-alert", ink="danger")
            return
        told()

"""Giving a deal to the person whose it may be: told, and taken back by one press."""

from __future__ import annotations

from functools import partial

from app.domain.deal_links import LinkSuggestion
from app.domain.errors import ComptoirError
from app.words import gettext as _
from app.words import sentences
from ui.kit import Kit
from ui.plain import isolated, shown_name
from ui.teamwork.undoing import Show


class LinkActs:
    """`show`: where it is told, so that Ctrl+Z knows."""

    def __init__(self, kit: Kit, show: Show) -> None:
        self._kit = kit
        self._show = show

    def link(self, one: LinkSuggestion) -> None:
        """Theirs from now on: in the conversation where they wrote last, where there is one."""
        self._kit.tasks.spawn(self._link(one), "link a deal")

    async def _link(self, one: LinkSuggestion) -> None:
        try:
            await self._kit.desk.link_deal(one.deal_id, one.contact_id, one.conversation_id)
        except ComptoirError as error:
            self._refuse(error)
            return
        said = _("The deal is {name}’s now").format(name=isolated(shown_name(one.name)))
        toast = self._show(said, action=_("Undo"))
        toast.acted.connect(partial(self._take_back, one.deal_id))

    def _take_back(self, deal_id: str) -> None:
        self._kit.tasks.spawn(self._unlink(deal_id), "unlink a deal")

    async def _unlink(self, deal_id: str) -> None:
        try:
            await self._kit.desk.link_deal(deal_id)
        except ComptoirError as error:
            self._refuse(error)

    def _refuse(self, error: ComptoirError) -> None:
        self._show(sentences.refusal(error.code, error.facts), icon="circle-alert", ink="danger")

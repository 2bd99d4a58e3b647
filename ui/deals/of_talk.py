"""Between a conversation or a person and their deal, each a key away: to the deal, and a new one made there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from app.domain.deal_rows import DealRow
from app.words import gettext as _
from ui.kit import Kit
from ui.todo.opening import show_of

if TYPE_CHECKING:
    from ui.deals.new_deal import ForWhom
    from ui.panes import Panes

PEOPLE: Final = "contacts"


def deal_of_talk(panes: Panes, kit: Kit) -> DealRow | None:
    """What the open conversation, or the person on whom the contacts stand, is about.

    The newest open deal, else the newest that ended.
    """
    if panes.screen_id == PEOPLE:
        person = panes.screens.contacts.people.card.standing
        found = kit.desk.deals_of_contact(person.contact_id) if person is not None else []
    else:
        conversation_id = panes.conversation.conversation_id
        found = kit.desk.deals_of_conversation(conversation_id) if conversation_id is not None else []
    return found[0] if found else None


def open_deal(panes: Panes, kit: Kit) -> None:
    """The deal of the open conversation or of the person, on the board; where there is none, a new one is offered."""
    deal = deal_of_talk(panes, kit)
    if deal is None:
        new_deal(panes, kit)
    else:
        show_deal(panes, deal.deal_id)


def new_deal(panes: Panes, kit: Kit) -> None:
    """A new one for whoever the open conversation is with, or for the person: Enter makes it."""
    from ui.deals.new_deal import open_new_deal

    whom = whom_in_view(panes, kit)
    if whom is not None:
        open_new_deal(kit, panes, whom).made.connect(lambda deal_id: _tell(panes, deal_id))


def whom_in_view(panes: Panes, kit: Kit) -> ForWhom | None:
    """Whoever the open conversation is with, or on whom the contacts stand."""
    from ui.deals.new_deal import ForWhom, whom_of

    if panes.screen_id == PEOPLE:
        person = panes.screens.contacts.people.card.standing
        return ForWhom(person.name, person.is_named, person.contact_id) if person is not None else None
    conversation_id = panes.conversation.conversation_id
    return whom_of(kit, conversation_id) if conversation_id is not None else None


def show_deal(panes: Panes, deal_id: str) -> None:
    """Its sheet, beside the board."""
    panes.show_screen("deals")
    panes.screens.deals.show_deal(deal_id)


def _tell(panes: Panes, deal_id: str) -> None:
    toast = show_of(panes)(_("The deal is made"), action=_("Open it"))
    toast.acted.connect(lambda: show_deal(panes, deal_id))
    if panes.screen_id != PEOPLE:
        panes.conversation.focus_composer()

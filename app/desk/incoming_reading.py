"""New requests with what waits on this computer drawn over, and whose deals may be that are nobody's."""

from __future__ import annotations

from bisect import bisect_left
from functools import cached_property

from app.desk.deal_reading import DealReader
from app.desk.home_number import calling_code
from app.desk.outbox import Outbox
from app.desk.reading import Reader
from app.domain.conversations import Conversation
from app.domain.deal_asks import AddDeal, DeclineIncoming, LinkDeal, RemoveDeal, RestoreIncoming
from app.domain.deal_links import LinkSuggestion, in_order, wanted_of
from app.domain.ids import ContactId, ConversationId
from app.domain.rows import InboxRow
from storage import view
from storage.view import deal_links, incoming


class IncomingReader:
    """Reads what `reader` and `deals` read."""

    def __init__(self, reader: Reader, outbox: Outbox, deals: DealReader) -> None:
        self._reader = reader
        self._outbox = outbox
        self._deals = deals

    # --- new requests ---

    def rows(self, limit: int) -> list[InboxRow]:
        """See `IncomingDesk.incoming`."""
        touched = self._touched()
        ids = incoming.incoming_ids(self._reader.view_connection(), limit + len(touched))
        ids = [one for one in ids if one not in touched or self._is_open(one)]
        for one in touched:
            if one not in ids and self._is_open(one):
                ids.insert(bisect_left(ids, -self._place(one), key=lambda each: -self._place(each)), one)
        rows = map(self._reader.inbox_row, ids[:limit])
        return [row for row in rows if row is not None and not row.is_closed]

    def count(self) -> int:
        """See `IncomingDesk.incoming_count`."""
        conn = self._reader.view_connection()
        count = incoming.incoming_count(conn)
        for one in self._touched():
            count += self._is_open(one) - incoming.is_incoming(conn, one)
        return count

    def is_declined(self, conversation_id: ConversationId) -> bool:
        """By the log and by what waits here."""
        is_so = incoming.is_declined(self._reader.view_connection(), conversation_id)
        for entry in self._outbox.pending_of(DeclineIncoming, RestoreIncoming):
            body = entry.command.body
            assert isinstance(body, DeclineIncoming | RestoreIncoming)
            if self._shown(body.conversation_id) == conversation_id:
                is_so = isinstance(body, DeclineIncoming)
        return is_so

    def conversation(self, conversation_id: ConversationId) -> Conversation | None:
        """As it is shown."""
        return self._reader.conversation(conversation_id)

    # --- whose a deal may be ---

    def suggestions(self, deal_id: str) -> list[LinkSuggestion]:
        """See `IncomingDesk.link_suggestions`."""
        card = self._deals.card(deal_id)
        if card is None or card.contact_id is not None or card.conversation_id is not None:
            return []
        wanted = wanted_of(deal_id, card.own_person, card.email, card.title, self._calling_code)
        return in_order(deal_links.people_for(self._reader.view_connection(), wanted))

    def deals_to_link(self, contact_id: ContactId) -> list[LinkSuggestion]:
        """See `IncomingDesk.deals_to_link`."""
        waiting = {
            entry.command.body.deal_id
            for entry in self._outbox.pending_of(LinkDeal, RemoveDeal)
            if isinstance(entry.command.body, LinkDeal | RemoveDeal)
        }
        found = deal_links.deals_for(self._reader.view_connection(), contact_id, self._calling_code)
        return in_order(one for one in found if one.deal_id not in waiting)

    # --- inside ---

    @cached_property
    def _calling_code(self) -> str | None:
        return calling_code(self._reader.view_connection())

    def _touched(self) -> set[ConversationId]:
        """Conversations about which something waits here that may bring them in or take them away."""
        found = set(self._outbox.conversations())
        for entry in self._outbox.pending_of(AddDeal, LinkDeal, RemoveDeal):
            body = entry.command.body
            if isinstance(body, AddDeal):
                found |= self._of(body.new.contact_id, body.new.conversation_id)
            elif isinstance(body, LinkDeal):
                found |= self._of(body.contact_id, body.conversation_id)
            elif isinstance(body, RemoveDeal):
                card = self._deals.card(body.deal_id)
                found |= self._of(card.contact_id, card.conversation_id) if card is not None else set()
        return set(map(self._shown, found))

    def _shown(self, one: ConversationId) -> ConversationId:
        """What it became part of, where it did."""
        return ConversationId(view.kept_id(self._reader.view_connection(), one))

    def _of(
        self, contact_id: ContactId | None, conversation_id: ConversationId | None
    ) -> set[ConversationId]:
        if conversation_id is not None:
            return {conversation_id}
        return set(incoming.talks_of(self._reader.view_connection(), contact_id)) if contact_id else set()

    def _is_open(self, one: ConversationId) -> bool:
        """Whether it is a new request, with what waits here."""
        conversation = self._reader.conversation(one)
        if conversation is None or conversation.is_closed or not conversation.newest_inbound_pos:
            return False
        return not self.is_declined(one) and not self._deals.of_conversation(one)

    def _place(self, one: ConversationId) -> int:
        conversation = self._reader.conversation(one)
        return conversation.newest_inbound_pos if conversation is not None else 0

"""What screens read of people, with what waits on this computer drawn over. Everything under 5 ms."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from app.desk.contact_overlay import overlaid_card, overlaid_fields
from app.desk.outbox import Outbox
from app.desk.pending import Pending
from app.desk.reading import Reader
from app.domain.contact_asks import CARD_ASKS, FIELD_ASKS, TagContact
from app.domain.contact_cards import ContactField
from app.domain.contact_rows import ContactCard, EpisodeRow, TimelinePlace, TimelineRow
from app.domain.contacts import Identity
from app.domain.ids import ContactId, MemberId
from app.domain.rows import MessageRow, Shelf
from storage import view
from storage.view import timeline


class ContactReader:
    """Reads what `reader` reads."""

    def __init__(self, reader: Reader, outbox: Outbox) -> None:
        self._reader = reader
        self._outbox = outbox

    def card(self, contact_id: ContactId) -> ContactCard | None:
        """See `ContactsDesk.contact`."""
        conn, me = self._reader.view_connection(), self._reader.enrolled_me.member_id
        card = view.contact_card(conn, contact_id)
        if card is not None:
            notes = tuple(replace(note, is_mine=note.member_id == me) for note in card.notes)
            card = replace(card, notes=notes)
        pending = self._pending(card.contact_id if card is not None else contact_id)
        return overlaid_card(card, pending, me, self.name_of) if pending else card

    def holder(self, identity: Identity) -> ContactCard | None:
        """Who is known by one of these names already."""
        named = replace(identity, username=None)
        found = self._reader.contact(named) if identity.alias_keys() else None
        return self.card(found) if found is not None else None

    def fields(self) -> list[ContactField]:
        """See `ContactsDesk.contact_fields`."""
        fields = view.contact_fields(self._reader.view_connection())
        pending = self._outbox.pending_of(*FIELD_ASKS)
        return overlaid_fields(fields, pending) if pending else fields

    def tags(self) -> list[str]:
        """See `ContactsDesk.known_contact_tags`."""
        known = view.known_contact_tags(self._reader.view_connection())
        waiting = (entry.command.body for entry in self._outbox.pending_of(TagContact))
        return sorted({*known, *(body.tag for body in waiting if isinstance(body, TagContact))})

    def timeline(self, contact_id: ContactId, before: TimelinePlace | None, limit: int) -> list[TimelineRow]:
        """See `ContactsDesk.contact_timeline`."""
        me = self._reader.enrolled_me.member_id
        return timeline.contact_timeline(
            self._reader.view_connection(), contact_id, before, limit, me, _local_day
        )

    def files(
        self, contact_id: ContactId, shelf: Shelf, before: MessageRow | None, limit: int
    ) -> list[MessageRow]:
        """See `ContactsDesk.contact_files`."""
        place = (before.sort_at, before.pos) if before is not None else None
        return timeline.contact_shelf(self._reader.view_connection(), contact_id, shelf, place, limit)

    def episodes(self, contact_id: ContactId, limit: int) -> list[EpisodeRow]:
        """See `ContactsDesk.contact_episodes`."""
        return timeline.episodes(self._reader.view_connection(), contact_id, limit)

    def name_of(self, member_id: MemberId | None) -> str | None:
        """What a member is called."""
        return self._reader.team.name(member_id)

    def _pending(self, contact_id: ContactId) -> list[Pending]:
        """What waits about somebody, also under the name of one that became them."""
        found = self._outbox.pending_of(*CARD_ASKS)
        return [entry for entry in found if entry.command.lane == contact_id or self._is(entry, contact_id)]

    def _is(self, entry: Pending, contact_id: ContactId) -> bool:
        return view.kept_id(self._reader.view_connection(), entry.command.lane) == contact_id


def _local_day(at: datetime) -> date:
    return at.astimezone().date()

"""The waiting list as rows: who waits, which slots were offered to whom, and what became of it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final, cast

import msgspec
from sqlcipher3.dbapi2 import Connection

from app.domain import slot_offers
from app.domain.copies import changed
from app.domain.events import Event
from app.domain.ids import ContactId, ConversationId, MemberId, MessageId
from app.domain.slot_offers import SlotsOffered, Waiter
from app.domain.waiting_list import InvitedAnswer, InvitedPerson, OfferEnd, SlotOffer, in_turn
from storage.codec import encode_body
from storage.instants import from_us, to_us
from storage.json_list import json_list
from storage.packing import packed, unpacked
from storage.view.merges import kept_id
from storage.view.subjects import Subjects

_READ_OFFERED: Final = msgspec.json.Decoder(SlotsOffered).decode
_SAVE: Final = (
    "INSERT INTO view_waiter (waiter_id, contact_id, is_removed, body) VALUES (?, ?, 0, ?)"
    " ON CONFLICT (waiter_id) DO UPDATE SET contact_id = excluded.contact_id, is_removed = 0, body = excluded.body"
)
_REMOVE: Final = "UPDATE view_waiter SET is_removed = 1 WHERE waiter_id = ?"
_OFFER: Final = (
    "INSERT OR IGNORE INTO view_slot_offer (offer_id, pos, starts_us, length_min, resource_id, appointment_id,"
    " member_id, offered_us, end, ended_us, waiter_id, taken_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, '', NULL, '', '')"
)
_INVITE: Final = (
    "INSERT OR IGNORE INTO view_slot_invited (offer_id, waiter_id, n, conversation_id, message_id, code, answer,"
    " answered_us, answer_message_id) VALUES (?, ?, ?, ?, ?, ?, '', NULL, NULL)"
)
_ANSWER: Final = (
    "UPDATE view_slot_invited SET answer = ?, answered_us = ?, answer_message_id = ?"
    " WHERE offer_id = ? AND waiter_id = ?"
)
_END: Final = (
    "UPDATE view_slot_offer SET end = ?, ended_us = ?, waiter_id = ?, taken_id = ?"
    " WHERE offer_id = ? AND end = ''"
)
_OFFERED: Final = (
    "INSERT OR IGNORE INTO view_slots_offered (offer_id, appointment_id, starts_us, conversation_id, message_id, body)"
    " VALUES (?, ?, ?, ?, ?, ?)"
)


def _saved(subjects: Subjects, _event: Event, body: slot_offers.WaiterSaved) -> None:
    waiter = body.waiter
    if waiter.contact_id is not None:
        _write(subjects, _SAVE, waiter.waiter_id, waiter.contact_id, packed(waiter))


def _removed(subjects: Subjects, _event: Event, body: slot_offers.WaiterRemoved) -> None:
    _write(subjects, _REMOVE, body.waiter_id)


def _offered(subjects: Subjects, event: Event, body: slot_offers.SlotOffered) -> None:
    _write(
        subjects, _OFFER, body.offer_id, event.pos, to_us(body.starts_at), body.length_min, body.resource_id,
        body.appointment_id, body.member_id, to_us(event.accepted_at),
    )  # fmt: skip
    for n, one in enumerate(body.invited):
        row = (body.offer_id, one.waiter_id, n, one.conversation_id, one.message_id, one.code)
        subjects.write_later((_INVITE, row))


def _taken(subjects: Subjects, event: Event, body: slot_offers.SlotTaken) -> None:
    at_us = to_us(event.accepted_at)
    _write(subjects, _END, "taken", at_us, body.waiter_id, body.appointment_id, body.offer_id)
    subjects.write_later((_ANSWER, ("took", at_us, body.message_id, body.offer_id, body.waiter_id)))


def _declined(subjects: Subjects, event: Event, body: slot_offers.SlotDeclined) -> None:
    answer = "late" if body.is_late else "declined"
    _write(
        subjects, _ANSWER, answer, to_us(event.accepted_at), body.message_id, body.offer_id, body.waiter_id
    )


def _closed(subjects: Subjects, event: Event, body: slot_offers.OfferClosed) -> None:
    _write(subjects, _END, body.code, to_us(event.accepted_at), "", "", body.offer_id)


def _slots_offered(subjects: Subjects, _event: Event, body: SlotsOffered) -> None:
    known = subjects.appointments.get(body.appointment_id)
    if known is not None and body.slots:
        starts_us = to_us(known[1].starts_at)
        named = (body.offer_id, body.appointment_id, starts_us, body.conversation_id, body.message_id)
        _write(subjects, _OFFERED, *named, encode_body(body))


def _write(subjects: Subjects, sql: str, *values: object) -> None:
    subjects.has_new_agenda = True
    subjects.write_later((sql, values))


WAITING_LIST: Mapping[type, Callable[[Subjects, Event, Any], None]] = {
    slot_offers.WaiterSaved: _saved,
    slot_offers.WaiterRemoved: _removed,
    slot_offers.SlotOffered: _offered,
    slot_offers.SlotTaken: _taken,
    slot_offers.SlotDeclined: _declined,
    slot_offers.OfferClosed: _closed,
    SlotsOffered: _slots_offered,
}


# --- reading ---


def waiters(conn: Connection) -> list[Waiter]:
    """Who waits, the longest first, each under the contact that they are now."""
    rows = conn.execute("SELECT body FROM view_waiter WHERE is_removed = 0").fetchall()
    return in_turn(_now(conn, unpacked(row[0], Waiter)) for row in rows)


def waiter(conn: Connection, waiter_id: str) -> tuple[Waiter, bool] | None:
    """One, also somebody who waits no more, and whether they wait."""
    row = conn.execute(
        "SELECT body, is_removed FROM view_waiter WHERE waiter_id = ?", (waiter_id,)
    ).fetchone()
    return None if row is None else (_now(conn, unpacked(row[0], Waiter)), not row[1])


def _now(conn: Connection, one: Waiter) -> Waiter:
    if one.contact_id is None:
        return one
    kept = kept_id(conn, one.contact_id)
    return one if kept == one.contact_id else changed(one, contact_id=ContactId(kept))


_OFFERS: Final = (
    "SELECT offer_id, starts_us, length_min, resource_id, appointment_id, member_id, offered_us, end, ended_us,"
    " waiter_id, taken_id FROM view_slot_offer"
)
_INVITED: Final = (
    "SELECT offer_id, waiter_id, conversation_id, message_id, code, answer, answered_us, answer_message_id"
    " FROM view_slot_invited WHERE offer_id IN (SELECT value FROM json_each(?)) ORDER BY offer_id, n"
)


def offer(conn: Connection, offer_id: str) -> SlotOffer | None:
    """A freed slot that was offered, by its id."""
    found = _offers(conn, f"{_OFFERS} WHERE offer_id = ?", (offer_id,))
    return found[0] if found else None


def offers_from(conn: Connection, since: datetime, limit: int = 100) -> list[SlotOffer]:
    """All of slots that begin then or later, by their start, also those that are over."""
    return _offers(
        conn, f"{_OFFERS} WHERE starts_us >= ? ORDER BY starts_us, pos LIMIT ?", (to_us(since), limit)
    )


def open_offers(conn: Connection, until: datetime | None = None) -> list[SlotOffer]:
    """Those that still stand, by the slot's start; `until`: only slots that have begun by then."""
    last_us = 1 << 62 if until is None else to_us(until)
    return _offers(conn, f"{_OFFERS} WHERE end = '' AND starts_us <= ? ORDER BY starts_us, pos", (last_us,))


def next_open(conn: Connection) -> datetime | None:
    """When the first slot that is still offered begins."""
    row = conn.execute("SELECT min(starts_us) FROM view_slot_offer WHERE end = ''").fetchone()
    first_us: int | None = row[0]
    return from_us(first_us)


def _offers(conn: Connection, sql: str, values: Sequence[Any]) -> list[SlotOffer]:
    rows = conn.execute(sql, values).fetchall()
    invited: dict[str, list[InvitedPerson]] = {}
    for row in conn.execute(_INVITED, (json_list(one[0] for one in rows),)) if rows else ():
        person = InvitedPerson(
            row[1], ConversationId(row[2]), MessageId(row[3]), row[4], cast("InvitedAnswer", row[5]),
            from_us(row[6]), row[7],
        )  # fmt: skip
        invited.setdefault(row[0], []).append(person)
    return [_offer(row, invited.get(row[0], ())) for row in rows]


def _offer(row: Sequence[Any], invited: Iterable[InvitedPerson]) -> SlotOffer:
    member_id = MemberId(row[5]) if row[5] is not None else None
    return SlotOffer(
        row[0], from_us(row[1]), row[2], row[3], tuple(invited), row[4], member_id, from_us(row[6]),
        cast("OfferEnd", row[7]), from_us(row[8]), row[9], row[10],
    )  # fmt: skip


def slots_offered(conn: Connection, offer_id: str) -> tuple[SlotsOffered, datetime] | None:
    """A list of free times that was sent, and when the appointment stood then."""
    sql = "SELECT body, starts_us FROM view_slots_offered WHERE offer_id = ?"
    row = conn.execute(sql, (offer_id,)).fetchone()
    return None if row is None else (_READ_OFFERED(row[0]), from_us(row[1]))


def answered_since(conn: Connection, since: datetime) -> list[MessageId]:
    """Words of customers that settled, since a moment, what they were offered."""
    rows = conn.execute(
        "SELECT answer_message_id FROM view_slot_invited WHERE answered_us >= ? AND answer_message_id IS NOT NULL",
        (to_us(since),),
    )
    return [MessageId(row[0]) for row in rows]


def by_answer(conn: Connection, message_id: MessageId) -> tuple[SlotOffer, InvitedPerson] | None:
    """What somebody answered to with this message."""
    sql = "SELECT offer_id FROM view_slot_invited WHERE answer_message_id = ?"
    row = conn.execute(sql, (message_id,)).fetchone()
    found = offer(conn, row[0]) if row is not None else None
    if found is None:
        return None
    return found, next(one for one in found.invited if one.answer_message_id == message_id)


# --- erasing ---


def erase_waiting(conn: Connection, ids: Iterable[str], appointment_ids: Iterable[str]) -> None:
    """Of people and conversations that are erased: also where events of others name them, as offers of one slot."""
    theirs = json_list(ids)
    these = "IN (SELECT value FROM json_each(?))"
    conn.execute(f"DELETE FROM view_waiter WHERE contact_id {these}", (theirs,))
    conn.execute(f"DELETE FROM view_slot_invited WHERE conversation_id {these}", (theirs,))
    conn.execute(f"DELETE FROM view_slots_offered WHERE conversation_id {these}", (theirs,))
    conn.execute(
        f"DELETE FROM view_slots_offered WHERE appointment_id {these}", (json_list(appointment_ids),)
    )

"""Two people who were shown as one: what a merge made one is two again, as if it had not been (decision 168).

Merges of the same person are taken back from the newest one, each exactly: both sides were kept up to date. Those that
were later than the one in question are then made again, without it.
"""

from collections.abc import Callable, Mapping
from typing import Any

from sqlcipher3.dbapi2 import Connection

from app.domain.copies import changed
from app.domain.erasure import ContactErased
from app.domain.events import Event
from app.domain.ids import ContactId, ConversationId
from app.domain.imports import HistoryImportUndone
from app.domain.merging import ContactUnmerged
from storage.instants import to_us
from storage.json_list import json_list
from storage.view import blocks, cards, consents, merges, team_rows
from storage.view.erasing import erase
from storage.view.merging import give, kept_apart, merge
from storage.view.subjects import Subjects
from storage.view.trail import Merge, Side
from storage.view.undoing import undo


def unmerge(conn: Connection, subjects: Subjects, body: ContactUnmerged) -> None:
    """Take a merge back, in the middle of a batch that holds nothing but this: what is known is written first."""
    subjects.save_known_conversations(conn)
    subjects.forget_messages()
    kept_apart(subjects, body.contact_id, body.gone_id)
    first = subjects.trail.merge_of(body.gone_id)
    if first is None or subjects.kept_contact(body.gone_id) != subjects.kept_contact(body.contact_id):
        return
    later = subjects.trail.later(first)
    for one in reversed(later):
        _part(conn, subjects, one)
    merges.untell(conn, first.pos)
    for one in later[1:]:
        merge(subjects, one)
    subjects.has_lost_messages = True


def _part(conn: Connection, subjects: Subjects, one: Merge) -> None:
    """The newest merge of a person is taken back."""
    trail = subjects.trail
    contacts, conversations = trail.sides(one.pos, "contact"), trail.sides(one.pos, "conversation")
    _part_contacts(conn, subjects, one, contacts)
    pairs = list(zip(conversations[::2], conversations[1::2], strict=True))
    for kept, gone in reversed(pairs):  # several may have become part of the same one, each after the other
        _part_conversations(conn, subjects, one, kept, gone)
    late = [side.own_no for side in trail.sides(one.pos, "late") if side.own_no is not None]
    merges.give_lateness_back(conn, json_list(late))
    for side in trail.sides(one.pos, "given"):
        conversation = subjects.conversations.get(ConversationId(side.id))
        if conversation is not None:
            subjects.owned.get(conversation.contact_id, set()).discard(conversation.conversation_id)
            give(subjects, conversation, one.gone_id)
    trail.end(one)
    merges.forget(conn, one.pos)


def _part_contacts(conn: Connection, subjects: Subjects, one: Merge, sides: list[Side]) -> None:
    members = subjects.trail.members(one.gone_id, one.pos)
    shown = subjects.contacts.get(one.kept_id)
    if shown is not None:
        _part_rows(conn, subjects, shown.no, sides, members)
    _unnote(conn, subjects, one.gone_id, members)
    merges.give_names_back(conn, one.gone_id, json_list(members))
    subjects.aliases, subjects.origins = {}, {}  # they are read again when they are needed
    for side in sides:
        contact_id = ContactId(side.id)
        subjects.learnt.pop(contact_id, None)
        subjects.heard.add(contact_id)
        conn.execute("DELETE FROM view_contact WHERE contact_id = ?", (contact_id,))
        merges.give_blocks_back(conn, blocks.aside(side.no), contact_id)
        subjects.contacts.pop(contact_id, None)
        subjects.changed_contacts.discard(contact_id)
        if side.state is not None:
            subjects.contacts[contact_id] = side.state
            subjects.changed_contacts.add(contact_id)
        for statement in consents.counted_anew(contact_id):
            conn.execute(*statement)


def _part_rows(
    conn: Connection, subjects: Subjects, shown_no: int, sides: list[Side], members: list[str]
) -> None:
    """What the team wrote of them."""
    own = [(side.no, side.state.no) for side in sides if side.state is not None]
    for statement in cards.copies_given_back(shown_no, own):
        conn.execute(*statement)
    for side in sides:
        leaves = members if not side.is_kept else subjects.trail.members(side.id, side.pos)
        numbers = [no for no in map(subjects.trail.contact_no, leaves) if no is not None]
        for statement in (
            cards.rows_given_back(side.state.no, json_list(numbers)) if side.state is not None else ()
        ):
            conn.execute(*statement)


def _part_conversations(conn: Connection, subjects: Subjects, one: Merge, kept: Side, gone: Side) -> None:
    members = subjects.trail.members(gone.id, one.pos)
    numbers = [no for no in map(subjects.trail.own_no, members) if no is not None]
    kept_no, gone_no = kept.own_no, gone.own_no
    assert kept_no is not None and gone_no is not None
    _unnote(conn, subjects, gone.id, members)
    merges.give_messages_back(conn, kept_no, gone_no, json_list(numbers))
    for statement in (*team_rows.parted(kept_no, kept.no, gone_no, gone.no),):
        conn.execute(*statement)
    subjects.put_conversation(changed(kept.state, contact_id=one.kept_id))
    gone_id = ConversationId(gone.id)
    subjects.numbers[gone_id] = gone_no
    subjects.put_conversation(changed(gone.state, contact_id=one.gone_id))


def _unnote(conn: Connection, subjects: Subjects, gone_id: str, members: list[str]) -> None:
    """It is itself again, and so is what had become it."""
    assert subjects.merged is not None
    for member in members:
        subjects.merged[member] = gone_id
    subjects.merged.pop(gone_id, None)
    merges.unbecame(conn, gone_id, json_list(members))


ALONE: Mapping[type, Callable[[Connection, Subjects, Event], None]] = {
    HistoryImportUndone: lambda conn, subjects, event: undo(conn, subjects, _body(event)),
    ContactUnmerged: lambda conn, subjects, event: unmerge(conn, subjects, _body(event)),
    ContactErased: lambda conn, subjects, event: erase(
        conn, subjects, _body(event), to_us(event.accepted_at)
    ),
}


def _body(event: Event) -> Any:
    return event.body

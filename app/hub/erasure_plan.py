"""What the hub holds of one person: which entries of the log, which posts, which files. Only reads.

Entries are found by what they are about (`storage.hub.log_keys`). What is about nobody by name (a status that came
before its message, an element that nobody could read) is searched for the ways in which the channel names the person.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from app.domain.contacts import shown_name
from app.domain.erasure import ContactErased, ErasureCounts, LineSeen, Remaining
from app.domain.ids import ContactId, ConversationId
from app.domain.phone_numbers import SHORTEST, variants
from app.hub.erasure_apart import Once, standing
from storage import view
from storage.files_named import files_in
from storage.hub import erasures, log_keys
from storage.hub.tables import Connection
from storage.instants import to_us
from storage.json_list import json_list
from storage.view.appointment_erasing import appointments_of_erased
from storage.view.billing import billed_of
from storage.view.deal_erasing import deals_of_erased
from storage.view.task_rows import ids_of_people

_ROWS_AT_ONCE = 500
_NAMES_AT_ONCE = 200  # in one pattern
_EXTERNAL = re.compile(rb'"external_id":"([^"\\]{1,300})"')
_MESSAGE = re.compile(rb'"(?:message_id|note_id)":"([^"\\]{1,100})"')
_KINDS_OF_MESSAGES = frozenset({"message.received", "send.requested"})
_USERS = frozenset({"user", "parent_user", "user_id", "parent_user_id"})
_NOTES = frozenset({"note.added", "contact.note_added"})


@dataclass(slots=True)
class Found:
    """What there is of somebody. `names`: the channel's names of messages; `message_ids`: ours."""

    contact_ids: list[ContactId]
    conversation_ids: list[ConversationId]
    numbers: set[str]
    positions: list[int] = field(default_factory=list)
    message_ids: set[str] = field(default_factory=set)
    names: set[str] = field(default_factory=set)
    files: set[str] = field(default_factory=set)  # those that nobody else's entries name
    posts: set[int] = field(default_factory=set)
    deal_ids: list[str] = field(default_factory=list)
    appointment_ids: list[str] = field(default_factory=list)
    user_ids: set[str] = field(default_factory=set)  # what the channel calls them beside their numbers
    counts: ErasureCounts = field(default_factory=ErasureCounts)
    upto: int = 0  # what stands behind this place of the log was not looked at


def look(conn: Connection, secret: bytes, contact_id: ContactId, seen: Found | None = None) -> Found | None:
    """Everything of a person; None for somebody whom the log does not know. The index must be at the log's end.

    `seen`: what was found a moment ago beside the writer's work; then only what came since is read, unless the person
    became one with somebody else meanwhile.
    """
    kept = ContactId(view.kept_id(conn, ConversationId(contact_id)))
    people = [kept, *(ContactId(one) for one in _gone(conn, kept))]
    conversations = _conversations(conn, people)
    aliases = _aliases(conn, people)
    if not conversations and not aliases and view.load_contact(conn, kept) is None:
        return None
    if seen is not None and (seen.contact_ids, seen.conversation_ids) == (people, conversations):
        found = replace(seen, positions=list(seen.positions))
    else:
        numbers = {value for kind, value in aliases if kind in ("number", "phone", "wa_id")}
        found = Found(people, conversations, numbers)
    deal_ids = deals_of_erased(conn, people, conversations)
    booked = appointments_of_erased(conn, people, found.numbers)
    if (deal_ids, booked) != (
        found.deal_ids,
        found.appointment_ids,
    ):  # became theirs: with all that was before
        found = Found(people, conversations, found.numbers, deal_ids=deal_ids, appointment_ids=booked)
    found.user_ids = {value for kind, value in aliases if kind in _USERS}
    after, found.upto = found.upto, log_keys.followed(conn)
    _own_entries(conn, secret, found, after)
    _loose_entries(conn, secret, found, {value for _kind, value in aliases}, after)
    found.positions.sort()
    found.files = {one for one in found.files if not _is_used(conn, secret, one, found.positions)}
    new = [pos for pos in found.positions if pos > after]
    found.posts = found.posts | erasures.posts_of(conn, new)
    found.counts = _counted(found)
    return found


def remaining(conn: Connection, conversation_ids: Sequence[ConversationId] = ()) -> Remaining:
    """What the hub itself looks like now; and what is counted of the messages in these conversations."""
    health = view.health(conn)
    lines = tuple(
        LineSeen(one.line_id, one.channel, one.display_number, one.is_known)
        for one in view.lines(conn).values()
    )
    troubles = tuple(
        (row[0], row[1], row[2])
        for row in conn.execute("SELECT line_id, code, since_us FROM view_trouble ORDER BY 1, 2")
    )
    newest = 0 if health.last_received_at is None else to_us(health.last_received_at)
    return Remaining(newest, lines, troubles, billed_of(conn, conversation_ids))


def name_of(conn: Connection, contact_id: ContactId) -> str | None:
    """What the screens call a person."""
    contact = view.load_contact(conn, contact_id)
    if contact is None:
        return None
    return shown_name(contact.name, contact.number or contact.phone, contact.username, contact.user_id)


def _gone(conn: Connection, kept_id: str) -> list[str]:
    rows = conn.execute("SELECT gone_id FROM view_merged WHERE kept_id = ? ORDER BY gone_id", (kept_id,))
    return [row[0] for row in rows]


def _conversations(conn: Connection, people: Sequence[ContactId]) -> list[ConversationId]:
    rows = conn.execute(
        "SELECT conversation_id FROM view_conversation WHERE contact_id IN (SELECT value FROM json_each(?))",
        (json_list(people),),
    )
    own = [row[0] for row in rows]
    merged = [gone for one in own for gone in _gone(conn, one)]
    return [ConversationId(one) for one in sorted({*own, *merged})]


def _aliases(conn: Connection, people: Sequence[ContactId]) -> list[tuple[str, str]]:
    """Every name under which they are or were known."""
    now = conn.execute(
        "SELECT kind, value FROM view_alias WHERE contact_id IN (SELECT value FROM json_each(?))",
        (json_list(people),),
    ).fetchall()
    ever = conn.execute(
        "SELECT i.kind, i.value FROM view_contact_identity i JOIN view_contact p ON p.no = i.no"
        " WHERE p.contact_id IN (SELECT value FROM json_each(?))",
        (json_list(people),),
    ).fetchall()
    return [(row[0], row[1]) for row in [*now, *ever]]


def _own_entries(conn: Connection, secret: bytes, found: Found, after: int) -> None:
    theirs = ids_of_people(conn, found.contact_ids, found.conversation_ids, found.deal_ids)
    booked = frozenset(found.appointment_ids)
    theirs |= booked
    subjects = {*found.contact_ids, *found.conversation_ids, *found.deal_ids, *theirs}
    messages, notes = found.counts.messages, found.counts.notes
    once = Once(conn, found.contact_ids, [*found.conversation_ids, *map(ConversationId, found.deal_ids)])
    places = log_keys.places(conn, secret, subjects | once.others, after)
    strays = standing(conn, found.conversation_ids, after).difference(places)
    if strays:  # written with somebody who is erased since
        rows = _rows(conn, sorted(strays))
        once.others |= {log_keys.subject_of(envelope) for _pos, envelope, fields, _original in rows if fields}
        places = log_keys.places(conn, secret, subjects | once.others, after)
    for pos, envelope, fields, _original in _rows(conn, places):
        kind = log_keys.kind_of(envelope)
        subject = log_keys.subject_of(envelope)
        is_theirs = subject in booked or once.is_theirs(subject, kind, fields, theirs)
        if not is_theirs or kind == ContactErased.KIND:
            continue
        found.positions.append(pos)
        messages += kind in _KINDS_OF_MESSAGES
        notes += kind in _NOTES
        found.files |= files_in(fields)
        found.names.update(one.decode("utf-8", "replace") for one in _EXTERNAL.findall(fields))
        found.message_ids.update(one.decode() for one in _MESSAGE.findall(fields))
    found.counts = ErasureCounts(messages=messages, notes=notes)


def _loose_entries(conn: Connection, secret: bytes, found: Found, aliases: set[str], after: int) -> None:
    """Those that are about no conversation of ours, and hold a name of the person or of one of their messages."""
    numbers = {one for alias in aliases for one in variants(alias) if len(alias) >= SHORTEST}
    is_theirs = _searching(numbers | aliases | found.names)
    for pos, _envelope, fields, original in _rows(
        conn, log_keys.places(conn, secret, [log_keys.LOOSE], after)
    ):
        if fields and (is_theirs(fields) or is_theirs(original or b"")):
            found.positions.append(pos)


def _searching(names: Iterable[str]) -> Callable[[bytes], bool]:
    """Whether bytes hold one of these, not as a part of something longer. JSON may write a slash with a backslash."""
    wanted = sorted({one.encode("utf-8", "surrogatepass") for one in names if one}, key=len, reverse=True)
    patterns = [
        re.compile(
            rb"(?<![0-9A-Za-z])(?:"
            + b"|".join(
                re.escape(one).replace(b"/", rb"\\?/") for one in wanted[start : start + _NAMES_AT_ONCE]
            )
            + rb")(?![0-9A-Za-z])"
        )
        for start in range(0, len(wanted), _NAMES_AT_ONCE)
    ]
    return lambda data: any(one.search(data) for one in patterns)


def _is_used(conn: Connection, secret: bytes, sha256: str, positions: Sequence[int]) -> bool:
    """Whether an entry of somebody else names this file."""
    theirs = set(positions)
    others = [pos for pos in log_keys.places(conn, secret, [sha256]) if pos not in theirs]
    return any(sha256 in files_in(row[2]) for row in _rows(conn, others))


def _rows(conn: Connection, positions: Sequence[int]) -> Iterator[tuple[int, bytes, bytes, bytes | None]]:
    """Position, envelope, fields and original of entries."""
    for start in range(0, len(positions), _ROWS_AT_ONCE):
        yield from conn.execute(
            "SELECT l.pos, l.envelope, b.fields, b.original FROM log l JOIN body b ON b.pos = l.pos"
            " WHERE l.pos IN (SELECT value FROM json_each(?)) ORDER BY l.pos",
            (json_list(positions[start : start + _ROWS_AT_ONCE]),),
        ).fetchall()


def _counted(found: Found) -> ErasureCounts:
    return ErasureCounts(
        messages=found.counts.messages,
        notes=found.counts.notes,
        files=len(found.files),
        events=len(found.positions),
        posts=len(found.posts),
        conversations=len(found.conversation_ids),
    )

"""Applying events to the view. The rules are the domain's; here they meet rows.

The result is the same for any cutting of the log into batches, and no event can make it fail: one about something
unknown changes nothing, one about a message that is still to come waits.
"""

import contextlib
import itertools
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any

from sqlcipher3.dbapi2 import Connection

from app.domain import sends
from app.domain.arrivals import MessageReceived, MessageStatus
from app.domain.conversations import Conversation, ConversationStarted, with_changed_message
from app.domain.copies import changed
from app.domain.events import Event
from app.domain.failures import ACCOUNT_TROUBLES
from app.domain.imports import HistoryImportBegan, HistoryImportEnded
from app.domain.messages import AMENDING_KINDS, Message, with_status
from app.domain.projection import changed_message, conversation_after, new_message
from app.domain.rows import Changes
from storage.codec import GENESIS_CHAIN, StoredEvent, open_events
from storage.cycles import no_search_for_cycles
from storage.instants import to_us
from storage.view import counters as counted
from storage.view import schema
from storage.view.amending import amend_again, as_one_of_two, join_changes, join_target
from storage.view.appointment_imports import APPOINTMENT_IMPORTS
from storage.view.appointments import APPOINTMENTS
from storage.view.around import AROUND, Handler
from storage.view.billing import bill, billing
from storage.view.changing import changes_of
from storage.view.consenting import CONSENTING
from storage.view.contact_imports import CONTACT_IMPORTS
from storage.view.deal_imports import DEAL_IMPORTS
from storage.view.deal_silence import refresh_all
from storage.view.deals import DEALS
from storage.view.incoming import settle, settle_all
from storage.view.ladders import LADDERS, watching
from storage.view.leaves import follow, leaf_of_arrival, leaf_of_request, note_lateness, written_in
from storage.view.ledger import LEDGER
from storage.view.opening import import_began, import_ended, shown_or_opened, started
from storage.view.parts import both, parts
from storage.view.schedules import SCHEDULES
from storage.view.subjects import Subjects
from storage.view.teamwork import TEAMWORK
from storage.view.touched import Touched
from storage.view.unmerging import ALONE
from storage.view.waiting_list import WAITING_LIST

MESSAGES_KEPT = 50_000  # in memory between batches
CONVERSATIONS_KEPT = 100_000
REBUILD_BATCH = 20_000
BATCHES_A_COMMIT = 5  # a page that five batches change is then encrypted once
REBUILD_CACHE_KIB = (
    64 * 1024
)  # with SQLite's usual 2 MiB nearly every row costs a page decrypted and one encrypted
MANY_EVENTS = 1_000


def project(conn: Connection, events: Sequence[Event]) -> Changes:
    """Apply events in order, in the caller's transaction; gives what looks different now. Set the cursor after it."""
    subjects = Subjects()
    return _apply_and_save(conn, subjects, events)


class Projector:
    """`project` for one that follows the log: keeps what it loaded from batch to batch.

    Right only while it alone writes the view. What a rolled-back transaction left behind is noticed by the cursor.
    """

    def __init__(self) -> None:
        self._subjects = Subjects()
        self._pos: int | None = None

    def project(self, conn: Connection, events: Sequence[Event], chain: bytes) -> Changes:
        """Apply the events right after the cursor and move it; `chain` is the last one's."""
        if schema.cursor(conn)[0] != self._pos:
            self._subjects = Subjects()
        self._pos = None  # an error on the way leaves half-changed subjects: none of them is used again
        changes = _apply_and_save(conn, self._subjects, events)
        schema.set_cursor(conn, events[-1].pos, chain)
        self._shrink()
        self._pos = events[-1].pos
        return changes

    def _shrink(self) -> None:
        if len(self._subjects.conversations) > CONVERSATIONS_KEPT:
            self._subjects = Subjects()
        elif len(self._subjects.messages) > MESSAGES_KEPT:
            self._subjects.forget_messages()


class Rebuild:
    """The view made anew, in steps that may be transactions of their own: `begin`, `add` for each batch, `end`.

    Until `end` the view's version is UNFINISHED, and the next start must begin again. One that begins with
    `begin_in_steps` and calls `note` in the transaction of each `add` goes on where it was cut off.
    """

    def __init__(self) -> None:
        self._subjects = _of_rebuild()
        self._usual_cache = 0

    def begin(self, conn: Connection) -> None:
        """Throw the old view away."""
        self._widen_cache(conn)
        schema.begin_rebuild(conn)

    def begin_in_steps(self, conn: Connection) -> tuple[int, bytes]:
        """Throw the old view away, unless it is one that this program began: the place (pos, chain) to go on from."""
        self._widen_cache(conn)
        if schema.version(conn) != schema.IN_STEPS:
            schema.begin_rebuild(conn, schema.IN_STEPS)
        return schema.cursor(conn)

    def note(self, conn: Connection, pos: int, chain: bytes) -> None:
        """Everything up to this event is in the view."""
        self._subjects.save_known_conversations(conn)
        schema.set_cursor(conn, pos, chain)

    def add(self, conn: Connection, events: Sequence[Event]) -> None:
        """Apply the next events."""
        subjects = self._subjects
        for part in parts(events):
            _apply(conn, subjects, part)
            subjects.save(conn)
            subjects.begin()
        if len(subjects.messages) > MESSAGES_KEPT:
            subjects.forget_messages()
        if len(subjects.conversations) > CONVERSATIONS_KEPT:
            subjects.save_known_conversations(conn)
            self._subjects = _of_rebuild()

    def end(self, conn: Connection, pos: int, chain: bytes) -> None:
        """Write the rest, make the indexes, set the cursor, and call it whole."""
        self._subjects.save_known_conversations(conn)
        schema.set_cursor(conn, pos, chain)
        schema.end_rebuild(conn)
        refresh_all(conn)
        settle_all(conn)
        conn.execute(f"PRAGMA cache_size = {self._usual_cache}")
        conn.execute("PRAGMA shrink_memory")

    def _widen_cache(self, conn: Connection) -> None:
        self._usual_cache = conn.execute("PRAGMA cache_size").fetchone()[0]
        conn.execute(f"PRAGMA cache_size = -{REBUILD_CACHE_KIB}")


def _of_rebuild() -> Subjects:
    subjects = Subjects()
    subjects.is_rebuilding = True
    return subjects


def rebuild(
    conn: Connection, stored: Iterable[StoredEvent], on_progress: Callable[[int], None] | None = None
) -> None:
    """Make the view anew from a whole log, in large transactions, or within the one that the caller has open.

    Ends before the first event that needs a newer program. `on_progress` hears of the newest position after each batch.
    """
    if conn.in_transaction:
        _rebuild(conn, stored, on_progress or _nobody_listens, lambda: None)
        return
    conn.execute("BEGIN IMMEDIATE")
    try:
        with no_search_for_cycles():
            _rebuild(conn, stored, on_progress or _nobody_listens, lambda: _commit_and_go_on(conn))
    except BaseException:
        conn.execute("ROLLBACK")
        raise
    conn.execute("COMMIT")


def _rebuild(
    conn: Connection,
    stored: Iterable[StoredEvent],
    on_progress: Callable[[int], None],
    commit: Callable[[], None],
) -> None:
    work = Rebuild()
    work.begin(conn)
    commit()
    rest, number = iter(stored), 0
    pos, chain = 0, GENESIS_CHAIN
    while batch := list(itertools.islice(rest, REBUILD_BATCH)):
        events = open_events(batch)
        work.add(conn, events)
        if events:
            pos, chain = events[-1].pos, batch[len(events) - 1].chain
        on_progress(pos)
        if len(events) < len(batch):
            break
        number += 1
        if number % BATCHES_A_COMMIT == 0:
            commit()
    work.end(conn, pos, chain)


def _nobody_listens(_pos: int) -> None:
    """For a rebuild whose progress nobody shows."""


def _commit_and_go_on(conn: Connection) -> None:
    conn.execute("COMMIT")
    conn.execute("BEGIN IMMEDIATE")


def _apply_and_save(conn: Connection, subjects: Subjects, events: Sequence[Event]) -> Changes:
    changes = Changes()
    for part in parts(events):
        subjects.begin()
        _apply(conn, subjects, part)
        changes = both(changes, changes_of(conn, subjects))
        opened = [key for key, was in subjects.was_conversations.items() if was is None]
        subjects.save(conn)
        subjects.save_known_conversations(conn)
        settle(conn, part, opened)
        changes = both(changes, subjects.changes_of_deals())
    return changes


def _apply(conn: Connection, subjects: Subjects, events: Sequence[Event]) -> None:
    with no_search_for_cycles() if len(events) >= MANY_EVENTS else contextlib.nullcontext():
        subjects.load(conn, Touched(events))
        if type(events[0].body) in ALONE:
            ALONE[type(events[0].body)](conn, subjects, events[0])
            return
        for event in events:
            handler = _HANDLERS.get(type(event.body))
            if handler is not None:
                handler(subjects, event, event.body)


def _received(subjects: Subjects, event: Event, body: MessageReceived) -> None:
    is_ours = body.conversation_id is not None and body.contact_id is not None
    subjects.see_line(body.line_id, body.channel, body.line_number, is_known=is_ours)
    if body.conversation_id is None or body.contact_id is None:
        subjects.count(counted.UNKNOWN_LINE)
        return
    conversation = shown_or_opened(subjects, event, body)
    leaf_id = leaf_of_arrival(subjects, conversation, body) if subjects.trail else body.conversation_id
    if body.import_id is None:
        subjects.learn(body.contact_id, body.identity, event)
    if body.direction == "in" and not body.is_history:
        subjects.raise_to(counted.NEWEST_RECEIVED_US, to_us(body.received_at))
    _add_message(subjects, event, body, conversation, leaf_id)


def _requested(subjects: Subjects, event: Event, body: sends.SendRequested) -> None:
    conversation = shown_or_opened(subjects, event, body)
    leaf_id = leaf_of_request(subjects, conversation, body) if subjects.trail else body.conversation_id
    _add_message(subjects, event, body, conversation, leaf_id)


def _add_message(
    subjects: Subjects,
    event: Event,
    body: MessageReceived | sends.SendRequested,
    conversation: Conversation,
    leaf_id: str,
) -> None:
    if body.message_id in subjects.messages:
        return
    message = new_message(event, conversation)
    assert message is not None
    if subjects.trail:
        message = written_in(subjects, message, leaf_id)
    if isinstance(body, MessageReceived) and body.import_id is not None:
        message = changed(message, import_no=subjects.imports.get(body.import_id))
    elif isinstance(body, MessageReceived) and body.is_history:
        message = as_one_of_two(subjects, message, conversation)
    shown = None if message.is_hidden else message
    subjects.put_conversation(conversation_after(event, conversation, None, shown))
    if subjects.trail:
        note_lateness(subjects, event, message, leaf_id)
        subjects.trail.follow(leaf_id, lambda side: conversation_after(event, side, None, shown))
    subjects.put_message(message)
    if message.kind in AMENDING_KINDS:
        join_target(subjects, message, event.pos)
    _join_waiting(subjects, message, event.pos)


def _message_changed(subjects: Subjects, event: Event, body: Any) -> None:
    before = subjects.messages.get(body.message_id)
    if before is not None:
        _change_message(subjects, event, before)


def _status(subjects: Subjects, event: Event, body: MessageStatus) -> None:
    before = (
        subjects.messages.get(body.message_id)
        if body.message_id
        else subjects.named(body.line_id, body.external_id)
    )
    if before is None:
        subjects.wait(event.pos, body)
    else:
        _change_message(subjects, event, before)


def _change_message(subjects: Subjects, event: Event, before: Message) -> None:
    after = changed_message(event, before)
    if after is before:
        return
    conversation = subjects.conversations[before.conversation_id]
    subjects.put_conversation(conversation_after(event, conversation, before, after))
    follow(subjects, after, lambda side: conversation_after(event, side, before, after))
    is_named = subjects.put_message(after)
    _mind_troubles(subjects, before, after, is_named=is_named)
    if is_named:
        _join_waiting(subjects, after, event.pos)
    if after.kind in AMENDING_KINDS and after.is_hidden:
        amend_again(subjects, after, event.pos)


def _mind_troubles(subjects: Subjects, before: Message, after: Message, *, is_named: bool) -> None:
    """What the fate of one message tells of all others of its business number."""
    line_id = subjects.conversations[after.conversation_id].line_id
    code = after.failure_code
    if code is not None and code != before.failure_code and code in ACCOUNT_TROUBLES:
        subjects.note_trouble(line_id, code, to_us(after.state_at or after.sort_at))
    elif is_named and subjects.troubles:
        subjects.end_troubles(line_id)


def _join_waiting(subjects: Subjects, message: Message, now_pos: int) -> None:
    """Statuses that came before their message are applied now; one of them may name it, and so bring in more.

    So are changes that waited for it.
    """
    waiting = dict(subjects.take_waiting(message))
    while waiting:
        pos = min(waiting)  # in the log's order, also those that a name brought in
        status = waiting.pop(pos)
        before = subjects.messages[message.message_id]
        after = with_status(before, status)
        conversation = subjects.conversations[before.conversation_id]
        subjects.put_conversation(with_changed_message(conversation, before, after, pos))
        follow(subjects, after, partial(with_changed_message, before=before, after=after, pos=pos))
        is_named = subjects.put_message(after)
        bill(subjects, after, status)
        _mind_troubles(subjects, before, after, is_named=is_named)
        if is_named:
            waiting |= subjects.take_waiting(after)
        if after.kind in AMENDING_KINDS and after.is_hidden:
            amend_again(subjects, after, pos)
    if subjects.unjoined:
        join_changes(subjects, subjects.messages[message.message_id], now_pos)


_HANDLERS: dict[type, Handler] = watching(
    {
        MessageReceived: _received,
        MessageStatus: billing(_status),
        sends.SendRequested: _requested,
        sends.SendAccepted: _message_changed,
        sends.SendRefused: _message_changed,
        sends.SendFailed: _message_changed,
        sends.SendUnknown: _message_changed,
        sends.SendExpired: _message_changed,
        sends.SendCancelled: _message_changed,
        sends.SendSettled: _message_changed,
        ConversationStarted: started,
        HistoryImportBegan: import_began,
        HistoryImportEnded: import_ended,
        **AROUND,
        **TEAMWORK,
        **SCHEDULES,
        **CONSENTING,
        **CONTACT_IMPORTS,
        **DEALS,
        **LADDERS,
        **DEAL_IMPORTS,
        **LEDGER,
        **APPOINTMENTS,
        **APPOINTMENT_IMPORTS,
        **WAITING_LIST,
    }
)

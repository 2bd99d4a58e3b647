"""Reading a page of the log: decoded, checked against cursor and chain, turned into events. Runs in a worker thread."""

from collections.abc import Sequence

from app.desk.batch import Batch, Cursor
from app.desk.hub_client import PROTOCOL
from app.domain.errors import ComptoirError, InvariantBroken
from app.domain.events import Event
from app.domain.ids import LogId
from storage.codec import (
    LogPage,
    StoredEvent,
    decode_page,
    needs_newer_reader,
    open_event,
    open_events,
    verify,
)
from storage.cycles import no_search_for_cycles


class Stopped(ComptoirError):
    """Syncing ends until a person does something; the code says why."""


def read_page(data: bytes, log_id: LogId, cursor: Cursor) -> Batch:
    """Check that a page goes on exactly where `cursor` is.

    Raises Stopped (log_changed, update_needed), InvariantBroken (log_gap, chain_mismatch) with "pos", or
    EnvironmentFailure("answer_unreadable").
    """
    with no_search_for_cycles():
        return _checked(decode_page(data), log_id, cursor)


def read_stored(stored: Sequence[StoredEvent], head: int) -> Batch:
    """The same for events of our own file, which were checked when they came."""
    with no_search_for_cycles():
        events = open_events(stored)
    return Batch(stored, events, head, is_held=len(events) < len(stored))


def _checked(page: LogPage, log_id: LogId, cursor: Cursor) -> Batch:
    if page.log_id != log_id or page.head < cursor.pos:
        raise Stopped("log_changed")
    if page.min_client > PROTOCOL:
        raise Stopped("update_needed")
    chain, pos = cursor.chain, cursor.pos
    events: list[Event] = []
    is_held = False
    for stored in page.events:
        pos += 1
        if stored.pos != pos:
            raise InvariantBroken("log_gap", pos=str(pos))
        envelope = verify(chain, stored)
        chain = stored.chain
        is_held = is_held or needs_newer_reader(envelope)
        if not is_held:
            events.append(open_event(envelope, stored.fields))
    return Batch(page.events, events, page.head, is_held, page.hub_time, page.ephemeral)

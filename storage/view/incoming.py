"""New requests: open conversations whose customer wrote, with no deal, and of which nobody said that none will come.

`view_conversation.settled` is 1 for those that have a deal or were put aside. It is set when the rows of a batch are
written, from what stands in the tables then, so that the list is a walk along an index.
"""

from collections.abc import Iterable, Sequence

from sqlcipher3.dbapi2 import Connection

from app.domain import deals
from app.domain.contacts import ContactMerged
from app.domain.erasure import ContactErased
from app.domain.events import Event
from app.domain.ids import ContactId, ConversationId
from app.domain.merging import ContactUnmerged
from storage.json_list import json_list
from storage.view import merges
from storage.view.merges import Statement

_PARTS = "SELECT gone_id FROM view_merged WHERE kept_id = {c}.conversation_id"
_DECLINED = (
    "EXISTS (SELECT 1 FROM view_declined x WHERE x.conversation_id = {c}.conversation_id)"
    f" OR EXISTS (SELECT 1 FROM view_declined x WHERE x.conversation_id IN ({_PARTS}))"
)
_LISTED = "d.is_removed = 0 AND d.is_erased = 0"
_WHOLE = "SELECT gone_id FROM view_merged WHERE kept_id = {c}.contact_id"
_THREADS = f"SELECT 1 FROM view_deal d WHERE {_LISTED} AND d.conversation_id"
_PERSONS = f"SELECT 1 FROM view_deal d WHERE {_LISTED} AND d.conversation_id IS NULL AND d.contact_id"
_DEALT = (
    f"EXISTS ({_THREADS} = {{c}}.conversation_id) OR EXISTS ({_PERSONS} = {{c}}.contact_id)"
    f" OR EXISTS ({_THREADS} IN ({_PARTS})) OR EXISTS ({_PERSONS} IN ({_WHOLE}))"
)
_IS_SETTLED = f"({_DEALT} OR {_DECLINED})".format(c="view_conversation")
_SETTLE = f"UPDATE view_conversation SET settled = 1 WHERE settled = 0 AND {_IS_SETTLED}"
_UNSETTLE = f"UPDATE view_conversation SET settled = 0 WHERE settled = 1 AND NOT {_IS_SETTLED}"
_THESE = f"{_SETTLE} AND conversation_id IN (SELECT value FROM json_each(?))"
_THEIRS = f"{_SETTLE} AND contact_id IN (SELECT value FROM json_each(?))"
_OPEN_DEAL = _DEALT.replace(_LISTED, f"{_LISTED} AND d.state = 'open'").format(c="c")
_KEPT = "ifnull((SELECT kept_id FROM view_merged WHERE gone_id = d.{0}), d.{0})"
_OF_DEALS = (
    f"{_SETTLE} AND no IN (SELECT c.no FROM view_deal d JOIN view_conversation c"
    f" ON c.conversation_id = {_KEPT.format('conversation_id')}"
    " WHERE d.deal_id IN (SELECT value FROM json_each(?1))"
    f" UNION SELECT c.no FROM view_deal d JOIN view_conversation c ON c.contact_id = {_KEPT.format('contact_id')}"
    " WHERE d.conversation_id IS NULL AND d.deal_id IN (SELECT value FROM json_each(?1)))"
)
OPEN = "is_closed = 0 AND newest_inbound_pos > 0 AND settled = 0"  # as the index has it, word for word
_NEWEST = (
    "SELECT conversation_id FROM view_conversation INDEXED BY view_conversation_incoming"
    f" WHERE {OPEN} ORDER BY newest_inbound_pos DESC LIMIT ?"
)
_COUNT = f"SELECT count(*) FROM view_conversation INDEXED BY view_conversation_incoming WHERE {OPEN}"
_IS_ANY_DEAL = "SELECT 1 FROM view_deal LIMIT 1"
_BRINGING = (deals.DealAdded, deals.DealLinked, deals.DealRestored)
_TAKING = (
    deals.DealLinked, deals.DealRemoved, deals.IncomingRestored, ContactMerged, ContactUnmerged, ContactErased,
)  # fmt: skip
_ABOUT = frozenset((*_BRINGING, *_TAKING, deals.IncomingDeclined))


# --- reading ---


def incoming_ids(conn: Connection, limit: int) -> list[ConversationId]:
    """Those who wrote last first."""
    return [ConversationId(row[0]) for row in conn.execute(_NEWEST, (limit,))]


def incoming_count(conn: Connection) -> int:
    """How many there are."""
    return int(conn.execute(_COUNT).fetchone()[0])


def is_any_deal(conn: Connection) -> bool:
    """Whether anybody ever made a deal here."""
    return conn.execute(_IS_ANY_DEAL).fetchone() is not None


def is_declined(conn: Connection, conversation_id: ConversationId) -> bool:
    """Whether somebody said that no deal will come of it, or of what became part of it."""
    sql = f"SELECT 1 FROM (SELECT ? AS conversation_id) c WHERE {_DECLINED.format(c='c')}"
    return conn.execute(sql, (conversation_id,)).fetchone() is not None


def is_incoming(conn: Connection, conversation_id: ConversationId) -> bool:
    """Whether it is one of them."""
    sql = f"SELECT 1 FROM view_conversation WHERE conversation_id = ? AND {OPEN}"
    return conn.execute(sql, (conversation_id,)).fetchone() is not None


def talks_of(conn: Connection, contact_id: ContactId) -> list[ConversationId]:
    """All conversations of a person."""
    rows = conn.execute("SELECT conversation_id FROM view_conversation WHERE contact_id = ?", (contact_id,))
    return [ConversationId(row[0]) for row in rows]


def has_open_deal(conn: Connection, contact_id: ContactId, conversation_id: ConversationId) -> bool:
    """Whether this thread has an open deal, or its person one that belongs to no thread."""
    sql = f"SELECT 1 FROM (SELECT ? AS conversation_id, ? AS contact_id) c WHERE {_OPEN_DEAL}"
    ids = merges.kept_id(conn, conversation_id), merges.kept_id(conn, contact_id)
    return conn.execute(sql, ids).fetchone() is not None


# --- projecting ---


def declined(conversation_id: ConversationId, pos: int) -> Statement:
    """No deal will come of it; `pos`: of the event that says so."""
    return "INSERT OR IGNORE INTO view_declined (conversation_id, pos) VALUES (?, ?)", (conversation_id, pos)


def restored(conversation_id: ConversationId) -> Statement:
    """It, and all that became part of it, may be a request after all."""
    sql = (
        "DELETE FROM view_declined WHERE conversation_id = ?1"
        " OR conversation_id IN (SELECT gone_id FROM view_merged WHERE kept_id = ?1)"
    )
    return sql, (conversation_id,)


def settle(conn: Connection, events: Sequence[Event], opened: Iterable[ConversationId]) -> None:
    """After the rows of a batch were written. `opened`: conversations that are new."""
    told = [event.body for event in events if type(event.body) in _ABOUT]
    fresh = list(opened)
    if not told and not (fresh and is_any_deal(conn)):
        return
    if any(isinstance(body, _TAKING) for body in told):
        conn.execute(_UNSETTLE)
    brought = [body.deal_id for body in told if isinstance(body, _BRINGING)]
    if brought:
        conn.execute(_OF_DEALS, (json_list(brought),))
    named = [body.conversation_id for body in told if isinstance(body, deals.IncomingDeclined)]
    if named or fresh:
        kept = (merges.kept_id(conn, one) for one in named)
        conn.execute(_THESE, (json_list([*kept, *fresh]),))
    merged = [body for body in told if isinstance(body, ContactMerged | ContactUnmerged)]
    if merged:
        ids = {merges.kept_id(conn, one) for body in merged for one in (body.contact_id, body.gone_id)}
        conn.execute(_THEIRS, (json_list(sorted(ids)),))


def settle_all(conn: Connection) -> None:
    """After a view was made anew."""
    conn.execute(_UNSETTLE)
    conn.execute(_SETTLE)

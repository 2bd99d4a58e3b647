"""Messages that the channel named a price for: counted once, when a status says that they reached somebody.

Whichever status comes first and carries a price counts, in whatever order they come. Statuses without a price, which
are most, cost a look at two fields. What is counted is what the channel said; what it costs is reckoned on reading.
"""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from typing import Any, Final

from sqlcipher3.dbapi2 import Connection

from app.domain.arrivals import MessageStatus
from app.domain.calling_codes import code_of
from app.domain.erasure import BilledGone
from app.domain.events import Event
from app.domain.message_costs import Billed
from app.domain.messages import Message
from storage.instants import to_us
from storage.json_list import json_list
from storage.view.subjects import Subjects

QUARTER_US: Final = 15 * 60 * 1_000_000
DAY: Final = 96  # quarters of an hour
_REACHED: Final = frozenset({"delivered", "read", "played"})
_ADD: Final = "INSERT OR IGNORE INTO view_billed (pos, quarter, kind, prefix) VALUES (?, ?, ?, ?)"
_ADD_FOR: Final = (  # of somebody whom this batch does not change: as the view knows them
    "INSERT OR IGNORE INTO view_billed (pos, quarter, kind, prefix) VALUES (?, ?, ?, ifnull((SELECT CAST("
    "substr(number, 1, 3) AS INTEGER) FROM view_contact WHERE contact_id = ?), 0))"
)
_ADD_KIND: Final = (
    "INSERT OR IGNORE INTO view_billed_kind (kind, line_id, category, type) VALUES (?, ?, ?, ?)"
)
_THEIRS: Final = (
    "SELECT m.pos FROM view_message m JOIN view_conversation c ON c.no = m.conversation_no"
    " WHERE c.conversation_id IN (SELECT value FROM json_each(?))"
)
_GONE: Final = (
    f"SELECT b.quarter / {DAY}, k.line_id, k.category, k.type, b.prefix, count(*) FROM view_billed b"
    f" JOIN view_billed_kind k ON k.kind = b.kind WHERE b.pos IN ({_THEIRS})"
    " GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5"
)
_KEEP_GONE: Final = (
    "INSERT INTO view_billed_gone (quarter, kind, prefix, count) VALUES (?, ?, ?, ?)"
    " ON CONFLICT (quarter, kind, prefix) DO UPDATE SET count = count + excluded.count"
)
_READ: Final = (
    "SELECT kind, prefix, count(*) FROM view_billed WHERE quarter >= ?1 AND quarter < ?2 GROUP BY kind, prefix"
    " UNION ALL SELECT kind, prefix, count FROM view_billed_gone WHERE quarter >= ?1 AND quarter < ?2"
)


def billing(inner: Callable[[Subjects, Event, Any], None]) -> Callable[[Subjects, Event, Any], None]:
    """The handler of statuses, with the price that some of them carry."""

    def handle(subjects: Subjects, event: Event, body: MessageStatus) -> None:
        inner(subjects, event, body)
        if body.price_type is not None or body.price_category is not None:
            message = (
                subjects.messages.get(body.message_id)
                if body.message_id
                else subjects.named(body.line_id, body.external_id)
            )
            if message is not None:
                bill(subjects, message, body)

    return handle


def bill(subjects: Subjects, message: Message, status: MessageStatus) -> None:
    """A status joined its message: does it say that it reached somebody, and what kind of price it has?"""
    kind, category = status.price_type, status.price_category
    if (kind is None and category is None) or status.status not in _REACHED:
        return
    conversation = subjects.conversations[message.conversation_id]
    words = (conversation.line_id, category or "", kind or "")
    number = subjects.billed_kinds.get(words)
    if number is None:
        number = subjects.billed_kinds[words] = kind_number(*words)
        subjects.write_later((_ADD_KIND, (number, *words)))
    place = (message.pos, to_us(status.at) // QUARTER_US, number)
    contact = subjects.contacts.get(conversation.contact_id)
    if contact is None:
        subjects.write_later((_ADD_FOR, (*place, conversation.contact_id)))
    else:
        subjects.write_later((_ADD, (*place, int((contact.number or "0")[:3]))))
    subjects.has_new_ledger = True


def kind_number(line_id: str, category: str, kind: str) -> int:
    """The same for the same words, in every replica."""
    digest = hashlib.sha256(f"{line_id}\0{category}\0{kind}".encode("utf-8", "surrogatepass")).digest()
    return int.from_bytes(digest[:6], "big")


def billed_of(conn: Connection, conversation_ids: Iterable[str]) -> tuple[BilledGone, ...]:
    """What is counted of somebody's messages, by day, country and kind: what stays when they are erased."""
    counts: dict[tuple[int, str, str, str, str], int] = {}
    for day, line_id, category, kind, prefix, count in conn.execute(_GONE, (json_list(conversation_ids),)):
        key = (day, line_id, category, kind, code_of(str(prefix)))
        counts[key] = counts.get(key, 0) + count
    return tuple(BilledGone(*key, count) for key, count in sorted(counts.items()))


def erase_billed(conn: Connection, conversation_numbers: Iterable[int], gone: Iterable[BilledGone]) -> None:
    """Nobody's messages any more; before these go themselves."""
    conn.execute(
        "DELETE FROM view_billed WHERE pos IN (SELECT pos FROM view_message WHERE conversation_no IN"
        " (SELECT value FROM json_each(?)))",
        (json_list(conversation_numbers),),
    )
    for one in gone:
        number = kind_number(one.line_id, one.category, one.type)
        conn.execute(_ADD_KIND, (number, one.line_id, one.category, one.type))
        conn.execute(
            _KEEP_GONE, (one.day * DAY + DAY // 2, number, int(one.code or 0), one.count)
        )  # by noon: then the day is right in most of the world


def billed_between(conn: Connection, cuts: Sequence[int]) -> list[Billed]:
    """What the channel named a price for from each of these seconds to the next, whole quarters of an hour.

    One walk of the index for each piece: a day has a few dozen kinds and countries, and hundreds of rows.
    """
    quarter_s = QUARTER_US // 1_000_000
    kinds = {
        row[0]: row[1:] for row in conn.execute("SELECT kind, line_id, category, type FROM view_billed_kind")
    }
    codes: dict[int, str] = {}
    found: list[Billed] = []
    for from_s, until_s in pairwise(cuts):
        counts: dict[tuple[str, str, str, str], int] = {}
        for kind, prefix, count in conn.execute(_READ, (-(-from_s // quarter_s), -(-until_s // quarter_s))):
            code = codes.get(prefix)
            if code is None:
                code = codes[prefix] = code_of(str(prefix))
            key = (*kinds[kind], code)
            counts[key] = counts.get(key, 0) + count
        found += [Billed(from_s, *key, count) for key, count in sorted(counts.items())]
    return found

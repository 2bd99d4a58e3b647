"""Tasks as screens and rules read them: open ones by their turn, those of a place, what was done.

Rows know no clock and nobody in particular; who reads marks what is overdue and theirs. Nothing here projects anything:
a first paint may pass through it.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlcipher3.dbapi2 import Connection

from app.domain.contacts import shown_name
from app.domain.ids import ContactId, ConversationId, MemberId
from app.domain.task_rows import TaskRow
from app.domain.tasks import TaskAbout
from storage.instants import from_us, to_us
from storage.json_list import json_list
from storage.view.merges import kept_id

MANY = 1 << 31
FEW_DEALS = 50
_LATEST_US = 1 << 62
_IS_OPEN = "t.done_us IS NULL AND t.is_removed = 0"
_COLUMNS = (
    "t.task_id, t.title, t.whose, t.due_us, t.remind_us, t.holder_id, t.made_by, t.made_us, t.deal_id,"
    " t.contact_id, t.conversation_id, t.done_us, t.done_by, t.is_removed, t.word, t.word_by, t.version"
)
_READ = (
    f"SELECT {_COLUMNS}, gp.kept_id, gc.kept_id, h.name, w.name, d.title, d.person,"
    " p.name, p.number, p.phone, p.username, p.user_id FROM view_task t"
    " LEFT JOIN view_deal d ON d.deal_id = t.deal_id"
    " LEFT JOIN view_merged gc ON gc.gone_id = ifnull(t.conversation_id, d.conversation_id)"
    " LEFT JOIN view_conversation c"
    " ON c.conversation_id = coalesce(gc.kept_id, t.conversation_id, d.conversation_id)"
    " LEFT JOIN view_merged gp ON gp.gone_id = ifnull(t.contact_id, d.contact_id)"
    " LEFT JOIN view_contact p ON p.contact_id = coalesce(c.contact_id, gp.kept_id, t.contact_id, d.contact_id)"
    " LEFT JOIN view_member h ON h.member_id = t.holder_id"
    " LEFT JOIN view_member w ON w.member_id = t.word_by"
)
_OF_PLACE = "SELECT task_id FROM view_task WHERE {column} IN ({ids})"
_WITH_GONE = "SELECT ?1 UNION ALL SELECT gone_id FROM view_merged WHERE kept_id = ?1"
_TALKS = (
    "SELECT conversation_id FROM view_conversation WHERE contact_id = ?1 UNION ALL SELECT g.gone_id"
    " FROM view_conversation v JOIN view_merged g ON g.kept_id = v.conversation_id WHERE v.contact_id = ?1"
)
_OF_DEAL = _OF_PLACE.format(column="deal_id", ids="?1")
_OF_CONVERSATION = _OF_PLACE.format(column="conversation_id", ids=_WITH_GONE)
_OF_CONTACT = (
    f"{_OF_PLACE.format(column='contact_id', ids=_WITH_GONE)}"
    f" UNION {_OF_PLACE.format(column='conversation_id', ids=_TALKS)}"
)
_OPEN_FIRST = "ORDER BY t.done_us IS NOT NULL, t.done_us DESC, t.turn_us IS NULL, t.turn_us, t.pos"


def load_task(conn: Connection, task_id: str) -> TaskRow | None:
    """One, also a removed one."""
    found = _rows(conn, "WHERE t.task_id = ?", (task_id,))
    return found[0] if found else None


def load_tasks(conn: Connection, task_ids: Iterable[str]) -> list[TaskRow]:
    """Some of them, those that are there."""
    return _rows(conn, "WHERE t.task_id IN (SELECT value FROM json_each(?))", (json_list(task_ids),))


def open_tasks(conn: Connection, limit: int, until: datetime | None = None) -> list[TaskRow]:
    """Everybody's open tasks, the next turn first.

    `until`: only those whose turn comes until then; without it those that have no time follow the others.
    """
    return _open_tasks(conn, "", (), limit, until)


def held_tasks(
    conn: Connection, holder_id: MemberId | None, limit: int = MANY, until: datetime | None = None
) -> list[TaskRow]:
    """The same of one holder; None: nobody's."""
    return _open_tasks(conn, " AND t.holder_id IS ?", (holder_id,), limit, until)


def _open_tasks(
    conn: Connection, whose: str, values: tuple[object, ...], limit: int, until: datetime | None
) -> list[TaskRow]:
    last_us = to_us(until) if until is not None else _LATEST_US
    timed = f"WHERE {_IS_OPEN}{whose} AND t.turn_us <= ? ORDER BY t.turn_us, t.pos LIMIT ?"
    found = _rows(conn, timed, (*values, last_us, limit))
    if until is None and len(found) < limit:
        untimed = f"WHERE {_IS_OPEN}{whose} AND t.turn_us IS NULL ORDER BY t.pos LIMIT ?"
        found += _rows(conn, untimed, (*values, limit - len(found)))
    return found


def done_tasks(conn: Connection, limit: int, holder: MemberId | None = None) -> list[TaskRow]:
    """What was done last, of everybody, or by or for one member."""
    of = "" if holder is None else " AND (t.holder_id = ?1 OR t.done_by = ?1)"
    values = () if holder is None else (holder,)
    sql = f"WHERE t.done_us IS NOT NULL AND t.is_removed = 0{of} ORDER BY t.done_us DESC LIMIT {int(limit)}"
    return _rows(conn, sql, values)


def tasks_about(conn: Connection, about: TaskAbout, limit: int) -> list[TaskRow]:
    """Of a place: open ones first, then what was done last. A person's are those of their conversations too."""
    if about.deal_id is not None:
        ids, key = _OF_DEAL, about.deal_id
    elif about.conversation_id is not None:
        ids, key = _OF_CONVERSATION, kept_id(conn, about.conversation_id)
    elif about.contact_id is not None:
        ids, key = _OF_CONTACT, kept_id(conn, about.contact_id)
    else:
        return []
    return _rows(
        conn, f"WHERE t.task_id IN ({ids}) AND t.is_removed = 0 {_OPEN_FIRST} LIMIT ?2", (key, limit)
    )


def ids_of_people(
    conn: Connection,
    contact_ids: Iterable[ContactId],
    conversation_ids: Iterable[ConversationId],
    deal_ids: Iterable[str] = (),
) -> set[str]:
    """All tasks, removed ones too, that were ever made on these."""
    rows = conn.execute(
        "SELECT task_id FROM view_task WHERE contact_id IN (SELECT value FROM json_each(?))"
        " UNION SELECT task_id FROM view_task WHERE conversation_id IN (SELECT value FROM json_each(?))"
        " UNION SELECT task_id FROM view_task WHERE deal_id IN (SELECT value FROM json_each(?))",
        (json_list(contact_ids), json_list(conversation_ids), json_list(deal_ids)),
    )
    return {row[0] for row in rows}


def tasks_on_deals(conn: Connection, deal_ids: Collection[str]) -> list[TaskRow]:
    """Open tasks on these deals."""
    if len(deal_ids) > FEW_DEALS:  # a board: one walk through all tasks on deals
        found = _rows(conn, f"WHERE t.deal_id IS NOT NULL AND {_IS_OPEN}", ())
        wanted = set(deal_ids)
        return [row for row in found if row.deal_id in wanted]
    sql = f"WHERE t.deal_id IN (SELECT value FROM json_each(?)) AND {_IS_OPEN}"
    return _rows(conn, sql, (json_list(deal_ids),))


def _rows(conn: Connection, rest: str, values: Sequence[object]) -> list[TaskRow]:
    return [_row(row) for row in conn.execute(f"{_READ} {rest}", tuple(values)).fetchall()]


def _row(row: tuple[Any, ...]) -> TaskRow:
    (
        task_id, title, whose, due_us, remind_us, holder_id, made_by, made_us, deal_id, contact_id, conversation_id,
        done_us, done_by, is_removed, word, word_by, version, kept_contact, kept_talk, holder, word_name,
        *named,
    ) = row  # fmt: skip
    contact_id = contact_id and (kept_contact or contact_id)
    conversation_id = conversation_id and (kept_talk or conversation_id)
    return TaskRow(
        task_id, title, whose, _at(due_us), _at(remind_us), holder_id, made_by, _at(made_us), deal_id, contact_id,
        conversation_id, _at(done_us), done_by, is_removed == 1, word, word_by, version,
        _about(*named), holder, word_name,
    )  # fmt: skip


def _about(
    title: str | None, typed: str | None, name: str | None, number: str | None, phone: str | None,
    username: str | None, user_id: str | None,
) -> str:  # fmt: skip
    """A deal by its title, whoever else by what the screen calls them."""
    if title or not any((name, number, phone, username, user_id)):
        return title or typed or ""
    return shown_name(name, number or phone, username, user_id)


def _at(us: int | None) -> datetime | None:
    return None if us is None else from_us(us)

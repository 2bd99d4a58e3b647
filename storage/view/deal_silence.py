"""Since when the other side of a deal owes a word: refreshed when its conversation, its tasks or the deal change.

A batch of plain messages asks one set for each conversation that it changed, whether an open deal hangs on it.
"""

from collections.abc import Collection, Iterable

from sqlcipher3.dbapi2 import Connection

from app.domain.deals import SIGNS_OF_LIFE
from app.domain.messages import AUTOMATIC, NOTE_KINDS, SILENT_KINDS, Rank
from storage.json_list import json_list
from storage.view.merges import kept_id

_SIGNS = ", ".join(map(repr, SIGNS_OF_LIFE))
_NOTES = ", ".join(map(repr, sorted(NOTE_KINDS)))
_WORDLESS = ", ".join(map(repr, sorted(NOTE_KINDS | SILENT_KINDS)))  # what nobody owes an answer to
BY_PERSON = (
    f"m.author NOT IN ({', '.join(map(repr, sorted(AUTOMATIC)))})"  # what wrote itself is nobody's word
)
NEVER_SEEN = (  # of a message that the customer never got, as `app.domain.messages.Message.state` says it
    "(m.base = 'cancelled' OR (m.rank = 0 AND m.base IN ('expired', 'failed', 'refused'))"
    f" OR (m.failure_code IS NOT NULL AND m.rank < {int(Rank.DELIVERED)} AND m.base <> 'refused'))"
)
_OPEN = "state = 'open' AND is_removed = 0 AND is_erased = 0"
_LINKED = "(contact_id IS NOT NULL OR conversation_id IS NOT NULL)"
_TALK = "SELECT no, last_direction, last_kind FROM view_conversation"
_NEWEST_OF = f"{_TALK} WHERE contact_id = ? ORDER BY last_us DESC, no LIMIT 1"
LAST_WORDS = (
    f"SELECT m.direction, {NEVER_SEEN} FROM view_message m WHERE m.conversation_no = ? AND m.kind NOT IN ({_WORDLESS})"
    f" AND {BY_PERSON} AND m.base <> 'cancelled' ORDER BY m.sort_us DESC, m.pos DESC LIMIT 1"
)
_HEARD = (
    f"SELECT sort_us, pos FROM view_message WHERE conversation_no = ? AND kind NOT IN ({_NOTES})"
    " AND direction = 'in' ORDER BY sort_us DESC, pos DESC LIMIT 1"
)
_FIRST_UNANSWERED = (
    "SELECT m.sort_us FROM view_message m WHERE m.conversation_no = ? AND (m.sort_us, m.pos) > (?, ?)"
    f" AND m.direction = 'out' AND m.kind NOT IN ({_WORDLESS}) AND {BY_PERSON} AND NOT {NEVER_SEEN}"
    " ORDER BY m.sort_us, m.pos LIMIT 1"
)
_SIGN = f"SELECT max(at_us) FROM view_deal_log WHERE no = ? AND what IN ({_SIGNS})"
_REFRESH = (
    "UPDATE view_deal SET silent_us = ?1, has_ours = ?2, has_theirs = ?3 WHERE no = ?4"
    " AND (silent_us IS NOT ?1 OR has_ours <> ?2 OR has_theirs <> ?3)"
)
_WHOSE = "SELECT DISTINCT whose FROM view_task WHERE deal_id = ? AND done_us IS NULL AND is_removed = 0"
_DEAL = "SELECT no, deal_id, contact_id, conversation_id FROM view_deal"


def talks_of_deals(conn: Connection) -> set[str]:
    """Conversations and people on whom an open deal hangs, under the ids that they have and had."""
    rows = conn.execute(f"SELECT conversation_id, contact_id FROM view_deal WHERE {_OPEN} AND {_LINKED}")
    ids = {one for row in rows for one in row if one is not None}
    return _with_theirs(conn, ids) if ids else ids


def _with_theirs(conn: Connection, ids: Collection[str]) -> set[str]:
    """Also what they became, and whose these conversations are."""
    kept = conn.execute(
        "SELECT kept_id FROM view_merged WHERE gone_id IN (SELECT value FROM json_each(?))", (json_list(ids),)
    )
    found = {*ids, *(row[0] for row in kept)}
    owners = conn.execute(
        "SELECT contact_id FROM view_conversation WHERE conversation_id IN (SELECT value FROM json_each(?))",
        (json_list(found),),
    )
    return found.union(row[0] for row in owners)


def deals_on(conn: Connection, talks: Collection[str]) -> list[str]:
    """Open deals that hang on these conversations or people, also under ids that became theirs."""
    some = json_list(talks)
    gone = conn.execute(
        "SELECT gone_id FROM view_merged WHERE kept_id IN (SELECT value FROM json_each(?))", (some,)
    ).fetchall()
    if gone:
        some = json_list([*talks, *(row[0] for row in gone)])
    rows = conn.execute(
        f"SELECT deal_id FROM view_deal WHERE conversation_id IN (SELECT value FROM json_each(?1)) AND {_OPEN}"
        f" UNION SELECT deal_id FROM view_deal WHERE contact_id IN (SELECT value FROM json_each(?1)) AND {_OPEN}",
        (some,),
    )
    return [row[0] for row in rows]


def refresh(conn: Connection, deal_ids: Iterable[str]) -> set[str]:
    """Look again at these deals; gives the ids of conversations and people on whom the open ones hang."""
    rows = conn.execute(
        f"{_DEAL} WHERE deal_id IN (SELECT value FROM json_each(?))", (json_list(deal_ids),)
    ).fetchall()
    return _refresh(conn, rows)


def refresh_all(conn: Connection) -> None:
    """Look at every deal that is open, and at those that say they wait: what a rebuild does at its end."""
    _refresh(conn, conn.execute(f"{_DEAL} WHERE ({_OPEN}) OR silent_us IS NOT NULL").fetchall())


def _refresh(conn: Connection, rows: Iterable[tuple[int, str, str | None, str | None]]) -> set[str]:
    talks: set[str] = set()
    for no, deal_id, contact_id, conversation_id in rows:
        is_open = conn.execute(f"SELECT 1 FROM view_deal WHERE no = ? AND {_OPEN}", (no,)).fetchone()
        has_ours, has_theirs = open_tasks(conn, deal_id) if is_open else (False, False)
        silent_us = None
        if is_open and not has_ours:
            silent_us = silent_since(conn, no, contact_id, conversation_id)
        if is_open:
            talks |= {one for one in (contact_id, conversation_id) if one is not None}
        conn.execute(_REFRESH, (silent_us, int(has_ours), int(has_theirs), no))
    return _with_theirs(conn, talks) if talks else talks


def open_tasks(conn: Connection, deal_id: str) -> tuple[bool, bool]:
    """Whether an open task on a deal waits for us, and whether one waits for them."""
    whose = {row[0] for row in conn.execute(_WHOSE, (deal_id,))}
    return "ours" in whose, "theirs" in whose


def deals_of_tasks(conn: Connection, task_ids: Collection[str]) -> set[str]:
    """On which deals these tasks are."""
    rows = conn.execute(
        "SELECT deal_id FROM view_task WHERE task_id IN (SELECT value FROM json_each(?)) AND deal_id IS NOT NULL",
        (json_list(task_ids),),
    )
    return {row[0] for row in rows}


def silent_since(
    conn: Connection, no: int, contact_id: str | None, conversation_id: str | None
) -> int | None:
    """Since when they owe a word: our first unanswered message, or a later sign of life that somebody wrote down."""
    talk_us = talk_silent_since(conn, contact_id, conversation_id)
    if talk_us is None:
        return None
    sign_us = conn.execute(_SIGN, (no,)).fetchone()[0]
    return talk_us if sign_us is None else max(talk_us, sign_us)


def talk_silent_since(conn: Connection, contact_id: str | None, conversation_id: str | None) -> int | None:
    """The same of a conversation, or of a person's newest one; None where our message is not the last.

    A reaction or a change of number is no message. Theirs is a sign of life all the same: the silence begins with it.
    """
    if conversation_id is not None:
        talk = conn.execute(
            f"{_TALK} WHERE conversation_id = ?", (kept_id(conn, conversation_id),)
        ).fetchone()
    elif contact_id is not None:
        talk = conn.execute(_NEWEST_OF, (kept_id(conn, contact_id),)).fetchone()
    else:
        talk = None
    if talk is None or (talk[1] == "in" and talk[2] not in SILENT_KINDS):  # most that a batch asks for
        return None
    last = conn.execute(LAST_WORDS, talk[:1]).fetchone()
    if last is None or last[0] != "out" or last[1]:
        return None
    heard = conn.execute(_HEARD, talk[:1]).fetchone() or (-(1 << 62), 0)
    first = conn.execute(_FIRST_UNANSWERED, (talk[0], *heard)).fetchone()
    return int(first[0] if first is not None else heard[0])

"""What is read of deals: rows of boards and lists, single cards, and what the rules look at."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Any, Final, TypeVar

import msgspec
from sqlcipher3.dbapi2 import Connection

from app.domain.channels import CHANNELS
from app.domain.contacts import shown_name
from app.domain.deal_board import awaiting
from app.domain.deal_rows import DealCard, DealLogRow, DealRow, StageStayRow
from app.domain.deals import Deal, DealLine, Pipeline
from app.domain.ids import ContactId, ConversationId, MemberId
from app.domain.money import Money
from storage.instants import from_us
from storage.json_list import json_list
from storage.view.deal_silence import talk_silent_since
from storage.view.merges import kept_id

_TALK_OF = (
    "CASE WHEN d.conversation_id IS NULL THEN (SELECT n.conversation_id FROM view_conversation n"
    " WHERE n.contact_id = ifnull((SELECT kept_id FROM view_merged WHERE gone_id = d.contact_id), d.contact_id)"
    " ORDER BY n.last_us DESC, n.no LIMIT 1)"
    " ELSE ifnull((SELECT kept_id FROM view_merged WHERE gone_id = d.conversation_id), d.conversation_id) END"
)
_PERSON_OF = (
    "ifnull(c.contact_id,"
    " ifnull((SELECT kept_id FROM view_merged WHERE gone_id = d.contact_id), d.contact_id))"
)
_TALK = (
    "c.conversation_id, c.contact_id, c.channel, c.last_us, c.last_direction, c.last_kind, c.last_text, c.last_state,"
    " c.waiting_since_us, c.last_inbound_us"
)
_PERSON = "p.contact_id, p.name, ifnull(p.number, p.phone), p.username, p.user_id"
_ROW = (
    "SELECT d.deal_id, d.pipeline_id, d.stage_id, d.state, d.title, d.person, d.conversation_id, d.minor, d.currency,"
    " d.owner_id, m.name, d.stage_since_us, d.made_us, d.ended_us, d.reason, d.cause, d.has_ours, d.has_theirs,"
    " d.silent_us, d.source, d.is_removed,"
    " (SELECT group_concat(t.tag, char(31)) FROM view_deal_tag t WHERE t.no = d.no),"
    f" {_TALK}, {_PERSON} FROM view_deal d LEFT JOIN view_member m ON m.member_id = d.owner_id"
    f" LEFT JOIN view_conversation c ON c.conversation_id = {_TALK_OF}"
    f" LEFT JOIN view_contact p ON p.contact_id = {_PERSON_OF}"
)
_TALK_COLUMNS = 10
_BETWEEN = "\x1f"  # tags, which have no such sign in them
_NOTHING: Mapping[str, Any] = {}
Row = TypeVar("Row", bound=DealRow)
LISTED: Final = "d.is_removed = 0 AND d.is_erased = 0"
_DEAL = (
    "SELECT deal_id, pipeline_id, stage_id, state, title, minor, currency, contact_id, conversation_id, person, email,"
    " owner_id, source, message_id, close_on, cause, reason, is_removed, stage_since_us, made_us, ended_us, made_by,"
    " moved_by, version, lines, no FROM view_deal WHERE deal_id = ? AND is_erased = 0"
)
_LOG = (
    "SELECT l.entry_id, l.what, l.note, l.at_us, l.member_id, m.name FROM view_deal_log l"
    " LEFT JOIN view_member m ON m.member_id = l.member_id WHERE l.no = ? ORDER BY l.at_us DESC, l.entry_id DESC"
)
_STAYS = (
    "SELECT s.pipeline_id, s.stage_id, s.entered_us, s.left_us, m.name FROM view_deal_stay s"
    " LEFT JOIN view_member m ON m.member_id = s.member_id WHERE s.no = ? ORDER BY s.pos"
)
_LINES = msgspec.json.Decoder(tuple[DealLine, ...])
_PIPELINE = msgspec.json.Decoder(Pipeline)


# --- rows ---


def deal_rows(conn: Connection, where: str, values: Sequence[Any] = ()) -> list[DealRow]:
    """The deals `d` that a condition holds for, in no order."""
    return [_row(row, DealRow) for row in conn.execute(f"{_ROW} WHERE {where}", values)]


def open_deals(conn: Connection, pipeline_id: str) -> list[DealRow]:
    """All that stand in a pipeline."""
    return deal_rows(conn, f"d.pipeline_id = ? AND d.state = 'open' AND {LISTED}", (pipeline_id,))


def ended_deals(conn: Connection, state: str, since_us: int, until_us: int | None = None) -> list[DealRow]:
    """What was won or lost from a moment on."""
    until = (1 << 62) if until_us is None else until_us
    where = f"d.state = ? AND d.ended_us >= ? AND d.ended_us < ? AND {LISTED}"
    return deal_rows(conn, where, (state, since_us, until))


def deals_by_ids(conn: Connection, deal_ids: Iterable[str]) -> list[DealRow]:
    """These, as far as they are there."""
    return deal_rows(conn, "d.deal_id IN (SELECT value FROM json_each(?))", (json_list(deal_ids),))


def deals_of_person(conn: Connection, contact_id: ContactId) -> list[DealRow]:
    """Of a person and of all their conversations, also under ids that became theirs."""
    return deals_by_ids(conn, ids_of_person(conn, contact_id))


def ids_of_person(conn: Connection, contact_id: ContactId) -> list[str]:
    """The same, ids alone."""
    kept = kept_id(conn, contact_id)
    talks = [row[0] for row in conn.execute(
        "SELECT conversation_id FROM view_conversation WHERE contact_id = ?", (kept,)
    )]  # fmt: skip
    return ids_of_talks(conn, [kept], talks)


def ids_of_talks(conn: Connection, people: Iterable[str], talks: Iterable[str]) -> list[str]:
    """Deals that hang on people or conversations, also under ids that became theirs, removed ones too."""
    rows = conn.execute(
        "SELECT deal_id FROM view_deal WHERE is_erased = 0 AND conversation_id IS NULL AND contact_id IN"
        " (SELECT value FROM json_each(?1) UNION SELECT gone_id FROM view_merged"
        " WHERE kept_id IN (SELECT value FROM json_each(?1)))"
        " UNION SELECT deal_id FROM view_deal WHERE is_erased = 0 AND conversation_id IN"
        " (SELECT value FROM json_each(?2) UNION SELECT gone_id FROM view_merged"
        " WHERE kept_id IN (SELECT value FROM json_each(?2)))",
        (json_list(people), json_list(talks)),
    )
    return [row[0] for row in rows]


def deals_of_talk(conn: Connection, conversation_id: ConversationId) -> list[DealRow]:
    """Of a thread, and of its person without a thread."""
    kept = kept_id(conn, conversation_id)
    row = conn.execute(
        "SELECT contact_id FROM view_conversation WHERE conversation_id = ?", (kept,)
    ).fetchone()
    return deals_by_ids(conn, ids_of_talks(conn, [row[0]] if row else [], [kept]))


def _row(row: Sequence[Any], cls: type[Row], more: Mapping[str, Any] = _NOTHING) -> Row:
    """A row in the order of _ROW; by place, since a board makes thousands."""
    contact_id, direction, state = row[32], row[26], row[29]
    inbound_us, channel = row[31], row[24]
    return cls(
        row[0],
        row[1],
        row[2],
        row[3],
        row[4],
        shown_name(row[33], row[34], row[35], row[36]) if contact_id is not None else row[5],
        bool(row[33]) if contact_id is not None else bool(row[5]),
        contact_id,
        row[22] if row[6] is not None else None,
        Money(row[7], row[8]) if row[7] is not None else None,
        row[9],
        row[10],
        tuple(sorted(row[21].split(_BETWEEN))) if row[21] else (),
        from_us(row[11]),
        from_us(row[12]),
        from_us(row[13]),
        row[14],
        row[15],
        from_us(row[25]),
        direction,
        row[27],
        row[28],
        state,
        awaiting(
            row[3],
            direction,
            state,
            row[27],
            is_ours=row[16] == 1,
            is_theirs=row[17] == 1,
            is_silent=row[18] is not None,
        ),
        from_us(row[30]),
        from_us(inbound_us) + _window(channel) if inbound_us is not None else None,
        from_us(row[18]),
        row[16] == 1,
        source=row[19],
        is_removed=row[20] == 1,
        **more,
    )


def _window(channel: str) -> timedelta:
    return CHANNELS[channel].window if channel in CHANNELS else timedelta()


def talk_fields(talk: Sequence[Any], person: Sequence[Any]) -> dict[str, Any]:
    """The fields of a DealRow that tell whose it is and what was said last."""
    channel, inbound_us = talk[2], talk[9]
    return {
        "conversation_id": talk[0],
        "contact_id": person[0],
        "person": shown_name(person[1], person[2], person[3], person[4]) if person[0] is not None else "",
        "is_named": bool(person[1]),
        "last_at": from_us(talk[3]),
        "last_direction": talk[4],
        "last_kind": talk[5],
        "last_text": talk[6],
        "last_state": talk[7],
        "waiting_since_at": from_us(talk[8]),
        "window_closes_at": from_us(inbound_us) + _window(channel) if inbound_us is not None else None,
    }


def talk_of(
    conn: Connection, contact_id: ContactId | None, conversation_id: ConversationId | None
) -> dict[str, Any]:
    """The same for a deal that would hang there; with `silent_since_at`, without what is written down on the deal."""
    row = conn.execute(
        f"SELECT {_TALK}, {_PERSON} FROM (SELECT ?1 AS contact_id, ?2 AS conversation_id) d"
        f" LEFT JOIN view_conversation c ON c.conversation_id = {_TALK_OF}"
        f" LEFT JOIN view_contact p ON p.contact_id = {_PERSON_OF}",
        (contact_id, conversation_id),
    ).fetchone()
    fields = talk_fields(row[:_TALK_COLUMNS], row[_TALK_COLUMNS:])
    if conversation_id is None:
        fields["conversation_id"] = None
    return {**fields, "silent_since_at": from_us(talk_silent_since(conn, contact_id, conversation_id))}


# --- one ---


def load_deal(conn: Connection, deal_id: str) -> Deal | None:
    """A deal as the rules know it; None for one of which figures of nobody are left."""
    row = conn.execute(_DEAL, (deal_id,)).fetchone()
    return None if row is None else _deal(conn, row)


def _deal(conn: Connection, row: Sequence[Any]) -> Deal:
    tags = conn.execute("SELECT tag FROM view_deal_tag WHERE no = ? ORDER BY tag", (row[25],))
    return Deal(
        deal_id=row[0],
        pipeline_id=row[1],
        stage_id=row[2],
        state=row[3],
        title=row[4],
        amount=Money(row[5], row[6]) if row[5] is not None else None,
        contact_id=row[7],
        conversation_id=row[8],
        person=row[9],
        email=row[10],
        owner_id=row[11],
        tags=tuple(one[0] for one in tags),
        lines=_LINES.decode(row[24]) if row[24] is not None else (),
        source=row[12],
        message_id=row[13],
        close_on=row[14],
        cause=row[15],
        reason=row[16],
        is_removed=row[17] == 1,
        stage_since_at=from_us(row[18]),
        made_at=from_us(row[19]),
        ended_at=from_us(row[20]),
        made_by=row[21],
        moved_by=row[22],
        version=row[23],
    )


def deal_card(conn: Connection, deal_id: str, me: MemberId) -> DealCard | None:
    """Everything about one, as `me` sees it; also about one that was removed."""
    row = conn.execute(f"{_ROW} WHERE d.deal_id = ? AND d.is_erased = 0", (deal_id,)).fetchone()
    deal = load_deal(conn, deal_id)
    if row is None or deal is None:
        return None
    no = conn.execute("SELECT no FROM view_deal WHERE deal_id = ?", (deal_id,)).fetchone()[0]
    maker = conn.execute("SELECT name FROM view_member WHERE member_id = ?", (deal.made_by,)).fetchone()
    more = {
        "email": deal.email,
        "own_person": deal.person,
        "close_on": deal.close_on,
        "lines": deal.lines,
        "message_id": deal.message_id,
        "log": tuple(
            DealLogRow(one[0], one[1], one[2], from_us(one[3]), one[4], one[5], one[4] == me)
            for one in conn.execute(_LOG, (no,))
        ),
        "history": tuple(
            StageStayRow(one[0], one[1], from_us(one[2]), from_us(one[3]), one[4])
            for one in conn.execute(_STAYS, (no,))
        ),
        "made_by": maker[0] if maker is not None else None,
        "is_made_by_me": deal.made_by == me,
    }
    return _row(row, DealCard, more)


def is_known(conn: Connection, deal_id: str) -> bool:
    """Whether there ever was such a deal."""
    return conn.execute("SELECT 1 FROM view_deal WHERE deal_id = ?", (deal_id,)).fetchone() is not None


def known_of(conn: Connection, deal_ids: Iterable[str]) -> set[str]:
    """Those of these deals that there ever were."""
    rows = conn.execute(
        "SELECT deal_id FROM view_deal WHERE deal_id IN (SELECT value FROM json_each(?))",
        (json_list(deal_ids),),
    )
    return {row[0] for row in rows}


def log_author(conn: Connection, deal_id: str, entry_id: str) -> tuple[str | None] | None:
    """Who wrote something down about a deal; None where there is no such entry."""
    row = conn.execute(
        "SELECT l.member_id FROM view_deal_log l JOIN view_deal d ON d.no = l.no"
        " WHERE l.entry_id = ? AND d.deal_id = ?",
        (entry_id, deal_id),
    ).fetchone()
    return None if row is None else (row[0],)


# --- all ---


def saved_pipelines(conn: Connection) -> tuple[list[Pipeline], frozenset[str]]:
    """Those that somebody saved, and the ids of those that were removed."""
    rows = conn.execute("SELECT pipeline, is_removed FROM view_pipeline ORDER BY pipeline_id").fetchall()
    there = [_PIPELINE.decode(row[0]) for row in rows if not row[1]]
    return there, frozenset(_PIPELINE.decode(row[0]).pipeline_id for row in rows if row[1])


def removed_pipeline(conn: Connection, pipeline_id: str) -> Pipeline | None:
    """One that was removed, as it was: deals that ended there still name its stages."""
    row = conn.execute(
        "SELECT pipeline FROM view_pipeline WHERE pipeline_id = ? AND is_removed = 1", (pipeline_id,)
    ).fetchone()
    return None if row is None else _PIPELINE.decode(row[0])


def open_counts(conn: Connection, pipeline_id: str) -> dict[str, int]:
    """How many open deals each stage holds."""
    rows = conn.execute(
        "SELECT stage_id, count(*) FROM view_deal d WHERE pipeline_id = ? AND state = 'open'"
        f" AND {LISTED} GROUP BY stage_id",
        (pipeline_id,),
    )
    return dict(rows.fetchall())


def known_deal_tags(conn: Connection) -> list[str]:
    """Every tag that a deal has, by the alphabet."""
    rows = conn.execute(
        f"SELECT DISTINCT t.tag FROM view_deal_tag t JOIN view_deal d ON d.no = t.no WHERE {LISTED} ORDER BY t.tag"
    )
    return [row[0] for row in rows]


def cycle_days(conn: Connection, pipeline_id: str, since_us: int) -> int | None:
    """From made to won, in whole days: the middle one of what was won since a moment."""
    rows = conn.execute(
        "SELECT (ended_us - made_us) / 86400000000 FROM view_deal d WHERE state = 'won' AND ended_us >= ?"
        " AND pipeline_id = ? AND is_removed = 0 ORDER BY 1",
        (since_us, pipeline_id),
    ).fetchall()
    return int(rows[len(rows) // 2][0]) if rows else None

"""The lists behind figures and the story of a wait, with names and words from the view. Everything here blocks."""

from __future__ import annotations

from collections.abc import Sequence

from app.domain.appointment_figures import appointments_behind
from app.domain.copies import changed
from app.domain.report_facts import Facts
from app.domain.report_lists import deals_of, episodes_behind, messages_behind, opens_of, turns_behind
from app.domain.report_rows import BehindKey, BehindRow, TurnStory
from app.domain.turn_business import open_time_of
from app.domain.turn_story import story
from app.domain.turns import Turn
from storage.engine import Connection
from storage.view.appointment_figures import listed_appointments
from storage.view.deal_history import listed_deals
from storage.view.report_reads import names_of, said_in
from storage.view.send_figures import listed_messages


def rows_behind(conn: Connection, facts: Facts, key: BehindKey, now_s: int, limit: int) -> list[BehindRow]:
    """The first `limit` lines, the newest first."""
    opens = opens_of(key)
    if opens == "turns":
        return _named(conn, turns_behind(facts, key, now_s)[:limit])
    if opens == "episodes":
        return _named(conn, episodes_behind(facts, key, now_s)[:limit])
    if opens == "messages":
        return listed_messages(conn, messages_behind(facts, key, now_s)[:limit])
    if opens == "appointments":
        return listed_appointments(conn, appointments_behind(facts, key, now_s)[:limit])
    return _deals(conn, deals_of(facts, key, now_s)[:limit]) if opens == "deals" else []


def story_of(conn: Connection, facts: Facts, turn: Turn, now_s: int) -> TurnStory:
    """One wait, taken apart."""
    times = open_time_of(turn, facts.turns.hours, facts.turns.groups)
    end_s = now_s if turn.end_s is None else turn.end_s
    business_s = None if times is None else times.between(turn.start_s, end_s)
    name = names_of(conn, [turn.conversation_id]).get(turn.conversation_id, "")
    return story(turn, business_s, name, tuple(said_in(conn, turn, end_s)), now_s)


def _named(conn: Connection, rows: Sequence[BehindRow]) -> list[BehindRow]:
    names = names_of(conn, [one.conversation_id for one in rows if one.conversation_id is not None])
    return [changed(one, name=names.get(one.conversation_id or "", "")) for one in rows]


def _deals(conn: Connection, deal_ids: Sequence[str]) -> list[BehindRow]:
    rows = {row.deal_id: row for row in listed_deals(conn, deal_ids)}
    found = []
    for deal_id in deal_ids:
        row = rows.get(deal_id)
        if row is not None:
            moment = row.ended_at or row.made_at
            found.append(
                BehindRow(
                    "deal", 0 if moment is None else int(moment.timestamp()), row.title or row.person,
                    contact_id=row.contact_id, conversation_id=row.conversation_id, deal_id=deal_id,
                    who=row.owner_id or "", state=row.state,
                )
            )  # fmt: skip
    return found

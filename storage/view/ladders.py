"""Ladders and runs as rows: what writes them while events are applied, and what reads them.

The statements do what `app.domain.follow_ups.follow_up_after` says (a test compares the two). Whether somebody wrote is
not kept here: the hub compares the run's `pos` with the newest message of its person, so plain messages cost nothing.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlcipher3.dbapi2 import Connection

from app.domain import deals, tasks
from app.domain import ladders as words
from app.domain.events import Event
from app.domain.follow_ups import FollowUp
from app.domain.ladder_rows import DoneStep
from app.domain.ladders import OWN_ID, Ladder, Why
from storage.instants import from_us, to_us
from storage.json_list import json_list
from storage.packing import packed, unpacked
from storage.view.subjects import Subjects

_NEXT = "deal_id = ?1 AND run_id = ?2 AND step = ?3 AND state != 'spent'"
_SAVE = (
    "INSERT INTO view_ladder (pipeline_id, version, automatic_us, ladder) VALUES (?, ?, ?, ?)"
    " ON CONFLICT (pipeline_id) DO UPDATE SET version = excluded.version, ladder = excluded.ladder,"
    " automatic_us = CASE WHEN excluded.automatic_us IS NOT NULL THEN ifnull(automatic_us, excluded.automatic_us) END"
)
_START = (
    "INSERT OR IGNORE INTO view_follow_up"
    " (deal_id, run_id, begun, started_us, pos, step, state, due_us, code, sent_count)"
    " VALUES (?1, ?2, ?3, ?4, ?5, 1, 'waiting', ?6, '', 0)"
)
_START_RUN = (
    "INSERT OR IGNORE INTO view_follow_up_run (run_id, deal_id, started_us, cause)"
    " SELECT ?2, ?1, ?3, ?4 WHERE EXISTS (SELECT 1 FROM view_follow_up WHERE deal_id = ?1 AND run_id = ?2)"
)
_DELAY = (
    "UPDATE view_follow_up SET step = step + (state = 'call'), state = 'waiting', due_us = ?4, pos = ?5, code = ?6,"
    f" facts = NULL, task_id = NULL WHERE {_NEXT}"
)
_HOLD = (
    f"UPDATE view_follow_up SET state = 'held', due_us = NULL, pos = ?4, code = ?5, facts = ?6 WHERE {_NEXT}"
)
_CALL = (
    "UPDATE view_follow_up SET state = 'call', due_us = NULL, pos = ?4, code = '', facts = NULL, task_id = ?5"
    f" WHERE {_NEXT}"
)
_GO_ON = (
    "UPDATE view_follow_up SET step = step + 1, state = CASE WHEN ?4 IS NULL THEN 'spent' ELSE 'waiting' END,"
    " due_us = ?4, pos = ?5, code = '', facts = NULL, task_id = NULL, last_message_id = ifnull(?6, last_message_id),"
    f" sent_count = sent_count + (?6 IS NOT NULL) WHERE {_NEXT}"
)
_STEP = (
    "INSERT OR IGNORE INTO view_follow_up_step (run_id, step, deal_id, pos, act, at_us, message_id)"
    f" SELECT ?2, ?3, ?1, ?4, ?5, ?6, ?7 WHERE EXISTS (SELECT 1 FROM view_follow_up WHERE {_NEXT})"
)
_END_RUN = (
    "UPDATE view_follow_up_run SET ended_us = ?3, why = ?4"
    " WHERE run_id = ?2 AND deal_id = ?1 AND ended_us IS NULL"
)
_END = "DELETE FROM view_follow_up WHERE deal_id = ?1 AND run_id = ?2"
_TOUCH = "UPDATE view_follow_up SET touched = ifnull(touched, ?2) WHERE deal_id = ?1"
_CAUSE = "UPDATE view_follow_up_run SET cause = ?2 WHERE deal_id = ?1 AND ended_us IS NULL"
_READ = (
    "SELECT deal_id, run_id, begun, started_us, pos, step, state, due_us, code, facts, task_id, last_message_id,"
    " sent_count, touched FROM view_follow_up"
)


# --- writing ---


def _saved(subjects: Subjects, event: Event, body: words.LadderSaved) -> None:
    ladder = body.ladder
    subjects.has_new_pipelines = True
    since_us = to_us(event.accepted_at) if ladder.is_automatic else None
    values = (ladder.pipeline_id, ladder.version, since_us, packed(ladder))
    subjects.write_later((_SAVE, values))


def _started(subjects: Subjects, event: Event, body: words.FollowUpStarted) -> None:
    at_us = to_us(event.accepted_at)
    values = (body.deal_id, body.run_id, packed(body), at_us, event.pos, to_us(body.due_at))
    run = (body.deal_id, body.run_id, at_us, body.cause)
    _write(subjects, body.deal_id, (_START, values), (_START_RUN, run))


def _delayed(subjects: Subjects, event: Event, body: words.FollowUpDelayed) -> None:
    values = (body.deal_id, body.run_id, body.step, to_us(body.due_at), event.pos, body.code)
    _write(subjects, body.deal_id, (_DELAY, values))


def _held(subjects: Subjects, event: Event, body: words.FollowUpHeld) -> None:
    values = (body.deal_id, body.run_id, body.step, event.pos, body.code, packed(dict(body.facts)))
    _write(subjects, body.deal_id, (_HOLD, values))


def _call_asked(subjects: Subjects, event: Event, body: words.FollowUpCallAsked) -> None:
    key = (body.deal_id, body.run_id, body.step)
    step = (*key, event.pos, "call", to_us(event.accepted_at), None)
    _write(subjects, body.deal_id, (_STEP, step), (_CALL, (*key, event.pos, body.call_task_id)))


def _sent(subjects: Subjects, event: Event, body: words.FollowUpSent) -> None:
    key = (body.deal_id, body.run_id, body.step)
    step = (*key, event.pos, "message", to_us(event.accepted_at), body.message_id)
    after = (*key, _us(body.next_due_at), event.pos, body.message_id)
    _write(subjects, body.deal_id, (_STEP, step), (_GO_ON, after))


def _skipped(subjects: Subjects, event: Event, body: words.FollowUpSkipped) -> None:
    values = (body.deal_id, body.run_id, body.step, _us(body.next_due_at), event.pos, None)
    _write(subjects, body.deal_id, (_GO_ON, values))


def _ended(subjects: Subjects, event: Event, body: words.FollowUpEnded) -> None:
    key = (body.deal_id, body.run_id)
    end = (*key, to_us(event.accepted_at), body.why)
    _write(subjects, body.deal_id, (_END_RUN, end), (_END, key))


def _write(subjects: Subjects, deal_id: str, *statements: tuple[str, tuple[object, ...]]) -> None:
    subjects.touch_deal(deal_id)
    subjects.write_later(*statements)


def _us(at: datetime | None) -> int | None:
    return None if at is None else to_us(at)


Handler = Callable[[Subjects, Event, Any], None]
LADDERS: Mapping[type, Handler] = {
    words.LadderSaved: _saved,
    words.FollowUpStarted: _started,
    words.FollowUpDelayed: _delayed,
    words.FollowUpHeld: _held,
    words.FollowUpCallAsked: _call_asked,
    words.FollowUpSent: _sent,
    words.FollowUpSkipped: _skipped,
    words.FollowUpEnded: _ended,
}


# --- what a deal goes through and what ends its run ---


def _logged(body: deals.DealLogged) -> Why | None:
    return "logged" if body.what in deals.SIGNS_OF_LIFE else None


def _tasked(body: tasks.TaskAdded) -> Why | None:
    """A task of ours, also one that is done again before anybody looks; not the call that a ladder asked for."""
    return "our_turn" if body.whose == "ours" and not body.task_id.startswith(OWN_ID) else None


_TOUCHING: Mapping[type, Callable[[Any], Why | None]] = {
    deals.DealMoved: lambda _: "moved",
    deals.DealWon: lambda _: "won",
    deals.DealLost: lambda _: "lost",
    deals.DealReopened: lambda _: "reopened",
    deals.DealRemoved: lambda _: "removed",
    deals.DealLinked: lambda _: "linked",
    deals.DealLogged: _logged,
    tasks.TaskAdded: _tasked,
}


def watching(handlers: Mapping[type, Handler]) -> dict[type, Handler]:
    """The same handlers, after which those of deals also tell a run what its deal went through."""
    return (
        dict(handlers)
        | {kind: _touching(handlers.get(kind), why) for kind, why in _TOUCHING.items()}
        | {deals.DealCauseSet: _with_cause(handlers.get(deals.DealCauseSet))}
    )


def _touching(handler: Handler | None, why: Callable[[Any], Why | None]) -> Handler:
    def handle(subjects: Subjects, event: Event, body: Any) -> None:
        if handler is not None:
            handler(subjects, event, body)
        sign = why(body)
        if sign is not None and body.deal_id is not None:
            subjects.write_later((_TOUCH, (body.deal_id, sign)))

    return handle


def _with_cause(handler: Handler | None) -> Handler:
    def handle(subjects: Subjects, event: Event, body: deals.DealCauseSet) -> None:
        if handler is not None:
            handler(subjects, event, body)
        subjects.write_later((_CAUSE, (body.deal_id, body.cause)))

    return handle


# --- reading ---


def ladders(conn: Connection) -> dict[str, Ladder]:
    """Those that somebody saved, by pipeline."""
    rows = conn.execute("SELECT pipeline_id, ladder FROM view_ladder ORDER BY pipeline_id")
    return {row[0]: unpacked(row[1], Ladder) for row in rows.fetchall()}


def automatic_since(conn: Connection) -> dict[str, datetime]:
    """Pipelines whose ladder the hub begins by itself, and since when it may."""
    rows = conn.execute("SELECT pipeline_id, automatic_us FROM view_ladder WHERE automatic_us IS NOT NULL")
    return {row[0]: from_us(row[1]) for row in rows.fetchall()}


def follow_up(conn: Connection, deal_id: str) -> FollowUp | None:
    """The run of a deal that is under way."""
    found = follow_ups(conn, (deal_id,))
    return found.get(deal_id)


def follow_ups(conn: Connection, deal_ids: Iterable[str]) -> dict[str, FollowUp]:
    """Those of some deals."""
    sql = f"{_READ} WHERE deal_id IN (SELECT value FROM json_each(?))"
    return {row[0]: _run(row) for row in conn.execute(sql, (json_list(deal_ids),)).fetchall()}


def all_follow_ups(conn: Connection, limit: int = -1) -> list[FollowUp]:
    """All that are under way: held ones first, then those due next."""
    order = "ORDER BY state != 'held', due_us IS NULL, due_us, deal_id"
    return [_run(row) for row in conn.execute(f"{_READ} {order} LIMIT ?", (limit,)).fetchall()]


def held_count(conn: Connection) -> int:
    """How many wait for a decision."""
    return int(conn.execute("SELECT count(*) FROM view_follow_up WHERE state = 'held'").fetchone()[0])


def due_follow_ups(conn: Connection, now: datetime, limit: int) -> list[FollowUp]:
    """Those whose time has come, the longest due first."""
    sql = f"{_READ} WHERE state = 'waiting' AND due_us <= ? ORDER BY due_us, deal_id LIMIT ?"
    return [_run(row) for row in conn.execute(sql, (to_us(now), limit)).fetchall()]


def next_follow_up(conn: Connection) -> datetime | None:
    """When the next one is due."""
    row = conn.execute("SELECT min(due_us) FROM view_follow_up WHERE state = 'waiting'").fetchone()
    return None if row[0] is None else from_us(row[0])


def touched(conn: Connection, deal_id: str) -> Why | None:
    """What ends a run, of what its deal went through."""
    row = conn.execute("SELECT touched FROM view_follow_up WHERE deal_id = ?", (deal_id,)).fetchone()
    return row[0] if row else None


def steps_done(conn: Connection, run_id: str) -> list[DoneStep]:
    """What a run has done, the oldest first; with how far each message came."""
    rows = conn.execute(
        "SELECT step, act, at_us, message_id FROM view_follow_up_step WHERE run_id = ? ORDER BY step",
        (run_id,),
    )
    return [DoneStep(row[0], row[1], from_us(row[2]), row[3]) for row in rows.fetchall()]


def _run(row: Sequence[Any]) -> FollowUp:
    (
        deal_id, run_id, begun, started_us, pos, step, state, due_us, code, facts, task_id, last_message_id,
        sent_count, _touched,
    ) = row  # fmt: skip
    body = unpacked(begun, words.FollowUpStarted)
    return FollowUp(
        deal_id, run_id, body.steps, body.most, from_us(started_us), pos, step, state,
        None if due_us is None else from_us(due_us), code,
        unpacked(facts, dict[str, str]) if facts is not None else {}, body.cause, body.stage_id, body.member_id,
        body.is_automatic, task_id, last_message_id, sent_count,
    )  # fmt: skip

"""Applying what happens with deals and pipelines, as statements that name a deal by its id alone.

An event about a deal that is not there, or of which figures of nobody are left, changes nothing.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final

from app.domain import deals
from app.domain.events import Event
from app.domain.money import read_money
from storage.codec import to_json
from storage.instants import to_us
from storage.packing import packed
from storage.view.merges import Statement
from storage.view.subjects import Subjects

_COLUMNS = (
    "no", "deal_id", "pipeline_id", "stage_id", "state", "title", "minor", "currency", "contact_id", "conversation_id",
    "person", "email", "owner_id", "source", "message_id", "close_on", "reason", "stage_since_us", "made_us",
    "ended_us", "made_by", "moved_by", "import_id", "version", "lines",
)  # fmt: skip
_ADD = (
    f"INSERT OR IGNORE INTO view_deal ({', '.join(_COLUMNS)}, is_removed, is_erased, has_ours, has_theirs)"
    f" VALUES ({', '.join('?' * len(_COLUMNS))}, 0, 0, 0, 0)"
)
_THERE: Final = "SELECT no FROM view_deal WHERE deal_id = ? AND is_erased = 0"
_STAY = (
    "INSERT OR IGNORE INTO view_deal_stay (no, pos, pipeline_id, stage_id, entered_us, left_us, member_id)"
    " SELECT no, ?, pipeline_id, stage_id, ?, ?, ? FROM view_deal WHERE deal_id = ? AND is_erased = 0"
)
_LEAVE = f"UPDATE view_deal_stay SET left_us = ? WHERE no = ({_THERE}) AND left_us IS NULL"
_TELL = (
    "INSERT OR IGNORE INTO view_deal_event (no, pos, what, member_id, at_us, body)"
    " SELECT no, ?, ?, ?, ?, ? FROM view_deal WHERE deal_id = ? AND is_erased = 0"
)
_TAG = (
    "INSERT OR IGNORE INTO view_deal_tag (no, tag) SELECT no, ?1 FROM view_deal d WHERE deal_id = ?2 AND is_erased = 0"
    f" AND (SELECT count(*) FROM view_deal_tag t WHERE t.no = d.no) < {deals.TAGS_MAX}"
)
_UNTAG = f"DELETE FROM view_deal_tag WHERE no = ({_THERE}) AND tag = ?"
_LOG = (
    "INSERT OR IGNORE INTO view_deal_log (entry_id, no, what, note, at_us, member_id, pos)"
    " SELECT ?, no, ?, ?, ?, ?, ? FROM view_deal WHERE deal_id = ? AND is_erased = 0"
)
_UNLOG = f"DELETE FROM view_deal_log WHERE no = ({_THERE}) AND entry_id = ?"
_SAVE_PIPELINE = (
    "INSERT OR REPLACE INTO view_pipeline (pipeline_id, version, is_removed, pipeline) VALUES (?, ?, 0, ?)"
)
_REMOVE_PIPELINE = "UPDATE view_pipeline SET is_removed = 1 WHERE pipeline_id = ?"
# A first pipeline that nobody saved has no row; removing it must be remembered too.
_REMOVE_FIRST = (
    "INSERT OR IGNORE INTO view_pipeline (pipeline_id, version, is_removed, pipeline) VALUES (?, 0, 1, ?)"
)
# Open deals of a stage that is gone, also removed ones, which may come back.
_OF_STAGE = "pipeline_id = ? AND stage_id = ? AND state = 'open' AND is_erased = 0"
_STAGE_LEAVE = (
    "UPDATE view_deal_stay SET left_us = ? WHERE left_us IS NULL"
    f" AND no IN (SELECT no FROM view_deal WHERE {_OF_STAGE})"
)
_STAGE_STAY = (
    "INSERT OR IGNORE INTO view_deal_stay (no, pos, pipeline_id, stage_id, entered_us, left_us, member_id)"
    f" SELECT no, ?, pipeline_id, ?, ?, NULL, ? FROM view_deal WHERE {_OF_STAGE}"
)
_STAGE_TELL = (
    "INSERT OR IGNORE INTO view_deal_event (no, pos, what, member_id, at_us, body)"
    f" SELECT no, ?, 'moved', ?, ?, ? FROM view_deal WHERE {_OF_STAGE}"
)
_STAGE_MOVE = (
    "UPDATE view_deal SET stage_id = ?, stage_since_us = ?, moved_by = ?, version = version + 1"
    f" WHERE {_OF_STAGE}"
)


def _set(deal_id: str, **columns: Any) -> Statement:
    """Other values of columns, one version more."""
    names = ", ".join(f"{name} = ?" for name in columns)
    sql = f"UPDATE view_deal SET {names}, version = version + 1 WHERE deal_id = ? AND is_erased = 0"
    return sql, (*columns.values(), deal_id)


def _tell(event: Event, body: Any, what: str, data: object = None) -> Statement:
    text = None if data is None else to_json(data).decode()
    return _TELL, (event.pos, what, body.member_id, to_us(event.accepted_at), text, body.deal_id)


def _added(subjects: Subjects, event: Event, body: deals.DealAdded) -> None:
    now_us = to_us(event.accepted_at)
    made_us = to_us(body.made_at) if body.made_at is not None else now_us
    ended_us = to_us(body.ended_at)
    amount = body.amount
    subjects.touch_deal(body.deal_id)
    subjects.write_later(
        (
            _ADD,
            (
                event.pos, body.deal_id, body.pipeline_id, body.stage_id, body.state, body.title,
                amount.minor if amount is not None else None, amount.currency if amount is not None else None,
                body.contact_id, body.conversation_id, body.person, body.email, body.owner_id, body.source,
                body.message_id, body.close_on, body.reason, made_us, made_us, ended_us, body.member_id,
                body.member_id, body.import_id, 1, packed(body.lines) if body.lines else None,
            ),
        ),
        (_STAY, (event.pos, made_us, ended_us, body.member_id, body.deal_id)),
        *((_TAG, (tag, body.deal_id)) for tag in body.tags),
        _tell(event, body, "added", {"import_id": body.import_id} if body.import_id else None),
    )  # fmt: skip


def _changed(subjects: Subjects, event: Event, body: deals.DealChanged) -> None:
    columns: dict[str, Any] = {}
    for change in body.changes:
        if change.key == "amount":
            money = read_money(change.value or "")
            columns["minor"] = money.minor if money is not None else None
            columns["currency"] = money.currency if money is not None else None
        elif change.key == "close_on":
            columns["close_on"] = change.value or None
        elif change.key in ("title", "person", "email"):
            columns[change.key] = change.value or ""
    if columns:
        values = {change.key: change.value or "" for change in body.changes}
        subjects.touch_deal(body.deal_id)
        subjects.write_later(_set(body.deal_id, **columns), _tell(event, body, "changed", {"values": values}))


def _moved(subjects: Subjects, event: Event, body: deals.DealMoved) -> None:
    _to_stage(subjects, event, body, pipeline_id=body.pipeline_id, stage_id=body.stage_id)
    told = {"pipeline_id": body.pipeline_id, "stage_id": body.stage_id, "from_stage_id": body.from_stage_id}
    subjects.write_later(_tell(event, body, "moved", told))


def _to_stage(subjects: Subjects, event: Event, body: Any, **columns: Any) -> None:
    now_us = to_us(event.accepted_at)
    subjects.touch_deal(body.deal_id)
    subjects.write_later(
        (_LEAVE, (now_us, body.deal_id)),
        _set(body.deal_id, **columns, stage_since_us=now_us, moved_by=body.member_id),
        (_STAY, (event.pos, now_us, None, body.member_id, body.deal_id)),
    )


def _ended(subjects: Subjects, event: Event, body: deals.DealWon | deals.DealLost) -> None:
    now_us, state = to_us(event.accepted_at), "won" if isinstance(body, deals.DealWon) else "lost"
    subjects.touch_deal(body.deal_id)
    subjects.write_later(
        (_LEAVE, (now_us, body.deal_id)),
        _set(body.deal_id, state=state, reason=body.reason, ended_us=now_us, moved_by=body.member_id),
        _tell(event, body, state, {"reason": body.reason} if body.reason else None),
    )


def _reopened(subjects: Subjects, event: Event, body: deals.DealReopened) -> None:
    _to_stage(subjects, event, body, state="open", stage_id=body.stage_id, reason="", ended_us=None)
    subjects.write_later(_tell(event, body, "reopened", {"stage_id": body.stage_id}))


def _owned(subjects: Subjects, event: Event, body: deals.DealOwned) -> None:
    subjects.touch_deal(body.deal_id)
    subjects.write_later(
        _set(body.deal_id, owner_id=body.owner_id), _tell(event, body, "owned", {"owner_id": body.owner_id})
    )


def _tagged(subjects: Subjects, event: Event, body: deals.DealTagged | deals.DealUntagged) -> None:
    subjects.touch_deal(body.deal_id)
    is_set = isinstance(body, deals.DealTagged)
    statement = (_TAG, (body.tag, body.deal_id)) if is_set else (_UNTAG, (body.deal_id, body.tag))
    subjects.write_later(statement, _tell(event, body, "tagged" if is_set else "untagged", {"tag": body.tag}))


def _linked(subjects: Subjects, event: Event, body: deals.DealLinked) -> None:
    subjects.touch_deal(body.deal_id)
    subjects.write_later(
        _set(body.deal_id, contact_id=body.contact_id, conversation_id=body.conversation_id),
        _tell(event, body, "linked"),
    )


def _removed(subjects: Subjects, event: Event, body: deals.DealRemoved | deals.DealRestored) -> None:
    is_removed = isinstance(body, deals.DealRemoved)
    subjects.touch_deal(body.deal_id)
    subjects.write_later(
        _set(body.deal_id, is_removed=int(is_removed)),
        _tell(event, body, "removed" if is_removed else "restored"),
    )


def _logged(subjects: Subjects, event: Event, body: deals.DealLogged) -> None:
    subjects.touch_deal(body.deal_id)
    values = (body.entry_id, body.what, body.note, to_us(body.at), body.member_id, event.pos, body.deal_id)
    subjects.write_later((_LOG, values), _tell(event, body, "logged", {"what": body.what}))


def _unlogged(subjects: Subjects, _event: Event, body: deals.DealUnlogged) -> None:
    subjects.touch_deal(body.deal_id)
    subjects.write_later((_UNLOG, (body.deal_id, body.entry_id)))


def _cause_set(subjects: Subjects, event: Event, body: deals.DealCauseSet) -> None:
    subjects.touch_deal(body.deal_id)
    subjects.write_later(
        _set(body.deal_id, cause=body.cause), _tell(event, body, "cause_set", {"cause": body.cause})
    )


def _pipeline_saved(subjects: Subjects, event: Event, body: deals.PipelineSaved) -> None:
    now_us, pipeline_id = to_us(event.accepted_at), body.pipeline.pipeline_id
    subjects.has_new_pipelines = True
    saved = (pipeline_id, body.pipeline.version, packed(body.pipeline))
    subjects.write_later((_SAVE_PIPELINE, saved))
    for move in body.moves:
        gone = (pipeline_id, move.from_stage_id)
        told = {"stage_id": move.to_stage_id, "from_stage_id": move.from_stage_id, "pipeline_id": pipeline_id}
        subjects.write_later(
            (_STAGE_LEAVE, (now_us, *gone)),
            (_STAGE_STAY, (event.pos, move.to_stage_id, now_us, body.member_id, *gone)),
            (_STAGE_TELL, (event.pos, body.member_id, now_us, to_json(told).decode(), *gone)),
            (_STAGE_MOVE, (move.to_stage_id, now_us, body.member_id, *gone)),
        )


def _pipeline_removed(subjects: Subjects, _event: Event, body: deals.PipelineRemoved) -> None:
    subjects.has_new_pipelines = True
    subjects.write_later((_REMOVE_PIPELINE, (body.pipeline_id,)))
    if body.pipeline_id == deals.MAIN_PIPELINE:
        subjects.write_later((_REMOVE_FIRST, (body.pipeline_id, packed(deals.DEFAULT_PIPELINE))))


DEALS: Mapping[type, Callable[[Subjects, Event, Any], None]] = {
    deals.DealAdded: _added,
    deals.DealChanged: _changed,
    deals.DealMoved: _moved,
    deals.DealWon: _ended,
    deals.DealLost: _ended,
    deals.DealReopened: _reopened,
    deals.DealOwned: _owned,
    deals.DealTagged: _tagged,
    deals.DealUntagged: _tagged,
    deals.DealLinked: _linked,
    deals.DealRemoved: _removed,
    deals.DealRestored: _removed,
    deals.DealLogged: _logged,
    deals.DealUnlogged: _unlogged,
    deals.DealCauseSet: _cause_set,
    deals.PipelineSaved: _pipeline_saved,
    deals.PipelineRemoved: _pipeline_removed,
}

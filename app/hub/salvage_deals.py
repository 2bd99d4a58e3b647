"""What becomes of what a restored hub lost about deals and pipelines."""

from collections.abc import Collection
from dataclasses import replace
from typing import Any

from app.domain import deals
from app.domain.pipelines import in_order, stage_problem
from storage import view
from storage.hub import erasures
from storage.hub.tables import Connection
from storage.view import deal_reading

_PLACES = (deals.DealMoved, deals.DealWon, deals.DealLost, deals.DealReopened)
_LOG = (deals.DealLogged, deals.DealUnlogged)


def things_of_deals(body: Any) -> tuple[str, ...]:
    """Each thing of which the last word counts."""
    if isinstance(body, deals.DealChanged):
        return tuple(f"deal:{body.deal_id}:{change.key}" for change in body.changes)
    if isinstance(body, _PLACES):
        return (f"deal_place:{body.deal_id}",)
    if isinstance(body, deals.DealTagged | deals.DealUntagged):
        return (f"deal_tag:{body.deal_id}:{body.tag}",)
    if isinstance(body, _LOG):
        return (f"deal_entry:{body.entry_id}",)
    if isinstance(body, deals.PipelineSaved):
        return (f"pipeline:{body.pipeline.pipeline_id}",)
    if isinstance(body, deals.PipelineRemoved):
        return (f"pipeline:{body.pipeline_id}",)
    if isinstance(body, deals.INCOMING_EVENTS):
        return (f"incoming:{body.conversation_id}",)
    named = {
        deals.DealOwned: "owner", deals.DealLinked: "whose", deals.DealCauseSet: "cause",
        deals.DealRemoved: "removal", deals.DealRestored: "removal",
    }.get(type(body))  # fmt: skip
    return (f"deal_{named}:{body.deal_id}",) if named is not None else ()


def without_overtaken_values(body: Any, things: Collection[str]) -> Any:
    """The body without values that our log has changed since."""
    if not isinstance(body, deals.DealChanged):
        return body
    kept = tuple(one for one in body.changes if f"deal:{body.deal_id}:{one.key}" not in things)
    return body if kept == body.changes else replace(body, changes=kept)


def judged_deal(conn: Connection, body: Any, things: Collection[str], *, is_leader: bool) -> str | None:
    """What becomes of it: "known", "left_out", or "" for what comes back; None for what is about no deal."""
    if isinstance(body, deals.PIPELINE_EVENTS):
        return _pipeline(conn, body, things, is_leader=is_leader)
    if isinstance(body, deals.INCOMING_EVENTS):
        is_there = view.load_conversation(conn, body.conversation_id) is not None
        return "" if is_there and not _is_overtaken(body, things) else "left_out"
    if not isinstance(body, deals.DEAL_EVENTS):
        return None
    if isinstance(body, deals.DealAdded):
        if deal_reading.is_known(conn, body.deal_id):
            return "known"
        return "" if _stands(conn, body.pipeline_id, body.stage_id) and _is_whole(conn, body) else "left_out"
    deal = deal_reading.load_deal(conn, body.deal_id)
    if deal is None or (isinstance(body, deals.DealChanged) and not body.changes):
        return "left_out"
    if not isinstance(body, deals.DealChanged) and _is_overtaken(body, things):
        return "left_out"
    return _of_known(conn, deal, body)


def _is_overtaken(body: Any, things: Collection[str]) -> bool:
    return any(one in things for one in things_of_deals(body))


def _pipeline(conn: Connection, body: Any, things: Collection[str], *, is_leader: bool) -> str:
    """Leaders alone; and nothing may go in which deals of our log stand."""
    if not is_leader or _is_overtaken(body, things):
        return "left_out"
    held = deal_reading.open_counts(conn, things_of_deals(body)[0].removeprefix("pipeline:"))
    if isinstance(body, deals.PipelineRemoved):
        return "left_out" if any(held.values()) else ""
    targets = {move.from_stage_id for move in body.moves}
    stages = {stage.stage_id for stage in body.pipeline.stages}
    return "" if all(one in stages or one in targets for one in held) else "left_out"


def _of_known(conn: Connection, deal: deals.Deal, body: Any) -> str:
    if isinstance(body, deals.DealMoved):
        is_free = deal.state == "open" and _stands(conn, body.pipeline_id, body.stage_id)
        return "" if is_free else "left_out"
    if isinstance(body, deals.DealWon | deals.DealLost):
        return "" if deal.state == "open" else "left_out"
    if isinstance(body, deals.DealReopened):
        is_free = deal.state != "open" and _stands(conn, deal.pipeline_id, body.stage_id)
        return "" if is_free else "left_out"
    if isinstance(body, deals.DealLinked):
        return "" if _is_whole(conn, body) else "left_out"
    is_entry = (
        isinstance(body, _LOG) and deal_reading.log_author(conn, body.deal_id, body.entry_id) is not None
    )
    if isinstance(body, deals.DealLogged):
        return "known" if is_entry else ""
    return "" if is_entry or not isinstance(body, deals.DealUnlogged) else "left_out"


def _stands(conn: Connection, pipeline_id: str, stage_id: str) -> bool:
    saved, gone = deal_reading.saved_pipelines(conn)
    return stage_problem(in_order(saved, gone), pipeline_id, stage_id) is None


def _is_whole(conn: Connection, body: Any) -> bool:
    """Nobody whom it names was erased: their words are not to come back with it."""
    return not any(erasures.is_erased(conn, one) for one in (body.contact_id, body.conversation_id) if one)

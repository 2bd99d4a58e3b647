"""What becomes of what a restored hub lost about ladders and follow-ups.

A run that comes back asks a person before anything more goes out (see `app.hub.ladder_schedule`).
"""

from collections.abc import Collection
from typing import Any

from app.domain import ladders
from app.domain.pipelines import in_order
from storage.hub.tables import Connection
from storage.view import deal_reading
from storage.view import ladders as rows


def things_of_ladders(body: Any) -> tuple[str, ...]:
    """Each thing of which the last word counts."""
    if isinstance(body, ladders.LadderSaved):
        return (f"ladder:{body.ladder.pipeline_id}",)
    return (f"follow_up:{body.deal_id}",) if isinstance(body, ladders.FOLLOW_UP_EVENTS) else ()


def judged_ladder(conn: Connection, body: Any, things: Collection[str], *, is_leader: bool) -> str | None:
    """What becomes of it: "known", "left_out", or "" for what comes back; None for what is about no ladder."""
    if not isinstance(body, ladders.LADDER_EVENTS):
        return None
    if any(one in things for one in things_of_ladders(body)):
        return "left_out"
    if isinstance(body, ladders.LadderSaved):
        saved, gone = deal_reading.saved_pipelines(conn)
        is_known = any(one.pipeline_id == body.ladder.pipeline_id for one in in_order(saved, gone))
        return "" if is_leader and is_known else "left_out"
    if deal_reading.load_deal(conn, body.deal_id) is None:
        return "left_out"
    run = rows.follow_up(conn, body.deal_id)
    if isinstance(body, ladders.FollowUpStarted):
        return "" if run is None else "left_out"
    return "" if run is not None and run.run_id == body.run_id else "left_out"

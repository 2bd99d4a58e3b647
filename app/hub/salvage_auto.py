"""What becomes of what a restored hub lost about automatic answers: only a leader's computer gives it back."""

from collections.abc import Collection
from typing import Any

from app.domain.auto_replies import AUTO_EVENTS, AutoReplySaved, PhoneMapped, reply_of
from storage.hub.tables import Connection
from storage.view.auto_replies import load_phones, load_replies


def things_of_auto(body: Any) -> tuple[str, ...]:
    """Each thing of which the last word counts."""
    if not isinstance(body, AUTO_EVENTS):
        return ()
    return (f"phone:{body.line_id}",) if isinstance(body, PhoneMapped) else (f"auto_reply:{body.scope}",)


def judged_auto(conn: Connection, body: Any, things: Collection[str], *, is_leader: bool) -> str | None:
    """What becomes of it: "known", "left_out", or "" for what comes back; None for what is about something else."""
    if not isinstance(body, AUTO_EVENTS):
        return None
    if not is_leader or any(one in things for one in things_of_auto(body)):
        return "left_out"
    if isinstance(body, PhoneMapped):
        return "known" if load_phones(conn).get(body.line_id) == body.member_id else ""
    meant = reply_of(body) if isinstance(body, AutoReplySaved) else None
    return "known" if load_replies(conn).get(body.scope) == meant else ""

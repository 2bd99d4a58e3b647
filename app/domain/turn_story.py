"""One turn, taken apart for who wants to see where the time went."""

from __future__ import annotations

from app.domain.ids import ContactId, ConversationId, LineId, MemberId
from app.domain.report_rows import Part, StoryLine, TurnStory
from app.domain.turn_business import class_of
from app.domain.turns import Turn

STORY_LINES_MAX = 100


def story(
    turn: Turn, business_s: int | None, name: str, messages: tuple[StoryLine, ...], now_s: int
) -> TurnStory:
    """`business_s`: open seconds of it, so far where it is open; None: nobody knows the opening hours."""
    cal_s = max(0, now_s - turn.start_s) if turn.cal_s is None else turn.cal_s
    is_closed = turn.ended_by == "reply" and class_of(cal_s, business_s) == "answered_while_closed"
    return TurnStory(
        ConversationId(turn.conversation_id), ContactId(turn.contact_id), name, LineId(turn.line_id), turn.episode,
        turn.turn, turn.start_s, turn.end_s, turn.ended_by, turn.author or "", cal_s, business_s, is_closed,
        parts(turn, now_s), turn.response_s, _member(turn.responder), _member(turn.assist), turn.link_s,
        turn.handed_before, turn.origin, turn.promised_s, turn.is_late_clock, messages[:STORY_LINES_MAX],
    )  # fmt: skip


def parts(turn: Turn, now_s: int) -> tuple[Part, ...]:
    """Delivery, queue and holds. Together they are the wait, to the second; of an open one so far."""
    if turn.end_s is None:
        return _parts_so_far(turn, max(0, now_s - turn.start_s))
    queue = [Part("queue", turn.queue_s)] if turn.queue_s else []
    holds = [Part("hold", seconds, who) for who, seconds in turn.holds]
    after = [*holds, *queue] if turn.holder_at_start is not None else [*queue, *holds]
    delivery = [Part("delivery", turn.delivery_s)] if turn.delivery_s else []
    return (*delivery, *after)


def _parts_so_far(turn: Turn, cal_s: int) -> tuple[Part, ...]:
    """Who has held it since is told when it ends."""
    delivery_s = min(max(0, turn.recv_s - turn.start_s), cal_s)
    found = [Part("delivery", delivery_s)] if delivery_s else []
    rest = cal_s - delivery_s
    if rest:
        who = turn.holder_at_start
        found.append(Part("queue", rest) if who is None else Part("hold", rest, who))
    return tuple(found)


def _member(who: str | None) -> MemberId | None:
    return None if who is None else MemberId(who)

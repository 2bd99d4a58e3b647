"""What time alone brings about in an account of what happened, written as the hub would have written it then.

A bot that says nothing hands over; a matter ends after long silence. Both are judged by what was known when they were
due, and stand whatever becomes known later.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Final, cast

from app.domain.events import EventBody
from app.domain.ids import ConversationId
from app.domain.measure_events import BotSet, EpisodeEnded
from app.domain.turn_items import Item, inbound
from app.domain.turn_state import State
from app.domain.turn_thread import thread_of
from app.domain.turns import MeasureRules
from app.hub.history_lines import HANDLED, MACHINES, Told

BOT_SILENCE_S: Final = 60
SILENCE_S: Final = 72 * 3600
Due = tuple[int, Item, EventBody]


def of_time(
    mine: Sequence[Told], conversation_id: ConversationId, end: datetime
) -> Iterator[tuple[datetime, Told | None, EventBody]]:
    """Of one person: each with the line before which it happened, None: after the last."""
    known: list[Item] = []
    arrived = {one.fields["id"] for one in mine if one.what == "state" and one.fields["state"] in _ARRIVED}
    for seq, one in enumerate([*mine, None], start=1):
        now_s = seconds(end if one is None else one.at)
        while (due := _due(known, conversation_id, seq)) is not None and due[0] < now_s:
            known.append(due[1])
            yield _moment(due[0]), one, due[2]
        if one is not None:
            _learn(known, one, seq, arrived)


def seconds(moment: datetime) -> int:
    """Whole UTC seconds, cut."""
    return int(moment.timestamp() // 1)


def _due(known: list[Item], conversation_id: ConversationId, seq: int) -> Due | None:
    """What happens next if nothing else does."""
    state = thread_of(known, (conversation_id, "", ""), MeasureRules()).live
    waiting = state.bot_wait
    if state.bot_owns and waiting is not None:
        heard = [one for one in known if one.kind == "in" and not one.is_void and one.key >= waiting.key]
        at_s = min(max(one.receipt_s, one.at_s) for one in heard) + BOT_SILENCE_S
        return at_s, Item("bot", at_s, seq), BotSet(conversation_id, owns=False, why="silence")
    said = [one for one in known if one.kind in {"in", "out"} and one.is_content]
    last = max(said, key=lambda one: one.key, default=None)
    if last is None or last.kind == "in" or not _can_end(state):
        return None
    ends = [one.end_s for one in state.turns if one.end_s is not None]
    at_s = max([last.at_s + SILENCE_S, *ends])
    item = Item("close", at_s, seq)
    item.is_bot = True
    return at_s, item, EpisodeEnded(conversation_id)


def _can_end(state: State) -> bool:
    is_awaited = state.open is not None or state.bot_wait is not None
    return state.ep is not None and state.closed_at is None and not is_awaited


def _learn(known: list[Item], one: Told, seq: int, arrived: set[str]) -> None:
    fields = one.fields
    if one.what == "state":
        if fields["state"] == "failed" and fields["id"] not in arrived:
            for item in known:
                if item.message_id == fields["id"] and item.failed_s is None:
                    item.failed_s = seconds(one.at)
        return
    kind = fields.get("kind") or "text"
    if kind != "reaction" and not (one.what == "in" and kind in HANDLED):
        known.append(_item(one, seq))


def _item(one: Told, seq: int) -> Item:
    at_s, fields = seconds(one.at), one.fields
    if one.what == "in":
        return inbound(seconds(fields.get("provider_at") or one.at), at_s, seq, fields["id"])
    item = Item(
        cast("Any", one.what), at_s, seq, fields.get("to") or fields.get("by") or fields.get("author")
    )
    if one.what == "out":
        item.message_id = fields["id"]
        item.human = fields["author"] not in MACHINES
        item.is_bot = fields["author"] == "bot"
        item.composed_s = seconds(fields["composed_at"]) if fields.get("composed_at") else None
    elif one.what == "bot":
        item.is_bot = fields["owns"]
    return item


def _moment(at_s: int) -> datetime:
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=at_s)


_ARRIVED: Final = frozenset({"delivered", "read"})

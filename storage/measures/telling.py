"""What one event tells a thread, or the list of all that happened in one (`Gathered`)."""

from __future__ import annotations

from datetime import UTC, datetime
from sys import intern
from typing import Any, Final, Protocol

from app.domain.messages import SILENT_KINDS
from app.domain.turn_items import Item, inbound
from app.domain.turn_thread import Request, Thread, thread_of
from app.domain.turns import PHONE, MeasureRules

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_DAY_S: Final = 86_400


class Hearer(Protocol):
    """A thread, or what stands for one."""

    requests: dict[str, Request]
    plans: dict[str, int]

    def add(self, item: Item) -> bool:
        """As `Thread.add`."""

    def handled(self, message_id: str) -> bool:
        """As `Thread.handled`."""

    def failed(self, message_id: str, at_s: int) -> bool:
        """As `Thread.failed`."""

    def arrived(self, message_id: str) -> bool:
        """As `Thread.arrived`."""


class Gathered:
    """All items of a thread, in any order, for going through them from the beginning."""

    def __init__(self) -> None:
        self.requests: dict[str, Request] = {}
        self.plans: dict[str, int] = {}
        self._items: list[Item] = []
        self._handled: set[str] = set()
        self._failed: dict[str, int] = {}
        self._sure: set[str] = set()

    def add(self, item: Item) -> bool:
        self._items.append(item)
        return True

    def handled(self, message_id: str) -> bool:
        self._handled.add(message_id)
        return True

    def failed(self, message_id: str, at_s: int) -> bool:
        self._failed[message_id] = min(at_s, self._failed.get(message_id, at_s))
        return True

    def arrived(self, message_id: str) -> bool:
        self._sure.add(message_id)
        return True

    def thread(self, ids: tuple[str, str, str], rules: MeasureRules) -> Thread:
        """The thread as it stands after all of them."""
        for item in self._items:
            if item.message_id is not None:
                item.is_sure = item.is_sure or item.message_id in self._sure
                item.is_void = item.message_id in self._handled
                item.failed_s = None if item.is_sure else self._failed.get(item.message_id)
        made = thread_of(self._items, ids, rules)
        made.requests, made.plans = self.requests, self.plans
        return made


def seconds(moment: datetime) -> int:
    """Whole UTC seconds, cut; nothing is older than 1970. In whole numbers: `timestamp` takes twice as long."""
    since = moment - _EPOCH
    return since.days * _DAY_S + since.seconds


def received(hearer: Hearer, pos: int, body: Any, phone: str | None) -> bool:
    """A customer's message, or one that was typed in the phone application."""
    if body.kind in SILENT_KINDS:
        return True
    item = inbound(seconds(body.sent_at), seconds(body.received_at), pos, body.message_id)
    if body.direction == "out":
        item.kind, item.human, item.who = "out", True, phone or PHONE
        item.pressed_s = item.receipt_s = item.at_s
    return hearer.add(item)


def requested(hearer: Hearer, cover: Any, body: Any) -> None:
    """The hub was asked to send."""
    asked_s = seconds(cover.accepted_at)
    is_person = body.member_id is not None and not body.automation
    pressed_s = seconds(cover.occurred_at) if is_person else asked_s
    who = None if body.member_id is None else intern(body.member_id)  # a few, in each of a thousand messages
    wish = Request(who, "" if is_person else body.automation or "rule", pressed_s, asked_s)
    wish.is_content = body.kind not in SILENT_KINDS
    wish.composed_s = hearer.plans.pop(body.message_id, None)
    wish.promised_s = None if body.promised_at is None else seconds(body.promised_at)
    hearer.requests[body.message_id] = wish


def came(hearer: Hearer, pos: int, body: Any, *, has_failed: bool) -> bool:
    """The channel told how far it came. `has_failed`: it said before that it had failed."""
    wish = hearer.requests.get(body.message_id) if hearer.requests else None
    if wish is None:
        if body.status == "failed":
            return hearer.failed(body.message_id, seconds(body.at))
        return body.status == "sent" or hearer.arrived(body.message_id) or not has_failed
    if body.status == "failed":
        return True
    wish.is_sure = wish.is_sure or body.status != "sent"
    return not wish.is_unknown or accepted(hearer, pos, body.message_id, seconds(body.at))


def accepted(hearer: Hearer, pos: int, message_id: str, at_s: int) -> bool:
    """The channel took it."""
    wish = hearer.requests.pop(message_id, None)
    return wish is None or hearer.add(wish.accepted(message_id, at_s, pos))


def assigned(hearer: Hearer, pos: int, cover: Any, body: Any) -> bool:
    """Somebody else holds it."""
    return hearer.add(Item("assign", seconds(cover.accepted_at), pos, body.assignee_id))


def bot_set(hearer: Hearer, pos: int, cover: Any, body: Any) -> bool:
    """A bot took it, or handed over."""
    item = Item("bot", seconds(cover.accepted_at), pos)
    item.is_bot = body.owns
    return hearer.add(item)


ENDS: Final[dict[str, Any]] = {
    "conversation.waived": "waive",
    "conversation.unwaived": "unwaive",
    "conversation.closed": "close",
    "conversation.reopened": "reopen",
    "episode.ended": "close",
}


def ended(hearer: Hearer, pos: int, cover: Any, kind: str, member_id: str | None) -> bool:
    """A person ended a wait or a matter, or took it up again; or silence ended it."""
    is_silence = kind == "episode.ended"  # the hub may have been off when it was due
    item = Item(ENDS[kind], seconds(cover.occurred_at if is_silence else cover.accepted_at), pos, member_id)
    item.is_bot = is_silence
    return hearer.add(item)

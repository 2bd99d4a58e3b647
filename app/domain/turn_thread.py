"""One thread, kept up to date item by item, whatever the order in which things become known.

Nearly everything comes in order and costs one step. What lands a little earlier, or proves void, is put where it
belongs and the last items are gone through again. What lies further back asks for the thread's whole history: `add`
and `mark` then say so.
"""

from __future__ import annotations

from array import array
from bisect import insort
from collections.abc import Iterable, Sequence
from operator import attrgetter
from typing import Final

from app.domain.turn_items import Item
from app.domain.turn_state import RULES, State
from app.domain.turns import Episode, MeasureRules, Turn

HALF: Final = 16  # items between two resting places
_KEY: Final = attrgetter("key")


class Request:
    """A message that the hub was asked to send, until the channel takes it."""

    __slots__ = (
        "automation",
        "composed_s",
        "is_content",
        "is_sure",
        "is_unknown",
        "pressed_s",
        "promised_s",
        "receipt_s",
        "who",
    )

    def __init__(self, who: str | None, automation: str, pressed_s: int, receipt_s: int) -> None:
        self.who = who
        self.automation = automation
        self.pressed_s = pressed_s
        self.receipt_s = receipt_s
        self.is_content = True
        self.is_unknown = False  # nobody can tell whether it went out
        self.is_sure = False  # it arrived, before the channel said that it was taken
        self.composed_s: int | None = None
        self.promised_s: int | None = None

    def accepted(self, message_id: str, at_s: int, seq: int) -> Item:
        """The channel took it."""
        item = Item("out", at_s, seq, self.who)
        item.message_id = message_id
        item.receipt_s = self.receipt_s
        item.human = not self.automation
        item.is_bot = self.automation == "bot"
        item.is_content = self.is_content
        item.is_sure = self.is_sure
        item.pressed_s = self.pressed_s
        item.composed_s = self.composed_s
        item.promised_s = self.promised_s
        return item


class Thread:
    """`turns` and `episodes` give what changed since `rest`; rows of the same place replace those given before."""

    __slots__ = (
        "base", "base_key", "edge", "episodes_sunk", "is_shielded", "last_s", "live", "mid", "mid_at", "places",
        "plans", "requests", "tail", "turns_sunk",
    )  # fmt: skip

    places: array[int]  # where its own events stand in the log; whoever keeps it sets and fills it

    def __init__(self, ids: tuple[str, str, str], rules: MeasureRules) -> None:
        self.base: State | None = None  # None: nothing is settled
        self.base_key = (-1, -1)  # of the last item in it
        self.live = State(ids, rules)
        self.mid: State | None = None
        self.mid_at = 0  # items of the tail that are in `mid`
        self.tail: list[Item] = []
        self.last_s = -1  # the moment of the newest item
        self.requests: dict[str, Request] = {}
        self.plans: dict[str, int] = {}  # planned messages: when each was written
        self.turns_sunk: list[Turn] = []  # rows that nothing but a whole history can change any more
        self.episodes_sunk: list[Episode] = []
        self.is_shielded = False  # a settled reply failed and still counts, as another one was there
        self.edge = (0, 0)  # rows after this place that `turns` does not give are no more

    def add(self, item: Item) -> bool:
        """Take one more; False when it lies so far back that the thread must be gone through from its beginning."""
        tail = self.tail
        if item.at_s <= self.last_s and item.key < (tail[-1].key if tail else self.base_key):
            if item.key < self.base_key:
                return False
            insort(tail, item, key=_KEY)
            self._again()
            return True
        tail.append(item)
        self.last_s = item.at_s
        if not item.is_void or item.kind != "in":
            RULES[item.kind](self.live, item)
        if len(tail) == HALF:
            self.mid, self.mid_at = self.live.copied(), HALF
        elif len(tail) >= 2 * HALF:
            self._sink()
        return True

    def handled(self, message_id: str) -> bool:
        """A rule dealt with this message of theirs; False when it is none of the last items."""
        item = self._named(message_id)
        if item is None:
            return False
        if not item.is_void:
            item.is_void = True
            self._again()
        return True

    def failed(self, message_id: str, at_s: int) -> bool:
        """The channel said that it failed; likewise."""
        item = self._named(message_id)
        if item is None or self.is_shielded:
            return False
        if not item.is_sure and (item.failed_s is None or at_s < item.failed_s):
            item.failed_s = at_s
            self._again()
        return True

    def arrived(self, message_id: str) -> bool:
        """It reached the customer: whatever the channel said or will say, it did not fail; likewise."""
        item = self._named(message_id)
        if item is None or (item.failed_s is not None and self.is_shielded):
            return False
        item.is_sure = True
        if item.failed_s is not None:
            self._again()
        return True

    def _named(self, message_id: str) -> Item | None:
        for item in reversed(self.tail):
            if item.message_id == message_id:
                return item
        return None

    def turns(self) -> dict[tuple[int, int], Turn]:
        """Those that may be new or other than before, the one that lasts among them."""
        found = {one.key: one for one in self.turns_sunk}
        found.update((one.key, one) for one in self.live.turns)
        waiting = self.live.waiting()
        if waiting is not None:
            found[waiting.key] = waiting
        return found

    def episodes(self) -> list[Episode]:
        """Likewise."""
        last = [] if self.live.ep is None else [self.live.episode()]
        return [*self.episodes_sunk, *self.live.episodes, *last]

    def rest(self) -> None:
        """What was given is kept by who asked."""
        self.turns_sunk = []
        self.episodes_sunk = []
        base = self.base
        if base is not None and base.ep is not None:
            self.edge = (base.count, base.ep["turns"] - (base.open is not None))

    def _sink(self) -> None:
        """The older half is settled."""
        mid, mid_at = self.mid, self.mid_at
        assert mid is not None
        self.turns_sunk += mid.turns
        self.episodes_sunk += mid.episodes
        self.base_key = self.tail[mid_at - 1].key
        self.is_shielded |= any(one.has_failed and not one.is_void for one in self.tail[:mid_at])
        del self.tail[:mid_at]
        settled = {*map(id, mid.turns), *map(id, mid.episodes)}
        self.live.turns = [one for one in self.live.turns if id(one) not in settled]
        self.live.episodes = [one for one in self.live.episodes if id(one) not in settled]
        mid.turns, mid.episodes = [], []
        self.base = mid
        self.mid, self.mid_at = self.live.copied(), len(self.tail)

    def _again(self) -> None:
        """From the last resting place."""
        failed = [item for item in self.tail if item.kind == "out" and item.failed_s is not None]
        for item in failed:
            item.is_void = False
        self._walk()
        while failed and (void := first_void(self.live.turns, self.tail)) is not None:
            void.is_void = True
            self._walk()

    def _walk(self) -> None:
        live = self.live
        self.live = live = State(live.ids, live.rules) if self.base is None else self.base.copied()
        for number, item in enumerate(self.tail, start=1):
            if item.kind != "in" or not item.is_void:
                live.apply(item)
            if number == HALF:
                self.mid, self.mid_at = live.copied(), HALF


def thread_of(items: Iterable[Item], ids: tuple[str, str, str], rules: MeasureRules) -> Thread:
    """The thread as it stands after all of these, in any order."""
    ordered = sorted(items, key=_KEY)
    if any(one.failed_s is not None for one in ordered):
        while True:
            state = State(ids, rules)
            for one in ordered:
                if one.kind != "in" or not one.is_void:
                    state.apply(one)
            void = first_void(state.turns, ordered)
            if void is None:
                break
            void.is_void = True
    made = Thread(ids, rules)
    for one in ordered:
        made.add(one)
    return made


def first_void(turns: Iterable[Turn], items: Sequence[Item]) -> Item | None:
    """The first answer that failed while no other one was there: the wait that it ended went on."""
    failed = {one.message_id: place for place, one in enumerate(items) if one.has_failed and not one.is_void}
    for turn in turns if failed else ():
        place = failed.get(turn.end_message_id) if turn.end_message_id is not None else None
        if place is not None and _is_void(items[place], items[place + 1 :], turn.start_s):
            return items[place]
    return None


def _is_void(answer: Item, later: Sequence[Item], start_s: int) -> bool:
    """Whether there was a moment at which it had failed, and each answer until then as well."""
    others = [one for one in later if one.kind == "out" and one.human and one.is_content]
    others = [one for one in others if not one.is_composed_before(start_s)]
    moment_s = max(answer.failed_s or 0, answer.at_s)
    while True:
        by_then = [one for one in others if one.at_s <= moment_s]
        if not all(one.has_failed for one in by_then):
            return False
        last_s = max([moment_s, *(max(one.failed_s or 0, one.at_s) for one in by_then)])
        if last_s == moment_s:
            return True
        moment_s = last_s

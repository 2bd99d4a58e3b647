"""What a person is told while they look elsewhere: never twice, never what they have before their eyes, never a storm.

Pure: whoever runs it gives the time, what is in view and whether it is a time of quiet, and shows the notices.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Final, Literal

from app.domain.ids import ConversationId
from app.domain.records import record

HappeningKind = Literal["message", "mention", "breach", "soon", "failed", "task", "cancelled", "wants_move"]
NoticeKind = Literal[
    "message", "mention", "breach", "soon", "failed", "task", "cancelled", "wants_move", "summary", "focus_over",
]  # fmt: skip
About = Literal["all", "mine_and_new", "none"]

BURST: Final = 3  # so many notices within BURST_WITHIN, then one summary of the rest
BURST_WITHIN: Final = timedelta(seconds=10)
MOST_REMEMBERED: Final = 20_000  # keys that were seen; a desk of a busy team sees some thousand a day
_TASK: Final = "task:"  # how the place of a task's reminder begins
_TASKS: Final = "task:*"
MOST_MISSED: Final = 500  # conversations that a time of quiet remembers one by one


@record
class Happening:
    """Something that a person may want to be told. `key` never changes: it is told once.

    `is_open_to_me`: mine, or nobody's. `text`: the customer's or colleague's words, in brief; of "cancelled" and
    "wants_move" the appointment about which the customer said so. Of a task whose turn came
    `conversation_id` is its place (`task_slot`), `name` its words, `text` whom it is about; `count` of several at once.
    """

    key: str
    kind: HappeningKind
    conversation_id: ConversationId
    name: str
    text: str = ""
    is_open_to_me: bool = True
    is_vip: bool = False
    count: int = 1


@record
class Wishes:
    """What this computer's settings ask for. `lets_…`: the exceptions of focus mode."""

    about: str = "all"
    is_warned: bool = True  # before somebody waits too long
    lets_mention: bool = True
    lets_breach: bool = True
    lets_vip: bool = True
    lets_task: bool = False


@record
class Tally:
    """How many of each kind."""

    messages: int = 0
    mentions: int = 0
    breaches: int = 0
    failures: int = 0
    tasks: int = 0
    warnings: int = 0  # never kept: what was missed is no warning any more

    def with_one(self, kind: HappeningKind, count: int = 1) -> Tally:
        """One more; `count` of tasks that came due together."""
        return Tally(
            self.messages + (kind == "message"),
            self.mentions + (kind == "mention"),
            self.breaches + (kind == "breach"),
            self.failures + (kind == "failed"),
            self.tasks + count * (kind == "task"),
            self.warnings + (kind == "soon"),
        )

    def counts(self) -> list[int]:
        """As it is kept: what came later only where there is some."""
        counts = [self.messages, self.mentions, self.breaches, self.failures, self.tasks]
        return counts if self.tasks else counts[:-1]

    def plus(self, other: Tally) -> Tally:
        """Both together."""
        return Tally(
            self.messages + other.messages,
            self.mentions + other.mentions,
            self.breaches + other.breaches,
            self.failures + other.failures,
            self.tasks + other.tasks,
            self.warnings + other.warnings,
        )


@record
class Notice:
    """One notification. `conversation_id` None: it speaks of several, `people` of them.

    `keys`: what it tells for the first time. A notice of a conversation takes the place of the one before it;
    `tally` counts what the person has not looked at since.
    """

    kind: NoticeKind
    conversation_id: ConversationId | None
    name: str
    text: str
    tally: Tally
    people: int
    keys: tuple[str, ...]


class Teller:
    """Decides. `wishes` is asked at each decision, so that a changed setting counts at once."""

    def __init__(self, wishes: Callable[[], Wishes], missed: str = "") -> None:
        self._wishes = wishes
        self._seen: dict[str, None] = {}  # in order of arrival
        self._shown: dict[ConversationId, Tally] = {}  # told and not looked at since
        self._held: list[Happening] = []  # for the next summary
        self._told_at: list[datetime] = []
        self._missed = _read_missed(missed)
        self._missed_keys: dict[ConversationId, list[str]] = {}

    def take(
        self,
        happenings: Iterable[Happening],
        now: datetime,
        *,
        is_quiet: bool = False,
        in_view: ConversationId | None = None,
    ) -> list[Notice]:
        """What to show now. `is_quiet`: focus mode; `in_view`: the conversation in an active window."""
        wishes = self._wishes()
        notices = []
        soon: list[Happening] = []
        for happening in happenings:
            if not self._is_new(happening.key) or not _is_wanted(happening, wishes):
                continue
            if happening.conversation_id == in_view:
                continue
            if is_quiet and not _is_let_through(happening, wishes):
                self._miss(happening)
            elif self._held or not self._has_room(now):
                self._held.append(happening)
            elif happening.kind == "soon":
                soon.append(happening)
            else:
                notices.append(self._notice([happening], now))
        return [*notices, *([self._notice(soon, now)] if soon else [])]

    @property
    def due_at(self) -> datetime | None:
        """When `flush` has something to tell; None when nothing is held back."""
        return self._told_at[0] + BURST_WITHIN if self._held and self._told_at else None

    def flush(self, now: datetime, *, is_quiet: bool = False) -> Notice | None:
        """The summary of what was held back, once its time has come; what focus mode silences waits for its end."""
        due_at = self.due_at
        if due_at is None or now < due_at:
            return None
        held, self._held, wishes = self._held, [], self._wishes()
        if is_quiet:
            for each in held:
                if not _is_let_through(each, wishes):
                    self._miss(each)
            held = [each for each in held if _is_let_through(each, wishes)]
        return self._notice(held, now) if held else None

    def looked_at(self, conversation_id: ConversationId) -> None:
        """The person saw it: nothing more is owed there."""
        self._shown.pop(conversation_id, None)
        self._missed.pop(conversation_id, None)
        self._missed_keys.pop(conversation_id, None)
        self._held = [each for each in self._held if each.conversation_id != conversation_id]

    def end_quiet(self) -> Notice | None:
        """Focus mode is over: one summary of what came and was not looked at meanwhile; None when nothing did."""
        missed, self._missed = self._missed, {}
        keys, self._missed_keys = self._missed_keys, {}
        if not missed:
            return None
        tally = Tally()
        for each in missed.values():
            tally = tally.plus(each)
        told = tuple(key for some in keys.values() for key in some)
        return Notice("focus_over", None, "", "", tally, _people(missed), told)

    def missed(self) -> str:
        """What focus mode keeps back, to be kept over a restart."""
        rows = {conversation_id: tally.counts() for conversation_id, tally in self._missed.items()}
        return json.dumps(rows, separators=(",", ":")) if rows else ""

    def _is_new(self, key: str) -> bool:
        if key in self._seen:
            return False
        self._seen[key] = None
        if len(self._seen) > MOST_REMEMBERED:
            del self._seen[next(iter(self._seen))]
        return True

    def _has_room(self, now: datetime) -> bool:
        self._told_at = [at for at in self._told_at if timedelta(0) <= now - at < BURST_WITHIN]
        return len(self._told_at) < BURST

    def _miss(self, happening: Happening) -> None:
        conversation_id = happening.conversation_id
        if happening.kind == "soon":
            return
        if conversation_id not in self._missed and len(self._missed) >= MOST_MISSED:
            return
        self._missed[conversation_id] = self._missed.get(conversation_id, Tally()).with_one(
            happening.kind, happening.count
        )
        self._missed_keys.setdefault(conversation_id, []).append(happening.key)

    def _notice(self, happenings: Sequence[Happening], now: datetime) -> Notice:
        self._told_at.append(now)
        keys = tuple(each.key for each in happenings)
        now_told = Tally()
        for each in happenings:
            now_told = now_told.with_one(each.kind, each.count)
            shown = self._shown.get(each.conversation_id, Tally())
            self._shown[each.conversation_id] = shown.with_one(each.kind, each.count)
        places = {each.conversation_id for each in happenings}
        last = happenings[-1]
        if len(places) > 1:
            return Notice("summary", None, "", "", now_told, _people(places), keys)
        tally = self._shown[last.conversation_id]
        kind = max((each.kind for each in happenings), key=_URGENCY.index)
        return Notice(kind, last.conversation_id, last.name, last.text, tally, _people(places), keys)


_URGENCY: Final[tuple[HappeningKind, ...]] = (
    "task", "soon", "message", "wants_move", "cancelled", "breach", "mention", "failed",
)  # fmt: skip


def task_slot(task_id: str) -> ConversationId:
    """The place of a task's reminder among those of conversations."""
    return ConversationId(_TASK + task_id)


def tasks_slot() -> ConversationId:
    """The place of what tells of several tasks."""
    return ConversationId(_TASKS)


def task_of(slot: str) -> str | None:
    """Whose task's reminder stands there: "" for several, None for what is about no task."""
    if not slot.startswith(_TASK):
        return None
    return "" if slot == _TASKS else slot.removeprefix(_TASK)


def _people(places: Iterable[ConversationId]) -> int:
    """How many people it speaks of: tasks are nobody."""
    return sum(task_of(one) is None for one in places)


def _is_wanted(happening: Happening, wishes: Wishes) -> bool:
    if wishes.about == "none":
        return False
    if happening.kind == "soon":
        return wishes.is_warned and happening.is_open_to_me
    is_for_me = happening.is_open_to_me or happening.kind == "mention"
    return wishes.about == "all" or is_for_me


def _is_let_through(happening: Happening, wishes: Wishes) -> bool:
    if happening.is_vip and wishes.lets_vip:
        return True
    lets = {"mention": wishes.lets_mention, "breach": wishes.lets_breach, "task": wishes.lets_task}
    return lets.get(happening.kind, False)


def _tally(row: list[int]) -> Tally:
    messages, mentions, breaches, failures, *tasks = map(int, row)
    if len(tasks) > 1:
        raise ValueError("more than is kept")
    return Tally(messages, mentions, breaches, failures, *tasks)


def _read_missed(kept: str) -> dict[ConversationId, Tally]:
    """What `Teller.missed` gave; whatever cannot be read is left out."""
    try:
        rows = json.loads(kept) if kept else {}
        return {ConversationId(str(key)): _tally(row) for key, row in rows.items()}
    except (ValueError, TypeError, AttributeError):
        return {}

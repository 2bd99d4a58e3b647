"""The rules of turns and episodes: one thread, item after item in their order.

A pure fold: what failed or was dealt with by a rule is left out by who feeds it (`turn_thread`).
"""

from __future__ import annotations

from typing import Any, Final

from app.domain.turn_items import Item
from app.domain.turns import Episode, Held, MeasureRules, Origin, Turn

ACK_S: Final = 5  # a bot's words so shortly before its hand-over announce it, and answer nothing
UNDO_S: Final = 60  # a closing taken back so soon never was


class Open:
    """The wait that lasts."""

    __slots__ = (
        "changes",
        "first",
        "holder",
        "is_late_clock",
        "promised_s",
        "recv_s",
        "start_s",
    )

    def __init__(self, start_s: int, first: str | None, recv_s: int, holder: str | None) -> None:
        self.start_s = start_s
        self.first = first
        self.recv_s = recv_s
        self.holder = holder  # when it began
        self.changes: tuple[tuple[int, str | None], ...] = ()  # of holders, within it
        self.promised_s: int | None = None
        self.is_late_clock = False

    def copied(self) -> Open:
        """Another that goes its own way."""
        other = Open(self.start_s, self.first, self.recv_s, self.holder)
        other.changes, other.promised_s = self.changes, self.promised_s
        other.is_late_clock = self.is_late_clock
        return other


class State:
    """Where a thread stands. `turns` and `episodes` are those that ended since the state was new or `rested`."""

    __slots__ = (
        "abandoned", "bot_owns", "bot_wait", "closed_at", "count", "ep", "episodes", "has_reply", "holder",
        "ids", "last_bot", "log", "open", "opened_at", "replier", "rules", "spans", "turns", "waived",
    )  # fmt: skip

    def __init__(self, ids: tuple[str, str, str], rules: MeasureRules) -> None:
        self.ids = ids  # conversation, contact, line
        self.rules = rules
        self.holder: str | None = None
        self.log: tuple[tuple[int, str | None], ...] = ()  # holders, since a bot owned it last
        self.bot_owns = False
        self.bot_wait: Item | None = None  # the earliest message that the bot has not answered
        self.last_bot: tuple[int, Item] | None = None  # its last answer, and to what
        self.open: Open | None = None
        self.abandoned: Open | None = None  # what the last closing left unanswered
        self.waived: Open | None = None  # what was last said to need no answer
        self.ep: dict[str, Any] | None = None  # fields of the present or last episode
        self.count = 0  # episodes so far
        self.opened_at = 0  # of the present open stretch
        self.closed_at: int | None = None  # None while the episode is open
        self.spans: tuple[tuple[int, int], ...] = ()  # closed stretches' openings and closings of the episode
        self.has_reply = False
        self.replier: str | None = None
        self.turns: list[Turn] = []
        self.episodes: list[Episode] = []

    def copied(self) -> State:
        """Another that goes its own way."""
        other = State.__new__(State)  # slot by slot: the library's `copy` takes five times as long
        other.ids, other.rules, other.count = self.ids, self.rules, self.count
        other.holder, other.log = self.holder, self.log
        other.bot_owns, other.bot_wait, other.last_bot = self.bot_owns, self.bot_wait, self.last_bot
        other.abandoned, other.waived = self.abandoned, self.waived
        other.opened_at, other.closed_at, other.spans = self.opened_at, self.closed_at, self.spans
        other.has_reply, other.replier = self.has_reply, self.replier
        other.ep = dict(self.ep) if self.ep is not None else None
        other.turns = list(self.turns)
        other.episodes = list(self.episodes)
        other.open = None if self.open is None else self.open.copied()
        return other

    def apply(self, item: Item) -> None:
        """The next item."""
        RULES[item.kind](self, item)

    # --- what a customer does ---

    def _in(self, item: Item) -> None:
        if self.open is not None and not self.bot_owns:
            return  # they wait already
        if self.ep is None or (self.closed_at is not None and not self._is_within_grace(item.at_s)):
            self._begin(item.at_s, "customer")
        elif self.closed_at is not None:
            self._go_on(item.at_s)
            self.abandoned = None
        ep = self.ep
        assert ep is not None
        if ep["first_in_s"] is None:
            ep["first_in_s"] = item.at_s
        if self.bot_owns:
            self.bot_wait = self.bot_wait or item
        elif self.open is None:
            self._wait(item.at_s, item)

    def _is_within_grace(self, at_s: int) -> bool:
        assert self.closed_at is not None
        return at_s - self.closed_at <= self.rules.reopen_grace_s

    # --- what we do ---

    def _out(self, item: Item) -> None:
        if not item.is_content:
            return
        if self.ep is None or self.closed_at is not None:
            self._begin(item.at_s, "outbound")
        if item.human:
            self._person_wrote(item)
        else:
            self._machine_wrote(item)

    def _machine_wrote(self, item: Item) -> None:
        ep = self.ep
        assert ep is not None
        if ep["first_in_s"] is not None and ep["machine_first_s"] is None:
            ep["machine_first_s"] = max(0, item.at_s - ep["first_in_s"])
        if item.promised_s is not None and self.open is not None and self.open.promised_s is None:
            self.open.promised_s = item.promised_s
        if item.is_bot and self.bot_owns and self.bot_wait is not None:
            self.last_bot = (item.at_s, self.bot_wait)
            self.bot_wait = None

    def _person_wrote(self, item: Item) -> None:
        if self.bot_owns:
            self.bot_owns, self.bot_wait, self.last_bot, self.log = False, None, None, ()
        wait = self.open
        if wait is not None and not item.is_void and not item.is_composed_before(wait.start_s):
            self.turns.append(self._answered(wait, item))
            self.open = None
        self.has_reply, self.waived = True, None
        self.replier = item.who

    def _assign(self, item: Item) -> None:
        if item.who == self.holder:
            return
        if self.ep is not None and self.closed_at is None and self.has_reply and self.holder and item.who:
            self.ep["transfers_after_reply"] += 1
        self.holder = item.who
        if self.bot_owns:
            self.log += ((item.at_s, item.who),)
        if self.open is not None:
            self.open.changes += ((item.at_s, item.who),)

    def _bot(self, item: Item) -> None:
        if item.is_bot:
            if not self.bot_owns:
                self.bot_owns, self.bot_wait, self.last_bot = True, None, None
                self.log = ((item.at_s, self.holder),)
            return
        if not self.bot_owns:
            return
        asked, told = self.bot_wait, self.last_bot
        self.bot_owns, self.bot_wait, self.last_bot = False, None, None
        if asked is None and told is not None and item.at_s - told[0] <= ACK_S:
            asked = told[1]
        ep = self.ep
        if self.open is None and ep is not None and self.closed_at is None and ep["first_in_s"] is not None:
            self._wait(item.at_s if asked is None else asked.at_s, asked)
        self.log = ()

    def _waive(self, item: Item) -> None:
        if self.open is not None:
            assert self.ep is not None
            self.ep["waived"] += 1
            self.turns.append(self._ended(self.open, item, "waived"))
            self.open, self.waived = None, self.open
            self.bot_wait = self.last_bot = None

    def _unwaive(self, _item: Item) -> None:
        """It was said too soon: whoever waited waits as before, unless somebody wrote or ended it since."""
        ep = self.ep
        if ep is None or self.waived is None or self.open is not None or self.closed_at is not None:
            return
        ep["waived"] -= 1
        self.open, self.waived = self.waived.copied(), None
        self.turns = [one for one in self.turns if one.key != (self.count, ep["turns"])]

    # --- the ends of a matter ---

    def _close(self, item: Item) -> None:
        ep = self.ep
        if ep is None or self.closed_at is not None or (item.is_bot and (self.open or self.bot_wait)):
            return
        self.abandoned, self.waived = self.open, None
        if self.open is not None:
            self.turns.append(self._ended(self.open, item, "abandoned"))
            self.open = None
        self.bot_wait = self.last_bot = None
        self.spans += ((self.opened_at, item.at_s),)
        self.closed_at = ep["closed_s"] = item.at_s
        ep["resolves"] += 1
        ep["is_auto"] = item.is_bot
        ep["resolved_by"] = self.replier if item.is_bot else item.who
        base = ep["opened_s"] if ep["first_in_s"] is None else ep["first_in_s"]
        ep["final_resolution_s"] = self._open_since(base)
        if ep["first_resolution_s"] is None:
            ep["first_resolution_s"] = ep["final_resolution_s"]
        if ep["first_human_s"] is not None:
            ep["human_resolution_s"] = self._open_since(ep["first_human_s"])

    def _open_since(self, base_s: int) -> int:
        return sum(max(0, end - max(start, base_s)) for start, end in self.spans)

    def _reopen(self, item: Item) -> None:
        """A person takes it up again; whom the closing left unanswered waits as before."""
        ep = self.ep
        if ep is None or self.closed_at is None:
            return
        if item.at_s - self.closed_at <= UNDO_S:
            self._close_never_was(ep)
        else:
            self._go_on(item.at_s)
        if self.abandoned is not None:
            self.open, self.abandoned = self.abandoned.copied(), None  # a resting place may know it too
            self.turns = [one for one in self.turns if one.key != (self.count, ep["turns"])]

    def _close_never_was(self, ep: dict[str, Any]) -> None:
        self.opened_at = self.spans[-1][0]
        self.spans = self.spans[:-1]
        self.closed_at = None
        ep["resolves"] -= 1
        ep["closed_s"] = self.spans[-1][1] if self.spans else None
        ep["is_auto"], ep["resolved_by"] = False, None
        base = ep["opened_s"] if ep["first_in_s"] is None else ep["first_in_s"]
        ep["final_resolution_s"] = self._open_since(base) if self.spans else None
        if not self.spans:
            ep["first_resolution_s"] = ep["human_resolution_s"] = None

    def _go_on(self, at_s: int) -> None:
        """The same matter again."""
        assert self.ep is not None
        self.ep["reopens"] += 1
        self.opened_at, self.closed_at = at_s, None

    def _begin(self, at_s: int, origin: Origin) -> None:
        if self.ep is not None:
            self.episodes.append(self.episode())
        self.count += 1
        self.ep = {
            "opened_s": at_s, "origin": origin, "first_in_s": None, "first_human_s": None, "first_resolution_s": None,
            "final_resolution_s": None, "human_resolution_s": None, "resolved_by": None, "is_auto": False,
            "resolves": 0, "reopens": 0, "waived": 0, "turns": 0, "machine_first_s": None, "transfers_after_reply": 0,
            "closed_s": None,
        }  # fmt: skip
        self.opened_at, self.closed_at, self.spans = at_s, None, ()
        self.has_reply, self.replier, self.abandoned, self.waived = False, None, None, None

    # --- rows ---

    def episode(self) -> Episode:
        """The present or last one."""
        assert self.ep is not None
        return Episode(*self.ids, episode=self.count, is_open=self.closed_at is None, **self.ep)

    def waiting(self) -> Turn | None:
        """The wait that lasts."""
        if self.open is None:
            return None
        row: Any = self._row(self.open)
        row.holder = self.holder
        waits: Turn = row
        return waits

    def _wait(self, start_s: int, first: Item | None) -> None:
        assert self.ep is not None
        ep = self.ep
        self.waived = None
        recv_s = start_s if first is None else first.receipt_s
        self.open = Open(start_s, None if first is None else first.message_id, recv_s, self.holder)
        if self.log:  # it began while a bot owned it: who held it then
            self.open.holder = [who for at_s, who in self.log if at_s <= start_s][-1]
            self.open.changes = tuple((at_s, who) for at_s, who in self.log if at_s > start_s)
        self.open.is_late_clock = first is not None and first.is_late_clock
        ep["turns"] += 1
        if ep["first_human_s"] is None:
            ep["first_human_s"] = start_s

    def _row(self, wait: Open) -> Turn:
        assert self.ep is not None
        conversation_id, contact_id, line_id = self.ids
        return Turn(
            conversation_id, contact_id, line_id, self.count, self.ep["turns"], wait.start_s, self.ep["origin"],
            wait.recv_s, wait.first, wait.holder, wait.is_late_clock, wait.promised_s,
        )  # fmt: skip

    def _ended(self, wait: Open, item: Item, how: Any) -> Turn:
        row: Any = self._row(wait)
        row.end_s = end_s = max(wait.start_s, item.at_s)
        row.ended_by = how
        row.author = item.who
        row.delivery_s = min(max(0, wait.recv_s - wait.start_s), end_s - wait.start_s)
        _split(row, wait, end_s)
        made: Turn = row
        return made

    def _answered(self, wait: Open, item: Item) -> Turn:
        row: Any = self._ended(wait, item, "reply")
        row.end_message_id = item.message_id
        pressed_s = max(wait.start_s, min(item.pressed_s, item.receipt_s))
        row.link_s = row.end_s - pressed_s
        if self.holder is not None and self.holder != item.who:
            row.assist = item.who
        else:
            row.responder = item.who
            began_s = max(wait.start_s, wait.recv_s)
            if self.holder is not None:
                began_s = _began(wait, item.who, pressed_s)
            row.response_s = max(0, pressed_s - began_s)
        made: Turn = row
        return made


def _began(wait: Open, who: str | None, pressed_s: int) -> int:
    """When it was up to them: what they got as they pressed, or later, they had not been given."""
    given = [at_s for at_s, holder in wait.changes if holder == who and at_s < pressed_s]
    return max(wait.start_s, wait.recv_s, *given[-1:])


def _split(row: Any, wait: Open, end_s: int) -> None:
    """Who held it how long, after its delivery."""
    at_s, holder = wait.start_s + row.delivery_s, wait.holder
    if not wait.changes:  # nearly always
        if holder is None:
            row.queue_s = end_s - at_s
        elif end_s > at_s:
            row.holds = ((holder, end_s - at_s),)
        return
    held: dict[str, int] = {}
    handed: dict[str, int] = {}
    for changed_s, to in wait.changes:
        moment = min(max(changed_s, at_s), end_s)
        if holder is None:
            row.queue_s += moment - at_s
        else:
            held[holder] = held.get(holder, 0) + moment - at_s
            handed[holder] = handed.get(holder, 0) + moment - at_s
        at_s, holder = moment, to
    if holder is None:
        row.queue_s += end_s - at_s
    else:
        held[holder] = held.get(holder, 0) + end_s - at_s
    row.holds, row.handed_before = _told(held), _told(handed)


def _told(held: dict[str, int]) -> Held:
    return tuple((who, seconds) for who, seconds in held.items() if seconds)


RULES: Final[dict[str, Any]] = {
    "in": State._in,
    "out": State._out,
    "assign": State._assign,
    "bot": State._bot,
    "waive": State._waive,
    "unwaive": State._unwaive,
    "close": State._close,
    "reopen": State._reopen,
}

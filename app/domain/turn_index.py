"""All turns and episodes in columns, for figures: kept up to date thread by thread, and reckoned anew when opening
hours, groups or standards change.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Sequence
from itertools import compress
from operator import itemgetter
from typing import Final

from app.domain.groups import GroupBook
from app.domain.hours import BUSINESS, HoursBook, OpenTime, group_scope, line_scope
from app.domain.ids import MemberId
from app.domain.sorted_columns import Names, SortedColumns, equal_to
from app.domain.spreads import DAY_S
from app.domain.turns import Episode, Turn

# Bits of a turn. BUS: answered, and measured in business time; CLOSED: answered while closed.
FIRST, REPLIED, BUS, CLOSED, OPEN, WAIVED, ABANDONED, OUTBOUND = (1 << bit for bit in range(8))
ANY: Final = REPLIED | OPEN | WAIVED | ABANDONED
# Bits of an episode. DONE: closed at least once; SMOOTH: no reopen, no hand-over after the first answer.
E_OPEN, E_AUTO, E_DONE, E_OUTBOUND, E_SMOOTH = (1 << bit for bit in range(5))
# How a turn stands to something that was asked of it; LATER and LATER_BUS: it is open still, and it depends.
NONE, YES, NO, LATER, LATER_BUS = range(5)

TURN_COLUMNS: Final = {
    "cal": "q", "bus": "q", "flags": "B", "line": "H", "contact": "i", "who": "H", "responder": "H",
    "response": "q", "assist": "H", "holder": "H", "group": "H", "hold_who": "H", "hold_s": "q", "promised": "q",
    "standard": "q", "within": "B", "in_day": "B", "promise": "B", "hour": "B", "late": "B", "link": "q", "own": "q",
}  # fmt: skip
EPISODE_COLUMNS: Final = {
    "flags": "B", "line": "H", "contact": "i", "who": "H", "group": "H", "first": "q", "final": "q", "human": "q",
    "resolves": "H", "reopens": "H", "closed": "q", "next": "q", "machine": "q",
}  # fmt: skip
HOURS_OF_WEEK: Final = 168
# What an answer to a turn should take, and by which clock ("bus", "cal"): of a moment, the scopes of the turn, whether
# it is the first of its episode, and whether its opening hours are known. None: no standard.
StandardOf = Callable[[int, Sequence[str], bool, bool], tuple[int, str] | None]
Held = tuple[tuple[int, int], ...]


def no_standard(_start_s: int, _scopes: Sequence[str], _is_first: bool, _is_known: bool) -> None:
    """Where the owner set none."""


class TurnIndex:
    """`turns` and `episodes` in columns. A row's name is made by `name_of` and taken apart by `names_of`."""

    def __init__(
        self,
        hours: HoursBook | None = None,
        groups: GroupBook | None = None,
        standard_of: StandardOf = no_standard,
    ) -> None:
        self.hours, self.groups, self.standard_of = hours or HoursBook(), groups or GroupBook(), standard_of
        self.turns = SortedColumns(TURN_COLUMNS)
        self.episodes = SortedColumns(EPISODE_COLUMNS)
        self.threads, self.contacts, self.lines = Names(), Names(), Names()
        self.members, self.teams = Names(), Names()
        self.shared: dict[int, tuple[int, Held, Held]] = {}  # of several: start, holds, handed over
        self.waiting: dict[int, int] = {}  # open turns: name and start
        self._of_turns: dict[int, array[int]] = {}  # of a thread: start and name, one after the other
        self._of_episodes: dict[int, array[int]] = {}
        self._scopes: dict[tuple[str | None, str], list[str]] = {}

    def load(self, turns: Iterable[Turn], episodes: Iterable[Episode]) -> None:
        """All there are, in any order."""
        self.shared.clear()
        self.waiting.clear()
        self._of_turns.clear()
        self._of_episodes.clear()
        self.turns.load(map(self._turn, turns))
        self.episodes.load(self._with_next([self._episode(one) for one in episodes]))
        self._remember(self._of_turns, self.turns)
        self._remember(self._of_episodes, self.episodes)
        self._give_groups(range(len(self.episodes)))

    def replace(
        self,
        conversation_id: str,
        turns: Iterable[Turn],
        episodes: Iterable[Episode],
        after: tuple[int, int] = (0, 0),
    ) -> None:
        """Rows of a thread. What it had after a place (episode, turn) and is not given is no more; rows up to that
        place stay unless they are given."""
        thread = self.threads.number(conversation_id)
        rows = [self._turn(one) for one in turns]
        for name in self._swap(self.turns, self._of_turns, thread, rows, name_of(thread, *after)):
            self.shared.pop(name, None)
            self.waiting.pop(name, None)
        edge = name_of(thread, after[0], 0)
        matters = [self._episode(one) for one in episodes]
        last = self._last_kept(thread, edge, {row[1] for row in matters})
        matters = self._with_next([*last, *matters])
        self._swap(self.episodes, self._of_episodes, thread, matters, edge)
        self._give_groups(self.episodes.place(row[0], row[1]) for row in matters)

    def drop(self, conversation_id: str) -> None:
        """A thread is no more."""
        self.replace(conversation_id, (), ())

    def reckon(self, hours: HoursBook, groups: GroupBook, standard_of: StandardOf) -> None:
        """Opening hours, groups or standards are others now."""
        self.hours, self.groups, self.standard_of = hours, groups, standard_of
        self._scopes.clear()
        made: list[list[int]] = [[], [], [], [], [], []]
        cols = self.turns
        for start, cal, flags, line, holder, response, link in zip(
            cols.at,
            *(cols[name] for name in ("cal", "flags", "line", "holder", "response", "link")),
            strict=True,
        ):
            judged = self._judged(
                start, cal, flags, self.lines.words[line], self.members.words[holder], response, link
            )
            for values, value in zip(made, judged, strict=True):
                values.append(value)
        for name, values in zip(("bus", "flags", "group", "standard", "within", "own"), made, strict=True):
            cols.recolumn(name, values)
        self._give_groups(range(len(self.episodes)))

    def open_time(self, i: int) -> OpenTime | None:
        """The opening hours that a turn is measured by."""
        cols = self.turns
        _group, scopes = self._scopes_of(
            cols.at[i], self.lines.words[cols["line"][i]], self.members.words[cols["holder"][i]]
        )
        return self.hours.hours_at(cols.at[i], scopes)

    def waited_s(self, i: int, now_s: int, clock: str) -> int | None:
        """How long the customer waits, or waited; None where that clock is not known."""
        cols = self.turns
        if cols["cal"][i] >= 0:
            found = cols[clock][i]
            return found if found >= 0 else None
        if clock == "cal":
            return max(0, now_s - cols.at[i])
        times = self.open_time(i)
        return None if times is None else times.between(cols.at[i], now_s)

    def ids_of(self, name: int) -> tuple[str, int, int]:
        """Conversation, episode and turn (0 of an episode) of a name."""
        thread, episode, turn = names_of(name)
        return self.threads.words[thread], episode, turn

    def people_of(self, line_id: str) -> frozenset[str]:
        """Who has an episode on a number."""
        number, words = self.lines.known(line_id), self.contacts.words
        found = set(compress(self.episodes["contact"], equal_to(self.episodes["line"], number)))
        return frozenset([words[one] for one in found])

    # --- rows ---

    def _turn(self, turn: Turn) -> tuple[int, ...]:
        name = name_of(self.threads.number(turn.conversation_id), turn.episode, turn.turn)
        number = self.members.number
        cal = -1 if turn.end_s is None else turn.end_s - turn.start_s
        flags = _FLAGS[turn.ended_by] | (FIRST if turn.turn == 1 else 0)
        flags |= OUTBOUND if turn.origin == "outbound" else 0
        response = -1 if turn.response_s is None else turn.response_s
        bus, flags, group, standard, within, own = self._judged(
            turn.start_s, cal, flags, turn.line_id, turn.holder_at_start or "", response, turn.link_s
        )
        self.shared.pop(name, None)
        self.waiting.pop(name, None)
        if flags & OPEN:
            self.waiting[name] = turn.start_s
        held = [(number(who), seconds) for who, seconds in turn.holds]
        hold_who, hold_s = held[0] if held else (0, 0)
        if len(held) > 1 or turn.handed_before:
            handed = tuple((number(who), seconds) for who, seconds in turn.handed_before)
            self.shared[name] = (turn.start_s, tuple(held), handed)
            hold_who = hold_s = 0
        promised = -1 if turn.promised_s is None else turn.promised_s
        return (
            turn.start_s, name, cal, bus, flags, self.lines.number(turn.line_id),
            self.contacts.number(turn.contact_id),
            number(turn.holder if flags & OPEN else turn.author), number(turn.responder),
            response, number(turn.assist), number(turn.holder_at_start),
            group, hold_who, hold_s, promised, standard, within, _in_time(flags, cal, DAY_S),
            NONE if promised < 0 else _in_time(flags, cal, promised - turn.start_s),
            turn.start_s // 3600 % HOURS_OF_WEEK, int(turn.is_late_clock), turn.link_s, own,
        )  # fmt: skip

    def _judged(
        self, start_s: int, cal: int, flags: int, line_id: str, holder: str, response: int, link: int
    ) -> tuple[int, ...]:
        """What opening hours, groups and standards say: business time, bits, group, standard, within it, own answer."""
        group, scopes = self._scopes_of(start_s, line_id, holder)
        times = self.hours.hours_at(start_s, scopes)
        bus = -1 if cal < 0 or times is None else times.between(start_s, start_s + cal)
        flags &= ~(BUS | CLOSED)
        if flags & REPLIED and bus >= 0:
            flags |= CLOSED if bus == 0 and cal > 0 else BUS
        own = _own(times, start_s + cal - link, response)
        told = self.standard_of(start_s, scopes, bool(flags & FIRST), times is not None)
        if told is None:
            return bus, flags, self.teams.number(group), -1, NONE, own
        is_bus = told[1] == "bus" and times is not None
        within = _in_time(flags, bus if is_bus else cal, told[0])
        if within == LATER and is_bus:
            within = LATER_BUS
        return bus, flags, self.teams.number(group), told[0], within, own

    def _scopes_of(self, start_s: int, line_id: str, holder: str) -> tuple[str | None, list[str]]:
        group = self.groups.group_at(MemberId(holder), start_s) if holder else None
        scopes = self._scopes.get((group, line_id))
        if scopes is None:
            own = [] if group is None else [group_scope(group)]
            scopes = self._scopes[group, line_id] = [*own, line_scope(line_id), BUSINESS]
        return group, scopes

    def _episode(self, one: Episode) -> tuple[int, ...]:
        flags = (E_OPEN if one.is_open else 0) | (E_AUTO if one.is_auto else 0)
        flags |= (E_DONE if one.resolves else 0) | (E_OUTBOUND if one.origin == "outbound" else 0)
        flags |= 0 if one.reopens or one.transfers_after_reply else E_SMOOTH
        return (
            one.opened_s, name_of(self.threads.number(one.conversation_id), one.episode, 0), flags,
            self.lines.number(one.line_id), self.contacts.number(one.contact_id), self.members.number(one.resolved_by),
            0, _or_minus(one.first_resolution_s), -1 if one.is_open else _or_minus(one.final_resolution_s),
            -1 if one.is_open else _or_minus(one.human_resolution_s), one.resolves, one.reopens,
            _or_minus(one.closed_s), -1, _or_minus(one.machine_first_s),
        )  # fmt: skip

    def _with_next(self, rows: list[tuple[int, ...]]) -> list[tuple[int, ...]]:
        """Each with the opening of the thread's next episode."""
        rows.sort(key=lambda row: row[1])
        found = []
        for row, after in zip(rows, [*rows[1:], (0, -1)], strict=False):
            next_s = after[0] if after[1] >> 40 == row[1] >> 40 else -1
            found.append((*row[:_NEXT], next_s, *row[_NEXT + 1 :]))
        return found

    def _give_groups(self, places: Iterable[int]) -> None:
        """An episode is of the group of its first turn; an open one of nobody's closing is its holder's."""
        matters, turns = self.episodes, self.turns
        for i in places:
            name, thread = matters.ident[i] + 1, matters.ident[i] >> 40
            starts = self._of_turns.get(thread, _NOTHING)
            if name in starts:
                place = turns.place(starts[starts.index(name) - 1], name)
                matters["group"][i] = turns["group"][place]
                if not matters["flags"][i] & E_DONE:
                    matters["who"][i] = turns["who"][place]

    # --- threads ---

    def _swap(
        self,
        cols: SortedColumns,
        of_threads: dict[int, array[int]],
        thread: int,
        rows: Sequence[tuple[int, ...]],
        edge: int,
    ) -> list[int]:
        """Put rows in place of those of the same names, and of all those after a name; the names that are no more."""
        fresh = {row[1]: row[0] for row in rows}
        old = _pairs(of_threads.get(thread, _NOTHING))
        kept = [pair for pair in old if pair[1] <= edge and pair[1] not in fresh]
        gone = [
            pair for pair in old if fresh.get(pair[1]) != pair[0] and (pair[1] in fresh or pair[1] > edge)
        ]
        cols.change(gone, rows)
        now = sorted([*kept, *((at_s, name) for name, at_s in fresh.items())], key=_SECOND)
        if now:
            of_threads[thread] = array("q", [number for pair in now for number in pair])
        else:
            of_threads.pop(thread, None)
        return [name for _at, name in gone if name not in fresh]

    def _last_kept(self, thread: int, edge: int, fresh: set[int]) -> list[tuple[int, ...]]:
        """The episode before those that are told anew: its next one may be another."""
        pairs = _pairs(self._of_episodes.get(thread, _NOTHING))
        kept = [pair for pair in pairs if pair[1] <= edge and pair[1] not in fresh]
        return [self.episodes.row(self.episodes.place(*pair)) for pair in kept[-1:]]

    def _remember(self, of_threads: dict[int, array[int]], cols: SortedColumns) -> None:
        for at_s, name in zip(cols.at, cols.ident, strict=True):
            of_threads.setdefault(name >> 40, array("q")).extend((at_s, name))


def name_of(thread: int, episode: int, turn: int) -> int:
    """One number for a turn; for an episode with turn 0."""
    return (thread << 40) + (episode << 20) + turn


def names_of(name: int) -> tuple[int, int, int]:
    """Thread, episode and turn."""
    return name >> 40, name >> 20 & 0xFFFFF, name & 0xFFFFF


_NEXT: Final = 2 + list(EPISODE_COLUMNS).index("next")
_FLAGS: Final = {None: OPEN, "reply": REPLIED, "waived": WAIVED, "abandoned": ABANDONED}
_NOTHING: Final = array("q")
_SECOND: Final = itemgetter(1)


def _in_time(flags: int, waited_s: int, limit_s: int) -> int:
    """Against a limit. A wait that needed no answer is counted nowhere; one that was given up was not answered."""
    if flags & WAIVED:
        return NONE
    if flags & OPEN:
        return LATER
    return YES if flags & REPLIED and waited_s <= limit_s else NO


def _own(times: OpenTime | None, pressed_s: int, response: int) -> int:
    """A rep's own response time within opening hours; -1: none, hours unknown, or wholly while closed."""
    if times is None or response < 0:
        return -1
    within = times.between(pressed_s - response, pressed_s)
    return -1 if within == 0 < response else within


def _or_minus(value: int | None) -> int:
    return -1 if value is None else value


def _pairs(flat: array[int]) -> list[tuple[int, int]]:
    return list(zip(flat[::2], flat[1::2], strict=True))

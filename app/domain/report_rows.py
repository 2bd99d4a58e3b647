"""Reports as they are shown, exported and printed: figures, lines over time, tables, heat maps, distributions.

Everything is facts and codes; `ui.reports` has the words. Times are whole UTC seconds, durations whole seconds, shares
tenths of a percent (`part` of `whole`), amounts minor units of `currency`. Where nothing was measured a value is None
and never 0. What a report holds is listed in `FIGURES` and below; a code that is not there draws nothing.

Lines over time (`Trend.code`)                              in the report
    first_median, first_p90 (clock of the ask), n: turns    overview, compare
    <which>_<clock>_median, <which>_<clock>_p90             speed; which: first, next, all; clock: bus, cal
    load (`row`: member id or "phone"): turns that began while the rep held them     people
    resolved, reopened: episodes                            resolution
    delivered, read: shares                                 deliveries
    won: deals won; revenue: of the business's currency     outcomes
Those of appointments are named in `app.domain.appointment_figures`.
Tables (`Table.code`, columns in this order)
    people: n, mean, median, p90, within, hold, held_before, assists, waived
                                                            overview, people; `Line.row` member id, "phone"
    failures: count                                         deliveries; `Line.row` a failure's code, "silent"
    lines: n, median, p90, within                           speed; `Line.row` line id
Heat maps (`Grid.code`; seven days, Monday first, of 24 hours of the ask's zone)
    writing: qualifying inbound messages                    overview, hours
    answering: human replies; median: seconds, of turns by their start (clock of the ask)                hours
Distributions (`Spans.code`)
    <which>_<clock>                                         speed
    final_resolution                                        resolution
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, Literal, Protocol, TypeVar

from app.domain.ids import ContactId, ConversationId, LineId, MemberId, MessageId
from app.domain.records import record

RULES: Final = 1  # of calculation; printed below every report
PHONE: Final = "phone"  # in place of a member id: answered on a phone that nobody is mapped to

ReportName = Literal[
    "overview", "speed", "people", "hours", "resolution", "deliveries", "outcomes", "compare", "appointments"
]
CodedClock = Literal["bus", "cal"]
Step = Literal["day", "week", "month"]
Unit = Literal["count", "seconds", "share", "money"]
Opens = Literal["", "turns", "episodes", "messages", "deals", "appointments"]  # what is behind

_WHICH: Final = ("first", "next", "all")
_STATS: Final = ("n", "mean", "median", "p90")

# What each report holds, in no order. `compare` has these with `before` filled in.
FIGURES: Final[dict[str, tuple[str, ...]]] = {
    "overview": (
        "revenue",  # money won in the window; one figure for each currency; n: deals
        "deals_won",  # count; whole: deals that ended in the window
        "conversion",  # share: deals won of deals made in the window
        "promise_kept",  # share of turns with a named time; pending: still open and not past it
        "first_median", "first_p90", "all_median", "all_p90",  # seconds, clock of the ask
        "answered_in_day",  # share of mature turns answered within 24 h
        "within",  # share of turns answered within their standard
        "delivered", "read", "replied",  # as in deliveries
        "failed", "silent",
    ),
    "speed": (
        *(f"{which}_{clock}_{stat}" for which in _WHICH for clock in ("bus", "cal") for stat in _STATS),
        *(f"{which}_closed_{stat}" for which in _WHICH for stat in ("n", "median")),  # answered while closed; cal
        "pending", "pending_oldest",  # open turns as of now: count; seconds (clock of the ask) of the longest
        "waived", "abandoned",  # counts
        "breached",  # count: waits longer than their standard, also those that last
        "answered_in_day", "within", "promise_kept",
        "machine_first_median",  # to the first content that no human wrote
    ),
    "people": (),
    "hours": (),
    "resolution": (
        "resolves", "resolved", "served", "reopens",  # counts: events, episodes, people, reopens
        "closed_by_itself",  # count: episodes that ended by silence
        "first_contact",  # share of resolved episodes whose 72 h are over
        *(f"{kind}_resolution_{stat}" for kind in ("first", "final", "human") for stat in _STATS),
        "open_episodes",  # count, as of now
    ),
    "deliveries": (
        "accepted",  # share of sends that were asked
        "delivered",  # share of accepted that are 24 h old or terminal; pending: younger without a status
        "read",  # share of delivered: at least
        "replied",  # people of people delivered, within 7 days or before our next send
        "failed", "silent",  # counts: refused by WhatsApp; no status after 24 h
    ),
    "outcomes": (
        "revenue", "deals_won", "conversion", "win_rate",
        "conversion_episodes", "conversion_messages", "conversion_people",  # shares, by denominator
        "velocity",  # money a day; one for each currency
        "revenue_per_prospect",  # money; n: people
        "mean_amount",  # money; of open deals with an amount
        "cycle_median", "cycle_p90", "cycle_mean",  # seconds, from made to won
        "open_deals",  # count, as of now
    ),
    "compare": (
        "first_bus_median", "first_bus_p90", "first_cal_median", "first_cal_p90",
        "all_bus_median", "all_bus_p90", "all_cal_median", "all_cal_p90",
        "answered_in_day", "within", "promise_kept", "first_contact", "final_resolution_median",
        "turns", "people_writing", "resolved", "delivered", "read", "replied",
        "revenue", "deals_won", "conversion",
    ),
    "appointments": (
        "no_show_rate", "held", "cancelled", "confirmed_rate", "answered_alone", "desk_time_saved", "slots_saved",
        "slots_from_waiting", "slots_time", "slots_money", "cancel_lead_median", "cancelled_late",
    ),
}  # fmt: skip
LESS_IS_BETTER: Final = (
    "median",
    "p90",
    "mean",
    "oldest",
    "pending",
    "failed",
    "silent",
    "abandoned",
    "breached",
    "reopens",
    "no_show_rate",
    "cancelled",
    "cancelled_late",
)


@record
class ReportAsk:
    """What a report is about: turns by their start, episodes by their opening, messages by their time.

    From `from_s` on and before `until_s`. `versus`: the window that it is compared with; None: with none.
    `member_id` (or "phone"): whose turns: who ended one, else who holds it. `group_id`: of the holder at the start.
    """

    from_s: int
    until_s: int
    zone: str
    clock: CodedClock = "bus"
    step: Step = "week"
    line_id: LineId | None = None
    member_id: str | None = None
    group_id: str | None = None
    versus: tuple[int, int] | None = None


@record
class BehindKey:
    """One figure, to ask for the list behind it; the same rules count and list.

    `row`: of a table or a line over time, else "". `detail`: of a heat map "2-14" (Wednesday from 14:00), of a
    distribution "300-600" or "3600-" (seconds, the end outside). A point of a line has a narrower window in `ask`.
    """

    report: ReportName
    ask: ReportAsk
    code: str
    row: str = ""
    detail: str = ""


@record
class Figure:
    """One number. `n`: how many it is of (durations, deals, people); of a share `part` of `whole` (then n = whole).

    `before` and `before_n`: the same in the window compared with. `pending`: how many are not decided yet. `opens`:
    what is behind it; "": nothing, then it is no link. `behind`: how many lines that list has.
    """

    code: str
    unit: Unit
    value: int | None
    n: int = 0
    part: int = 0
    whole: int = 0
    pending: int = 0
    before: int | None = None
    before_n: int = 0
    currency: str = ""
    opens: Opens = ""
    behind: int = 0


@record
class Point:
    """Of a line over time: [start_s, until_s), cut at the borders of the window. None: nothing was measured then."""

    start_s: int
    until_s: int
    value: int | None
    n: int = 0


@record
class Trend:
    """A line over time; `before`: the same of the window compared with, step by step, perhaps shorter or longer."""

    code: str
    unit: Unit
    points: tuple[Point, ...]
    before: tuple[Point, ...] = ()
    row: str = ""
    currency: str = ""
    opens: Opens = ""


@record
class Line:
    """Of a table: a figure for each column; None where it has no sense."""

    row: str
    cells: tuple[Figure | None, ...]


@record
class Table:
    """Lines in the order in which they are shown; `total`: of all together, where that is no mere sum."""

    code: str
    columns: tuple[str, ...]
    lines: tuple[Line, ...]
    total: Line | None = None


@record
class Grid:
    """Seven days of 24 hours. `values` None: nothing measured (of counts: 0)."""

    code: str
    unit: Unit
    values: tuple[tuple[int | None, ...], ...]
    ns: tuple[tuple[int, ...], ...] = ()  # how many each value is of, where it is no count
    opens: Opens = ""


@record
class Span:
    """[from_s, until_s) of durations; `until_s` None: without an end."""

    from_s: int
    until_s: int | None
    n: int
    before_n: int = 0


@record
class Spans:
    """How often which duration; the spans touch one another."""

    code: str
    spans: tuple[Span, ...]
    opens: Opens = ""


@record
class Report:
    """`n`: turns (episodes, messages, deals) that it is of; `pending`: those not decided yet.

    `standard_s`: of a first response, of the whole business, today; None without one. `is_open_known` False: no
    opening hours were in force anywhere in the window, so that figures in business time are None. `deaf_s`: how long
    the hub was down in the window.
    """

    name: ReportName
    ask: ReportAsk
    as_of_s: int
    n: int = 0
    pending: int = 0
    figures: tuple[Figure, ...] = ()
    trends: tuple[Trend, ...] = ()
    tables: tuple[Table, ...] = ()
    grids: tuple[Grid, ...] = ()
    spreads: tuple[Spans, ...] = ()
    standard_s: int | None = None
    is_open_known: bool = True
    deaf_s: int = 0
    rule_version: int = RULES

    def figure(self, code: str) -> Figure | None:
        """The first of this code."""
        return _first(self.figures, code)

    def all_of(self, code: str) -> tuple[Figure, ...]:
        """All of this code: one for each currency."""
        return tuple([one for one in self.figures if one.code == code])

    def trend(self, code: str, row: str = "") -> Trend | None:
        """The line of this code, of one row."""
        return _first([one for one in self.trends if one.row == row], code)

    def table(self, code: str) -> Table | None:
        """The table of this code."""
        return _first(self.tables, code)

    def grid(self, code: str) -> Grid | None:
        """The heat map of this code."""
        return _first(self.grids, code)

    def spread(self, code: str) -> Spans | None:
        """The distribution of this code."""
        return _first(self.spreads, code)


@record
class BehindRow:
    """A line of the list behind a figure: a turn, an episode, a message, a deal or an appointment, by `kind`.

    `seconds`: the wait (clock of the ask) or the time to the resolve; of an open one so far. `who`: member id, "phone"
    or "": who ended it, resolved it, wrote it, owns the deal. `state`: of a turn "answered", "answered_while_closed",
    "open", "waived", "abandoned"; of an episode "open", "resolved", "closed_by_itself"; of a message its
    `app.domain.messages.State`; of a deal its state; of an appointment its outcome, else its answer. `name`: of the
    person (of a deal: its title, or the person's).
    """

    kind: Literal["turn", "episode", "message", "deal", "appointment"]
    at_s: int
    name: str
    contact_id: ContactId | None = None
    conversation_id: ConversationId | None = None
    episode: int = 0
    turn: int = 0
    message_id: MessageId | None = None
    deal_id: str = ""
    seconds: int | None = None
    who: str = ""
    state: str = ""
    text: str = ""  # the first line of the message, or the deal's amount as it is written
    is_late_clock: bool = False
    appointment_id: str = ""  # "" where it is a figure of nobody


@record
class Part:
    """A piece of a wait, in the order of the day. `who`: of a hold, a member id or "phone"."""

    kind: Literal["delivery", "queue", "hold"]
    seconds: int
    who: str = ""


@record
class StoryLine:
    """A message of a turn. `author`: member id, "phone", "contact", or an automation ("away", "greeting", "bot" …)."""

    message_id: MessageId
    at_s: int
    author: str
    text: str
    kind: str = "text"
    is_start: bool = False
    is_end: bool = False


@record
class TurnStory:
    """One turn, taken apart: `parts` sum to `cal_s`. `bus_s` None: opening hours unknown.

    `response_s`: the rep's own, of `responder`; None for an assist. `promised_s`: the moment that an away text named.
    """

    conversation_id: ConversationId
    contact_id: ContactId
    name: str
    line_id: LineId
    episode: int
    turn: int
    start_s: int
    end_s: int | None
    ended_by: str | None  # "reply", "waived", "abandoned", None while open
    author: str  # member id, "phone", ""
    cal_s: int
    bus_s: int | None
    is_closed_class: bool  # answered while closed
    parts: tuple[Part, ...]
    response_s: int | None = None
    responder: MemberId | None = None
    assist: MemberId | None = None
    link_s: int = 0
    handed_before: tuple[tuple[str, int], ...] = ()
    origin: str = "customer"
    promised_s: int | None = None
    is_late_clock: bool = False
    messages: tuple[StoryLine, ...] = ()  # the first hundred


class _Coded(Protocol):
    @property
    def code(self) -> str: ...


_T = TypeVar("_T", bound=_Coded)


def _first(found: Iterable[_T], code: str) -> _T | None:
    return next((one for one in found if one.code == code), None)

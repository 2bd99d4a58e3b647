"""A salon's November in figures, invented and consistent: what the tests of the screen of reports look at."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from app.domain.ids import ConversationId, MemberId
from app.domain.report_figures import report
from app.domain.report_rows import (
    Figure,
    Grid,
    Line,
    Opens,
    Point,
    Report,
    ReportAsk,
    Span,
    Spans,
    Table,
    Trend,
    Unit,
)
from tests.appointment_stories import salon_facts
from tests.fake_measures import FakeMeasures
from tests.report_waits import CAMILLE, LEA, story, turns
from tests.unit.drawn_turns import MONTH, NOW_S, facts

ASK = ReportAsk(0, 1, "Europe/Paris")
START = datetime(2026, 11, 1, tzinfo=UTC)
HUGO = MemberId("m-hugo")
HALVES = (14, 13, 15, 12, 12, 11, 13, 10, 9, 9, 8, 7)
NINES = (52, 48, 55, 49, 44, 41, 46, 38, 35, 36, 31, 29)
WEEK = (
    (5, 12, 15, 18, 13, 5, 1, 0, 4, 16, 21, 13, 5),
    (9, 18, 25, 24, 18, 8, 2, 3, 8, 21, 31, 22, 8),
    (9, 16, 26, 27, 17, 8, 3, 4, 8, 20, 32, 20, 8),
    (9, 17, 27, 27, 18, 10, 5, 2, 7, 22, 32, 20, 6),
    (9, 24, 33, 34, 23, 10, 3, 1, 11, 27, 42, 28, 9),
    (11, 24, 33, 32, 23, 9, 2, 2, 10, 27, 39, 7, 2),
    (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
)


def seconds(code: str, value_s: int | None, n: int, before_s: int | None = None, pending: int = 0) -> Figure:
    """A time, with the waits behind it."""
    return Figure(
        code, "seconds", value_s, n, pending=pending, before=before_s, before_n=n, opens="turns", behind=n
    )


def share(
    code: str, part: int, whole: int, before: int | None = None, opens: Opens = "turns", pending: int = 0
) -> Figure:
    """A part of a whole."""
    tenths = round(part * 1000 / whole) if whole else None
    return Figure(
        code,
        "share",
        tenths,
        whole,
        part,
        whole,
        pending,
        before,
        whole,
        opens=opens,
        behind=whole,
    )


def count(code: str, value: int, before: int | None = None, opens: Opens = "turns", whole: int = 0) -> Figure:
    """So many."""
    return Figure(
        code,
        "count",
        value,
        value,
        value,
        whole,
        before=before,
        before_n=before or 0,
        opens=opens,
        behind=value,
    )


def euros(code: str, minor: int, n: int, before: int | None = None, opens: Opens = "deals") -> Figure:
    """An amount."""
    return Figure(
        code,
        "money",
        minor,
        n,
        before=before,
        before_n=n,
        currency="EUR",
        opens=opens,
        behind=n,
    )


def trend(
    code: str, unit: Unit, values: tuple[int | None, ...], ns: int = 30, row: str = "", *, days: int = 7
) -> Trend:
    """Steps of `days` that end with November; what was before is a tenth more."""
    first = START + timedelta(days=26) - timedelta(days=days * len(values))
    points = []
    for number, value in enumerate(values):
        start = int((first + timedelta(days=days * number)).timestamp())
        points.append(Point(start, start + days * 86_400, value, ns if value is not None else 0))
    before = [Point(0, 1, None if value is None else value + value // 10, ns) for value in values]
    currency = "EUR" if unit == "money" else ""
    return Trend(
        code, unit, tuple(points), tuple(before), row, currency, "deals" if unit == "money" else "turns"
    )


def minutes(values: tuple[int, ...]) -> tuple[int, ...]:
    """In seconds."""
    return tuple([value * 60 for value in values])


def week_of(code: str, unit: Unit = "count", times: int = 1) -> Grid:
    """Hours from 8 on."""
    rows = [tuple([0] * 8 + [value * times for value in row] + [0] * 3) for row in WEEK]
    ns = tuple(rows) if unit != "count" else ()
    return Grid(code, unit, tuple(rows), ns, "turns" if unit != "count" else "messages")


def people() -> Table:
    """Three and the phone."""
    columns = ("n", "mean", "median", "p90", "within", "hold", "held_before", "assists", "waived")
    given = (
        (str(LEA), 312, 9, 5, 21, 960, 41, 12, 9),
        (str(CAMILLE), 268, 11, 7, 29, 930, 35, 20, 4),
        (str(HUGO), 141, 19, 14, 52, 780, 66, 3, 11),
        ("phone", 64, 16, 11, 44, 840, 0, 0, 0),
    )
    lines = []
    for row, n, mean, half, nine, within, handed, assists, waived in given:
        figures = (
            count("people_n", n),
            seconds("people_mean", mean * 60, n),
            seconds("people_median", half * 60, n),
            seconds("people_p90", nine * 60, n),
            share("people_within", n * within // 1000, n),
            seconds("people_hold", n * mean * 66, n),
            seconds("people_held_before", handed * 60, handed // 8),
            count("people_assists", assists),
            count("people_waived", waived),
        )
        lines.append(Line(row, figures))
    return Table("people", columns, tuple(lines))


SENT = (
    share("accepted", 1_842, 1_873, 991, "messages"),
    share("delivered", 1_790, 1_842, 968, "messages", 12),
    share("read", 1_521, 1_790, 861, "messages"),
    share("replied", 633, 1_204, 514, "messages"),
)


def overview() -> Report:
    """Outcomes, speed, people, hours, messages."""
    figures = (
        euros("revenue", 842_000, 23, 751_200),
        count("deals_won", 23, 19, "deals", 61),
        share("conversion", 23, 125, 196, "deals"),
        share("promise_kept", 46, 50, 870, pending=2),
        seconds("first_median", 420, 361, 540, 9),
        seconds("first_p90", 1_740, 361, 1_860, 9),
        seconds("all_median", 360, 1_208, 360, 11),
        share("within", 1_112, 1_208, 905),
        *SENT[1:],
        count("failed", 31, opens="messages"),
        count("silent", 21, opens="messages"),
    )
    trends = (
        trend("first_median", "seconds", minutes(HALVES)),
        trend("first_p90", "seconds", minutes(NINES)),
    )
    return Report(
        "overview", ASK, 0, 361, 9, figures, trends, (people(),), (week_of("writing"),), standard_s=1_800
    )


def speed() -> Report:
    """First, later and all, in both clocks."""
    figures: list[Figure] = []
    for which, n, base in (("first", 361, 420), ("next", 847, 330), ("all", 1_208, 360)):
        for clock, times in (("bus", 1), ("cal", 4)):
            figures += [
                count(f"{which}_{clock}_n", n),
                seconds(f"{which}_{clock}_median", base * times, n, base * times + 60),
                seconds(f"{which}_{clock}_p90", base * times * 4, n),
                seconds(f"{which}_{clock}_mean", base * times * 2, n),
            ]
        figures += [
            count(f"{which}_closed_n", n // 18),
            seconds(f"{which}_closed_median", base * 14, n // 18),
        ]
    figures += [
        count("pending", 9),
        seconds("pending_oldest", 2_520, 1),
        count("waived", 24),
        count("abandoned", 3),
        count("breached", 96),
        seconds("machine_first_median", 4, 212),
        share("within", 1_112, 1_208, 905),
        share("answered_in_day", 1_190, 1_202, 978),
        share("promise_kept", 46, 50, 870, pending=2),
    ]
    edges = (0, 60, 300, 600, 900, 1_800, 3_600, 7_200)
    sizes = (22, 118, 96, 54, 41, 20, 10)
    spans = [Span(start, end, n, n + 4) for start, end, n in zip(edges, edges[1:], sizes, strict=False)]
    trends, spreads = [], []
    for which in ("first", "next", "all"):
        for clock in ("bus", "cal"):
            spreads.append(Spans(f"{which}_{clock}", (*spans, Span(7_200, None, 6, 9)), "turns"))
            trends.append(trend(f"{which}_{clock}_median", "seconds", minutes(HALVES)))
            trends.append(trend(f"{which}_{clock}_p90", "seconds", minutes(NINES)))
    return Report(
        "speed", ASK, 0, 1_208, 9, tuple(figures), tuple(trends), spreads=tuple(spreads), standard_s=1_800
    )


def persons() -> Report:
    """The table and the load."""
    load = (
        trend("load", "count", (70, 75, 80, 74, 79, 82), row=str(LEA)),
        trend("load", "count", (60, 55, 66, 70, 69, 64), row=str(CAMILLE)),
        trend("load", "count", (30, 33, 29, None, 41, 38), row=str(HUGO)),
    )
    return Report("people", ASK, 0, 785, 9, trends=load, tables=(people(),))


def hours() -> Report:
    """Three weeks' maps."""
    grids = (week_of("writing"), week_of("answering"), week_of("median", "seconds", 30))
    return Report("hours", ASK, 0, 1_208, 9, grids=grids)


def resolution() -> Report:
    """Four counts, times."""
    figures: list[Figure] = [
        count("resolves", 402, 371, "episodes"),
        count("resolved", 377, 350, "episodes"),
        count("served", 341, 322, "episodes"),
        count("reopens", 25, 31, "episodes"),
        count("closed_by_itself", 28, 30, "episodes"),
        share("first_contact", 286, 352, 780, "episodes"),
    ]
    for number, kind in enumerate(("first", "final", "human")):
        base = 5_400 + 1_800 * number
        figures += [
            count(f"{kind}_resolution_n", 377, opens="episodes"),
            seconds(f"{kind}_resolution_median", base, 377, base + 600),
            seconds(f"{kind}_resolution_p90", base * 9, 377),
            seconds(f"{kind}_resolution_mean", base * 3, 377),
        ]
    spans = (
        Span(0, 3_600, 120, 100),
        Span(3_600, 14_400, 141, 140),
        Span(14_400, 86_400, 80, 77),
        Span(86_400, None, 36, 33),
    )
    trends = (
        trend("resolved", "count", (28, 31, 33, 30, 35, 37)),
        trend("reopened", "count", (3, 2, 4, 1, 2, 2)),
    )
    spreads = (Spans("final_resolution", spans, "episodes"),)
    return Report("resolution", ASK, 0, 377, 14, tuple(figures), trends, spreads=spreads)


def deliveries() -> Report:
    """Shares and why not."""
    failures = (("silent", 21), ("not_on_channel", 14), ("window_closed", 11), ("marketing_stopped", 6))
    lines = tuple([Line(row, (count("failures", n, opens="messages"),)) for row, n in failures])
    trends = (
        trend("delivered", "share", (961, 968, 970, 966, 974, 972)),
        trend("read", "share", (840, 838, 851, 847, 852, 850)),
    )
    return Report("deliveries", ASK, 0, 1_842, 12, SENT, trends, (Table("failures", ("count",), lines),))


def outcomes() -> Report:
    """Deals."""
    figures = (
        euros("revenue", 842_000, 23, 751_200),
        count("deals_won", 23, 19, "deals", 61),
        euros("velocity", 31_240, 64, 28_000),
        euros("revenue_per_prospect", 699, 1_204, 640, ""),
        seconds("cycle_median", 777_600, 23, 864_000),
        share("win_rate", 23, 61, 352, "deals"),
        share("conversion", 23, 125, 196, "deals"),
        share("conversion_episodes", 23, 377, 55, "episodes"),
        share("conversion_people", 22, 341, 59, "deals"),
        share("conversion_messages", 23, 4_120, 5, "messages"),
    )
    trends = (
        trend("won", "count", (3, 4, 2, 5, 4, 5)),
        trend("revenue", "money", (110_000, 142_000, 98_000, 171_000, 156_000, 165_000)),
    )
    return Report("outcomes", ASK, 0, 125, 64, figures, trends)


def compare() -> Report:
    """Everything beside what it was."""
    figures: list[Figure] = []
    for clock in ("bus", "cal"):
        for which in ("first", "all"):
            figures += [
                seconds(f"{which}_{clock}_median", 420, 361, 540),
                seconds(f"{which}_{clock}_p90", 1_740, 361, 1_500),
            ]
    figures += [
        share("answered_in_day", 1_190, 1_202, 978),
        share("within", 1_112, 1_208, 905),
        share("promise_kept", 46, 50, 870),
        share("first_contact", 286, 352, 780, "episodes"),
        seconds("final_resolution_median", 7_200, 377, 7_800),
        count("turns", 1_208, 1_100),
        count("people_writing", 1_204, 1_050, ""),
        count("resolved", 377, 350, "episodes"),
        *SENT[1:],
        euros("revenue", 842_000, 23, 751_200),
        count("deals_won", 23, 19, "deals", 61),
        share("conversion", 23, 125, 196, "deals"),
    ]
    return Report(
        "compare", ASK, 0, 1_208, 9, tuple(figures), (trend("first_median", "seconds", minutes(HALVES)),)
    )


def agenda() -> Report:
    """Of a few days of a salon, by the real rule."""
    return report("appointments", facts(appointments=salon_facts), MONTH, NOW_S)


def fill_with_reports(desk: FakeMeasures) -> None:
    """All pages have figures, each figure waits behind it."""
    made = (
        overview(),
        speed(),
        persons(),
        hours(),
        resolution(),
        deliveries(),
        outcomes(),
        compare(),
        agenda(),
    )
    desk.reports = {one.name: one for one in made}
    now = desk.clock.now()
    rows = turns(now)
    codes = {figure.code for one in made for figure in one.figures}
    codes |= {trend.code for one in made for trend in one.trends} | {
        grid.code for one in made for grid in one.grids
    }
    codes |= {spans.code for one in made for spans in one.spreads}
    codes |= {
        cell.code
        for one in made
        for table in one.tables
        for line in table.lines
        for cell in line.cells
        if cell
    }
    desk.behind = dict.fromkeys(codes, rows)
    desk.stories = {(ConversationId("c-001"), 1, number): story(now) for number in range(1, 31)}

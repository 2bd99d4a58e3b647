"""How figures of reports are written, and what they must hold to be shown."""

from __future__ import annotations

import pytest

from app.domain.report_rows import FIGURES, Figure, Report, ReportAsk, Unit
from app.words import set_language
from app.words.formats import Formats
from tests.report_story import compare, deliveries, outcomes, overview, resolution, speed
from ui.reports import words
from ui.reports.charts.scale import scale_for

EN = Formats("en", "Europe/Paris")


@pytest.fixture(autouse=True)
def english() -> None:
    set_language("en")


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0, "0 s"), (59, "59 s"), (60, "1 min"), (89, "1 min"), (90, "2 min"), (150, "2 min"), (3_569, "59 min"),
        (3_570, "1 h"), (3_600, "1 h"), (5_400, "1 h 30"), (172_799, "48 h"), (172_800, "2 d"), (216_000, "2.5 d"),
        (907_200, "10 d"), (None, "–"),
    ],
)  # fmt: skip
def test_a_time_is_said_in_the_unit_that_fits(seconds: int | None, said: str) -> None:
    assert words.duration(seconds, "en").replace("\N{NO-BREAK SPACE}", " ") == said


def test_time_within_opening_hours_has_no_days() -> None:
    assert words.duration(216_000, "en", is_open=True) == "60 h"
    figure = Figure("people_hold", "seconds", 216_000, 3)
    assert (
        words.figure_words(figure, EN, "bus") == "60 h" and words.figure_words(figure, EN, "cal") == "2.5 d"
    )
    closed = Figure("all_closed_median", "seconds", 216_000, 3)
    assert words.figure_words(closed, EN, "bus") == "2.5 d"  # round the clock in either case


def test_parts_of_a_wait_are_exact() -> None:
    assert words.exact(93_784) == "1 d 2 h 3 min 4 s"
    assert (words.exact(0), words.exact(3_600), words.exact(None)) == ("0 s", "1 h", "–")


@pytest.mark.parametrize(
    ("unit", "value", "before", "code", "text", "verdict"),
    [
        ("seconds", 420, 540, "first_median", "2 min", 1), ("seconds", 540, 420, "all_p90", "2 min", -1),
        ("share", 184, 196, "conversion", "1.2 pt", -1), ("count", 23, 19, "deals_won", "4", 1),
        ("money", 842_000, 751_200, "revenue", "12 %", 1), ("count", 5, 3, "turns", "2", 0),
        ("count", 5, 3, "reopens", "2", -1), ("count", 3, 3, "reopens", "the same", 0),
        ("money", 100, 0, "revenue", "€1", 1),
    ],
)  # fmt: skip
def test_a_change_says_how_much_and_whether_it_is_better(
    unit: Unit, value: int, before: int, code: str, text: str, verdict: int
) -> None:
    currency = "EUR" if unit == "money" else ""
    change = words.change_of(Figure(code, unit, value, before=before, currency=currency), EN)
    assert change is not None and (change.text, change.verdict) == (text, verdict)


def test_nothing_is_compared_with_nothing() -> None:
    assert words.change_of(None, EN) is None
    assert words.change_of(Figure("revenue", "count", None, before=3), EN) is None
    assert words.change_of(Figure("revenue", "count", 3), EN) is None
    assert words.change_of(Figure("pending", "count", 9, before=0), EN) is None  # it stands as it is today


def test_the_foot_says_all_that_a_report_must_print() -> None:
    report = Report("speed", ReportAsk(1_793_487_600, 1_795_734_000, "Europe/Paris"), 0, 7, 2, deaf_s=7_200)
    assert words.foot_words(report, EN) == (
        "Rules of calculation, version 1 · Europe/Paris · 1 to 26 Nov 2026 · opening hours · 7 counted · "
        "2 still open · the hub was away for 2 h"
    )


@pytest.mark.parametrize(
    ("unit", "greatest", "step", "top"),
    [("seconds", 3_300, 900, 3_600), ("seconds", 1, 5, 5), ("share", 12, 250, 1_000), ("count", 37, 10, 40),
     ("count", 1, 1, 1), ("money", 171_000, 50_000, 200_000), ("seconds", 10**9, 360 * 86_400, 1_026_432_000)],
)  # fmt: skip
def test_an_axis_has_few_round_steps(unit: Unit, greatest: int, step: int, top: int) -> None:
    scale = scale_for(unit, greatest)
    assert (scale.step, scale.top) == (step, top)
    assert scale.share(top) == 1.0 and scale.share(0) == 0.0


def test_what_the_screen_is_shown_is_in_the_contract() -> None:
    for report in (overview(), speed(), resolution(), deliveries(), outcomes(), compare()):
        assert {figure.code for figure in report.figures} <= set(FIGURES[report.name]), report.name

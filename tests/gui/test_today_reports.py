"""Today: how fast people are answered first, and the budget, each leading to its page of the reports."""

from __future__ import annotations

from PySide6.QtCore import Qt

from app.domain.report_rows import Figure, Point, Report, ReportAsk, Trend
from tests.gui.rig import Rig, click, press, rig, until
from ui.reports.ledger.hosted import HostedPage

__all__ = ["rig"]
DAY_S = 86_400


def answered(median_s: int | None, n: int) -> Report:
    """The speed of seven days; nobody wrote on the third one."""
    points = tuple(
        Point(day * DAY_S, (day + 1) * DAY_S, None if day == 2 else 300 + day * 60, 5) for day in range(7)
    )
    figure = Figure(
        "first_cal_median", "seconds", median_s, n, before=660, before_n=20, opens="turns", behind=n
    )
    trend = Trend("first_cal_median", "seconds", points)
    return Report(
        "speed", ReportAsk(0, 7 * DAY_S, "Europe/Paris", "cal", "day"), 0, n, 0, (figure,), (trend,)
    )


async def test_half_are_answered_within_so_long_and_a_press_leads_there(rig: Rig) -> None:
    card = rig.panes.screens.today.cards.response
    card.refresh()
    await until(lambda: bool(rig.desk.reports_asked))
    assert card.isHidden()  # nobody was answered: no card, and no 0
    rig.desk.reports["speed"] = answered(420, 34)
    card.refresh()
    await until(lambda: not card.isHidden())
    assert card.face is not None and card.face.figure == "7 min"
    assert card.accessibleName() == "First response, half the time within 7 min (34 replies), round the clock"
    assert card.face.change is not None and card.face.change.verdict == 1  # less than before is better
    assert [seconds for _name, seconds in card.face.points].count(None) == 1
    name, ask = rig.desk.reports_asked[-1]
    assert (name, ask.clock, ask.step, (ask.until_s - ask.from_s) // DAY_S) == ("speed", "cal", "day", 7)
    press(rig.window, Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    assert not card.grab().isNull()
    press(card, Qt.Key.Key_Space)
    reports = rig.panes.screens.reports
    assert rig.panes.screen_id == "reports" and reports.page.name == "speed"
    await until(lambda: rig.desk.reports_asked[-1][1].from_s == ask.from_s)  # the same days

    rig.desk.reports.clear()
    card.refresh()
    await until(lambda: card.isHidden())


async def test_the_budget_leads_to_what_was_spent(rig: Rig) -> None:
    press(rig.window, Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    card = rig.panes.screens.today.cards.budget
    card.show()
    click(card.way, card.way.rect().center())
    assert rig.panes.screen_id == "reports"
    assert isinstance(rig.panes.screens.reports.page, HostedPage)
    assert rig.panes.screens.reports.tabs.chosen_id == "ledger"

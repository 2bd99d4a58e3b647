"""The screen of reports: what it says, what its head chooses, what a figure opens, by mouse and by key."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QAbstractButton

from app.domain.errors import EnvironmentFailure
from app.domain.groups import GroupSaved
from app.domain.hours import HoursBook
from app.domain.ids import LineId
from app.domain.lines import Line
from app.domain.report_rows import FIGURES
from app.domain.rows import Changes
from tests.gui.hands import ALT, choose, open_menu, words_of
from tests.gui.report_hands import open_reports, said
from tests.gui.rig import Rig, click, press, rig, until
from tests.report_story import fill_with_reports, overview
from tests.report_waits import LEA
from ui.deals.funnel.choosing import PeriodDialog
from ui.reports.asking import DayDialog
from ui.reports.view import ReportsView
from ui.reports.views.overview import OverviewPage

__all__ = ["rig"]


def asked(rig: Rig) -> tuple[str, str, str]:
    """The latest window and clock that the desk was asked for."""
    ask = rig.desk.reports_asked[-1][1]
    from ui.reports.words import at

    return at(ask.from_s).isoformat(), at(ask.until_s).isoformat(), ask.clock


async def asks(rig: Rig, view: ReportsView) -> None:
    """Until the figures of the latest choice are in view."""
    await until(lambda: view.page.report is not None and view.page.report.ask == view.asking.ask())


async def test_outcomes_come_first_then_speed_each_with_what_it_is_of(rig: Rig) -> None:
    view = await open_reports(rig)
    assert said(view) == [
        "Revenue won, €8,420, 23 sales, €7,512 before, 12 % more than before",
        "Deals won, 23, of 61 that ended, 4 more than before",
        "Conversion, 18.4 %, 23 of 125 deals made, 1.2 pt less than before",
        "Promise kept, 92 %, 46 of 50, 2 still open, 5 pt more than before",
        "First response, median, 7 min, 361 answers, 9 still open, 2 min less than before",
        "First response, 9 times out of 10, 29 min, 361 answers, 9 still open, 2 min less than before",
        "All responses, median, 6 min, 1,208 answers, 11 still open, the same",
        "Within the response standard, 92.1 %, 1,112 of 1,208 answers, 1.6 pt more than before",
    ]
    changes = [tile.change for tile in view.page.tiles]
    assert [change.verdict for change in changes if change is not None] == [1, 1, -1, 1, 1, 1, 0, 1]
    assert rig.panes.screen_id == "reports"
    assert view.foot.text.startswith(
        "Rules of calculation, version 1 · Europe/Paris · 1 to 26 Nov 2026 · opening hours · 361 counted · 9 still open"
    )


async def test_the_rail_leads_there_and_the_place_is_kept(rig: Rig) -> None:
    button = next(one for one in rig.panes.rail.findChildren(QAbstractButton) if one.text() == "Reports")
    click(button, button.rect().center())
    await until(rig.panes.screens.reports.isVisible)
    assert rig.desk.place["screen"] == "reports"


async def test_a_period_with_nothing_says_so_in_sentences(rig: Rig) -> None:
    view = await open_reports(rig, is_filled=False)
    page = view.page
    assert isinstance(page, OverviewPage)
    assert all(", –, " in words for words in said(view))
    assert said(view)[4] == "First response, median, –, Nobody was answered in this period"
    assert page.speed.nothing.text == "Nobody was answered for the first time in this period."
    assert page.speed.nothing.isVisible() and not page.lines.isVisible()
    assert page.writing.nothing.text == "Nobody wrote in this period."
    click(page.tiles[0], QPoint(20, 20))
    assert not rig.desk.behind_asked  # nothing is behind nothing


@pytest.mark.parametrize("name", list(FIGURES))  # the ledger's pages have tests of their own
async def test_every_page_shows_full_empty_and_narrow(rig: Rig, name: str) -> None:
    view = await open_reports(rig, name, is_filled=False)
    assert len(view.page.sections()) <= 1  # the tiles alone
    fill_with_reports(rig.desk)
    view.refresh()
    await until(lambda: view.page.report is not None and view.page.report.n > 0)
    sections = view.page.sections()
    assert sections and all(section.grid.rows for section in sections)
    rig.window.resize(640, 400)
    await until(lambda: view.width() < 640)
    content = view.page.parentWidget()
    assert content is not None
    await until(lambda: content.width() <= view.stack.width())  # nothing is cut at its side
    assert view.asking.period_button.small.isVisible() and view.asking.period_button.full.isHidden()


async def test_without_opening_hours_the_page_says_what_to_do(rig: Rig) -> None:
    view = await open_reports(rig)
    assert view.page.note.isHidden()
    rig.desk.reports["overview"] = replace(overview(), is_open_known=False)
    view.refresh()
    await until(lambda: view.page.note.isVisible())
    assert "No opening hours are set for this period" in view.page.note.text
    assert view.asking.ask().clock == "bus"
    click(view.asking.clock_button.button, QPoint(5, 5))
    choose(open_menu(view), "Round the clock")
    await until(lambda: not view.page.note.isVisible())
    assert rig.desk.reports_asked[-1][1].clock == "cal"


# --- what the head chooses ---


async def test_where_there_are_no_opening_hours_times_are_round_the_clock(rig: Rig) -> None:
    view = await open_reports(rig)
    assert view.asking.clock_button.full.text() == "Opening hours"
    rig.desk.book = HoursBook()
    rig.desk.tell_hours()
    await until(lambda: rig.desk.reports_asked[-1][1].clock == "cal")
    assert view.asking.clock_button.full.text() == "Round the clock"


async def test_a_group_is_chosen_like_a_person(rig: Rig) -> None:
    rig.desk.made_groups.apply(GroupSaved("g-1", "Front desk", (LEA,)), 0)
    view = await open_reports(rig)
    click(view.asking.member_button.button, QPoint(5, 5))
    assert words_of(open_menu(view))[:3] == ["Everybody", "Front desk", "Marion"]
    choose(open_menu(view), "Front desk")
    await asks(rig, view)
    assert rig.desk.reports_asked[-1][1].group_id == "g-1"
    assert view.asking.member_button.full.text() == "Front desk"
    view.asking.choose_member(str(LEA))
    await asks(rig, view)
    assert rig.desk.reports_asked[-1][1].group_id is None


async def test_this_month_against_the_same_days_of_the_month_before(rig: Rig) -> None:
    view = await open_reports(rig)
    ask = view.asking.ask()
    from ui.reports.words import window_words

    assert window_words((ask.from_s, ask.until_s), rig.kit.formats) == "1 to 26 Nov 2026"
    assert ask.versus is not None and window_words(ask.versus, rig.kit.formats) == "1 to 26 Oct 2026"
    assert ask.step == "day"
    assert view.asking.versus_button.full.text() == "compared with 1 to 26 Oct 2026"


async def test_other_days_and_another_comparison_are_chosen_from_the_menus(rig: Rig) -> None:
    view = await open_reports(rig)
    click(view.asking.period_button.button, QPoint(5, 5))
    assert words_of(open_menu(view)) == [
        "This week", "This month", "Last 30 days", "Last 90 days", "This year", "Everything", "Own period…",
    ]  # fmt: skip
    choose(open_menu(view), "This week")
    await asks(rig, view)
    assert asked(rig)[:2] == ("2026-11-22T23:00:00+00:00", "2026-11-26T23:00:00+00:00")
    assert view.asking.versus_button.full.text() == "compared with 16 to 19 Nov 2026"
    click(view.asking.versus_button.button, QPoint(5, 5))
    choose(open_menu(view), "The same days a year before")
    await asks(rig, view)
    assert view.asking.versus_button.full.text() == "compared with 23 to 26 Nov 2025"
    click(view.asking.versus_button.button, QPoint(5, 5))
    choose(open_menu(view), "Nothing")
    await asks(rig, view)
    assert rig.desk.reports_asked[-1][1].versus is None


async def test_everything_begins_with_the_first_message_and_is_compared_with_nothing(rig: Rig) -> None:
    rig.desk.first_s = 1_700_000_000  # 2023-11-14
    view = await open_reports(rig)
    view.asking.choose_span("all")
    await asks(rig, view)
    ask = rig.desk.reports_asked[-1][1]
    assert (asked(rig)[0], ask.versus, ask.step) == ("2023-11-13T23:00:00+00:00", None, "month")
    assert view.asking.versus_button.full.text() == "compared with nothing"


async def test_days_of_ones_own_are_typed(rig: Rig) -> None:
    view = await open_reports(rig)
    click(view.asking.period_button.button, QPoint(5, 5))
    choose(open_menu(view), "Own period…")
    dialog = next(one for one in rig.window.findChildren(PeriodDialog) if one.isVisible())
    dialog.first.input.setText("25/10/2026")
    dialog.last.input.setText("28/10/2026")
    press(dialog.last.input, Qt.Key.Key_Return)
    await asks(rig, view)
    assert asked(rig)[:2] == (
        "2026-10-24T22:00:00+00:00",
        "2026-10-28T23:00:00+00:00",
    )  # the clocks went back
    assert view.asking.period_button.full.text() == "25 to 28 Oct 2026"
    assert view.asking.versus_button.full.text() == "compared with 21 to 24 Oct 2026"


async def test_before_and_after_a_day(rig: Rig) -> None:
    view = await open_reports(rig, "compare")
    click(view.asking.versus_button.button, QPoint(5, 5))
    choose(open_menu(view), "Before and after a day…")
    dialog = next(one for one in rig.window.findChildren(DayDialog) if one.isVisible())
    dialog.day.input.setText("31/02/2026")
    assert not dialog.confirm.isEnabled()
    dialog.day.input.setText("17/11/2026")
    press(dialog.day.input, Qt.Key.Key_Return)
    await asks(rig, view)
    assert view.page.note.text.startswith("17 to 26 Nov 2026, compared with 7 to 16 Nov 2026.")


async def test_one_person_and_one_number(rig: Rig) -> None:
    ids = [LineId("whatsapp:1"), LineId("whatsapp:2")]
    numbers = ("+33639980001", "+33639980002")
    known = {one: Line(one, "whatsapp", number) for one, number in zip(ids, numbers, strict=True)}
    rig.desk.lines = lambda: known
    view = await open_reports(rig)
    click(view.asking.member_button.button, QPoint(5, 5))
    assert words_of(open_menu(view)) == ["Everybody", "Marion", "Léa", "Camille", "Hugo", "Phone"]
    choose(open_menu(view), "Léa")
    click(view.asking.line_button.button, QPoint(5, 5))
    choose(open_menu(view), "+33 6 39 98 00 02")
    await asks(rig, view)
    ask = rig.desk.reports_asked[-1][1]
    assert (ask.member_id, ask.line_id) == (LEA, ids[1])


# --- what comes while one looks ---


async def test_what_happens_changes_the_figures_and_nothing_else(rig: Rig) -> None:
    view = await open_reports(rig)
    tile, places = view.page.tiles[1], [tile.geometry() for tile in view.page.tiles]
    tile.setFocus()
    more = tuple([replace(one, value=24) if one.code == "deals_won" else one for one in overview().figures])
    rig.desk.reports["overview"] = replace(overview(), figures=more)
    rig.kit.bridge.changed.emit(Changes(is_measures=True))
    await until(lambda: tile.face.figure == "24")
    assert tile.hasFocus() and [tile.geometry() for tile in view.page.tiles] == places


async def test_what_is_not_about_figures_asks_for_none(rig: Rig) -> None:
    view = await open_reports(rig)
    before = len(rig.desk.reports_asked)
    rig.kit.bridge.changed.emit(Changes(is_connection=True, is_tasks=True))
    assert not view._again.isActive() and len(rig.desk.reports_asked) == before


async def test_nothing_moves_when_the_figures_come(rig: Rig) -> None:
    rig.desk.gate = asyncio.Event()
    with_waiting = rig.panes
    press(rig.window, Qt.Key.Key_6, ALT)
    view = with_waiting.screens.reports
    await until(lambda: view.isVisible() and bool(rig.desk.reports_asked))
    page = view.page
    assert isinstance(page, OverviewPage) and page.report is None
    heights = [card.stack.height() for card in (page.speed, page.writing, page.sent)]
    tiles = [tile.geometry() for tile in page.tiles]
    fill_with_reports(rig.desk)
    rig.desk.gate.set()
    await until(lambda: page.report is not None)
    assert [card.stack.height() for card in (page.speed, page.writing, page.sent)] == heights
    assert [tile.geometry() for tile in page.tiles] == tiles


async def test_what_cannot_be_read_says_so(rig: Rig) -> None:
    view = await open_reports(rig)

    async def fail(*_asked: object) -> None:
        raise EnvironmentFailure("file_damaged", file="view.db")

    rig.desk.report = fail  # type: ignore[method-assign, assignment]
    view.refresh()
    await until(lambda: bool(view.toasts.toasts))


async def test_a_long_reading_tells_how_far_it_is_and_rests_when_nobody_looks(rig: Rig) -> None:
    rig.desk.gate, rig.desk.reading_percent = asyncio.Event(), 43
    press(rig.window, Qt.Key.Key_6, ALT)
    view = rig.panes.screens.reports
    await until(lambda: view.foot.text == "Reading what happened: 43 %")
    reading = view._waiting._task
    assert reading is not None and not reading.done()
    press(rig.window, Qt.Key.Key_1, ALT)
    await until(reading.cancelled)
    rig.desk.gate.set()
    rig.desk.reading_percent = None
    press(rig.window, Qt.Key.Key_6, ALT)
    await until(lambda: view.page.report is not None)
    assert "Reading" not in view.foot.text

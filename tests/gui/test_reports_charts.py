"""Charts of reports: read by the arrows and by the pointer, a table one key away, on paper and as a file."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from pytestqt.modeltest import ModelTester

from app.domain.members import Role
from tests.gui.hands import choose, open_menu
from tests.gui.look import drawn
from tests.gui.report_hands import chart_of, hover, open_reports, point_at, texts
from tests.gui.rig import Rig, check_model, click, press, rig, until
from ui.reports.charts.heat import HeatMap
from ui.reports.charts.lines import LineChart
from ui.reports.links import Link
from ui.reports.printing import Paper, printed
from ui.reports.views.compare import ComparePage
from ui.reports.views.hours import HoursPage
from ui.reports.views.overview import OverviewPage
from ui.reports.views.resolution import ResolutionPage
from ui.reports.words import at
from ui.theme.tokens import SCHEMES
from ui.widgets.file_dialog import FileDialog

__all__ = ["rig"]


async def page_of(rig: Rig) -> OverviewPage:
    view = await open_reports(rig)
    assert isinstance(view.page, OverviewPage)
    return view.page


async def test_arrows_walk_the_points_and_each_says_itself(rig: Rig) -> None:
    page = await page_of(rig)
    chart = chart_of(page.speed)
    chart.setFocus(Qt.FocusReason.TabFocusReason)
    assert chart.accessibleName().startswith("First response, within opening hours, by day")
    newest = chart.accessibleDescription()
    assert "median: 7 min, of 30, before: 8 min" in newest  # 7 min and a tenth more: 7 min 42 s
    press(chart, Qt.Key.Key_Left)
    assert "median: 8 min" in chart.accessibleDescription()
    press(chart, Qt.Key.Key_Down)
    assert "9 times out of 10: 31 min" in chart.accessibleDescription()
    press(chart, Qt.Key.Key_Home)
    assert "9 times out of 10: 52 min" in chart.accessibleDescription()
    press(chart, Qt.Key.Key_Left)  # there is nothing before it
    assert "52 min" in chart.accessibleDescription()
    interface = QAccessible.queryAccessibleInterface(chart)
    assert interface is not None and "52 min" in interface.text(QAccessible.Text.Description)


async def test_enter_on_a_point_opens_the_waits_of_its_days(rig: Rig) -> None:
    page = await page_of(rig)
    chart = chart_of(page.speed)
    chart.setFocus(Qt.FocusReason.TabFocusReason)
    press(chart, Qt.Key.Key_Return)
    await until(lambda: bool(rig.desk.behind_asked))
    key = rig.desk.behind_asked[-1]
    assert (key.code, key.ask.until_s - key.ask.from_s) == ("first_median", 7 * 86_400)
    await until(rig.panes.screens.reports.behind.isVisible)
    press(rig.panes.screens.reports.behind.list, Qt.Key.Key_Escape)
    assert chart.hasFocus()


async def test_t_shows_the_table_and_the_chart_again(rig: Rig, qtmodeltester: ModelTester) -> None:
    page = await page_of(rig)
    card, chart = page.speed, chart_of(page.speed)
    chart.setFocus(Qt.FocusReason.TabFocusReason)
    press(chart, Qt.Key.Key_T)
    assert card.table.isVisible() and card.table.hasFocus() and not chart.isVisible()
    assert texts(card)[-1][1:] == ["7 min", "8 min", "29 min", "32 min", "30"]
    check_model(qtmodeltester, card.table.cells)
    height = card.stack.height()
    press(card.table, Qt.Key.Key_T)
    assert chart.isVisible() and chart.hasFocus() and card.stack.height() == height
    click(card.toggle, card.toggle.rect().center())
    assert card.table.isVisible()
    rig.panes.screens.reports.refresh()  # what was turned stays turned
    await until(lambda: len(rig.desk.reports_asked) > 1)
    assert card.table.isVisible()


async def test_the_pointer_finds_a_point_and_a_press_opens_it(rig: Rig) -> None:
    page = await page_of(rig)
    chart = chart_of(page.speed)
    bare = drawn(chart)
    place = point_at(chart, (0, 3))
    hover(chart, place)
    assert chart.shown == (0, 3) and chart.cursor().shape() == Qt.CursorShape.PointingHandCursor
    assert drawn(chart) != bare  # the tip
    click(chart, place)
    await until(lambda: bool(rig.desk.behind_asked))
    spot = chart.spot((0, 3))
    assert spot is not None and isinstance(spot.key, Link) and rig.desk.behind_asked[-1] == spot.key.key
    hover(chart, QPoint(1, 1).toPointF())
    assert chart.shown is None


async def test_a_heat_map_is_walked_hour_by_hour(rig: Rig) -> None:
    view = await open_reports(rig, "hours")
    page = view.page
    assert isinstance(page, HoursPage)
    card, chart = page.maps["writing"]
    assert [chart.step(weight) for weight in (None, 0, 1, 42)] == [0, 0, 1, 5]
    chart.setFocus(Qt.FocusReason.TabFocusReason)
    assert chart.accessibleDescription() == "Monday, 8 h to 9 h, messages received: 5"
    for _step in range(4):
        press(chart, Qt.Key.Key_Down)
    press(chart, Qt.Key.Key_End)
    press(chart, Qt.Key.Key_Left)
    press(chart, Qt.Key.Key_Left)
    assert chart.accessibleDescription() == "Friday, 18 h to 19 h, messages received: 42"
    press(chart, Qt.Key.Key_Return)
    await until(lambda: bool(rig.desk.behind_asked))
    assert (rig.desk.behind_asked[-1].code, rig.desk.behind_asked[-1].detail) == ("writing", "4-18")
    assert texts(card)[10][:3] == ["18 h", "21", "31"]


async def test_hours_below_a_narrow_map_are_every_second_or_third_one(rig: Rig) -> None:
    """It had every one but some: 12 h, 14 h, 15 h, 17 h."""
    view = await open_reports(rig, "hours")
    assert isinstance(view.page, HoursPage)
    chart = view.page.maps["writing"][1]
    steps = []
    for width in (1200, 500, 300):
        chart.resize(width, chart.height())
        steps.append(chart.label_step())
    assert steps == sorted(steps) and steps[0] == 1 and steps[-1] > 1


async def test_what_became_better_is_green_and_what_became_worse_red(rig: Rig) -> None:
    view = await open_reports(rig, "compare")
    assert isinstance(view.page, ComparePage)
    rows = [row for card in view.page.parts if card.grid is not None for row in card.grid.rows]
    tones = {row[0].text: (row[3].text[:1], row[3].tone) for row in rows}
    assert tones["First response, median"] == ("−", "success")  # less time
    assert {tone for _sign, tone in tones.values()} >= {"success", "danger", ""}


async def test_an_hour_in_which_nobody_wrote_is_no_link(rig: Rig) -> None:
    view = await open_reports(rig, "hours")
    page = view.page
    assert isinstance(page, HoursPage)
    chart = page.maps["writing"][1]
    assert isinstance(chart, HeatMap)
    hover(chart, point_at(chart, (6, 0)))
    assert chart.cursor().shape() == Qt.CursorShape.ArrowCursor
    click(chart, point_at(chart, (6, 0)))
    assert not rig.desk.behind_asked


async def test_a_bar_of_a_distribution_opens_what_took_so_long(rig: Rig) -> None:
    view = await open_reports(rig, "resolution")
    page = view.page
    assert isinstance(page, ResolutionPage)
    view.page.show()
    click(page.bars, point_at(page.bars, (0, 3)))
    await until(lambda: bool(rig.desk.behind_asked))
    key = rig.desk.behind_asked[-1]
    assert (key.code, key.detail) == ("final_resolution", "86400-")
    spot = page.bars.spot((0, 1))
    assert spot is not None and spot.spoken == "1 h to 4 h, Conversations: 141 (37.4 %), before: 140"


async def test_shares_say_what_they_are_of_and_open_their_messages(rig: Rig) -> None:
    page = await page_of(rig)
    chart = page.bars
    chart.setFocus(Qt.FocusReason.TabFocusReason)
    assert chart.accessibleDescription().startswith(
        "Delivered, 97.2 %, 1,790 of 1,842, messages, 95 % wanted"
    )
    assert "12 not decided yet" in chart.accessibleDescription()
    press(chart, Qt.Key.Key_Down)
    press(chart, Qt.Key.Key_Return)
    await until(lambda: bool(rig.desk.behind_asked))
    assert rig.desk.behind_asked[-1].code == "read"


async def test_gaps_stay_gaps_and_lines_are_drawn_in_both_schemes(rig: Rig) -> None:
    view = await open_reports(rig, "people")
    chart = next(card.chart for card in view.page.cards if isinstance(card.chart, LineChart))
    theme = rig.kit.theme
    lane = next(n for n, one in enumerate(chart.face.series) if one.label == "Hugo")
    assert chart.spot((lane, 3)) is None and chart.spot((lane, 4)) is not None
    newest = point_at(chart, (0, len(chart.face.marks) - 1)).toPoint()
    for scheme in SCHEMES:
        with theme.in_scheme(scheme):
            inked = drawn(chart).pixelColor(newest)
        assert inked == theme.tokens.charts.series[scheme][0]


# --- files ---


async def test_the_page_is_written_as_a_table(rig: Rig, tmp_path: Path) -> None:
    view = await open_reports(rig)
    target = tmp_path / "report.csv"
    view.write(target)
    await until(target.exists)
    rows = list(csv.reader(target.read_text("utf-8-sig").splitlines()))
    flat = [[cell for cell in row if cell] for row in rows]
    assert ["Rules of calculation, version", "1"] in flat and ["Time zone", "Europe/Paris"] in flat
    assert ["Compared with", "1 to 26 Oct 2026"] in flat and ["Hours", "Opening hours"] in flat
    assert ["All responses, median", "0:06:00", "the same", "1,208 answers, 11 still open"] in flat
    assert ["Léa", "312", "0:05:00", "0:21:00", "95.8 %"] in flat
    assert ["18 h", "21", "31", "32", "32", "42", "39", "0"] in flat
    assert len({len(row) for row in rows}) == 1
    since = next(row[1] for row in flat if row and row[0] == "Since")
    assert since == at(view.asking.ask().from_s).isoformat()
    await until(lambda: any("report.csv" in toast.text for toast in view.toasts.toasts))


async def test_the_page_is_printed(rig: Rig, tmp_path: Path) -> None:
    view = await open_reports(rig)
    target = tmp_path / "report.pdf"
    view.write(target)
    await until(target.exists)
    content = target.read_bytes()
    assert content.startswith(b"%PDF-") and content.rstrip().endswith(b"%%EOF")
    assert content.count(b"/Type /Page\n") >= 2


async def test_paper_is_light_whatever_the_window_is(rig: Rig) -> None:
    view = await open_reports(rig)
    sections, paper = view.page.sections(), Paper("Report", "Salon", (("Zone", "Paris"),), "foot")
    rig.kit.theme.set_choice("dark")
    dark = printed(rig.kit.theme, paper, sections)
    rig.kit.theme.set_choice("light")
    assert len(dark) > 10_000 and abs(len(dark) - len(printed(rig.kit.theme, paper, sections))) < 2_000


async def test_a_file_that_cannot_be_written_says_why(rig: Rig, tmp_path: Path) -> None:
    view = await open_reports(rig)
    view.write(tmp_path / "nowhere" / "report.csv")
    await until(lambda: bool(view.toasts.toasts))
    assert "nowhere" in view.toasts.toasts[0].text


async def test_a_rep_reads_everything_and_takes_nothing_out(rig: Rig) -> None:
    role: Role = "rep"
    me = replace(rig.desk.me(), role=role)
    rig.desk.me = lambda: me  # type: ignore[method-assign]
    view = await open_reports(rig)
    assert view.export_button.isHidden() and len(view.page.tiles) == 8


async def test_the_menu_of_the_head_offers_both_files(rig: Rig) -> None:
    view = await open_reports(rig)
    click(view.export_button.button, QPoint(5, 5))
    menu = open_menu(view)
    assert [action.iconText() for action in menu.actions()] == [
        "Table for Excel (CSV)…",
        "For printing (PDF)…",
    ]
    choose(menu, "Table for Excel (CSV)…")
    dialog = next(one for one in rig.window.findChildren(FileDialog) if one.isVisible())
    assert dialog.selectedFiles()[0].endswith("Overview 2026-11-26.csv")
    dialog.reject()

"""What a person's hands do on the screen of reports, and what they see there."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from app.domain.hours import HoursSaved, OpeningHours, Span
from app.domain.rows import MemberRow
from tests.gui.hands import ALT
from tests.gui.rig import Rig, press, until
from tests.report_story import HUGO, fill_with_reports
from tests.report_waits import CAMILLE, LEA
from ui.reports.card import ReportCard
from ui.reports.charts.chart import Chart, Place
from ui.reports.view import ReportsView


def with_team(rig: Rig) -> None:
    """The owner and three more."""
    me = rig.desk.me().member_id
    rig.desk.members = lambda: [
        MemberRow(me, "Marion", "owner", is_me=True), MemberRow(LEA, "Léa", "rep"),
        MemberRow(CAMILLE, "Camille", "manager"), MemberRow(HUGO, "Hugo", "rep"),
    ]  # fmt: skip


async def open_reports(rig: Rig, page: str = "overview", *, is_filled: bool = True) -> ReportsView:
    """Gone to by its key."""
    with_team(rig)
    week = tuple([(Span(540, 1_140),)] * 6 + [()])
    rig.desk.book.apply(HoursSaved("", OpeningHours("2020-01-01", "Europe/Paris", week)))
    if is_filled:
        fill_with_reports(rig.desk)
    press(rig.window, Qt.Key.Key_6, ALT)
    view = rig.panes.screens.reports
    if page != "overview":
        view.show_page(page)
    await until(lambda: view.isVisible() and view.page.report is not None)
    return view


def said(view: ReportsView) -> list[str]:
    """What is heard of the tiles."""
    return [tile.accessibleName().replace("\N{NO-BREAK SPACE}", " ") for tile in view.page.tiles]


def texts(card: ReportCard) -> list[list[str]]:
    """The table of a card."""
    assert card.grid is not None
    return [[cell.text.replace("\N{NO-BREAK SPACE}", " ") for cell in row] for row in card.grid.rows]


def chart_of(card: ReportCard) -> Chart:
    assert card.chart is not None
    return card.chart


def point_at(chart: Chart, place: Place) -> QPointF:
    return chart.rect_of(place).center()


def hover(chart: Chart, at: QPointF) -> None:
    """The pointer moves over a chart, without a button."""
    event = QMouseEvent(
        QEvent.Type.MouseMove, at, chart.mapToGlobal(at), Qt.MouseButton.NoButton, Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    QApplication.sendEvent(chart, event)

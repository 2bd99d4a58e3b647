"""The pages of the ledger on the screen of reports: its days are theirs, its export and its paper hold their tables."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar
from zoneinfo import ZoneInfo

from PySide6.QtWidgets import QWidget

from app.domain.message_costs import day_of
from app.domain.periods import Period
from app.domain.report_rows import Report, ReportAsk, ReportName
from ui.kit import Kit
from ui.reports.ledger.base import LedgerPart
from ui.reports.ledger.goals_page import GoalsPage
from ui.reports.ledger.page import LedgerPage
from ui.reports.ledger.retention_page import RetentionPage
from ui.reports.page import ReportPage, Section


class HostedPage(ReportPage):
    """One of them; number, person and hours make no difference to it."""

    name: ClassVar[ReportName] = "outcomes"
    has_clock: ClassVar[bool] = False

    def __init__(self, kit: Kit, part: LedgerPart, parent: QWidget | None = None) -> None:
        super().__init__(kit, parent)
        self.part = part
        part.is_hosted = True
        self._fill: Callable[[], None] | None = None
        self.column.addWidget(part)
        part.stood_on.connect(self.stood_on)

    @property
    def first_control(self) -> QWidget:
        """The part's."""
        return self.part.first_control

    async def read(self, ask: ReportAsk) -> Report:
        """Its own figures, of the days that the screen is about."""
        zone = ZoneInfo(ask.zone)
        self.part.take_period(Period(day_of(ask.from_s, zone), day_of(ask.until_s - 1, zone)))
        self._fill = await self.part.read()
        return Report(self.name, ask, int(self.kit.clock.now().timestamp()), n=self.part.counted)

    def show_report(self, report: Report) -> None:
        """Everything keeps its place."""
        self.report = report
        if self._fill is not None:
            self._fill()

    def sections(self) -> list[Section]:
        """Its tables."""
        return [Section(grid.title, grid) for grid in self.part.grids()]

    def close_down(self) -> None:
        """No timer may outlive the page."""
        self.part.close_down()


def ledger_page(kit: Kit) -> HostedPage:
    """Costs and gains."""
    return HostedPage(kit, LedgerPage(kit))


def goals_page(kit: Kit) -> HostedPage:
    """Goals."""
    return HostedPage(kit, GoalsPage(kit))


def retention_page(kit: Kit) -> HostedPage:
    """Who comes back."""
    return HostedPage(kit, RetentionPage(kit))

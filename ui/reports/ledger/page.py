"""Costs and gains, for the owner: what it brings for what it costs, every input in sight; what messages cost.

Everybody may look; owner and managers add, change and remove.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.domain.ledger import Cost, Entry, Gain
from app.domain.message_costs import MessageCosts
from app.domain.money import Money
from app.domain.periods import Period
from app.domain.roi import Roi, tenths
from app.words import gettext as _
from app.words import ngettext
from ui.deals.funnel.tiles import TileFace, TileRow
from ui.kit import Kit
from ui.reports.ledger import words
from ui.reports.ledger.base import LedgerPart
from ui.reports.ledger.entry_forms import CostDialog, GainDialog
from ui.reports.ledger.formulae import FormulaCard
from ui.reports.ledger.grids import costs_grid, gains_grid
from ui.reports.ledger.messages import MessagesCard
from ui.reports.ledger.period import PeriodButton
from ui.reports.ledger.sample import SampleDialog

TILES: Final = 4


class LedgerPage(LedgerPart):
    """Return, costs, gains, messages."""

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(kit, parent)
        self.rois: tuple[Roi, ...] = ()
        self.period_button = PeriodButton(kit)
        self.bar.addWidget(self.period_button)
        self.bar.addStretch(1)
        self.example = self.button(
            _("Look at an example"), self.open_example, icon="graduation-cap", kind="quiet"
        )
        self.add_cost = self.button(_("Add a cost"), self.new_cost, icon="plus")
        self.add_gain = self.button(_("Add a gain"), self.new_gain, icon="plus", kind="primary")
        self.tiles = TileRow(kit.theme, TILES)
        self.formulae = FormulaCard(kit.theme)
        self.column.addWidget(self.tiles)
        self.column.addWidget(self.formulae)
        self.costs = self.card()
        self.gains = self.card()
        self.messages = MessagesCard(self)
        self.column.addWidget(self.messages)
        self.column.addStretch(1)
        self.period_button.changed.connect(self.refresh)
        places = (self.formulae, self.formulae, self.formulae, self.messages)
        for tile, place in zip(self.tiles.tiles, places, strict=True):
            tile.clicked.connect(lambda _on=False, place=place: self.stood_on.emit(place, place.rect()))

    @property
    def first_control(self) -> QWidget:
        """The period, or what comes after it."""
        return self.period_button if not self.is_hosted else self.example

    def take_period(self, period: Period) -> None:
        """These days; the page's own button is not needed then."""
        self.period_button.hide()
        self.period_button.take(period)

    # -- what is shown

    async def read(self) -> Callable[[], None]:
        """The return of the period and the messages of the month."""
        desk, period = self.kit.desk, self.period_button.period
        rois = await desk.roi(period.first, period.last)
        messages = await desk.message_costs(self.messages.month)
        self.counted = len(desk.costs()) + len(desk.gains())
        return lambda: self._show(rois, messages)

    def _show(self, rois: tuple[Roi, ...], messages: MessageCosts) -> None:
        desk, formats = self.kit.desk, self.kit.formats
        self.rois = rois
        for part in (self.add_cost, self.add_gain):
            part.setVisible(self.may_change)
        self.tiles.show_faces(self._faces(rois, messages))
        self.formulae.show_rois(rois, formats)
        self.costs.show_grid(costs_grid(desk.costs(), rois, formats))
        self.gains.show_grid(gains_grid(desk.gains(), rois, formats))
        self.messages.show_costs(messages)

    def _faces(self, rois: tuple[Roi, ...], messages: MessageCosts) -> list[TileFace]:
        language, formats = self.kit.formats.language, self.kit.formats
        roi = rois[0] if rois else None
        nothing = _("no cost in this period")
        base = nothing
        is_known = roi is not None and bool(roi.cost.minor)
        each, new = words.NONE, _("no new customer in this period") if is_known else nothing
        if roi is not None and roi.cost.minor:
            base = _("{gain} for {cost}").format(
                gain=words.exact(roi.tangible, language), cost=words.exact(roi.cost, language)
            )
        if roi is not None and roi.per_customer is not None:
            each = words.exact(roi.per_customer, language)
            people = ngettext("{n} new customer", "{n} new customers", roi.customers)
            new = people.format(n=formats.number(roi.customers))
        value = _("with {amount} of time and other value").format(
            amount=words.exact(roi.intangible, language) if roi is not None else words.NONE
        )
        charged = ngettext("{n} message charged", "{n} messages charged", messages.charged)
        charged = (
            charged.format(n=formats.number(messages.charged)) if messages.charged else _("none charged yet")
        )
        return [
            TileFace(
                _("Return on investment"),
                words.percent(tenths(roi.net_return if roi is not None else None), language),
                base, "roi" if is_known else None,
            ),
            TileFace(
                _("Return, all gains counted"),
                words.percent(tenths(roi.value_return if roi is not None else None), language),
                value if is_known else nothing, "roi" if is_known else None,
            ),
            TileFace(_("Cost per new customer"), each, new, "roi" if each != words.NONE else None),
            TileFace(
                _("Messages, {month}").format(month=words.month(messages.month.first, language)),
                words.several(messages.totals, language), charged, "messages" if messages.totals else None,
            ),
        ]  # fmt: skip

    # -- entries

    def open_entry(self, key: tuple[str, str]) -> None:
        """A line of one of the tables."""
        kind, entry_id = key
        if not self.may_change:
            return
        if kind == "cost":
            found = next((one for one in self.kit.desk.costs() if one.cost_id == entry_id), None)
            if found is not None:
                self.edit_cost(found)
        elif kind == "gain":
            gain = next((one for one in self.kit.desk.gains() if one.gain_id == entry_id), None)
            if gain is not None:
                self.edit_gain(gain)

    def new_cost(self) -> CostDialog:
        """An empty one."""
        desk = self.kit.desk
        currency = str(desk.setting("currency"))
        fresh = Cost(desk.new_entry_id(), "", "licence", Money(0, currency), "monthly", self._today())
        return self.edit_cost(fresh)

    def edit_cost(self, cost: Cost) -> CostDialog:
        """One that is there, or a new one."""
        remove = (lambda: self.remove(cost)) if cost.version else None
        dialog = CostDialog(self.kit, cost, self.window(), self.kit.desk.save_entry, remove)
        dialog.open()
        return dialog

    def new_gain(self) -> None:
        """An empty one."""
        desk = self.kit.desk
        currency = str(desk.setting("currency"))
        first = self.period_button.period.first
        self.edit_gain(Gain(desk.new_entry_id(), "", "revenue", "deals", Money(0, currency), first))

    def edit_gain(self, gain: Gain) -> None:
        """With the deals that it may name."""
        self.do(
            self.kit.desk.won_deals(date(2000, 1, 1), self._today()), lambda won: self._open_gain(gain, won)
        )

    def _open_gain(self, gain: Gain, won: list) -> None:  # type: ignore[type-arg]
        remove = (lambda: self.remove(gain)) if gain.version else None
        dialog = GainDialog(self.kit, gain, self.window(), self.kit.desk.save_entry, remove, won[:200])
        dialog.open()

    def remove(self, entry: Cost | Gain) -> None:
        """With the way back."""

        def undo(gone: Entry) -> None:
            self.tell_removed(lambda: self.do(self.kit.desk.save_entry(gone)))

        self.do(self.kit.desk.remove_entry(entry), undo)

    def open_example(self) -> SampleDialog:
        """The worked example; nothing of it is ever among one's own figures."""
        dialog = SampleDialog(self.kit, self.window())
        dialog.open()
        return dialog

    def _today(self) -> date:
        from zoneinfo import ZoneInfo

        return self.kit.clock.now().astimezone(ZoneInfo(self.kit.formats.zone)).date()


def row_of(*parts: QWidget) -> QHBoxLayout:
    """Side by side, at the leading edge."""
    row = QHBoxLayout()
    row.setSpacing(8)
    for part in parts:
        row.addWidget(part, 0, Qt.AlignmentFlag.AlignVCenter)
    row.addStretch(1)
    return row

"""A cost or a gain while it is written; which fields there are follows from when and where it comes from."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from typing import Any, Final, get_args

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from app.domain import ledger as book
from app.domain.goals import COUNTED
from app.domain.ledger import Cost, Entry, Gain
from app.domain.money import Money
from app.domain.roi import WonDeal
from app.words import gettext as _
from app.words import ledger as named
from ui.deals.words import money
from ui.kit import Kit
from ui.plain import shown_line
from ui.reports.ledger import words
from ui.reports.ledger.forms import EntryDialog, shown_decimal
from ui.settings.templates.parts import Picker
from ui.widgets.choice import Option, Segmented
from ui.widgets.controls import CheckBox
from ui.widgets.surfaces import Card

Save = Callable[[Entry], Awaitable[object]]
Remove = Callable[[], None] | None
DEALS_PX: Final = 180
ROW_PX: Final = 28
NAME: Final = Qt.ItemDataRole.UserRole + 1


class CostDialog(EntryDialog):
    """What is spent, once, every month, or for each message that WhatsApp charges for."""

    def __init__(self, kit: Kit, cost: Cost, parent: QWidget, save: Save, remove: Remove = None) -> None:
        title = _("Change the cost") if cost.version else _("Add a cost")
        super().__init__(kit, title, parent, save, remove)
        self._cost = cost
        theme = kit.theme
        self.name = self.field(_("Name"), cost.name, _("For example: Comptoir licence"))
        options = [Option(one, named.cost_category(one)) for one in book.COST_CATEGORIES]
        self.category = Picker(theme, _("What it is for"), options)
        self.category.choose(cost.category)
        self.named(_("What it is for"), self.category)
        rhythms = [Option(one, named.rhythm_words(one)) for one in book.RHYTHMS]
        self.rhythm = Segmented(theme, _("When it falls due"), rhythms)
        self.rhythm.choose(cost.rhythm)
        self.named(_("When it falls due"), self.rhythm)
        self.amount = self.field(_("Amount"), self.money_text(cost.amount))
        self.price = self.field(
            _("Price of one message, in your currency; empty: by the imported prices"),
            shown_decimal(cost.price, kit.formats.language),
        )
        self.first = self.field(_("First day"), self.day_text(cost.from_day))
        self.last = self.field(_("Last day, empty while it goes on"), self.day_text(cost.to_day))
        self.rhythm.chosen.connect(self._settle)
        self._settle()
        self.finish()
        self.name.input.setFocus()

    def _settle(self) -> None:
        rhythm = self.rhythm.chosen_id
        self.amount.setVisible(rhythm != "per_message")
        self.price.setVisible(rhythm == "per_message")
        self.last.setVisible(rhythm != "once")
        self.fit()

    def entry(self) -> Cost | None:
        """As it is written."""
        rhythm = self.rhythm.chosen_id
        first = self.day_of(self.first)
        last = self.day_of(self.last) if rhythm != "once" and self.last.input.text().strip() else None
        is_wrong = bool(rhythm != "once" and self.last.input.text().strip() and last is None)
        amount: Money | None = Money(0, self._cost.amount.currency if self._cost.price else self.currency)
        price: str | None = ""
        if rhythm != "per_message":
            amount = self.amount_of(self.amount)
        elif self.price.input.text().strip():
            price = self.decimal_of(self.price)
        if first is None or amount is None or price is None or is_wrong:
            return None
        values: dict[str, Any] = {
            "name": self.name.input.text(),
            "category": self.category.chosen_id,
            "amount": amount,
            "rhythm": rhythm,
            "from_day": first,
            "to_day": last,
            "price": price,
        }
        return replace(self._cost, **values)


class GainDialog(EntryDialog):
    """What came of it: from deals, from something that is counted, from hours saved, or an amount of one's own."""

    def __init__(
        self,
        kit: Kit,
        gain: Gain,
        parent: QWidget,
        save: Save,
        remove: Remove = None,
        won: Sequence[WonDeal] = (),
    ) -> None:
        title = _("Change the gain") if gain.version else _("Add a gain")
        super().__init__(kit, title, parent, save, remove)
        self._gain = gain
        theme, language = kit.theme, kit.formats.language
        self.name = self.field(_("Name"), gain.name, _("For example: Sales by WhatsApp"))
        self.category = Picker(
            theme, _("What kind"), [Option(one, named.gain_category(one)) for one in book.GAIN_CATEGORIES]
        )
        self.category.choose(gain.category)
        self.named(_("What kind"), self.category)
        self.source = Picker(
            theme, _("Reckoned from"), [Option(one, named.source_words(one)) for one in book.SOURCES]
        )
        self.source.choose(gain.source)
        self.named(_("Reckoned from"), self.source)
        self.hours = self.field(_("Hours saved a week"), shown_decimal(gain.hours, language))
        self.amount = self.field(_("Amount"), self.money_text(gain.amount))
        self.rate = self.field(_("What an hour costs"), self.money_text(gain.amount))
        self.weeks = Segmented(
            theme,
            _("Weeks a month"),
            [Option("4", _("4 weeks a month")), Option("52/12", _("52/12 weeks a month"))],
        )
        self.weeks.choose(gain.weeks)
        self._weeks = self.named(_("Weeks a month"), self.weeks)
        self.rhythm = Segmented(
            theme, _("When"), [Option(one, named.rhythm_words(one)) for one in ("once", "monthly")]
        )
        self.rhythm.choose(gain.rhythm)
        self._rhythm = self.named(_("When"), self.rhythm)
        self.counter = Picker(
            theme, _("What is counted"), [Option(one, named.measure_words(one)) for one in COUNTED]
        )
        self.counter.choose(gain.counter or COUNTED[0])
        self._counter = self.named(_("What is counted"), self.counter)
        self.price = self.field(
            _("What each is worth, in your currency"), shown_decimal(gain.price, language)
        )
        self.deals = _deals_list(kit, gain, won)
        frame = Card(theme)
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(4, 4, 4, 4)
        inside.addWidget(self.deals)
        self._deals = self.named(_("Deals won, the newest first"), frame)
        self.first = self.field(_("First day"), self.day_text(gain.from_day))
        self.last = self.field(_("Last day, empty while it goes on"), self.day_text(gain.to_day))
        self.intangible = CheckBox(theme, _("No money came in (second formula only)"))
        self.intangible.setChecked(gain.is_intangible)
        self.fields.addWidget(self.intangible)
        self.source.chosen.connect(self._settle_source)
        self.rhythm.chosen.connect(lambda _id: self._settle())
        self._settle()
        self.finish()
        self.name.input.setFocus()

    def _settle_source(self, source: str) -> None:
        """Hours that are saved bring no money in, unless somebody says so."""
        self.intangible.setChecked(source == "hours")
        self._settle()

    def _settle(self) -> None:
        source = self.source.chosen_id
        self.hours.setVisible(source == "hours")
        self.rate.setVisible(source == "hours")
        self._weeks.setVisible(source == "hours")
        self.amount.setVisible(source == "amount")
        self._rhythm.setVisible(source == "amount")
        self._counter.setVisible(source == "counter")
        self.price.setVisible(source == "counter")
        self._deals.setVisible(source == "named")
        self.first.setVisible(source != "named")
        is_once = source == "amount" and self.rhythm.chosen_id == "once"
        self.last.setVisible(source != "named" and not is_once)
        self.fit()

    def _chosen_deals(self) -> tuple[str, ...]:
        items = [self.deals.item(row) for row in range(self.deals.count())]
        return tuple(item.data(Qt.ItemDataRole.UserRole) for item in items if item.isSelected())

    def entry(self) -> Gain | None:
        """As it is written."""
        source = self.source.chosen_id
        first = self._gain.from_day if source == "named" else self.day_of(self.first)
        last, is_wrong = None, False
        if not self.last.isHidden() and self.last.input.text().strip():
            last = self.day_of(self.last)
            is_wrong = last is None
        amount: Money | None = Money(0, self.currency)
        hours: str | None = ""
        price: str | None = ""
        if source == "amount":
            amount = self.amount_of(self.amount)
        elif source == "hours":
            amount, hours = self.amount_of(self.rate), self.decimal_of(self.hours)
        elif source == "counter":
            price = self.decimal_of(self.price)
        if first is None or is_wrong or amount is None or hours is None or price is None:
            return None
        assert source in get_args(book.Source)
        values: dict[str, Any] = {
            "name": self.name.input.text(),
            "category": self.category.chosen_id,
            "source": source,
            "amount": amount,
            "from_day": first,
            "to_day": last,
            "hours": hours,
            "weeks": self.weeks.chosen_id,
            "price": price,
            "rhythm": self.rhythm.chosen_id if source == "amount" else "once",
            "deal_ids": self._chosen_deals() if source == "named" else (),
            "counter": self.counter.chosen_id if source == "counter" else "",
            "is_intangible": self.intangible.isChecked(),
        }
        return replace(self._gain, **values)


def _deals_list(kit: Kit, gain: Gain, won: Sequence[WonDeal]) -> QListWidget:
    """Those that are chosen have a tick; those that are named and not among them stay named."""
    made = QListWidget()
    made.setAccessibleName(_("Deals won, the newest first"))
    made.setFixedHeight(kit.theme.px(DEALS_PX))
    made.setFrameShape(QFrame.Shape.NoFrame)
    made.setSelectionMode(QListWidget.SelectionMode.MultiSelection)
    known = {deal.deal_id: deal for deal in won}
    for deal_id in [*known, *(one for one in gain.deal_ids if one not in known)]:
        item = QListWidgetItem()
        item.setData(Qt.ItemDataRole.UserRole, deal_id)
        item.setData(NAME, _deal_words(kit, deal_id, known.get(deal_id)))
        item.setSizeHint(QSize(0, kit.theme.px(ROW_PX)))
        made.addItem(item)
        item.setSelected(deal_id in gain.deal_ids)
    made.itemSelectionChanged.connect(lambda: _tick(made))
    _tick(made)
    return made


def _tick(deals: QListWidget) -> None:
    """A tick beside the colour."""
    for row in range(deals.count()):
        item = deals.item(row)
        mark = "\N{CHECK MARK}" if item.isSelected() else "\N{EM SPACE}"
        item.setText(f"{mark} {item.data(NAME)}")


def _deal_words(kit: Kit, deal_id: str, deal: WonDeal | None) -> str:
    card, language = kit.desk.deal(deal_id), kit.formats.language
    said = [shown_line(card.shown_title) if card is not None else _("a deal that is gone")]
    if deal is not None:
        said.append(words.day(deal.day, language))
        said += [money(deal.amount, language)] if deal.amount is not None else [_("without an amount")]
    return words.APART.join(said)

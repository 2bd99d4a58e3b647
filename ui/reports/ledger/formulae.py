"""Both formulae of the return with their inputs, written out so that anybody can reckon them again."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.roi import Roi, tenths
from app.words import gettext as _
from app.words import ngettext
from app.words.formats import Formats
from ui.reports.ledger import words
from ui.theme.theme import Theme
from ui.widgets.labels import Label, Paragraph
from ui.widgets.surfaces import Card

_PAD = 16


def formula_lines(roi: Roi, formats: Formats) -> list[tuple[str, str]]:
    """Each formula in words, and with its figures."""
    language = formats.language
    cost, came, worth = (words.exact(one, language) for one in (roi.cost, roi.tangible, roi.intangible))
    first, second = (words.percent(tenths(one), language) for one in (roi.net_return, roi.value_return))
    if not roi.cost.minor:
        bare = _("No cost falls into this period, so there is no return to reckon: {amount} came in.")
        return [(_("Return on investment"), bare.format(amount=came))]
    return [
        (
            _("Net benefit ÷ total investment × 100"),
            _("({came} − {cost}) ÷ {cost} × 100 = {share}").format(came=came, cost=cost, share=first),
        ),
        (
            _("(Value generated − cost) ÷ cost × 100, with what brings no money in"),
            _("({came} + {worth} − {cost}) ÷ {cost} × 100 = {share}").format(
                came=came, worth=worth, cost=cost, share=second
            ),
        ),
    ]


def more_lines(roi: Roi, formats: Formats) -> list[str]:
    """New customers and what one costs; loyalty and saved cost by their names."""
    language, lines = formats.language, []
    if roi.per_customer is not None:
        people = ngettext("{n} new customer", "{n} new customers", roi.customers)
        lines.append(
            _("{people}: {cost} ÷ {n} = {each} each").format(
                people=people.format(n=formats.number(roi.customers)),
                cost=words.exact(roi.cost, language),
                n=formats.number(roi.customers),
                each=words.exact(roi.per_customer, language),
            )
        )
    kinds = {"loyalty": _("Of this from loyalty: {amount}"), "saved_cost": _("Of this saved cost: {amount}")}
    for category, said in kinds.items():
        amount = roi.of_category(category)
        if amount.minor:
            lines.append(said.format(amount=words.exact(amount, language)))
    return lines


class FormulaCard(Card):
    """One block for each currency; a sentence on how to begin where there is nothing."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent=parent)
        self.title = Label(theme, _("How the return is reckoned"), weight="semibold")
        self.lines: list[Paragraph] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(_PAD, 12, _PAD, 12)
        self._column.setSpacing(4)
        self._column.addWidget(self.title)

    def show_rois(self, rois: Sequence[Roi], formats: Formats) -> None:
        """Other figures."""
        said: list[tuple[str, bool]] = []
        for roi in rois:
            if len(rois) > 1:
                said.append((_("In {currency}, by itself").format(currency=roi.currency), True))
            for formula, figures in formula_lines(roi, formats):
                said += [(formula, True), (figures, False)]
            said += [(line, False) for line in more_lines(roi, formats)]
        if not rois:
            how = _(
                "Nothing is known of this period yet. Add what you spend and what came of it; both formulae are then "
                "written out here with their figures. “Look at an example” shows what that is like."
            )
            said.append((how, True))
        while len(self.lines) < len(said):
            line = Paragraph(self.theme)
            self.lines.append(line)
            self._column.addWidget(line)
        for line, (text, is_muted) in zip(self.lines, [*said, *[("", True)] * len(self.lines)], strict=False):
            line.set_text(text)
            line.set_ink("text_muted" if is_muted else "text")
            line.setVisible(bool(text))

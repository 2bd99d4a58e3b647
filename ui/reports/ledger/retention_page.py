"""Who comes back, for the owner: people by the month of their first message; the rule of who is lost in plain sight."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from app.domain.retention import Retention
from app.words import gettext as _
from ui.deals.funnel.words import percent
from ui.kit import Kit
from ui.reports.ledger.base import LedgerPart
from ui.reports.ledger.grids import retention_grid
from ui.widgets.inputs import Field
from ui.widgets.labels import Paragraph


class RetentionPage(LedgerPart):
    """One table, and the rule above it."""

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(kit, parent)
        theme = kit.theme
        self.rule = Paragraph(theme, ink="text_muted")
        self.days = Field(theme, _("Lost after so many days without a message"))
        self.days.setMaximumWidth(theme.px(320))
        self.bar.addWidget(self.days)
        self.bar.addStretch(1)
        self.column.addWidget(self.rule)
        self.people = self.card()
        self.column.addStretch(1)
        self.days.input.editingFinished.connect(self._keep)

    @property
    def first_control(self) -> QWidget:
        """The table."""
        return self.people.grid

    async def read(self) -> Callable[[], None]:
        """Reckoned from all messages."""
        found = await self.kit.desk.retention()
        self.counted = found.lost.whole
        return lambda: self._show(found)

    def _show(self, found: Retention) -> None:
        formats = self.kit.formats
        said = _("A customer counts as lost who has written nothing for more than {n} days.").format(
            n=found.inactive_days
        )
        if found.lost.whole:
            said += " " + _("That is {part} of {whole}, {share}.").format(
                part=formats.number(found.lost.part), whole=formats.number(found.lost.whole),
                share=percent(found.lost, formats.language),
            )  # fmt: skip
        self.rule.set_text(said)
        self.days.setVisible(self.may_change)
        if not self.days.input.hasFocus():
            self.days.input.setText(str(found.inactive_days))
        self.people.show_grid(retention_grid(found, formats))

    def _keep(self) -> None:
        text = self.days.input.text().strip()
        if text == str(self.kit.desk.setting("inactive_days")):
            self.days.set_error("")
            return
        if not (text.isdecimal() and 7 <= int(text) <= 1_000):
            self.days.set_error(_("A number of days from 7 to 1000 is needed."))
            return
        self.days.set_error("")
        self.do(self.kit.desk.change_setting("inactive_days", int(text)))

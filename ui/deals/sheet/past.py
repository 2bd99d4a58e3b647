"""How a deal came to where it is: its stages, with the days in each and who moved it."""

from __future__ import annotations

from typing import Final

from app.domain.deal_rows import DealCard, StageStayRow
from app.domain.rows import Changes
from app.words import gettext as _
from ui.contacts.panel.parts import SectionBox
from ui.deals.sheet.parts import SheetKit
from ui.deals.sheet.words import stay_words
from ui.deals.words import days_between, stage_name
from ui.plain import shown_line, shown_name
from ui.widgets.button import Button
from ui.widgets.labels import ElidedLabel

SHOWN: Final = 6
STEP: Final = 20


class PastSection:
    """The newest first."""

    def __init__(self, sheet: SheetKit) -> None:
        self._sheet = sheet
        self._card: DealCard | None = None
        self._shown: tuple[object, ...] | None = None
        self._count = SHOWN
        self.widget = SectionBox(sheet.theme, _("Its way so far"))
        self.rows: list[ElidedLabel] = []
        self.more = Button(sheet.theme, _("Show more"), kind="link", is_flush=True)
        self.more.clicked.connect(self._show_more)
        self.widget.foot.addWidget(self.more)

    def show(self, card: DealCard) -> None:
        """Its own."""
        if self._card is None or self._card.deal_id != card.deal_id:
            self._count = SHOWN
        self._card = card
        names = self._names()
        key = (card.history, self._count, tuple(names.items()))
        if key == self._shown:
            return
        self._shown = key
        for row in self.rows:
            self.widget.column.removeWidget(row)
            row.hide()
            row.deleteLater()
        stays = card.history[::-1]
        self.rows = [self._row(stay, names) for stay in stays[: self._count]]
        for row in self.rows:
            self.widget.column.addWidget(row)
        self.more.setVisible(len(stays) > self._count)
        self.widget.setVisible(bool(stays))

    def changed(self, changes: Changes) -> None:
        """A stage may be called differently now."""
        if changes.is_pipelines and self._card is not None:
            self.show(self._card)

    def put_aside(self) -> None:
        """Nothing is written here."""

    def _names(self) -> dict[tuple[str, str], str]:
        pipelines = self._sheet.kit.desk.pipelines()
        return {
            (one.pipeline_id, stage.stage_id): stage_name(stage) for one in pipelines for stage in one.stages
        }

    def _row(self, stay: StageStayRow, names: dict[tuple[str, str], str]) -> ElidedLabel:
        kit, now = self._sheet.kit, self._sheet.kit.clock.now()
        name = names.get((stay.pipeline_id, stay.stage_id)) or _("A stage that is gone")
        days = stay_words(days_between(stay.entered_at, stay.left_at or now, kit.formats), None)
        said = [shown_line(name), days, kit.formats.short_day(stay.entered_at, now)]
        said += [shown_name(stay.name)] if stay.name else []
        ink = "text" if stay.left_at is None else "text_muted"
        return ElidedLabel(self._sheet.theme, " · ".join(said), ink=ink)  # type: ignore[arg-type]

    def _show_more(self) -> None:
        self._count += STEP
        if self._card is not None:
            self.show(self._card)

"""Which days the ledger is about: a button with the usual periods and one of one's own."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.domain.periods import PRESETS, Period, Preset, preset
from app.words import gettext as _
from ui.deals.funnel.choosing import PeriodDialog, preset_words
from ui.deals.funnel.words import period_words
from ui.kit import Kit
from ui.widgets.button import Button
from ui.widgets.menu import Menu


class PeriodButton(Button):
    """`changed` when it is about other days."""

    changed = Signal()

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(kit.theme, "", icon="calendar", parent=parent)
        self._kit = kit
        self._preset: Preset | None = "year"
        self._own = preset("year", kit.clock.now(), kit.formats.zone)
        self.clicked.connect(self._open)
        self._settle()

    @property
    def period(self) -> Period:
        """A usual one goes on with the days."""
        if self._preset is None:
            return self._own
        return preset(self._preset, self._kit.clock.now(), self._kit.formats.zone)

    def choose(self, chosen: Period | Preset) -> None:
        """These days, or a usual period."""
        if isinstance(chosen, Period):
            self._preset, self._own = None, chosen
        else:
            self._preset = chosen
        self._settle()
        self.changed.emit()

    def take(self, period: Period) -> None:
        """Without asking for figures: whoever says so asks."""
        self._preset, self._own = None, period

    def _settle(self) -> None:
        zone, formats = self._kit.formats.zone, self._kit.formats
        said = period_words(self._own.since_at(zone), self._own.until_at(zone), formats)
        said = said if self._preset is None else preset_words(self._preset)
        self.set_face(said, icon="calendar")
        self.setAccessibleName(_("Period: {name}").format(name=said))

    def _open(self) -> None:
        menu = Menu(self._kit.theme, _("Period"), self)
        for name in PRESETS:
            menu.add(preset_words(name), partial(self.choose, name), is_checked=name == self._preset)
        menu.add(_("Own period…"), self.ask, is_checked=self._preset is None)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.open_below(self)

    def ask(self) -> PeriodDialog:
        """Two days of one's own."""
        dialog = PeriodDialog(self._kit, self.period, self.window())
        dialog.chosen.connect(self.choose)
        dialog.open()
        return dialog

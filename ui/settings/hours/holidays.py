"""Public holidays of a country or of a part of one, and on which of them the business is open all the same."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import date
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget
from shiboken6 import isValid

from app.domain.hours import OpeningHours
from app.words import gettext as _
from app.words import language
from app.words.hours_of import day_words
from ui.kit import Kit
from ui.settings.calendar_fields import read_region, region_words
from ui.settings.hours.words import today_of
from ui.widgets.controls import CheckBox
from ui.widgets.inputs import Field
from ui.widgets.labels import Label, Paragraph

SHOWN: Final = 14
YEARS_BACK: Final = 10  # chats of a phone may be older than the hours
YEARS_AHEAD: Final = 5


class HolidayFields(QWidget):
    """`edited` at each change. `open_days`: holidays on which it is open."""

    edited = Signal()

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kit, theme = kit, kit.theme
        home = kit.desk.home_country()
        example = _("For example: {country}").format(country=region_words(home)) if home else ""
        self.place = Field(theme, _("Country, or a part of it"), placeholder=example)
        self.ticks: dict[date, CheckBox] = {}
        self.open_days: set[date] = set()
        self._were_open: set[date] = set()  # in the version, as far as they are looked up
        self._kept: OpeningHours | None = None
        self._names: Mapping[date, str] = {}
        self._asked = ""
        self._title = Label(theme, _("Tick the days on which you are open all the same:"), weight="medium")
        self._known_to = Paragraph(theme, role="small", ink="text_muted")
        self._list = QVBoxLayout()
        self._list.setSpacing(2)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        column.addWidget(self.place)
        column.addWidget(self._title)
        column.addLayout(self._list)
        column.addWidget(self._known_to)
        self.place.input.editingFinished.connect(self.look)
        self.place.input.textEdited.connect(lambda _text: self.edited.emit())
        self._settle()

    @property
    def region(self) -> str | None:
        """The place as it is kept; None for one that is not known."""
        region, error = read_region(self.place.input.text())
        return None if error else region

    @property
    def signature(self) -> tuple[str, tuple[date, ...]]:
        """What may be lost."""
        return self.place.input.text().strip(), tuple(sorted(self.open_days ^ self._were_open))

    def show_hours(self, hours: OpeningHours) -> None:
        """Those of a version."""
        self._kept = hours
        self.place.input.setText(region_words(hours.region))
        self.place.set_error("")
        self.open_days, self._were_open = set(), set()
        self._names, self._asked = {}, ""
        self._settle()
        self.look()

    def look(self) -> None:
        """Find the holidays of the place that is written now."""
        region, error = read_region(self.place.input.text())
        self.place.set_error(error)
        if error or region == self._asked:
            return
        self._asked = region
        self._kit.tasks.spawn(self._look(region), "holidays")

    async def _look(self, region: str) -> None:
        names = await self._named(region)
        if not isValid(self) or self._asked != region:
            return
        self._names = names
        self._were_open = self._opened(region, names)
        self.open_days = set(self._were_open)
        self._settle()
        self.edited.emit()

    async def dates(self) -> tuple[str, ...]:
        """The dates to be kept: those of the place without the days on which it is open, for years around now."""
        region = self.region or ""
        names = await self._named(region)
        opened = self.open_days if region == self._asked else self._opened(region, names)
        kept = self._kept.holidays if self._kept is not None and self._kept.region == region else ()
        others = {day for day in kept if date.fromisoformat(day) not in names}
        return tuple(sorted({day.isoformat() for day in names if day not in opened} | others))

    async def _named(self, region: str) -> Mapping[date, str]:
        from app.words.holiday_names import holidays_named

        year = self._kit.clock.now().year
        return await asyncio.to_thread(
            holidays_named, region, year - YEARS_BACK, year + YEARS_AHEAD, language()
        )

    def _opened(self, region: str, names: Mapping[date, str]) -> set[date]:
        """Holidays that were left out of a version of the same place: somebody ticked them."""
        kept = self._kept
        if kept is None or kept.region != region or not kept.holidays:
            return set()
        first, last = kept.holidays[0][:4], kept.holidays[-1][:4]
        return {
            day
            for day in names
            if first <= day.isoformat()[:4] <= last and day.isoformat() not in kept.holidays
        }

    def _settle(self) -> None:
        for tick in self.ticks.values():
            self._list.removeWidget(tick)
            tick.hide()
            tick.deleteLater()
        today = today_of(self._kit)
        coming = [(day, name) for day, name in self._names.items() if day >= today][:SHOWN]
        self.ticks = {day: self._tick(day, name, today) for day, name in coming}
        for tick in self.ticks.values():
            self._list.addWidget(tick)
        self._title.setVisible(bool(coming))
        self._known_to.setVisible(bool(self._names))
        if self._names:
            words = _(
                "Known up to {year}. Save the hours again in a later year, and the next years come with it."
            )
            self._known_to.set_text(words.format(year=max(self._names).year))

    def _tick(self, day: date, name: str, today: date) -> CheckBox:
        tick = CheckBox(self._kit.theme, _capital(f"{day_words(day, language(), today)} · {name}"))
        tick.setChecked(day in self.open_days)
        tick.toggled.connect(lambda is_on: self._turned(day, is_open=is_on))
        return tick

    def _turned(self, day: date, *, is_open: bool) -> None:
        (self.open_days.add if is_open else self.open_days.discard)(day)
        self.edited.emit()


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]

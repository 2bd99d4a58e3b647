"""The form of one version of the opening hours: the week, holidays, other days, and from when on it counts."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from shiboken6 import isValid

from app.domain.errors import ComptoirError
from app.domain.hours import ALWAYS, OpeningHours, zone_named
from app.words import gettext as _
from app.words import sentences
from ui.kit import Kit
from ui.settings.hours.holidays import HolidayFields
from ui.settings.hours.other_days import OtherDays
from ui.settings.hours.week import WeekFields
from ui.settings.hours.when import WhenFields
from ui.settings.hours.words import since_words, today_of
from ui.widgets.button import Button
from ui.widgets.inputs import Input
from ui.widgets.labels import Label, Paragraph
from ui.widgets.surfaces import Card, Surface

MOST_WIDE: Final = 720
SIDE: Final = 24
_WEEK: Final = ((),) * 7


class HoursForm(QWidget):
    """`saved(valid_from)`, `remove_asked(valid_from)`. `foot` stands below what scrolls.

    `was_wrong`: the keyboard is where something must be mended.
    """

    saved = Signal(str)
    was_wrong = Signal()
    remove_asked = Signal(str)

    def __init__(self, kit: Kit) -> None:
        super().__init__()
        self._kit, theme = kit, kit.theme
        self._scope = ""
        self._hours = OpeningHours(ALWAYS, "UTC", _WEEK)
        self._is_new = True
        self._before: object = None
        self._is_saving = False
        self.title = Label(theme, "", role="title", weight="semibold")
        self.week = WeekFields(theme)
        self.holidays = HolidayFields(kit)
        self.other = OtherDays(theme)
        self.when = WhenFields(theme)
        self.zone = Input(theme, _("Time zone"))
        self._zone_error = Paragraph(theme, role="small", ink="danger")
        self.error = Paragraph(theme, role="small", ink="danger")
        self.save = Button(theme, _("Save the opening hours"), kind="primary")
        self.remove = Button(theme, _("Remove this version"), kind="quiet", icon="trash-2")
        self.foot = Surface(theme, "surface", edges=("top",))
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        theme = self._kit.theme
        column = QVBoxLayout(self)
        column.setContentsMargins(SIDE, SIDE, SIDE, SIDE)
        column.setSpacing(theme.tokens.space.x2)
        column.addWidget(self.title)
        hint = _(
            "Write the times as you would on the door: 9-12, 14-18. Leave a day empty on which you are closed."
        )
        column.addWidget(Paragraph(theme, hint, ink="text_muted"))
        self._section(column, _("From when on"), self.when)
        self._section(column, _("Usual week"), self.week)
        self._section(column, _("Public holidays"), self.holidays)
        self._section(column, _("Other days"), self.other)
        zone = QWidget()
        inside = QVBoxLayout(zone)
        inside.setContentsMargins(16, 12, 16, 12)
        inside.addWidget(self.zone)
        inside.addWidget(self._zone_error)
        self._section(column, _("Time zone"), zone)
        column.addStretch(1)
        below = QVBoxLayout(self.foot)
        below.setContentsMargins(SIDE, 12, SIDE, 12)
        below.setSpacing(8)
        buttons = QHBoxLayout()
        buttons.addWidget(self.save)
        buttons.addStretch(1)
        buttons.addWidget(self.remove)
        below.addWidget(self.error)
        below.addLayout(buttons)
        self.error.hide()

    def _section(self, column: QVBoxLayout, title: str, inside: QWidget) -> None:
        theme, card = self._kit.theme, Card(self._kit.theme)
        card.setMaximumWidth(theme.px(MOST_WIDE))
        within = QVBoxLayout(card)
        within.setContentsMargins(1, 1, 1, 1)
        within.addWidget(inside)
        column.addSpacing(theme.tokens.space.x3)
        column.addWidget(Label(theme, title, weight="semibold"))
        column.addWidget(card)

    def _connect(self) -> None:
        self.save.clicked.connect(self.ask)
        self.remove.clicked.connect(lambda: self.remove_asked.emit(self._hours.valid_from))
        self.week.left.connect(lambda: self.save.setFocus(Qt.FocusReason.TabFocusReason))
        self.zone.editingFinished.connect(self._check_zone)
        for part in (self.week, self.holidays, self.other, self.when):
            part.edited.connect(lambda: self._say(""))

    # -- what is shown

    def begin(self, scope: str, hours: OpeningHours, *, is_new: bool) -> None:
        """A version, or (`is_new`) the first one of a scope, which begins as these."""
        today = today_of(self._kit)
        self._scope, self._hours, self._is_new = scope, hours, is_new
        self.title.setText(_("New opening hours") if is_new else since_words(hours.valid_from))
        self.week.show_week(hours.week)
        self.holidays.show_hours(hours)
        self.other.show_days(hours.special, today)
        self.zone.setText(hours.zone)
        self._check_zone()
        self.when.begin(hours, today, is_new=is_new)
        self.remove.setVisible(not is_new)
        self._say("")
        self._before = self._signature()

    @property
    def is_changed(self) -> bool:
        """Whether something would be lost."""
        return self._signature() != self._before

    def focus_first(self) -> None:
        """Where the keyboard enters."""
        self.week.inputs[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def _signature(self) -> object:
        typed = self.week.texts, self.holidays.signature, self.other.texts
        return *typed, self.zone.text().strip(), self.when.signature

    # -- what the person does

    def ask(self) -> None:
        """Keep it; what stands against it is said, and what was typed stays."""
        if not self._is_new and not self.is_changed:
            self._say(_("Nothing is different yet: change the hours, then save them."))
        elif not self._is_saving:
            self._is_saving = True
            self._kit.tasks.spawn(self._save(), "save opening hours")

    async def _save(self) -> None:
        try:
            made = await self._made()
            if made is None:
                return
            await self._kit.desk.save_hours(self._scope, made, is_correction=self.when.is_correction)
        except ComptoirError as error:
            self._say(sentences.refusal(error.code, error.facts))
            return
        finally:
            self._is_saving = False
        if isValid(self):
            self._before = self._signature()
            self.saved.emit(made.valid_from)

    async def _made(self) -> OpeningHours | None:
        """What is written; None where something is wrong, which is then said."""
        week, special, day = self.week.week, self.other.special, self.when.valid_from
        wrong = self._problem()
        if wrong or week is None or special is None or day is None:
            self._say(wrong)
            self.was_wrong.emit()
            return None
        dates, region = await self.holidays.dates(), self.holidays.region or ""
        return replace(
            self._hours, valid_from=day, zone=self.zone.text().strip(), week=week, region=region,
            holidays=dates, special=special,
        )  # fmt: skip

    def _problem(self) -> str:
        """The first thing that is wrong, with the keyboard there; "" for nothing."""
        if self.week.focus_wrong():
            return _("Nothing was saved yet: a day of the week cannot be understood.")
        if self.holidays.region is None:
            self.holidays.look()
            self.holidays.place.input.setFocus(Qt.FocusReason.OtherFocusReason)
            return _("Nothing was saved yet: the holidays of this place are not known.")
        if self.other.focus_wrong():
            return _("Nothing was saved yet: one of the other days cannot be understood.")
        if not self._check_zone():
            self.zone.setFocus(Qt.FocusReason.OtherFocusReason)
            return _("Nothing was saved yet: there is no such time zone.")
        if self.when.valid_from is None:
            self.when.focus_day()
            return _("Nothing was saved yet: write from which day on these hours count.")
        return ""

    def _check_zone(self) -> bool:
        name = self.zone.text().strip()
        is_zone = bool(name) and zone_named(name) is not None
        error = "" if is_zone else _("This is not a time zone. Examples: Europe/Paris, Africa/Abidjan.")
        self.zone.set_error(error)
        self._zone_error.set_text(error)
        self._zone_error.setVisible(bool(error))
        return is_zone

    def _say(self, sentence: str) -> None:
        if isValid(self):
            self.error.set_text(sentence)
            self.error.setVisible(bool(sentence))


def first_hours(kit: Kit) -> OpeningHours:
    """What the form of the first version begins with: nothing but the business's time zone and country."""
    region = str(kit.desk.setting("holiday_region"))
    return OpeningHours(ALWAYS, str(kit.desk.setting("time_zone")), _WEEK, region)

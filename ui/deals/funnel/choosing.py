"""What the figures are about: which pipeline, which period, whose deals. Three buttons of the page's head."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app.domain.deals import Pipeline
from app.domain.ids import MemberId
from app.domain.periods import PRESETS, Period, Preset, preset
from app.words import gettext as _
from ui.contacts.consent.day import read_day, written_day
from ui.deals.funnel.words import period_words
from ui.deals.words import pipeline_name
from ui.kit import Kit
from ui.plain import shown_name
from ui.widgets.button import Button
from ui.widgets.dialog import Dialog
from ui.widgets.inputs import Field
from ui.widgets.menu import Menu

Row = tuple[str, Callable[[], object], bool]  # of a menu: words, what it does, whether it is chosen


def preset_words(name: Preset) -> str:
    """As the menu says it."""
    names = {"month": _("This month"), "days_90": _("Last 90 days"), "year": _("This year")}
    return names[name]


class Choosing(QObject):
    """`changed` when the figures are about other deals."""

    changed = Signal()

    def __init__(self, kit: Kit, parent: QWidget) -> None:
        super().__init__(parent)
        self._kit, self._page = kit, parent
        self.pipeline_id = ""
        self.owner_id: MemberId | None = None
        self._preset: Preset | None = "days_90"
        self._own = preset("days_90", kit.clock.now(), kit.formats.zone)
        theme = kit.theme
        self.pipeline_button = Button(theme, "", kind="quiet", trailing="chevron-down")
        self.period_button = Button(theme, "", icon="calendar")
        self.owner_button = Button(theme, "", icon="user")
        self.pipeline_button.clicked.connect(self._open_pipelines)
        self.period_button.clicked.connect(self._open_periods)
        self.owner_button.clicked.connect(self._open_owners)

    @property
    def period(self) -> Period:
        """A preset goes on with the days."""
        if self._preset is None:
            return self._own
        return preset(self._preset, self._kit.clock.now(), self._kit.formats.zone)

    @property
    def pipeline(self) -> Pipeline:
        """The chosen one; one that is gone is the first."""
        known = self._kit.desk.pipelines()
        return next((one for one in known if one.pipeline_id == self.pipeline_id), known[0])

    def refresh(self) -> None:
        """The buttons say what is chosen; what there is no choice of is not there."""
        self.pipeline_button.set_face(pipeline_name(self.pipeline))
        self.pipeline_button.setAccessibleName(
            _("Pipeline: {name}").format(name=pipeline_name(self.pipeline))
        )
        self.pipeline_button.setVisible(len(self._kit.desk.pipelines()) > 1)
        period = self._period_words()
        self.period_button.set_face(period, icon="calendar")
        self.period_button.setAccessibleName(_("Period: {name}").format(name=period))
        owner = self._owner_words(self.owner_id)
        self.owner_button.set_face(owner, icon="user")
        self.owner_button.setAccessibleName(_("Whose deals: {name}").format(name=owner))
        self.owner_button.setVisible(len(self._kit.desk.members()) > 1)

    def choose_pipeline(self, pipeline_id: str) -> None:
        """Another pipeline."""
        self.pipeline_id = pipeline_id
        self._settle()

    def choose_owner(self, owner_id: MemberId | None) -> None:
        """The deals of one rep; None: everybody's."""
        self.owner_id = owner_id
        self._settle()

    def choose_preset(self, name: Preset) -> None:
        """Up to today, whatever day that is."""
        self._preset = name
        self._settle()

    def choose_period(self, period: Period) -> None:
        """These days."""
        self._preset, self._own = None, period
        self._settle()

    def _settle(self) -> None:
        self.refresh()
        self.changed.emit()

    def _period_words(self) -> str:
        if self._preset is not None:
            return preset_words(self._preset)
        zone = self._kit.formats.zone
        return period_words(self._own.since_at(zone), self._own.until_at(zone), self._kit.formats)

    def _owner_words(self, owner_id: MemberId | None) -> str:
        if owner_id is None:
            return _("Everybody")
        known = {one.member_id: one.name for one in self._kit.desk.members()}
        return shown_name(known.get(owner_id, "?"))

    # -- menus

    def _menu(self, name: str, rows: Sequence[Row], at: Button) -> None:
        menu = Menu(self._kit.theme, name, self._page)
        for words, act, is_on in rows:
            menu.add(words, act, is_checked=is_on)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.open_below(at)

    def _open_pipelines(self) -> None:
        chosen = self.pipeline.pipeline_id
        rows = [
            (pipeline_name(one), partial(self.choose_pipeline, one.pipeline_id), one.pipeline_id == chosen)
            for one in self._kit.desk.pipelines()
        ]
        self._menu(_("Pipelines"), rows, self.pipeline_button)

    def _open_periods(self) -> None:
        rows: list[Row] = [
            (preset_words(name), partial(self.choose_preset, name), name == self._preset) for name in PRESETS
        ]
        rows.append((_("Own period…"), self.ask_period, self._preset is None))
        self._menu(_("Period"), rows, self.period_button)

    def _open_owners(self) -> None:
        rows: list[Row] = [(_("Everybody"), partial(self.choose_owner, None), self.owner_id is None)]
        rows += [
            (shown_name(one.name), partial(self.choose_owner, one.member_id), one.member_id == self.owner_id)
            for one in self._kit.desk.members()
            if one.is_active or one.member_id == self.owner_id
        ]
        self._menu(_("Whose deals"), rows, self.owner_button)

    def ask_period(self) -> PeriodDialog:
        """Two days of one's own."""
        dialog = PeriodDialog(self._kit, self.period, self._page.window())
        dialog.chosen.connect(self.choose_period)
        dialog.open()
        return dialog


class PeriodDialog(Dialog):
    """`chosen(period)` when two days were given, the first not after the last."""

    chosen = Signal(object)

    def __init__(self, kit: Kit, period: Period, parent: QWidget) -> None:
        super().__init__(kit.theme, _("Which days?"), parent)
        theme = kit.theme
        self._today = kit.clock.now().astimezone(ZoneInfo(kit.formats.zone)).date()
        self.first = Field(theme, _("First day"))
        self.last = Field(theme, _("Last day, included"))
        self.first.input.setText(written_day(period.first))
        self.last.input.setText(written_day(period.last))
        for field in (self.first, self.last):
            self.body.addSpacing(theme.tokens.space.x1)
            self.body.addWidget(field)
            field.input.textChanged.connect(self._settle)
        self.cancel = Button(theme, _("Cancel"))
        self.confirm = Button(theme, _("Show"), kind="primary")
        self.buttons.addStretch()
        self.buttons.addWidget(self.cancel)
        self.buttons.addWidget(self.confirm)
        self.cancel.clicked.connect(self.reject)
        self.confirm.clicked.connect(self._choose)
        self.confirm.setDefault(True)
        self.first.input.setFocus()
        self.first.input.selectAll()
        self._settle()

    @property
    def period(self) -> Period | None:
        """The two days; None where one is no day, or they stand the wrong way round."""
        first = read_day(self.first.input.text(), self._today)
        last = read_day(self.last.input.text(), self._today)
        return Period(first, last) if first is not None and last is not None and first <= last else None

    def _settle(self) -> None:
        asked = _("A day is needed, as in 31/12/2025.")
        days = [read_day(field.input.text(), self._today) for field in (self.first, self.last)]
        self.first.set_error("" if days[0] is not None else asked)
        is_turned = days[0] is not None and days[1] is not None and days[0] > days[1]
        turned = _("This day is before the first one.") if is_turned else ""
        self.last.set_error(asked if days[1] is None else turned)
        self.confirm.setEnabled(self.period is not None)

    def _choose(self) -> None:
        period = self.period
        if period is not None:
            self.chosen.emit(period)
            self.accept()

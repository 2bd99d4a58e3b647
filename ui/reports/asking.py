"""What the reports are about: days, what they are compared with, which hours, which number, whose."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.domain.hours import line_scope
from app.domain.ids import LineId
from app.domain.periods import Period
from app.domain.report_periods import (
    SPANS,
    VERSUS,
    Chosen,
    Span,
    Versus,
    around,
    compared_with,
    period_of,
    step_of,
    window_s,
)
from app.domain.report_rows import PHONE, CodedClock, ReportAsk
from app.words import gettext as _
from ui.contacts.consent.day import read_day, written_day
from ui.deals.funnel.choosing import PeriodDialog
from ui.kit import Kit
from ui.plain import shown_name
from ui.reports.views.speed import line_words
from ui.reports.words import member_name, window_words
from ui.theme.icons import IconName
from ui.theme.theme import Theme
from ui.widgets.button import Button, IconButton
from ui.widgets.dialog import Dialog
from ui.widgets.inputs import Field
from ui.widgets.labels import Paragraph
from ui.widgets.menu import Menu

Row = tuple[str, Callable[[], object], bool | None]  # of a menu: words, what it does, whether it is chosen


def span_words(span: Span) -> str:
    """As the menu says it."""
    names: dict[Span, str] = {
        "week": _("This week"), "month": _("This month"), "days_30": _("Last 30 days"), "days_90": _("Last 90 days"),
        "year": _("This year"), "all": _("Everything"), "own": _("Own period"),
    }  # fmt: skip
    return names[span]


def versus_words(versus: Versus) -> str:
    """As the menu says it."""
    names: dict[Versus, str] = {
        "before": _("The period before"), "year": _("The same days a year before"), "none": _("Nothing"),
    }  # fmt: skip
    return names[versus]


class Chooser(QWidget):
    """A button of the head; where room is short, its icon alone with the words in its tip."""

    def __init__(self, theme: Theme, icon: IconName, *, is_quiet: bool = False) -> None:
        super().__init__()
        self._icon: IconName = icon
        self.full = Button(theme, "", icon=icon, kind="quiet" if is_quiet else "default")
        self.small = IconButton(theme, icon, "-")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.full)
        row.addWidget(self.small)
        self.small.hide()

    def on_press(self, act: Callable[[], object]) -> None:
        """What a press does."""
        self.full.clicked.connect(lambda: act())
        self.small.clicked.connect(lambda: act())

    def show_words(self, words: str, name: str) -> None:
        """What is chosen; `name`: with what it is about, for the tip and for who hears it."""
        self.full.set_face(words, icon=self._icon)
        self.full.setAccessibleName(name)
        self.small.setAccessibleName(name)
        self.small.setToolTip(name)

    def set_small(self, is_small: bool) -> None:
        """With its words, or not."""
        self.full.setVisible(not is_small)
        self.small.setVisible(is_small)

    @property
    def button(self) -> Button | IconButton:
        """The one in view."""
        return self.small if self.full.isHidden() else self.full


class Asking(QObject):
    """`changed` when the figures are about something else."""

    changed = Signal()

    def __init__(self, kit: Kit, page: QWidget) -> None:
        super().__init__(page)
        self._kit, self._page = kit, page
        self.chosen = Chosen()
        self.versus: Versus = "before"
        self.chosen_clock: CodedClock | None = None
        self.line_id: LineId | None = None
        self.member_id: str | None = None
        self.group_id: str | None = None
        self.first_s: int | None = None  # when everything began
        theme = kit.theme
        self.period_button = Chooser(theme, "calendar")
        self.versus_button = Chooser(theme, "arrow-right-left", is_quiet=True)
        self.clock_button = Chooser(theme, "clock")
        self.line_button = Chooser(theme, "phone")
        self.member_button = Chooser(theme, "user")
        self.choosers = (
            self.period_button, self.versus_button, self.clock_button, self.line_button, self.member_button,
        )  # fmt: skip
        self.period_button.on_press(self._open_periods)
        self.versus_button.on_press(self._open_versus)
        self.clock_button.on_press(self._open_clocks)
        self.line_button.on_press(self._open_lines)
        self.member_button.on_press(self._open_members)
        self.has_clock = True

    # -- what is chosen

    @property
    def period(self) -> Period:
        """The days; a name goes on with them."""
        return period_of(self.chosen, self._kit.clock.now(), self._kit.formats.zone, self.first_s)

    @property
    def clock(self) -> CodedClock:
        """Until somebody chooses: opening hours where there are any."""
        if self.chosen_clock is not None:
            return self.chosen_clock
        _from_s, until_s = window_s(self.period, self._kit.formats.zone)
        scopes = ([line_scope(self.line_id)] if self.line_id is not None else []) + [""]
        return "bus" if self._kit.desk.hours().hours_at(until_s - 1, scopes) is not None else "cal"

    def ask(self) -> ReportAsk:
        """As the desk is asked."""
        zone, period = self._kit.formats.zone, self.period
        other = compared_with(self.chosen, period, self.versus)
        from_s, until_s = window_s(period, zone)
        return ReportAsk(
            from_s,
            until_s,
            zone,
            self.clock,
            step_of(period),
            self.line_id,
            self.member_id,
            self.group_id,
            versus=window_s(other, zone) if other is not None else None,
        )

    def choose_span(self, span: Span) -> None:
        """Up to today, whatever day that is."""
        self._settle(chosen=Chosen(span))

    def choose_period(self, period: Period) -> None:
        """These days."""
        self._settle(chosen=Chosen("own", period))

    def choose_versus(self, versus: Versus) -> None:
        """What they are compared with."""
        self._settle(versus=versus)

    def choose_day(self, period: Period) -> None:
        """From a day on, against as many days before it."""
        self._settle(chosen=Chosen("own", period), versus="before")

    def choose_clock(self, clock: CodedClock) -> None:
        """Opening hours, or round the clock."""
        self._settle(chosen_clock=clock)

    def choose_line(self, line_id: LineId | None) -> None:
        """One number, or all."""
        self._settle(line_id=line_id)

    def choose_member(self, member_id: str | None) -> None:
        """One person, or all."""
        self._settle(member_id=member_id, group_id=None)

    def choose_group(self, group_id: str) -> None:
        """What began while it was held by one of a group."""
        self._settle(member_id=None, group_id=group_id)

    def _settle(self, **chosen: object) -> None:
        for name, value in chosen.items():
            setattr(self, name, value)
        self.refresh()
        self.changed.emit()

    def refresh(self) -> None:
        """The buttons say what is chosen; what there is no choice of is not there."""
        period = self._period_words()
        self.period_button.show_words(period, _("Period: {name}").format(name=period))
        versus = self._versus_words()
        self.versus_button.show_words(versus, versus)
        clock = _("Opening hours") if self.clock == "bus" else _("Round the clock")
        self.clock_button.show_words(clock, _("Hours: {name}").format(name=clock))
        self.clock_button.setVisible(self.has_clock)
        lines = self._kit.desk.lines()
        line = line_words(lines.get(self.line_id)) if self.line_id is not None else _("All numbers")
        self.line_button.show_words(line, _("Number: {name}").format(name=line))
        self.line_button.setVisible(len(lines) > 1)
        who = self._who()
        self.member_button.show_words(who, _("Whose: {name}").format(name=who))
        self.member_button.setVisible(len(self._kit.desk.members()) > 1)

    def _who(self) -> str:
        if self.member_id is not None:
            return member_name(self._kit, self.member_id)
        group = next((one for one in self._kit.desk.groups() if one.group_id == self.group_id), None)
        if group is not None:
            return shown_name(group.name)
        return _("A group that is gone") if self.group_id is not None else _("Everybody")

    def _period_words(self) -> str:
        if self.chosen.span != "own":
            return span_words(self.chosen.span)
        return window_words(window_s(self.period, self._kit.formats.zone), self._kit.formats)

    def _versus_words(self) -> str:
        other = compared_with(self.chosen, self.period, self.versus)
        if other is None:
            return _("compared with nothing")
        zone = self._kit.formats.zone
        return _("compared with {days}").format(days=window_words(window_s(other, zone), self._kit.formats))

    # -- menus

    def _menu(self, name: str, rows: Sequence[Row], at: Chooser) -> None:
        menu = Menu(self._kit.theme, name, self._page)
        for words, act, is_on in rows:
            menu.add(words, act, is_checked=is_on)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.open_below(at.button)

    def _open_periods(self) -> None:
        rows: list[Row] = [
            (span_words(span), partial(self.choose_span, span), span == self.chosen.span) for span in SPANS
        ]
        rows.append((_("Own period…"), self.ask_period, self.chosen.span == "own"))
        self._menu(_("Period"), rows, self.period_button)

    def _open_versus(self) -> None:
        is_all = self.chosen.span == "all"
        rows: list[Row] = [
            (versus_words(one), partial(self.choose_versus, one), one == self.versus)
            for one in VERSUS
            if not is_all or one == "none"
        ]
        rows.append((_("Before and after a day…"), self.ask_day, None))
        self._menu(_("Compared with"), rows, self.versus_button)

    def _open_clocks(self) -> None:
        names: tuple[tuple[CodedClock, str], ...] = (
            ("bus", _("Opening hours")),
            ("cal", _("Round the clock")),
        )
        rows = [(name, partial(self.choose_clock, clock), clock == self.clock) for clock, name in names]
        self._menu(_("Hours"), rows, self.clock_button)

    def _open_lines(self) -> None:
        rows: list[Row] = [(_("All numbers"), partial(self.choose_line, None), self.line_id is None)]
        rows += [
            (line_words(line), partial(self.choose_line, line_id), line_id == self.line_id)
            for line_id, line in self._kit.desk.lines().items()
        ]
        self._menu(_("Number"), rows, self.line_button)

    def _open_members(self) -> None:
        is_everybody = self.member_id is None and self.group_id is None
        rows: list[Row] = [(_("Everybody"), partial(self.choose_member, None), is_everybody)]
        rows += [
            (shown_name(one.name), partial(self.choose_group, one.group_id), one.group_id == self.group_id)
            for one in self._kit.desk.groups()
        ]
        rows += [
            (
                shown_name(one.name),
                partial(self.choose_member, str(one.member_id)),
                str(one.member_id) == self.member_id,
            )
            for one in self._kit.desk.members()
            if one.is_active or str(one.member_id) == self.member_id
        ]
        rows.append((_("Phone"), partial(self.choose_member, PHONE), self.member_id == PHONE))
        self._menu(_("Whose"), rows, self.member_button)

    def ask_period(self) -> PeriodDialog:
        """Two days of one's own."""
        dialog = PeriodDialog(self._kit, self.period, self._page.window())
        dialog.chosen.connect(self.choose_period)
        dialog.open()
        return dialog

    def ask_day(self) -> DayDialog:
        """The day of which before and after are compared."""
        dialog = DayDialog(self._kit, self.period, self._page.window())
        dialog.chosen.connect(self.choose_day)
        dialog.open()
        return dialog


class DayDialog(Dialog):
    """`chosen(period)`: from the day that was given until today."""

    chosen = Signal(object)

    def __init__(self, kit: Kit, period: Period, parent: QWidget) -> None:
        super().__init__(kit.theme, _("Before and after which day?"), parent)
        theme = kit.theme
        self._today = kit.clock.now().astimezone(ZoneInfo(kit.formats.zone)).date()
        sentence = _(
            "From this day until today, compared with as many days before it: new hours, a new colleague …"
        )
        self.body.addWidget(Paragraph(theme, sentence, ink="text_muted"))
        self.body.addSpacing(theme.tokens.space.x1)
        self.day = Field(theme, _("First day after"))
        self.day.input.setText(written_day(period.first))
        self.body.addWidget(self.day)
        self.cancel = Button(theme, _("Cancel"))
        self.confirm = Button(theme, _("Compare"), kind="primary")
        self.buttons.addStretch()
        self.buttons.addWidget(self.cancel)
        self.buttons.addWidget(self.confirm)
        self.cancel.clicked.connect(self.reject)
        self.confirm.clicked.connect(self._choose)
        self.confirm.setDefault(True)
        self.day.input.textChanged.connect(self._check)
        self.day.input.setFocus()
        self.day.input.selectAll()
        self._check()

    @property
    def period(self) -> Period | None:
        """None while what was typed is no day."""
        day = read_day(self.day.input.text(), self._today)
        return around(day, self._today) if day is not None else None

    def _check(self) -> None:
        self.day.set_error("" if self.period is not None else _("A day is needed, as in 31/12/2025."))
        self.confirm.setEnabled(self.period is not None)

    def _choose(self) -> None:
        period = self.period
        if period is not None:
            self.chosen.emit(period)
            self.accept()

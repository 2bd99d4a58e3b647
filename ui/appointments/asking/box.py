"""The box beside the agenda: who is still to be asked and what it costs, one press that asks, and how far it is."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from app.domain.agenda_rows import AgendaDays
from app.domain.ask_plans import TO_CALL, AskPlan
from app.domain.rows import Changes
from app.words import gettext as _
from app.words import ngettext
from app.words.asking import TEMPLATES, after_colon, people, why_left_out
from ui.appointments.asking import words
from ui.appointments.asking.bar import Facts, IconSentence
from ui.appointments.asking.run_part import RunPart
from ui.appointments.asking.template_part import TemplatePart
from ui.appointments.when import formats_of
from ui.kit import Kit
from ui.plain import isolated
from ui.theme.icons import IconName
from ui.widgets.button import Button
from ui.widgets.labels import Label
from ui.widgets.surfaces import Card, Surface

if TYPE_CHECKING:
    from ui.appointments.agenda_page import AgendaPage

NAMED: Final = 3  # who are left out and can be called: so many by name
SOON_MS: Final = 120  # changes that come together are planned once


class AskBox(Surface):
    """Only for a day that is not over; what it says is planned again when a line, a template or a person changes."""

    def __init__(self, kit: Kit, page: AgendaPage) -> None:
        super().__init__(kit.theme, "surface")
        self._kit, self._page = kit, page
        self.plan: AskPlan | None = None
        self._days: AgendaDays | None = None
        self._seen: object = None
        self._is_planning = self._is_stale = False
        self._soon = QTimer(self, singleShot=True, interval=SOON_MS)
        self._soon.timeout.connect(self._plan)
        theme = kit.theme
        self.title = Label(
            theme, _("Ask for confirmation"), role="small", weight="semibold", ink="text_muted"
        )
        self.facts = Facts(theme)
        self.left_out = QWidget()
        self.template = TemplatePart(kit)
        self.go = Button(theme, "", kind="primary", icon="send")
        self.run = RunPart(kit)
        self.go.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._lay_out()
        self.go.clicked.connect(self.open)
        self.run.rest_asked.connect(self.open)
        self.run.call_asked.connect(lambda: page.looking.narrow("to_call"))
        kit.bridge.changed.connect(self._changed)
        self.hide()

    def _lay_out(self) -> None:
        self.card = Card(self.theme)
        inside = QVBoxLayout(self.card)
        inside.setContentsMargins(12, 12, 12, 12)
        inside.setSpacing(8)
        self._left_column = QVBoxLayout(self.left_out)
        self._left_column.setContentsMargins(0, 0, 0, 0)
        self._left_column.setSpacing(4)
        for part in (self.facts, self.left_out, self.template, self.go):
            inside.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 14)
        column.setSpacing(8)
        column.addWidget(self.title)
        column.addWidget(self.run)
        column.addWidget(self.card)

    # -- what it shows

    def show_days(self, days: AgendaDays) -> None:
        """Of a day that is shown; nothing of a week and of what is over."""
        is_one_day = days.days == 1 and days.from_day >= days.today
        is_same_day = self._days is not None and self._days.from_day == days.from_day
        self._days = days if is_one_day and days.rows else None
        if self._days is None:
            self.hide()
            return
        self.run.show_runs(self._kit.desk.ask_runs(days.from_day))
        if not is_same_day:
            self.plan = None
        seen = tuple(
            (row.appointment_id, row.state, row.appointment.version, row.is_pending) for row in days.rows
        )
        if seen != self._seen or not is_same_day:
            self._seen = seen
            self._ask_for_plan(at_once=not is_same_day)
        elif self.plan is not None:
            self._show()

    def open(self) -> None:
        """What would go out, before it does."""
        from ui.appointments.asking.preflight import open_preflight

        if self._days is not None:
            open_preflight(self._kit, self._page, self._days.from_day)

    # -- planning

    def _changed(self, changes: Changes) -> None:
        is_theirs = changes.is_templates or changes.is_lines or changes.contacts or changes.is_everything
        if is_theirs and self._days is not None:
            self._ask_for_plan()

    def _ask_for_plan(self, *, at_once: bool = False) -> None:
        self._is_stale = True
        if at_once and not self._is_planning:
            self._plan()
        else:
            self._soon.start()

    def _plan(self) -> None:
        if self._days is None or self._is_planning or not self._is_stale:
            return
        self._is_planning, self._is_stale = True, False
        self._kit.tasks.spawn(self._planned(self._days), "plan asking")

    async def _planned(self, days: AgendaDays) -> None:
        try:
            plan = await self._kit.desk.ask_plan(days.from_day)
        finally:
            self._is_planning = False
        if self._days is not None and self._days.from_day == plan.day and plan.is_ready:
            self.plan = plan
            self._show()
        if self._is_stale:
            self._soon.start()

    def _show(self) -> None:
        plan, days = self.plan, self._days
        if plan is None or days is None:
            return
        count = len(plan.going)
        lacking, language = words.short_of(plan)
        self.facts.put(_("Template"), words.template_words(plan, self._kit))
        self.facts.put(_("Recipients"), people(count) if count or lacking else "")
        self._show_left_out(plan, days)
        self.template.show_for(len(lacking), language)
        self.facts.put(_("Estimated cost"), words.cost_words(plan, self._kit))
        self.go.setVisible(bool(count))
        if count:
            self.go.setText(words.press_words(plan))
        self.card.setVisible(bool(count or lacking or plan.left_out))
        self.title.setVisible(not self.card.isHidden() or not self.run.isHidden())
        self.setVisible(not self.title.isHidden())

    def _show_left_out(self, plan: AskPlan, days: AgendaDays) -> None:
        while (item := self._left_column.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        formats = formats_of(self._kit.formats, days)
        named = [one for one in plan.left_out if one.code in TO_CALL]
        named += [one for one in plan.left_out if one.code not in TO_CALL and one.code not in TEMPLATES]
        for entry in named[:NAMED]:
            why = after_colon(why_left_out(entry, formats, days.now))
            said = _("{name} is not counted: {why}").format(name=isolated(words.entry_name(entry)), why=why)
            icon: IconName = "phone" if entry.code in TO_CALL else "circle-alert"
            self._left_column.addWidget(IconSentence(self.theme, icon, said))
        more = len(named) - NAMED
        if more > 0:
            said = ngettext("{n} more is not counted", "{n} more are not counted", more).format(n=more)
            button = Button(self.theme, said, kind="link", is_flush=True)
            button.clicked.connect(partial(self.open))
            self._left_column.addWidget(button)
        self.left_out.setVisible(bool(named))

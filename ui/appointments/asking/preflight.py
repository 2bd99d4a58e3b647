"""Before everybody of a day is asked: who gets which words, who does not and why, the hours there, the cost."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.domain.agenda_rows import touches_agenda
from app.domain.ask_plans import AskEntry, AskPlan
from app.domain.errors import ComptoirError
from app.domain.rows import Changes
from app.words import gettext as _
from app.words import ngettext, sentences
from app.words.asking import people
from ui.appointments.asking import words
from ui.appointments.asking.bar import Facts
from ui.appointments.asking.people_list import PeopleList
from ui.appointments.asking.preview import AskPreview
from ui.appointments.asking.template_part import TemplatePart
from ui.kit import Kit
from ui.settings.list_and_sheet import scrolled
from ui.theme.icons import IconName
from ui.widgets.button import Button
from ui.widgets.controls import CheckBox
from ui.widgets.dialog import Dialog
from ui.widgets.labels import Paragraph
from ui.widgets.menu import Menu

if TYPE_CHECKING:
    from ui.appointments.agenda_page import AgendaPage

WIDTH: Final = 900
PREVIEW: Final = 320
HEIGHT: Final = 560
BESIDES: Final = 190
SOON_MS: Final = 150


class PreflightDialog(Dialog):
    """Enter sends. What is seen here is planned again when something of it changes, and is exactly what goes out."""

    def __init__(self, kit: Kit, page: AgendaPage, day: date, today: date) -> None:
        super().__init__(kit.theme, words.head_words(day, today, kit.formats.language), page)
        self._kit, self._page, self._day = kit, page, day
        self.plan: AskPlan | None = None
        self._is_planning = self._is_sending = False
        self._is_stale = True
        self._chosen = ""  # another template by its name
        theme = kit.theme
        self.list = PeopleList(kit)
        self.preview = AskPreview(kit)
        self.facts = Facts(theme)
        self.choose = Button(theme, "", kind="quiet", trailing="chevron-down")
        self.quiet = CheckBox(theme, "")
        self.unpriced = Paragraph(
            theme,
            _("What Meta charges is known once its price list is there: Settings, Templates, Import prices."),
            role="small",
            ink="text_muted",
        )
        self.template = TemplatePart(kit)
        self.error = Paragraph(theme, ink="danger")
        self.cancel = Button(theme, _("Cancel"))
        self.go = Button(theme, _("Ask"), kind="primary", icon="send", key_hint="⏎")
        self._soon = QTimer(self, singleShot=True, interval=SOON_MS)
        self._lay_out()
        self._connect()
        self._plan()

    def _lay_out(self) -> None:
        theme = self.theme
        parent = self.parentWidget()
        room = parent.window().width() - theme.px(48) if parent is not None else theme.px(WIDTH)
        self.setFixedWidth(min(theme.px(WIDTH), room))
        is_narrow = room < theme.px(WIDTH * 2 // 3)
        both = QHBoxLayout()
        both.setSpacing(theme.tokens.space.x4)
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.tokens.space.x3)
        for part in (self.facts, self.unpriced, self.choose, self.quiet, self.template):
            column.addWidget(
                part, 0, Qt.AlignmentFlag.AlignLeading if part is self.choose else Qt.AlignmentFlag(0)
            )
        column.addWidget(self.preview)
        column.addStretch(1)
        beside = scrolled(side)
        beside.setFixedWidth(min(theme.px(PREVIEW), max(room // 2 - theme.px(40), 160)))
        both.addWidget(self.list, 1)
        both.addWidget(beside)
        if is_narrow:
            beside.hide()
        holder = QWidget()
        holder.setLayout(both)
        holder.setFixedHeight(min(self.room(HEIGHT, BESIDES), self._free_height()))
        both.setContentsMargins(0, 8, 0, 0)
        self.body.addWidget(holder)
        self.body.addWidget(self.error)
        self.error.hide()
        self.quiet.hide()
        self.choose.hide()
        self.buttons.addStretch(1)
        self.buttons.addWidget(self.cancel)
        self.buttons.addWidget(self.go)
        self.go.setDefault(True)
        self.go.setEnabled(False)

    def _free_height(self) -> int:
        parent = self.parentWidget()
        return max(
            self.theme.px(200), (parent.window().height() if parent else HEIGHT) - self.theme.px(BESIDES)
        )

    def _connect(self) -> None:
        self.cancel.clicked.connect(self.reject)
        self.go.clicked.connect(self._send)
        self.quiet.toggled.connect(self._ask_for_plan)
        self.choose.clicked.connect(self._open_templates)
        self.list.stood_on.connect(self._preview)
        self.list.opened.connect(self._open)
        self._soon.timeout.connect(self._plan)
        self._kit.bridge.changed.connect(self._changed)

    # -- planning

    def _changed(self, changes: Changes) -> None:
        if touches_agenda(changes) or changes.is_templates or changes.is_lines:
            self._ask_for_plan()

    def _ask_for_plan(self, *_args: object) -> None:
        self._is_stale = True
        self._soon.start()

    def _plan(self) -> None:
        if self._is_stale and not (self._is_planning or self._is_sending):
            self._is_planning, self._is_stale = True, False
            self._kit.tasks.spawn(self._planned(), "plan asking")

    async def _planned(self) -> None:
        try:
            plan = await self._kit.desk.ask_plan(
                self._day, template=self._chosen, quiet_anyway=self.quiet.isChecked()
            )
        finally:
            self._is_planning = False
        if not self._is_sending:
            self.plan = plan
            self._show(plan)
        if self._is_stale:
            self._soon.start()

    def _show(self, plan: AskPlan) -> None:
        count = len(plan.going)
        lacking, language = words.short_of(plan)
        self.list.show_plan(plan)
        self.facts.put(_("Recipients"), people(count))
        self.facts.put(_("Template"), words.template_words(plan, self._kit))
        self.facts.put(_("Estimated cost"), words.cost_words(plan, self._kit))
        self.unpriced.setVisible(bool(plan.unpriced))
        self.template.show_for(len(lacking), language)
        quiet = plan.with_code("quiet_hours")
        if quiet and not self.quiet.isChecked():
            said = ngettext(
                "Ask {n} person in spite of the quiet hours there",
                "Ask {n} people in spite of the quiet hours there",
                len(quiet),
            )
            self.quiet.setText(said.format(n=len(quiet)))
            self.quiet.updateGeometry()
        self.quiet.setVisible(bool(quiet) or self.quiet.isChecked())
        self.choose.setVisible(len(plan.templates) > 1)
        self.choose.setText(_("Another template"))
        self.go.setEnabled(bool(count))
        said = ngettext("Ask {n} person", "Ask {n} people", count).format(n=count)
        self.go.setText(said if count else _("Nobody is left to ask"))
        self.go.updateGeometry()
        if self.isVisible() and self.focusWidget() is None:
            self.list.focus_first()

    def _preview(self, entry: AskEntry | None) -> None:
        self.preview.show_entry(entry)

    # -- acts

    def _open_templates(self) -> None:
        if self.plan is None:
            return
        menu = Menu(self.theme, _("Template"), self)
        for name in self.plan.templates:
            title = words.template_title(name, self._kit.formats.language)
            icon: IconName | None = "check" if name == self.plan.template else None
            menu.add(title, partial(self._choose, name), icon=icon)
        menu.open_below(self.choose)
        menu.aboutToHide.connect(menu.deleteLater)

    def _choose(self, name: str) -> None:
        self._chosen = name
        self._ask_for_plan()

    def _open(self, appointment_id: str) -> None:
        """Something is to be put right there first."""
        self.reject()
        self._page.show_appointment(appointment_id)

    def _send(self) -> None:
        if self.plan is not None and self.plan.going and not self._is_sending:
            self._is_sending = True
            self.go.setEnabled(False)
            self._kit.tasks.spawn(self._sent(self.plan), "ask everybody")

    async def _sent(self, plan: AskPlan) -> None:
        try:
            await self._kit.desk.ask(plan)
        except ComptoirError as error:
            self._is_sending = False
            self.error.set_text(sentences.refusal(error.code, error.facts))
            self.error.show()
            self.go.setEnabled(True)
            return
        self._page.undoing.show(asked_words(plan), icon="send")
        self.accept()


def asked_words(plan: AskPlan) -> str:
    """It is on its way."""
    return ngettext("{n} person is being asked", "{n} people are being asked", len(plan.going)).format(
        n=len(plan.going)
    )


def open_preflight(kit: Kit, page: AgendaPage, day: date) -> PreflightDialog:
    """Of a day."""
    today = kit.desk.agenda(day, 1).today
    dialog = PreflightDialog(kit, page, day, today)
    dialog.open()
    return dialog

"""Opening hours, for the owner: since when which ones count, for the business, a number or a group."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.domain.errors import ComptoirError
from app.domain.hours import BUSINESS, OpeningHours
from app.domain.rows import Changes
from app.domain.settings import BY_NAME
from app.words import gettext as _
from app.words import sentences
from ui.kit import Kit
from ui.settings.hours.form import HoursForm, first_hours
from ui.settings.hours.words import row_of, scopes_of, since_words, today_of
from ui.settings.list_and_sheet import ListAndSheet, scrolled
from ui.settings.templates.parts import Picker
from ui.widgets.button import Button
from ui.widgets.dialog import ConfirmDialog
from ui.widgets.labels import Label, Paragraph
from ui.widgets.small_parts import EmptyState
from ui.widgets.surfaces import Line
from ui.widgets.toast import ToastStack
from ui.widgets.two_line_list import TwoLineList

OF_DEALS = ("working_days", "holiday_region", "closed_days")


class OpeningHoursPage(QWidget):
    """The versions of one scope, with one of them beside. `setting_asked(name)`: a setting is to be looked at."""

    setting_asked = Signal(str)

    def __init__(self, kit: Kit) -> None:
        super().__init__()
        self._kit, theme = kit, kit.theme
        self._scope = BUSINESS
        self._chosen = ""
        self._is_new = False
        self._is_on_form = False  # in a narrow window one of the two is shown
        self.whose = Picker(theme, _("Opening hours of"), scopes_of(kit))
        self.list = TwoLineList(theme, "hours", _("Opening hours, the newest first"))
        self.form = HoursForm(kit)
        self.nothing = EmptyState(
            theme,
            "clock",
            _("When are you open?"),
            _(
                "Reports then say how fast you answer while you are open, and a message can say when you are back."
            ),
            action=_("Write your opening hours"),
        )
        self._scroll = scrolled(self.form)
        self.both = ListAndSheet(theme, self.nothing, self._scroll, self.form.foot)
        self.words = Paragraph(theme, role="small", ink="text_muted")
        self.deals = Paragraph(
            theme,
            _(
                "Deals count days without news by settings of their own, which still stand at Monday to Friday without "
                "holidays. Opening hours do not change them."
            ),
            role="small",
            ink="text_muted",
        )
        self.deals_way = Button(theme, _("See working days"), kind="link", is_flush=True)
        self.toasts = ToastStack(theme, self)
        self.dialog: ConfirmDialog | None = None
        self._lay_out()
        self._connect()
        self.refresh()

    def _lay_out(self) -> None:
        theme, both = self._kit.theme, self.both
        both.add_bar(Label(theme, _("Opening hours of"), weight="medium"), self.whose)
        both.column.addWidget(self.list, 1)
        both.column.addWidget(Line(theme))
        foot = QVBoxLayout()
        foot.setContentsMargins(16, 12, 16, 12)
        foot.setSpacing(8)
        foot.addWidget(self.words)
        foot.addWidget(self.deals)
        foot.addWidget(self.deals_way, 0, Qt.AlignmentFlag.AlignLeading)
        both.column.addLayout(foot)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(both)

    def _connect(self) -> None:
        self.whose.chosen.connect(lambda scope: self._leave_form_then(lambda: self.show_scope(scope)))
        self.list.chosen.connect(self._choose)
        self.nothing.acted.connect(self.write_new)
        self.both.back.clicked.connect(lambda: self._leave_form_then(self._back_to_list))
        self.form.saved.connect(self._saved)
        self.form.remove_asked.connect(self._remove)
        self.form.was_wrong.connect(self._show_wrong)
        self.deals_way.clicked.connect(lambda: self.setting_asked.emit("working_days"))
        self._kit.bridge.changed.connect(self._changed)

    # -- what is shown

    @property
    def versions(self) -> tuple[OpeningHours, ...]:
        """Of the chosen scope, oldest first."""
        return self._kit.desk.hours().versions(self._scope)

    def refresh(self) -> None:
        """Read again; a form in which somebody writes is left alone."""
        kit = self._kit
        self.whose.set_options(scopes_of(kit))
        now_s, today = int(kit.clock.now().timestamp()), today_of(kit).isoformat()
        book, known = kit.desk.hours(), self.versions
        now = book.hours_at(now_s, [self._scope])
        in_force = now.hours if now is not None else None
        rows = [row_of(one, in_force, today) for one in reversed(known)]
        ids = [row.key for row in rows]
        if self._chosen not in ids and not self._is_new:
            fallback = in_force.valid_from if in_force is not None else (ids[0] if ids else "")
            self._chosen, self._is_on_form = fallback, False
            self._show_chosen()
        elif not self.form.is_changed:
            self._show_chosen()
        self.list.show_rows(rows, self._chosen or None)
        self._tell(has_some=bool(known))
        self._settle()

    def show_scope(self, scope: str) -> None:
        """The hours of the business, a number or a group."""
        self._scope, self._chosen, self._is_new, self._is_on_form = scope, "", False, False
        self.whose.choose(scope)
        self.refresh()

    def write_new(self) -> None:
        """An empty form; for a number or a group, one that begins as the business's."""
        now = self._kit.desk.hours().hours_at(int(self._kit.clock.now().timestamp()), [BUSINESS])
        hours = now.hours if now is not None and self._scope != BUSINESS else first_hours(self._kit)
        self._is_new, self._is_on_form, self._chosen = True, True, ""
        self.form.begin(self._scope, hours, is_new=True)
        self._settle()
        self.form.focus_first()

    def _show_chosen(self) -> None:
        hours = self._kit.desk.hours().version(self._scope, self._chosen) if self._chosen else None
        if hours is not None:
            self.form.begin(self._scope, hours, is_new=False)

    def _settle(self) -> None:
        has_form = self._is_new or bool(self._chosen)
        self.form.foot.setVisible(has_form)
        self.both.show_sheet(has_row=has_form, is_asked=self._is_on_form or not self.versions)

    def _tell(self, *, has_some: bool) -> None:
        desk, is_business = self._kit.desk, self._scope == BUSINESS
        words = "" if has_some else _("No hours of their own: those of the whole business count.")
        if is_business and not has_some:
            words = _("No opening hours are saved yet.")
        self.words.set_text(words)
        self.words.setVisible(bool(words))
        is_usual = all(desk.setting(name) == BY_NAME[name].default for name in OF_DEALS)
        for part in (self.deals, self.deals_way):
            part.setVisible(is_business and has_some and is_usual)

    def _changed(self, changes: Changes) -> None:
        if changes.is_hours or changes.is_everything or changes.settings.intersection(OF_DEALS):
            self.refresh()

    # -- what the person does

    def _choose(self, valid_from: str) -> None:
        if valid_from != self._chosen or not self._is_on_form:
            self._leave_form_then(lambda: self._open(valid_from))

    def _open(self, valid_from: str) -> None:
        is_other = valid_from != self._chosen
        self._chosen, self._is_new, self._is_on_form = valid_from, False, True
        if is_other:
            self._show_chosen()
            self._scroll.verticalScrollBar().setValue(0)
        self._settle()

    def _back_to_list(self) -> None:
        self._is_on_form = self._is_new = False
        self._show_chosen()
        self._settle()
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _leave_form_then(self, go: Callable[[], object]) -> None:
        """What is not saved is asked about first."""
        if not self._is_on_form_changed:
            go()
            return
        self.list.show_rows(self.list.rows.rows, self._chosen or None)
        self.dialog = ConfirmDialog(
            self._kit.theme,
            _("Leave these opening hours?"),
            _("They were not saved. What you wrote would be lost."),
            confirm=_("Leave them"),
            keep=_("Go on writing"),
            parent=self.window(),
        )
        self.dialog.confirmed.connect(go)
        self.dialog.rejected.connect(lambda: self.whose.choose(self._scope))
        self.dialog.open()

    @property
    def _is_on_form_changed(self) -> bool:
        return (self._is_new or bool(self._chosen)) and self.form.is_changed

    def _show_wrong(self) -> None:
        place = self.focusWidget()
        if place is not None and self.form.isAncestorOf(place):
            self._scroll.ensureWidgetVisible(place)

    def _saved(self, valid_from: str) -> None:
        self._is_new, self._chosen = False, valid_from
        self.refresh()
        self._scroll.verticalScrollBar().setValue(0)
        self.toasts.show(_("Opening hours saved"), is_passing=True)

    def _remove(self, valid_from: str) -> None:
        self._kit.tasks.spawn(self._remove_now(self._scope, valid_from), "remove opening hours")

    async def _remove_now(self, scope: str, valid_from: str) -> None:
        try:
            gone = await self._kit.desk.remove_hours(scope, valid_from)
        except ComptoirError as error:
            self._say(error)
            return
        self._chosen = ""
        self.refresh()
        words = _("Removed: opening hours “{since}”").format(since=since_words(valid_from))
        toast = self.toasts.show(words, action=_("Undo"))
        toast.acted.connect(
            lambda: self._kit.tasks.spawn(self._restore(scope, gone), "restore opening hours")
        )
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    async def _restore(self, scope: str, hours: OpeningHours) -> None:
        try:
            await self._kit.desk.save_hours(scope, hours)
        except ComptoirError as error:
            self._say(error)
            return
        if scope == self._scope and not self._is_on_form_changed:
            self._open(hours.valid_from)
        self.refresh()

    def _say(self, error: ComptoirError) -> None:
        self.toasts.show(sentences.refusal(error.code, error.facts), icon="circle-alert", ink="danger")

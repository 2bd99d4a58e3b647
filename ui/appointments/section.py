"""The appointments of a person on their card: the next ones with what can be done, then what was; and a new one."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.domain.agenda_rows import AppointmentRow, touches_agenda
from app.domain.appointments import Answer
from app.domain.contact_rows import ContactCard
from app.domain.rows import Changes
from app.domain.waiting_rows import WaiterRow
from app.words import gettext as _
from app.words import ngettext, pgettext
from ui.contacts.panel.parts import PanelKit, SectionBox, ValueButton
from ui.plain import shown_line
from ui.widgets.button import Button
from ui.widgets.labels import Paragraph

SHOWN: Final = 3
MOST: Final = 50


class AppointmentsSection:
    """When, what for, how it stands. Confirm, move and cancel for the next one."""

    def __init__(self, panel: PanelKit) -> None:
        self._panel = panel
        self._card: ContactCard | None = None
        self._shown: object = None
        self._is_all = False
        self._next: AppointmentRow | None = None
        theme = panel.theme
        self.title = _("Appointments")
        self.widget = SectionBox(theme, self.title, "plus", _("New appointment"))
        self.nothing = ValueButton(theme, "", _("No appointment yet"))
        self.rows: list[ValueButton] = []
        self.confirm = Button(theme, pgettext("button", "Confirm"), height="small", icon="check")
        self.move = Button(theme, _("Move…"), kind="quiet", height="small")
        self.cancel = Button(theme, pgettext("button", "Cancel"), kind="quiet", height="small")
        self.acts = QWidget()
        self.waits = Paragraph(theme, role="small")
        self.summary = Paragraph(theme, role="small", ink="text_muted")
        self.more = Button(theme, "", kind="link", is_flush=True)
        acts = QHBoxLayout(self.acts)
        acts.setContentsMargins(0, 2, 0, 4)
        acts.setSpacing(theme.tokens.space.x1)
        for button in (self.confirm, self.move, self.cancel):
            acts.addWidget(button)
        acts.addStretch(1)
        self.widget.lines.addWidget(self.nothing)
        for part in (self.waits, self.summary, self.more):
            self.widget.foot.addWidget(part)
            part.hide()
        self.acts.hide()
        assert self.widget.action is not None
        self.widget.action.clicked.connect(self.make)
        self.nothing.clicked.connect(self.make)
        self.more.clicked.connect(self._show_all)
        self.confirm.clicked.connect(lambda: self._answer("confirmed"))
        self.cancel.clicked.connect(lambda: self._answer("cancelled"))
        self.move.clicked.connect(self._move)

    def show(self, card: ContactCard) -> None:
        """Theirs."""
        if self._card is None or self._card.contact_id != card.contact_id:
            self._is_all = False
        self._card = card
        self._read()

    def changed(self, changes: Changes) -> None:
        """One of them, or what they are called."""
        if self._card is not None and touches_agenda(changes):
            self._read()

    def put_aside(self) -> None:
        """Nothing is written here."""

    def make(self) -> None:
        """A new one, with them."""
        card = self._card
        if card is None:
            return
        from ui.appointments.booking.dialog import open_booking
        from ui.appointments.booking.draft import Draft
        from ui.deals.new_deal import ForWhom

        whom = ForWhom(card.name, card.is_named, card.contact_id)
        open_booking(self._panel.kit, self.widget, Draft(whom=whom)).made.connect(self._made)

    def _made(self, appointment_id: str) -> None:
        from ui.appointments import doing
        from ui.appointments.booking.said import booked_words

        kit, show = self._panel.kit, self._panel.show
        assert self.widget.action is not None
        self.widget.action.setFocus(Qt.FocusReason.OtherFocusReason)
        if show is not None:
            back = partial(kit.desk.remove_appointment, appointment_id)
            doing.say(kit, appointment_id, booked_words(kit, appointment_id), show, back)

    # -- what is shown

    def _read(self) -> None:
        card, kit = self._card, self._panel.kit
        if card is None:
            return
        theirs = kit.desk.appointments_of(card.contact_id, MOST)
        waiting = kit.desk.waiters_of(card.contact_id)
        key = (tuple(theirs), tuple(waiting), self._is_all, kit.formats.language, kit.clock.now().date())
        if key == self._shown:
            return
        self._shown = key
        for row in self.rows:
            self.widget.lines.removeWidget(row)
            row.hide()
            row.deleteLater()
        now = kit.clock.now()
        ahead = [one for one in theirs if one.appointment.ends_at > now]
        standing = [one for one in ahead if one.appointment.is_standing and not one.appointment.outcome]
        self._next = standing[0] if standing else None
        shown = theirs if self._is_all else theirs[: max(SHOWN, min(len(ahead), SHOWN + 1))]
        self.widget.lines.removeWidget(self.acts)
        self.rows = []
        for one in shown:
            button = self._row(one, is_ahead=one in ahead)
            self.rows.append(button)
            self.widget.lines.addWidget(button)
            if one is self._next:
                self.widget.lines.addWidget(self.acts)
        self._settle(theirs, len(theirs) - len(shown))
        self.waits.set_text("\n".join(self._wait_words(one) for one in waiting))
        self.waits.setVisible(bool(waiting))

    def _settle(self, theirs: Sequence[AppointmentRow], hidden: int) -> None:
        self.nothing.setVisible(not theirs)
        one = self._next
        self.acts.setVisible(one is not None)
        self.confirm.setVisible(one is not None and one.appointment.answer != "confirmed")
        came = sum(one.state == "came" for one in theirs)
        missed = sum(one.state == "no_show" for one in theirs)
        words = ngettext("{n} no-show in {total} visits", "{n} no-shows in {total} visits", missed)
        self.summary.set_text(words.format(n=missed, total=came + missed) if missed else "")
        self.summary.setVisible(bool(missed))
        self.more.setVisible(hidden > 0)
        self.more.setText(ngettext("Show {n} more", "Show {n} more", hidden).format(n=hidden))

    def _row(self, one: AppointmentRow, *, is_ahead: bool) -> ValueButton:
        from app.domain.hours import business_zone
        from app.words.appointment_lines import state_name
        from app.words.formats import Formats
        from ui.appointments.states import LOOKS
        from ui.appointments.words import service_of

        kit = self._panel.kit
        now_s = int(kit.clock.now().timestamp())
        zone = business_zone(kit.desk.hours(), now_s, str(kit.desk.setting("time_zone")))
        formats = Formats(kit.formats.language, zone)
        when = formats.moment(one.appointment.starts_at, kit.clock.now())
        words = " · ".join(part for part in (when, service_of(one)) if part)
        button = ValueButton(
            self._panel.theme, _("Appointment"), icon=LOOKS[one.state].icon, is_bold=one is self._next
        )
        ink = "text" if is_ahead and one.appointment.is_standing else "text_muted"
        button.show_value(words, state_name(one.state), ink)  # type: ignore[arg-type]
        button.clicked.connect(lambda: self._panel.show_appointment(one.appointment_id))
        return button

    def _wait_words(self, waiter: WaiterRow) -> str:
        from app.words.waiting_words import wish_words

        words = wish_words(waiter, self._panel.kit.formats)
        return _("Waits for a freed slot: {wish}").format(wish=shown_line(words))

    def _show_all(self) -> None:
        self._is_all = True
        self._read()

    # -- what is done

    def _answer(self, answer: Answer) -> None:
        row, panel = self._next, self._panel
        if row is None or panel.show is None:
            return
        from ui.appointments import doing
        from ui.appointments.words import name_of
        from ui.plain import isolated

        said = {"confirmed": _("{name} is confirmed"), "cancelled": _("{name} is cancelled")}[answer]
        desk, key = panel.kit.desk, row.appointment_id
        work = partial(desk.answer_appointment, key, answer)
        back = partial(desk.put_back_appointment, row.appointment)
        doing.do(panel.kit, key, work, said.format(name=isolated(name_of(row))), panel.show, back)

    def _move(self) -> None:
        if self._next is None or self._panel.show is None:
            return
        from ui.appointments.booking.dialog import open_change

        open_change(self._panel.kit, self.widget, self._next, self._panel.show)

"""The dialog in which an appointment is booked or changed. Its line of words fills in all the others."""

from __future__ import annotations

from datetime import date, datetime
from functools import partial
from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.desk.agenda_actions import free_of
from app.domain.agenda_rows import AgendaDays, AppointmentRow
from app.domain.appointment_asks import NewAppointment
from app.domain.contact_cards import FieldChange
from app.domain.errors import ComptoirError, Refused
from app.domain.slot_offers import OfferedSlot
from app.words import gettext as _
from app.words import sentences
from app.words.slot_problems import problem_words
from app.words.typed_slots import TypedSlot
from ui.appointments import doing, when
from ui.appointments.booking.draft import Draft, Reader, draft_of
from ui.appointments.booking.fields import Fields
from ui.appointments.booking.free_row import FreeRow
from ui.appointments.booking.reading import chips_of, length_of
from ui.appointments.words import name_of
from ui.contacts.panel.flow import Flow
from ui.kit import Kit
from ui.plain import isolated
from ui.settings.list_and_sheet import scrolled
from ui.teamwork.undoing import Show
from ui.widgets.button import Button
from ui.widgets.controls import CheckBox
from ui.widgets.dialog import Dialog
from ui.widgets.inputs import Field
from ui.widgets.small_parts import ChipView

MOST_PX: Final = 640
LEAST_PX: Final = 120
BESIDES_PX: Final = 200


class BookingDialog(Dialog):
    """`made(appointment id)` once it is on its way."""

    made = Signal(str)

    def __init__(
        self,
        kit: Kit,
        parent: QWidget,
        draft: Draft,
        days: AgendaDays,
        day: date | None,
        row: AppointmentRow | None = None,
    ) -> None:
        super().__init__(kit.theme, _("Change the appointment") if row else _("New appointment"), parent)
        self._make_wide()
        self._kit, self._days, self._row, self._draft = kit, days, row, draft
        self._formats = when.formats_of(kit.formats, days)
        self._reader = Reader(days, kit.clock, day)
        self._is_booking = False
        theme = kit.theme
        self.words = Field(theme, _("What and when"), placeholder=_("Tue 2:30pm cut 45 min"))
        self.chips = Flow(theme.tokens.space.x1)
        self.fields = Fields(kit, days)
        self.free = FreeRow(kit, self._formats)
        self.agreed = CheckBox(theme, _("They have agreed to the new time"))
        self.cancel = Button(theme, _("Cancel"))
        name = _("Keep the changes") if row else _("Book it")
        self.confirm = Button(theme, name, kind="primary", key_hint="⏎")
        self._lay_out()
        self.fields.fill(draft, self._when_words(draft.starts_at), self._length_words(draft.length_min))
        self._connect()
        self._look()
        self._focus()

    def _lay_out(self) -> None:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(2, 2, 2, 2)
        column.setSpacing(self.theme.tokens.space.x3)
        for part in (self.words, self.chips, self.fields, self.agreed):
            column.addWidget(part)
        column.addStretch(1)
        self.words.setVisible(self._row is None)
        self.chips.hide()
        self.agreed.hide()
        self._inside, self._area = inside, scrolled(inside)
        self.body.addWidget(self._area)
        self.body.addWidget(self.free)  # never scrolled away
        self.buttons.addStretch(1)
        self.buttons.addWidget(self.cancel)
        self.buttons.addWidget(self.confirm)
        self.confirm.setDefault(True)

    def _connect(self) -> None:
        self.words.input.textChanged.connect(self._typed)
        self.fields.changed.connect(self._look)
        self.fields.resized.connect(self._fit_soon)
        self.fields.said_who.connect(self._go_on)
        self.free.taken.connect(self._take)
        self.cancel.clicked.connect(self.reject)
        self.confirm.clicked.connect(self._book)

    def _focus(self) -> None:
        if self._row is not None:
            self.fields.when.input.setFocus()
            self.fields.when.input.selectAll()
        elif self._draft.is_pressed and self._draft.whom is None:
            self.fields.person.finder.search.setFocus()
        else:
            self.words.input.setFocus()

    def _go_on(self) -> None:
        """It is said who comes: to what is still to be said or chosen, else to the end."""
        free = self.free.buttons[0] if self.free.buttons else self.confirm
        missing = self.fields.when.input if self.starts_at is None else free
        missing.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- room

    def _make_wide(self) -> None:
        """With larger letters it is wider, as far as the screen is."""
        usual = self.theme.tokens.size.dialog_width
        self.setFixedWidth(
            max(usual, min(self.theme.px(usual), self.screen().availableGeometry().width() - 48))
        )

    def _fit_soon(self) -> None:
        QTimer.singleShot(0, self, self._fit)

    def _fit(self) -> None:
        """As high as it needs to be; where the screen is low, it scrolls and the buttons stay."""
        self._inside.layout().activate()  # type: ignore[union-attr]
        wanted = self._inside.layout().totalHeightForWidth(self._area.width() or 430)  # type: ignore[union-attr]
        wanted = max(wanted, self._inside.minimumSizeHint().height())
        room = self.room(MOST_PX, BESIDES_PX, LEAST_PX)
        if not self.free.isHidden():
            room -= max(0, self.free.heightForWidth(self._area.width()))
        self._area.setFixedHeight(min(wanted, max(self.theme.px(LEAST_PX), room)))
        self.layout().activate()  # type: ignore[union-attr]
        self.resize(self.width(), self.minimumSizeHint().height())  # adjustSize leaves a gap on a real screen
        self.stay_on_screen()

    # -- while one types

    def _typed(self, text: str) -> None:
        """What the words do not say, or no longer say, is as it was at first."""
        read = self._reader.read(text)
        fields, draft = self.fields, self._draft
        fields.put("when", self._when_words(read.starts_at or draft.starts_at))
        fields.put("service", read.service_id or draft.service_id)
        fields.put("resource", read.resource_id or draft.resource_id)
        fields.put("length", self._length_words(read.length_min or draft.length_min))
        is_whom = bool(read.rest) and fields.is_whom(read.rest, is_service_said=read.service_id is not None)
        fields.put("whom", read.rest if is_whom else "")
        fields.put("title", draft.title if is_whom else read.rest or draft.title)
        self._show_chips(read if text.strip() else None)
        self._look()

    def _show_chips(self, read: TypedSlot | None) -> None:
        chips = chips_of(read, self._formats, self._days, self._kit.clock.now()) if read is not None else []
        self.chips.show_parts([ChipView(self.theme, chip) for chip in chips])
        self.chips.setVisible(bool(chips))
        self._fit_soon()

    @property
    def starts_at(self) -> datetime | None:
        """When, as it stands in its line."""
        return self._read_when().starts_at

    def _read_when(self) -> TypedSlot:
        text = self.fields.when.input.text()
        known = self._draft.starts_at
        if known is not None and text == self._when_words(known):  # also where the clock shows it twice
            return TypedSlot(known, None, None, None, None, None, "")
        return self._reader.read_when(text)

    @property
    def length_min(self) -> int | None:
        """How long, as it stands there; else the service's. None for what cannot be read."""
        text = self.fields.length.input.text().strip()
        if text:
            return length_of(text)
        service = next(
            (one for one in self._days.services if one.service_id == self.fields.service.chosen_id), None
        )
        return service.length_min if service is not None else when.USUAL_MIN

    def _look(self) -> None:
        """Whether it is free there is said while one types, with what is free instead."""
        starts_at, length = self.starts_at, self.length_min
        where = self.fields.resource.chosen_id
        self._show_agreed(starts_at)
        problem: Refused | None = None
        if starts_at is not None and length:
            key = self._row.appointment_id if self._row is not None else ""
            problem = self._kit.desk.conflict_at(starts_at, length, where, key)
        if problem is None:
            self.free.show_problem("")
        else:
            self._show_refused(problem.code, problem.facts)
        self._fit_soon()

    def _show_agreed(self, starts_at: datetime | None) -> None:
        is_moved = self._row is not None and starts_at not in (None, self._row.appointment.starts_at)
        self.agreed.setVisible(is_moved)

    def _show_refused(self, code: str, facts: object) -> None:
        known = dict(facts) if isinstance(facts, dict) else dict(facts.items())  # type: ignore[attr-defined]
        slots = free_of(known)
        where, starts_at = self.fields.resource.chosen_id, self.starts_at
        if not slots and code.startswith("slot_"):
            found = self._kit.desk.free_slots(
                self.length_min or when.USUAL_MIN, starts_at, (where,) if where else (), 3
            )
            slots = [OfferedSlot(one.starts_at, one.resource_id) for one in found]
        self.free.show_problem(sentences.refusal(code, known), slots, where)

    def _take(self, slot: OfferedSlot) -> None:
        """One of the free places."""
        self.fields.by_hand |= {"when", "resource"}
        self.fields.when.input.setText(self._when_words(slot.starts_at))
        self.fields.resource.choose(slot.resource_id)
        self._look()
        self.confirm.setFocus()

    def _when_words(self, at: datetime | None) -> str:
        if at is None:
            return ""
        local = at.astimezone(when.zone_of(self._formats.zone))
        day = when.day_name(local.date(), self._formats.language, self._days.today)
        return f"{day} {self._formats.time_of_day(at)}"

    @staticmethod
    def _length_words(minutes: int) -> str:
        return when.length_words(minutes) if minutes else ""

    # -- the end

    def _book(self) -> None:
        starts_at, length = self.starts_at, self.length_min
        if self._is_booking or not self._is_read(starts_at, length):
            return
        assert starts_at is not None and length is not None
        self._is_booking = True
        self.confirm.setEnabled(False)
        work = (
            self._store(starts_at, length) if self._row is None else self._keep(self._row, starts_at, length)
        )
        self._kit.tasks.spawn(work, "appointment")

    def _is_read(self, starts_at: datetime | None, length: int | None) -> bool:
        fields = self.fields
        if starts_at is None:
            fields.when.set_error(problem_words(self._read_when().problem))
            fields.when.input.setFocus()
        elif not length:
            fields.length.set_error(_("Write how long it takes, as in 45 min or 1 h 30."))
            fields.length.input.setFocus()
        elif not self.fields.person.now.name and not fields.comes.input.text().strip():
            self.free.show_problem(_("Say whom it is for: somebody you know, or a name."))
            fields.person.finder.search.setFocus()
        elif fields.is_whom_open:
            fields.person.finder.search.setFocus()
        else:
            return True
        self._fit_soon()
        return False

    def _new(self, starts_at: datetime, length: int) -> NewAppointment:
        fields, whom = self.fields, self.fields.person.now
        comes = "" if fields.comes.isHidden() else " ".join(fields.comes.input.text().split())
        is_known = whom.contact_id is not None
        return NewAppointment(
            starts_at, length, fields.resource.chosen_id, fields.service.chosen_id, fields.title.input.text().strip(),
            person=comes or ("" if is_known else whom.name),
            contact_id=None if comes else whom.contact_id,
            booker_id=whom.contact_id if comes else None,
            phone="" if is_known else fields.phone.input.text().strip(),
            note=fields.note.input.text().strip(),
            source="talk" if whom.conversation_id is not None else "hand",
        )  # fmt: skip

    def _is_same_person(self) -> bool:
        """Nobody said that somebody else comes or books."""
        fields, draft = self.fields, self._draft
        return fields.person.now == draft.whom and fields.comes.input.text().strip() == draft.person.strip()

    async def _store(self, starts_at: datetime, length: int) -> None:
        try:
            appointment_id = await self._kit.desk.book_appointment(self._new(starts_at, length))
        except ComptoirError as error:
            self._refused(error)
            return
        self.made.emit(appointment_id)
        self.accept()

    async def _keep(self, row: AppointmentRow, starts_at: datetime, length: int) -> None:
        desk, one, new = self._kit.desk, row.appointment, self._new(starts_at, length)
        values = {
            change.key: change.value for change in _changes(row, new, is_same_person=self._is_same_person())
        }
        try:
            if (starts_at, length, new.resource_id) != (one.starts_at, one.length_min, one.resource_id):
                is_agreed = not self.agreed.isHidden() and self.agreed.isChecked()
                await desk.move_appointment(
                    row.appointment_id, starts_at, length, new.resource_id, is_agreed=is_agreed
                )
            if values:
                await desk.change_appointment(row.appointment_id, values)
        except ComptoirError as error:
            self._refused(error)
            return
        self.made.emit(row.appointment_id)
        self.accept()

    def _refused(self, error: ComptoirError) -> None:
        self._is_booking = False
        self.confirm.setEnabled(True)
        self._show_refused(error.code, error.facts)
        self._fit_soon()


def _changes(row: AppointmentRow, new: NewAppointment, *, is_same_person: bool) -> list[FieldChange]:
    """What is another now, besides the time and with whom."""
    one = row.appointment
    pairs: tuple[tuple[str, str | None, str | None], ...] = (
        ("service_id", one.service_id, new.service_id),
        ("title", one.title, new.title),
        ("note", one.note, new.note),
    )
    if not is_same_person:
        pairs += (
            ("person", one.person, new.person),
            ("contact_id", one.contact_id, new.contact_id),
            ("booker_id", one.booker_id, new.booker_id),
        )
    if new.contact_id is None and new.booker_id is None:
        pairs += (("phone", one.phone, new.phone),)
    return [
        FieldChange(key, after or None) for key, before, after in pairs if (before or None) != (after or None)
    ]


def open_booking(kit: Kit, parent: QWidget, draft: Draft, *, day: date | None = None) -> BookingDialog:
    """A new one, over a window. `day`: the one on the screen, which is meant where none is said."""
    dialog = BookingDialog(kit, parent.window(), draft, kit.desk.agenda(None, 1), day)
    dialog.open()
    return dialog


def open_change(kit: Kit, parent: QWidget, row: AppointmentRow, show: Show) -> BookingDialog:
    """One that is there, over a window; what was changed can be taken back."""
    dialog = BookingDialog(kit, parent.window(), draft_of(row), kit.desk.agenda(None, 1), None, row)
    words = _("{name} is changed").format(name=isolated(name_of(row)))
    back = partial(kit.desk.put_back_appointment, row.appointment)
    dialog.made.connect(lambda key: doing.say(kit, key, words, show, back))
    dialog.open()
    return dialog

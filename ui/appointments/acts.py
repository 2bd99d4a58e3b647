"""What is done with an appointment in the agenda: by letter, by menu, by button; each with its way back."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QWidget

from app.desk.desk import Refusal
from app.domain.agenda_rows import FILTERS, AgendaDays, AppointmentRow
from app.domain.appointment_asks import APPOINTMENT_ASKS, AskAppointments
from app.domain.appointments import Answer, How, Outcome
from app.words import gettext as _
from app.words import sentences
from app.words.appointment_lines import state_name
from ui.appointments import doing
from ui.appointments.doing import Do
from ui.appointments.letters import DIGITS
from ui.appointments.looking import Shape
from ui.appointments.row_buttons import button_of, run_of
from ui.appointments.words import name_of
from ui.kit import Kit
from ui.plain import isolated
from ui.theme.icons import IconName
from ui.widgets.menu import Menu

if TYPE_CHECKING:
    from ui.appointments.agenda_page import AgendaPage

Act = Callable[[], object]


def outcome_words(row: AppointmentRow) -> tuple[str, str]:
    """What P and A do now: say whether they came, or take that back."""
    outcome = row.appointment.outcome
    return (
        _("Take back that they came") if outcome == "came" else _("They came"),
        _("Take back that they did not come") if outcome == "no_show" else _("They did not come"),
    )


class AgendaActs:
    """Acts of the agenda. The page says which appointment is meant and where things open."""

    def __init__(self, kit: Kit, page: AgendaPage) -> None:
        self.kit, self.page = kit, page
        kit.bridge.refused.connect(self._hear)

    # -- by letter

    def by_letter(self, letter: str) -> bool:
        """What a letter does now; False for one without a use."""
        act = self._of_page(letter.casefold())
        row = self.page.current
        if act is None and row is not None:
            act = self.letters(row).get(letter.casefold())
        if act is not None:
            act()
        return act is not None

    def _of_page(self, letter: str) -> Act | None:
        page, looking = self.page, self.page.looking
        letter = DIGITS.get(letter, letter)
        if letter.isascii() and letter.isdigit() and 1 <= int(letter) <= len(FILTERS):
            return partial(looking.narrow, FILTERS[int(letter) - 1])
        other: Shape = "list" if looking.shape == "grid" else "grid"
        found: dict[str, Act] = {
            "n": page.add_here,
            "j": partial(looking.step, 1),
            "k": partial(looking.step, -1),
            "0": partial(looking.show_day, None),
            "g": partial(page.choose_shape, other),
        }
        tools = {tool.letter: partial(page.tool_asked.emit, tool) for tool in page.head.lettered}
        return (tools | found).get(letter)

    def letters(self, row: AppointmentRow) -> dict[str, Act]:
        """What can be done with one now, by its letter."""
        page, one = self.page, row.appointment
        found: dict[str, Act] = {"e": partial(page.edit_asked.emit, row.appointment_id)}
        if one.answer != "confirmed" and not one.outcome:
            found["c"] = partial(self.answer, row, "confirmed")
        if one.is_standing and not one.outcome:
            found["x"] = partial(self.answer, row, "cancelled")
            found["m"] = partial(page.move_by_key, row)
        if one.is_standing and one.starts_at <= self.days.now:
            found["p"] = partial(self.set_outcome, row, "" if one.outcome == "came" else "came")
            found["a"] = partial(self.set_outcome, row, "" if one.outcome == "no_show" else "no_show")
        if row.conversation_id is not None and one.is_standing and one.starts_at > self.days.now:
            found["s"] = partial(self.open_confirming, row)
        if row.conversation_id is not None:
            found["o"] = partial(page.open_asked.emit, row.conversation_id)
        if self.answer_place(row) is not None:
            found["r"] = partial(self.show_answer, row)
        if row.number:
            found["l"] = partial(self.open_call, row)
        for button in page.buttons:
            is_meant = button.letter and button.letter not in found and row.state in button.states
            if is_meant and button.fits(row, self.days):
                found[button.letter] = partial(run_of(button), self, row)
        return found

    @property
    def days(self) -> AgendaDays:
        """What is shown."""
        days = self.page.looking.days
        assert days is not None
        return days

    def open_confirming(self, row: AppointmentRow) -> None:
        """What tells them that it is booked, before it goes out."""
        from ui.appointments.confirming.dialog import ConfirmingDialog

        ConfirmingDialog(self.kit, self.page, row, self.page.undoing.show).open()

    def press(self, appointment_id: str) -> None:
        """The button of a line."""
        row = self.page.row(appointment_id)
        button = button_of(row, self.days, self.page.buttons) if row is not None else None
        if button is not None:
            run_of(button)(self, row)

    # -- menus

    def open_menu(self, appointment_id: str, at: QPoint) -> Menu | None:
        """Everything that can be done with an appointment, with its letters."""
        row = self.page.row(appointment_id)
        if row is None:
            return None
        menu = Menu(self.kit.theme, _("Appointment"), self.page)
        menu.aboutToHide.connect(menu.deleteLater)
        self._fill(menu, row)
        menu.popup(at)
        return menu

    def _fill(self, menu: Menu, row: AppointmentRow) -> None:
        page, acts = self.page, self.letters(row)

        def add(letter: str, words: str, icon: IconName) -> None:
            if letter in acts:
                menu.add(words, acts[letter], icon=icon, key=letter.upper())

        menu.add(
            _("Open the appointment"),
            partial(page.opened.emit, row.appointment_id),
            icon="panel-right",
            key="⏎",
        )
        add("o", _("Open the conversation"), "message-square")
        add("r", _("Show their answer"), "reply")
        if row.contact_id is not None:
            menu.add(_("Open the person"), partial(page.contact_asked.emit, row.contact_id), icon="contact")
        menu.addSeparator()
        for button in page.buttons:
            known = {"m", "l"}
            if row.state in button.states and button.letter not in known and button.fits(row, self.days):
                run = partial(run_of(button), self, row)
                menu.add(button.words, run, icon=button.icon, key=button.letter.upper())
        add("c", state_name("confirmed"), "circle-check")
        add("x", state_name("cancelled"), "circle-x")
        add("m", _("Move…"), "arrow-right-left")
        add("l", _("Call them…"), "phone")
        came, away = outcome_words(row)
        add("p", came, "check")
        add("a", away, "user-x")
        menu.addSeparator()
        add("e", _("Change…"), "pencil")
        menu.add(_("Remove"), partial(self.remove, row), icon="trash-2", is_danger=True)

    def open_call(self, row: AppointmentRow) -> None:
        """Call them, then what came of it."""
        from ui.appointments.calling import open_call

        open_call(self, row)

    # -- acts

    def answer(self, row: AppointmentRow, answer: Answer, how: How = "hand") -> None:
        """What they said."""
        said = {
            "confirmed": _("{name} is confirmed"),
            "cancelled": _("{name} is cancelled"),
            "move": _("{name} wants to move"),
            "": _("{name} is to be asked"),
        }
        words = said.get(answer, said[""]).format(name=isolated(name_of(row)))
        self.do(row, partial(self.kit.desk.answer_appointment, row.appointment_id, answer, how), words)

    def set_outcome(self, row: AppointmentRow, outcome: Outcome) -> None:
        """Whether they came; the same letter again takes it back."""
        said = {
            "came": _("{name} came"),
            "no_show": _("{name} did not come"),
            "": _("{name}: not said any more"),
        }
        words = said[outcome].format(name=isolated(name_of(row)))
        self.do(row, partial(self.kit.desk.set_outcome, row.appointment_id, outcome), words)

    def call_later(self, row: AppointmentRow) -> None:
        """Nobody there: a word was left."""
        words = _("{name}: a word was left, still to call").format(name=isolated(name_of(row)))
        self.do(row, partial(self.kit.desk.call_appointment, row.appointment_id), words)

    def remove(self, row: AppointmentRow) -> None:
        """In no list any more."""
        desk, words = self.kit.desk, _("{name} was removed").format(name=isolated(name_of(row)))
        undo = partial(desk.restore_appointment, row.appointment_id)
        self.do(row, partial(desk.remove_appointment, row.appointment_id), words, undo, "trash-2")

    def answer_place(self, row: AppointmentRow) -> tuple[str, str] | None:
        """Where the message with which they answered stands."""
        told = row.last.message_id if row.last is not None else None
        where = row.appointment.ask_conversation_id or row.conversation_id
        return (where, told) if told is not None and where is not None else None

    def show_answer(self, row: AppointmentRow) -> None:
        """Go there."""
        place = self.answer_place(row)
        if place is not None:
            self.page.message_asked.emit(*place)

    # -- doing and taking back

    def do(
        self, row: AppointmentRow, work: Do, said: str, undo: Do | None = None, icon: IconName = "check"
    ) -> None:
        """Do it, say it, and keep the way back: without `undo` everything is again as it was."""
        back = undo or partial(self.kit.desk.put_back_appointment, row.appointment)
        doing.do(self.kit, row.appointment_id, work, said, self.page.undoing.show, back, icon)

    def say(self, sentence: str) -> None:
        """Something that did not happen, and why."""
        self.page.undoing.show(sentence, icon="circle-alert", ink="danger")

    def place_of_current(self) -> tuple[QWidget, QRect]:
        """Where a menu of the current appointment opens."""
        return self.page.place_of_current()

    def _hear(self, refusal: Refusal) -> None:
        """The hub said no: for one, a colleague was first. Said where the agenda is in view."""
        is_ours = isinstance(refusal.command, (*APPOINTMENT_ASKS, AskAppointments))
        if is_ours and self.page.isVisible():
            self.say(sentences.refusal(refusal.code, refusal.facts))

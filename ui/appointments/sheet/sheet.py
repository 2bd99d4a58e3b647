"""An appointment's sheet: who comes and when, what was said, what can be done now, and all that happened to it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.domain.agenda_rows import AppointmentRow, touches_agenda
from app.domain.rows import Changes
from app.words import gettext as _
from app.words.appointment_lines import state_name
from ui.appointments import when
from ui.appointments.acts import outcome_words
from ui.appointments.list.face import heard_words
from ui.appointments.sheet.facts import facts_of
from ui.appointments.sheet.history import HistoryList
from ui.appointments.states import state_chip
from ui.appointments.words import name_of
from ui.contacts.panel.flow import Flow
from ui.kit import Kit
from ui.settings.list_and_sheet import scrolled
from ui.theme.theme import Theme
from ui.typed import typed_text
from ui.widgets.button import Button, IconButton
from ui.widgets.labels import ElidedLabel, Label, Paragraph
from ui.widgets.paint_avatar import Portrait
from ui.widgets.small_parts import AvatarView, ChipView
from ui.widgets.surfaces import Line, Surface

if TYPE_CHECKING:
    from ui.appointments.agenda_page import AgendaPage

SIDE: Final = 16
AVATAR: Final = 40
TITLE_PX: Final = 96


class AppointmentSheet(Surface):
    """`close_asked` by its button or Escape. Keys that no line takes do what they do in the list."""

    close_asked = Signal()

    def __init__(self, kit: Kit, page: AgendaPage) -> None:
        theme = kit.theme
        super().__init__(theme, "surface", edges=("leading",))
        self._kit, self._page = kit, page
        self.appointment_id = ""
        self.row: AppointmentRow | None = None
        self.setAccessibleName(_("The appointment’s sheet"))
        self.close_button = IconButton(theme, "x", _("Close"))
        self.avatar = AvatarView(theme, Portrait("", ""), AVATAR)
        self.name = ElidedLabel(theme, role="lead", weight="semibold")
        self.time = Paragraph(theme, ink="text_muted")
        self.chip = ChipView(theme, state_chip("to_ask"))
        self.last = Paragraph(theme, role="small", ink="text_muted")
        self.answer = Button(theme, _("Show their answer"), kind="link", is_flush=True)
        self.acts = Flow(theme.tokens.space.x2)
        self.buttons: dict[str, Button] = {}
        self.facts = QVBoxLayout()
        self.ways = Flow(theme.tokens.space.x2)
        self.history = HistoryList(kit)
        self._lay_out()
        self.close_button.clicked.connect(self.close_asked)
        self.answer.clicked.connect(lambda: self._by_letter("r"))
        kit.bridge.changed.connect(self._changed)

    def _lay_out(self) -> None:
        theme = self.theme
        inside = Surface(theme, "surface")
        inside.setMinimumWidth(1)
        column = QVBoxLayout(inside)
        column.setContentsMargins(SIDE, 12, SIDE, 16)
        column.setSpacing(theme.tokens.space.x2)
        top = QHBoxLayout()
        top.addWidget(Label(theme, _("Appointment"), role="small", weight="semibold", ink="text_muted"), 1)
        top.addWidget(self.close_button)
        who = QHBoxLayout()
        who.setSpacing(12)
        who.addWidget(self.avatar, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.name)
        words.addWidget(self.time)
        who.addLayout(words, 1)
        state = QHBoxLayout()
        state.addWidget(self.chip)
        state.addStretch(1)
        self.facts.setSpacing(theme.tokens.space.x1)
        for part in (top, who, state):
            column.addLayout(part)
        column.addWidget(self.last)
        column.addWidget(self.answer)
        column.addWidget(self.acts)
        column.addWidget(Line(theme))
        column.addLayout(self.facts)
        column.addWidget(self.ways)
        column.addWidget(Line(theme))
        column.addWidget(Label(theme, _("What happened"), role="small", weight="semibold"))
        column.addWidget(self.history)
        column.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(1, 0, 0, 0)
        whole.addWidget(scrolled(inside))

    # -- what is shown

    def show_appointment(self, appointment_id: str) -> None:
        """Another one."""
        self.appointment_id = appointment_id
        self._read()

    def focus_first(self) -> None:
        """The keyboard enters at what can be done."""
        first = next(iter(self.buttons.values()), self.close_button)
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def close_down(self) -> None:
        """Nothing of it outlives the window."""

    def _changed(self, changes: Changes) -> None:
        if self.appointment_id and not self.isHidden() and touches_agenda(changes):
            self._read()

    def _read(self) -> None:
        row = self._kit.desk.appointment(self.appointment_id)
        if row is None or row.appointment.is_removed:
            self.row = None
            self.close_asked.emit()
            return
        self.row = row
        self._show_head(row)
        self._show_acts(row)
        self._show_facts(row)
        formats = when.formats_of(self._kit.formats, self._page.acts.days)
        self.history.show_rows(self._kit.desk.appointment_history(row.appointment_id), formats)

    def _show_head(self, row: AppointmentRow) -> None:
        days, one = self._page.acts.days, row.appointment
        formats = when.formats_of(self._kit.formats, days)
        name = name_of(row)
        self.avatar.set_portrait(Portrait(str(one.contact_id or name), name if row.name else ""))
        self.name.set_text(name)
        local = one.starts_at.astimezone(when.zone_of(formats.zone))
        day = when.day_name(local.date(), formats.language, days.today)
        span = f"{formats.time_of_day(one.starts_at)} – {formats.time_of_day(one.ends_at)}"
        self.time.set_text(f"{day}, {span}")
        self.chip.set_chip(state_chip(row.state))
        said = heard_words(row, formats, days.now)
        self.last.set_text(said)
        self.last.setVisible(bool(said))
        self.answer.setVisible(self._page.acts.answer_place(row) is not None)

    def _show_acts(self, row: AppointmentRow) -> None:
        known, focused = self._page.acts.letters(row), self._focused()
        came, away = outcome_words(row)
        names = (
            ("c", state_name("confirmed")), ("m", _("Move…")), ("x", state_name("cancelled")), ("p", came),
            ("a", away), ("l", _("Call them…")), ("e", _("Change…")),
        )  # fmt: skip
        self.buttons = {
            letter: self._button(words, known[letter], letter) for letter, words in names if letter in known
        }
        remove = Button(self.theme, _("Remove"), kind="quiet", height="small")
        remove.clicked.connect(lambda: self._page.acts.remove(row))
        self.buttons["remove"] = remove
        self.acts.show_parts(list(self.buttons.values()))
        if focused:
            self.buttons.get(focused, remove).setFocus(Qt.FocusReason.OtherFocusReason)
        ways: list[QWidget] = []
        if "s" in known:
            ways.append(self._button(_("Send a confirmation…"), known["s"], "s", icon="send"))
        if "o" in known:
            ways.append(self._button(_("Open the conversation"), known["o"], "o", icon="message-square"))
        if row.contact_id is not None:
            contact_id = row.contact_id
            ways.append(
                self._button(
                    _("Open the person"),
                    lambda: self._page.contact_asked.emit(contact_id),
                    "",
                    icon="contact",
                )
            )
        self.ways.show_parts(ways)
        self.ways.setVisible(bool(ways))

    def _focused(self) -> str:
        return next((letter for letter, button in self.buttons.items() if button.hasFocus()), "")

    def _button(self, words: str, act: Callable[[], object], letter: str, **more: object) -> Button:
        button = Button(self.theme, words, height="small", key_hint=letter.upper(), **more)  # type: ignore[arg-type]
        button.clicked.connect(lambda: act())
        return button

    def _show_facts(self, row: AppointmentRow) -> None:
        while (item := self.facts.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for title, value in facts_of(row, self._kit.formats):
            self.facts.addWidget(Fact(self.theme, title, value))

    # -- keys

    def _by_letter(self, letter: str) -> None:
        row = self.row
        act = self._page.acts.letters(row).get(letter) if row is not None else None
        if act is not None:
            act()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape and the letters, where nothing nearer wanted them."""
        letter = typed_text(event).casefold()
        if event.key() == Qt.Key.Key_Escape:
            self.close_asked.emit()
        elif letter and self.row is not None and letter in self._page.acts.letters(self.row):
            self._by_letter(letter)
        else:
            super().keyPressEvent(event)


class Fact(QWidget):
    """A title and what is known."""

    def __init__(self, theme: Theme, title: str, value: str) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.tokens.space.x2)
        label = Label(theme, title, role="small", ink="text_muted")
        label.setFixedSize(theme.px(TITLE_PX), theme.line("body"))
        row.addWidget(label, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(Paragraph(theme, value), 1)
        self.setAccessibleName(f"{title}: {value}")

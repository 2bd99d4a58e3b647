"""The form of one service: what it is called here and to customers, how long, how much, who does it, its reminders."""

from __future__ import annotations

from collections.abc import Awaitable, Mapping
from dataclasses import replace
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.domain.agenda import NAME_MAX_CHARS, TEXT_MAX_CHARS, Service
from app.domain.contents import MediaKind
from app.domain.errors import Refused
from app.domain.ids import ConversationId
from app.domain.money import Money
from app.words import gettext as _
from app.words import pgettext
from app.words.typed_amounts import amount_problem, read_amount
from ui.appointments.booking.reading import length_of
from ui.appointments.when import length_words
from ui.appointments.words import resource_name
from ui.conversation.blocks.base import NoPictures
from ui.conversation.writing.answer import Attached
from ui.conversation.writing.attaching import Attaching
from ui.conversation.writing.attachments import AttachmentStrip
from ui.deals.words import money
from ui.kit import Kit
from ui.settings.agenda.form_parts import SIDE, AgendaForm
from ui.settings.agenda.preview import ReminderPreview
from ui.settings.agenda.reminders import Reminders
from ui.settings.templates.parts import Lines
from ui.theme.theme import Theme
from ui.widgets.button import Button
from ui.widgets.controls import CheckBox
from ui.widgets.inputs import Field, Input
from ui.widgets.labels import Paragraph
from ui.widgets.surfaces import tight

BLANK: Final = Service("", "")
HERE: Final = ConversationId("service-document")  # what its files are attached to, in place of a conversation
PREVIEW_PX: Final = 320
NARROW: Final = 800
SHORTCUTS_MAX: Final = 20
SHORTCUT_CHARS: Final = 40
PLACES: Final[Mapping[str, str]] = {
    "service_length": "length",
    "service_price": "length",
    "agenda_text_long": "preparation",
    "service_documents": "documents",
    "media_type": "documents",
    "media_missing": "documents",
    "media_too_large": "documents",
    "media_empty": "documents",
    "reminders_many": "reminders",
    "reminders_double": "reminders",
    "reminder_time": "reminders",
}


class ServiceForm(AgendaForm):
    """One service, with a reminder of it beside as a customer gets it."""

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        theme = kit.theme
        self._shown = BLANK
        self._doers: dict[str, CheckBox] = {}
        self.name = Input(theme, _("Name"), placeholder=_("For example: Cut and blow-dry"))
        self.name.setMaxLength(NAME_MAX_CHARS)
        self.length = Field(theme, _("How long"), placeholder=_("45 min"))
        self.price = Field(theme, pgettext("service", "Price"), placeholder=_("Not said"))
        self.discreet = Input(theme, _("Discreet name"), placeholder=_("For example: haircut"))
        self.discreet.setMaxLength(NAME_MAX_CHARS)
        self.named = CheckBox(theme, _("Messages may say its real name"))
        self.told = Paragraph(theme, role="small", ink="text_muted")
        self.preparation = Lines(theme, _("To prepare"))
        self.files = AttachmentStrip(theme, NoPictures(), kit.formats.language)
        self.attach = Button(theme, _("Attach a file…"), height="small", icon="paperclip")
        self.attaching = Attaching(kit, self.files, self)
        self.attaching.conversation_id = HERE
        self.doers = QWidget()
        self.shortcuts = Input(theme, _("Also typed as"), placeholder=_("cut, trim"))
        self.reminders = Reminders(kit)
        self.preview = ReminderPreview(kit)
        self._lay_out(self._fields())
        self._connect()
        self.begin(BLANK)

    def _fields(self) -> QWidget:
        numbers, attach = QWidget(), QWidget()
        line = QHBoxLayout(numbers)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(12)
        line.addWidget(self.length, 1)
        line.addWidget(self.price, 1)
        line = QHBoxLayout(attach)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self.attach)
        line.addStretch(1)
        doers = QVBoxLayout(self.doers)
        doers.setContentsMargins(0, 0, 0, 0)
        doers.setSpacing(4)
        return self.column_of(
            ("name", _("Name"), _("As the team calls it. It stands in the agenda."), [self.name]),
            ("length", _("Length and price"), "", [numbers]),
            (
                "discreet",
                _("What messages may call it"),
                _(
                    "Whoever holds the phone can read a message. So no treatment is ever named in one, unless you say "
                    "here how it may be called."
                ),
                [self.discreet, self.named, self.told],
            ),
            (
                "preparation",
                _("To prepare"),
                _("Goes with the messages, below the time."),
                [self.preparation],
            ),
            (
                "documents",
                _("Documents"),
                _("Sent with the confirmation of a booking."),
                [self.files, attach],
            ),
            ("doers", _("Who does it"), _("Without a tick, everybody does."), [self.doers]),
            (
                "shortcuts",
                _("Also typed as"),
                _("Short forms that you type when you book, with commas between."),
                [self.shortcuts],
            ),
            (
                "reminders",
                _("Reminders"),
                _("They go by themselves, never at night, and follow the appointment when it is moved."),
                [self.reminders],
            ),
        )

    def _lay_out(self, fields: QWidget) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(SIDE, 20, SIDE, 20)
        column.setSpacing(20)
        column.addWidget(fields)
        column.addWidget(self.preview)

    def _connect(self) -> None:
        lines = (self.name, self.length.input, self.price.input, self.discreet, self.shortcuts)
        for line in lines:
            line.textChanged.connect(lambda _text: self._wrote())
            line.returnPressed.connect(self.try_save)
        self.named.toggled.connect(lambda _is_on: self._wrote())
        self.preparation.written.connect(self._wrote)
        self.files.changed.connect(self._wrote)
        self.reminders.changed.connect(self._wrote)
        self.reminders.shown.connect(self._show_preview)
        self.attach.clicked.connect(lambda: self.attaching.choose(None, _("Attach a file…").rstrip("…")))
        self.attaching.said.connect(lambda _where, words: self.groups["documents"].set_errors([words]))

    # -- what is written

    @property
    def own_id(self) -> str:
        """Of which one; "" for a new one."""
        return self._shown.service_id

    @property
    def thing(self) -> Service:
        """What is written now; what cannot be read is as it was."""
        price = self._price()
        shown = self._shown
        return replace(
            shown,
            name=" ".join(self.name.text().split()),
            length_min=length_of(self.length.input.text()) or shown.length_min,
            price=shown.price if isinstance(price, Refused) else price,
            discreet_name=" ".join(self.discreet.text().split()),
            is_named=self.named.isChecked(),
            preparation=self.preparation.text.strip(),
            documents=tuple(one.media for one in self.files.files),
            reminders=self.reminders.steps,
            resource_ids=tuple(key for key, box in self._doers.items() if box.isChecked()),
            shortcuts=self._shortcuts(),
        )

    def _price(self) -> Money | Refused | None:
        return read_amount(self.price.input.text(), str(self._kit.desk.setting("currency")) or "EUR")

    def _shortcuts(self) -> tuple[str, ...]:
        parts = (" ".join(part.split()) for part in self.shortcuts.text().split(","))
        return tuple(dict.fromkeys(part[:SHORTCUT_CHARS] for part in parts if part))[:SHORTCUTS_MAX]

    @property
    def places(self) -> Mapping[str, str]:
        """Where each refusal is said."""
        return PLACES

    def check(self) -> Mapping[str, str]:
        """What cannot be read at all."""
        found: dict[str, str] = {}
        price = self._price()
        if isinstance(price, Refused):
            found["length"] = amount_problem(price)
        if length_of(self.length.input.text()) is None:
            found["length"] = _("Say how long it takes, as in 45 min or 1 h 30.")
        if len(self.preparation.text.strip()) > TEXT_MAX_CHARS:
            words = _("This text is too long: at most {limit} characters.")
            found["preparation"] = words.format(limit=TEXT_MAX_CHARS)
        if self.files.is_reading:
            found["documents"] = _("A file is still being read. Wait a moment, then save.")
        if self.reminders.problem:
            found["reminders"] = self.reminders.problem
        return found

    @property
    def is_changed(self) -> bool:
        """Whether something would be lost by leaving."""
        return self._written() != self._begun_words or self.thing != self._begun

    def remember(self) -> None:
        """As it was typed too: what cannot be read is no less written."""
        super().remember()
        self._begun_words = self._written()

    def _written(self) -> tuple[str, str]:
        return self.length.input.text(), self.price.input.text()

    def keep(self, thing: Service) -> Awaitable[str]:
        """Ask for it."""
        return self._kit.desk.save_service(thing)

    # -- what is shown

    def begin(self, service: Service) -> None:
        """Show one; without an id a new one."""
        self._is_filling = True
        self._shown = service
        self.name.setText(service.name)
        self.length.input.setText(length_words(service.length_min))
        self.price.input.setText(money(service.price, self._kit.formats.language) if service.price else "")
        self.discreet.setText(service.discreet_name)
        self.named.setChecked(service.is_named)
        self.preparation.set_text(service.preparation)
        self.files.set_files([Attached(_kind(one.mime), one, one.name or "") for one in service.documents])
        self.shortcuts.setText(", ".join(service.shortcuts))
        self.reminders.show_steps(service.reminders)
        self._show_doers(service)
        self._is_filling = False
        self.begun(is_new=not service.service_id)
        self._tell()

    def _show_doers(self, service: Service) -> None:
        column = self.doers.layout()
        assert column is not None
        for box in self._doers.values():
            column.removeWidget(box)
            box.hide()
            box.deleteLater()
        self._doers = {}
        for one in self._kit.desk.resources():
            box = self._doers[one.resource_id] = CheckBox(self._kit.theme, resource_name(one))
            box.setChecked(one.resource_id in service.resource_ids)
            box.toggled.connect(lambda _is_on: self._wrote())
            column.addWidget(box)
        self.groups["doers"].setVisible(len(self._doers) > 1)

    def focus_first(self) -> None:
        """By key, begin with the name."""
        self.name.setFocus(Qt.FocusReason.OtherFocusReason)

    def _wrote(self) -> None:
        if not self._is_filling:
            self.settle()
            self._tell()

    def _tell(self) -> None:
        """What follows from what is written."""
        thing = self.thing
        called = thing.told_name
        self.told.set_text(
            _("Messages say: “{name}”.").format(name=called)
            if called
            else _("Messages say “your appointment” and no more.")
        )
        self._show_preview()

    def _show_preview(self) -> None:
        self.preview.show_step(self.thing, self.reminders.seen)


class PreviewBeside(QWidget):
    """The form with the bubble beside it, which stays in view; in a narrow window it stands below the reminders."""

    def __init__(self, theme: Theme, scroll: QScrollArea, form: ServiceForm) -> None:
        super().__init__()
        self._theme, self._form = theme, form
        self._row = tight(QHBoxLayout(self))
        self._row.addWidget(scroll, 1)
        self._side = QWidget()
        self._side.setFixedWidth(theme.px(PREVIEW_PX))
        self._room = QVBoxLayout(self._side)
        self._room.setContentsMargins(0, 20, SIDE, 20)
        self._row.addWidget(self._side)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Beside, where there is room."""
        super().resizeEvent(event)
        is_beside = self.width() >= self._theme.px(NARROW)
        self._side.setVisible(is_beside)
        room = self._room if is_beside else self._form.layout()
        if room is not None and room.indexOf(self._form.preview) < 0:
            room.addWidget(self._form.preview)


def _kind(mime: str | None) -> MediaKind:
    return "image" if (mime or "").startswith("image/") else "document"

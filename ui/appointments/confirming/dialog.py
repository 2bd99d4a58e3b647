"""A confirmation of a booking before it goes out: its words, its files, by which template, or why none can go."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget
from shiboken6 import isValid

from app.domain.agenda_rows import AppointmentRow
from app.domain.ask_plans import AskEntry
from app.domain.booking_confirmations import BookingConfirmation
from app.domain.contents import Media
from app.domain.errors import ComptoirError, Refused
from app.words import gettext as _
from app.words import ngettext, sentences
from app.words.asking import why_left_out
from ui.appointments.words import name_of
from ui.kit import Kit
from ui.plain import isolated, shown_line
from ui.settings.templates.parts import Picker
from ui.teamwork.undoing import Show
from ui.widgets.button import Button
from ui.widgets.choice import Option
from ui.widgets.dialog import Dialog
from ui.widgets.file_dialog import FileDialog
from ui.widgets.labels import Label, Paragraph
from ui.widgets.surfaces import Card

PATTERNS = "*.pdf *.jpg *.jpeg *.png"


class ConfirmingDialog(Dialog):
    """`show`: says that it is on its way. Files of the service go along; others are added here."""

    def __init__(self, kit: Kit, parent: QWidget, row: AppointmentRow, show: Show) -> None:
        title = _("Confirmation for {name}").format(name=isolated(name_of(row)))
        super().__init__(kit.theme, title, parent)
        self._kit, self._row, self._show = kit, row, show
        theme = kit.theme
        self.files: list[tuple[str, Media]] = []
        self.told = BookingConfirmation(row.appointment_id)
        self.words = Paragraph(theme)
        self.card = Card(theme)
        self.templates = Picker(theme, _("Approved text"), [Option("", "-")])
        self.why = Paragraph(theme, ink="text_muted")
        self.attached = Paragraph(theme, role="small", ink="text_muted")
        self.left = Paragraph(theme, role="small", ink="warning")
        self.attach = Button(theme, _("Attach a PDF or a picture…"), icon="paperclip", height="small")
        self.without = Button(theme, _("Without these files"), kind="quiet", height="small")
        self.cancel = Button(theme, _("Cancel"))
        self.confirm = Button(theme, _("Send"), kind="primary", icon="send")
        self._lay_out()
        self.attach.clicked.connect(self._choose)
        self.without.clicked.connect(self._drop)
        self.templates.chosen.connect(lambda _name: self._read())
        self.cancel.clicked.connect(self.reject)
        self.confirm.clicked.connect(self._send)
        self.finished.connect(lambda _result: self._let_go())
        self._is_sent = False
        self._read()

    def _lay_out(self) -> None:
        space = self.theme.tokens.space
        self.body.setSpacing(space.x3)
        inside = QHBoxLayout(self.card)
        inside.setContentsMargins(space.x3, space.x3, space.x3, space.x3)
        inside.addWidget(self.words)
        line = QHBoxLayout()
        line.addWidget(self.attach)
        line.addWidget(self.without)
        line.addStretch(1)
        self.template_label = Label(self.theme, _("Approved text"), weight="medium")
        for part in (self.why, self.template_label, self.templates, self.card, self.attached, self.left):
            self.body.addWidget(part)
        self.body.addLayout(line)
        self.buttons.addStretch(1)
        self.buttons.addWidget(self.cancel)
        self.buttons.addWidget(self.confirm)
        self.confirm.setDefault(True)

    # -- what it shows

    def _read(self) -> None:
        chosen = self.templates.chosen_id
        told = self._kit.desk.booking_confirmation(self._row.appointment_id, self.files, chosen)
        self.told = told
        self.card.setVisible(bool(told.messages))
        self.words.set_text(next((one.text for one in told.messages if one.text), ""))
        self.why.set_text(self._refused(told) if told.code else self._way(told))
        self.why.set_ink("danger" if told.code else "text_muted")
        self._show_templates(told)
        self._show_files(told)
        self.confirm.setEnabled(not told.code)
        self.adjustSize()

    def _refused(self, told: BookingConfirmation) -> str:
        """As of one who is left out when a day is asked."""
        entry = AskEntry((self._row,), code=told.code, facts=told.facts)
        return why_left_out(entry, self._kit.formats, self._kit.clock.now())

    def _way(self, told: BookingConfirmation) -> str:
        if told.is_open:
            return _("They wrote within 24 hours, so it goes out as a free message.")
        return _("Their last message is more than 24 hours old, so it goes out as an approved text.")

    def _show_templates(self, told: BookingConfirmation) -> None:
        has_choice = len(told.templates) > 1
        self.templates.setVisible(has_choice)
        self.template_label.setVisible(has_choice)
        if told.templates:
            was = self.templates.blockSignals(True)
            self.templates.set_options([Option(name, shown_line(name)) for name in told.templates])
            self.templates.choose(told.template)
            self.templates.blockSignals(was)

    def _show_files(self, told: BookingConfirmation) -> None:
        everything = [*told.service_files, *(media for _kind, media in self.files)]
        going = [one for one in everything if one not in told.left]
        names = ", ".join(shown_line(one.name or _("a file")) for one in going)
        self.attached.set_text(_("With it: {names}").format(names=names) if names and not told.code else "")
        self.attached.setVisible(bool(names) and not told.code)
        count = len(told.left)
        self.left.set_text(
            ngettext(
                "{n} file cannot go along: an approved text takes one file in its head, or none.",
                "{n} files cannot go along: an approved text takes one file in its head, or none.",
                count,
            ).format(n=self._kit.formats.number(count))
        )
        self.left.setVisible(bool(count))
        self.without.setVisible(bool(self.files))

    # -- what is done

    def _choose(self) -> None:
        dialog = FileDialog(self.window(), _("Attach a PDF or a picture"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters([f"{_('PDF and pictures')} ({PATTERNS})", _("All files (*)")])
        dialog.fileSelected.connect(lambda name: self.add(Path(name)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def add(self, path: Path) -> None:
        """One more file."""
        self._kit.tasks.spawn(self._add(path), "a file of a confirmation")

    async def _add(self, path: Path) -> None:
        try:
            found = await self._kit.desk.prepare_file(path, name=path.name)
        except ComptoirError as error:
            found = Refused(error.code, error.facts)
        if not isValid(self):
            return
        if isinstance(found, Refused):
            self.why.set_text(sentences.refusal(found.code, found.facts))
            self.why.set_ink("danger")
            self.adjustSize()
            return
        self.files.append((found.kind, found.media))
        self._read()

    def _drop(self) -> None:
        self._let_go()
        self.files = []
        self._read()

    def _let_go(self) -> None:
        for _kind, media in () if self._is_sent else self.files:
            if media.sha256 is not None:
                self._kit.tasks.spawn(self._kit.desk.drop_prepared(media.sha256), "a file is not sent")

    def _send(self) -> None:
        self.confirm.setEnabled(False)
        self._kit.tasks.spawn(self._sent(), "a confirmation")

    async def _sent(self) -> None:
        try:
            await self._kit.desk.confirm_booking(self.told)
        except ComptoirError as error:
            if isValid(self):
                self.why.set_text(sentences.refusal(error.code, error.facts))
                self.why.set_ink("danger")
                self.confirm.setEnabled(True)
            return
        self._is_sent = True
        name = isolated(name_of(self._row))
        self._show(_("The confirmation for {name} goes out.").format(name=name), icon="send")
        if isValid(self):
            self.accept()

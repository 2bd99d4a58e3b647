"""Erasing somebody, and giving them what is held of them: each one dialog that stays until it is done."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFileDialog, QWidget
from shiboken6 import isValid

from app.domain.erasure import EraseReason, EraseWish, ErasurePlan, is_confirmed
from app.domain.errors import ComptoirError
from app.domain.ids import ContactId
from app.words import gettext as _
from app.words import sentences
from app.words.erasure import counted, reason_words, state_words
from ui.kit import Kit
from ui.plain import isolated, shown_name
from ui.settings.templates.parts import Picker
from ui.widgets.button import Button
from ui.widgets.choice import Option
from ui.widgets.controls import CheckBox
from ui.widgets.dialog import Dialog
from ui.widgets.file_dialog import FileDialog
from ui.widgets.inputs import Field
from ui.widgets.labels import Paragraph

REASONS: Final[tuple[EraseReason, ...]] = ("request", "mistake")
LEADERS: Final = ("owner", "manager")
_UNFIT: Final = re.compile(r"[^\w\-]+")


class EraseDialog(Dialog):
    """What will go, and the name to type. `erased` once the hub has done it."""

    erased = Signal()

    def __init__(self, kit: Kit, contact_id: ContactId, parent: QWidget | None = None) -> None:
        super().__init__(kit.theme, _("Erase for good"), parent)
        self._kit, self._contact_id, theme = kit, contact_id, kit.theme
        self._plan: ErasurePlan | None = None
        self.says = Paragraph(theme, _("Looking at what there is…"), ink="text_muted")
        self.remains = Paragraph(theme, role="small", ink="text_muted")
        self.reason = Picker(theme, _("Reason"), [Option(one, reason_words(one)) for one in REASONS])
        self.keep_off = CheckBox(theme, _("Nobody may write to this number again, unless they write first"))
        self.typed = Field(theme, _("Type the name to confirm"))
        self.notice = Paragraph(theme, role="small", ink="danger")
        self.cancel = Button(theme, _("Cancel"))
        self.confirm = Button(theme, _("Erase for good"), kind="danger")
        for part in (self.says, self.reason, self.keep_off, self.typed, self.notice, self.remains):
            self.body.addWidget(part)
        self.body.addStretch(1)
        self.buttons.addStretch()
        self.buttons.addWidget(self.cancel)
        self.buttons.addWidget(self.confirm)
        self.notice.hide()
        self.cancel.setDefault(True)  # a habit of Enter erases nobody
        self.confirm.setEnabled(False)
        self.cancel.clicked.connect(self.reject)
        self.confirm.clicked.connect(lambda: kit.tasks.spawn(self._erase(), "erase person"))
        self.typed.input.textChanged.connect(self._settle)
        kit.tasks.spawn(self._look(), "look what to erase")

    def _settle(self) -> None:
        self.confirm.setEnabled(
            self._plan is not None and is_confirmed(self.typed.input.text(), self._plan.name)
        )

    async def _look(self) -> None:
        try:
            plan = await self._kit.desk.erasure_plan(self._contact_id)
        except ComptoirError as error:
            self._tell(error)
            return
        if not isValid(self):
            return
        self._plan = plan
        name = isolated(shown_name(plan.name))
        what = ", ".join(counted(plan.counts)) or _("what is known of them")
        self.says.set_text(
            _(
                "Of {name} this goes, here and on every computer of the team: {what}. Nothing brings it back."
            ).format(name=name, what=what)
        )
        self.remains.set_text(
            _("Copies of the hub age out within 35 days. What stays and why is said in the certificate.")
        )
        self.typed.input.setPlaceholderText(name)
        self.typed.input.setFocus()
        self._settle()

    async def _erase(self) -> None:
        self.confirm.setEnabled(False)
        self.confirm.set_face(_("Erasing…"))
        reason: EraseReason = next(one for one in REASONS if one == self.reason.chosen_id)
        wish = EraseWish(self._contact_id, self.typed.input.text(), reason, self.keep_off.isChecked())
        try:
            row = await self._kit.desk.erase_person(wish)
        except ComptoirError as error:
            self._tell(error)
            return
        if not isValid(self):
            return
        self.erased.emit()
        for part in (self.reason, self.keep_off, self.typed, self.notice, self.confirm):
            part.hide()
        self.says.set_text(_("Done. {state}.").format(state=state_words(row)))
        self.remains.set_text(_("The certificate stands under Contacts, Data requests."))
        self.cancel.setText(_("Close"))
        self.cancel.setFocus()
        QTimer.singleShot(0, self, self.adjustSize)  # once the layout knows what went

    def _tell(self, error: ComptoirError) -> None:
        if isValid(self):
            self.notice.set_text(sentences.refusal(error.code, error.facts))
            self.notice.show()
            self.confirm.set_face(_("Erase for good"))
            self._settle()


class ExportDialog(Dialog):
    """Everything about one person as one file, for them."""

    def __init__(self, kit: Kit, contact_id: ContactId, name: str, parent: QWidget | None = None) -> None:
        super().__init__(
            kit.theme, _("Everything we hold of {name}").format(name=isolated(shown_name(name))), parent
        )
        self._kit, self._contact_id, self._name, theme = kit, contact_id, name, kit.theme
        self.says = Paragraph(
            theme,
            _(
                "One zip file to hand over: a page to read, the same for programs, and the files of all messages. "
                "Nobody of the team is named in it."
            ),
            ink="text_muted",
        )
        self.notes = CheckBox(theme, _("The team’s notes about them too"))
        self.notice = Paragraph(theme, role="small", ink="danger")
        self.cancel = Button(theme, _("Cancel"))
        self.save = Button(theme, _("Save as…"), kind="primary", icon="download")
        for part in (self.says, self.notes, self.notice):
            self.body.addWidget(part)
        self.buttons.addStretch()
        self.buttons.addWidget(self.cancel)
        self.buttons.addWidget(self.save)
        self.notice.hide()
        self.save.setDefault(True)
        self.cancel.clicked.connect(self.reject)
        self.save.clicked.connect(self._choose)

    def _choose(self) -> None:
        dialog = FileDialog(self, _("Save as…"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("zip")
        dialog.selectFile(f"{_UNFIT.sub('-', self._name).strip('-') or 'person'}.zip")
        dialog.fileSelected.connect(lambda path: self.write(Path(path)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def write(self, target: Path) -> None:
        """Write the file there."""
        self._kit.tasks.spawn(self._write(target), "export person")

    async def _write(self, target: Path) -> None:
        self.save.setEnabled(False)
        self.notice.hide()
        try:
            await self._kit.desk.export_person(
                self._contact_id, target, with_notes=self.notes.isChecked(), on_progress=self._show_progress
            )
        except ComptoirError as error:
            said = sentences.refusal(error.code, error.facts)
        else:
            said = ""
        if not isValid(self):
            return
        self.save.setEnabled(True)
        self.save.set_face(_("Save as…"), icon="download")
        if said:
            self.notice.set_text(said)
            self.notice.show()
            return
        self.says.set_text(_("Saved as {name}.").format(name=isolated(target.name)))
        self.notes.hide()
        self.save.hide()
        self.cancel.setText(_("Close"))
        self.cancel.setFocus()

    def _show_progress(self, done: int, total: int) -> None:
        if isValid(self):
            self.save.set_face(_("File {done} of {total}…").format(done=done, total=total))


def erase(kit: Kit, window: QWidget, contact_id: ContactId) -> EraseDialog:
    """The one line for whoever offers it: the panel's menu, the table."""
    dialog = EraseDialog(kit, contact_id, window)
    dialog.open()
    return dialog


def export(kit: Kit, window: QWidget, contact_id: ContactId) -> ExportDialog:
    """The same for what is held of somebody."""
    card = kit.desk.contact(contact_id)
    dialog = ExportDialog(kit, contact_id, card.name if card else "", window)
    dialog.open()
    return dialog


def may_ask(kit: Kit) -> bool:
    """Whether whoever is at the desk may do either."""
    return kit.desk.me().role in LEADERS

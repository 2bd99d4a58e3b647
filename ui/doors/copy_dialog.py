"""Taking up a copy: somebody whose computer broke chooses it, types its key, and goes on as who they were."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QDateTime, QLocale, Qt, QTimer, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget
from shiboken6 import isValid

from app.domain.errors import ComptoirError
from app.words import gettext as _
from app.words import language, ngettext, sentences
from ui.setup.parts import Choices
from ui.tasks import Tasks
from ui.theme.theme import Theme
from ui.widgets.button import Button
from ui.widgets.dialog import Dialog
from ui.widgets.file_dialog import FileDialog
from ui.widgets.inputs import Field
from ui.widgets.labels import Paragraph
from ui.widgets.surfaces import tight

if TYPE_CHECKING:
    from app.domain.safety import CopyFound
    from ui.doors.ways import Copies

PAGE: Final = "broken-computer"  # of the manual
PASSPHRASE: Final = "passphrase_needed"  # noqa: S105 - a code, not a secret
KEY_SIGNS: Final = 64
LOCALES: Final = {"fr": "fr_FR", "en": "en_GB"}  # the day before the month, in both
OF_COPY: Final = frozenset(
    {"backup_missing", "backup_damaged", "backup_foreign", "backup_without_owner", "file_newer"}
)
OF_KEY: Final = frozenset({"backup_wrong_key", "data_key_malformed"})


class CopyDialog(Dialog):
    """First the copy is proved, then it is put back. `taken_up(passphrase)`, "" for none; `manual_asked(page)`.

    `is_replacing`: it takes the place of an inbox that was begun on this computer.
    """

    taken_up = Signal(str)
    manual_asked = Signal(str)

    def __init__(
        self,
        theme: Theme,
        tasks: Tasks,
        copies: Copies,
        parent: QWidget | None = None,
        *,
        is_replacing: bool = False,
    ) -> None:
        super().__init__(theme, _("Take up a copy"), parent)
        self._tasks, self._copies, self._is_replacing = tasks, copies, is_replacing
        self.found: CopyFound | None = None
        self._is_busy = False
        self.asked = QWidget()  # away once the copy was proved: a low screen has room for the rest alone
        self.file = Field(theme, _("File of the copy"), placeholder="hub-….db")
        self.choose = Button(theme, _("Choose…"), name=_("Choose the file of the copy"))
        self.key = Field(
            theme, _("Key of the copy"), placeholder=_("64 signs: figures, and letters from a to f")
        )
        self.who = Choices(theme, _("Who are you?"))
        self.who_label = Paragraph(theme, _("Who are you?"), weight="medium")
        self.passphrase = Field(theme, _("Passphrase for this computer’s files"))
        self.again = Field(theme, _("The same passphrase once more"))
        self.state = Paragraph(theme, ink="text_muted")
        self.notice = Paragraph(theme, role="small", ink="danger")
        self.manual = Button(theme, _("More about copies"), kind="link", is_flush=True)
        self.other = Button(theme, _("Another copy"), kind="link", is_flush=True)
        self.cancel = Button(theme, _("Cancel"))
        self.go = Button(theme, "", kind="primary")
        self._lay_out(theme)
        self._connect()
        self._settle()
        self.file.input.setFocus()

    def _lay_out(self, theme: Theme) -> None:
        says = _(
            "For a computer that ran the hub itself. The copy is proved first; nothing is changed where it is not "
            "whole. Leave the folder “media” beside it: files of messages come from there."
        )
        asked = tight(QVBoxLayout(self.asked))
        asked.setSpacing(theme.tokens.space.x3)
        asked.addWidget(Paragraph(theme, says, ink="text_muted"))
        row = QHBoxLayout()
        row.setSpacing(theme.tokens.space.x2)
        row.addWidget(self.file, 1, Qt.AlignmentFlag.AlignTop)
        beside = tight(QVBoxLayout())
        beside.addSpacing(
            theme.line() + theme.tokens.space.x1
        )  # level with the line, whatever is said below it
        beside.addWidget(self.choose)
        row.addLayout(beside)
        row.setAlignment(beside, Qt.AlignmentFlag.AlignTop)
        asked.addLayout(row)
        asked.addWidget(self.key)
        parts = (self.asked, self.state, self.who_label, self.who, self.passphrase, self.again, self.notice)
        for part in parts:
            self.body.addWidget(part)
        for hidden in (self.passphrase, self.again):
            hidden.input.setEchoMode(QLineEdit.EchoMode.Password)
            hidden.hide()
        self.buttons.addWidget(self.manual)
        self.buttons.addWidget(self.other)
        self.buttons.addStretch()
        self.buttons.addWidget(self.cancel)
        self.buttons.addWidget(self.go)
        self.go.setDefault(True)

    def _connect(self) -> None:
        self.choose.clicked.connect(self._ask_for_file)
        for part in (self.file, self.key):
            part.input.textChanged.connect(self._forget)
        self.who.chosen.connect(lambda _one: self._settle())
        self.manual.clicked.connect(lambda: self.manual_asked.emit(PAGE))
        self.other.clicked.connect(self._begin_anew)
        self.cancel.clicked.connect(self.reject)
        self.go.clicked.connect(lambda: self._tasks.spawn(self._go(), "copy"))

    def reject(self) -> None:
        """Not while it is being put back: that ends by itself, one way or the other."""
        if not self._is_busy:
            super().reject()

    def _ask_for_file(self) -> None:
        dialog = FileDialog(self, _("File of the copy"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters([_("Copies of a hub") + " (hub-*.db)", _("All files") + " (*)"])
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.filesSelected.connect(lambda names: self.file.input.setText(names[0]))
        dialog.filesSelected.connect(lambda _names: self.key.input.setFocus())
        dialog.open()

    def _forget(self) -> None:
        """What was found was found of another file, or with another key."""
        self.found = None
        self.state.set_text("")
        self._settle()

    def _begin_anew(self) -> None:
        self._forget()
        self.notice.set_text("")
        self.file.input.setFocus()

    def _settle(self) -> None:
        found, is_ready = self.found, bool(self.file.input.text().strip() and self.key.input.text().strip())
        owners = found.owners if found is not None else ()
        if len(owners) != len(self.who.radios):
            self.who.set_choices([(one, name, "") for one, name in owners], None)
        for one in (self.who, self.who_label):
            one.setVisible(len(owners) > 1)
        self.asked.setVisible(found is None)
        self.manual.setVisible(found is None)
        self.other.setVisible(found is not None)
        is_known = found is None or len(owners) == 1 or self.who.chosen_id is not None
        self.go.set_face(_("Prove the copy") if found is None else _("Put it back"))
        self.go.setEnabled(is_ready and is_known and not self._is_busy)
        controls: tuple[QWidget, ...] = (
            self.asked, self.other, self.cancel, self.who, self.passphrase, self.again,
        )  # fmt: skip
        for control in controls:
            control.setEnabled(not self._is_busy)

    async def _go(self) -> None:
        for part in (self.file, self.key, self.again):
            part.set_error("")
        self.notice.set_text("")
        if self.passphrase.input.text() != self.again.input.text():
            self.again.set_error(
                _("The two are not the same. Type the passphrase again: nobody can find it for you later.")
            )
            return
        self._is_busy = True
        self._settle()
        try:
            await (self._prove() if self.found is None else self._put_back(self.found))
        except ComptoirError as error:
            self._say(error)
        finally:
            self._is_busy = False
            if isValid(self):
                self._settle()
                self._focus()
                QTimer.singleShot(0, self, self.adjustSize)  # once what came and went has its place

    def _focus(self) -> None:
        """Where one goes on: what is wrong, what is to be chosen or typed, else the button."""
        ways: list[tuple[bool, QWidget | None]] = [
            (bool(self.file.error), self.file.input),
            (bool(self.key.error), self.key.input),
            (self.who.isVisibleTo(self) and self.who.chosen_id is None, self.who.first),
            (self.passphrase.isVisibleTo(self) and not self.passphrase.input.text(), self.passphrase.input),
        ]
        wanted = next((control for is_wanted, control in ways if is_wanted and control is not None), self.go)
        wanted.setFocus(Qt.FocusReason.OtherFocusReason)

    async def _prove(self) -> None:
        self.state.set_text(_("Every entry is being proved. A large copy takes some minutes…"))
        self.found = found = await self._copies.look(self._path, self.key.input.text())
        words = ngettext("The copy is whole: {n} entry.", "The copy is whole: {n} entries.", found.entries)
        said = f"{self._path.name}. {words.format(n=found.entries)}"
        if found.made_at is not None:
            at = QDateTime.fromSecsSinceEpoch(int(found.made_at.timestamp()))
            made = QLocale(LOCALES[language()]).toString(at, QLocale.FormatType.ShortFormat)
            said += " " + _("It was made on {made_at}.").format(made_at=made)
        if self._is_replacing:
            said += " " + _("It takes the place of the inbox that you began on this computer.")
        said += " " + _("The access to WhatsApp is in no copy: connect your number again afterwards.")
        self.state.set_text(said)

    async def _put_back(self, found: CopyFound) -> None:
        before = self.state.text
        self.state.set_text(_("The copy is being put back…"))
        phrase, who = self.passphrase.input.text(), self.who.chosen_id or found.owners[0][0]
        try:
            await self._copies.take_up(self._path, self.key.input.text(), who, phrase or None)
        except ComptoirError:
            self.state.set_text(before)
            raise
        self._is_busy = False
        self.accept()
        self.taken_up.emit(phrase)

    @property
    def _path(self) -> Path:
        return Path(self.file.input.text().strip()).expanduser()

    def _say(self, error: ComptoirError) -> None:
        """At the line that is wrong, where it is one."""
        if self.found is None:
            self.state.set_text("")
        sentence = sentences.refusal(error.code, error.facts)
        if error.code in OF_COPY:
            missing = _("There is no file {file}. Choose the copy again.").format(file=self._path)
            self.file.set_error(missing if error.code == "backup_missing" else sentence)
        elif error.code == "data_key_malformed":
            typed = len("".join(self.key.input.text().split()))
            self.key.set_error(
                _("The key has {n} signs, figures and letters from a to f. {typed} were typed.").format(
                    n=KEY_SIGNS, typed=typed
                )
            )
        elif error.code in OF_KEY:
            self.key.set_error(sentence)
        elif error.code == PASSPHRASE:
            self.passphrase.show()
            self.again.show()
            self.notice.set_text(
                _("This computer has no keyring that works. Choose a passphrase; it is asked at each start.")
            )
        else:
            self.notice.set_text(sentence)

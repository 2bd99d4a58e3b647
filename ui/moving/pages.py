"""The steps of the guide, each with its parts. What they ask for is done by the guide itself."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath
from typing import ClassVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.hub_move import Guide, MoveStep, address_of, domain_of
from app.domain.setup import Credentials
from app.words import gettext as _
from ui.doors.card import Ticked
from ui.imports.parts import Bar
from ui.moving import words
from ui.setup.parts import CopyRow, Marked
from ui.theme.icons import IconName
from ui.theme.theme import Theme
from ui.widgets.button import Button
from ui.widgets.inputs import Field
from ui.widgets.labels import Label, Paragraph
from ui.widgets.surfaces import Card, tight


class MovePage(QWidget):
    """A step: its title and reason, its parts, and what went wrong. `entered`: Enter in a line, as the main button."""

    entered = Signal()
    STEP: ClassVar[MoveStep]

    def __init__(self, theme: Theme, *, has_hub: bool = True) -> None:
        super().__init__()
        self.theme = theme
        title = words.step_title(self.STEP, has_hub=has_hub)
        self.setAccessibleName(title)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(theme.tokens.space.x4)
        head = QVBoxLayout()
        head.setSpacing(4)
        head.addWidget(Paragraph(theme, title, role="title", weight="semibold"))
        reason = words.step_reason(self.STEP, has_hub=has_hub)
        head.addWidget(Paragraph(theme, reason, ink="text_muted"))
        self.column.addLayout(head)
        self.notice = Paragraph(theme, ink="danger")
        self.notice.hide()

    def end(self) -> None:
        """After the parts of a step: what went wrong stands below them."""
        self.column.addWidget(self.notice)
        self.column.addStretch(1)

    def show_error(self, sentence: str) -> None:
        """Why it did not go on; "" for nothing."""
        self.notice.set_text(sentence)
        self.notice.setVisible(bool(sentence))

    def main_words(self, _guide: Guide) -> str:
        """What the main button says."""
        return _("Go on")

    def refresh(self, guide: Guide) -> None:
        """As it stands now."""

    @property
    def first_control(self) -> QWidget | None:
        """Where the keyboard enters; None for the main button."""
        return None


class AboutPage(MovePage):
    """What is needed, what changes and what stays, before anything is touched."""

    STEP: ClassVar[MoveStep] = "about"

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        parts: tuple[tuple[str, Sequence[str], IconName], ...] = (
            (_("What you need"), words.needs(), "info"),
            (_("What changes"), words.changes(), "check"),
            (_("What stays"), words.stays(), "check"),
            (_("Meanwhile"), words.meanwhile(), "clock"),
        )
        for title, lines, icon in parts:
            card, column = carded(theme, title)
            for line in lines:
                column.addWidget(Ticked(theme, line, icon))
            self.column.addWidget(card)
        self.end()


class PackPage(MovePage):
    """The file is made here. `again_asked`: into another one."""

    STEP: ClassVar[MoveStep] = "pack"
    again_asked = Signal()

    def __init__(self, theme: Theme, data_key: str) -> None:
        super().__init__(theme)
        self.before = Paragraph(
            theme,
            _(
                "You choose the file, for example on a USB stick. It is locked, and its key is shown afterwards. "
                "Packing takes some seconds, or minutes where there are many pictures and films."
            ),
        )
        self.bar, self.progress = Bar(theme), Paragraph(theme, " ", ink="text_muted")
        self.done = Card(theme)
        column = QVBoxLayout(self.done)
        column.setContentsMargins(17, 13, 17, 17)
        column.setSpacing(theme.tokens.space.x3)
        self.file = Paragraph(theme, weight="medium")
        self.where = Paragraph(theme, ink="text_muted")
        self.key = CopyRow(theme, _("Data key"), data_key)
        self.again = Button(theme, _("Pack once more…"), kind="link", is_flush=True)
        self.again.clicked.connect(self.again_asked)
        for part in (self.file, self.where, self.key, key_words(theme)):
            column.addWidget(part)
        column.addWidget(self.again, 0, Qt.AlignmentFlag.AlignLeading)
        for part in (self.before, self.progress, self.bar, self.done):
            self.column.addWidget(part)
        self.end()
        self.show_progress(None)

    def show_progress(self, percent: int | None) -> None:
        """How far packing is; None while nothing is packed."""
        is_packing = percent is not None
        self.bar.setVisible(is_packing)
        self.progress.setVisible(is_packing)
        if percent is not None:
            says = _("Packing: {n} %").format(n=percent)
            self.progress.set_text(says)
            self.bar.show_share(percent / 100, says)

    def main_words(self, guide: Guide) -> str:
        """A file is chosen first."""
        return _("Go on") if guide.standing.is_packed else _("Choose the file and pack…")

    def refresh(self, guide: Guide) -> None:
        """Before or after."""
        standing = guide.standing
        self.before.setVisible(not standing.is_packed)
        self.done.setVisible(standing.is_packed)
        self.again.setVisible(standing.may_stay)
        file = PurePath(standing.file)
        self.file.set_text(_("Packed: {file}").format(file=file.name))
        self.where.set_text(_("It lies in {folder}.").format(folder=file.parent))


class ServerPage(MovePage):
    """What is run, line by line. `manual_asked(place)`."""

    STEP: ClassVar[MoveStep] = "server"
    manual_asked = Signal(str)

    def __init__(self, theme: Theme, data_key: str, numbers: Credentials) -> None:
        super().__init__(theme)
        self._file = ""
        self.domain = Field(theme, _("Name of your server"), placeholder=words.EXAMPLE)
        self.domain.input.textChanged.connect(lambda _text: self._say_lines())
        self.domain.input.returnPressed.connect(self.entered)
        self.column.addWidget(self.domain)
        self.bring = CopyRow(theme, _("In the terminal of this computer"), "")
        self.install = CopyRow(theme, _("In the terminal of the server"), "")
        self.manual = Button(theme, _("Read this page of the manual"), kind="link", is_flush=True)
        self.manual.clicked.connect(lambda: self.manual_asked.emit("server#in-the-window"))
        self._add(
            _("1. Bring the file to the server"),
            _("Where you log in there with another name than “root”, put that name into the line."),
            self.bring,
        )
        self._add(
            _("2. Bring Comptoir there and install it"),
            _(
                "Download Comptoir on the server too, the same version as here, and unpack it. This line, run in its "
                "folder, does the rest."
            ),
            self.install,
            self.manual,
        )
        self.key = CopyRow(theme, _("Data key"), data_key)
        asked: list[QWidget] = [self.key, key_words(theme)]
        for name, value in number_rows(numbers):
            asked.append(CopyRow(theme, name, value))
        self._add(
            _("3. Answer what it asks"),
            _(
                "It asks for the data key and for what Meta gave you, and says where each stands. When it tells you to "
                "go on at this computer, you do that with the next step here."
            ),
            *asked,
        )
        self.end()
        self._say_lines()

    def _add(self, title: str, says: str, *parts: QWidget) -> None:
        card, column = carded(self.theme, title)
        column.addWidget(Paragraph(self.theme, says, ink="text_muted"))
        for part in parts:
            if isinstance(part, Button):
                column.addWidget(part, 0, Qt.AlignmentFlag.AlignLeading)
            else:
                column.addWidget(part)
        self.column.addWidget(card)

    def _say_lines(self) -> None:
        domain = domain_of(self.domain.input.text())
        for row, line in (
            (self.bring, words.bring_line(self._file, domain)),
            (self.install, words.install_line(domain)),
        ):
            row.set_value(line, is_ready=bool(domain))

    def main_words(self, _guide: Guide) -> str:
        """It is done elsewhere."""
        return _("The server is ready")

    def refresh(self, guide: Guide) -> None:
        """The file may be another one."""
        self._file = guide.standing.file
        self._say_lines()

    @property
    def first_control(self) -> QWidget | None:
        return self.domain.input


class AddressPage(MovePage):
    """The one blank that decides."""

    STEP: ClassVar[MoveStep] = "address"

    def __init__(self, theme: Theme, *, has_hub: bool) -> None:
        super().__init__(theme, has_hub=has_hub)
        self.field = Field(theme, _("Address of the server"), placeholder=f"https://{words.EXAMPLE}")
        self.field.input.returnPressed.connect(self.entered)
        self.field.input.textEdited.connect(lambda _text: self.show_error(""))
        self.begun = Marked(
            theme,
            "triangle-alert",
            "warning",
            _("This computer began to hand over to this address, and did not hear the end of it."),
            _("Try again: nothing is lost or doubled."),
        )
        self.column.addWidget(self.field)
        self.column.addWidget(self.begun)
        self.begun.hide()
        self.end()

    @property
    def address(self) -> str:
        """What is meant by what was typed."""
        return address_of(self.field.input.text())

    def show_error(self, sentence: str) -> None:
        """At the blank that it is about."""
        self.field.set_error(sentence)

    def main_words(self, _guide: Guide) -> str:
        """What it does."""
        return _("Go on there")

    def refresh(self, guide: Guide) -> None:
        """An address that it was begun with stays."""
        given = guide.standing.address
        self.begun.setVisible(bool(given))
        self.field.input.setReadOnly(bool(given))
        if given:
            self.field.input.setText(given)

    def offer(self, domain: str) -> None:
        """The name that was typed a step before, where nothing was typed here."""
        if domain and not self.field.input.text():
            self.field.input.setText(address_of(domain))

    @property
    def first_control(self) -> QWidget | None:
        return self.field.input


class DonePage(MovePage):
    """What is left to do elsewhere."""

    STEP: ClassVar[MoveStep] = "done"

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        card, column = carded(theme, _("1. Let WhatsApp deliver to the server"))
        self.webhook = CopyRow(theme, _("In the terminal of the server"), words.WEBHOOK_LINE)
        column.addWidget(self.webhook)
        self.column.addWidget(card)
        others, column = carded(theme, _("2. Tell the other computers of your team"))
        says = _(
            "On each of them: Settings, “Health of the connection”, “The server has another address…”. If this "
            "computer is the only one, there is nothing to do."
        )
        column.addWidget(Paragraph(theme, says, ink="text_muted"))
        self.column.addWidget(others)
        self.end()

    def main_words(self, _guide: Guide) -> str:
        """The inbox, as always."""
        return _("Open Comptoir")


def carded(theme: Theme, title: str) -> tuple[Card, QVBoxLayout]:
    """A card with its title."""
    card = Card(theme)
    column = QVBoxLayout(card)
    column.setContentsMargins(17, 13, 17, 17)
    column.setSpacing(theme.tokens.space.x2)
    column.addWidget(Label(theme, title, weight="semibold"))
    return card, column


def key_words(theme: Theme) -> QWidget:
    """What the key is worth."""
    holder = QWidget()
    column = tight(QVBoxLayout(holder))
    says = _(
        "Keep the data key elsewhere too, on paper or with your passwords: without it nobody opens your data on the "
        "server, and no copy of it."
    )
    column.addWidget(Marked(theme, "triangle-alert", "warning", says))
    return holder


def number_rows(numbers: Credentials) -> list[tuple[str, str]]:
    """What the server asks for that is no secret, where this computer connected the number."""
    rows = (
        (_("App (“App ID”)"), numbers.app_id),
        (_("Account (“WhatsApp Business Account ID”)"), numbers.account_id),
        (_("Number (“Phone number ID”)"), numbers.number_id),
    )
    return [(name, value) for name, value in rows if value]

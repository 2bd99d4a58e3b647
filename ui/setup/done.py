"""The last page: what was changed, the link and the code for customers, and the imports that were asked for."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFileDialog, QVBoxLayout, QWidget
from shiboken6 import isValid

from app.domain.setup import BringFrom, Step
from app.words import gettext as _
from app.words.findings import change
from ui.kit import Kit
from ui.setup.chat_link import CodeView, chat_link, sheet_of
from ui.setup.page import StepPage
from ui.setup.parts import CopyRow, Marked
from ui.setup.session import SetupSession
from ui.setup.words import step_name
from ui.widgets.button import Button
from ui.widgets.file_dialog import FileDialog
from ui.widgets.labels import Paragraph
from ui.widgets.surfaces import Card

BESIDE_FROM: Final = 620


class DonePage(StepPage):
    """`import_asked(what)`: one of the imports that were asked for at the beginning. `areas_asked`: switch some off."""

    import_asked = Signal(str)
    areas_asked = Signal()
    STEP: ClassVar[Step] = "done"

    def __init__(self, kit: Kit, session: SetupSession, parent: QWidget | None = None) -> None:
        super().__init__(kit, session, parent)
        self.imports: dict[BringFrom, Button] = {}
        self.code = CodeView(parent=self)
        self.sheet = Button(kit.theme, _("Save a page to print…"), icon="download")
        self.sheet.clicked.connect(self._save)
        self._parts: list[QWidget] = []
        self._beside: QBoxLayout | None = None
        self._place = QVBoxLayout()
        self._place.setSpacing(kit.theme.tokens.space.x4)
        self.column.addLayout(self._place)
        self.end()

    @property
    def can_go_on(self) -> bool:
        """There is nothing after it."""
        return True

    def main_words(self) -> str:
        """Away from the set-up."""
        return _("To my inbox")

    def do_main(self) -> None:
        """It is over."""
        self.session.left.emit()

    def enter(self) -> None:
        """The number is asked for where this run does not know it."""
        if not self.session.phone:
            self.session.check("number")

    def refresh(self) -> None:
        """All of it, as it is now."""
        super().refresh()
        for kept in (
            self.code,
            self.sheet,
        ):  # out of the card that goes; without a parent each would be a window
            kept.setParent(self)
        for part in self._parts:
            part.hide()
            part.deleteLater()
        self._parts = [
            part
            for part in (self._link(), self._imports(), self._areas(), self._changed(), self._always_on())
            if part
        ]
        for part in self._parts:
            self._place.addWidget(part)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The code below the link where it has no room beside."""
        super().resizeEvent(event)
        self._turn()

    def _turn(self) -> None:
        is_beside = self.width() >= self.kit.theme.px(BESIDE_FROM)
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        if self._beside is not None and isValid(self._beside):
            self._beside.setDirection(across if is_beside else down)

    # -- its parts

    def _card(self, title: str) -> tuple[Card, QVBoxLayout]:
        card = Card(self.kit.theme)
        column = QVBoxLayout(card)
        column.setContentsMargins(16, 12, 16, 16)
        column.setSpacing(8)
        column.addWidget(Paragraph(self.kit.theme, title, weight="semibold"))
        return card, column

    def _link(self) -> Card | None:
        phone = self.session.phone
        if not phone:
            return None
        theme, link = self.kit.theme, chat_link(phone)
        card, column = self._card(_("For your customers"))
        self._beside = row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        row.setSpacing(16)
        self._turn()
        lines = QVBoxLayout()
        lines.setSpacing(8)
        lines.addWidget(CopyRow(theme, _("Link that opens a chat with you"), link))
        site = self.session.answers.website
        if site:
            code = f'<a href="{link}">WhatsApp</a>'
            lines.addWidget(CopyRow(theme, _("For the page of your website"), code))
        lines.addWidget(self.sheet, 0, Qt.AlignmentFlag.AlignLeading)
        lines.addStretch(1)
        self.code.set_link(link)
        row.addLayout(lines, 1)
        row.addWidget(self.code, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(row)
        return card

    def _imports(self) -> Card | None:
        wanted = [one for one in self.session.answers.bring_from if one != "nothing"]
        if not wanted:
            return None
        card, column = self._card(_("What you wanted to bring along"))
        names: dict[BringFrom, str] = {
            "phone_chats": _("Bring chats of a phone…"),
            "contacts_table": _("Bring a list of customers…"),
            "agenda": _("Bring appointments…"),
            "deals": _("Bring deals…"),
        }
        self.imports = {}
        for one in wanted:
            button = Button(self.kit.theme, names[one], icon="upload")
            button.clicked.connect(lambda _is_on=False, one=one: self.import_asked.emit(one))
            self.imports[one] = button
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeading)
        return card

    def _areas(self) -> Card:
        card, column = self._card(_("What you will use"))
        says = _(
            "Deals, the agenda and reports are all there. What you do not need can be switched off, and on again."
        )
        column.addWidget(Paragraph(self.kit.theme, says, ink="text_muted"))
        self.areas = Button(self.kit.theme, _("Choose the areas…"))
        self.areas.clicked.connect(self.areas_asked)
        column.addWidget(self.areas, 0, Qt.AlignmentFlag.AlignLeading)
        return card

    def _changed(self) -> Card | None:
        changed = self.session.state.changed
        if not changed:
            return None
        card, column = self._card(_("What was changed at Meta"))
        for step, code in changed:
            column.addWidget(
                Marked(self.kit.theme, "check", "success", change(code) or code, step_name(step))
            )
        return card

    def _always_on(self) -> Card:
        card, column = self._card(_("This computer receives your messages now"))
        says = _(
            "Messages arrive while this computer is on and reachable; Meta tries again for some days. That is right "
            "for a trial. For every day, and for several computers, the same inbox moves to a small server that is "
            "always on, with all that is in it; the manual says how, on the page “A small server”."
        )
        column.addWidget(Paragraph(self.kit.theme, says, ink="text_muted"))
        return card

    # -- the page to print

    def _save(self) -> None:
        dialog = FileDialog(self, _("Page to print"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("pdf")
        dialog.setNameFilters(["PDF (*.pdf)"])
        dialog.selectFile("whatsapp.pdf")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.filesSelected.connect(lambda names: self._write(Path(names[0])))
        dialog.open()

    def _write(self, path: Path) -> None:
        phone = self.session.phone
        business = str(self.kit.desk.setting("business_name"))
        try:
            path.write_bytes(sheet_of(self.kit.theme, chat_link(phone), phone, business))
        except OSError:
            said = _("The page could not be written there. Choose another folder.")
            self.findings.show_findings((), said)
        else:
            self.sheet.set_face(_("Saved"), icon="check")

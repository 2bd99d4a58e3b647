"""Inviting, renaming and leaving: each one dialog, answered by a signal."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QTextEdit, QWidget

from app.domain.errors import ComptoirError
from app.domain.ids import MemberId
from app.domain.members import ROLES, Member, Role
from app.domain.team_rows import LeavePlan
from app.domain.team_rules import may_invite
from app.words import gettext as _
from app.words import sentences
from app.words.team import invitation, leave_words, role_help, role_words
from ui.kit import Kit
from ui.plain import isolated, shown_name
from ui.settings.templates.parts import Lines, Picker
from ui.widgets.button import Button
from ui.widgets.choice import Option, Segmented
from ui.widgets.dialog import Dialog
from ui.widgets.inputs import Field
from ui.widgets.labels import Label, Paragraph

NAME_MAX: Final = 80
LETTER_PX: Final = 208
NOBODY: Final = ""
LOOPBACK: Final = ("http://127.0.0.1", "http://localhost", "http://[::1]")


class InviteDialog(Dialog):
    """A role and a name, then the code, shown once. `made` when there is a new code."""

    made = Signal()

    def __init__(self, kit: Kit, target: Member | None = None, parent: QWidget | None = None) -> None:
        title = _("Invite somebody") if target is None else _("One more computer")
        super().__init__(kit.theme, title, parent)
        self._kit, self._target, theme = kit, target, kit.theme
        roles = [one for one in ROLES if may_invite(kit.desk.me(), one) is None]
        self.name = Field(theme, _("Name"), placeholder=_("Else the name of their computer"))
        self.name.input.setMaxLength(NAME_MAX)
        self.role = Segmented(theme, _("Role"), [Option(one, role_words(one)) for one in reversed(roles)])
        self.role_help = Paragraph(theme, role="small", ink="text_muted")
        self.says = Paragraph(theme, ink="text_muted")
        self.letter = Lines(theme, _("What to send to your colleague"))
        self.letter.setReadOnly(True)
        self.letter.setFixedHeight(theme.px(LETTER_PX))
        self.letter.setLineWrapMode(QTextEdit.LineWrapMode.WidgetWidth)
        self.notice = Paragraph(theme, role="small", ink="danger")
        self.cancel = Button(theme, _("Cancel"))
        self.make = Button(theme, _("Make a code"), kind="primary")
        self.copy = Button(theme, _("Copy"), kind="primary", icon="copy")
        self._parts: list[QWidget] = [self.name, self.role, self.role_help] if target is None else []
        self._lay_out()
        self.role.chosen.connect(self._show_help)
        self.cancel.clicked.connect(self.reject)
        self.make.clicked.connect(lambda: kit.tasks.spawn(self._make(), "invite"))
        self.copy.clicked.connect(self._copy)
        self._show_help()

    def _lay_out(self) -> None:
        if self._target is not None:
            name = isolated(shown_name(self._target.name))
            words = _(
                "A code for one more computer of {name}, with the same role and the same conversations."
            )
            self.says.set_text(words.format(name=name))
        else:
            self.says.hide()
        self.body.addSpacing(self._kit.theme.tokens.space.x2)
        for part in (self.says, *self._parts, self.letter, self.notice):
            self.body.addWidget(part)
        self.letter.hide()
        self.copy.hide()
        self.buttons.addStretch()
        for button in (self.cancel, self.make, self.copy):
            self.buttons.addWidget(button)
        self.make.setDefault(True)
        self.name.input.setFocus()

    def _show_help(self) -> None:
        role = self.role.chosen_id
        if role:
            self.role_help.set_text(role_help(_role(role)))

    async def _make(self) -> None:
        self.make.setEnabled(False)
        self.notice.set_text("")
        try:
            if self._target is not None:
                made = await self._kit.desk.invite(member_id=self._target.member_id)
            else:
                name = self.name.input.text().strip() or None
                made = await self._kit.desk.invite(role=_role(self.role.chosen_id), name=name)
        except ComptoirError as error:
            self.notice.set_text(sentences.refusal(error.code, error.facts))
        else:
            self._show_code(made.code)
            self.made.emit()
        finally:
            self.make.setEnabled(True)

    def _show_code(self, code: str) -> None:
        address = self._kit.desk.hub_address()
        for part in self._parts:
            part.hide()
        self.says.show()
        self.says.set_text(
            _("Send this to your colleague. The code is shown only now; it works once, for 24 hours.")
        )
        if address.startswith(LOOPBACK):
            self.notice.set_ink("warning")
            self.notice.set_text(
                _(
                    "Your hub runs on this computer alone, so others cannot reach it. The manual says how to put it "
                    "on a small machine that is always on."
                )
            )
        self.letter.set_text(invitation(address, code))
        self.letter.show()
        self.make.hide()
        self.copy.show()
        self.copy.setDefault(True)
        self.copy.setFocus(Qt.FocusReason.OtherFocusReason)
        self.cancel.setText(_("Close"))

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.letter.text)
        self.copy.set_face(_("Copied"), icon="check")


class RenameDialog(Dialog):
    """`renamed(name)`."""

    renamed = Signal(str)

    def __init__(self, kit: Kit, member: Member, parent: QWidget | None = None) -> None:
        super().__init__(kit.theme, _("Another name"), parent)
        self.name = Field(kit.theme, _("Name"))
        self.name.input.setMaxLength(NAME_MAX)
        self.name.input.setText(shown_name(member.name))
        self.cancel = Button(kit.theme, _("Cancel"))
        self.save = Button(kit.theme, _("Save"), kind="primary")
        self.body.addSpacing(kit.theme.tokens.space.x2)
        self.body.addWidget(self.name)
        self.body.addWidget(
            Paragraph(kit.theme, _("It is shown on old messages too."), role="small", ink="text_muted")
        )
        self.buttons.addStretch()
        self.buttons.addWidget(self.cancel)
        self.buttons.addWidget(self.save)
        self.save.setDefault(True)
        self.name.input.selectAll()
        self.name.input.setFocus()
        self.cancel.clicked.connect(self.reject)
        self.save.clicked.connect(self._save)

    def _save(self) -> None:
        name = self.name.input.text().strip()
        if not name:
            self.name.set_error(sentences.refusal("member_name_missing", {}))
            return
        self.renamed.emit(name)
        self.accept()


class LeaveDialog(Dialog):
    """What somebody holds and who takes it over. `confirmed(heir_id)`, "" for nobody."""

    confirmed = Signal(str)

    def __init__(self, kit: Kit, plan: LeavePlan, heirs: list[Member], parent: QWidget | None = None) -> None:
        name = isolated(shown_name(plan.name))
        super().__init__(kit.theme, _("{name} leaves the team?").format(name=name), parent)
        theme = kit.theme
        self.says = Paragraph(
            theme,
            _("It happens in one step. No message is lost, and the name stays on old ones."),
            ink="text_muted",
        )
        self.lines = [Label(theme, f"•  {leave_words(part.kind, part.count)}") for part in plan.parts]
        nobody = Option(NOBODY, _("Nobody: it waits to be taken"))
        self.heir = Picker(
            theme,
            _("Who takes over"),
            [nobody, *(Option(one.member_id, shown_name(one.name)) for one in heirs)],
        )
        self.keep = Button(theme, _("Keep {name}").format(name=shown_name(plan.name)))
        self.remove = Button(theme, _("Take off the team"), kind="danger")
        self.body.addWidget(self.says)
        for line in self.lines:
            self.body.addWidget(line)
        self.body.addSpacing(theme.tokens.space.x2)
        self.body.addWidget(Label(theme, _("Who takes over what is theirs to do"), weight="medium"))
        self.body.addWidget(self.heir)
        self.buttons.addStretch()
        self.buttons.addWidget(self.keep)
        self.buttons.addWidget(self.remove)
        self.keep.setDefault(True)
        self.keep.setFocus()
        self.keep.clicked.connect(self.reject)
        self.remove.clicked.connect(partial(self._confirm))

    def _confirm(self) -> None:
        self.confirmed.emit(self.heir.chosen_id)
        self.accept()


def heir_of(chosen: str) -> MemberId | None:
    """The heir that the dialog named."""
    return None if chosen == NOBODY else MemberId(chosen)


def _role(text: str) -> Role:
    return next((role for role in ROLES if role == text), "rep")

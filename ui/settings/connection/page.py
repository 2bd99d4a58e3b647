"""Is everything well? All that was found about the connection, what is wrong first, each with what to do about it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget
from shiboken6 import isValid

from app.domain.errors import ComptoirError
from app.domain.findings import CHECKS, Act, Examination, Finding, State
from app.domain.setup import Credentials
from app.words import gettext as _
from app.words import ngettext, sentences
from app.words.findings import button, sentence
from ui.kit import Kit
from ui.settings.connection.finding_row import FindingRow
from ui.settings.connection.trial_card import TrialCard
from ui.settings.list_and_sheet import scrolled
from ui.setup.offer import setup_of
from ui.widgets.button import Button
from ui.widgets.labels import Label, Paragraph
from ui.widgets.surfaces import Card, Line, Surface, tight

MOST_WIDE: Final = 860
SIDE_PAD: Final = 24
MOST_SHOWN: Final = 40  # of one state: a team has a few computers and templates, never a crowd of widgets
ORDER: Final[tuple[State, ...]] = ("bad", "warning", "unknown", "notice", "good")


class ConnectionPage(QWidget):
    """`act_asked(act)`: a finding is to be mended elsewhere. `can_act` says which acts lead anywhere.

    `move_asked`: the hub of this computer is to go to a server.
    """

    act_asked = Signal(str)
    move_asked = Signal()

    def __init__(self, kit: Kit, can_act: Callable[[Act], bool], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kit, self._can_act = kit, can_act
        self.examination: Examination | None = None
        self.rows: list[FindingRow] = []
        self._is_looking = False
        self._stands_in: QWidget | None = None  # has the keyboard while "Check again" cannot have it
        theme = kit.theme
        self.summary = Paragraph(theme, role="lead", weight="semibold")
        self.moment = Paragraph(theme, role="small", ink="text_muted")
        self.again = Button(theme, button("again"), icon="refresh-cw")
        self.copy = Button(theme, _("Diagnostics to copy…"), kind="link", is_flush=True)
        self.privacy = Button(theme, _("What is encrypted where…"), kind="link", is_flush=True)
        self.mail = Button(theme, _("Send a trial e-mail"), kind="link", is_flush=True)
        self.mail.hide()
        is_leaving = kit.desk.is_hub_leaving
        self.trial = TrialCard(theme, is_begun=is_leaving)
        self.trial.move_asked.connect(self.move_asked)
        is_here = is_leaving or kit.desk.can_hold_address
        self.trial.setVisible(is_here and kit.desk.me().role == "owner")
        self.mail.clicked.connect(lambda: self._kit.tasks.spawn(self._try_mail(), "trial e-mail"))
        self.again.clicked.connect(self.look)
        self.copy.clicked.connect(self.show_diagnostics)
        self.privacy.clicked.connect(self.show_privacy)
        self._ground = Surface(theme, "surface_sunken")
        self._column = QVBoxLayout(self._ground)
        self._column.setContentsMargins(SIDE_PAD, SIDE_PAD, SIDE_PAD, SIDE_PAD)
        self._column.setSpacing(theme.tokens.space.x3)
        self._groups: list[QWidget] = []
        self._lay_out()
        self._say_moment()

    def _lay_out(self) -> None:
        head = QVBoxLayout()
        head.setSpacing(2)
        head.addWidget(self.summary)
        head.addWidget(self.moment)
        first = tight(QHBoxLayout())
        first.addLayout(head, 1)
        first.addWidget(self.again)
        ways = tight(QHBoxLayout())
        ways.setSpacing(self._kit.theme.tokens.space.x4)
        ways.addWidget(self.copy)
        ways.addWidget(self.privacy)
        ways.addWidget(self.mail)
        ways.addStretch(1)
        top = QWidget()
        top.setMaximumWidth(self._kit.theme.px(MOST_WIDE))
        both = tight(QVBoxLayout(top))
        both.setSpacing(self._kit.theme.tokens.space.x2)
        both.addLayout(first)
        both.addLayout(ways)
        self._column.addWidget(top)
        self.trial.setMaximumWidth(self._kit.theme.px(MOST_WIDE))
        self._column.addWidget(self.trial)
        self._column.addStretch(1)
        tight(QVBoxLayout(self)).addWidget(scrolled(self._ground))

    def look(self) -> None:
        """Look now; what was found before stays until then."""
        if not self._is_looking:
            self._is_looking = True
            had_focus = self.again.hasFocus()
            self._say_moment()
            self._stands_in = QApplication.focusWidget() if had_focus else None
            self._kit.tasks.spawn(self._look(), "examine the connection")

    async def _look(self) -> None:
        said = ""
        try:
            found: Examination | None = await self._kit.desk.examine()
        except ComptoirError as error:
            found, said = None, sentences.refusal(error.code, error.facts)
        if not isValid(self):
            return
        self._is_looking = False
        self.again.setEnabled(True)  # before what was found, which may give it the keyboard
        if found is not None:
            self.show_examination(found)
        if self._stands_in is not None and self._stands_in is QApplication.focusWidget():
            self.again.setFocus()
        self._say_moment(said)

    def show_examination(self, examination: Examination) -> None:
        """All of it, in place of what was found before; a button that had the keyboard gives it to "Check again"."""
        had_focus = any(row.button is not None and row.button.hasFocus() for row in self.rows)
        for group in self._groups:
            self._column.removeWidget(group)
            group.hide()
            group.deleteLater()
        self._groups, self.rows = [], []
        self.examination = examination
        place = {check: number for number, check in enumerate(CHECKS)}
        ordered = sorted(examination.findings, key=lambda one: place.get(one.check, len(place)))
        for state in ORDER:
            found = [one for one in ordered if one.state == state]
            if found:
                self._add_group(state, found)
        self.summary.set_text(summary_words(examination))
        may_mail = self._kit.desk.me().role == "owner"
        self.mail.setVisible(
            may_mail and any(one.check == "mail" and one.state != "notice" for one in ordered)
        )
        if had_focus:
            self.again.setFocus()

    def _add_group(self, state: State, found: Sequence[Finding]) -> None:
        theme = self._kit.theme
        group = QWidget()
        group.setMaximumWidth(theme.px(MOST_WIDE))
        column = tight(QVBoxLayout(group))
        column.setSpacing(theme.tokens.space.x2)
        column.addWidget(Label(theme, group_words()[state], weight="semibold"))
        card = Card(theme)
        inside = tight(QVBoxLayout(card))
        inside.setContentsMargins(1, 1, 1, 1)
        for number, finding in enumerate(found[:MOST_SHOWN]):
            if number:
                inside.addWidget(Line(theme))
            can_act = finding.act is not None and (finding.act == "again" or self._can_act(finding.act))
            row = FindingRow(self._kit, finding, can_act=can_act)
            row.acted.connect(self._act)
            self.rows.append(row)
            inside.addWidget(row)
        rest = len(found) - MOST_SHOWN
        if rest > 0:
            words = ngettext("and {n} more", "and {n} more", rest).format(n=rest)
            line = Paragraph(theme, words, ink="text_muted")
            line.setContentsMargins(16, 8, 16, 12)
            inside.addWidget(line)
        column.addWidget(card)
        self._groups.append(group)
        self._column.insertWidget(self._column.count() - 1, group)

    def _act(self, act: str) -> None:
        if act == "again":
            self.look()
        elif act == "subscribe":
            self._kit.tasks.spawn(self._subscribe(), "subscribe")
        else:
            self.act_asked.emit(act)

    async def _subscribe(self) -> None:
        """Let Meta bring the account's messages here again, then look whether it does."""
        setup = setup_of(self._kit.desk)
        assert setup is not None, "the button is there only where this computer connects the number"
        said = ""
        try:
            report = await setup.check_step("webhook", Credentials())
            bad = next((one for one in report.findings if one.state == "bad"), None)
            said = "" if bad is None else sentence(bad, self._kit.formats, self._kit.clock.now())
        except ComptoirError as error:
            said = sentences.refusal(error.code, error.facts)
        if not isValid(self):
            return
        if said:
            self._say_moment(said)
        else:
            self.look()

    async def _try_mail(self) -> None:
        """Write to the owner now, as the hub would when nobody is there."""
        self.mail.setEnabled(False)
        said, has_failed = _("The trial e-mail is on its way. Look into your mailbox."), False
        try:
            await self._kit.desk.try_mail()
        except ComptoirError as error:
            said, has_failed = sentences.refusal(error.code, error.facts), True
        if isValid(self):
            self.mail.setEnabled(True)
            self.moment.set_ink("danger" if has_failed else "success")
            self.moment.set_text(said)

    def _say_moment(self, error: str = "") -> None:
        """When was looked, or that one looks now: every change is heard by a screen reader too."""
        self.again.setEnabled(not self._is_looking)
        if self._is_looking:
            words = _("Looking: the hub is asked, and it asks Meta. This takes some seconds.")
        elif error:
            words = error
        elif self.examination is not None:
            at = self._kit.formats.moment(self.examination.at, self._kit.clock.now())
            words = _("Looked at: {moment}").format(moment=at)
        else:
            words = ""
        if self.examination is None:
            self.summary.set_text(_("Is everything well?"))
        self.moment.set_ink("danger" if error else "text_muted")
        self.moment.set_text(words)

    def show_diagnostics(self) -> None:
        """What may be handed to somebody who helps, whole, before it is copied."""
        from ui.settings.connection.diagnostics import DiagnosticsDialog, system_facts

        text = self._kit.desk.diagnostics(self.examination, system_facts())
        DiagnosticsDialog(self._kit.theme, text, self.window()).open()

    def show_privacy(self) -> None:
        """What is encrypted where."""
        from ui.setup.privacy import PrivacyDialog

        PrivacyDialog(self._kit.theme, self.window()).open()


def summary_words(examination: Examination) -> str:
    """In a sentence: what is wrong, else what wants a look, else that all is well as far as it is known."""
    states = [one.state for one in examination.findings]
    bad, warned, unknown = states.count("bad"), states.count("warning"), states.count("unknown")
    if bad:
        return ngettext("{n} thing is wrong", "{n} things are wrong", bad).format(n=bad)
    if warned:
        return ngettext("{n} thing needs a look", "{n} things need a look", warned).format(n=warned)
    if unknown:
        words = ngettext(
            "All is well, but {n} thing is not known", "All is well, but {n} things are not known", unknown
        )
        return words.format(n=unknown)
    return _("All is well")


def group_words() -> Mapping[State, str]:
    """What stands above the findings of one state."""
    return {
        "bad": _("To put right"),
        "warning": _("To look at"),
        "unknown": _("Could not be looked at"),
        "notice": _("Good to know"),
        "good": _("All well"),
    }

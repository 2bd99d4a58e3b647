"""The hub's copies, and what a restore left out: how things stand, and the two things that a leader may do."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget
from shiboken6 import isValid

from app.domain.errors import ComptoirError
from app.domain.rows import Changes
from app.domain.safety import SafetyState
from app.words import gettext as _
from app.words import ngettext, sentences
from app.words.safety import copies_trouble, kept_apart_words, last_copy, offered
from ui.kit import Kit
from ui.plain import shown_name
from ui.widgets.button import Button
from ui.widgets.dialog import ConfirmDialog
from ui.widgets.labels import Label, Paragraph
from ui.widgets.surfaces import Card, Surface

MOST_WIDE: Final = 720
LEADERS: Final = ("owner", "manager")


class CopiesCard(Card):
    """When the hub was last copied, where the copies lie, and "Back up now"."""

    def __init__(self, kit: Kit) -> None:
        theme = kit.theme
        super().__init__(theme)
        self.setMaximumWidth(MOST_WIDE)
        self._kit = kit
        self.state = Paragraph(theme)
        self.trouble = Paragraph(theme, ink="danger")
        self.help = Paragraph(theme, role="small", ink="text_muted")
        self.notice = Paragraph(theme, role="small", ink="success")
        self.button = Button(theme, _("Back up now"))
        self.button.clicked.connect(self.back_up)
        self.key_help = Paragraph(
            theme,
            _(
                "If this computer breaks, a copy opens with its key alone. Write the key down before you need it."
            ),
            role="small",
            ink="text_muted",
        )
        self.key_button = Button(theme, _("Show the key…"))
        self.key_button.clicked.connect(self._show_key)
        column = _column(self, theme.tokens.space.x3)
        column.addWidget(Label(theme, _("Copies of the hub"), weight="semibold"))
        for line in (self.state, self.trouble, self.help, self.key_help):
            column.addWidget(line)
        foot = QHBoxLayout()
        foot.setSpacing(theme.tokens.space.x3)
        foot.addWidget(self.notice, 1)
        foot.addWidget(self.key_button)
        foot.addWidget(self.button)
        column.addLayout(foot)

    def show_state(self, safety: SafetyState | None) -> None:
        """As the hub told last."""
        kit = self._kit
        may = kit.desk.me().role in LEADERS
        self.button.setVisible(may)
        has_key = kit.desk.copies_key() is not None
        self.key_help.setVisible(has_key)
        self.key_button.setVisible(has_key)
        if safety is None:
            _say(self.state, _("The hub has not said yet how its copies stand."))
            _say(self.trouble, "")
            _say(self.help, "")
            return
        _say(self.state, last_copy(safety.backup, kit.clock.now(), kit.formats))
        _say(self.trouble, copies_trouble(safety))
        words = _("A copy is made every hour, proved, and kept for 35 days.")
        if safety.backup.folder:
            where = _(
                "The copies lie in {folder} on the hub’s computer. Have them copied to another disk as well."
            )
            words += " " + where.format(folder=safety.backup.folder)
        _say(self.help, words)

    def _show_key(self) -> None:
        from ui.settings.copies_key import CopiesKeyDialog

        key = self._kit.desk.copies_key()
        if key is not None:
            CopiesKeyDialog(self._kit.theme, key, self.window()).open()

    def back_up(self) -> None:
        """Make a copy now."""
        self._kit.tasks.spawn(self._back_up(), "backup")

    async def _back_up(self) -> None:
        self.button.setEnabled(False)
        self.notice.set_ink("text_muted")
        _say(self.notice, _("The copy is being made…"))
        said, ink = _("The copy is made and proved."), "success"
        try:
            await self._kit.desk.back_up()
        except ComptoirError as error:
            said, ink = sentences.refusal(error.code, error.facts), "danger"
        if isValid(self):
            self.notice.set_ink("danger" if ink == "danger" else "success")
            _say(self.notice, said)
            self.button.setEnabled(True)


class SalvageCard(Card):
    """What computers of the team have and the hub lost: take it back, or let it go."""

    def __init__(self, kit: Kit) -> None:
        theme = kit.theme
        super().__init__(theme)
        self.setMaximumWidth(MOST_WIDE)
        self._kit = kit
        self.dialog: ConfirmDialog | None = None
        self.words = Paragraph(theme)
        self.help = Paragraph(
            theme,
            _("Taking it back sends nothing to customers and doubles nothing."),
            role="small",
            ink="text_muted",
        )
        self.notice = Paragraph(theme, role="small", ink="success")
        self.take = Button(theme, _("Take it back"), kind="primary")
        self.let_go = Button(theme, _("Let it go…"))
        self.take.clicked.connect(self.take_back)
        self.let_go.clicked.connect(self.ask_to_let_go)
        column = _column(self, theme.tokens.space.x3)
        column.addWidget(Label(theme, _("Missing since the hub was put back"), weight="semibold"))
        for line in (self.words, self.help):
            column.addWidget(line)
        foot = QHBoxLayout()
        foot.setSpacing(theme.tokens.space.x2)
        foot.addWidget(self.notice, 1)
        foot.addWidget(self.let_go)
        foot.addWidget(self.take)
        column.addLayout(foot)

    def show_state(self) -> None:
        """As the hub told last; away when there is nothing to say."""
        kit = self._kit
        state = kit.desk.connection()
        offer = state.safety.offer if state.safety else None
        may = kit.desk.me().role in LEADERS and offer is not None
        for widget in (self.help, self.take, self.let_go):
            widget.setVisible(may)
        if offer is not None:
            named = replace(offer, computers=tuple(map(shown_name, offer.computers)))
            _say(self.words, offered(named, kit.clock.now(), kit.formats))
        else:
            _say(self.words, kept_apart_words(state))
        self.setVisible(bool(self.words.text or self.notice.text))

    def take_back(self) -> None:
        """Everything that is offered, into the log again."""
        self._kit.tasks.spawn(self._decide(is_taken=True), "salvage")

    def ask_to_let_go(self) -> None:
        """It is gone for good then."""
        self.dialog = dialog = ConfirmDialog(
            self._kit.theme,
            _("Let go of what the hub lost?"),
            _("It is erased from the computers that still have it, and nobody gets it back."),
            confirm=_("Let it go"),
            keep=_("Keep it"),
            parent=self.window(),
        )
        dialog.confirmed.connect(lambda: self._kit.tasks.spawn(self._decide(is_taken=False), "salvage"))
        dialog.open()

    async def _decide(self, *, is_taken: bool) -> None:
        self.take.setEnabled(False)
        self.let_go.setEnabled(False)
        said, is_bad = _("It is let go."), False
        try:
            done = await self._kit.desk.decide_salvage(is_taken=is_taken)
            if is_taken:
                said = _returned(done.returned, done.left_out)
        except ComptoirError as error:
            said, is_bad = sentences.refusal(error.code, error.facts), True
        if isValid(self):
            self.notice.set_ink("danger" if is_bad else "success")
            _say(self.notice, said)
            self.take.setEnabled(True)
            self.let_go.setEnabled(True)
            self.show_state()


class SafetyPage(Surface):
    """Both cards; looks anew when it is shown."""

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(kit.theme, "surface_sunken", parent=parent)
        self._kit = kit
        self.copies, self.salvage = CopiesCard(kit), SalvageCard(kit)
        inside = Surface(kit.theme, "surface_sunken")
        column = QVBoxLayout(inside)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(16)
        column.addWidget(self.salvage)
        column.addWidget(self.copies)
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(scroll.focusPolicy().NoFocus)
        scroll.setWidget(inside)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scroll)
        kit.bridge.changed.connect(self._changed)
        self.refresh()

    def look(self) -> None:
        """Ask the hub how things stand now."""
        self._kit.tasks.spawn(self._look(), "safety")

    def refresh(self) -> None:
        """As the hub told last."""
        self.copies.show_state(self._kit.desk.connection().safety)
        self.salvage.show_state()

    async def _look(self) -> None:
        try:
            await self._kit.desk.look_at_safety()
        except ComptoirError as error:
            if isValid(self) and self._kit.desk.connection().safety is None:
                _say(self.copies.state, sentences.refusal(error.code, error.facts))
            return
        if isValid(self):
            self.refresh()

    def _changed(self, changes: Changes) -> None:
        if changes.is_connection or changes.is_everything:
            self.refresh()


def _returned(returned: int, left_out: int) -> str:
    words = ngettext("{n} entry is back.", "{n} entries are back.", returned).format(n=returned)
    if left_out:
        more = ngettext(
            "{n} had no place any more, since things have gone on or it comes again by itself.",
            "{n} had no place any more, since things have gone on or they come again by themselves.",
            left_out,
        )
        words += " " + more.format(n=left_out)
    return words


def _column(card: Card, spacing: int) -> QVBoxLayout:
    column = QVBoxLayout(card)
    column.setContentsMargins(17, 13, 17, 17)
    column.setSpacing(spacing)
    return column


def _say(line: Paragraph, words: str) -> None:
    line.set_text(words)
    line.setVisible(bool(words))

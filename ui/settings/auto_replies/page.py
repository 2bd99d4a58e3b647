"""Automatic replies, for the owner: the greeting to new people, and what is said while the business is closed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from shiboken6 import isValid

from app.domain.auto_replies import AutoReply
from app.domain.errors import ComptoirError
from app.domain.hours import BUSINESS, line_scope
from app.domain.hours_ahead import HoursAhead, ahead
from app.domain.rows import Changes
from app.words import gettext as _
from app.words import sentences
from app.words.auto_texts import said, starter_away, starter_greeting
from ui.kit import Kit
from ui.people.lines import line_words, own_lines
from ui.settings.auto_replies.phones import PhonesPart
from ui.settings.auto_replies.text_part import TextPart
from ui.settings.list_and_sheet import go_to, scrolled
from ui.settings.templates.parts import Picker
from ui.widgets.button import Button
from ui.widgets.choice import Option, Segmented
from ui.widgets.dialog import ConfirmDialog
from ui.widgets.labels import Label, Paragraph
from ui.widgets.surfaces import Surface
from ui.widgets.toast import ToastStack

SIDE: Final = 24


class AutoRepliesPage(QWidget):
    """Both texts of the business, or of a number with its own. `hours_asked`: opening hours are to be written."""

    hours_asked = Signal()

    def __init__(self, kit: Kit) -> None:
        super().__init__()
        self._kit, theme = kit, kit.theme
        self._scope = BUSINESS
        self._begun = AutoReply()
        self._is_saving = False
        self.whose = Picker(theme, _("Automatic replies of"), scopes_of(kit))
        self.greeting = TextPart(
            kit,
            _("Greeting"),
            _("Once, to whoever writes to you for the first time."),
            starter_greeting(),
            "first_name",
            "name",
            "business",
        )
        self.away = TextPart(
            kit,
            _("Away message"),
            _(
                "Once each time that you are closed, saying when you are back. Silent while one of you answers."
            ),
            starter_away(),
            "opening",
            "first_name",
            "name",
            "business",
            shown=_("As a customer gets it while you are closed"),
        )
        spoken = [Option("fr", _("French")), Option("en", _("English"))]
        self.language = Segmented(theme, _("Language of the opening time"), spoken, is_small=True)
        self.error = Paragraph(theme, role="small", ink="danger")
        self.save = Button(theme, _("Save"), kind="primary")
        self.remove = Button(theme, _("As the whole business"), kind="quiet")
        self.foot = Surface(theme, "surface", edges=("top",))
        self.toasts = ToastStack(theme, self, foot=lambda: self.foot)
        self.phones = PhonesPart(kit, self._say)
        self.dialog: ConfirmDialog | None = None
        self._lay_out()
        self._connect()
        self.show_scope(BUSINESS)

    def _lay_out(self) -> None:
        theme = self._kit.theme
        inside = Surface(theme, "surface_sunken")
        column = QVBoxLayout(inside)
        column.setContentsMargins(SIDE, SIDE, SIDE, SIDE)
        column.setSpacing(theme.tokens.space.x3)
        top = QWidget()
        bar = QHBoxLayout(top)
        bar.setContentsMargins(0, 0, 0, 0)
        bar.addWidget(Label(theme, _("Automatic replies of"), weight="medium"))
        bar.addWidget(self.whose, 1)
        top.setVisible(len(scopes_of(self._kit)) > 1)
        self._tongue = tongue = QWidget()
        line = QHBoxLayout(tongue)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme.tokens.space.x3)
        line.addWidget(Label(theme, _("Language of the opening time"), ink="text_muted"))
        line.addWidget(self.language)
        line.addStretch(1)
        title = Label(theme, _("Who answers on the phone"), weight="semibold")
        self.away.add(tongue)
        for part in (top, self.greeting, self.away):
            column.addWidget(part)
        column.addSpacing(theme.tokens.space.x3)
        column.addWidget(title)
        column.addWidget(self.phones)
        column.addStretch(1)
        below = QHBoxLayout(self.foot)
        below.setContentsMargins(SIDE, 12, SIDE, 12)
        below.setSpacing(12)
        below.addWidget(self.save)
        below.addWidget(self.error, 1)
        below.addWidget(self.remove)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(scrolled(inside), 1)
        whole.addWidget(self.foot)

    def _connect(self) -> None:
        for part in (self.greeting, self.away):
            part.changed.connect(self._settle)
            part.way.clicked.connect(self.hours_asked)
        self.language.chosen.connect(self._settle)
        self.save.clicked.connect(self.try_save)
        self.remove.clicked.connect(lambda: self._kit.tasks.spawn(self._remove(), "remove automatic replies"))
        self.whose.chosen.connect(lambda scope: self._leave_then(lambda: self.show_scope(scope)))
        self._kit.bridge.changed.connect(self._changed)

    # -- what is shown

    @property
    def reply(self) -> AutoReply:
        """What is written now."""
        return AutoReply(
            self._scope, self.greeting.is_on, self.greeting.text.text.strip(), self.away.is_on,
            self.away.text.text.strip(), self.language.chosen_id,
        )  # fmt: skip

    @property
    def is_changed(self) -> bool:
        """Whether something would be lost by leaving."""
        return self.reply != self._begun

    def show_scope(self, scope: str) -> None:
        """Those of the business or of a number; a number without its own begins with the business's."""
        self._scope = scope
        self.whose.choose(scope)
        known = self._kit.desk.auto_replies()
        first = AutoReply(language=self._kit.formats.language[:2])
        reply = known.get(scope, known.get(BUSINESS, first))
        self.greeting.begin(reply.greeting, is_on=reply.is_greeting)
        self.away.begin(reply.away, is_on=reply.is_away)
        self.language.choose(reply.language)
        self.remove.setVisible(scope != BUSINESS and scope in known)
        self.error.set_text("")
        self._begun = self.reply
        self._settle()

    def _changed(self, changes: Changes) -> None:
        if not (changes.is_hours or changes.is_everything):
            return
        self.phones.refresh()
        if self.is_changed:
            self._settle()
        else:
            self.show_scope(self._scope)

    def _settle(self) -> None:
        """What follows from what is written."""
        reply, hours = self.reply, self._hours()
        for part, is_away in ((self.greeting, False), (self.away, True)):
            part.show_now(self._now(reply, hours, is_away=is_away))
        self.away.show_notice(self._missing(reply, hours), has_way=reply.is_away and hours is None)
        self._tongue.setVisible(reply.is_away)
        self.save.setEnabled(self.is_changed)

    def _now(self, reply: AutoReply, hours: HoursAhead | None, *, is_away: bool) -> str:
        now_s = int(self._kit.clock.now().timestamp())
        if is_away and hours is not None:
            now_s = hours.closes_at(now_s) or now_s  # while it is open: as it will be said tonight
        business = str(self._kit.desk.setting("business_name"))
        return said(
            reply, is_greeting=not is_away, is_away=is_away, name=_("Ana Martin"), business=business,
            hours=hours, now_s=now_s,
        )  # fmt: skip

    def _missing(self, reply: AutoReply, hours: HoursAhead | None) -> str:
        if not reply.is_away:
            return ""
        if hours is None:
            return _("No opening hours are saved, so nobody knows when you are closed: this is not sent yet.")
        if hours.next_opening(int(self._kit.clock.now().timestamp())) is None:
            return _("You do not open within a year, so this cannot say when you are back.")
        return ""

    def _hours(self) -> HoursAhead | None:
        now_s = int(self._kit.clock.now().timestamp())
        return ahead(self._kit.desk.hours(), [self._scope, BUSINESS], now_s)

    # -- what the person does

    def try_save(self) -> None:
        """Keep it, or say what is missing."""
        if not self._is_saving and self.is_changed:
            self._is_saving = True
            self._kit.tasks.spawn(self._save(self.reply), "save automatic replies")

    async def _save(self, reply: AutoReply) -> None:
        self.error.set_text("")
        for part in (self.greeting, self.away):
            part.group.set_errors([])
        try:
            await self._kit.desk.save_auto_reply(reply)
        except ComptoirError as error:
            self._refused(error)
            return
        finally:
            self._is_saving = False
        if isValid(self):
            self._begun = reply
            self.remove.setVisible(self._scope != BUSINESS)
            self._settle()
            self.toasts.show(_("Automatic replies saved"), is_passing=True)

    def _refused(self, error: ComptoirError) -> None:
        words = sentences.refusal(error.code, error.facts)
        which = "greeting" if error.code == "auto_opening" else error.facts.get("which", "")
        parts = {"greeting": self.greeting, "away": self.away}
        if which in parts:
            parts[which].group.set_errors([words])
            go_to(parts[which].text)
        else:
            self._say(words)

    async def _remove(self) -> None:
        try:
            gone = await self._kit.desk.remove_auto_reply(self._scope)
        except ComptoirError as error:
            self._say(sentences.refusal(error.code, error.facts))
            return
        self.show_scope(self._scope)
        toast = self.toasts.show(_("This number answers as the whole business now"), action=_("Undo"))
        toast.acted.connect(lambda: self._kit.tasks.spawn(self._restore(gone), "restore automatic replies"))

    async def _restore(self, reply: AutoReply) -> None:
        try:
            await self._kit.desk.save_auto_reply(reply)
        except ComptoirError as error:
            self._say(sentences.refusal(error.code, error.facts))
            return
        if not self.is_changed:
            self.show_scope(reply.scope)

    def _leave_then(self, go: Callable[[], object]) -> None:
        """What is not saved is asked about first."""
        if not self.is_changed:
            go()
            return
        self.dialog = ConfirmDialog(
            self._kit.theme,
            _("Leave these texts?"),
            _("They were not saved. What you wrote would be lost."),
            confirm=_("Leave them"),
            keep=_("Go on writing"),
            parent=self.window(),
        )
        self.dialog.confirmed.connect(go)
        self.dialog.rejected.connect(lambda: self.whose.choose(self._scope))
        self.dialog.open()

    def _say(self, words: str) -> None:
        if isValid(self):
            self.error.set_text(words)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter saves from anywhere on the page."""
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.try_save()
        else:
            super().keyPressEvent(event)


def scopes_of(kit: Kit) -> list[Option]:
    """The business and its numbers; one number needs no texts of its own."""
    lines = own_lines(kit)
    numbers = [Option(line_scope(one.line_id), line_words(kit, one)) for one in lines]
    return [Option(BUSINESS, _("The whole business")), *(numbers if len(lines) > 1 else [])]

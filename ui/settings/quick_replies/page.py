"""The page of quick replies: found, written, removed; ready sets; and what somebody else was faster with."""

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from app.domain.errors import ComptoirError
from app.domain.ids import QuickReplyId
from app.domain.quick_replies import QuickReply, SaveQuickReply
from app.domain.rows import Changes
from app.words import gettext as _
from app.words import ngettext, sentences
from app.words.quick_starters import StarterReply
from ui.kit import Kit
from ui.plain import isolated, shown_line
from ui.settings.list_and_sheet import ListAndSheet, scrolled
from ui.settings.quick_replies.form import LEADERS, ReplyForm
from ui.settings.quick_replies.starter_pick import SetPick
from ui.widgets.button import Button
from ui.widgets.dialog import ConfirmDialog
from ui.widgets.inputs import Input
from ui.widgets.labels import Paragraph
from ui.widgets.paint_chip import Chip
from ui.widgets.small_parts import EmptyState
from ui.widgets.surfaces import Line
from ui.widgets.toast import ToastStack
from ui.widgets.two_line_list import TwoLineList, TwoLineRow

MOST_LISTED: Final = 5_000
UNSAVED: Final = "unsaved:"  # before the id of a row that the hub refused
NEW: Final = QuickReply(QuickReplyId(""), "", "", 0)


class QuickRepliesPage(QWidget):
    """A stack of two: the list with one of them, and the ready sets."""

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kit, theme = kit, kit.theme
        self._chosen = ""
        self._shows_form = False  # in a narrow window one of the two is shown
        self.new = Button(theme, _("New reply"), kind="primary", icon="plus", name=_("New quick reply"))
        self.sets = Button(theme, _("Ready sets…"), height="small")
        self.search = Input(
            theme, _("Search a quick reply"), placeholder=_("Search a quick reply"), is_search=True
        )
        self.list = TwoLineList(theme, "quick_replies", _("Quick replies"))
        self.words = Paragraph(theme, role="small", ink="text_muted")
        self.form = ReplyForm(kit)
        self.nothing = EmptyState(
            theme,
            "zap",
            _("Texts that you write often, one “/” away"),
            _("Write one, or begin with a ready set for your trade, in French or English."),
            action=_("Ready sets…"),
        )
        self._scroll = scrolled(self.form)
        self.both = ListAndSheet(theme, self.nothing, self._scroll, self.form.foot)
        self.pick = SetPick(kit)
        self.stack = QStackedWidget()
        self.toasts = ToastStack(theme, self)
        self.dialog: ConfirmDialog | None = None
        self._lay_out()
        self._connect()
        self.refresh()

    def _lay_out(self) -> None:
        both = self.both
        both.add_bar(self.search, self.new)
        both.column.addWidget(self.list, 1)
        both.column.addWidget(Line(self._kit.theme))
        both.add_bar(self.words, self.sets, gap=12, above=8)
        self.stack.addWidget(both)
        self.stack.addWidget(scrolled(self.pick))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.stack)

    def _connect(self) -> None:
        self.new.clicked.connect(self.write_new)
        self.sets.clicked.connect(self.show_sets)
        self.nothing.acted.connect(self.show_sets)
        self.search.textChanged.connect(self._list)
        self.list.chosen.connect(self._choose)
        self.both.back.clicked.connect(self._show_list)
        self.form.saved.connect(self._saved)
        self.form.remove_asked.connect(self._remove)
        self.form.given_up.connect(self._give_up)
        self.pick.picked.connect(self._add_set)
        self.pick.left.connect(lambda: self.stack.setCurrentIndex(0))
        self._kit.bridge.changed.connect(self._changed)

    # -- what is shown

    @property
    def is_leader(self) -> bool:
        """Whether this member writes the team's."""
        return self._kit.desk.me().role in LEADERS

    def refresh(self) -> None:
        """Read everything again; a form in which somebody writes is left alone."""
        self.pick.refresh(is_leader=self.is_leader)
        self._list()
        if not self.form.is_changed or not self._chosen:
            self._show_chosen()

    def write_new(self) -> None:
        """An empty form, unless something would be lost."""
        self._leave_form_then(lambda: self._open(""))

    def show_sets(self) -> None:
        """The ready sets."""
        self.stack.setCurrentIndex(1)
        self.pick.add.setFocus(Qt.FocusReason.OtherFocusReason)

    def _list(self) -> None:
        """The rows that fit the search: first what is not saved, then all by name."""
        words, desk = self.search.text(), self._kit.desk
        unsaved = [_unsaved_row(one) for one in desk.unsaved_quick_replies()]
        found = sorted(desk.quick_replies(words, MOST_LISTED), key=lambda one: one.name.casefold())
        self.list.show_rows([*unsaved, *map(_row, found)], self._chosen)
        count = len(desk.quick_replies("", MOST_LISTED))
        self.words.set_text(ngettext("{n} quick reply", "{n} quick replies", count).format(n=count))
        self._settle()

    def _show_chosen(self) -> None:
        """The chosen one in the form, as it is now."""
        key = self._chosen
        if key.startswith(UNSAVED):
            self._show_unsaved(QuickReplyId(key.removeprefix(UNSAVED)))
            return
        reply = self._kit.desk.quick_reply(QuickReplyId(key)) if key else None
        if reply is not None:
            self.form.begin(reply)
        elif key:
            self._chosen = ""
            self._shows_form = False
        self._settle()

    def _show_unsaved(self, reply_id: QuickReplyId) -> None:
        mine = next((one for one in self._kit.desk.unsaved_quick_replies() if one.reply_id == reply_id), None)
        if mine is None:
            self._chosen = ""
        else:
            now = self._kit.desk.quick_reply(reply_id)
            self.form.begin(_again(mine, now, self._kit), notice=_notice(now), is_unsaved=True)
        self._settle()

    def _settle(self) -> None:
        is_form = bool(self._chosen) or self._is_new
        self.form.foot.setVisible(is_form and (self.form.may_change or self.form.is_unsaved))
        self.both.show_sheet(has_row=is_form, is_asked=self._shows_form)

    @property
    def _is_new(self) -> bool:
        return self._shows_form and not self._chosen

    def _changed(self, changes: Changes) -> None:
        if changes.is_quick_replies or changes.is_everything:
            self.refresh()

    # -- what the person does

    def _choose(self, key: str) -> None:
        if key != self._chosen:
            self._leave_form_then(lambda: self._open(key))

    def _open(self, key: str) -> None:
        self._chosen, self._shows_form = key, True
        if key:
            self._show_chosen()
        else:
            self.list.show_rows(self.list.rows.rows, None)
            self.form.begin(replace(NEW, owner_id=None if self.is_leader else self._kit.desk.me().member_id))
            self._settle()
            self.form.focus_first()
        self._scroll.verticalScrollBar().setValue(0)

    def _leave_form_then(self, go: Callable[[], object]) -> None:
        """Words that are not saved are asked about first."""
        if not self._shows_form or not self.form.is_changed:
            go()
            return
        self.list.show_rows(self.list.rows.rows, self._chosen)
        self.dialog = ConfirmDialog(
            self._kit.theme,
            _("Leave this quick reply?"),
            _("It was not saved. What you wrote would be lost."),
            confirm=_("Leave it"),
            keep=_("Go on writing"),
            parent=self.window(),
        )
        self.dialog.confirmed.connect(go)
        self.dialog.open()

    def _show_list(self) -> None:
        self._leave_form_then(self._back_to_list)

    def _back_to_list(self) -> None:
        self._chosen, self._shows_form = "", False
        self._list()

    def _saved(self, reply_id: str) -> None:
        if self._chosen.startswith(UNSAVED):
            self._kit.desk.forget_unsaved_quick_reply(QuickReplyId(self._chosen.removeprefix(UNSAVED)))
        self._chosen = reply_id
        self.search.clear()
        self._list()
        self._show_chosen()
        self.toasts.show(_("Quick reply saved"), is_passing=True)

    def _remove(self, reply_id: str) -> None:
        self._kit.tasks.spawn(self._remove_now(QuickReplyId(reply_id)), "remove quick reply")

    async def _remove_now(self, reply_id: QuickReplyId) -> None:
        try:
            undo = await self._kit.desk.remove_quick_reply(reply_id)
        except ComptoirError as error:
            self._say(error)
            return
        self._back_to_list()
        if undo is not None:
            words = _("“{name}” removed").format(name=isolated(shown_line(undo.name)))
            toast = self.toasts.show(words, action=_("Undo"))
            toast.acted.connect(lambda: self._kit.tasks.spawn(self._restore(undo), "restore quick reply"))
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    async def _restore(self, reply: QuickReply) -> None:
        try:
            reply_id = await self._kit.desk.save_quick_reply(reply)
        except ComptoirError as error:
            self._say(error)
        else:
            self._open(reply_id)

    def _give_up(self) -> None:
        unsaved = QuickReplyId(self._chosen.removeprefix(UNSAVED))
        self._chosen, self._shows_form = "", False
        self._kit.desk.forget_unsaved_quick_reply(unsaved)
        self.refresh()

    def _add_set(self, replies: tuple[StarterReply, ...]) -> None:
        self.pick.add.setEnabled(False)
        self._kit.tasks.spawn(self._add_set_now(replies), "add quick replies")

    async def _add_set_now(self, replies: tuple[StarterReply, ...]) -> None:
        """All of a set, each once: what has the same words already stays as it is."""
        desk = self._kit.desk
        known = {(one.name, one.text) for one in desk.quick_replies("", MOST_LISTED)}
        new = [one for one in replies if (one.name, one.text) not in known]
        owner_id = None if self.is_leader else desk.me().member_id
        try:
            for one in new:
                await desk.save_quick_reply(
                    QuickReply(NEW.reply_id, one.name, one.text, 0, owner_id, (), one.language)
                )
        except ComptoirError as error:
            self._say(error)
            return
        finally:
            self.pick.add.setEnabled(True)
        self.stack.setCurrentIndex(0)
        self._list()
        self.toasts.show(_added_words(len(new), len(replies) - len(new)))

    def _say(self, error: ComptoirError) -> None:
        self.toasts.show(sentences.refusal(error.code, error.facts), icon="circle-alert", ink="danger")


def _row(reply: QuickReply) -> TwoLineRow:
    if reply.is_pending:
        chip = Chip(_("Waiting for the hub"), "info", "clock")
    elif reply.is_personal:
        chip = Chip(_("Yours"), "accent", "user")
    else:
        chip = Chip(_("Whole team"), "neutral", "users-round")
    line = shown_line(reply.text)
    count = len(reply.files)
    if count:
        files = ngettext("{n} file", "{n} files", count).format(n=count)
        line = f"{files} · {line}" if line else files
    return TwoLineRow(reply.reply_id, shown_line(reply.name), line, chip)


def _unsaved_row(mine: SaveQuickReply) -> TwoLineRow:
    chip = Chip(_("Not saved"), "warning", "triangle-alert")
    return TwoLineRow(f"{UNSAVED}{mine.reply_id}", shown_line(mine.name), shown_line(mine.text), chip)


def _again(mine: SaveQuickReply, now: QuickReply | None, kit: Kit) -> QuickReply:
    """What this person wrote, to be saved over what is there now, or as a new one when it is gone."""
    owner_id = kit.desk.me().member_id if mine.is_personal else None
    reply_id, version = (mine.reply_id, now.version) if now is not None else (NEW.reply_id, 0)
    return QuickReply(reply_id, mine.name, mine.text, version, owner_id, mine.files, mine.language)


def _notice(now: QuickReply | None) -> str:
    if now is None:
        return _(
            "Somebody removed this quick reply while you changed it. Save it as a new one, or give yours up."
        )
    words = _(
        "Somebody changed this quick reply meanwhile. It says now: “{text}” Saving puts yours in its place."
    )
    return words.format(text=isolated(shown_line(now.text)))


def _added_words(added: int, known: int) -> str:
    words = ngettext("{n} quick reply added", "{n} quick replies added", added).format(n=added)
    if not known:
        return words
    others = ngettext("{n} was there already", "{n} were there already", known).format(n=known)
    return f"{words}, {others}"

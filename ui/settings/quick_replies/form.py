"""The form of one quick reply, with the bubble beside it as a customer gets it."""

from collections.abc import Mapping
from functools import partial
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from app.domain.contents import Content
from app.domain.errors import ComptoirError
from app.domain.ids import ConversationId, QuickReplyId
from app.domain.quick_blanks import filled
from app.domain.quick_replies import NAME_MAX_CHARS, QuickReply, ReplyFile, text_limit
from app.words import gettext as _
from app.words import sentences
from app.words.quick_replies import blank_menu
from ui.conversation.blocks.base import NoPictures
from ui.conversation.quick_replies.values import sample_values
from ui.conversation.template_offer.preview import BubblePreview
from ui.conversation.writing.answer import Attached
from ui.conversation.writing.attaching import Attaching
from ui.conversation.writing.attachments import AttachmentStrip
from ui.kit import Kit
from ui.settings.templates.parts import Group, Lines
from ui.widgets.button import Button
from ui.widgets.choice import Option, Segmented
from ui.widgets.inputs import Input
from ui.widgets.labels import Label, Paragraph
from ui.widgets.menu import Menu
from ui.widgets.surfaces import Surface

LEADERS: Final = ("owner", "manager")
HERE: Final = ConversationId("quick-reply")  # what its files are attached to, in place of a conversation
PREVIEW_PX: Final = 320
NARROW: Final = 720
COUNT_FROM: Final = 200  # characters before the limit: from here on they are counted in view
# Where each problem is said.
PLACES: Final[Mapping[str, str]] = {
    "quick_reply_nameless": "name",
    "quick_reply_name": "name",
    "quick_reply_empty": "text",
    "text_too_long": "text",
    "quick_reply_files": "files",
    "media_type": "files",
    "media_missing": "files",
    "media_too_large": "files",
    "media_empty": "files",
    "quick_reply_shared": "whose",
}


class ReplyForm(QWidget):
    """`saved(reply_id)`; `remove_asked(reply_id)`; `given_up`: what was not saved is not wanted any more."""

    saved = Signal(str)
    remove_asked = Signal(str)
    given_up = Signal()
    changed = Signal()

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kit, theme = kit, kit.theme
        self._reply = QuickReply(QuickReplyId(""), "", "", 0)
        self._begun = self._reply
        self._is_busy = False
        self.is_unsaved = False  # what is shown is what the hub refused
        self.may_change = True
        self.notice = Paragraph(theme, ink="warning_soft_text")
        self.name = Input(theme, _("Name"), placeholder=_("For example: Opening hours"))
        self.name.setMaxLength(NAME_MAX_CHARS)
        self.text = Lines(theme, _("Text"))
        self.blank = Button(theme, _("Insert a blank"), height="small", trailing="chevron-down")
        self.count = Label(theme, role="small", ink="text_faint", tabular=True)
        self.files = AttachmentStrip(theme, NoPictures(), kit.formats.language)
        self.attach = Button(theme, _("Attach a file…"), height="small", icon="paperclip")
        self.attaching = Attaching(kit, self.files, self)
        self.attaching.conversation_id = HERE
        whose = [Option("team", _("The whole team")), Option("own", _("Me alone"))]
        self.whose = Segmented(theme, _("For whom"), whose, is_small=True)
        spoken = [Option("", _("Any language")), Option("fr", _("French")), Option("en", _("English"))]
        self.language = Segmented(theme, _("Language"), spoken, is_small=True)
        self.preview = BubblePreview(theme, kit.formats)
        self.save = Button(theme, _("Save"), kind="primary")
        self.remove = Button(theme, _("Remove"), kind="quiet", icon="trash-2")
        self.give_up = Button(theme, _("Give up mine"), kind="quiet")
        self.foot = Surface(theme, "surface", edges=("top",))  # below what is scrolled: always in sight
        self.groups = self._groups()
        self._lay_out()
        self._connect()

    def _groups(self) -> dict[str, Group]:
        theme = self._kit.theme
        help_ = _(
            "What stands between braces is filled in when you choose it; what nobody can know, you fill in then."
        )
        parts: list[tuple[str, str, str, list[QWidget]]] = [
            ("name", _("Name"), _("You find it by this name after the “/”."), [self.name]),
            ("text", _("Text"), help_, [self.text]),
            ("files", _("Files"), "", [self.files]),
            ("whose", _("For whom"), "", [self.whose]),
            (
                "language",
                _("Language"),
                _("Those in the customer’s language are offered first."),
                [self.language],
            ),
        ]
        groups = {key: Group(theme, title, words) for key, title, words, _parts in parts}
        for key, _title, _words, inside in parts:
            for part in inside:
                groups[key].body.addWidget(part)
        groups["text"].body.addLayout(_line(self.blank, self.count))
        groups["files"].body.addLayout(_line(self.attach))
        return groups

    def _lay_out(self) -> None:
        theme = self._kit.theme
        fields = QWidget()
        column = QVBoxLayout(fields)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(20)
        column.addWidget(self.notice)
        for group in self.groups.values():
            column.addWidget(group)
        foot = QHBoxLayout(self.foot)
        foot.setContentsMargins(24, 8, 24, 8)
        foot.setSpacing(8)
        for button in (self.save, self.remove, self.give_up):
            foot.addWidget(button)
        foot.addStretch(1)
        column.addStretch(1)
        side = QWidget()
        shown = QVBoxLayout(side)
        shown.setContentsMargins(0, 0, 0, 0)
        shown.setSpacing(8)
        shown.addWidget(Label(theme, _("As a customer gets it"), role="small", ink="text_muted"))
        shown.addWidget(self.preview)
        shown.addStretch(1)
        side.setMaximumWidth(theme.px(PREVIEW_PX))
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(24, 20, 24, 20)
        self._row.setSpacing(32)
        self._row.addWidget(fields, 3)
        self._row.addWidget(side, 2)

    def _connect(self) -> None:
        self.name.textChanged.connect(self._settle)
        self.text.written.connect(self._settle)
        self.files.changed.connect(self._settle)
        self.whose.chosen.connect(self._settle)
        self.language.chosen.connect(self._settle)
        self.blank.clicked.connect(self._offer_blanks)
        self.attach.clicked.connect(lambda: self.attaching.choose(None, _("Attach a file…").rstrip("…")))
        self.attaching.said.connect(lambda _where, words: self.groups["files"].set_errors([words]))
        self.save.clicked.connect(self.try_save)
        self.remove.clicked.connect(lambda: self.remove_asked.emit(self._reply.reply_id))
        self.give_up.clicked.connect(self.given_up)
        self.name.returnPressed.connect(self.try_save)

    # -- what the page says

    @property
    def reply_id(self) -> QuickReplyId:
        """Of which one it is; "" for a new one."""
        return self._reply.reply_id

    @property
    def is_changed(self) -> bool:
        """Whether something would be lost by leaving."""
        return self.reply != self._begun

    @property
    def reply(self) -> QuickReply:
        """What is written now, as an answer to the form that was seen."""
        is_own = self.whose.chosen_id == "own"
        files = tuple(ReplyFile(one.kind, one.media) for one in self.files.files)
        owner_id = self._kit.desk.me().member_id if is_own else None
        return QuickReply(
            self._reply.reply_id, self.name.text().strip(), self.text.text, self._reply.version, owner_id, files,
            self.language.chosen_id,
        )  # fmt: skip

    def begin(self, reply: QuickReply, *, notice: str = "", is_unsaved: bool = False) -> None:
        """Write this one. `is_unsaved`: it is what the hub refused; `notice` says why."""
        self._reply, self.is_unsaved = reply, is_unsaved
        is_leader = self._kit.desk.me().role in LEADERS
        self.notice.set_text(notice)
        self.notice.setVisible(bool(notice))
        self.name.setText(reply.name)
        self.text.set_text(reply.text)
        self.files.set_files([Attached(one.kind, one.media, one.media.name or "") for one in reply.files])
        self.whose.choose("own" if reply.is_personal or (not is_leader and not reply.reply_id) else "team")
        self.language.choose(reply.language)
        may_change = is_leader or reply.is_personal or not reply.reply_id
        self._allow(may_change=may_change, is_leader=is_leader)
        self._begun = self.reply
        for group in self.groups.values():
            group.set_errors([])
        self._settle()

    def focus_first(self) -> None:
        """By key, begin with the name."""
        self.name.setFocus(Qt.FocusReason.OtherFocusReason)

    def try_save(self) -> None:
        """Keep it, or say what is missing."""
        for group in self.groups.values():
            group.set_errors([])
        if not self._is_busy and not self.files.is_reading and self.save.isEnabled():
            self._kit.tasks.spawn(self._save(self.reply), "save quick reply")

    # -- inside

    async def _save(self, reply: QuickReply) -> None:
        self._is_busy = True
        try:
            reply_id = await self._kit.desk.save_quick_reply(reply)
        except ComptoirError as error:
            place = PLACES.get(error.code, "text")
            self.groups[place].set_errors([sentences.refusal(error.code, error.facts)])
        else:
            self._begun = self.reply
            self.saved.emit(reply_id)
        finally:
            self._is_busy = False

    def _allow(self, *, may_change: bool, is_leader: bool) -> None:
        """Everybody reads the team's; owner and managers change them."""
        for part in (self.name, self.text, self.language, self.attach, self.blank, self.files):
            part.setEnabled(may_change)
        self.whose.setEnabled(is_leader)
        words = "" if is_leader else _("The team’s quick replies are written by the owner and the managers.")
        self.groups["whose"].set_help(words)
        self.may_change = may_change
        self.save.setVisible(may_change)
        self.remove.setVisible(may_change and bool(self._reply.reply_id) and not self.is_unsaved)
        self.give_up.setVisible(self.is_unsaved)

    def _settle(self) -> None:
        """What follows from what is written."""
        reply = self.reply
        values = sample_values(self._kit, reply.language or self._kit.formats.language)
        text = filled(reply.text, lambda source: values[source]).strip()
        if text:
            self.preview.show_message(text, Content(), "text")
        else:
            self.preview.clear()
        length, limit = len(reply.text), text_limit(reply.files)
        self.count.setText(f"{length} / {limit}" if length >= limit - COUNT_FROM else "")
        self.save.setEnabled(self.is_changed or self.is_unsaved)
        self.changed.emit()

    def _offer_blanks(self) -> None:
        menu = Menu(self._kit.theme, self.blank.text(), self)
        for blank, words in blank_menu():
            menu.add(words, partial(self.text.put, blank), key=blank)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.open_below(self.blank)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter saves from anywhere in the form."""
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.try_save()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow window the bubble stands below."""
        super().resizeEvent(event)
        is_narrow = self.width() < self._kit.theme.px(NARROW)
        way = QBoxLayout.Direction.TopToBottom if is_narrow else QBoxLayout.Direction.LeftToRight
        if self._row.direction() != way:
            self._row.setDirection(way)


def _line(*parts: QWidget) -> QHBoxLayout:
    line = QHBoxLayout()
    for number, part in enumerate(parts):
        if number:
            line.addStretch(1)
        line.addWidget(part)
    if len(parts) == 1:
        line.addStretch(1)
    return line

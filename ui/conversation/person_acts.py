"""What can be done about the customer of a conversation: block, call, ask for the number; from menus and links."""

from collections.abc import Callable
from typing import Final, Literal

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app.desk.desk import Composed
from app.domain.contents import Ask, Content
from app.domain.errors import ComptoirError
from app.domain.ids import MessageId
from app.domain.rows import ThreadHeader
from app.words import gettext as _
from app.words import sentences
from app.words.blocking import block_refusal
from ui.conversation.links import open_link
from ui.conversation.request_acts import RequestActs
from ui.kit import Kit
from ui.people.lines import own_lines
from ui.plain import isolated, shown_name
from ui.widgets.dialog import ConfirmDialog
from ui.widgets.inputs import Input
from ui.widgets.menu import Menu
from ui.widgets.toast import ToastStack

PersonAct = Literal["call", "ask_number", "block", "unblock"]
ASKS: Final = "contact_request"
QUESTION_MAX_CHARS: Final = 1_024  # the channel's limit for what has a button


def called(header: ThreadHeader) -> str:
    """A customer inside a sentence: the first name, else what they go by."""
    name = shown_name(header.name)
    return isolated(name.split()[0] if header.is_named else name)


class PersonActs(QObject):
    """`sent(conversation_id, message_id)` once the number was asked for."""

    sent = Signal(str, str)

    def __init__(
        self, kit: Kit, toasts: ToastStack, parent: QWidget, jump_to: Callable[[MessageId], object]
    ) -> None:
        super().__init__(parent)
        self._kit, self._toasts, self._parent, self._jump_to = kit, toasts, parent, jump_to

    def add_to(self, menu: Menu, header: ThreadHeader) -> None:
        """The rows that work for this customer; blocking stands apart, last."""
        if header.number:
            menu.add(_("Call them"), lambda: self.do("call", header), icon="phone")
        elif header.is_window_open and not header.is_blocked:
            menu.add(_("Ask for the number"), lambda: self.do("ask_number", header), icon="user")
        RequestActs(self._kit, self._toasts).add_to(menu, header)
        menu.add(_("Consent…"), lambda: self.show_consent(header), icon="circle-check")
        if header.is_blocked:
            menu.add(_("Unblock"), lambda: self.do("unblock", header), icon="user-check")
        else:
            menu.add(_("Block…"), lambda: self.do("block", header), icon="ban", is_danger=True)

    def do(self, act: PersonAct, header: ThreadHeader) -> None:
        """Do it now, or ask first where it should be asked."""
        if act == "call" and header.number:
            open_link(f"tel:+{header.number}")
        elif act == "ask_number":
            self._confirm_asking(header)
        elif act == "block":
            self._confirm_blocking(header)
        elif act == "unblock":
            self._block(header, is_blocked=False)

    def show_consent(self, header: ThreadHeader) -> None:
        """What they agreed to, and recording it."""
        from ui.contacts.consent.sheet import ConsentSheet

        ConsentSheet(self._kit, header, self._jump_to, self._parent.window()).open()

    def _confirm_blocking(self, header: ThreadHeader) -> None:
        lines = own_lines(self._kit)
        sentence = _(
            "WhatsApp brings you nothing more of this person, and nothing can be sent to them. "
            "They are not told. You can unblock them at any time."
        )
        if len(lines) > 1:
            more = _("It counts for this business number alone; your others still hear of them.")
            sentence = f"{sentence} {more}"
        dialog = ConfirmDialog(
            self._kit.theme,
            _("Block {name}?").format(name=called(header)),
            sentence,
            confirm=_("Block"),
            keep=_("Do not block"),
            parent=self._parent,
        )
        dialog.confirmed.connect(lambda: self._block(header, is_blocked=True))
        dialog.open()

    def _block(self, header: ThreadHeader, *, is_blocked: bool) -> None:
        self._kit.tasks.spawn(self._block_now(header, is_blocked=is_blocked), "block")

    async def _block_now(self, header: ThreadHeader, *, is_blocked: bool) -> None:
        try:
            await self._kit.desk.block(header.contact_id, header.line_id, is_blocked=is_blocked)
        except ComptoirError as error:
            self._toasts.show(block_refusal(error.code, error.facts), icon="circle-alert", ink="danger")
            return
        words = _("{name} is blocked") if is_blocked else _("{name} is not blocked any more")
        toast = self._toasts.show(words.format(name=called(header)), action=_("Undo") if is_blocked else "")
        toast.acted.connect(lambda: self._block(header, is_blocked=False))

    def _confirm_asking(self, header: ThreadHeader) -> None:
        """The question stands there to be put in one's own words, or in the customer's language."""
        dialog = ConfirmDialog(
            self._kit.theme,
            _("Ask {name} for their number?").format(name=called(header)),
            _(
                "They receive this question with a button that shares their number. You get it if they tap on it."
            ),
            confirm=_("Ask"),
            keep=_("Do not ask"),
            is_danger=False,
            parent=self._parent,
        )
        question = Input(self._kit.theme, _("Your question"))
        question.setMaxLength(QUESTION_MAX_CHARS)
        question.setText(_("Could you share your phone number with us?"))
        question.textChanged.connect(lambda text: dialog.confirm_button.setEnabled(bool(text.strip())))
        dialog.body.addWidget(question)
        dialog.confirmed.connect(
            lambda: self._kit.tasks.spawn(self._ask_now(header, question.text()), "ask for number")
        )
        dialog.open()
        question.setFocus()

    async def _ask_now(self, header: ThreadHeader, question: str) -> None:
        composed = Composed(ASKS, question, Content(ask=Ask(ASKS)))
        try:
            message_id = await self._kit.desk.send(header.conversation_id, composed)
        except ComptoirError as error:
            words = sentences.refusal(error.code, error.facts)
            self._toasts.show(words, icon="circle-alert", ink="danger")
            return
        self.sent.emit(header.conversation_id, message_id)

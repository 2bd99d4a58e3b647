"""Opens the forms of the paperclip's menu, sends what was filled in, and keeps what was not sent."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QObject

from app.desk.desk import Composed
from app.domain.ids import ConversationId
from app.words import gettext as _
from ui.conversation.composer import Composer
from ui.conversation.forms.ask_forms import ButtonsForm, LinkForm, RequestForm
from ui.conversation.forms.card_form import CardForm
from ui.conversation.forms.form import Form
from ui.conversation.forms.list_form import ListForm
from ui.conversation.forms.place_form import PlaceForm
from ui.conversation.writing.sending import Sending
from ui.kit import Kit
from ui.theme.icons import IconName
from ui.widgets.menu import Menu

Maker = Callable[[Kit, str, Composer], Form]
MAKERS: Final[dict[str, Maker]] = {
    "buttons": ButtonsForm,
    "list": ListForm,
    "link": LinkForm,
    "location_request": lambda kit, name, parent: RequestForm(kit, "location_request", name, parent),
    "contact_request": lambda kit, name, parent: RequestForm(kit, "contact_request", name, parent),
    "location": PlaceForm,
    "contacts": CardForm,
}


class Forms(QObject):
    """One form at a time; what was filled in and not sent is there again when it is opened the next time."""

    def __init__(self, kit: Kit, composer: Composer, sending: Sending) -> None:
        super().__init__(composer)
        self._kit, self._composer, self._sending = kit, composer, sending
        self._left: dict[tuple[ConversationId, str], Composed] = {}
        self.conversation_id: ConversationId | None = None

    def add_to(self, menu: Menu) -> None:
        """The rows of the menu."""
        menu.addSeparator()
        rows: tuple[tuple[str, str, IconName], ...] = (
            (_("Buttons…"), "buttons", "reply"),
            (_("List…"), "list", "list-checks"),
            (_("Button with a link…"), "link", "globe"),
            (_("Location…"), "location", "map-pin"),
            (_("Contact card…"), "contacts", "contact"),
            (_("Ask for the location…"), "location_request", "map-pin"),
            (_("Ask for the number…"), "contact_request", "user"),
        )
        for words, kind, icon in rows:
            menu.add(words, self._opener(kind), icon=icon)

    def open(self, kind: str) -> Form | None:
        """An empty form, or as it was left."""
        if self.conversation_id is None:
            return None
        left = self._left.pop((self.conversation_id, kind), None)
        return self._show(kind, left)

    def reopen(self, form: Composed) -> None:
        """One that was taken back or refused."""
        if self.conversation_id is not None and not self._composer.is_locked:
            self._show(form.kind, form)

    def _opener(self, kind: str) -> Callable[[], object]:
        return lambda: self.open(kind)

    def _show(self, kind: str, filled: Composed | None) -> Form | None:
        conversation_id = self.conversation_id
        header = self._kit.desk.header(conversation_id) if conversation_id is not None else None
        if conversation_id is None or header is None or kind not in MAKERS:
            return None
        form = MAKERS[kind](self._kit, header.name, self._composer)
        if filled is not None:
            form.fill(filled)
        form.sent.connect(lambda composed: self._send(conversation_id, composed))
        form.left.connect(lambda composed: self._keep(conversation_id, composed))
        form.open()
        return form

    def _send(self, conversation_id: ConversationId, composed: Composed) -> None:
        self._sending.send_form(conversation_id, composed)
        self._composer.focus_text()

    def _keep(self, conversation_id: ConversationId, composed: Composed) -> None:
        self._left[conversation_id, composed.kind] = composed
        self._composer.focus_text()

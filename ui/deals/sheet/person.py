"""Whose deal it is: the person with their chat, or a name and an address, and who that could be."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.domain.contact_cards import is_email
from app.domain.deal_links import LinkSuggestion
from app.domain.deal_rows import DealCard
from app.domain.deals import TITLE_MAX_CHARS
from app.domain.ids import ContactId, ConversationId
from app.domain.rows import Changes
from app.words import gettext as _
from app.words.deal_links import link_reason_words
from app.words.phones import phone
from ui.contacts.panel.parts import SectionBox, ValueButton
from ui.deals.doing import Do, do
from ui.deals.new_deal import too_long
from ui.deals.person_picker import PersonPicker
from ui.deals.sheet.parts import EditRow, SheetKit
from ui.deals.sheet.words import quoted
from ui.plain import isolated, shown_name
from ui.widgets.button import Button
from ui.widgets.labels import ElidedLabel
from ui.widgets.menu import Menu
from ui.widgets.paint_avatar import Portrait
from ui.widgets.small_parts import AvatarView

AVATAR = 24
MOST = 3


class PersonSection:
    """Linked: the person and the chat, a key away. Not linked: who it is, as somebody typed it."""

    def __init__(self, sheet: SheetKit) -> None:
        self._sheet = sheet
        self._card: DealCard | None = None
        self.conversation_id: ConversationId | None = None  # its thread; of a person's deal their newest one
        theme, desk = sheet.theme, sheet.kit.desk
        self.widget = SectionBox(theme, _("For whom"), "ellipsis", _("More about whose it is"))
        self.avatar = AvatarView(theme, Portrait("", ""), AVATAR)
        self.name = ValueButton(theme, _("Person"))
        self.chat = Button(theme, _("Chat"), height="small", icon="message-square", key_hint="O")
        self.card = Button(theme, _("Person"), height="small", icon="contact", key_hint="P")
        self.link = Button(theme, _("Link to somebody…"), height="small", icon="link")
        self.person = EditRow(
            sheet, "person", _("Name"), faint=_("Add"), begin=lambda card: card.own_person,
            keep=lambda deal_id, text: desk.change_deal(deal_id, {"person": text or None}),
            problem=lambda text: too_long(len(text) - TITLE_MAX_CHARS) if len(text) > TITLE_MAX_CHARS else "",
        )  # fmt: skip
        self.email = EditRow(
            sheet, "email", _("E-mail"), faint=_("Add"), begin=lambda card: card.email,
            keep=lambda deal_id, text: desk.change_deal(deal_id, {"email": text.lower() or None}),
            problem=email_problem,
        )  # fmt: skip
        self.suggestions: list[Button] = []
        self._rows: list[QWidget] = []
        self._linked, self._unlinked = QWidget(), QWidget()
        self._shown: tuple[object, ...] | None = None
        self._lay_out()
        self.name.clicked.connect(self.open_person)
        self.chat.clicked.connect(self.open_chat)
        self.card.clicked.connect(self.open_person)
        self.link.clicked.connect(self._choose)
        assert self.widget.action is not None
        self.widget.action.clicked.connect(self._open_menu)

    def _lay_out(self) -> None:
        space = self._sheet.theme.tokens.space
        linked = QVBoxLayout(self._linked)
        linked.setContentsMargins(0, 0, 0, 0)
        linked.setSpacing(space.x1)
        line = QHBoxLayout()
        line.setContentsMargins(6, 0, 0, 0)
        line.addWidget(self.avatar)
        line.addWidget(self.name, 1)
        buttons = QHBoxLayout()
        buttons.setContentsMargins(6, 0, 6, 0)
        buttons.setSpacing(space.x2)
        buttons.addWidget(self.chat)
        buttons.addWidget(self.card)
        buttons.addStretch()
        linked.addLayout(line)
        linked.addLayout(buttons)
        unlinked = QVBoxLayout(self._unlinked)
        unlinked.setContentsMargins(0, 0, 0, 0)
        unlinked.setSpacing(0)
        unlinked.addWidget(self.person)
        unlinked.addWidget(self.email)
        self._offers = QVBoxLayout()
        self._offers.setContentsMargins(6, space.x1, 6, 0)
        self._offers.setSpacing(space.x1)
        unlinked.addLayout(self._offers)
        row = QHBoxLayout()
        row.setContentsMargins(6, space.x1, 6, 0)
        row.addWidget(self.link)
        row.addStretch()
        unlinked.addLayout(row)
        self.widget.lines.addWidget(self._linked)
        self.widget.lines.addWidget(self._unlinked)

    def show(self, card: DealCard) -> None:
        """Them."""
        self._card = card
        self.conversation_id = talk_of(self._sheet, card)
        is_linked = card.contact_id is not None
        self._linked.setVisible(is_linked)
        self._unlinked.setVisible(not is_linked)
        assert self.widget.action is not None
        self.widget.action.setVisible(is_linked)
        if is_linked:
            name = shown_name(card.person)
            self.avatar.set_portrait(Portrait(str(card.contact_id), name if card.is_named else ""))
            self.name.show_value(name)
            self.chat.setVisible(self.conversation_id is not None)
            return
        self.person.show_value(card, shown_name(card.own_person) if card.own_person else "")
        self.email.show_value(card, card.email)
        self._offer(card)

    def changed(self, changes: Changes) -> None:
        """Somebody may have written who could be them."""
        card = self._card
        if card is not None and card.contact_id is None and (changes.contacts or changes.is_everything):
            self._offer(card)

    def put_aside(self) -> None:
        """What is being written waits."""
        self.person.put_aside()
        self.email.put_aside()

    def open_chat(self) -> None:
        """To the conversation."""
        if self.conversation_id is not None:
            self._sheet.open_chat(self.conversation_id)

    def open_person(self) -> None:
        """To their card."""
        if self._card is not None and self._card.contact_id is not None:
            self._sheet.open_person(self._card.contact_id)

    # -- linking

    def _offer(self, card: DealCard) -> None:
        found = tuple(self._sheet.kit.desk.link_suggestions(card.deal_id)[:MOST])
        key = (card.deal_id, found)
        if key == self._shown:
            return
        self._shown = key
        for row in self._rows:
            self._offers.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.suggestions = [self._suggestion(one) for one in found]
        self._rows = []
        for one, button in zip(found, self.suggestions, strict=True):
            row = QWidget()
            column = QVBoxLayout(row)
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(2)
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeading)
            why = " · ".join(link_reason_words(reason) for reason in one.reasons)
            column.addWidget(ElidedLabel(self._sheet.theme, why, role="small", ink="text_muted"))
            self._offers.addWidget(row)
            self._rows.append(row)

    def _suggestion(self, one: LinkSuggestion) -> Button:
        name = isolated(shown_name(one.name))
        number = phone(f"+{one.number}") if one.number and one.is_named else ""
        said = _("It is {name}, {handle}") if number else _("It is {name}")
        words = said.format(name=name, handle=isolated(number))
        button = Button(self._sheet.theme, words, kind="soft", height="small", icon="link")
        button.clicked.connect(lambda: self._link(one.contact_id, one.conversation_id))
        return button

    def _choose(self) -> None:
        picker = PersonPicker(self._sheet.kit, self.link, self._link)
        picker.finder.search.setText(self._card.own_person if self._card is not None else "")
        picker.finder.search.selectAll()
        picker.open_at(self.link)

    def _link(self, contact_id: str, conversation_id: ConversationId | None = None) -> None:
        card = self._card
        if card is None:
            return
        link = self._sheet.kit.desk.link_deal
        words = _("{deal} is linked now").format(deal=quoted(card))
        self._do(card, partial(link, card.deal_id, ContactId(contact_id), conversation_id), words)

    def _unlink(self) -> None:
        card = self._card
        if card is not None:
            words = _("{deal} is linked to nobody now").format(deal=quoted(card))
            self._do(card, partial(self._sheet.kit.desk.link_deal, card.deal_id), words)

    def _do(self, card: DealCard, work: Do, words: str) -> None:
        link = self._sheet.kit.desk.link_deal
        back = partial(link, card.deal_id, card.contact_id, card.conversation_id)
        do(self._sheet.kit, card.deal_id, work, words, self._sheet.show, back, "link")

    def _open_menu(self) -> None:
        assert self.widget.action is not None
        menu = Menu(self._sheet.theme, _("More about whose it is"), self.widget)
        menu.add(_("It is for somebody else…"), self._other, icon="user")
        menu.add(_("Linked to nobody"), self._unlink, icon="user-x")
        menu.aboutToHide.connect(menu.deleteLater)
        menu.open_below(self.widget.action)

    def _other(self) -> None:
        assert self.widget.action is not None
        PersonPicker(self._sheet.kit, self.widget.action, self._link).open_at(self.widget.action)


def email_problem(text: str) -> str:
    """Why this is no address; none is fine."""
    is_good = not text or is_email(text.lower())
    return "" if is_good else _("This is not an e-mail address: it looks like name@company.com.")


def talk_of(sheet: SheetKit, card: DealCard) -> ConversationId | None:
    """A deal's own thread, else where the person's newest message is."""
    if card.conversation_id is not None or card.contact_id is None:
        return card.conversation_id
    person = sheet.kit.desk.contact(card.contact_id)
    talks = sorted(person.talks, key=lambda talk: str(talk.last_at or "")) if person is not None else []
    return talks[-1].conversation_id if talks else None

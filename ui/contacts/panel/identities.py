"""How a person can be reached: the names that count now, those of before, and that no number was shared."""

from __future__ import annotations

from typing import Final

from PySide6.QtGui import QGuiApplication

from app.domain.contact_rows import ContactCard, IdentityRow
from app.domain.rows import Changes
from app.words import gettext as _
from app.words import ngettext, phones
from ui.contacts.panel.parts import PanelKit, SectionBox, ValueButton
from ui.plain import shown_name
from ui.theme.icons import IconName
from ui.widgets.button import Button
from ui.widgets.labels import Paragraph

ICONS: Final[dict[str, IconName]] = {
    "wa_id": "smartphone",
    "phone": "phone",
    "email": "mail",
    "username": "user",
    "user_id": "contact",
    "parent_user_id": "contact",
}
ORDER: Final = tuple(ICONS)


class IdentitiesSection:
    """A press on one copies it."""

    def __init__(self, panel: PanelKit) -> None:
        self._panel = panel
        self.title = _("Reached by")
        self.widget = SectionBox(panel.theme, self.title)
        self.no_number = Paragraph(panel.theme, role="body", ink="text_muted")
        self.ask = Button(panel.theme, _("Ask for the number"), kind="link", is_flush=True)
        self.older = Button(panel.theme, _("Hide earlier ones"), kind="link", is_flush=True)
        self.rows: list[ValueButton] = []
        self._shown: tuple[object, ...] = ()
        self._is_open = False
        self._card: ContactCard | None = None
        self._place = self.widget.lines
        self.widget.column.addWidget(self.no_number)
        self.widget.column.addWidget(self.ask)
        self.widget.foot.addWidget(self.older)
        self.ask.clicked.connect(panel.ask_number)
        self.older.hide()
        self.older.clicked.connect(self._show_older)

    def show(self, card: ContactCard) -> None:
        """Somebody else, or another name of theirs."""
        if self._card is None or self._card.contact_id != card.contact_id:
            self._is_open = False
        self._card = card
        header = next(
            (found for talk in card.talks if (found := self._panel.kit.desk.header(talk.conversation_id))),
            None,
        )
        self.no_number.set_text(_("No number shared"))
        self.no_number.setVisible(not card.has_number)
        can_ask = header is not None and header.is_window_open and not header.is_blocked
        self.ask.setVisible(not card.has_number and can_ask)
        used = sorted((one for one in card.identities if one.is_used), key=lambda one: ORDER.index(one.kind))
        old = [one for one in card.identities if not one.is_used]
        self.older.setVisible(bool(old))
        words = ngettext("{n} earlier one", "{n} earlier ones", len(old)).format(n=len(old))
        self.older.setText(_("Hide earlier ones") if self._is_open else words)
        self._fill([*used, *(old if self._is_open else ())])

    def changed(self, changes: Changes) -> None:
        """Nothing that `show` does not tell."""

    def put_aside(self) -> None:
        """Nothing is written here."""

    def _fill(self, shown: list[IdentityRow]) -> None:
        key = (self._panel.kit.formats.language, *shown)
        if key == self._shown:
            return
        self._shown = key
        for button in self.rows:
            self._place.removeWidget(button)
            button.hide()
            button.deleteLater()
        self.rows = [self._row(one) for one in shown]
        for button in self.rows:
            self._place.addWidget(button)

    def _row(self, one: IdentityRow) -> ValueButton:
        button = ValueButton(self._panel.theme, kind_words(one.kind), icon=ICONS[one.kind])
        words, copied = identity_words(one)
        detail = self._since(one)
        tip = f"{kind_words(one.kind)} · {words} · {detail}"
        button.show_value(words, detail, ink="text" if one.is_used else "text_muted", tip=tip)
        button.clicked.connect(lambda: self._copy(copied))
        return button

    def _since(self, one: IdentityRow) -> str:
        kit = self._panel.kit
        now = kit.clock.now()
        if one.retired_at is not None:
            return _("until {day}").format(day=kit.formats.list_time(one.retired_at, now))
        return _("since {day}").format(day=kit.formats.list_time(one.first_seen_at, now))

    def _copy(self, text: str) -> None:
        QGuiApplication.clipboard().setText(text)
        self._panel.say(_("Copied"))

    def _show_older(self) -> None:
        self._is_open = not self._is_open
        if self._card is not None:
            self.show(self._card)


def kind_words(kind: str) -> str:
    """What kind of name it is."""
    words = {
        "wa_id": _("WhatsApp number"),
        "phone": _("Phone"),
        "email": _("E-mail"),
        "username": _("Username"),
        "user_id": _("User id"),
        "parent_user_id": _("User id of the group"),
    }
    return words.get(kind, kind)


def identity_words(one: IdentityRow) -> tuple[str, str]:
    """As it is shown, and as it is copied."""
    if one.kind in ("wa_id", "phone"):
        return phones.phone(f"+{one.value}"), f"+{one.value}"
    text = f"@{one.value}" if one.kind == "username" else one.value
    return shown_name(text), text

"""A contact card: of the team, of a partner, of whoever the customer should know."""

from typing import Final

from PySide6.QtWidgets import QWidget

from app.desk.desk import Composed
from app.domain.contents import EMPTY, Card, CardPhone, Content
from app.words import gettext as _
from ui.conversation.forms.form import Form
from ui.kit import Kit

NAME_MAX: Final = 120  # limits of ours: the channel names none
LINE_MAX: Final = 200


class CardForm(Form):
    """One person."""

    def __init__(self, kit: Kit, customer: str, parent: QWidget) -> None:
        super().__init__(kit, _("Contact card"), customer, parent)
        self.first = self.add_field(_("First name"), NAME_MAX)
        self.last = self.add_field(_("Last name (optional)"), NAME_MAX)
        self.number = self.add_field(
            _("Telephone (optional)"), LINE_MAX, placeholder=_("With the country’s code: +33 6 …")
        )
        self.mail = self.add_field(_("E-mail (optional)"), LINE_MAX)
        self.company = self.add_field(_("Business (optional)"), LINE_MAX)

    def composed(self) -> Composed:
        """The message."""
        first, last, number = self.first.text, self.last.text, self.number.text
        digits = "".join(char for char in number if char.isdigit())
        chat = digits if number.startswith("+") and digits else None
        card = Card(
            name=" ".join(part for part in (first, last) if part),
            first_name=first or None,
            last_name=last or None,
            phones=(CardPhone(number, chat_number=chat),) if number else (),
            emails=(self.mail.text,) if self.mail.text else (),
            company=self.company.text or None,
        )
        return Composed("contacts", "", Content(cards=(card,)))

    def fill(self, composed: Composed) -> None:
        """What was filled in before."""
        card = next(iter((composed.content or EMPTY).cards), None)
        if card is None:
            return
        self.first.set_text(card.first_name or "")
        self.last.set_text(card.last_name or "")
        self.number.set_text(card.phones[0].number if card.phones else "")
        self.mail.set_text(card.emails[0] if card.emails else "")
        self.company.set_text(card.company or "")

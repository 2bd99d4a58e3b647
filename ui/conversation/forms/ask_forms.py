"""Buttons, a link, and asking for the location or the number."""

from typing import Final, Literal

from PySide6.QtWidgets import QWidget

from app.desk.desk import Composed
from app.domain.ask_checks import BODY_MAX, BUTTON_MAX, FOOTER_MAX, HEADER_MAX, URL_MAX
from app.domain.contents import EMPTY, Ask, AskOption, Content
from app.words import gettext as _
from ui.conversation.forms.form import Form
from ui.kit import Kit
from ui.widgets.labels import Paragraph

BUTTONS: Final = 3
LINES: Final = 3
Request = Literal["location_request", "contact_request"]


class ButtonsForm(Form):
    """Up to three buttons below a text; the customer answers with a tap."""

    def __init__(self, kit: Kit, customer: str, parent: QWidget) -> None:
        super().__init__(kit, _("Buttons to choose from"), customer, parent)
        self.text = self.add_field(_("Message"), BODY_MAX, lines=LINES)
        self.titles = [
            self.add_field(_("Button {n}").format(n=number), BUTTON_MAX) for number in range(1, BUTTONS + 1)
        ]
        self.header = self.add_field(_("Heading (optional)"), HEADER_MAX)
        self.footer = self.add_field(_("Small line at the foot (optional)"), FOOTER_MAX)

    def composed(self) -> Composed:
        """The message."""
        titles = [field.text for field in self.titles if field.text]
        options = tuple(AskOption(str(number), title) for number, title in enumerate(titles, 1))
        ask = Ask("buttons", options, self.header.text or None, self.footer.text or None)
        return Composed("buttons", self.text.text, Content(ask=ask))

    def fill(self, composed: Composed) -> None:
        """What was filled in before."""
        ask = ask_of(composed)
        self.text.set_text(composed.text)
        for field, option in zip(self.titles, ask.options, strict=False):
            field.set_text(option.title)
        self.header.set_text(ask.header or "")
        self.footer.set_text(ask.footer or "")


class LinkForm(Form):
    """One button that opens a page."""

    def __init__(self, kit: Kit, customer: str, parent: QWidget) -> None:
        super().__init__(kit, _("Button with a link"), customer, parent)
        self.text = self.add_field(_("Message"), BODY_MAX, lines=LINES)
        self.label = self.add_field(_("Label of the button"), BUTTON_MAX)
        self.url = self.add_field(_("Address of the page"), URL_MAX, placeholder="https://")
        self.header = self.add_field(_("Heading (optional)"), HEADER_MAX)
        self.footer = self.add_field(_("Small line at the foot (optional)"), FOOTER_MAX)

    def composed(self) -> Composed:
        """The message; an address without its beginning gets the usual one."""
        url = self.url.text
        if url and "://" not in url and "." in url:
            url = f"https://{url}"
        ask = Ask(
            "link",
            header=self.header.text or None,
            footer=self.footer.text or None,
            button=self.label.text,
            url=url,
        )
        return Composed("link", self.text.text, Content(ask=ask))

    def fill(self, composed: Composed) -> None:
        """What was filled in before."""
        ask = ask_of(composed)
        self.text.set_text(composed.text)
        self.label.set_text(ask.button or "")
        self.url.set_text(ask.url or "")
        self.header.set_text(ask.header or "")
        self.footer.set_text(ask.footer or "")


class RequestForm(Form):
    """A text with one button that gives us the customer's location, or their number."""

    def __init__(self, kit: Kit, what: Request, customer: str, parent: QWidget) -> None:
        is_place = what == "location_request"
        title = _("Ask for the location") if is_place else _("Ask for the number")
        super().__init__(kit, title, customer, parent)
        self._what: Request = what
        text = (
            _("Could you send me your location?") if is_place else _("Could you share your number with us?")
        )
        self.text = self.add_field(_("Message"), BODY_MAX, lines=LINES, text=text)
        said = (
            _("WhatsApp adds a button with which the customer sends their location.")
            if is_place
            else _("WhatsApp adds a button with which the customer shares their number.")
        )
        self.fields.addWidget(Paragraph(kit.theme, said, role="small", ink="text_muted"))

    def composed(self) -> Composed:
        """The message."""
        return Composed(self._what, self.text.text, Content(ask=Ask(self._what)))

    def fill(self, composed: Composed) -> None:
        """What was filled in before."""
        self.text.set_text(composed.text)


def ask_of(composed: Composed) -> Ask:
    """What hangs below a message; empty where it has nothing."""
    return (composed.content or EMPTY).ask or Ask("buttons")

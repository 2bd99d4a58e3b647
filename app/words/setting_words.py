"""What settings are called beside their own titles: their sections, their choices, the pages of their screen."""

from collections.abc import Mapping
from typing import Final

from app.domain.setting_shape import msgid
from app.words import gettext as _

# In the order of the screen. The areas have a page of their own.
SECTIONS: Final[Mapping[str, str]] = {
    "areas": msgid("Areas"),
    "business": msgid("Your business"),
    "team": msgid("Team"),
    "sending": msgid("Sending"),
    "consent": msgid("Consent and quiet hours"),
    "deals": msgid("Deals"),
    "appointments": msgid("Appointments"),
    "mail": msgid("E-mail when all is closed"),
    "writing": msgid("Writing"),
    "notifications": msgid("Notifications"),
    "look": msgid("On this computer"),
}
_CHOICES: Final[Mapping[str, str]] = {
    "system": msgid("As the computer"),
    "fr": "Français",
    "en": "English",
    "all": msgid("Everybody"),
    "mine_and_new": msgid("Mine and new ones"),
    "none": msgid("Nothing"),
    "light": msgid("Light"),
    "dark": msgid("Dark"),
    "high_contrast": msgid("High contrast"),
    "100": "100 %",
    "115": "115 %",
    "130": "130 %",
}
# The pages beside "General": what each is called, and in a few words what is there.
PAGES: Final[Mapping[str, tuple[str, str]]] = {
    "general": (msgid("General"), msgid("Everything that has no page of its own.")),
    "connection": (
        msgid("Connection"),
        msgid(
            "Is everything well? Access, number, address, clock, disk, copies; alarms, and what is encrypted where."
        ),
    ),
    "areas": (msgid("Areas"), msgid("Switch deals, the agenda and reports on or off.")),
    "team": (msgid("Team"), msgid("People, invitations, roles, groups, computers, PINs.")),
    "hours": (msgid("Opening hours"), msgid("The week, holidays, closed days, exceptions.")),
    "agenda": (msgid("Agenda"), msgid("Services, rooms, who can be booked, calendars, reminders.")),
    "auto_replies": (msgid("Automatic replies"), msgid("Greeting, absence, what is answered by itself.")),
    "standards": (msgid("Response standards"), msgid("Within how long customers are to be answered.")),
    "quick_replies": (msgid("Quick replies"), msgid("Texts that are written once and sent often.")),
    "templates": (msgid("Templates"), msgid("Messages that WhatsApp must approve before they are sent.")),
    "profile": (msgid("Profile"), msgid("What customers see of you: picture, address, website, name.")),
    "safety": (msgid("Safety"), msgid("Copies and their key, backup, restore, passphrase.")),
    "address": (
        msgid("Public address"),
        msgid("How WhatsApp reaches this computer: tunnel, own address, always-on server."),
    ),
    "contact_fields": (msgid("Contact fields"), msgid("What is written down about each person.")),
    "pipelines": (msgid("Pipelines"), msgid("The stages of deals, reasons for lost ones.")),
    "audit": (msgid("Journal"), msgid("Who did what and when.")),
}


def section_words(section: str) -> str:
    """What a section is called in the language in force."""
    return _(SECTIONS[section])


def choice_msgid(choice: str) -> str:
    """How a choice is called, untranslated."""
    return _CHOICES.get(choice, choice)


def choice_words(choice: str) -> str:
    """How a choice is called on screen."""
    return _(choice_msgid(choice))


def page_words(page: str) -> str:
    """What a page of the settings is called."""
    return _(PAGES[page][0])

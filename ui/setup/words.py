"""What the steps are called, and why each is there."""

from __future__ import annotations

from app.domain.setup import BringFrom, NumberIs, Step
from app.words import gettext as _


def step_name(step: Step) -> str:
    """In the list of steps."""
    return {
        "questions": _("A few questions"),
        "changes": _("What will change"),
        "app": _("Your app at Meta"),
        "token": _("The access"),
        "account": _("The account"),
        "number": _("The number"),
        "address": _("The public address"),
        "webhook": _("Delivery of messages"),
        "trial": _("A test message"),
        "done": _("All done"),
    }[step]


def step_title(step: Step) -> str:
    """Above the step."""
    return {
        "questions": _("Three questions before we begin"),
        "changes": _("What will change, and what stays"),
        "app": _("Your app at Meta"),
        "token": _("The access that the app gives"),
        "account": _("Your WhatsApp account at Meta"),
        "number": _("The number of your business"),
        "address": _("An address at which Meta reaches this computer"),
        "webhook": _("Meta brings the messages here"),
        "trial": _("A message in, an answer out"),
        "done": _("Your number is connected"),
    }[step]


def step_reason(step: Step, *, has_changed: bool = False) -> str:
    """Why the step is there, in a line or two. `has_changed`: something at Meta, by steps that were done."""
    if has_changed and step == "questions":
        return _(
            "The answers decide what the next pages ask. What was changed at Meta already stays as it is."
        )
    if has_changed and step == "changes":
        return _(
            "The list of steps says what was changed at Meta already. Looking here changes nothing more."
        )
    return {
        "questions": _("The answers decide what the next pages ask. Nothing is touched yet."),
        "changes": _("Read this before anything is touched. Up to here nothing has changed anywhere."),
        "app": _(
            "Meta lets a business number be used through an “app” that belongs to you. It is made once, it costs "
            "nothing, and nobody has to install it."
        ),
        "token": _(
            "With this long key Comptoir sends and receives in the name of your business. It is checked at once: "
            "whose it is, what it may do, and how long it lasts."
        ),
        "account": _("Meta keeps your number, its name and the bill in a WhatsApp account. Choose it here."),
        "number": _(
            "Choose the number that your customers write to. Meta wants to know that it is yours, and registers it "
            "with a PIN of your own."
        ),
        "address": _(
            "Messages of customers are brought to an address on the internet. It is proved from outside in, the way "
            "Meta will come."
        ),
        "webhook": _("Comptoir now asks Meta to bring the messages of your account to that address."),
        "trial": _("The proof: a real message from your own phone, and a real answer from here."),
        "done": _("From now on, what customers write to this number arrives in Messages."),
    }[step]


def number_choices() -> list[tuple[NumberIs, str, str]]:
    """What the number is today."""
    return [
        (
            "personal",
            _("It is on my phone, in WhatsApp"),
            _("The app with the green icon that everybody has, used for the business too."),
        ),
        (
            "business_app",
            _("It is in the WhatsApp Business app"),
            _("The app with the “B”, perhaps with a catalogue and labels."),
        ),
        (
            "new",
            _("It is a new number, on no WhatsApp"),
            _("A mobile or a landline that can receive a text message or a call."),
        ),
        (
            "api",
            _("It is already at Meta for programs"),
            _("Another program or a provider sends with it today (“WhatsApp Business Platform”, “API”)."),
        ),
    ]


def bring_choices() -> list[tuple[BringFrom, str]]:
    """Where customers and history may come from."""
    return [
        ("phone_chats", _("Chats on a phone")),
        ("contacts_table", _("A list of customers (Excel, CSV, vCard)")),
        ("agenda", _("A file of appointments (calendar or table)")),
        ("deals", _("A table of deals or quotes")),
        ("nothing", _("Nothing, I begin from scratch")),
    ]

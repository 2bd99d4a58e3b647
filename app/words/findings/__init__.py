"""What a finding says, what is to do about it, and what its button is called; the sentences lie in one file a subject.

A subject's file has two functions: `sentences(n)` and `advice()`, texts by code. `n` is the finding's fact "n", for
plurals. Facts fill the blanks: one that ends in "_at" is written as a moment, "n" as a number, others as they are.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final

from app.domain.clock import SystemClock
from app.domain.findings import Act, Check, Finding
from app.words import gettext as _
from app.words.findings import (
    hub_channel,
    hub_flow,
    hub_machine,
    of_desk,
    setup_address,
    setup_app,
    setup_number,
    setup_trial,
)
from app.words.formats import Formats
from app.words.reasons import reason_of
from app.words.templates import status_words

Texts = Mapping[str, str]
SENTENCES: Final[tuple[Callable[[int], Texts], ...]] = (
    setup_app.sentences,
    setup_number.sentences,
    setup_address.sentences,
    setup_trial.sentences,
    of_desk.sentences,
    hub_channel.sentences,
    hub_flow.sentences,
    hub_machine.sentences,
)
ADVICE: Final[tuple[Callable[[], Texts], ...]] = (
    setup_app.advice,
    setup_number.advice,
    setup_address.advice,
    setup_trial.advice,
    of_desk.advice,
    hub_channel.advice,
    hub_flow.advice,
    hub_machine.advice,
)


def title(check: Check) -> str:
    """What is looked at, as the head of its line."""
    titles: Mapping[Check, str] = {
        "token": _("Access to Meta"),
        "subscription": _("Delivery of messages to us"),
        "payment": _("Account and payment at Meta"),
        "address": _("Public address"),
        "number": _("Business number"),
        "quality": _("Quality of the number"),
        "limit": _("How many people may be written to"),
        "templates": _("Templates"),
        "received": _("Messages received"),
        "stored": _("Messages stored"),
        "shown": _("Messages shown"),
        "unsent": _("Messages not sent"),
        "unconfirmed": _("Messages not confirmed"),
        "desks": _("Computers of the team"),
        "clock": _("Clock"),
        "disk": _("Room on the disk"),
        "copies": _("Copies"),
        "encryption": _("Encryption"),
        "versions": _("Versions"),
        "mail": _("E-mail to the owner"),
    }
    return titles[check]


def sentence(finding: Finding, formats: Formats, now: datetime | None = None) -> str:
    """What was found and what it means; a code of a newer hub is named. `now`: moments are written beside it."""
    count = finding.facts.get("n", "")
    n = int(count) if count.isdecimal() else 0
    known = next((texts[finding.code] for part in SENTENCES if finding.code in (texts := part(n))), None)
    if known is None:
        return _("Comptoir is too old to explain what was found here: {code}.").format(code=finding.code)
    return _filled(known, finding, formats, now)


def advice(finding: Finding, formats: Formats, now: datetime | None = None) -> str:
    """What is to do now; "" when nothing is."""
    known = next((texts[finding.code] for part in ADVICE if finding.code in (texts := part())), "")
    return _filled(known, finding, formats, now)


def button(act: Act) -> str:
    """What the button says that does it."""
    names: Mapping[Act, str] = {
        "connect": _("Connect the number again"),
        "subscribe": _("Ask Meta for the messages again"),
        "address": _("Look at the public address"),
        "templates": _("Open the templates"),
        "unsent": _("Show what was not sent"),
        "unconfirmed": _("Show what is not confirmed"),
        "safety": _("Open copies and safety"),
        "devices": _("Open the computers"),
        "mail": _("Set up the e-mail"),
        "again": _("Check again"),
    }
    return names[act]


def change(code: str) -> str:
    """What a step of the set-up changed at Meta; "" for a code of a newer hub."""
    return {
        "code_sent": _("Meta was asked to send a code to the number."),
        "number_verified": _("The number was confirmed with the code."),
        "number_registered": _("The number was registered, with your PIN of six digits."),
        "app_address_set": _("Your app at Meta now brings messages to your address."),
        "account_address_set": _(
            "Your WhatsApp account now brings messages to your address; the app’s own address was left as it was."
        ),
        "account_subscribed": _("Your WhatsApp account now gives its messages to your app."),
    }.get(code, "")


def field_name(name: str) -> str:
    """How Meta's page calls a field that is pasted by hand."""
    names = {
        "callback_url": _("Callback URL"),
        "verify_token": _("Verify token"),
        "fields": _("Webhook fields"),
    }
    return names.get(name, name)


class _Facts(dict[str, str]):
    """A blank that nobody filled is seen to be one, and never empty: “…”; where Meta gave no words, that is said."""

    def __missing__(self, key: str) -> str:
        return {"said": _("no reason was given."), "reason": _("Nobody can tell why.")}.get(key, "…")


def _filled(text: str, finding: Finding, formats: Formats, now: datetime | None) -> str:
    at = now or SystemClock().now()
    facts = _Facts()
    for name, value in {"about": finding.about, **finding.facts}.items():
        if value.strip():
            facts[name] = _written(name, value, finding.check, formats, at)
    return text.format_map(facts)


def _written(name: str, value: str, check: Check, formats: Formats, now: datetime) -> str:
    if name == "reason":
        return reason_of(value) or value
    if name == "review" or (name == "status" and check == "templates"):
        return status_words(value)
    if name == "n" and value.isdecimal():
        return formats.number(int(value))
    if not name.endswith("_at"):
        return value
    try:
        return formats.moment(datetime.fromisoformat(value), now)
    except ValueError:
        return value

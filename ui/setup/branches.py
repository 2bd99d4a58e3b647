"""What will change and what stays, for each kind of number and each way on: said before anything is touched."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.setup import NumberIs, Way
from app.words import gettext as _


@dataclass(frozen=True, slots=True)
class Branch:
    """`changes` and `stays` in sentences; `needs`: what to have or to ask for first."""

    changes: tuple[str, ...] = ()
    stays: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()


def ways_of(number_is: NumberIs, *, has_changed: bool = False) -> list[tuple[Way, str, str]]:
    """The ways on, with what each is about. `has_changed`: steps that were done already changed something at Meta."""
    this = {
        "personal": (_("Take this number"), _("It leaves the WhatsApp app of the phone.")),
        "business_app": (_("Take this number"), _("It leaves the WhatsApp Business app.")),
        "new": (_("Take this number"), _("It is used by Comptoir alone.")),
        "api": (_("Take this number"), _("It comes here from the other program.")),
    }[number_is]
    second = (_("Take a second number"), _("The present one stays on the phone exactly as it is."))
    partner = (
        _("Keep the app as well, through a partner of Meta"),
        _("The same number on the phone and here. Comptoir itself is not a partner of Meta."),
    )
    stop = (_("Stop here"), _("Nothing has been changed, and nothing is kept."))
    if has_changed:
        stop = (_("Stop here"), _("What was changed at Meta stays so. Here nothing is kept."))
    ways: list[tuple[Way, str, str]] = [("this_number", *this)]
    if number_is != "new":
        ways.append(("second_number", *second))
    return [*ways, ("partner", *partner), ("stop", *stop)]


def branch_of(number_is: NumberIs, way: Way, *, has_changed: bool = False) -> Branch:
    """What the page says for them."""
    if way == "stop" and has_changed:
        return Branch(stays=(_("At Meta, what the list of steps says. You can begin again at any time."),))
    if way == "stop":
        return Branch(stays=(_("Everything, on the phone and at Meta. You can begin again at any time."),))
    if way == "partner":
        return _partner(number_is)
    if way == "second_number":
        return _second()
    if number_is == "new":
        return _new()
    return _from_api() if number_is == "api" else _from_phone(is_business=number_is == "business_app")


def _from_phone(*, is_business: bool) -> Branch:
    app = _("WhatsApp Business app") if is_business else _("WhatsApp app")
    only_app = [
        _("Groups, broadcast lists, statuses and calls belong to the app: with this number they end."),
        _("Linked devices, such as WhatsApp on a computer, end with it."),
    ]
    if is_business:
        only_app.append(_("Catalogue, labels and quick replies belong to the app and do not come along."))
    return Branch(
        changes=(
            _("The number leaves the {app}: Meta takes no number that an app still uses.").format(app=app),
            _("What customers write arrives here, and answers go out from here."),
            *only_app,
            _("After 24 hours without a message from a customer, Meta lets you write only approved texts."),
        ),
        stays=(
            _("Customers write to the same number, with the WhatsApp that they have."),
            _("The phone, its contacts and its calls outside WhatsApp."),
            _("Chats that you export from the phone before: the last step brings them here."),
        ),
        needs=(
            _("Before the number leaves the app: open each chat that matters, then “Export chat”."),
            _("A text message or a call that this number can receive."),
        ),
    )


def _new() -> Branch:
    return Branch(
        changes=(
            _("The number works here. While it does, it cannot be used in a WhatsApp app."),
            _("Customers see the name that you give at Meta."),
        ),
        stays=(
            _("Everything on your phones: no number of yours is touched."),
            _("Groups, catalogue and broadcast lists of the apps that you use."),
        ),
        needs=(_("A text message or a call that this number can receive."),),
    )


def _second() -> Branch:
    return Branch(
        changes=(
            _("Customers who are to be answered here write to the second number: tell them."),
            _("At the end there is a link and a code to print that open a chat with it."),
        ),
        stays=(
            _("The present number with its chats, groups, catalogue, broadcast lists, statuses and calls."),
            _("Linked devices stay linked."),
        ),
        needs=(
            _("A second number, mobile or landline, that no WhatsApp app uses."),
            _("It must receive one text message or one call."),
        ),
    )


def _from_api() -> Branch:
    return Branch(
        changes=(
            _("What customers write is brought here as well or instead, as far as your access allows."),
            _("Your answers go out from here under the same name, quality and limits."),
        ),
        stays=(
            _("Phones: nothing of them is touched."),
            _(
                "What the other program keeps stays there. Its address at Meta is left as it is where it has one."
            ),
        ),
        needs=(
            _("The account of the number must be yours, or its owner must share it with your business."),
            _("If the number moves to another account, its two-step PIN must be switched off first."),
        ),
    )


def _partner(number_is: NumberIs) -> Branch:
    first: tuple[str, ...] = ()
    if number_is != "business_app":
        first = (_("First put the number into the WhatsApp Business app and use it there for some days."),)
    return Branch(
        changes=(
            _("Chats with one person show here and on the phone."),
            _("On the phone, broadcast lists can only be read any more."),
            _(
                "Disappearing messages, view once and live location are switched off in chats with one person."
            ),
            _(
                "Linked devices are unlinked once and can be linked again, except WhatsApp for Windows and watches."
            ),
            _("A phone that is not used for about 14 days ends the connection."),
        ),
        stays=(
            _("The app with its chats, groups and calls. Groups and calls do not show here."),
            _("Catalogue, labels and quick replies stay in the app, and so do its name and profile."),
            _("What is written on the phone stays free of charge."),
        ),
        needs=(
            *first,
            _("The WhatsApp Business app, version 2.24.17 or newer."),
            _("A partner of Meta (“Solution Partner” or “Tech Provider”): only they can open this way."),
            _(
                "Ask them to connect your number with its app, and to share the WhatsApp account with your business."
            ),
            _(
                "Ask for the number of the account (“WhatsApp Business Account ID”); the next pages ask for it."
            ),
        ),
    )

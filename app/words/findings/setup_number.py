"""Sentences about the number: whether it is confirmed, registered, in good standing, and whether templates are seen."""

from app.words import gettext as _
from app.words import ngettext


def sentences(n: int) -> dict[str, str]:
    """What was found, by code."""
    return _about_the_number() | _about_registering() | _about_standing(n)


def _about_the_number() -> dict[str, str]:
    return {
        "number_good": _("{about} is registered and can send and receive, as “{name}”."),
        "number_missing": _("This WhatsApp account has no number yet."),
        "number_choose": _("The account has several numbers, and none is chosen yet."),
        "number_foreign": _("This number does not belong to the WhatsApp account."),
        "number_unverified": _("{about} is not confirmed yet: Meta wants to know that it is yours."),
        "number_unregistered": _("{about} is confirmed but not registered: it neither sends nor receives."),
        "number_state": _("Meta says of {about}: {status}. It neither sends nor receives."),
        "number_banned": _("Meta has banned {about}: it neither sends nor receives."),
        "number_restricted": _("Meta restricts {about} for some time because customers complained."),
        "number_flagged": _("Meta warns: customers complain about {about}."),
        "number_on_app": _("{about} stays in the WhatsApp Business app as well; both show the same chats."),
        "name_declined": _("Meta has declined the name “{name}” that customers would see."),
        "name_pending": _(
            "Meta is still looking at the name “{name}”; customers see the number alone until then."
        ),
    }


def _about_registering() -> dict[str, str]:
    return {
        "code_sent": _("Meta sends a code to {about}."),
        "code_wrong": _("The code is not the one that Meta sent, or it has run out."),
        "code_refused": _("Meta sends no code to {about} now: {said}"),
        "pin_malformed": _("A PIN has six digits."),
        "pin_wrong": _(
            "This number has a PIN already, and this is another one. After five wrong ones Meta makes you wait."
        ),
        "pin_tries": _("Too many wrong PINs: Meta takes none for some time."),
        "registration_tries": _(
            "This number was registered ten times in three days: Meta takes no more now."
        ),
        "registration_wait": _("Meta cannot register the number at this moment: {said}"),
        "registration_refused": _("Meta does not register the number: {said}"),
    }


def _about_standing(n: int) -> dict[str, str]:
    return {
        "quality_green": _("Customers are content with what comes from this number."),
        "quality_yellow": _("Some customers blocked or reported this number lately."),
        "quality_red": _("Many customers blocked or reported this number lately; Meta may lower its limit."),
        "quality_unknown": _("Meta has no opinion of this number yet; that is usual for a new one."),
        "limit_people": ngettext(
            "You may write first to {n} person in 24 hours. Answers are not counted.",
            "You may write first to {n} people in 24 hours. Answers are not counted.",
            n,
        ),
        "limit_none": _("You may write first to as many people as you like."),
        "limit_unknown": _("Meta does not say how many people you may write to first."),
        "templates_good": ngettext(
            "The account’s templates can be read: {n}.", "The account’s templates can be read: {n}.", n
        ),
        "templates_refused": _(
            "The account’s templates cannot be read, so no conversation could be taken up again."
        ),
    }


def advice() -> dict[str, str]:
    """What is to do, by code."""
    return {
        "number_missing": _(
            "Open the “WhatsApp Manager” at Meta, “Phone numbers”, “Add phone number”. Then check again. "
            "A number that is still used in a WhatsApp app has to leave it first."
        ),
        "number_choose": _("Choose the number that your customers write to."),
        "number_foreign": _("Choose one of the numbers below, or go back and choose the other account."),
        "number_unverified": _(
            "Have the code sent by text message, or by a call where it is a landline. Then type it here."
        ),
        "number_unregistered": _(
            "Choose a PIN of six digits and keep it: Meta asks for it whenever the number moves. If it had "
            "one, type that."
        ),
        "number_state": _("Open the “WhatsApp Manager” at Meta: it says what is missing."),
        "number_banned": _(
            "Open the “WhatsApp Manager” at Meta and ask for a review, or take another number."
        ),
        "number_restricted": _("Write to nobody who did not ask. The restriction ends by itself."),
        "number_flagged": _("Write only to people who asked for it. After seven good days the warning goes."),
        "number_on_app": _(
            "Do not remove the app; open it once in two weeks, else Meta ends the connection."
        ),
        "name_declined": _(
            "Choose another name in the “WhatsApp Manager”: it must be that of your business."
        ),
        "code_sent": _("It comes within a minute. Type it here."),
        "code_wrong": _("Have a new code sent, and type it here."),
        "code_refused": _(
            "Wait an hour, then have it sent again; by a call if a text message does not come."
        ),
        "pin_malformed": _("Type six digits."),
        "pin_wrong": _(
            "Look for it with whoever set the number up. If nobody knows it, switch it off in the “WhatsApp Manager”: "
            "the number, “Two-step verification”."
        ),
        "pin_tries": _("Wait some hours before you try again."),
        "registration_tries": _("Wait three days, then try again."),
        "registration_wait": _("Wait five minutes, then check again."),
        "registration_refused": _("Open the “WhatsApp Manager” at Meta: it says what is missing."),
        "quality_yellow": _("Write only to people who asked for it, and offer a way out."),
        "quality_red": _("Stop sending to many people until it is green again."),
        "templates_refused": _(
            "Give the “access token” the right “whatsapp_business_management”, and the system user full "
            "control of the "
            "account."
        ),
    }

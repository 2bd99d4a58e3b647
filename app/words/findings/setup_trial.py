"""Sentences about the trial message: written from one's own phone, answered from here."""

from app.words import gettext as _


def sentences(n: int) -> dict[str, str]:
    """What was found, by code."""
    return {
        "trial_not_connected": _("The number is not connected to this computer yet."),
        "trial_waiting": _("No message has come yet."),
        "trial_late": _("No message has come for some minutes, although the address answers."),
        "trial_received": _("Your message is here ({received_at})."),
        "trial_unanswered": _("Nobody has answered it yet."),
        "trial_sending": _("The answer is on its way."),
        "trial_accepted": _("WhatsApp has taken the answer; it has not reached the telephone yet."),
        "trial_delivered": _("The answer has reached the telephone."),
        "trial_unconfirmed": _("Nobody can tell whether the answer reached the telephone."),
        "trial_failed": _("The answer did not arrive. {reason}"),
    }


def advice() -> dict[str, str]:
    """What is to do, by code."""
    return {
        "trial_not_connected": _("Go back one step and connect it."),
        "trial_waiting": _("Write “Hello” to the number from your own telephone."),
        "trial_late": _(
            "Look on developers.facebook.com whether your app is published (“Live”): until then Meta delivers no real "
            "message. Also check that “messages” is subscribed there."
        ),
        "trial_unanswered": _("Answer it: here, or in the conversation."),
        "trial_accepted": _("Check that the telephone is on and has a network."),
        "trial_unconfirmed": _("Look at the telephone. If the answer is not there, answer once more."),
        "trial_failed": _("Mend what it says, then answer once more."),
    }

"""Sentences about the microphone: why nothing is recorded, and what to do."""

from app.words import gettext as _


def about_recording() -> dict[str, str]:
    """What keeps a voice message from being spoken."""
    return {
        "microphone_missing": _("No microphone was found on this computer. Connect one, then try again."),
        "microphone_forbidden": _(
            "This computer does not let Comptoir use the microphone. Allow it in the system's settings for privacy."
        ),
        "microphone_broken": _(
            "The microphone gives no sound. Check that it is connected and not used by another program."
        ),
    }

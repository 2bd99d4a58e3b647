"""Sentences about connecting a business number: why it was not checked or not connected."""

from app.words import gettext as _


def about_set_up() -> dict[str, str]:
    """The sentences of refusals by code."""
    return {
        "setup_elsewhere": _(
            "Nothing was checked: the number of this team is connected at its hub, not from this computer. Ask whoever "
            "looks after the hub."
        ),
        "setup_incomplete": _(
            "The number was not connected, since some steps are not done yet. Go through the steps that are still open."
        ),
        "setup_connected": _(
            "Nothing was forgotten: the number is connected, and the hub works with these values. Put others in their "
            "place where you need to."
        ),
        "hub_attached": _(
            "The number was not connected: another program on this computer runs the hub of this folder. End it, or "
            "start the computer again, then try once more."
        ),
        "settings_line_malformed": _(
            "The hub did not start: the settings on its standard input could not be read. They are one line of JSON "
            "whose names begin with COMPTOIR_."
        ),
    }

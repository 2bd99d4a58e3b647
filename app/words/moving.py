"""Sentences about a hub that moves from one computer to a server that is always on."""

from app.words import gettext as _


def about_moving() -> dict[str, str]:
    """The sentences of refusals by code."""
    return _about_packing() | _about_unpacking() | _about_following() | _about_delivery()


def _about_packing() -> dict[str, str]:
    return {
        "no_own_hub": _(
            "Nothing was packed: this profile has no hub of its own. Choose the profile of the computer that runs it."
        ),
        "hub_leaving": _(
            "The hub does not start here any more: it was packed into {file} for a server. Install it there and go on "
            "with “main.py move-to”. If no server took it, “main.py move-out --take-back” keeps it here."
        ),
        "hub_moved": _(
            "This was not done: the hub of this computer has moved to {address} for good, and there is only one of it."
        ),
        "hub_at_home": _("Nothing was changed: the hub in the folder {folder} was not packed."),
        "move_file_there": _(
            "Nothing was packed: there is a file {file} already. Choose another name, or remove it."
        ),
        "move_disk_full": _(
            "The hub was not moved: the folder {folder} has no room for it. Free some space, or choose another folder."
        ),
        "move_file_failed": _(
            "The hub was not moved, and nothing was changed: {file} could not be read or written ({reason}). "
            "Look at the disk, then try again."
        ),
    }


def _about_unpacking() -> dict[str, str]:
    return {
        "hub_here_already": _(
            "Nothing was unpacked: there is a hub in the folder {folder} already. Choose an empty folder."
        ),
        "move_file_missing": _("Nothing was unpacked: there is no file {file}. Check its name after --from."),
        "move_file_foreign": _(
            "Nothing was unpacked: {file} is not a file of “main.py move-out”. Check its name after --from."
        ),
        "move_file_damaged": _(
            "Nothing was unpacked: {file} is damaged or not whole. Copy it from the other computer once more."
        ),
        "move_file_newer": _(
            "Nothing was unpacked: {file} was made by a newer Comptoir. Install the same version here, then try again."
        ),
    }


def _about_following() -> dict[str, str]:
    return {
        "hub_not_packed": _(
            "Nothing was changed: this computer still runs the hub itself. Pack it first, with “main.py move-out”."
        ),
        "other_hub": _(
            "Nothing was changed: another team’s hub, or an empty one, answers at {address}. Check the address, and "
            "that the server was installed with the file of this computer."
        ),
        "hub_not_answering": _(
            "Nothing was changed: no hub answers at {address}. Check the address and that the server is running."
        ),
        "move_unfinished": _(
            "The move did not end: the server stopped answering on the way. Do it again; nothing is lost or doubled."
        ),
        "move_unknown": _(
            "The hub was not handed over: that server was installed with another file. Use the newest file of "
            "this computer."
        ),
    }


def _about_delivery() -> dict[str, str]:
    return {
        "webhook_settings_missing": _("WhatsApp was told nothing: {names} is missing in the hub’s settings."),
        "webhook_elsewhere": _(
            "WhatsApp was told nothing: it delivers to another program, at {other}. Change that address in Meta’s page "
            "if Comptoir is to take its place."
        ),
        "webhook_refused": _(
            "WhatsApp does not deliver here yet. It said: “{said}”. Paste the address and the word into Meta’s page "
            "yourself, or look whether the address is reached from outside."
        ),
    }

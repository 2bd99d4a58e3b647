"""Sentences about what a computer of the team knows by itself: see `app.desk.own_findings`."""

from app.words import gettext as _
from app.words import ngettext


def sentences(n: int) -> dict[str, str]:
    """What was found, by code."""
    return _about_the_hub(n) | _about_clock_and_disk(n) | _about_keys_and_versions()


def _about_the_hub(n: int) -> dict[str, str]:
    return {
        "desk_hub_reached": _("This computer reaches the hub."),
        "desk_hub_away": _(
            "The hub does not answer. What stands here is only what this computer knows by itself; what you write "
            "meanwhile is kept and goes out by itself later."
        ),
        "desk_stopped": _(
            "This computer does not get new messages any more; the line at the foot of the window says why."
        ),
        "desk_hub_old": _("The hub is older than this program, so it cannot say how its side stands."),
        "desk_hub_refused": _("The hub did not say how its side stands."),
        "desk_files_good": _("The files of this computer can be read and written."),
        "desk_file_trouble": _("This computer cannot read or write its own files, so nothing new is shown."),
        "desk_up_to_date": _("This computer shows everything that the hub has."),
        "desk_behind": ngettext(
            "{n} entry of the hub is not shown on this computer yet.",
            "{n} entries of the hub are not shown on this computer yet.",
            n,
        ),
        "desk_position_unknown": _(
            "How far this computer is behind cannot be told while the hub does not answer."
        ),
        "desk_update_needed": _(
            "The hub tells things that this program is too old to show. They are kept, and show after the update."
        ),
        "desk_outbox_empty": _("Everything that was done on this computer has reached the hub."),
        "desk_outbox_waits": ngettext(
            "{n} thing that was done on this computer has not reached the hub yet.",
            "{n} things that were done on this computer have not reached the hub yet.",
            n,
        ),
    }


def _about_clock_and_disk(n: int) -> dict[str, str]:
    return {
        "desk_clock_good": _("The clock of this computer agrees with that of the hub."),
        "desk_clock_slow": ngettext(
            "The clock of this computer is {n} minute slow, compared with the hub.",
            "The clock of this computer is {n} minutes slow, compared with the hub.",
            n,
        ),
        "desk_clock_fast": ngettext(
            "The clock of this computer is {n} minute fast, compared with the hub.",
            "The clock of this computer is {n} minutes fast, compared with the hub.",
            n,
        ),
        "desk_clock_unknown": _("The hub has not told its time yet, so the clock could not be compared."),
        "desk_disk_good": ngettext(
            "There is room on the disk of this computer: {n} GB are free.",
            "There is room on the disk of this computer: {n} GB are free.",
            n,
        ),
        "desk_disk_low": _("The disk of this computer is nearly full: {n} MB are free."),
        "desk_disk_full": _("The disk of this computer is full: {n} MB are free. New messages may not fit."),
        "desk_disk_unknown": _("How much room the disk of this computer has could not be read."),
    }


def _about_keys_and_versions() -> dict[str, str]:
    return {
        "desk_key_keyring": _(
            "The messages on this computer are encrypted; the keyring of the computer has the key."
        ),
        "desk_key_passphrase": _("The messages on this computer are encrypted with your passphrase."),
        "desk_key_practice": _(
            "These are example customers: their file is encrypted with a key that everybody knows."
        ),
        "desk_version": _("This is Comptoir {version}, and the hub is the same."),
        "desk_versions_differ": _(
            "This computer has Comptoir {version}, the hub has {hub}. They understand each other."
        ),
    }


def advice() -> dict[str, str]:
    """What is to do, by code; nothing where nothing is."""
    return {
        "desk_hub_away": _(
            "Check that this computer is on the internet and that the hub’s computer is on, then look again."
        ),
        "desk_stopped": _("Do what that line says; the owner can let this computer in again under Team."),
        "desk_hub_old": _("Update the hub’s program."),
        "desk_hub_refused": _("Look again in a minute. If it stays so, the hub’s own log says why."),
        "desk_file_trouble": _("Make room on the disk, then close Comptoir and open it again."),
        "desk_behind": _("Nothing: they come by themselves. Look again in a minute."),
        "desk_update_needed": _("Update Comptoir on this computer."),
        "desk_outbox_waits": _("Nothing: they go by themselves when the hub answers. Today shows them."),
        "desk_clock_slow": _("In the computer’s settings of date and time, let it set its clock by itself."),
        "desk_clock_fast": _("In the computer’s settings of date and time, let it set its clock by itself."),
        "desk_disk_low": _("Remove or move files that are not needed, before it is full."),
        "desk_disk_full": _("Remove or move files that are not needed now."),
        "desk_versions_differ": _("Give both the same version when it suits you."),
    }

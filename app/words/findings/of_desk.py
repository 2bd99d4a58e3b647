"""Sentences about what a computer of the team knows by itself: see `app.desk.own_findings`."""

from app.words import gettext as _
from app.words import ngettext


def sentences(n: int) -> dict[str, str]:
    """What was found, by code."""
    return _about_the_hub(n) | _about_clock_and_disk(n) | _about_keys_and_versions()


def _about_the_hub(n: int) -> dict[str, str]:
    return {
        "here_hub_reached": _("This computer reaches the hub."),
        "here_hub_away": _(
            "The hub does not answer. What stands here is only what this computer knows by itself; what you write "
            "meanwhile is kept and goes out by itself later."
        ),
        "here_stopped": _(
            "This computer does not get new messages any more; the line at the foot of the window says why."
        ),
        "here_hub_old": _("The hub is older than this program, so it cannot say how its side stands."),
        "here_hub_refused": _("The hub did not say how its side stands."),
        "here_files_good": _("The files of this computer can be read and written."),
        "here_file_trouble": _("This computer cannot read or write its own files, so nothing new is shown."),
        "here_up_to_date": _("This computer shows everything that the hub has."),
        "here_behind": ngettext(
            "{n} entry of the hub is not shown on this computer yet.",
            "{n} entries of the hub are not shown on this computer yet.",
            n,
        ),
        "here_position_unknown": _(
            "How far this computer is behind cannot be told while the hub does not answer."
        ),
        "here_update_needed": _(
            "The hub tells things that this program is too old to show. They are kept, and show after the update."
        ),
        "here_outbox_empty": _("Everything that was done on this computer has reached the hub."),
        "here_outbox_waits": ngettext(
            "{n} thing that was done on this computer has not reached the hub yet.",
            "{n} things that were done on this computer have not reached the hub yet.",
            n,
        ),
    }


def _about_clock_and_disk(n: int) -> dict[str, str]:
    return {
        "here_clock_good": _("The clock of this computer agrees with that of the hub."),
        "here_clock_slow": ngettext(
            "The clock of this computer is {n} minute slow, compared with the hub.",
            "The clock of this computer is {n} minutes slow, compared with the hub.",
            n,
        ),
        "here_clock_fast": ngettext(
            "The clock of this computer is {n} minute fast, compared with the hub.",
            "The clock of this computer is {n} minutes fast, compared with the hub.",
            n,
        ),
        "here_clock_unknown": _("The hub has not told its time yet, so the clock could not be compared."),
        "here_disk_good": ngettext(
            "There is room on the disk of this computer: {n} GB are free.",
            "There is room on the disk of this computer: {n} GB are free.",
            n,
        ),
        "here_disk_low": _("The disk of this computer is nearly full: {n} MB are free."),
        "here_disk_full": _("The disk of this computer is full: {n} MB are free. New messages may not fit."),
        "here_disk_unknown": _("How much room the disk of this computer has could not be read."),
    }


def _about_keys_and_versions() -> dict[str, str]:
    return {
        "here_key_keyring": _(
            "The messages on this computer are encrypted; the keyring of the computer has the key."
        ),
        "here_key_passphrase": _("The messages on this computer are encrypted with your passphrase."),
        "here_key_practice": _(
            "These are example customers: their file is encrypted with a key that everybody knows."
        ),
        "here_version": _("This is Comptoir {version}, and the hub is the same."),
        "here_versions_differ": _(
            "This computer has Comptoir {version}, the hub has {hub}. They understand each other."
        ),
    }


def advice() -> dict[str, str]:
    """What is to do, by code; nothing where nothing is."""
    return {
        "here_hub_away": _(
            "Check that this computer is on the internet and that the hub’s computer is on, then look again."
        ),
        "here_stopped": _("Do what that line says; the owner can let this computer in again under Team."),
        "here_hub_old": _("Update the hub’s program."),
        "here_hub_refused": _("Look again in a minute. If it stays so, the hub’s own log says why."),
        "here_file_trouble": _("Make room on the disk, then close Comptoir and open it again."),
        "here_behind": _("Nothing: they come by themselves. Look again in a minute."),
        "here_update_needed": _("Update Comptoir on this computer."),
        "here_outbox_waits": _("Nothing: they go by themselves when the hub answers. Today shows them."),
        "here_clock_slow": _("In the computer’s settings of date and time, let it set its clock by itself."),
        "here_clock_fast": _("In the computer’s settings of date and time, let it set its clock by itself."),
        "here_disk_low": _("Remove or move files that are not needed, before it is full."),
        "here_disk_full": _("Remove or move files that are not needed now."),
        "here_versions_differ": _("Give both the same version when it suits you."),
    }

"""What the hub finds of its own computer: disk, copies, encryption, versions; and of e-mail to the owner."""

from app.words import gettext as _
from app.words import ngettext
from app.words.mail_problems import about_mail


def sentences(n: int) -> dict[str, str]:
    """What was found, by code."""
    return _about_room() | _about_copies(n) | _about_itself() | about_mail() | _about_mail(n)


def _about_room() -> dict[str, str]:
    return {
        "disk_good": _("{gb} GB are free for messages and files."),
        "disk_tight": _("Only {n} MB are free for messages and files."),
        "disk_full": _(
            "The disk is full ({n} MB free): messages are refused, and WhatsApp keeps them for now."
        ),
        "disk_copies_good": _("{gb} GB are free for copies."),
        "disk_copies_tight": _("Only {n} MB are free for copies."),
        "disk_copies_full": _("The disk of the copies is full ({n} MB free): no more copies are made."),
    }


def _about_copies(n: int) -> dict[str, str]:
    return {
        "copies_good": ngettext(
            "The last copy is of {made_at} and was read back whole; {n} copy is kept.",
            "The last copy is of {made_at} and was read back whole; {n} copies are kept.",
            n,
        ),
        "copies_old": _("The last copy is of {made_at}: none was made since."),
        "copies_none": _("There is no copy of the hub yet."),
        "copies_failed": _("The newest try to copy the hub came to nothing."),
    }


def _about_itself() -> dict[str, str]:
    return {
        "encrypted": _("The hub’s file is encrypted."),
        "not_encrypted": _("The hub’s file is not encrypted: whoever has the disk can read all messages."),
        "versions_are": _(
            "Hub {program}, Python {python}, SQLite {sqlite}, SQLCipher {cipher}, file {file}, view {view}."
        ),
    }


def _about_mail(n: int) -> dict[str, str]:
    return {
        "mail_ready": ngettext(
            "When all computers are closed, {n} address is written to.",
            "When all computers are closed, {n} addresses are written to.",
            n,
        ),
    }


def advice() -> dict[str, str]:
    """What is to do, by code."""
    room = _("Make room on that disk, or put a larger one in.")
    server = _(
        "Correct COMPTOIR_SMTP_URL where the hub runs (smtps://user:password@host:465), and start it again."
    )
    return {
        "disk_tight": room,
        "disk_full": room,
        "disk_copies_tight": room,
        "disk_copies_full": room,
        "copies_old": _("Look at copies and safety, and make one now."),
        "copies_none": _("Make one now, best on another disk."),
        "copies_failed": _(
            "Look at copies and safety: there stands why. It is tried again every ten minutes."
        ),
        "not_encrypted": _(
            "Give the hub a key (COMPTOIR_DATA_KEY) when you set it up anew, or encrypt its whole disk."
        ),
        "mail_not_set": _(
            "To be told when nobody looks, a hub that is always on needs a mail server: “E-mail when all computers "
            "are closed” in the manual (F1) says how."
        ),
        "mail_nobody": _("Type your own address in the settings."),
        "mail_url_malformed": server,
        "mail_server_silent": _("Check the name of the server, and that the hub’s computer may reach it."),
        "mail_server_untrusted": server,
        "mail_login_refused": server,
        "mail_address_refused": _("Check the addresses in the settings."),
    }

"""Sentences about the hub's copies, putting it back, and what computers of the team still have since then."""

from datetime import datetime

from app.domain.rows import ConnectionState
from app.domain.safety import BackupState, SafetyState, SalvageOffer
from app.words import gettext as _
from app.words import ngettext
from app.words.amounts import size
from app.words.formats import Formats


def about_safety() -> dict[str, str]:
    """The sentences of refusals by code."""
    return _about_copies() | _about_restoring() | _about_going_on()


def _about_copies() -> dict[str, str]:
    return {
        "backup_disk_full": _(
            "No copy of the hub was made: the disk has no room for it. The older copies and all messages are "
            "still there. Free some space, or choose another folder for the copies."
        ),
        "backup_folder_unusable": _(
            "No copy of the hub was made: its folder for copies is not there or cannot be written. The older copies "
            "and all messages are still there. Connect the disk, or choose another folder."
        ),
        "backup_damaged": _(
            "The copy {file} is damaged, so it was not used. Nothing was changed. Take another copy."
        ),
        "backup_failed": _(
            "No copy of the hub was made because of a mistake of Comptoir. Its log has the details; all messages are "
            "still there."
        ),
        "backup_stopped": _(
            "The hub stopped before its copy was made. The older copies are still there; the next one comes by itself."
        ),
        "backup_without_owner": _(
            "The copy {file} is whole, but names no owner who could be let in here. Nothing was changed. Take another "
            "copy."
        ),
        "take_up_no_room": _(
            "The copy was not put back: this computer needs {megabytes} MB of free room for it. Nothing was changed. "
            "Free some space, then try again."
        ),
        "backup_missing": _("There is no file {file}. Nothing was changed. Check the name after --from."),
        "backup_foreign": _(
            "The file {file} is not a copy of a hub. Nothing was changed. Copies are called hub-….db."
        ),
        "backup_wrong_key": _(
            "The copy {file} does not open with this key, or is no copy of a hub. Nothing was changed. Give the key "
            "that the hub had when the copy was made."
        ),
        "backup_key_missing": _(
            "The copy {file} does not open: it is locked with a key, or is no copy of a hub. Nothing was changed. "
            "Give the hub’s key by COMPTOIR_DATA_KEY."
        ),
    }


def _about_restoring() -> dict[str, str]:
    return {
        "restore_failed": _(
            "The hub was not put back ({reason}), and nothing was changed. Look at the disk and at the folder {folder}."
        ),
        "restore_unfinished": _(
            "The hub was not put back to the end ({reason}). Nothing is lost: mend the folder {folder}, then start the "
            "hub or this command again, and it goes on."
        ),
        "not_confirmed": _(
            "Nothing was changed, since nobody said yes. Add --yes where nobody can be asked."
        ),
        "nothing_to_salvage": _(
            "No computer of the team offers anything that this hub has lost. Nothing was changed."
        ),
    }


def _about_going_on() -> dict[str, str]:
    return {
        "restored_unclear": _(
            "The hub was put back from a copy, and nobody knows whether this message went out before. It was not sent "
            "again; your text is kept. Look in the conversation, or ask the customer, before you send it."
        ),
        "log_rewound": _(
            "The hub has lost what it had told this computer, so this computer stopped before mixing two histories. "
            "The owner must put the hub back with the command restore."
        ),
        "joined_after_backup": _(
            "The hub was put back from a copy that is older than this computer’s entry. What is here is kept. Ask the "
            "owner for a new code."
        ),
    }


def last_copy(backup: BackupState, now: datetime, formats: Formats) -> str:
    """When the newest copy was made, and how big it is."""
    if backup.last_at is None:
        return _("There is no copy of the hub yet.")
    words = ngettext(
        "Last copy {moment}, {size}. {n} copy is kept.",
        "Last copy {moment}, {size}. {n} copies are kept.",
        backup.count,
    )
    moment, big = formats.moment(backup.last_at, now), size(backup.size_bytes, formats.language)
    return words.format(moment=moment, size=big, n=formats.number(backup.count))


def offered(offer: SalvageOffer, now: datetime, formats: Formats) -> str:
    """What the team's computers have and the hub lost."""
    words = ngettext(
        "{n} message between {first} and {last} is missing in the hub since it was put back from a copy. "
        "Computers of the team still have it.",
        "{n} messages between {first} and {last} are missing in the hub since it was put back from a copy. "
        "Computers of the team still have them.",
        offer.messages,
    )
    if offer.messages == 0:
        words = _(
            "What the team did between {first} and {last} is missing in the hub since it was put back from a copy. "
            "Computers of the team still have it."
        )
    first, last = (formats.moment(at, now) for at in (offer.first_at, offer.last_at))
    said = words.format(n=formats.number(offer.messages), first=first, last=last)
    if offer.computers:
        said += " " + _("Offered by: {names}.").format(names=", ".join(offer.computers))
    return said


def kept_apart_words(state: ConnectionState) -> str:
    """What this computer keeps of a lost history; "" for nothing."""
    if not state.kept_apart:
        return ""
    return _(
        "The hub was put back from a copy, and this computer has something that the hub lost. It is kept and "
        "offered; an owner or manager decides."
    )


def copies_trouble(safety: SafetyState | None) -> str:
    """Why copies do not succeed; "" while they do."""
    code = safety.backup.failed_code if safety else None
    if not code:
        return ""
    from app.words import sentences

    return sentences.refusal(code, {})

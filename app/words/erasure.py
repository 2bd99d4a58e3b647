"""Sentences about data requests: what was erased, what remains, and why something was not erased."""

from app.domain.erasure import BACKUPS_UNTIL_DAYS, ErasureCounts, ErasureRow
from app.words import gettext as _
from app.words import ngettext


def about_erasure() -> dict[str, str]:
    """By code."""
    return {
        "contact_erased": _(
            "Not done: this person was erased for good on the team's wish, with everything that was to go to them."
        ),
        "name_not_typed": _(
            "Nobody was erased, since the name was not typed as it is shown. Type it again, or leave it."
        ),
        "do_not_contact": _(
            "Not done: whoever has this number asked to be erased and not to be contacted again. Only they can begin."
        ),
        "export_failed": _("The file was not written: {reason}. Choose another folder, and try again."),
    }


def counted(counts: ErasureCounts) -> list[str]:
    """One phrase for each kind that there was something of."""
    phrases = (
        (counts.messages, ngettext("{n} message", "{n} messages", counts.messages)),
        (counts.files, ngettext("{n} file", "{n} files", counts.files)),
        (counts.notes, ngettext("{n} note of the team", "{n} notes of the team", counts.notes)),
        (counts.conversations, ngettext("{n} conversation", "{n} conversations", counts.conversations)),
        (
            counts.posts,
            ngettext(
                "{n} delivery as WhatsApp sent it", "{n} deliveries as WhatsApp sent them", counts.posts
            ),
        ),
        (
            counts.events,
            ngettext(
                "the words of {n} entry of the log", "the words of {n} entries of the log", counts.events
            ),
        ),
    )
    return [words.format(n=n) for n, words in phrases if n]


def reason_words(reason: str) -> str:
    """Why somebody was erased."""
    known = {
        "request": _("The person asked for it"),
        "retention": _("Nothing was heard of them for longer than the team keeps people"),
        "mistake": _("They were entered by mistake"),
    }
    return known.get(reason, known["request"])


def state_words(row: ErasureRow) -> str:
    """How far it is, in one line."""
    if row.state != "done":
        return _("The hub is erasing")
    waiting = [one for one in row.devices if one.confirmed_at is None and not one.is_revoked]
    if waiting:
        n = len(waiting)
        return ngettext(
            "{n} computer has not confirmed yet", "{n} computers have not confirmed yet", n
        ).format(n=n)
    return _("Erased everywhere")


def remains() -> list[str]:
    """What stays, and why; one paragraph each."""
    return [
        _(
            "Entries of the log without words, under numbers that were made up for this person. They keep counts right"
            " and prove that nothing else was changed."
        ),
        _(
            "Copies of the hub that were made before, for {days} days at most; then they are thrown away. A copy that"
            " is put back erases again before it opens. One that somebody put elsewhere must be removed by hand."
        ).format(days=BACKUPS_UNTIL_DAYS),
        _("What the person's own phone and WhatsApp hold. It is not ours to erase."),
    ]


def kept_off_words() -> str:
    """Of those who are not to be written to."""
    return _(
        "The number is remembered in no readable form, so that nobody writes to it of their own accord again."
    )

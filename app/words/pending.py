"""What waits for the hub, in a few words for each kind of command."""

from app.words import gettext as _


def pending_words(kind: str) -> str:
    """What was asked for; one of a newer kind is "a change"."""
    words = {
        "send.text": _("Answer"),
        "send.message": _("Answer"),
        "send.cancel": _("Taking an answer back"),
        "send.settle": _("Decision about an answer"),
        "conversation.start": _("New conversation"),
        "conversation.close": _("Marking as done"),
        "conversation.reopen": _("Reopening"),
        "conversation.mark_unread": _("Marking as unread"),
        "conversation.claim": _("Taking a conversation"),
        "conversation.assign": _("Giving a conversation"),
        "conversation.snooze": _("Snoozing"),
        "conversation.wake": _("Bringing back"),
        "conversation.tag": _("Tag"),
        "conversation.untag": _("Removing a tag"),
        "note.add": _("Note"),
        "note.edit": _("Changing a note"),
        "note.remove": _("Removing a note"),
        "schedule.add": _("Planning an answer"),
        "schedule.change": _("Changing a planned answer"),
        "schedule.cancel": _("Cancelling a planned answer"),
        "schedule.send": _("Sending a planned answer"),
        "quick_reply.save": _("Saving a quick reply"),
        "quick_reply.remove": _("Removing a quick reply"),
        "contact.add": _("New contact"),
        "contact.change": _("Changing a contact"),
        "contact.tag": _("Tag"),
        "contact.untag": _("Removing a tag"),
        "contact.own": _("Giving a contact"),
        "contact.add_note": _("Note"),
        "contact.edit_note": _("Changing a note"),
        "contact.remove_note": _("Removing a note"),
        "contact_field.define": _("Changing the fields of contacts"),
        "contact_field.remove": _("Removing a field of contacts"),
        "setting.change": _("Changing a setting"),
        "contact.merge": _("Merging contacts"),
        "contact.unmerge": _("Separating contacts"),
        "contacts.keep_apart": _("Two contacts are two people"),
    }
    return words.get(kind) or _("A change")

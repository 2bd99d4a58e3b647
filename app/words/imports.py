"""Sentences for chats exported from a phone that cannot be read."""

from app.words import gettext as _


def about_imports() -> dict[str, str]:
    """By the code of the refusal. Nothing of such a file was taken over."""
    return {
        "export_unreadable": _(
            "The file {file} could not be read ({reason}). Check that it exists and that you may open it."
        ),
        "export_empty": _("The file {file} is empty. Export the chat on the phone again."),
        "export_not_a_chat": _(
            "The file {file} is no chat exported from WhatsApp: no line at its beginning has a date and a time as the "
            "phone writes them. On the phone open the chat, choose Export chat, and use the file that it makes."
        ),
        "export_damaged": _(
            "The file {file} is damaged or incomplete. Copy it from the phone again, or export the chat again."
        ),
        "export_locked": _(
            "The file {file} is protected with a password. Unpack it, then use the chat’s text file in it."
        ),
        "export_no_text": _(
            "There is no chat in the file {file}: it holds no text as the phone writes it. Export the chat again."
        ),
        "export_two_chats": _(
            "The file {file} holds {entry} twice, so it is not clear which one is the chat. Export the chat again."
        ),
        "export_bomb": _(
            "The file {file} was not opened: unpacked it would be far larger than any chat. "
            "Use the file as it came from the phone."
        ),
        "export_too_large": _("The chat in the file {file} is larger than 1 GB, which no phone exports."),
        "export_unsafe": _(
            "The file {file} was not opened: {entry} in it points outside of it, or is no ordinary file. "
            "Use the file as it came from the phone."
        ),
        "import_stopped": _("The reading was stopped. Nothing was taken over."),
        "export_changed": _(
            "The file {file} has changed since you looked it through, so nothing was taken over. Look it through again."
        ),
        "zone_unknown": _("There is no time zone {zone}. It looks like Europe/Paris."),
    }

"""Sentences for chats exported from a phone that cannot be read or taken over."""

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
    } | _about_taking_over()


def _about_taking_over() -> dict[str, str]:
    """What is not decided yet, and what the hub refuses."""
    return {
        "import_nobody": _(
            "Nobody wrote anything in the file {file}: it holds notices of WhatsApp alone. Nothing was taken over."
        ),
        "import_group": _(
            "The file {file} is the chat of a group ({count} people wrote in it). Only chats with one person can be "
            "taken over."
        ),
        "import_us_unknown": _(
            "It is not clear which side of the chat in {file} is your business. Say which of these it is: {names}."
        ),
        "import_whose": _("It is not known whose chat the file {file} is. Give that person’s number."),
        "import_day_order": _(
            "In the file {file} the day and the month cannot be told apart. Say which of them comes first."
        ),
        "import_zone_needed": _(
            "This computer does not say in which time zone it is. Give one, such as Europe/Paris."
        ),
        "import_undecided": _(
            "Something is still to be decided about the file {file}, so nothing was taken over."
        ),
        "import_needs_number": _(
            "{name} has no conversation yet and no number. Give the number that the chat in {file} belongs to."
        ),
        "line_needed": _("Your team has several business numbers. Say which of them the chat was on."),
        "import_unknown": _("There is no such import."),
        "import_undone": _("This import was undone. Nothing more was taken over."),
        "import_ended": _("This import has ended already. Nothing more was taken over."),
        "import_undoing": _(
            "Another import is still being undone. Nothing was taken over yet; try again in a moment."
        ),
        "import_gap": _(
            "The hub remembers less of this import than was brought, perhaps after it was restored from a copy. "
            "Start the import again: nothing comes twice."
        ),
        "import_unreadable": _(
            "The hub did not understand a message of this chat, so the import was stopped there."
        ),
        "import_too_many": _(
            "More messages were sent at once than the hub takes. Nothing was lost; try again."
        ),
    }

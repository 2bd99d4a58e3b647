"""Every keyboard shortcut, in one table: nothing else in the window may own a key.

`sequence` is in Qt's portable form ("Ctrl" is Command on macOS). `description` is a message id: pass it through
gettext where it is shown. No key is a single letter: letters are the beginning of an answer, wherever they are typed.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal

from app.domain.records import record

KeyId = Literal[
    "search",
    "find",
    "new_conversation",
    "view_next",
    "view_previous",
    "row_next",
    "row_previous",
    "open_row",
    "close_pane",
    "focus_list",
    "focus_messages",
    "focus_composer",
    "contact_panel",
    "send",
    "newline",
    "emoji",
    "attach",
    "record",
    "bold",
    "italic",
    "reply",
    "react",
    "done",
    "take",
    "note",
    "assign",
    "hand_over",
    "snooze",
    "tag",
    "unread",
    "waive",
    "undo",
    "toast",
    "copy_contact",
    "settings",
    "switch_person",
    "screen_1",
    "screen_2",
    "screen_3",
    "screen_4",
    "screen_5",
    "screen_6",
    "screen_settings",
    "next_area",
    "previous_area",
    "palette",
    "keys",
    "manual",
    "deal",
    "new_deal",
    "new_appointment",
    "waiting_list",
    "focus_mode",
    "new_task",
    "tasks",
    "quit",
]


@record
class Shortcut:
    """One key and what it does."""

    id: KeyId
    sequence: str
    description: str  # a message id
    also: tuple[str, ...] = ()  # other keys that do the same


def N_(message: str) -> str:
    """Marks a message for the catalogue without translating it now."""
    return message


_ALL: Final = (
    Shortcut("search", "Ctrl+K", N_("Search everything")),
    Shortcut("find", "Ctrl+F", N_("Search in this conversation, for a contact, a deal or a setting")),
    Shortcut("new_conversation", "Ctrl+N", N_("New conversation")),
    Shortcut("view_next", "Ctrl+Tab", N_("Next view")),
    Shortcut("view_previous", "Ctrl+Shift+Tab", N_("Previous view")),
    Shortcut("row_next", "Alt+Down", N_("Next conversation")),
    Shortcut("row_previous", "Alt+Up", N_("Previous conversation")),
    Shortcut("open_row", "Return", N_("Open the conversation")),
    Shortcut("close_pane", "Escape", N_("Back to the list")),
    Shortcut("focus_list", "Ctrl+1", N_("Go to the list of conversations")),
    Shortcut("focus_messages", "Ctrl+2", N_("Go to the messages")),
    Shortcut("focus_composer", "Ctrl+3", N_("Go to the answer")),
    Shortcut("contact_panel", "Ctrl+4", N_("Open or close the person’s card")),
    Shortcut("send", "Return", N_("Send")),
    Shortcut("newline", "Shift+Return", N_("New line")),
    Shortcut("emoji", "Ctrl+J", N_("Choose an emoji")),
    Shortcut("attach", "Ctrl+O", N_("Attach a file or something to choose from")),
    Shortcut("record", "Ctrl+M", N_("Record a voice message")),
    Shortcut("bold", "Ctrl+B", N_("Bold")),
    Shortcut("italic", "Ctrl+I", N_("Italic")),
    Shortcut("reply", "Alt+R", N_("Answer a message with a quote")),
    Shortcut("react", "Alt+E", N_("React to a message")),
    Shortcut("done", "Ctrl+E", N_("Mark the conversation as done")),
    Shortcut("take", "Ctrl+T", N_("Take the conversation")),
    Shortcut("assign", "Ctrl+Shift+T", N_("Give the conversation to somebody")),
    Shortcut("hand_over", "Ctrl+Shift+H", N_("Hand the conversation over with a reason")),
    Shortcut("snooze", "Ctrl+H", N_("Snooze the conversation")),
    Shortcut("tag", "Ctrl+G", N_("Tag the conversation")),
    Shortcut("unread", "Alt+U", N_("Mark as unread, or as read")),
    Shortcut("waive", "Alt+W", N_("No answer needed")),
    Shortcut("note", "Ctrl+Shift+N", N_("Write a note to the team")),
    Shortcut("deal", "Ctrl+D", N_("Open the deal of the conversation or of the person")),
    Shortcut("new_deal", "Ctrl+Shift+D", N_("New deal from the conversation or for the person")),
    Shortcut("new_appointment", "Ctrl+Shift+A", N_("New appointment, with whoever is open")),
    Shortcut("waiting_list", "Ctrl+Shift+W", N_("Waiting list, with whoever is open")),
    Shortcut("undo", "Ctrl+Z", N_("Undo what was just done")),
    Shortcut("toast", "F8", N_("Go to the latest announcement")),
    Shortcut("copy_contact", "Ctrl+Shift+C", N_("Copy the customer’s number")),
    Shortcut("settings", "Ctrl+,", N_("Settings")),
    Shortcut("switch_person", "Ctrl+Shift+L", N_("Switch person, or lock")),
    Shortcut("screen_1", "Alt+1", N_("Today")),
    Shortcut("screen_2", "Alt+2", N_("Messages")),
    Shortcut("screen_3", "Alt+3", N_("Contacts")),
    Shortcut("screen_4", "Alt+4", N_("Deals")),
    Shortcut("screen_5", "Alt+5", N_("Agenda")),
    Shortcut("screen_6", "Alt+6", N_("Reports")),
    Shortcut("screen_settings", "Alt+0", N_("Settings")),
    Shortcut("next_area", "F6", N_("Next part of the window")),
    Shortcut("previous_area", "Shift+F6", N_("Previous part of the window")),
    Shortcut("palette", "Ctrl+Shift+P", N_("Find an act, a view or a person")),
    Shortcut("manual", "F1", N_("The manual, about what you are doing")),
    Shortcut("keys", "Ctrl+/", N_("All keys"), also=("?",)),
    Shortcut("focus_mode", "Ctrl+Shift+M", N_("Focus mode")),
    Shortcut("new_task", "Alt+T", N_("New task, about what is open")),
    Shortcut("tasks", "Alt+Shift+T", N_("Go to the tasks")),
    Shortcut("quit", "Ctrl+Q", N_("Quit Comptoir")),
)
KEYS: Final[Mapping[KeyId, Shortcut]] = {shortcut.id: shortcut for shortcut in _ALL}

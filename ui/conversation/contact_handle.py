"""How a customer can be reached elsewhere: the number, else the username, else the channel's id; shown, and copied."""

from dataclasses import dataclass
from typing import Literal

from PySide6.QtGui import QGuiApplication

from app.domain.rows import ThreadHeader
from app.words import gettext as _
from ui.plain import shown_name
from ui.widgets.toast import ToastStack

HandleKind = Literal["number", "username", "user_id"]


@dataclass(frozen=True, slots=True)
class Handle:
    """`shown` is for eyes ("+33 6 39 98 41 07"), `copied` for another program ("+33639984107")."""

    kind: HandleKind
    shown: str
    copied: str

    @property
    def copy_words(self) -> str:
        """What the row of a menu says."""
        return {
            "number": _("Copy the number"),
            "username": _("Copy the username"),
            "user_id": _("Copy the user id"),
        }[self.kind]

    @property
    def copied_words(self) -> str:
        """What is said once it was copied."""
        return {
            "number": _("Number copied"),
            "username": _("Username copied"),
            "user_id": _("User id copied"),
        }[self.kind]


def handle_of(header: ThreadHeader) -> Handle | None:
    """The best that is known of a customer."""
    if header.number:
        number = f"+{header.number}"
        return Handle("number", shown_name(number), number)
    if header.username:
        username = f"@{header.username}"
        return Handle("username", shown_name(username), username)
    return Handle("user_id", shown_name(header.user_id), header.user_id) if header.user_id else None


def copy_handle(header: ThreadHeader, toasts: ToastStack) -> None:
    """Put it on the clipboard and say so."""
    handle = handle_of(header)
    if handle is not None:
        QGuiApplication.clipboard().setText(handle.copied)
        toasts.show(handle.copied_words, is_passing=True)

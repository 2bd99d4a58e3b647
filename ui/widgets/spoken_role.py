"""As what a screen reader names a part that we paint ourselves: Qt knows such parts as nothing in particular."""

from __future__ import annotations

from functools import cache
from typing import Final, Literal

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QAccessibleWidget, QWidget

# Names of QAccessible.Role, which is imported when somebody listens.
Spoken = Literal["Chart", "ColumnHeader", "Document", "Table"]

_SPOKEN: Final = "spokenRole"  # dynamic property: a widget with it is asked about


def speak_as(widget: QWidget, role: Spoken) -> None:
    """A screen reader calls it that, with its accessible name and description as any other part's."""
    widget.setProperty(_SPOKEN, role)
    _listen()


@cache
def _listen() -> None:
    """Qt asks us first, once for the program."""
    from PySide6.QtGui import QAccessible

    QAccessible.installFactory(_interface)


def _interface(_class_name: str, what: QObject) -> QAccessibleWidget | None:
    """What speaks for a part; None leaves it to Qt. Qt keeps the answer and ends it with the part."""
    if not isinstance(what, QWidget) or (role := what.property(_SPOKEN)) is None:
        return None
    from PySide6.QtGui import QAccessible

    return QAccessibleWidget(what, QAccessible.Role[role])

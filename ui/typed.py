"""What a person means who types where nothing is written: an answer. Lists hand such letters to the composer."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

COMMANDING = (
    Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
)


def typed_text(event: QKeyEvent) -> str:
    """The letters of a key press, "" for a command, a movement or a blank."""
    text = event.text()
    is_letter = text.isprintable() and not text.isspace()
    return text if is_letter and not event.modifiers() & COMMANDING else ""

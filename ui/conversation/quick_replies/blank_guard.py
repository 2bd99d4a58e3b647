"""Blanks that stand in an answer: Tab goes from one to the next, and none goes to a customer unseen."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QTextCursor

from app.domain.quick_blanks import BlankPlace, blanks
from app.words import ngettext
from ui.conversation.text_box import TextBox, units
from ui.plain import isolated, shown_line

_STEPS = {int(Qt.Key.Key_Tab): 1, int(Qt.Key.Key_Backtab): -1}


class BlankGuard(QObject):
    """Looks at the keys of the box only while it holds a blank."""

    def __init__(self, box: TextBox) -> None:
        super().__init__(box)
        self._box = box
        self._is_watching = False
        self._warned_of: str | None = None
        box.textChanged.connect(self._settle)

    def warning(self) -> str:
        """What to say before this text goes out; "" when nothing is open, or when it was said already."""
        text = self._box.text
        found = blanks(text)
        if not found or text == self._warned_of:
            return ""
        self._warned_of = text
        self._select(found[0], text)
        shown = isolated(shown_line("{" + found[0].name + "}"))
        return ngettext(
            "{blank} is not filled in yet. Tab leads to it; Enter again sends it as it is.",
            "{n} blanks are not filled in yet, {blank} first. Tab leads on; Enter again sends it as it is.",
            len(found),
        ).format(blank=shown, n=len(found))

    def select_first(self, start: int = 0) -> bool:
        """The first blank from a place in the text on, chosen so that typing replaces it; False without any."""
        text = self._box.text
        found = [one for one in blanks(text) if units(text[: one.start]) >= start]
        if found:
            self._select(found[0], text)
        return bool(found)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Tab and Shift+Tab among the blanks; beyond the last they leave the box as always."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            step = _STEPS.get(int(event.key()), 0)
            is_plain = not event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier
            if step and is_plain and self._step(step):
                return True
        return super().eventFilter(watched, event)

    def _step(self, by: int) -> bool:
        text, cursor = self._box.text, self._box.textCursor()
        places = [(units(text[: one.start]), one) for one in blanks(text)]
        here, is_chosen = cursor.selectionStart(), cursor.hasSelection()
        ahead = [one for at, one in places if (at > here if is_chosen else at >= here)]
        behind = [one for at, one in places if at < here]
        wanted = ahead[:1] if by > 0 else behind[-1:]
        if wanted:
            self._select(wanted[0], text)
        return bool(wanted)

    def _select(self, blank: BlankPlace, text: str) -> None:
        cursor = self._box.textCursor()
        cursor.setPosition(units(text[: blank.start]))
        cursor.setPosition(units(text[: blank.end]), QTextCursor.MoveMode.KeepAnchor)
        self._box.setTextCursor(cursor)
        self._box.ensureCursorVisible()

    def _settle(self) -> None:
        text = self._box.text
        if self._warned_of is not None and text != self._warned_of:
            self._warned_of = None
        has_blanks = "{" in text and bool(blanks(text))
        if has_blanks != self._is_watching:
            self._is_watching = has_blanks
            if has_blanks:
                self._box.installEventFilter(self)
            else:
                self._box.removeEventFilter(self)

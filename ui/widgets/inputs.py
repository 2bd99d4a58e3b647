"""Lines to write in: plain, search (no edge, an icon before, a key hint after) and a field with its error."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from ui.theme.icons import IconName
from ui.theme.theme import Theme
from ui.widgets.labels import Label, Paragraph
from ui.widgets.paint_basic import Strip, is_rtl, paint_icon, paint_text

_PAD: Final = 11  # 10 and the edge
_GAP: Final = 8


class Input(QLineEdit):
    """One line of text. Its name is required: a placeholder goes away as soon as one writes."""

    def __init__(
        self,
        theme: Theme,
        name: str,
        *,
        placeholder: str = "",
        is_search: bool = False,
        key_hint: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._icon: IconName | None = "search" if is_search else None
        self._key_hint = key_hint
        self._has_error = False
        self.setAccessibleName(name)
        self.setPlaceholderText(placeholder)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        if is_search:
            self.setProperty("kind", "search")
        theme.changed.connect(self._settle)
        self.textChanged.connect(self._settle)
        self._settle()

    def set_error(self, sentence: str) -> None:
        """Mark what is written as wrong, saying why to a screen reader; "" takes the mark away."""
        self._has_error = bool(sentence)
        self.setProperty("error", self._has_error)
        self.setAccessibleDescription(sentence)
        self.style().unpolish(self)  # the style sheet looks at properties only then
        self.style().polish(self)
        self._settle()

    def sizeHint(self) -> QSize:
        """32 high at the normal text size."""
        return QSize(super().sizeHint().width(), self._theme.px(self._theme.tokens.size.input))

    def minimumSizeHint(self) -> QSize:
        """The same height, little width."""
        return QSize(80, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt's line, then our icons and the key hint over its margins."""
        super().paintEvent(event)
        theme, c = self._theme, self._theme.colors
        size = theme.tokens.icon.normal
        painter = QPainter(self)
        painter.setLayoutDirection(self.layoutDirection())
        strip = Strip(QRectF(self.rect()).adjusted(_PAD, 0, -_PAD, 0), is_rtl=is_rtl(painter))
        if self._icon is not None:
            paint_icon(painter, strip.leading(size, _GAP), theme, self._icon, size, c.text_faint)
        if self._has_error:
            paint_icon(painter, strip.trailing(size), theme, "circle-alert", size, c.danger)
        elif self._shows_hint():
            box = strip.trailing(self._hint_width())
            paint_text(painter, box, theme, self._key_hint, c.text_faint, role="small", weight="medium")

    def _settle(self) -> None:
        """Keep the text clear of the marks."""
        size = self._theme.tokens.icon.normal
        before = size + _GAP if self._icon is not None else 0
        after = size + _GAP if self._has_error else 0
        if not self._has_error and self._shows_hint():
            after = round(self._hint_width()) + _GAP
        is_mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        self.setTextMargins(after if is_mirrored else before, 0, before if is_mirrored else after, 0)
        self.setFixedHeight(self._theme.px(self._theme.tokens.size.input))

    def _shows_hint(self) -> bool:
        return bool(self._key_hint) and not self.text()

    def _hint_width(self) -> float:
        return self._theme.metrics("small", "medium").horizontalAdvance(self._key_hint)


class Field(QWidget):
    """A label above, the line, and below it the sentence that says what is wrong."""

    def __init__(
        self, theme: Theme, name: str, *, placeholder: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.input = Input(theme, name, placeholder=placeholder)
        self.label = label = Label(theme, name, weight="medium")
        label.setBuddy(self.input)
        self._error = Paragraph(theme, role="small", ink="danger")
        self._error.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.tokens.space.x1)
        for part in (label, self.input, self._error):
            column.addWidget(part)

    def set_name(self, name: str) -> None:
        """What is typed here is something else now."""
        self.label.setText(name)
        self.input.setAccessibleName(name)

    def set_error(self, sentence: str) -> None:
        """Show what is wrong and how to mend it; "" takes it away."""
        self.input.set_error(sentence)
        self._error.set_text(sentence)
        self._error.setVisible(bool(sentence))

    @property
    def error(self) -> str:
        """What is wrong, "" where nothing is."""
        return self._error.text

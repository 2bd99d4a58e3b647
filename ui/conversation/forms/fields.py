"""Lines and paragraphs of a form, each with how many characters it may have."""

from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QSizePolicy, QVBoxLayout, QWidget

from app.words import gettext as _
from ui.theme.theme import Theme
from ui.widgets.inputs import Input
from ui.widgets.labels import Label, Paragraph

COUNT_FROM_SHARE: Final = 0.6  # of the limit: before, nobody needs the count


class LimitedField(QWidget):
    """A label with the count at its end, a line or a paragraph below, and what is wrong with it. `changed`."""

    changed = Signal()

    def __init__(
        self,
        theme: Theme,
        name: str,
        limit: int,
        *,
        placeholder: str = "",
        lines: int = 1,
        too_long: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._limit = limit
        self._too_long = too_long  # said when it is; WhatsApp's own limit without
        self.line: Input | Area
        if lines == 1:
            self.line = Input(theme, name, placeholder=placeholder)
        else:
            self.line = Area(theme, name, lines, placeholder)
        label = Label(theme, name, weight="medium")
        label.setBuddy(self.line)
        self.count = Label(theme, role="small", ink="text_faint", tabular=True)
        self._error = Paragraph(theme, role="small", ink="danger")
        self._error.hide()
        head = QHBoxLayout()
        head.addWidget(label)
        head.addStretch(1)
        head.addWidget(self.count)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.tokens.space.x1)
        column.addLayout(head)
        column.addWidget(self.line)
        column.addWidget(self._error)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.line.textChanged.connect(self._changed)
        self._changed()

    @property
    def text(self) -> str:
        """What is written, without blanks around it."""
        return (self.line.text() if isinstance(self.line, Input) else self.line.toPlainText()).strip()

    def set_text(self, text: str) -> None:
        """Put something in."""
        if isinstance(self.line, Input):
            self.line.setText(text)
        else:
            self.line.setPlainText(text)

    def set_error(self, sentence: str) -> None:
        """What is wrong, or ""."""
        if isinstance(self.line, Input):
            self.line.set_error(sentence)
        self._error.set_text(sentence)
        self._error.setVisible(bool(sentence))

    @property
    def is_over(self) -> bool:
        """Whether it is longer than the channel takes."""
        return len(self.text) > self._limit

    def _changed(self) -> None:
        length = len(self.text)
        self.count.setText(f"{length} / {self._limit}" if length >= COUNT_FROM_SHARE * self._limit else "")
        self.count.set_ink("danger" if self.is_over else "text_faint")
        words = self._too_long or _("WhatsApp takes {limit} characters: shorten it.")
        self.set_error(words.format(limit=self._limit) if self.is_over else "")
        self.changed.emit()


class Area(QPlainTextEdit):
    """Several lines; Tab leaves it."""

    def __init__(self, theme: Theme, name: str, lines: int, placeholder: str) -> None:
        super().__init__()
        self._theme, self._lines = theme, lines
        self.setAccessibleName(name)
        self.setPlaceholderText(placeholder)
        self.setTabChangesFocus(True)
        self.setFont(theme.font())
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(self.sizeHint().height())

    def sizeHint(self) -> QSize:
        """So many lines."""
        return QSize(200, self._theme.line("body") * self._lines + 16)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter belongs to the form."""
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.ignore()
        else:
            super().keyPressEvent(event)

"""What the form of a template is built of: a titled group with its error, a choice of many, a box of several lines."""

from collections.abc import Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QFrame, QHBoxLayout, QTextEdit, QVBoxLayout, QWidget

from ui.theme.theme import Theme
from ui.widgets.button import Button
from ui.widgets.choice import Option
from ui.widgets.labels import Label, Paragraph
from ui.widgets.menu import Menu

BOX_PX: Final = 132


class Group(QWidget):
    """A title, what belongs to it, a line of help, and the sentence on what is wrong."""

    def __init__(self, theme: Theme, title: str, help_: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = title
        self.body = QVBoxLayout()
        self.body.setSpacing(6)
        self._help = Paragraph(theme, help_, role="small", ink="text_muted")
        self._error = Paragraph(theme, role="small", ink="danger")
        self._error.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(Label(theme, title, weight="medium"))
        column.addLayout(self.body)
        column.addWidget(self._help)
        column.addWidget(self._error)
        self._help.setVisible(bool(help_))  # in its place now: shown before, it would be a window of its own

    @property
    def error(self) -> str:
        """What is said to be wrong."""
        return self._error.text if not self._error.isHidden() else ""

    def set_help(self, words: str) -> None:
        """Other words below."""
        self._help.set_text(words)
        self._help.setVisible(bool(words))

    def set_errors(self, sentences: Sequence[str]) -> None:
        """What is wrong here; nothing when the list is empty."""
        self._error.set_text("\n".join(sentences))
        self._error.setVisible(bool(sentences))


class Picker(QWidget):
    """One of many, in a menu below a button. `chosen(id)` when it is another one."""

    chosen = Signal(str)

    def __init__(
        self, theme: Theme, name: str, options: Sequence[Option], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme, self._name, self._options = theme, name, list(options)
        self._id = self._options[0].id if self._options else ""
        self.button = Button(theme, "", trailing="chevron-down")
        self.button.clicked.connect(self._open)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.button)
        row.addStretch(1)
        self._settle()

    @property
    def chosen_id(self) -> str:
        """The id of what is chosen."""
        return self._id

    def set_options(self, options: Sequence[Option]) -> None:
        """Others; the chosen one stays chosen."""
        self._options = list(options)
        self._settle()

    def choose(self, option_id: str) -> None:
        """Choose; something that is no option is added as it is."""
        if all(option.id != option_id for option in self._options):
            self._options.append(Option(option_id, option_id))
        if option_id != self._id:
            self._id = option_id
            self._settle()
            self.chosen.emit(option_id)

    def _open(self) -> None:
        menu = Menu(self._theme, self._name, self)
        for option in self._options:
            menu.add(option.label, partial(self.choose, option.id), is_checked=option.id == self._id)
        menu.open_below(self.button)

    def _settle(self) -> None:
        label = next((option.label for option in self._options if option.id == self._id), self._id)
        self.button.setText(label)
        self.button.setAccessibleName(f"{self._name}: {label}")
        self.button.updateGeometry()


class Lines(QTextEdit):
    """Several lines of plain text. `written` at each change by a person or by `put`."""

    written = Signal()

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setAccessibleName(name)
        self.setAcceptRichText(False)
        self.setTabChangesFocus(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFixedHeight(theme.px(BOX_PX))
        self.textChanged.connect(self.written)
        theme.changed.connect(self._dress)
        self._dress()

    @property
    def text(self) -> str:
        """What is written."""
        return self.toPlainText()

    def set_text(self, text: str) -> None:
        """Another text."""
        self.setPlainText(text)

    def put(self, text: str) -> None:
        """At the cursor."""
        self.insertPlainText(text)
        self.setFocus()

    def _dress(self) -> None:
        c = self._theme.colors
        self.setFont(self._theme.font())
        self.setFixedHeight(self._theme.px(BOX_PX))
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Highlight, c.selection)
        palette.setColor(QPalette.ColorRole.HighlightedText, c.selection_text)
        self.setPalette(palette)

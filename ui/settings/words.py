"""The words that a person taught the spelling: each can be taken away again."""

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.words import gettext as _
from ui.conversation.writing.my_words import MyWords
from ui.plain import shown_name
from ui.settings.field import PAD
from ui.theme.theme import Theme
from ui.widgets.button import IconButton
from ui.widgets.labels import ElidedLabel, Label, Paragraph

MOST_SHOWN: Final = 200


class WordsPart(QWidget):
    """One row a word."""

    def __init__(self, theme: Theme, words: MyWords, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._words = theme, words
        self.removers: list[IconButton] = []
        self._rows: list[QWidget] = []
        self._nothing = Paragraph(
            theme,
            _("Words that you add while you write stand here. Right-click an underlined word to add it."),
            role="small",
            ink="text_muted",
        )
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(PAD[0], PAD[1], PAD[0], PAD[1])
        self._column.setSpacing(2)
        self._column.addWidget(Label(theme, _("My words"), weight="medium"))
        self._column.addWidget(self._nothing)
        self.show_words()

    def show_words(self) -> None:
        """As they are now."""
        for row in self._rows:
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        words = self._words.all()[:MOST_SHOWN]
        self.removers = []
        self._rows = [self._row(word) for word in words]
        for row in self._rows:
            self._column.addWidget(row)
        self._nothing.setVisible(not words)

    def _row(self, word: str) -> QWidget:
        row, shown = QWidget(), shown_name(word)
        remove = IconButton(self._theme, "x", _("Remove {name}").format(name=shown), height="small")
        remove.clicked.connect(lambda: self._remove(word))
        self.removers.append(remove)
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(ElidedLabel(self._theme, shown), 1)
        line.addWidget(remove)
        return row

    def _remove(self, word: str) -> None:
        place = self._words.all().index(word)
        self._words.remove(word)
        self.show_words()
        if self.removers:  # the keyboard stays in the list
            near = self.removers[min(place, len(self.removers) - 1)]
            near.setFocus(Qt.FocusReason.OtherFocusReason)

"""Connection health: what the owner looks at when something seems wrong, in plain words."""

from datetime import datetime

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.rows import ConnectionState
from app.words import ngettext
from app.words.formats import Formats
from ui.status_words import connection_words, last_received_words, progress_words
from ui.theme.theme import Theme
from ui.widgets.labels import Paragraph


class HealthPart(QWidget):
    """One sentence for each fact."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines = [Paragraph(theme) for _number in range(5)]
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        for line in self._lines:
            column.addWidget(line)

    @property
    def words(self) -> list[str]:
        """What it says."""
        return [line.text for line in self._lines]

    def show_state(self, state: ConnectionState, now: datetime, formats: Formats) -> None:
        """The facts of now."""
        words = health_words(state, now, formats)
        for line, sentence in zip(self._lines, words, strict=True):
            line.set_text(sentence)


def health_words(state: ConnectionState, now: datetime, formats: Formats) -> list[str]:
    """Five sentences: the connection, the last message, what waits, what was not understood, what came astray."""
    first = connection_words(state)
    if state.catching_up is not None:
        first = progress_words(state.catching_up, formats)
    last = last_received_words(state, now, formats)
    n, unparsed, astray = state.to_send, state.unparsed_count, state.unknown_line_count
    return [
        first,
        last[:1].upper() + last[1:],
        ngettext("{n} message waits to be sent", "{n} messages wait to be sent", n).format(n=n),
        ngettext(
            "{n} notice from WhatsApp was not understood; it is kept",
            "{n} notices from WhatsApp were not understood; they are kept",
            unparsed,
        ).format(n=unparsed),
        ngettext(
            "{n} message came for a business number that is not yours",
            "{n} messages came for a business number that is not yours",
            astray,
        ).format(n=astray),
    ]

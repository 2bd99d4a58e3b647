"""Connection health: what the owner looks at when something seems wrong, in plain words."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.domain.rows import ConnectionState
from app.words import gettext as _
from app.words import ngettext
from app.words.formats import Formats
from ui.status_words import connection_words, has_safety_trouble, last_received_words, progress_words
from ui.theme.theme import Theme
from ui.widgets.button import Button
from ui.widgets.labels import Paragraph
from ui.widgets.surfaces import tight


class HealthPart(QWidget):
    """One sentence for each fact; above them, in red, what keeps a business number from sending, in amber what may.

    A leader has the way to all that was found, `connection_asked`; whoever sees a trouble of copies, `safety_asked`;
    whoever belongs to a hub elsewhere, to its new address, `address_asked`.
    """

    safety_asked = Signal()
    connection_asked = Signal()
    address_asked = Signal()

    def __init__(
        self,
        theme: Theme,
        *,
        is_leader: bool = False,
        is_elsewhere: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("Health of the connection"))
        self._theme = theme
        self._bad: list[Paragraph] = []
        self._lines = [Paragraph(theme) for _number in range(5)]
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        for line in self._lines:
            column.addWidget(line)
        self.safety = Button(theme, _("Open Safety"))
        self.safety.clicked.connect(self.safety_asked)
        self.connection = Button(theme, _("Open Connection"))
        if not is_leader:
            self.connection.hide()
        self.connection.clicked.connect(self.connection_asked)
        self.address = Button(theme, _("The server has another address…"), kind="link", is_flush=True)
        self.address.clicked.connect(self.address_asked)
        self.address.setVisible(is_elsewhere)
        ways = tight(QHBoxLayout())
        ways.setSpacing(8)
        ways.addWidget(self.connection)
        ways.addWidget(self.safety)
        ways.addStretch(1)
        column.addLayout(ways)
        column.addWidget(self.address, 0, Qt.AlignmentFlag.AlignLeading)

    @property
    def words(self) -> list[str]:
        """What it says."""
        return [line.text for line in self._lines]

    @property
    def troubles(self) -> list[str]:
        """What it says in red and amber."""
        return [line.text for line in self._bad]

    def show_troubles(self, troubles: Sequence[tuple[str, bool]]) -> None:
        """These and no others, above everything else; whether each is bad already."""
        if [sentence for sentence, _is_bad in troubles] == self.troubles:
            return
        for line in self._bad:
            line.hide()
            line.deleteLater()
        self._bad = [
            Paragraph(self._theme, sentence, ink="danger" if is_bad else "warning")
            for sentence, is_bad in troubles
        ]
        for place, line in enumerate(self._bad):
            self._column.insertWidget(place, line)

    def show_state(self, state: ConnectionState, now: datetime, formats: Formats) -> None:
        """The facts of now."""
        words = health_words(state, now, formats)
        self.safety.setVisible(has_safety_trouble(state))
        for place, line in enumerate(self._lines):
            line.set_text(words[place] if place < len(words) else "")
            line.setVisible(place < len(words))


def health_words(state: ConnectionState, now: datetime, formats: Formats) -> list[str]:
    """The connection, the last message, what waits; and only if there is any, what was not understood or astray."""
    first = connection_words(state)
    if state.catching_up is not None:
        first = progress_words(state.catching_up, formats)
    last = last_received_words(state, now, formats)
    n, unparsed, astray = state.to_send, state.unparsed_count, state.unknown_line_count
    said = [first, last[:1].upper() + last[1:], _("No message waits to be sent")]
    if n:
        said[-1] = ngettext("{n} message waits to be sent", "{n} messages wait to be sent", n).format(n=n)
    if unparsed:
        words = ngettext(
            "{n} notice from WhatsApp was not understood; it is kept",
            "{n} notices from WhatsApp were not understood; they are kept",
            unparsed,
        )
        said.append(words.format(n=unparsed))
    if astray:
        words = ngettext(
            "{n} message came for a business number that is not yours",
            "{n} messages came for a business number that is not yours",
            astray,
        )
        said.append(words.format(n=astray))
    return said

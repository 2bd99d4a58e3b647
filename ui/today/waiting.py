"""What this computer asked for and the hub has not got yet: visible, and cancellable one by one."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.domain.ids import CommandId
from app.domain.rows import PendingRow
from app.words import gettext as _
from app.words import ngettext
from app.words.formats import Formats
from app.words.pending import pending_words
from ui.plain import isolated, shown_line, shown_name
from ui.theme.theme import Theme
from ui.widgets.button import IconButton
from ui.widgets.labels import ElidedLabel, Label
from ui.widgets.surfaces import Card

MOST: Final = 6
PAD: Final = 16


class WaitingCard(Card):
    """`cancel_asked(command_id)`, `open_asked(conversation_id)`."""

    cancel_asked = Signal(str)

    def __init__(self, theme: Theme, formats: Formats, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent=parent)
        self._formats = formats
        self._shown: Sequence[tuple[PendingRow, str]] = ()
        self.rows: list[WaitingRow] = []
        self.title = Label(theme, weight="semibold")
        self.more = Label(theme, role="small", ink="text_muted")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(PAD, 12, PAD, 12)
        self._column.setSpacing(4)
        self._column.addWidget(self.title)
        self._column.addWidget(self.more)
        self.hide()

    def show_pending(self, pending: Sequence[tuple[PendingRow, str]], now: datetime) -> None:
        """Each with the name of whom it is about, "" for none; hidden while nothing waits."""
        self.setVisible(bool(pending))
        count = len(pending)
        words = ngettext("{n} change not sent yet", "{n} changes not sent yet", count)
        self.title.setText(words.format(n=count))
        if list(pending) == list(self._shown):
            return
        self._shown = list(pending)
        for row in self.rows:
            row.hide()
            row.deleteLater()
        self.rows = [WaitingRow(self.theme, one, name, now, self._formats) for one, name in pending[:MOST]]
        for place, row in enumerate(self.rows):
            self._column.insertWidget(1 + place, row)
            row.cancel.clicked.connect(lambda _on=False, row=row: self.cancel_asked.emit(row.command_id))
        hidden = count - len(self.rows)
        self.more.setText(ngettext("and {n} more", "and {n} more", hidden).format(n=hidden))
        self.more.setVisible(hidden > 0)


class WaitingRow(QWidget):
    """One of them."""

    def __init__(self, theme: Theme, row: PendingRow, name: str, now: datetime, formats: Formats) -> None:
        super().__init__()
        self.command_id: CommandId = row.command_id
        what = pending_words(row.what)
        who = isolated(shown_name(name)) if name else ""
        head = Label(theme, f"{what} · {who}" if who else what, role="small", weight="medium")
        said = shown_line(row.text or "") or formats.ago(row.made_at, now)
        text = ElidedLabel(theme, said, role="small", ink="text_muted")
        self.cancel = IconButton(theme, "x", _("Cancel it"), height="small")
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        line.addWidget(head)
        line.addWidget(text, 1)
        line.addWidget(self.cancel)
        self.setAccessibleName(f"{head.text()}, {said}")

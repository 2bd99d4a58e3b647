"""What is planned in the open conversation, above the answer box: when, what, and what may be done about it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.domain.ids import MessageId
from app.domain.scheduled import Scheduled
from app.words import gettext as _
from app.words import ngettext
from app.words.formats import Formats, in_brief
from app.words.schedule import asked_words
from ui.plain import isolated, shown_line, shown_name
from ui.theme.icons import IconName
from ui.theme.theme import Theme
from ui.widgets.button import Button, IconButton
from ui.widgets.labels import ElidedLabel, Label
from ui.widgets.paint_basic import Strip, fill_round, is_rtl, paint_icon

MARGIN: Final = 16
PAD: Final = 12
MOST: Final = 3


class PlannedStrip(QWidget):
    """`send_asked`, `time_asked`, `back_asked` (to the composer) and `drop_asked`, each with (message_id)."""

    send_asked = Signal(str)
    time_asked = Signal(str)
    back_asked = Signal(str)
    drop_asked = Signal(str)

    def __init__(self, theme: Theme, formats: Formats, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._formats = theme, formats
        self._shown: tuple[Sequence[Scheduled], str] = ((), "")
        self.rows: list[PlannedRow] = []
        self.setAccessibleName(_("Planned answers"))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(MARGIN, 0, MARGIN, 8)
        self._column.setSpacing(4)
        self.more = Label(theme, role="small", ink="text_muted")
        self._column.addWidget(self.more)
        self.hide()

    def show_planned(self, planned: Sequence[Scheduled], now: datetime) -> None:
        """At most MOST of them, those that want a decision first; nothing when nothing is planned."""
        ordered = sorted(planned, key=lambda one: (one.state != "asked", one.due_at))
        state = (ordered, self._formats.moment(ordered[0].due_at, now) if ordered else "")
        if state == self._shown:
            return
        self._shown = state
        focused = next((row.message_id for row in self.rows if row.has_focus), None)
        for row in self.rows:
            row.hide()
            row.deleteLater()
        self.rows = [PlannedRow(self._theme, one, self._formats, now, self) for one in ordered[:MOST]]
        for place, row in enumerate(self.rows):
            self._column.insertWidget(place, row)
            row.send.clicked.connect(lambda _on=False, row=row: self.send_asked.emit(row.message_id))
            row.time.clicked.connect(lambda _on=False, row=row: self.time_asked.emit(row.message_id))
            row.back.clicked.connect(lambda _on=False, row=row: self.back_asked.emit(row.message_id))
            row.drop.clicked.connect(lambda _on=False, row=row: self.drop_asked.emit(row.message_id))
            if row.message_id == focused:
                row.time.setFocus()
        hidden = len(ordered) - len(self.rows)
        self.more.setText(ngettext("and {n} more planned", "and {n} more planned", hidden).format(n=hidden))
        self.more.setVisible(hidden > 0)
        self.setVisible(bool(ordered))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The conversation's ground."""
        QPainter(self).fillRect(self.rect(), self._theme.colors.surface_sunken)


class PlannedRow(QWidget):
    """One planned answer."""

    def __init__(
        self, theme: Theme, planned: Scheduled, formats: Formats, now: datetime, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self.is_asked = planned.state == "asked"
        self.message_id: MessageId = planned.message_id
        words = in_brief(planned.kind, shown_line(planned.text))
        head = Label(theme, self._head(planned, formats, now), role="small", weight="medium",
                     ink="warning_soft_text" if self.is_asked else "text")  # fmt: skip
        text = ElidedLabel(
            theme, words, role="small", ink="warning_soft_text" if self.is_asked else "text_muted"
        )
        self.send = Button(theme, _("Send now"), kind="link", height="tiny")
        self.time = IconButton(theme, "clock", _("Another time"), height="small")
        self.back = IconButton(theme, "pencil", _("Back into the answer box"), height="small")
        self.drop = IconButton(theme, "x", _("Do not send it"), height="small")
        row = QHBoxLayout(self)
        row.setContentsMargins(PAD, 2, 4, 2)
        row.setSpacing(4)
        row.addSpacing(theme.tokens.icon.normal + 4)
        row.addWidget(head)
        row.addSpacing(4)
        row.addWidget(text, 1)
        for part in (self.send, self.time, self.back, self.drop):
            row.addWidget(part)
        self.send.setVisible(self.is_asked)
        self.setAccessibleName(f"{head.text()}, {words}")

    @property
    def has_focus(self) -> bool:
        """Whether the keyboard is in this row."""
        return any(part.hasFocus() for part in (self.send, self.time, self.back, self.drop))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A quiet line; amber where somebody must decide."""
        theme, c = self._theme, self._theme.colors
        painter = QPainter(self)
        painter.setLayoutDirection(self.layoutDirection())
        ground, edge = (c.warning_soft, None) if self.is_asked else (c.surface, c.border)
        fill_round(painter, QRectF(self.rect()), ground, theme.tokens.radius.normal, edge)
        size = theme.tokens.icon.normal
        box = Strip(QRectF(self.rect()).adjusted(PAD - 2, 0, -PAD, 0), is_rtl=is_rtl(painter)).leading(size)
        icon: IconName = "triangle-alert" if self.is_asked else "calendar-clock"
        paint_icon(painter, box, theme, icon, size, c.warning_soft_text if self.is_asked else c.text_muted)

    def _head(self, planned: Scheduled, formats: Formats, now: datetime) -> str:
        if planned.state == "asked":
            return asked_words(planned.code or "", planned.facts, formats, now)
        moment = formats.moment(planned.due_at, now)
        if planned.is_mine or not planned.member_name:
            return _("Goes out {moment}").format(moment=moment)
        name = isolated(shown_name(planned.member_name).split()[0])
        return _("{name}: goes out {moment}").format(name=name, moment=moment)

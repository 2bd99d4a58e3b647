"""The head of a conversation: who it is with, whether one may write freely, and the one thing that ends it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from PySide6.QtCore import QRectF, QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.domain.rows import ThreadHeader
from app.words import gettext as _
from app.words.formats import Formats
from ui.keys import KEYS
from ui.plain import shown_name
from ui.theme.icons import IconName
from ui.theme.theme import Theme
from ui.widgets.button import Button, IconButton
from ui.widgets.labels import ElidedLabel, set_tip
from ui.widgets.paint_avatar import Portrait
from ui.widgets.paint_basic import Strip, is_rtl, paint_icon, paint_text
from ui.widgets.small_parts import AvatarView
from ui.widgets.surfaces import Surface

PAD: Final = 16
GAP: Final = 12
AVATAR: Final = 32
POINT_GAP: Final = 8
ICON_GAP: Final = 4


@dataclass(frozen=True, slots=True)
class HeadLine:
    """The line under the name: the conversation's state, then the window's."""

    state: str
    icon: IconName
    window: str


def head_line(header: ThreadHeader, now: datetime, formats: Formats) -> HeadLine:
    """What stands under the name at `now` (UTC)."""
    state = _("Done") if header.is_closed else _("Open")
    closes_at = header.window_closes_at
    if closes_at is None:
        return HeadLine(state, "lock", _("has never written"))
    if header.is_window_open:
        return HeadLine(state, "hourglass", formats.until(closes_at, now))
    return HeadLine(state, "lock", formats.closed_since(min(closes_at, now), now))


class ThreadHead(Surface):
    """56 high. `back_asked` (one-pane windows), `done_asked`, `reopen_asked`."""

    back_asked = Signal()
    done_asked = Signal()
    reopen_asked = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "surface", edges=("bottom",), parent=parent)
        self._is_closed = False
        self.back = IconButton(theme, "arrow-left", _("Back to the list"))
        self.avatar = AvatarView(theme, Portrait("", ""), AVATAR)
        self.name = ElidedLabel(theme, role="lead", weight="semibold")
        self.line = StateLine(theme)
        self.button = Button(theme, "")
        self.back.clicked.connect(self.back_asked)
        self.button.clicked.connect(self._end)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._lay_out()

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch(1)
        words.addWidget(self.name)
        words.addWidget(self.line)
        words.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(PAD, 0, PAD, 1)
        row.setSpacing(GAP)
        row.addWidget(self.back)
        row.addWidget(self.avatar)
        row.addLayout(words, 1)
        row.addWidget(self.button)

    def sizeHint(self) -> QSize:
        """56 at the normal text size."""
        return QSize(320, self.theme.px(self.theme.tokens.size.header))

    def show_header(self, header: ThreadHeader, now: datetime, formats: Formats) -> None:
        """Another conversation, or the same with other facts."""
        name = shown_name(header.name)
        self._is_closed = header.is_closed
        self.avatar.set_portrait(Portrait(header.contact_id, name if header.is_named else ""))
        self.name.set_text(name)
        self.line.set_line(head_line(header, now, formats))
        if header.is_closed:
            self.button.set_face(_("Reopen"), icon="reply")
        else:
            self.button.set_face(_("Mark as done"), icon="check")
        set_tip(self.button, f"{self.button.text()} ({KEYS['done'].sequence})")

    def _end(self) -> None:
        if self._is_closed:
            self.reopen_asked.emit()
        else:
            self.done_asked.emit()


class StateLine(QWidget):
    """The state and the window ("Open · free to write until tomorrow 10:19"): plain text with one small icon."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._line = HeadLine("", "hourglass", "")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    @property
    def line(self) -> HeadLine:
        """What it says."""
        return self._line

    def set_line(self, line: HeadLine) -> None:
        """Say something else, also to screen readers."""
        self._line = line
        self.setAccessibleName(f"{line.state}, {line.window}")
        self.update()

    def sizeHint(self) -> QSize:
        """One small line."""
        return QSize(120, self._theme.line("small"))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """State, point, icon, window."""
        theme, c = self._theme, self._theme.colors
        painter = QPainter(self)
        painter.setLayoutDirection(self.layoutDirection())
        strip = Strip(QRectF(self.rect()), is_rtl=is_rtl(painter))
        metrics, icon = theme.metrics("small", tabular=True), theme.tokens.icon.chip
        for words, gap in ((self._line.state, POINT_GAP), ("·", POINT_GAP)):
            box = strip.leading(metrics.horizontalAdvance(words) + 1, gap - 1)
            paint_text(painter, box, theme, words, c.text_muted, role="small", tabular=True)
        paint_icon(painter, strip.leading(icon, ICON_GAP), theme, self._line.icon, icon, c.text_muted)
        paint_text(painter, strip.rest, theme, self._line.window, c.text_muted, role="small", tabular=True)

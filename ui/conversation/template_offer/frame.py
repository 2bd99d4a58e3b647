"""The parts around the choice of a template: the line above, why there is no other way, the line below."""

from typing import Final

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.words import gettext as _
from ui.conversation.write_tabs import WriteTabs
from ui.theme.icons import IconName
from ui.theme.theme import Theme
from ui.widgets.button import Button, IconButton
from ui.widgets.labels import Label, Paragraph
from ui.widgets.paint_basic import Strip, is_rtl, paint_icon

FOOT: Final = 48
PAD: Final = 16
GAP: Final = 8


class OfferTop(WriteTabs):
    """The tab "Template"; at the end the kept draft, or the way back. `draft_asked`, `closed`."""

    draft_asked = Signal()
    closed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "customer", _("Template"), "layout-template", parent)
        self.kept = Label(theme, _("Your draft is kept"), role="small", ink="text_muted")
        self.draft_button = Button(theme, _("See the draft"), kind="link", height="tiny")
        self.close_button = IconButton(theme, "x", _("Back to the answer"), height="small")
        self.draft_button.clicked.connect(self.draft_asked)
        self.close_button.clicked.connect(self.closed)
        for part in (self.kept, self.draft_button, self.close_button):
            self.add_at_end(part)

    def show_state(self, *, has_draft: bool, is_draft_open: bool, may_close: bool) -> None:
        """Which of its parts have a use now."""
        self.kept.setVisible(has_draft)
        self.draft_button.setVisible(has_draft)
        self.draft_button.setText(_("Hide the draft") if is_draft_open else _("See the draft"))
        self.close_button.setVisible(may_close)


class OfferHead(QWidget):
    """Why nothing can be written freely, beside the lock."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.title = Paragraph(theme, weight="semibold")
        self.reason = Paragraph(theme, ink="text_muted")
        column = QVBoxLayout(self)
        column.setContentsMargins(PAD + theme.tokens.icon.normal + 12, 12, PAD, 8)
        column.setSpacing(0)
        column.addWidget(self.title)
        column.addWidget(self.reason)

    def show_lock(self, title: str, reason: str) -> None:
        """The words."""
        self.title.set_text(title)
        self.reason.set_text(reason)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The lock."""
        painter = QPainter(self)
        painter.setLayoutDirection(self.layoutDirection())
        size = self._theme.tokens.icon.normal
        line = QRectF(PAD, 12, self.width() - 2 * PAD, self._theme.line("body"))
        box = Strip(line, is_rtl=is_rtl(painter)).leading(size)
        paint_icon(painter, box, self._theme, "lock", size, self._theme.colors.warning)


class OfferNotice(QWidget):
    """A line above the foot: why it was not sent, or what changed meanwhile."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._icon: IconName = "triangle-alert"
        self.label = Paragraph(theme, role="small", ink="warning_soft_text")
        row = QHBoxLayout(self)
        row.setContentsMargins(PAD + theme.tokens.icon.normal + 8, 6, PAD, 6)
        row.addWidget(self.label, 1)
        self.hide()

    def say(self, sentence: str) -> None:
        """Show a sentence; "" hides it."""
        self.label.set_text(sentence)
        self.setAccessibleName(sentence)
        self.setVisible(bool(sentence))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The amber line."""
        painter = QPainter(self)
        painter.setLayoutDirection(self.layoutDirection())
        c, size = self._theme.colors, self._theme.tokens.icon.normal
        painter.fillRect(self.rect(), c.warning_soft)
        box = Strip(QRectF(self.rect()).adjusted(PAD, 0, -PAD, 0), is_rtl=is_rtl(painter)).leading(size)
        paint_icon(painter, box, self._theme, self._icon, size, c.warning_soft_text)


class OfferFoot(QWidget):
    """The way to all templates, and the one button. `all_asked`, `manage_asked`, `send_asked`."""

    all_asked = Signal()
    manage_asked = Signal()
    send_asked = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.all_button = Button(theme, "", kind="link", is_flush=True)
        self.manage_button = Button(theme, _("Manage templates"), kind="link")
        self.send_button = Button(theme, _("Send the template"), kind="primary", icon="send")
        self.all_button.clicked.connect(self.all_asked)
        self.manage_button.clicked.connect(self.manage_asked)
        self.send_button.clicked.connect(self.send_asked)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 0, 12, 0)
        row.setSpacing(12)
        row.addWidget(self.all_button)
        row.addWidget(self.manage_button)
        row.addStretch(1)
        row.addWidget(self.send_button)
        self.settle()

    def settle(self) -> None:
        """Height at the person's text size."""
        self.setFixedHeight(self._theme.px(FOOT))

    def show_state(self, *, all_words: str, may_manage: bool, can_send: bool) -> None:
        """What may be pressed."""
        self.all_button.setVisible(bool(all_words))
        self.all_button.setText(all_words)
        self.all_button.updateGeometry()
        self.manage_button.setVisible(may_manage)
        self.send_button.setEnabled(can_send)

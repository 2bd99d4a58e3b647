"""Dialogs: 480 wide, a question as title, the reason below, the safe answer before the dangerous one.

They are opened with `open()` and answer by a signal: `exec()` would stop every background task under qasync.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from ui.theme.theme import Theme
from ui.widgets.button import Button
from ui.widgets.labels import Paragraph
from ui.widgets.paint_basic import fill_round

_PAD: Final = 20


class Dialog(QDialog):
    """The frame of every dialog: title, `body` to fill, and a row of buttons."""

    def __init__(self, theme: Theme, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setFixedWidth(theme.tokens.size.dialog_width)
        column = QVBoxLayout(self)
        column.setContentsMargins(_PAD, _PAD, _PAD, _PAD)
        column.setSpacing(0)
        self._title = Paragraph(theme, title, role="lead", weight="semibold")
        self.body = QVBoxLayout()
        self.body.setSpacing(theme.tokens.space.x2)
        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(theme.tokens.space.x2)
        column.addWidget(self._title)
        column.addSpacing(theme.tokens.space.x1)
        column.addLayout(self.body)
        column.addSpacing(theme.tokens.space.x4)
        column.addLayout(self.buttons)

    def room(self, wanted: int, besides: int, least: int = 96) -> int:
        """How high a part that scrolls may be, so that the buttons stay on the screen; `besides`: all that is around.

        All in pixels at the usual text size.
        """
        px, parent = self.theme.px, self.parentWidget()
        screen = (parent or self).screen()
        left = screen.availableGeometry().height() - px(besides) if screen is not None else px(wanted)
        return max(px(least), min(px(wanted), left))

    def stay_on_screen(self) -> None:
        """A window that has grown goes up so far that its buttons are on the screen, and its title too."""
        screen = self.screen()
        if screen is None or not self.isWindow():
            return
        free, frame = screen.availableGeometry(), self.frameGeometry()
        top = max(free.top(), min(frame.top(), free.bottom() + 1 - frame.height()))
        if top != frame.top():
            self.move(frame.left(), top)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The raised ground; inside a window it draws the edge that a window of its own gets from the system."""
        c, painter = self.theme.colors, QPainter(self)
        if self.isWindow():
            painter.fillRect(self.rect(), c.surface_raised)
        else:
            radius = self.theme.tokens.radius.normal
            fill_round(painter, QRectF(self.rect()), c.surface_raised, radius, c.border_strong)


class ConfirmDialog(Dialog):
    """A question with two answers. `confirmed` fires on the second one only; Escape is the safe one."""

    confirmed = Signal()
    linked = Signal()

    def __init__(
        self,
        theme: Theme,
        title: str,
        sentence: str,
        *,
        confirm: str,
        keep: str,
        is_danger: bool = True,
        link: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, title, parent)
        self.body.addWidget(Paragraph(theme, sentence, ink="text_muted"))
        self.keep_button = Button(theme, keep)
        self.confirm_button = Button(theme, confirm, kind="danger" if is_danger else "primary")
        if link:
            link_button = Button(theme, link, kind="link", is_flush=True)
            link_button.clicked.connect(lambda: self.linked.emit())
            self.buttons.addWidget(link_button)
        self.buttons.addStretch()
        self.buttons.addWidget(self.keep_button)
        self.buttons.addWidget(self.confirm_button)
        first = self.keep_button if is_danger else self.confirm_button  # a habit of Enter destroys nothing
        first.setDefault(True)
        first.setFocus()
        self.keep_button.clicked.connect(self.reject)
        self.confirm_button.clicked.connect(self.accept)
        self.accepted.connect(self.confirmed)

"""What stands in the window until the passphrase of this computer's files is typed.

Designed for the front desk, in the morning, on a computer without a keyring.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.domain.errors import ComptoirError
from app.domain.later import asyncio
from app.words import gettext as _
from ui.theme.theme import Theme
from ui.widgets.button import Button
from ui.widgets.inputs import Field
from ui.widgets.labels import Paragraph
from ui.widgets.surfaces import Surface

if TYPE_CHECKING:
    from ui.main_window import MainWindow

T = TypeVar("T")
WIDTH_PX = 360


async def ask_passphrase(window: MainWindow, unlock: Callable[[str], Awaitable[T]]) -> T | None:
    """What a typed passphrase unlocks; None when the window was closed instead. Raises ComptoirError."""
    phrases: asyncio.Queue[str] = asyncio.Queue()
    page = window.show_unlock()
    page.given.connect(phrases.put_nowait)
    window.closed.connect(lambda: phrases.put_nowait(""))
    window.come_forward()
    while phrase := await phrases.get():
        try:
            return await unlock(phrase)
        except ComptoirError as error:
            if error.code != "wrong_key":
                raise
            page.refuse()
    return None


class UnlockPage(Surface):
    """`given` the passphrase; `refuse` when it was not the right one."""

    given = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "window", parent=parent)
        title = _("Your passphrase")
        self.setAccessibleName(title)
        block = QWidget(self)
        block.setFixedWidth(theme.px(WIDTH_PX))
        self.field = Field(theme, _("Passphrase for this computer’s files"))
        self.field.input.setEchoMode(QLineEdit.EchoMode.Password)
        self.button = Button(theme, _("Open Comptoir"), kind="primary")
        lines = QVBoxLayout(block)
        lines.setSpacing(theme.tokens.space.x2)
        lines.addWidget(Paragraph(theme, title, weight="semibold"))
        lines.addWidget(
            Paragraph(
                theme,
                _(
                    "What this computer keeps of the team’s inbox is locked with the passphrase chosen when it joined."
                ),
                ink="text_muted",
            )
        )
        lines.addSpacing(theme.tokens.space.x2)
        lines.addWidget(self.field)
        lines.addWidget(self.button, 0, Qt.AlignmentFlag.AlignTrailing)
        column = QVBoxLayout(self)
        column.addStretch()
        across = QHBoxLayout()  # no alignment: what wraps would get too little height
        across.addStretch()
        across.addWidget(block)
        across.addStretch()
        column.addLayout(across)
        column.addStretch()
        self.field.input.returnPressed.connect(self._give)
        self.button.clicked.connect(self._give)

    def refuse(self) -> None:
        """It was not this one: try again, over what was typed."""
        self.field.set_error(_("This is not the passphrase. Capital letters count."))
        self.button.setEnabled(True)
        self.field.input.selectAll()
        self.field.input.setFocus(Qt.FocusReason.OtherFocusReason)

    def _give(self) -> None:
        if self.button.isEnabled() and self.field.input.text():
            self.field.set_error("")
            self.button.setEnabled(False)
            self.given.emit(self.field.input.text())

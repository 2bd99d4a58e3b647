"""What is handed to somebody who helps, shown whole before anything is copied."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import qVersion
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from app.words import gettext as _
from app.words import language
from ui.theme.theme import Theme
from ui.widgets.button import Button
from ui.widgets.dialog import Dialog
from ui.widgets.labels import Paragraph

WIDTH: Final = 640
TEXT_PX: Final = 360
BESIDES_PX: Final = 240  # title, words, buttons and a window's frame


class DiagnosticsDialog(Dialog):
    """The text, and the button that copies it."""

    def __init__(self, theme: Theme, text: str, parent: QWidget | None = None) -> None:
        super().__init__(theme, _("Diagnostics to copy"), parent)
        room = parent.width() - 48 if parent is not None else theme.px(WIDTH)
        self.setFixedWidth(max(theme.tokens.size.dialog_width, min(theme.px(WIDTH), room)))
        self.text = text
        told = _(
            "For whoever helps you: versions, counts, what was found, the last lines of the log. No names, no "
            "numbers, no messages. Read it, then copy it."
        )
        self.body.addWidget(Paragraph(theme, told, ink="text_muted"))
        self.shown = QPlainTextEdit()
        self.shown.setReadOnly(True)
        self.shown.setTabChangesFocus(True)
        self.shown.setAccessibleName(_("Diagnostics"))
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        font.setPixelSize(theme.px(12))
        self.shown.setFont(font)
        self.shown.setPlainText(text)
        self.shown.setFixedHeight(self.room(TEXT_PX, BESIDES_PX, 120))
        self.body.addWidget(self.shown)
        self.said = Paragraph(theme, role="small", ink="success")
        self.copy = Button(theme, _("Copy"), kind="primary", icon="copy")
        self.close_button = Button(theme, _("Close"))
        self.buttons.addWidget(self.said, 1)
        self.buttons.addWidget(self.close_button)
        self.buttons.addWidget(self.copy)
        self.copy.clicked.connect(self._copy)
        self.close_button.clicked.connect(self.reject)
        self.copy.setFocus()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text)
        self.said.set_text(_("Copied."))


def system_facts() -> dict[str, str]:
    """What the window alone knows of the computer."""
    return {
        "qt": qVersion(),
        "screen": QGuiApplication.platformName(),
        "language": language(),
    }

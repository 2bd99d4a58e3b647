"""The line below the text: emoji, files, voice, the link's preview, how long it is, and the button that sends."""

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.words import gettext as _
from ui.keys import KEYS, KeyId
from ui.theme.icons import IconName
from ui.theme.theme import Theme
from ui.widgets.button import Button, IconButton
from ui.widgets.labels import Label, set_tip

TOOL_LINE: Final = 44
COUNT_FROM: Final = 200  # characters before the limit: from here on they are counted in view
HINT_FROM_PX: Final = 520  # a narrower line has no room for the hint


class ToolLine(QWidget):
    """`emoji_asked`, `attach_asked`, `record_asked`, `quick_asked`, `template_asked`, `later_asked`, `send_asked`;
    `preview_changed(is_on)` for the preview of a link.
    """

    emoji_asked = Signal()
    attach_asked = Signal()
    record_asked = Signal()
    quick_asked = Signal()
    template_asked = Signal()
    later_asked = Signal()
    send_asked = Signal()
    preview_changed = Signal(bool)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._is_over = False
        self.emoji = _tool(theme, "smile", _("Emoji"), "emoji")
        self.attach = _tool(theme, "paperclip", _("Attach"), "attach")
        self.record = _tool(theme, "mic", _("Record a voice message"), "record")
        self.quick = IconButton(theme, "zap", _("Quick replies"), tip=_("Quick replies (/)"))
        self.quick.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the keyboard where one writes
        self.template = IconButton(theme, "layout-template", _("Choose a template"))
        self.later = IconButton(theme, "calendar-clock", _("Send later"))
        self.preview = IconButton(theme, "link", _("Show a preview of the link"), is_checkable=True)
        self.preview.setChecked(True)
        self.preview.hide()
        self.count = Label(theme, role="small", ink="text_faint", tabular=True)
        self.hint = Label(theme, _("Shift ⏎ for a new line"), role="small", ink="text_muted")
        self.send_button = Button(theme, _("Send"), kind="primary", icon="send", key_hint="⏎")
        self._lay_out()
        self.emoji.clicked.connect(self.emoji_asked)
        self.attach.clicked.connect(self.attach_asked)
        self.record.clicked.connect(self.record_asked)
        self.quick.clicked.connect(self.quick_asked)
        self.template.clicked.connect(self.template_asked)
        self.later.clicked.connect(self.later_asked)
        self.send_button.clicked.connect(self.send_asked)
        self.preview.toggled.connect(self._preview_toggled)

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 0, 8, 0)
        row.setSpacing(0)
        tools = (self.emoji, self.attach, self.record, self.quick, self.template, self.later, self.preview)
        for part in tools:
            row.addWidget(part)
        row.addSpacing(12)
        row.addWidget(self.count)
        row.addStretch(1)
        row.addWidget(self.hint)
        row.addSpacing(12)
        row.addWidget(self.send_button)
        self.settle()

    def settle(self) -> None:
        """Height at the person's text size."""
        self.setFixedHeight(self._theme.px(TOOL_LINE))

    def show_count(self, length: int, limit: int) -> None:
        """Nothing while there is room, then how much is left, then what to do."""
        self._is_over = length > limit
        words = f"{length} / {limit}" if length >= limit - COUNT_FROM else ""
        if self._is_over:
            words = _("{length} of {limit} characters: shorten it or send it in two.").format(
                length=length, limit=limit
            )
        self.count.set_ink("danger" if self._is_over else "text_faint")
        self.count.setText(words)
        self._settle_hint()

    def show_preview(self, *, has_link: bool) -> None:
        """The switch for the link's preview is there when there is a link."""
        self.preview.setVisible(has_link)

    @property
    def has_preview(self) -> bool:
        """Whether the first link shall show what it leads to."""
        return not self.preview.isHidden() and self.preview.isChecked()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The hint goes first where room is short."""
        super().resizeEvent(event)
        self._settle_hint()

    def _settle_hint(self) -> None:
        self.hint.setVisible(not self._is_over and self.width() >= self._theme.px(HINT_FROM_PX))

    def _preview_toggled(self, is_on: bool) -> None:
        name = _("Show a preview of the link") if is_on else _("No preview of the link")
        self.preview.setAccessibleName(name)
        set_tip(self.preview, name)
        self.preview_changed.emit(is_on)


def _tool(theme: Theme, icon: IconName, name: str, key: KeyId) -> IconButton:
    return IconButton(theme, icon, name, tip=f"{name} ({KEYS[key].sequence})")

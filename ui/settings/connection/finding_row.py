"""One finding on screen: how it stands, by icon and word, what it means, what to do, and the button that does it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from app.domain.findings import Act, Finding, State
from app.words import gettext as _
from app.words.findings import advice, button, sentence, title
from ui.kit import Kit
from ui.plain import isolated
from ui.theme.icons import IconName
from ui.widgets.button import Button
from ui.widgets.labels import ElidedLabel, Label, Paragraph
from ui.widgets.paint_chip import Chip, Tone
from ui.widgets.small_parts import ChipView
from ui.widgets.surfaces import tight

BESIDE_FROM: Final = 560  # narrower, the button stands below the words
OWN: Final = "here_"  # how the codes of what a computer knows by itself begin
LOOKS: Final[Mapping[State, tuple[Tone, IconName]]] = {
    "bad": ("danger", "circle-alert"),
    "warning": ("warning", "triangle-alert"),
    "notice": ("info", "info"),
    "unknown": ("neutral", "circle-help"),
    "good": ("success", "circle-check"),
}


class FindingRow(QWidget):
    """`acted(act)` when its button is pressed. `can_act`: whether what would mend it can be gone to from here."""

    acted = Signal(str)

    def __init__(self, kit: Kit, finding: Finding, *, can_act: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.finding = finding
        self._theme = theme = kit.theme
        now = kit.clock.now()
        name, state = title(finding.check), state_words(finding.state)
        said, advised = sentence(finding, kit.formats, now), advice(finding, kit.formats, now)
        head = tight(QHBoxLayout())
        head.setSpacing(theme.tokens.space.x2)
        tone, icon = LOOKS[finding.state]
        head.addWidget(Label(theme, name, weight="medium"))
        about = _("this computer") if finding.code.startswith(OWN) else isolated(finding.about)
        if about:
            head.addWidget(ElidedLabel(theme, about, ink="text_muted"))
        head.addWidget(ChipView(theme, Chip(state, tone, icon)))
        head.addStretch(1)
        words = tight(QVBoxLayout())
        words.setSpacing(2)
        words.addLayout(head)
        words.addWidget(Paragraph(theme, said))
        if advised:
            words.addWidget(Paragraph(theme, advised, ink="text_muted"))
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(16, 12, 16, 12)
        self._row.setSpacing(theme.tokens.space.x4)
        self._row.addLayout(words, 1)
        self.button = _button_of(kit, finding.act) if can_act else None
        if self.button is not None:
            self.button.clicked.connect(lambda: self.acted.emit(finding.act))
            self._row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
        self.setAccessibleName(". ".join(part for part in (name, about, state, said, advised) if part))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The button beside the words where there is room."""
        super().resizeEvent(event)
        is_wide = event.size().width() >= self._theme.px(BESIDE_FROM)
        directions = QBoxLayout.Direction
        self._row.setDirection(directions.LeftToRight if is_wide else directions.TopToBottom)


def state_words(state: State) -> str:
    """How it stands, in a word."""
    return {
        "bad": _("Wrong"),
        "warning": _("Needs a look"),
        "notice": _("Good to know"),
        "unknown": _("Not known"),
        "good": _("Good"),
    }[state]


def _button_of(kit: Kit, act: Act | None) -> Button | None:
    return None if act is None else Button(kit.theme, button(act))

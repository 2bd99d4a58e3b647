"""What is encrypted where, and who can read what: before a number is connected and ever after. Needs no desk."""

from __future__ import annotations

from typing import Final, Literal

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from app.domain.records import record
from app.words import gettext as _
from ui.settings.list_and_sheet import scrolled
from ui.theme.icons import IconName
from ui.theme.theme import Theme
from ui.widgets.button import Button
from ui.widgets.dialog import Dialog
from ui.widgets.labels import Label, Paragraph
from ui.widgets.paint_chip import Chip, Tone
from ui.widgets.small_parts import ChipView
from ui.widgets.spoken_role import speak_as
from ui.widgets.surfaces import Card, Line, Surface, tight

WIDTH: Final = 760
TABLE_PX: Final = 460
BESIDES_PX: Final = 200
PLACE_PX: Final = 200
BESIDE_FROM: Final = 520
SCROLL_PX: Final = 16  # the bar has its own room
Verdict = Literal["encrypted", "partly", "readable", "nothing"]
_LOOKS: Final[dict[Verdict, tuple[Tone, IconName]]] = {
    "encrypted": ("success", "lock"),
    "partly": ("warning", "info"),
    "readable": ("warning", "eye"),
    "nothing": ("neutral", "check"),
}


@record
class Where:
    """One place: whether it is encrypted there, and who can read it."""

    place: str
    verdict: Verdict
    words: str


class PrivacyTable(Surface):
    """Every place that a message passes or lies in, one below the other."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "surface_raised", parent=parent)
        self.lines: list[PrivacyLine] = []
        column = tight(QVBoxLayout(self))
        column.setContentsMargins(0, 0, SCROLL_PX, 0)
        column.setSpacing(theme.tokens.space.x2)
        for head, places in (
            (_("Where messages lie"), _at_rest()),
            (_("On the way"), _on_the_way()),
            (_("Who else is there"), _others()),
        ):
            column.addWidget(Label(theme, head, weight="semibold"))
            card = Card(theme)
            inside = tight(QVBoxLayout(card))
            inside.setContentsMargins(1, 1, 1, 1)
            for number, where in enumerate(places):
                if number:
                    inside.addWidget(Line(theme))
                line = PrivacyLine(theme, where)
                self.lines.append(line)
                inside.addWidget(line)
            column.addWidget(card)
            column.addSpacing(theme.tokens.space.x2)
        column.addStretch(1)


class PrivacyLine(QWidget):
    """The place, its verdict by icon and word, and the sentence beside it or below."""

    def __init__(self, theme: Theme, where: Where) -> None:
        super().__init__()
        self.where = where
        self._theme = theme
        tone, icon = _LOOKS[where.verdict]
        verdict = verdict_words(where.verdict)
        left = QWidget()
        column = tight(QVBoxLayout(left))
        column.setSpacing(4)
        column.addWidget(Paragraph(theme, where.place, weight="medium"))
        column.addWidget(ChipView(theme, Chip(verdict, tone, icon)), 0, Qt.AlignmentFlag.AlignLeading)
        column.addStretch(1)
        self._left = left
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(16, 12, 16, 12)
        self._row.setSpacing(theme.tokens.space.x3)
        self._row.addWidget(left)
        self._row.addWidget(Paragraph(theme, where.words, ink="text_muted"), 1)
        self.setAccessibleName(f"{where.place}: {verdict}. {where.words}")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The sentence below its place where both do not fit side by side."""
        super().resizeEvent(event)
        is_wide = event.size().width() >= self._theme.px(BESIDE_FROM)
        directions = QBoxLayout.Direction
        self._row.setDirection(directions.LeftToRight if is_wide else directions.TopToBottom)
        self._left.setMaximumWidth(self._theme.px(PLACE_PX) if is_wide else event.size().width())
        self._left.setMinimumWidth(self._theme.px(PLACE_PX) if is_wide else 0)


class PrivacyDialog(Dialog):
    """The table over any window; Escape closes it."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, _("What is encrypted where"), parent)
        room = parent.width() - 48 if parent is not None else theme.px(WIDTH)
        self.setFixedWidth(max(theme.tokens.size.dialog_width, min(theme.px(WIDTH), room)))
        self.table = PrivacyTable(theme)
        self.pane = scrolled(self.table)
        self.pane.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # the arrows read on
        self.pane.setAccessibleName(self.windowTitle())
        speak_as(self.pane, "Document")
        self.pane.setFixedHeight(self.room(TABLE_PX, BESIDES_PX, 160))
        self.body.addWidget(self.pane)
        close = Button(theme, _("Close"))
        close.clicked.connect(self.reject)
        self.buttons.addStretch(1)
        self.buttons.addWidget(close)
        self.pane.setFocus()


def verdict_words(verdict: Verdict) -> str:
    """How it stands there, in a word."""
    return {
        "encrypted": _("Encrypted"),
        "partly": _("It depends"),
        "readable": _("Readable there"),
        "nothing": _("Sees nothing"),
    }[verdict]


def _at_rest() -> tuple[Where, ...]:
    return (
        Where(
            _("This computer"),
            "encrypted",
            _(
                "Messages, contacts, drafts, the search and the files of messages are encrypted. The key is in the "
                "computer’s keyring, or is made from your passphrase; whoever is logged in here with Comptoir open "
                "reads everything. A file that you open in another program or save lies there as it is. Practice "
                "customers are invented, and their key is no secret."
            ),
        ),
        Where(
            _("The hub"),
            "partly",
            _(
                "A hub that Comptoir starts on this computer is always encrypted, with a key made from yours. A hub on "
                "a server is encrypted if it was given a data key; without one its files can be read by whoever "
                "manages that server. While it runs, the hub itself reads everything."
            ),
        ),
        Where(
            _("Copies of the hub"),
            "partly",
            _(
                "They are encrypted with the hub’s key, files of messages included, or not at all where the hub has "
                "none. Without the key nobody opens them, you neither: keep it in a second place."
            ),
        ),
        Where(
            _("The access to WhatsApp"),
            "partly",
            _(
                "On one computer it lies in the encrypted file of this computer. On a server it lies where the server "
                "keeps its secrets. It is in no copy, no log and no message."
            ),
        ),
        Where(
            _("What you export"),
            "readable",
            _("Exports, printed reports and calendar files are not encrypted: keep them as you keep paper."),
        ),
    )


def _on_the_way() -> tuple[Where, ...]:
    return (
        Where(
            _("Between computers and hub"),
            "encrypted",
            _(
                "Always over https; anything else is refused. Only a hub on this very computer is spoken to without, "
                "and that never leaves the computer."
            ),
        ),
        Where(
            _("Between hub and Meta"),
            "encrypted",
            _("Always over https. Comptoir checks that each notice really comes from Meta."),
        ),
        Where(
            _("A tunnel, where you use one"),
            "partly",
            _(
                "A tunnel gives a computer at home an address on the internet. Whoever runs it usually ends the "
                "encryption there and could read what passes. A server of your own with its own certificate has "
                "nobody between Meta and you."
            ),
        ),
    )


def _others() -> tuple[Where, ...]:
    return (
        Where(
            _("Meta (WhatsApp)"),
            "readable",
            _(
                "Businesses that write with a program use WhatsApp’s service at Meta. There the text is decrypted, so "
                "that it can be handed to you and sent for you: Meta can read the messages between your customers and "
                "you. It is not the encryption from phone to phone of private talks."
            ),
        ),
        Where(
            _("The customer’s phone"),
            "readable",
            _("What you send is on their phone and in their own backups; you cannot take it back there."),
        ),
        Where(
            _("Alerts by e-mail"),
            "partly",
            _(
                "They say how many people wait and since when, and whether Meta reaches you: no name, no number, no "
                "text. Whoever carries your e-mail sees that much."
            ),
        ),
        Where(
            _("The makers of Comptoir"),
            "nothing",
            _(
                "Comptoir reports nothing to anybody: there is no account with us and no counting of what you do."
            ),
        ),
    )

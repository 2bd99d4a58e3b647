"""The first run, for somebody who has just installed Comptoir: three doors, in the language they choose.

Below what three cards need side by side they stand one under the other, and the page scrolls.
"""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.words import gettext as _
from app.words import language
from ui.doors.card import DoorCard, DoorWords
from ui.theme.theme import Theme
from ui.widgets.button import Button
from ui.widgets.labels import Label, Paragraph
from ui.widgets.menu import Menu
from ui.widgets.paint_basic import paint_icon, ratio_of
from ui.widgets.status_bar import StatusBar
from ui.widgets.surfaces import Surface, tight

LANGUAGES: Final = {"fr": "Français", "en": "English"}  # each in its own words
BESIDE_FROM: Final = 1000
CARDS_PX: Final = 1056
ALONE_PX: Final = 560
SIDE: Final = 24
WORDMARK_PX: Final = 40


class DoorsPage(Surface):
    """`chosen(door)`: "practice", "connect" or "join"; `language_chosen(code)`; `kept_asked`: what is kept.

    `copy_asked`: somebody has a copy of what they had. `is_begun`: over the window of a number that is being
    connected; its door, `back` and Escape lead back there.
    """

    chosen = Signal(str)
    language_chosen = Signal(str)
    kept_asked = Signal()
    copy_asked = Signal()

    def __init__(self, theme: Theme, *, is_begun: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(theme, "window", parent=parent)
        self.is_begun = is_begun
        self.setAccessibleName(_("Begin another way") if is_begun else _("Welcome to Comptoir"))
        self.back = Button(theme, _("Back"), kind="quiet", icon="arrow-left")
        name = LANGUAGES.get(language(), LANGUAGES["en"])
        self.languages = Button(
            theme, name, kind="quiet", icon="globe", trailing="chevron-down",
            name=_("Language: {name}").format(name=name),
        )  # fmt: skip
        doors = enumerate(door_words(is_begun=is_begun))
        self.cards = [DoorCard(theme, words, is_first=place == 0) for place, words in doors]
        self.notice = Paragraph(theme, "", ink="danger", is_centered=True)
        self.copy = Button(theme, _("I have a copy of our data"), kind="link", height="tiny")
        self.kept = Button(theme, _("What we keep, and where"), kind="link", height="tiny")
        self.status = StatusBar(theme)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._row_ground = QWidget()
        self._lay_out()
        self.languages.clicked.connect(self._open_languages)
        self.back.clicked.connect(lambda: self.chosen.emit("connect"))
        self.back.setVisible(is_begun)
        for part in (self.languages, self.kept):  # a desk that is open has them among its settings
            part.setVisible(not is_begun)
        self.kept.clicked.connect(self.kept_asked)
        self.copy.clicked.connect(self.copy_asked)
        for card in self.cards:
            card.opened.connect(self.chosen)
        self.status.set_state("neutral", (_("Not connected yet"),))

    def focus_first(self) -> None:
        """Enter opens the first door."""
        self.cards[0].button.setFocus(Qt.FocusReason.OtherFocusReason)

    def wait(self, door: str) -> None:
        """Something begins behind a door: nothing else can be pressed until `rest`."""
        self.notice.set_text("")
        for card in self.cards:
            card.button.setEnabled(False)
        self.languages.setEnabled(False)
        if door == "connect":
            self.status.set_state("warning", (_("Your own inbox is being made on this computer…"),))

    def rest(self, sentence: str = "") -> None:
        """It did not go on; `sentence` says why."""
        self.notice.set_text(sentence)
        self.notice.setVisible(bool(sentence))
        for card in self.cards:
            card.button.setEnabled(True)
        self.languages.setEnabled(True)
        self.status.set_state("neutral", (_("Not connected yet"),))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape leads back to what was begun."""
        if self.is_begun and event.key() == Qt.Key.Key_Escape:
            self.chosen.emit("connect")
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Side by side where there is room."""
        super().resizeEvent(event)
        is_beside = event.size().width() >= self.theme.px(BESIDE_FROM)
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._row.setDirection(across if is_beside else down)
        room = event.size().width() - 2 * SIDE
        self._row_ground.setFixedWidth(min(room, self.theme.px(CARDS_PX if is_beside else ALONE_PX)))

    # -- made once

    def _lay_out(self) -> None:
        theme, space = self.theme, self.theme.tokens.space
        head = QHBoxLayout()
        head.setContentsMargins(12, 16, 12, 0)
        head.addWidget(self.back)
        head.addStretch(1)
        head.addWidget(self.languages)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(SIDE)
        for card in self.cards:
            self._row.addWidget(card, 1)
        self._row_ground.setLayout(self._row)
        inside = Surface(theme, "window")
        column = tight(QVBoxLayout(inside))
        column.addLayout(head)
        column.addStretch(2)
        column.addWidget(_Wordmark(theme), 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(space.x6)
        asks, says = (
            _("Welcome. Where shall we begin?"),
            _("Try it first if you are not sure: there is no hurry."),
        )
        if self.is_begun:
            asks, says = _("How would you like to begin?"), _("What you typed so far is kept.")
        column.addWidget(Paragraph(theme, asks, role="display", weight="semibold", is_centered=True))
        column.addSpacing(space.x1)
        column.addWidget(Paragraph(theme, says, role="lead", ink="text_muted", is_centered=True))
        column.addSpacing(space.x6)
        self.notice.hide()
        column.addWidget(self.notice)
        column.addSpacing(space.x2)
        column.addLayout(_middle(self._row_ground))
        column.addSpacing(space.x4)
        column.addWidget(self.copy, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(space.x6)
        column.addStretch(3)
        column.addLayout(self._foot())
        column.addSpacing(space.x4)
        scroll = QScrollArea()
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(inside)
        whole = tight(QVBoxLayout(self))
        whole.addWidget(scroll, 1)
        whole.addWidget(self.status)

    def _foot(self) -> QHBoxLayout:
        theme = self.theme
        row = QHBoxLayout()
        row.setSpacing(theme.tokens.space.x2)
        row.addStretch(1)
        row.addWidget(_Lock(theme))
        says = _("Your messages are encrypted on this computer.")
        row.addWidget(Label(theme, says, role="small", ink="text_muted"))
        row.addWidget(self.kept)
        row.addStretch(1)
        return row

    def _open_languages(self) -> None:
        menu = Menu(self.theme, _("Language"), self)
        menu.aboutToHide.connect(menu.deleteLater)
        for code, name in LANGUAGES.items():
            menu.add(name, partial(self.language_chosen.emit, code), is_checked=code == language())
        menu.open_below(self.languages)


def door_words(*, is_begun: bool = False) -> tuple[DoorWords, ...]:
    """The three doors, in their order; with `is_begun` the second one leads on."""
    hour, connect = _("About an hour, with Meta’s pages"), _("Connect a number")
    if is_begun:
        hour, connect = _("It goes on where you stopped"), _("Go on connecting")
    return (
        DoorWords(
            "practice", "graduation-cap", _("Try with practice customers"),
            _("An imaginary salon with its conversations, appointments and quotes. Nobody receives anything."),
            (_("No account to create"), _("Everything works as in real life"), _("Erased with one click")),
            _("Ready in 10 seconds"), _("Try it now"),
        ),
        DoorWords(
            "connect", "smartphone", _("Connect my WhatsApp number"),
            _("As a rule the number leaves the WhatsApp app of the phone, unless you go through a partner."),
            (_("You can use a second number"), _("A test message at the end"), _("You can stop and go on later")),
            hour, connect,
        ),
        DoorWords(
            "join", "users-round", _("Join my team"),
            _("Your business already uses Comptoir? Ask whoever runs it for an invitation code."),
            (_("Your conversations are waiting"), _("Your name on your answers"), _("Nothing else to install")),
            _("Less than a minute"), _("Enter my code"),
        ),
    )  # fmt: skip


def _middle(widget: QWidget) -> QHBoxLayout:
    """No alignment: what wraps would get too little height."""
    row = QHBoxLayout()
    row.addStretch(1)
    row.addWidget(widget)
    row.addStretch(1)
    return row


class _Wordmark(QWidget):
    """Comptoir's name as it is drawn."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setAccessibleName("Comptoir")
        self.setFixedSize(round(WORDMARK_PX * 276 / 64), WORDMARK_PX)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The artwork."""
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._theme.artwork("wordmark", WORDMARK_PX, ratio_of(painter)))


class _Lock(QWidget):
    """The mark before the sentence about encryption."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setFixedSize(theme.tokens.icon.normal, theme.tokens.icon.normal)

    def sizeHint(self) -> QSize:
        """One icon."""
        return QSize(self._theme.tokens.icon.normal, self._theme.tokens.icon.normal)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The lock."""
        theme, size = self._theme, self._theme.tokens.icon.normal
        paint_icon(QPainter(self), QRectF(self.rect()), theme, "lock", size, theme.colors.text_muted)

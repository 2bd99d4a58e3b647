"""What the sections of the panel are made of: the box with its title, a value that is pressed, a choice below it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from app.domain.errors import ComptoirError
from app.domain.ids import ContactId, ConversationId, MessageId
from app.words import sentences
from ui.kit import Kit
from ui.teamwork.finder import Choice, fits
from ui.teamwork.popover import Popover
from ui.teamwork.undoing import Show
from ui.theme.icons import IconName
from ui.theme.style import wants_ring
from ui.theme.theme import Theme
from ui.theme.tokens import Weight
from ui.widgets.button import IconButton
from ui.widgets.labels import Ink, Label, ink_color, set_tip
from ui.widgets.paint_basic import Strip, elided, fill_round, is_rtl, paint_icon, paint_text
from ui.widgets.surfaces import Surface

SIDE: Final = 16
ABOVE: Final = 12
ROW: Final = 28
VALUE_PAD: Final = 6
Say = Callable[[str], None]


@dataclass(frozen=True)
class PanelKit:
    """What a section is given. `say`: a sentence above everything; `show_message`: where it stands in its conversation.

    `ask_number`: ask the person for it in the conversation that is open. `begun`: words that are not kept yet, by
    person and place, so that nothing typed is lost when another conversation is opened.
    """

    kit: Kit
    say: Say
    show_message: Callable[[ConversationId, MessageId], None]
    ask_number: Callable[[], None]
    begun: dict[tuple[ContactId, str], str] = field(default_factory=dict)
    show: Show | None = None  # tells what was done where Ctrl+Z takes it back
    show_deal: Callable[[str], object] = lambda _deal_id: None  # its sheet, on the board
    show_appointment: Callable[[str], object] = lambda _appointment_id: None  # its sheet, in the agenda

    @property
    def theme(self) -> Theme:
        """The theme in force."""
        return self.kit.theme

    def ask(
        self,
        work: Callable[[], Awaitable[object]],
        refused: Say | None = None,
        done: Callable[[], None] | None = None,
    ) -> None:
        """Do it; `refused` hears the sentence when it was not done (without it, it is said above everything)."""
        self.kit.tasks.spawn(self._do(work, refused or self.say, done), "contact panel")

    async def _do(
        self, work: Callable[[], Awaitable[object]], refused: Say, done: Callable[[], None] | None
    ) -> None:
        try:
            await work()
        except ComptoirError as error:
            refused(sentences.refusal(error.code, error.facts))
        else:
            if done is not None:
                done()


class SectionBox(Surface):
    """A title, perhaps one button at its end, and what a section puts below: `column`, `lines` of values, `foot`.

    The words of a `ValueButton` among the lines stand below the title, though its ground is wider.
    """

    def __init__(
        self, theme: Theme, title: str, action: IconName | None = None, action_name: str = ""
    ) -> None:
        super().__init__(theme, "surface", edges=("bottom",))
        self.action = IconButton(theme, action, action_name, height="small") if action is not None else None
        self.setAccessibleName(title)
        head = QHBoxLayout()
        head.setContentsMargins(VALUE_PAD, 0, VALUE_PAD, 0)
        head.addWidget(Label(theme, title, role="small", weight="semibold", ink="text_muted"), 1)
        if self.action is not None:
            head.addWidget(self.action)
        self.column, self.lines, self.foot = QVBoxLayout(), QVBoxLayout(), QVBoxLayout()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(SIDE - VALUE_PAD, ABOVE, SIDE - VALUE_PAD, ABOVE + 1)
        whole.setSpacing(theme.tokens.space.x1)
        whole.addLayout(head)
        for part in (self.column, self.lines, self.foot):
            pad = 0 if part is self.lines else VALUE_PAD
            part.setContentsMargins(pad, 0, pad, 0)
            part.setSpacing(0)
            whole.addLayout(part)


class ValueButton(QPushButton):
    """One line of a value: pressed to change or to copy it. `faint`: what stands there while there is none."""

    def __init__(
        self, theme: Theme, name: str, faint: str = "", *, icon: IconName | None = None, is_bold: bool = False
    ) -> None:
        super().__init__()
        self._theme, self._name, self._faint = theme, name, faint
        self._icon: IconName | None = icon
        self._weight: Weight = "semibold" if is_bold else "regular"
        self._words = ""
        self._detail = ""
        self._ink: Ink = "text"
        self.setAutoDefault(False)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        wants_ring(self, theme.tokens.radius.chip)
        theme.changed.connect(self.updateGeometry)
        self.show_value("")

    def show_value(self, words: str, detail: str = "", ink: Ink = "text", tip: str = "") -> None:
        """What it holds; `detail` stands at its end."""
        self._words, self._detail, self._ink = words, detail, ink
        spoken = ", ".join(part for part in (words or self._faint, detail) if part)
        self.setAccessibleName(f"{self._name}: {spoken}" if self._name else spoken)
        set_tip(self, tip or words)
        self.update()

    @property
    def words(self) -> str:
        """What is shown."""
        return self._words

    def sizeHint(self) -> QSize:
        """One line."""
        return QSize(120, self._theme.px(ROW))

    def minimumSizeHint(self) -> QSize:
        """Elided where room is short."""
        return QSize(60, self._theme.px(ROW))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses it, as the blank does."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """It is painted anew under the pointer."""
        if event.type() in (QEvent.Type.HoverEnter, QEvent.Type.HoverLeave):
            self.update()
        return super().event(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Ground under the pointer, icon, words, detail."""
        theme, c, painter = self._theme, self._theme.colors, QPainter(self)
        painter.setLayoutDirection(self.layoutDirection())
        if self.underMouse() and self.isEnabled():
            fill_round(painter, QRectF(self.rect()), c.surface_hover, theme.tokens.radius.chip)
        strip = Strip(QRectF(self.rect()).adjusted(VALUE_PAD, 0, -VALUE_PAD, 0), is_rtl=is_rtl(painter))
        if self._icon is not None:
            size = theme.tokens.icon.normal
            paint_icon(painter, strip.leading(size, VALUE_PAD), theme, self._icon, size, c.text_faint)
        if self._detail:
            metrics = theme.metrics("small")
            width = min(metrics.horizontalAdvance(self._detail) + 1, strip.rest.width() * 0.6)
            box = strip.trailing(width, VALUE_PAD)
            paint_text(painter, box, theme, elided(metrics, self._detail, width), c.text_muted, role="small")
        ink = ink_color(theme, self._ink) if self._words else c.text_faint
        paint_text(painter, strip.rest, theme, self._words or self._faint, ink, weight=self._weight)


class PickList(Popover):
    """Choices at a value, found by typing. `taken` is told the choice's id; it closes then."""

    def __init__(
        self, theme: Theme, name: str, choices: Sequence[Choice], anchor: QWidget, taken: Say
    ) -> None:
        self._choices = list(choices)
        super().__init__(theme, name, self._offer, anchor.window())
        self._taken = taken
        self.finder.taken.connect(self._take)

    def _offer(self, words: str) -> list[Choice]:
        return [choice for choice in self._choices if fits(words, choice.name)]

    def _take(self, choice_id: str) -> None:
        self.close()
        self._taken(choice_id)

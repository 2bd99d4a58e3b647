"""One stage in the editor: its grip, colour, name, odds, days and menu on one line."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.domain.deals import COLOURS, DAYS_MAX, NAME_MAX_CHARS, Stage
from app.domain.money import ODDS_MAX
from app.words import gettext as _
from ui.contacts.panel.parts import PickList
from ui.deals.board.head_painter import stage_ink
from ui.deals.words import stage_name
from ui.plain import isolated, shown_name
from ui.teamwork.finder import Choice
from ui.theme.style import wants_ring
from ui.theme.theme import Theme
from ui.widgets.button import IconButton
from ui.widgets.inputs import Input
from ui.widgets.labels import Paragraph, set_tip
from ui.widgets.menu import Menu
from ui.widgets.paint_basic import centered, fill_round

GRIP: Final = 28
NUMBER_PX: Final = 68
GAP: Final = 8
MENU_PX: Final = 32
SWATCH: Final = 12


def colour_words(colour: str) -> str:
    """What a colour is called."""
    return {
        "neutral": _("Grey"), "info": _("Blue"), "accent": _("Teal"), "success": _("Green"), "warning": _("Amber"),
        "danger": _("Red"),
    }.get(colour, colour)  # fmt: skip


class Grip(QPushButton):
    """Dragged, or moved with the arrow keys. `moved(-1 or 1)`, `dragged(y in its row's parent)`, `dropped`."""

    moved = Signal(int)
    dragged = Signal(int)
    dropped = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self.setFixedSize(GRIP, theme.px(theme.tokens.size.input))
        wants_ring(self, theme.tokens.radius.chip)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Held and moved: the row follows."""
        row = self.parentWidget()
        if event.buttons() & Qt.MouseButton.LeftButton and row is not None:
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
            self.dragged.emit(row.y() + self.mapTo(row, event.position().toPoint()).y())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go."""
        super().mouseReleaseEvent(event)
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self.dropped.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and down move the stage."""
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self.moved.emit(step)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Six dots."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colors.text_faint)
        middle = QRectF(self.rect()).center()
        for x in (-3, 3):
            for y in (-5, 0, 5):
                painter.drawEllipse(middle + QPointF(x, y), 1.5, 1.5)


class ColourButton(QPushButton):
    """A swatch; its name says the colour."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.colour = COLOURS[0]
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFixedSize(QSize(GRIP, theme.px(theme.tokens.size.input)))
        wants_ring(self, theme.tokens.radius.chip)

    def show_colour(self, colour: str) -> None:
        """Another one."""
        self.colour = colour
        words = _("Colour: {colour}").format(colour=colour_words(colour))
        self.setAccessibleName(words)
        set_tip(self, words)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The mark as it stands over its column; an empty one for none."""
        painter, theme = QPainter(self), self._theme
        ink = stage_ink(theme, self.colour)
        edge = theme.colors.border_control if ink is None else None
        fill_round(
            painter, centered(QRectF(self.rect()), SWATCH, SWATCH), ink, theme.tokens.radius.small, edge
        )


class StageRow(QWidget):
    """`changed` when something of it is another; `move_asked(-1 or 1)`, `remove_asked`, and its grip's own."""

    changed = Signal()
    move_asked = Signal(int)
    remove_asked = Signal()

    def __init__(self, theme: Theme, stage: Stage) -> None:
        super().__init__()
        self._theme, self._stage = theme, stage
        self.grip = Grip(theme)
        self.colour = ColourButton(theme)
        self.name = Input(theme, _("Name of the stage"))
        self.odds = Input(theme, _("Odds, of a hundred"))
        self.target = Input(theme, _("Days it should take"), placeholder=_("none"))
        self.quiet = Input(theme, _("Working days without a word until it is going quiet"))
        self.more = IconButton(theme, "ellipsis", _("More about this stage"))
        self.error = Paragraph(theme, role="small", ink="danger")
        self._lay_out()
        self.show_stage(stage)
        for line in self.lines:
            line.textEdited.connect(self._edited)
        self.grip.moved.connect(self.move_asked)
        self.colour.clicked.connect(self._choose_colour)
        self.more.clicked.connect(self._open_menu)

    @property
    def lines(self) -> tuple[Input, ...]:
        """What is typed in it."""
        return self.name, self.odds, self.target, self.quiet

    def _lay_out(self) -> None:
        line = QHBoxLayout()
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(GAP)
        line.addWidget(self.grip)
        line.addWidget(self.colour)
        line.addWidget(self.name, 1)
        for part in (self.odds, self.target, self.quiet):
            part.setFixedWidth(self._theme.px(NUMBER_PX))
            part.setMaxLength(6)
            line.addWidget(part)
        line.addWidget(self.more)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(line)
        column.addWidget(self.error)
        self.error.hide()

    @property
    def stage_id(self) -> str:
        """Which one it is."""
        return self._stage.stage_id

    @property
    def stage(self) -> Stage:
        """What is written now; a figure that cannot be read is as it was (`problem` tells)."""
        was, target = self._stage, self.target.text().strip()
        return replace(
            was,
            name=self._name,
            odds=_whole(self.odds.text(), 0, ODDS_MAX, was.odds),
            target_days=_whole(target, 1, DAYS_MAX, was.target_days or 1) if target else None,
            quiet_days=_whole(self.quiet.text(), 1, DAYS_MAX, was.quiet_days),
            colour=self.colour.colour,
        )

    @property
    def shown_name(self) -> str:
        """What it is called now."""
        return shown_name(" ".join(self.name.text().split()) or stage_name(self._stage) or "?")

    @property
    def _name(self) -> str:
        """The first stages have no name of their own until somebody writes one."""
        typed = " ".join(self.name.text().split())
        return "" if not self._stage.name and typed == stage_name(self._stage) else typed

    def show_stage(self, stage: Stage) -> None:
        """Another form of it."""
        self._stage = stage
        self.name.setText(stage.name or (stage_name(stage) if stage.stage_id else ""))
        self.odds.setText(str(stage.odds))
        self.target.setText("" if stage.target_days is None else str(stage.target_days))
        self.quiet.setText(str(stage.quiet_days))
        self.colour.show_colour(stage.colour)
        self._named()
        self.set_error("")

    def problem(self) -> str:
        """The sentence on what is wrong in it, "" for nothing; the line is marked."""
        name = " ".join(self.name.text().split())
        days = _("Days are a whole number from 1 to {most}.").format(most=DAYS_MAX)
        found = (
            (self.name, _("Give the stage a name.") if not name else ""),
            (self.name, _name_too_long(name)),
            (self.odds, _if_bad(self.odds, 0, ODDS_MAX, _("Odds are a whole number from 0 to 100."))),
            (self.target, _if_bad(self.target, 1, DAYS_MAX, days) if self.target.text().strip() else ""),
            (self.quiet, _if_bad(self.quiet, 1, DAYS_MAX, days)),
        )
        line, sentence = next(((line, said) for line, said in found if said), (None, ""))
        self.set_error(sentence, line)
        return sentence

    def set_error(self, sentence: str, line: Input | None = None) -> None:
        """What is wrong, below the line."""
        for one in self.lines:
            one.set_error(sentence if one is line else "")
        self.error.set_text(sentence)
        self.error.setVisible(bool(sentence))

    def _edited(self) -> None:
        self.set_error("")
        self._named()
        self.changed.emit()

    def _named(self) -> None:
        name = isolated(self.shown_name)
        words = _("Move {stage}: drag it, or press up and down").format(stage=name)
        self.grip.setAccessibleName(words)
        set_tip(self.grip, words)
        self.more.setAccessibleName(_("More about {stage}").format(stage=name))

    def _choose_colour(self) -> None:
        choices = [
            Choice(colour, colour_words(colour), mark="check" if colour == self.colour.colour else None)
            for colour in COLOURS
        ]
        PickList(self._theme, _("Colour"), choices, self.colour, self._take_colour).open_at(self.colour)

    def _take_colour(self, colour: str) -> None:
        self.colour.show_colour(colour)
        self.changed.emit()

    def _open_menu(self) -> None:
        menu = Menu(self._theme, _("More about this stage"), self)
        menu.add(_("Move up"), lambda: self.move_asked.emit(-1), icon="arrow-up")
        menu.add(_("Move down"), lambda: self.move_asked.emit(1), icon="arrow-down")
        menu.add(_("Remove the stage…"), self.remove_asked.emit, icon="trash-2", is_danger=True)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.open_below(self.more)


def _whole(text: str, least: int, most: int, otherwise: int) -> int:
    typed = text.strip().removesuffix("%").strip()
    is_good = typed.isdecimal() and least <= int(typed) <= most
    return int(typed) if is_good else otherwise


def _if_bad(line: Input, least: int, most: int, sentence: str) -> str:
    typed = line.text().strip().removesuffix("%").strip()
    return "" if typed.isdecimal() and least <= int(typed) <= most else sentence


def _name_too_long(name: str) -> str:
    over = len(name) - NAME_MAX_CHARS
    said = _("This name is {n} characters too long. Nothing of it is lost: shorten it.")
    return said.format(n=over) if over > 0 else ""

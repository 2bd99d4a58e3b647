"""The list of steps beside them: which are done, where one is, what each changed at Meta."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from app.domain.setup import STEPS, Step
from app.words import gettext as _
from app.words.findings import change
from ui.setup.session import SetupSession
from ui.setup.words import step_name
from ui.theme.style import wants_ring
from ui.theme.theme import Theme
from ui.widgets.labels import Paragraph
from ui.widgets.paint_basic import Strip, centered, fill_chosen, fill_round, is_rtl, paint_icon, paint_text
from ui.widgets.surfaces import Surface, tight

WIDTH: Final = 248
MARK: Final = 22


class StepRail(Surface):
    """`chosen(step)`: one that was come to already."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, session: SetupSession, parent: QWidget | None = None) -> None:
        super().__init__(theme, "surface", edges=("trailing",), parent=parent)
        self._session = session
        self.setAccessibleName(_("Steps"))
        self.setFixedWidth(theme.px(WIDTH))
        self.rows: dict[Step, StepRow] = {}
        self._told: dict[Step, Paragraph] = {}
        inside = Surface(theme, "surface")
        column = QVBoxLayout(inside)
        column.setContentsMargins(12, 16, 12, 16)
        column.setSpacing(2)
        for number, step in enumerate(STEPS, start=1):
            row = StepRow(theme, number, step_name(step))
            row.clicked.connect(lambda _is_on=False, step=step: self.chosen.emit(step))
            told = Paragraph(theme, "", role="small", ink="text_muted")
            told.setContentsMargins(MARK + 18, 0, 0, 6)
            told.hide()
            self.rows[step], self._told[step] = row, told
            column.addWidget(row)
            column.addWidget(told)
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inside)
        whole = tight(QVBoxLayout(self))
        whole.setContentsMargins(0, 0, 1, 0)
        whole.addWidget(scroll)
        self.refresh()

    def refresh(self) -> None:
        """As it is now."""
        session, reached = self._session, STEPS.index(self._session.furthest)
        for place, (step, row) in enumerate(self.rows.items()):
            is_done = session.is_passed(step) and step != session.shown
            row.show_state(
                is_here=step == session.shown,
                is_done=is_done,
                is_troubled=session.has_trouble(step),
                is_open=place <= reached,
            )
            codes = [code for where, code in session.state.changed if where == step]
            says = " ".join(filter(None, map(change, codes)))
            self._told[step].set_text(says)
            self._told[step].setVisible(bool(says))


class StepRow(QAbstractButton):
    """One step: its number or mark, and its name."""

    def __init__(self, theme: Theme, number: int, name: str) -> None:
        super().__init__()
        self._theme, self._number = theme, number
        self.setText(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.is_here = self.is_done = self.is_troubled = False
        wants_ring(self, theme.tokens.radius.normal)

    def show_state(self, *, is_here: bool, is_done: bool, is_troubled: bool, is_open: bool) -> None:
        """What it stands at; only one that was come to can be pressed."""
        self.is_here, self.is_done, self.is_troubled = is_here, is_done, is_troubled
        self.setEnabled(is_open)
        states = [(is_here, _("here")), (is_troubled, _("something is wrong")), (is_done, _("done"))]
        said = ", ".join(words for holds, words in states if holds) or _("not yet")
        self.setAccessibleName(f"{self._number}. {self.text()}, {said}")
        self.update()

    def sizeHint(self) -> QSize:
        """One line, high enough to hit."""
        return QSize(WIDTH - 24, self._theme.px(36))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Ground where one is, mark, name."""
        theme, c = self._theme, self._theme.colors
        painter = QPainter(self)
        painter.setLayoutDirection(self.layoutDirection())
        rect = QRectF(self.rect())
        if self.is_here:
            fill_chosen(painter, rect, theme, theme.tokens.radius.normal)
        elif self.underMouse() and self.isEnabled():
            fill_round(painter, rect, c.surface_hover, theme.tokens.radius.normal)
        strip = Strip(rect.adjusted(8, 0, -8, 0), is_rtl=is_rtl(painter))
        mark = centered(strip.leading(MARK, 10), MARK, MARK)
        self._paint_mark(painter, mark)
        ink = c.accent_soft_text if self.is_here else c.text if self.isEnabled() else c.text_faint
        paint_text(
            painter, strip.rest, theme, self.text(), ink, weight="medium" if self.is_here else "regular"
        )

    def _paint_mark(self, painter: QPainter, mark: QRectF) -> None:
        theme, c, size = self._theme, self._theme.colors, self._theme.tokens.icon.normal
        if self.is_troubled:
            paint_icon(painter, mark, theme, "circle-alert", size, c.danger)
        elif self.is_done:
            paint_icon(painter, mark, theme, "circle-check", size, c.success)
        else:
            ground = c.accent if self.is_here else c.surface_hover
            ink = c.accent_text if self.is_here else c.text_muted
            fill_round(painter, mark, ground, MARK / 2)
            paint_text(
                painter, mark, theme, str(self._number), ink, role="small", weight="medium", is_centered=True
            )

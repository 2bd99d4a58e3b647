"""What worked: how many follow-ups were answered within a week, by step and by cause, with the numbers said."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from app.domain.deals import CAUSES
from app.domain.ladder_rows import WhatWorked
from app.domain.quiet_deals import Worked
from app.words import gettext as _
from app.words.going_quiet import FEW, cause_name, share_words
from ui.kit import Kit
from ui.widgets.button import Button
from ui.widgets.dialog import Dialog
from ui.widgets.labels import Label, Paragraph
from ui.widgets.paint_basic import Strip, fill_round, is_rtl, paint_text

WIDTH: Final = 560
ROW: Final = 32
NAME: Final = 150
BAR: Final = 110
BAR_HEIGHT: Final = 8
GAP: Final = 12


class WorkedDialog(Dialog):
    """Shown once, as it is now."""

    def __init__(self, kit: Kit, found: WhatWorked, parent: QWidget | None = None) -> None:
        super().__init__(kit.theme, _("What worked"), parent)
        theme = kit.theme
        self.setFixedWidth(theme.px(WIDTH))
        self.body.addWidget(
            Paragraph(
                theme,
                _("An answer counts for the last follow-up before it when it came within 7 days."),
                ink="text_muted",
            )
        )
        self.steps = Shares(kit, _("By step"), [(_step(one.key), one) for one in found.steps])
        self.causes = Shares(kit, _("By cause"), _by_cause(found.causes))
        for title, part in ((_("By step"), self.steps), (_("By cause"), self.causes)):
            self.body.addSpacing(8)
            self.body.addWidget(Label(theme, title, weight="semibold"))
            self.body.addWidget(part)
        if not found.steps:
            self.body.addWidget(Paragraph(theme, _("No follow-up has gone out yet."), ink="text_muted"))
        close = Button(theme, _("Close"), kind="primary")
        self.buttons.addStretch(1)
        self.buttons.addWidget(close)
        close.clicked.connect(self.accept)
        close.setFocus()


class Shares(QWidget):
    """A line for each: its name, a bar where the share tells anything, and the numbers."""

    def __init__(self, kit: Kit, name: str, rows: Sequence[tuple[str, Worked]]) -> None:
        super().__init__()
        self._theme = kit.theme
        self.rows = list(rows)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        said = [f"{title}: {share_words(one.sent, one.answered)}" for title, one in rows]
        self.setAccessibleName(name)
        self.setAccessibleDescription(". ".join(said))
        self.setVisible(bool(rows))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)

    def sizeHint(self) -> QSize:
        """A row for each."""
        return QSize(300, self._theme.px(ROW) * len(self.rows))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Name, bar, numbers."""
        theme, c = self._theme, self._theme.colors
        painter = QPainter(self)
        painter.setLayoutDirection(self.layoutDirection())
        height = theme.px(ROW)
        for number, (title, one) in enumerate(self.rows):
            strip = Strip(QRectF(0, number * height, self.width(), height), is_rtl=is_rtl(painter))
            paint_text(painter, strip.leading(theme.px(NAME), GAP), theme, title, c.text)
            bar = strip.leading(theme.px(BAR), GAP)
            top = round(bar.center().y() - BAR_HEIGHT / 2)
            track = QRectF(bar.left(), top, bar.width(), BAR_HEIGHT)
            is_telling = one.sent >= FEW  # an empty bar would say that nobody answered
            if is_telling:
                fill_round(painter, track, c.surface_pressed, BAR_HEIGHT / 2)
            share = one.answered / one.sent if is_telling else 0
            if share > 0:
                filled = Strip(track, is_rtl=is_rtl(painter)).leading(max(BAR_HEIGHT, track.width() * share))
                fill_round(painter, filled, c.success_fill, BAR_HEIGHT / 2)
            words = share_words(one.sent, one.answered)
            paint_text(painter, strip.rest, theme, words, c.text_muted, role="small", tabular=True)


def _step(key: str) -> str:
    return _("Message of step {n}").format(n=key)


def _by_cause(causes: Sequence[Worked]) -> list[tuple[str, Worked]]:
    order: dict[str, int] = {cause: number for number, cause in enumerate(CAUSES)}
    there = sorted(causes, key=lambda one: order.get(one.key, len(order)))
    return [(cause_name(one.key or None), one) for one in there]  # type: ignore[arg-type]

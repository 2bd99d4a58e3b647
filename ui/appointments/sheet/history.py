"""All that happened to an appointment, the newest first: painted, as it may be long."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.domain.agenda_rows import AppointmentHistoryRow
from app.words.appointment_lines import history_words
from app.words.formats import Formats
from ui.kit import Kit
from ui.plain import shown_name
from ui.widgets.labels import set_tip
from ui.widgets.paint_basic import Strip, is_rtl, paint_text

MOST: Final = 60
GAP: Final = 6


class HistoryList(QWidget):
    """Two lines for each: what happened, then when and who."""

    def __init__(self, kit: Kit) -> None:
        super().__init__()
        self._kit = kit
        self.lines: list[tuple[str, str]] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        kit.theme.changed.connect(self.updateGeometry)

    def show_rows(self, rows: Sequence[AppointmentHistoryRow], formats: Formats) -> None:
        """Other ones."""
        now = self._kit.clock.now()
        self.lines = [
            (
                history_words(row, formats, now),
                " · ".join(
                    part
                    for part in (formats.moment(row.at, now), shown_name(row.who) if row.who else "")
                    if part
                ),
            )
            for row in rows[:MOST]
        ]
        said = "\n".join(f"{what}, {when}" for what, when in self.lines)
        self.setAccessibleName(said)
        set_tip(self, said)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Its lines."""
        return QSize(200, len(self.lines) * self._height)

    @property
    def _height(self) -> int:
        return 2 * self._kit.theme.line("small") + GAP

    def paintEvent(self, _event: QPaintEvent) -> None:
        """One below the other."""
        theme, c = self._kit.theme, self._kit.theme.colors
        painter = QPainter(self)
        painter.setLayoutDirection(self.layoutDirection())
        small = theme.line("small")
        for number, (what, at) in enumerate(self.lines):
            box = QRectF(0, number * self._height, self.width(), small)
            strip = Strip(box, is_rtl=is_rtl(painter))
            paint_text(painter, strip.rest, theme, what, c.text, role="small")
            paint_text(painter, box.translated(0, small), theme, at, c.text_faint, role="small", tabular=True)

"""The deals behind a figure, beside the tables: as many as it counts, each one opens."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.domain.deal_rows import DealRow
from app.domain.deals import Pipeline
from app.words import gettext as _
from app.words import ngettext
from ui.deals.funnel.words import reason_words
from ui.deals.words import money, stage_name
from ui.kit import Kit
from ui.plain import shown_name
from ui.widgets.button import IconButton
from ui.widgets.labels import Label, Paragraph
from ui.widgets.paint_avatar import Portrait
from ui.widgets.paint_chip import Chip
from ui.widgets.surfaces import Surface
from ui.widgets.two_line_list import ROLE, TwoLineList, TwoLineRow

WIDTH_PX: Final = 360
MOST: Final = 200
_SIDE: Final = 16


class Behind(Surface):
    """`deal_asked(deal_id)` at a press or Enter, `left` when it is closed."""

    deal_asked = Signal(str)
    left = Signal()

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(kit.theme, "surface", edges=("leading",), parent=parent)
        self._kit, theme = kit, kit.theme
        self.title = Paragraph(theme, weight="semibold")
        self.count = Label(theme, role="small", ink="text_muted")
        self.close_button = IconButton(theme, "x", _("Close the list"), height="small")
        self.list = TwoLineList(theme, "behind", _("Deals behind the figure"))
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 12, 0, 0)
        column.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(_SIDE, 0, 8, 0)
        head.setSpacing(8)
        head.addWidget(self.title, 1)
        head.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignTop)
        below = QHBoxLayout()
        below.setContentsMargins(_SIDE, 2, _SIDE, 8)
        below.addWidget(self.count, 1)
        column.addLayout(head)
        column.addLayout(below)
        column.addWidget(self.list, 1)
        self.close_button.clicked.connect(self.left)
        self.list.clicked.connect(self._open)

    def show_deals(
        self, title: str, total: int, rows: Sequence[DealRow], pipelines: Sequence[Pipeline]
    ) -> None:
        """These; `total`: how many the figure counts."""
        number = self._kit.formats.number
        self.title.set_text(title)
        words = ngettext("{n} deal", "{n} deals", total).format(n=number(total))
        if total > MOST:
            words = _("{all}, the newest {n} are shown").format(all=words, n=number(len(rows)))
        elif total > len(rows):
            gone = ngettext(
                "{all}, {n} of them of somebody who was erased",
                "{all}, {n} of them of people who were erased",
                total - len(rows),
            )
            words = gone.format(all=words, n=number(total - len(rows)))
        self.count.setText(words)
        stages = {
            (one.pipeline_id, stage.stage_id): stage_name(stage) for one in pipelines for stage in one.stages
        }
        self.list.show_rows([self._line(row, stages) for row in rows], None)
        if rows:
            self.list.setCurrentIndex(self.list.rows.index(0, 0))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the deal, Escape leads back to the figure."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.list.hasFocus():
            self._open(self.list.currentIndex())
        else:
            super().keyPressEvent(event)

    def _open(self, index: QModelIndex) -> None:
        row: TwoLineRow | None = index.data(ROLE)
        if row is not None:
            self.deal_asked.emit(row.key)

    def _line(self, row: DealRow, stages: dict[tuple[str, str], str]) -> TwoLineRow:
        person = shown_name(row.person) if row.person else ""
        title = shown_name(row.title) if row.title else person
        where = stages.get((row.pipeline_id, row.stage_id), _("A stage that is gone"))
        state = {"won": _("Won"), "lost": _("Lost: {reason}").format(reason=reason_words(row.reason))}
        facts = [person if row.title else "", state.get(row.state, where), self._since(row)]
        amount = money(row.amount, self._kit.formats.language) if row.amount is not None else ""
        return TwoLineRow(
            row.deal_id,
            title or _("A deal without a name"),
            " · ".join(filter(None, facts)),
            Chip(amount, "plain"),
            Portrait(row.contact_id or row.deal_id, person or title),
            is_quiet=row.state == "lost",
        )

    def _since(self, row: DealRow) -> str:
        at = row.ended_at if row.state != "open" else row.stage_since_at
        return self._kit.formats.short_day(at, self._kit.clock.now()) if at is not None else ""

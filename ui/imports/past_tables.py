"""Imports of the past: who brought which table and when, what came of it, and taking it back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.domain.records import record
from app.words import gettext as _
from app.words.formats import Formats
from ui.imports.row_list import RowList
from ui.imports.words import RowFace
from ui.kit import Kit
from ui.plain import shown_line, shown_name
from ui.widgets.button import Button
from ui.widgets.labels import ElidedLabel, Paragraph
from ui.widgets.paint_chip import Chip
from ui.widgets.small_parts import EmptyState
from ui.widgets.surfaces import Surface

LIST_PX = 380
PAD = 24
MOST_WIDE = 560


@record
class PastWords:
    """What is said of a past import: what it did, what its undo did, and that it is not ended."""

    result: Callable[[Any, Formats], str]
    undone: Callable[[Any], str]
    unfinished: str


class PastTables(QWidget):
    """`undo_asked` with an import, `file_asked` to go on with one. Rows are of contacts or of deals."""

    undo_asked = Signal(str)
    file_asked = Signal()

    def __init__(self, kit: Kit, said: PastWords, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kit, self._said = kit, said
        self._rows: Sequence[Any] = ()
        theme = kit.theme
        self.list = RowList(theme, _("Past imports"))
        self.list.setFixedWidth(theme.px(LIST_PX))
        self.list.chosen.connect(lambda _place: self._show_chosen())
        self._title = ElidedLabel(theme, "", role="lead", weight="semibold")
        self._lines = [Paragraph(theme, "", ink="text_muted") for _n in range(3)]
        self.undo_button = Button(theme, _("Undo…"))
        self.undo_button.clicked.connect(self._ask_undo)
        self.file_button = Button(theme, _("Choose the file…"))
        self.file_button.clicked.connect(self.file_asked)
        details = Surface(theme, "surface_sunken")
        column = QVBoxLayout(details)
        column.setContentsMargins(PAD, PAD, PAD, PAD)
        column.setSpacing(theme.tokens.space.x3)
        for part in (self._title, *self._lines):
            part.setMaximumWidth(theme.px(MOST_WIDE))
            column.addWidget(part)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.file_button)
        buttons.addWidget(self.undo_button)
        buttons.addStretch(1)
        column.addLayout(buttons)
        column.addStretch(1)
        both = QWidget()
        row = QHBoxLayout(both)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.list)
        row.addWidget(details, 1)
        self._stack = QStackedWidget()
        self._stack.addWidget(EmptyState(theme, "history", _("Nothing was imported yet")))
        self._stack.addWidget(both)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._stack)

    def show_rows(self, rows: Sequence[Any]) -> None:
        """All of them, the newest first."""
        self._rows = rows
        now = self._kit.clock.now()
        self.list.show_rows([_face(one, now, self._kit.formats) for one in rows], self.list.place or 0)
        self._stack.setCurrentIndex(1 if rows else 0)
        self._show_chosen()

    def focus_first(self) -> None:
        """By key."""
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def _chosen(self) -> Any:
        place = self.list.place
        return self._rows[place] if place is not None and place < len(self._rows) else None

    def _ask_undo(self) -> None:
        if self._chosen is not None:
            self.undo_asked.emit(self._chosen.import_id)

    def _show_chosen(self) -> None:
        past = self._chosen
        if past is None:
            return
        self._title.set_text(_name_of(past))
        for line, said in zip(self._lines, self._sentences(past), strict=True):
            line.set_text(said)
            line.setVisible(bool(said))
        self.file_button.setVisible(past.state == "open")
        self.undo_button.setVisible(past.state != "undone" and self._may_undo(past))

    def _may_undo(self, past: Any) -> bool:
        me = self._kit.desk.me()
        return bool(me.role != "rep" or past.member_id == me.member_id)

    def _sentences(self, past: Any) -> tuple[str, str, str]:
        formats = self._kit.formats
        moment = formats.moment(past.began_at, self._kit.clock.now())
        name = shown_name(past.member_name) if past.member_name else ""
        by = _("By {name}, {moment}").format(name=name, moment=moment) if name else moment
        if past.state == "open":
            return by, self._said.unfinished, ""
        return by, self._said.result(past, formats), self._said.undone(past) if past.state == "undone" else ""


def _name_of(past: Any) -> str:
    return shown_line(past.file_name) or _("Pasted list")


def _face(past: Any, now: datetime, formats: Formats) -> RowFace:
    """One past import in the list."""
    chips = {
        "open": Chip(_("Not finished"), "warning"),
        "ended": Chip(_("Imported"), "success"),
        "undone": Chip(_("Undone"), "neutral"),
    }
    moment = formats.moment(past.began_at, now)
    by = f"{shown_name(past.member_name)} · {moment}" if past.member_name else moment
    return RowFace(_name_of(past), by, chips[past.state])

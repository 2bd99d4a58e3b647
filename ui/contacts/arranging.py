"""Which columns the table shows, in which order and how wide: chosen by the person, kept over a restart."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Final

from PySide6.QtCore import QObject, QPoint, Qt, QTimer
from PySide6.QtWidgets import QHeaderView

from app.words import gettext as _
from ui.contacts.columns import (
    TICK_PX,
    TICKS,
    Column,
    OwnField,
    all_columns,
    kept_columns,
    shown_columns,
)
from ui.contacts.table import ContactTable
from ui.kit import Kit
from ui.widgets.menu import Menu

KEPT: Final = "contacts_columns"
KEPT_SORT: Final = "contacts_sort"
KEEP_AFTER_MS: Final = 400


class Arranging(QObject):
    """Puts columns into the table and keeps what the person makes of them."""

    def __init__(self, kit: Kit, table: ContactTable, own: Callable[[], Sequence[OwnField]]) -> None:
        super().__init__(table)
        self._kit, self._table, self._own = kit, table, own
        self._is_settling = False
        self._every: list[Column] = []
        self._keep = QTimer(self, singleShot=True, interval=KEEP_AFTER_MS)
        self._keep.timeout.connect(self.keep)
        table.heads.arranged.connect(self._arranged)
        self.read_fields()

    @property
    def shown_ids(self) -> list[str]:
        """As they stand, without the ticks."""
        heads = self._table.heads
        return [heads.columns[section].id for section in heads.in_view_order()]

    def read_fields(self) -> None:
        """Own fields came, went or are called differently."""
        every = all_columns(self._own())
        faces = [(one.id, one.words) for one in every]
        if faces != [(one.id, one.words) for one in self._every]:
            self._every = every
            self._show(shown_columns(every, self._kit.desk.last_place().get(KEPT, "")))

    def show_column(self, column_id: str, *, is_on: bool) -> None:
        """Another column at the end, or one less."""
        widths = self._widths()
        if is_on and column_id not in widths:
            widths[column_id] = next(one.width_px for one in self._every if one.id == column_id)
        elif not is_on and len(widths) > 1:
            widths.pop(column_id, None)
        self._show(shown_columns(self._every, kept_columns(widths)))
        self.keep()

    def reset(self) -> None:
        """As on the first day."""
        self._show(shown_columns(self._every, ""))
        self.keep()

    def open_menu(self, column_id: str, at: QPoint, sort_by: Callable[[str, bool], object]) -> Menu:
        """Sort by the head, and which columns are shown."""
        menu = Menu(self._kit.theme, _("Columns"), self._table)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        shown = self.shown_ids
        if column_id in shown:
            menu.add(_("Sort ascending"), lambda: sort_by(column_id, False), icon="arrow-up")
            menu.add(_("Sort descending"), lambda: sort_by(column_id, True), icon="arrow-down")
            if column_id != "name":
                menu.add(_("Hide the column"), lambda: self.show_column(column_id, is_on=False), icon="x")
            menu.addSeparator()
        for one in self._every:
            if one.id != "name":
                is_on = one.id in shown
                menu.add(
                    one.words,
                    lambda one=one, is_on=is_on: self.show_column(one.id, is_on=not is_on),  # type: ignore[misc]
                    is_checked=is_on,
                )
        menu.addSeparator()
        menu.add(_("Columns as at first"), self.reset)
        menu.popup(at)
        return menu

    def keep(self) -> None:
        """Remember them."""
        self._keep.stop()
        self._kit.desk.remember_place(**{KEPT: kept_columns(self._widths())})

    def close_down(self) -> None:
        """What was changed last is kept too."""
        if self._keep.isActive():
            self.keep()

    def _widths(self) -> dict[str, int]:
        """Without the size of text: a width of today fits letters of tomorrow."""
        heads, scale = self._table.heads, self._kit.theme.scale
        return {
            heads.columns[section].id: round(heads.sectionSize(section) / scale)
            for section in heads.in_view_order()
        }

    def _show(self, columns: Sequence[tuple[Column, int]]) -> None:
        heads, px = self._table.heads, self._kit.theme.px
        with self._settling():
            for place in range(heads.count()):  # moved sections would be kept by their number
                heads.moveSection(heads.visualIndex(place), place)
            self._table.model().set_columns([TICKS, *(column for column, _width in columns)])  # type: ignore[attr-defined]
            heads.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
            heads.setSectionResizeMode(0, QHeaderView.ResizeMode.Fixed)
            heads.setMinimumSectionSize(TICK_PX)
            heads.resizeSection(0, TICK_PX)
            for section, (_column, width) in enumerate(columns, 1):
                heads.resizeSection(section, px(width))

    @contextmanager
    def _settling(self) -> Iterator[None]:
        was, self._is_settling = self._is_settling, True
        try:
            yield
        finally:
            self._is_settling = was

    def _arranged(self) -> None:
        if not self._is_settling:
            self._keep.start()

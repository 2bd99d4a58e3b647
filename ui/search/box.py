"""The search box (Ctrl+K), for all three of our people: from a few letters to the very message, person or act.

Rows are read beside the event loop as one types; what comes for letters that have changed meanwhile is dropped.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, cast

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, QRectF, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QDialog, QFrame, QListView, QVBoxLayout

from app.domain.search_query import Filter, SearchQuery, Term, without
from app.domain.search_rows import SearchPage, SearchState
from app.words import gettext as _
from app.words import search as words
from ui.kit import Kit
from ui.search.chips import FilterChips
from ui.search.painter import SearchPainter
from ui.search.rows import SearchRow, SearchRows
from ui.search.sections import (
    FEW,
    HAS,
    MOST_PEOPLE,
    OF_FILES,
    SECTIONS,
    Offers,
    Section,
    head,
    hint_rows,
    more_row,
    nothing_rows,
    section_words,
)
from ui.widgets.choice import Option, TabStrip
from ui.widgets.inputs import Input
from ui.widgets.labels import Paragraph
from ui.widgets.paint_basic import fill_round
from ui.widgets.window_shape import is_blended, rounded_region

if TYPE_CHECKING:
    from ui.panes import Panes

WIDTH: Final = 720
HEIGHT: Final = 560
PAD: Final = 8
LEAST: Final = 320
TOP_SHARE: Final = 0.08
PAGE: Final = 50
LOOKED_THROUGH: Final = 16  # newest messages of which those that are no note and no file are shown first
STATE_EVERY_MS: Final = 500
STEPS: Final = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}
BEGUN: Final = "search"  # where the box of this window keeps what was typed last


class SearchBox(QDialog):
    """One line to type in, sections to step through by Tab, rows below."""

    def __init__(self, kit: Kit, panes: Panes) -> None:
        super().__init__(panes, Qt.WindowType.Dialog | Qt.WindowType.FramelessWindowHint)
        self._kit, self._panes = kit, panes
        self._is_blended = is_blended()
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground, self._is_blended)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        name = _("Search")
        self.setWindowTitle(name)
        self.setAccessibleName(name)
        self.input = Input(
            kit.theme, name, placeholder=_("People, messages, notes, files, commands"), is_search=True
        )
        self.chips = FilterChips(kit.theme)
        self.tabs = TabStrip(kit.theme, _("What is searched"))
        self.model = SearchRows()
        self.list = QListView()
        self.status = Paragraph(kit.theme, "", role="small", ink="text_muted")
        self._offers = Offers(kit, panes)
        self._query = SearchQuery()
        self._asked = 0  # the newest question: answers to others come too late
        self._next: int | None = None  # where the section's next page begins
        self._is_loading = False
        self._state = SearchState()
        self._watch = QTimer(self, interval=STATE_EVERY_MS)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        self.tabs.set_options([Option(section, section_words(section)) for section in SECTIONS])
        self.tabs.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setModel(self.model)
        self.list.setItemDelegate(SearchPainter(self._kit.theme))
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the keys come from the line above it
        self.list.setMouseTracking(True)
        self.list.viewport().setAutoFillBackground(False)
        self.list.setAccessibleName(_("What was found"))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        column = QVBoxLayout(self)
        column.setContentsMargins(PAD, PAD, PAD, PAD)
        column.setSpacing(PAD)
        for part in (self.input, self.chips, self.tabs, self.list, self.status):
            column.addWidget(part, 1 if part is self.list else 0)
        self.status.hide()

    def _connect(self) -> None:
        self.input.textChanged.connect(self.refresh)
        self.input.installEventFilter(self)
        self.tabs.chosen.connect(lambda _section: self.refresh())
        self.chips.dropped.connect(self._drop)
        self.list.clicked.connect(lambda index: self.choose(index.row()))
        self.list.selectionModel().currentChanged.connect(self._say_current)
        self.list.verticalScrollBar().valueChanged.connect(self._load_near_end)
        self._watch.timeout.connect(self._look_at_state)
        self.finished.connect(self._end)

    # -- where it stands

    def open_over(self) -> None:
        """In the upper part of the window, with what was typed last selected: typing begins anew."""
        window = self._panes.window()
        room, px = window.size(), self._kit.theme.px
        width = max(LEAST, min(px(WIDTH), room.width() - 4 * PAD))
        height = min(px(HEIGHT), room.height() - 4 * PAD)
        self.setFixedSize(width, height)
        top = min(round(room.height() * TOP_SHARE), room.height() - height)
        self.move(window.mapToGlobal(QPoint((room.width() - width) // 2, max(0, top))))
        text, section = self._kit.begun.get(BEGUN, ("", "all"))
        self.tabs.blockSignals(True)
        self.tabs.choose(section)
        self.tabs.blockSignals(False)
        self.input.blockSignals(True)
        self.input.setText(text)
        self.input.blockSignals(False)
        self.input.selectAll()
        self._watch.start()
        self.refresh()
        self.open()

    @property
    def section(self) -> Section:
        """Which part of everything is shown."""
        return cast("Section", self.tabs.chosen_id or "all")

    def show_section(self, section: Section) -> None:
        """Another part."""
        self.tabs.choose(section)

    # -- what it shows

    def refresh(self) -> None:
        """Look for what is typed now."""
        self._asked += 1
        self._query = self._kit.desk.read_query(self.input.text())
        self._kit.begun[BEGUN] = (self.input.text(), self.section)
        self.chips.show_filters(self._query.filters, self._kit.formats.language)
        self._kit.tasks.spawn(self._look(self._asked, self._query, self.section), "search")

    async def _look(self, asked: int, query: SearchQuery, section: Section) -> None:
        pages = await self._read(asked, query, section)
        people = await self._read_people(asked, query, section)
        if asked != self._asked or not self.isVisible():
            return
        self._next = pages[section].next_place if section in pages else None
        self.model.show(self._rows(query, section, pages, people))
        self._step(0, from_top=True)
        self.list.scrollToTop()
        self._say_state(pages)

    async def _read(self, asked: int, query: SearchQuery, section: Section) -> dict[Section, SearchPage]:
        if query.is_empty or query.is_short or section in ("people", "commands"):
            return {}
        wanted: tuple[Section, ...] = ("messages", "notes", "files") if section == "all" else (section,)
        pages: dict[Section, SearchPage] = {}
        for one in wanted:
            limit = PAGE if section != "all" else LOOKED_THROUGH if one == "messages" else FEW[one] + 1
            page = await self._kit.desk.search(
                query, limit=limit, has=HAS.get(one, ()), is_wanted=lambda: asked == self._asked
            )
            if page is None:
                break
            pages[one] = page
        return pages

    async def _read_people(self, asked: int, query: SearchQuery, section: Section) -> list[SearchRow]:
        """Filters are about what was written, so they find nobody."""
        if query.filters or not query.terms or section not in ("all", "people"):
            return []
        limit = MOST_PEOPLE if section == "people" else FEW["people"] + 1
        found = await self._kit.desk.search_people(query, limit, lambda: asked == self._asked)
        return self._offers.people(found, query.terms)

    def _rows(
        self,
        query: SearchQuery,
        section: Section,
        pages: dict[Section, SearchPage],
        people: list[SearchRow],
    ) -> list[SearchRow]:
        if section == "commands":
            return self._offers.commands(self.input.text(), PAGE)
        if section == "people":
            return people or self._nothing(query)
        if query.is_empty:
            return [*hint_rows(self._type_in), head("commands"), *self._offers.commands("", PAGE)]
        if section != "all":
            page = pages.get(section, SearchPage())
            return self._offers.hits(page.hits) or self._nothing(query)
        return self._summary(query, pages, people)

    def _summary(
        self, query: SearchQuery, pages: dict[Section, SearchPage], people: list[SearchRow]
    ) -> list[SearchRow]:
        """A few of each."""
        found: dict[Section, list[SearchRow]] = {"people": people}
        for section in ("messages", "notes", "files"):
            hits = pages[section].hits if section in pages else ()
            if section == "messages":
                hits = tuple(hit for hit in hits if hit.kind != "note" and hit.kind not in OF_FILES)
            found[section] = self._offers.hits(hits)
        has_filters = bool(query.filters)
        found["commands"] = [] if has_filters else self._offers.commands(self.input.text(), FEW["commands"])
        rows: list[SearchRow] = []
        for section, some in found.items():
            if some:
                rows += [head(section), *some[: FEW[section]]]
                is_more = len(some) > FEW[section] or (section == "messages" and pages[section].next_place)
                rows += [more_row(section, self.show_section)] if is_more else []
        return rows or self._nothing(query)

    def _nothing(self, query: SearchQuery) -> list[SearchRow]:
        if query.is_empty:
            return [SearchRow(_("Type a name, a number, or words that were written."))]
        if query.is_short:
            return [SearchRow(_("Type one more letter."))]
        return nothing_rows(query, self._kit.formats.language, self._drop)

    def _say_state(self, pages: dict[Section, SearchPage]) -> None:
        """What is not searched, not understood, or not there."""
        self._state = self._kit.desk.search_state()
        said = [words.indexing_words(self._state)]
        said += [words.not_understood(piece) for piece in self._query.unknown]
        nobody = {one for page in pages.values() for one in page.nobody}
        said += [words.names_nobody(one) for one in self._query.filters if one in nobody]
        if not self._kit.desk.connection().is_hub_reachable:
            said.append(_("You are not connected: what this computer holds is searched."))
        text = " ".join(part for part in said if part)
        self.status.set_text(text)
        self.status.setVisible(bool(text))

    def _look_at_state(self) -> None:
        """More may be searched by now."""
        if not self._state.is_whole and self._kit.desk.search_state() != self._state:
            self.refresh()

    # -- more of it

    def _load_near_end(self) -> None:
        bar = self.list.verticalScrollBar()
        is_near = bar.value() > bar.maximum() - 2 * self.list.height()
        if is_near and self._next is not None and not self._is_loading and self.section != "all":
            self._is_loading = True
            self._kit.tasks.spawn(self._load(self._asked, self._next), "search-more")

    async def _load(self, asked: int, before: int) -> None:
        try:
            page = await self._kit.desk.search(
                self._query,
                limit=PAGE,
                before=before,
                has=HAS.get(self.section, ()),
                is_wanted=lambda: asked == self._asked,
            )
        finally:
            self._is_loading = False
        if page is not None and asked == self._asked:
            self._next = page.next_place
            self.model.add(self._offers.hits(page.hits))

    # -- keys and choice

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The arrows move in the list while one types, Tab steps through the sections, Enter chooses."""
        if watched is self.input and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            key = Qt.Key(event.key())
            if key in STEPS:
                self._step(STEPS[key])
                return True
            if key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
                step = -1 if key == Qt.Key.Key_Backtab else 1
                place = SECTIONS.index(self.section) + step
                self.show_section(SECTIONS[place % len(SECTIONS)])
                return True
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.choose(self.list.currentIndex().row())
                return True
        return super().eventFilter(watched, event)

    def choose(self, place: int) -> None:
        """Do what a row does; what leads elsewhere runs once the box is closed, and finds the window as it was."""
        row = self.model.rows[place] if 0 <= place < len(self.model.rows) else None
        if row is None or row.run is None:
            return
        if row.stays:
            row.run()
            return
        self.accept()
        QTimer.singleShot(0, self._panes, row.run)

    def _drop(self, part: Any) -> None:
        if isinstance(part, Term | Filter):
            self.input.setText(without(self.input.text(), part))

    def _type_in(self, text: str) -> None:
        self.input.setText(text)

    def _step(self, step: int, *, from_top: bool = False) -> None:
        """To the next row that can be chosen; round at the ends for single steps."""
        places = [place for place, row in enumerate(self.model.rows) if row.run is not None]
        if not places:
            return
        current = self.list.currentIndex().row()
        if from_top or current not in places:
            target = 0
        elif abs(step) == 1:
            target = (places.index(current) + step) % len(places)
        else:
            target = max(0, min(len(places) - 1, places.index(current) + step))
        self.list.setCurrentIndex(self.model.index(places[target]))

    def _say_current(self, now: QModelIndex, _before: QModelIndex) -> None:
        self.input.setAccessibleDescription(self.model.rows[now.row()].spoken if now.isValid() else "")

    def _end(self) -> None:
        self._asked += 1
        self._watch.stop()

    # -- look

    def showEvent(self, event: QShowEvent) -> None:
        """One types at once."""
        super().showEvent(event)
        self.input.setFocus(Qt.FocusReason.OtherFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where nobody blends windows, the corners are cut out of this one."""
        super().resizeEvent(event)
        if not self._is_blended:
            self.setMask(rounded_region(self.rect(), self._kit.theme.tokens.radius.normal))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The floating ground and its edge."""
        c, painter = self._kit.theme.colors, QPainter(self)
        if not self._is_blended:
            painter.fillRect(self.rect(), c.border_strong)
        radius = self._kit.theme.tokens.radius.normal
        fill_round(painter, QRectF(self.rect()), c.surface_raised, radius, c.border_strong)


def open_search(kit: Kit, panes: Panes) -> None:
    """Over the window."""
    SearchBox(kit, panes).open_over()

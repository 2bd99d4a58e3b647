"""The left side of the manual: a line to search in, and below it all pages, or what was found."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QListView, QStackedWidget, QVBoxLayout, QWidget

from app.domain.folding import folded
from app.words import gettext as _
from app.words import ngettext
from ui.manual.pages import Found, Manual
from ui.palette.rows import FoundRow, RowsDelegate, RowsModel, shown_key
from ui.theme.style import KeyWatch
from ui.theme.theme import Theme
from ui.widgets.inputs import Input
from ui.widgets.labels import Paragraph
from ui.widgets.paint_chip import Chip
from ui.widgets.surfaces import Surface
from ui.widgets.two_line_list import TwoLineList, TwoLineRow

PAD: Final = 12
SEARCH_AFTER_MS: Final = 80
STEPS: Final = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}
OPENS: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class PageList(QListView):
    """All pages by chapter. `opened(page)` by a click or by Enter."""

    opened = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._pages: list[str] = []
        self._keys = KeyWatch(self, self.viewport())
        self.rows = RowsModel()
        self.setModel(self.rows)
        self.setItemDelegate(RowsDelegate(theme))
        self.setAccessibleName(_("Contents of the manual"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.viewport().setAutoFillBackground(False)
        self.clicked.connect(self._open)
        theme.changed.connect(self.doItemsLayout)

    def show_manual(self, manual: Manual) -> None:
        """Its chapters and pages."""
        rows: list[FoundRow] = []
        self._pages = []
        for chapter in manual.chapters:
            rows.append(FoundRow(chapter.words, is_head=True))
            self._pages.append("")
            for page, title in chapter.pages:
                rows.append(FoundRow(title))
                self._pages.append(page)
        self.rows.show(rows)

    def mark(self, page: str) -> None:
        """That one is in view."""
        if page in self._pages:
            self.setCurrentIndex(self.rows.index(self._pages.index(page)))
        else:
            self.selectionModel().clear()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens."""
        if event.key() in OPENS:
            self._open(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def _open(self, index: QModelIndex) -> None:
        if index.isValid() and self._pages[index.row()]:
            self.opened.emit(self._pages[index.row()])


class Contents(Surface):
    """`asked(page, number of the heading, words that were searched for)`."""

    asked = Signal(str, int, tuple)

    def __init__(self, theme: Theme, manual: Manual) -> None:
        super().__init__(theme, "surface_sunken", edges=("trailing",))
        self._manual = manual
        self._found: list[Found] = []
        self.search = Input(
            theme,
            _("Search in the manual"),
            placeholder=_("Search in the manual"),
            is_search=True,
            key_hint=shown_key("Ctrl+F"),
        )
        self.pages = PageList(theme)
        self.results = TwoLineList(theme, "found", _("Found in the manual"))
        self.says = Paragraph(theme, role="small", ink="text_muted")
        self._soon = QTimer(self, singleShot=True, interval=SEARCH_AFTER_MS)
        self._soon.timeout.connect(self._look)
        self._lay_out()
        self.pages.show_manual(manual)
        self.pages.opened.connect(lambda page: self.asked.emit(page, 0, ()))
        self.results.clicked.connect(self._open_found)
        self.results.activated.connect(self._open_found)
        self.search.textChanged.connect(self._soon.start)
        self.search.installEventFilter(self)

    def focus_search(self) -> None:
        """One types at once; what stood there is replaced."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    @property
    def is_searching(self) -> bool:
        """Whether something stands in the line."""
        return bool(self.search.text().strip())

    def clear(self) -> None:
        """The contents again."""
        self.search.clear()
        self._look()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The arrows move in the list below while one types; Enter opens."""
        if watched is self.search and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            key = Qt.Key(event.key())
            if key in STEPS and self.is_searching:
                self._step(STEPS[key])
                return True
            if key in OPENS:
                self._look()
                self._open_found(self.results.currentIndex())
                return True
        return super().eventFilter(watched, event)

    def _lay_out(self) -> None:
        self.says.hide()
        self._lists = QStackedWidget()
        found = QWidget()
        column = QVBoxLayout(found)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.results, 1)
        self.results.viewport().setAutoFillBackground(False)
        self._lists.addWidget(self.pages)
        self._lists.addWidget(found)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(PAD, PAD, PAD, PAD)
        whole.setSpacing(PAD)
        whole.addWidget(self.search)
        whole.addWidget(self.says)
        whole.addWidget(self._lists, 1)

    def _look(self) -> None:
        self._soon.stop()
        typed = self.search.text().strip()
        self._found = self._manual.find(typed)
        none = Chip("")
        rows = [
            TwoLineRow(str(number), _head_of(one), one.excerpt, none)
            for number, one in enumerate(self._found)
        ]
        self.results.show_rows(rows, "0")
        self.results.scrollToTop()
        self._lists.setCurrentIndex(1 if typed else 0)
        count = len(self._found)
        self.says.set_text(
            ngettext("{n} place", "{n} places", count).format(n=count)
            if count
            else _("Nothing in the manual has these words. Try fewer, or other ones.")
        )
        self.says.setVisible(bool(typed))

    def _step(self, step: int) -> None:
        count = len(self._found)
        if count:
            at = max(0, min(count - 1, self.results.currentIndex().row() + step))
            self.results.setCurrentIndex(self.results.rows.index(at, 0))

    def _open_found(self, index: QModelIndex) -> None:
        if index.isValid() and index.row() < len(self._found):
            section = self._found[index.row()].section
            self.asked.emit(section.page, section.number, tuple(folded(self.search.text()).split()))


def _head_of(found: Found) -> str:
    section = found.section
    return section.title if section.number == 0 else f"{section.heading} · {section.title}"

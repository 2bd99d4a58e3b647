"""Importing a table of deals, for the owner who comes from another program: drop it, look what will happen, press once.

Left what the file leaves open, its columns, stages and what holds for all; right the rows as they will be; in a narrow
window one above the other.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.domain.deal_import_rows import DealsImportRow
from app.domain.ids import ImportId
from app.domain.rows import Changes
from app.words import gettext as _
from ui.deals.page import Page
from ui.deals.transfer import words
from ui.deals.transfer.columns import ColumnList, ValueList
from ui.deals.transfer.foot import Foot
from ui.deals.transfer.options import Options
from ui.deals.transfer.rows import DETAILS, DealRowsTable
from ui.deals.transfer.session import DealSession
from ui.imports.past_tables import PastTables, PastWords
from ui.imports.questions import Questions
from ui.kit import Kit
from ui.widgets.button import Button
from ui.widgets.choice import Option, TabStrip
from ui.widgets.dialog import ConfirmDialog
from ui.widgets.file_dialog import FileDialog
from ui.widgets.labels import ElidedLabel, Paragraph
from ui.widgets.menu import Menu
from ui.widgets.small_parts import EmptyState
from ui.widgets.surfaces import Surface

SIDE_PAD: Final = 24
LEFT_PX: Final = 380
BESIDE_FROM_PX: Final = 880
FATES: Final = ("all", "added", "changed", "same", "twin", "left", "problems")
ENDINGS: Final = (".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".jsonl", ".ndjson")
PARTS: Final = ("questions", "columns", "values", "options")
EMPTY, REVIEW, PAST = range(3)


class ImportPage(Page):
    """The whole import on one screen, and the imports of the past."""

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(kit, _("Import deals"), parent)
        self.session = DealSession(kit, self)
        theme = kit.theme
        self.setAcceptDrops(True)
        self.tabs = TabStrip(theme, _("Imports"))
        self.choose_button = Button(theme, _("Another file…"), icon="plus")
        self.empty = EmptyState(
            theme, "upload", _("Drop a table of deals here"),
            _("CSV or Excel, and the exports of HubSpot, Pipedrive, Zoho, Salesforce, Trello, Sellsy and Axonaut. "
              "You see what will happen before anything is written, and can undo all of it."),
            action=_("Choose a file…"), kind="primary",
        )  # fmt: skip
        left = _("It was not finished. To go on, choose the same file once more: no deal comes twice.")
        self.past = PastTables(kit, PastWords(words.result_words, words.undo_words, left))
        self.file_line = ElidedLabel(theme, "", ink="text_muted")
        self.questions = Questions(kit, words.before_questions(), self.session.answer)
        self.parts = TabStrip(theme, _("How the file is read"))
        self.columns = ColumnList(kit, self.session)
        self.values = ValueList(kit, self.session)
        self.options: Options | None = None
        self.filters = TabStrip(theme, _("Rows"))
        self.table = DealRowsTable(kit)
        self.row_line = Paragraph(theme, "", ink="text_muted")  # the whole of what a cell cuts off
        self._row_ground = Surface(theme, "surface", edges=("top",))
        self.save_bad = Button(theme, _("Save the rows with problems…"), kind="link")
        self.foot = Foot(kit, self.session)
        self._stack, self._left_stack = QStackedWidget(), QStackedWidget()
        self._questions_area, self._options_area = _area(self.questions), _area()
        self._body = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._left = Surface(theme, "surface", edges=("trailing",))
        self._lay_out()
        self._connect()
        self._show_past()
        self.tabs.choose("file")
        self._show()

    # -- from outside

    def take(self, paths: Iterable[Path]) -> None:
        """A file was dropped or chosen; of several, the first."""
        path = next(iter(paths), None)
        if path is not None:
            self.tabs.choose("file")
            self.session.take(path)

    @property
    def first_control(self) -> QWidget:
        """Where the keyboard enters."""
        if self._stack.currentIndex() == REVIEW:
            part = self.parts.chosen_id
            asked = self.questions.first_control if part == "questions" else None
            return asked or (self.values if part == "values" else self.columns)
        return self.empty.button or self.back

    def close_down(self) -> None:
        """No timer and no thread may outlive the screen."""
        self.session.close_down()

    def ask_for_file(self) -> None:
        """The system's own dialog."""
        dialog = FileDialog(self, _("Table of deals"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        kinds = " ".join(f"*{ending}" for ending in ENDINGS)
        dialog.setNameFilters([f"{_('Tables')} ({kinds})", _("All files") + " (*)"])
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.filesSelected.connect(lambda names: self.take(map(Path, names)))
        dialog.open()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """A file that is held over the page may be let go: here it is deals, not people."""
        if any(url.isLocalFile() for url in event.mimeData().urls()) and not self.session.is_working:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """It is read."""
        event.acceptProposedAction()
        self.take(Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile())

    # -- made once

    def _lay_out(self) -> None:
        self.head.addWidget(self.tabs)
        self.head.addWidget(self.choose_button)
        inner = QVBoxLayout(self._left)
        inner.setContentsMargins(0, 8, 1, 0)
        inner.setSpacing(0)
        line = QHBoxLayout()
        line.setContentsMargins(16, 4, 16, 8)
        line.addWidget(self.file_line)
        inner.addLayout(line)
        strip = QHBoxLayout()
        strip.setContentsMargins(12, 8, 12, 4)
        strip.addWidget(self.parts, 1)
        inner.addLayout(strip)
        for part in (self._questions_area, self.columns, self.values, self._options_area):
            self._left_stack.addWidget(part)
        inner.addWidget(self._left_stack, 1)
        review = QWidget()
        review.setLayout(self._body)
        self._body.setContentsMargins(0, 0, 0, 0)
        self._body.setSpacing(0)
        self._body.addWidget(self._left)
        self._body.addWidget(self._right(), 1)
        for page in (self.empty, review, self.past):
            self._stack.addWidget(page)
        self.column.addWidget(self._stack, 1)
        self.column.addWidget(self.foot)

    def _right(self) -> Surface:
        right = Surface(self.kit.theme, "surface")
        rows = QVBoxLayout(right)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        beside = QVBoxLayout(self._row_ground)
        beside.setContentsMargins(16, 8, SIDE_PAD, 8)
        beside.addWidget(self.row_line)
        self._row_ground.hide()
        bar = QHBoxLayout()
        bar.setContentsMargins(16, 8, SIDE_PAD, 8)
        bar.addWidget(self.filters, 1)
        bar.addWidget(self.save_bad)
        rows.addLayout(bar)
        rows.addWidget(self.table, 1)
        rows.addWidget(self._row_ground)
        return right

    def _connect(self) -> None:
        self.choose_button.clicked.connect(self.ask_for_file)
        self.empty.acted.connect(self.ask_for_file)
        self.tabs.chosen.connect(lambda _id: self._show())
        self.parts.chosen.connect(self._show_part)
        self.filters.chosen.connect(lambda _id: self._show_rows())
        self.table.row_asked.connect(self._open_row_menu)
        self.table.selectionModel().currentRowChanged.connect(lambda now, _before: self._show_row(now.row()))
        self.save_bad.clicked.connect(self._ask_where_to_save)
        self.foot.undo_button.clicked.connect(self._undo_this)
        self.foot.show_button.clicked.connect(self.back_asked)
        self.past.undo_asked.connect(self.ask_to_undo)
        self.past.file_asked.connect(self.ask_for_file)
        self.session.changed.connect(self._show)
        self.session.previewed.connect(self._show_preview)
        self.kit.bridge.changed.connect(self._changed)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Beside each other, or one above the other where there is no room."""
        super().resizeEvent(event)
        theme, width = self.kit.theme, self.width()
        is_beside = width >= theme.px(BESIDE_FROM_PX)
        directions = QBoxLayout.Direction
        self._body.setDirection(directions.LeftToRight if is_beside else directions.TopToBottom)
        self._left.setFixedWidth(theme.px(LEFT_PX) if is_beside else width)

    # -- what is shown

    def _show(self) -> None:
        session = self.session
        is_past = self.tabs.chosen_id == "past"
        has_rows = session.preview is not None
        self._stack.setCurrentIndex(PAST if is_past else REVIEW if has_rows else EMPTY)
        self.choose_button.setVisible(has_rows and not is_past)
        self.choose_button.setEnabled(not session.is_working)
        for part in (self.questions, self.columns, self.values, self._options_area):
            part.setEnabled(not session.is_working)
        self.foot.show_session(
            is_shown=not is_past and (has_rows or session.is_working or bool(session.sentence))
        )

    def _show_preview(self) -> None:
        """A file was read, or looked through anew."""
        session = self.session
        review, seen = session.review, session.preview
        if review is None or seen is None:
            return
        self.columns.show_plan()
        self.values.show_plan()
        self.questions.show_questions([words.asked(one, self.kit.formats) for one in seen.questions])
        self.file_line.set_text(f"{review.path.name} · {words.file_words(review.table, self.kit.formats)}")
        self._show_parts(is_new=session.stage == "reading")
        if session.stage == "reading":
            self.options = Options(self.kit, session)
            old = self._options_area.takeWidget()
            self._options_area.setWidget(self.options)
            if old is not None:
                old.deleteLater()
        self._show_filters()
        self._show_rows()

    def _show_parts(self, *, is_new: bool) -> None:
        seen = self.session.preview
        if seen is None:
            return
        options = [Option("columns", _("Columns")), Option("options", _("Options"))]
        if self.values.count:
            options.insert(1, Option("values", _("Stages"), seen.unmapped or None))
        if seen.questions:
            options.insert(0, Option("questions", _("Questions"), len(seen.open_questions) or None))
        first = "questions" if seen.open_questions else "values" if seen.unmapped else "columns"
        chosen = first if is_new else self.parts.chosen_id
        self.parts.set_options(options)
        self.parts.choose(chosen if chosen in {one.id for one in options} else "columns")
        self._show_part(self.parts.chosen_id or "columns")

    def _show_part(self, part: str) -> None:
        self._left_stack.setCurrentIndex(PARTS.index(part))

    def _show_filters(self) -> None:
        seen = self.session.preview
        if seen is None:
            return
        counts = {fate: seen.counts.get(fate, 0) for fate in FATES[1:-1]}
        counts["problems"] = len(seen.bad)
        options = [Option("all", words.filter_words("all"), len(seen.rows))]
        options += [Option(fate, words.filter_words(fate), count) for fate, count in counts.items() if count]
        chosen = self.filters.chosen_id
        self.filters.set_options(options)
        self.filters.choose(chosen if chosen in {one.id for one in options} else "all")
        self.save_bad.setVisible(bool(seen.bad))

    def _show_rows(self) -> None:
        seen = self.session.preview
        if seen is None:
            return
        chosen = self.filters.chosen_id or "all"
        rows = seen.bad if chosen == "problems" else seen.rows
        if chosen not in ("all", "problems"):
            rows = [row for row in seen.rows if row.fate == chosen]
        self.table.rows.show(rows, self.session.places)
        self._show_row(-1)

    def _show_row(self, place: int) -> None:
        """All that is said of the row with the frame."""
        row = self.table.rows.row_at(place)
        said = self.table.rows.text(row, DETAILS) if row is not None else ""
        self._row_ground.setVisible(bool(said))
        self.row_line.set_text(said)

    def _show_past(self) -> None:
        found = self.kit.desk.deals_imports()
        self.past.show_rows(found)
        self.tabs.set_options(
            [Option("file", _("Import")), Option("past", _("Past imports"), len(found) or None)]
        )

    # -- what happens

    def _open_row_menu(self, number: int, at: QPoint) -> None:
        menu = Menu(self.kit.theme, _("This deal"), self)
        is_skipped = number in self.session.skipped
        menu.add(
            _("Import it"),
            partial(self.session.skip_row, number, is_skipped=False),
            is_checked=not is_skipped,
        )
        menu.add(
            _("Leave it out"), partial(self.session.skip_row, number, is_skipped=True), is_checked=is_skipped
        )
        menu.popup(at)

    def _ask_where_to_save(self) -> None:
        dialog = FileDialog(self, _("Save the rows with problems"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters([_("Table") + " (*.csv)"])
        dialog.setDefaultSuffix("csv")
        path = self.session.path
        dialog.selectFile(f"{path.stem if path else 'rows'} - {_('problems')}.csv")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda name: self.session.save_bad(Path(name)))
        dialog.open()

    def _undo_this(self) -> None:
        if self.session.progress is not None:
            self.ask_to_undo(self.session.progress.import_id)

    def ask_to_undo(self, import_id: str) -> None:
        """Once, before anything is taken back."""
        past = next((one for one in self.kit.desk.deals_imports() if one.import_id == import_id), None)
        if past is None:
            return
        sentence = _(
            "Deals that it made leave the board of the whole team, and so do the contacts that it made of their "
            "numbers; what it changed becomes as it was. What somebody worked on since stays."
        )
        dialog = ConfirmDialog(
            self.kit.theme,
            _("Undo this import?"),
            sentence,
            confirm=_("Undo the import"),
            keep=_("Keep it"),
            parent=self,
        )
        dialog.confirmed.connect(partial(self._undo, past))
        dialog.open()

    def _undo(self, past: DealsImportRow) -> None:
        self.tabs.choose("file")
        self.session.undo(ImportId(past.import_id))

    def _changed(self, changes: Changes) -> None:
        if changes.is_imports or changes.is_everything:
            self._show_past()


def _area(part: QWidget | None = None) -> QScrollArea:
    """Whatever has no room scrolls rather than squeezing its parts."""
    area = QScrollArea()
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    if part is not None:
        area.setWidget(part)
    return area

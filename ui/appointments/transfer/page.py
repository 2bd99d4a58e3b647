"""Importing appointments from other software: drop or paste the list, look what will happen, press once.

Left what the list leaves open, its columns, and names that nobody here has; right the appointments as they will be; in
a narrow window one above the other.
"""

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.domain.appointment_import_rows import AppointmentsImportRow
from app.domain.ids import ImportId
from app.domain.rows import Changes
from app.words import gettext as _
from app.words.formats import Formats
from ui.appointments.page import Page
from ui.appointments.transfer import words
from ui.appointments.transfer.columns import ColumnList, PlaceList
from ui.appointments.transfer.dialogs import ask_for_list, ask_to_undo, ask_where_to_save
from ui.appointments.transfer.elsewhere import ElsewhereAsk
from ui.appointments.transfer.foot import Foot
from ui.appointments.transfer.rows import DETAILS, BookingRowsTable
from ui.appointments.transfer.session import AgendaSession
from ui.appointments.when import zone_of
from ui.imports.fate_table import CHIP
from ui.imports.past_tables import PastTables, PastWords
from ui.imports.questions import Questions
from ui.kit import Kit
from ui.widgets.button import Button
from ui.widgets.choice import Option, TabStrip
from ui.widgets.labels import ElidedLabel, Paragraph
from ui.widgets.menu import Menu
from ui.widgets.small_parts import EmptyState
from ui.widgets.surfaces import Surface, tight

SIDE_PAD: Final = 24
LEFT_PX: Final = 312
BESIDE_FROM_PX: Final = LEFT_PX + 876  # the rows want that much to show their remarks
BROUGHT: Final = ("added", "moved", "changed", "gone")
FATES: Final = (*BROUGHT, "same", "left")
PARTS: Final = ("questions", "columns", "places")
EMPTY, REVIEW, PAST = range(3)


class ImportPage(Page):
    """The whole import on one screen, and the imports of the past."""

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(kit, _("Import appointments"), parent)
        self.session = AgendaSession(kit, self)
        theme = kit.theme
        self.setAcceptDrops(True)
        self.tabs = TabStrip(theme, _("Imports"))
        self.paste_button = Button(theme, _("Paste a list"), icon="copy")
        self.choose_button = Button(theme, _("Another file…"), icon="plus")
        self.empty = EmptyState(
            theme, "upload", _("Drop tomorrow’s list here, or paste it"),
            _("A calendar (.ics), Excel or CSV of your software, or a table that you copied (Ctrl+V). "
              "You see what would change before anything is written, and can undo all of it."),
            action=_("Choose a file…"), kind="primary",
        )  # fmt: skip
        left = _(
            "It was not finished. Import the same list once more: what is there already does not come twice."
        )
        self.past = PastTables(kit, PastWords(words.result_words, words.undo_words, left))
        self.list_line = ElidedLabel(theme, "", ink="text_muted")
        self.questions = Questions(kit, words.before_questions(), self.session.answer)
        self.parts = TabStrip(theme, _("How the list is read"))
        self.columns = ColumnList(kit, self.session)
        self.places = PlaceList(kit, self.session)
        self.filters = TabStrip(theme, _("Rows"))
        self.table = BookingRowsTable(kit)
        self.row_line = Paragraph(theme, "", ink="text_muted")  # the whole of what a cell cuts off
        self._row_ground = Surface(theme, "surface", edges=("top",))
        self.save_bad = Button(theme, _("Save the rows with problems…"), kind="link")
        self.elsewhere = ElsewhereAsk(kit)
        self.foot = Foot(kit, self.session)
        self._stack, self._left_stack = QStackedWidget(), QStackedWidget()
        self._body = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._left = Surface(theme, "surface", edges=("trailing",))
        self._lay_out()
        self._connect()
        self._show_past()
        self.tabs.choose("list")
        self._show()

    # -- from outside

    def take(self, paths: list[Path]) -> None:
        """A file was dropped or chosen; of several, the first."""
        if paths:
            self._take(paths[0])

    def paste(self) -> None:
        """What the clipboard holds is read as a list."""
        clipboard = QGuiApplication.clipboard()
        paths = [Path(url.toLocalFile()) for url in clipboard.mimeData().urls() if url.isLocalFile()]
        self._take(paths[0] if paths else clipboard.text())

    def _take(self, source: Path | str) -> None:
        if not self.session.is_working:
            self.tabs.choose("list")
            self.session.take(source)

    @property
    def first_control(self) -> QWidget:
        """Where the keyboard enters."""
        if self._stack.currentIndex() != REVIEW:
            return self.empty.button or self.back
        part = self.parts.chosen_id
        asked = self.questions.first_control if part == "questions" else None
        return asked or self.table

    def close_down(self) -> None:
        """No timer and no thread may outlive the screen."""
        self.session.close_down()

    def ask_for_file(self) -> None:
        """The system's own dialog."""
        ask_for_list(self, self._take)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """A file that is held over the page may be let go: here it is appointments, not people."""
        if any(url.isLocalFile() for url in event.mimeData().urls()) and not self.session.is_working:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """It is read."""
        event.acceptProposedAction()
        self.take([Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+V pastes a list, from whatever part of the page."""
        if event.matches(QKeySequence.StandardKey.Paste):
            self.paste()
            return
        super().keyPressEvent(event)

    # -- made once

    def _lay_out(self) -> None:
        for button in (self.tabs, self.paste_button, self.choose_button):
            self.head.addWidget(button)
        inner = tight(QVBoxLayout(self._left))
        inner.setContentsMargins(0, 8, 1, 0)
        strip = QHBoxLayout()
        strip.setContentsMargins(12, 8, 12, 4)
        strip.addWidget(self.parts, 1)
        inner.addLayout(strip)
        for part in (_area(self.questions), self.columns, self.places):
            self._left_stack.addWidget(part)
        inner.addWidget(self._left_stack, 1)
        review = QWidget()
        review.setLayout(tight(self._body))
        self._body.addWidget(self._left)
        self._body.addWidget(self._right(), 1)
        for page in (self.empty, review, self.past):
            self._stack.addWidget(page)
        self.column.addWidget(self._stack, 1)
        self.column.addWidget(self.elsewhere)
        self.column.addWidget(self.foot)

    def _right(self) -> Surface:
        right = Surface(self.kit.theme, "surface")
        rows = tight(QVBoxLayout(right))
        line = QHBoxLayout()
        line.setContentsMargins(16, 12, SIDE_PAD, 0)
        line.addWidget(self.list_line)
        bar = QHBoxLayout()
        bar.setContentsMargins(16, 8, SIDE_PAD, 8)
        bar.addWidget(self.filters, 1)
        bar.addWidget(self.save_bad)
        beside = QVBoxLayout(self._row_ground)
        beside.setContentsMargins(16, 8, SIDE_PAD, 8)
        beside.addWidget(self.row_line)
        self._row_ground.hide()
        rows.addLayout(line)
        rows.addLayout(bar)
        rows.addWidget(self.table, 1)
        rows.addWidget(self._row_ground)
        return right

    def _connect(self) -> None:
        self.choose_button.clicked.connect(self.ask_for_file)
        self.paste_button.clicked.connect(self.paste)
        self.empty.acted.connect(self.ask_for_file)
        self.tabs.chosen.connect(lambda _id: self._show())
        self.parts.chosen.connect(self._show_part)
        self.filters.chosen.connect(lambda _id: self._show_rows())
        self.table.row_asked.connect(self._open_row_menu)
        self.table.clicked.connect(self._press_chip)
        self.table.selectionModel().currentRowChanged.connect(lambda now, _before: self._show_row(now.row()))
        self.save_bad.clicked.connect(self._ask_where_to_save)
        self.foot.undo_button.clicked.connect(self._undo_this)
        self.foot.show_button.clicked.connect(self._show_agenda)
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

    @property
    def _formats(self) -> Formats:
        """Of the wall of the business."""
        review = self.session.review
        zone = str(review.business.zone) if review is not None else self.kit.formats.zone
        return Formats(self.kit.formats.language, zone)

    def _show(self) -> None:
        session = self.session
        is_past = self.tabs.chosen_id == "past"
        has_rows = session.preview is not None and session.stage != "undone"  # what was read then is old now
        self._stack.setCurrentIndex(PAST if is_past else REVIEW if has_rows else EMPTY)
        self.choose_button.setVisible(has_rows and not is_past)
        self.paste_button.setVisible(not is_past)
        for part in (self.choose_button, self.paste_button, self.questions, self.columns, self.places):
            part.setEnabled(not session.is_working)
        if session.stage == "done" and not is_past:
            self.elsewhere.show_where_needed()
        else:
            self.elsewhere.hide()
        self.foot.show_session(
            is_shown=not is_past and (has_rows or session.is_working or bool(session.sentence))
        )

    def _show_preview(self) -> None:
        """A list was read, or looked through anew."""
        session = self.session
        review, seen = session.review, session.preview
        if review is None or seen is None:
            return
        self.columns.show_plan()
        self.places.show_plan()
        today = review.business.now.astimezone(review.business.zone).date()
        self.questions.show_questions([words.asked(one, today, self.kit.formats) for one in seen.questions])
        self.list_line.set_text(words.list_words(review, seen, self.kit.formats))
        self._show_parts(is_new=session.stage == "reading")
        self._show_filters()
        self._show_rows()

    def _show_parts(self, *, is_new: bool) -> None:
        session, seen = self.session, self.session.preview
        if seen is None:
            return
        options = [Option("columns", _("Columns"))] if session.plan is not None else []
        if self.places.count and session.review is not None and session.review.around.may_make:
            options.append(Option("places", _("Not in your agenda"), self.places.left or None))
        if seen.questions:
            options.insert(0, Option("questions", _("Questions"), len(seen.open_questions) or None))
        self._left.setVisible(bool(options))
        ids = [one.id for one in options]
        first = "questions" if seen.open_questions else "places" if "places" in ids else "columns"
        chosen = first if is_new or self.parts.chosen_id not in ids else self.parts.chosen_id
        self.parts.set_options(options)
        if options:
            self.parts.choose(chosen if chosen in ids else ids[0])
            self._show_part(self.parts.chosen_id or ids[0])

    def _show_part(self, part: str) -> None:
        self._left_stack.setCurrentIndex(PARTS.index(part))

    def _show_filters(self) -> None:
        seen = self.session.preview
        if seen is None:
            return
        counts = {fate: seen.counts.get(fate, 0) for fate in FATES}
        counts["problems"] = len(seen.bad) if len(seen.bad) != counts["left"] else 0
        options = [Option("all", words.filter_words("all"), len(seen.rows))]
        options += [Option(fate, words.filter_words(fate), count) for fate, count in counts.items() if count]
        chosen = self.filters.chosen_id
        self.filters.set_options(options)
        self.filters.choose(chosen if chosen in {one.id for one in options} else "all")
        self.save_bad.setVisible(seen.has_unread)

    def _show_rows(self) -> None:
        seen = self.session.preview
        if seen is None:
            return
        chosen = self.filters.chosen_id or "all"
        rows = seen.bad if chosen == "problems" else list(seen.rows)
        if chosen not in ("all", "problems"):
            rows = [row for row in seen.rows if row.fate == chosen]
        self.table.rows.show(rows, self._formats)
        self._show_row(-1)

    def _show_row(self, place: int) -> None:
        """All that is said of the row with the frame."""
        row = self.table.rows.row_at(place)
        said = self.table.rows.text(row, DETAILS) if row is not None else ""
        self._row_ground.setVisible(bool(said))
        self.row_line.set_text(said)

    def _show_past(self) -> None:
        found = self.kit.desk.appointments_imports()
        self.past.show_rows(found)
        self.tabs.set_options(
            [Option("list", _("Import")), Option("past", _("Past imports"), len(found) or None)]
        )

    # -- what happens

    def _press_chip(self, index: QModelIndex) -> None:
        row = self.table.rows.row_at(index.row())
        if index.column() == CHIP and row is not None and self.table.rows.has_menu(row):
            box = self.table.visualRect(index)
            self._open_row_menu(row.number, self.table.viewport().mapToGlobal(box.bottomLeft()))

    def _open_row_menu(self, number: int, at: QPoint) -> None:
        seen = self.session.preview
        if seen is None or self.session.is_working:
            return
        row = seen.rows[number]
        menu = Menu(self.kit.theme, _("This appointment"), self)
        said = (
            (_("Cancel it"), _("Leave it as it is"))
            if row.fate == "gone"
            else (_("Import it"), _("Leave it out"))
        )
        for words_of, is_done in zip(said, (True, False), strict=True):
            act = partial(self.session.do_row, row, is_done=is_done)
            menu.add(words_of, act, is_checked=row.is_skipped != is_done)
        menu.popup(at)

    def _ask_where_to_save(self) -> None:
        path = self.session.path
        ask_where_to_save(self, path.stem if path is not None else "", self.session.save_bad)

    def _show_agenda(self) -> None:
        """The day of what was brought is looked at; it can be taken back from there."""
        session = self.session
        self.back_asked.emit()
        if session.stage == "done" and (first := self._first_day()) is not None:
            self.day_asked.emit(first)
        if session.stage == "done" and session.progress is not None:
            said = words.result_words(session.progress, self.kit.formats)
            self.undo_offered.emit(said, partial(session.undo, session.progress.import_id))

    def _first_day(self) -> date | None:
        """Of the rows that were brought, on the wall of the business."""
        rows = self.session.preview.rows if self.session.preview is not None else ()
        starts = [
            row.starts_at for row in rows if row.starts_at and row.fate in BROUGHT and not row.is_skipped
        ]
        return min(starts).astimezone(zone_of(self._formats.zone)).date() if starts else None

    def _undo_this(self) -> None:
        if self.session.progress is not None:
            self.ask_to_undo(self.session.progress.import_id)

    def ask_to_undo(self, import_id: str) -> None:
        """Once, before anything is taken back."""
        past = next((one for one in self.kit.desk.appointments_imports() if one.import_id == import_id), None)
        if past is not None:
            ask_to_undo(self.kit.theme, self, partial(self._undo, past))

    def _undo(self, past: AppointmentsImportRow) -> None:
        self.tabs.choose("list")
        self.session.undo(ImportId(past.import_id))

    def _changed(self, changes: Changes) -> None:
        if changes.is_imports or changes.is_everything:
            self._show_past()


def _area(part: QWidget) -> QScrollArea:
    """Whatever has no room scrolls rather than squeezing its parts."""
    area = QScrollArea()
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(part)
    return area

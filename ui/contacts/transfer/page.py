"""Importing a list of people, for the owner who brings a customer file: drop it, look at what will happen, press once.

Left the columns and what holds for all, right the rows as they will be; in a narrow window one above the other.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QResizeEvent
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

from app.desk.contact_imports.preview import Choice, PreviewRow
from app.domain.contact_cards import ContactField
from app.domain.contact_import_rows import ContactsImportRow
from app.domain.ids import ImportId
from app.domain.rows import Changes
from app.words import gettext as _
from ui.contacts.page import Page
from ui.contacts.transfer import words
from ui.contacts.transfer.columns import ColumnList
from ui.contacts.transfer.options import Options
from ui.contacts.transfer.past import PastImports
from ui.contacts.transfer.rows import DETAILS, RowsTable
from ui.contacts.transfer.session import TransferSession
from ui.imports.drops import TABLE_ENDINGS
from ui.imports.parts import Bar
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
FOOT_PX: Final = 56
FATES: Final = ("all", "added", "changed", "same", "twin", "problems")
EMPTY, REVIEW, PAST = range(3)


class ImportPage(Page):
    """The whole import on one screen, and the imports of the past."""

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(kit, _("Import contacts"), parent)
        self.session = TransferSession(kit, self)
        theme = kit.theme
        self.tabs = TabStrip(theme, _("Imports"))
        self.choose_button = Button(theme, _("Another file…"), icon="plus")
        self.empty = EmptyState(
            theme, "contact", _("Drop a list of people here"),
            _("CSV, Excel or vCard. You see what will happen before anything is written, and can undo all of it."),
            action=_("Choose a file…"), kind="primary",
        )  # fmt: skip
        self.past = PastImports(kit)
        self.file_line = ElidedLabel(theme, "", ink="text_muted")
        self.columns = ColumnList(kit, self.session)
        self.options: Options | None = None
        self.filters = TabStrip(theme, _("Rows"))
        self.table = RowsTable(kit)
        self.row_line = Paragraph(theme, "", ink="text_muted")  # the whole of what a cell cuts off
        self._row_ground = Surface(theme, "surface", edges=("top",))
        self.save_bad = Button(theme, _("Save the rows with problems…"), kind="link")
        self.said = ElidedLabel(theme, "")
        self.bar = Bar(theme)
        self.stop_button = Button(theme, _("Stop"))
        self.undo_button = Button(theme, _("Undo…"))
        self.show_button = Button(theme, _("Show the contacts"))
        self.press = Button(theme, _("Import"), kind="primary")
        self._stack = QStackedWidget()
        self._options_area = QScrollArea()
        self._body = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._foot = Surface(theme, "surface", edges=("top",))
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
            return self.columns
        return self.empty.button or self.back

    def close_down(self) -> None:
        """No timer and no thread may outlive the screen."""
        self.session.close_down()

    def ask_for_file(self) -> None:
        """The system's own dialog."""
        dialog = FileDialog(self, _("List of people"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        kinds = " ".join(f"*{ending}" for ending in sorted(TABLE_ENDINGS))
        dialog.setNameFilters([f"{_('Lists of people')} ({kinds} *.txt)", _("All files") + " (*)"])
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.filesSelected.connect(lambda names: self.take(map(Path, names)))
        dialog.open()

    # -- made once

    def _lay_out(self) -> None:
        theme = self.kit.theme
        self.head.addWidget(self.tabs)
        self.head.addWidget(self.choose_button)
        left = Surface(theme, "surface", edges=("trailing",))
        inner = QVBoxLayout(left)
        inner.setContentsMargins(0, 8, 1, 0)
        inner.setSpacing(0)
        line = QHBoxLayout()
        line.setContentsMargins(16, 4, 16, 8)
        line.addWidget(self.file_line)
        inner.addLayout(line)
        inner.addWidget(self.columns, 3)
        self._options_area.setFrameShape(QFrame.Shape.NoFrame)
        self._options_area.setWidgetResizable(True)
        self._options_area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._options_area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inner.addWidget(self._options_area, 4)
        self._left = left
        right = Surface(theme, "surface")
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
        review = QWidget()
        review.setLayout(self._body)
        self._body.setContentsMargins(0, 0, 0, 0)
        self._body.setSpacing(0)
        self._body.addWidget(left)
        self._body.addWidget(right, 1)
        for page in (self.empty, review, self.past):
            self._stack.addWidget(page)
        self._foot.setFixedHeight(theme.px(FOOT_PX))
        foot = QHBoxLayout(self._foot)
        foot.setContentsMargins(SIDE_PAD, 0, SIDE_PAD, 0)
        foot.setSpacing(12)
        foot.addWidget(self.said, 2)
        foot.addWidget(self.bar, 1)
        for button in (self.stop_button, self.undo_button, self.show_button, self.press):
            foot.addWidget(button)
        self.column.addWidget(self._stack, 1)
        self.column.addWidget(self._foot)

    def _connect(self) -> None:
        self.choose_button.clicked.connect(self.ask_for_file)
        self.empty.acted.connect(self.ask_for_file)
        self.tabs.chosen.connect(lambda _id: self._show())
        self.filters.chosen.connect(lambda _id: self._show_rows())
        self.table.row_asked.connect(self._open_row_menu)
        self.table.selectionModel().currentRowChanged.connect(lambda now, _before: self._show_row(now.row()))
        self.save_bad.clicked.connect(self._ask_where_to_save)
        self.stop_button.clicked.connect(self.session.stop)
        self.undo_button.clicked.connect(self._undo_this)
        self.show_button.clicked.connect(self.back_asked)
        self.press.clicked.connect(self.session.bring)
        self.past.undo_asked.connect(self.ask_to_undo)
        self.past.file_asked.connect(self.ask_for_file)
        self.session.changed.connect(self._show)
        self.session.previewed.connect(self._show_preview)
        self.session.refused.connect(self._say)
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
        is_busy = session.stage in ("reading", "bringing", "undoing")
        self.columns.setEnabled(not is_busy)
        self._options_area.setEnabled(not is_busy)
        self._foot.setVisible(not is_past and (has_rows or is_busy or bool(session.sentence)))
        self._show_foot()

    def _show_foot(self) -> None:
        session, formats = self.session, self.kit.formats
        stage, progress = session.stage, session.progress
        self.said.set_text(self._sentence())
        is_moving = stage in ("reading", "bringing", "looking", "undoing")
        self.bar.setVisible(is_moving)
        self.bar.show_share(session.share, self._sentence())
        self.stop_button.setVisible(stage in ("reading", "bringing"))
        self.undo_button.setVisible(
            stage in ("done", "stopped") and progress is not None and progress.done > 0
        )
        self.show_button.setVisible(stage in ("done", "undone"))
        self.press.setVisible(stage in ("review", "looking", "stopped"))
        self.press.setText(_("Go on") if stage == "stopped" else words.press_words(session.count, formats))
        is_ready = self.options is None or self.options.is_ready
        self.press.setEnabled(stage in ("review", "stopped") and session.count > 0 and is_ready)

    def _sentence(self) -> str:
        session, formats = self.session, self.kit.formats
        progress = session.progress
        if session.stage == "reading":
            return _("Reading {file}…").format(file=session.path.name if session.path else "")
        if session.sentence:
            return session.sentence
        if session.stage == "bringing":
            done, total = (progress.done, progress.total) if progress else (0, session.count)
            return _("{done} of {total} people").format(
                done=formats.number(done), total=formats.number(total)
            )
        if session.stage == "undoing":
            return _("Taking the import back…")
        if session.stage == "undone" and progress is not None:
            return words.undo_words(progress)
        if session.stage == "done" and progress is not None:
            return words.result_words(progress, formats)
        if session.stage == "stopped" and progress is not None:
            return _("Stopped. {result} so far; nothing comes twice when you go on.").format(
                result=words.result_words(progress, formats)
            )
        return self._problem_words()

    def _problem_words(self) -> str:
        seen = self.session.preview
        if seen is None:
            return ""
        if self.options is not None and not self.options.is_ready:
            return _("Say where and when these people agreed.")
        if not self.session.count:
            return _("Nobody in this list can be imported. Look at what the columns become.")
        return _("Nothing is written before you press the button.")

    def _show_preview(self) -> None:
        """A file was read, or looked through anew."""
        session = self.session
        review = session.review
        if review is None:
            return
        self.columns.show_table(review.table, self._fields)
        self.file_line.set_text(f"{review.path.name} · {words.file_words(review.table, self.kit.formats)}")
        if session.stage == "reading":
            self.options = Options(self.kit, session)
            old = self._options_area.takeWidget()
            self._options_area.setWidget(self.options)
            if old is not None:
                old.deleteLater()
        self._show_filters()
        self._show_rows()

    @property
    def _fields(self) -> dict[str, ContactField]:
        review = self.session.review
        return {one.field_id: one for one in review.fields} if review is not None else {}

    def _show_filters(self) -> None:
        seen = self.session.preview
        if seen is None:
            return
        counts: dict[str, int] = {"all": len(seen.rows), "problems": len(seen.bad)}
        counts.update({str(fate): n for fate, n in seen.counts.items()})
        shown = [fate for fate in FATES if fate == "all" or counts.get(fate, 0)]
        chosen = self.filters.chosen_id
        self.filters.set_options([Option(one, words.filter_words(one), counts[one]) for one in shown])
        self.filters.choose(chosen if chosen in shown else "all")
        self.save_bad.setVisible(bool(seen.bad))

    def _show_rows(self) -> None:
        seen, chosen = self.session.preview, self.filters.chosen_id
        if seen is None:
            return
        rows: list[PreviewRow] = list(seen.rows)
        if chosen == "problems":
            rows = seen.bad
        elif chosen != "all":
            rows = [row for row in rows if row.fate == chosen]
        self.table.rows.show(rows, self._fields)
        self._show_row(-1)

    def _show_row(self, place: int) -> None:
        """All that is said of the row with the frame."""
        row = self.table.rows.row_at(place)
        said = self.table.rows.text(row, DETAILS) if row is not None else ""
        self._row_ground.setVisible(bool(said))
        self.row_line.set_text(said)

    def _show_past(self) -> None:
        found = self.kit.desk.contacts_imports()
        self.past.show_rows(found)
        self.tabs.set_options(
            [Option("file", _("Import")), Option("past", _("Past imports"), len(found) or None)]
        )

    # -- what happens

    def _open_row_menu(self, number: int, at: QPoint) -> None:
        menu = Menu(self.kit.theme, _("This person"), self)
        chosen = self.session.choices.get(number)
        choices: list[tuple[str, Choice | None]] = [
            (_("As for all"), None),
            (_("Fill in what is empty"), "fill"),
            (_("Overwrite with the list"), "overwrite"),
            (_("Leave this person as they are"), "skip"),
        ]
        for name, choice in choices:
            menu.add(name, partial(self.session.choose_row, number, choice), is_checked=chosen == choice)
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
        progress = self.session.progress
        if progress is not None:
            self.ask_to_undo(progress.import_id)

    def ask_to_undo(self, import_id: str) -> None:
        """Once, before anything is taken back."""
        past = next((one for one in self.kit.desk.contacts_imports() if one.import_id == import_id), None)
        if past is None:
            return
        sentence = _(
            "People that it made leave the contacts of the whole team, and what it changed becomes as it was. Whoever "
            "wrote to you since, and what somebody changed since, stays."
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

    def _undo(self, past: ContactsImportRow) -> None:
        self.tabs.choose("file")
        self.session.undo(ImportId(past.import_id))

    def _changed(self, changes: Changes) -> None:
        if changes.is_imports or changes.is_everything:
            self._show_past()

    def _say(self, sentence: str) -> None:
        self.said.set_text(sentence)
        self._foot.setVisible(True)

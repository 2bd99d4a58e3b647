"""Importing chats, for the owner who moves the team over: drop exports, look them through, bring them, take them back.

Left the files (or the past imports), right what is asked about the chosen one; in a narrow window one above the other.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QBoxLayout,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.domain.ids import ImportId
from app.domain.imports import ImportRow
from app.domain.rows import Changes
from app.words import gettext as _
from ui.imports import words
from ui.imports.details import Details, shape_of
from ui.imports.entry import Entry
from ui.imports.past import PastDetails
from ui.imports.row_list import RowList
from ui.imports.session import ImportSession
from ui.kit import Kit
from ui.widgets.button import Button, IconButton
from ui.widgets.choice import Option, TabStrip
from ui.widgets.dialog import ConfirmDialog
from ui.widgets.labels import ElidedLabel
from ui.widgets.small_parts import EmptyState
from ui.widgets.surfaces import Surface

SIDE_PAD: Final = 24
BESIDE_FROM_PX: Final = 760
LIST_PX: Final = 380
FOOT_PX: Final = 56


class ImportView(Surface):
    """`back_asked` to the settings; `open_asked` with a conversation."""

    back_asked = Signal()
    open_asked = Signal(str)

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(kit.theme, "surface_sunken", parent=parent)
        self._kit = kit
        self.session = ImportSession(kit, self)
        self.details: Details | PastDetails | None = None
        self._past: list[ImportRow] = []
        theme = kit.theme
        self.back = IconButton(theme, "arrow-left", _("Back to the settings"))
        self.choose_button = Button(theme, _("Add files…"), icon="plus")
        self.tabs = TabStrip(theme, _("Imports"))
        self.files = RowList(theme, _("Chats to import"))
        self.pasts = RowList(theme, _("Past imports"))
        self.bring_all = Button(theme, _("Import all"), kind="primary")
        self._summary = ElidedLabel(theme, "", ink="text_muted")
        self._foot = Surface(theme, "surface", edges=("top",))
        self._lists = QStackedWidget()
        self._shown = QScrollArea()
        self._body = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._renew = QTimer(
            self, singleShot=True, interval=0
        )  # after the key or click that changed something
        self._renew.timeout.connect(self._show_details)
        self._lay_out()
        self._connect()
        self._show_tabs()
        self._show_files()
        self._show_past()
        self.tabs.choose("files")

    # -- from outside

    def take(self, paths: Iterable[Path]) -> None:
        """Files were dropped or chosen."""
        self.tabs.choose("files")
        fresh = self.session.add(paths)
        if fresh:
            self.files.choose(self.session.entries.index(fresh[0]))

    def focus_first(self) -> None:
        """By key, begin where the next step is."""
        (self.files if self.session.entries else self.first_control).setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def first_control(self) -> QWidget:
        """Where the keyboard enters."""
        button = self._empty.button
        return self.choose_button if self.session.entries or button is None else button

    def close_down(self) -> None:
        """No timer and no thread may outlive the screen."""
        self._renew.stop()
        self.session.close_down()

    def ask_for_files(self) -> None:
        """The system's own dialog, for one or many files."""
        dialog = QFileDialog(self, _("Chats exported from a phone"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setNameFilters([_("Exported chats") + " (*.txt *.zip)", _("All files") + " (*)"])
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.filesSelected.connect(lambda names: self.take(map(Path, names)))
        dialog.open()

    # -- made once

    def _lay_out(self) -> None:
        theme = self._kit.theme
        header = Surface(theme, "surface", edges=("bottom",))
        header.setFixedHeight(theme.px(theme.tokens.size.screen_header))
        title = QHBoxLayout(header)
        title.setContentsMargins(16, 0, SIDE_PAD, 0)
        title.setSpacing(8)
        title.addWidget(self.back)
        title.addWidget(ElidedLabel(theme, _("Import from a phone"), role="title", weight="semibold"), 1)
        title.addWidget(self.choose_button)
        self._empty = EmptyState(
            theme, "smartphone", _("Drop exported chats here"),
            _("On the phone, open a chat, then “Export chat” in its menu. Bring the files here, as many as you like."),
            action=_("Choose files…"),
        )  # fmt: skip
        nothing_past = EmptyState(theme, "history", _("Nothing was imported yet"))
        for page in (self._empty, self.files, nothing_past, self.pasts):
            self._lists.addWidget(page)
        self._shown.setFrameShape(QFrame.Shape.NoFrame)
        self._shown.setWidgetResizable(True)
        self._shown.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._shown.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        left = Surface(theme, "surface", edges=("trailing",))
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 1, 0)
        column.setSpacing(0)
        bar = QHBoxLayout()
        bar.setContentsMargins(16, 8, 16, 8)
        bar.addWidget(self.tabs)
        column.addLayout(bar)
        column.addWidget(self._lists, 1)
        self._left = left
        self._body.setSpacing(0)
        self._body.addWidget(left)
        self._body.addWidget(self._shown, 1)
        self._foot.setFixedHeight(theme.px(FOOT_PX))
        foot = QHBoxLayout(self._foot)
        foot.setContentsMargins(SIDE_PAD, 0, SIDE_PAD, 0)
        foot.addWidget(self._summary, 1)
        foot.addWidget(self.bring_all)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(header)
        whole.addLayout(self._body, 1)
        whole.addWidget(self._foot)

    def _connect(self) -> None:
        self.back.clicked.connect(self.back_asked)
        self.choose_button.clicked.connect(lambda: self.ask_for_files())
        self._empty.acted.connect(lambda: self.ask_for_files())
        self.tabs.chosen.connect(lambda _id: self._show_tab())
        self.files.chosen.connect(lambda _place: self._show_details())
        self.pasts.chosen.connect(lambda _place: self._show_details())
        self.bring_all.clicked.connect(lambda: self.session.bring(self.session.ready))
        self.session.listed.connect(self._show_files)
        self.session.changed.connect(self._entry_changed)
        self.session.refused.connect(self._say)
        self._kit.bridge.changed.connect(self._changed)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Beside each other, or one above the other where there is no room."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """An empty list has the screen for itself."""
        theme, width = self._kit.theme, self.width()
        is_beside = width >= theme.px(BESIDE_FROM_PX)
        is_alone = self.details is None
        directions = QBoxLayout.Direction
        self._body.setDirection(directions.LeftToRight if is_beside else directions.TopToBottom)
        self._body.setStretch(0, 0 if is_beside and not is_alone else 2)
        self._body.setStretch(1, 1 if is_beside else 3)
        self._left.setFixedWidth(theme.px(LIST_PX) if is_beside and not is_alone else width)
        self._shown.setVisible(not is_alone)

    # -- what is shown

    @property
    def _is_past(self) -> bool:
        return self.tabs.chosen_id == "past"

    def _show_tabs(self) -> None:
        files, past = len(self.session.entries), len(self._past)
        self.tabs.set_options(
            [Option("files", _("To import"), files or None), Option("past", _("Past imports"), past or None)]
        )

    def _show_tab(self) -> None:
        if self._is_past:
            self._lists.setCurrentIndex(3 if self._past else 2)
        else:
            self._lists.setCurrentIndex(1 if self.session.entries else 0)
        has_files = bool(self.session.entries)
        self.choose_button.setVisible(has_files or self._is_past)
        self._foot.setVisible(not self._is_past and has_files)
        self._show_details()

    def _show_files(self) -> None:
        entries = self.session.entries
        faces = [words.face_of(entry, self._kit.formats) for entry in entries]
        self.files.show_rows(faces, self.files.place or 0)
        self._show_tabs()
        self._show_foot()
        self._show_tab()

    def _show_past(self) -> None:
        self._past = self._kit.desk.imports()
        now, formats = self._kit.clock.now(), self._kit.formats
        self.pasts.show_rows(
            [words.past_face(one, now, formats) for one in self._past], self.pasts.place or 0
        )
        self._show_tabs()
        self._show_tab()

    def _show_foot(self) -> None:
        entries = self.session.entries
        self._summary.set_text(words.summary_words(entries))
        self.bring_all.setEnabled(any(entry.is_ready for entry in entries))

    def _chosen_entry(self) -> Entry | None:
        place = self.files.place
        return (
            self.session.entries[place] if place is not None and place < len(self.session.entries) else None
        )

    def _chosen_past(self) -> ImportRow | None:
        place = self.pasts.place
        return self._past[place] if place is not None and place < len(self._past) else None

    def _show_details(self) -> None:
        past, entry = self._chosen_past(), self._chosen_entry()
        if self._is_past and past is not None:
            self._put(self._made_past(past))
        elif not self._is_past and entry is not None:
            self._put(self._made_details(entry))
        else:
            self._put(None)

    def _made_details(self, entry: Entry) -> Details:
        details = Details(self._kit, self.session, entry)
        details.opened.connect(self.open_asked)
        details.undo_asked.connect(self.ask_to_undo)
        return details

    def _made_past(self, past: ImportRow) -> PastDetails:
        details = PastDetails(self._kit, past)
        details.opened.connect(self.open_asked)
        details.undo_asked.connect(self.ask_to_undo)
        details.files_asked.connect(self.ask_for_files)
        return details

    def _put(self, details: Details | PastDetails | None) -> None:
        """In place of what was shown; the old parts live until what they are just doing has ended."""
        had_focus = self._focus_words()
        self.details = details
        ground = Surface(self._kit.theme, "surface_sunken")
        column = QVBoxLayout(ground)
        column.setContentsMargins(8, 8, 8, 8)
        if details is not None:
            column.addWidget(details)
        old = self._shown.takeWidget()
        self._shown.setWidget(ground)
        if old is not None:
            old.deleteLater()
        self._arrange()
        if details is not None and had_focus:
            self._focus_again(details, had_focus)

    def _focus_words(self) -> str:
        """What the part of the details that has the keyboard is called; "" when it is elsewhere."""
        focused = self.focusWidget()
        if self.details is None or focused is None or not self.details.isAncestorOf(focused):
            return ""
        return called(focused)

    def _focus_again(self, details: QWidget, words_: str) -> None:
        """The keyboard stays where it was, or comes to the first part that takes it."""
        parts = [one for one in details.findChildren(QWidget) if one.focusPolicy() & Qt.FocusPolicy.TabFocus]
        same = next((one for one in parts if called(one) == words_ and one.isEnabled()), None)
        target = same or next((one for one in parts if one.isEnabled()), None)
        if target is not None:
            target.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- what happens

    def _entry_changed(self, entry: Entry) -> None:
        if entry not in self.session.entries:
            return
        self.files.rows.change(self.session.entries.index(entry), words.face_of(entry, self._kit.formats))
        self._show_foot()
        shown = self.details
        if isinstance(shown, Details) and shown.entry is entry:
            if shown.shape == shape_of(entry):
                shown.show_progress()
            else:
                self._renew.start()

    def _changed(self, changes: Changes) -> None:
        if changes.is_imports or changes.is_everything:
            self._show_past()

    def ask_to_undo(self, import_id: str) -> None:
        """Once, before anything is taken back."""
        past = next((one for one in self._kit.desk.imports() if one.import_id == import_id), None)
        if past is None:
            return
        leaves = _(
            "{messages} that came with it leave the conversation of {name}, for the whole team. What came by WhatsApp "
            "stays."
        )
        dialog = ConfirmDialog(
            self._kit.theme,
            _("Undo this import?"),
            leaves.format(messages=words.messages_words(past.count, self._kit.formats), name=past.name),
            confirm=_("Undo the import"),
            keep=_("Keep it"),
            parent=self,
        )
        dialog.confirmed.connect(lambda: self.session.undo(ImportId(import_id)))
        dialog.open()

    def _say(self, sentence: str) -> None:
        self._summary.set_text(sentence)
        self._foot.setVisible(True)


def called(widget: QWidget) -> str:
    """How a part of the details is known again: by its words."""
    return widget.text() if isinstance(widget, QAbstractButton) else widget.accessibleName()

"""The journal: the newest first, of everybody or of one; an entry about a conversation leads there."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.domain.audit import AuditRow
from app.domain.errors import ComptoirError
from app.domain.ids import ConversationId, MemberId
from app.words import gettext as _
from app.words import sentences
from app.words.audit import audit_words
from ui.kit import Kit
from ui.plain import isolated, shown_line, shown_name
from ui.settings.audit.rows import AuditLine, AuditList, AuditModel
from ui.widgets.button import Button
from ui.widgets.labels import ElidedLabel
from ui.widgets.menu import Menu
from ui.widgets.small_parts import EmptyState
from ui.widgets.surfaces import Surface

PAGE: Final = 100
LOOKS: Final = 10  # so many stretches of the log are gone through at once before the person is asked


class AuditPage(QWidget):
    """`open_asked(conversation_id)`."""

    open_asked = Signal(str)

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kit = kit
        self._member_id: MemberId | None = None
        self._conversation_id: ConversationId | None = None
        self._next: int | None = None
        self._day = ""
        self._run = 0  # what was asked for before is of no interest any more
        self._is_reading = False
        self.model = AuditModel(self._read_more, self)
        self.list = AuditList(kit.theme, self.model)
        self.who = Button(kit.theme, _("Everybody"), trailing="chevron-down", icon="users-round")
        self.about = Button(kit.theme, "", kind="quiet", trailing="x")
        self.older = Button(kit.theme, _("Look further back"), kind="link")
        self.says = ElidedLabel(kit.theme, ink="text_muted")
        self.empty = EmptyState(
            kit.theme, "history", _("No entry"), _("Nobody did anything of the kind yet.")
        )
        self._stack = QStackedWidget()
        self._lay_out()
        self.who.clicked.connect(self._choose_member)
        self.about.clicked.connect(lambda: self.show_about(None))
        self.older.clicked.connect(self._read_more)
        self.list.opened.connect(self.open_asked)

    def _lay_out(self) -> None:
        theme = self._kit.theme
        head = Surface(theme, "surface", edges=("bottom",))
        row = QHBoxLayout(head)
        row.setContentsMargins(24, 8, 24, 8)
        row.setSpacing(12)
        row.addWidget(self.who)
        row.addWidget(self.about)
        row.addWidget(self.says, 1)
        row.addWidget(self.older)
        self._stack.addWidget(self.list)
        self._stack.addWidget(self.empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(head)
        column.addWidget(self._stack, 1)
        self.about.hide()
        self.older.hide()

    @property
    def first_control(self) -> QWidget:
        """Where the keyboard enters."""
        return self.who

    def showEvent(self, event: QShowEvent) -> None:
        """Looked at: from the newest."""
        super().showEvent(event)
        self.show_from_newest()

    def show_from_newest(self) -> None:
        """Read from the newest entry on."""
        self._run += 1
        self._next, self._day, self._is_reading = None, "", False
        self.model.clear()
        self._read(None)

    def show_about(self, conversation_id: ConversationId | None) -> None:
        """Entries about one conversation, or about all."""
        row = self._kit.desk.inbox_row(conversation_id) if conversation_id is not None else None
        self._conversation_id = conversation_id if row is not None else None
        self.about.setVisible(row is not None)
        if row is not None:
            self.about.setText(isolated(shown_name(row.name)))
        self.show_from_newest()

    # -- reading

    def _read_more(self) -> None:
        if self._next is not None:
            self._read(self._next)

    def _read(self, before: int | None) -> None:
        if not self._is_reading:
            self._is_reading = True
            self._kit.tasks.spawn(self._read_now(before, self._run), "journal")

    async def _read_now(self, before: int | None, run: int) -> None:
        desk, found = self._kit.desk, 0
        try:
            for _look in range(LOOKS):
                page = await desk.audit(
                    before, member_id=self._member_id, conversation_id=self._conversation_id, limit=PAGE
                )
                if run != self._run:
                    return
                before = page.next_pos
                self.model.add(self._lines(page.rows))
                found += len(page.rows)
                if before is None or found >= PAGE // 2:
                    break
        except ComptoirError as error:
            self.says.set_text(sentences.refusal(error.code, error.facts))
        self._is_reading = False
        self._next = before
        self.model.has_more = before is not None
        self.older.setVisible(before is not None)
        self._stack.setCurrentIndex(0 if self.model.rowCount() else 1)

    def _lines(self, rows: tuple[AuditRow, ...]) -> list[AuditLine]:
        formats, now = self._kit.formats, self._kit.clock.now()
        lines: list[AuditLine] = []
        for row in rows:
            day = formats.day_line(row.at, now)
            if day != self._day:
                self._day = day
                lines.append(AuditLine(day=day))
            lines.append(
                AuditLine(
                    time=formats.time_of_day(row.at),
                    who=shown_name(row.member_name) if row.member_name else "",
                    who_key=row.member_id or "",
                    what=shown_line(audit_words(row, formats, now)),
                    about=shown_name(row.person) if row.person else "",
                    conversation_id=row.conversation_id,
                )
            )
        return lines

    # -- whose

    def _choose_member(self) -> None:
        menu = Menu(self._kit.theme, _("Whose entries"), self)
        menu.add(_("Everybody"), partial(self._show_member, None, ""), is_checked=self._member_id is None)
        menu.addSeparator()
        for member in self._kit.desk.members():
            name = shown_name(member.name)
            is_checked = member.member_id == self._member_id
            menu.add(name, partial(self._show_member, member.member_id, name), is_checked=is_checked)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.open_below(self.who)

    def _show_member(self, member_id: MemberId | None, name: str) -> None:
        self._member_id = member_id
        self.who.set_face(name or _("Everybody"), icon="users-round")
        self.who.setFocus(Qt.FocusReason.OtherFocusReason)
        self.show_from_newest()

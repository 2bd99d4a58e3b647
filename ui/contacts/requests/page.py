"""The page "Data requests": erasures with their certificates, who has not confirmed, and the rule of age."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget
from shiboken6 import isValid

from app.domain.erasure import ErasureRow
from app.domain.errors import ComptoirError
from app.domain.later import asyncio
from app.words import gettext as _
from app.words import sentences
from app.words.erasure import counted, kept_off_words, reason_words
from ui.contacts.page import SIDE, Page
from ui.contacts.requests.retention import RetentionBar
from ui.contacts.requests.rows import RequestsList, RequestsModel
from ui.kit import Kit
from ui.plain import isolated, shown_name
from ui.widgets.button import Button
from ui.widgets.file_dialog import FileDialog
from ui.widgets.labels import Label, Paragraph
from ui.widgets.small_parts import EmptyState
from ui.widgets.surfaces import Surface

DETAIL_PX: Final = 380


class RequestsPage(Page):
    """Read anew whenever it is looked at."""

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(kit, _("Data requests"), parent)
        theme = kit.theme
        self.retention = RetentionBar(kit)
        self.model = RequestsModel(kit, self)
        self.list = RequestsList(theme, self.model)
        self.detail = Detail(kit)
        self.empty = EmptyState(
            theme,
            "user-x",
            _("Nobody was erased"),
            _("Who asks for their data, or to be forgotten, is served from their card: Data request."),
        )
        self._stack = QStackedWidget()
        beside = QWidget()
        row = QHBoxLayout(beside)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.list, 1)
        row.addWidget(self.detail)
        self._stack.addWidget(self.empty)
        self._stack.addWidget(beside)
        self.column.addWidget(self.retention)
        self.column.addWidget(self._stack, 1)
        self.list.selectionModel().currentChanged.connect(lambda *_: self._show_chosen())

    def showEvent(self, event: QShowEvent) -> None:
        """Looked at."""
        super().showEvent(event)
        self.retention.look()
        self.kit.tasks.spawn(self._read(), "data requests")

    async def _read(self) -> None:
        try:
            rows = await self.kit.desk.erasures()
        except ComptoirError as error:
            if isValid(self):
                self.retention.say(sentences.refusal(error.code, error.facts))
            return
        if not isValid(self):
            return
        chosen = self.list.currentIndex().row()
        self.model.show_rows(rows)
        self._stack.setCurrentIndex(1 if rows else 0)
        if rows:
            index = self.model.index(max(0, min(chosen, len(rows) - 1)))
            self.list.selectionModel().setCurrentIndex(
                index, QItemSelectionModel.SelectionFlag.ClearAndSelect
            )

    def _show_chosen(self) -> None:
        index = self.list.currentIndex()
        if index.isValid():
            self.detail.show_row(self.model.rows[index.row()])


class Detail(Surface):
    """One erasure: what went, where it is confirmed, and its certificate."""

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit.theme, "surface", edges=("leading",))
        self.setFixedWidth(kit.theme.px(DETAIL_PX))
        self._kit, theme = kit, kit.theme
        self._row: ErasureRow | None = None
        self.title = Paragraph(theme, role="lead", weight="semibold")
        self.what = Paragraph(theme)
        self.where_title = Label(theme, _("On these computers"), weight="medium")
        self.where = Paragraph(theme, ink="text_muted")
        self.remains = Paragraph(theme, role="small", ink="text_muted")
        self.notice = Paragraph(theme, role="small", ink="success")
        self.save = Button(theme, _("Save the certificate…"), icon="file-text")
        column = QVBoxLayout(self)
        column.setContentsMargins(SIDE, 20, SIDE, 20)
        column.setSpacing(theme.tokens.space.x3)
        for part in (self.title, self.what, self.where_title, self.where, self.remains, self.notice):
            column.addWidget(part)
        column.addWidget(self.save, 0, Qt.AlignmentFlag.AlignLeading)
        column.addStretch(1)
        self.save.clicked.connect(self._choose)

    def show_row(self, row: ErasureRow) -> None:
        """This one from now on."""
        self._row = row
        now, formats = self._kit.clock.now(), self._kit.formats
        self.title.set_text(reason_words(row.reason))
        by = (
            isolated(shown_name(row.asked_by))
            if row.asked_by
            else _("the rule of age or the hub’s own computer")
        )
        parts = ", ".join(counted(row.counts)) or _("Nothing was held of this person.")
        self.what.set_text(
            _("{what}. Asked for by {who}, {at}.").format(
                what=parts[:1].upper() + parts[1:], at=formats.moment(row.asked_at, now), who=by
            )
        )
        lines = []
        for one in row.devices:
            name = isolated(shown_name(one.name))
            if one.confirmed_at is not None:
                lines.append(
                    _("{name}: confirmed {at}").format(name=name, at=formats.moment(one.confirmed_at, now))
                )
            elif one.is_revoked:
                lines.append(_("{name}: shut out, it shows nothing any more").format(name=name))
            else:
                lines.append(_("{name}: not yet, it has not been online since").format(name=name))
        self.where.set_text("\n".join(lines))
        self.where_title.setVisible(bool(lines))
        until = formats.moment(row.backups_until_at, now) if row.backups_until_at else ""
        said = (
            _("Copies of the hub that still hold something are gone by {date}.").format(date=until)
            if until
            else ""
        )
        self.remains.set_text(" ".join(filter(None, (said, kept_off_words() if row.is_kept_off else ""))))
        self.notice.set_text("")

    def _choose(self) -> None:
        dialog = FileDialog(self.window(), _("Save the certificate"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("html")
        dialog.selectFile(f"{_('erasure')}-{self._row.asked_at.date().isoformat() if self._row else ''}.html")
        dialog.fileSelected.connect(lambda path: self.write(Path(path)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def write(self, target: Path) -> None:
        """Write the certificate there, and beside it the same for programs."""
        if self._row is not None:
            self._kit.tasks.spawn(self._write(self._row, target), "certificate")

    async def _write(self, row: ErasureRow, target: Path) -> None:
        from app.desk.data_requests.certificate import write_certificate

        business = str(self._kit.desk.setting("business_name"))
        try:
            written = await asyncio.to_thread(write_certificate, row, target, business)
        except OSError as error:
            said = sentences.refusal("export_failed", {"reason": error.strerror or ""})
            is_done = False
        else:
            said, is_done = _("Saved as {name}.").format(name=isolated(written[0].name)), True
        if isValid(self):
            self.notice.set_ink("success" if is_done else "danger")
            self.notice.set_text(said)

"""The fields of contacts, for the owner: made, called differently, put in order, removed."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.contact_cards import ContactField
from app.domain.errors import ComptoirError
from app.domain.rows import Changes
from app.words import gettext as _
from app.words import sentences
from ui.kit import Kit
from ui.plain import isolated, shown_line
from ui.settings.contact_fields.form import NEW, FieldForm, type_words
from ui.settings.list_and_sheet import ListAndSheet, scrolled
from ui.widgets.button import Button, IconButton
from ui.widgets.dialog import ConfirmDialog
from ui.widgets.labels import Label
from ui.widgets.paint_chip import Chip
from ui.widgets.small_parts import EmptyState
from ui.widgets.surfaces import Line
from ui.widgets.toast import ToastStack
from ui.widgets.two_line_list import TwoLineList, TwoLineRow


class ContactFieldsPage(QWidget):
    """The list, with one of them beside it."""

    def __init__(self, kit: Kit) -> None:
        super().__init__()
        self._kit, theme = kit, kit.theme
        self._chosen = ""
        self._is_new = False
        self.new = Button(theme, _("New field"), kind="primary", icon="plus")
        self.up = IconButton(theme, "arrow-up", _("Move up"))
        self.down = IconButton(theme, "arrow-down", _("Move down"))
        self.list = TwoLineList(theme, "contact_fields", _("Fields of contacts"))
        self.form = FieldForm(kit)
        self.nothing = EmptyState(
            theme,
            "contact",
            _("Fields of your own on every card"),
            _("A birthday, what somebody spent, a colour: what your business wants to know of people."),
            action=_("New field"),
        )
        self.both = ListAndSheet(theme, self.nothing, scrolled(self.form))
        self.toasts = ToastStack(theme, self)
        self.dialog: ConfirmDialog | None = None
        self.both.add_bar(Label(theme, _("Fields of contacts"), weight="semibold"), self.new)
        self.both.column.addWidget(self.list, 1)
        self.both.column.addWidget(Line(theme))
        order = Label(theme, _("Order on the card"), role="small", ink="text_muted")
        self.both.add_bar(order, self.up, self.down, above=8)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.both)
        self.new.clicked.connect(self.make_new)
        self.nothing.acted.connect(self.make_new)
        self.up.clicked.connect(lambda: self.move_chosen(-1))
        self.down.clicked.connect(lambda: self.move_chosen(1))
        self.list.chosen.connect(self._choose)
        self.both.back.clicked.connect(lambda: self.both.show_sheet(has_row=self._has_row, is_asked=False))
        self.form.saved.connect(self._saved)
        self.form.remove_asked.connect(self._remove)
        kit.bridge.changed.connect(self._changed)
        self.refresh()

    @property
    def fields(self) -> list[ContactField]:
        """In their order."""
        return self._kit.desk.contact_fields()

    @property
    def _has_row(self) -> bool:
        return self._is_new or bool(self._chosen)

    def refresh(self) -> None:
        """Read again; a form in which somebody writes is left alone."""
        rows = [
            TwoLineRow(
                field.field_id,
                shown_line(field.title),
                ", ".join(field.choices),
                Chip(type_words(field.type)),
            )
            for field in self.fields
        ]
        ids = [row.key for row in rows]
        if self._chosen not in ids:
            self._chosen = ids[0] if ids and not self._is_new else ""
            self._show_chosen()
        self.list.show_rows(rows, self._chosen or None)
        self.up.setEnabled(self._chosen in ids[1:])
        self.down.setEnabled(self._chosen in ids[:-1])

    def make_new(self) -> None:
        """An empty form."""
        self._is_new, self._chosen = True, ""
        last = max((field.position for field in self.fields), default=-1)
        self.form.show_field(replace(NEW, position=last + 1))
        self.list.show_rows(self.list.rows.rows, None)
        self.both.show_sheet(has_row=True, is_asked=True)
        self.form.name.setFocus(Qt.FocusReason.OtherFocusReason)

    def move_chosen(self, step: int) -> None:
        """One place up (-1) or down (1)."""
        fields = self.fields
        place = next((n for n, field in enumerate(fields) if field.field_id == self._chosen), None)
        if place is None or not 0 <= place + step < len(fields):
            return
        fields[place], fields[place + step] = fields[place + step], fields[place]
        moved = [replace(field, position=n) for n, field in enumerate(fields) if field.position != n]
        self._kit.tasks.spawn(self._define(moved), "order of fields")

    async def _define(self, fields: list[ContactField]) -> None:
        try:
            for field in fields:
                await self._kit.desk.define_contact_field(field)
        except ComptoirError as error:
            self._complain(error)

    def _choose(self, field_id: str) -> None:
        if field_id != self._chosen:
            self._chosen, self._is_new = field_id, False
            self._show_chosen(is_asked=True)
            self.refresh()

    def _show_chosen(self, *, is_asked: bool = False) -> None:
        field = next((one for one in self.fields if one.field_id == self._chosen), None)
        if field is not None:
            self.form.show_field(field)
        self.both.show_sheet(has_row=self._has_row, is_asked=is_asked)

    def _saved(self, field_id: str) -> None:
        self._is_new, self._chosen = False, field_id
        self.refresh()
        self._show_chosen(is_asked=True)
        self.toasts.show(_("Field saved"))

    def _remove(self, field_id: str) -> None:
        field = next((one for one in self.fields if one.field_id == field_id), None)
        if field is None:
            return
        self.dialog = ConfirmDialog(
            self._kit.theme,
            _("Remove {name}?").format(name=isolated(shown_line(field.title))),
            _("The field and what stands in it are shown on no card any more. This cannot be undone."),
            confirm=_("Remove"),
            keep=_("Keep it"),
            parent=self,
        )
        self.dialog.confirmed.connect(lambda: self._kit.tasks.spawn(self._gone(field_id), "remove a field"))
        self.dialog.open()

    async def _gone(self, field_id: str) -> None:
        try:
            await self._kit.desk.remove_contact_field(field_id)
        except ComptoirError as error:
            self._complain(error)

    def _complain(self, error: ComptoirError) -> None:
        self.toasts.show(sentences.refusal(error.code, error.facts), icon="circle-alert", ink="danger")

    def _changed(self, changes: Changes) -> None:
        if changes.is_contact_fields or changes.is_everything:
            self.refresh()
            if not self.form.is_changed and not self._is_new:
                self._show_chosen()

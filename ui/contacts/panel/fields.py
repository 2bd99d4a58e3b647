"""Who looks after a person, and what the team wrote in their fields."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.domain.contact_cards import BUILT_IN, ContactField
from app.domain.contact_rows import ContactCard
from app.domain.ids import MemberId
from app.domain.rows import Changes
from app.words import gettext as _
from app.words.contacts import field_title
from ui.contacts.panel.field_rows import NONE, TITLE_PX, FieldRow
from ui.contacts.panel.parts import PanelKit, PickList, SectionBox, ValueButton
from ui.plain import shown_line, shown_name
from ui.teamwork.acts import active_members
from ui.teamwork.assign_picker import member_choice
from ui.teamwork.finder import Choice
from ui.widgets.labels import ElidedLabel

LEADERS = ("owner", "manager")
SHOWN = tuple(key for key in BUILT_IN if key != "name")  # the name stands in the head


class OwnerRow(QWidget):
    """Who of the team looks after this person."""

    def __init__(self, panel: PanelKit) -> None:
        super().__init__()
        self._panel = panel
        self._card: ContactCard | None = None
        title = ElidedLabel(panel.theme, _("Looked after by"), role="small", ink="text_muted")
        title.setFixedWidth(panel.theme.px(TITLE_PX))
        self.value = ValueButton(panel.theme, _("Looked after by"), _("Nobody"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(panel.theme.tokens.space.x1)
        row.addWidget(title, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.value, 1)
        self.setFixedHeight(panel.theme.px(panel.theme.tokens.size.input))
        self.value.clicked.connect(self.choose)

    def show_card(self, card: ContactCard) -> None:
        """Somebody else, or another owner."""
        self._card = card
        self.value.show_value(shown_name(card.owner_name or "") if card.owner_id is not None else "")

    def choose(self) -> None:
        """From the team; at once."""
        card = self._card
        if card is None:
            return
        members = active_members(self._panel.kit)
        choices = [member_choice(one, one.member_id == card.owner_id) for one in members]
        if card.owner_id is not None:
            choices.append(Choice(NONE, _("Nobody"), icon="user-x"))
        PickList(self._panel.theme, _("Looked after by"), choices, self.value, self._taken).open_at(
            self.value
        )

    def _taken(self, choice_id: str) -> None:
        if self._card is not None:
            owner_id = None if choice_id == NONE else MemberId(choice_id)
            self._panel.ask(partial(self._panel.kit.desk.own_contact, self._card.contact_id, owner_id))
            self.value.setFocus(Qt.FocusReason.OtherFocusReason)


class FieldsSection:
    """Built-in fields, then those that the owner made, each changed in place."""

    def __init__(self, panel: PanelKit) -> None:
        self._panel = panel
        self.title = _("Details")
        self.widget = SectionBox(panel.theme, self.title)
        self.owner = OwnerRow(panel)
        self.rows: dict[str, FieldRow] = {}
        self._fields: tuple[ContactField, ...] = ()
        self._card: ContactCard | None = None
        self.widget.column.addWidget(self.owner)
        for key in SHOWN:
            self._add(FieldRow(panel, key, field_title(key), "text"))
        self._lay_out_own()

    def show(self, card: ContactCard) -> None:
        """Their values."""
        self._card = card
        self.owner.show_card(card)
        for key, row in self.rows.items():
            row.show_value(card.contact_id, card.value(key))

    def changed(self, changes: Changes) -> None:
        """The owner made other fields."""
        if changes.is_contact_fields or changes.is_everything:
            self._lay_out_own()
            if self._card is not None:
                self.show(self._card)

    def put_aside(self) -> None:
        """What is being typed waits for its person."""
        for row in self.rows.values():
            row.put_aside()

    def _lay_out_own(self) -> None:
        fields = tuple(self._panel.kit.desk.contact_fields())
        if fields == self._fields:
            return
        for known in self._fields:
            row = self.rows.pop(known.field_id)
            self.widget.column.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._fields = fields
        for field in fields:
            self._add(
                FieldRow(self._panel, field.field_id, shown_line(field.title), field.type, field.choices)
            )

    def _add(self, row: FieldRow) -> None:
        self.rows[row.key] = row
        self.widget.column.addWidget(row)

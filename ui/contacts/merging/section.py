"""Two sections of the contact panel: who may be the same person, and whom this contact was merged from."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property, partial
from typing import Final, Protocol

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.domain.contact_rows import ContactCard
from app.domain.ids import ContactId
from app.domain.merge_suggestions import Suggestion
from app.domain.merging import MergedPart
from app.domain.rows import Changes
from app.words import gettext as _
from app.words.merging import merge_reason_words, reason_words
from app.words.phones import phone
from ui.contacts.merging.acts import MergeActs
from ui.contacts.merging.open_compare import open_compare
from ui.contacts.panel.parts import PanelKit
from ui.kit import Kit
from ui.plain import isolated, shown_name
from ui.widgets.button import Button
from ui.widgets.dialog import ConfirmDialog
from ui.widgets.labels import ElidedLabel, Label
from ui.widgets.surfaces import Surface
from ui.widgets.toast import ToastStack

SIDE: Final = 16
ABOVE: Final = 12
MOST_SHOWN: Final = 3  # of either: the page "Tidy up" has them all


class HasKit(Protocol):
    """What a section needs of what the panel gives it."""

    @property
    def kit(self) -> Kit:
        """Of the window."""


class Lines:
    """A title and some lines, each with its buttons; hidden while there is none."""

    def __init__(self, panel: HasKit, title: str) -> None:
        self.kit = panel.kit
        self._told_by = panel.show if isinstance(panel, PanelKit) else None
        self.title = title
        self.widget: QWidget = Surface(self.kit.theme, "surface", edges=("bottom",))
        self.widget.setAccessibleName(title)
        self.buttons: list[Button] = []
        self.lines: list[str] = []
        self.contact_id: ContactId | None = None
        self._rows: list[QWidget] = []
        column = QVBoxLayout(self.widget)
        column.setContentsMargins(SIDE, ABOVE, SIDE, ABOVE + 1)
        column.setSpacing(self.kit.theme.tokens.space.x2)
        column.addWidget(Label(self.kit.theme, title, role="small", weight="semibold", ink="text_muted"))
        self._column = column
        self.widget.hide()

    @cached_property
    def acts(self) -> MergeActs:
        """Told by the screen where it takes things back itself, else in a corner of the window."""
        return MergeActs(self.kit, ToastStack(self.kit.theme, self.widget.window()), self._told_by)

    def fill(self, lines: Sequence[tuple[str, str, Sequence[Button]]]) -> None:
        """Other lines: a name, what is said of it, and what can be done."""
        for row in self._rows:
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._rows = [self._line(*one) for one in lines]
        self.lines = [f"{name}, {said}" for name, said, _buttons in lines]
        self.buttons = [button for _name, _said, buttons in lines for button in buttons]
        for row in self._rows:
            self._column.addWidget(row)
        self.widget.setVisible(bool(lines))

    def put_aside(self) -> None:
        """Nothing is written here."""

    def _line(self, name: str, said: str, buttons: Sequence[Button]) -> QWidget:
        theme = self.kit.theme
        row = QWidget()
        column = QVBoxLayout(row)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(ElidedLabel(theme, name, weight="medium"))
        column.addWidget(ElidedLabel(theme, said, role="small", ink="text_muted"))
        bar = QHBoxLayout()
        bar.setSpacing(theme.tokens.space.x3)
        for button in buttons:
            bar.addWidget(button)
        bar.addStretch(1)
        column.addLayout(bar)
        return row

    def link(self, words: str, name: str) -> Button:
        """A button of a line; `name` is whom it is about, for who cannot see the line."""
        return Button(self.kit.theme, words, kind="link", is_flush=True, name=f"{words} {name}")


class DoublesSection(Lines):
    """Who may be the same person: compared, or kept as two."""

    def __init__(self, panel: HasKit) -> None:
        super().__init__(panel, _("Maybe the same person"))
        self._shown: tuple[object, ...] | None = None

    def show(self, card: ContactCard) -> None:
        """Somebody else, or another fact about them."""
        self.contact_id = card.contact_id
        found = self.kit.desk.doubles_of(card.contact_id)[:MOST_SHOWN]
        others = {_other(one, card.contact_id) for one in found}
        names = {one.contact_id: one for one in self.kit.desk.names_of(tuple(others))} if others else {}
        key = (card.contact_id, *found, *names.values(), self.kit.formats.language)
        if key == self._shown:
            return
        self._shown = key
        lines: list[tuple[str, str, Sequence[Button]]] = []
        for one in found:
            other = names.get(_other(one, card.contact_id))
            if other is not None:
                name = shown_name(other.name)
                why = " · ".join(reason_words(reason) for reason in one.reasons)
                lines.append((name, why, self._buttons(one, name)))
        self.fill(lines)

    def changed(self, changes: Changes) -> None:
        """Somebody else may have got a number or an address that this person has."""
        if self.contact_id is None or not (changes.contacts or changes.is_everything):
            return
        card = self.kit.desk.contact(self.contact_id)
        if card is not None:
            self.show(card)

    def _buttons(self, one: Suggestion, name: str) -> Sequence[Button]:
        compare, apart = self.link(_("Compare…"), name), self.link(_("Not the same"), name)
        compare.clicked.connect(lambda: open_compare(self.kit, self.acts, one, self.widget.window()))
        apart.clicked.connect(lambda: self.acts.keep_apart(one.first_id, one.second_id))
        return compare, apart


class MergedSection(Lines):
    """Whom this contact was merged from, each with the way back."""

    def __init__(self, panel: HasKit) -> None:
        super().__init__(panel, _("Merged from"))
        self.dialog: ConfirmDialog | None = None
        self._shown: tuple[object, ...] | None = None

    def show(self, card: ContactCard) -> None:
        """Somebody else, or a merge more or less."""
        self.contact_id = card.contact_id
        parts = self.kit.desk.merged_parts(card.contact_id)[:MOST_SHOWN]
        key = (card.contact_id, *parts, self.kit.formats.language)
        if key == self._shown:
            return
        self._shown = key
        self.fill([(_part_name(one), self._said(one), (self._separate(one),)) for one in parts])

    def changed(self, changes: Changes) -> None:
        """Nothing that `show` does not tell."""

    def _said(self, one: MergedPart) -> str:
        now = self.kit.clock.now()
        who = one.member_name or merge_reason_words(one.reason)
        return f"{shown_name(who)} · {self.kit.formats.list_time(one.at, now)}"

    def _separate(self, one: MergedPart) -> Button:
        button = self.link(_("Separate again…"), _part_name(one))
        button.clicked.connect(partial(self._ask, one))
        return button

    def _ask(self, one: MergedPart, _is_checked: bool = False) -> None:
        name = isolated(_part_name(one))
        self.dialog = ConfirmDialog(
            self.kit.theme,
            _("Separate {name} again?").format(name=name),
            _(
                "Both stand as if they had not been merged. What was written to and from {name} goes with them; notes, "
                "tags and fields that were added since stay here."
            ).format(name=name),
            confirm=_("Separate"),
            keep=_("Cancel"),
            is_danger=False,
            parent=self.widget.window(),
        )
        contact_id = self.contact_id
        assert contact_id is not None
        self.dialog.confirmed.connect(lambda: self.acts.separate(contact_id, one.gone_id, one.name))
        self.dialog.open()


def _other(one: Suggestion, contact_id: ContactId) -> ContactId:
    return one.second_id if one.first_id == contact_id else one.first_id


def _part_name(one: MergedPart) -> str:
    name = shown_name(one.name)
    number = phone(f"+{one.number}") if one.number else ""
    return f"{name} ({number})" if number and number != name else name

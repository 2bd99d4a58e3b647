"""A list that opens on the customer's phone: up to ten lines, in parts with headings of their own."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.desk.desk import Composed
from app.domain.ask_checks import (
    BUTTON_MAX,
    FOOTER_MAX,
    HEADER_MAX,
    LIST_BODY_MAX,
    OPTIONS,
    SECTION_MAX,
    SECTIONS_MAX,
)
from app.domain.contents import Ask, AskOption, Content
from app.words import gettext as _
from ui.conversation.forms.ask_forms import LINES, ask_of
from ui.conversation.forms.fields import LimitedField
from ui.conversation.forms.form import Form
from ui.kit import Kit
from ui.theme.theme import Theme
from ui.widgets.button import Button, IconButton

LIMITS: Final = OPTIONS["list"]


class ListForm(Form):
    """Text, label of the button that opens the list, and the list."""

    def __init__(self, kit: Kit, customer: str, parent: QWidget) -> None:
        super().__init__(kit, _("List to choose from"), customer, parent)
        self.text = self.add_field(_("Message"), LIST_BODY_MAX, lines=LINES)
        self.label = self.add_field(
            _("Label of the button that opens the list"), BUTTON_MAX, text=_("See the choices")
        )
        self._sections: list[SectionPart] = []
        self._column = QVBoxLayout()
        self._column.setSpacing(kit.theme.tokens.space.x3)
        self.fields.addLayout(self._column)
        self.add_section_button = Button(kit.theme, _("Add a part"), kind="link", icon="plus", is_flush=True)
        self.add_section_button.clicked.connect(lambda: self.add_section(is_asked=True))
        self.fields.addWidget(self.add_section_button)
        self.header = self.add_field(_("Heading (optional)"), HEADER_MAX)
        self.footer = self.add_field(_("Small line at the foot (optional)"), FOOTER_MAX)
        self.add_section()

    @property
    def sections(self) -> "Sequence[SectionPart]":
        """The parts of the list."""
        return tuple(self._sections)

    def add_section(self, *, is_asked: bool = False) -> "SectionPart":
        """One more part, with one line."""
        section = SectionPart(self.theme)
        section.changed.connect(self._changed)
        section.emptied.connect(lambda: self._drop(section))
        self._sections.append(section)
        self._column.addWidget(section)
        section.add_row()
        self._changed()
        if is_asked:
            section.name.line.setFocus(Qt.FocusReason.OtherFocusReason)
        return section

    def composed(self) -> Composed:
        """The message; lines without a label are left out."""
        options: list[AskOption] = []
        for section in self._sections:
            name = section.name.text or None
            for row in section.rows:
                if row.title.text:
                    number = str(len(options) + 1)
                    options.append(AskOption(number, row.title.text, row.description.text or None, name))
        header, footer = self.header.text or None, self.footer.text or None
        ask = Ask("list", tuple(options), header, footer, self.label.text)
        return Composed("list", self.text.text, Content(ask=ask))

    def fill(self, composed: Composed) -> None:
        """What was filled in before."""
        ask = ask_of(composed)
        self.text.set_text(composed.text)
        self.label.set_text(ask.button or "")
        self.header.set_text(ask.header or "")
        self.footer.set_text(ask.footer or "")
        for section in list(self._sections):
            self._drop(section, is_last_kept=False)
        for name in dict.fromkeys(option.section for option in ask.options):
            section = self.add_section()
            section.fill(name or "", [option for option in ask.options if option.section == name])
        if not self._sections:
            self.add_section()

    def _drop(self, section: "SectionPart", *, is_last_kept: bool = True) -> None:
        if is_last_kept and len(self._sections) == 1:
            section.add_row()
            return
        self._sections.remove(section)
        self._column.removeWidget(section)
        section.hide()
        section.deleteLater()
        self._changed()

    def _changed(self) -> None:
        rows = sum(len(section.rows) for section in self._sections)
        has_several = len(self._sections) > 1
        for number, section in enumerate(self._sections, 1):
            section.settle(number, has_name=has_several, is_full=rows >= LIMITS.most)
        self.add_section_button.setVisible(rows < LIMITS.most and len(self._sections) < SECTIONS_MAX)
        if hasattr(self, "footer"):
            self._order_places()
            self.refresh()
        if self.isVisible():
            self.fit()

    def _order_places(self) -> None:
        """Tab goes from top to bottom, whenever a line was added."""
        places = [self.label.line, *(place for section in self._sections for place in section.places)]
        places += [self.add_section_button, self.header.line, self.footer.line]
        for before, after in pairwise(places):
            self.setTabOrder(before, after)


class SectionPart(QWidget):
    """One part: its heading when there are several, its lines. `changed`; `emptied` when the last line went."""

    changed = Signal()
    emptied = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.rows: list[RowPart] = []
        self.name = LimitedField(theme, _("Heading of this part"), SECTION_MAX)
        self.name.changed.connect(self.changed)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(theme.tokens.space.x2)
        self.add_button = Button(theme, _("Add a line"), kind="link", icon="plus", is_flush=True)
        self.add_button.clicked.connect(lambda: self.add_row(is_asked=True))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.tokens.space.x2)
        column.addWidget(self.name)
        column.addLayout(self._lines)
        column.addWidget(self.add_button)

    def add_row(self, *, is_asked: bool = False) -> "RowPart":
        """One more line."""
        row = RowPart(self._theme)
        row.title.changed.connect(self.changed)
        row.description.changed.connect(self.changed)
        row.remove_button.clicked.connect(lambda: self._remove(row))
        self.rows.append(row)
        self._lines.addWidget(row)
        self.changed.emit()
        if is_asked:
            row.title.line.setFocus(Qt.FocusReason.OtherFocusReason)
        return row

    def fill(self, name: str, options: Sequence[AskOption]) -> None:
        """What was filled in before."""
        self.name.set_text(name)
        for number, option in enumerate(options):
            row = self.rows[0] if number == 0 else self.add_row()
            row.title.set_text(option.title)
            row.description.set_text(option.description or "")

    @property
    def places(self) -> list[QWidget]:
        """Where Tab stops, in the eye's order."""
        rows = [
            place for row in self.rows for place in (row.title.line, row.description.line, row.remove_button)
        ]
        return [self.name.line, *rows, self.add_button]

    def settle(self, number: int, *, has_name: bool, is_full: bool) -> None:
        """What there is to see depends on the whole list."""
        self.name.setVisible(has_name)
        self.add_button.setVisible(not is_full)
        self.setAccessibleName(_("Part {n} of the list").format(n=number))
        for row_number, row in enumerate(self.rows, 1):
            row.show_number(row_number)

    def _remove(self, row: "RowPart") -> None:
        self.rows.remove(row)
        self._lines.removeWidget(row)
        row.hide()
        row.deleteLater()
        if self.rows:
            self.changed.emit()
        else:
            self.emptied.emit()


class RowPart(QWidget):
    """One line: label and description side by side, and a cross."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.title = LimitedField(theme, _("Line"), LIMITS.title)
        self.description = LimitedField(theme, _("Description (optional)"), LIMITS.description)
        self.remove_button = IconButton(theme, "x", _("Remove this line"), height="small")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.tokens.space.x2)
        row.addWidget(self.title, 2)
        row.addWidget(self.description, 3)
        row.addWidget(self.remove_button, 0, Qt.AlignmentFlag.AlignBottom)

    def show_number(self, number: int) -> None:
        """Which line it is, for who cannot see it."""
        self.title.line.setAccessibleName(_("Line {n}").format(n=number))
        self.description.line.setAccessibleName(_("Description of line {n}").format(n=number))
        self.remove_button.setAccessibleName(_("Remove line {n}").format(n=number))

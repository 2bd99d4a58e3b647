"""One field of a person: its title, its value, and in the value's place the line or the list that changes it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.domain.contact_cards import FieldType
from app.domain.ids import ContactId
from app.words import gettext as _
from app.words.contact_values import (
    canonical,
    country_names,
    currency_of_zone,
    language_names,
    typed_words,
    value_words,
)
from ui.contacts.panel.parts import PanelKit, PickList, ValueButton
from ui.plain import shown_line
from ui.teamwork.finder import Choice, folded
from ui.teamwork.month_grid import MonthGrid
from ui.widgets.button import Button, IconButton
from ui.widgets.dialog import Dialog
from ui.widgets.inputs import Input
from ui.widgets.labels import ElidedLabel, Paragraph

TITLE_PX: Final = 104
NONE: Final = "none"
COMMON_LANGUAGES: Final = ("fr", "en", "es", "pt", "de", "nl", "it", "ar")
OLDEST: Final = date(1900, 1, 1)


class _Line(Input):
    """Escape leaves the value as it was."""

    def __init__(self, panel: PanelKit, name: str, left: Callable[[], None]) -> None:
        super().__init__(panel.theme, name)
        self._left = left

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape here is not the window's."""
        if event.key() == Qt.Key.Key_Escape:
            self._left()
            event.accept()
        else:
            super().keyPressEvent(event)


class FieldRow(QWidget):
    """`key`: a built-in field's, or the id of one that the owner made."""

    def __init__(
        self, panel: PanelKit, key: str, title: str, kind: FieldType, choices: Sequence[str] = ()
    ) -> None:
        super().__init__()
        self._panel, self.key, self._title, self._kind, self._choices = panel, key, title, kind, choices
        self._contact_id: ContactId | None = None
        self._value: str | None = None
        self._edited_id: ContactId | None = None  # whose value the line holds
        theme = panel.theme
        self.title = ElidedLabel(theme, title, role="small", ink="text_muted")
        self.value = ValueButton(theme, title, _("Add"))
        self.line = _Line(panel, title, self.leave)
        self.error = Paragraph(theme, role="small", ink="danger")
        self.error.hide()
        self._stack = QStackedWidget()
        self._lay_out()
        self.value.clicked.connect(self.edit)
        self.line.returnPressed.connect(self._keep_and_go_on)
        self.line.editingFinished.connect(self._keep)

    def _lay_out(self) -> None:
        theme = self._panel.theme
        self.title.setFixedWidth(theme.px(TITLE_PX))
        writing = QWidget()
        row = QHBoxLayout(writing)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.tokens.space.x1)
        row.addWidget(self.line, 1)
        if self._kind == "date":
            self.calendar = IconButton(theme, "calendar", _("Choose a day"), height="small")
            self.calendar.clicked.connect(self._choose_day)
            row.addWidget(self.calendar)
        self._stack.addWidget(self.value)
        self._stack.addWidget(writing)
        self._stack.setFixedHeight(theme.px(theme.tokens.size.input))
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.tokens.space.x1)
        grid.setVerticalSpacing(0)
        grid.addWidget(self.title, 0, 0, Qt.AlignmentFlag.AlignVCenter)
        grid.addWidget(self._stack, 0, 1)
        grid.addWidget(self.error, 1, 1)
        grid.setColumnStretch(1, 1)

    @property
    def is_editing(self) -> bool:
        """Whether the line is there in place of the value."""
        return self._stack.currentIndex() == 1

    def show_value(self, contact_id: ContactId, value: str | None) -> None:
        """Somebody else's, or another value of theirs; what is being typed for one person waits for them."""
        if self._edited_id is not None and self._edited_id != contact_id:
            self.put_aside()
        self._contact_id, self._value = contact_id, value
        formats = self._panel.kit.formats
        words = value_words(self.key, self._kind, value, formats) if value is not None else ""
        self.value.show_value(shown_line(words))
        begun = self._panel.begun.pop((contact_id, self.key), None)
        if begun is not None:
            self._open_line(begun)
            self._keep()

    def edit(self) -> None:
        """A list where there is one to choose from, else the line."""
        if self._contact_id is None:
            return
        choices = self._offered()
        if choices is not None:
            PickList(self._panel.theme, self._title, choices, self.value, self._taken).open_at(self.value)
            return
        value = self._value
        self._open_line(
            typed_words(self.key, self._kind, value, self._panel.kit.formats) if value is not None else ""
        )
        self.line.selectAll()
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def leave(self) -> None:
        """The value as it was."""
        had_focus = self.line.hasFocus()
        self._edited_id = None
        self._say("")
        self._stack.setCurrentIndex(0)
        if had_focus:
            self.value.setFocus(Qt.FocusReason.OtherFocusReason)

    def _open_line(self, text: str) -> None:
        self._edited_id = self._contact_id
        self.line.setText(text)
        self._stack.setCurrentIndex(1)

    def put_aside(self) -> None:
        """What is being typed waits for its person."""
        if self._edited_id is None:
            return
        if self.line.text().strip() and self._read() != self._value:
            self._panel.begun[self._edited_id, self.key] = self.line.text()
        self.leave()

    def _read(self) -> str | None:
        """What is in the line, canonical; None for nothing."""
        formats = self._panel.kit.formats
        currency = currency_of_zone(formats.zone) if self._kind == "money" else ""
        text = self.line.text().strip()
        return canonical(self.key, self._kind, text, formats, self._value, currency) if text else None

    def _keep_and_go_on(self) -> None:
        self._keep()

    def _keep(self) -> None:
        """Kept when Enter is pressed or the line is left; what cannot be kept stays, with the reason under it."""
        contact_id = self._edited_id
        if contact_id is None or not self.window().isVisible():  # the window goes: `put_aside`
            return
        value = self._read()
        if value == self._value:
            self.leave()
            return
        change = partial(self._panel.kit.desk.change_contact, contact_id, {self.key: value})
        self._panel.ask(change, self._say, lambda: self._kept(contact_id, value))

    def _kept(self, contact_id: ContactId, value: str | None) -> None:
        if self._edited_id == contact_id:
            self.leave()
        if self._contact_id == contact_id:
            self.show_value(contact_id, value)

    def _say(self, sentence: str) -> None:
        self.line.set_error(sentence)
        self.error.set_text(sentence)
        self.error.setVisible(bool(sentence))

    def _offered(self) -> list[Choice] | None:
        """What there is to choose from; None where one writes."""
        names = self._names()
        if names is None:
            return None
        offered = [
            Choice(value, name, mark="check" if value == self._value else None)
            for value, name in names.items()
        ]
        if self._value is not None:
            offered.append(Choice(NONE, _("Nothing"), icon="x"))
        return offered

    def _names(self) -> dict[str, str] | None:
        language = self._panel.kit.formats.language
        if self.key == "language":
            names = language_names(language)
            rest = sorted(
                (code for code in names if code not in COMMON_LANGUAGES), key=lambda c: folded(names[c])
            )
            return {code: names[code] for code in (*COMMON_LANGUAGES, *rest)}
        if self.key == "country":
            countries = country_names(language)
            return dict(sorted(countries.items(), key=lambda one: folded(one[1])))
        if self._kind == "choice":
            return {choice: choice for choice in self._choices}
        return {"yes": _("Yes"), "no": _("No")} if self._kind == "yes_no" else None

    def _taken(self, choice_id: str) -> None:
        if self._contact_id is None:
            return
        value = None if choice_id == NONE else choice_id
        self._panel.ask(partial(self._panel.kit.desk.change_contact, self._contact_id, {self.key: value}))
        self.value.setFocus(Qt.FocusReason.OtherFocusReason)

    def _choose_day(self) -> None:
        value = self._read()
        try:
            day = date.fromisoformat(value or "")
        except ValueError:
            day = self._panel.kit.clock.now().date()
        self.dialog = DayDialog(self._panel, self._title, day, self)
        self.dialog.accepted.connect(self._day_taken)
        self.dialog.open()

    def _day_taken(self) -> None:
        formats = self._panel.kit.formats
        self.line.setText(typed_words(self.key, "date", self.dialog.month.day.isoformat(), formats))
        self._taken(self.dialog.month.day.isoformat())
        self.leave()


class DayDialog(Dialog):
    """A day of the calendar."""

    def __init__(self, panel: PanelKit, title: str, day: date, parent: QWidget) -> None:
        super().__init__(panel.theme, title, parent)
        self.month = MonthGrid(panel.theme, panel.kit.formats.language, OLDEST, day)
        self.confirm = Button(panel.theme, _("Choose"), kind="primary")
        cancel = Button(panel.theme, _("Cancel"))
        cancel.clicked.connect(self.reject)
        self.confirm.clicked.connect(self.accept)
        box = QVBoxLayout()
        box.addWidget(self.month)
        self.body.addLayout(box)
        self.buttons.addStretch()
        self.buttons.addWidget(cancel)
        self.buttons.addWidget(self.confirm)

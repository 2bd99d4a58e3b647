"""Whom a finding is about, and what to do about it: compared, written in place, given to somebody, opened."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.domain.hygiene import Finding, FoundPerson
from app.domain.ids import ContactId
from app.domain.merge_suggestions import Suggestion
from app.words import gettext as _
from app.words import language
from app.words.merging import finding_done, finding_help, finding_name, reason_words
from app.words.phones import phone
from app.words.typed_numbers import is_dialable, readings
from ui.contacts.page import SIDE
from ui.kit import Kit
from ui.people.lines import home_country, own_lines
from ui.plain import shown_name
from ui.widgets.button import Button
from ui.widgets.inputs import Input
from ui.widgets.labels import Label, Paragraph
from ui.widgets.menu import Menu
from ui.widgets.paint_avatar import Portrait
from ui.widgets.paint_chip import Chip
from ui.widgets.small_parts import EmptyState, SkeletonRows
from ui.widgets.surfaces import Surface
from ui.widgets.two_line_list import TwoLineList, TwoLineRow

SHOWN: Final = 500  # more are not read at once: what was mended makes room
AT_ONCE: Final = 100  # given at once by who does not lead, see hub/roles.py
LEADERS: Final = ("owner", "manager")
WAITING, PEOPLE, NOBODY = 0, 1, 2


class FindingSheet(Surface):
    """`compare_asked(Suggestion)`, `apart_asked(Suggestion)`, `changed(contact_id, key, value)`,
    `owner_given(contact ids, member_id)`, `deal_asked` and `declined` (conversation_id)."""

    compare_asked = Signal(object)
    apart_asked = Signal(object)
    changed = Signal(str, str, str)
    owner_given = Signal(list, str)
    deal_asked = Signal(str)
    declined = Signal(str)
    open_asked = Signal(str)
    contact_asked = Signal(str)

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit.theme, "surface")
        self._kit, theme = kit, kit.theme
        self._finding: Finding = "doubles"
        self._people: dict[str, FoundPerson] = {}
        self._pairs: dict[str, Suggestion] = {}
        self.title = Label(theme, role="lead", weight="semibold")
        self.help = Paragraph(theme, ink="text_muted")
        self.list = FoundList(kit)
        self.compare = Button(theme, _("Compare…"), kind="primary")
        self.apart = Button(theme, _("Two people"))
        self.value = Input(theme, _("Name"))
        self.save = Button(theme, _("Save"), kind="primary")
        self.reading = Label(theme, ink="text_muted")
        self.give = Button(theme, _("Give to…"), kind="primary", trailing="chevron-down")
        self.give_all = Button(theme, _("Give all to…"), trailing="chevron-down")
        self.answer = Button(theme, _("Answer"), kind="primary")
        self.deal = Button(theme, _("Make a deal"), kind="primary")
        self.decline = Button(theme, _("No deal will come of it"))
        self.open = Button(theme, _("Open the conversation"))
        self.card = Button(theme, _("Open the contact"))
        self._stack = QStackedWidget()
        self._done = QVBoxLayout()
        self._empty: EmptyState | None = None
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        theme = self._kit.theme
        self._waiting = SkeletonRows(theme)
        done = QWidget()
        done.setLayout(self._done)
        for part in (self._waiting, self.list, done):
            self._stack.addWidget(part)
        self.foot = Surface(theme, "surface", edges=("top",))
        bar = QHBoxLayout(self.foot)
        bar.setContentsMargins(SIDE, 12, SIDE, 12)
        bar.setSpacing(8)
        for part in (self.value, self.reading):
            bar.addWidget(part, 1)
        for part in (
            self.save,
            self.compare,
            self.apart,
            self.answer,
            self.give,
            self.give_all,
            self.deal,
            self.decline,
        ):
            bar.addWidget(part)
        bar.addStretch(1)
        for part in (self.open, self.card):
            bar.addWidget(part)
        head = QVBoxLayout()
        head.setContentsMargins(SIDE, 16, SIDE, 12)
        head.setSpacing(4)
        head.addWidget(self.title)
        head.addWidget(self.help)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self._stack, 1)
        column.addWidget(self.foot)

    def _connect(self) -> None:
        self.list.chosen.connect(lambda _key: self._settle())
        self.list.opened.connect(self._open_line)
        self.compare.clicked.connect(self._compare)
        self.apart.clicked.connect(self._keep_apart)
        self.value.textChanged.connect(lambda _text: self._judge())
        self.value.returnPressed.connect(self._save)
        self.save.clicked.connect(self._save)
        self.give.clicked.connect(partial(self._ask_whom, is_all=False))
        self.give_all.clicked.connect(partial(self._ask_whom, is_all=True))
        for button in (self.open, self.answer):
            button.clicked.connect(self._open_talk)
        self.card.clicked.connect(self._open_contact)
        self.deal.clicked.connect(partial(self._tell_talk, self.deal_asked))
        self.decline.clicked.connect(partial(self._tell_talk, self.declined))

    # -- what is shown

    def show_finding(self, finding: Finding, count: int | None) -> None:
        """Its people; `count` None: still being counted."""
        is_other = finding != self._finding
        self._finding = finding
        self.title.setText(finding_name(finding))
        self.help.set_text(finding_help(finding))
        if count is None:
            self._waiting.start()
            self._stack.setCurrentIndex(WAITING)
            self.foot.hide()
            return
        self._waiting.stop()
        chosen = None if is_other else self.list.chosen_key
        rows = self._pair_rows() if finding == "doubles" else self._person_rows()
        kept = chosen if any(row.key == chosen for row in rows) else rows[0].key if rows else None
        self.list.show_rows(rows, kept)
        if not rows:
            self._show_done()
        self._stack.setCurrentIndex(PEOPLE if rows else NOBODY)
        self.foot.setVisible(bool(rows))
        self._settle()

    def _show_done(self) -> None:
        if self._empty is not None:
            self._done.removeWidget(self._empty)
            self._empty.deleteLater()
        title, sentence = finding_done(self._finding)
        self._empty = EmptyState(self._kit.theme, "circle-check", title, sentence)
        self._done.addWidget(self._empty)

    def _pair_rows(self) -> list[TwoLineRow]:
        found = self._kit.desk.found_doubles()[:SHOWN]
        ids = tuple({one for pair in found for one in (pair.first_id, pair.second_id)})
        names = {one.contact_id: one for one in self._kit.desk.names_of(ids)}
        self._pairs = {f"{one.first_id}|{one.second_id}": one for one in found}
        rows: list[TwoLineRow] = []
        for key, one in self._pairs.items():
            first, second = names.get(one.first_id), names.get(one.second_id)
            if first is not None and second is not None:
                title = f"{shown_name(first.name)}  ·  {shown_name(second.name)}"
                why = " · ".join(reason_words(reason) for reason in one.reasons)
                rows.append(TwoLineRow(key, title, why, Chip("", "plain"), _portrait(first)))
        return rows

    def _person_rows(self) -> list[TwoLineRow]:
        self._people = {one.contact_id: one for one in self._kit.desk.people_with(self._finding, SHOWN)}
        is_wrong = self._finding == "bad_number"
        return [_person_row(one, one.detail if is_wrong else None) for one in self._people.values()]

    def _settle(self) -> None:
        """The buttons that mean something for the finding and the chosen line."""
        finding, person = self._finding, self.person
        is_written = finding in ("bad_number", "no_name")
        for part in (self.value, self.save, self.reading):
            part.setVisible(is_written)
        self.reading.setVisible(finding == "bad_number")
        for part in (self.compare, self.apart):
            part.setVisible(finding == "doubles")
        self.give.setVisible(finding == "no_owner")
        self.give_all.setVisible(finding == "no_owner" and len(self._people) > 1)
        has_talk = person is not None and person.conversation_id is not None
        self.open.setVisible(has_talk and finding not in ("doubles", "unanswered"))
        self.answer.setVisible(has_talk and finding == "unanswered")
        self.card.setVisible(finding in ("no_owner", "unanswered", "no_consent"))
        for part in (self.deal, self.decline):
            part.setVisible(has_talk and finding == "no_deal")
        if is_written:
            self.value.setText(
                (person.detail or "") if person is not None and finding == "bad_number" else ""
            )
            self.value.setAccessibleName(_("Right number") if finding == "bad_number" else _("Name"))
            self.value.setPlaceholderText(
                _("Right number") if finding == "bad_number" else _("What you call them")
            )
            self._judge()

    @property
    def person(self) -> FoundPerson | None:
        """The chosen one."""
        return self._people.get(self.list.chosen_key) if self._finding != "doubles" else None

    @property
    def pair(self) -> Suggestion | None:
        """The chosen two."""
        return self._pairs.get(self.list.chosen_key)

    # -- what the person does

    def _open_line(self, _key: str) -> None:
        """Enter or a double click: what the first button does."""
        if self._finding == "doubles":
            self._compare()
        elif self._finding in ("bad_number", "no_name"):
            self.value.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self._finding == "no_owner":
            self._ask_whom(is_all=False)
        elif self._finding == "no_consent":
            self._open_contact()
        elif self._finding == "no_deal":
            self._tell_talk(self.deal_asked)
        else:
            self._open_talk()

    def _compare(self) -> None:
        if self.pair is not None:
            self.compare_asked.emit(self.pair)

    def _keep_apart(self) -> None:
        if self.pair is not None:
            self.apart_asked.emit(self.pair)

    def _open_talk(self) -> None:
        self._tell_talk(self.open_asked)

    def _tell_talk(self, signal: SignalInstance, _is_checked: bool = False) -> None:
        """About the chosen line's conversation."""
        if self.person is not None and self.person.conversation_id is not None:
            signal.emit(self.person.conversation_id)

    def _open_contact(self) -> None:
        if self.person is not None:
            self.contact_asked.emit(self.person.contact_id)

    def _read_number(self) -> str | None:
        """The digits that were meant, where they can be somebody's."""
        lines = own_lines(self._kit)
        home = home_country(self._kit, lines[0].line_id if lines else None)
        found = readings(self.value.text(), home, language())
        return next((one.digits for one in found if is_dialable(one.digits)), None)

    def _judge(self) -> None:
        """Before it is saved: what a typed number is read as."""
        text = self.value.text().strip()
        if self._finding != "bad_number":
            self.save.setEnabled(bool(text))
            return
        digits = self._read_number()
        self.save.setEnabled(digits is not None)
        if digits is not None:
            self.reading.setText(_("Read as {number}").format(number=phone(f"+{digits}")))
        else:
            self.reading.setText(_("Not a whole number yet") if text else "")

    def _save(self) -> None:
        person = self.person
        if person is None or not self.save.isEnabled():
            return
        if self._finding == "bad_number":
            digits = self._read_number()
            if digits is not None:
                self.changed.emit(person.contact_id, "phone", digits)
        elif self.value.text().strip():
            self.changed.emit(person.contact_id, "name", self.value.text().strip())

    def _ask_whom(self, *, is_all: bool) -> None:
        """The members, oneself first."""
        button = self.give_all if is_all else self.give
        menu = Menu(self._kit.theme, button.text(), self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for member in self._kit.desk.members():
            if member.is_active:
                menu.add(shown_name(member.name), partial(self._give, member.member_id, is_all=is_all))
        menu.open_below(button)

    def _give(self, member_id: str, *, is_all: bool) -> None:
        ids = [ContactId(one) for one in self._people]
        if not is_all:
            ids = [self.person.contact_id] if self.person is not None else []
        elif self._kit.desk.me().role not in LEADERS:
            ids = ids[:AT_ONCE]
        if ids:
            self.owner_given.emit(ids, member_id)


class FoundList(TwoLineList):
    """`opened(key)` by Enter and by a double click."""

    opened = Signal(str)

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit.theme, "found_people", _("People"))
        self.doubleClicked.connect(lambda _index: self.opened.emit(self.chosen_key))

    @property
    def chosen_key(self) -> str:
        """The key of the chosen row."""
        index = self.currentIndex()
        return (
            self.rows.rows[index.row()].key if index.isValid() and index.row() < len(self.rows.rows) else ""
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.chosen_key:
            self.opened.emit(self.chosen_key)
        else:
            super().keyPressEvent(event)


def _person_row(one: FoundPerson, wrong: str | None) -> TwoLineRow:
    """`wrong`: a number as it was typed, since it is none."""
    number = phone(f"+{one.number}") if one.number else ""
    line = wrong or (number if one.is_named else "")
    return TwoLineRow(one.contact_id, shown_name(one.name), line, Chip("", "plain"), _portrait(one))


def _portrait(one: FoundPerson) -> Portrait:
    return Portrait(one.contact_id, one.name if one.is_named else "")

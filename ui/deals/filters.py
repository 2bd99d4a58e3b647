"""The filters of the deals: what each says as a chip, and how it is chosen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.domain.deal_rows import DealFilter
from app.domain.deals import DAYS_MAX, DealState
from app.domain.errors import Refused
from app.domain.ids import MemberId
from app.domain.money import Money
from app.words import gettext as _
from app.words import ngettext
from app.words.typed_amounts import amount_problem, read_amount
from ui.contacts.bulk_pickers import pick_owner, pick_tag
from ui.deals import words
from ui.kit import Kit
from ui.plain import isolated, shown_name
from ui.widgets.button import Button
from ui.widgets.dialog import Dialog
from ui.widgets.inputs import Field
from ui.widgets.labels import Paragraph
from ui.widgets.menu import Menu

OWNER, TAG, AMOUNT, AGE, STATE = "owner", "tag", "amount", "age", "state"
ALL: Final[tuple[DealState, ...]] = ("open", "won", "lost")
Narrow = Callable[[DealFilter], object]


def active(narrowed: DealFilter) -> list[str]:
    """Which filters hold something back, in the order of their chips."""
    found = {
        OWNER: narrowed.owner_id is not None or narrowed.is_nobodys,
        TAG: bool(narrowed.tag),
        AMOUNT: narrowed.least is not None or narrowed.most is not None,
        AGE: narrowed.older_than_days is not None,
    }
    return [one for one, is_on in found.items() if is_on]


def without(narrowed: DealFilter, kind: str) -> DealFilter:
    """The same without one of them."""
    if kind == OWNER:
        return replace(narrowed, owner_id=None, is_nobodys=False)
    if kind == TAG:
        return replace(narrowed, tag="")
    if kind == AMOUNT:
        return replace(narrowed, least=None, most=None)
    if kind == STATE:
        return replace(narrowed, states=("open",))
    return replace(narrowed, older_than_days=None)


def chip_words(kit: Kit, narrowed: DealFilter, kind: str) -> str:
    """What a chip says."""
    if kind == OWNER:
        return _owner_words(kit, narrowed)
    if kind == TAG:
        return _("Tag {tag}").format(tag=isolated(shown_name(narrowed.tag)))
    if kind == AMOUNT:
        return _amount_words(kit, narrowed)
    days = narrowed.older_than_days or 0
    said = ngettext("In the stage for more than {n} day", "In the stage for more than {n} days", days)
    return said.format(n=days)


def states_words(states: tuple[DealState, ...]) -> str:
    """Which ends are in the list."""
    names = {"open": _("Open ones"), "won": _("Won ones"), "lost": _("Lost ones")}
    return names[states[0]] if len(states) == 1 else _("Open, won and lost ones")


def _owner_words(kit: Kit, narrowed: DealFilter) -> str:
    if narrowed.is_nobodys:
        return _("Nobody in charge")
    names = {member.member_id: member.name for member in kit.desk.members()}
    name = names.get(narrowed.owner_id, "") if narrowed.owner_id is not None else ""
    return _("Looked after by {name}").format(name=isolated(shown_name(name)))


def _amount_words(kit: Kit, narrowed: DealFilter) -> str:
    language, least, most = kit.formats.language, narrowed.least, narrowed.most
    if least is not None and most is not None:
        ends = {"least": words.money(least, language), "most": words.money(most, language)}
        return _("From {least} to {most}").format(**ends)
    if least is not None:
        return _("From {amount}").format(amount=words.money(least, language))
    return _("Up to {amount}").format(amount=words.money(most, language)) if most is not None else ""


class Filters:
    """How filters are chosen; `narrow` is told of another one. `current` is the one that holds."""

    def __init__(self, kit: Kit, current: Callable[[], DealFilter], narrow: Narrow) -> None:
        self._kit, self._current, self._narrow = kit, current, narrow

    def open_menu(self, anchor: QWidget, *, has_states: bool) -> Menu:
        """Every filter that there is."""
        menu = Menu(self._kit.theme, _("Filter"), anchor)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.add(_("Looked after by…"), partial(self.choose, OWNER, anchor), icon="user")
        menu.add(_("With a tag…"), partial(self.choose, TAG, anchor), icon="tag")
        menu.add(_("Amount…"), partial(self.choose, AMOUNT, anchor), icon="chart-column")
        menu.add(_("Days in the stage…"), partial(self.choose, AGE, anchor), icon="clock")
        if has_states:
            self._add_states(menu)
        if active(self._current()):
            menu.addSeparator()
            menu.add(_("No filter"), self._clear, icon="x")
        menu.open_below(anchor)
        return menu

    def choose(self, kind: str, anchor: QWidget) -> QWidget:
        """One of them, at a button or a chip."""
        if kind == STATE:
            return self.open_menu(anchor, has_states=True)
        if kind == OWNER:
            return pick_owner(self._kit, self._own, anchor)
        if kind == TAG:
            known = self._kit.desk.known_deal_tags()
            return pick_tag(self._kit, known, self._tag, anchor, can_be_new=False)
        fields: FilterFields = (AmountFields if kind == AMOUNT else AgeFields)(
            self._kit, self._current(), anchor.window(), self._narrow
        )
        fields.open()
        return fields

    def _add_states(self, menu: Menu) -> None:
        menu.addSeparator()
        states = self._current().states
        names: dict[tuple[DealState, ...], str] = {
            ("open",): _("Open ones"),
            ("won",): _("Won ones"),
            ("lost",): _("Lost ones"),
            ALL: _("All"),
        }
        for one, name in names.items():
            self._add_state(menu, name, one, is_on=states == one)

    def _add_state(self, menu: Menu, name: str, states: tuple[DealState, ...], *, is_on: bool) -> None:
        menu.add(name, lambda: self._narrow(replace(self._current(), states=states)), is_checked=is_on)

    def _own(self, owner_id: MemberId | None) -> None:
        self._narrow(replace(self._current(), owner_id=owner_id, is_nobodys=owner_id is None))

    def _tag(self, tag: str) -> None:
        self._narrow(replace(self._current(), tag=tag))

    def _clear(self) -> None:
        current = self._current()
        self._narrow(DealFilter(text=current.text, states=current.states))


class FilterFields(Dialog):
    """A filter that is typed. What cannot be read stays, with the reason below it."""

    def __init__(self, kit: Kit, title: str, parent: QWidget, narrow: Narrow) -> None:
        super().__init__(kit.theme, title, parent)
        self._kit, self._narrow = kit, narrow
        self.cancel = Button(kit.theme, _("Cancel"))
        self.confirm = Button(kit.theme, _("Show"), kind="primary")
        self.buttons.addStretch()
        self.buttons.addWidget(self.cancel)
        self.buttons.addWidget(self.confirm)
        self.confirm.setDefault(True)
        self.body.addSpacing(kit.theme.tokens.space.x1)
        self.cancel.clicked.connect(self.reject)
        self.confirm.clicked.connect(self._take)

    def _take(self) -> None:
        found = self.typed()
        if found is not None:
            self._narrow(found)
            self.accept()

    def typed(self) -> DealFilter | None:
        """What was typed; None where it cannot be read, which is said then."""
        raise NotImplementedError


class AmountFields(FilterFields):
    """From so much to so much."""

    def __init__(self, kit: Kit, current: DealFilter, parent: QWidget, narrow: Narrow) -> None:
        super().__init__(kit, _("Deals of which amount?"), parent, narrow)
        self._current = current
        self.least = Field(kit.theme, _("At least"))
        self.most = Field(kit.theme, _("At most"))
        for field, amount in ((self.least, current.least), (self.most, current.most)):
            if amount is not None:
                field.input.setText(words.money(amount, kit.formats.language))
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.least, 1)
        row.addWidget(self.most, 1)
        self.says = Paragraph(kit.theme, role="small", ink="danger")  # under both: it needs the room
        self.says.hide()
        self.body.addLayout(row)
        self.body.addWidget(self.says)
        self.least.input.setFocus()

    def typed(self) -> DealFilter | None:
        """Both ends may stay empty; both have one currency."""
        least, most = self._read(self.least), self._read(self.most)
        wrong = [
            (field, amount_problem(read))
            for field, read in ((self.least, least), (self.most, most))
            if isinstance(read, Refused)
        ]
        self._say(wrong)
        if isinstance(least, Refused) or isinstance(most, Refused):
            return None
        if least is not None and most is not None and least.currency != most.currency:
            self._say([(self.most, _("Both amounts need the same currency."))])
            return None
        if least is not None and most is not None and most.minor < least.minor:
            least, most = most, least
        return replace(self._current, least=least, most=most)

    def _read(self, field: Field) -> Money | Refused | None:
        return read_amount(field.input.text(), str(self._kit.desk.setting("currency")))

    def _say(self, wrong: Sequence[tuple[Field, str]]) -> None:
        """The first reason in words; the other line is marked too."""
        said = {id(field): sentence for field, sentence in wrong}
        for field in (self.least, self.most):
            field.input.set_error(said.get(id(field), ""))
        self.says.set_text(wrong[0][1] if wrong else "")
        self.says.setVisible(bool(wrong))
        if wrong:
            wrong[0][0].input.setFocus()


class AgeFields(FilterFields):
    """Longer in their stage than so many days."""

    def __init__(self, kit: Kit, current: DealFilter, parent: QWidget, narrow: Narrow) -> None:
        super().__init__(kit, _("In their stage for how long?"), parent, narrow)
        self._current = current
        self.days = Field(kit.theme, _("More than so many days"))
        if current.older_than_days is not None:
            self.days.input.setText(str(current.older_than_days))
        self.body.addWidget(self.days)
        self.days.input.setFocus()

    def typed(self) -> DealFilter | None:
        """A whole number of days; none at all is no filter."""
        text = self.days.input.text().strip()
        if not text:
            return replace(self._current, older_than_days=None)
        days = int(text) if text.isdecimal() and len(text) <= 4 else 0
        if not 0 < days <= DAYS_MAX:
            self.days.set_error(_("Write a number of days from 1 to {most}.").format(most=DAYS_MAX))
            return None
        return replace(self._current, older_than_days=days)

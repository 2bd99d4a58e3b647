"""Response standards, for the owner: within how long customers are to be answered, by number and group."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from app.domain.errors import ComptoirError
from app.domain.hours import BUSINESS
from app.domain.rows import Changes
from app.domain.standards import SETTING, Standard, StandardBook
from app.words import gettext as _
from app.words import sentences
from ui.kit import Kit
from ui.settings.hours.words import scopes_of
from ui.settings.list_and_sheet import go_to, scrolled
from ui.settings.standards.fields import LINES, StandardFields
from ui.widgets.button import Button
from ui.widgets.choice import Option
from ui.widgets.labels import Label, Paragraph
from ui.widgets.menu import Menu
from ui.widgets.surfaces import Card, Surface
from ui.widgets.toast import ToastStack

SIDE = 24
MOST_WIDE = 720
OFFICE_DAY_MIN = 480  # a working day where nobody knows the opening hours


class StandardsPage(QWidget):
    """A line for the business and for each number or group with a standard of its own.

    `hours_asked`: the opening hours are to be written; `setting_asked(name)`: a setting is to be looked at.
    """

    hours_asked = Signal()
    setting_asked = Signal(str)

    def __init__(self, kit: Kit) -> None:
        super().__init__()
        self._kit, theme = kit, kit.theme
        self.lines: list[StandardFields] = []
        self._shown: tuple[Standard, ...] = ()
        self._row = 1  # of the grid, for the next line
        self.menu: Menu | None = None
        self.default = Paragraph(theme, ink="text_muted")
        self.setting_way = Button(theme, _("See the setting"), kind="link", is_flush=True)
        self.no_hours = Paragraph(
            theme,
            _("No opening hours are saved yet. Until they are, every hour of day and night counts."),
            ink="text_muted",
        )
        self.hours_way = Button(theme, _("Write your opening hours"), kind="link", is_flush=True)
        self.add = Button(theme, _("A number or group of its own"), icon="plus", trailing="chevron-down")
        self.save = Button(theme, _("Save"), kind="primary")
        self.back = Button(theme, _("As it was"))
        self.drop = Button(theme, _("Use the setting again"))
        self.error = Paragraph(theme, ink="danger")
        self.foot = Surface(theme, "surface", edges=("top",))
        self.toasts = ToastStack(theme, self, foot=lambda: self.foot)
        self._table = QWidget()
        self._grid = QGridLayout(self._table)
        self._lay_out()
        self.add.clicked.connect(self._offer)
        self.save.clicked.connect(self._save)
        self.back.clicked.connect(self._take_back)
        self.drop.clicked.connect(lambda: self._ask(()))
        self.hours_way.clicked.connect(self.hours_asked)
        self.setting_way.clicked.connect(lambda: self.setting_asked.emit(SETTING))
        kit.bridge.changed.connect(self._changed)
        self._begin()

    def _lay_out(self) -> None:
        theme = self._kit.theme
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(SIDE, SIDE, SIDE, SIDE)
        column.setSpacing(theme.tokens.space.x2)
        column.addWidget(Label(theme, _("Response standards"), role="title", weight="semibold"))
        hint = _(
            "Within how long a customer is to be answered. Whoever waits longer stands first in the list, in red, and "
            "in the reports. Write times as 30 min, 2 h or 1 working day. A new standard does not change what was "
            "measured before."
        )
        told = Paragraph(theme, hint, ink="text_muted")
        told.setMaximumWidth(theme.px(MOST_WIDE))
        column.addWidget(told)
        for words, way in ((self.default, self.setting_way), (self.no_hours, self.hours_way)):
            column.addWidget(words)
            column.addWidget(way, 0, Qt.AlignmentFlag.AlignLeading)
        card = Card(theme)
        card.setMaximumWidth(theme.px(MOST_WIDE))
        below = QVBoxLayout(card)
        below.setContentsMargins(16, 12, 16, 16)
        below.setSpacing(12)
        below.addWidget(self._table)
        below.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeading)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(4)
        for number, stretch in enumerate((3, 3, 0, 2, 1)):
            self._grid.setColumnStretch(number, stretch)
        heads = (_("First answer"), _("Later answers"), _("Counted"), _("Warn at"))
        for number, head in enumerate(heads):
            told = Paragraph(theme, head, role="small", ink="text_muted")  # over two lines in a narrow window
            self._grid.addWidget(told, 0, number, Qt.AlignmentFlag.AlignBottom)
        column.addSpacing(theme.tokens.space.x2)
        column.addWidget(card)
        column.addStretch(1)
        last = QVBoxLayout(self.foot)
        last.setContentsMargins(SIDE, 12, SIDE, 12)
        last.setSpacing(8)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.save)
        buttons.addWidget(self.back)
        buttons.addStretch(1)
        buttons.addWidget(self.drop)
        last.addWidget(self.error)
        last.addLayout(buttons)
        self.error.hide()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(scrolled(inside), 1)
        whole.addWidget(self.foot)

    # -- what is shown

    @property
    def is_changed(self) -> bool:
        """Whether what is written would be lost."""
        return tuple(line.standard for line in self.lines) != self._shown

    def line(self, scope: str = BUSINESS) -> StandardFields:
        """The line of the business, a number or a group."""
        return next(one for one in self.lines if one.scope == scope)

    def _begin(self) -> None:
        """As it is saved; numbers and groups that are gone have no line any more."""
        desk = self._kit.desk
        saved = desk.standards()
        business = StandardBook(saved, int(desk.setting(SETTING))).now()
        own = {one.scope: one for one in saved if one.scope != BUSINESS}
        names = {option.id: option.label for option in self._scopes()}
        for line in self.lines:
            line.take_away()
        self.lines, self._row = [], 1
        self._shown = (business, *(own[scope] for scope in names if scope in own))
        for standard in self._shown:
            self._add_line(standard, names.get(standard.scope, standard.scope))
        self.error.hide()
        self._settle()

    def _add_line(self, standard: Standard, name: str) -> StandardFields:
        line = StandardFields(self._kit.theme, name, standard, self._day_min(standard.scope), self._table)
        self.lines.append(line)
        line.put_into(self._grid, self._row)
        self._row += LINES
        line.edited.connect(self._settle)
        line.left.connect(partial(self._go_on, line))
        line.removed.connect(self._remove)
        return line

    def _settle(self) -> None:
        desk = self._kit.desk
        is_saved, is_open_known = bool(desk.standards()), bool(desk.hours().scopes())
        minutes = int(desk.setting(SETTING))
        self.default.set_text(
            _("Nothing is saved here yet: the setting counts, {n} min for every answer.").format(n=minutes)
        )
        for part in (self.default, self.setting_way):
            part.setVisible(not is_saved)
        for part in (self.no_hours, self.hours_way):
            part.setVisible(not is_open_known)
        self.drop.setVisible(is_saved)
        self.back.setEnabled(self.is_changed)
        known = {one.scope for one in self.lines}
        self.add.setVisible(any(option.id not in known for option in self._scopes()))

    def _scopes(self) -> list[Option]:
        return scopes_of(self._kit)

    def _day_min(self, scope: str) -> int:
        """The usual length of a day on which they are open."""
        now_s = int(self._kit.clock.now().timestamp())
        times = self._kit.desk.hours().hours_at(now_s, [scope, BUSINESS])
        days = (
            [sum(span.closes_min - span.opens_min for span in day) for day in times.hours.week]
            if times
            else []
        )
        worked = sorted(minutes for minutes in days if minutes)
        return worked[len(worked) // 2] if worked else OFFICE_DAY_MIN

    def _changed(self, changes: Changes) -> None:
        if not (changes.is_hours or changes.is_everything or SETTING in changes.settings):
            return
        if self.is_changed:
            self._settle()  # what somebody writes is left alone
        else:
            self._begin()

    # -- what the person does

    def _go_on(self, line: StandardFields) -> None:
        place = self.lines.index(line) + 1
        following = self.lines[place].first if place < len(self.lines) else self.save
        go_to(following, Qt.FocusReason.TabFocusReason)

    def _offer(self) -> None:
        menu = Menu(self._kit.theme, self.add.text(), self)
        menu.aboutToHide.connect(menu.deleteLater)
        known = {one.scope for one in self.lines}
        for option in self._scopes():
            if option.id not in known:
                menu.add(option.label, partial(self.add_scope, option.id, option.label))
        self.menu = menu
        menu.open_below(self.add)

    def add_scope(self, scope: str, name: str) -> None:
        """A line that begins as the business's."""
        business = self.line().standard or self._shown[0]
        line = self._add_line(replace(business, scope=scope), name)
        self._settle()
        line.first.setFocus(Qt.FocusReason.OtherFocusReason)
        line.first.selectAll()

    def _take_back(self) -> None:
        self._begin()
        self.line().first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _remove(self, scope: str) -> None:
        gone = self.line(scope)
        place = self.lines.index(gone)
        self.lines.remove(gone)
        gone.take_away()
        self._settle()
        self.lines[min(place, len(self.lines)) - 1].first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _save(self) -> None:
        found = [line.standard for line in self.lines]
        if any(one is None for one in found):
            next(line for line in self.lines if line.focus_wrong())
            self._say(_("The standards were not saved: something cannot be understood yet."))
            return
        self._ask(tuple(one for one in found if one is not None))

    def _ask(self, standards: tuple[Standard, ...]) -> None:
        self._kit.tasks.spawn(self._save_now(standards), "save standards")

    async def _save_now(self, standards: tuple[Standard, ...]) -> None:
        try:
            await self._kit.desk.save_standards(standards)
        except ComptoirError as error:
            self._say(sentences.refusal(error.code, error.facts))
            return
        self._begin()
        words = _("Response standards saved") if standards else _("The setting counts again")
        self.toasts.show(words, is_passing=True)

    def _say(self, words: str) -> None:
        self.error.set_text(words)
        self.error.setVisible(bool(words))

"""Amount, who looks after it, when it is expected: each changed where it stands."""

from __future__ import annotations

from datetime import date
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.domain.deal_rows import DealCard
from app.domain.errors import Refused
from app.domain.ids import MemberId
from app.domain.money import money_text
from app.domain.rows import Changes
from app.words import gettext as _
from app.words.contact_values import day_words
from app.words.typed_amounts import amount_problem, read_amount
from ui.contacts.panel.parts import VALUE_PAD, PickList, SectionBox, ValueButton
from ui.deals.sheet.close_day import CloseDay, day_problem, today_of, typed_close_day, written_close_day
from ui.deals.sheet.parts import TITLE_PX, EditRow, SheetKit
from ui.deals.sheet.words import amount_words, is_day_past, typed_amount
from ui.plain import shown_name
from ui.teamwork import acts as team
from ui.teamwork.assign_picker import member_choice
from ui.teamwork.finder import Choice
from ui.widgets.button import IconButton
from ui.widgets.labels import ElidedLabel

NOBODY = "nobody"


class FactsSection:
    """A line of each."""

    def __init__(self, sheet: SheetKit) -> None:
        self._sheet = sheet
        self._card: DealCard | None = None
        theme = sheet.theme
        self.widget = SectionBox(theme, _("The deal"))
        self.amount = EditRow(
            sheet, "amount", _("Amount"), faint=_("Add"), begin=self._typed, keep=self._keep_amount,
            problem=self._amount_problem,
        )  # fmt: skip
        self.owner = ValueButton(theme, _("Who looks after it"), _("Nobody in particular"))
        self.calendar = IconButton(theme, "calendar", _("Choose a day"), height="small")
        self.calendar.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a press must not leave the line first
        self.close_on = EditRow(
            sheet, "close_on", _("Expected on"), faint=_("Add"), begin=written_close_day, keep=self._keep_day,
            problem=partial(day_problem, sheet.kit), after=self.calendar,
        )  # fmt: skip
        for part in (self.amount, _titled(sheet, _("Who looks after it"), self.owner), self.close_on):
            self.widget.lines.addWidget(part)
        self.owner.clicked.connect(self._choose_owner)
        self.calendar.clicked.connect(self._choose_day)

    def show(self, card: DealCard) -> None:
        """Its own."""
        self._card = card
        kit = self._sheet.kit
        self.amount.show_value(card, amount_words(card.amount, kit.formats))
        owner = shown_name(card.owner_name) if card.owner_name else ""
        self.owner.show_value(owner)
        day = day_words(card.close_on, kit.formats.language) if card.close_on else ""
        is_past = card.state == "open" and is_day_past(card.close_on, kit.clock.now())
        self.close_on.show_value(card, day, _("day has passed") if is_past else "")

    def changed(self, changes: Changes) -> None:
        """Nothing that `show` does not tell."""

    def put_aside(self) -> None:
        """What is being written waits for its deal."""
        self.amount.put_aside()
        self.close_on.put_aside()

    # -- the amount

    @property
    def _home(self) -> str:
        """The money that is meant where none is named: the deal's own, else the business's."""
        amount = self._card.amount if self._card is not None else None
        return amount.currency if amount is not None else str(self._sheet.kit.desk.setting("currency"))

    def _typed(self, card: DealCard) -> str:
        return typed_amount(card.amount, self._sheet.kit.formats, self._home)

    def _amount_problem(self, text: str) -> str:
        read = read_amount(text, self._home)
        return amount_problem(read) if isinstance(read, Refused) else ""

    async def _keep_amount(self, deal_id: str, text: str) -> None:
        read = read_amount(text, self._home)
        value = money_text(read) if read is not None and not isinstance(read, Refused) else None
        await self._sheet.kit.desk.change_deal(deal_id, {"amount": value})

    # -- who looks after it

    def _choose_owner(self) -> None:
        card = self._card
        if card is None:
            return
        members = team.active_members(self._sheet.kit)
        choices = [member_choice(member, member.member_id == card.owner_id) for member in members]
        choices.append(Choice(NOBODY, _("Nobody in particular"), icon="user-x"))
        own = self._sheet.kit.desk.own_deal

        def take(choice_id: str) -> None:
            owner_id = None if choice_id == NOBODY else MemberId(choice_id)
            self._sheet.ask(partial(own, card.deal_id, owner_id))
            self.owner.setFocus(Qt.FocusReason.OtherFocusReason)

        PickList(self._sheet.theme, _("Who looks after it"), choices, self.owner, take).open_at(self.owner)

    # -- the day

    async def _keep_day(self, deal_id: str, text: str) -> None:
        day = typed_close_day(self._sheet.kit, text)
        await self._sheet.kit.desk.change_deal(deal_id, {"close_on": day.isoformat() if day else None})

    def _choose_day(self) -> None:
        card = self._card
        if card is None:
            return
        kit = self._sheet.kit
        day = typed_close_day(kit, self.close_on.line.text()) or today_of(kit)
        change = self._sheet.kit.desk.change_deal

        def take(chosen: date) -> None:
            self.close_on.leave()
            self._sheet.ask(partial(change, card.deal_id, {"close_on": chosen.isoformat()}))

        CloseDay(self._sheet.kit, day, self.widget, take).open()


def _titled(sheet: SheetKit, title: str, value: QWidget) -> QWidget:
    whole = QWidget()
    row = QHBoxLayout(whole)
    row.setContentsMargins(VALUE_PAD, 0, 0, 0)
    row.setSpacing(sheet.theme.tokens.space.x1)
    label = ElidedLabel(sheet.theme, title, role="small", ink="text_muted")
    label.setFixedWidth(sheet.theme.px(TITLE_PX))
    row.addWidget(label)
    row.addWidget(value, 1)
    whole.setFixedHeight(sheet.theme.px(sheet.theme.tokens.size.input))
    return whole

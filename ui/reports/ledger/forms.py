"""Dialogs in which an entry of the ledger is written: what all of them share, and the fields for amounts and days."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Final
from zoneinfo import ZoneInfo

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.errors import ComptoirError, Refused
from app.domain.ledger import Entry
from app.domain.ledger_checks import entry_problem
from app.domain.money import CURRENCIES, Money
from app.words import gettext as _
from app.words import sentences
from app.words.typed_amounts import amount_problem, read_amount
from ui.contacts.consent.day import read_day, written_day
from ui.kit import Kit
from ui.settings.list_and_sheet import go_to, scrolled
from ui.widgets.button import Button
from ui.widgets.dialog import Dialog
from ui.widgets.inputs import Field
from ui.widgets.labels import Label, Paragraph

MOST_PX: Final = 660  # of the fields, before they scroll
BESIDE_PX: Final = 190
SIDES_PX: Final = 40  # of the dialog, at any size of text


def typed_decimal(text: str) -> str | None:
    """A number as people type it, as entries hold it: "1 234,5" is "1234.5"; None for what is no number."""
    plain = (
        text.strip()
        .replace("\N{NO-BREAK SPACE}", "")
        .replace("\N{NARROW NO-BREAK SPACE}", "")
        .replace(" ", "")
    )
    plain = plain.rstrip("%€$£").replace("\N{MINUS SIGN}", "-").replace(",", ".")
    try:
        value = Decimal(plain)
    except InvalidOperation:
        return None
    return f"{value:f}" if value.is_finite() and abs(value) < 10**12 else None


def shown_decimal(text: str, language: str) -> str:
    """The same as it is typed."""
    return text.replace(".", ",") if language == "fr" else text


class EntryDialog(Dialog):
    """`save` and `remove` ask the desk; the dialog stays open with everything in it when that is refused."""

    def __init__(
        self,
        kit: Kit,
        title: str,
        parent: QWidget,
        save: Callable[[Entry], Awaitable[object]],
        remove: Callable[[], None] | None = None,
    ) -> None:
        super().__init__(kit.theme, title, parent)
        self.setFixedWidth(
            kit.theme.px(kit.theme.tokens.size.dialog_width)
        )  # names of fields grow with the text
        self.kit = kit
        self._save = save
        self.today = kit.clock.now().astimezone(ZoneInfo(kit.formats.zone)).date()
        self.currency = str(kit.desk.setting("currency"))
        self.error = Paragraph(kit.theme, ink="danger")
        self.error.hide()
        self.typed: list[Field] = []
        self._inside = QWidget()
        self.fields = QVBoxLayout(self._inside)
        self.fields.setContentsMargins(0, 0, 8, 0)
        self.fields.setSpacing(kit.theme.tokens.space.x3)
        self.area = scrolled(self._inside)
        self.remove = Button(kit.theme, _("Remove"), kind="danger")
        self.remove.setVisible(remove is not None)
        self.cancel = Button(kit.theme, _("Cancel"))
        self.confirm = Button(kit.theme, _("Save"), kind="primary")
        self.buttons.addWidget(self.remove)
        self.buttons.addStretch()
        self.buttons.addWidget(self.cancel)
        self.buttons.addWidget(self.confirm)
        self.confirm.setDefault(True)
        self.body.addWidget(self.area)
        self.body.addWidget(self.error)
        self.cancel.clicked.connect(self.reject)
        self.confirm.clicked.connect(self.take)
        if remove is not None:
            self.remove.clicked.connect(remove)
            self.remove.clicked.connect(self.accept)

    # -- fields

    def field(self, words: str, text: str = "", placeholder: str = "") -> Field:
        """One line to type into."""
        made = Field(self.kit.theme, words, placeholder=placeholder)
        made.label.setWordWrap(True)
        made.input.setText(text)
        made.input.textChanged.connect(lambda: made.set_error(""))
        made.input.textChanged.connect(self.error.hide)  # it was about what stood there before
        self.typed.append(made)
        self.fields.addWidget(made)
        return made

    def named(self, words: str, part: QWidget) -> QWidget:
        """A choice with its name above."""
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(self.kit.theme.tokens.space.x1)
        column.addWidget(Label(self.kit.theme, words, weight="medium"))
        column.addWidget(part)
        self.fields.addWidget(box)
        return box

    def finish(self) -> None:
        """All fields are there: as high as they need, or as there is room."""
        self.fields.addStretch(1)
        self.fit()

    def fit(self) -> None:
        """Again, when other fields are shown."""
        self._inside.adjustSize()
        wide = self.width() - SIDES_PX
        wanted = (
            self.fields.totalHeightForWidth(wide)
            if self.fields.hasHeightForWidth()
            else self._inside.sizeHint().height()
        ) + 4
        self.area.setFixedHeight(min(wanted, self.room(MOST_PX, BESIDE_PX)))
        self.adjustSize()

    def money_text(self, money: Money) -> str:
        """As it is typed; nothing for nothing."""
        if not money.minor:
            return ""
        digits = CURRENCIES.get(money.currency, 2)
        value = f"{Decimal(money.minor).scaleb(-digits):f}"
        shown = shown_decimal(value, self.kit.formats.language)
        return shown if money.currency == self.currency else f"{shown} {money.currency}"

    def day_text(self, day: date | None) -> str:
        """The same of a day."""
        return written_day(day) if day is not None else ""

    # -- what was typed

    def amount_of(self, field: Field) -> Money | None:
        """None where there is none, said at the field."""
        read = read_amount(field.input.text(), self.currency)
        if isinstance(read, Money):
            return read
        field.set_error(
            amount_problem(read) if isinstance(read, Refused) else _("An amount is needed, as in 42.50.")
        )
        return None

    def decimal_of(self, field: Field) -> str | None:
        """None where there is none, said at the field."""
        found = typed_decimal(field.input.text())
        if found is None:
            field.set_error(_("A number is needed, as in 10 or 2.5."))
        return found

    def day_of(self, field: Field) -> date | None:
        """None where there is none, said at the field."""
        found = read_day(field.input.text(), self.today)
        if found is None:
            field.set_error(_("A day is needed, as in 31/12/2025."))
        return found

    # -- the end

    def entry(self) -> Entry | None:
        """As it is written; None where a field says what is wrong."""
        raise NotImplementedError

    def take(self) -> None:
        """Keep it."""
        entry = self.entry()
        if entry is None:
            wrong = next((one for one in self.typed if one.error and one.isVisible()), None)
            if wrong is not None:
                go_to(wrong.input)
            return
        refused = entry_problem(entry)
        if refused is not None:
            self.show_error(sentences.refusal(refused.code, refused.facts))
            return
        self.kit.tasks.spawn(self._keep(entry), "save ledger entry")

    async def _keep(self, entry: Entry) -> None:
        try:
            await self.keep(entry)
        except ComptoirError as error:
            self.show_error(sentences.refusal(error.code, error.facts))
            return
        self.accept()

    async def keep(self, entry: Entry) -> None:
        """Ask the desk."""
        await self._save(entry)

    def show_error(self, sentence: str) -> None:
        """What did not happen, why, what to do now."""
        self.error.set_text(sentence)
        self.error.show()
        self.adjustSize()

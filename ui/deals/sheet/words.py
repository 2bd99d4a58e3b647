"""What a deal, its stage, its log and its end are called on screen."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Final

from app.domain.deal_rows import DealRow
from app.domain.deals import DealSource, LogWhat
from app.domain.errors import Refused
from app.domain.money import CURRENCIES, Money
from app.words import gettext as _
from app.words import ngettext
from app.words.formats import Formats
from app.words.typed_amounts import read_amount
from ui.deals import words
from ui.plain import isolated, shown_line, shown_name
from ui.theme.icons import IconName

LOG_ICONS: Final[dict[LogWhat, IconName]] = {
    "call": "phone", "no_answer": "volume-2", "meeting": "users-round", "email": "mail",
    "note": "sticky-note",
}  # fmt: skip


def called(row: DealRow) -> str:
    """What a deal is called, on one line."""
    return shown_line(row.title) or shown_name(row.person) if row.title or row.person else _("Deal")


def quoted(row: DealRow) -> str:
    """The same inside one of our sentences."""
    return isolated(shown_name(called(row)))


def amount_words(money: Money | None, formats: Formats) -> str:
    """4 200 €, 1 250,50 €; "" for none."""
    return words.money(money, formats.language) if money is not None else ""


def typed_amount(money: Money | None, formats: Formats, home: str) -> str:
    """An amount as it is put into a line to be changed: whatever is read back as the same."""
    if money is None:
        return ""
    shown = amount_words(money, formats)
    if shown == "" or _is_same(shown, money, home):
        return shown
    value = Decimal(money.minor).scaleb(-CURRENCIES.get(money.currency, 2))
    return f"{value:f} {money.currency}".replace(".", "," if formats.language == "fr" else ".")


def _is_same(text: str, money: Money, home: str) -> bool:
    read = read_amount(text, home)
    return not isinstance(read, Refused) and read == money


def logged_words(what: LogWhat) -> str:
    """That it was written down."""
    return {
        "call": _("Call written down"),
        "no_answer": _("Call without answer written down"),
        "meeting": _("Meeting written down"),
        "email": _("E-mail written down"),
    }[what]


def source_words(source: DealSource) -> str:
    """Where a deal came from."""
    return {
        "hand": _("Made by hand"),
        "order": _("From an order"),
        "ad": _("From an advertisement"),
        "incoming": _("From a new request"),
        "import": _("Imported"),
    }[source]


def state_words(row: DealRow, stage: str, formats: Formats, now: datetime) -> str:
    """Where it stands: the stage while it is open, else how and when it ended."""
    if row.state == "open":
        return shown_line(stage)
    day = formats.short_day(row.ended_at, now) if row.ended_at is not None else ""
    if row.state == "won":
        return _("Won on {day}").format(day=day) if day and not _is_near(day) else _won(day)
    return _("Lost on {day}").format(day=day) if day and not _is_near(day) else _lost(day)


def _is_near(day: str) -> bool:
    return day in (_("today"), _("yesterday"))


def _won(day: str) -> str:
    return _("Won {day}").format(day=day) if day else _("It is won")


def _lost(day: str) -> str:
    return _("Lost {day}").format(day=day) if day else _("It is lost")


def stay_words(days: int, target: int | None) -> str:
    """How long it is in its stage, against how long it should be."""
    said = ngettext("{n} day", "{n} days", days).format(n=days)
    return _("{days} of {target}").format(days=said, target=target) if target is not None else said


def is_day_past(close_on: str | None, now: datetime) -> bool:
    """Whether an expected day has gone by."""
    try:
        return close_on is not None and date.fromisoformat(close_on) < now.date()
    except ValueError:
        return False

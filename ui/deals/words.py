"""What the screen of deals says about stages, amounts, days and next steps."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import ROUND_HALF_EVEN, Decimal
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

from app.domain.deals import Pipeline, Stage
from app.domain.money import CURRENCIES, Money
from app.words import deals, ngettext
from app.words import gettext as _
from app.words.calendar_names import NAMES
from app.words.formats import Formats
from ui.plain import shown_name

APART: Final = " + "  # between the sums of two currencies, which are never one


def stage_name(stage: Stage) -> str:
    """As the owner called it, or as the first stages are called."""
    return shown_name(deals.stage_name(stage) or stage.stage_id)


def pipeline_name(pipeline: Pipeline) -> str:
    """As the owner called it, or the first one's name."""
    return shown_name(deals.pipeline_name(pipeline))


@lru_cache(maxsize=4_096)
def money(amount: Money, language: str) -> str:
    """1 480 €; the minor units only where there are any."""
    from babel.numbers import format_currency

    digits = CURRENCIES.get(amount.currency, 2)
    is_whole = amount.minor % 10**digits == 0
    value = Decimal(amount.minor).scaleb(-digits)
    if not is_whole:
        return str(format_currency(value, amount.currency, locale=language))
    return str(
        format_currency(
            value, amount.currency, locale=language, format=_whole(language), currency_digits=False
        )
    )


@lru_cache(maxsize=8)
def _whole(language: str) -> str:
    """The language's own pattern for money, without the places behind the point."""
    from babel import Locale

    pattern = Locale.parse(language).currency_formats["standard"].pattern
    return str(pattern).replace(".00", "")


def totals(amounts: Sequence[Money], language: str) -> str:
    """The sum of each currency beside the others; "" for none."""
    return APART.join(money(one, language) for one in amounts)


def expected(amounts: Sequence[Money], language: str) -> str:
    """What is to be expected at the odds: a guess, so in whole units, never with cents; "" for none."""
    whole = []
    for one in amounts:
        unit = 10 ** CURRENCIES.get(one.currency, 2)
        minor = int((Decimal(one.minor) / unit).to_integral_value(ROUND_HALF_EVEN)) * unit
        whole.append(Money(minor if minor or not one.minor else one.minor, one.currency))
    return totals(whole, language)


def days_between(start: datetime, end: datetime, formats: Formats) -> int:
    """Whole days of the business's calendar."""
    zone = ZoneInfo(formats.zone)
    return max(0, (end.astimezone(zone).date() - start.astimezone(zone).date()).days)


def short_days(days: int) -> str:
    """4 d; today."""
    return _("{n} d").format(n=days) if days else _("today")


def long_days(days: int) -> str:
    """4 days in this stage, for who cannot see the card."""
    if not days:
        return _("in this stage since today")
    return ngettext("{n} day in this stage", "{n} days in this stage", days).format(n=days)


def target_words(target: int) -> str:
    """How long one may stay."""
    return ngettext("meant to be {n} day", "meant to be {n} days", target).format(n=target)


def quiet_words(days: int) -> str:
    """How long they have said nothing, in working days."""
    return ngettext("no news for {n} working day", "no news for {n} working days", days).format(n=days)


def month_name(at: datetime, formats: Formats) -> str:
    """November, as it stands inside a sentence."""
    return NAMES[formats.language].months[at.astimezone(ZoneInfo(formats.zone)).month - 1]


def won_name(now: datetime, formats: Formats) -> str:
    """The head of what was won this month."""
    return _("Won in {month}").format(month=month_name(now, formats))


def deals_counted(count: int) -> str:
    """3 deals."""
    return ngettext("{n} deal", "{n} deals", count).format(n=count)

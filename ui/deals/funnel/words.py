"""What the page of figures says: days, rates, and the sentence above the deals behind a figure."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Final
from zoneinfo import ZoneInfo

from app.domain.deal_figure_rows import Age, DealFigures, FigureKey
from app.domain.deal_histories import Spoke
from app.domain.deals import Pipeline
from app.domain.spreads import DAY_S, Rate, day_tenths, rounded
from app.words import amounts, ngettext
from app.words import gettext as _
from app.words.calendar_names import NAMES
from app.words.formats import Formats
from ui.deals.words import stage_name
from ui.plain import shown_line

NONE: Final = "–"  # where there is no figure: never a 0
_HOUR_S: Final = 3_600


def days(seconds: int | None, language: str) -> str:
    """40 min, 5 h, 3.5 d, whole days from ten on; nothing for nothing."""
    if seconds is None:
        return NONE
    value, unit = _measured(seconds)
    names = {"min": _("{n} min"), "h": _("{n} h"), "d": _("{n} d")}
    return names[unit].format(n=amounts.number(value, language))


def long_days(seconds: int | None, language: str) -> str:
    """The same for who hears it."""
    if seconds is None:
        return _("no figure")
    value, unit = _measured(seconds)
    many = 1 if value <= 1 else 2
    names = {
        "min": ngettext("{n} minute", "{n} minutes", many),
        "h": ngettext("{n} hour", "{n} hours", many),
        "d": ngettext("{n} day", "{n} days", many),
    }
    return names[unit].format(n=amounts.number(value, language))


def _measured(seconds: int) -> tuple[Decimal, str]:
    """In the unit that says it best; rounded once."""
    if seconds < _HOUR_S:
        return Decimal(rounded(Fraction(seconds, 60))), "min"
    if seconds < DAY_S:
        return Decimal(rounded(Fraction(seconds, _HOUR_S))), "h"
    if seconds < 10 * DAY_S:
        return Decimal(day_tenths(seconds)).scaleb(-1).normalize().quantize(_step(day_tenths(seconds))), "d"
    return Decimal(rounded(Fraction(seconds, DAY_S))), "d"


def _step(tenths: int) -> Decimal:
    return Decimal("0.1") if tenths % 10 else Decimal(1)


def percent(rate: Rate, language: str) -> str:
    """18.4 %; nothing of nothing."""
    tenths = rate.tenths
    if tenths is None:
        return NONE
    value = Decimal(tenths).scaleb(-1) if tenths % 10 else Decimal(tenths // 10)
    return _("{n} %").format(n=amounts.number(value, language))


def spoke_words(spoke: Spoke) -> str:
    """Whose message was the last one."""
    names = {"us": _("We wrote last"), "them": _("They wrote last"), "nobody": _("Nobody wrote")}
    return names[spoke]


def spoke_in_short(spoke: Spoke) -> str:
    """The same under a title that says what it is about."""
    return {"us": _("Us"), "them": _("Them"), "nobody": _("Nobody")}[spoke]


def age_words(age: Age) -> str:
    """Against the target of the stage."""
    names = {
        "in_time": _("In time"),
        "late": _("Late"),
        "very_late": _("Very late"),
        "no_target": _("No target"),
    }
    return names[age]


def age_tip(age: Age) -> str:
    """What that means."""
    tips = {
        "in_time": _("No longer in the stage than its target"),
        "late": _("Longer in the stage than its target"),
        "very_late": _("In the stage for more than twice its target"),
        "no_target": _("The stage has no target"),
    }
    return tips[age]


def reason_words(reason: str) -> str:
    """As it was given."""
    return shown_line(reason) if reason else _("No reason given")


def period_words(since_at: datetime, until_at: datetime, formats: Formats) -> str:
    """1 to 26 Nov 2026, as the business's days; both are inside."""
    zone, months = ZoneInfo(formats.zone), NAMES[formats.language].short_months
    first = since_at.astimezone(zone).date()
    last = (until_at - timedelta(seconds=1)).astimezone(zone).date()
    end = f"{last.day} {months[last.month - 1]} {last.year}"
    if first >= last:
        return end
    if (first.year, first.month) == (last.year, last.month):
        start = str(first.day)
    else:
        year = "" if first.year == last.year else f" {first.year}"
        start = f"{first.day} {months[first.month - 1]}{year}"
    return _("{first} to {last}").format(first=start, last=end)


def key_words(key: FigureKey, pipeline: Pipeline) -> str:
    """What the deals behind a figure have in common."""
    stage = pipeline.stage(key.stage_id)
    name = stage_name(stage) if stage is not None else _("a stage that is gone")
    whole = {
        "made": _("Deals made in the period"),
        "open": _("Made in the period, still open"),
        "won": _("Made in the period and won"),
        "lost": _("Made in the period and lost"),
        "ended": _("Made in the period and ended"),
        "entered": _("{stage}: entered"),
        "went_on": _("{stage}: went on or won"),
        "here": _("{stage}: still there"),
        "lost_here": _("{stage}: lost there"),
        "back": _("{stage}: elsewhere without having gone on"),
        "left": _("{stage}: no longer there"),
        "standing": _("{stage}: there now"),
        "open_now": _("Open today"),
        "priced": _("Open today with an amount in {detail}"),
        "reason": _("Lost: {detail}"),
        "died": _("{stage}: lost there"),
        "aged": _("{stage}: open today"),
    }
    words = whole[key.what].format(stage=name, detail=_detail(key))
    if key.detail and key.what in ("died", "aged"):
        return _("{what}, {more}").format(what=words, more=_lowered(_detail(key)))
    return words


def _detail(key: FigureKey) -> str:
    spoke = {"us": "us", "them": "them", "nobody": "nobody"}.get(key.detail)
    if key.what == "died" and spoke is not None:
        return spoke_words(spoke)  # type: ignore[arg-type]
    if key.what == "aged" and key.detail:
        return age_words(key.detail)  # type: ignore[arg-type]
    return reason_words(key.detail) if key.what == "reason" else key.detail


def _lowered(words: str) -> str:
    return words[:1].lower() + words[1:]


def foot_words(figures: DealFigures, formats: Formats) -> str:
    """What every report prints: rule version, zone, window, how many, how many are pending."""
    number = formats.number
    made = ngettext("{n} deal made", "{n} deals made", figures.made).format(n=number(figures.made))
    pending = ngettext("{n} still open", "{n} still open", figures.open).format(n=number(figures.open))
    period = period_words(figures.ask.since_at, figures.ask.until_at, formats)
    rules = _("Rules of calculation, version {n}").format(n=figures.rule_version)
    return f"{rules} · {formats.zone} · {period} · {made} · {pending}"

"""How figures of reports are written: times, shares, amounts, changes, days, and who somebody is."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Final
from zoneinfo import ZoneInfo

from app.domain.money import Money
from app.domain.records import record
from app.domain.report_rows import LESS_IS_BETTER, PHONE, CodedClock, Figure, Report, Step, Unit
from app.domain.spreads import rounded
from app.words import amounts, ngettext
from app.words import gettext as _
from app.words.calendar_names import NAMES
from app.words.formats import Formats
from ui.deals.funnel.words import period_words
from ui.deals.words import money
from ui.kit import Kit
from ui.plain import shown_name

NONE: Final = "–"  # where there is no figure: never a 0
MINUTE_S: Final = 60
HOUR_S: Final = 3_600
DAY_S: Final = 86_400
_DAYS_FROM_S: Final = 48 * HOUR_S


def is_open_time(code: str, clock: CodedClock) -> bool:
    """Whether a figure is time within opening hours, of which no day is made: 50 h, not 2 days."""
    if "_bus" in code:
        return True
    is_always_all = any(part in code for part in ("_cal", "closed", "resolution", "cycle", "machine"))
    return clock == "bus" and not is_always_all


def duration(seconds: int | None, language: str, *, is_open: bool = False) -> str:
    """40 s, 7 min, 3 h 20, from two days on 2.5 d; rounded once, to what is shown. `is_open`: never in days."""
    if seconds is None:
        return NONE
    if seconds < MINUTE_S:
        return _("{n} s").format(n=seconds)
    minutes = rounded(Fraction(seconds, MINUTE_S))
    if minutes < 60:
        return _("{n} min").format(n=minutes)
    if is_open and seconds >= _DAYS_FROM_S:
        return _("{n} h").format(n=amounts.number(Decimal(rounded(Fraction(seconds, HOUR_S))), language))
    if seconds < _DAYS_FROM_S:
        hours, left = divmod(minutes, 60)
        return (
            _("{n} h {minutes}").format(n=hours, minutes=f"{left:02d}")
            if left
            else _("{n} h").format(n=hours)
        )
    tenths = rounded(Fraction(seconds * 10, DAY_S))
    value = (
        Decimal(tenths).scaleb(-1) if tenths % 10 and tenths < 100 else Decimal(rounded(Fraction(tenths, 10)))
    )
    return _("{n} d").format(n=amounts.number(value, language))


def exact(seconds: int | None) -> str:
    """1 h 02 min 05 s: as a wait is taken apart, so that its parts are seen to make the whole."""
    if seconds is None:
        return NONE
    days, left = divmod(seconds, DAY_S)
    hours, left = divmod(left, HOUR_S)
    minutes, rest = divmod(left, MINUTE_S)
    parts = [
        _("{n} d").format(n=days) if days else "",
        _("{n} h").format(n=hours) if hours else "",
        _("{n} min").format(n=minutes) if minutes else "",
        _("{n} s").format(n=rest) if rest or not seconds else "",
    ]
    return " ".join(filter(None, parts))


def clock_time(unit: Unit, value: int | None) -> str:
    """0:09:52: a duration to the second, as spreadsheets read one; "" of anything else."""
    if unit != "seconds" or value is None:
        return ""
    minutes, seconds = divmod(value, MINUTE_S)
    return f"{minutes // 60}:{minutes % 60:02d}:{seconds:02d}"


def percent(tenths: int | None, language: str) -> str:
    """18.4 %; nothing of nothing."""
    if tenths is None:
        return NONE
    value = Decimal(tenths).scaleb(-1) if tenths % 10 else Decimal(tenths // 10)
    return _("{n} %").format(n=amounts.number(value, language))


def value_words(
    unit: Unit, value: int | None, formats: Formats, currency: str = "", *, is_open: bool = False
) -> str:
    """A value in its unit."""
    if value is None:
        return NONE
    if unit == "seconds":
        return duration(value, formats.language, is_open=is_open)
    if unit == "share":
        return percent(value, formats.language)
    if unit == "money":
        return money(Money(value, currency), formats.language)
    return formats.number(value)


def figure_words(figure: Figure | None, formats: Formats, clock: CodedClock = "cal") -> str:
    """As a tile or a cell shows it; `clock`: of the ask."""
    if figure is None:
        return NONE
    is_open = is_open_time(figure.code, clock)
    return value_words(figure.unit, figure.value, formats, figure.currency, is_open=is_open)


def of_words(part: int, whole: int, formats: Formats) -> str:
    """633 of 1,204."""
    return _("{part} of {n}").format(part=formats.number(part), n=formats.number(whole))


def says(what: str, value: str) -> str:
    """Median: 7 min."""
    return _("{what}: {value}").format(what=what, value=value)


# --- what changed ---


@record
class Change:
    """`way`: 1 up, -1 down, 0 the same. `verdict`: 1 better, -1 worse, 0 neither."""

    text: str
    way: int
    verdict: int


def change_of(figure: Figure | None, formats: Formats) -> Change | None:
    """Against the window compared with; None where one of the two is not there, or is as it stands today."""
    if figure is None or figure.value is None or figure.before is None or figure.code in _AS_OF_NOW:
        return None
    gap = figure.value - figure.before
    if gap == 0:
        return Change(_("the same"), 0, 0)
    way = 1 if gap > 0 else -1
    return Change(_gap_words(figure, gap, formats), way, _verdict(figure.code, way))


def _gap_words(figure: Figure, gap: int, formats: Formats) -> str:
    size = abs(gap)
    if figure.unit == "seconds":
        return duration(size, formats.language)
    if figure.unit == "share":
        value = Decimal(size).scaleb(-1) if size % 10 else Decimal(size // 10)
        return _("{n} pt").format(n=amounts.number(value, formats.language))
    if figure.unit == "money" and figure.before:
        return percent(rounded(Fraction(size * 1000, abs(figure.before))) // 10 * 10, formats.language)
    return value_words(figure.unit, size, formats, figure.currency)


_AS_OF_NOW: Final = ("pending", "pending_oldest", "open_deals", "open_episodes", "velocity")
_NEITHER: Final = (
    "turns",
    "people_writing",
    "resolves",
    "served",
    "_n",
    "waived",
    "open_deals",
    "closed_by_itself",
    "held",
    "cancel_lead_median",
)


def _verdict(code: str, way: int) -> int:
    if code.endswith(_NEITHER):
        return 0
    return -way if any(part in code for part in LESS_IS_BETTER) else way


# --- days and steps ---


def at(seconds: int) -> datetime:
    """A moment of a report, in UTC."""
    return datetime.fromtimestamp(seconds, UTC)


def window_words(window: tuple[int, int], formats: Formats) -> str:
    """1 to 26 Nov 2026."""
    return period_words(at(window[0]), at(window[1]), formats)


def step_words(step: Step) -> str:
    """By which steps a line over time goes."""
    return {"day": _("by day"), "week": _("by week"), "month": _("by month")}[step]


def clock_words(report: Report) -> str:
    """In which time."""
    return _("within opening hours") if report.ask.clock == "bus" else _("round the clock")


def over_words(report: Report) -> str:
    """Below the title of lines over time: by which steps, and what the thin line is."""
    steps = step_words(report.ask.step)
    return _("{steps}; thin line: before").format(steps=steps) if report.ask.versus is not None else steps


def point_label(start_s: int, formats: Formats, step: Step) -> tuple[str, str, str]:
    """Below an axis: "7 Sep", "7" beside another of the month, and which month or year that is."""
    local = at(start_s).astimezone(ZoneInfo(formats.zone))
    month = NAMES[formats.language].short_months[local.month - 1]
    if step == "month":
        return f"{month} {local.year}", month, str(local.year)
    return f"{local.day} {month}", str(local.day), f"{local.year}-{local.month}"


def moment_words(seconds: int, formats: Formats, now: datetime) -> str:
    """13:22, yesterday 11:40, 12 March 9:00."""
    return formats.moment(at(seconds), now)


def weekday(number: int, language: str, *, is_short: bool = False) -> str:
    """Monday is 0."""
    names = NAMES[language]
    return (names.short_days if is_short else names.days)[number]


def hour(number: int) -> str:
    """14 h: the hour that begins then."""
    return _("{n} h").format(n=number)


# --- people ---


def member_name(kit: Kit, row: str) -> str:
    """Somebody of the team; the phone; who is not known any more."""
    if row == PHONE:
        return _("Phone")
    known = {str(one.member_id): one.name for one in kit.desk.members()}
    return shown_name(known.get(row, "")) or _("Somebody who left")


def foot_words(report: Report, formats: Formats, *, has_clock: bool = True, has_count: bool = True) -> str:
    """What every report prints: rule version, zone, window, how many, how many are pending."""
    ask = report.ask
    rules = _("Rules of calculation, version {n}").format(n=report.rule_version)
    counted = ngettext("{n} counted", "{n} counted", report.n).format(n=formats.number(report.n))
    pending = ngettext("{n} still open", "{n} still open", report.pending).format(
        n=formats.number(report.pending)
    )
    clock = _("opening hours") if ask.clock == "bus" else _("round the clock")
    window = window_words((ask.from_s, ask.until_s), formats)
    deaf = _("the hub was away for {time}").format(time=duration(report.deaf_s, formats.language))
    said = (
        rules,
        ask.zone,
        window,
        clock if has_clock else "",
        counted,
        pending,
        deaf if report.deaf_s else "",
    )
    return " · ".join(filter(None, said))

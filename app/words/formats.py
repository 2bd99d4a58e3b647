"""Dates, times and numbers as people write them, in a given language and zone. Moments are UTC; zones are IANA."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from app.words import gettext as _
from app.words import ngettext
from app.words.calendar_names import NAMES, CalendarNames

HOUR_S = 3600
SAYS_ITSELF = frozenset(
    {"text", "template", "buttons", "list", "link", "location_request", "contact_request"}
)
DAYS_BY_NAME = 6  # up to so many days back a weekday says it best


@dataclass(frozen=True)
class Formats:
    """Writes moments for one reader. `language` is "fr" or "en"; `zone` is the business's, never the computer's."""

    language: str
    zone: str

    @cached_property
    def _tz(self) -> ZoneInfo:
        return ZoneInfo(self.zone)

    def time_of_day(self, at: datetime) -> str:
        """17:24."""
        local = at.astimezone(self._tz)
        return f"{local.hour}:{local.minute:02d}"

    def list_time(self, at: datetime, now: datetime) -> str:
        """Short, for the end of a line: 9:47, yesterday, Tue, 12 March, 12/03/2025."""
        days = self._days_ago(at, now)
        if days <= 0:
            return self.time_of_day(at)
        if days == 1:
            return _("yesterday")
        return self._weekday(at) if days <= DAYS_BY_NAME else self._date(at, now)

    def since(self, start: datetime, now: datetime) -> str:
        """How a wait is written: just now, for 42 min, since 8:15, since yesterday 11:40, since Tue 15:58."""
        waited_s = (now - start).total_seconds()
        if waited_s < 60:
            return _("just now")
        if waited_s < HOUR_S:
            return _("for {minutes} min").format(minutes=int(waited_s // 60))
        return _("since {moment}").format(moment=self.moment(start, now))

    def until(self, end: datetime, now: datetime) -> str:
        """How an open window is written: free to write until 13:22."""
        return _("free to write until {moment}").format(moment=self.moment(end, now))

    def closed_since(self, end: datetime, now: datetime) -> str:
        """How a closed window is written: closed since yesterday 15:58."""
        return _("closed since {moment}").format(moment=self.moment(end, now))

    def moment(self, at: datetime, now: datetime) -> str:
        """A moment beside today: 13:22, yesterday 11:40, tomorrow 10:19, Tue 15:58, 12 March 9:00."""
        days = self._days_ago(at, now)
        time = self.time_of_day(at)
        if days == 0:
            return time
        if days == 1:
            return _("yesterday {time}").format(time=time)
        if days == -1:
            return _("tomorrow {time}").format(time=time)
        if abs(days) <= DAYS_BY_NAME:
            return f"{self._weekday(at)} {time}"
        return _("{date} {time}").format(date=self._date(at, now), time=time)

    def ended(self, at: datetime, now: datetime) -> str:
        """A past moment inside a sentence: at 13:22, yesterday at 11:40, on Tuesday at 15:58, on 12 March at 9:00."""
        days, time = self._days_ago(at, now), self.time_of_day(at)
        if days <= 0:
            return _("at {time}").format(time=time)
        if days == 1:
            return _("yesterday at {time}").format(time=time)
        if days <= DAYS_BY_NAME:
            day = self._names.days[at.astimezone(self._tz).weekday()]
            return _("on {weekday} at {time}").format(weekday=day, time=time)
        return _("on {date} at {time}").format(date=self._date(at, now), time=time)

    def day_line(self, at: datetime, now: datetime) -> str:
        """The line between two days of a conversation: Yesterday, Wednesday 25 November."""
        local = at.astimezone(self._tz)
        day = f"{self._names.days[local.weekday()]} {local.day} {self._names.months[local.month - 1]}"
        if not self._is_this_year(at, now):
            day = f"{day} {local.year}"
        days = self._days_ago(at, now)
        if days == 0:
            return _("Today, {day}").format(day=day)
        if days == 1:
            return _("Yesterday, {day}").format(day=day)
        return day[:1].upper() + day[1:]

    def short_day(self, at: datetime, now: datetime) -> str:
        """A past day inside a sentence: today, yesterday, 12 March, 12/03/2024."""
        days = self._days_ago(at, now)
        if days in (0, 1):
            return _("yesterday") if days else _("today")
        return self._date(at, now)

    def ago(self, at: datetime, now: datetime) -> str:
        """How long ago: just now, 2 min ago, 3 h ago, then the day."""
        passed_s = max(0.0, (now - at).total_seconds())
        if passed_s < 60:
            return _("just now")
        if passed_s < HOUR_S:
            return _("{minutes} min ago").format(minutes=int(passed_s // 60))
        if passed_s < 24 * HOUR_S:
            return _("{hours} h ago").format(hours=int(passed_s // HOUR_S))
        return self.moment(at, now)

    def is_same_day(self, one: datetime, other: datetime) -> bool:
        """Whether both moments fall on one day of the business."""
        return one.astimezone(self._tz).date() == other.astimezone(self._tz).date()

    def number(self, value: int) -> str:
        """A whole number with the language's grouping."""
        from babel.numbers import format_decimal

        return format_decimal(value, locale=self.language)

    def _days_ago(self, at: datetime, now: datetime) -> int:
        return (now.astimezone(self._tz).date() - at.astimezone(self._tz).date()) // timedelta(days=1)

    def _is_this_year(self, at: datetime, now: datetime) -> bool:
        return at.astimezone(self._tz).year == now.astimezone(self._tz).year

    @property
    def _names(self) -> CalendarNames:
        return NAMES[self.language]

    def _weekday(self, at: datetime) -> str:
        return self._names.short_days[at.astimezone(self._tz).weekday()]

    def _date(self, at: datetime, now: datetime) -> str:
        local = at.astimezone(self._tz)
        if self._is_this_year(at, now):
            return f"{local.day} {self._names.short_months[local.month - 1]}"
        return f"{local:%d/%m}/{local.year}"


def placeholder(kind: str) -> str:
    """What stands for a message that is no text: in a list's preview, and as the bubble's first line."""
    names = {
        "image": _("Photo"),
        "video": _("Video"),
        "audio": _("Sound file"),
        "voice": _("Voice message"),
        "document": _("Document"),
        "media": _("File"),
        "sticker": _("Sticker"),
        "location": _("Location"),
        "contacts": _("Contact card"),
        "reaction": _("Reaction"),
        "answer": _("Choice"),
        "form": _("Form answer"),
        "order": _("Order"),
        "system": _("Notice from WhatsApp"),
        "edit": _("Message changed by the customer"),
        "revoke": _("Message deleted by the customer"),
        "revoked": _("Message deleted"),
        "call": _("Call"),
        "call_ended": _("Call"),
        "template": _("Template"),
        "buttons": _("Buttons to choose from"),
        "list": _("List to choose from"),
        "link": _("Button with a link"),
        "location_request": _("Asked for the location"),
        "contact_request": _("Asked for the number"),
        "product": _("Article"),
        "products": _("Articles"),
        "catalog": _("Catalogue"),
    }
    return names.get(kind, _("Message of a kind that Comptoir does not show yet"))


def in_brief(kind: str | None, text: str) -> str:
    """A message in one line, for a quote: what it is where that is no text of its own, then what it says."""
    if text and kind in SAYS_ITSELF:
        return text
    what = placeholder(kind) if kind not in (None, "text") else ""
    return f"{what}, {text}" if what and text else what or text


def waiting_count(n: int) -> str:
    """3 messages to send."""
    return ngettext("{n} to send", "{n} to send", n).format(n=n)

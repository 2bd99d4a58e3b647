"""One line of a talk: when, who, and what, in the short form that story files use.

J-2 15:48 < [image] Deux jours après        the customer, two days ago at 15:48 by the business's clock
+5m > Merci beaucoup !                      the business, five minutes after the line above, read
-24m < Can I bring my daughter along?       the customer, 24 minutes before the start
J-1 17:02 >*d Votre rendez-vous …           the business by software (*), only delivered (s, d, r, or x: failed)
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

LINE = re.compile(r"^(?P<when>J-\d+ \d\d?:\d\d|[+-][0-9hms]+) (?P<side><|>\*?[sdrx]?) (?P<text>.+)$")
DAY = re.compile(r"J-(\d+) (\d+):(\d+)")
SPAN = re.compile(r"([+-])(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?$")
FIELD = re.compile(r"\{(date|day|at)\+(\d+)(m?)\}")
WORDS = {
    "fr": (
        "lundi mardi mercredi jeudi vendredi samedi dimanche",
        "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    ),
    "en": (
        "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
        "January February March April May June July August September October November December",
    ),
}


@dataclass(frozen=True, slots=True)
class Line:
    """A parsed line; `fate` is the last status of a message of the business."""

    when: str
    is_inbound: bool
    text: str
    fate: str = "r"
    is_by_software: bool = False

    def time(self, now: datetime, before: datetime, zone: ZoneInfo) -> datetime:
        """UTC time of this line; `before` is the time of the line above."""
        if day := DAY.fullmatch(self.when):
            date = now.astimezone(zone) - timedelta(days=int(day[1]))
            return date.replace(hour=int(day[2]), minute=int(day[3]), second=0).astimezone(now.tzinfo)
        span = SPAN.fullmatch(self.when)
        if span is None:
            raise ValueError(f"no time: {self.when}")
        hours, minutes, seconds = (int(part or 0) for part in span.groups()[1:])
        length = timedelta(hours=hours, minutes=minutes, seconds=seconds)
        return before + length if span[1] == "+" else now - length


def parse_line(text: str) -> Line:
    """Read one line. Raises ValueError that shows it."""
    match = LINE.match(text.strip())
    if match is None:
        raise ValueError(f"not a line of a talk: {text}")
    side = match["side"]
    fate = side[-1] if side[-1] in "sdrx" else "r"
    return Line(match["when"], side == "<", match["text"], fate, "*" in side)


def fill(text: str, at: datetime, now: datetime, language: str) -> str:
    """Put dates in: {date+1} a day after the start in words, {day+1} its weekday, {at+62m} a time of day."""
    tongue = language if language in WORDS else "en"
    days, months = (words.split() for words in WORDS[tongue])

    def word(match: re.Match[str]) -> str:
        name, number = match[1], int(match[2])
        if name == "at":
            later = at + timedelta(minutes=number)
            later -= timedelta(minutes=later.minute % 5)
            return (
                f"{later.hour} h {later.minute:02d}" if tongue == "fr" else f"{later.hour}:{later.minute:02d}"
            )
        date = now + timedelta(days=number)
        weekday = days[date.weekday()]
        return weekday if name == "day" else f"{weekday} {date.day} {months[date.month - 1]}"

    return FIELD.sub(word, text)

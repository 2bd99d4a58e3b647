"""What every reader of appointments gives: rows of one shape, and what it could not read or left out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, tzinfo
from functools import lru_cache
from typing import Final, Literal

from app.desk.contact_imports.headers import folded
from app.domain.errors import ComptoirError

BookingStatus = Literal["", "cancelled"]
SourceKind = Literal["calendar", "table", "lines"]

SHORTEST_MIN, LONGEST_MIN = 1, 24 * 60
TEXT_MAX_CHARS: Final = 200  # of a name, a service, a resource
NOTE_MAX_CHARS: Final = 2_000
MOST_SHOWN: Final = 120
HORIZON: Final = timedelta(days=60)  # how far into the future the times of a series are taken

TITLES: Final = frozenset(
    {"m", "mr", "mrs", "ms", "mme", "mlle", "dr", "pr", "monsieur", "madame", "mademoiselle"}
)
# What stands in an agenda in the place of a person.
_NOBODY: Final = frozenset(
    "pause, pause dejeuner, pause midi, dejeuner, repas, lunch, lunch break, break, dinner, ferme, fermeture, closed, "
    "conges, conge, vacances, absent, absente, absence, holiday, holidays, vacation, day off, off, out of office, "
    "reunion, meeting, indisponible, unavailable, not available, bloque, blocked, block, reserve, busy, occupe, libre, "
    "free, disponible, available, formation, menage, rtt, ferie, jour ferie, away, tentative, busy free, prive, "
    "private, rendez vous prive, private appointment".split(", ")
)


class BookingsRefused(ComptoirError):
    """Nothing was read; `code` says why, `facts["file"]` which file."""


@dataclass(frozen=True, slots=True)
class Business:
    """What reading has to know of the business. `home`: the country of numbers without one, as in "FR".

    `services`, `resources` and `own` (its own names): as they are called there. What is over before `since` is only
    counted; None takes it all.
    """

    zone: tzinfo
    now: datetime
    home: str = ""
    services: tuple[str, ...] = ()
    resources: tuple[str, ...] = ()
    own: tuple[str, ...] = ()
    since: datetime | None = None

    def resource(self, text: str) -> str:
        """The resource that is called so, as the business writes it; "" where it has none."""
        wanted = folded(text)
        return next((one for one in self.resources if wanted and folded(one) == wanted), "")

    def resource_meant(self, text: str) -> str:
        """The one that a column of resources means: "Camille" and "ROUX Camille" are Camille Roux.

        "" where none or several may be meant.
        """
        return _meant(text, self.resources)


@dataclass(frozen=True, slots=True)
class BookingRow:
    """One appointment as its source has it. `row_no`: the row of a table, or which event of a calendar it is.

    `starts_at` is UTC. `phone` stands as it was written; `uid` is the source's own name for it, "" where it has none.
    """

    row_no: int
    starts_at: datetime
    length_min: int | None = None
    who: str = ""
    phone: str = ""
    resource: str = ""
    service: str = ""
    note: str = ""
    uid: str = ""
    price: str = ""
    status: BookingStatus = ""


@dataclass(frozen=True, slots=True)
class BookingProblem:
    """What is to be told of a row. `is_left_out` False: it comes in, without or in spite of that."""

    row_no: int
    code: str
    facts: Mapping[str, str] = field(default_factory=dict)
    is_left_out: bool = True


@dataclass(frozen=True, slots=True)
class BookingQuestion:
    """What the source leaves open. `kind` "dates": which number is the day; "day": on which day the hours are.

    `answer`: what was said so far, "" for nothing.
    """

    kind: Literal["dates", "day"]
    example: str = ""
    answers: tuple[str, ...] = ()
    answer: str = ""


@dataclass(frozen=True, slots=True)
class ReadBookings:
    """All that one source holds, in the order of the source. `days`: those that it tells of, by the business's clock.

    `has_resources`: whether it says whose appointments they are. `past`: how many were over, and are no rows.
    """

    kind: SourceKind
    rows: tuple[BookingRow, ...]
    problems: tuple[BookingProblem, ...] = ()
    questions: tuple[BookingQuestion, ...] = ()
    days: frozenset[date] = frozenset()
    has_resources: bool = False
    past: int = 0

    @property
    def open_questions(self) -> list[BookingQuestion]:
        """What a person has to say first."""
        return [one for one in self.questions if not one.answer]

    @property
    def left_out(self) -> list[BookingProblem]:
        """The rows that do not come in."""
        return [one for one in self.problems if one.is_left_out]


def one_line(text: str, most: int = TEXT_MAX_CHARS) -> str:
    """A name, a service: blanks joined, without what no text has, bounded."""
    plain = "".join(char if char.isprintable() else " " for char in text[: most * 4])
    return " ".join(plain.split())[:most].rstrip()


def note_of(text: str) -> str:
    """A note with its lines."""
    lines = (one_line(line, NOTE_MAX_CHARS) for line in text[: NOTE_MAX_CHARS * 4].splitlines())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()[:NOTE_MAX_CHARS]


def shown(text: str) -> str:
    """A text as a fact of a problem."""
    return one_line(text, MOST_SHOWN)


def is_nobody(who: str) -> bool:
    """Whether this is a break, a closed day or the like: something that stands in an agenda but is nobody."""
    return folded(who) in _NOBODY


def length_of(minutes: float | None) -> int | None:
    """A length that an appointment can have; None for every other."""
    if minutes is None or not SHORTEST_MIN <= minutes <= LONGEST_MIN:
        return None
    return round(minutes)


@lru_cache(maxsize=1024)
def _meant(text: str, resources: tuple[str, ...]) -> str:
    wanted = folded(text)
    words = frozenset(wanted.split()) - TITLES
    if not any(word.isalpha() for word in words):
        return next((one for one in resources if wanted and folded(one) == wanted), "")
    found = [one for one in resources if folded(one) == wanted]
    found = found or [one for one in resources if words <= frozenset(folded(one).split())]
    return found[0] if len(found) == 1 else ""

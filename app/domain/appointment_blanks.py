"""Blanks of messages about appointments: {first_name}, {jour}, {{heure}}, {{3}}; and what stands in them.

A template may count its variables. Then its samples say which is the day and which the time; all others are, in this
order, the first name, the day, the time, with whom, our name, what for.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from typing import Final, Literal

from app.domain.quick_blanks import blanks

Source = Literal[
    "first_name", "name", "person", "day", "time", "with", "business", "place", "service", "preparation"
]
SOURCES: Final[tuple[Source, ...]] = (
    "first_name", "name", "person", "day", "time", "with", "business", "place", "service", "preparation",
)  # fmt: skip
COUNTED: Final[tuple[Source, ...]] = ("first_name", "day", "time", "with", "business", "service")
_BY_NAME: Final[Mapping[Source, str]] = {
    "first_name": "first_name firstname prenom customer client",
    "name": "name full_name nom nom_complet customer_name",
    "person": "person personne who qui patient visitor",
    "day": "day date jour appointment_date appointment_day",
    "time": "time hour heure horaire appointment_time",
    "with": "with avec praticien practitioner resource employee collaborateur collaboratrice coiffeur stylist doctor "
    "docteur",
    "business": "business company shop entreprise commerce salon garage cabinet agence boutique clinic",
    "place": "place lieu where location",
    "service": "service prestation appointment rendez_vous what quoi",
    "preparation": "preparation prepare",
}
_SOURCE_OF: Final = {name: source for source, names in _BY_NAME.items() for name in names.split()}
_TIME: Final = re.compile(r"\b\d{1,2} ?(?:h\b|:\d\d|[ap]\.?m\b)|\bmidi\b|\bnoon\b", re.IGNORECASE)
_DAYS: Final = (
    "lundi mardi mercredi jeudi vendredi samedi dimanche monday tuesday wednesday thursday friday saturday sunday "
    "demain tomorrow"
)
_DAY: Final = re.compile(r"\b(?:" + _DAYS.replace(" ", "|") + r")\b|\b\d{1,2}[/.]\d{1,2}\b", re.IGNORECASE)
_LOOKS: Final[Mapping[Source, re.Pattern[str]]] = {"time": _TIME, "day": _DAY}


def source_of(name: str) -> Source | None:
    """What a blank is filled in with; None for what nobody but a person could say."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    bare = "".join(char for char in plain if char.isalnum() or char in " _-")
    return _SOURCE_OF.get(bare.strip().replace(" ", "_").replace("-", "_"))


def counted_sources(samples: Sequence[str]) -> list[Source | None]:
    """What the variables of a template are that counts them, by their samples; None where nothing is left to be."""
    found: dict[int, Source] = {}
    for source, looks in _LOOKS.items():
        place = next((i for i, one in enumerate(samples) if i not in found and looks.search(one)), None)
        if place is not None:
            found[place] = source
    rest = iter([one for one in COUNTED if one not in found.values()])
    return [found[i] if i in found else next(rest, None) for i in range(len(samples))]


def put(text: str, value_of: Callable[[Source], str]) -> tuple[str, str]:
    """A text of ours with its blanks filled, and the name of the first that stays open ("" when none does)."""
    done, last, still_open = [], 0, ""
    for one in blanks(text):
        source = source_of(one.name)
        value = value_of(source) if source is not None else ""
        still_open = still_open or ("" if value else one.name)
        done += [text[last : one.start], value]
        last = one.end
    return "".join([*done, text[last:]]), still_open


def unknown_blank(text: str) -> str | None:
    """The first blank of a reminder's own text that could never be filled in."""
    return next((one.name for one in blanks(text) if source_of(one.name) is None), None)

"""People, services and numbers in free text: the title of an event, the note below it, a line of a pasted list."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html.parser import HTMLParser
from typing import Final

from app.desk.appointment_imports.bookings import TITLES, one_line
from app.desk.contact_imports.headers import folded

_CUTS: Final = re.compile(r"\s+[-–—|/•·]\s+|\s*[|•·]\s*|\s*:\s+|\s+:\s*|,\s+|\s*\t\s*")
_BRACKETS: Final = re.compile(r"([^()\[\]]{2,})[(\[]([^()\[\]]{2,})[)\]]\s*")
_WITH: Final = re.compile(r"(.{2,}?)\s+(?:avec|with|w/|pour|for|chez)\s+(.{2,})", re.IGNORECASE)
_AND: Final = re.compile(r"(.{2,}?)\s+(?:and|et|<>|&)\s+(.{2,})", re.IGNORECASE)
_PARTICLES: Final = frozenset("de du des d le la van von der den ben bin el al da dos di del y".split())
_LABEL_BEFORE: Final = re.compile(
    r"(?:whats\s?app|mobile|portable|phone|t[eé]l(?:[eé]phone)?|gsm|cell|num[eé]ro|n°|☎|📞|📱)\.?\s*[:.]?\s*$",
    re.IGNORECASE,
)
_RESERVED: Final = re.compile(
    r"^\s*(?:rdv|rendez[- ]vous|appointment|booking|r[eé]servation|nouveau rdv|new booking)\b"
    r"\s*(?:[-–:]|avec\b|with\b|pour\b|for\b)?\s*",
    re.IGNORECASE,
)
_CALLS: Final = re.compile(
    r"-::~:~::[~:]*-.*?(?:-::~:~::[~:]*-|\Z)|_{20,}.*?(?:_{20,}|\Z)", re.DOTALL
)  # what Google Meet and Teams write below a note: their dial-in numbers are nobody's
_ENOUGH_DIGITS: Final = re.compile(r"(?:\d[\s().\-/\u00a0]{0,3}){7}", re.ASCII)


@dataclass(frozen=True, slots=True)
class FoundNumber:
    """A telephone number as it stands in a text, and the text without it."""

    written: str
    rest: str


def without_calls(text: str) -> str:
    """A note without the dial-in block of a video call."""
    return _CALLS.sub("", text).strip()


@lru_cache(maxsize=4096)
def number_in(text: str, home: str) -> FoundNumber | None:
    """The number in a text: one that is labelled as such, else the first. `home`: the country of those without one."""
    if _ENOUGH_DIGITS.search(text) is None:
        return None
    from phonenumbers import PhoneNumberMatcher  # late: half a second that a start does not need

    first: FoundNumber | None = None
    for match in PhoneNumberMatcher(text, home or "ZZ", max_tries=50):
        before = text[: match.start]
        is_labelled = _LABEL_BEFORE.search(before)
        found = FoundNumber(
            match.raw_string,
            f"{before[: is_labelled.start()] if is_labelled else before} {text[match.end :]}".strip(),
        )
        if is_labelled:
            return found
        first = first or found
    return first


def parts_of(title: str) -> tuple[str, str, str]:
    """A title in two parts and how sure their order is: "" not at all, "second": the second one is a person.

    `("Clara Dumas", "Coupe", "")`; the second part is empty where there is one alone.
    """
    text = one_line(_RESERVED.sub("", title) or title)
    if found := _BRACKETS.fullmatch(text):
        return found[1].strip(" -–:"), found[2].strip(), ""
    pieces = [piece.strip() for piece in _CUTS.split(text) if piece.strip()]
    if len(pieces) > 1:
        return pieces[0], " - ".join(pieces[1:]), ""
    if found := _WITH.fullmatch(text):
        return found[1].strip(), found[2].strip(), "second"
    return text, "", ""


def person_of_pair(text: str, own: Collection[str]) -> str:
    """`Clara Dumas and Salon Élodie`, as booking pages write it: who is not the business itself; "" for no pair."""
    found = _AND.fullmatch(text)
    if found is None or not own:
        return ""
    sides = [side.strip() for side in found.groups()]
    others = [side for side in sides if folded(side) not in own]
    return others[0] if len(others) == 1 else ""


def in_order(name: str) -> str:
    """`Dubois, Hélène`, as address books write it, the other way round."""
    last, comma, first = name.partition(",")
    return f"{first.strip()} {last.strip()}" if comma and first.strip() and "," not in first else name


def likeness(text: str) -> float:
    """How much a text looks like somebody's name: 1 for "Clara DUMAS", 0 for "coupe et soin"."""
    words = [word for word in re.split(r"[\s'’.-]+", text) if word]
    if not words or len(words) > 6 or any(char.isdigit() or char in "€$+%" for char in text):
        return 0.0
    if folded(words[0]) in TITLES:
        return 1.0
    telling = [word for word in words if word.lower() not in _PARTICLES]
    if not telling:
        return 0.0
    capital = sum(1 for word in telling if word[0].isupper()) / len(telling)
    return capital * (1.0 if 2 <= len(telling) <= 4 else 0.6)


def which_is_person(
    first: str, second: str, order: str, services: Collection[str], people: Collection[str]
) -> int | None:
    """0 or 1; None where nothing tells. `services` and `people`: what is known by that name, folded."""
    sides = (folded(first), folded(second))
    for place in (0, 1):
        if sides[place] in people or (sides[1 - place] in services and sides[place] not in services):
            return place
    if order == "second":
        return 1
    scores = (likeness(first), likeness(second))
    if abs(scores[0] - scores[1]) > 0.25:
        return 0 if scores[0] > scores[1] else 1
    return None


def usual_side(pairs: Sequence[tuple[str, str]]) -> int:
    """Where the people stand in most titles of a file: services come again and again, people seldom do."""
    if len(pairs) < 4:
        return 0
    firsts, seconds = ({folded(pair[place]) for pair in pairs} for place in (0, 1))
    return 1 if len(firsts) * 1.5 < len(seconds) else 0


class _Text(HTMLParser):
    """The text of a small page, with its lines."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A break is a line."""
        if tag in ("script", "style", "head", "title"):
            self._hidden += 1
        elif tag in ("br", "p", "div", "tr", "li", "h1", "h2", "h3", "table", "ul"):
            self.pieces.append("\n")

    def handle_endtag(self, tag: str) -> None:
        """What was hidden is over."""
        if tag in ("script", "style", "head", "title"):
            self._hidden = max(self._hidden - 1, 0)
        elif tag in ("p", "div", "tr"):
            self.pieces.append("\n")
        elif tag == "td":
            self.pieces.append(" ")

    def handle_data(self, data: str) -> None:
        """What is seen."""
        if not self._hidden:
            self.pieces.append(data)


_TAG: Final = re.compile(
    r"<(?:/?(?:html|body|p|br|b|i|u|div|span|a|ul|li|table|tr|td|strong|font|h\d)\b)[^<>]*>", re.IGNORECASE
)


def plain(text: str) -> str:
    """A note without its HTML, where it has some."""
    if _TAG.search(text) is None:
        return text
    reader = _Text()
    try:
        reader.feed(text)
        reader.close()
    except (ValueError, AssertionError):  # no page at all: as it stands
        return text
    lines = (" ".join(line.split()) for line in "".join(reader.pieces).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()

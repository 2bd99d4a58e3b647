"""Who wrote a message: the name before the first ": ", unless the application wrote the line itself."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from app.desk.imports.marks import plain

LONGEST_NAME: Final = 120
_MOST_NAMES: Final = 5_000  # far more than a group has members
_ENOUGH_TO_BE_SURE: Final = 3
_NUMBER = re.compile(r"\+?[\d\s().-]{6,25}")
# Lines of the application that quote something which may have ": " in it.
_QUOTING = re.compile(
    "security code with|Sicherheits(?:code|nummer) für|changed the (?:group|subject|description)|"
    "created (?:the )?group|"
    "code de sécurité|código de seguridad|código de segurança|codice di sicurezza"
)


def split_author(rest: str) -> tuple[str, str] | None:
    """The name and what follows it; None for a line without an author."""
    name, colon, body = rest.partition(": ")
    if not colon:
        if not rest.endswith(":"):
            return None
        name, body = rest[:-1], ""
    return (name, body) if 0 < len(name) <= LONGEST_NAME else None


def shown_author(name: str, frequent: frozenset[str]) -> str | None:
    """The name with plain blanks and hyphens; None when the application itself speaks."""
    cleaned = plain(name).strip()
    return None if not cleaned or (name not in frequent and _quotes(cleaned)) else cleaned


def _quotes(name: str) -> bool:
    """Whether the ": " stands inside a quotation: `Ana created group "Trip: Rome"` has no author."""
    if _QUOTING.search(name) or name.count('"') % 2 or name.count("«") > name.count("»"):
        return True
    closed = "“" if "„" in name else "”"
    return name.count("„" if closed == "“" else "“") > name.count(closed)


def number_of(author: str) -> str | None:
    """The digits of an author who is shown by number, as the contact was not saved on the phone."""
    if not _NUMBER.fullmatch(author):
        return None
    digits = "".join(sign for sign in author if sign.isdigit())
    return digits if len(digits) >= 6 else None


def is_profile_name(author: str) -> bool:
    """`~ Ana`: the name that an unsaved person gave themselves."""
    return author.startswith("~")


@dataclass(slots=True)
class _Begins:
    count: int = 0
    second: str | None = None  # what stood before a second ": " in all of them


@dataclass(slots=True)
class ColonNames:
    """Finds names with a colon in them: "Ana: Work" is one when everything that "Ana" wrote begins with "Work: "."""

    _seen: dict[str, _Begins] = field(default_factory=dict)

    def add(self, rest: str) -> None:
        """What stands behind one header."""
        split = split_author(rest)
        if split is None:
            return
        name, body = split
        known = self._seen.get(name)
        if known is None:
            if len(self._seen) < _MOST_NAMES:
                self._seen[name] = _Begins(1, _second(body))
            return
        known.count += 1
        if known.second is not None and not body.startswith(known.second + ": "):
            known.second = None

    def frequent(self) -> frozenset[str]:
        """Names that come so often that they are no notice of the application, however odd they look."""
        return frozenset(name for name, begins in self._seen.items() if begins.count >= _ENOUGH_TO_BE_SURE)

    def found(self) -> Mapping[str, str]:
        """The part before the first colon, and the part after it."""
        return {
            name: begins.second
            for name, begins in self._seen.items()
            if begins.second is not None and begins.count >= _ENOUGH_TO_BE_SURE
        }


def _second(body: str) -> str | None:
    second, colon, _ = body[: LONGEST_NAME + 2].partition(": ")
    return second if colon and second else None

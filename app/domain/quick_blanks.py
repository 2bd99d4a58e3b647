"""Blanks of quick replies, as people write them: {first_name}, {prénom}, {jour}; and what stands in them.

Known names are filled in when a reply is chosen; any other stays as it is, to be filled in by hand before it goes.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, Literal

Source = Literal["first_name", "name", "number", "our_number", "member", "business", "today", "tomorrow"]
SOURCES: Final[tuple[Source, ...]] = (
    "first_name", "name", "number", "our_number", "member", "business", "today", "tomorrow",
)  # fmt: skip
_BLANK: Final = re.compile(r"\{(?:…|[^\W\d_][\w ’'-]{0,39})\}")
_BY_NAME: Final[Mapping[Source, frozenset[str]]] = {
    "first_name": frozenset("first_name firstname prenom".split()),
    "name": frozenset("name full_name nom nom_complet".split()),
    "number": frozenset("number phone numero telephone".split()),
    "our_number": frozenset("our_number notre_numero".split()),
    "member": frozenset("me my_name moi mon_prenom".split()),
    "business": frozenset(
        "business company shop entreprise commerce salon garage cabinet agence boutique".split()
    ),
    "today": frozenset("today aujourdhui".split()),
    "tomorrow": frozenset("tomorrow demain".split()),
}
_SOURCE_OF: Final = {name: source for source, names in _BY_NAME.items() for name in names}


@dataclass(frozen=True, slots=True)
class BlankPlace:
    """A blank in a text: where it begins and ends, braces and all."""

    start: int
    end: int
    name: str


def blanks(text: str) -> list[BlankPlace]:
    """All of a text, in order. A brace of program code or of a smiley is none."""
    return [BlankPlace(one.start(), one.end(), one.group()[1:-1]) for one in _BLANK.finditer(text)]


def source_of(name: str) -> Source | None:
    """What a blank is filled in with by itself; None for what a person must say."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    bare = "".join(char for char in plain if char.isalnum() or char in " _-")
    return _SOURCE_OF.get(bare.replace(" ", "_").replace("-", "_"))


def filled(text: str, value_of: Callable[[Source], str]) -> str:
    """The text with what is known in its blanks; what is not known ("") stays to be seen."""

    def put(found: re.Match[str]) -> str:
        source = source_of(found.group()[1:-1])
        return (value_of(source) if source is not None else "") or found.group()

    return _BLANK.sub(put, text)

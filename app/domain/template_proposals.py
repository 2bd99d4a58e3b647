"""What may stand in a template's blanks: names, a day, what was just written about."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

from app.domain.template_blanks import Blank

Source = Literal["first_name", "name", "number", "member", "business", "today", "tomorrow", "talk"]
MOST_MENTIONED: Final = 4
_GREETINGS: Final = frozenset(
    "bonjour bonsoir salut coucou cher chère chere hello hi hey dear hallo hola ciao buongiorno olá oi beste".split()
)
_BY_NAME: Final[dict[Source, frozenset[str]]] = {
    "first_name": frozenset(
        "first_name firstname prenom prénom given_name vorname nombre customer client".split()
    ),
    "name": frozenset("name full_name nom nom_complet customer_name client_name contact_name".split()),
    "number": frozenset("phone number phone_number telephone téléphone numero".split()),
    "member": frozenset(
        "agent member advisor stylist conseiller conseillere collaborateur member_name".split()
    ),
    "business": frozenset("business business_name company shop salon cabinet agence entreprise".split()),
    "today": frozenset("today aujourdhui".split()),
    "tomorrow": frozenset("tomorrow demain".split()),
}
_MENTIONS: Final = re.compile(
    r"\b\d{1,2} ?[h:] ?\d{0,2}\b(?: ?[ap]m)?"  # an hour
    r"|\b\d+(?:[.,]\d{1,2})? ?[€$£]|[€$£] ?\d+(?:[.,]\d{1,2})?"  # an amount
    r"|#?\b[A-Z]{0,4}-?\d{3,}\b"  # the number of an order
    r"|\b\d{1,2}[/.]\d{1,2}(?:[/.]\d{2,4})?\b",  # a day
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Known:
    """What is known where a template is filled in. None or "" for what is not."""

    first_name: str | None = None
    name: str | None = None
    number: str | None = None
    member: str = ""
    business: str = ""
    today: str = ""
    tomorrow: str = ""
    talk: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Proposal:
    """A value, and where it comes from."""

    source: Source
    value: str


def proposals(known: Known) -> list[Proposal]:
    """All that may be put into a blank, what is likeliest first; no value twice."""
    each: list[tuple[Source, str | None]] = [
        ("first_name", known.first_name),
        ("name", known.name),
        *(("talk", words) for words in known.talk),
        ("today", known.today),
        ("tomorrow", known.tomorrow),
        ("member", known.member),
        ("business", known.business),
        ("number", known.number),
    ]
    found: dict[str, Proposal] = {}
    for source, value in each:
        if value and value not in found:
            found[value] = Proposal(source, value)
    return list(found.values())


def meaning(blank: Blank) -> Source | None:
    """What a blank plainly asks for: by its name, or because it follows a greeting."""
    if blank.where not in ("body", "header", "card"):
        return None
    name = blank.name.lower()
    for source, names in _BY_NAME.items():
        if name in names:
            return source
    words = re.findall(r"\w+", blank.before.lower())
    return "first_name" if words and words[-1] in _GREETINGS else None


def guess(blank: Blank, known: Known) -> str:
    """The value of what it plainly asks for, "" when that is not known."""
    source = meaning(blank)
    if source is None or source == "talk":
        return ""
    value: str | None = getattr(known, source)
    return value or ""


def mentioned(texts: Iterable[str | None]) -> tuple[str, ...]:
    """Hours, amounts, days and order numbers of messages, given newest first."""
    found: dict[str, None] = {}
    for text in texts:
        for one in _MENTIONS.findall(text or ""):
            found.setdefault(one.strip())
            if len(found) == MOST_MENTIONED:
                return tuple(found)
    return tuple(found)

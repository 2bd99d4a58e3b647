"""What somebody types to search: words, "phrases", and filters such as from:me, has:file, before:march.

Never refuses: an operator that is not known, or whose value cannot be read, is searched as words, and said so.
Operators are understood in English and French, with or without accents.
"""

from __future__ import annotations

import re
from dataclasses import field
from datetime import date
from typing import Literal

from app.domain.records import record
from app.domain.search_dates import days_of, written_days
from app.domain.search_text import words_of

FilterKind = Literal["from", "in", "tag", "has", "after", "before", "on"]
MOST_CHARS = 500  # of what is typed: nobody reads more
HAS = ("file", "picture", "video", "voice", "link", "note", "contact", "place", "order")
OURS, THEIRS = "me", "them"


@record
class Term:
    """Words that must follow each other. `is_prefix`: the last one may go on. `is_quoted`: a phrase.

    `start`, `end`: where it stands in what was typed.
    """

    words: tuple[str, ...]
    text: str = field(compare=False)
    is_prefix: bool = True
    is_quoted: bool = False
    start: int = field(default=0, compare=False)
    end: int = field(default=0, compare=False)


@record
class Filter:
    """`value`: for "has" one of HAS; for dates a day, month or year (2026-03-01, 2026-03, 2026); for "from" OURS,
    THEIRS or a name; else what was typed.
    """

    kind: FilterKind
    value: str
    start: int = field(default=0, compare=False)
    end: int = field(default=0, compare=False)


@record
class SearchQuery:
    """What was understood. `unknown`: what looked like a filter and is searched as words."""

    terms: tuple[Term, ...] = ()
    filters: tuple[Filter, ...] = ()
    unknown: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to look for."""
        return not self.terms and not self.filters

    @property
    def is_short(self) -> bool:
        """Whether it is one letter and nothing else: all that begins like this would be found."""
        is_letter = len(self.terms) == 1 and self.terms[0].words and self.terms[0].words[0].isascii()
        return not self.filters and bool(is_letter) and len("".join(self.terms[0].words)) < 2

    def values(self, kind: FilterKind) -> list[str]:
        """What was asked for by filters of one kind."""
        return [one.value for one in self.filters if one.kind == kind]


_KINDS: dict[str, FilterKind | Literal["is"]] = {
    "from": "from", "de": "from", "par": "from", "by": "from",
    "in": "in", "with": "in", "avec": "in", "dans": "in", "chez": "in",
    "tag": "tag", "label": "tag", "etiquette": "tag",
    "has": "has", "a": "has", "contient": "has", "avecfichier": "has",
    "is": "is", "est": "is",
    "after": "after", "since": "after", "apres": "after", "depuis": "after",
    "before": "before", "avant": "before", "jusqu": "before",
    "on": "on", "le": "on", "date": "on", "en": "on",
}  # fmt: skip
_HAS_WORDS: dict[str, str] = {
    "file": "file", "files": "file", "document": "file", "documents": "file", "fichier": "file", "fichiers": "file",
    "attachment": "file", "pdf": "file",
    "picture": "picture", "pictures": "picture", "image": "picture", "images": "picture", "photo": "picture",
    "photos": "picture", "video": "video", "videos": "video", "film": "video",
    "voice": "voice", "audio": "voice", "vocal": "voice", "vocaux": "voice", "voix": "voice", "son": "voice",
    "link": "link", "links": "link", "lien": "link", "liens": "link",
    "note": "note", "notes": "note", "contact": "contact", "card": "contact", "carte": "contact",
    "place": "place", "location": "place", "lieu": "place", "position": "place",
    "order": "order", "commande": "order",
}  # fmt: skip
_WHO_WORDS = {
    "me": OURS, "moi": OURS, "them": THEIRS, "eux": THEIRS, "client": THEIRS, "clients": THEIRS, "customer": THEIRS,
    "customers": THEIRS,
}  # fmt: skip
_QUOTES = '"“”«»„'
_PIECE = re.compile(
    rf"(?P<op>[^\W\d_]+):(?:[{_QUOTES}](?P<opquoted>[^{_QUOTES}]*)[{_QUOTES}]?|(?P<opvalue>[^\s{_QUOTES}]+))"
    rf"|[{_QUOTES}](?P<quoted>[^{_QUOTES}]*)(?P<close>[{_QUOTES}]?)"
    rf"|(?P<word>[^\s{_QUOTES}]+)"
)


def parse(text: str, today: date) -> SearchQuery:
    """What these letters ask for. `today`: where the person is."""
    terms: list[Term] = []
    filters: list[Filter] = []
    unknown: list[str] = []
    for match in _PIECE.finditer(text[:MOST_CHARS]):
        start, end = match.span()
        if match["op"] is not None:
            value = match["opquoted"] if match["opquoted"] is not None else match["opvalue"]
            found = _filter(match["op"], value.strip(), today)
            if found is not None:
                filters.append(Filter(*found, start, end))
                continue
            if not _is_address(match.group()):
                unknown.append(match.group())
            terms += _term(match.group(), start, end)
        elif match["quoted"] is not None:
            is_closed = bool(match["close"])
            terms += _term(match["quoted"], start, end, is_prefix=not is_closed, is_quoted=True)
        elif not _is_begun(match["word"]):
            terms += _term(match["word"], start, end)
    return SearchQuery(tuple(terms), tuple(filters), tuple(unknown))


def _term(text: str, start: int, end: int, *, is_prefix: bool = True, is_quoted: bool = False) -> list[Term]:
    words = tuple(words_of(text))
    return [Term(words, text, is_prefix, is_quoted, start, end)] if words else []


def _is_begun(word: str) -> bool:
    """A filter whose value is still to be typed."""
    return word.endswith(":") and "".join(words_of(word)) in _KINDS


def _is_address(text: str) -> bool:
    """A link, or a time of day: its colon asks for nothing."""
    return "://" in text or text.lower().startswith("mailto:")


def _filter(operator: str, value: str, today: date) -> tuple[FilterKind, str] | None:
    kind = _KINDS.get("".join(words_of(operator)))
    said = " ".join(words_of(value))
    if kind is None or not said:
        return None
    if kind == "is":
        return ("has", "note") if _HAS_WORDS.get(said) == "note" else None
    if kind == "has":
        return ("has", _HAS_WORDS[said]) if said in _HAS_WORDS else None
    if kind in ("after", "before", "on"):
        days = days_of(value, today)
        return (kind, written_days(days)) if days is not None else None
    if kind == "from":
        return kind, _WHO_WORDS.get(said, value)
    return kind, value


def written(query: SearchQuery) -> str:
    """The query as somebody would type it: `parse` understands it as the same."""
    parts = [f"{one.kind}:{_quoted(one.value)}" for one in query.filters]
    for term in query.terms:
        if term.is_quoted:
            parts.append(f'"{term.text}' if term.is_prefix else f'"{term.text}"')
        else:
            parts.append(term.text)
    return " ".join(parts)  # an open phrase can only be the last part


def _quoted(value: str) -> str:
    return f'"{value}"' if re.search(r"\s", value) else value


def without(text: str, part: Term | Filter) -> str:
    """What was typed, less one part of it."""
    return " ".join((text[: part.start] + " " + text[part.end :]).split())

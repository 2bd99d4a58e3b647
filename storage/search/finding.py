"""Reading the index: the newest messages that fit, in steps that cost what they give.

Words and most filters are asked of FTS5, which walks its lists from the newest on and stops when it has enough. What it
cannot walk (a beginning of one letter, a tag that many conversations have) is looked at row by row.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlcipher3.dbapi2 import Connection

from app.domain.records import record
from app.domain.search_query import Term
from app.domain.search_text import holds, is_one_unspaced_letter
from storage.instants import to_us
from storage.json_list import json_list
from storage.search.documents import CUSTOMER, author_mark, conversation_mark, has_mark
from storage.search.index import WORD_LETTERS
from storage.search.schema import place_of, time_of

FEW = 4  # conversations that are asked of FTS5 by name: each costs it a walk of its own
MOST_CANDIDATES = 8_000  # messages of some conversations that are walked in place of all that fits else
CHUNK = 200
FIRST_LOOK = 1_500  # rows that are looked at before their conversations are walked instead
MOST_ENDINGS = 60  # words that begin alike and are asked for one by one
LOOKED_AT = 20_000  # rows looked at one by one before a page ends early
_OLDEST = 0
_NEWEST = 1 << 62
_BY_WORDS = (
    "SELECT r.place, r.pos, r.no, r.words, r.bag FROM search_text JOIN search_row r ON r.place = search_text.rowid"
    " WHERE search_text MATCH ? AND search_text.rowid >= ? AND search_text.rowid < ?"
    " ORDER BY search_text.rowid DESC"
)
_ALL = "SELECT place, pos, no, words, bag FROM search_row WHERE place >= ? AND place < ? ORDER BY place DESC"
_BY_POS = (
    "SELECT place, pos, no, words, bag FROM search_row WHERE pos IN (SELECT value FROM json_each(?))"
    " AND place >= ? AND place < ? ORDER BY place DESC"
)
_OF_CONVERSATION = (
    "SELECT sort_us, pos FROM view_message WHERE conversation_no = ? AND sort_us >= ? AND sort_us < ?"
    " ORDER BY sort_us DESC, pos DESC LIMIT ?"
)
_ENDINGS = "SELECT word FROM search_word WHERE word >= ? AND word < ? LIMIT ?"


@record
class Wanted:
    """What is looked for, with names resolved.

    `conversations`: numbers of those that may hold it, None for any; each group narrows. `authors`: member ids, or ""
    for customers; one of them wrote it. `has`: all of these. `since`, `until`: the second one is left out.
    """

    terms: tuple[Term, ...] = ()
    conversations: tuple[frozenset[int], ...] = ()
    authors: tuple[str, ...] = ()
    has: tuple[str, ...] = ()
    any_of: tuple[str, ...] = ()  # "has" marks of which one must be there
    since: datetime | None = None
    until: datetime | None = None


class Found(NamedTuple):
    """A message that fits. `place` is where the next page goes on."""

    place: int
    pos: int


class Page(NamedTuple):
    """`next_place`: None when nothing more fits. `is_cut`: it ended early, so as not to take long."""

    found: list[Found]
    next_place: int | None
    is_cut: bool = False


Row = tuple[int, int, int, str, str]  # place, pos, conversation, words, bag
Check = Callable[[Row], bool]


class _Question(NamedTuple):
    """What is walked: places from `first` up to `last`, in these conversations where there are any."""

    first: int
    last: int
    group: frozenset[int] | None


def find(
    conn: Connection, view: Connection, wanted: Wanted, limit: int = 50, before: int | None = None
) -> Page:
    """The newest messages that fit; `before`: where the page above ended."""
    group = frozenset.intersection(*wanted.conversations) if wanted.conversations else None
    first = place_of(to_us(wanted.since), 0) if wanted.since else _OLDEST
    last = place_of(to_us(wanted.until), 0) if wanted.until else _NEWEST
    question = _Question(first, last if before is None else min(last, before), group)
    asked, checks = _split(conn, wanted, group)
    if asked is None or (group is not None and not group):
        return Page([], None)
    rows = conn.execute(_BY_WORDS, (asked, *question[:2])) if asked else conn.execute(_ALL, question[:2])
    is_walkable = group is not None and len(group) > FEW
    page = _take(rows, checks, limit, FIRST_LOOK if is_walkable else LOOKED_AT)
    if not page.is_cut or not is_walkable:
        return page
    rest = _find_in(conn, view, wanted, limit - len(page.found), question._replace(last=page.next_place or 0))
    if rest is None:
        rest = _take(rows, checks, limit - len(page.found), LOOKED_AT)
    return rest._replace(found=page.found + rest.found)


def _take(rows: Iterable[Row], checks: Sequence[Check], limit: int, most: int) -> Page:
    found: list[Found] = []
    for looked_at, row in enumerate(rows, 1):
        if all(check(row) for check in checks):
            found.append(Found(row[0], row[1]))
            if len(found) == limit:
                return Page(found, row[0])
        if looked_at == most:
            return Page(found, row[0], is_cut=True)
    return Page(found, None)


def _find_in(
    conn: Connection, view: Connection, wanted: Wanted, limit: int, question: _Question
) -> Page | None:
    """The same by walking the conversations; None where they hold too much."""
    known: list[tuple[int, int]] = []
    since_us, until_us = time_of(question.first), time_of(question.last) + 1_000_000
    for no in sorted(question.group or ()):
        left = MOST_CANDIDATES + 1 - len(known)
        known += view.execute(_OF_CONVERSATION, (no, since_us, until_us, left)).fetchall()
        if len(known) > MOST_CANDIDATES:
            return None
    known.sort(reverse=True)
    checks = _all_checks(wanted)
    rows = (
        row
        for start in range(0, len(known), CHUNK)
        for row in _rows_at(conn, known[start : start + CHUNK], question)
    )
    return _take(rows, checks, limit, LOOKED_AT)


def _rows_at(conn: Connection, known: Sequence[tuple[int, int]], question: _Question) -> list[Row]:
    positions = json_list(pos for _, pos in known)
    return conn.execute(_BY_POS, (positions, *question[:2])).fetchall()


def _split(conn: Connection, wanted: Wanted, group: frozenset[int] | None) -> tuple[str | None, list[Check]]:
    """What FTS5 is asked, and what is looked at row by row. None: nothing can fit."""
    asked: list[str] = []
    checks: list[Check] = []
    for term in wanted.terms:
        if _is_letter(term):
            checks.append(_has_words(term))
            continue
        parts = list(_alternatives(conn, term))
        if not parts:
            return None, []
        asked.append(_any(parts))
    if group is not None and len(group) <= FEW:
        asked += [_any([f'"{conversation_mark(no)}"' for no in sorted(group)])] if group else []
    elif group is not None:
        checks.append(lambda row: row[2] in group)
    asked += [_any([f'"{mark}"' for mark in marks]) for marks in _marks_of(wanted)]
    return " AND ".join(asked), checks


def _all_checks(wanted: Wanted) -> list[Check]:
    """The same for rows of the right conversations."""
    checks = [_has_mark(marks) for marks in _marks_of(wanted)]
    return checks + [_has_words(term) for term in wanted.terms]


def _marks_of(wanted: Wanted) -> Iterator[list[str]]:
    """Groups of marks; of each one must be there."""
    if wanted.authors:
        yield [author_mark(one) if one else CUSTOMER for one in wanted.authors]
    for what in wanted.has:
        yield [has_mark(what)]
    if wanted.any_of:
        yield [has_mark(what) for what in wanted.any_of]


def _any(parts: Sequence[str]) -> str:
    return parts[0] if len(parts) == 1 else f"({' OR '.join(parts)})"


def _is_letter(term: Term) -> bool:
    """One letter as the beginning of a word: nearly everything has one."""
    is_one = term.is_prefix and len(term.words) == 1 and len(term.words[0]) == 1
    return is_one and not is_one_unspaced_letter(term.words)


def _has_words(term: Term) -> Check:
    return lambda row: holds(row[3].split(), term.words, is_prefix=term.is_prefix)


def _has_mark(marks: Sequence[str]) -> Check:
    return lambda row: any(mark in row[4].split() for mark in marks)


def _alternatives(conn: Connection, term: Term) -> Iterator[str]:
    """The phrases of which one must be there, in FTS5's language."""
    if is_one_unspaced_letter(term.words):
        yield f'"_{term.words[0]}"'
        return
    *firsts, last = term.words
    if not term.is_prefix or len(last) < WORD_LETTERS:
        yield _phrase(term.words, is_prefix=term.is_prefix)
        return
    endings = [row[0] for row in conn.execute(_ENDINGS, (last, last + "\U0010ffff", MOST_ENDINGS + 1))]
    if len(endings) > MOST_ENDINGS:
        yield _phrase(term.words, is_prefix=True)
        return
    for ending in endings:
        yield _phrase([*firsts, ending], is_prefix=False)


def _phrase(words: Sequence[str], *, is_prefix: bool) -> str:
    return f'words : "{" ".join(words)}"' + (" *" if is_prefix else "")

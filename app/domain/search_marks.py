"""Where in a text the words stand that were searched: for marking them, and for the piece of a long text to show."""

from collections.abc import Sequence

from app.domain.search_query import Term
from app.domain.search_text import is_one_unspaced_letter, plain, word_spans

LOOKED_AT = 4_000  # letters of a text: what matches later is not marked
BEFORE = 28  # letters of a piece that stand before the first mark
Span = tuple[int, int]


def marks(text: str, terms: Sequence[Term]) -> list[Span]:
    """The parts of a text that fit, in order and apart from each other."""
    folded, places = _folded(text[:LOOKED_AT])
    words = word_spans(folded)
    found = sorted(span for term in terms for span in _of_term(folded, words, term))
    joined: list[Span] = []
    for start, end in found:
        first, last = places[start], places[end - 1] + 1
        if joined and first <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(last, joined[-1][1]))
        else:
            joined.append((first, last))
    return joined


def piece(text: str, terms: Sequence[Term], length: int = 160) -> tuple[str, list[Span]]:
    """One line of a text around the first mark, and the marks in it."""
    line = " ".join(text[:LOOKED_AT].split())
    found = marks(line, terms)
    begin = 0
    if found and found[0][1] > length - BEFORE:
        begin = max(0, found[0][0] - BEFORE)
        begin = line.find(" ", begin, found[0][0]) + 1 or begin
    shown = line[begin : begin + length]
    lead = "…" if begin else ""
    end = "…" if begin + length < len(line) or len(text) > LOOKED_AT else ""
    moved = [(max(0, a - begin) + len(lead), min(length, b - begin) + len(lead)) for a, b in found]
    return lead + shown + end, [span for span in moved if span[0] < span[1]]


def _folded(text: str) -> tuple[str, list[int]]:
    """The text as it is compared, and where each of its letters stands in the text as it is written."""
    if text.isascii():
        return text.lower(), list(range(len(text)))
    letters: list[str] = []
    places: list[int] = []
    for place, char in enumerate(text):
        for each in char.lower() if char.isascii() else plain(char):
            letters.append(each)
            places.append(place)
    return "".join(letters), places


def _of_term(folded: str, words: Sequence[tuple[str, int]], term: Term) -> list[Span]:
    wanted = term.words
    if is_one_unspaced_letter(wanted):
        return [(at, at + 1) for at, letter in enumerate(folded) if letter == wanted[0]]
    found: list[Span] = []
    *firsts, last = wanted
    for number in range(len(words) - len(firsts)):
        end_word, end_at = words[number + len(firsts)]
        is_there = end_word.startswith(last) if term.is_prefix else end_word == last
        if is_there and all(words[number + step][0] == word for step, word in enumerate(firsts)):
            found.append((words[number][1], end_at + len(last)))
    return found

"""Signs that nobody sees: marks of writing direction, odd blanks and hyphens, digits of other scripts."""

from typing import Final

INVISIBLE: Final = "\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"
BLANKS: Final = " \u00a0\u202f\u2007\u2009"
MARKED: Final = "\u200e"  # iOS puts it before what the application wrote itself
_GONE: Final = dict.fromkeys(map(ord, INVISIBLE))
_PLAIN: Final = (
    _GONE | dict.fromkeys(map(ord, BLANKS[1:]), " ") | dict.fromkeys(map(ord, "\u2010\u2011"), "-")
)


def bare(text: str) -> str:
    """Without invisible marks."""
    return text if text.isascii() else text.translate(_GONE)


def plain(text: str) -> str:
    """Without invisible marks, with plain blanks and hyphens."""
    return text if text.isascii() else text.translate(_PLAIN)


def wording(text: str) -> str:
    """How two versions of one marker are compared: no marks, no final dot, no difference of letter case."""
    return plain(text).strip().rstrip(".。").casefold()

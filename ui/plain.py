"""Other people's words made safe to draw: plain text that cannot reorder, hide or break what stands beside it.

The stored text is never altered; this is for showing only (copying gives what was written).
"""

import re
from typing import Final

from app.words.phones import phone

REPLACED: Final = "\N{REPLACEMENT CHARACTER}"
FIRST_STRONG_ISOLATE: Final = "\u2068"
POP_ISOLATE: Final = "\u2069"
LONGEST_NAME: Final = 120

# Overrides and embeddings turn the text after them around; isolates and marks (needed by real Arabic) may stay.
_REORDERING = "\u202a-\u202e"
_LONE_SURROGATES = "\ud800-\udfff"
_CONTROLS = "\x00-\x08\x0b-\x1f\x7f-\x9f"
_IN_TEXT = re.compile(f"[{_REORDERING}]")
_BROKEN = re.compile(f"[{_CONTROLS}{_LONE_SURROGATES}]")
# In a name nothing invisible has a use, but the joiners that build emoji and Persian words.
_IN_NAME = re.compile("[\u200b\u200e\u200f\u2060-\u2064\u2066-\u2069\u061c\ufeff\u00ad]")

_NUMBER = re.compile(r"\+\d{6,15}")


def shown_text(text: str) -> str:
    """A message's text: line breaks kept, broken characters visible as such, nothing that reorders its surroundings."""
    clean = text.replace("\r\n", "\n").replace("\r", "\n")
    return _BROKEN.sub(REPLACED, _IN_TEXT.sub("", clean))


def shown_line(text: str) -> str:
    """The same on one line, for previews and quotes."""
    return " ".join(shown_text(text).split())


def shown_name(name: str) -> str:
    """A person's name on one line, without what cannot be seen; at most LONGEST_NAME characters. Numbers are spaced."""
    clean = _IN_NAME.sub("", shown_line(name))[:LONGEST_NAME] or REPLACED
    return phone(clean) if _NUMBER.fullmatch(clean) else clean


def isolated(part: str) -> str:
    """A name or number inside one of our sentences: its direction does not leak into the rest."""
    return f"{FIRST_STRONG_ISOLATE}{part}{POP_ISOLATE}"


def shown_piece(text: str) -> str:
    """A piece of a text on one line, letter for letter, so that places in it stay: blanks for what is unfit."""
    return _BROKEN.sub(" ", _IN_TEXT.sub("\u200b", text))

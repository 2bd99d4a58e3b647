"""WhatsApp's own formatting: *bold*, _italic_, ~strike~, `code`, ```code```, "> " quotes and lists.

The marks are taken out of what is shown and become styles over stretches of it; copying gives what was written. The
rules are WhatsApp's: a mark opens after a blank, a line's start or punctuation, closes before one, and holds no blank
at its inner sides. What does not close stays as it was typed.
"""

import re
from bisect import bisect_left
from dataclasses import dataclass
from typing import Final, Literal

Style = Literal["bold", "italic", "strike", "code", "quote"]
_MARKS: Final[dict[str, Style]] = {"*": "bold", "_": "italic", "~": "strike"}
_HAS_MARK: Final = re.compile(r"[*_~`]|^(?:> |[-*] )", re.MULTILINE)
_BLOCK: Final = re.compile(r"```(?P<block>[^`](?:.*?[^`])??)```|`(?P<inline>[^`\n]+)`", re.DOTALL)
_OPENS: Final = re.compile(r"(?<![\w*_~])[*_~](?=\S)")
_CLOSES: Final = re.compile(r"(?<=\S)[*_~](?!\w)")
_QUOTE: Final = "> "
_QUOTE_SHOWN: Final = "▏ "
_BULLET_SHOWN: Final = "• "
_MOST_STYLES: Final = 200
_DEEPEST: Final = 3  # bold in italic in strike; more says nothing


@dataclass(frozen=True, slots=True)
class Styled:
    """`style` over the characters `start`..`end` of the shown text."""

    start: int
    end: int
    style: Style


@dataclass(frozen=True, slots=True)
class Marked:
    """A text without its marks, and the styles that they stood for."""

    text: str
    styles: tuple[Styled, ...] = ()


class _Writing:
    """The shown text so far."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.length = 0
        self.styles: list[Styled] = []

    def put(self, text: str) -> None:
        self.parts.append(text)
        self.length += len(text)

    def style(self, start: int, style: Style) -> None:
        if start < self.length and len(self.styles) < _MOST_STYLES:
            self.styles.append(Styled(start, self.length, style))


def marked(text: str) -> Marked:
    """The shown form of a message's text."""
    if _HAS_MARK.search(text) is None:
        return Marked(text)
    out = _Writing()
    at = 0
    for found in _BLOCK.finditer(text):
        _lines(out, text[at : found.start()])
        start = out.length
        out.put(found["block"] if found["block"] is not None else found["inline"])
        out.style(start, "code")
        at = found.end()
    _lines(out, text[at:])
    return Marked("".join(out.parts), tuple(out.styles))


def _lines(out: _Writing, text: str) -> None:
    """Line by line, since quotes and lists are told by a line's beginning."""
    for number, line in enumerate(text.split("\n")):
        if number:
            out.put("\n")
        is_line_start = out.length == 0 or out.parts[-1].endswith("\n")
        start = out.length
        if is_line_start and line.startswith(_QUOTE):
            out.put(_QUOTE_SHOWN)
            _pairs(out, line[len(_QUOTE) :], _DEEPEST)
            out.style(start, "quote")
        elif is_line_start and line[:2] in ("* ", "- ") and line[2:].strip():
            out.put(_BULLET_SHOWN)
            _pairs(out, line[2:], _DEEPEST)
        else:
            _pairs(out, line, _DEEPEST)


def _pairs(out: _Writing, text: str, depth: int) -> None:
    """Each opening mark with the next closing one of its kind; looked up, so that a wall of marks costs no more."""
    closing: dict[str, list[int]] = {"*": [], "_": [], "~": []}
    at = 0
    if depth and any(mark in text for mark in _MARKS):
        for found in _CLOSES.finditer(text):
            closing[found.group()].append(found.start())
        for found in _OPENS.finditer(text):
            mark, opened = found.group(), found.start()
            if opened < at:
                continue
            ends = closing[mark]
            place = bisect_left(ends, opened + 2)
            if place == len(ends):
                continue
            out.put(text[at:opened])
            start = out.length
            _pairs(out, text[opened + 1 : ends[place]], depth - 1)
            out.style(start, _MARKS[mark])
            at = ends[place] + 1
    out.put(text[at:])

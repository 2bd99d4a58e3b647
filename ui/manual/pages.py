"""The pages of the manual as they lie in the folder: titles, headings, sections, and what is found in them. No Qt.

A page is a Markdown file, English in the folder itself and in another language below it under the same name. Its
headings stand in the same order in every language, so a place is a page and the number of a heading.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Final

from app.domain.folding import folded
from app.domain.records import record

CONTENTS: Final = "README"  # the page that lists all others, in their order
MOST_FOUND: Final = 60
EXCERPT: Final = 110
_HEADING = re.compile(r"^(#{1,4})\s+(.*?)\s*$")
_ENTRY = re.compile(r"^- \[(?P<title>[^\]]+)\]\((?P<page>[\w-]+)\.md\)")
_FENCE = "```"
_PICTURE = re.compile(r"!\[[^\]]*\]\([^)]*\)")
_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
_INLINE = re.compile(r"\*+(?=\S)|(?<=\S)\*+|[`\\]")
_MARKS = re.compile(r"^\s*[-:| ]{3,}$|^\s*(?:- |\d+\. |> )|[|#]", re.MULTILINE)
_WORD = re.compile(r"\w+")


def manual_folder() -> Path:
    """Where the pages lie, beside the program's own folders: in a clone as in a bundle."""
    return Path(__file__).resolve().parents[2] / "docs" / "manual"


@record
class Heading:
    """A heading of a page. `anchor`: what a link names it by, as the sites that show Markdown do."""

    level: int
    words: str
    anchor: str


@record
class Chapter:
    """A part of the contents: what it is called, and its pages with their titles."""

    words: str
    pages: tuple[tuple[str, str], ...]


@record
class Section:
    """What stands below one heading, number `number` of its page, as plain words."""

    page: str
    number: int
    title: str  # of the page
    heading: str
    text: str


@record
class Found:
    """A section that has all words, and a piece of it around the first of them."""

    section: Section
    excerpt: str


class Manual:
    """The manual in one language; a page that does not exist in it is given in English."""

    def __init__(self, language: str, folder: Path | None = None) -> None:
        self._folder = folder or manual_folder()
        self._own = self._folder if language == "en" else self._folder / language
        self._texts: dict[Path, str] = {}

    def path(self, page: str) -> Path:
        """The file of a page."""
        own = self._own / f"{page}.md"
        return own if own.is_file() else self._folder / f"{page}.md"

    def has(self, page: str) -> bool:
        """Whether there is such a page."""
        return self.path(page).is_file()

    def text(self, page: str) -> str:
        """A page as it was written; that it is not there is said by an empty one."""
        return self._read(self.path(page))

    def title(self, page: str) -> str:
        """What a page is called."""
        headings = self.headings(page)
        return headings[0].words if headings else page

    def headings(self, page: str) -> tuple[Heading, ...]:
        """All headings of a page, its title first."""
        return tuple(headings_of(self.text(page)))

    def number_of(self, page: str, anchor: str) -> int:
        """Which heading a link means: by the words of this language, else of the English page; 0 is the title."""
        for text in (self.text(page), self._read(self._folder / f"{page}.md")):
            for number, heading in enumerate(headings_of(text)):
                if heading.anchor == anchor:
                    return number
        return 0

    @cached_property
    def chapters(self) -> tuple[Chapter, ...]:
        """The contents, part by part."""
        chapters: list[tuple[str, list[tuple[str, str]]]] = []
        for line in self.text(CONTENTS).splitlines():
            heading, entry = _HEADING.match(line), _ENTRY.match(line)
            if heading:
                chapters.append((heading.group(2), []))
            elif entry and chapters:
                chapters[-1][1].append((entry.group("page"), entry.group("title")))
        return tuple(Chapter(words, tuple(pages)) for words, pages in chapters if pages)

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """Every section of every page that the contents list."""
        pages = [page for chapter in self.chapters for page, _title in chapter.pages if self.has(page)]
        return tuple(section for page in pages for section in self._sections_of(page))

    def find(self, typed: str) -> list[Found]:
        """Sections in which every word that was typed begins some word; those that name it in their head come first."""
        wanted = folded(typed).split()
        if not wanted:
            return []
        found: list[tuple[int, int, Section]] = []
        for place, (section, head, body) in enumerate(self._folded):
            if all(f" {word}" in head for word in wanted):
                found.append((0, place, section))
            elif all(f" {word}" in head + body for word in wanted):
                found.append((1, place, section))
        found.sort(key=lambda each: each[:2])
        return [
            Found(section, excerpt_of(section.text, wanted)) for _rank, _place, section in found[:MOST_FOUND]
        ]

    @cached_property
    def _folded(self) -> list[tuple[Section, str, str]]:
        return [
            (section, folded(f"{section.title} {section.heading}"), folded(section.text))
            for section in self.sections
        ]

    def _sections_of(self, page: str) -> Iterator[Section]:
        title = self.title(page)
        for number, (heading, lines) in enumerate(sections_in(self.text(page))):
            yield Section(page, number, title, heading.words, plain("\n".join(lines)))

    def _read(self, path: Path) -> str:
        if path not in self._texts:
            self._texts[path] = path.read_text("utf-8") if path.is_file() else ""
        return self._texts[path]


def headings_of(text: str) -> Iterator[Heading]:
    """The headings of a page, in order."""
    return (heading for heading, _lines in sections_in(text))


def sections_in(text: str) -> Iterator[tuple[Heading, list[str]]]:
    """Each heading with the lines below it; what stands in a listing is no heading."""
    seen: dict[str, int] = {}
    current: tuple[Heading, list[str]] | None = None
    is_listing = False
    for line in text.splitlines():
        is_fence = line.lstrip().startswith(_FENCE)
        is_listing ^= is_fence
        match = None if is_listing or is_fence else _HEADING.match(line)
        if match is None:
            if current is not None:
                current[1].append(line)
            continue
        if current is not None:
            yield current
        words = plain(match.group(2))
        current = Heading(len(match.group(1)), words, _anchor(words, seen)), []
    if current is not None:
        yield current


def _anchor(words: str, seen: dict[str, int]) -> str:
    """Small letters, blanks as dashes, no punctuation; a second one of the same words gets a number."""
    kept = "".join(char for char in words.lower() if char.isalnum() or char in " -_\u00a0\u202f")
    anchor = re.sub(r"[ \u00a0\u202f]", "-", kept)
    count = seen.get(anchor, 0)
    seen[anchor] = count + 1
    return f"{anchor}-{count}" if count else anchor


def plain(markdown: str) -> str:
    """The words alone, on one line."""
    text = _INLINE.sub("", _LINK.sub(r"\1", _PICTURE.sub("", markdown)))
    return " ".join(_MARKS.sub(" ", text).split())


def excerpt_of(text: str, wanted: list[str]) -> str:
    """A piece of the text around the first word that begins like one of those; else its beginning."""
    at = next((start for start, _end in matches(text, wanted)), 0)
    start = 0 if at < EXCERPT // 3 else text.rfind(" ", 0, at - EXCERPT // 4) + 1
    piece = text[start : start + EXCERPT]
    if start + EXCERPT < len(text):
        piece = piece.rsplit(" ", 1)[0] + "…"
    return ("…" if start else "") + piece


def matches(text: str, wanted: list[str]) -> Iterator[tuple[int, int]]:
    """Where words begin like one of `wanted` (folded), as start and end."""
    for word in _WORD.finditer(text):
        if folded(word.group()).strip().startswith(tuple(wanted)):
            yield word.span()

"""What the search box offers, section by section: rows of people, of what was written, of acts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Final, Literal

from app.domain.search_marks import marks
from app.domain.search_query import SearchQuery, Term
from app.domain.search_rows import PersonHit, SearchHit
from app.words import gettext as _
from app.words.formats import placeholder
from app.words.search import filter_words, nothing_found
from ui.kit import Kit
from ui.opening import open_message
from ui.palette.entries import Entry, acts_and_views, ranked, read_recent, remember_recent
from ui.plain import shown_name, shown_piece
from ui.search.rows import SearchRow
from ui.theme.icons import IconName

if TYPE_CHECKING:
    from ui.panes import Panes

Section = Literal["all", "people", "messages", "notes", "files", "commands"]
SECTIONS: Final[tuple[Section, ...]] = ("all", "people", "messages", "notes", "files", "commands")
HAS: Final[dict[Section, tuple[str, ...]]] = {
    "notes": ("note",),
    "files": ("file", "picture", "video", "voice"),
}
FEW: Final[dict[Section, int]] = {"people": 4, "messages": 6, "notes": 3, "files": 3, "commands": 4}
MOST_PEOPLE: Final = 50
_ICONS: Final[dict[str, IconName]] = {
    "note": "sticky-note", "image": "image", "video": "play", "document": "file-text", "voice": "mic",
    "audio": "volume-2", "sticker": "sticker", "location": "map-pin", "contacts": "contact", "order": "shopping-bag",
}  # fmt: skip
OF_FILES: Final = frozenset({"image", "video", "document", "voice", "audio", "sticker"})


def section_words(section: Section) -> str:
    """What a section is called."""
    return {
        "all": _("Everything"),
        "people": _("People"),
        "messages": _("Messages"),
        "notes": _("Notes"),
        "files": _("Files"),
        "commands": _("Commands"),
    }[section]


class Offers:
    """Makes rows; `panes` is where they lead."""

    def __init__(self, kit: Kit, panes: Panes) -> None:
        self._kit, self._panes = kit, panes
        self._acts = acts_and_views(panes)

    def hits(self, hits: Iterable[SearchHit]) -> list[SearchRow]:
        """What was written."""
        return [self._hit(hit) for hit in hits]

    def _hit(self, hit: SearchHit) -> SearchRow:
        kit = self._kit
        who = shown_name(hit.name)
        if hit.direction == "out":
            who = _("{author} to {customer}").format(
                author=shown_name(hit.author_name or _("Team")), customer=who
            )
        if hit.kind == "note":
            who = _("{author}’s note about {customer}").format(
                author=shown_name(hit.author_name or _("Team")), customer=shown_name(hit.name)
            )
        text, found = hit.text, hit.marks
        if hit.file_name and (hit.file_marks or not text):
            text, found = hit.file_name, hit.file_marks
        return SearchRow(
            who,
            partial(open_message, self._panes, hit.conversation_id, hit.message_id),
            shown_piece(text) or placeholder(hit.kind),
            found,
            detail=kit.formats.list_time(hit.at, kit.clock.now()),
            icon=_ICONS.get(hit.kind, "message-square"),
        )

    def people(self, hits: Iterable[PersonHit], terms: Sequence[Term]) -> list[SearchRow]:
        """Who fits, with what fits of them."""
        return [self._person(hit, terms) for hit in hits]

    def _person(self, hit: PersonHit, terms: Sequence[Term]) -> SearchRow:
        name = shown_name(hit.name)
        reached_by = hit.number or (f"@{hit.username}" if hit.username else hit.user_id or "")
        shown = shown_name(f"+{hit.number}") if hit.number else reached_by
        return SearchRow(
            name,
            partial(self._open_person, hit, reached_by),
            shown_piece(hit.text),
            hit.marks,
            title_marks=tuple(marks(name, terms)),
            detail="" if shown == name else shown,
            icon="user",
        )

    def _open_person(self, hit: PersonHit, reached_by: str) -> None:
        if hit.conversation_id is not None:
            self._panes.open_to_write(hit.conversation_id)
        else:
            self._panes.write_to(reached_by, hit.name)

    def commands(self, text: str, limit: int) -> list[SearchRow]:
        """What can be done now; without a letter what was used lately."""
        found = ranked(self._acts, text, read_recent(self._kit))[:limit]
        return [
            SearchRow(one.words, partial(self._do, one), detail=one.detail, icon=one.icon, keys=one.keys)
            for one in found
        ]

    def _do(self, entry: Entry) -> None:
        remember_recent(self._kit, entry)
        entry.run()


def head(section: Section) -> SearchRow:
    """Above a section."""
    return SearchRow(section_words(section), is_head=True)


def more_row(section: Section, show: Callable[[Section], None]) -> SearchRow:
    """Leads to all of a section."""
    words = {
        "messages": _("All messages that fit"),
        "notes": _("All notes that fit"),
        "files": _("All files that fit"),
        "people": _("Everybody who fits"),
        "commands": _("All commands"),
    }[section]
    return SearchRow(words, partial(show, section), icon="chevron-right", stays=True)


def nothing_rows(query: SearchQuery, language: str, drop: Callable[[object], None]) -> list[SearchRow]:
    """That nothing was found, of what, and a way on for each filter."""
    rows = [SearchRow(nothing_found(query))]
    for one in query.filters:
        words = _("Search without “{filter}”").format(filter=filter_words(one, language))
        rows.append(SearchRow(words, partial(drop, one), icon="x", stays=True))
    return rows


def hint_rows(type_in: Callable[[str], None]) -> list[SearchRow]:
    """What can be typed beside words; choosing one types it."""
    hints: tuple[tuple[str, str], ...] = (
        (_("with:"), _("messages with somebody")),
        (_("from:me"), _("what I wrote")),
        (_("has:file"), _("what brings a file; also has:picture, has:voice, has:link")),
        (_("is:note"), _("notes of the team")),
        (_("tag:"), _("conversations under a tag")),
        (_("before:yesterday"), _("older ones; also after: and on:, with a day or a month")),
    )
    return [
        SearchRow(typed, partial(type_in, typed), detail=what, icon="search", stays=True)
        for typed, what in hints
    ]

"""What the palette offers: the window's acts, the inbox's views, and people; those used lately come first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Final

from app.domain.ids import ConversationId
from app.domain.records import record
from app.words import gettext as _
from ui.kit import Kit
from ui.palette.matching import score
from ui.plain import shown_name
from ui.theme.icons import IconName

if TYPE_CHECKING:
    from ui.panes import Panes

RECENT: Final = "palette_recent"  # where the desk keeps it
MOST_RECENT: Final = 12
PEOPLE_READ: Final = 200  # conversations whose people are known without asking
PEOPLE_FOUND: Final = 8
MOST_SHOWN: Final = 80


@record
class Entry:
    """One thing to do. `id` is kept when it is used; `detail` says what kind it is."""

    id: str
    words: str
    run: Callable[[], object]
    icon: IconName
    detail: str = ""
    keys: tuple[str, ...] = ()


def acts_and_views(panes: Panes) -> list[Entry]:
    """What can be done now: an act without sense is not offered."""
    acts = [
        Entry(f"act {act.id}", act.words, act.run, "zap", keys=act.keys[:1])
        for act in panes.acts
        if act.is_listed and act.is_on()
    ]
    views = [
        Entry(f"view {view}", words, _view_opener(panes, view), "layout-list", _("View"))
        for view, words in panes.inbox.views()
    ]
    return [*acts, *views]


def known_people(kit: Kit, panes: Panes) -> list[Entry]:
    """Whom the newest conversations are with; the time of the last message tells namesakes apart."""
    found, now = [], kit.clock.now()
    for conversation_id in kit.desk.inbox("all", limit=PEOPLE_READ):
        row = kit.desk.inbox_row(conversation_id)
        if row is not None:
            at = kit.formats.list_time(row.last_at, now) if row.last_at is not None else ""
            open_it = _conversation_opener(panes, conversation_id)
            found.append(Entry(f"person {conversation_id}", shown_name(row.name), open_it, "user", at))
    return found


def other_people(kit: Kit, panes: Panes, typed: str, known: Iterable[Entry]) -> list[Entry]:
    """Who else fits; to write to them one is asked as in a new conversation."""
    names = {entry.words for entry in known}
    found = []
    for person in kit.desk.people(typed, PEOPLE_FOUND) if len(typed.strip()) > 1 else []:
        name = shown_name(person.name)
        reached_by = person.number or (f"@{person.username}" if person.username else "")
        if reached_by and name not in names:
            write = _writer(panes, reached_by, person.name)
            found.append(Entry(f"contact {person.contact_id}", name, write, "user", _("Write to")))
    return found


def ranked(entries: Sequence[Entry], typed: str, recent: Sequence[str]) -> list[Entry]:
    """Those that fit, the best first; among equals what was used lately, then as they come."""
    late = {entry_id: place for place, entry_id in enumerate(recent)}
    scored = []
    for place, entry in enumerate(entries):
        points = score(typed, entry.words)
        if points is not None:
            scored.append((-points, late.get(entry.id, MOST_RECENT), place, entry))
    return [entry for *_order, entry in sorted(scored, key=lambda each: each[:3])][:MOST_SHOWN]


def read_recent(kit: Kit) -> list[str]:
    """What was used last, the newest first."""
    return [each for each in kit.desk.last_place().get(RECENT, "").split("\n") if each]


def remember_recent(kit: Kit, entry: Entry) -> None:
    """It was used now."""
    rest = [each for each in read_recent(kit) if each != entry.id]
    kit.desk.remember_place(**{RECENT: "\n".join([entry.id, *rest][:MOST_RECENT])})


def _view_opener(panes: Panes, view: str) -> Callable[[], object]:
    def open_view() -> None:
        panes.back_to_list()
        panes.inbox.show_view(view)

    return open_view


def _conversation_opener(panes: Panes, conversation_id: ConversationId) -> Callable[[], object]:
    return lambda: panes.open_to_write(conversation_id)


def _writer(panes: Panes, reached_by: str, name: str) -> Callable[[], object]:
    return lambda: panes.write_to(reached_by, name)

"""From what somebody asks to what the index is asked: names become conversations and members, days become moments."""

from collections.abc import Callable
from datetime import date, datetime, time
from functools import partial
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from app.domain.ids import ConversationId, MemberId
from app.domain.records import record
from app.domain.search_dates import days_of
from app.domain.search_query import OURS, THEIRS, Filter, SearchQuery
from app.domain.search_rows import SearchPage
from storage.engine import Connection
from storage.search import naming
from storage.search.finding import Wanted, find
from storage.search.hits import hits_of

T = TypeVar("T")
NOBODY_WROTE = ("-",)  # an author that no message has


@record
class Asked:
    """A search by one member. `has`: see `app.desk.search_desk.SearchDesk.search`."""

    query: SearchQuery
    me: MemberId
    zone: str
    has: tuple[str, ...] = ()
    conversation_id: ConversationId | None = None


class Names:
    """Whom filters name, looked up once while nothing changes: who types on asks for the same again at each key."""

    def __init__(self) -> None:
        self._version = -1
        self._known: dict[tuple[str, str], Any] = {}

    def of(self, view: Connection, kind: str, value: str, look_up: Callable[[], T]) -> T:
        """What `look_up` gives, or gave for the same."""
        version = view.execute("PRAGMA data_version").fetchone()[0]
        if version != self._version:
            self._version, self._known = version, {}
        key = kind, value
        if key not in self._known:
            self._known[key] = look_up()
        found: T = self._known[key]
        return found


def searched(
    index: Connection, view: Connection, asked: Asked, names: Names, limit: int, before: int | None
) -> SearchPage:
    """One page."""
    wanted, nobody = _wanted(index, view, asked, names)
    page = find(index, view, wanted, limit, before)
    return SearchPage(
        hits_of(view, page.found, asked.query.terms), page.next_place, page.is_cut, tuple(nobody)
    )


def _wanted(index: Connection, view: Connection, asked: Asked, names: Names) -> tuple[Wanted, list[Filter]]:
    query = asked.query
    groups: list[frozenset[int]] = []
    authors: list[tuple[str, ...]] = []
    nobody: list[Filter] = []
    if asked.conversation_id is not None:
        groups.append(naming.the_conversation(view, asked.conversation_id))
    for one in query.filters:
        group: frozenset[int] | None = None
        if one.kind == "in":
            group = _with_people(index, view, one.value, names)
        elif one.kind == "tag":
            group = names.of(view, "tag", one.value, partial(naming.tagged, view, one.value))
        elif one.kind == "from":
            author, group = _writer(index, view, one.value, asked.me, names)
            authors.append(author)
        if group is not None:
            groups.append(group)
            nobody += [] if group else [one]
    since, until = _days(query, ZoneInfo(asked.zone))
    has = tuple(query.values("has"))
    return Wanted(query.terms, tuple(groups), _common(authors), has, asked.has, since, until), nobody


def _with_people(index: Connection, view: Connection, value: str, names: Names) -> frozenset[int]:
    return names.of(view, "in", value, partial(naming.with_people, index, view, value))


def _writer(
    index: Connection, view: Connection, value: str, me: MemberId, names: Names
) -> tuple[tuple[str, ...], frozenset[int] | None]:
    """Who wrote it; of a customer also where."""
    if value == OURS:
        return (me,), None
    if value == THEIRS:
        return ("",), None
    members = names.of(view, "from", value, partial(naming.members_called, view, value))
    return (members, None) if members else (("",), _with_people(index, view, value, names))


def _common(authors: list[tuple[str, ...]]) -> tuple[str, ...]:
    """One message has one author: two filters leave those that both name."""
    if not authors:
        return ()
    common = set(authors[0]).intersection(*authors[1:])
    return tuple(sorted(common)) or NOBODY_WROTE


def _days(query: SearchQuery, zone: ZoneInfo) -> tuple[datetime | None, datetime | None]:
    since: list[date] = []
    until: list[date] = []
    for one in query.filters:
        days = days_of(one.value, date.max) if one.kind in ("after", "before", "on") else None
        if days is not None:
            since += [days[0]] if one.kind in ("after", "on") else []
            until += [days[0]] if one.kind == "before" else [days[1]] if one.kind == "on" else []
    return _moment(max(since, default=None), zone), _moment(min(until, default=None), zone)


def _moment(day: date | None, zone: ZoneInfo) -> datetime | None:
    return datetime.combine(day, time(), zone) if day is not None else None

"""The time of each resource: its hours, and what stands in its column."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from sqlcipher3.dbapi2 import Connection

from app.domain.agenda import Resource
from app.domain.agenda_bench import DAY_S, Bench, Taken
from app.domain.hours import BUSINESS, HoursBook, business_zone
from storage.view import appointment_reading as rows
from storage.view.opening_hours import load_hours
from storage.view.team import settings

_SECOND_US: Final = 1_000_000
_TAKEN: Final = (
    "SELECT resource_id, starts_us, ends_us, appointment_id FROM view_appointment"
    " WHERE starts_us > ? AND starts_us < ? AND ends_us > ?"
    " AND answer != 'cancelled' AND is_removed = 0 AND is_erased = 0"
)


def agenda_zone(conn: Connection, now_s: int, book: HoursBook | None = None) -> str:
    """Of the clock on the wall: that of the opening hours in force, else the business's setting, else UTC."""
    known = load_hours(conn) if book is None else book
    return business_zone(known, now_s, str(settings(conn).get("time_zone", "Europe/Paris")))


def benches(
    conn: Connection, from_s: int, until_s: int, now_s: int, of: Iterable[Resource] | None = None
) -> list[Bench]:
    """All resources that are there (or these), in order, each with what stands there within two moments.

    Where there is none, the one column of an agenda without resources ("").
    """
    wanted = list(rows.resources(conn) if of is None else of) or [Resource("", "")]
    book = load_hours(conn)
    zone = agenda_zone(conn, now_s, book)
    taken = _taken(conn, from_s, until_s)
    return [
        Bench.by_book(one.resource_id, book, scopes_of(one), taken.get(one.resource_id, ()), zone=zone)
        for one in wanted
    ]


def scopes_of(resource: Resource) -> Sequence[str]:
    """Whose opening hours it keeps: its own, else the business's."""
    return (resource.hours_scope, BUSINESS) if resource.hours_scope else (BUSINESS,)


def _taken(conn: Connection, from_s: int, until_s: int) -> dict[str, list[Taken]]:
    from_us, until_us = from_s * _SECOND_US, until_s * _SECOND_US
    found: dict[str, list[Taken]] = {}
    for resource_id, starts_us, ends_us, appointment_id in conn.execute(
        _TAKEN, (from_us - DAY_S * _SECOND_US, until_us, from_us)
    ):
        one = Taken(starts_us // _SECOND_US, -(-ends_us // _SECOND_US), appointment_id)
        found.setdefault(resource_id, []).append(one)
    return found

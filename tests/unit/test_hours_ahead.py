"""When it opens next and closed last across versions of the opening hours."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from app.domain.hours import ALWAYS, BUSINESS, HoursBook, OpeningHours, Span, line_scope
from app.domain.hours_ahead import ahead

DAYS = ((Span(540, 720), Span(840, 1080)),) * 7
LATE = ((Span(600, 1080),),) * 7
NEVER = ((),) * 7
SCOPES = (line_scope("l"), BUSINESS)


def at(text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp())


def book(*versions: tuple[str, str, tuple[tuple[Span, ...], ...]]) -> HoursBook:
    return HoursBook([(scope, OpeningHours(day, "UTC", week)) for scope, day, week in versions])


AUGUST = book((BUSINESS, ALWAYS, DAYS), (BUSINESS, "2026-08-01", NEVER), (BUSINESS, "2026-09-01", LATE))
SUMMER = book((BUSINESS, ALWAYS, DAYS), (line_scope("l"), "2026-08-01", LATE))


@pytest.mark.parametrize(
    ("hours", "now", "opens", "since"),
    [
        (AUGUST, "2026-07-31T13:00", "2026-07-31T14:00", "2026-07-31T12:00"),
        (AUGUST, "2026-07-31T15:00", "2026-07-31T15:00", None),
        (AUGUST, "2026-07-31T19:00", "2026-09-01T10:00", "2026-07-31T18:00"),
        (AUGUST, "2026-08-20T10:00", "2026-09-01T10:00", "2026-07-31T18:00"),
        (AUGUST, "2026-09-01T09:30", "2026-09-01T10:00", "2026-07-31T18:00"),
        (AUGUST, "2026-09-02T09:30", "2026-09-02T10:00", "2026-09-01T18:00"),
        (SUMMER, "2026-07-31T20:00", "2026-08-01T10:00", "2026-07-31T18:00"),
        (book((BUSINESS, "2026-08-01", NEVER)), "2026-08-02T10:00", None, "2026-08-01T00:00"),
        (book((BUSINESS, ALWAYS, NEVER)), "2026-08-02T10:00", None, "1970-01-01T00:00"),
        (
            book((BUSINESS, ALWAYS, ((Span(0, 1440),),) * 7), (BUSINESS, "2026-08-01", NEVER)),
            "2026-08-02T10:00",
            None,
            "2026-08-01T00:00",
        ),
    ],
)
def test_each_version_counts_for_its_own_days(
    hours: HoursBook, now: str, opens: str | None, since: str | None
) -> None:
    found = ahead(hours, SCOPES, at(now))
    assert found is not None
    assert found.next_opening(at(now)) == (None if opens is None else at(opens))
    assert found.closed_since(at(now)) == (None if since is None else at(since))


def test_where_nobody_knows_the_hours_nothing_is_said() -> None:
    assert ahead(book((BUSINESS, "2026-08-01", DAYS)), SCOPES, at("2026-07-01T10:00")) is None

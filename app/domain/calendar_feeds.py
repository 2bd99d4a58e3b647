"""Addresses under which phones read the agenda, and nothing else; the hub keeps no address, only its hash."""

from __future__ import annotations

from datetime import datetime
from typing import Final, Literal

from app.domain.ids import MemberId
from app.domain.records import record

Shows = Literal["names", "busy"]
"""Whether an entry says who comes, or only that the time is taken."""
SHOWS: Final[tuple[Shows, ...]] = ("names", "busy")
FEEDS_MAX: Final = 50
FEED_PATH: Final = "/calendar"
FEEDS_PATH: Final = "/api/v1/calendar-feeds"
DAYS_BACK: Final = 30
DAYS_AHEAD: Final = 180


@record
class CalendarFeed:
    """One that is there. `resource_id` "": of everybody. `made_by` None: on the hub's own computer.

    `read_at`: when a phone last read it, to the hour; None: never.
    """

    feed_id: str
    resource_id: str = ""
    shows: Shows = "names"
    language: str = "en"
    made_at: datetime | None = None
    made_by: MemberId | None = None
    read_at: datetime | None = None


@record
class NewFeed:
    """What is asked for. `language`: of the few words that are not the team's own."""

    resource_id: str = ""
    shows: Shows = "names"
    language: str = "en"


@record
class MadeFeed:
    """`path`: below the hub's address, told this once."""

    feed_id: str
    path: str


@record
class FeedNamed:
    """The one to be revoked."""

    feed_id: str

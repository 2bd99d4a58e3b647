"""The lines of `tests.flow.authorisation` about calendars that phones read: owner and manager alone."""

from __future__ import annotations

from tests.flow.cast import LEADERS, Route

FEEDS = "/api/v1/calendar-feeds"
CALENDAR_ROUTES: tuple[Route, ...] = (
    Route("GET", FEEDS, LEADERS),
    Route("POST", FEEDS, LEADERS, lambda _: {"resource_id": "", "shows": "busy", "language": "fr"}),
    Route("POST", f"{FEEDS}/revoke", LEADERS, lambda _: {"feed_id": "0" * 16}),
)

"""Calendars that phones read, for the OpenAPI document."""

from typing import Final

from app.hub.openapi_contacts import Json, Secured, maybe, shape

_TEXT: Final[Json] = {"type": "string"}
_MOMENT: Final[Json] = {"type": "string", "format": "date-time"}
_ERRORS: Final = (403, 404, 409, 422, 503)


def calendar_feed_paths(secured: Secured) -> dict[str, Json]:
    """List addresses, make one (told once), revoke one; owner and manager alone. Below /calendar phones read."""
    path = "/api/v1/calendar-feeds"
    return {
        path: {
            "get": secured("Calendars that phones read", "CalendarFeeds", _ERRORS, None),
            "post": secured("A new address, told this once", "CalendarFeedMade", _ERRORS, "CalendarFeedNew"),
        },
        f"{path}/revoke": {
            "post": secured("Nobody reads under it any more", None, _ERRORS, "CalendarFeedNamed")
        },
    }


def calendar_feed_schemas() -> dict[str, Json]:
    """Their bodies and answers."""
    shows: Json = {"enum": ["names", "busy"]}
    feed = shape(
        feed_id=_TEXT, resource_id=_TEXT, shows=shows, language=_TEXT, made_at=_MOMENT, made_by=maybe(_TEXT),
        read_at=maybe(_MOMENT),
    )  # fmt: skip
    return {
        "CalendarFeeds": {"type": "array", "items": feed},
        "CalendarFeedNew": shape(resource_id=_TEXT, shows=shows, language=_TEXT),
        "CalendarFeedMade": shape(feed_id=_TEXT, path=_TEXT),
        "CalendarFeedNamed": shape(feed_id=_TEXT),
    }

"""In which time zones somebody may live, by their phone number."""

from collections.abc import Mapping
from datetime import time
from functools import lru_cache

from app.domain.quiet_hours import QuietHours, read_time
from app.domain.settings import SettingValue

_UNKNOWN = ("Etc/Unknown",)


def quiet_hours(settings: Mapping[str, SettingValue], number: str | None) -> QuietHours | None:
    """The team's quiet hours where somebody lives; None where it has none. `settings`: all of them, with defaults."""
    if not settings["quiet_hours"]:
        return None
    start, end = (read_time(str(settings[name])) for name in ("quiet_from", "quiet_to"))
    zones = zones_of(number, str(settings["time_zone"]))
    return QuietHours(start or time(21), end or time(8), zones)


@lru_cache(maxsize=4_096)
def zones_of(number: str | None, fallback: str) -> tuple[str, ...]:
    """All zones that a whole number ("447700900123") may stand for; the business's own where nothing is known.

    A number that belongs to a place (an area code) stands for the zone of that place, a mobile number for all zones of
    its country.
    """
    if number is None:
        return (fallback,)
    import phonenumbers as p  # here: 50 ms, and only whoever sends a template needs it
    from phonenumbers import timezone

    try:
        parsed = p.parse(f"+{number}")
    except p.NumberParseException:
        return (fallback,)
    found = timezone.time_zones_for_number(parsed)
    if found == _UNKNOWN:  # a number that no operator gives out may still have a country
        found = timezone.time_zones_for_geographical_number(parsed)
    return (fallback,) if found == _UNKNOWN or not found else tuple(found)

"""In which time zones somebody may live: by the country that the team wrote down, or by their phone number."""

from collections.abc import Mapping
from datetime import time
from functools import lru_cache

from app.domain.contacts import Contact
from app.domain.quiet_hours import QuietHours, read_time
from app.domain.settings import SettingValue
from app.words.typed_numbers import country_of

_UNKNOWN = ("Etc/Unknown",)


def place_of(contact: Contact | None) -> tuple[str | None, str | None]:
    """What is known of where somebody lives: their number, and the country that the team wrote down."""
    return (None, None) if contact is None else (contact.number or contact.phone, contact.country)


def quiet_hours(
    settings: Mapping[str, SettingValue], number: str | None, country: str | None
) -> QuietHours | None:
    """The team's quiet hours where somebody lives; None where it has none. `settings`: all of them, with defaults."""
    if not settings["quiet_hours"]:
        return None
    start, end = (read_time(str(settings[name])) for name in ("quiet_from", "quiet_to"))
    zones = zones_of(number, country, str(settings["time_zone"]))
    return QuietHours(start or time(21), end or time(8), zones)


@lru_cache(maxsize=4_096)
def zones_of(number: str | None, country: str | None, fallback: str) -> tuple[str, ...]:
    """All zones in which they may live; the business's own where nothing is known.

    A country ("FR") that the team wrote down counts before a number of another one. A number that belongs to a place
    (an area code) stands for the zone of that place, a mobile number for all zones of its country.
    """
    if country is not None and (number is None or country_of(number) != country):
        from babel.core import get_global  # here: 10 ms, and only whoever sends a template needs it

        zones: Mapping[str, list[str]] = get_global("territory_zones")
        return tuple(zones.get(country, ())) or (fallback,)
    return _of_number(number, fallback) if number is not None else (fallback,)


def _of_number(number: str, fallback: str) -> tuple[str, ...]:
    import phonenumbers as p  # here: 50 ms, as above
    from phonenumbers import timezone

    try:
        parsed = p.parse(f"+{number}")
    except p.NumberParseException:
        return (fallback,)
    found = timezone.time_zones_for_number(parsed)
    if found == _UNKNOWN:  # a number that no operator gives out may still have a country
        found = timezone.time_zones_for_geographical_number(parsed)
    return (fallback,) if found == _UNKNOWN or not found else tuple(found)

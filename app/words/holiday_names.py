"""Public holidays with their names, for who decides on which of them a business is open all the same."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache

from app.words.holidays_of import is_region, split_region


@lru_cache(maxsize=8)
def holidays_named(region: str, first_year: int, last_year: int, language: str) -> Mapping[date, str]:
    """Dates in order and what they are called, in the reader's language where that is known; {} for no region.

    The first call takes 100 ms: beside the event loop.
    """
    if not region or not is_region(region):
        return {}
    import holidays

    country, part = split_region(region)
    years = range(first_year, last_year + 1)
    found = holidays.country_holidays(country, subdiv=part or None, years=years)
    spoken = _language(found.supported_languages, language)
    if spoken is not None:
        found = holidays.country_holidays(country, subdiv=part or None, years=years, language=spoken)
    return dict(sorted(found.items()))


def _language(supported: tuple[str, ...], language: str) -> str | None:
    """The one of them that the reader understands best; None for the country's own."""
    for wanted in (language, "en"):
        exact = [one for one in supported if one == wanted]
        alike = [one for one in supported if one.partition("_")[0] == wanted]
        if exact or alike:
            return (exact or alike)[0]
    return None

"""Names of days and months as Babel gives them, written down: its tables take longer to load than a window to open.

A test compares them with Babel's own, so an update of the tables there is seen here.
"""

from typing import Final, NamedTuple


class CalendarNames(NamedTuple):
    """One language's names; weeks begin on Monday, years in January."""

    days: tuple[str, ...]
    short_days: tuple[str, ...]
    months: tuple[str, ...]
    short_months: tuple[str, ...]


def _names(days: str, short_days: str, months: str, short_months: str) -> CalendarNames:
    return CalendarNames(*(tuple(words.split()) for words in (days, short_days, months, short_months)))


NAMES: Final = {
    "en": _names(
        "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
        "Mon Tue Wed Thu Fri Sat Sun",
        "January February March April May June July August September October November December",
        "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec",
    ),
    "fr": _names(
        "lundi mardi mercredi jeudi vendredi samedi dimanche",
        "lun. mar. mer. jeu. ven. sam. dim.",
        "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
        "janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc.",
    ),
}

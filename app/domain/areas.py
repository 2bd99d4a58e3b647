"""The areas that a business switches on one by one; one that is off is nowhere on screen, and its data stays."""

from typing import Final, Literal

from app.domain.setting_shape import Setting, msgid

Area = Literal["deals", "appointments", "reports"]
AREAS: Final[tuple[Area, ...]] = Area.__args__  # type: ignore[attr-defined]
# On where nobody decided: whoever works with them already keeps them, and practice shows all. Connecting a new
# number switches off what was not asked for, see `app.desk.areas`.
AREA_SETTINGS: Final[tuple[Setting, ...]] = (
    Setting(
        "area_deals",
        "team",
        True,
        msgid("Deals"),
        msgid("A board of what may be sold, from the first request to won or lost, and who went quiet."),
        "areas",
    ),
    Setting(
        "area_appointments",
        "team",
        True,
        msgid("Agenda"),
        msgid("Appointments, their confirmation by message, and the waiting list."),
        "areas",
    ),
    Setting(
        "area_reports",
        "team",
        True,
        msgid("Reports"),
        msgid("How soon customers are answered, what comes of it, and what it costs."),
        "areas",
    ),
)


def setting_of(area: Area) -> str:
    """The name of the setting that switches it."""
    return f"area_{area}"

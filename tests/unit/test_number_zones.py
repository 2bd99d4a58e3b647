"""In which zones somebody may live, by number and by country."""

import pytest

from app.domain.contacts import Contact
from app.domain.ids import ContactId
from app.domain.settings import SettingValue
from app.words.number_zones import place_of, quiet_hours, zones_of

HERE = "Europe/Paris"


@pytest.mark.parametrize(
    ("number", "country", "zones"),
    [
        ("33639980001", None, ["Europe/Paris"]),
        ("12125551234", None, ["America/New_York"]),  # an area code belongs to a place
        ("13035550100", None, ["America/Denver"]),
        ("5568987654321", None, ["America/Rio_Branco"]),
        ("34612345678", None, ["Atlantic/Canary", "Europe/Madrid"]),  # a mobile number to its country
        ("22507000000", None, ["Africa/Abidjan"]),
        ("33639980001", "FR", ["Europe/Paris"]),
        ("33639980001", "JP", ["Asia/Tokyo"]),  # who moved is asleep where they live
        (None, "BE", ["Europe/Brussels"]),
        (None, None, [HERE]),
        ("999", None, [HERE]),
        ("x", None, [HERE]),
        (None, "??", [HERE]),
    ],
)
def test_where_somebody_may_live(number: str | None, country: str | None, zones: list[str]) -> None:
    assert sorted(zones_of(number, country, HERE)) == zones


@pytest.mark.parametrize(
    ("number", "east", "west"),
    [
        ("79161234567", "Asia/Kamchatka", "Europe/Moscow"),
        ("61412345678", "Australia/Sydney", "Australia/Perth"),
        ("18005551234", "America/New_York", "Pacific/Honolulu"),
    ],
)
def test_a_number_without_a_place_stands_for_all_zones_of_its_country(
    number: str, east: str, west: str
) -> None:
    assert {east, west} <= set(zones_of(number, None, HERE))


def test_the_team_decides_whether_there_are_quiet_hours_at_all() -> None:
    settings: dict[str, SettingValue] = {
        "quiet_hours": True,
        "quiet_from": "22:00",
        "quiet_to": "nonsense",
        "time_zone": HERE,
    }
    hours = quiet_hours(settings, None, None)
    assert hours is not None
    assert (f"{hours.start:%H:%M}", f"{hours.end:%H:%M}", hours.zones) == ("22:00", "08:00", (HERE,))
    assert quiet_hours({**settings, "quiet_hours": False}, None, None) is None


def test_what_is_known_of_a_place() -> None:
    assert place_of(None) == (None, None)
    assert place_of(Contact(ContactId("p"), phone="33639980001", country="JP")) == ("33639980001", "JP")

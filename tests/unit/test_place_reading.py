"""A point on the map from what people paste."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.place_reading import is_short_link, read_point

NANTES = (47.2184, -1.5536)


@pytest.mark.parametrize(
    "text",
    [
        "47.2184, -1.5536",
        "47.2184 -1.5536",
        " 47.2184;-1.5536 ",
        "47,2184; -1,5536",
        "47,2184, -1,5536",
        "geo:47.2184,-1.5536",
        "geo:47.2184,-1.5536?z=16",
        "https://www.google.com/maps/place/X/@47.99,-1.99,17z/data=!3m1!4b1!4m6!3d47.2184!4d-1.5536",
        "https://www.google.com/maps/@47.2184,-1.5536,15z",
        "https://maps.google.com/?q=47.2184,-1.5536",
        "https://www.google.com/maps/search/?api=1&query=47.2184%2C-1.5536",
        "https://maps.apple.com/?ll=47.2184,-1.5536&q=Salon",
        "https://www.openstreetmap.org/?mlat=47.2184&mlon=-1.5536#map=16/48/2",
        "https://www.openstreetmap.org/#map=16/47.2184/-1.5536",
        "https://waze.com/ul?ll=47.2184%2C-1.5536&navigate=yes",
    ],
)
def test_every_common_form_is_read(text: str) -> None:
    assert read_point(text) == NANTES


def test_degrees_minutes_seconds() -> None:
    point = read_point("47°13'06.2\"N 1°33'13.0\"W")
    assert point is not None and abs(point[0] - NANTES[0]) < 1e-3 and abs(point[1] - NANTES[1]) < 1e-3
    ouest = read_point("47° 13′ 06,2″ N, 1° 33′ 13,0″ O")
    assert ouest is not None and abs(ouest[1] - NANTES[1]) < 1e-3


@pytest.mark.parametrize(
    "text",
    [
        "", "Nantes", "12 rue des Lilas", "91.0, 2.0", "47.2, 181", "https://maps.app.goo.gl/abc", "47.2184",
        "https://example.com/?q=hello", "https://[bad", "2026-11-25", "06 39 98 41 07 22",
    ],
)  # fmt: skip
def test_what_is_no_point_is_none(text: str) -> None:
    assert read_point(text) is None


def test_short_links_are_told_apart() -> None:
    assert is_short_link("https://maps.app.goo.gl/abc") and not is_short_link("https://example.com")


@given(st.text(max_size=200))
def test_anything_may_be_pasted(text: str) -> None:
    point = read_point(text)
    assert point is None or (abs(point[0]) <= 90 and abs(point[1]) <= 180)


@given(st.floats(-90, 90), st.floats(-180, 180))
def test_coordinates_are_read_as_they_are_written(latitude: float, longitude: float) -> None:
    point = read_point(f"{latitude:.6f}, {longitude:.6f}")
    assert point == (float(f"{latitude:.6f}"), float(f"{longitude:.6f}"))

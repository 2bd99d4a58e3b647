"""A point on the map from what people copy: coordinates, or the link of a map. Nothing is fetched."""

import re
from collections.abc import Iterator
from urllib.parse import parse_qs, unquote, urlsplit

_NUMBER = r"[-+]?\d{1,3}(?:\.\d+)?"
_PAIR = re.compile(rf"({_NUMBER})\s*[,;\s]\s*({_NUMBER})")
_COMMA_PAIR = re.compile(r"([-+]?\d{1,3},\d+)\s*[;\s,]\s*([-+]?\d{1,3},\d+)")
_DEGREES = re.compile(
    r"(\d{1,3})[°\s]\s*(\d{1,2})['′’\s]\s*(\d{1,2}(?:[.,]\d+)?)[\"″”\s]*\s*([NSEWO])", re.IGNORECASE
)
_AT = re.compile(rf"@({_NUMBER}),({_NUMBER})")
_PIN = re.compile(rf"!3d({_NUMBER})!4d({_NUMBER})")
_HASH = re.compile(rf"map=\d+(?:\.\d+)?/({_NUMBER})/({_NUMBER})")
_KEYS = ("q", "query", "ll", "center", "destination", "daddr", "sll", "cp")
Point = tuple[float, float]


def read_point(text: str) -> Point | None:
    """Latitude and longitude in degrees, None when there is no point in it."""
    text = text.strip()
    found = _from_link(text) if "://" in text or text.startswith("geo:") else _from_words(text)
    return next((point for point in found if abs(point[0]) <= 90 and abs(point[1]) <= 180), None)


def is_short_link(text: str) -> bool:
    """A link that says where it leads only once it is opened, which we do not do."""
    host = urlsplit(text.strip()).hostname or ""
    return host in ("goo.gl", "maps.app.goo.gl", "bit.ly", "tinyurl.com", "t.co")


def _from_link(text: str) -> Iterator[Point]:
    if text.startswith("geo:"):
        yield from _pairs(_PAIR, text[4:])
        return
    text = unquote(text)
    yield from _pairs(_PIN, text)  # what was chosen, before what the map happens to be centred on
    try:
        parts = urlsplit(text)
    except ValueError:
        return
    query = parse_qs(parts.query)
    if "mlat" in query and "mlon" in query:
        yield from _pairs(_PAIR, f"{query['mlat'][0]},{query['mlon'][0]}")
    for key in _KEYS:
        for value in query.get(key, ()):
            yield from _whole(value.removeprefix("loc:"))
    yield from _pairs(_AT, text)
    yield from _pairs(_HASH, parts.fragment)
    yield from _pairs(re.compile(rf"/({_NUMBER}),\s*({_NUMBER})(?:/|$|\?)"), parts.path)


def _from_words(text: str) -> Iterator[Point]:
    angles = _DEGREES.findall(text)
    if len(angles) == 2:
        by_axis = {}
        for degrees, minutes, seconds, side in angles:
            value = int(degrees) + int(minutes) / 60 + float(seconds.replace(",", ".")) / 3600
            sign = -1 if side.upper() in "SWO" else 1
            by_axis["lat" if side.upper() in "NS" else "lon"] = sign * value
        if len(by_axis) == 2:
            yield by_axis["lat"], by_axis["lon"]
    yield from _whole(text)


def _whole(text: str) -> Iterator[Point]:
    """Text that is a pair of numbers and nothing else."""
    comma = _COMMA_PAIR.fullmatch(text.strip())
    if comma:
        yield float(comma[1].replace(",", ".")), float(comma[2].replace(",", "."))
    plain = _PAIR.fullmatch(text.strip())
    if plain:
        yield float(plain[1]), float(plain[2])


def _pairs(pattern: re.Pattern[str], text: str) -> Iterator[Point]:
    for found in pattern.finditer(text):
        yield float(found[1]), float(found[2])

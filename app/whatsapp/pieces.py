r"""Cuts JSON into pieces without losing a byte of them: msgspec first, a scan of the text for what msgspec refuses.

msgspec refuses lone surrogates (`\ud83d` alone, half of an emoji that someone cut), NaN, control characters and deep
nesting. One such element must not hide its neighbours, so the scan cuts by brackets and commas alone.
"""

import json
import math
import re
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

Piece = bytes | msgspec.Raw
REFUSED = (msgspec.DecodeError, RecursionError, ValueError)
DEEPEST = 100  # levels that are kept of what is nested too deep to be read
LONGEST_INT = 4000  # digits; Python refuses to make an int of more than 4,300

_OBJECT = msgspec.json.Decoder(dict[str, msgspec.Raw])
_ARRAY = msgspec.json.Decoder(list[msgspec.Raw])
_ANY = msgspec.json.Decoder()
_STRING = re.compile(rb'"(?:[^"\\]|\\.)*+"', re.DOTALL)
_TOKEN = re.compile(_STRING.pattern + rb"|[\[\]{},]", re.DOTALL)
_ESCAPE = re.compile(
    rb"(\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2})|(\\u[dD][89a-fA-F][0-9a-fA-F]{2})|(\\.)"
)


def members(piece: Piece) -> Mapping[str, Piece] | None:
    """The members of an object, None for anything else. The piece must be JSON as `tidy` or `read` leave it."""
    try:
        return _OBJECT.decode(piece)
    except msgspec.ValidationError:
        return None
    except REFUSED:
        return _scan_members(bytes(piece).strip())


def items(piece: Piece) -> Sequence[Piece] | None:
    """The items of an array, None for anything else."""
    try:
        return _ARRAY.decode(piece)
    except msgspec.ValidationError:
        return None
    except REFUSED:
        raw = bytes(piece).strip()
        return _split(raw) if raw.startswith(b"[") else None


def read(piece: Piece) -> tuple[Any, bytes]:
    """The value with lone surrogates replaced, and the piece's bytes as JSON. Raises ValueError or RecursionError."""
    try:
        return _ANY.decode(piece), bytes(piece)
    except REFUSED:
        raw = bytes(piece)
        value = _lenient(raw)
        return value, raw if _is_strict(raw) else json.dumps(value).encode()


def tidy(raw: bytes) -> bytes | None:
    """The body as UTF-8 text that can be cut into pieces; None when it is no JSON at all."""
    try:
        raw.decode()
    except UnicodeDecodeError:
        raw = raw.decode(errors="replace").encode()
    raw = raw.removeprefix(b"\xef\xbb\xbf")
    try:
        _OBJECT.decode(raw)
    except msgspec.ValidationError:
        return raw
    except RecursionError:
        return tidy(_shallow(raw))
    except REFUSED:
        return raw if _is_lenient(raw) else None
    return raw


def quoted(raw: bytes) -> bytes:
    """Bytes that are no JSON, as a JSON string."""
    return json.dumps(raw.decode(errors="backslashreplace")).encode()


def _lenient(raw: bytes) -> Any:
    mended = _ESCAPE.sub(_without_lone_surrogate, raw)
    return json.loads(mended, strict=False, parse_int=_int, parse_float=_float, parse_constant=_nothing)


def _is_lenient(raw: bytes) -> bool:
    try:
        _lenient(raw)
    except RecursionError:
        return True  # deep, yet text that can be cut
    except ValueError:
        return False
    return True


def _is_strict(raw: bytes) -> bool:
    try:
        json.loads(raw, parse_int=_int, parse_constant=_refuse)
    except (ValueError, RecursionError):
        return False
    return True


def _without_lone_surrogate(match: re.Match[bytes]) -> bytes:
    return rb"\ufffd" if match[2] else match[0]


def _int(digits: str) -> int | float:
    return int(digits) if len(digits) < LONGEST_INT else math.inf


def _float(digits: str) -> float | None:
    value = float(digits)
    return value if math.isfinite(value) else None


def _nothing(_name: str) -> None:
    return None


def _refuse(name: str) -> None:
    raise ValueError(name)


def _scan_members(raw: bytes) -> dict[str, Piece] | None:
    if not raw.startswith(b"{"):
        return None
    found: dict[str, Piece] = {}
    for part in _split(raw):
        name = _STRING.match(part)
        if name is not None:
            found[str(_lenient(name[0]))] = part[name.end() :].lstrip().removeprefix(b":").strip()
    return found


def _split(raw: bytes) -> list[Piece]:
    """The parts between the commas of the outermost object or array."""
    parts: list[Piece] = []
    level, start = 0, 1
    for match in _TOKEN.finditer(raw):
        sign = match[0]
        if sign in (b"[", b"{"):
            level += 1
        elif sign in (b"]", b"}"):
            level -= 1
        if (sign == b"," and level == 1) or level == 0:
            parts.append(raw[start : match.start()].strip())
            start = match.end()
    return [part for part in parts if part]


def _shallow(raw: bytes) -> bytes:
    """The text with all that lies deeper than DEEPEST replaced by a short string."""
    kept: list[bytes] = []
    level, start = 0, 0
    for match in _TOKEN.finditer(raw):
        sign = match[0]
        if sign in (b"[", b"{"):
            level += 1
            if level == DEEPEST:
                kept.append(raw[start : match.start()])
        elif sign in (b"]", b"}"):
            if level == DEEPEST:
                kept.append(b'"nested too deep"')
                start = match.end()
            level -= 1
    return b"".join([*kept, raw[start:]])

"""Reads single values out of decoded JSON in which anything may be missing or of the wrong type."""

from datetime import UTC, datetime
from typing import Any

_MILLISECONDS_FROM = 100_000_000_000  # seconds would be the year 5138
NOTHING: dict[str, Any] = {}


def obj(value: object) -> dict[str, Any]:
    """The object, or an empty one in place of anything else."""
    return value if isinstance(value, dict) else NOTHING


def listed(value: object) -> list[Any]:
    """The array, or an empty one in place of anything else."""
    return value if isinstance(value, list) else []


def word(value: object) -> str | None:
    """A text that is not empty; a number as its digits; None for anything else."""
    if isinstance(value, str):
        return value or None
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return str(value)
    return None


def digits(value: object) -> str | None:
    """A phone number or WhatsApp id as Meta writes it, without a plus."""
    text = word(value)
    return text.lstrip("+") or None if text else None


def whole(value: object) -> int | None:
    """A whole number, also when it came as text."""
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return None
    try:
        return int(value)
    except (ValueError, OverflowError):
        return None


def moment(value: object, otherwise: datetime) -> datetime:
    """Unix seconds (or milliseconds), as text or number; `otherwise` for what is no believable time."""
    seconds = whole(value)
    if seconds is None or seconds <= 0:
        return otherwise
    try:
        return datetime.fromtimestamp(seconds / 1000 if seconds >= _MILLISECONDS_FROM else seconds, UTC)
    except (ValueError, OverflowError, OSError):
        return otherwise

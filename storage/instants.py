"""UTC moments as whole microseconds since 1970, the form that our files keep: exact, so a reload changes nothing."""

from datetime import UTC, datetime, timedelta
from typing import overload

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_DAY_S = 86_400


@overload
def to_us(moment: datetime) -> int: ...
@overload
def to_us(moment: None) -> None: ...
def to_us(moment: datetime | None) -> int | None:
    """Microseconds since 1970 of an aware moment, without rounding; None stays None."""
    if moment is None:
        return None
    since = moment - _EPOCH
    return (since.days * _DAY_S + since.seconds) * 1_000_000 + since.microseconds


@overload
def from_us(microseconds: int) -> datetime: ...
@overload
def from_us(microseconds: None) -> None: ...
def from_us(microseconds: int | None) -> datetime | None:
    """The moment, UTC; None stays None."""
    return None if microseconds is None else _EPOCH + timedelta(microseconds=microseconds)

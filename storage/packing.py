"""Parts that few rows have, as JSON in one column: without what is as usual, so that most are a line long."""

from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any, TypeVar

import msgspec

from app.domain.errors import EnvironmentFailure

T = TypeVar("T")
_ENCODE = msgspec.json.Encoder().encode


def packed(value: object) -> bytes:
    """A dataclass, or a dict of such, as JSON; fields that have their default are left out."""
    return _ENCODE(_unusual(value))


def unpacked(data: bytes, shape: type[T]) -> T:
    """What was packed. Raises EnvironmentFailure("answer_unreadable") when it is nothing of the kind."""
    try:
        return msgspec.json.decode(data, type=shape)
    except msgspec.MsgspecError as error:
        raise EnvironmentFailure("answer_unreadable") from error


def _unusual(value: Any) -> Any:
    if is_dataclass(value):
        parts = ((name, default, getattr(value, name)) for name, default in _defaults_of(value))
        return {name: _unusual(part) for name, default, part in parts if part != default}
    if isinstance(value, dict):
        return {name: _unusual(part) for name, part in value.items()}
    return [_unusual(part) for part in value] if isinstance(value, tuple) else value


def _defaults_of(value: Any) -> tuple[tuple[str, Any], ...]:
    return _defaults(value.__class__)


@cache
def _defaults(cls: type) -> tuple[tuple[str, Any], ...]:
    """Names of the fields and their defaults; what stands for none is equal to no value."""
    return tuple((field.name, field.default) for field in fields(cls))

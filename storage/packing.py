"""Parts that few rows have, as JSON in one column: without what is empty, so that most are a line long."""

from typing import Any

import msgspec

_ENCODE = msgspec.json.Encoder().encode


def packed(value: object) -> bytes:
    """Dataclasses, structs and plain values as JSON; nothing stands for None and for an empty list."""
    return _ENCODE(_without_nothing(msgspec.to_builtins(value, builtin_types=())))


def _without_nothing(value: Any) -> Any:
    if isinstance(value, dict):
        return {
            name: _without_nothing(part) for name, part in value.items() if part is not None and part != []
        }
    return [_without_nothing(part) for part in value] if isinstance(value, list) else value

"""What /api/v1/outside does, for the OpenAPI document."""

from collections.abc import Mapping
from typing import Any, Final

from app.domain.outside import OUTSIDE_PATH
from app.hub.openapi_account import Secured

Json = Mapping[str, Any]
_TEXT: Final[Json] = {"type": "string"}
_MOMENT: Final[Json] = {"type": "string", "format": "date-time"}


def outside_paths(secured: Secured) -> dict[str, Json]:
    """The public address."""
    return {
        OUTSIDE_PATH: {
            "get": secured("How the public address stands, for leaders", "Outside", (403,), None),
            "post": secured(
                "This is the public address from now on: for the owner, on a hub of one computer",
                "Outside",
                (403, 409, 422),
                "MoveOutside",
            ),
        }
    }


def outside_schemas() -> dict[str, Json]:
    """Their bodies and answers."""
    loss = _object(since_at=_MOMENT, code=_TEXT)
    return {
        "Outside": _object(
            public_url=_maybe(_TEXT),
            public_port=_maybe({"type": "integer", "minimum": 1, "maximum": 65_535}),
            reached_at=_maybe(_MOMENT),
            loss=_maybe(loss),
        ),
        "MoveOutside": _object(public_url=_TEXT),
    }


def _object(**properties: Json) -> Json:
    return {"type": "object", "properties": properties, "required": sorted(properties)}


def _maybe(shape: Json) -> Json:
    return {"anyOf": [shape, {"type": "null"}]}

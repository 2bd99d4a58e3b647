"""What /api/v1/safety does, for the OpenAPI document."""

from collections.abc import Mapping
from typing import Any, Final

from app.hub.openapi_account import Secured

Json = Mapping[str, Any]
_TEXT: Final[Json] = {"type": "string"}
_NUMBER: Final[Json] = {"type": "integer", "minimum": 0}
_TRUTH: Final[Json] = {"type": "boolean"}
_MOMENT: Final[Json] = {"type": "string", "format": "date-time"}


def safety_paths(secured: Secured) -> dict[str, Json]:
    """Copies, and what a restore left out."""
    return {
        "/api/v1/safety": {"get": secured("How copies and salvage stand", "Safety", (), None)},
        "/api/v1/safety/backup": {
            "post": secured("Make and prove a copy now", "Safety", (403, 409, 429, 503), None)
        },
        "/api/v1/safety/fork": {
            "post": secured("The highest place that both logs have", "Place", (422, 429), "Places")
        },
        "/api/v1/safety/offer": {
            "post": secured(
                "Events that the hub lost, from a desk", "Branch", (409, 422, 429, 503), "LogPage"
            )
        },
        "/api/v1/safety/salvage": {
            "post": secured("Take everything back, or let it go", "Salvaged", (403, 422, 503), "Decision")
        },
    }


def safety_schemas() -> dict[str, Json]:
    """Their bodies and answers."""
    backup = _object(
        last_at=_maybe(_MOMENT), size_bytes=_NUMBER, count=_NUMBER, is_running=_TRUTH, failed_code=_maybe(_TEXT),
        failed_at=_maybe(_MOMENT), folder=_maybe(_TEXT),
    )  # fmt: skip
    computers = {"type": "array", "items": _TEXT}
    offer = _object(events=_NUMBER, messages=_NUMBER, first_at=_MOMENT, last_at=_MOMENT, computers=computers)
    pair = {"type": "array", "prefixItems": [_NUMBER, _TEXT], "minItems": 2, "maxItems": 2}
    return {
        "Safety": _object(backup=backup, offer=_maybe(offer), restored_at=_maybe(_MOMENT)),
        "Places": _object(points={"type": "array", "items": pair, "maxItems": 256}),
        "Place": _object(pos=_NUMBER),
        "Branch": _object(log_id=_TEXT, state=_TEXT, have=_NUMBER),
        "Salvaged": _object(returned=_NUMBER, left_out=_NUMBER),
        "Decision": _object(is_taken=_TRUTH),
        "Parent": _object(log_id=_TEXT, pos=_NUMBER, chain=_TEXT),
    }


def _object(**properties: Json) -> Json:
    return {"type": "object", "properties": properties, "required": sorted(properties)}


def _maybe(shape: Json) -> Json:
    return {"anyOf": [shape, {"type": "null"}]}

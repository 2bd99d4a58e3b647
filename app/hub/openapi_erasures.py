"""What /api/v1/erasures does, for the OpenAPI document."""

from collections.abc import Mapping
from typing import Any, Final

from app.hub.openapi_account import Secured

Json = Mapping[str, Any]
_TEXT: Final[Json] = {"type": "string"}
_NUMBER: Final[Json] = {"type": "integer", "minimum": 0}
_TRUTH: Final[Json] = {"type": "boolean"}
_MOMENT: Final[Json] = {"type": "string", "format": "date-time"}
_REASON: Final[Json] = {"enum": ["request", "retention", "mistake"]}
_COUNTS: Final = ("messages", "notes", "files", "events", "posts", "conversations")
_FORBIDDEN, _TOO_MANY, _NOT_READY = 403, 429, 503


def erasure_paths(secured: Secured) -> dict[str, Json]:
    """Erasing people, and what every computer says of it."""
    busy = (_TOO_MANY, _NOT_READY)
    plan = secured("What would go of a person", "ErasurePlan", (_FORBIDDEN, 404, 422, *busy), None)
    retained = secured("How much a rule of age would erase", "Retained", (_FORBIDDEN, 422, *busy), None)
    return {
        "/api/v1/erasures": {
            "get": secured("Every erasure and how it stands", "Erasures", (_FORBIDDEN, *busy), None),
            "post": secured("Erase a person", "Erasure", (_FORBIDDEN, 404, 422, *busy), "EraseWish"),
        },
        "/api/v1/erasures/plan": {"get": {**plan, "parameters": [_query("contact_id", _TEXT)]}},
        "/api/v1/erasures/retained": {"get": {**retained, "parameters": [_query("months", _NUMBER)]}},
        "/api/v1/erasures/confirm": {
            "post": secured("Up to where this device has erased", "Empty", (422, *busy), "ErasedUpTo")
        },
    }


def erasure_schemas() -> dict[str, Json]:
    """Their bodies and answers."""
    counts = _object(**dict.fromkeys(_COUNTS, _NUMBER))
    device = _object(
        device_id=_TEXT, name=_TEXT, member=_TEXT, confirmed_at=_maybe(_MOMENT), is_revoked=_TRUTH
    )
    erasure = _object(
        erasure_id=_TEXT, contact_id=_TEXT, reason=_REASON, state={"enum": ["asked", "erasing", "done"]},
        asked_at=_MOMENT, done_at=_maybe(_MOMENT), asked_by=_maybe(_TEXT), counts=counts, pos=_NUMBER, chain=_TEXT,
        is_kept_off=_TRUTH, devices={"type": "array", "items": device}, backups_until_at=_maybe(_MOMENT),
    )  # fmt: skip
    wish: Json = {
        "type": "object",
        "properties": {"contact_id": _TEXT, "confirm": _TEXT, "reason": _REASON, "is_kept_off": _TRUTH},
        "required": ["confirm", "contact_id"],
    }
    return {
        "Erasure": erasure,
        "Erasures": {"type": "array", "items": erasure},
        "ErasurePlan": _object(contact_id=_TEXT, name=_TEXT, counts=counts),
        "EraseWish": wish,
        "Retained": _object(months=_NUMBER, people=_NUMBER, messages=_NUMBER),
        "ErasedUpTo": _object(pos={"type": "integer", "minimum": 0, "maximum": (1 << 62) - 1}),
    }


def _query(name: str, schema: Json) -> Json:
    return {"name": name, "in": "query", "required": name == "contact_id", "schema": schema}


def _object(**properties: Json) -> Json:
    return {"type": "object", "properties": properties, "required": sorted(properties)}


def _maybe(shape: Json) -> Json:
    return {"anyOf": [shape, {"type": "null"}]}

"""What a desk asks when it joins, and what it tells of its person, for the OpenAPI document."""

from collections.abc import Callable, Mapping
from typing import Any, Final

Json = Mapping[str, Any]
Secured = Callable[[str, str | None, tuple[int, ...], str | None], dict[str, Any]]

_TEXT: Final[Json] = {"type": "string"}
_NUMBER: Final[Json] = {"type": "integer", "minimum": 0}


def joining_paths(secured: Secured) -> dict[str, Json]:
    """The newest conversations at once; presence."""
    recent = secured(
        "Rows of the newest conversations, until the whole log has come", "Recent", (409, 422, 429, 503), None
    )
    view = {"name": "view", "in": "query", "schema": _NUMBER}
    note = secured("What this person does right now, for ten seconds", None, (422, 429), "Presence")
    return {
        "/api/v1/snapshot/recent": {"get": recent | {"parameters": [view]}},
        "/api/v1/presence": {"post": note},
    }


def joining_schemas() -> dict[str, Json]:
    """Their bodies and answers."""
    there: Json = {"anyOf": [_TEXT, {"type": "null"}]}
    table = _object(
        name=_TEXT,
        columns={"type": "array", "items": _TEXT},
        rows={"type": "array", "items": {"type": "array"}},
    )
    return {
        "Presence": {
            "type": "object",
            "properties": {"what": {"enum": ["viewing", "typing", "nothing"]}, "conversation_id": there},
            "required": ["what"],
        },
        "Recent": _object(
            view_version=_NUMBER, pos=_NUMBER, chain=_TEXT, tables={"type": "array", "items": table}
        ),
    }


def _object(**properties: Json) -> Json:
    return {"type": "object", "properties": properties, "required": sorted(properties)}

"""What /api/v1/account does, for the OpenAPI document."""

from collections.abc import Callable, Mapping
from typing import Any, Final

Json = Mapping[str, Any]
Secured = Callable[[str, str | None, tuple[int, ...], str | None], dict[str, Any]]

_TEXT: Final[Json] = {"type": "string"}
_MAYBE: Final[Json] = {"anyOf": [_TEXT, {"type": "null"}]}
_TEXTS: Final[Json] = {"type": "array", "items": _TEXT}
_CHANNEL: Final = (409, 422, 429, 503)  # it refused, or cannot be reached


def account_paths(secured: Secured) -> dict[str, Json]:
    """Routes that ask the channel while somebody waits."""
    calls = {
        "templates": ("Submit a new template, or an edit", "Template", (403, *_CHANNEL), "TemplateDraft"),
        "templates/delete": (
            "Remove one language of a template",
            "TemplateName",
            (403, 404, *_CHANNEL),
            "TemplateName",
        ),
        "templates/sync": ("Compare the templates with the channel's", "Count", _CHANNEL, None),
        "block": ("Block a person, or let them write again", "Blocked", (404, *_CHANNEL), "Block"),
        "profile": ("Change what customers see of a number", "Profile", (403, *_CHANNEL), "ProfileOf"),
    }
    return {f"/api/v1/account/{path}": {"post": secured(*call)} for path, call in calls.items()}


def account_schemas() -> dict[str, Json]:
    """Their bodies and answers. Fields that may be missing are not in `required`."""
    header = _object({"format": _TEXT}, {"text": _MAYBE, "sample": _MAYBE})
    button = _object({"kind": _TEXT, "text": _TEXT}, {"url": _MAYBE, "number": _MAYBE, "sample": _MAYBE})
    parts: Json = {
        "samples": _TEXTS,
        "header": {"anyOf": [header, {"type": "null"}]},
        "footer": _MAYBE,
        "buttons": {"type": "array", "items": button},
        "external_id": _MAYBE,
    }
    named: Json = {"name": _TEXT, "language": _TEXT, "category": _TEXT, "body": _TEXT}
    profile = _object(
        {},
        dict.fromkeys(("about", "address", "description", "email", "vertical"), _TEXT) | {"websites": _TEXTS},
    )
    is_blocked: Json = {"is_blocked": {"type": "boolean"}}
    return {
        "TemplateDraft": _object(named, {**parts, "header_sha256": _MAYBE}),
        "Template": _object({**named, "account_id": _TEXT, "status": _TEXT}, parts),
        "TemplateName": _object({"name": _TEXT, "language": _TEXT}),
        "Count": _object({"count": {"type": "integer", "minimum": 0}}),
        "Block": _object({"contact_id": _TEXT, "line_id": _TEXT, **is_blocked}),
        "Blocked": _object(is_blocked),
        "Profile": profile,
        "ProfileOf": _object({"line_id": _TEXT, "profile": profile}),
    }


def _object(required: Json, more: Json | None = None) -> Json:
    shape = {"type": "object", "properties": {**required, **(more or {})}}
    return shape | ({"required": sorted(required)} if required else {})

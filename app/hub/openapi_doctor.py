"""What /api/v1/doctor and /api/v1/mail do, for the OpenAPI document."""

from collections.abc import Mapping
from typing import Any, Final

from app.domain.findings import CHECKS
from app.hub.openapi_account import Secured

Json = Mapping[str, Any]
_TEXT: Final[Json] = {"type": "string"}


def doctor_paths(secured: Secured) -> dict[str, Json]:
    """A look at the connection, and an e-mail to try."""
    return {
        "/api/v1/doctor": {
            "get": secured("Look at everything that messages depend on", "Examination", (403, 429), None)
        },
        "/api/v1/mail/trial": {
            "post": secured("Write an e-mail to the owner now", "MailTried", (403, 409, 429), None)
        },
    }


def doctor_schemas() -> dict[str, Json]:
    """Their answers."""
    finding = _object(
        check={"enum": list(CHECKS)},
        state={"enum": ["good", "notice", "warning", "bad", "unknown"]},
        code=_TEXT,
        facts={"type": "object", "additionalProperties": _TEXT},
        act={"anyOf": [_TEXT, {"type": "null"}]},
        about=_TEXT,
    )
    return {
        "Examination": _object(
            at={"type": "string", "format": "date-time"}, findings={"type": "array", "items": finding}
        ),
        "MailTried": _object(count={"type": "integer", "minimum": 1}),
    }


def _object(**properties: Json) -> Json:
    return {"type": "object", "properties": properties, "required": sorted(properties)}

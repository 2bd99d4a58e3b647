"""What /api/v1/setup does, for the OpenAPI document."""

from collections.abc import Mapping
from typing import Any, Final, get_args

from app.domain.findings import CHECKS, State
from app.domain.setup import STEPS
from app.hub.openapi_account import Secured

Json = Mapping[str, Any]
_TEXT: Final[Json] = {"type": "string"}
_TRUTH: Final[Json] = {"type": "boolean"}
_MOMENT: Final[Json] = {"type": "string", "format": "date-time"}


def setup_paths(secured: Secured) -> dict[str, Json]:
    """Connecting a number."""
    what = "Look at a step of connecting a number, and do at the channel what it needs; the owner of an own hub alone"
    return {
        "/api/v1/setup/check": {"post": secured(what, "SetupReport", (403, 409, 422, 429, 503), "SetupAsk")}
    }


def setup_schemas() -> dict[str, Json]:
    """Their bodies and answers."""
    names = ("app_id", "app_secret", "token", "account_id", "number_id", "verify_token", "public_url")
    typed = {"type": "object", "properties": dict.fromkeys(names, _TEXT)}
    registration = {"type": "object", "properties": {"pin": _TEXT, "code": _TEXT, "by_call": _TRUTH}}
    step = {"type": "string", "enum": list(STEPS)}
    texts = {"type": "object", "additionalProperties": _TEXT}
    finding = _object(
        check={"type": "string", "enum": list(CHECKS)}, state={"type": "string", "enum": list(get_args(State))},
        code=_TEXT, facts=texts, act=_maybe(_TEXT), about=_TEXT,
    )  # fmt: skip
    account = _object(account_id=_TEXT, name=_TEXT, currency=_TEXT, review=_TEXT)
    number = _object(
        number_id=_TEXT, phone=_TEXT, name=_TEXT, status=_TEXT, quality=_TEXT, limit=_TEXT, is_verified=_TRUTH,
        is_on_app=_TRUTH,
    )  # fmt: skip
    pair = {"type": "array", "prefixItems": [_TEXT, _TEXT], "minItems": 2, "maxItems": 2}
    return {
        "SetupAsk": {
            "type": "object",
            "properties": {
                "step": step,
                "typed": typed,
                "registration": _maybe(registration),
                "since": _maybe(_MOMENT),
                "language": _TEXT,
            },
            "required": ["step"],
        },
        "SetupReport": _object(
            step=step, findings=_list(finding), accounts=_list(account), numbers=_list(number),
            changed=_list(_TEXT), to_paste=_list(pair), is_waiting=_TRUTH,
        ),
    }  # fmt: skip


def _object(**properties: Json) -> Json:
    return {"type": "object", "properties": properties, "required": sorted(properties)}


def _list(items: Json) -> Json:
    return {"type": "array", "items": items}


def _maybe(shape: Json) -> Json:
    return {"anyOf": [shape, {"type": "null"}]}

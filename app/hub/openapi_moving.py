"""Whether the hub works, and the hand-over of a hub that moved here, for the OpenAPI document."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from app.hub.pulse import HEALTH_PATH

Json = Mapping[str, Any]
Secured = Callable[[str, str | None, tuple[int, ...], str | None], dict[str, Any]]

_WORDS: Final = ("starting", "waiting", "stopping", "writer_stopped", "disk_full", "not_storing")


def moving_paths(secured: Secured) -> dict[str, Json]:
    """One open to everybody, one for the owner's computer."""
    asked = {"summary": "Whether this hub takes webhooks and works", "responses": {
        "200": _answer("It does", ("ok",)), "503": _answer("It does not just now, and the word says why", _WORDS),
    }}  # fmt: skip
    over = secured(
        "The computer that this hub came from hands it over", "Arrival", (403, 409, 422, 503), "HandOver"
    )
    return {HEALTH_PATH: {"get": asked}, "/api/v1/arrival": {"post": over}}


def moving_schemas() -> dict[str, Json]:
    """Their bodies and answers."""
    return {
        "HandOver": _object(move_id={"type": "string"}),
        "Arrival": _object(is_here={"type": "boolean"}),
    }


def _answer(description: str, words: tuple[str, ...]) -> Json:
    shape = _object(status={"enum": list(words)})
    return {"description": description, "content": {"application/json": {"schema": shape}}}


def _object(**properties: Json) -> Json:
    return {"type": "object", "properties": properties, "required": sorted(properties)}

"""Lists of people that are brought, for the OpenAPI document."""

from collections.abc import Callable, Mapping
from typing import Any, Final

Json = Mapping[str, Any]
Secured = Callable[[str, str | None, tuple[int, ...], str | None], dict[str, Any]]

_TEXT: Final[Json] = {"type": "string"}
_NUMBER: Final[Json] = {"type": "integer", "minimum": 0}
_ERRORS: Final = (403, 404, 409, 422, 503)
_COUNTS: Final = ("total", "done", "added", "changed", "same", "removed", "kept", "restored", "left")


def contact_import_paths(secured: Secured) -> dict[str, Json]:
    """Begin one, bring its people, end it, take it back. Asking again changes nothing."""
    path = "/api/v1/contact-imports"
    answer = "ContactsImport"
    one = {"parameters": [{"name": "import_id", "in": "path", "required": True, "schema": _TEXT}]}
    begin = secured(
        "Begin to bring a list of people, or find it begun", answer, _ERRORS, "ContactsImportBegin"
    )
    take = secured("People in the order of the list, at most 500", answer, _ERRORS, "PeopleBatch")
    end = secured("All of the list was brought", answer, _ERRORS, None)
    undo = secured("Take back what it did, where nobody did anything since", answer, _ERRORS, None)
    return {
        path: {"post": begin},
        path + "/{import_id}": {"get": secured("How far it is", answer, _ERRORS, None)} | one,
        path + "/{import_id}/people": {"post": take} | one,
        path + "/{import_id}/end": {"post": end} | one,
        path + "/{import_id}/undo": {"post": undo} | one,
    }


def contact_import_schemas() -> dict[str, Json]:
    """Their bodies and answers."""
    change = shape(key=_TEXT, value=_TEXT)
    person = shape(
        row=_NUMBER,
        number=maybe(_TEXT),
        user_id=maybe(_TEXT),
        changes={"type": "array", "items": change},
        tags={"type": "array", "items": _TEXT},
        owner_id=maybe(_TEXT),
        how={"enum": ["fill", "overwrite"]},
    )
    return {
        "ContactsImport": shape(
            import_id=_TEXT,
            state={"enum": ["open", "ended", "undone"]},
            **dict.fromkeys(_COUNTS, _NUMBER),
        ),
        "ContactsImportBegin": shape(
            import_id=_TEXT,
            file_name=_TEXT,
            fingerprint=_TEXT,
            total=_NUMBER,
            source=_TEXT,
            wording=_TEXT,
            agreed_at=maybe({"type": "string", "format": "date-time"}),
            purpose=_TEXT,
        ),
        "PeopleBatch": shape(first=_NUMBER, people={"type": "array", "items": person}),
    }


def shape(**properties: Json) -> Json:
    """An object in which all of these stand."""
    return {"type": "object", "properties": properties, "required": sorted(properties)}


def maybe(inner: Json) -> Json:
    """It, or null."""
    return {"anyOf": [inner, {"type": "null"}]}

"""Lists of appointments that are brought, for the OpenAPI document."""

from typing import Final

from app.hub.openapi_contacts import Json, Secured, maybe, shape

_TEXT: Final[Json] = {"type": "string"}
_MOMENT: Final[Json] = {"type": "string", "format": "date-time"}
_NUMBER: Final[Json] = {"type": "integer", "minimum": 0}
_ERRORS: Final = (403, 404, 409, 422, 503)
_COUNTS: Final = (
    "total", "done", "added", "changed", "same", "gone", "removed", "kept", "restored", "left", "refused",
)  # fmt: skip


def appointment_import_paths(secured: Secured) -> dict[str, Json]:
    """Begin one, bring its rows, end it, take it back. Asking again changes nothing."""
    path = "/api/v1/appointment-imports"
    answer = "AppointmentsImport"
    one = {"parameters": [{"name": "import_id", "in": "path", "required": True, "schema": _TEXT}]}
    begin = secured(
        "Begin to bring a list of appointments, or find it begun", answer, _ERRORS, "AppointmentsImportBegin"
    )
    take = secured("Rows in the order of the list, at most 250", answer, _ERRORS, "AppointmentsBatch")
    end = secured("All of the list was brought", answer, _ERRORS, None)
    undo = secured("Take back what it did, where nothing happened since", answer, _ERRORS, None)
    return {
        path: {"post": begin},
        path + "/{import_id}": {"get": secured("How far it is", answer, _ERRORS, None)} | one,
        path + "/{import_id}/rows": {"post": take} | one,
        path + "/{import_id}/end": {"post": end} | one,
        path + "/{import_id}/undo": {"post": undo} | one,
    }


def appointment_import_schemas() -> dict[str, Json]:
    """Their bodies and answers."""
    texts = (
        "appointment_id", "import_key", "resource_id", "service_id", "title", "person", "phone", "note",
    )  # fmt: skip
    row = shape(
        row=_NUMBER,
        **dict.fromkeys(texts, _TEXT),
        starts_at=_MOMENT,
        does={"enum": ["keep", "cancel"]},
        length_min=_NUMBER,
        number=maybe(_TEXT),
        contact_id=maybe(_TEXT),
        price=maybe(shape(minor=_NUMBER, currency=_TEXT)),
        seen_at=maybe(_MOMENT),
        is_other_person={"type": "boolean"},
    )
    place = shape(resource_id=_TEXT, name=_TEXT)
    return {
        "AppointmentsImport": shape(
            import_id=_TEXT,
            state={"enum": ["open", "ended", "undone"]},
            **dict.fromkeys(_COUNTS, _NUMBER),
        ),
        "AppointmentsImportBegin": shape(
            import_id=_TEXT,
            file_name=_TEXT,
            fingerprint=_TEXT,
            total=_NUMBER,
            days={"type": "array", "items": {"type": "string", "format": "date"}},
            places={"type": "array", "items": place},
        ),
        "AppointmentsBatch": shape(first=_NUMBER, rows={"type": "array", "items": row}),
    }

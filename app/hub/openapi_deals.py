"""Tables of deals that are brought, for the OpenAPI document."""

from typing import Final

from app.hub.openapi_contacts import Json, Secured, maybe, shape

_TEXT: Final[Json] = {"type": "string"}
_MOMENT: Final[Json] = {"type": "string", "format": "date-time"}
_NUMBER: Final[Json] = {"type": "integer", "minimum": 0}
_ERRORS: Final = (403, 404, 409, 422, 503)
_COUNTS: Final = (
    "total", "done", "added", "changed", "same", "removed", "kept", "restored", "left", "refused",
)  # fmt: skip


def deal_import_paths(secured: Secured) -> dict[str, Json]:
    """Begin one, bring its deals, end it, take it back. Asking again changes nothing."""
    path = "/api/v1/deal-imports"
    answer = "DealsImport"
    one = {"parameters": [{"name": "import_id", "in": "path", "required": True, "schema": _TEXT}]}
    begin = secured("Begin to bring a table of deals, or find it begun", answer, _ERRORS, "DealsImportBegin")
    take = secured("Deals in the order of the table, at most 500", answer, _ERRORS, "DealsBatch")
    end = secured("All of the table was brought", answer, _ERRORS, None)
    undo = secured("Take back what it did, where nobody did anything since", answer, _ERRORS, None)
    return {
        path: {"post": begin},
        path + "/{import_id}": {"get": secured("How far it is", answer, _ERRORS, None)} | one,
        path + "/{import_id}/deals": {"post": take} | one,
        path + "/{import_id}/end": {"post": end} | one,
        path + "/{import_id}/undo": {"post": undo} | one,
    }


def deal_import_schemas() -> dict[str, Json]:
    """Their bodies and answers."""
    texts = (
        "deal_id", "pipeline_id", "stage_id", "title", "person", "email", "company", "reason", "note", "next_step",
    )  # fmt: skip
    deal = shape(
        row=_NUMBER,
        **dict.fromkeys(texts, _TEXT),
        state={"enum": ["open", "won", "lost"]},
        amount=maybe(shape(minor=_NUMBER, currency=_TEXT)),
        number=maybe(_TEXT),
        owner_id=maybe(_TEXT),
        tags={"type": "array", "items": _TEXT},
        made_at=maybe(_MOMENT),
        close_on=maybe({"type": "string", "format": "date"}),
        ended_at=maybe(_MOMENT),
        next_at=maybe(_MOMENT),
        how={"enum": ["overwrite", "fill", "skip"]},
        is_staged={"type": "boolean"},
    )
    return {
        "DealsImport": shape(
            import_id=_TEXT,
            state={"enum": ["open", "ended", "undone"]},
            **dict.fromkeys(_COUNTS, _NUMBER),
        ),
        "DealsImportBegin": shape(import_id=_TEXT, file_name=_TEXT, fingerprint=_TEXT, total=_NUMBER),
        "DealsBatch": shape(first=_NUMBER, deals={"type": "array", "items": deal}),
    }

"""The lines of `tests.flow.authorisation` about lists of appointments: everybody who books may bring one."""

from __future__ import annotations

from tests.flow.cast import ALL, Route

LISTS = "/api/v1/appointment-imports"
_LIST = {"import_id": "3" * 16, "file_name": "x.csv", "fingerprint": "f", "total": 0}
NOWHERE = f"{LISTS}/00000000"
AGENDA_LIST_ROUTES: tuple[Route, ...] = (
    Route("POST", LISTS, ALL, lambda _: _LIST),
    Route("GET", f"{LISTS}/{{import_id}}", ALL, at=lambda _: NOWHERE),
    Route(
        "POST", f"{LISTS}/{{import_id}}/rows", ALL, lambda _: {"first": 0, "rows": []}, at=lambda _: f"{NOWHERE}/rows"
    ),
    Route("POST", f"{LISTS}/{{import_id}}/end", ALL, at=lambda _: f"{NOWHERE}/end"),
    Route("POST", f"{LISTS}/{{import_id}}/undo", ALL, at=lambda _: f"{NOWHERE}/undo"),
)  # fmt: skip

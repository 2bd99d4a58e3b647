"""The lines of `tests.flow.authorisation` about tables of deals that are brought in."""

from __future__ import annotations

from app.domain.exports import RecordExport
from tests.flow.cast import ALL, LEADERS, Route, Wish

TABLES = "/api/v1/deal-imports"
_TABLE = {"import_id": "2" * 16, "file_name": "x.csv", "fingerprint": "f", "total": 0}
NOWHERE = f"{TABLES}/00000000"
DEAL_TABLE_ROUTES: tuple[Route, ...] = (
    Route("POST", TABLES, LEADERS, lambda _: _TABLE),
    Route("GET", f"{TABLES}/{{import_id}}", ALL, at=lambda _: NOWHERE),
    Route(
        "POST", f"{TABLES}/{{import_id}}/deals", LEADERS, lambda _: {"first": 0, "deals": []},
        at=lambda _: f"{NOWHERE}/deals",
    ),
    Route("POST", f"{TABLES}/{{import_id}}/end", LEADERS, at=lambda _: f"{NOWHERE}/end"),
    Route("POST", f"{TABLES}/{{import_id}}/undo", LEADERS, at=lambda _: f"{NOWHERE}/undo"),
)  # fmt: skip
DEAL_TABLE_WISHES: tuple[Wish, ...] = (
    Wish(
        lambda _cast, who: RecordExport(f"d-{who.replace(' ', '-')}", "deals", "csv", 3), "export.record", LEADERS,
        "(deals)",
    ),
)  # fmt: skip

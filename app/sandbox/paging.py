"""Lists in pages, as Graph cuts them: cursors before and after, addresses of the neighbours."""

import base64
from collections.abc import Sequence
from urllib.parse import urlencode

from app.sandbox.calls import EdgeCall, invalid
from app.sandbox.graph_errors import Refusal
from app.sandbox.world import Json

USUAL_LIMIT, HIGHEST_LIMIT = 25, 1_000

Row = tuple[int, Json]  # a number that grows along the list and is never used again, and what is shown


def page(rows: Sequence[Row], call: EdgeCall, *, limit: int = USUAL_LIMIT, stamp: str = "") -> Json:
    """`data` and `paging` for one page; rows come and go without a page losing its place.

    With a `stamp`, a cursor given under another stamp is refused with 139102. Raises Refusal 100 or 139102.
    """
    size = call.number("limit", limit)
    if size < 1:
        raise invalid("Param limit must be an integer greater than or equal to 1.")
    size = min(size, HIGHEST_LIMIT)
    after, before = (_read(call.query.get(name), stamp) for name in ("after", "before"))
    if before is not None:
        chosen = [row for row in rows if row[0] < before][-size:]
    else:
        chosen = [row for row in rows if after is None or row[0] > after][:size]
    answer: Json = {"data": [shown for _, shown in chosen]}
    return answer | ({"paging": _paging(rows, chosen, call, size, stamp)} if chosen else {})


def _paging(rows: Sequence[Row], chosen: Sequence[Row], call: EdgeCall, size: int, stamp: str) -> Json:
    first, last = chosen[0][0], chosen[-1][0]
    cursors = {"before": _write(first, stamp), "after": _write(last, stamp)}
    paging: Json = {"cursors": cursors}
    if last != rows[-1][0]:
        paging["next"] = _address(call, size, "after", cursors["after"])
    if first != rows[0][0]:
        paging["previous"] = _address(call, size, "before", cursors["before"])
    return paging


def _address(call: EdgeCall, size: int, name: str, cursor: str) -> str:
    kept = {key: value for key, value in call.query.items() if key not in {"after", "before", "access_token"}}
    return f"{call.base}/{call.path}?{urlencode(kept | {'limit': str(size), name: cursor})}"


def _write(number: int, stamp: str) -> str:
    return base64.urlsafe_b64encode(f"{stamp}/{number}".encode()).decode().rstrip("=")


def _read(cursor: str | None, stamp: str) -> int | None:
    if not cursor:
        return None
    try:
        given, _, number = (
            base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode().rpartition("/")
        )
        place = int(number)
    except ValueError:
        raise invalid("Invalid cursors values") from None
    if given != stamp:
        raise Refusal(139102)
    return place

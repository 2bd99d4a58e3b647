"""Looking through the own log for what people did, newest first, by what stands in the envelopes."""

from sqlcipher3.dbapi2 import Connection

from storage.codec import StoredEvent

_BETWEEN = "SELECT pos, envelope, chain, salt, fields FROM event WHERE pos < ? AND pos >= ?"
_NOT_OUTSIDE = """ AND instr(envelope, '"kind":"channel"') = 0"""


def acts(
    conn: Connection, below: int, floor: int, member_id: str | None, subject: str | None
) -> list[StoredEvent]:
    """Events that members or the hub's rules made, of one member or about one subject if wanted."""
    sql, values = _BETWEEN + _NOT_OUTSIDE, [below, floor]
    needles: list[object] = []
    if member_id is not None:
        sql += " AND instr(envelope, ?) > 0"
        needles.append(f'"kind":"member","member_id":"{member_id}"'.encode())
    if subject is not None:
        sql += " AND instr(envelope, ?) > 0"
        needles.append(f'"subject":"{subject}"'.encode())
    rows = conn.execute(f"{sql} ORDER BY pos DESC", (*values, *needles))
    return [StoredEvent(*row) for row in rows]

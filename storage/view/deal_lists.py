"""Lists of deals: a filter as a condition, and the newest of many without reading the others."""

from datetime import datetime, timedelta
from typing import Any

from sqlcipher3.dbapi2 import Connection

from app.domain.deal_rows import DealFilter, DealRow
from storage.instants import to_us
from storage.json_list import json_list
from storage.view.deal_reading import LISTED, deal_rows

MOST = 20_000  # that are read to be sorted
Condition = tuple[str, list[Any]]


def where_of(narrowed: DealFilter, now: datetime) -> Condition:
    """All of a filter but its text, which `app.domain.deal_board.fits` looks at."""
    parts: list[str] = [LISTED]
    values: list[Any] = []
    exact: tuple[tuple[str, str | None], ...] = (
        ("d.pipeline_id = ?", narrowed.pipeline_id),
        ("d.stage_id = ?", narrowed.stage_id),
        ("d.owner_id = ?", narrowed.owner_id),
        ("EXISTS (SELECT 1 FROM view_deal_tag g WHERE g.no = d.no AND g.tag = ?)", narrowed.tag),
    )
    for part, value in exact:
        if value:
            parts.append(part)
            values.append(value)
    if narrowed.is_nobodys:
        parts.append("d.owner_id IS NULL")
    if narrowed.states:
        parts.append("d.state IN (SELECT value FROM json_each(?))")
        values.append(json_list(narrowed.states))
    for end, sign in ((narrowed.least, ">="), (narrowed.most, "<=")):
        if end is not None:
            parts.append(f"d.currency = ? AND d.minor {sign} ?")
            values += [end.currency, end.minor]
    if narrowed.older_than_days is not None:
        parts.append("d.stage_since_us < ?")
        values.append(to_us(now - timedelta(days=narrowed.older_than_days)))
    return " AND ".join(parts), values


def fitting_deals(conn: Connection, narrowed: DealFilter, now: datetime) -> list[DealRow]:
    """All that a filter lets through but for its text, in no order."""
    where, values = where_of(narrowed, now)
    if narrowed.states == ("open",):
        where = f"d.state = 'open' AND {where}"  # along the narrow index
    return deal_rows(conn, f"{where} LIMIT {MOST}", values)


def newest_deals(
    conn: Connection, narrowed: DealFilter, now: datetime, before: DealRow | None, limit: int
) -> list[DealRow]:
    """The newest of them, or those right after a row."""
    where, values = where_of(narrowed, now)
    if before is not None and before.made_at is not None:
        made_us = to_us(before.made_at)
        where += " AND (d.made_us < ? OR (d.made_us = ? AND d.deal_id > ?))"
        values += [made_us, made_us, before.deal_id]
    return deal_rows(conn, f"{where} ORDER BY d.made_us DESC, d.deal_id LIMIT ?", [*values, limit])

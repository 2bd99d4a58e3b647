"""Deals in open formats, as the import reads them again: CSV for spreadsheets, JSON lines for other programs."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from app.desk.contact_imports.people import defused
from app.desk.contact_imports.values import tags_cell
from app.desk.deal_imports.headings import OUR_ID
from app.desk.exports.writing import ExportWatch, whole_file
from app.desk.transfer_desk import ExportOutcome
from app.domain.deal_board import fits
from app.domain.deal_rows import DealFilter
from app.domain.deals import STATES, Pipeline
from app.domain.exports import ExportedDeal
from app.words.deal_transfer import column_headings, state_words
from storage.view import deal_exports as reads

if TYPE_CHECKING:
    from storage.engine import Connection

KEYS: Final = (
    "title", "amount", "currency", "pipeline", "stage", "state", "person", "phone", "email", "owner", "tags", "made_on",
    "close_on", "ended_on", "reason", "note", "next_step", "next_on",
)  # fmt: skip
_LOOK_EVERY: Final = 500
ALL: Final = DealFilter(states=STATES)


def exported_deals(
    conn: Connection, narrowed: DealFilter | None, pipelines: Sequence[Pipeline], now: datetime
) -> list[ExportedDeal]:
    """Those that a filter lets through; all of them, ended ones too, for None. `pipelines` have names."""
    wanted = narrowed or ALL
    stages = {(one.pipeline_id, stage.stage_id): stage.name for one in pipelines for stage in one.stages}
    names = {one.pipeline_id: one.name for one in pipelines}
    return reads.exported_deals(conn, lambda row: fits(row, wanted, now), names, stages)


def write_deals(
    target: Path, kind: str, deals: Sequence[ExportedDeal], separator: str, watch: ExportWatch
) -> ExportOutcome:
    """Write them, in a worker thread. Raises ExportStopped, EnvironmentFailure."""
    lines = _csv(deals, separator) if kind == "csv" else _jsonl(deals)
    with whole_file(target) as file:
        for count, data in enumerate(lines):
            if count % _LOOK_EVERY == 0:
                watch.look_up(min(count, len(deals)), len(deals))
            file.write(data)
    watch.look_up(len(deals), len(deals))
    return ExportOutcome(target, len(deals))


def _csv(deals: Iterable[ExportedDeal], separator: str) -> Iterator[bytes]:
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=separator, lineterminator="\r\n")
    names, states = column_headings(), state_words()
    writer.writerow([*(defused(names[key]) for key in KEYS), OUR_ID])
    yield b"\xef\xbb\xbf" + _taken(buffer)
    for deal in deals:
        told = _told(deal) | {"state": states[deal.state], "tags": tags_cell(deal.tags)}
        writer.writerow([*(defused(told.get(key, "")) for key in KEYS), deal.deal_id])
        yield _taken(buffer)


def _jsonl(deals: Iterable[ExportedDeal]) -> Iterator[bytes]:
    for deal in deals:
        told: dict[str, object] = {OUR_ID: deal.deal_id, **_told(deal)}
        if deal.tags:
            told["tags"] = list(deal.tags)
        yield json.dumps(told, ensure_ascii=False).encode("utf-8", "replace") + b"\n"


def _told(deal: ExportedDeal) -> dict[str, str]:
    """Every column that says something."""
    values = {
        "title": deal.title,
        "amount": deal.amount,
        "currency": deal.currency,
        "pipeline": deal.pipeline,
        "stage": deal.stage,
        "state": deal.state,
        "person": deal.person,
        "phone": f"+{deal.number}" if deal.number else "",
        "email": deal.email,
        "owner": deal.owner,
        "made_on": _moment(deal.made_at),
        "close_on": deal.close_on,
        "ended_on": _moment(deal.ended_at),
        "reason": deal.reason,
        "note": deal.note,
        "next_step": deal.next_step,
        "next_on": _moment(deal.next_at),
    }
    return {key: value for key, value in values.items() if value}


def _moment(at: datetime | None) -> str:
    return at.isoformat(timespec="seconds") if at is not None else ""


def _taken(buffer: io.StringIO) -> bytes:
    data = buffer.getvalue().encode("utf-8", "replace")
    buffer.seek(0)
    buffer.truncate()
    return data

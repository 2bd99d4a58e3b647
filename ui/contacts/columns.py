"""The columns of the table of contacts: what each is called, how wide it is, what stands in it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Final

from app.domain.contact_table import TableRow
from app.domain.records import record
from app.words import gettext as _
from app.words.formats import Formats
from app.words.phones import phone
from ui.keys import N_
from ui.plain import shown_line, shown_name


@record
class Writing:
    """What a cell needs beside its row."""

    formats: Formats
    now: datetime


@record
class Column:
    """One column. `text`: what stands in it, also for screen readers; `is_figure`: tabular figures."""

    id: str
    name: str  # a message id
    width_px: int
    text: Callable[[TableRow, Writing], str]
    is_figure: bool = False

    @property
    def words(self) -> str:
        """Its head, in the person's language."""
        return _(self.name)


def _number(row: TableRow, _writing: Writing) -> str:
    return phone(f"+{row.number}") if row.number else ""


def _last(row: TableRow, writing: Writing) -> str:
    return writing.formats.ago(row.last_at, writing.now) if row.last_at is not None else ""


COLUMNS: Final = (
    Column("name", N_("Name"), 240, lambda row, _writing: shown_name(row.name)),
    Column("number", N_("Number"), 180, _number, is_figure=True),
    Column(
        "username",
        N_("User name"),
        160,
        lambda row, _: f"@{shown_line(row.username)}" if row.username else "",
    ),
    Column("last", N_("Last contact"), 160, _last),
)

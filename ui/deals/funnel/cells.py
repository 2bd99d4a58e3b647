"""A table of figures as data: what each cell shows, says and opens; the bars are cells too."""

from __future__ import annotations

from typing import Literal

from app.domain.records import record
from ui.widgets.paint_avatar import Portrait

Tone = Literal["accent", "soft", "success", "warning", "danger", "neutral"]


@record
class Part:
    """A piece of a bar: its share of the whole width, 0 to 1000 thousandths."""

    thousandths: int
    tone: Tone = "accent"


@record
class Cell:
    """`spoken`: as a screen reader says it, "" for the text itself. `key`: what is behind it, which it opens.

    `portrait`: of whom the words are, before them.
    """

    text: str = ""
    spoken: str = ""
    key: object | None = None
    parts: tuple[Part, ...] = ()
    is_strong: bool = False
    tone: Literal["", "success", "warning", "danger"] = (
        ""  # of the text, beside a word or figure that says the same
    )
    portrait: Portrait | None = None
    exact: str = ""  # as a spreadsheet reads it, where the text is rounded


@record
class Column:
    """`kind`: words take the room that is left, bars go where there is none, figures stand at the end."""

    title: str
    kind: Literal["words", "bar", "figure"] = "figure"
    tip: str = ""


@record
class Grid:
    """One card of the page. `empty`: what stands in place of the rows where there are none. `is_plain`: its figures are
    there to be read, and none of them is a link."""

    grid_id: str
    title: str
    subtitle: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    empty: str = ""
    is_tall: bool = False  # rows with room for a portrait
    is_plain: bool = False


def share(part: int, whole: int) -> int:
    """Thousandths; at least one of what is not nothing."""
    return max(1, part * 1000 // whole) if part > 0 and whole > 0 else 0

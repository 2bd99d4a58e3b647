"""The columns of the list of deals: what each is called, how wide it is, what stands in it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, Literal

from app.domain.deal_rows import DealRow, DealSort
from app.domain.deals import Pipeline
from app.domain.records import record
from app.words import gettext as _
from ui.deals import words
from ui.deals.board.face import CardFace, Look
from ui.keys import N_
from ui.plain import shown_line

Kind = Literal["title", "person", "stage", "figure", "step", "days", "text"]
LEAST_PX: Final = 56
EDGE: Final = 16  # more room at both ends of a line


@record
class Line:
    """A row with its face, and what its cells are written with."""

    row: DealRow
    face: CardFace
    pipeline: Pipeline
    look: Look


Text = Callable[[Line], str]


@record
class Column:
    """One column. `sort`: the order that its head asks for; None: none. `share`: of the room that is left over.

    `rank`: the higher, the sooner it goes where room is short.
    """

    id: str
    name: str  # a message id
    width_px: int
    text: Text
    kind: Kind = "text"
    sort: DealSort | None = None
    share: int = 0
    rank: int = 0

    @property
    def words(self) -> str:
        """Its head, in the person's language."""
        return _(self.name)


def stage_of(line: Line) -> str:
    """Its stage, or how it ended."""
    row = line.row
    if row.state != "open":
        return _("Won") if row.state == "won" else _("Not won")
    stage = line.pipeline.stage(row.stage_id)
    return words.stage_name(stage) if stage is not None else ""


def _made(line: Line) -> str:
    at = line.row.made_at
    return line.look.formats.short_day(at, line.look.now) if at is not None else ""


def _days(line: Line) -> str:
    return line.face.quiet or line.face.days


COLUMNS: Final = (
    Column("title", N_("Deal"), 200, lambda line: line.face.title, "title", "name", share=3),
    Column("person", N_("Person"), 170, lambda line: line.face.name, "person", share=2, rank=3),
    Column("stage", N_("Stage"), 130, stage_of, "stage", rank=1),
    Column("amount", N_("Amount"), 110, lambda line: line.face.amount, "figure", "amount"),
    Column("days", N_("In the stage"), 110, _days, "days", "stage_age", rank=2),
    Column("step", N_("Next step"), 220, lambda line: line.face.step.words, "step", "need", share=3, rank=4),
    Column(
        "owner",
        N_("Looked after by"),
        120,
        lambda line: shown_line(line.row.owner_name or ""),
        share=1,
        rank=6,
    ),
    Column("made", N_("Made"), 90, _made, "figure", "made", rank=5),
)


def fitting(room_px: float, scale: float) -> list[tuple[Column, float]]:
    """Which columns have room, each with its width; what is left over is shared out."""
    there = list(COLUMNS)
    while len(there) > 2 and sum(one.width_px * scale for one in there) > room_px:
        there.remove(max(there, key=lambda one: one.rank))
    widths = {one.id: one.width_px * scale for one in there}
    left, shares = room_px - sum(widths.values()), sum(one.share for one in there)
    if left > 0 and shares:
        for one in there:
            widths[one.id] += left * one.share / shares
    return [(one, max(LEAST_PX, widths[one.id])) for one in there]

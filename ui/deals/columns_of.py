"""The columns of the board in view, made from what was read."""

from __future__ import annotations

from collections.abc import Sequence

from app.domain.deal_rows import Board, BoardColumn
from app.domain.rows import InboxRow
from app.words import gettext as _
from ui.deals import words
from ui.deals.board.lanes import Lane
from ui.kit import Kit


def lanes_of(
    kit: Kit, board: Board, incoming: Sequence[InboxRow] | None, incoming_count: int = 0
) -> list[Lane]:
    """New requests where they are asked for (None: they are not), the stages, what was won this month."""
    lanes = [_stage_lane(kit, column) for column in board.columns]
    if incoming is not None:
        lanes.insert(
            0,
            Lane(
                "incoming",
                "incoming",
                _("New requests"),
                max(len(incoming), incoming_count),
                rows=tuple(incoming),
            ),
        )
    if board.won is not None:
        name = words.won_name(kit.clock.now(), kit.formats)
        figures = words.totals(board.won.totals, kit.formats.language)
        lanes.append(Lane("won", "won", name, board.won.count, figures, rows=board.won.rows))
    return lanes


def _stage_lane(kit: Kit, column: BoardColumn) -> Lane:
    language = kit.formats.language
    expected = words.expected(column.weighted, language)
    return Lane(
        column.stage.stage_id,
        "stage",
        words.stage_name(column.stage),
        column.count,
        words.totals(column.totals, language),
        _("weighted {amount}").format(amount=expected) if expected else "",
        column.rows,
        column.stage,
        colour=column.stage.colour,
    )

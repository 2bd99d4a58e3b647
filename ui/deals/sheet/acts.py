"""What is done to a deal from its sheet, said at once with the way back."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from app.domain.deal_rows import DealRow
from app.domain.deals import LogWhat
from app.words import gettext as _
from ui.deals.doing import do
from ui.deals.sheet.words import logged_words, quoted
from ui.kit import Kit
from ui.teamwork.undoing import Show


def move(kit: Kit, row: DealRow, stage_id: str, pipeline_id: str, stage: str, show: Show) -> None:
    """To another stage."""
    if (stage_id, pipeline_id) == (row.stage_id, row.pipeline_id):
        return
    words = _("{deal} is in {stage} now").format(deal=quoted(row), stage=stage)
    desk = kit.desk
    back = partial(desk.move_deal, row.deal_id, row.stage_id, row.pipeline_id)
    do(kit, row.deal_id, partial(desk.move_deal, row.deal_id, stage_id, pipeline_id), words, show, back)


def end(kit: Kit, row: DealRow, *, is_won: bool, reason: str, show: Show) -> None:
    """Won or lost."""
    work = kit.desk.win_deal if is_won else kit.desk.lose_deal
    said = _("{deal} is won") if is_won else _("{deal} is lost")
    back = partial(kit.desk.reopen_deal, row.deal_id, row.stage_id)
    do(kit, row.deal_id, partial(work, row.deal_id, reason), said.format(deal=quoted(row)), show, back)


def reopen(kit: Kit, row: DealRow, show: Show) -> None:
    """Neither won nor lost after all."""
    again = kit.desk.win_deal if row.state == "won" else kit.desk.lose_deal
    back = partial(again, row.deal_id, row.reason)
    words = _("{deal} is open again").format(deal=quoted(row))
    do(kit, row.deal_id, partial(kit.desk.reopen_deal, row.deal_id), words, show, back)


def remove(kit: Kit, row: DealRow, show: Show) -> None:
    """On no board and in no figure any more; Undo brings it back."""
    words = _("{deal} was removed").format(deal=quoted(row))
    back = partial(kit.desk.restore_deal, row.deal_id)
    do(kit, row.deal_id, partial(kit.desk.remove_deal, row.deal_id), words, show, back, "trash-2")


def restore(kit: Kit, row: DealRow, show: Show) -> None:
    """There again."""
    words = _("{deal} is there again").format(deal=quoted(row))
    do(kit, row.deal_id, partial(kit.desk.restore_deal, row.deal_id), words, show)


def log(
    kit: Kit,
    row: DealRow,
    what: LogWhat,
    show: Show,
    note: str = "",
    done: Callable[[str], object] | None = None,
) -> None:
    """Something outside of the channel was; `done` hears the id of the entry."""
    entries: list[str] = []

    async def work() -> None:
        entries.append(await kit.desk.log_on_deal(row.deal_id, what, note))
        if done is not None:
            done(entries[0])

    async def back() -> None:
        await kit.desk.unlog_on_deal(row.deal_id, entries[0])

    do(kit, row.deal_id, work, logged_words(what), show, back)

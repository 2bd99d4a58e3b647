"""What screens read of deals, with what waits on this computer drawn over."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from app.desk.deal_overlay import Lookups, overlaid_deal, overlaid_pipelines
from app.desk.outbox import Outbox
from app.desk.pending import Pending
from app.desk.reading import Reader
from app.desk.task_reading import TaskReader
from app.desk.waiting_deals import WaitingRows, with_tasks
from app.domain.deal_asks import DEAL_ASKS, PIPELINE_ASKS, SavePipeline
from app.domain.deal_board import board_of, first_open, fits, next_step, sort_key
from app.domain.deal_rows import Board, DealCard, DealFilter, DealRow, DealSort
from app.domain.deals import DEFAULT_PIPELINE, PIPELINES_LANE, Pipeline
from app.domain.ids import ContactId, ConversationId, MemberId
from app.domain.later import sends
from app.domain.tasks import TaskAbout
from storage import view
from storage.instants import to_us
from storage.view import deal_lists, deal_reading

YEAR = timedelta(days=365)
MOST_TASKS = 200  # of one deal
Row = TypeVar("Row", bound=DealRow)


class DealReader:
    """Reads what `reader` reads. `currency` and `zone`: the business's own.

    `dress`: gives rows what is counted in working days, and what their ladder does.
    """

    def __init__(
        self,
        reader: Reader,
        outbox: Outbox,
        now: Callable[[], datetime],
        currency: Callable[[], str],
        zone: Callable[[], str],
        tasks: TaskReader,
        dress: Callable[[Iterable[DealRow]], list[DealRow]] = list,
    ) -> None:
        self._reader = reader
        self._outbox = outbox
        self._now = now
        self._currency = currency
        self._zone = zone
        self._tasks = tasks
        self._dress = dress
        self._waiting = WaitingRows()

    # --- pipelines ---

    def pipelines(self) -> list[Pipeline]:
        """See `DealsDesk.pipelines`."""
        saved, gone = deal_reading.saved_pipelines(self._reader.view_connection())
        return overlaid_pipelines(saved, gone, self._outbox.pending_of(*PIPELINE_ASKS))

    def first_pipelines(self) -> list[Pipeline]:
        """Before anything can be read."""
        return [DEFAULT_PIPELINE]

    def empty_board(self) -> Board:
        """The same."""
        return board_of(DEFAULT_PIPELINE, (), sort_key("made", ""), 0, self._currency())

    def open_counts(self, pipeline_id: str) -> dict[str, int]:
        """How many open deals each stage holds."""
        conn = self._reader.view_connection()
        if not self._pending():
            return deal_reading.open_counts(conn, pipeline_id)
        counts: dict[str, int] = {}
        for row in self._overlaid(deal_reading.open_deals(conn, pipeline_id)):
            if row.pipeline_id == pipeline_id and row.state == "open" and not row.is_removed:
                counts[row.stage_id] = counts.get(row.stage_id, 0) + 1
        return counts

    # --- lists ---

    def board(self, pipeline_id: str, narrowed: DealFilter | None, sort: DealSort, limit: int) -> Board:
        """See `DealsDesk.board`."""
        known, conn, now = self.pipelines(), self._reader.view_connection(), self._now()
        pipeline = next((one for one in known if one.pipeline_id == pipeline_id), known[0])
        wanted = _of_pipeline(narrowed or DealFilter(), pipeline.pipeline_id)
        rows = self._overlaid(deal_reading.open_deals(conn, pipeline.pipeline_id))
        there = [row for row in rows if fits(row, wanted, now)]
        month_us = to_us(self._month(now))
        won = replace(wanted, states=("won",))
        ended = self._overlaid(deal_reading.ended_deals(conn, "won", month_us))
        currency = self._currency()
        return board_of(
            pipeline,
            there,
            sort_key(sort, currency),
            limit,
            currency,
            [row for row in ended if fits(row, won, now)],
            deal_reading.cycle_days(conn, pipeline.pipeline_id, to_us(now - YEAR)),
        )

    def rows(
        self, narrowed: DealFilter | None, sort: DealSort, before: DealRow | None, limit: int
    ) -> list[DealRow]:
        """See `DealsDesk.deals`."""
        wanted, key, now = narrowed or DealFilter(), sort_key(sort, self._currency()), self._now()
        conn = self._reader.view_connection()
        if sort == "made" and not wanted.text:
            most = limit + len(self._pending())  # as many may leave the list
            base = deal_lists.newest_deals(conn, wanted, now, before, most)
        else:
            base = deal_lists.fitting_deals(conn, wanted, now)
        there = [row for row in self._overlaid(base) if fits(row, wanted, now)]
        there.sort(key=key)
        return [row for row in there if before is None or key(row) > key(before)][:limit]

    def of_contact(self, contact_id: ContactId) -> list[DealRow]:
        """See `DealsDesk.deals_of_contact`."""
        conn = self._reader.view_connection()
        kept = view.kept_id(conn, contact_id)
        rows = self._overlaid(deal_reading.deals_of_person(conn, contact_id))
        return first_open(row for row in rows if row.contact_id == kept)

    def of_conversation(self, conversation_id: ConversationId) -> list[DealRow]:
        """See `DealsDesk.deals_of_conversation`."""
        conn = self._reader.view_connection()
        kept = view.kept_id(conn, conversation_id)
        talk = deal_reading.talk_of(conn, None, ConversationId(kept))
        rows = self._overlaid(deal_reading.deals_of_talk(conn, conversation_id))
        return first_open(
            row
            for row in rows
            if row.conversation_id == kept
            or (row.conversation_id is None and row.contact_id == talk["contact_id"] is not None)
        )

    def with_pending(self, rows: Iterable[DealRow]) -> list[DealRow]:
        """Rows as they will be, also those of deals that only this computer knows."""
        return self._overlaid(rows)

    def tags(self) -> list[str]:
        """See `DealsDesk.known_deal_tags`."""
        known = deal_reading.known_deal_tags(self._reader.view_connection())
        waiting = (row for row in self._overlaid([]) if not row.is_removed)
        return sorted({*known, *(tag for row in waiting for tag in row.tags)})

    # --- one ---

    def card(self, deal_id: str) -> DealCard | None:
        """See `DealsDesk.deal`."""
        pending = self._pending()
        card = self._card(deal_id, pending.get(deal_id) or pending.get(PIPELINES_LANE, []))
        shown = self._dress([card])[0] if card is not None else None
        return shown if isinstance(shown, DealCard) else None

    def name_of(self, member_id: MemberId | None) -> str | None:
        """What a member is called."""
        return self._reader.team.name(member_id)

    def has_person(self, contact_id: ContactId | None, conversation_id: ConversationId | None) -> str:
        """The code of what is not there."""
        conn = self._reader.view_connection()
        if contact_id is not None and view.kept_contact(conn, contact_id) is None:
            return "contact_unknown"
        there = conversation_id is None or view.load_conversation(conn, conversation_id) is not None
        return "" if there else "conversation_unknown"

    # --- inside ---

    @property
    def _me(self) -> MemberId:
        return self._reader.enrolled_me.member_id

    def _pending(self) -> dict[str, list[Pending]]:
        """What waits about each deal, with what waits about pipelines between."""
        saved: list[Pending] = []
        found: dict[str, list[Pending]] = {}
        for entry in self._outbox.pending_of(*DEAL_ASKS, SavePipeline):
            if isinstance(entry.command.body, SavePipeline):
                saved.append(entry)
                for about in found.values():
                    about.append(entry)
            else:
                found.setdefault(entry.command.lane, list(saved)).append(entry)
        if saved:
            found[PIPELINES_LANE] = saved  # of every other deal
        return found

    def _card(self, deal_id: str, pending: list[Pending]) -> DealCard | None:
        card = deal_reading.deal_card(self._reader.view_connection(), deal_id, self._me)
        card = self._with_tasks(card) if card is not None else None
        shown = overlaid_deal(card, pending, self._lookups()) if pending else card
        if card is None and shown is not None:  # the log does not know it yet
            shown = self._with_tasks(shown)
        talks = self._outbox.pending_of(sends.SendText, sends.SendMessage)
        is_talk = shown is not None and any(one.command.lane == shown.conversation_id for one in talks)
        return self._said(shown) if shown is not None and is_talk else shown

    def _with_tasks(self, card: DealCard) -> DealCard:
        """With what is to be done about it; what waits here about that says who is awaited."""
        return with_tasks(card, tuple(self._tasks.of(TaskAbout(deal_id=card.deal_id), MOST_TASKS)))

    def _overlaid(self, rows: Iterable[DealRow]) -> list[DealRow]:
        """Rows as they will be, with those of deals that something waits about, wherever they stand."""
        shown = {row.deal_id: row for row in rows}
        pending = self._pending()
        saved = pending.pop(PIPELINES_LANE, [])
        waiting = {*pending, *self._tasks.deals_of_pending(), *_carried(saved, shown)}
        tasks = self._tasks.on_deals(shown.keys() | waiting)
        if waiting:
            about = {deal_id: pending.get(deal_id, saved) for deal_id in waiting}
            shown |= self._waiting.rows(self._reader.view_connection(), about, tasks, self._lookups())
        talks = {entry.command.lane for entry in self._outbox.pending_of(sends.SendText, sends.SendMessage)}
        stepped = (
            replace(row, task=next_step(tasks[deal_id])) if deal_id in tasks else row
            for deal_id, row in shown.items()
        )
        return self._dress(self._said(row) if row.conversation_id in talks else row for row in stepped)

    def _said(self, row: Row) -> Row:
        """With the message that waits to go out there."""
        last = self._reader.inbox_row(row.conversation_id) if row.conversation_id is not None else None
        if last is None or row.last_at == last.last_at:
            return row
        is_out = row.state == "open" and last.last_direction == "out"
        return replace(
            row,
            last_at=last.last_at,
            last_direction=last.last_direction,
            last_kind=last.last_kind,
            last_text=last.last_text,
            last_state=last.last_state,
            waiting_since_at=last.waiting_since_at,
            awaits="them" if is_out and not row.has_ours else row.awaits,
            silent_since_at=row.silent_since_at or (last.last_at if is_out and not row.has_ours else None),
        )

    def _lookups(self) -> Lookups:
        return Lookups(self._me, self.name_of, self._talk_of)

    def _talk_of(
        self, contact_id: ContactId | None, conversation_id: ConversationId | None
    ) -> Mapping[str, Any]:
        if contact_id is None and conversation_id is None:
            return {}
        return deal_reading.talk_of(self._reader.view_connection(), contact_id, conversation_id)

    def _month(self, now: datetime) -> datetime:
        """Where this month began for the business."""
        return now.astimezone(ZoneInfo(self._zone())).replace(
            day=1, hour=0, minute=0, second=0, microsecond=0
        )


def _carried(saved: Iterable[Pending], rows: Mapping[str, DealRow]) -> set[str]:
    """Deals of stages that go with what waits here to be saved; all others stay as they are."""
    bodies = [one.command.body for one in saved]
    stages = {
        (body.pipeline.pipeline_id, move.from_stage_id)
        for body in bodies
        if isinstance(body, SavePipeline)
        for move in body.moves
    }
    return {key for key, row in rows.items() if (row.pipeline_id, row.stage_id) in stages}


def _of_pipeline(narrowed: DealFilter, pipeline_id: str) -> DealFilter:
    return replace(narrowed, pipeline_id=pipeline_id, stage_id="", states=("open",))

"""What screens read of quiet deals and of ladders, with what waits on this computer drawn over."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Literal

from app.desk.deal_reading import DealReader
from app.desk.outbox import Outbox
from app.desk.reading import Reader
from app.domain import ladders as asks
from app.domain.deal_rows import DealRow, FollowUpRow
from app.domain.errors import Refused
from app.domain.follow_ups import FollowUp, preview
from app.domain.ladder_rows import DoneStep, FollowUpCard, Preview, PreviewStep, QuietList, WhatWorked
from app.domain.ladder_words import Words
from app.domain.ladders import Ladder, LadderStep
from app.domain.money import plus
from app.domain.quiet_deals import QuietOrder, Worked, cut_offs, in_order, quiet_of, worked
from app.domain.quiet_hours import QuietHours
from app.domain.settings import BY_NAME
from app.domain.working_days import WorkingDays
from storage import view
from storage.view import deal_reading, ladders, quiet_lists
from storage.view.ladder_people import Talk, cannot_start, talk_of

Wish = Literal["", "start", "send", "skip", "stop"]
_WISHES: dict[type, Wish] = {
    asks.StartFollowUp: "start",
    asks.SendHeldFollowUp: "send",
    asks.SkipFollowUp: "skip",
    asks.StopFollowUp: "stop",
}


class LadderReader:
    """`now`: the hub's clock; `currency`: the business's own."""

    def __init__(
        self,
        reader: Reader,
        outbox: Outbox,
        deals: DealReader,
        calendar: Callable[[datetime], WorkingDays],
        now: Callable[[], datetime],
        currency: Callable[[], str],
    ) -> None:
        self._reader = reader
        self._outbox = outbox
        self._deals = deals
        self._calendar = calendar
        self._now = now
        self._currency = currency

    # --- quiet deals ---

    def quiet_list(self, order: QuietOrder, pipeline_id: str, limit: int) -> QuietList:
        """See `LaddersDesk.quiet_list`."""
        conn, now, currency = self._reader.view_connection(), self._now(), self._currency()
        pipelines = [one for one in self._deals.pipelines() if pipeline_id in ("", one.pipeline_id)]
        cuts = cut_offs(pipelines, self._calendar(now), now)
        ids = quiet_lists.quiet_ids(conn, cuts, order, currency, limit)
        count, sums = quiet_lists.quiet_sums(conn, cuts)
        base = deal_reading.deals_by_ids(conn, ids)
        rows = self._deals.with_pending(base)
        quiet = [row for row in rows if row.quiet is not None and _is_listed(row, pipeline_id)]
        there, waiting = {row.deal_id for row in quiet}, {row.deal_id for row in base}
        gone = [row for row in base if row.deal_id not in there]
        come = [row for row in quiet if row.deal_id not in waiting]
        totals = plus([*sums, *(_negative(row) for row in gone), *(row.amount for row in come)], currency)
        shown = in_order(quiet, order, currency)[:limit]
        return QuietList(tuple(shown), count - len(gone) + len(come), totals)

    def dressed(self, rows: Iterable[DealRow]) -> list[DealRow]:
        """The same rows, with how long they are quiet and what their ladder does."""
        there, now = list(rows), self._now()
        calendar = self._calendar(now)
        days = {
            (pipeline.pipeline_id, stage.stage_id): stage.quiet_days
            for pipeline in self._deals.pipelines()
            for stage in pipeline.stages
        }
        cuts = {(one.pipeline_id, one.stage_id): one.at for one in self._cuts(calendar, now)}
        runs, days_since = self._runs(row.deal_id for row in there), calendar.until(now)
        found = []
        for row in there:
            place = (row.pipeline_id, row.stage_id)
            quiet, since = None, row.silent_since_at
            if since is not None and row.state == "open" and place in cuts and since <= cuts[place]:
                quiet = quiet_of(since, days[place], days_since)
            run = runs.get(row.deal_id)
            if quiet is row.quiet and run is row.follow_up:  # most of a board: a copy of each would cost it
                found.append(row)
            else:
                found.append(replace(row, quiet=quiet, follow_up=run))
        return found

    def _cuts(self, calendar: WorkingDays, now: datetime) -> list[Any]:
        return list(cut_offs(self._deals.pipelines(), calendar, now))

    def quiet_today(self, limit: int) -> tuple[list[DealRow], int]:
        """See `LaddersDesk.quiet_today`."""
        held = [row for row in self.followed_up(limit) if not _is_decided(row)]
        conn, now = self._reader.view_connection(), self._now()
        cuts = cut_offs(self._deals.pipelines(), self._calendar(now), now)
        ids = quiet_lists.free_ids(conn, cuts, limit)
        rows = in_order(
            self._deals.with_pending(deal_reading.deals_by_ids(conn, ids)), "days", self._currency()
        )
        free = [
            row for row in rows if row.quiet is not None and row.follow_up is None and _is_listed(row, "")
        ]
        count = ladders.held_count(conn) + max(len(free), quiet_lists.free_count(conn, cuts))
        return [*held, *free][:limit], count

    def followed_up(self, limit: int) -> list[DealRow]:
        """See `LaddersDesk.followed_up`."""
        conn = self._reader.view_connection()
        ids = [run.deal_id for run in ladders.all_follow_ups(conn, limit)]
        ids += [entry.command.lane for entry in self._outbox.pending_of(asks.StartFollowUp)]
        rows = {row.deal_id: row for row in deal_reading.deals_by_ids(conn, ids)}
        shown = self._deals.with_pending([rows[one] for one in dict.fromkeys(ids) if one in rows])
        there = [row for row in shown if row.follow_up is not None and _goes_on(row)]
        place = {deal_id: number for number, deal_id in enumerate(ids)}
        return sorted(there, key=lambda row: (_is_decided(row), place.get(row.deal_id, len(ids))))[:limit]

    # --- ladders and runs ---

    def ladders(self) -> list[Ladder]:
        """See `LaddersDesk.ladders`."""
        known = ladders.ladders(self._reader.view_connection())
        for entry in self._outbox.pending_of(asks.SaveLadder):
            body = entry.command.body
            if isinstance(body, asks.SaveLadder):
                before = known.get(body.ladder.pipeline_id)
                if (before.version if before is not None else 0) <= body.seen_version:
                    known[body.ladder.pipeline_id] = replace(body.ladder, version=body.seen_version + 1)
        return [known.get(one.pipeline_id, Ladder(one.pipeline_id)) for one in self._deals.pipelines()]

    def ladder(self, pipeline_id: str) -> Ladder:
        """Of one pipeline."""
        return next((one for one in self.ladders() if one.pipeline_id == pipeline_id), Ladder(pipeline_id))

    def run(self, deal_id: str) -> FollowUp | None:
        """As the log knows it."""
        return ladders.follow_up(self._reader.view_connection(), deal_id)

    def follow_up(self, deal_id: str) -> FollowUpCard | None:
        """See `LaddersDesk.follow_up`."""
        run, wish = self.run(deal_id), self._wish(deal_id)
        if run is None:
            return self._begun(deal_id) if wish == "start" else None
        if wish == "stop":
            return None
        conn = self._reader.view_connection()
        done = tuple(self._with_state(one) for one in ladders.steps_done(conn, run.run_id))
        return FollowUpCard(
            run.deal_id, run.run_id, run.steps, run.step, run.state, run.started_at, run.due_at, run.code, run.facts,
            run.cause, run.is_automatic, run.member_id, self._deals.name_of(run.member_id), done, wish,
        )  # fmt: skip

    def _begun(self, deal_id: str) -> FollowUpCard | None:
        entries = [one for one in self._outbox.pending_of(asks.StartFollowUp) if one.command.lane == deal_id]
        row = next(iter(deal_reading.deals_by_ids(self._reader.view_connection(), (deal_id,))), None)
        if not entries or row is None:
            return None
        body, at = entries[-1].command.body, entries[-1].command.made_at
        assert isinstance(body, asks.StartFollowUp)
        steps = self.ladder(row.pipeline_id).steps
        return FollowUpCard(deal_id, body.run_id, steps, 1, "waiting", at, wish="start")

    def _with_state(self, one: DoneStep) -> DoneStep:
        if one.message_id is None:
            return one
        message = view.load_message(self._reader.view_connection(), one.message_id)
        return replace(one, state=message.state) if message is not None else one

    def _wish(self, deal_id: str) -> Wish:
        kinds = tuple(_WISHES)
        there = [one.command.body for one in self._outbox.pending_of(*kinds) if one.command.lane == deal_id]
        return _WISHES[type(there[-1])] if there else ""

    def _runs(self, deal_ids: Iterable[str]) -> dict[str, FollowUpRow]:
        ids = frozenset(deal_ids)
        known = ladders.follow_ups(self._reader.view_connection(), ids)
        found = {key: _row_of(run) for key, run in known.items()}
        for entry in self._outbox.pending_of(*_WISHES):
            deal_id, body = entry.command.lane, entry.command.body
            if isinstance(body, asks.StopFollowUp):
                found.pop(deal_id, None)
            elif isinstance(body, asks.StartFollowUp) and deal_id in ids and deal_id not in found:
                found[deal_id] = FollowUpRow(body.run_id, 1)
        return found

    # --- before one begins ---

    def previews(self, deal_ids: Sequence[str]) -> list[Preview]:
        """See `LaddersDesk.follow_up_previews`."""
        conn, now = self._reader.view_connection(), self._now()
        rows = {row.deal_id: row for row in self.dressed(deal_reading.deals_by_ids(conn, deal_ids))}
        return [self._preview(rows[one], now) for one in deal_ids if one in rows]

    def _preview(self, row: DealRow, now: datetime) -> Preview:
        conn = self._reader.view_connection()
        deal = deal_reading.load_deal(conn, row.deal_id)
        if deal is None:
            return Preview(row, refused=Refused("deal_unknown"))
        talk, ladder = talk_of(conn, deal), self.ladder(deal.pipeline_id)  # also one that is on its way
        refused = cannot_start(conn, deal, ladder, talk)
        if refused is not None:
            return Preview(row, refused=refused)
        planned = preview(ladder.steps, self._calendar(now), now, self._quiet_hours(talk))
        return Preview(row, tuple(self._step(one, talk) for one in planned))

    def unsaid(self, run: FollowUp) -> Refused | None:
        """Why the next step of a run would say nothing now."""
        deal = deal_reading.load_deal(self._reader.view_connection(), run.deal_id)
        if deal is None or run.next_step is None or run.next_step.act == "call":
            return None
        words = self._words(run.next_step, talk_of(self._reader.view_connection(), deal), self._now())
        return words if isinstance(words, Refused) else None

    def _words(self, step: LadderStep, talk: Talk, at: datetime) -> Words | Refused:
        from app.words.ladder_texts import said_to

        there, conn = talk.conversation, self._reader.view_connection()
        templates = view.templates(conn, there.line_id) if there is not None else []
        me, business = self._reader.me(), str(self._reader.setting("business_name"))
        return said_to(step, there, talk.contact, templates, me.name, business, at)

    def _step(self, one: Any, talk: Talk) -> PreviewStep:
        if one.step.act == "call":
            return PreviewStep(one.number, "call", one.at)
        words = self._words(one.step, talk, one.at)
        if isinstance(words, Refused):
            return PreviewStep(one.number, "message", one.at, problem=words)
        return PreviewStep(one.number, "message", one.at, words.text, words.kind == "template")

    def _quiet_hours(self, talk: Talk) -> QuietHours | None:
        from app.words.number_zones import place_of, quiet_hours

        settings = {name: one.default for name, one in BY_NAME.items()}
        settings |= view.settings(self._reader.view_connection())
        return quiet_hours(settings, *place_of(talk.contact))

    # --- figures ---

    def what_worked(self, pipeline_id: str) -> WhatWorked:
        """See `LaddersDesk.what_worked`."""
        taken = quiet_lists.steps_taken(self._reader.view_connection(), pipeline_id)
        steps: list[Worked] = worked([(str(step), is_answered) for step, _cause, is_answered in taken])
        causes = worked([(cause, is_answered) for _step, cause, is_answered in taken])
        return WhatWorked(tuple(steps), tuple(causes))


def _row_of(run: FollowUp) -> FollowUpRow:
    step = run.next_step
    return FollowUpRow(
        run.run_id, run.step, run.due_at, run.state, run.code if run.state == "held" else "", len(run.steps),
        step.act if step is not None else "message",
    )  # fmt: skip


def _is_decided(row: DealRow) -> bool:
    return row.follow_up is None or row.follow_up.state != "held"


def _goes_on(row: DealRow) -> bool:
    """The hub ends within a minute what they answered, and nobody is to see it as planned until then."""
    return not row.is_removed and row.awaits != "us"


def _is_listed(row: DealRow, pipeline_id: str) -> bool:
    return not row.is_removed and row.state == "open" and pipeline_id in ("", row.pipeline_id)


def _negative(row: DealRow) -> Any:
    return replace(row.amount, minor=-row.amount.minor) if row.amount is not None else None

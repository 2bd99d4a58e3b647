"""The part of `tests.fake_desk.FakeDesk` about deals without news and ladders: everything happens at once.

A test makes a deal quiet with `go_quiet`, plays the hub with `hold_follow_up` and `take_step`, and sets `worked`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta

from app.domain.clock import Clock
from app.domain.deal_rows import DealCard, DealRow, FollowUpRow, Quiet
from app.domain.deals import Pipeline
from app.domain.errors import ComptoirError, Refused
from app.domain.follow_ups import preview
from app.domain.ids import MessageId
from app.domain.ladder_rows import DoneStep, FollowUpCard, Preview, PreviewStep, QuietList, WhatWorked
from app.domain.ladder_words import unknown_blank
from app.domain.ladders import Ladder, ladder_problem
from app.domain.members import Member
from app.domain.money import plus
from app.domain.quiet_deals import QuietOrder, in_order
from app.domain.rows import Changes
from app.domain.settings import SettingValue
from app.domain.working_days import WorkingDays


class FakeLadders:
    """`made_ladders` by pipeline, `runs` by deal."""

    clock: Clock
    deal_cards: dict[str, DealCard]
    pipelines: Callable[[], list[Pipeline]]
    put_deal: Callable[[DealCard], DealCard]
    setting: Callable[[str], SettingValue]
    me: Callable[[], Member]
    _tell: Callable[[Changes], None]

    def __init__(self) -> None:
        super().__init__()
        self.made_ladders: dict[str, Ladder] = {}
        self.runs: dict[str, FollowUpCard] = {}
        self.worked = WhatWorked()
        self.refused_starts: dict[str, ComptoirError] = {}

    # --- read ---

    def quiet_list(self, order: QuietOrder = "days", pipeline_id: str = "", limit: int = 500) -> QuietList:
        """Those with `quiet`."""
        rows = [
            row
            for row in self.deal_cards.values()
            if row.quiet is not None and not row.is_removed and pipeline_id in ("", row.pipeline_id)
        ]
        currency = str(self.setting("currency"))
        found = in_order(rows, order, currency)
        return QuietList(tuple(found[:limit]), len(found), plus((row.amount for row in found), currency))

    def quiet_today(self, limit: int = 6) -> tuple[list[DealRow], int]:
        """Held ones first."""
        held = [row for row in self.followed_up() if self.runs[row.deal_id].state == "held"]
        free = [row for row in self.quiet_list().rows if row.follow_up is None]
        return [*held, *free][:limit], len(held) + len(free)

    def followed_up(self, limit: int = 500) -> list[DealRow]:
        """Held ones first."""
        there = [self.deal_cards[key] for key in self.runs]
        rows: list[DealRow] = sorted(
            there, key=lambda row: (self.runs[row.deal_id].state != "held", row.deal_id)
        )
        return rows[:limit]

    def ladders(self) -> list[Ladder]:
        """One for each pipeline."""
        return [self.made_ladders.get(one.pipeline_id, Ladder(one.pipeline_id)) for one in self.pipelines()]

    def follow_up(self, deal_id: str) -> FollowUpCard | None:
        """The run."""
        return self.runs.get(deal_id)

    def follow_up_previews(self, deal_ids: Sequence[str]) -> list[Preview]:
        """As the ladder says, from Monday to Friday."""
        found = []
        for deal_id in deal_ids:
            row, refused = self.deal_cards[deal_id], self.refused_starts.get(deal_id)
            if refused is not None or not self._ladder(row).steps:
                code, facts = (refused.code, refused.facts) if refused is not None else ("ladder_empty", {})
                found.append(Preview(row, refused=Refused(code, facts)))
                continue
            planned = preview(self._ladder(row).steps, WorkingDays(range(5)), self.clock.now())
            steps = tuple(PreviewStep(one.number, one.step.act, one.at, one.step.text) for one in planned)
            found.append(Preview(row, steps))
        return found

    def what_worked(self, pipeline_id: str = "") -> WhatWorked:
        """As a test says."""
        return self.worked

    # --- do ---

    async def save_ladder(self, ladder: Ladder) -> None:
        """At once."""
        if self.me().role == "rep":
            raise ComptoirError("role_missing", role="rep")
        known = self.made_ladders.get(ladder.pipeline_id)
        if known is not None and known.version != ladder.version:
            raise ComptoirError("ladder_changed")
        refused = ladder_problem(ladder) or unknown_blank(ladder)
        if refused is not None:
            raise ComptoirError(refused.code, **refused.facts)
        self.made_ladders[ladder.pipeline_id] = replace(ladder, version=ladder.version + 1)
        self._tell(Changes(is_pipelines=True))

    async def start_follow_ups(self, deal_ids: Sequence[str]) -> None:
        """The first step is due after its wait."""
        for deal_id in deal_ids:
            if deal_id in self.refused_starts or deal_id in self.runs:
                continue
            ladder = self._ladder(self.deal_cards[deal_id])
            if not ladder.steps:
                raise ComptoirError("ladder_empty")
            now = self.clock.now()
            due_at = now + timedelta(days=ladder.steps[0].wait_days)
            self.put_run(
                FollowUpCard(deal_id, f"run-{deal_id}", ladder.steps, 1, "waiting", now, due_at,
                             member_name=self.me().name)
            )  # fmt: skip

    async def stop_follow_up(self, deal_id: str) -> None:
        """Gone."""
        self._run(deal_id)
        self.put_run(None, deal_id)

    async def send_follow_up(self, deal_id: str) -> None:
        """Done now."""
        self._run(deal_id)
        self.take_step(deal_id)

    async def skip_follow_up(self, deal_id: str) -> None:
        """The next one."""
        self.put_run(self._after(self._run(deal_id)))

    # --- played by a test ---

    def go_quiet(self, deal_id: str, days: int) -> DealCard:
        """No news for so many working days."""
        since = self.clock.now() - timedelta(days=days * 7 // 5)
        card = replace(self.deal_cards[deal_id], quiet=Quiet(since, days), silent_since_at=since)
        return self.put_deal(card)

    def hold_follow_up(self, deal_id: str, code: str, **facts: str) -> None:
        """The hub asks somebody."""
        self.put_run(replace(self._run(deal_id), state="held", due_at=None, code=code, facts=facts))

    def take_step(self, deal_id: str) -> None:
        """The hub does what is next."""
        run = self._run(deal_id)
        step = run.next_step
        assert step is not None
        done = DoneStep(run.step, step.act, self.clock.now(), MessageId(f"m-{run.step}"), "delivered")
        self.put_run(replace(self._after(run), done=(*run.done, done)))

    def put_run(self, run: FollowUpCard | None, deal_id: str = "") -> None:
        """As it is now, on the deal's card too."""
        deal_id = run.deal_id if run is not None else deal_id
        row = None
        if run is None:
            self.runs.pop(deal_id, None)
        else:
            self.runs[deal_id] = run
            step = run.next_step
            row = FollowUpRow(
                run.run_id, run.step, run.due_at, run.state, run.code, len(run.steps),
                step.act if step is not None else "message",
            )  # fmt: skip
        self.put_deal(replace(self.deal_cards[deal_id], follow_up=row))

    def _after(self, run: FollowUpCard) -> FollowUpCard:
        step = run.step + 1
        if step > len(run.steps):
            return replace(run, step=step, state="spent", due_at=None, code="", facts={})
        due_at = self.clock.now() + timedelta(days=run.steps[step - 1].wait_days)
        return replace(run, step=step, state="waiting", due_at=due_at, code="", facts={})

    def _ladder(self, row: DealRow) -> Ladder:
        return self.made_ladders.get(row.pipeline_id, Ladder(row.pipeline_id))

    def _run(self, deal_id: str) -> FollowUpCard:
        if deal_id not in self.runs:
            raise ComptoirError("follow_up_over", why="")
        return self.runs[deal_id]

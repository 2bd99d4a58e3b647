"""What a person may ask for about ladders: checked here as far as this computer can know, stored, then sent."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from app.desk.actions import Standing, sendable
from app.desk.ladder_reading import LadderReader
from app.desk.outbox import Outbox
from app.domain import ladders as asks
from app.domain.errors import ComptoirError, Refused
from app.domain.follow_ups import FollowUp
from app.domain.ids import IdMaker
from app.domain.ladder_words import unknown_blank
from app.domain.ladders import Ladder, ladder_problem
from app.domain.members import Member

LEADERS = ("owner", "manager")


class LadderActions:
    """What the methods do is said in `app.desk.ladders_desk.LaddersDesk`."""

    def __init__(
        self,
        reader: LadderReader,
        outbox: Outbox,
        ids: IdMaker,
        me: Callable[[], Member],
        standing: Callable[[], Standing],
    ) -> None:
        self._reader = reader
        self._outbox = outbox
        self._ids = ids
        self._me = me
        self._standing = standing

    async def save(self, ladder: Ladder) -> None:
        """Of whoever leads; `ladder.version`: of the one that was seen."""
        role = self._me().role
        if role not in LEADERS:
            raise ComptoirError("role_missing", role=role)
        known = self._reader.ladder(ladder.pipeline_id)
        if known.version != ladder.version:
            raise ComptoirError("ladder_changed")
        made = replace(
            ladder, steps=tuple(replace(one, text=sendable(one.text).strip()) for one in ladder.steps)
        )
        _refuse(ladder_problem(made) or unknown_blank(made))
        if made != known:
            await self._ask(asks.SaveLadder(made, ladder.version))

    async def start(self, deal_ids: Sequence[str]) -> None:
        """Each is a wish of its own, so that one refusal hinders no other."""
        bodies = []
        for preview in self._reader.previews(deal_ids):
            if preview.refused is not None:
                if len(deal_ids) == 1:
                    _refuse(preview.refused)
                continue
            version = self._reader.ladder(preview.row.pipeline_id).version
            bodies.append(asks.StartFollowUp(preview.row.deal_id, self._ids.new(), version))
        await self._ask(*bodies)

    async def stop(self, deal_id: str) -> None:
        """Nothing more goes out."""
        card = self._reader.follow_up(deal_id)
        if card is None:
            raise ComptoirError("follow_up_over", why="")
        await self._ask(asks.StopFollowUp(deal_id, card.run_id))

    async def send(self, deal_id: str) -> None:
        """The next step now."""
        run = self._run(deal_id)
        _refuse(self._reader.unsaid(run))
        await self._ask(asks.SendHeldFollowUp(deal_id, run.run_id, run.step))

    async def skip(self, deal_id: str) -> None:
        """The next step is left out."""
        run = self._run(deal_id)
        await self._ask(asks.SkipFollowUp(deal_id, run.run_id, run.step))

    def _run(self, deal_id: str) -> FollowUp:
        run = self._reader.run(deal_id)
        if run is None or run.state == "spent":
            raise ComptoirError("follow_up_over", why="")
        return run

    async def _ask(self, *bodies: asks.LadderAsk) -> None:
        if bodies:
            standing = self._standing()
            await self._outbox.add(list(bodies), standing.base_pos, is_online=standing.is_online)


def _refuse(refused: Refused | None) -> None:
    if refused is not None:
        raise ComptoirError(refused.code, **refused.facts)

"""Follow-ups as a desk shows them: who answered, a step that would say nothing, a ladder that is on its way."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.domain.errors import ComptoirError
from app.domain.ladders import Ladder, LadderStep
from tests.flow.customers_world import silent, street
from tests.flow.desk_world import reach
from tests.flow.test_deals_with_customers import HOUR_S, deal_of, now


async def test_who_answered_a_follow_up_is_planned_for_no_more_from_that_moment(tmp_path: Path) -> None:
    """The hub ends the ladder within a minute; nobody is to see the next step as planned until then."""
    async with street(tmp_path) as it:
        yes, desk = "Sorry for the silence! Yes, let’s do it", it.one.desk
        _harriet, there = await it.meets(
            "447700900556", "Harriet Cole", "How much for six?", habits=silent(), decides=(yes,)
        )
        deal = await deal_of(it, there)
        await it.say(there, "420 € for six, good for a month")
        await it.later(5 * HOUR_S)
        await desk.save_ladder(
            Ladder("main", (LadderStep(0, text="Hello?"), LadderStep(3, text="Still there?")))
        )
        await desk.start_follow_ups([deal.deal_id])
        await reach(it.world.clock, lambda: now(it, deal.deal_id).last_text == "Hello?")
        assert len(desk.followed_up()) == 1
        await reach(it.world.clock, lambda: now(it, deal.deal_id).awaits == "us", within_s=900)
        assert desk.followed_up() == []


async def test_a_step_that_would_say_nothing_is_refused_at_once(tmp_path: Path) -> None:
    async with street(tmp_path) as it:
        desk = it.one.desk
        _solene, there = await it.meets(
            "33639980873", "Solène Barbier", "How much for colour?", habits=silent(answers=0.0)
        )
        deal = await deal_of(it, there)
        await it.say(there, "165 €")
        await it.later(25 * HOUR_S)
        await desk.save_ladder(Ladder("main", (LadderStep(2, text="Hello?"),)))
        await desk.start_follow_ups([deal.deal_id])
        await reach(it.world.clock, lambda: not desk.is_waiting_for_hub)
        assert desk.follow_up(deal.deal_id) is not None
        with pytest.raises(ComptoirError, match="no_template"):
            await desk.send_follow_up(deal.deal_id)
        assert not desk.is_waiting_for_hub

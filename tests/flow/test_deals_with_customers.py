"""Deals with practice customers who behave: silent after a quote, late, accepting, ordering, gone for good."""

from __future__ import annotations

from pathlib import Path

from app.domain.deal_asks import NewDeal
from app.domain.deal_rows import DealCard
from app.domain.ids import ConversationId
from app.domain.ladders import Ladder, LadderStep
from app.domain.money import Money
from tests.flow.customers_world import Street, silent, street
from tests.flow.desk_world import reach

HOUR_S = 3_600.0


async def deal_of(it: Street, there: ConversationId) -> DealCard:
    """What somebody makes after a quote."""
    new = NewDeal(title="Hen weekend", amount=Money(42_000, "EUR"), conversation_id=there, stage_id="quote")
    deal_id = await it.one.desk.add_deal(new)
    await reach(it.world.clock, lambda: not it.one.desk.is_waiting_for_hub)
    return now(it, deal_id)


def now(it: Street, deal_id: str) -> DealCard:
    card = it.one.desk.deal(deal_id)
    assert card is not None
    return card


async def test_who_answers_late_does_so_at_the_follow_up_and_is_awaited_no_more(tmp_path: Path) -> None:
    async with street(tmp_path) as it:
        yes = "Sorry for the silence! Yes, let’s do it"
        _harriet, there = await it.meets(
            "447700900556", "Harriet Cole", "How much for six?", habits=silent(), decides=(yes,)
        )
        deal = await deal_of(it, there)
        assert deal.awaits == "us" and deal.silent_since_at is None
        await it.say(there, "420 € for six, good for a month")
        await it.later(HOUR_S)
        deal = now(it, deal.deal_id)
        assert deal.awaits == "them" and deal.last_text == "420 € for six, good for a month"
        quoted_at = deal.silent_since_at
        assert quoted_at is not None
        await it.later(5 * HOUR_S)
        await it.say(there, "Hello Harriet, have you had a look?")
        assert now(it, deal.deal_id).silent_since_at == quoted_at, "since the first of our unanswered words"
        await it.heard(yes)
        deal = now(it, deal.deal_id)
        assert (deal.awaits, deal.silent_since_at, deal.last_text) == ("us", None, yes)
        await it.one.desk.win_deal(deal.deal_id, "Price")
        await it.later(1)
        assert [row.state for row in it.one.desk.deals_of_conversation(there)] == ["won"]


async def test_who_is_gone_for_good_is_silent_whatever_is_written(tmp_path: Path) -> None:
    async with street(tmp_path) as it:
        _solene, there = await it.meets(
            "33639980873", "Solène Barbier", "How much for colour?", habits=silent(answers=0.0)
        )
        deal = await deal_of(it, there)
        await it.say(there, "165 €")
        await it.later(1)
        first_at = now(it, deal.deal_id).silent_since_at
        for text in ("Still interested?", "One last word"):
            await it.later(4 * HOUR_S)
            await it.say(there, text)
        await it.later(4 * HOUR_S)
        after = now(it, deal.deal_id)
        assert (after.awaits, after.silent_since_at) == ("them", first_at) and first_at is not None
        assert len(it.world.events("message.received")) == 1


async def test_an_order_after_a_follow_up_makes_a_deal_of_its_own(tmp_path: Path) -> None:
    async with street(tmp_path) as it:
        await it.one.desk.change_setting("deals_from_orders", True)
        await it.one.desk.change_setting("deals_incoming", True)
        _damien, there = await it.meets(
            "33639980644",
            "Damien",
            "A price for six masks?",
            habits=silent(),
            decides=("[order SKU-8 6] Here it is",),
        )
        assert [row.conversation_id for row in it.one.desk.incoming()] == [there]
        await it.say(there, "24 € each")
        await it.say(there, "You can order here")
        await it.heard("Here it is")
        await it.later(1)
        [deal] = it.one.desk.deals_of_conversation(there)
        card = now(it, deal.deal_id)
        assert (card.amount, card.source, card.awaits) == (Money(14_400, "EUR"), "order", "us")
        assert [(line.code, line.quantity, line.price) for line in card.lines] == [
            ("SKU-8", 6, Money(2400, "EUR"))
        ]
        assert it.one.desk.incoming() == []


async def test_a_ladder_stops_at_the_customers_answer(tmp_path: Path) -> None:
    async with street(tmp_path) as it:
        yes = "Sorry for the silence! Yes, let’s do it"
        _harriet, there = await it.meets(
            "447700900556", "Harriet Cole", "How much for six?", habits=silent(), decides=(yes,)
        )
        deal = await deal_of(it, there)
        steps = (
            LadderStep(0, text="Have you had a look, {first_name}?"),
            LadderStep(1, text="One last word"),
        )
        await it.one.desk.save_ladder(Ladder("main", steps))
        await it.say(there, "420 € for six, good for a month")
        await it.later(2 * HOUR_S)
        await it.one.desk.start_follow_ups([deal.deal_id])
        await it.heard(yes)
        await reach(it.world.clock, lambda: bool(it.world.events("follow_up.ended")))
        [ended] = it.world.events("follow_up.ended")
        assert ended.body.why == "answered"  # type: ignore[union-attr]
        texts = [one.body.text for one in it.world.events("send.requested")]  # type: ignore[union-attr]
        assert texts == ["420 € for six, good for a month", "Have you had a look, Harriet?"]
        await it.closed(4 * 24 * HOUR_S)
        assert len(it.world.events("follow_up.sent")) == 1, "nothing more, days later"
        assert now(it, deal.deal_id).awaits == "us"

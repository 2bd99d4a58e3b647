"""Orders and advertisements make deals where the team wants it: each message one, whatever comes twice or late."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from app.domain.assignment import ClaimConversation
from app.domain.deal_asks import DeclineIncoming, WinDeal, deal_of_message
from app.domain.deals import DealAdded, DealLine
from app.domain.events import Event
from app.domain.ids import ConversationId
from app.domain.money import Money
from app.domain.settings import ChangeSetting
from tests.flow.hub_world import ANA, BO, Desk, HubWorld, webhook

ITEMS = (
    {"product_retailer_id": "SKU-7", "quantity": "2", "item_price": "18.50", "currency": "EUR"},
    {"product_retailer_id": "SKU-8", "quantity": "1", "item_price": "24", "currency": "EUR"},
)
AD = {
    "source_url": "https://fb.me/x",
    "source_type": "ad",
    "source_id": "12",
    "headline": "First cut\n20% off",
}


def item(world: HubWorld, person: str, wamid: str, **said: Any) -> dict[str, Any]:
    """One message of somebody, by an ad if `said` tells so."""
    sent = str(int(world.clock.now().timestamp()))
    return {"from": person, "id": wamid, "timestamp": sent} | said


def order_of(
    world: HubWorld, person: str = ANA, wamid: str = "wamid.order1", items: Any = ITEMS
) -> dict[str, Any]:
    said = {"type": "order", "order": {"catalog_id": "1", "text": "Thanks", "product_items": list(items)}}
    return item(world, person, wamid, **said)


def ad_of(world: HubWorld, person: str = ANA, wamid: str = "wamid.ad1") -> dict[str, Any]:
    return item(world, person, wamid, type="text", text={"body": "Hello, how much?"}, referral=AD)


def post_of(*items: dict[str, Any]) -> dict[str, Any]:
    people = [{"profile": {"name": one["from"]}, "wa_id": one["from"]} for one in items]
    return webhook({"contacts": people, "messages": list(items)})


async def told(world: HubWorld, *items: dict[str, Any]) -> list[Event]:
    """Deals, once these have come."""
    assert await world.post(post_of(*items)) == 200
    await world.settled()
    return world.events("deal.added")


async def wanting(world: HubWorld, *names: str) -> Desk:
    lea = await world.join()
    for name in names:
        assert (await world.do(lea, ChangeSetting(name, True))).result == "accepted"
    return lea


async def test_without_the_setting_nothing_makes_a_deal(tmp_path: Path) -> None:
    async with HubWorld(tmp_path) as world:
        await world.join()
        assert await told(world, order_of(world), ad_of(world, BO)) == []


async def test_an_order_is_a_deal_with_its_lines_and_its_amount(tmp_path: Path) -> None:
    async with HubWorld(tmp_path) as world:
        lea = await wanting(world, "deals_from_orders")
        there = await world.conversation()
        assert (await world.do(lea, ClaimConversation(there))).result == "accepted"
        [made] = await told(world, order_of(world))
        body, message = made.body, world.events("message.received")[-1].body
        assert isinstance(body, DealAdded)
        assert body.lines == (
            DealLine("", "SKU-7", 2, Money(1850, "EUR")),
            DealLine("", "SKU-8", 1, Money(2400, "EUR")),
        )
        assert (body.amount, body.source) == (Money(6100, "EUR"), "order")
        assert (body.pipeline_id, body.stage_id) == ("main", "enquiry")
        assert (body.conversation_id, body.owner_id) == (there, lea.member_id)
        assert body.contact_id == message.contact_id  # type: ignore[union-attr]
        assert body.message_id == message.message_id  # type: ignore[union-attr]
        assert made.subject == body.deal_id == deal_of_message(body.message_id)  # type: ignore[arg-type]
        assert made.actor.kind == "hub" and body.member_id is None
        assert made.pos == world.events("message.received")[-1].pos + 1, "beside the message's own event"


async def test_an_order_that_comes_twice_is_one_deal(tmp_path: Path) -> None:
    async with HubWorld(tmp_path) as world:
        await wanting(world, "deals_from_orders")
        once = order_of(world)
        assert len(await told(world, once)) == 1
        assert len(await told(world, once)) == 1
        assert len(await told(world, once, once, order_of(world, wamid="wamid.order2"))) == 2
        await world.restart(away_s=90_000)
        assert len(await told(world, once)) == 2, "a day later and after a restart"


@pytest.mark.parametrize(
    ("items", "amount", "prices"),
    [
        ([ITEMS[0] | {"currency": "XYZ"}], None, [None]),
        ([ITEMS[0] | {"item_price": "0.333"}], None, [None]),
        ([ITEMS[0], ITEMS[1] | {"currency": "USD"}], None, [Money(1850, "EUR"), Money(2400, "USD")]),
        ([ITEMS[0] | {"item_price": 18.5, "quantity": 2}], Money(3700, "EUR"), [Money(1850, "EUR")]),
        ([ITEMS[0] | {"item_price": "1e99"}], None, [None]),
        ([{}], None, [None]),
        ([], None, []),
    ],
)
async def test_an_odd_order_keeps_its_lines_and_invents_no_amount(
    tmp_path: Path, items: list[dict[str, Any]], amount: Money | None, prices: list[Money | None]
) -> None:
    async with HubWorld(tmp_path) as world:
        await wanting(world, "deals_from_orders")
        [made] = await told(world, order_of(world, items=items))
        assert isinstance(made.body, DealAdded) and made.body.amount == amount
        assert [line.price for line in made.body.lines] == prices


async def test_an_advertisement_brings_one_deal_while_one_is_open(tmp_path: Path) -> None:
    async with HubWorld(tmp_path) as world:
        lea = await wanting(world, "deals_from_ads")
        [made] = await told(world, ad_of(world), ad_of(world, wamid="wamid.ad2"))
        assert isinstance(made.body, DealAdded)
        assert (made.body.title, made.body.source, made.body.amount) == ("First cut 20% off", "ad", None)
        assert len(await told(world, ad_of(world, wamid="wamid.ad3"))) == 1
        assert (await world.do(lea, WinDeal(made.body.deal_id))).result == "accepted"
        assert len(await told(world, ad_of(world, wamid="wamid.ad4"))) == 2, "the first one is over"
        assert len(await told(world, ad_of(world, BO, "wamid.ad5"))) == 3, "somebody else"


async def test_who_was_put_aside_gets_no_deal_by_an_advertisement(tmp_path: Path) -> None:
    async with HubWorld(tmp_path) as world:
        lea = await wanting(world, "deals_from_ads", "deals_from_orders")
        there = ConversationId(await world.conversation())
        assert (await world.do(lea, DeclineIncoming(there))).result == "accepted"
        assert await told(world, ad_of(world)) == []
        assert len(await told(world, order_of(world))) == 1, "an order is an order"


async def test_an_order_of_a_click_is_one_deal(tmp_path: Path) -> None:
    async with HubWorld(tmp_path) as world:
        await wanting(world, "deals_from_ads", "deals_from_orders")
        [made] = await told(world, order_of(world) | {"referral": AD})
        assert isinstance(made.body, DealAdded) and made.body.source == "order"


async def test_a_history_brings_no_deal(tmp_path: Path) -> None:
    """What a phone wrote before we listened was dealt with long ago."""
    async with HubWorld(tmp_path) as world:
        await wanting(world, "deals_from_orders", "deals_from_ads")
        old = order_of(world)
        value = {"history": [{"metadata": {"phase": 0, "chunk_order": 1, "progress": 100}, "threads": [
            {"id": ANA, "messages": [old | {"history_context": {"status": "READ"}}]}]}]}  # fmt: skip
        assert await world.post(webhook(value, field="history")) == 200
        await world.settled()
        assert [one.body.is_history for one in world.events("message.received")] == [True]  # type: ignore[union-attr]
        assert world.events("deal.added") == []


async def test_an_order_of_days_ago_is_dated_then(tmp_path: Path) -> None:
    async with HubWorld(tmp_path) as world:
        await wanting(world, "deals_from_orders")
        late = order_of(world)
        sent_at = world.clock.now().replace(microsecond=0)
        await world.clock.advance(3 * 86_400)
        [made] = await told(world, late)
        assert made.occurred_at == sent_at and made.accepted_at - sent_at >= timedelta(days=3)

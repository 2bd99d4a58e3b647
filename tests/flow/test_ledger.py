"""The ledger from desk to desk: one book for all, the loser of two edits told; and what the channel charges."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from app.domain import ledger as book
from app.domain.errors import ComptoirError
from app.domain.ids import MessageId
from app.domain.message_costs import bounds
from app.domain.money import Money
from app.domain.periods import Period
from app.domain.report_rows import ReportAsk
from app.domain.sends import SendText
from app.whatsapp import opaque
from storage.view.billing import billed_between
from tests.flow.desk_world import Computer, computer, reach
from tests.flow.erasure_world import EVE, contact_of, eve_writes
from tests.flow.fake_graph import FakeGraph
from tests.flow.hub_world import HubWorld, status_webhook
from tests.flow.test_erasure import erase
from tests.flow.test_erasure_rebuilt import assert_same_anew

DAY = date(2026, 1, 1)
PRICES = "market,category,currency,price\n49,service,EUR,0.0341\n"
REGULAR = {"billable": True, "pricing_model": "PMP", "type": "regular", "category": "service"}


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[HubWorld]:
    async with HubWorld(tmp_path / "hub") as world:
        yield world


def cost(entry_id: str, **more: object) -> book.Cost:
    return book.Cost(entry_id, " Licence ", "licence", Money(4_900, "EUR"), "monthly", DAY, **more)  # type: ignore[arg-type]


async def settle(world: HubWorld, *desks: Computer) -> None:
    await reach(
        world.clock,
        lambda: all(one.desk.position == world.head and not one.desk.is_waiting_for_hub for one in desks),
    )


async def priced(world: HubWorld, message_id: str) -> None:
    """The channel delivered a message and says what it costs."""
    for word in ("sent", "delivered", "read"):
        body = status_webhook(
            f"wamid.{message_id}",
            word,
            at=world.clock.now(),
            opaque=opaque.of_message(MessageId(message_id)),
            person=EVE,
            pricing=REGULAR,
        )
        assert await world.post(body) == 200
    await world.settled()


async def test_everybody_sees_the_book_and_leaders_keep_it(world: HubWorld, tmp_path: Path) -> None:
    async with (
        computer(world, tmp_path / "lea") as lea,
        computer(world, tmp_path / "bo", "Bo", "rep") as bo,
    ):
        entry_id = lea.desk.new_entry_id()
        await lea.desk.save_entry(cost(entry_id))
        assert [one.name for one in lea.desk.costs()] == ["Licence"]  # before the hub knows it
        await settle(world, lea, bo)
        [seen] = bo.desk.costs()
        assert (seen.name, seen.version) == ("Licence", 1) and any(one.is_ledger for one in bo.seen)
        for refused in (bo.desk.save_entry(cost("x")), bo.desk.remove_entry(seen)):
            with pytest.raises(ComptoirError, match="role_missing"):
                await refused
        undo = await lea.desk.remove_entry(lea.desk.costs()[0])
        await settle(world, lea, bo)
        assert bo.desk.costs() == []
        await lea.desk.save_entry(undo)
        await settle(world, lea, bo)
        assert [one.version for one in bo.desk.costs()] == [3]
        with pytest.raises(ComptoirError, match="ledger_amount"):
            await lea.desk.save_entry(replace(cost("y"), amount=Money(0, "EUR")))


async def test_the_later_of_two_edits_is_told(world: HubWorld, tmp_path: Path) -> None:
    desk = await world.join()
    async with computer(world, tmp_path / "lea") as lea:
        await lea.desk.save_entry(cost("c"))
        await settle(world, lea)
        seen = lea.desk.costs()[0]
        ours = book.SaveCost(replace(seen, name="Ours"))
        assert (await world.do(desk, ours)).result == "accepted"
        assert (await world.do(desk, ours)).result == "accepted"  # the same words: nothing to be said
        late = await world.do(desk, book.SaveCost(replace(seen, name="Theirs")))
        assert (late.result, late.code) == ("rejected", "ledger_changed")
        await settle(world, lea)
        with pytest.raises(ComptoirError, match="ledger_changed"):
            await lea.desk.save_entry(replace(seen, name="Theirs"))
        assert (await world.do(desk, book.RemoveCost("c", 2))).result == "accepted"
        gone = await world.do(desk, book.SaveCost(replace(seen, name="Theirs")))
        assert gone.code == "ledger_gone"
        bad = await world.do(desk, book.SaveCost(replace(cost("d"), amount=Money(1, "XXQ"))))
        assert bad.code == "money_currency"
        assert len(world.events("cost.saved")) == 2


async def test_what_messages_cost_and_what_is_left_of_an_erased_person(
    world: HubWorld, tmp_path: Path
) -> None:
    desk = await world.join()
    async with computer(world, tmp_path / "lea") as lea:
        place = await eve_writes(world, "Hello", "wamid.eve1")
        assert (await world.do(desk, SendText(MessageId("m-1"), place, "Hi"))).result == "accepted"
        await world.settled()
        await priced(world, "m-1")
        await lea.desk.save_entry(book.Rates(DAY, PRICES, "prices.csv"))
        await lea.desk.save_entry(book.Budget(Money(4, "EUR"), 80))
        await settle(world, lea)
        costs = await lea.desk.message_costs()
        assert costs.charged == 1 and costs.unpriced == 0
        assert [one.money for one in costs.totals] == [Money(3, "EUR")]
        assert sum(one.count for one in costs.allowances) == 1
        alert = await lea.desk.untold_budget_alert()
        assert alert is not None and alert.percent == 80
        assert await lea.desk.untold_budget_alert() is None and await lea.desk.budget_alert() == alert
        found = await lea.desk.retention()
        assert [(one.people, one.lost.part) for one in found.cohorts] == [(1, 0)]
        await lea.desk.save_entry(
            book.Goal("g", "More", "messages_in", "value", "2", DAY, date(2026, 12, 31))
        )
        [goal] = await lea.desk.goal_progress()
        assert goal.now == 1 and goal.target == 2
        await erase(world, desk, contact_of(world, place), confirm="Evelyn Kanari")
        assert_same_anew(world, tmp_path)
        with world.reading() as conn:
            assert [(one.code, one.count) for one in billed_between(conn, [0, 1 << 40])] == [("49", 1)]
        await settle(world, lea)
        assert (await lea.desk.message_costs()).charged == 1


async def test_a_goal_of_response_times_is_what_the_report_says(tmp_path: Path) -> None:
    graph = FakeGraph()
    async with HubWorld(tmp_path / "hub", client=graph) as world, computer(world, tmp_path / "lea") as lea:
        graph.clock = world.clock
        first, last = (
            world.clock.now().date() - timedelta(days=1),
            world.clock.now().date() + timedelta(days=9),
        )
        for name, amount, more in (
            ("first_median", "15", {"aim": "value", "baseline": "40"}),
            ("first_median", "-30", {"aim": "change", "baseline": "40"}),
            ("delivered", "90", {"aim": "value"}),
            ("promise_kept", "90", {"aim": "value"}),
            ("messages_out", "2", {"aim": "value"}),
        ):
            entry_id = lea.desk.new_entry_id()
            await lea.desk.save_entry(
                book.Goal(entry_id, name, name, amount=amount, from_day=first, by_day=last, **more)  # type: ignore[arg-type]
            )
        counter = book.Gain(
            "g",
            "Messages",
            "automation",
            "counter",
            Money(0, "EUR"),
            first,
            counter="messages_out",
            price="0.5",
        )
        await lea.desk.save_entry(counter)
        await settle(world, lea)
        assert {one.state for one in await lea.desk.goal_progress()} == {"unknown", "behind"}

        place = await eve_writes(world, "Hello", "wamid.eve1")
        await reach(world.clock, lambda: place in lea.desk.inbox("waiting"))
        await world.clock.advance(660)
        message_id = await lea.desk.send_text(place, "Hi", grace_s=0)
        await reach(world.clock, lambda: bool(world.events("send.accepted")))
        await priced(world, message_id)
        await settle(world, lea)
        found = {(one.goal.measure, one.goal.aim): one for one in await lea.desk.goal_progress()}
        quick = found["first_median", "value"]
        assert quick.now is not None and 660 <= quick.now < 760
        assert quick.baseline == 2_400 and quick.target == 900 and quick.state == "ahead"
        assert found["first_median", "change"].target == 1_680
        ask = ReportAsk(*bounds(Period(first, last), str(lea.desk.setting("time_zone"))), "UTC", clock="cal")
        shown = (await lea.desk.report("overview", ask)).figure("first_median")
        assert shown is not None and shown.value == quick.now
        assert found["delivered", "value"].now == found["messages_out", "value"].now == 1
        assert found["promise_kept", "value"].state == "unknown"
        [roi] = await lea.desk.roi(first, last)
        assert roi.tangible.money == Money(50, "EUR")

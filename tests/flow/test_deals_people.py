"""Whose deals are when people become one, are taken apart, or are erased; and what a restore gives back."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from app.domain import deal_asks as asks
from app.domain.deal_asks import NewDeal
from app.domain.ids import ContactId, ConversationId
from app.domain.merging import MergeContacts, UnmergeContact
from app.domain.money import Money
from storage.view import deal_reading
from tests.flow.desk_world import Computer, computer, reach
from tests.flow.erasure_world import canaries, confirmed, contact_of, eve_writes, hits
from tests.flow.fake_graph import FakeGraph
from tests.flow.hub_world import ANA, Desk, HubWorld
from tests.flow.restore_world import copy_of, is_as_rebuilt, put_back
from tests.flow.test_erasure import erase
from tests.guards.logs import Expect


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[HubWorld]:
    graph = FakeGraph()
    async with HubWorld(tmp_path / "hub", client=graph) as made:
        graph.clock = made.clock
        yield made


async def do(world: HubWorld, desk: Desk, *bodies: asks.DealAsk | MergeContacts | UnmergeContact) -> None:
    for body in bodies:
        outcome = await world.do(desk, body)
        assert outcome.result == "accepted", (body, outcome)


async def two(world: HubWorld) -> tuple[ConversationId, ContactId, ConversationId, ContactId]:
    eve_place = await eve_writes(world, "CANARY first", "wamid.CANARY1")
    ana_place = await world.conversation(ANA, text="Ana first", name="Ana")
    return (
        eve_place,
        ContactId(contact_of(world, eve_place)),
        ana_place,
        ContactId(contact_of(world, ana_place)),
    )


def of_person(world: HubWorld, contact_id: ContactId) -> dict[str, str]:
    """Shown names by deal."""
    with world.reading() as conn:
        return {row.deal_id: row.person for row in deal_reading.deals_of_person(conn, contact_id)}


async def test_deals_go_with_their_people_when_they_become_one_and_come_back(
    world: HubWorld, tmp_path: Path
) -> None:
    desk = await world.join()
    eve_place, eve, _ana_place, ana = await two(world)
    await do(
        world, desk,
        asks.AddDeal("thread", NewDeal("main", "enquiry", conversation_id=eve_place)),
        asks.AddDeal("person", NewDeal("main", "quote", contact_id=eve)),
        asks.AddDeal("ana", NewDeal("main", "quote", contact_id=ana)),
        MergeContacts(ana, eve),
    )  # fmt: skip
    assert of_person(world, ana) == of_person(world, eve) == {"thread": "Ana", "person": "Ana", "ana": "Ana"}
    await do(world, desk, asks.MoveDeal("thread", "main", "quote", "enquiry"), UnmergeContact(ana, eve))
    assert of_person(world, ana) == {"ana": "Ana"}
    assert set(of_person(world, eve)) == {"thread", "person"}
    assert is_as_rebuilt(world, tmp_path)


async def test_of_an_erased_persons_deals_figures_of_nobody_are_left(world: HubWorld, tmp_path: Path) -> None:
    desk = await world.join()
    eve_place, eve, _ana_place, ana = await two(world)
    at = world.clock.now()
    await do(
        world, desk,
        asks.AddDeal("won", NewDeal("main", "enquiry", "CANARY cake", Money(4200, "EUR"), conversation_id=eve_place)),
        asks.AddDeal("open", NewDeal("main", "quote", "CANARY tart", Money(900, "JPY"), contact_id=eve)),
        asks.AddDeal("gone", NewDeal("main", "quote", "CANARY pie", contact_id=eve)),
        asks.AddDeal("ana", NewDeal("main", "quote", "Ana's cake", contact_id=ana)),
        asks.LogOnDeal("won", "e1", "call", "CANARY rang", at),
        asks.MoveDeal("won", "main", "decision", "enquiry"),
        asks.WinDeal("won", "CANARY liked it"),
        asks.RemoveDeal("gone"),
    )  # fmt: skip
    assert {"CANARY"} <= {one.split(": ")[1] for one in hits([tmp_path]) if ": " in one}
    told = await erase(world, desk, eve)
    assert told["state"] == "done" and hits([tmp_path]) == []
    assert is_as_rebuilt(world, tmp_path)
    with world.reading() as conn:
        rows = conn.execute(
            "SELECT deal_id, stage_id, state, minor, currency, title, reason, contact_id, conversation_id"
            " FROM view_deal WHERE is_erased = 1 ORDER BY deal_id"
        ).fetchall()
        assert rows == [
            ("open", "quote", "lost", 900, "JPY", "", "", None, None),
            ("won", "decision", "won", 4200, "EUR", "", "", None, None),
        ]
        stays = conn.execute(
            "SELECT s.stage_id FROM view_deal_stay s JOIN view_deal d ON d.no = s.no"
            " WHERE d.deal_id = 'won' ORDER BY s.pos"
        ).fetchall()
        assert stays == [("enquiry",), ("decision",)]
        assert [row.deal_id for row in deal_reading.open_deals(conn, "main")] == ["ana"]
        assert deal_reading.load_deal(conn, "won") is None
    late = await world.do(desk, asks.MoveDeal("open", "main", "decision"))
    assert late.code == "deal_unknown"
    again = await world.do(desk, asks.AddDeal("won", NewDeal("main", "quote", "CANARY again")))
    assert again.code == "deal_exists"


async def is_up_to(world: HubWorld, desk: Computer) -> None:
    with world.reading() as conn:
        head = conn.execute("SELECT max(pos) FROM log").fetchone()[0]
    await reach(world.clock, lambda: desk.desk.position >= head, within_s=200)


async def test_what_a_restored_hub_lost_of_deals_comes_back_unless_it_went_on(
    world: HubWorld, tmp_path: Path, expect_log: Expect
) -> None:
    expect_log("hub was restored")
    async with computer(world, tmp_path / "lea") as lea:
        hand = await world.join()
        await do(
            world, hand,
            asks.AddDeal("kept", NewDeal("main", "enquiry", "Cake")),
            asks.AddDeal("other", NewDeal("main", "enquiry", "Tart")),
        )  # fmt: skip
        copy = copy_of(world)
        await do(
            world, hand,
            asks.AddDeal("lost", NewDeal("main", "enquiry", "Pie", Money(300, "EUR"))),
            asks.MoveDeal("lost", "main", "decision", "enquiry"),
            asks.MoveDeal("kept", "main", "quote", "enquiry"),
            asks.WinDeal("other"),
        )  # fmt: skip
        await is_up_to(world, lea)
        await put_back(world, copy)
        await reach(world.clock, lambda: lea.desk.connection().kept_apart > 0, within_s=200)
        await is_up_to(world, lea)
        await lea.desk.look_at_safety()
        await do(world, hand, asks.MoveDeal("kept", "main", "deposit", "enquiry"))
        done = await lea.desk.decide_salvage(is_taken=True)
        assert done.left_out == 1, done
        with world.reading() as conn:
            found = {one: deal_reading.load_deal(conn, one) for one in ("kept", "other", "lost")}
        assert {key: (one.stage_id, one.state) for key, one in found.items() if one is not None} == {
            "kept": ("deposit", "open"), "other": ("enquiry", "won"), "lost": ("decision", "open"),
        }  # fmt: skip
        assert is_as_rebuilt(world, tmp_path)


async def test_what_a_desk_had_still_to_ask_about_an_erased_persons_deal_goes_too(
    world: HubWorld, tmp_path: Path
) -> None:
    async with computer(world, tmp_path / "lea") as lea:
        hand = await world.join()
        _place, eve, _ana_place, ana = await two(world)
        await do(world, hand, asks.AddDeal("theirs", NewDeal("main", "quote", "CANARY tart", contact_id=eve)))
        await is_up_to(world, lea)
        lea.wire.is_cut = True
        await lea.desk.change_deal("theirs", {"title": "CANARY better tart"})
        await lea.desk.add_deal(NewDeal(title="CANARY pie", contact_id=eve))
        kept = await lea.desk.add_deal(NewDeal(title="Ana's cake", contact_id=ana))
        assert canaries(lea)
        await erase(world, hand, eve)
        lea.wire.is_cut = False
        await reach(world.clock, lambda: "Léa's computer" in confirmed(world), within_s=200)
        assert canaries(lea) == []
        await is_up_to(world, lea)
        assert {row.deal_id for row in lea.desk.deals()} == {kept}

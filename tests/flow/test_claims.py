"""Several people reach for one conversation at once: one of them has it, and everybody else is told who."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from app.domain.assignment import AssignConversation, ClaimConversation, ConversationAssigned
from app.domain.commands import Command, Outcome
from app.domain.ids import ConversationId
from storage import view
from tests.flow.hub_world import Desk, HubWorld

DESKS = 20
ROUNDS, ROUNDS_LONG = 150, 1_000


async def claim_at_once(world: HubWorld, desks: list[Desk], conversation: ConversationId) -> list[Outcome]:
    """Every desk asks in a request of its own, all under way together."""
    commands: list[Command] = [world.command(ClaimConversation(conversation), base_pos=0) for _ in desks]
    asked = (world.send(desk, command) for desk, command in zip(desks, commands, strict=True))
    return [outcomes[0] for outcomes in await asyncio.gather(*asked)]


@pytest.mark.timeout(600)
async def test_of_twenty_who_reach_for_it_at_once_exactly_one_has_it_and_the_others_know_who(
    tmp_path: Path, is_long: bool
) -> None:
    """Issue 4: 20 claims at once, 1,000 rounds with --long."""
    async with HubWorld(tmp_path) as world:
        desks = [await world.join("rep", f"Rep {number}") for number in range(DESKS)]
        names = {desk.member_id: desk.member_name for desk in desks}
        conversation = await world.conversation()
        winners: list[str] = []
        with world.reading() as conn:
            for number in range(ROUNDS_LONG if is_long else ROUNDS):
                turned = desks[number % DESKS :] + desks[: number % DESKS]
                outcomes = await claim_at_once(world, turned, conversation)
                assert sorted(one.result for one in outcomes) == ["accepted"] + ["rejected"] * (DESKS - 1)
                held = view.load_conversation(conn, conversation)
                assert held is not None and held.assignee_id is not None
                winners.append(held.assignee_id)
                told = {(one.code, *sorted(one.facts.items())) for one in outcomes if one.code is not None}
                who = {"who": names[held.assignee_id], "member_id": held.assignee_id}
                assert told == {("already_held", *sorted(who.items()))}
                winner = next(desk for desk in desks if desk.member_id == held.assignee_id)
                freed = AssignConversation(conversation, None, held.assignee_id)
                assert (await world.do(winner, freed, base_pos=0)).result == "accepted"
                await world.clock.advance(2)  # nobody asks faster than the hub allows
        taken = [event.body for event in world.events("conversation.assigned")]
        claims = [body for body in taken if isinstance(body, ConversationAssigned) and body.how == "claimed"]
        assert [body.assignee_id for body in claims] == winners

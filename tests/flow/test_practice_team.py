"""The practice salon shows a team at work, by the same ways as a real one."""

from __future__ import annotations

from pathlib import Path

from app.desk.practice_team import ANA, COLLEAGUES, ELODIE, KARIM, NADIA, PEOPLE, Invited, work
from app.domain.ids import ConversationId
from tests.flow.desk_world import HUB_ADDRESS, Computer, computer, reach
from tests.flow.hub_world import HubWorld


async def invited(world: HubWorld, camille: Computer) -> Invited:
    codes = [await world.core.access.invite(role, name) for role, name in COLLEAGUES]
    return Invited(HUB_ADDRESS, tuple(codes), camille.desk.me().member_id)


async def test_the_colleagues_hold_note_tag_put_aside_and_close(tmp_path: Path) -> None:
    async with HubWorld(tmp_path / "hub") as world, computer(world, tmp_path / "c", "Camille") as camille:
        where = {person: await world.conversation(person) for person in sorted(PEOPLE)}
        await work(await invited(world, camille), camille.seams)
        await reach(world.clock, lambda: camille.desk.position == world.head)
        desk = camille.desk

        def holder(person: str) -> str | None:
            row = desk.inbox_row(ConversationId(where[person]))
            return row.assignee_name if row else None

        assert [row.name for row in desk.members()] == ["Camille", "Inès Moreau", "Marc Petit"]
        assert (holder(NADIA), holder(KARIM), holder(ANA)) == ("Inès Moreau", "Marc Petit", "Camille")
        assert desk.inbox("mine") == [where[ANA]]
        assert desk.inbox("mentions") == [where[NADIA]]
        assert desk.inbox("snoozed") == [where[KARIM]]
        assert desk.known_tags() == ["Balayage", "English", "Forfait"]
        header = desk.header(where[ANA])
        card = desk.contact(header.contact_id) if header else None
        assert (
            card is not None and card.tags == ("Fidèle", "Sans ammoniaque") and card.owner_name == "Camille"
        )
        assert card.value("email") == "ana.field@example.com" and len(desk.contact_fields()) == 4
        closed = desk.inbox_row(where[ELODIE])
        assert closed is not None and closed.outcome == "solved"
        handed = [row.notice for row in desk.page(where[ANA]) if row.notice][-1]
        assert (handed.what, handed.by_name, handed.to_name) == ("handed_over", "Marc Petit", "Camille")
        kinds = {"conversation.closed", "note.added", "conversation.tagged", "conversation.snoozed"}
        assert kinds <= {event.kind for event in world.events()}


async def test_without_the_storys_people_the_colleagues_wait_and_then_do_nothing(tmp_path: Path) -> None:
    async with HubWorld(tmp_path / "hub") as world, computer(world, tmp_path / "c", "Camille") as camille:
        done = []

        async def try_it() -> None:
            await work(await invited(world, camille), camille.seams)
            done.append(True)

        camille.desk.accompany(try_it())
        await reach(world.clock, lambda: bool(done), within_s=90)
        assert not world.events("conversation.assigned")

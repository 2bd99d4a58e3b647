"""The practice salon shows a team at work, by the same ways as a real one."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from app.desk.live import LiveDesk
from app.desk.practice_agenda import INES, LUCIE, NEXT_DAY, THOMAS, TODAY, next_open_day
from app.desk.practice_team import ANA, COLLEAGUES, ELODIE, KARIM, NADIA, PEOPLE, SOPHIE, Invited, work
from app.domain.agenda_rows import counted
from app.domain.events import Actor
from app.domain.hours import BUSINESS
from app.domain.ids import ConversationId
from app.domain.money import Money
from app.domain.template_drafts import as_template
from app.domain.templates import TemplateChanged
from app.hub.appender import Draft
from app.words.starters import starters
from tests.flow.desk_world import HUB_ADDRESS, Computer, computer, reach
from tests.flow.hub_world import HubWorld


async def invited(world: HubWorld, camille: Computer) -> Invited:
    draft = next(one.draft for one in starters() if one.draft.name == "appointment_reminder")
    changed = TemplateChanged(replace(as_template(draft), account_id="waba", status="approved"))
    drafts = [Draft(changed, "", Actor("hub"), world.clock.now())]
    await world.core.writer.run(lambda conn: world.core.appender.append(conn, drafts))
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


async def test_the_salon_has_deals_in_every_stage_new_requests_and_an_agenda(tmp_path: Path) -> None:
    async with HubWorld(tmp_path / "hub") as world, computer(world, tmp_path / "c", "Camille") as camille:
        where = {person: await world.conversation(person) for person in sorted(PEOPLE)}
        await work(await invited(world, camille), camille.seams)
        await reach(world.clock, lambda: camille.desk.position == world.head)
        desk = camille.desk
        board = desk.board()
        assert all(column.count for column in board.columns) and board.open_count == 14
        assert [money.currency for money in board.totals] == ["EUR"]
        states = [event.body.state for event in world.events("deal.added")]  # type: ignore[union-attr]
        assert (states.count("won"), states.count("lost")) == (4, 1)
        unclaimed = {where[one] for one in (SOPHIE, INES, LUCIE, THOMAS)}
        assert {row.conversation_id for row in desk.incoming()} == unclaimed
        [karim] = desk.deals_of_conversation(where[KARIM])
        assert (karim.stage_id, karim.owner_name) == ("quote", "Marc Petit")
        assert not [event for event in world.events("deal.added") if event.actor.kind != "member"]

        place = ZoneInfo("Europe/Paris")
        today = world.clock.now().astimezone(place).date()
        assert desk.hours().hours_at(int(world.clock.now().timestamp()), [BUSINESS]) is not None
        [roi] = await desk.roi(today - timedelta(days=30), today)
        assert (roi.cost.money, roi.tangible.money) == (Money(4_900, "EUR"), Money(104_800, "EUR"))
        [goal] = await desk.goal_progress()
        assert (
            goal.baseline == 2_400 and goal.target == 900 and goal.state == "unknown"
        )  # nobody answered yet
        _check_agenda(desk)


def _check_agenda(desk: LiveDesk) -> None:
    """The next open day stands in every state that a colleague can note; the past has figures."""
    today = desk.agenda().today
    days = desk.agenda(next_open_day(today))
    assert (days.zone, len(days.rows), len(days.services)) == ("Europe/Paris", len(NEXT_DAY), 12)
    assert [one.name for one in days.resources] == ["Camille Roux", "Léa Fontaine", "Hugo Lambert"]
    counts = counted(days.rows)
    assert (counts["confirmed"], counts["to_settle"], counts["cancelled"]) == (6, 1, 1)
    assert (counts["to_ask"], counts["asked"]) == (2, 3)
    assert len(desk.agenda(today).rows) == len(TODAY)
    assert len(desk.waiters()) == 3
    needing = desk.today()
    assert needing.appointments_count == 5 and len(needing.appointments) == 5
    assert [row.state for row in needing.appointments].count("to_ask") == 4
    states = [row.state for row in desk.agenda(today - timedelta(days=14), 14).rows]
    assert len(states) == 72 and set(states) == {"came", "no_show", "cancelled"}
    assert states.count("no_show") == 5


async def test_without_the_storys_people_the_colleagues_wait_and_then_do_nothing(tmp_path: Path) -> None:
    async with HubWorld(tmp_path / "hub") as world, computer(world, tmp_path / "c", "Camille") as camille:
        done = []

        async def try_it() -> None:
            await work(await invited(world, camille), camille.seams)
            done.append(True)

        camille.desk.accompany(try_it())
        await reach(world.clock, lambda: bool(done), within_s=90)
        assert not world.events("conversation.assigned")

"""Consent at two desks: recorded offline, checked before anything is sent, the same everywhere in the end."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.desk.desk import Composed
from app.domain.arrivals import MessageReceived
from app.domain.contents import Content, SentTemplate
from app.domain.errors import ComptoirError
from app.domain.ids import ContactId
from tests.flow.desk_world import Computer, computer, reach
from tests.flow.fake_graph import FakeGraph
from tests.flow.hub_world import ANA, BO, HubWorld
from tests.flow.test_desk_team import Team

SALE = Composed("template", "Sale!", Content(template=SentTemplate("sale", "en_GB", "marketing")))
NIGHT = datetime(2026, 11, 26, 22, 15, tzinfo=UTC)


@pytest.fixture
async def team(tmp_path: Path) -> AsyncIterator[Team]:
    graph = FakeGraph()
    async with HubWorld(tmp_path / "hub", client=graph) as world, AsyncExitStack() as stack:
        graph.clock = world.clock
        lea = await stack.enter_async_context(computer(world, tmp_path / "lea", "Léa", "owner"))
        marc = await stack.enter_async_context(computer(world, tmp_path / "marc", "Marc", "rep"))
        made = Team(world, lea, marc, await world.conversation(ANA), await world.conversation(BO))
        await made.synced()
        yield made


def who(team: Team) -> ContactId:
    header = team.lea.desk.header(team.ana)
    assert header is not None
    return header.contact_id


def state(computer_: Computer, contact_id: ContactId) -> str:
    return computer_.desk.consent(contact_id).of("marketing").state


async def agree(computer_: Computer, contact_id: ContactId, at: datetime) -> None:
    await computer_.desk.record_consent(
        contact_id, ("marketing",), source="form", at=at, wording="Promotions: yes", proof="Sheet 12"
    )


async def code_of(computer_: Computer, team: Team, composed: Composed = SALE) -> str | None:
    try:
        await computer_.desk.send(team.ana, composed, grace_s=0)
    except ComptoirError as error:
        return error.code
    return None


async def test_what_is_recorded_shows_at_once_and_then_everywhere(team: Team) -> None:
    lea, ana, now = team.lea, who(team), team.world.clock.now()
    lea.seen.clear()
    await agree(lea, ana, now)
    [line] = [one for one in lea.desk.consent(ana).entries if one.purpose == "marketing"]
    assert (line.is_pending, line.member_name, line.proof) == (True, "Léa", "Sheet 12")
    assert any(ana in changes.contacts for changes in lea.seen)
    await team.synced()
    [line] = [one for one in team.marc.desk.consent(ana).entries if one.purpose == "marketing"]
    assert (line.is_pending, line.member_name, line.proof) == (False, "Léa", "Sheet 12")
    assert any(ana in changes.contacts for changes in team.marc.seen)
    assert await team.is_equal()


async def test_the_desk_says_before_sending_what_the_hub_would_say(team: Team) -> None:
    desk = team.marc.desk
    refused = desk.check_template(team.ana, "marketing")
    assert refused is not None
    assert refused.code == "consent_missing"
    assert desk.check_template(team.ana, "utility") is None
    assert await code_of(team.marc, team) == "consent_missing"
    assert team.marc.desk.pending() == []  # nothing was asked of the hub
    with pytest.raises(ComptoirError, match="consent_unproved"):
        await desk.record_consent(who(team), ("marketing",), source="form", at=team.world.clock.now())


async def test_an_offer_right_after_its_consent_goes_out_after_it(team: Team) -> None:
    team.marc.wire.is_cut = True
    await agree(team.marc, who(team), team.world.clock.now())
    assert await code_of(team.marc, team) is None
    team.marc.wire.is_cut = False
    await team.synced()
    await reach(team.world.clock, lambda: bool(team.world.events("send.accepted")))
    kinds = [event.kind for event in team.world.events() if event.kind in ("consent.given", "send.requested")]
    assert kinds == ["consent.given", "send.requested"]
    assert team.marc.refusals == []


async def test_a_stop_while_a_desk_was_offline_refuses_what_it_sent_and_its_words_are_kept(
    team: Team,
) -> None:
    await agree(team.lea, who(team), team.world.clock.now())
    await team.synced()
    team.marc.wire.is_cut = True
    await team.world.clock.advance(5)
    await team.world.say("STOP")
    assert await code_of(team.marc, team) is None  # it cannot know
    await reach(team.world.clock, lambda: state(team.lea, who(team)) == "withdrawn")
    team.marc.wire.is_cut = False
    await reach(team.world.clock, lambda: bool(team.marc.refusals))
    [refusal] = team.marc.refusals
    assert (refusal.code, refusal.facts["source"]) == ("consent_withdrawn", "stop_word")
    await team.synced()
    assert await code_of(team.marc, team) == "consent_withdrawn"
    assert await team.is_equal()


async def test_two_who_record_opposite_words_offline_agree_in_the_end_by_when_they_were_said(
    team: Team,
) -> None:
    now, ana = team.world.clock.now(), who(team)
    team.lea.wire.is_cut = team.marc.wire.is_cut = True
    await agree(team.lea, ana, now - timedelta(days=2))
    await team.marc.desk.withdraw_consent(ana, ("marketing",), source="spoken", at=now - timedelta(days=9))
    assert (state(team.lea, ana), state(team.marc, ana)) == ("given", "withdrawn")
    team.lea.wire.is_cut = team.marc.wire.is_cut = False
    await team.synced()
    assert (state(team.lea, ana), state(team.marc, ana)) == ("given", "given")
    assert await team.is_equal()


async def test_a_doubt_is_seen_at_every_desk_and_decided_at_one(team: Team) -> None:
    said = (await team.world.say("Stop it's too much")).body
    assert isinstance(said, MessageReceived)
    await team.synced()
    ana = who(team)
    assert [one.message_id for one in team.marc.desk.consent(ana).doubts] == [said.message_id]
    refused = team.marc.desk.check_template(team.ana, "marketing")
    assert refused is not None and refused.code == "consent_doubted"
    await team.lea.desk.clear_doubt(ana, said.message_id)
    assert team.lea.desk.consent(ana).doubts == ()
    await team.synced()
    assert team.marc.desk.consent(ana).doubts == ()
    assert await team.is_equal()


async def test_at_night_the_desk_offers_the_morning(team: Team) -> None:
    await agree(team.lea, who(team), team.world.clock.now())
    await team.synced()
    refused = team.lea.desk.check_template(team.ana, "marketing", NIGHT)
    assert refused is not None
    assert (refused.code, refused.facts["until"]) == ("quiet_hours", "2026-11-27T08:00:00+00:00")
    with pytest.raises(ComptoirError, match="quiet_hours"):
        await team.lea.desk.schedule(team.ana, SALE, NIGHT)
    await team.lea.desk.change_setting("quiet_hours", False)
    assert team.lea.desk.check_template(team.ana, "marketing", NIGHT) is None


async def test_a_restart_of_the_desk_keeps_what_waits(team: Team) -> None:
    ana = who(team)
    team.marc.wire.is_cut = True
    await agree(team.marc, ana, team.world.clock.now())
    await team.marc.stop()
    await team.marc.start()
    assert state(team.marc, ana) == "given"
    team.marc.wire.is_cut = False
    await team.synced()
    assert state(team.lea, ana) == "given"

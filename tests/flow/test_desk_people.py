"""A desk and people: whom one can choose, somebody who shares no number, and telling that one writes."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from app.desk.knowing import TYPING_EVERY_S
from app.domain.channels import WHATSAPP
from app.domain.contacts import Identity
from app.domain.errors import ComptoirError
from app.domain.lines import line_id_of
from app.terminal import desk_command
from app.whatsapp.client import Accepted
from tests.flow.desk_world import Computer, computer, reach
from tests.flow.fake_graph import FakeGraph
from tests.flow.hub_world import ANA, BO, LINE, HubWorld, text_item, webhook

ID = "FR.7710045566778899"
HERE = line_id_of(WHATSAPP, LINE)
TYPING = "/api/v1/presence/typing"


@pytest.fixture
def graph() -> FakeGraph:
    return FakeGraph()


@pytest.fixture
async def world(tmp_path: Path, graph: FakeGraph) -> AsyncIterator[HubWorld]:
    async with HubWorld(tmp_path / "hub", client=graph) as world:
        graph.clock = world.clock
        yield world


@pytest.fixture
async def lea(world: HubWorld, tmp_path: Path) -> AsyncIterator[Computer]:
    async with computer(world, tmp_path / "Léa") as lea:
        yield lea


async def hidden_writes(world: HubWorld, text: str = "Bonjour") -> None:
    """A person with a username and no number."""
    item = text_item(text, sent_at=world.clock.now()) | {"from_user_id": ID}
    del item["from"]
    contact = {"profile": {"name": "Mia", "username": "mia.hair"}, "user_id": ID}
    assert await world.post(webhook({"contacts": [contact], "messages": [item]})) == 200
    await world.settled()


async def synced(world: HubWorld, lea: Computer) -> None:
    await reach(world.clock, lambda: lea.desk.position == world.head)


@pytest.mark.parametrize("person", [ID, "@mia.hair", "Mia"])
async def test_the_terminal_finds_somebody_without_a_number(
    world: HubWorld, lea: Computer, person: str, capsys: pytest.CaptureFixture[str]
) -> None:
    await hidden_writes(world)
    await synced(world, lea)
    [there] = lea.desk.inbox("all")
    assert desk_command.found_conversation(lea.desk, person, None) == there
    desk_command._print_inbox_line(lea.desk, there)
    assert f'"person": "{ID}"' in capsys.readouterr().out


async def test_an_answer_to_somebody_without_a_number_goes_to_their_user_id(
    world: HubWorld, lea: Computer, graph: FakeGraph
) -> None:
    await hidden_writes(world)
    await synced(world, lea)
    [there] = lea.desk.inbox("all")
    message_id = await lea.desk.send_text(there, "Bonjour Mia", grace_s=0)
    await reach(world.clock, lambda: lea.is_in(message_id, "accepted"))
    [post] = graph.posts
    assert (post.body.get("recipient"), "to" in post.body) == (ID, False)


async def test_people_are_offered_and_lead_to_their_one_conversation(world: HubWorld, lea: Computer) -> None:
    await hidden_writes(world)
    await world.conversation(ANA, name="Ana Field")
    await synced(world, lea)
    [mia] = lea.desk.people("mia")
    assert (mia.name, mia.number, mia.username, mia.line_id) == ("Mia", None, "mia.hair", HERE)
    [by_number] = lea.desk.people_with_number(ANA)
    assert lea.desk.people("field") == lea.desk.people("7700 900123") == [by_number]
    identity = Identity(number=mia.number, user_id=mia.user_id)
    there = await lea.desk.start_conversation(HERE, identity, mia.contact_id)
    assert lea.desk.header(there) is not None
    assert len(lea.desk.inbox("all")) == 2


async def test_a_new_person_opens_empty_and_free_text_waits_for_their_answer(
    world: HubWorld, lea: Computer
) -> None:
    there = await lea.desk.start_conversation(HERE, Identity(number=BO, name="Bo Petit"))
    header = lea.desk.header(there)
    assert header is not None
    assert (header.name, header.number, header.is_window_open) == ("Bo Petit", BO, False)
    assert lea.desk.page(there) == []
    with pytest.raises(ComptoirError, match="window_closed"):
        await lea.desk.send_text(there, "Bonjour")
    assert await world.conversation(BO, name="Bo Petit") == there


async def test_the_hub_hears_now_and_then_that_somebody_writes(
    world: HubWorld, lea: Computer, graph: FakeGraph
) -> None:
    await world.say("Are you there?", wamid="wamid.Q")
    await synced(world, lea)
    [there] = lea.desk.inbox("all")
    for _ in range(5):
        lea.desk.note_typing(there)  # each key
    await reach(world.clock, lambda: graph.typings == ["wamid.Q"])
    assert lea.wire.paths.count(TYPING) == 1
    await world.clock.advance(TYPING_EVERY_S + 1)
    lea.desk.note_typing(there)
    await reach(world.clock, lambda: lea.wire.paths.count(TYPING) == 2)


@pytest.mark.parametrize("name", ["typing_indicator", "read_receipts"])
async def test_nobody_hears_of_it_where_the_team_wants_it_off(
    world: HubWorld, lea: Computer, name: str
) -> None:
    await world.say("Are you there?")
    await synced(world, lea)
    await lea.desk.change_setting(name, False)
    await synced(world, lea)
    [there] = lea.desk.inbox("all")
    lea.desk.note_typing(there)
    await synced(world, lea)
    assert TYPING not in lea.wire.paths


async def test_nothing_is_told_where_nobody_may_write_or_without_the_hub(
    world: HubWorld, lea: Computer
) -> None:
    await world.say("Are you there?")
    await synced(world, lea)
    [there] = lea.desk.inbox("all")
    lea.wire.is_cut = True
    lea.desk.note_typing(there)  # lost, and nobody waits
    await world.clock.advance(1)
    lea.wire.is_cut = False
    await world.clock.advance(25 * 3600)
    lea.desk.note_typing(there)  # the window is closed
    await synced(world, lea)
    assert lea.wire.paths.count(TYPING) == 0


async def test_the_channels_answer_joins_two_threads_of_one_person(
    world: HubWorld, lea: Computer, graph: FakeGraph
) -> None:
    """Known by user id alone, then written to by number: the answer to that names both."""
    await hidden_writes(world)
    await world.conversation(BO, name="Mia")
    await synced(world, lea)
    [by_number] = lea.desk.people_with_number(BO)
    there = await lea.desk.start_conversation(HERE, Identity(number=BO), by_number.contact_id)
    graph.script = [Accepted("wamid.out", Identity(number=BO, user_id=ID))]
    message_id = await lea.desk.send_text(there, "C’est bien vous ?", grace_s=0)
    await reach(world.clock, lambda: lea.is_in(message_id, "accepted"))
    await synced(world, lea)
    [one] = lea.desk.inbox("all")
    header = lea.desk.header(one)
    assert header is not None
    assert (header.number, header.user_id) == (BO, ID)
    assert [row.kind for row in lea.desk.page(one)].count("text") == 3
    [merge] = world.events("contact.merged")
    assert merge.body.reason == "same_message"  # type: ignore[union-attr]

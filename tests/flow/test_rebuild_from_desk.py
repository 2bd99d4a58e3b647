"""A hub of which nothing is left, made again from what one desk holds. Promises G9 and G15."""

from __future__ import annotations

import os
from contextlib import closing
from pathlib import Path

from app.desk.kept import Kept
from app.desk.session import PRACTICE_KEY
from app.hub import restoring
from app.hub.hub import no_crash
from app.hub.rebuilding import Source
from storage import desk as stored
from storage.engine import connect
from storage.hub.access import Device
from tests.flow.desk_world import Computer, computer, reach
from tests.flow.fake_graph import FakeGraph
from tests.flow.hub_world import ANA, BO, HubWorld, message_webhook
from tests.flow.restore_world import head_of, is_as_rebuilt
from tests.guards.logs import Expect


async def rebuilt_from(world: HubWorld, desk: Computer) -> None:
    """The hub's disk is gone: another hub from the desk's log, at the same address."""
    async with world.away():
        for path in world.config.data_dir.glob("hub.db*"):
            path.unlink()
        with closing(connect(desk.profile.log_path, PRACTICE_KEY, is_read_only=True)) as conn:
            joined = Kept(stored.notes(conn), (), {}, stored.seats(conn)).joined
            assert joined is not None
            device = Device(
                joined.device_id, joined.member_id, joined.member_name, joined.role, "Léa", None, False
            )
            pages = [stored.page(conn, 0, 3), stored.page(conn, 3, 1 << 30)]
            source = Source(joined.log_id, pages, device, joined.token)
            restoring.rebuild(world.config, source, world.clock, os.urandom, no_crash)


async def test_a_desk_gives_back_the_whole_hub(tmp_path: Path, expect_log: Expect) -> None:
    """Same events at the same places: the desk goes on, WhatsApp's repeats are known, nothing is sent again."""
    expect_log("hub was restored")
    graph = FakeGraph()
    async with HubWorld(tmp_path / "hub", client=graph) as world, computer(world, tmp_path / "lea") as lea:
        graph.clock = world.clock
        ana = await world.conversation(wamid="wamid.a", text="Hello")
        await reach(world.clock, lambda: ana in lea.desk.inbox("waiting"))
        await lea.desk.send_text(ana, "Of course!", grace_s=0)
        await reach(world.clock, lambda: len(world.events("send.accepted")) == 1)
        waiting = await lea.desk.send_text(ana, "Not gone yet", grace_s=60)
        await reach(world.clock, lambda: len(world.events("send.requested")) == 2)
        bo = await world.conversation(BO, wamid="wamid.b", name="Bo")
        await reach(world.clock, lambda: bo in lea.desk.inbox("waiting"))
        await lea.desk.close(bo)
        await reach(world.clock, lambda: not lea.desk.is_waiting_for_hub)
        await reach(world.clock, lambda: lea.desk.position == world.head)
        old, thread = head_of(world), lea.thread(ana)

        await rebuilt_from(world, lea)
        assert head_of(world).log_id != old.log_id
        await reach(world.clock, lambda: lea.state(waiting) == "unknown", within_s=200)
        assert lea.desk.connection().kept_apart == 0
        assert lea.thread(ana)[:2] == thread[:2]
        for text, person, wamid in (("Hello", ANA, "wamid.a"), ("Hello", BO, "wamid.b")):
            again = message_webhook(text, person, sent_at=world.clock.now(), wamid=wamid)
            assert await world.post(again) == 200
        await world.say("And now?", wamid="wamid.c")
        await reach(world.clock, lambda: lea.thread(ana)[-1][0] == "And now?")
        assert len(world.events("message.received")) == 3
        await lea.desk.send_text(ana, "Here we are", grace_s=0, send_anyway=True)
        await reach(world.clock, lambda: len(graph.posts) == 2)
        assert [post.text for post in graph.posts] == ["Of course!", "Here we are"]
        assert is_as_rebuilt(world, tmp_path)

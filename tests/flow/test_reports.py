"""Reports of a desk follow what happens, without being asked to. Promise G12."""

from __future__ import annotations

from pathlib import Path

from app.domain.ids import ConversationId
from app.domain.report_rows import BehindKey, Report, ReportAsk
from app.domain.rows import Changes
from tests.flow.desk_world import Computer, computer, reach
from tests.flow.fake_graph import FakeGraph
from tests.flow.hub_world import BO, HubWorld


def ask_of(world: HubWorld) -> ReportAsk:
    now_s = int(world.clock.now().timestamp())
    return ReportAsk(now_s - 86_400, now_s + 86_400, "Europe/Paris", clock="cal")


async def answered(world: HubWorld, lea: Computer, talk: ConversationId, text: str) -> None:
    sent = len(world.events("send.accepted"))
    await lea.desk.send_text(talk, text, grace_s=0)
    await reach(world.clock, lambda: len(world.events("send.accepted")) == sent + 1)
    await reach(world.clock, lambda: lea.desk.position == world.head)


async def speed(world: HubWorld, lea: Computer) -> Report:
    return await lea.desk.report("speed", ask_of(world))


async def test_a_report_is_another_once_somebody_was_answered(tmp_path: Path) -> None:
    graph = FakeGraph()
    async with HubWorld(tmp_path / "hub", client=graph) as world, computer(world, tmp_path / "lea") as lea:
        graph.clock = world.clock
        empty = await speed(world, lea)
        assert (empty.n, empty.pending) == (0, 0)
        heard: list[Changes] = []
        lea.desk.subscribe(heard.append)

        ana = await world.conversation(text="Hello")
        await reach(world.clock, lambda: ana in lea.desk.inbox("waiting"))
        assert (await speed(world, lea)).pending == 1
        await world.clock.advance(300)
        await answered(world, lea, ana, "Of course!")
        await reach(world.clock, lambda: any(one.is_measures for one in heard))

        found = await speed(world, lea)
        median = found.figure("first_cal_median")
        assert (found.n, found.pending) == (1, 0)
        assert median is not None
        assert median.value is not None
        assert 300 <= median.value < 400
        (line,) = await lea.desk.behind_figure(BehindKey("speed", found.ask, "first_cal_median"))
        assert (line.conversation_id, line.state, line.seconds) == (ana, "answered", median.value)
        story = await lea.desk.turn_story(ana, line.episode, line.turn)
        assert story is not None
        assert sum(part.seconds for part in story.parts) == story.cal_s == median.value
        times = [(story.start_s, story.cal_s)]
        assert await lea.desk.answer_times(ana) == times
        await lea.stop()
        await lea.start()
        assert await lea.desk.answer_times(ana) == times  # before anybody asked for a report
        assert [one.text for one in story.messages] == ["Hello", "Of course!"]

        bo = await world.conversation(BO, wamid="wamid.b", name="Bo", text="Anyone?")
        await reach(world.clock, lambda: bo in lea.desk.inbox("waiting"))
        assert (await speed(world, lea)).pending == 1

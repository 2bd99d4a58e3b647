"""Automatic answers around a restore: lost texts come back, newer ones stand, and nothing lost goes out twice."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from app.domain.auto_replies import AutoReply
from app.domain.hours import line_scope
from app.domain.ids import ConversationId
from app.domain.lines import line_id_of
from storage.view.auto_replies import load_phones, load_replies
from tests.flow.desk_world import Computer
from tests.flow.hub_world import BO, LINE, HubWorld
from tests.flow.restore_world import copy_of, is_as_rebuilt
from tests.flow.test_salvage_team import ana, graph, is_up_to, lea, restored, world

__all__ = ["ana", "graph", "lea", "world"]
HELLO = AutoReply("", True, "Hello!")
HERE = line_id_of("whatsapp", LINE)


async def test_lost_texts_come_back_and_newer_ones_stand(
    world: HubWorld, lea: Computer, ana: ConversationId, tmp_path: Path
) -> None:
    copy = copy_of(world)
    await lea.desk.save_auto_reply(HELLO)
    own = replace(HELLO, scope=line_scope(HERE), greeting="Welcome!")
    await lea.desk.save_auto_reply(own)
    await lea.desk.map_phone(HERE, lea.desk.me().member_id)
    await lea.desk.waive(ana)
    await is_up_to(world, lea)
    assert lea.desk.auto_replies() == {"": HELLO, own.scope: own}
    await world.say("Hi", BO)
    await is_up_to(world, lea)
    await restored(world, copy, lea)
    assert not lea.desk.auto_replies() and not lea.desk.phones()
    since = replace(HELLO, greeting="Hi!")
    await lea.desk.save_auto_reply(since)
    await is_up_to(world, lea)
    await lea.desk.decide_salvage(is_taken=True)
    await is_up_to(world, lea)
    with world.reading() as conn:
        assert load_replies(conn) == {"": since, own.scope: own}
        assert load_phones(conn) == {HERE: lea.desk.me().member_id}
    assert [event.subject for event in world.events("conversation.waived")] == [ana]
    assert is_as_rebuilt(world, tmp_path)

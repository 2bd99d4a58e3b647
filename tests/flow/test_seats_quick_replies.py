"""Quick replies of one's own at a computer that several people share: nobody else's, also while they only wait."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.ids import MemberId, QuickReplyId
from app.domain.quick_replies import QuickReply
from tests.flow.desk_world import computer, reach
from tests.flow.seat_world import Shared, ana, counter, world

__all__ = ["ana", "counter", "world"]


def reply(name: str, owner: MemberId | None = None) -> QuickReply:
    return QuickReply(QuickReplyId(""), name, f"text of {name}", 0, owner)


@pytest.mark.parametrize("is_cut", [True, False])
async def test_ones_own_replies_are_those_of_whoever_is_at_the_desk(counter: Shared, *, is_cut: bool) -> None:
    desk = counter.desk
    await counter.share()
    lea = desk.me().member_id
    counter.wire.is_cut = is_cut
    await desk.save_quick_reply(reply("hers", lea))
    await desk.save_quick_reply(reply("everybody's"))
    if not is_cut:
        await reach(counter.world.clock, lambda: not desk.is_waiting_for_hub)
    assert {one.name for one in desk.quick_replies()} == {"hers", "everybody's"}
    await counter.as_nora()
    assert {one.name for one in desk.quick_replies()} == {"everybody's"}
    counter.wire.is_cut = False
    await reach(counter.world.clock, lambda: not desk.is_waiting_for_hub)
    assert {one.name for one in desk.quick_replies()} == {"everybody's"}
    await counter.as_lea()
    assert {one.name for one in desk.quick_replies()} == {"hers", "everybody's"}


async def test_words_that_are_refused_while_another_is_there_wait_for_who_wrote_them(
    counter: Shared, tmp_path: Path
) -> None:
    """A manager elsewhere was faster; also after the program ended in between."""
    desk = counter.desk
    await counter.share()
    async with computer(counter.world, tmp_path / "max", "Max", "manager") as max_:
        there = await desk.save_quick_reply(reply("prices"))
        await reach(counter.world.clock, lambda: max_.desk.quick_reply(there) is not None)
        counter.wire.is_cut = True
        known = desk.quick_reply(there)
        assert known is not None
        await desk.save_quick_reply(replace(known, text="Léa's words"))
        await max_.desk.save_quick_reply(replace(known, text="Max was first"))
        await reach(counter.world.clock, lambda: not max_.desk.is_waiting_for_hub)
    await counter.as_nora()
    counter.wire.is_cut = False
    await reach(counter.world.clock, lambda: not desk.is_waiting_for_hub)
    assert desk.unsaved_quick_replies() == []
    await counter.stop()
    await counter.open()
    await counter.as_lea()
    assert [one.text for one in counter.desk.unsaved_quick_replies()] == ["Léa's words"]

"""The customer's ticks turn blue when the team has read, unless the team wants that off."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from app.domain.channels import WHATSAPP
from app.domain.conversations import ReadConversation
from app.domain.ids import ConversationId
from app.domain.lines import line_id_of
from app.domain.settings import ChangeSetting
from storage.hub import read_marks
from storage.hub.read_marks import ReadMark
from tests.flow.hub_world import ANA, LINE, until, webhook
from tests.flow.office import office

LINE_ID = line_id_of(WHATSAPP, LINE)


async def test_reading_turns_the_customers_ticks_blue_once(tmp_path: Path) -> None:
    async with office(tmp_path) as o:
        await o.world.say("One", wamid="wamid.one")
        await o.world.say("Two", wamid="wamid.two")
        for _ in range(2):
            await o.world.do(o.desk, ReadConversation(o.ana, o.world.head))
        await until(lambda: o.graph.marks == ["wamid.two"])
        await o.world.say("Three", wamid="wamid.three")
        await o.world.do(o.desk, ReadConversation(o.ana, o.world.head))
        await until(lambda: o.graph.marks == ["wamid.two", "wamid.three"])


async def test_only_what_was_seen_is_marked(tmp_path: Path) -> None:
    async with office(tmp_path) as o:
        seen = (await o.world.say("One", wamid="wamid.one")).pos
        await o.world.say("Two", wamid="wamid.two")
        await o.world.do(o.desk, ReadConversation(o.ana, seen))
        await until(lambda: o.graph.marks == ["wamid.one"])


async def test_a_mark_that_was_not_taken_is_tried_again_a_little_later(tmp_path: Path) -> None:
    async with office(tmp_path) as o:
        o.graph.mark_answers = [False, False]
        await o.world.say("One", wamid="wamid.one")
        await o.world.do(o.desk, ReadConversation(o.ana, o.world.head))
        await o.reach(lambda: len(o.graph.marks) == 3)


async def test_a_team_that_wants_no_read_marks_sends_none(tmp_path: Path) -> None:
    async with office(tmp_path) as o:
        seen = (await o.world.say("One", wamid="wamid.one")).pos

        def mark() -> ReadMark | None:
            with o.world.reading() as conn:
                return read_marks.newest(conn, o.ana, seen, o.world.clock.now() - timedelta(days=1))

        assert mark() == ReadMark(LINE_ID, "wamid.one")
        await o.world.do(o.desk, ChangeSetting("read_receipts", False))
        assert mark() is None


async def test_what_is_too_old_or_no_message_is_not_marked(tmp_path: Path) -> None:
    async with office(tmp_path) as o:
        await o.world.say("One", wamid="wamid.one")
        reaction = {
            "from": ANA,
            "id": "wamid.like",
            "timestamp": "1795686000",
            "type": "reaction",
            "reaction": {},
        }
        assert await o.world.post(webhook({"messages": [reaction]})) == 200
        await o.world.settled()
        with o.world.reading() as conn:
            now, head = o.world.clock.now(), o.world.head
            assert read_marks.newest(conn, o.ana, head, now - timedelta(days=1)) == ReadMark(
                LINE_ID, "wamid.one"
            )
            assert read_marks.newest(conn, o.ana, head, now + timedelta(days=1)) is None
            assert read_marks.newest(conn, ConversationId("nobody"), head, now) is None

"""The journal of a desk: who did what and when, from the log it holds; by member, by conversation, page by page."""

from __future__ import annotations

from pathlib import Path

from app.domain.audit import AuditPage, AuditRow
from app.domain.ids import MemberId
from tests.flow.desk_world import computer, reach
from tests.flow.fake_graph import FakeGraph
from tests.flow.hub_world import BO, HubWorld


def told(page: AuditPage) -> list[tuple[str, str | None]]:
    return [(row.kind, row.member_name) for row in page.rows]


async def test_who_did_what_newest_first_by_member_and_by_conversation(tmp_path: Path) -> None:
    async with (
        HubWorld(tmp_path / "hub", client=FakeGraph()) as world,
        computer(world, tmp_path / "a") as lea,
        computer(world, tmp_path / "b", "Marc", "rep") as marc,
    ):
        ana, bo = await world.conversation(), await world.conversation(BO)
        await reach(world.clock, lambda: len(lea.desk.inbox("all")) == len(marc.desk.inbox("all")) == 2)
        await marc.desk.claim(ana)
        await marc.desk.tag(bo, "VIP")
        await reach(world.clock, lambda: not marc.desk.is_waiting_for_hub)
        await lea.desk.change_setting("response_standard_min", 45)
        await lea.desk.add_note(ana, "She prefers Saturdays")
        await lea.desk.mark_read(bo)
        await reach(world.clock, lambda: not lea.desk.is_waiting_for_hub)
        page = await lea.desk.audit()
        assert page.next_pos is None
        assert told(page)[:4] == [
            ("note.added", "Léa"),
            ("setting.changed", "Léa"),
            ("conversation.tagged", "Marc"),
            ("conversation.assigned", "Marc"),
        ]  # reading is no entry
        assert ("member.added", None) in told(page)
        note, assigned = page.rows[0], page.rows[3]
        assert (note.facts["text"], note.conversation_id, note.person) == (
            "She prefers Saturdays",
            ana,
            "Ana",
        )
        assert assigned.facts["assignee"] == "Marc"
        marcs = MemberId(marc.desk.me().member_id)
        only = await lea.desk.audit(member_id=marcs)
        assert told(only) == [("conversation.tagged", "Marc"), ("conversation.assigned", "Marc")]
        about = await lea.desk.audit(conversation_id=bo)
        assert told(about) == [("conversation.tagged", "Marc")]


async def test_pages_go_on_where_they_ended(tmp_path: Path) -> None:
    async with (
        HubWorld(tmp_path / "hub", client=FakeGraph()) as world,
        computer(world, tmp_path / "a") as lea,
    ):
        ana = await world.conversation()
        await reach(world.clock, lambda: bool(lea.desk.inbox("all")))
        for number in range(7):
            await lea.desk.tag(ana, f"tag {number}")
        await reach(world.clock, lambda: not lea.desk.is_waiting_for_hub)
        rows: list[AuditRow] = []
        before = None
        while True:
            page = await lea.desk.audit(before, conversation_id=ana, limit=3)
            rows += page.rows
            before = page.next_pos
            if before is None:
                break
        assert [row.facts["tag"] for row in rows] == [f"tag {number}" for number in reversed(range(7))]

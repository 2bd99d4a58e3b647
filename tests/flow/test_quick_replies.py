"""Quick replies from desk to desk: one copy for all, the loser of two edits told, nobody's words lost."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.desk.media_desk import Prepared
from app.domain.errors import ComptoirError
from app.domain.ids import MemberId, QuickReplyId
from app.domain.quick_replies import QuickReply, RemoveQuickReply, ReplyFile, SaveQuickReply
from storage import view
from tests.flow.desk_world import Computer, computer, reach
from tests.flow.hub_world import HubWorld

NEW = QuickReplyId("")


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[HubWorld]:
    async with HubWorld(tmp_path / "hub") as world:
        yield world


@pytest.fixture
async def lea(world: HubWorld, tmp_path: Path) -> AsyncIterator[Computer]:
    async with computer(world, tmp_path / "lea") as made:
        yield made


@pytest.fixture
async def bo(world: HubWorld, tmp_path: Path) -> AsyncIterator[Computer]:
    async with computer(world, tmp_path / "bo", "Bo", "rep") as made:
        yield made


def fresh(name: str, text: str, owner_id: MemberId | None = None) -> QuickReply:
    return QuickReply(NEW, name, text, 0, owner_id)


def named(at: Computer, text: str = "") -> list[str]:
    return [one.name for one in at.desk.quick_replies(text)]


def there(at: Computer, reply_id: QuickReplyId) -> QuickReply:
    found = at.desk.quick_reply(reply_id)
    assert found is not None
    return found


async def settle(world: HubWorld, *desks: Computer) -> None:
    await reach(
        world.clock,
        lambda: all(one.desk.position == world.head and not one.desk.is_waiting_for_hub for one in desks),
    )


async def test_a_reply_is_there_at_once_and_on_the_other_desk(
    world: HubWorld, lea: Computer, bo: Computer
) -> None:
    reply_id = await lea.desk.save_quick_reply(fresh("Hours", "  Nine to six "))
    assert named(lea) == ["Hours"] and there(lea, reply_id).is_pending
    await settle(world, lea, bo)
    assert (there(bo, reply_id).text, there(bo, reply_id).version) == ("Nine to six", 1)
    assert not there(lea, reply_id).is_pending
    assert any(one.is_quick_replies for one in bo.seen)


async def test_somebodys_own_is_shown_to_nobody_else(world: HubWorld, lea: Computer, bo: Computer) -> None:
    me = bo.desk.me().member_id
    reply_id = await bo.desk.save_quick_reply(fresh("Mine", "Ciao", me))
    await settle(world, lea, bo)
    assert named(bo) == ["Mine"] and there(bo, reply_id).owner_id == me
    assert named(lea) == [] and lea.desk.quick_reply(reply_id) is None


async def test_a_rep_is_told_at_once_that_the_teams_are_not_theirs(
    world: HubWorld, lea: Computer, bo: Computer
) -> None:
    reply_id = await lea.desk.save_quick_reply(fresh("Hours", "Nine to six"))
    await settle(world, lea, bo)
    shared = there(bo, reply_id)
    for wish in (
        bo.desk.save_quick_reply(fresh("Mine", "x")),
        bo.desk.save_quick_reply(replace(shared, text="x")),
    ):
        with pytest.raises(ComptoirError, match="quick_reply_shared"):
            await wish
    with pytest.raises(ComptoirError, match="quick_reply_shared"):
        await bo.desk.save_quick_reply(replace(shared, owner_id=bo.desk.me().member_id))
    with pytest.raises(ComptoirError, match="quick_reply_shared"):
        await bo.desk.remove_quick_reply(reply_id)


async def test_what_cannot_be_kept_is_said_before_it_is_stored(lea: Computer) -> None:
    with pytest.raises(ComptoirError, match="quick_reply_nameless"):
        await lea.desk.save_quick_reply(fresh(" ", "x"))
    assert not lea.desk.is_waiting_for_hub


async def test_the_loser_of_two_edits_is_told_and_keeps_the_words(
    world: HubWorld, lea: Computer, bo: Computer, tmp_path: Path
) -> None:
    async with computer(world, tmp_path / "max", "Max", "manager") as max_:
        reply_id = await lea.desk.save_quick_reply(fresh("Hours", "Nine to six"))
        await settle(world, lea, max_)
        max_.wire.is_cut = True
        await max_.desk.save_quick_reply(replace(there(max_, reply_id), text="Ten to seven"))
        await lea.desk.save_quick_reply(replace(there(lea, reply_id), text="Eight to five"))
        await settle(world, lea, bo)
        assert there(max_, reply_id).text == "Ten to seven"  # offline it is drawn as asked
        max_.wire.is_cut = False
        await settle(world, lea, bo, max_)
        [refusal] = max_.refusals
        assert (refusal.code, dict(refusal.facts)) == (
            "quick_reply_changed",
            {"name": "Hours", "version": "2"},
        )
        assert {there(one, reply_id).text for one in (lea, bo, max_)} == {"Eight to five"}
        await max_.stop()
        await max_.open()
        [unsaved] = max_.desk.unsaved_quick_replies()
        assert unsaved.text == "Ten to seven"
        await max_.desk.start()
        again = replace(there(max_, reply_id), text=unsaved.text)
        await max_.desk.save_quick_reply(again)
        assert max_.desk.unsaved_quick_replies() == []
        await settle(world, lea, max_)
        assert there(lea, reply_id).text == "Ten to seven"


async def test_an_edit_of_what_was_removed_meanwhile_is_refused(
    world: HubWorld, lea: Computer, tmp_path: Path
) -> None:
    async with computer(world, tmp_path / "max", "Max", "manager") as max_:
        reply_id = await lea.desk.save_quick_reply(fresh("Hours", "Nine to six"))
        await settle(world, lea, max_)
        max_.wire.is_cut = True
        await max_.desk.save_quick_reply(replace(there(max_, reply_id), text="Ten to seven"))
        await lea.desk.remove_quick_reply(reply_id)
        await settle(world, lea)
        max_.wire.is_cut = False
        await settle(world, lea, max_)
        assert [one.code for one in max_.refusals] == ["quick_reply_gone"]
        assert named(lea) == named(max_) == []
        assert [one.text for one in max_.desk.unsaved_quick_replies()] == ["Ten to seven"]
        max_.desk.forget_unsaved_quick_reply(reply_id)
        assert max_.desk.unsaved_quick_replies() == []


async def test_a_removal_can_be_taken_back_also_before_the_hub_knows(
    world: HubWorld, lea: Computer, bo: Computer
) -> None:
    reply_id = await lea.desk.save_quick_reply(fresh("Hours", "Nine to six"))
    await settle(world, lea, bo)
    lea.wire.is_cut = True
    undo = await lea.desk.remove_quick_reply(reply_id)
    assert undo is not None and named(lea) == []
    await lea.desk.save_quick_reply(undo)
    assert named(lea) == ["Hours"]
    lea.wire.is_cut = False
    await settle(world, lea, bo)
    assert (there(bo, reply_id).text, there(bo, reply_id).version) == ("Nine to six", 3)
    assert lea.refusals == []
    assert await bo.desk.remove_quick_reply(QuickReplyId("never heard of")) is None


async def test_edits_written_offline_follow_one_another(world: HubWorld, lea: Computer, bo: Computer) -> None:
    lea.wire.is_cut = True
    reply_id = await lea.desk.save_quick_reply(fresh("Hours", "Nine"))
    for text in ("Nine to five", "Nine to six"):
        await lea.desk.save_quick_reply(replace(there(lea, reply_id), text=text))
    lea.wire.is_cut = False
    await settle(world, lea, bo)
    assert (there(bo, reply_id).text, there(bo, reply_id).version, lea.refusals) == ("Nine to six", 3, [])


async def test_desks_and_hub_end_equal_to_a_rebuild(world: HubWorld, lea: Computer, bo: Computer) -> None:
    """G12: what grew batch by batch, one of the desks away meanwhile, is what the log gives from zero."""
    kept = await lea.desk.save_quick_reply(fresh("Hours", "Nine to six"))
    gone = await lea.desk.save_quick_reply(fresh("Prices", "From 30"))
    bo.wire.is_cut = True
    await bo.desk.save_quick_reply(fresh("Mine", "Ciao", bo.desk.me().member_id))
    await settle(world, lea)
    await lea.desk.remove_quick_reply(gone)
    await lea.desk.save_quick_reply(replace(there(lea, kept), name="Opening hours"))
    bo.wire.is_cut = False
    await settle(world, lea, bo)
    with world.reading() as conn:
        hub = view.view_hash(conn)
    await lea.stop()
    await bo.stop()
    assert lea.view_hash() == bo.view_hash() == hub
    lea.profile.view_path.unlink()
    lea.wire.is_cut = True
    await lea.start()
    await reach(world.clock, lambda: named(lea) == ["Opening hours"])
    await lea.stop()
    assert lea.view_hash() == hub


async def test_a_file_is_at_the_hub_before_its_reply_and_stays_here_until_then(
    world: HubWorld, lea: Computer, bo: Computer
) -> None:
    lea.wire.is_cut = True
    prepared = await lea.desk.prepare_file(b"%PDF-1.4 prices", name="prices.pdf", kind="document")
    assert isinstance(prepared, Prepared) and prepared.media.sha256 is not None
    reply = replace(fresh("Prices", "Our prices"), files=(ReplyFile(prepared.kind, prepared.media),))
    reply_id = await lea.desk.save_quick_reply(reply)
    await lea.desk.drop_prepared(
        prepared.media.sha256
    )  # it was attached to an answer too, and taken out again
    lea.wire.is_cut = False
    await settle(world, lea, bo)
    [file] = there(bo, reply_id).files
    assert file.media.sha256 == prepared.media.sha256
    assert await bo.desk.media_bytes(prepared.media.sha256) == b"%PDF-1.4 prices"


async def test_what_is_used_most_here_comes_first_also_after_a_restart(
    world: HubWorld, lea: Computer
) -> None:
    await lea.desk.save_quick_reply(fresh("A", "a"))
    used = await lea.desk.save_quick_reply(fresh("B", "b"))
    assert named(lea) == ["A", "B"]
    lea.desk.note_quick_reply_used(used)
    assert named(lea) == ["B", "A"]
    await settle(world, lea)
    await lea.stop()
    await lea.open()
    assert named(lea) == ["B", "A"]


async def test_the_hub_refuses_what_an_honest_desk_never_asks(world: HubWorld) -> None:
    desk, rep = await world.join(), await world.join("rep", "Bo")
    bad = SaveQuickReply(QuickReplyId("r1"), "Hours", " ", is_personal=False)
    assert (await world.do(desk, bad)).code == "quick_reply_empty"
    assert (await world.do(rep, replace(bad, text="x"))).code == "quick_reply_shared"
    assert (await world.do(desk, replace(bad, text="x"))).result == "accepted"
    assert (await world.do(rep, RemoveQuickReply(QuickReplyId("r1"), 1))).code == "quick_reply_shared"
    [event] = world.events("quick_reply.saved")
    assert (event.subject, event.actor.member_id) == ("", desk.member_id)

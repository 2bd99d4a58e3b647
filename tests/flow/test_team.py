"""The team as owners and managers change it: invitations, computers, roles, names, and who leaves."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest

from app.domain.assignment import ConversationAssigned
from app.domain.contents import Content, Media
from app.domain.events import Actor, Event
from app.domain.ids import ConversationId, DeviceId, MemberId, MessageId
from app.domain.members import DeviceEnrolled, DeviceRevoked, MemberAdded, MemberChanged, MemberRemoved
from app.domain.sends import SendRequested, SendText
from app.hub import leaving
from app.hub.appender import Draft
from app.hub.http import HttpRefusal
from app.hub.leaving import Handover
from app.hub.team import TeamChanges
from storage import view
from storage.hub import log
from tests.flow.hub_world import SOON_S, Desk, HubWorld
from tests.flow.test_hub_access import enrol
from tests.guards.threads import quiet


async def ask(world: HubWorld, desk: Desk, path: str, body: dict[str, Any] | None = None) -> tuple[int, Any]:
    """A call below /team; POST when there is a body."""
    answer = await world.call("GET" if body is None else "POST", f"/api/v1/team{path}", desk, body)
    return answer.status, json.loads(answer.body)


def newest(world: HubWorld, kind: str) -> Event:
    return world.events(kind)[-1]


def by(desk: Desk) -> Actor:
    return Actor("member", MemberId(desk.member_id), DeviceId(desk.device_id))


async def test_an_owner_sees_everything_and_a_rep_the_names_and_the_own_computers(tmp_path: Path) -> None:
    async with HubWorld(tmp_path) as world:
        lea, bo = await world.join("owner"), await world.join("rep", "Bo")
        await ask(world, lea, "/invite", {"role": "rep", "name": "Zoé"})
        _, all_of_it = await ask(world, lea, "")
        shown = {one["name"]: (one["role"], len(one["devices"])) for one in all_of_it["members"]}
        assert shown == {"Léa": ("owner", 1), "Bo": ("rep", 1)}
        own = [one["is_this"] for one in all_of_it["members"] for one in one["devices"]]
        assert sorted(own) == [False, True]
        assert {(one["name"], one["state"], one["made_by"]) for one in all_of_it["invites"]} == {
            ("Zoé", "open", lea.member_id),
            ("Bo", "used", None),
            ("Léa", "used", None),
        }
        _, of_bo = await ask(world, bo, "")
        assert {one["name"]: len(one["devices"]) for one in of_bo["members"]} == {"Léa": 0, "Bo": 1}
        assert of_bo["invites"] == []


async def test_an_invitation_is_open_then_used_expired_or_withdrawn(tmp_path: Path) -> None:
    async with HubWorld(tmp_path) as world:
        lea = await world.join()
        made = [(await ask(world, lea, "/invite", {"role": "rep"}))[1] for _ in range(3)]
        assert all(len(one["code"]) == 32 for one in made)
        await enrol(world, made[0]["code"], "Bo's laptop")
        assert await ask(world, lea, "/invite/withdraw", {"invite_id": made[1]["invite_id"]}) == (200, {})
        assert await ask(world, lea, "/invite/withdraw", {"invite_id": made[1]["invite_id"]}) == (200, {})
        status, told = await ask(world, lea, "/invite/withdraw", {"invite_id": made[0]["invite_id"]})
        assert (status, told["code"], told["facts"]) == (
            409,
            "invite_used_already",
            {"device": "Bo's laptop"},
        )
        assert (await ask(world, lea, "/invite/withdraw", {"invite_id": "x"}))[0] == 404
        assert await enrol(world, made[1]["code"]) == (410, {"code": "invite_withdrawn", "facts": {}})
        await world.clock.advance(24 * 3600)
        listed = {one["invite_id"]: one for one in (await ask(world, lea, ""))[1]["invites"]}
        states = [listed[one["invite_id"]]["state"] for one in made]
        assert states == ["used", "withdrawn", "expired"]
        assert listed[made[0]["invite_id"]]["used_on"] == "Bo's laptop"


async def test_a_member_gets_one_more_computer(tmp_path: Path) -> None:
    async with HubWorld(tmp_path) as world:
        lea, bo = await world.join(), await world.join("rep", "Bo")
        _, made = await ask(world, lea, "/invite", {"member_id": bo.member_id, "role": "owner"})
        await ask(world, lea, "/rename", {"member_id": bo.member_id, "name": "Bo Roy"})
        status, told = await enrol(world, made["code"], "Bo's other computer")
        assert (status, told["member_id"], told["role"], told["member_name"]) == (
            200, bo.member_id, "rep", "Bo Roy",
        )  # fmt: skip
        assert len(world.events("member.added")) == 2
        assert newest(world, "device.enrolled").body == DeviceEnrolled(
            told["device_id"], MemberId(bo.member_id), "Bo's other computer"
        )
        await ask(world, lea, "/revoke", {"device_id": bo.device_id})
        second = Desk(told["token"], told["device_id"], told["member_id"], "Bo Roy")
        assert (await world.call("GET", "/api/v1/log", second)).status == 200


async def test_a_new_name_and_a_new_role_hold_at_once(tmp_path: Path) -> None:
    async with HubWorld(tmp_path) as world:
        lea, bo = await world.join(), await world.join("rep", "Bo")
        await ask(world, lea, "/rename", {"member_id": bo.member_id, "name": " Bo\u202e Roy\n"})
        await ask(world, lea, "/role", {"member_id": bo.member_id, "role": "manager"})
        changed = world.events("member.changed")
        assert [event.body for event in changed] == [
            MemberChanged(MemberId(bo.member_id), "Bo Roy", "rep"),
            MemberChanged(MemberId(bo.member_id), "Bo Roy", "manager"),
        ]
        assert {event.actor for event in changed} == {by(lea)}
        assert (await ask(world, bo, "/invite", {"role": "rep"}))[0] == 200
        for again in ({"member_id": bo.member_id, "role": "manager"},):
            assert (await ask(world, lea, "/role", again))[0] == 200
        assert len(world.events("member.changed")) == 2
        status, told = await ask(world, lea, "/rename", {"member_id": bo.member_id, "name": "\u202e"})
        assert (status, told["code"]) == (422, "member_name_missing")


async def test_the_last_owner_stays_owner(tmp_path: Path) -> None:
    async with HubWorld(tmp_path) as world:
        lea = await world.join()
        tries = [
            ("/role", {"member_id": lea.member_id, "role": "rep"}, "last_owner"),
            ("/remove", {"member_id": lea.member_id}, "last_owner"),
            ("/revoke", {"device_id": lea.device_id}, "last_owner_device"),
        ]
        for path, body, code in tries:
            status, told = await ask(world, lea, path, body)
            assert (status, told["code"]) == (409, code)
        ola = await world.join("owner", "Ola")
        assert (await ask(world, lea, "/role", {"member_id": lea.member_id, "role": "rep"}))[0] == 200
        assert (await ask(world, ola, "/remove", {"member_id": ola.member_id}))[1]["code"] == "last_owner"


async def test_two_owners_who_demote_each_other_at_once_leave_one(tmp_path: Path) -> None:
    async with HubWorld(tmp_path) as world:
        lea, ola = await world.join(), await world.join("owner", "Ola")
        answers = await asyncio.gather(
            ask(world, lea, "/role", {"member_id": ola.member_id, "role": "rep"}),
            ask(world, ola, "/role", {"member_id": lea.member_id, "role": "rep"}),
        )
        assert sorted(status for status, _ in answers) in ([200, 403], [200, 409])
        with world.reading() as conn:
            roles = [one.role for one in view.members(conn).values()]
        assert roles.count("owner") == 1


async def test_codes_that_a_leaver_kept_open_nothing(tmp_path: Path) -> None:
    async with HubWorld(tmp_path) as world:
        lea, max_ = await world.join(), await world.join("manager", "Max")
        _, for_a_rep = await ask(world, max_, "/invite", {"role": "rep"})
        _, for_max = await ask(world, max_, "/invite", {"member_id": max_.member_id})
        await ask(world, lea, "/remove", {"member_id": max_.member_id})
        for made in (for_a_rep, for_max):
            assert (await enrol(world, made["code"]))[1]["code"] == "invite_withdrawn"


async def test_codes_made_on_a_stolen_computer_end_with_it(tmp_path: Path) -> None:
    async with HubWorld(tmp_path) as world:
        lea, max_ = await world.join(), await world.join("manager", "Max")
        _, made = await ask(world, max_, "/invite", {"role": "rep"})
        await ask(world, lea, "/revoke", {"device_id": max_.device_id})
        assert (await enrol(world, made["code"]))[1]["code"] == "invite_withdrawn"


async def test_revoking_during_a_running_long_poll_answers_it_with_401(tmp_path: Path) -> None:
    """G13: it does not wait its 40 seconds out, and gets not even the event that tells of it."""
    async with HubWorld(tmp_path) as world:
        lea, bo = await world.join(), await world.join("rep", "Bo")
        path = f"/api/v1/log?after={world.head}&wait=40"
        poll = asyncio.ensure_future(world.call("GET", path, bo))
        await quiet()
        assert not poll.done()
        before = world.clock.now()
        assert (await ask(world, lea, "/revoke", {"device_id": bo.device_id}))[0] == 200
        answer = await asyncio.wait_for(poll, SOON_S)
        assert (answer.status, json.loads(answer.body)["code"]) == (401, "device_revoked")
        assert world.clock.now() == before
        assert newest(world, "device.revoked").actor == by(lea)


async def test_a_leaver_goes_in_one_step_and_loses_no_message(tmp_path: Path) -> None:
    async with HubWorld(tmp_path) as world:
        lea, bo = await world.join(), await world.join("rep", "Bo")
        _, made = await ask(world, lea, "/invite", {"member_id": bo.member_id})
        await enrol(world, made["code"], "Second")
        conversation_id = await world.conversation()
        await world.do(bo, SendText(MessageId("m-1"), conversation_id, "Hello"))
        before, messages = world.head, len(world.events("send.requested"))
        wish = {"member_id": bo.member_id, "heir_id": lea.member_id}
        assert await ask(world, lea, "/remove", wish) == (200, {})
        told = world.events()[before:]
        assert [event.kind for event in told] == [
            "conversation.assigned", "device.revoked", "device.revoked", "member.removed",
        ]  # fmt: skip
        assert told[0].body == ConversationAssigned(
            conversation_id, MemberId(lea.member_id), MemberId(lea.member_id), "left"
        )
        assert told[-1].body == MemberRemoved(MemberId(bo.member_id), MemberId(lea.member_id))
        assert {(event.actor, event.accepted_at) for event in told} == {(by(lea), told[0].accepted_at)}
        assert (await world.call("GET", "/api/v1/log", bo)).status == 401
        assert len(world.events("send.requested")) == messages
        with world.reading() as conn:
            rows = view.thread_page(conn, conversation_id)
        assert [row.author_name for row in rows if row.kind == "text"] == [None, "Bo"]
        assert await ask(world, lea, "/remove", wish) == (200, {})
        assert world.head == before + 4
        _, team = await ask(world, lea, "")
        assert [one["name"] for one in team["members"] if one["is_removed"]] == ["Bo"]
        for path, body in (("/role", {"role": "owner"}), ("/rename", {"name": "X"}), ("/invite", {})):
            status, refused = await ask(world, lea, path, {"member_id": bo.member_id, **body})
            assert (status, refused["code"]) == (409, "member_gone")


async def test_an_heir_must_be_somebody_else_who_is_there(tmp_path: Path) -> None:
    async with HubWorld(tmp_path) as world:
        lea, bo = await world.join(), await world.join("rep", "Bo")
        gone = await world.join("rep", "Gone")
        await ask(world, lea, "/remove", {"member_id": gone.member_id})
        before = world.head
        for heir_id in (bo.member_id, gone.member_id, "nobody"):
            status, told = await ask(world, lea, "/remove", {"member_id": bo.member_id, "heir_id": heir_id})
            assert (status, told["code"]) == (409, "heir_unknown")
        assert world.head == before
        assert (await world.call("GET", "/api/v1/log", bo)).status == 200


async def test_what_is_handed_over_stands_in_the_same_transaction_before_the_leaver_goes(
    tmp_path: Path, monkeypatch: Any
) -> None:
    """A part of the product that gives members something to do adds its line to the table."""
    given: list[Handover] = []

    def rename_heir(_conn: Any, handover: Handover) -> list[tuple[str, Any]]:
        given.append(handover)
        return [("c-1", MemberChanged(MemberId("x"), "Of " + handover.leaver.name, "rep"))]

    monkeypatch.setattr(leaving, "HAND_OVERS", (rename_heir,))
    async with HubWorld(tmp_path) as world:
        lea, bo = await world.join(), await world.join("rep", "Bo")
        before = world.head
        await ask(world, lea, "/remove", {"member_id": bo.member_id})
        told = world.events()[before:]
        assert [event.kind for event in told] == ["member.changed", "device.revoked", "member.removed"]
        assert (told[0].subject, told[0].actor) == ("c-1", by(lea))
        assert [(one.leaver.name, one.heir, one.by_id) for one in given] == [("Bo", None, lea.member_id)]


async def test_a_plan_lists_computers_and_the_files_of_30_days(tmp_path: Path) -> None:
    async with HubWorld(tmp_path) as world:
        lea, bo = await world.join(), await world.join("rep", "Bo")
        conversation_id = await world.conversation()
        await sent_file(world, bo, conversation_id, "old.pdf")
        await world.clock.advance(31 * 24 * 3600)
        await sent_file(world, bo, conversation_id, "price.pdf")
        await sent_file(world, lea, conversation_id, "mine.pdf")
        status, plan = await ask(world, lea, f"/leave?member_id={bo.member_id}")
        assert (status, plan["name"]) == (200, "Bo")
        parts = {
            part["kind"]: (part["count"], [item["title"] for item in part["items"]]) for part in plan["parts"]
        }
        assert parts == {"device": (1, ["Bo's computer"]), "file": (1, ["price.pdf"])}
        assert (await ask(world, lea, "/leave"))[0] == 422
        assert (await ask(world, lea, "/leave?member_id=x"))[0] == 404


async def sent_file(world: HubWorld, desk: Desk, conversation_id: ConversationId, name: str) -> None:
    media = Media("application/pdf", "ab" * 32, name, 5)
    with world.reading() as conn:
        there = view.load_conversation(conn, conversation_id)
    assert there is not None
    body = SendRequested(
        MessageId(name), conversation_id, there.contact_id, there.line_id, MemberId(desk.member_id), "document", "",
        content=Content(media=media),
    )  # fmt: skip
    draft = Draft(body, conversation_id, by(desk), world.clock.now())
    await world.core.writer.run(lambda conn: world.core.appender.append(conn, [draft]))


async def test_where_the_log_stood_at_a_moment(tmp_path: Path) -> None:
    async with HubWorld(tmp_path) as world:
        moments = []
        for number in range(9):
            await world.clock.advance(60)
            await world.join("rep", f"R{number}")
            moments.append((world.clock.now(), world.head - 1))
        with world.reading() as conn:
            for at, pos in moments:
                assert log.first_pos_since(conn, at) == pos
            await world.clock.advance(60)
            assert log.first_pos_since(conn, world.clock.now()) == world.head + 1
            assert log.first_pos_since(conn, moments[0][0].replace(year=2000)) == 1


async def test_a_role_that_was_taken_away_meanwhile_does_not_count(tmp_path: Path) -> None:
    """The role of the moment in which it is written, not of the one in which the request came."""
    async with HubWorld(tmp_path) as world:
        lea, max_ = await world.join(), await world.join("manager", "Max")
        asker = world.core.access.asker(max_.token)
        await ask(world, lea, "/role", {"member_id": max_.member_id, "role": "rep"})
        with pytest.raises(HttpRefusal) as caught:
            await TeamChanges(world.core, world.clock).invite(asker, "rep", None, None)
        assert (caught.value.status, caught.value.code) == (403, "role_missing")


async def test_replay_equals_what_the_hub_projected(tmp_path: Path) -> None:
    async with HubWorld(tmp_path) as world:
        lea, bo = await world.join(), await world.join("rep", "Bo")
        await ask(world, lea, "/rename", {"member_id": bo.member_id, "name": "Bo Roy"})
        await ask(world, lea, "/remove", {"member_id": bo.member_id})
        with world.reading() as conn:
            kept = view.members(conn)
        assert kept[MemberId(bo.member_id)].is_removed
        kinds = [type(event.body) for event in world.events()]
        for kind in (MemberAdded, MemberChanged, DeviceRevoked, MemberRemoved):
            assert kind in kinds

"""The connection doctor at the hub: what it finds at the sandbox, on its own computer, and of its computers."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from app.domain.clock import FakeClock
from app.domain.errors import EnvironmentFailure
from app.domain.findings import CHECKS, Examination, Finding
from app.domain.ids import DeviceId, MessageId
from app.domain.sends import SendText
from app.domain.templates import Template
from app.hub import presence
from app.hub.config import LineConfig
from app.hub.doctor import KEPT_S, Doctor, Look
from app.hub.doctor_address import Reached, address
from app.hub.doctor_channel import of_templates
from app.hub.doctor_inside import desks, going_out
from app.net import Answer
from app.terminal.doctor_command import run
from app.whatsapp.checking import Checking, people_of
from app.whatsapp.management import GraphRefused, GraphUnreachable, ManagementClient
from app.words.findings import SENTENCES
from storage.codec import read_json
from tests.flow.account_world import WABA, shop
from tests.flow.hub_world import HUB_URL, LINE, HubWorld
from tests.said_whole import said_whole

KEY = "5a" * 32


def by_check(found: Examination) -> dict[str, Finding]:
    return {one.check: one for one in found.findings}


async def examine(world: HubWorld, desk: Any) -> dict[str, Finding]:
    await world.clock.advance(KEPT_S)
    answer = await world.call("GET", "/api/v1/doctor", desk)
    assert answer.status == 200, answer.body
    found = read_json(answer.body, Examination)
    for one in found.findings:
        said_whole(one)
    return by_check(found)


async def test_everything_is_looked_at_and_good_where_the_account_is(tmp_path: Path) -> None:
    async with shop(tmp_path, lines=(LineConfig(LINE, "token"),)) as it:
        it.sandbox.world.account.app_url = "https://hub.example.org/webhooks/whatsapp"
        owner = await it.world.join()
        await it.world.page(owner, "after=0")
        await it.world.say("Hello")
        await it.world.clock.advance(60)
        found = await examine(it.world, owner)
        assert set(CHECKS) == found.keys()
        states = {name: (one.state, one.code) for name, one in found.items()}
        assert states["token"] == ("good", "token_good")
        assert states["subscription"] == ("good", "subscription_good")
        assert (states["number"], found["number"].about) == (("good", "number_works"), found["quality"].about)
        assert (states["quality"], states["limit"]) == (("good", "quality_green"), ("good", "limit_people"))
        assert states["payment"] == ("good", "payment_good")
        assert (states["received"], states["stored"]) == (("good", "received_last"), ("good", "stored_all"))
        assert (states["shown"], found["shown"].facts) == (("good", "shown_all"), {"n": "1"})
        assert (states["unsent"][0], states["unconfirmed"][0], states["disk"][0]) == ("good", "good", "good")
        assert states["desks"] == ("good", "desk_behind")
        assert states["encryption"] == ("warning", "not_encrypted")
        assert states["mail"] == ("notice", "mail_not_set")
        assert states["clock"] == (
            "unknown",
            "clock_unknown",
        )  # in one process nobody writes the time on answers
        answer = await it.world.call("GET", "/api/v1/doctor", owner)
        assert b'"token"' in answer.body and b"Bearer" not in answer.body
        assert owner.token.encode() not in answer.body and b"app-secret" not in answer.body


async def test_each_thing_that_is_wrong_at_the_account_is_found(tmp_path: Path) -> None:
    async with shop(tmp_path, lines=(LineConfig(LINE, "token"),)) as it:
        owner, account = await it.world.join(), it.sandbox.world.account
        account.is_subscribed = False
        account.number |= {"quality_rating": "RED", "status": "FLAGGED"}
        account.waba["account_review_status"] = "PENDING"
        found = await examine(it.world, owner)
        assert found["subscription"] == Finding(
            "subscription", "bad", "subscription_missing", {}, "subscribe"
        )
        assert (found["quality"].state, found["number"].code) == ("bad", "number_flagged")
        assert found["payment"].code == "account_stopped"
        account.is_subscribed, account.app_url, account.app_fields = True, "https://x.example", ["calls"]
        found = await examine(it.world, owner)
        assert (found["subscription"].state, found["subscription"].code) == (
            "bad",
            "subscription_fields_missing",
        )


async def test_messages_that_are_brought_to_another_address_are_told_by_its_name(tmp_path: Path) -> None:
    ours = "https://hub.example.org"
    async with shop(tmp_path, lines=(LineConfig(LINE, "token"),), public_url=ours) as it:
        owner, account = await it.world.join(), it.sandbox.world.account
        account.app_url = f"{ours}/webhooks/whatsapp"
        assert (await examine(it.world, owner))["subscription"].code == "subscription_good"
        account.app_url = "https://old.example.org/webhooks/whatsapp"
        found = (await examine(it.world, owner))["subscription"]
        assert (found.code, found.facts) == ("subscription_elsewhere", {"other": "old.example.org"})


async def test_a_meta_that_does_not_answer_is_unknown_and_keeps_nobody_waiting(tmp_path: Path) -> None:
    async with shop(tmp_path, is_up=False, lines=(LineConfig(LINE, "token"),)) as it:
        found = await examine(it.world, await it.world.join())
        asked = ("token", "subscription", "payment", "number", "quality", "limit", "clock")
        assert {(found[name].state, found[name].code) for name in asked} == {("unknown", "meta_silent")}
        assert found["stored"].state == "good"


async def test_only_leaders_ask_and_the_hubs_own_computer(tmp_path: Path) -> None:
    async with HubWorld(tmp_path) as world:
        rep = await world.join("rep", "Max")
        assert (await world.call("GET", "/api/v1/doctor", rep)).status == 403
        token = presence.admin_token(tmp_path)
        answer = await world.http.request("POST", f"{HUB_URL}/admin/v1/doctor", content=b"{}", bearer=token)
        told = json.loads(answer.body)
        assert told["zone"] == "Europe/Paris" and told["findings"]


async def test_a_hub_without_a_number_says_that_alone(tmp_path: Path) -> None:
    async with HubWorld(tmp_path, lines=()) as world:
        found = await examine(world, await world.join())
        assert found["token"] == Finding("token", "notice", "number_none", {}, "connect")
        assert "subscription" not in found and "templates" not in found


async def _raise(error: Exception) -> Sequence[Finding]:
    raise error


@pytest.mark.parametrize(
    ("error", "code", "facts"),
    [
        (GraphUnreachable(), "meta_silent", {}),
        (GraphRefused("x", 1, "No."), "meta_refused", {"said": "No."}),
        (GraphRefused("x", 1, f"Malformed {'EAAB' * 12}"), "meta_refused", {"said": "Malformed …"}),
        (EnvironmentFailure("disk_full"), "look_failed", {"what": "disk_full"}),
        (ValueError("Ana"), "look_failed", {"what": "ValueError"}),
    ],
)
async def test_a_look_that_fails_is_unknown_and_the_others_stand(
    error: Exception, code: str, facts: dict[str, str]
) -> None:
    good = Finding("disk", "good", "disk_good")

    async def fine() -> Sequence[Finding]:
        return [good]

    doctor = Doctor([Look(("disk",), fine), Look(("token",), lambda: _raise(error))], FakeClock())
    assert (await doctor.examine()).findings == (Finding("token", "unknown", code, facts, "again"), good)


async def test_a_look_that_hangs_ends_and_many_who_ask_are_answered_by_one() -> None:
    count = 0

    async def hangs() -> Sequence[Finding]:
        nonlocal count
        count += 1
        await asyncio.Event().wait()
        return []

    clock = FakeClock()
    doctor = Doctor([Look(("address",), hangs, 0.01)], clock)
    both = await asyncio.gather(doctor.examine(), doctor.examine())
    assert both[0] is both[1] is await doctor.examine()
    assert (count, both[0].findings[0].code) == (1, "look_late")
    await clock.advance(KEPT_S)
    await doctor.examine()
    assert count == 2


def template(name: str, status: str) -> Template:
    return Template(WABA, name, "fr", status, "utility", "Bonjour")


def test_a_template_that_goes_out_by_itself_and_cannot_is_bad() -> None:
    known = [template("a", "approved"), template("b", "paused"), template("c", "pending")]
    found = of_templates(known, [("a",), ("b",), ("gone",), ("b", "a")])
    assert [(one.state, one.code, one.about) for one in found] == [
        ("bad", "template_stopped", "b"),
        ("bad", "template_missing", "gone"),
        ("notice", "templates_stopped", ""),
    ]
    assert found[-1].facts == {"n": "3", "ready": "1", "waiting": "1", "stopped": "1"}
    assert [one.code for one in of_templates(known[:1], [])] == ["templates_approved"]


class OneAnswer:
    """A way to Graph that answers everything alike."""

    def __init__(self, **headers: str) -> None:
        self._headers = headers

    async def request(self, *_: Any, **__: Any) -> Answer:
        return Answer(400, self._headers, b"{}")


async def test_graphs_clock_is_read_from_whatever_it_answers() -> None:
    http: Any = OneAnswer(date="Thu, 26 Nov 2026 09:42:00 GMT")
    graph = Checking(ManagementClient(http, "http://graph", "v24.0"))
    assert await graph.time() == datetime(2026, 11, 26, 9, 42, tzinfo=UTC)
    silent: Any = OneAnswer()
    assert await Checking(ManagementClient(silent, "http://graph", "v24.0")).time() is None


@pytest.mark.parametrize(
    ("limit", "people"), [("TIER_250", 250), ("TIER_2K", 2_000), ("TIER_UNLIMITED", None), ("", None)]
)
def test_a_limit_is_a_number_of_people(limit: str, people: int | None) -> None:
    assert people_of(limit) == people


def test_the_address_is_told_with_since_when() -> None:
    at = datetime(2026, 11, 26, 14, 5, tzinfo=UTC)
    lost = address(Reached("https://x.example", at, at, "reach_silent"))
    assert (lost.state, lost.facts["since_at"]) == ("bad", at.isoformat())
    assert [address(one).code for one in (None, Reached(""), Reached("https://x"), Reached("https://x", at))] == [
        "address_not_watched", "address_missing", "address_not_looked", "address_reached",
    ]  # fmt: skip


async def test_what_waits_too_long_and_who_was_long_away(tmp_path: Path) -> None:
    async with HubWorld(tmp_path) as world:
        owner = await world.join()
        left = await world.join("rep", "Max")
        await world.core.access.revoke(DeviceId(left.device_id))
        conversation_id = await world.conversation()
        body = SendText(MessageId(world.core.new_id()), conversation_id, "Oui")
        assert (await world.do(owner, body)).result == "accepted"
        now = world.clock.now()
        with world.reading() as conn:
            soon, late = (
                going_out(conn, now + timedelta(minutes=5)),
                going_out(conn, now + timedelta(hours=1)),
            )
            assert [one.state for one in (soon[0], late[0], late[1])] == ["notice", "warning", "good"]
            away = desks(conn, now + timedelta(days=30), None)
            assert [(one.code, one.act) for one in away] == [
                ("desk_away", "devices")
            ]  # not the one that is shut out


async def test_the_command_reads_the_file_where_no_hub_runs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    async with HubWorld(tmp_path / "hub", data_key=KEY) as world:
        await world.join()
        await world.say("Hello")
    monkeypatch.setenv("COMPTOIR_DATA_KEY", KEY)
    assert await asyncio.to_thread(run, ["--data", str(tmp_path / "hub"), "--json"]) == 1
    found = {one["check"]: one for one in map(json.loads, capsys.readouterr().out.splitlines())}
    assert set(found["received"]) == {"check", "state", "code", "facts", "about", "sentence", "advice"}
    assert (found["received"]["code"], found["received"]["state"]) == ("hub_not_running", "bad")
    assert (found["encryption"]["state"], found["stored"]["state"]) == ("good", "good")
    assert "Ana" not in json.dumps(found) and "Hello" not in json.dumps(found)
    assert await asyncio.to_thread(run, ["--data", str(tmp_path / "hub")]) == 1
    assert "✗ " in capsys.readouterr().out
    assert await asyncio.to_thread(run, ["--data", str(tmp_path / "nowhere")]) == 1


def test_every_code_has_one_sentence() -> None:
    codes = [code for part in SENTENCES for code in part(1)]
    assert len(codes) == len(set(codes))

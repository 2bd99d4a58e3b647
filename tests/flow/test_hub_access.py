"""Who may talk to the hub, and who may not any more."""

import json
from pathlib import Path
from typing import Any

import pytest

from app.domain.errors import ComptoirError
from app.domain.ids import DeviceId
from app.domain.members import DeviceEnrolled, DeviceRevoked, MemberAdded
from app.hub import presence
from app.net import Http, in_process
from storage.hub import access
from tests.flow.hub_world import HUB_URL, HubWorld


async def enrol(world: HubWorld, code: str, name: str = "Front desk") -> tuple[int, dict[str, Any]]:
    answer = await world.call("POST", "/api/v1/enrol", body={"code": code, "device_name": name})
    return answer.status, json.loads(answer.body)


async def test_an_invitation_makes_one_member_with_one_device(tmp_path: Path) -> None:
    async with HubWorld(tmp_path) as world:
        code = await world.core.access.invite("rep", "Bo")
        status, told = await enrol(world, f" {code.upper()} ")
        assert (status, told["role"], told["member_name"]) == (200, "rep", "Bo")
        bodies = [event.body for event in world.events()]
        assert MemberAdded(told["member_id"], "Bo", "rep") in bodies
        assert DeviceEnrolled(told["device_id"], told["member_id"], "Front desk") in bodies
        assert await enrol(world, code) == (410, {"code": "invite_used", "facts": {}})


async def test_codes_and_tokens_are_nowhere_in_the_files(tmp_path: Path) -> None:
    async with HubWorld(tmp_path) as world:
        code = await world.core.access.invite("owner")
        _, told = await enrol(world, code)
    held = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert told["device_id"].encode() in held
    assert code.encode() not in held
    assert told["token"].encode() not in held


async def test_an_invitation_ends_after_a_day(tmp_path: Path) -> None:
    async with HubWorld(tmp_path) as world:
        code = await world.core.access.invite("owner")
        await world.clock.advance(24 * 3600)
        assert (await enrol(world, code))[1]["code"] == "invite_expired"


async def test_a_wrong_code_a_nameless_computer_and_guessing_are_refused(tmp_path: Path) -> None:
    async with HubWorld(tmp_path) as world:
        assert (await enrol(world, "0" * 32))[0] == 404
        code = await world.core.access.invite("owner")
        assert (await enrol(world, code, " \u202e\n"))[1]["code"] == "device_name_missing"
        assert (await world.call("POST", "/api/v1/enrol", body={"code": 1})).status == 422
        statuses = [(await enrol(world, "0" * 32))[0] for _ in range(30)]
        assert statuses[-1] == 429


async def test_a_revoked_device_is_out_from_its_next_request_on(tmp_path: Path) -> None:
    """G13."""
    async with HubWorld(tmp_path) as world:
        desk, other = await world.join(), await world.join("rep", "Bo")
        await world.core.access.revoke(DeviceId(desk.device_id))
        await world.core.access.revoke(DeviceId(desk.device_id))
        assert [event.body for event in world.events("device.revoked")] == [
            DeviceRevoked(DeviceId(desk.device_id))
        ]
        for method, path in (("GET", "/api/v1/log"), ("POST", "/api/v1/commands")):
            answer = await world.call(method, path, desk, b"[]")
            assert (answer.status, json.loads(answer.body)["code"]) == (401, "device_revoked")
        assert (await world.call("GET", "/api/v1/log", other)).status == 200
        with pytest.raises(ComptoirError, match="device_unknown"):
            await world.core.access.revoke(DeviceId("nobody"))


async def test_when_a_device_was_last_seen_is_kept_to_the_minute(tmp_path: Path) -> None:
    async with HubWorld(tmp_path) as world:
        desk = await world.join()

        async def seen_at() -> object:
            await world.core.writer.run(lambda _: None)
            with world.reading() as conn:
                found = access.device(conn, desk.device_id)
            assert found is not None
            return found.last_seen_at

        first = world.clock.now()
        await world.page(desk, "after=0")
        assert await seen_at() == first
        await world.clock.advance(30)
        await world.page(desk, "after=0")
        assert await seen_at() == first
        await world.clock.advance(31)
        await world.page(desk, "after=0")
        assert await seen_at() == world.clock.now()


async def test_admin_routes_want_the_folders_token_and_this_computer(tmp_path: Path) -> None:
    async with HubWorld(tmp_path) as world:
        desk = await world.join()
        token = presence.admin_token(tmp_path)
        routes = [
            ("POST", "/admin/v1/invite", b'{"role":"rep"}'),
            ("GET", "/admin/v1/devices", None),
            ("POST", "/admin/v1/revoke", json.dumps({"device_id": desk.device_id}).encode()),
        ]
        async with Http(transport=in_process(world.hub.asgi, client=("192.0.2.7", 1))) as far:
            for method, path, body in routes:
                for wrong in (None, "x", desk.token):
                    answer = await world.http.request(method, HUB_URL + path, content=body, bearer=wrong)
                    assert answer.status == 403
                assert (await far.request(method, HUB_URL + path, content=body, bearer=token)).status == 403
        for method, path, body in routes:
            assert (
                await world.http.request(method, HUB_URL + path, content=body, bearer=token)
            ).status == 200
        bad = await world.http.request(
            "POST", f"{HUB_URL}/admin/v1/invite", content=b'{"role":"king"}', bearer=token
        )
        assert (bad.status, json.loads(bad.body)["code"]) == (422, "role_unknown")


async def test_the_admin_token_is_for_its_owner_alone(tmp_path: Path) -> None:
    async with HubWorld(tmp_path) as world:
        token = presence.admin_token(tmp_path)
        assert (tmp_path / "admin.token").stat().st_mode & 0o777 == 0o600
        await world.restart()
        assert presence.admin_token(tmp_path) == token

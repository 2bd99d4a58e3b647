"""The move of a hub as the window's guide does it: packed, stopped, taken back, handed over once, or refused."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.desk.config import Joined, Profile, main_profile
from app.desk.kept import joined_of, seat_of
from app.desk.moving import follow, kept_of
from app.desk.precious import Precious
from app.desk.seams import Seams
from app.desk.session import Unlocked, unlock
from app.domain.clock import SystemClock
from app.domain.errors import ComptoirError
from app.domain.hub_move import MoveStanding
from app.domain.ids import DeviceId, LogId, MemberId
from app.net import Http, in_process
from app.terminal.own_move import OwnMove
from storage import desk as stored
from storage import moved
from storage.moved import Moved
from tests.flow.hub_world import HubWorld

THERE, ELSEWHERE = "https://hub.salon.example", "https://new.salon.example"
LEA = Joined(
    "http://127.0.0.1:1", "token-of-lea", LogId("log"), DeviceId("d1"), MemberId("m1"), "Léa", "owner"
)
NORA = replace(
    LEA, token="token-of-nora", device_id=DeviceId("d2"), member_id=MemberId("m2"), member_name="Nora", role="rep"
)  # fmt: skip
NOTE = Moved("move", "log", "/media/stick/salon.hub")


@pytest.fixture
def unlocked(tmp_path: Path, wallet: object) -> Iterator[Unlocked]:
    """The profile of a computer that Léa and, last, Nora sit at."""
    made = unlock(main_profile(tmp_path / "profile"), {})
    precious = Precious(made.profile.log_path, made.key, SystemClock())
    seats = [seat_of(LEA, used_us=1), seat_of(NORA, used_us=2)]
    precious._writer.submit(lambda conn: stored.add_seats(conn, seats)).result()
    precious.close()
    made.profile.hub_folder.mkdir()
    yield made
    made.lock.close()


def standing(profile: Profile) -> MoveStanding:
    return OwnMove(profile, {}).standing()


async def test_packing_in_the_window_is_stopped_without_a_trace_done_and_taken_back(
    unlocked: Unlocked, tmp_path: Path
) -> None:
    profile, file = unlocked.profile, tmp_path / "stick" / "salon.hub"
    file.parent.mkdir()
    async with HubWorld(profile.hub_folder, data_key=unlocked.hub_key()) as world:
        await world.say()
    unlocked.lock.close()
    move = OwnMove(profile, {})
    await move.open()
    assert not await move.pack(file, lambda _done, _total: move.stop_packing())
    assert list(file.parent.iterdir()) == [] and move.standing() == MoveStanding(has_hub=True)
    shares: list[float] = []
    assert await move.pack(file, lambda done, total: shares.append(done / total))
    assert shares == sorted(shares) and 0 < shares[0] < 0.6 and shares[-1] == 1
    assert move.standing() == MoveStanding(has_hub=True, file=str(file)) and profile.is_hub_leaving
    await move.take_back()
    assert move.standing() == MoveStanding(has_hub=True) and profile.has_own_hub
    move.close()
    unlock(profile, {}).lock.close()  # nobody holds it any more


class Server:
    """What answers at the address: `arrival` and `health` as (status, body); an OSError is a cut connection."""

    def __init__(self, arrival: tuple[int, object] | OSError, health: int = 200) -> None:
        self.arrival, self.health = arrival, health
        self.bearers: list[str] = []

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        hello = {"log_id": "log", "head": 1, "protocol": {"min": 1, "max": 1}}
        answer: tuple[int, object] = (200, hello)
        if scope["path"] == "/health":
            answer = (self.health, {"status": "waiting"})
        elif scope["path"] == "/api/v1/arrival":
            self.bearers += [value.decode() for name, value in scope["headers"] if name == b"authorization"]
            if isinstance(self.arrival, OSError):
                raise self.arrival
            answer = self.arrival
        await send({"type": "http.response.start", "status": answer[0], "headers": []})
        await send({"type": "http.response.body", "body": json.dumps(answer[1]).encode()})

    def seams(self) -> Seams:
        return Seams(make_http=lambda: Http(transport=in_process(self)))


UNKNOWN = (409, {"code": "move_unknown", "facts": {}})
TAKEN = (200, {"is_here": True})


@pytest.mark.parametrize(
    ("arrival", "code", "address", "is_unfinished"),
    [
        (TAKEN, "", THERE, False),
        (UNKNOWN, "move_unknown", "", False),  # it said no: another address may be tried, or the hub stays
        ((502, "<html>"), "hub_refused", THERE, True),  # somebody between us and it: perhaps it took the hub
        (OSError("cut"), "move_unfinished", THERE, True),
    ],
)
async def test_the_hub_is_handed_over_by_the_owner_once_and_a_no_costs_nothing(
    unlocked: Unlocked, arrival: Any, code: str, address: str, *, is_unfinished: bool
) -> None:
    profile, server = unlocked.profile, Server(arrival)
    moved.write(profile.hub_folder, NOTE)
    if code:
        with pytest.raises(ComptoirError, match=code):
            await follow(unlocked, THERE, server.seams())
    else:
        await follow(unlocked, THERE, server.seams())
    assert server.bearers == ["Bearer token-of-lea"]
    assert moved.read(profile.hub_folder) == replace(NOTE, address=address, is_unfinished=is_unfinished)
    assert profile.is_hub_leaving is bool(code)
    assert standing(profile) == MoveStanding(True, NOTE.file, address, is_over=not code)
    urls = {joined_of(seat).hub_url for seat in kept_of(unlocked).seats}
    assert urls == ({LEA.hub_url} if code else {THERE})
    if is_unfinished:
        with pytest.raises(ComptoirError, match="hub_moved"):
            await follow(unlocked, ELSEWHERE, Server(TAKEN).seams())
        server.arrival = TAKEN
        await follow(unlocked, THERE, server.seams())
        assert not profile.is_hub_leaving


async def test_a_hub_that_moves_on_is_followed_and_a_second_one_that_waits_is_not(unlocked: Unlocked) -> None:
    profile, server = unlocked.profile, Server(UNKNOWN, health=503)
    moved.write(profile.hub_folder, replace(NOTE, address=THERE))
    with pytest.raises(ComptoirError, match="hub_moved"):
        await follow(unlocked, ELSEWHERE, server.seams())
    server.health = 200
    joined = await follow(unlocked, ELSEWHERE, server.seams())
    assert joined.hub_url == ELSEWHERE and server.bearers == []

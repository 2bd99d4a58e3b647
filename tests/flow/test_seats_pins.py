"""PINs of a shared computer that cannot be tried out, and people who leave it."""

from __future__ import annotations

import asyncio
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from app.desk.joining import join
from app.desk.sealing import lock_of
from app.desk.session import PRACTICE_KEY, unlock
from app.domain.errors import ComptoirError, EnvironmentFailure
from app.domain.ids import ConversationId, DeviceId
from app.hub.access import secret_hash
from app.hub.rules import Asker
from storage import desk as stored
from storage.engine import connect
from storage.hub import access, log
from storage.hub.access import Device
from tests.flow.desk_world import HUB_ADDRESS, Wire, reach
from tests.flow.hub_world import HubWorld, until
from tests.flow.seat_world import (
    LEA_PIN,
    NORA_PIN,
    Shared,
    ana,
    code_of,
    commands_at_hub,
    counter,
    credited,
    drafts_on_disk,
    world,
)
from tests.guards.logs import Expect

__all__ = ["ana", "counter", "world"]


# --- PINs ---


async def test_wrong_pins_make_one_wait_longer_and_longer_also_over_restarts(
    counter: Shared, expect_log: Expect
) -> None:
    """Brute force: three tries are free, then the waits grow; ending the program or turning the clock gains nothing."""
    expect_log("lock changed code=")  # a clock that goes a day back locks as well
    clock = counter.world.clock
    await counter.share()

    async def tried(pin: str) -> tuple[str, str | None]:
        with pytest.raises(ComptoirError) as error:
            await counter.desk.switch_to(counter.nora, pin)
        return error.value.code, error.value.facts.get("wait_s")

    assert [await tried("0001"), await tried("0002")] == [("pin_wrong", None)] * 2
    assert await tried("0003") == ("pin_wait", "30")
    assert await tried(NORA_PIN) == ("pin_wait", "30")  # not even the right one is looked at
    await counter.stop()
    await counter.start()
    assert await tried(NORA_PIN) == ("pin_wait", "30")
    clock.set_wall(clock.now() - timedelta(days=1))  # turned back: no wait grows beyond what it is
    await counter.stop()
    await counter.start()
    assert await tried(NORA_PIN) == ("pin_wait", "30")
    await clock.advance(31)
    clock.set_wall(clock.now() + timedelta(days=1))
    for wait_s in ("60", "300", "900", "3600", "3600"):
        assert await tried("0009") == ("pin_wait", wait_s)
        row = next(row for row in counter.desk.seats() if row.device_id == counter.nora)
        assert row.wait_s == float(wait_s)
        clock.set_wall(clock.now() + timedelta(days=1))  # turned forward: monotonic time counts
        assert await tried(NORA_PIN) == ("pin_wait", wait_s)
        await clock.advance(float(wait_s) + 1)
    await counter.as_nora()
    assert await tried("0001") == ("pin_wrong", None)  # counted anew
    assert counter.desk.me().name == "Nora"


async def test_a_try_counts_before_it_is_looked_at(counter: Shared) -> None:
    """Who ends the program while the PIN is looked at has used a try all the same."""
    await counter.share()
    trying = asyncio.ensure_future(counter.desk.switch_to(counter.nora, "0001"))
    await until(lambda: tries_on_disk(counter) == 1)
    with pytest.raises(ComptoirError):
        await trying


def tries_on_disk(counter: Shared) -> int:
    with closing(connect(counter.profile.log_path, PRACTICE_KEY, is_read_only=True)) as conn:
        return next(one.wrong_tries for one in stored.seats(conn) if one.device_id == counter.nora)


async def test_the_same_person_goes_on_after_a_lock_and_a_new_pin_is_the_one_that_counts(
    counter: Shared,
) -> None:
    await counter.share()
    with pytest.raises(ComptoirError) as error:
        await counter.desk.change_pin(counter.lea, "9999", "8642")
    assert code_of(error) == "pin_wrong"
    await counter.desk.change_pin(counter.lea, LEA_PIN, "8642")
    counter.desk.lock_now()
    assert counter.desk.is_locked()
    with pytest.raises(ComptoirError):
        await counter.as_lea()
    assert counter.desk.is_locked()
    await counter.desk.switch_to(counter.lea, "8642")
    assert not counter.desk.is_locked()


async def test_no_pin_can_be_read_in_the_open_file(counter: Shared) -> None:
    await counter.share()
    with closing(connect(counter.profile.log_path, PRACTICE_KEY, is_read_only=True)) as conn:
        pins = [seat.pin for seat in stored.seats(conn)]
    assert all(pin.startswith("$argon2id$") for pin in pins) and len(set(pins)) == 2
    assert not any(LEA_PIN in pin.split("$")[-1] for pin in pins)


# --- going ---


async def test_who_is_shut_out_leaves_this_computer_and_the_others_stay(
    counter: Shared, ana: ConversationId, expect_log: Expect
) -> None:
    """Nora is at the desk when the owner revokes her; nothing of hers goes out, Léa goes on with her PIN."""
    expect_log("a person of this computer was shut out")
    world, desk = counter.world, counter.desk
    await counter.share()
    desk.save_draft(ana, "Léa's draft")
    await counter.as_nora()
    desk.save_draft(ana, "Nora's draft")
    await world.core.access.revoke(counter.nora)
    await reach(world.clock, lambda: len(desk.seats()) == 1)
    assert desk.gone_seats() == ["Nora"] and desk.gone_seats() == []
    assert desk.is_locked() and desk.me().name == "Léa"
    assert desk.connection().stopped_code is None
    await counter.as_lea()
    assert desk.draft(ana) == "Léa's draft"
    await desk.send_text(ana, "Still here", grace_s=0)
    await reach(world.clock, lambda: credited(world) == [("Still here", "Léa")])
    await world.say("News")
    await reach(world.clock, lambda: desk.position == world.head)
    await until(lambda: list(drafts_on_disk(counter)) in ([counter.lea], []))
    await counter.stop()
    await counter.start()
    assert [row.name for row in counter.desk.seats()] == ["Léa"]


async def test_what_waits_of_somebody_shut_out_while_away_goes_nowhere(
    counter: Shared, ana: ConversationId, expect_log: Expect
) -> None:
    """Léa is at the desk; the hub refuses Nora's token when her answer is to go, and Léa's goes out after it."""
    expect_log("a person of this computer was shut out")
    world, desk = counter.world, counter.desk
    await counter.share()
    counter.wire.is_cut = True
    await counter.as_nora()
    await desk.send_text(ana, "Nora's answer", grace_s=0)
    await counter.as_lea()
    await desk.send_text(ana, "Léa's answer", grace_s=0)
    await world.core.access.revoke(counter.nora)
    counter.wire.is_cut = False
    await reach(world.clock, lambda: not desk.is_waiting_for_hub)
    assert credited(world) == [("Léa's answer", "Léa")]
    assert [row.name for row in desk.seats()] == ["Léa"] and not desk.is_locked()
    assert desk.gone_seats() == ["Nora"]
    assert [text for text, _ in counter.thread(ana)] == ["Hello", "Léa's answer"]


async def test_the_last_one_who_is_shut_out_locks_and_erases(
    counter: Shared, ana: ConversationId, expect_log: Expect
) -> None:
    """Of the one who went before nothing is left; what the last one never sent is kept for them."""
    expect_log("a person of this computer was shut out")
    expect_log("sync stopped code=device_revoked")
    world, desk = counter.world, counter.desk
    await counter.share()
    await counter.as_nora()
    desk.save_draft(ana, "Nora's draft")
    await counter.as_lea()
    desk.save_draft(ana, "Léa's draft")
    await world.core.access.revoke(counter.nora)
    await counter.as_nora()
    await reach(world.clock, lambda: len(desk.seats()) == 1)
    assert desk.lock_code() is None and desk.inbox("waiting") == [ana]
    await world.core.access.revoke(counter.lea)
    await reach(world.clock, lambda: lock_of(counter.profile) == ("device_revoked", True))
    assert (desk.lock_code(), desk.inbox("waiting")) == ("device_revoked", [])
    await counter.stop()
    assert drafts_on_disk(counter) == {counter.lea: {ana: "Léa's draft"}}


async def test_a_seat_with_something_unsent_is_removed_only_when_that_is_meant(
    counter: Shared, ana: ConversationId
) -> None:
    desk = counter.desk
    await counter.share()
    await counter.as_nora()
    with pytest.raises(ComptoirError) as error:
        await desk.remove_seat(counter.lea)
    assert code_of(error) == "role_missing"
    counter.wire.is_cut = True
    desk.save_draft(ana, "half a sentence")
    await desk.send_text(ana, "waiting", grace_s=0)
    await counter.as_lea()
    with pytest.raises(ComptoirError) as error:
        await desk.remove_seat(counter.nora)
    assert (code_of(error), error.value.facts) == ("seat_unsent", {"count": "2", "name": "Nora"})
    desk.lock_now()
    with pytest.raises(ComptoirError) as error:
        await desk.remove_seat(counter.nora, discard=True)
    assert code_of(error) == "seat_locked"
    await counter.as_lea()
    await desk.remove_seat(counter.nora, discard=True)
    assert [row.name for row in desk.seats()] == ["Léa"] and not desk.is_waiting_for_hub
    with pytest.raises(ComptoirError) as error:
        await desk.remove_seat(counter.lea)
    assert code_of(error) == "seat_last"
    with pytest.raises(ComptoirError) as error:
        await counter.as_nora()
    assert code_of(error) == "seat_unknown"


async def test_a_forgotten_pin_is_mended_by_removing_and_a_new_code(
    counter: Shared, ana: ConversationId
) -> None:
    await counter.share()
    await counter.desk.remove_seat(counter.nora)
    counter.nora = await counter.add("Nora", "6193")
    await counter.desk.switch_to(counter.nora, "6193")
    await counter.desk.send_text(ana, "Back again", grace_s=0)
    await reach(counter.world.clock, lambda: credited(counter.world) == [("Back again", "Nora")])


async def test_join_on_a_shared_computer_is_refused_before_the_code_is_used(counter: Shared) -> None:
    """Whose place would the newcomer take? The window asks; the code still works there."""
    await counter.share()
    await counter.stop()
    code = await counter.world.core.access.invite("rep", "Marc")
    unlocked = unlock(counter.profile, {})
    with pytest.raises(EnvironmentFailure) as error:
        await join(unlocked, HUB_ADDRESS, code, "counter", counter.seams)
    unlocked.lock.close()
    assert error.value.code == "seats_several"
    await counter.start()
    await counter.as_lea()
    await until(lambda: counter.desk.connection().is_hub_reachable)
    await counter.desk.add_seat(code, "4827")
    assert [row.name for row in counter.desk.seats()] == ["Léa", "Nora", "Marc"]


async def test_joining_anew_keeps_what_waits_for_the_one_person_of_a_computer(
    counter: Shared, ana: ConversationId
) -> None:
    """As it always was: a computer that was shut out joins with a new code, and its words go by the new device."""
    counter.wire.is_cut = True
    await counter.desk.send_text(ana, "Kept", grace_s=0)
    counter.desk.save_draft(ana, "and this")
    await counter.stop()
    counter.wire.is_cut = False
    await counter.join("rep", "Léa again")
    await counter.start()
    assert counter.desk.draft(ana) == "and this"
    await reach(counter.world.clock, lambda: credited(counter.world) == [("Kept", "Léa again")])


class KnownMembers(Wire):
    """A hub whose next invitation is for a member that the team has already: another device of theirs."""

    member: Asker | None = None

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if self.member is None or not request.url.path.endswith("/enrol"):
            return await super().handle_async_request(request)
        member, self.member = self.member, None
        core, device_id, token = self.world.core, DeviceId("device-again"), "token-again"
        device = Device(device_id, member.member_id, member.member_name, member.role, "counter", None, False)
        hashed = secret_hash(token)
        await core.writer.run(lambda conn: access.add_device(conn, device, hashed))
        answer = {
            "device_id": device_id, "token": token, "member_id": member.member_id, "role": member.role,
            "member_name": member.member_name, "log_id": self.log_id(),
        }  # fmt: skip
        return httpx.Response(200, json=answer)

    def log_id(self) -> str:
        """The hub's."""
        with self.world.reading() as conn:
            return str(log.head(conn).log_id)


@pytest.mark.parametrize("who", ["Léa", "Nora"])
async def test_a_new_code_for_somebody_who_has_a_seat_renews_it_with_all_that_waits(
    world: HubWorld, tmp_path: Path, who: str
) -> None:
    """A forgotten PIN without a loss: draft and waiting answer are theirs, the answer goes by the new device."""
    wire = KnownMembers(world)
    counter = Shared(world, tmp_path / "counter", wire)
    await counter.join("owner", "Léa")
    await counter.start()
    try:
        ana = await world.conversation()
        await until(lambda: ana in counter.desk.inbox("waiting"))
        await counter.share()
        old = counter.lea if who == "Léa" else counter.nora
        await (counter.as_lea() if who == "Léa" else counter.as_nora())
        wire.is_cut = True
        await counter.desk.send_text(ana, "Waiting", grace_s=0)
        counter.desk.save_draft(ana, "Begun")
        await counter.as_lea()
        row = next(row for row in counter.desk.seats() if row.device_id == old)
        wire.member = Asker(old, row.member_id, row.name, row.role)
        wire.is_cut = False
        wire.stall = asyncio.Event()  # what waits goes only once the new device is there
        again = await counter.desk.add_seat("a code", "6193")
        assert counter.desk.is_locked() == (who == "Léa")
        wire.stall.set()
        wire.stall = None
        assert [one.name for one in counter.desk.seats()] == ["Léa", "Nora"]
        await counter.desk.switch_to(again, "6193")
        assert counter.desk.draft(ana) == "Begun" and counter.desk.me().name == who
        await reach(world.clock, lambda: credited(world) == [("Waiting", who)])
        assert commands_at_hub(world) == [(again, 1, True)]
        await counter.stop()
        await counter.start()
        assert {row.device_id for row in counter.desk.seats()} == {again, counter.lea, counter.nora} - {old}
    finally:
        await counter.stop()

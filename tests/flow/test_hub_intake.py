"""What the channel meets at the webhook's door."""

import asyncio
import threading
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from app.domain.arrivals import MessageReceived
from app.domain.errors import EnvironmentFailure
from app.hub import shelf
from app.hub.hub import HOUSEKEEPING_S
from app.hub.intake import MAX_BODY_BYTES, Intake
from storage.engine import Connection, SqlError, connect
from tests.flow.hub_world import HUB_URL, SECRET, SOON_S, HubWorld, escaped, message_webhook, until
from tests.guards.logs import Expect


def stored(world: HubWorld) -> list[bytes]:
    with world.reading() as conn:
        return [row[0] for row in conn.execute("SELECT body FROM raw_inbox ORDER BY raw_id")]


async def test_a_signed_webhook_is_on_disk_byte_for_byte_before_it_is_answered(tmp_path: Path) -> None:
    """G1: at the moment before the answer, another connection finds the very bytes."""
    found: list[bytes] = []

    def look(point: str) -> None:
        if point == "raw_stored":
            with closing(connect(tmp_path / "hub.db", None, is_read_only=True)) as other:
                found.extend(row[0] for row in other.execute("SELECT body FROM raw_inbox"))

    async with HubWorld(tmp_path, crash=look) as world:
        body = escaped(message_webhook("Ça va / à 14 h ? 🙂", sent_at=world.clock.now()))
        assert await world.post(body) == 200
        await world.settled()
    assert found == [body]


async def test_the_past_of_a_practice_business_came_when_it_was_written(tmp_path: Path) -> None:
    """Reports of the practice said that WhatsApp took 23 hours, and that everybody was answered within 0 s."""
    for is_practice, waits_s in ((True, 0), (False, 23 * 3600)):
        async with HubWorld(tmp_path / str(is_practice), is_practice=is_practice) as world:
            sent_at = world.clock.now() - timedelta(hours=23)
            assert await world.post(message_webhook("Hello", sent_at=sent_at)) == 200
            [body] = [event.body for event in await world.settled() if event.kind == "message.received"]
            assert isinstance(body, MessageReceived)
            assert (body.received_at - body.sent_at) // timedelta(seconds=1) == waits_s


@pytest.mark.parametrize("secret", ["", "another"])
async def test_a_wrong_signature_is_refused_and_leaves_nothing(tmp_path: Path, secret: str) -> None:
    async with HubWorld(tmp_path) as world:
        assert await world.post(message_webhook("x", sent_at=world.clock.now()), secret=secret) == 401
        assert stored(world) == []


async def test_a_missing_signature_is_refused(tmp_path: Path) -> None:
    async with HubWorld(tmp_path) as world:
        answer = await world.http.request("POST", f"{HUB_URL}/webhooks/whatsapp", content=b"{}")
        assert answer.status == 401


async def test_without_any_secret_the_door_is_closed(tmp_path: Path) -> None:
    async with HubWorld(tmp_path, app_secrets=()) as world:
        for secret in ("", SECRET):
            assert await world.post(message_webhook("x", sent_at=world.clock.now()), secret=secret) == 401
        assert stored(world) == []


async def test_while_secrets_change_both_are_taken(tmp_path: Path) -> None:
    async with HubWorld(tmp_path, app_secrets=("new", "old")) as world:
        for secret in ("new", "old"):
            assert await world.post(message_webhook(secret, sent_at=world.clock.now()), secret=secret) == 200
        assert len(stored(world)) == 2


async def test_the_same_body_again_is_acknowledged_and_stored_once(tmp_path: Path) -> None:
    async with HubWorld(tmp_path) as world:
        body = message_webhook("once", sent_at=world.clock.now())
        assert [await world.post(body) for _ in range(3)] == [200, 200, 200]
        assert len(stored(world)) == 1
        await world.settled()
        assert len(world.events("message.received")) == 1


@pytest.mark.parametrize("declared", ["true length", "none"])
async def test_an_oversized_body_is_refused_and_leaves_nothing(tmp_path: Path, declared: str) -> None:
    async with HubWorld(tmp_path) as world:
        body = b'{"x":"' + b"a" * MAX_BODY_BYTES + b'"}'
        more = {} if declared == "true length" else {"content-length": "10"}
        assert await world.post(body, **more) == 413
        assert stored(world) == []


async def test_a_body_in_many_pieces_is_taken_whole() -> None:
    class Shelf:
        bodies: list[bytes] = []

        async def put(self, body: bytes, received_us: int) -> None:
            self.bodies.append(body)

    body = b"0123456789" * 100
    status = await _post_in_pieces(Shelf(), body, 7)
    assert (status, Shelf.bodies) == (200, [body])


async def test_what_cannot_be_stored_is_not_acknowledged(expect_log: Expect) -> None:
    """G1: the channel keeps what it got no 200 for."""

    class Full:
        async def put(self, body: bytes, received_us: int) -> None:
            raise EnvironmentFailure("disk_full")

    expect_log("webhook not stored code=disk_full")
    assert await _post_in_pieces(Full(), b"{}", 2) == 503


async def test_a_disk_nearly_full_is_not_filled_further(
    tmp_path: Path, expect_log: Expect, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shelf, "LOW_DISK_BYTES", 1 << 62)
    monkeypatch.setattr(shelf, "LOW_DISK_SHARE", 1)
    expect_log("webhook not stored code=disk_low")
    async with HubWorld(tmp_path) as world:
        assert await world.post(message_webhook("x", sent_at=world.clock.now())) == 503
        assert stored(world) == []


async def test_storage_that_hangs_is_given_up_on(
    tmp_path: Path, expect_log: Expect, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Better no 200 in time than one too late: the channel comes again."""
    monkeypatch.setattr(shelf, "GIVE_UP_S", 0.05)
    expect_log("webhook not stored code=storage_slow")
    async with HubWorld(tmp_path) as world:
        gate = threading.Event()
        held = world.core.writer.submit(lambda _: gate.wait(10))
        assert await world.post(message_webhook("x", sent_at=world.clock.now())) == 503
        gate.set()
        held.result()
        monkeypatch.setattr(shelf, "GIVE_UP_S", SOON_S)
        assert await world.post(message_webhook("y", sent_at=world.clock.now())) == 200


async def test_a_disk_that_hangs_does_not_fill_the_memory(
    tmp_path: Path, expect_log: Expect, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shelf, "WAITING_BYTES", 3_000)
    expect_log("webhook not stored code=storage_slow bytes=1000")
    async with HubWorld(tmp_path) as world:
        gate = threading.Event()
        held = world.core.writer.submit(lambda _: gate.wait(10))
        posts = [asyncio.ensure_future(world.post(b"%d" % index * 1_000)) for index in range(5)]
        done, _ = await asyncio.wait(posts[3:])
        assert [post.result() for post in done] == [503, 503]
        gate.set()
        held.result()
        assert await asyncio.gather(*posts[:3]) == [200, 200, 200]
        assert await world.post(b"again" * 500) == 200


async def test_after_the_file_was_locked_by_another_program_webhooks_are_taken_again(
    tmp_path: Path, expect_log: Expect
) -> None:
    """G1: a transaction that could not begin must not leave the door shut behind it."""
    expect_log("webhook not stored code=file_locked")
    async with HubWorld(tmp_path) as world:
        await world.say()
        await until(lambda: HOUSEKEEPING_S in world.clock.sleeping_s())  # it writes at a start, too
        await world.core.writer.run(lambda conn: conn.execute("PRAGMA busy_timeout = 0").close())
        with closing(connect(tmp_path / "hub.db", None)) as other:
            await until(lambda: _is_locked_by(other))
            assert await world.post(message_webhook("x", sent_at=world.clock.now())) == 503
            other.execute("ROLLBACK")
        async with asyncio.timeout(SOON_S):
            assert await world.post(message_webhook("y", sent_at=world.clock.now())) == 200


async def test_who_comes_while_the_disk_hangs_for_long_is_answered_too(
    tmp_path: Path, expect_log: Expect, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shelf, "GIVE_UP_S", 0.05)
    expect_log("webhook not stored code=storage_slow")
    async with HubWorld(tmp_path) as world:
        gate = threading.Event()
        held = world.core.writer.submit(lambda _: gate.wait(SOON_S))
        for words in ("first", "second", "third"):
            assert await world.post(message_webhook(words, sent_at=world.clock.now())) == 503
        assert not held.done()
        gate.set()
        held.result()
        monkeypatch.setattr(shelf, "GIVE_UP_S", SOON_S)
        assert await world.post(message_webhook("y", sent_at=world.clock.now())) == 200


def _is_locked_by(other: Connection) -> bool:
    try:
        other.execute("BEGIN IMMEDIATE")
    except SqlError:
        return False
    return True


@pytest.mark.parametrize(
    ("query", "status", "body"),
    [
        ("hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token=verify-me", 200, b"1158201444"),
        ("hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token=wrong", 403, b""),
        ("hub.mode=unsubscribe&hub.challenge=1158201444&hub.verify_token=verify-me", 403, b""),
        ("", 403, b""),
    ],
)
async def test_the_handshake_proves_the_token(tmp_path: Path, query: str, status: int, body: bytes) -> None:
    async with HubWorld(tmp_path) as world:
        answer = await world.http.request("GET", f"{HUB_URL}/webhooks/whatsapp?{query}")
        assert (answer.status, answer.body) == (status, body)
        assert (await world.http.request("PUT", f"{HUB_URL}/webhooks/whatsapp")).status == 405


async def _post_in_pieces(onto: shelf.Shelf, body: bytes, size: int) -> int:
    import hashlib
    import hmac

    from app.domain.clock import FakeClock
    from app.hub.config import HubConfig

    config = HubConfig(Path(), app_secrets=(SECRET,))
    door = Intake(config, onto, FakeClock(), lambda: None, lambda _: None)
    pieces = [body[start : start + size] for start in range(0, len(body), size)]
    messages = [
        {"type": "http.request", "body": piece, "more_body": index < len(pieces) - 1}
        for index, piece in enumerate(pieces)
    ]
    sent: list[dict[str, object]] = []

    async def receive() -> dict[str, object]:
        return messages.pop(0)

    async def send(message: object) -> None:
        assert isinstance(message, dict)
        sent.append(message)

    signature = "sha256=" + hmac.new(SECRET.encode(), body, hashlib.sha256).hexdigest()
    scope = {"method": "POST", "headers": [(b"x-hub-signature-256", signature.encode())], "query_string": b""}
    await door(scope, receive, send)
    status = sent[0]["status"]
    assert isinstance(status, int)
    return status

"""The only writer of the log, on a real file: dense, chained, once, and told only when it is on disk."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest

from app.domain.clock import FakeClock
from app.domain.errors import EnvironmentFailure
from app.domain.events import Actor, Event
from app.domain.health import WebhookUnparsed
from app.domain.ids import CommandId, LogId
from app.hub.appender import Appender, Draft
from storage import codec, view
from storage.hub import log, store
from storage.hub.savepoints import savepoint
from storage.hub.tables import Connection
from storage.writer import Writer
from tests.world import ANA_CONTACT, received

HUB = Actor("hub")
SECRET = bytes(range(32))


class Rig:
    """A writer, an appender and who listens to it."""

    def __init__(self, path: Path) -> None:
        self.clock = FakeClock()
        self.appender = Appender(self.clock)
        self.writer = Writer(
            lambda: store.open_writing(path, None, lambda: (LogId("log"), SECRET)), "hub", path
        )
        self.writer.after_commit = self.appender.committed
        self.told: list[int] = []
        self.appender.subscribe(lambda events: self.told.extend(event.pos for event in events))
        self.appender.listen_on(asyncio.get_running_loop())

    async def append(self, *drafts: Draft) -> list[Event]:
        return await self.writer.run(lambda conn: self.appender.append(conn, drafts))

    async def read(self, job: Callable[[Connection], object]) -> object:
        return await self.writer.run(job)


@pytest.fixture
async def rig(tmp_path: Path) -> AsyncIterator[Rig]:
    made = Rig(tmp_path / "hub.db")
    yield made
    made.writer.close()


def draft(reason: str = "x", **more: object) -> Draft:
    return Draft(WebhookUnparsed(reason), "", HUB, FakeClock().now(), **more)  # type: ignore[arg-type]


async def test_events_are_dense_chained_and_read_back_as_they_were_told(rig: Rig) -> None:
    events = await rig.append(draft("a"), draft("b"))
    events += await rig.append(
        Draft(received(), "conversation-ana", HUB, rig.clock.now(), original=b'{"id":1}')
    )
    stored = await rig.writer.run(lambda conn: log.page(conn, 0, 10))
    chain = codec.GENESIS_CHAIN
    for one in stored:
        codec.verify(chain, one)
        chain = one.chain
    assert [codec.decode_event(one) for one in stored] == events
    assert [event.pos for event in events] == rig.told == [1, 2, 3]
    head = await rig.writer.run(log.head)
    assert (head.pos, head.chain) == (3, chain)
    assert await rig.writer.run(view.cursor) == (3, chain)


async def test_a_known_key_is_skipped_also_within_one_call(rig: Rig) -> None:
    assert len(await rig.append(draft("a", dedupe_key="k"), draft("b", dedupe_key="k"))) == 1
    assert await rig.append(draft("c", dedupe_key="k")) == []
    assert await rig.writer.run(lambda conn: rig.appender.unseen(conn, ["k", "l"])) == {"l"}


async def test_keys_are_kept_so_that_nobody_reads_a_number_out_of_them(rig: Rig) -> None:
    await rig.append(draft("a", dedupe_key="m:1:wamid.HBgMNDQ3NzAwOTAwMTIz"))
    [key] = await rig.writer.run(lambda conn: [row[0] for row in conn.execute("SELECT dedupe_key FROM log")])
    assert len(key) == 32
    assert b"wamid" not in key


async def test_time_never_goes_back_in_the_log(rig: Rig) -> None:
    [first] = await rig.append(draft())
    rig.clock.set_wall(rig.clock.now() - timedelta(days=1))
    [second] = await rig.append(draft())
    assert second.accepted_at == first.accepted_at
    assert await rig.writer.run(rig.appender.moment) == first.accepted_at


async def test_what_a_failed_job_appended_is_gone_and_never_told(rig: Rig) -> None:
    def fails(conn: Connection) -> None:
        rig.appender.append(conn, [draft("gone"), draft("gone too")])
        raise KeyError("bug")

    good = rig.writer.submit(lambda conn: rig.appender.append(conn, [draft("one")]))
    bad = rig.writer.submit(fails)
    after = rig.writer.submit(lambda conn: rig.appender.append(conn, [draft("two")]))
    with pytest.raises(KeyError):
        await asyncio.wrap_future(bad)
    await asyncio.gather(asyncio.wrap_future(good), asyncio.wrap_future(after))
    assert rig.told == [1, 2]
    stored = await rig.writer.run(lambda conn: log.page(conn, 0, 10))
    assert [codec.decode_event(one).body for one in stored] == [
        WebhookUnparsed("one"),
        WebhookUnparsed("two"),
    ]


async def test_a_projection_goes_on_rightly_after_a_rolled_back_part(rig: Rig) -> None:
    def job(conn: Connection) -> list[Event]:
        with suppress(ZeroDivisionError), savepoint(conn):
            rig.appender.append(
                conn, [Draft(received("m1", text="gone"), "conversation-ana", HUB, rig.clock.now())]
            )
            raise ZeroDivisionError
        return rig.appender.append(
            conn, [Draft(received("m2", text="stays"), "conversation-ana", HUB, rig.clock.now())]
        )

    await rig.writer.run(job)
    assert rig.told == [1]
    rows = await rig.writer.run(lambda conn: conn.execute("SELECT message_id FROM view_message").fetchall())
    assert rows == [("m2",)]
    contact = await rig.writer.run(lambda conn: view.load_contact(conn, ANA_CONTACT))
    assert contact is not None


async def test_one_command_cannot_append_the_same_event_twice(rig: Rig) -> None:
    given = {"command_id": CommandId("c")}
    await rig.append(draft("a", **given), draft("b", n=1, **given))
    with pytest.raises(EnvironmentFailure):
        await rig.append(draft("a", **given))
    assert await rig.writer.run(log.head_pos) == 2


async def test_nobody_is_told_after_the_hub_stopped_listening(rig: Rig) -> None:
    rig.appender.listen_on(None)
    await rig.append(draft())
    assert rig.told == []

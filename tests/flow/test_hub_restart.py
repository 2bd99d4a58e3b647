"""Starting, stopping, crashing and starting again."""

import asyncio
import logging
import os
import shutil
import stat
from datetime import timedelta
from pathlib import Path

import pytest

from app.domain.errors import EnvironmentFailure
from app.domain.health import HubStarted
from app.domain.ids import MessageId
from app.domain.lines import LineAdded
from app.domain.sends import SendText
from app.hub import presence
from app.hub.config import LineConfig
from app.hub.hub import Hub
from app.hub.parts import open_core
from app.hub.rebuild import _Steps, is_due, rebuild
from storage import view
from storage.engine import Connection
from storage.hub import commands, raw
from tests.flow.hub_world import LINE, OTHER_LINE, SOON_S, HubWorld, message_webhook, until

KEY = "5a" * 32


async def test_starts_stops_and_lines_are_in_the_log(tmp_path: Path) -> None:
    async with HubWorld(tmp_path) as world:
        await world.restart(lines=(LineConfig(LINE), LineConfig(OTHER_LINE), LineConfig("3")))
        kinds = [event.kind for event in world.events()]
        assert kinds == [
            "hub.started",
            "line.added",
            "line.added",
            "hub.stopped",
            "hub.started",
            "line.added",
        ]
        added = [event.body.external_id for event in world.events() if isinstance(event.body, LineAdded)]
        assert added == [LINE, OTHER_LINE, "3"]
        starts = [event.body.was_clean for event in world.events() if isinstance(event.body, HubStarted)]
        assert starts == [True, True]


async def test_a_hub_that_was_killed_says_so_at_its_next_start(tmp_path: Path) -> None:
    killed = tmp_path / "killed"
    killed.mkdir()
    async with HubWorld(tmp_path):
        for name in ("hub.db", "hub.db-wal"):
            shutil.copy(tmp_path / name, killed / name)
    async with HubWorld(killed) as world:
        starts = [event.body.was_clean for event in world.events() if isinstance(event.body, HubStarted)]
        assert starts == [True, False]
        with world.reading() as conn:
            assert view.health(conn).hub_crashes == 1


async def test_a_second_hub_on_the_same_folder_is_refused(tmp_path: Path) -> None:
    async with HubWorld(tmp_path) as world:
        second = Hub(world.config, world.clock)
        with pytest.raises(EnvironmentFailure, match="hub_running"):
            await second.start()
        await world.say("Still served")


async def test_a_wrong_key_is_refused_and_the_right_one_still_opens(tmp_path: Path) -> None:
    async with HubWorld(tmp_path, data_key=KEY) as world:
        await world.say("Secret words")
    before = (tmp_path / "hub.db").read_bytes()
    assert b"Secret words" not in before
    for key in (None, "5b" * 32):
        with pytest.raises(EnvironmentFailure, match="wrong_key"):
            await Hub(HubWorld(tmp_path, data_key=key).config, world.clock).start()
        assert (tmp_path / "hub.db").read_bytes() == before
    async with HubWorld(tmp_path, data_key=KEY) as world:
        assert len(world.events("message.received")) == 1


async def test_a_wrong_key_after_a_kill_costs_nothing(tmp_path: Path) -> None:
    """A kill leaves the newest pages beside the file; opening it with another key must not lose them."""
    killed = tmp_path / "killed"
    killed.mkdir()
    async with HubWorld(tmp_path, data_key=KEY) as world:
        await world.say("Secret words")
        for name in ("hub.db", "hub.db-wal"):
            shutil.copy(tmp_path / name, killed / name)
    for key in (None, "5b" * 32):
        with pytest.raises(EnvironmentFailure, match="wrong_key"):
            await Hub(HubWorld(killed, data_key=key).config, world.clock).start()
    async with HubWorld(killed, data_key=KEY) as again:
        assert len(again.events("message.received")) == 1


async def test_a_newer_file_is_refused_untouched(tmp_path: Path) -> None:
    import sqlite3

    async with HubWorld(tmp_path) as world:
        pass
    with sqlite3.connect(tmp_path / "hub.db") as conn:
        conn.execute("UPDATE file_meta SET value = '99' WHERE name = 'hub'")
    conn.close()
    with pytest.raises(EnvironmentFailure, match="file_newer"):
        await Hub(world.config, world.clock).start()
    assert presence.running_hub(tmp_path) is None
    with sqlite3.connect(tmp_path / "hub.db") as conn:
        assert conn.execute("SELECT value FROM file_meta WHERE name = 'hub'").fetchone() == ("99",)
    conn.close()


async def test_an_older_projection_is_rebuilt_while_webhooks_are_still_stored(tmp_path: Path) -> None:
    async with HubWorld(tmp_path) as world:
        desk = await world.join()
        for index in range(30):
            await world.say(f"number {index}")
        conversation = await world.conversation()
        with world.reading() as conn:
            whole = view.view_hash(conn)
        await world._stop()
        import sqlite3

        with sqlite3.connect(tmp_path / "hub.db") as old:
            old.execute("UPDATE view_meta SET version = 77")
            old.execute("DELETE FROM view_message")
        old.close()
        world.hub = Hub(world.config, world.clock)
        await world._start()
        assert not world.hub.is_ready
        refused = await world.call("POST", "/api/v1/commands", desk, b"[]")
        assert (refused.status, refused.headers["retry-after"]) == (503, "2")
        assert await world.post(message_webhook("during", sent_at=world.clock.now())) == 200
        await until(lambda: world.hub.is_ready)
        await world.settled()
        assert (await world.do(desk, SendText(MessageId("m"), conversation, "Back"))).result == "accepted"
        assert len(world.events("message.received")) == 32
        with world.reading() as conn:
            assert view.version(conn) == view.VIEW_VERSION
            assert view.view_hash(conn) != whole
            assert conn.execute("SELECT count(*) FROM view_message WHERE kind = 'text'").fetchone()[0] == 33


async def test_a_hub_that_restarts_in_mid_rebuild_goes_on_from_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    monkeypatch.setattr("app.hub.rebuild.EVENTS_AT_ONCE", 7)
    async with HubWorld(tmp_path) as world:
        for index in range(30):
            await world.say(f"number {index}")
        await world.settled()
        await world._stop()
        config = world.config
        core = open_core(config, world.clock, os.urandom)
        whole = core.readers.quick(view.view_hash)
        await core.writer.run(_outdate)
        cut_off = _Steps()
        await core.writer.run(cut_off.begin)
        for _number in range(3):
            await core.writer.run(cut_off.add_some)
        core.close()
        core = open_core(config, world.clock, os.urandom)
        assert core.readers.quick(is_due)
        await rebuild(core.writer)
        assert core.readers.quick(view.view_hash) == whole
        core.close()
        assert "view rebuild goes on from pos=21" in caplog.text
        await world._start()
        await until(lambda: world.hub.is_ready)


def _outdate(conn: Connection) -> None:
    conn.execute("UPDATE view_meta SET version = 77")


async def test_no_name_number_or_text_reaches_the_logs(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    canaries = ("Canary-Words", "447700900999", "Canary-Name", "canary.user", "Canary-Answer")
    async with HubWorld(tmp_path) as world:
        desk = await world.join(name="Canary-Name")
        body = message_webhook("Canary-Words", "447700900999", sent_at=world.clock.now(), name="Canary-Name")
        await world.post(body)
        conversation = (await world.settled())[-1].body.conversation_id  # type: ignore[union-attr]
        await world.do(desk, SendText(MessageId("m"), conversation, "Canary-Answer"))  # type: ignore[arg-type]
        await world.do(desk, SendText(MessageId("n"), conversation, "Canary-Answer" * 999))  # type: ignore[arg-type]
        await world.post(b"Canary-Words")
        await world.settled()
        await world.call("POST", "/api/v1/commands", desk, b'["Canary-Words"]')
    assert caplog.records
    said = "\n".join(record.getMessage() for record in caplog.records)
    assert not [canary for canary in canaries if canary in said]


async def test_after_a_month_the_bodies_that_the_log_took_over_are_erased(tmp_path: Path) -> None:
    async with HubWorld(tmp_path) as world:
        desk = await world.join()
        began = world.clock.now()
        first = message_webhook("first", sent_at=began)
        await world.post(first)
        await world.post(b"unreadable")
        await world.settled()
        await world.do(desk, SendText(MessageId("m"), world.events()[-1].subject, "x"))  # type: ignore[arg-type]

        def bodies() -> list[object]:
            with world.reading() as conn:
                return [row[0] for row in conn.execute("SELECT body FROM raw_inbox ORDER BY raw_id")]

        async with asyncio.timeout(SOON_S):
            while bodies() != [None, b"unreadable"]:
                await world.clock.advance(24 * 3600)
                await world.core.writer.run(lambda _: None)
        assert world.clock.now() >= began + timedelta(days=30)
        assert await world.post(first) == 200
        await world.settled()
        assert len(world.events("message.received")) == 1
        with world.reading() as conn:
            assert raw.count_waiting(conn) == 0
            assert conn.execute("SELECT count(*) FROM command WHERE is_accepted = 0").fetchone()[0] == 0
            assert commands.find(conn, "x") is None  # type: ignore[arg-type]


async def test_hub_json_names_a_hub_only_while_it_runs(tmp_path: Path) -> None:
    async with HubWorld(tmp_path):
        presence.announce(tmp_path, 4321)
        found = presence.running_hub(tmp_path)
        assert found is not None
        assert found.port == 4321
        assert stat.S_IMODE((tmp_path / "hub.json").stat().st_mode) == 0o600
    assert (tmp_path / "hub.json").exists()  # as a kill leaves it
    assert presence.running_hub(tmp_path) is None

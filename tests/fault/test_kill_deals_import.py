"""A hub killed while a table of deals is brought, or taken back: no deal comes twice, and it goes on by itself."""

from __future__ import annotations

import asyncio
import signal
from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest

from app.domain.deals import DealAdded, DealRemoved
from storage.hub import deal_imports, store
from storage.view.deal_imports import deals_imports
from tests.fault.hub_process import HubProcess
from tests.fault.test_kill_import import begun, done, ended, events, joined

DEALS = 600

pytestmark = pytest.mark.timeout(180)


def arguments(folder: Path) -> list[str]:
    """To bring the table."""
    path = folder / "deals.csv"
    lines = (f"Deal {n};{n} €;Person {n};+3363998{n % 300:04d}" for n in range(DEALS))
    path.write_text("Title;Amount;Contact;Phone\n" + "\n".join(lines) + "\n", encoding="utf-8")
    return ["deals", "import", str(path), "--profile", str(folder / "lea"), "--yes"]


def added(folder: Path) -> list[DealAdded]:
    """What stands in the log."""
    return [one.body for one in events(folder) if isinstance(one.body, DealAdded)]


@pytest.mark.parametrize("point", ["before_deals_import_commit:3", "after_deals_import_commit:3"])
async def test_a_table_goes_on_when_its_hub_was_killed(tmp_path: Path, point: str) -> None:
    with HubProcess(tmp_path / "hub", COMPTOIR_CRASH_AT=point) as hub:
        joined(tmp_path, hub.port)
        importing = begun(*arguments(tmp_path))
        assert hub.process is not None
        assert await asyncio.to_thread(hub.process.wait, 90) == -signal.SIGKILL
        port = hub.port
    with HubProcess(tmp_path / "hub", port=port) as hub:
        last = (await asyncio.to_thread(ended, importing))[-1]
        hub.stop()
    assert (last["state"], last["new"]) == ("ended", DEALS)
    counted = Counter(body.deal_id for body in added(tmp_path))
    assert len(counted) == DEALS
    assert set(counted.values()) == {1}


@pytest.mark.parametrize("point", ["before_deals_undo_commit:3", "after_deals_undo_some:2"])
async def test_a_hub_killed_while_it_takes_a_table_back_goes_on_with_it(tmp_path: Path, point: str) -> None:
    with HubProcess(tmp_path / "hub", COMPTOIR_CRASH_AT=point) as hub:
        joined(tmp_path, hub.port)
        import_id = done(*arguments(tmp_path))[-1]["import_id"]
        undoing = begun("deals", "undo-import", import_id, "--profile", str(tmp_path / "lea"), "--yes")
        assert hub.process is not None
        assert await asyncio.to_thread(hub.process.wait, 90) == -signal.SIGKILL
        undoing.communicate()
    assert 0 < removed(tmp_path) < DEALS
    with HubProcess(tmp_path / "hub") as hub:
        async with asyncio.timeout(60):
            while removed(tmp_path) < DEALS:  # noqa: ASYNC110 - another process's file
                await asyncio.sleep(0.02)
        hub.stop()
    with closing(store.open_reading(tmp_path / "hub" / "hub.db", None)) as conn:
        assert deal_imports.undoing(conn) is None
        (row,) = deals_imports(conn)
        assert (row.state, row.removed, row.kept) == ("undone", DEALS, 0)
        assert conn.execute("SELECT count(*) FROM view_contact").fetchone() == (0,)


def removed(folder: Path) -> int:
    """How many are gone again."""
    return sum(isinstance(one.body, DealRemoved) for one in events(folder))

"""A hub killed while a list of people is brought, or taken back: nobody comes twice, and it goes on by itself."""

from __future__ import annotations

import asyncio
import signal
from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest

from app.domain.contact_cards import ContactAdded
from storage.hub import contact_imports, store
from storage.view.contact_imports import contacts_imports
from tests.fault.hub_process import HubProcess
from tests.fault.test_kill_import import begun, done, ended, events, joined

PEOPLE = 600

pytestmark = pytest.mark.timeout(180)


def arguments(folder: Path) -> list[str]:
    """To bring the list."""
    path = folder / "people.csv"
    lines = (f"Person {n};+3363998{n:04d};p{n}@example.org" for n in range(PEOPLE))
    path.write_text("Nom;Téléphone;E-mail\n" + "\n".join(lines) + "\n", encoding="utf-8")
    return ["contacts", "import", str(path), "--profile", str(folder / "lea"), "--yes"]


def added(folder: Path) -> list[ContactAdded]:
    """Who stands in the log."""
    return [one.body for one in events(folder) if isinstance(one.body, ContactAdded)]


@pytest.mark.parametrize("point", ["before_contacts_import_commit:3", "after_contacts_import_commit:3"])
async def test_a_list_goes_on_when_its_hub_was_killed(tmp_path: Path, point: str) -> None:
    with HubProcess(tmp_path / "hub", COMPTOIR_CRASH_AT=point) as hub:
        joined(tmp_path, hub.port)
        importing = begun(*arguments(tmp_path))
        assert hub.process is not None
        assert await asyncio.to_thread(hub.process.wait, 90) == -signal.SIGKILL
        port = hub.port
    with HubProcess(tmp_path / "hub", port=port) as hub:
        last = (await asyncio.to_thread(ended, importing))[-1]
        hub.stop()
    assert (last["state"], last["new"]) == ("ended", PEOPLE)
    counted = Counter(body.identity.number for body in added(tmp_path))
    assert len(counted) == PEOPLE
    assert set(counted.values()) == {1}


@pytest.mark.parametrize("point", ["before_contacts_undo_commit:3", "after_contacts_undo_some:2"])
async def test_a_hub_killed_while_it_takes_a_list_back_goes_on_with_it(tmp_path: Path, point: str) -> None:
    with HubProcess(tmp_path / "hub", COMPTOIR_CRASH_AT=point) as hub:
        joined(tmp_path, hub.port)
        import_id = done(*arguments(tmp_path))[-1]["import_id"]
        undoing = begun("contacts", "undo-import", import_id, "--profile", str(tmp_path / "lea"), "--yes")
        assert hub.process is not None
        assert await asyncio.to_thread(hub.process.wait, 90) == -signal.SIGKILL
        undoing.communicate()
    assert 0 < len(added(tmp_path)) < PEOPLE
    with HubProcess(tmp_path / "hub") as hub:
        async with asyncio.timeout(60):
            while added(tmp_path):  # noqa: ASYNC110 - another process's file
                await asyncio.sleep(0.02)
        hub.stop()
    with closing(store.open_reading(tmp_path / "hub" / "hub.db", None)) as conn:
        assert contact_imports.undoing(conn) is None
        (row,) = contacts_imports(conn)
        assert (row.state, row.removed, row.kept) == ("undone", PEOPLE, 0)

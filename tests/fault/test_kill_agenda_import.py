"""A hub killed while a list of appointments is brought, or taken back: none comes twice, and it goes on by itself."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Sequence
from contextlib import closing, suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from app.domain.appointment_import_rows import AppointmentsBatch, ImportedAppointment, imported_id
from app.domain.appointments import AppointmentBooked, AppointmentRemoved
from app.domain.clock import SystemClock
from app.net import Http, TransportError
from storage.codec import from_json, to_json
from storage.hub import appointment_imports, store
from storage.view.appointment_imports import appointments_imports
from tests.fault.hub_process import HubProcess
from tests.fault.test_kill_erasure import call, invited
from tests.fault.test_kill_import import events

ROWS, BATCH = 300, 150
ID = "a" * 16
LISTS = "/api/v1/appointment-imports"

pytestmark = pytest.mark.timeout(180)


def rows() -> list[ImportedAppointment]:
    at = SystemClock().now().replace(microsecond=0) + timedelta(days=1)
    return [
        ImportedAppointment(
            n, imported_id(f"row:{n}"), at + timedelta(minutes=n), f"row:{n}", person=f"Person {n}",
            number=f"3363998{n % 200:04d}",
        )
        for n in range(ROWS)
    ]  # fmt: skip


async def bring(http: Http, hub: HubProcess, token: str, listed: Sequence[ImportedAppointment]) -> Any:
    """As a desk does it: from wherever the hub says that it is."""
    told = {"import_id": ID, "file_name": "demain.csv", "fingerprint": "f", "total": ROWS}
    done = (await call(http, hub, "POST", LISTS, token, told))["done"]
    while done < ROWS:
        batch: Any = from_json(to_json(AppointmentsBatch(done, tuple(listed[done : done + BATCH]))))
        done = (await call(http, hub, "POST", f"{LISTS}/{ID}/rows", token, batch))["done"]
    return await call(http, hub, "POST", f"{LISTS}/{ID}/end", token, {})


async def killed(hub: HubProcess, doing: Any) -> None:
    """It dies in the middle of that."""
    with suppress(TransportError, AssertionError):
        await doing
    assert hub.process is not None
    assert await asyncio.to_thread(hub.process.wait, 60) == -signal.SIGKILL


def counted(folder: Path, kind: type) -> int:
    found = [one.body for one in events(folder) if isinstance(one.body, kind)]
    assert len({getattr(body, "appointment_id", None) for body in found}) == len(found)  # none twice
    return len(found)


async def test_a_list_goes_on_when_its_hub_was_killed_and_is_taken_back_all_the_same(tmp_path: Path) -> None:
    folder, http, listed = tmp_path / "hub", Http(), rows()
    with HubProcess(folder, COMPTOIR_CRASH_AT="before_appointments_import_commit:2") as hub:
        code = {"code": invited(folder), "device_name": "x"}
        token = (await call(http, hub, "POST", "/api/v1/enrol", None, code))["token"]
        await killed(hub, bring(http, hub, token, listed))
    assert counted(tmp_path, AppointmentBooked) == 100
    with HubProcess(folder, COMPTOIR_CRASH_AT="after_appointments_import_commit:1") as hub:
        await killed(hub, bring(http, hub, token, listed))
    assert 100 < counted(tmp_path, AppointmentBooked) < ROWS
    with HubProcess(folder, COMPTOIR_CRASH_AT="before_appointments_undo_commit:2") as hub:
        last = await bring(http, hub, token, listed)
        assert (last["state"], last["added"]) == ("ended", ROWS)
        await killed(hub, call(http, hub, "POST", f"{LISTS}/{ID}/undo", token, {}))
    assert (counted(tmp_path, AppointmentBooked), counted(tmp_path, AppointmentRemoved)) == (ROWS, 100)
    with HubProcess(folder, COMPTOIR_CRASH_AT="after_appointments_undo_some:1") as hub:
        assert hub.process is not None
        assert await asyncio.to_thread(hub.process.wait, 60) == -signal.SIGKILL
    with HubProcess(folder) as hub:
        async with asyncio.timeout(60):
            while counted(tmp_path, AppointmentRemoved) < ROWS:  # noqa: ASYNC110 - another process's file
                await asyncio.sleep(0.05)
        hub.stop()
    await http.close()
    with closing(store.open_reading(folder / "hub.db", None)) as conn:
        assert appointment_imports.undoing(conn) is None
        (row,) = appointments_imports(conn)
        assert (row.state, row.removed, row.kept) == ("undone", ROWS, 0)
        assert conn.execute("SELECT count(*) FROM view_contact").fetchone() == (0,)

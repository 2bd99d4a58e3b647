"""A hub or a desk killed in the middle of an import or of its undoing: nothing is lost, nothing comes twice."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from app.domain.arrivals import MessageReceived
from app.domain.events import Event
from storage import codec, view
from storage.hub import history, log, store
from tests.fault.hub_process import ROOT, HubProcess
from tests.fault.nursery import Born

MESSAGES = 1_200
NUMBER = "+447700900123"
PASSPHRASE = {"COMPTOIR_PASSPHRASE": "correct horse", "LANG": "C.UTF-8", "TZ": "Europe/Paris"}

pytestmark = pytest.mark.timeout(180)


def chat(folder: Path) -> Path:
    """A chat of people who say little that is new."""
    path = folder / "WhatsApp Chat with Ana Field.txt"
    at = datetime(2025, 1, 31, 8)  # noqa: DTZ001 - wall time, as in an export
    lines: list[str] = []
    for number in range(MESSAGES):
        at += timedelta(seconds=20)
        name, text = ("Ana Field", f"ok {number % 7}") if number % 3 else ("Salon", f"yes {number % 5}")
        lines.append(f"{at:%d/%m/%Y, %H:%M} - {name}: {text}")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def begun(*arguments: str) -> subprocess.Popen[str]:
    pipe = subprocess.PIPE
    env = os.environ | PASSPHRASE
    return Born(
        ["main.py", *arguments], cwd=ROOT, env=env, stdin=subprocess.DEVNULL, stdout=pipe, stderr=pipe
    )


def done(*arguments: str) -> list[dict[str, Any]]:
    """Run main.py to its end."""
    return ended(begun(*arguments))


def ended(process: subprocess.Popen[str]) -> list[dict[str, Any]]:
    out, complaint = process.communicate(timeout=90)
    assert process.returncode == 0, complaint
    return [json.loads(line) for line in out.splitlines()]


def joined(folder: Path, port: int) -> None:
    [invited] = done("invite", "--data", str(folder / "hub"), "--role", "owner")
    hub = f"http://127.0.0.1:{port}"
    done("join", "--profile", str(folder / "lea"), "--hub", hub, "--code", invited["code"])


def events(folder: Path) -> list[Event]:
    with closing(store.open_reading(folder / "hub" / "hub.db", None)) as conn:
        return [codec.decode_event(stored) for stored in log.page(conn, 0, 1 << 40)]


def brought(folder: Path) -> Sequence[MessageReceived]:
    return [one.body for one in events(folder) if isinstance(one.body, MessageReceived)]


def import_arguments(folder: Path) -> list[str]:
    return ["import-chat", str(chat(folder)), "--profile", str(folder / "lea"), "--contact", NUMBER]


@pytest.mark.parametrize("point", ["before_import_commit:4", "after_import_commit:4"])
async def test_an_import_goes_on_when_its_hub_was_killed(tmp_path: Path, point: str) -> None:
    with HubProcess(tmp_path / "hub", COMPTOIR_CRASH_AT=point) as hub:
        joined(tmp_path, hub.port)
        importing = begun(*import_arguments(tmp_path))
        assert hub.process is not None
        assert await asyncio.to_thread(hub.process.wait, 60) == -signal.SIGKILL
        port = hub.port
    with HubProcess(tmp_path / "hub", port=port):
        last = (await asyncio.to_thread(ended, importing))[-1]
    assert (last["state"], last["added"], last["known"]) == ("ended", MESSAGES, 0)
    counted = Counter(body.external_id for body in brought(tmp_path))
    assert len(counted) == MESSAGES and set(counted.values()) == {1}


def test_an_import_goes_on_when_its_desk_was_killed(tmp_path: Path) -> None:
    with HubProcess(tmp_path / "hub") as hub:
        joined(tmp_path, hub.port)
        importing = begun(*import_arguments(tmp_path))
        assert importing.stdout is not None
        for line in importing.stdout:
            if json.loads(line).get("done"):
                break
        importing.kill()
        importing.communicate()
        first = next(
            one["import_id"] for one in done("import-chat", "--list", "--profile", str(tmp_path / "lea"))
        )
        last = done(*import_arguments(tmp_path))[-1]
        assert (last["import_id"], last["state"], last["added"]) == (first, "ended", MESSAGES)
        hub.stop()
    counted = Counter(body.external_id for body in brought(tmp_path))
    assert len(counted) == MESSAGES and set(counted.values()) == {1}


async def test_a_hub_killed_while_it_erases_goes_on_erasing(tmp_path: Path) -> None:
    with HubProcess(tmp_path / "hub", COMPTOIR_CRASH_AT="after_import_erased_some:1") as hub:
        joined(tmp_path, hub.port)
        import_id = done(*import_arguments(tmp_path))[-1]["import_id"]
        undoing = begun("import-chat", "--undo", import_id, "--profile", str(tmp_path / "lea"))
        assert hub.process is not None
        assert await asyncio.to_thread(hub.process.wait, 60) == -signal.SIGKILL
        undoing.communicate()
    assert 0 < len(brought(tmp_path)) < MESSAGES
    with HubProcess(tmp_path / "hub") as hub:
        async with asyncio.timeout(60):
            while brought(tmp_path):  # noqa: ASYNC110 - another process's file
                await asyncio.sleep(0.02)
        hub.stop()
    with closing(store.open_reading(tmp_path / "hub" / "hub.db", None)) as conn:
        assert not history.is_erasing(conn)
        assert [row.state for row in view.imports(conn)] == ["undone"]

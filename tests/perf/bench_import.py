"""An export of 200,000 lines brought to a hub by a desk that shows it, and taken back; webhooks come meanwhile."""

import asyncio
import hashlib
import hmac
import json
import multiprocessing
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

from app.desk.config import Profile
from app.desk.imports.review import ReviewRow
from app.desk.imports.watching import UNWATCHED
from app.desk.joining import join
from app.desk.live import LiveDesk
from app.desk.opening import open_desk
from app.desk.seams import Seams
from app.desk.session import unlock
from tests.perf.bench_export import LINES, chat
from tests.perf.report import Row
from tests.perf.servers import PHONE_NUMBER_ID, ROOT, SECRET, hub

LEAST_PER_S = 2_000
UNDO_S = 30.0
WEBHOOK_S = 2.0  # the channel is told to come again after that
PAUSE_S = 0.25
Slowest = Any  # a number that two processes share


def rows() -> Iterator[Row]:
    """Brought, shown, taken back; and the slowest answer to a webhook meanwhile."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = folder / "chat.txt"
        path.write_text("\n".join(chat("android")) + "\n", encoding="utf-8")
        with hub(folder / "hub") as port:
            yield from asyncio.run(_measured(folder, path, port))


async def _measured(folder: Path, path: Path, port: int) -> list[Row]:
    desk = await _joined(folder, port)
    try:
        row = await _decided(desk, path)
        with _webhooks(port) as slowest_s:
            began_s = time.monotonic()
            outcome = await desk.import_chat(row, told=lambda _: None)
            brought_s = time.monotonic() - began_s
            await _shown(desk, outcome.progress.added)
            shown_s = time.monotonic() - began_s
            bring_slowest_s, slowest_s.value = slowest_s.value, 0.0
            began_s = time.monotonic()
            await desk.undo_import(outcome.progress.import_id)
            undone_s = time.monotonic() - began_s
            await _shown(desk, 0)
            undo_slowest_s = slowest_s.value
    finally:
        await desk.stop()
    per_s = LINES / brought_s
    return [
        Row("lines of an export brought", per_s, "/s", f">= {LEAST_PER_S:,}/s", per_s >= LEAST_PER_S),
        Row("200,000 lines brought and shown", shown_s, "s", "<= 100 s", shown_s <= LINES / LEAST_PER_S),
        Row("… slowest webhook meanwhile", bring_slowest_s, "s", "< 2 s", bring_slowest_s < WEBHOOK_S),
        Row("… undone and erased", undone_s, "s", "<= 30 s", undone_s <= UNDO_S),
        Row("… slowest webhook meanwhile", undo_slowest_s, "s", "< 2 s", undo_slowest_s < WEBHOOK_S),
    ]


async def _decided(desk: LiveDesk, path: Path) -> ReviewRow:
    review = await desk.review_exports("Europe/Paris")
    row = review.choose_us(await review.look(path, UNWATCHED), "Field Teas")
    chosen = review.choose_number(row, "+447700900123")
    review.close()
    assert chosen is not None
    return chosen


async def _joined(folder: Path, port: int) -> LiveDesk:
    made = await asyncio.create_subprocess_exec(
        sys.executable, "main.py", "invite", "--data", str(folder / "hub"), "--role", "owner",
        cwd=ROOT, stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    code = json.loads((await made.communicate())[0])["code"]
    profile = Profile(folder / "profile", is_practice=True)
    unlocked = unlock(profile, {})
    await join(unlocked, f"http://127.0.0.1:{port}", code, "bench", Seams())
    unlocked.lock.close()
    desk = await open_desk(unlock(profile, {}))
    await desk.start()
    return desk


async def _shown(desk: LiveDesk, count: int) -> None:
    """Wait until the desk's own view shows so many."""
    while sum(row.count for row in desk.imports() if row.state != "undone") != count:  # noqa: ASYNC110 - as a person looks
        await asyncio.sleep(0.05)


@contextmanager
def _webhooks(port: int) -> Iterator[Slowest]:
    """A customer who writes four times a second, in a process of their own; the slowest answer, in seconds."""
    context = multiprocessing.get_context("spawn")
    slowest_s: Slowest = context.Value("d", 0.0)
    writer = context.Process(target=_write, args=(port, slowest_s))
    writer.start()
    try:
        yield slowest_s
    finally:
        writer.terminate()
        writer.join()


def _write(port: int, slowest_s: Slowest) -> None:
    for number in range(1 << 30):
        item = {
            "from": "33639980001", "id": f"wamid.{number}", "timestamp": str(int(time.time())), "type": "text",
            "text": {"body": "Hello"},
        }  # fmt: skip
        value = {"metadata": {"phone_number_id": PHONE_NUMBER_ID}, "messages": [item]}
        body = json.dumps({"entry": [{"changes": [{"field": "messages", "value": value}]}]}).encode()
        signature = "sha256=" + hmac.new(SECRET.encode(), body, hashlib.sha256).hexdigest()
        began_s = time.monotonic()
        connection = HTTPConnection("127.0.0.1", port, timeout=30)
        connection.request("POST", "/webhooks/whatsapp", body, {"x-hub-signature-256": signature})
        connection.getresponse().read()
        connection.close()
        slowest_s.value = max(slowest_s.value, time.monotonic() - began_s)
        time.sleep(PAUSE_S)

"""200 people are asked in one press, and a customer's tap is on a colleague's screen: how long both take.

The plan and the queue are of a desk with a hub in this process; the taps are posted to a hub of its own on loopback,
and the line that is looked at is on another desk.
"""

from __future__ import annotations

import asyncio
import gc
import hashlib
import hmac
import http.client
import json
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from app.desk.config import Profile
from app.desk.joining import join
from app.desk.live import LiveDesk
from app.desk.opening import open_desk
from app.desk.seams import Seams
from app.desk.session import unlock
from app.domain.agenda import Resource
from app.domain.appointment_asks import NewAppointment
from app.domain.ids import ConversationId
from tests.flow.asking_day import AskingDay, asking_day
from tests.flow.desk_world import reach
from tests.perf.joiner import Stalls
from tests.perf.report import Row
from tests.perf.servers import PHONE_NUMBER_ID, SECRET, hub_process

PEOPLE, TAPS = 200, 100


def rows() -> Iterator[Row]:
    """Budgets of the issue: 1 s for the queue, 150 ms p99 for a tap."""
    with tempfile.TemporaryDirectory() as name:
        plan_s, stall_s, queue_s, sent_s = asyncio.run(_asked(Path(name)))
    yield Row(f"plan of asking {PEOPLE} strangers", plan_s * 1_000, "ms", "< 1000 ms", plan_s < 1)
    yield Row("longest that it kept the window waiting", stall_s * 1_000, "ms", "<= 50 ms", stall_s <= 0.05)
    yield Row(f"asking {PEOPLE}, queued on disk", queue_s * 1_000, "ms", "< 1000 ms", queue_s < 1)
    yield Row(f"{PEOPLE} at the channel, by its clock", sent_s, "s", "<= 6 s", sent_s <= 6)
    with tempfile.TemporaryDirectory() as name:
        late_ms = sorted(asyncio.run(_tapped(Path(name))))
    p50, p99 = late_ms[len(late_ms) // 2], late_ms[len(late_ms) * 99 // 100]
    yield Row("tap posted to line on another desk, p50", p50, "ms", "", True)
    yield Row("the same, p99", p99, "ms", "< 150 ms", p99 < 150)


async def _asked(folder: Path) -> tuple[float, float, float, float]:
    async with asking_day(folder) as a:
        await a.tell(*a.many(PEOPLE))
        stalls = Stalls()
        watching = asyncio.ensure_future(stalls.watch())
        await a.lea.desk.ask_plan(a.day)  # what is imported late is
        await asyncio.sleep(0.05)
        stalls.worst_s = 0.0
        began_s = time.perf_counter()
        plan = await a.lea.desk.ask_plan(a.day)
        plan_s = time.perf_counter() - began_s
        await asyncio.sleep(0.05)
        watching.cancel()
        assert len(plan.going) == PEOPLE
        began_s = time.perf_counter()
        run_id = await a.lea.desk.ask(plan)
        queue_s = time.perf_counter() - began_s
        return plan_s, stalls.worst_s, queue_s, await _sent(a, run_id)


async def _sent(a: AskingDay, run_id: str) -> float:
    await reach(a.world.clock, lambda: a.run(run_id).sent == PEOPLE, step_s=0.1)
    assert len({post.to for post in a.graph.posts}) == len(a.graph.posts) == PEOPLE
    moments = [post.at_s for post in a.graph.posts]
    return max(moments) - min(moments)


async def _tapped(folder: Path) -> list[float]:
    with hub_process(folder / "hub") as (port, _pid):
        asker, other = [await _desk(folder, port, name) for name in ("asker", "other")]
        try:
            return await _taps(port, asker, other)
        finally:
            await asker.stop()
            await other.stop()


async def _taps(port: int, asker: LiveDesk, other: LiveDesk) -> list[float]:
    chair = await asker.save_resource(Resource("", "Kim"))
    for number in range(TAPS):
        await _post(port, number, {"type": "text", "text": {"body": "Bonjour"}})
    await _until(lambda: len(asker.inbox("all")) == TAPS)
    day = asker.agenda().today + timedelta(days=1)
    starts_at = datetime.combine(day, datetime.min.time(), asker.agenda().now.tzinfo) + timedelta(hours=8)
    talks = [asker.inbox_row(ConversationId(one)) for one in asker.inbox("all", limit=TAPS)]
    keys = []
    for number, talk in enumerate(talks):
        assert talk is not None
        at = starts_at + timedelta(minutes=5 * number)
        keys.append(await asker.book_appointment(NewAppointment(at, 5, chair, contact_id=talk.contact_id)))
    await asker.ask(await asker.ask_plan(day))
    await _until(lambda: sum(row.appointment.asked_at is not None for row in other.agenda(day).rows) == TAPS)
    await _until(lambda: not asker.is_waiting_for_hub)
    gc.collect()
    gc.freeze()  # as the program does once its window is there
    late_ms = []
    for row in other.agenda(day).rows:
        late_ms.append(await _tap(port, other, row.appointment_id))
    return late_ms


async def _tap(port: int, desk: LiveDesk, key: str) -> float:
    row = desk.appointment(key)
    assert row is not None
    seen = asyncio.Event()
    ended_s = [0.0]

    def look(_changes: Any) -> None:
        shown = desk.appointment(key)
        if shown is not None and shown.state == "confirmed" and not seen.is_set():
            ended_s[0] = time.perf_counter()
            seen.set()

    stop = desk.subscribe(look)
    reply = {"id": f"ap:confirm:{row.appointment.ask_id}", "title": "Confirmer"}
    said = {"type": "interactive", "interactive": {"type": "button_reply", "button_reply": reply}}
    number = int(row.number[-3:])
    began_s = time.perf_counter()
    await _post(port, number, said)
    await asyncio.wait_for(seen.wait(), 10)
    stop()
    return (ended_s[0] - began_s) * 1_000


async def _post(port: int, number: int, said: dict[str, Any]) -> None:
    person = f"33639980{number:03}"
    message = {"from": person, "id": f"wamid.{time.time_ns()}", "timestamp": str(int(time.time()))} | said
    value = {
        "messaging_product": "whatsapp",
        "metadata": {"display_phone_number": "33639981020", "phone_number_id": PHONE_NUMBER_ID},
        "contacts": [{"profile": {"name": f"Cliente {number}"}, "wa_id": person}],
        "messages": [message],
    }
    entry = {"id": "204800000000017", "changes": [{"field": "messages", "value": value}]}
    body = json.dumps({"object": "whatsapp_business_account", "entry": [entry]}).encode()
    digest = hmac.new(SECRET.encode(), body, hashlib.sha256).hexdigest()
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    head = (
        "POST /webhooks/whatsapp HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
        f"X-Hub-Signature-256: sha256={digest}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    writer.write(head.encode() + body)
    told = await reader.read()
    assert b" 200 " in told.split(b"\r\n")[0]
    writer.close()


async def _desk(folder: Path, port: int, name: str) -> LiveDesk:
    admin = (folder / "hub" / "admin.token").read_text("ascii").strip()
    code = await asyncio.to_thread(_invited, port, admin, name)
    seams, unlocked = Seams(), unlock(Profile(folder / name, is_practice=True), {})
    try:
        await join(unlocked, f"http://127.0.0.1:{port}", code, name, seams)
    finally:
        unlocked.lock.close()
    desk = await open_desk(unlock(Profile(folder / name, is_practice=True), {}), seams)
    await desk.start()
    return desk


def _invited(port: int, admin: str, name: str) -> str:
    connection = http.client.HTTPConnection(f"127.0.0.1:{port}")
    body = json.dumps({"role": "owner", "name": name})
    connection.request("POST", "/admin/v1/invite", body, {"Authorization": f"Bearer {admin}"})
    return str(json.loads(connection.getresponse().read())["code"])


async def _until(is_true: Callable[[], bool]) -> None:
    async with asyncio.timeout(60):
        while not is_true():  # noqa: ASYNC110 - several changes may bring it about
            await asyncio.sleep(0.02)

"""Many desks that wait for news over plain sockets, and customers who write at a steady rate: how late is the news?

`python -m tests.perf.live write PORT SECRET PNID --rate R --seconds S` posts webhooks whose text holds the moment of
posting. `python -m tests.perf.live watch PORT --desks N --seconds S [--tokens FILE]` follows /log with that many
long-polls and prints one JSON object: delivered, p50_ms, p99_ms, worst_ms, pages. With tokens (one a line) each desk
also tells what its person views, another conversation every ten seconds, and is told of the others.
"""

import argparse
import asyncio
import hashlib
import hmac
import json
import re
import sys
import time
from collections.abc import Coroutine
from dataclasses import dataclass, field
from typing import Any, TypeVar

T = TypeVar("T")

PEOPLE = 500
WAIT_S = 25
SAY_EVERY_S = 5.0
STAMP = re.compile(rb"t=(\d+)")
UPTO = re.compile(rb'"upto":\s?(\d+)')
HEAD = re.compile(rb'"head":\s?(\d+)')
VERSION = re.compile(rb'"version":\s?(\d+)')


@dataclass(slots=True)
class Tally:
    """How late each piece of news came to each desk, from the moment of posting, ns."""

    late_ns: list[int] = field(default_factory=list)
    pages: int = 0


class Connection:
    """One kept connection: a request, its answer."""

    def __init__(self, port: int, token: str) -> None:
        self._port = port
        self._bearer = f"Authorization: Bearer {token}\r\n" if token else ""

    async def open(self) -> None:
        """Connect."""
        self._reader, self._writer = await asyncio.open_connection("127.0.0.1", self._port)

    async def ask(self, method: str, path: str, body: bytes = b"") -> bytes:
        """The answer's body. Raises RuntimeError unless it is 200."""
        head = f"{method} {path} HTTP/1.1\r\nHost: localhost\r\n{self._bearer}Content-Length: {len(body)}\r\n\r\n"
        self._writer.write(head.encode() + body)
        told = await self._reader.readuntil(b"\r\n\r\n")
        length = int(told.lower().split(b"content-length:")[1].split(b"\r\n")[0])
        data = await self._reader.readexactly(length)
        if b" 200 " not in told.split(b"\r\n")[0]:
            raise RuntimeError(f"{path}: {told!r} {data!r}")
        return data


async def follow(port: int, token: str, until_s: float, tally: Tally) -> None:
    """One desk: page after page from the newest event on."""
    connection = Connection(port, token)
    await connection.open()
    newest = HEAD.search(await connection.ask("GET", "/api/v1/hello")) if token else None
    after, seen = int(newest.group(1)) if newest else 0, 0
    while time.perf_counter() < until_s:
        query = f"after={after}&limit=5000&wait={WAIT_S}" + (f"&seen={seen}" if token else "")
        page = await connection.ask("GET", f"/api/v1/log?{query}")
        now_ns = time.perf_counter_ns()
        tally.pages += 1
        tally.late_ns += [now_ns - int(stamp) for stamp in STAMP.findall(page)]
        if found := UPTO.search(page):
            after = int(found.group(1))
        if version := VERSION.search(page):
            seen = int(version.group(1))


async def attend(port: int, token: str, number: int, until_s: float) -> None:
    """One desk: what its person views."""
    connection = Connection(port, token)
    await connection.open()
    turn = 0
    while time.perf_counter() < until_s:
        there = f"conversation-{(number + turn // 2) % 7}"
        note = {"what": "typing" if turn % 3 == 0 else "viewing", "conversation_id": there}
        await connection.ask("POST", "/api/v1/presence", json.dumps(note).encode())
        turn += 1
        await asyncio.sleep(SAY_EVERY_S)


async def watch(port: int, tokens: list[str], seconds: float) -> dict[str, float]:
    """All desks together."""
    tally, until_s = Tally(), time.perf_counter() + seconds
    work = [follow(port, token, until_s, tally) for token in tokens]
    work += [attend(port, token, number, until_s) for number, token in enumerate(tokens) if token]
    tasks = [asyncio.ensure_future(each) for each in work]
    await asyncio.sleep(seconds + 1)
    for task in tasks:
        if task.done():
            task.result()
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    late_ms = sorted(late / 1e6 for late in tally.late_ns)
    return {
        "delivered": len(late_ms),
        "p50_ms": late_ms[len(late_ms) // 2],
        "p99_ms": late_ms[len(late_ms) * 99 // 100],
        "worst_ms": late_ms[-1],
        "pages": tally.pages,
    }


def webhook(number: int, secret: bytes, phone_number_id: str) -> bytes:
    """One customer's text, made now; signed."""
    person = str(33639980000 + number % PEOPLE)
    message = {
        "from": person,
        "id": f"wamid.{time.time_ns()}",
        "timestamp": str(int(time.time())),
        "type": "text",
    }
    text = f"Bonjour, une place samedi ? t={time.perf_counter_ns()}"
    value = {
        "messaging_product": "whatsapp",
        "metadata": {"display_phone_number": "33639981020", "phone_number_id": phone_number_id},
        "contacts": [{"profile": {"name": f"Cliente {number % PEOPLE}"}, "wa_id": person}],
        "messages": [message | {"text": {"body": text}}],
    }
    entry = {"id": "204800000000017", "changes": [{"field": "messages", "value": value}]}
    body = json.dumps({"object": "whatsapp_business_account", "entry": [entry]}).encode()
    digest = hmac.new(secret, body, hashlib.sha256).hexdigest()
    head = (
        f"POST /webhooks/whatsapp HTTP/1.1\r\nHost: localhost\r\n"
        f"X-Hub-Signature-256: sha256={digest}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


async def write(port: int, secret: bytes, phone_number_id: str, rate_per_s: float, seconds: float) -> None:
    """Customers on eight connections, evenly spread over time."""
    start_s, count, connections = time.perf_counter() + 0.1, int(rate_per_s * seconds), 8

    async def some(first: int) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for number in range(first, count, connections):
            wait_s = start_s + number / rate_per_s - time.perf_counter()
            if wait_s > 0:
                await asyncio.sleep(wait_s)
            writer.write(webhook(number, secret, phone_number_id))
            head = await reader.readuntil(b"\r\n\r\n")
            length = int(head.lower().split(b"content-length:")[1].split(b"\r\n")[0])
            if length:
                await reader.readexactly(length)
        writer.close()

    await asyncio.gather(*(some(first) for first in range(connections)))


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser()
    parser.add_argument("what", choices=("write", "watch"))
    parser.add_argument("port", type=int)
    parser.add_argument("secret", nargs="?", default="")
    parser.add_argument("phone_number_id", nargs="?", default="")
    parser.add_argument("--rate", type=float, default=200.0)
    parser.add_argument("--seconds", type=float, default=30.0)
    parser.add_argument("--desks", type=int, default=20)
    parser.add_argument("--tokens", type=argparse.FileType())
    given = parser.parse_args()
    if given.what == "write":
        work = write(given.port, given.secret.encode(), given.phone_number_id, given.rate, given.seconds)
        _run(work)
        return
    tokens = given.tokens.read().split() if given.tokens else [""] * given.desks
    sys.stdout.write(json.dumps(_run(watch(given.port, tokens, given.seconds))) + "\n")


def _run(work: Coroutine[Any, Any, T]) -> T:
    try:
        import uvloop
    except ImportError:
        return asyncio.run(work)
    return uvloop.run(work)


if __name__ == "__main__":
    main()

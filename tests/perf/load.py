"""A load of signed webhooks over plain sockets: as fast as they are answered, or at a steady rate.

`python -m tests.perf.load PORT SECRET PNID --count N --connections 32 [--rate R]` prints one JSON object: answered,
per_s, p50_ms, p99_ms, bad (answers other than 200).
"""

import argparse
import asyncio
import hashlib
import hmac
import json
import sys
import time
from dataclasses import dataclass, field


@dataclass(slots=True)
class Tally:
    """What came back."""

    latencies_s: list[float] = field(default_factory=list)
    bad: int = 0


def request(number: int, secret: bytes, phone_number_id: str, now_s: int) -> bytes:
    """One text message of one of 500 customers, signed and escaped as Meta does, as an HTTP/1.1 request."""
    person = 33639980000 + number % 500
    body = json.dumps(
        {
            "object": "whatsapp_business_account",
            "entry": [{"id": "204800000000017", "changes": [{"field": "messages", "value": {
                "messaging_product": "whatsapp",
                "metadata": {"display_phone_number": "33639981020", "phone_number_id": phone_number_id},
                "contacts": [{"profile": {"name": f"Cliente {number % 500}"}, "wa_id": str(person)}],
                "messages": [{"from": str(person), "id": f"wamid.{number:020d}{now_s}", "timestamp": str(now_s),
                              "type": "text", "text": {"body": f"Bonjour, une place samedi à {number % 12} h ?"}}],
            }}]}],
        }
    ).replace("/", "\\/").encode()  # fmt: skip
    digest = hmac.new(secret, body, hashlib.sha256).hexdigest()
    head = (
        f"POST /webhooks/whatsapp HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        f"X-Hub-Signature-256: sha256={digest}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


async def one_connection(
    port: int, requests: list[tuple[float, bytes]], start_s: float, tally: Tally
) -> None:
    """Send each request when it is due (0: at once), one after the other's answer; lateness counts from then."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for due_s, data in requests:
        wait_s = start_s + due_s - time.perf_counter()
        if due_s and wait_s > 0:
            await asyncio.sleep(wait_s)
        began_s = start_s + due_s if due_s else time.perf_counter()
        writer.write(data)
        head = await reader.readuntil(b"\r\n\r\n")
        length = int(head.lower().split(b"content-length:")[1].split(b"\r\n")[0])
        if length:
            await reader.readexactly(length)
        tally.latencies_s.append(time.perf_counter() - began_s)
        tally.bad += not head.startswith(b"HTTP/1.1 200")
    writer.close()
    await writer.wait_closed()


async def run(port: int, requests: list[bytes], connections: int, rate_per_s: float) -> dict[str, float]:
    """Send all and measure. With a rate, request i is due at i / rate seconds."""
    tally = Tally()
    due = [(0.05 + i / rate_per_s if rate_per_s else 0.0, data) for i, data in enumerate(requests)]
    start_s = time.perf_counter()
    await asyncio.gather(
        *(one_connection(port, due[i::connections], start_s, tally) for i in range(connections))
    )
    took_s = time.perf_counter() - start_s
    ordered = sorted(tally.latencies_s)
    return {
        "answered": len(ordered),
        "per_s": round(len(ordered) / took_s),
        "p50_ms": round(ordered[len(ordered) // 2] * 1000, 1),
        "p99_ms": round(ordered[len(ordered) * 99 // 100] * 1000, 1),
        "bad": tally.bad,
    }


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser()
    parser.add_argument("port", type=int)
    parser.add_argument("secret")
    parser.add_argument("phone_number_id")
    parser.add_argument("--count", type=int, default=20_000)
    parser.add_argument("--connections", type=int, default=32)
    parser.add_argument("--rate", type=float, default=0.0)
    given = parser.parse_args()
    now_s = int(time.time())
    requests = [request(i, given.secret.encode(), given.phone_number_id, now_s) for i in range(given.count)]
    try:
        import uvloop

        figures = uvloop.run(run(given.port, requests, given.connections, given.rate))
    except ImportError:
        figures = asyncio.run(run(given.port, requests, given.connections, given.rate))
    sys.stdout.write(json.dumps(figures) + "\n")


if __name__ == "__main__":
    main()

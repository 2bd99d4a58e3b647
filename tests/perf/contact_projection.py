"""What the contact's columns cost while messages are projected: `python -m tests.perf.contact_projection`.

Prints processor time a message, in batches of one and of fifty, for few people and for many, then the time of an order
of all by their newest message.
"""

import random
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from app.domain.arrivals import MessageReceived
from app.domain.contacts import Identity
from app.domain.events import Event
from app.domain.ids import ContactId, ConversationId, EventId, MessageId
from storage import codec, view
from storage.engine import Connection
from tests.storage.view_log import CHANNEL, LINE, START, new_view

ORDER = "SELECT no FROM view_contact ORDER BY last_us DESC"
ROUNDS = 600


def said(pos: int, person: int) -> Event:
    """Somebody writes."""
    at = START + timedelta(seconds=pos)
    body = MessageReceived(
        MessageId(f"in{pos}"), "whatsapp", LINE, ConversationId(f"c{person}"), ContactId(f"p{person}"), f"wamid.{pos}",
        "in", "customer", "text", "Bonjour", at, at, Identity(number=f"3363998{person:06d}", name=f"Cliente {person}"),
    )  # fmt: skip
    return Event(pos, EventId(f"e{pos}"), body.KIND, 1, "", CHANNEL, at, at, None, body)


def filled(conn: Connection, people: int) -> None:
    """Each of them has written once."""
    rebuild = view.Rebuild()
    conn.execute("BEGIN")
    rebuild.begin(conn)
    for start in range(0, people, 20_000):
        rebuild.add(conn, [said(one + 1, one) for one in range(start, min(people, start + 20_000))])
    rebuild.end(conn, people, codec.GENESIS_CHAIN)
    conn.execute("COMMIT")


def cpu_us(conn: Connection, people: int, size: int, places: Iterator[int]) -> float:
    """Processor time of one message."""
    projector, chance = view.Projector(), random.Random(1)
    began = time.process_time()
    for _ in range(ROUNDS // size * 5):
        events = [said(next(places), chance.randrange(people)) for _ in range(size)]
        conn.execute("BEGIN")
        projector.project(conn, events, codec.GENESIS_CHAIN)
        conn.execute("COMMIT")
    return (time.process_time() - began) / (ROUNDS // size * 5 * size) * 1e6


def main() -> None:
    """Few people, then many."""
    for people in (300, 50_000):
        with tempfile.TemporaryDirectory() as name:
            conn = new_view(Path(name))
            filled(conn, people)
            pos = iter(range(people + 1, 1 << 40))
            sizes = {size: cpu_us(conn, people, size, pos) for size in (1, 50)}
            began = time.perf_counter()
            conn.execute(ORDER).fetchall()
            order_ms = (time.perf_counter() - began) * 1000
            conn.close()
        words = ", ".join(f"{size} a batch {us:.0f} us" for size, us in sizes.items())
        sys.stdout.write(f"{people} people: {words}; all by newest message {order_ms:.1f} ms\n")


if __name__ == "__main__":
    main()

"""What deals cost plain messages while they are projected: `python -m tests.perf.deal_projection`.

Prints processor time a message, in batches of one and of fifty: without any deal, beside 2,000 open deals of others,
and of people who have one. Then how long a board of 2,000 open deals takes to read.
"""

import random
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from app.desk.deal_reading import DealReader
from app.desk.task_reading import TaskReader
from app.domain.clock import FakeClock
from app.domain.deals import DEFAULT_PIPELINE, DealAdded
from app.domain.events import Event
from app.domain.ids import ContactId, ConversationId, EventId
from app.domain.members import Member
from app.domain.money import Money
from storage import codec, view
from storage.engine import Connection
from tests.perf.contact_projection import ROUNDS, filled, said
from tests.storage.view_log import LEA, MEMBER, START, new_view

PEOPLE, DEALS = 50_000, 2_000


def dealt(pos: int, person: int) -> Event:
    """Somebody has a deal: every third one as a person, the others by their thread."""
    at = START + timedelta(seconds=pos)
    stage = DEFAULT_PIPELINE.stages[person % 4].stage_id
    is_persons = person % 3 == 0
    body = DealAdded(
        f"deal-{person:05d}", "main", stage, f"Deal {person}", Money(1_000 * person, "EUR"),
        ContactId(f"p{person}") if is_persons else None, None if is_persons else ConversationId(f"c{person}"),
        owner_id=LEA, tags=("VIP",), member_id=LEA,
    )  # fmt: skip
    return Event(pos, EventId(f"e{pos}"), body.KIND, 1, "", MEMBER, at, at, None, body)


def cpu_us(conn: Connection, people: Sequence[int], size: int, places: Iterator[int]) -> float:
    """Processor time of one message of these people."""
    projector, chance = view.Projector(), random.Random(1)
    for warming in (True, False):
        began = time.process_time()
        for _ in range(1 if warming else ROUNDS // size * 5):
            events = [said(next(places), chance.choice(people)) for _ in range(size)]
            conn.execute("BEGIN")
            projector.project(conn, events, codec.GENESIS_CHAIN)
            conn.execute("COMMIT")
    return (time.process_time() - began) / (ROUNDS // size * 5 * size) * 1e6


def board_ms(conn: Connection) -> float:
    """Processor time of one board, the middle of nine."""
    me = Member(LEA, "Léa", "owner")
    team = SimpleNamespace(name=lambda _one: "Léa")
    reader: Any = SimpleNamespace(view_connection=lambda: conn, enrolled_me=me, team=team)
    outbox: Any = SimpleNamespace(pending_of=lambda *_kinds: [])
    tasks = TaskReader(reader, outbox, FakeClock(START), lambda _contact_id: None)
    deals = DealReader(reader, outbox, lambda: START, lambda: "EUR", lambda: "Europe/Paris", tasks)
    times = []
    for _ in range(9):
        began = time.process_time()
        assert deals.board("", None, "need", 200).open_count == DEALS
        times.append((time.process_time() - began) * 1000)
    return sorted(times)[4]


def main() -> None:
    """Without deals, beside them, and with them."""
    with tempfile.TemporaryDirectory() as name:
        conn = new_view(Path(name))
        filled(conn, PEOPLE)
        places = iter(range(PEOPLE + 1, 1 << 40))
        _tell("no deals", conn, range(PEOPLE), places)
        events = [dealt(next(places), person) for person in range(DEALS)]
        conn.execute("BEGIN")
        view.Projector().project(conn, events, codec.GENESIS_CHAIN)
        conn.execute("COMMIT")
        _tell(f"{DEALS} deals of others", conn, range(DEALS, PEOPLE), places)
        _tell("people with a deal", conn, range(DEALS), places)
        sys.stdout.write(f"a board of {DEALS} open deals: {board_ms(conn):.1f} ms\n")
        conn.close()


def _tell(words: str, conn: Connection, people: Sequence[int], places: Iterator[int]) -> None:
    sizes = {size: cpu_us(conn, people, size, places) for size in (1, 50)}
    sys.stdout.write(
        f"{words}: " + ", ".join(f"{size} a batch {us:.0f} us" for size, us in sizes.items()) + "\n"
    )


if __name__ == "__main__":
    main()

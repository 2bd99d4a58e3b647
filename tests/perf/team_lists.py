"""The lists and numbers of a team on 200,000 conversations: `python -m tests.perf.team_lists [folder]`.

Twenty members hold half of them; some are aside, filed, closed, noted on. The file is made once in `folder`.
"""

import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from app.domain.assignment import ConversationAssigned
from app.domain.conversations import ConversationClosed
from app.domain.events import Actor, Event, EventBody
from app.domain.ids import ConversationId, EventId, LineId, MemberId, MessageId
from app.domain.members import MemberAdded
from app.domain.notes import NoteAdded
from app.domain.rows import INBOX_VIEWS
from app.domain.saved_views import SavedView, ViewFilter, ViewSaved
from app.domain.snoozing import ConversationSnoozed
from app.domain.tags import ConversationTagged
from storage import view
from storage.engine import Connection, connect
from storage.view import due
from tests.perf.history import LINE, events

CONVERSATIONS = 200_000
MESSAGES = 400_000
KEY = "0c" * 32
ROUNDS = 100
NOW = datetime(2026, 11, 20, tzinfo=UTC)
LIMIT_MS = 5.0
TEAM = [MemberId(f"member-{number}") for number in range(20)]
ME = TEAM[0]
FILTERS = {
    "rare tag": ViewFilter(tags=("tag 9",)),
    "common tag": ViewFilter(tags=("tag 0",)),
    "three holders": ViewFilter(assignees=tuple(TEAM[:3])),
    "unread, one number": ViewFilter("waiting", line_ids=(LINE,), is_unread=True),
    "nothing fits": ViewFilter(line_ids=(LineId("whatsapp:none"),)),
}


def main(folder: Path) -> int:
    """Print first (cold), median and worst time of each; exit code 1 when a median is over the limit."""
    path = folder / "team.db"
    if not path.exists():
        _make(path)
    is_kept = True
    for name, query in _queries().items():
        conn = connect(path, KEY, is_read_only=True)
        times_ms = [_timed_ms(conn, query, number) for number in range(ROUNDS)]
        conn.close()
        median = statistics.median(times_ms)
        is_kept &= median < LIMIT_MS
        sys.stdout.write(
            f"{name:36} first {times_ms[0]:7.2f}  median {median:7.3f}  worst {max(times_ms):7.2f} ms\n"
        )
    return 0 if is_kept else 1


def _make(path: Path) -> None:
    conn = connect(path, KEY, durability="NORMAL")
    view.rebuild(conn, events(MESSAGES, "messages_only", CONVERSATIONS))
    conn.execute("BEGIN")
    view.project(conn, list(_teamwork(view.cursor(conn)[0])))
    conn.execute("COMMIT")
    conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    conn.close()


def _teamwork(pos: int) -> Iterator[Event]:
    for number, body in enumerate(_bodies(), 1):
        at = NOW - timedelta(hours=1)
        yield Event(
            pos + number, EventId(f"t{number}"), body.KIND, 1, "", Actor("member", ME), at, at, None, body
        )


def _bodies() -> Iterator[EventBody]:
    chance = random.Random(7)
    for number, member_id in enumerate(TEAM):
        yield MemberAdded(member_id, f"Member {number}", "rep")
    for name, one in FILTERS.items():
        yield ViewSaved(SavedView(name, name, one), ME)
    for number in range(CONVERSATIONS):
        there, dice = ConversationId(f"c{number:06d}"), chance.random()
        if dice < 0.5:
            holder = chance.choice(TEAM)
            yield ConversationAssigned(there, holder, holder, "claimed")
        if 0.45 < dice < 0.75:
            yield ConversationClosed(there, ME, "solved")
        elif dice > 0.95:
            yield ConversationSnoozed(there, NOW + timedelta(minutes=number), ME)
        if chance.random() < 0.2:
            yield ConversationTagged(there, f"tag {min(9, int(chance.expovariate(0.8)))}", ME)
        if number % 100 == 0:
            yield NoteAdded(MessageId(f"n{number}"), there, "Look", TEAM[1], (ME,))


def _timed_ms(conn: Connection, query: Callable[[Connection, int], object], number: int) -> float:
    began_s = time.perf_counter()
    query(conn, number)
    return (time.perf_counter() - began_s) * 1000


def _queries() -> dict[str, Callable[[Connection, int], object]]:
    found: dict[str, Callable[[Connection, int], object]] = {}
    for wanted in (*INBOX_VIEWS, *(f"saved:{name}" for name in FILTERS)):
        found[f"inbox_ids {wanted}, 200"] = _listing(wanted, is_new_first=False)
    for wanted in ("waiting", "unassigned"):
        found[f"inbox_ids {wanted}, new first"] = _listing(wanted, is_new_first=True)
    found["counts"] = lambda c, n: view.counts(c, NOW - timedelta(days=300), 30, ME)
    found["inbox_row"] = lambda c, n: view.inbox_row(c, ConversationId(f"c{n * 1999:06d}"), ME)
    found["what wakes, who is silent"] = lambda c, n: (due.next_waking(c), due.silent(c, NOW, 200))
    return found


def _listing(wanted: str, *, is_new_first: bool) -> Callable[[Connection, int], object]:
    return lambda c, n: view.inbox_ids(
        c, wanted, now=NOW, standard_min=30, limit=200, me=ME, is_new_first=is_new_first
    )


if __name__ == "__main__":
    if len(sys.argv) > 1:
        sys.exit(main(Path(sys.argv[1])))
    with tempfile.TemporaryDirectory() as name:
        sys.exit(main(Path(name)))

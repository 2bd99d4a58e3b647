"""Response standards in the view: rows as the events said, and lists that ask each conversation's own standard."""

import random
from contextlib import closing
from datetime import timedelta
from pathlib import Path

from app.domain.standards import StandardsSaved
from app.domain.waits import Cut, Cuts
from storage import view
from storage.instants import to_us
from storage.view import today
from storage.view.standards import load_standards
from tests.storage.golden_measures_standards import SAVED
from tests.storage.view_log import LEA, MEMBER, START, Log, new_view, project

_MINUTE_US = 60_000_000
NOW_US = to_us(START)
CUTS = Cuts(
    (
        Cut(NOW_US - 50 * _MINUTE_US, NOW_US - 20 * _MINUTE_US, "b", ("max", "zoe")),
        Cut(NOW_US - 10 * _MINUTE_US, NOW_US - 70 * _MINUTE_US, None, ("max", "zoe")),
        Cut(NOW_US - 40 * _MINUTE_US, NOW_US - 40 * _MINUTE_US, "b"),
        Cut(NOW_US - 30 * _MINUTE_US, NOW_US - 60 * _MINUTE_US),
    )
)
_INSERT = (
    "INSERT INTO view_conversation (no, conversation_id, contact_id, line_id, channel, is_closed, lifted_pos,"
    " unread_count, newest_inbound_pos, newest_outbound_pos, marks, waiting_since_us, last_inbound_us, assignee_id,"
    " answered_by) VALUES (?, ?, 'p', ?, 'whatsapp', 0, ?, 0, 0, 0, 0, ?, ?, ?, ?)"
)

_WAITING = "INSERT OR REPLACE INTO view_health (name, value) VALUES ('size:waiting', ?)"


def test_rows_are_those_that_were_saved_last(tmp_path: Path) -> None:
    log = Log()
    with closing(new_view(tmp_path)) as conn:
        assert load_standards(conn) == ()
        for saved in (SAVED, SAVED[:1], (), SAVED[1:]):
            project(conn, [log.add(StandardsSaved(saved, LEA), actor=MEMBER)])
            assert load_standards(conn) == saved


def test_every_list_asks_each_conversation_its_own_standard(tmp_path: Path) -> None:
    chance = random.Random(7)
    with closing(new_view(tmp_path)) as conn:
        since: dict[str, int] = {}
        late: set[str] = set()
        free: set[str] = set()
        for no in range(1, 400):
            name, line, holder = f"c{no}", chance.choice("abc"), chance.choice([None, "max", "lea"])
            answered = chance.choice([None, "m"])
            since[name] = NOW_US - chance.randrange(80 * 60) * 1_000_000
            conn.execute(_INSERT, (no, name, line, no, since[name], since[name], holder, answered))
            if since[name] <= CUTS.of(line, holder, is_first=answered is None):
                late.add(name)
            if holder is None:
                free.add(name)
        conn.execute(_WAITING, (len(since),))
        place = {"now": START, "cuts": CUTS, "limit": 1_000}
        waiting = view.inbox_ids(conn, "waiting", **place)  # type: ignore[arg-type]
        assert set(waiting) == set(since) and set(waiting[: len(late)]) == late
        assert [since[one] for one in waiting[len(late) :]] == sorted(
            since[one] for one in waiting[len(late) :]
        )
        unassigned = view.inbox_ids(conn, "unassigned", **place)  # type: ignore[arg-type]
        assert set(unassigned) == free and set(unassigned[: len(late & free)]) == late & free
        assert view.counts(conn, START, cuts=CUTS).beyond_standard == len(late)
        assert set(today.late_ids(conn, CUTS, 1_000)) == late
        pages: list[str] = []
        while page := view.inbox_ids(
            conn,
            "waiting",
            now=START,
            cuts=CUTS,
            limit=37,
            after=pages[-1] if pages else None,  # type: ignore[arg-type]
        ):
            pages += page
        assert pages == waiting


def test_warned_of_are_mine_and_nobodys_that_are_in_time(tmp_path: Path) -> None:
    late = Cuts((Cut(NOW_US - 30 * _MINUTE_US, NOW_US - 30 * _MINUTE_US),))
    warned = Cuts((Cut(NOW_US - 20 * _MINUTE_US, NOW_US - 20 * _MINUTE_US),))
    with closing(new_view(tmp_path)) as conn:
        for no, (minutes, holder) in enumerate(
            [(10, None), (25, None), (26, "lea"), (27, "max"), (40, None)]
        ):
            since = to_us(START - timedelta(minutes=minutes))
            conn.execute(_INSERT, (no, f"c{no}", "a", no, since, since, holder, None))
        assert today.nearly_late_ids(conn, late, warned, LEA, 10) == ["c1", "c2"]
        assert today.nearly_late_ids(conn, late, warned, LEA, 1) == ["c1"]

"""The ledger in the view, and messages with a price: counted once, in whatever order, and of nobody once erased."""

from contextlib import closing
from datetime import date
from itertools import permutations
from pathlib import Path

import pytest

from app.domain import ledger as book
from app.domain.message_costs import Billed
from app.domain.money import Money
from app.hub.salvage_ledger import judged_ledger, things_of_ledger
from storage import view
from storage.engine import Connection
from storage.view.billing import billed_between
from storage.view.ledger import entries, entry
from tests.storage.view_log import LEA, LINE, MEMBER, Log, new_view, project

COST = book.Cost("c1", "Licence", "licence", Money(4_900, "EUR"), "monthly", date(2026, 1, 1), version=1)
FROM_S, UNTIL_S = 1_790_000_000, 1_800_000_000


def sent(log: Log) -> None:
    """A message of ours to the first person, taken by the channel."""
    log.received(1)
    log.asked(1, 1)
    log.accepted(1, 1)


def counted(conn: Connection) -> list[tuple[str, str, str, int]]:
    return [(one.category, one.type, one.code, one.count) for one in billed_between(conn, [FROM_S, UNTIL_S])]


@pytest.mark.parametrize("size", [1, 100])
@pytest.mark.parametrize("order", list(permutations(["sent", "delivered", "read"])))
def test_a_message_counts_once_whatever_its_statuses_do(
    tmp_path: Path, size: int, order: tuple[str, ...]
) -> None:
    log = Log()
    sent(log)
    for word in (*order, *order):
        log.status(1, word, price="regular")
    with closing(new_view(tmp_path)) as conn:
        project(conn, log.events, size)
        assert counted(conn) == [("utility", "regular", "33", 1)]
        assert billed_between(conn, [FROM_S, UNTIL_S])[0].line_id == LINE


def test_the_status_that_carries_the_price_need_not_be_the_first(tmp_path: Path) -> None:
    log = Log()
    sent(log)
    log.status(1, "read")
    log.status(1, "delivered", price="regular")
    with closing(new_view(tmp_path)) as conn:
        project(conn, log.events)
        assert counted(conn) == [("utility", "regular", "33", 1)]


@pytest.mark.parametrize("word", ["sent", "failed", "warmed up"])
def test_what_reached_nobody_costs_nothing(tmp_path: Path, word: str) -> None:
    log = Log()
    sent(log)
    log.status(1, word, price="regular")
    with closing(new_view(tmp_path)) as conn:
        project(conn, log.events)
        assert counted(conn) == []


@pytest.mark.parametrize("size", [1, 100])
def test_a_price_that_came_before_its_message_waits_for_it(tmp_path: Path, size: int) -> None:
    log = Log()
    log.received(1)
    log.asked(1, 1)
    log.status(1, "delivered", price="free_customer_service")
    log.accepted(1, 1)
    with closing(new_view(tmp_path)) as conn:
        project(conn, log.events, size)
        assert counted(conn) == [("utility", "free_customer_service", "33", 1)]


def test_a_period_is_cut_at_quarters_of_an_hour(tmp_path: Path) -> None:
    log = Log()
    sent(log)
    log.status(1, "delivered", price="regular")
    quarter = int(log.events[-1].accepted_at.timestamp()) // 900 * 900
    with closing(new_view(tmp_path)) as conn:
        project(conn, log.events)
        found = billed_between(conn, [quarter - 900, quarter, quarter + 900, quarter + 1_800])
        assert found == [Billed(quarter, LINE, "utility", "regular", "33", 1)]
        assert billed_between(conn, [quarter + 900, UNTIL_S]) == []


def test_entries_keep_their_version_when_they_are_removed(tmp_path: Path) -> None:
    log = Log()
    log.add(book.CostSaved(COST, LEA), MEMBER)
    log.add(book.CostRemoved("c1", 2, LEA), MEMBER)
    log.add(book.CostRemoved("never heard of", 7, LEA), MEMBER)
    log.add(book.BudgetSaved(book.Budget(Money(100, "EUR"), 80, 1), LEA), MEMBER)
    with closing(new_view(tmp_path)) as conn:
        project(conn, log.events, 1)
        standing = entry(conn, ("cost", "c1"))
        assert standing is not None and standing.is_removed and standing.entry.version == 2
        assert set(entries(conn)) == {("cost", "c1"), ("budget", "messages")}
        first = view.view_hash(conn)
    with closing(new_view(tmp_path, "again.db")) as conn:
        view.rebuild(conn, log.stored())
        assert view.view_hash(conn) == first


def test_what_a_lost_hub_knew_of_the_ledger_comes_back_from_leaders_unless_newer_was_said(
    tmp_path: Path,
) -> None:
    log = Log()
    log.add(book.CostSaved(COST, LEA), MEMBER)
    other = book.CostSaved(
        book.Cost("c2", "Other", "api", COST.amount, "once", COST.from_day, version=1), LEA
    )
    gone, unknown = book.CostRemoved("c1", 2, LEA), book.CostRemoved("never", 2, LEA)
    with closing(new_view(tmp_path)) as conn:
        project(conn, log.events)

        def judged(body: object, *things: str, is_leader: bool = True) -> str | None:
            return judged_ledger(conn, body, things, is_leader=is_leader)

        assert judged(other) == "" and judged(gone) == ""
        assert judged(other, is_leader=False) == "left_out"
        assert judged(gone, "ledger:cost:c1") == "left_out" and judged(unknown) == "left_out"
        assert things_of_ledger(gone) == ("ledger:cost:c1",) and judged(log.events) is None

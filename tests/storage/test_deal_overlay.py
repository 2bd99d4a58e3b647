"""Drawn over and confirmed are the same: what a desk shows of deals before the hub agreed is what the log then says."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.desk.deal_actions import DealActions
from app.desk.deal_reading import DealReader
from app.desk.pending import Pending
from app.desk.task_reading import TaskReader
from app.domain.clock import FakeClock
from app.domain.commands import Command
from app.domain.deal_asks import NewDeal
from app.domain.deal_rows import Board, DealCard, DealRow
from app.domain.deals import CAUSES, DEFAULT_PIPELINE, LOGGED, StageMove
from app.domain.errors import ComptoirError
from app.domain.ids import CommandId, ContactId, ConversationId, DeviceId, IdMaker, MemberId
from app.domain.members import Member, MemberAdded
from app.domain.money import Money
from app.hub.deal_rules import check_deal, deal_event, of_deal
from app.hub.situation import Asker, Situation
from storage.engine import Connection
from tests.storage.view_emptied import emptied
from tests.storage.view_log import LEA, MARC, MEMBER, Log, conversation_id, new_view, project

DEALS = ("deal0", "deal1", "deal2")
many = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def conn(tmp_path: Path) -> Iterator[Connection]:
    connection = new_view(tmp_path)
    yield connection
    connection.close()


Draw = Callable[[st.SearchStrategy[Any]], Any]


class Wishing:
    """A desk whose wishes wait, over a view; `confirm` plays the hub."""

    def __init__(self, conn: Connection, log: Log) -> None:
        self.conn, self.log = conn, log
        self.pending: list[Pending] = []
        self.clock = FakeClock(log.now + timedelta(hours=1))
        me = Member(LEA, "Léa", "owner")
        team = SimpleNamespace(name=lambda one: {LEA: "Léa", MARC: "Marc"}.get(one))
        reader: Any = SimpleNamespace(view_connection=lambda: conn, enrolled_me=me, team=team)
        outbox: Any = SimpleNamespace(pending_of=self._of, add=self._add)
        tasks = TaskReader(reader, outbox, self.clock, lambda _contact_id: None)
        self.reader = DealReader(reader, outbox, self.clock.now, lambda: "EUR", lambda: "Europe/Paris", tasks)
        standing: Any = lambda: SimpleNamespace(base_pos=0, is_online=True)  # noqa: E731
        ids = IdMaker(self.clock)
        self.actions = DealActions(self.reader, outbox, ids, self.clock, lambda: me, standing)

    def _of(self, *kinds: type) -> list[Pending]:
        return [one for one in self.pending if isinstance(one.command.body, kinds)]

    async def _add(self, bodies: list[Any], _base_pos: int, *, is_online: bool) -> None:
        for body in bodies:
            self.clock.set_wall(self.clock.now() + timedelta(seconds=1))
            number = len(self.pending) + 1
            command = Command(CommandId(f"k{number}"), number, 0, self.clock.now(), body)
            self.pending.append(Pending(command))

    def wish(self, draw: Draw) -> None:
        """Whatever the desk lets through."""
        with suppress(ComptoirError):
            asyncio.run(draw(st.sampled_from(WISHES))(self.actions, draw))

    def confirm(self) -> list[str]:
        """The hub takes everything; gives the codes of what it refused."""
        refused: list[str] = []
        asker = Asker(DeviceId("device"), LEA, "Léa", "owner")
        for entry in self.pending:
            command = entry.command
            seen = of_deal(self.conn, Situation(command, asker, command.made_at))
            problem = check_deal(seen, command.body)
            if problem is not None:
                refused.append(problem.code)
                continue
            body = deal_event(seen, command.body)
            if body is not None:
                event = self.log.add(body, MEMBER)
                at = command.made_at
                project(self.conn, [replace(event, occurred_at=at, accepted_at=at)])
        self.pending = []
        return refused

    def cards(self) -> dict[str, DealCard | None]:
        return {one: self.reader.card(one) for one in DEALS}

    def board(self) -> Board:
        return self.reader.board("", None, "need", 100)


Wish = Callable[[DealActions, Draw], Any]
stages = st.sampled_from([stage.stage_id for stage in DEFAULT_PIPELINE.stages])
deal_ids = st.sampled_from(DEALS)


def _whose(draw: Draw) -> dict[str, Any]:
    person = draw(st.integers(0, 3))
    return draw(  # type: ignore[no-any-return]
        st.sampled_from(
            [{"contact_id": ContactId(f"p{person}")}, {"conversation_id": conversation_id(person)}, {}]
        )
    )


def _add(actions: DealActions, draw: Draw) -> Any:
    new = NewDeal(
        stage_id=draw(stages), title="Cake", amount=draw(st.sampled_from([None, Money(4200, "EUR")])),
        tags=("VIP",), person="Zoé", owner_id=draw(st.sampled_from([None, MARC])), deal_id=draw(deal_ids),
        **_whose(draw),
    )  # fmt: skip
    return actions.add(new)


def _change(actions: DealActions, draw: Draw) -> Any:
    values = {
        "amount": draw(st.sampled_from([None, "12 JPY"])),
        "person": draw(st.sampled_from(["Yas", None])),
        "close_on": draw(st.sampled_from(["2026-12-24", None])),
    }
    return actions.change(draw(deal_ids), values)


def _log(actions: DealActions, draw: Draw) -> Any:
    at = actions._clock.now() - timedelta(minutes=draw(st.integers(0, 120)))
    return actions.log(draw(deal_ids), draw(st.sampled_from(LOGGED)), "Rang", at)


async def _unlog(actions: DealActions, draw: Draw) -> None:
    card = actions._reader.card(draw(deal_ids))
    if card is not None and card.log:
        await actions.unlog(card.deal_id, card.log[0].entry_id)


async def _save(actions: DealActions, draw: Draw) -> None:
    before = actions._reader.pipelines()[0]
    kept = tuple(replace(one, name=one.stage_id) for one in before.stages if one.stage_id != "quote")
    moves = [StageMove("quote", draw(st.sampled_from(kept)).stage_id)] if before.stage("quote") else []
    await actions.save_pipeline(replace(before, name="Sales", stages=kept), moves)


WISHES: tuple[Wish, ...] = (
    _add, _add, _change, _log, _unlog, _save,
    lambda actions, draw: actions.move(draw(deal_ids), draw(stages), None),
    lambda actions, draw: actions.move(draw(deal_ids), draw(stages), None),
    lambda actions, draw: actions.end(draw(deal_ids), " Price ", is_won=draw(st.booleans())),
    lambda actions, draw: actions.reopen(draw(deal_ids), draw(st.sampled_from([None, "decision"]))),
    lambda actions, draw: actions.own(draw(deal_ids), draw(st.sampled_from([None, LEA, MARC]))),
    lambda actions, draw: actions.tag(draw(deal_ids), draw(st.sampled_from(["VIP", " colour "]))),
    lambda actions, draw: actions.untag(draw(deal_ids), "VIP"),
    lambda actions, draw: actions.link(draw(deal_ids), **{"contact_id": None, "conversation_id": None} | _whose(draw)),
    lambda actions, draw: actions.remove(draw(deal_ids)),
    lambda actions, draw: actions.restore(draw(deal_ids)),
    lambda actions, draw: actions.set_cause(draw(deal_ids), draw(st.sampled_from([None, *CAUSES]))),
)  # fmt: skip


def settled(card: DealCard | None) -> DealCard | None:
    """Without the marks of what waits."""
    if card is None:
        return None
    log = tuple(replace(row, is_pending=False) for row in card.log)
    return replace(card, is_pending=False, log=log)


def figures(board: Board) -> list[Any]:
    columns = (*board.columns, *([board.won] if board.won is not None else []))
    rows = [[replace(row, is_pending=False) for row in column.rows] for column in columns]
    return [rows, [(column.count, column.totals, column.weighted) for column in columns], board.totals]


def beginning(conn: Connection, draw: Draw) -> Wishing:
    emptied(conn)
    log = Log()
    log.add(MemberAdded(LEA, "Léa", "owner"))
    log.add(MemberAdded(MARC, "Marc", "rep"))
    for step in draw(st.lists(st.integers(0, 5), max_size=8)):
        if step < 4:
            log.received(step)
        else:
            log.asked(step - 4, len(log.events))
    project(conn, log.events)
    return Wishing(conn, log)


@many
@given(data=st.data())
def test_what_waits_is_shown_as_the_log_will_say_it(conn: Connection, data: st.DataObject) -> None:
    draw: Any = data.draw
    desk = beginning(conn, draw)
    for _ in range(data.draw(st.integers(1, 3))):  # confirmed in between, or all at once
        for _ in range(data.draw(st.integers(0, 8))):
            desk.wish(draw)
        shown, board = desk.cards(), figures(desk.board())
        assert desk.confirm() == []
        after = desk.cards()
        assert {key: settled(card) for key, card in shown.items()} == {
            key: settled(card) for key, card in after.items()
        }
        assert figures(desk.board()) == board


def test_a_member_and_a_thread_of_the_drawn_world_are_known(conn: Connection) -> None:
    """Else the property above would hold of nothing."""
    log = Log()
    log.add(MemberAdded(MemberId("lea"), "Léa", "owner"))
    log.received(1)
    project(conn, log.events)
    desk = Wishing(conn, log)
    asyncio.run(
        desk.actions.add(NewDeal(title="Cake", conversation_id=ConversationId("c1"), deal_id="deal0"))
    )
    card = desk.reader.card("deal0")
    assert card is not None and card.person == "Cliente 1" and card.awaits == "us"


def test_of_many_that_wait_only_those_that_change_are_made_anew(conn: Connection) -> None:
    """A board is read at each change; an import that was made without the hub leaves thousands here."""
    log = Log()
    log.add(MemberAdded(LEA, "Léa", "owner"))
    log.received(1)
    project(conn, log.events)
    desk = Wishing(conn, log)
    for one in DEALS[:2]:
        asyncio.run(desk.actions.add(NewDeal(title=one, stage_id="quote", deal_id=one)))

    def rows() -> dict[str, DealRow]:
        return {row.deal_id: row for column in desk.board().columns for row in column.rows}

    first = rows()
    assert {key: row is first[key] for key, row in rows().items()} == {"deal0": True, "deal1": True}
    asyncio.run(desk.actions.change("deal1", {"title": "Cake"}))
    second = rows()
    assert second["deal0"] is first["deal0"] and second["deal1"].title == "Cake"
    desk.pending.pop()
    assert rows()["deal1"].title == "deal1"
    asyncio.run(desk.actions.link("deal0", None, conversation_id(1)))
    assert rows()["deal0"].last_text == "Bonjour"
    project(conn, [log.received(1, "Merci")])
    assert rows()["deal0"].last_text == "Merci"

"""Tasks as rows of the view: whatever happens to them, to whom they are about, and who reads them."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain import tasks
from app.domain.contacts import ContactMerged
from app.domain.erasure import ContactErased, ErasureCounts, Remaining
from app.domain.ids import ContactId
from app.domain.members import MemberAdded
from app.domain.merging import ContactUnmerged
from app.domain.task_rows import TaskRow
from app.domain.tasks import TaskAbout
from storage import view
from storage.engine import Connection
from storage.view import task_rows as rows
from tests.storage.task_log import NINE, task_bodies
from tests.storage.view_emptied import emptied
from tests.storage.view_log import (
    HUB,
    LEA,
    MARC,
    MEMBER,
    START,
    Log,
    conversation_id,
    new_view,
    project,
)

ANA, BO = ContactId("p1"), ContactId("p2")
_OF_TASK = list(tasks.Task.__dataclass_fields__)
many = settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def conn(tmp_path: Path) -> Iterator[Connection]:
    connection = new_view(tmp_path)
    yield connection
    connection.close()


def log_of_two() -> Log:
    log = Log()
    log.add(MemberAdded(LEA, "Léa", "owner"), HUB)
    log.add(MemberAdded(MARC, "Marc", "rep"), HUB)
    log.received(1)
    log.received(2)
    return log


def make(log: Log, task_id: str, **more: object) -> None:
    fields: dict[str, object] = {
        "title": task_id,
        "whose": "ours",
        "due_at": None,
        "holder_id": LEA,
        "member_id": LEA,
    }
    log.add(tasks.TaskAdded(task_id, **{**fields, **more}), MEMBER)  # type: ignore[arg-type]


def ids(found: list[TaskRow]) -> list[str]:
    return [row.task_id for row in found]


@many
@given(st.lists(task_bodies(), max_size=15), st.sampled_from([None, 1, 3]))
def test_rows_say_what_the_rules_say_of_any_events(
    conn: Connection, bodies: list[tasks.TaskEvent], size: int | None
) -> None:
    emptied(conn)
    log = Log()
    for body in bodies:
        log.add(body, MEMBER)
    project(conn, log.events, size)
    known: dict[str, tasks.Task] = {}
    for event, body in zip(log.events, bodies, strict=True):
        task = known.get(body.task_id)
        if task is not None:
            known[body.task_id] = tasks.applied(task, body, event.accepted_at)
        elif isinstance(body, tasks.TaskAdded):
            known[body.task_id] = tasks.added(body, event.accepted_at)
    found = {row.task_id: row for row in rows.load_tasks(conn, [f"t{n}" for n in range(4)])}
    assert found.keys() == known.keys()
    for task_id, task in known.items():
        assert [getattr(found[task_id], name) for name in _OF_TASK] == [
            getattr(task, name) for name in _OF_TASK
        ]


def test_the_next_turn_comes_first_and_what_has_no_time_last(conn: Connection) -> None:
    log = log_of_two()
    make(log, "later", due_at=NINE + timedelta(days=2))
    make(log, "whenever")
    make(log, "soon", due_at=NINE)
    make(log, "aside", due_at=NINE)
    log.add(tasks.TaskSnoozed("aside", NINE + timedelta(days=1), LEA), MEMBER)
    make(log, "marc", due_at=NINE, holder_id=MARC)
    make(log, "nobody", due_at=NINE + timedelta(hours=1), holder_id=None)
    make(log, "done", due_at=NINE)
    log.add(tasks.TaskDone("done", MARC), MEMBER)
    make(log, "gone", due_at=NINE)
    log.add(tasks.TaskRemoved("gone", LEA), MEMBER)
    project(conn, log.events)
    assert ids(rows.open_tasks(conn, 10)) == ["soon", "marc", "nobody", "aside", "later", "whenever"]
    assert ids(rows.open_tasks(conn, 10, NINE)) == ["soon", "marc"]
    assert ids(rows.open_tasks(conn, 2)) == ["soon", "marc"]
    assert ids(rows.held_tasks(conn, LEA)) == ["soon", "aside", "later", "whenever"]
    assert ids(rows.held_tasks(conn, None)) == ["nobody"]
    assert ids(rows.done_tasks(conn, 10)) == ["done"]
    assert ids(rows.done_tasks(conn, 10, MARC)) == ["done"]  # he did it, though it was hers


def test_a_task_names_whom_it_is_about_and_who_holds_it(conn: Connection) -> None:
    log = log_of_two()
    make(log, "on-ana", contact_id=ANA)
    make(log, "on-talk", conversation_id=conversation_id(2))
    make(log, "on-nothing", holder_id=None)
    log.add(tasks.TaskHandedOver("on-ana", MARC, "She asked for you", LEA), MEMBER)
    project(conn, log.events)
    found = {row.task_id: row for row in rows.open_tasks(conn, 10)}
    assert (found["on-ana"].about, found["on-talk"].about, found["on-nothing"].about) == (
        "Cliente 1",
        "Cliente 2",
        "",
    )
    ana = found["on-ana"]
    assert (ana.holder_name, ana.word, ana.word_name) == ("Marc", "She asked for you", "Léa")
    assert found["on-nothing"].holder_name is None


def test_tasks_follow_people_who_become_one_and_two_again(conn: Connection) -> None:
    log = log_of_two()
    make(log, "ana")
    make(log, "on-ana", contact_id=ANA)
    make(log, "on-bo", contact_id=BO)
    make(log, "on-bos-talk", conversation_id=conversation_id(2))
    log.add(ContactMerged(ANA, BO, "person", LEA), MEMBER)
    project(conn, log.events)
    about = TaskAbout(contact_id=ANA)
    assert set(ids(rows.tasks_about(conn, about, 10))) == {"on-ana", "on-bo", "on-bos-talk"}
    assert set(ids(rows.tasks_about(conn, TaskAbout(contact_id=BO), 10))) == {
        "on-ana",
        "on-bo",
        "on-bos-talk",
    }
    talk = rows.load_task(conn, "on-bos-talk")
    assert talk is not None
    assert (talk.conversation_id, talk.about) == (conversation_id(1), "Cliente 1")
    assert ids(rows.tasks_about(conn, TaskAbout(conversation_id=conversation_id(1)), 10)) == ["on-bos-talk"]
    make(log, "since", contact_id=BO)
    log.add(ContactUnmerged(ANA, BO, LEA), MEMBER)
    project(conn, log.events[-2:])
    assert ids(rows.tasks_about(conn, about, 10)) == ["on-ana"]
    assert set(ids(rows.tasks_about(conn, TaskAbout(contact_id=BO), 10))) == {"on-bo", "on-bos-talk", "since"}


def test_an_erased_person_takes_their_tasks_along(conn: Connection) -> None:
    log = log_of_two()
    make(log, "on-ana", contact_id=ANA)
    make(log, "on-her-talk", conversation_id=conversation_id(1))
    make(log, "on-her-deal", deal_id="d1")
    deal_pos = log.events[-1].pos
    make(log, "on-bo", contact_id=BO)
    body = ContactErased(
        ANA, "e", "request", LEA, ErasureCounts(), (ANA,), (conversation_id(1),), ((deal_pos, deal_pos),), Remaining()
    )  # fmt: skip
    log.add(body, HUB)
    project(conn, log.events)
    assert ids(rows.open_tasks(conn, 10)) == ["on-bo"]
    assert conn.execute("SELECT count(*) FROM view_task").fetchone() == (1,)


def test_another_time_ends_that_a_task_was_put_aside_and_other_words_do_not(conn: Connection) -> None:
    log = log_of_two()
    make(log, "t1", due_at=NINE)
    log.add(tasks.TaskSnoozed("t1", NINE + timedelta(days=1), LEA), MEMBER)
    log.add(tasks.TaskChanged("t1", "Words", "ours", NINE, LEA), MEMBER)
    project(conn, log.events)
    task = rows.load_task(conn, "t1")
    assert task is not None and task.turn_at == NINE + timedelta(days=1)
    log.add(tasks.TaskChanged("t1", "Words", "ours", NINE + timedelta(hours=2), LEA), MEMBER)
    project(conn, log.events[-1:])
    task = rows.load_task(conn, "t1")
    assert task is not None and task.turn_at == NINE + timedelta(hours=2)


@pytest.mark.parametrize(
    "ask",
    [
        lambda conn: rows.open_tasks(conn, 10, START),
        lambda conn: rows.open_tasks(conn, 10),
        lambda conn: rows.held_tasks(conn, LEA, 10, START),
        lambda conn: rows.held_tasks(conn, None, 10),
        lambda conn: rows.done_tasks(conn, 10),
        lambda conn: rows.tasks_about(conn, TaskAbout(contact_id=ANA), 10),
        lambda conn: rows.tasks_about(conn, TaskAbout(conversation_id=conversation_id(1)), 10),
        lambda conn: rows.tasks_about(conn, TaskAbout(deal_id="d1"), 10),
        lambda conn: rows.ids_of_people(conn, [ANA], [conversation_id(1)]),
    ],
    ids=["due", "open", "held", "nobodys", "done", "contact", "conversation", "deal", "erasing"],
)
def test_no_reading_of_tasks_walks_the_whole_table(conn: Connection, ask: object) -> None:
    plans: list[str] = []
    conn.set_trace_callback(plans.append)
    ask(conn)  # type: ignore[operator]
    conn.set_trace_callback(None)
    asked = [sql for sql in plans if "view_task" in sql]
    assert asked
    for sql in asked:
        steps = [row[3] for row in conn.execute(f"EXPLAIN QUERY PLAN {sql}")]
        walked = [step for step in steps if re.match(r"SCAN (t|view_\w+)\b(?!.*USING)", step)]
        assert walked == [], (sql, steps)
    assert view.version(conn) == view.VIEW_VERSION

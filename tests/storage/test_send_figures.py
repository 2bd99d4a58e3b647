"""Messages as figures read them from the view."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.domain.events import EventBody
from app.domain.send_index import ACCEPTED, ASKED, AUTOMATION, DELIVERED, FAILED, HUMAN, IN, READ
from app.domain.sends import SendCancelled, SendRefused
from storage.engine import Connection
from storage.view.send_figures import listed_messages, newest_of, sent_messages
from tests.storage.view_log import new_view, project
from tests.world import ANA, LEA, accepted, at, event, received, requested, status

TAKEN = ASKED | ACCEPTED | HUMAN


@pytest.fixture
def conn(tmp_path: Path) -> Iterator[Connection]:
    connection = new_view(tmp_path)
    yield connection
    connection.close()


def _told(conn: Connection) -> dict[int, tuple[int, str, str]]:
    return {one.no: (one.flags, one.who, one.failure) for one in sent_messages(conn)}


def test_where_each_message_stands(conn: Connection) -> None:
    bodies: list[EventBody] = [
        received("m1"),
        requested("o1"), accepted("o1"), status("read", "o1"),
        requested("o2", member_id=None), accepted("o2"), status("delivered", "o2"),
        requested("o3"), accepted("o3"), status("failed", "o3", failure_code="undeliverable"),
        requested("o4"),
        requested("o5"), accepted("o5"),
        received("m2", direction="out", author="phone"),
        received("m3", kind="reaction", reply_to="wamid.o1"),
    ]  # fmt: skip
    project(conn, [event(body, pos, at(pos)) for pos, body in enumerate(bodies, 1)])
    assert _told(conn) == {
        1: (IN, "", ""),
        2: (TAKEN | DELIVERED | READ, LEA, ""),
        5: (ASKED | ACCEPTED | DELIVERED, AUTOMATION, ""),
        8: (TAKEN | FAILED, LEA, "undeliverable"),
        11: (0, LEA, ""),
        12: (TAKEN, LEA, ""),
        14: (HUMAN, "phone", ""),
    }
    (newest,) = newest_of(conn, [ANA, "nobody's"])
    assert {one.no: one for one in newest} == {one.no: one for one in sent_messages(conn)}


def test_what_never_went_out(conn: Connection) -> None:
    bodies: list[EventBody] = [
        received("m1"),
        requested("o1"), SendCancelled(requested("o1").message_id, ANA),
        requested("o2"), SendRefused(requested("o2").message_id, ANA, "window_closed"),
    ]  # fmt: skip
    project(conn, [event(body, pos, at(pos)) for pos, body in enumerate(bodies, 1)])
    assert _told(conn) == {1: (IN, "", ""), 2: (0, LEA, ""), 4: (ASKED, LEA, "")}


def test_the_lines_of_a_list(conn: Connection) -> None:
    bodies: list[EventBody] = [
        received("m1", text="Hello\nthere"),
        requested("o1", "Yes"),
        accepted("o1"),
        status("read", "o1"),
    ]
    project(conn, [event(body, pos, at(pos)) for pos, body in enumerate(bodies, 1)])
    lines = listed_messages(conn, [1, 2, 99])
    assert [(one.text, one.who, one.state, one.name) for one in lines] == [
        ("Yes", LEA, "read", "Ana Field"),
        ("Hello", "", "received", "Ana Field"),
    ]

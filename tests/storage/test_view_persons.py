"""What a desk shows of people beyond their messages: whom one can choose, notices of blocks, troubles of a number."""

from __future__ import annotations

import pkgutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.domain.arrivals import MessageStatus
from app.domain.contacts import ContactBlocked, ContactUnblocked, Identity
from app.domain.folding import folded
from app.domain.health import HealthAgreed, HealthDiverged, WebhookAccount
from app.domain.ids import ContactId, MessageId
from app.domain.rows import LineTrouble
from app.domain.sends import SendRefused
from storage import view
from storage.engine import Connection
from storage.view.people import people, people_with_number
from tests.storage.view_log import (
    HUB,
    LEA,
    LINE,
    MEMBER,
    OTHER_LINE,
    START,
    Log,
    conversation_id,
    message_id,
    new_view,
    project,
)

ANA = ContactId("p1")


@pytest.fixture
def conn(tmp_path: Path) -> Iterator[Connection]:
    connection = new_view(tmp_path)
    yield connection
    connection.close()


def somebody(log: Log, person: int, name: str | None, **identity: str) -> None:
    log.received(person, identity=Identity(name=name, **identity))


def found(conn: Connection, text: str) -> list[str]:
    return [one.name for one in people(conn, text, 8)]


@pytest.mark.parametrize(
    ("text", "folds_to"),
    [("Élodie Da-Silva", " elodie da silva"), ("  O’Connor ", " o connor"), ("STRASSE straße", " strasse strasse"),
     ("Søren", " søren"), ("", ""), ("山田 太郎", " 山田 太郎"), ("🙂", "")],
)  # fmt: skip
def test_names_are_folded_for_looking(text: str, folds_to: str) -> None:
    assert folded(text) == folds_to


def test_people_are_found_by_what_somebody_may_type(conn: Connection) -> None:
    log = Log()
    somebody(log, 1, "Élodie Marchand", number="33612345678")
    somebody(log, 2, "Marc Elba", number="33699999999")
    somebody(log, 3, None, user_id="FR.123", username="elo.die")
    somebody(log, 4, "Ana Souza", number="5511987654321")
    project(conn, log.events)
    assert found(conn, "elodie") == ["Élodie Marchand"]
    assert found(conn, "EL") == ["@elo.die", "Marc Elba", "Élodie Marchand"]  # those heard of last first
    assert found(conn, "mar elo") == ["Élodie Marchand"]
    assert found(conn, "lodie") == []  # words are looked for by their beginning
    assert found(conn, "06 12 34 56 78") == found(conn, "+33 6 12 34") == ["Élodie Marchand"]
    assert found(conn, "FR.123") == ["@elo.die"]
    assert found(conn, "elo.d") == ["@elo.die"]
    assert found(conn, "%") == found(conn, "_") == found(conn, "12") == found(conn, "") == []
    assert [one.name for one in people_with_number(conn, "551187654321")] == ["Ana Souza"]
    [ana] = people_with_number(conn, "5511987654321")
    assert (ana.number, ana.line_id, ana.is_named) == ("5511987654321", LINE, True)
    assert people_with_number(conn, "33600000000") == []


def test_a_new_name_is_found_and_the_old_one_is_not(conn: Connection) -> None:
    log = Log()
    somebody(log, 1, "Ana Field", number="33612345678")
    somebody(log, 1, "Ana Meadow", number="33612345678")
    project(conn, log.events, 1)
    assert (found(conn, "meadow"), found(conn, "field")) == (["Ana Meadow"], [])


def test_a_number_that_went_to_somebody_else_is_not_shown_with_its_old_owner(conn: Connection) -> None:
    log = Log()
    somebody(log, 1, "Ana", number="33612345678", user_id="FR.1")
    somebody(log, 2, "Zoé", number="33612345678", user_id="FR.2")
    project(conn, log.events)
    old, new = view.load_contact(conn, ANA), view.load_contact(conn, ContactId("p2"))
    assert old is not None
    assert new is not None
    assert (old.number, new.number) == (None, "33612345678")


@pytest.mark.parametrize("size", [1, 100])
def test_a_block_is_a_line_in_the_thread_and_leaves_the_list_alone(conn: Connection, size: int) -> None:
    log = Log()
    log.received(1)
    log.received(1, line_id=OTHER_LINE, conversation_id="elsewhere")
    project(conn, log.events)
    before = view.inbox_row(conn, conversation_id(1))
    blocked = log.add(ContactBlocked(ANA, LINE, LEA), MEMBER)
    unblocked = log.add(ContactUnblocked(ANA, LINE, LEA), MEMBER)
    project(conn, [blocked, unblocked], size)
    rows = view.thread_page(conn, conversation_id(1))
    assert [(row.kind, row.direction, row.state) for row in rows[1:]] == [
        ("blocked", "out", "settled"), ("unblocked", "out", "settled"),
    ]  # fmt: skip
    assert view.inbox_row(conn, conversation_id(1)) == before
    assert view.to_send(conn) == 0


def refused(person: int, number: int, code: str) -> SendRefused:
    return SendRefused(message_id(number), conversation_id(person), code)


def test_a_trouble_of_a_number_lasts_until_something_goes_out(conn: Connection) -> None:
    log = Log()
    log.received(1)
    log.asked(1, 0)
    first = log.add(refused(1, 0, "token_invalid"), HUB)
    log.asked(1, 1)
    log.add(refused(1, 1, "token_invalid"), HUB)
    log.add(WebhookAccount("error", None, {"code": "payment_problem"}))
    project(conn, log.events)
    [trouble, unnamed] = view.troubles(conn)
    assert trouble == LineTrouble(LINE, "token_invalid", first.accepted_at)  # since the first time
    assert (unnamed.line_id, unnamed.code) == (None, "payment_problem")
    more = [log.asked(1, 2), log.accepted(1, 2)]
    project(conn, more)
    assert view.troubles(conn) == []


def test_a_divergence_lasts_until_all_agrees_whatever_goes_out(conn: Connection) -> None:
    log = Log()
    log.received(1)
    log.asked(1, 0)
    log.add(HealthDiverged("hidden", 2), HUB)
    log.accepted(1, 0)
    project(conn, log.events)
    assert [(one.line_id, one.code) for one in view.troubles(conn)] == [(None, "diverged")]
    assert view.is_hidden_something(conn)
    project(conn, [log.add(HealthAgreed(), HUB)])
    assert view.troubles(conn) == [] and not view.is_hidden_something(conn)


def test_what_is_one_customers_matter_is_no_trouble_of_the_number(conn: Connection) -> None:
    log = Log()
    log.received(1)
    log.asked(1, 0)
    log.accepted(1, 0)
    log.add(
        MessageStatus(LINE, "wamid.out0", "failed", START, MessageId("out0"), failure_code="undeliverable")
    )
    log.add(WebhookAccount("account", None, {"code": "token_invalid"}))
    project(conn, log.events)
    assert view.troubles(conn) == []


def test_a_failure_that_came_before_its_message_is_minded_too(conn: Connection) -> None:
    log = Log()
    log.received(1)
    log.asked(1, 0)
    log.add(MessageStatus(LINE, "wamid.out0", "failed", START, failure_code="payment_problem"))
    log.accepted(1, 0)
    project(conn, log.events)
    assert [one.code for one in view.troubles(conn)] == ["payment_problem"]


def test_bringing_chats_in_works_after_somebody_was_looked_for() -> None:
    """A part of the package under the name of a function would take its place once a screen has imported it."""
    parts = {part.name for part in pkgutil.iter_modules(view.__path__)}
    text = Path(str(view.__file__)).read_text("utf-8")
    assert {name for name in parts if f" as {name}\n" in text} == set()

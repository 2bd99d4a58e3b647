"""Who may be the same person, and what is wrong with contacts, as rows tell it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.domain import contact_cards as cards
from app.domain.consent import ConsentWithdrawn
from app.domain.contacts import ContactMerged, Identity
from app.domain.hygiene import share_in_order
from app.domain.ids import ContactId
from app.domain.merge_suggestions import Suggestion
from app.domain.merging import ContactsKeptApart, ContactUnmerged
from app.domain.sends import SendAccepted
from storage.engine import Connection
from storage.view import doubles, hygiene
from tests.storage.view_log import (
    HUB,
    LEA,
    MEMBER,
    OTHER_LINE,
    Log,
    conversation_id,
    external_id,
    message_id,
    new_view,
    project,
)

ANA, BO, ZOE, ADDED = (ContactId(one) for one in ("p1", "p2", "p3", "a1"))


@pytest.fixture
def conn(tmp_path: Path) -> Iterator[Connection]:
    connection = new_view(tmp_path)
    yield connection
    connection.close()


def known(log: Log, contact_id: ContactId, **values: str) -> None:
    changes = tuple(cards.FieldChange(key, value) for key, value in values.items())
    log.add(cards.ContactAdded(contact_id, Identity(), changes, (), None, LEA), MEMBER)


def pairs(found: list[Suggestion]) -> list[tuple[str, str, str]]:
    return [(one.first_id, one.second_id, one.reasons[0]) for one in found]


def both_ways(conn: Connection, contact_id: ContactId) -> list[tuple[str, str, str]]:
    """One contact's look-ups say what the pass over everybody says of it."""
    by_pass = [
        one for one in doubles.all_suggestions(conn, "33") if contact_id in (one.first_id, one.second_id)
    ]
    found = doubles.suggestions_of(conn, contact_id, "33")
    assert found == by_pass
    return pairs(found)


@pytest.mark.parametrize(
    ("number", "phone"),
    [("33639980001", "33639980001"), ("33639980001", "639980001"), ("5511987654321", "551187654321")],
)
def test_a_typed_number_finds_who_writes_with_it(conn: Connection, number: str, phone: str) -> None:
    log = Log()
    log.received(1, identity=Identity(number=number, name="Ana"))
    known(log, ADDED, name="A. Field", phone=phone)
    project(conn, log.events)
    assert both_ways(conn, ANA) == both_ways(conn, ADDED) == [("a1", "p1", "number")]


def test_an_address_and_a_company_find_each_other(conn: Connection) -> None:
    log = Log()
    known(log, ADDED, name="Ána Field", email="Ana@Salon.example", company="Rivage")
    known(log, ANA, name="ana field", email="ana@salon.example")
    known(log, BO, name="Bo", email="ANA@salon.example")
    known(log, ZOE, name="ANA FIELD", company="rivage")
    project(conn, log.events)
    assert both_ways(conn, ADDED) == [
        ("a1", "p1", "email_name"), ("a1", "p2", "email"), ("a1", "p3", "name_company"),
    ]  # fmt: skip


def test_a_number_that_was_given_to_somebody_else_is_asked_about(conn: Connection) -> None:
    log = Log()
    log.received(1, identity=Identity(number="33639980001", user_id="FR.1"))
    log.received(2, identity=Identity(number="33639980001", user_id="FR.2"))
    project(conn, log.events, 1)
    assert both_ways(conn, ANA) == both_ways(conn, BO) == [("p1", "p2", "number_moved")]


def test_who_is_kept_apart_merged_or_was_taken_apart_is_not_asked_about(conn: Connection) -> None:
    log = Log()
    for one in (ADDED, ANA, BO):
        known(log, one, name="Ana", email="ana@salon.example")
    project(conn, log.events)
    assert len(doubles.all_suggestions(conn, None)) == 3
    project(conn, [log.add(ContactsKeptApart(ADDED, BO, LEA), MEMBER)])
    assert both_ways(conn, BO) == [("p1", "p2", "email_name")]
    project(conn, [log.add(ContactMerged(ANA, ADDED, "person", LEA), MEMBER)])
    assert both_ways(conn, ANA) == []  # whom she is made of was kept apart from Bo
    [part] = doubles.merged_parts(conn, ANA)
    assert (part.gone_id, part.kept_id, part.name, part.reason, part.at) == (
        ADDED,
        ANA,
        "Ana",
        "person",
        log.events[-1].accepted_at,
    )
    project(conn, [log.add(ContactUnmerged(ANA, ADDED, LEA), MEMBER)])
    assert both_ways(conn, ADDED) == [] and doubles.merged_parts(conn, ANA) == []
    assert both_ways(conn, ANA) == [("p1", "p2", "email_name")]


def test_findings_count_people_and_name_them(conn: Connection) -> None:
    log = Log()
    log.received(1, identity=Identity(number="33639980001"))  # no name, never answered, no owner
    log.received(1, line_id=OTHER_LINE, conversation_id="d1", identity=Identity(number="33639980001"))
    log.received(2)
    log.asked(2, 1)
    log.add(SendAccepted(message_id(1), conversation_id(2), external_id(1)), HUB)
    known(log, ADDED, name="Zoé", phone="33612")
    log.add(cards.ContactOwned(ADDED, LEA, LEA), MEMBER)
    project(conn, log.events)
    people = hygiene.people_count(conn)
    assert people == 3
    assert dict(hygiene.quick_counts(conn, people)) == {
        "unanswered": 1,
        "no_owner": 2,
        "no_name": 1,
        "no_consent": 1,
        "no_deal": 0,
    }
    assert [one.contact_id for one in hygiene.people_with(conn, "no_consent", 9)] == [ADDED]
    assert [one.contact_id for one in hygiene.people_with(conn, "no_owner", 9)] == [BO, ANA]
    [nameless] = hygiene.people_with(conn, "no_name", 9)
    assert (nameless.contact_id, nameless.is_named, nameless.number) == (ANA, False, "33639980001")
    assert [one.contact_id for one in hygiene.people_with(conn, "unanswered", 9)] == [ANA]
    assert hygiene.typed_numbers(conn) == [(ADDED, "33612")]
    assert hygiene.count_with_any(conn, []) == 3
    no_more = ConsentWithdrawn(ADDED, "whatsapp", ("marketing",), "spoken", "No calls", log.now)
    project(conn, [log.add(no_more, MEMBER)])
    assert dict(hygiene.quick_counts(conn, people))["no_consent"] == 0
    assert hygiene.count_with_any(conn, []) == 2 and hygiene.count_with_any(conn, [ADDED, BO]) == 3


@pytest.mark.parametrize(
    ("people", "untidy", "share"), [(0, 0, None), (10, 0, 100), (1_000, 1, 99), (10, 10, 0), (3, 1, 66)]
)
def test_the_share_is_never_rounded_up(people: int, untidy: int, share: int | None) -> None:
    assert share_in_order(people, untidy) == share

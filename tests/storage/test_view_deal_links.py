"""Whose a deal of nobody may be, from the rows: what is looked at first loses nobody who fits."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlcipher3.dbapi2 import Connection

from app.domain.contact_cards import ContactChanged, FieldChange
from app.domain.contacts import Identity
from app.domain.deal_links import reasons_for, wanted_of
from app.domain.deals import DealAdded, DealLinked, DealLost, DealRemoved
from app.domain.ids import ContactId
from storage import view
from storage.view import deal_links
from tests.storage.test_view_queries import conn
from tests.storage.view_log import LEA, MEMBER, Log, project

__all__ = ["conn"]
ANA = ContactId("p0")
NUMBER = "33639980001"
NAMES = st.sampled_from(
    ["Élodie Vasseur", "elodie  VASSEUR", "Elodie", "ßen Roth", "ssen roth", "李 明", "Ólafur", "O", "9"]
)


def deal(number: int, person: str = "", email: str = "", title: str = "Cake") -> DealAdded:
    return DealAdded(f"d{number}", "main", "quote", title, person=person, email=email, member_id=LEA)


def test_only_open_deals_of_nobody_are_offered(conn: Connection) -> None:
    log = Log()
    log.received(0, identity=Identity(number=NUMBER, name="Élodie Vasseur"))
    for number in range(5):
        log.add(deal(number, "elodie vasseur"), MEMBER)
    log.add(DealLost("d1", "", LEA), MEMBER)
    log.add(DealRemoved("d2", LEA), MEMBER)
    log.add(DealLinked("d3", ANA, None, LEA), MEMBER)
    project(conn, log.events)
    assert [one.deal_id for one in deal_links.deals_for(conn, ANA, "33")] == ["d4", "d0"]
    assert deal_links.deals_for(conn, ContactId("nobody"), "33") == []


def test_an_address_and_a_number_are_found_however_they_are_written(conn: Connection) -> None:
    log = Log()
    log.received(0, identity=Identity(number=NUMBER, name="Ana"))
    log.add(ContactChanged(ANA, (FieldChange("email", "Ana@Field.example"),), LEA), MEMBER)
    log.add(deal(1, "Zoé", "ana@field.EXAMPLE"), MEMBER)
    log.add(deal(2, "Zoé 06 39 98 00 01"), MEMBER)
    log.add(deal(3, "Zoé", title="+33 6 39 98 00 01, call"), MEMBER)
    log.add(deal(4, "Zoé", title="4 x 1200 EUR, 12"), MEMBER)
    project(conn, log.events)
    found = deal_links.deals_for(conn, ANA, "33")
    assert {one.deal_id: one.reasons for one in found} == {
        "d1": ("email",),
        "d2": ("number",),
        "d3": ("number",),
    }
    [whose] = deal_links.people_for(conn, wanted_of("d3", "Zoé", "", "+33 6 39 98 00 01"))
    assert (whose.contact_id, whose.number, whose.conversation_id) == (ANA, NUMBER, "c0")


@pytest.mark.parametrize("name", ["Ana", "Élodie"])
def test_the_deals_of_nobody_are_walked_by_their_index(conn: Connection, name: str) -> None:
    steps = [row[3] for row in conn.execute(f"EXPLAIN QUERY PLAN {deal_links._FREE}", ("", name[:1]))]
    assert any("view_deal_free" in step for step in steps) and not any(
        "TEMP B-TREE" in step for step in steps
    )


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    name=NAMES,
    person=NAMES,
    email=st.sampled_from(["", "a@b.example"]),
    own=st.sampled_from(["", "A@b.example"]),
)
def test_nobody_who_fits_is_passed_over(
    conn: Connection, name: str, person: str, email: str, own: str
) -> None:
    conn.execute("SAVEPOINT one")
    try:
        log = Log()
        log.received(0, identity=Identity(number=NUMBER, name=name))
        if own:
            log.add(ContactChanged(ANA, (FieldChange("email", own),), LEA), MEMBER)
        log.add(deal(1, person, email), MEMBER)
        view.project(conn, log.events)
        expected = reasons_for(
            wanted_of("d1", person, email, "Cake", "33"), name, [own] if own else [], [NUMBER]
        )
        found = deal_links.deals_for(conn, ANA, "33")
        assert [one.reasons for one in found] == ([expected] if expected else [])
        both = deal_links.people_for(conn, wanted_of("d1", person, email, "Cake", "33"))
        assert [one.reasons for one in both if one.reasons] == ([expected] if expected else [])
    finally:
        conn.execute("ROLLBACK TO one")
        conn.execute("RELEASE one")

"""Whom a freed slot would suit, and which places of a day are free again."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from app.desk.pending import Pending
from app.desk.waiting_overlay import overlaid_offers, overlaid_waiters
from app.domain.agenda import Service
from app.domain.appointments import Appointment
from app.domain.commands import Command
from app.domain.ids import CommandId, ContactId
from app.domain.slot_offers import CloseOffer, OfferSlot, RemoveWaiter, SaveWaiter, Waiter
from app.domain.waiting_list import SlotOffer, fits, in_turn, is_day
from app.domain.waiting_rows import freed
from app.words.appointment_reasons import why_not_invited
from app.words.sentences import refusal

PARIS = ZoneInfo("Europe/Paris")
TEN = datetime(2026, 11, 27, 9, tzinfo=UTC)  # a Friday, 10 o'clock in Paris
ANA = Waiter("w", ContactId("c"), "Ana", length_min=45)


@pytest.mark.parametrize(
    ("changes", "does_fit"),
    [
        ({}, True),
        ({"length_min": 61}, False),
        ({"length_min": 60}, True),
        ({"resource_id": "lea"}, True),
        ({"resource_id": "hugo"}, False),
        ({"from_day": "2026-11-27", "until_day": "2026-11-27"}, True),
        ({"from_day": "2026-11-28"}, False),
        ({"until_day": "2026-11-26"}, False),
        ({"from_min": 600, "until_min": 645}, True),
        ({"from_min": 601}, False),
        ({"until_min": 644}, False),
        ({"service_id": "cut"}, True),
        ({"service_id": "colour"}, False),
    ],
)
def test_whom_an_hour_with_lea_would_suit(changes: dict[str, Any], does_fit: bool) -> None:
    services = {
        "cut": Service("cut", "Coupe"),
        "colour": Service("colour", "Couleur", resource_ids=("hugo",)),
    }
    waiter = replace(ANA, **changes)
    assert fits(waiter, TEN, 60, "lea", services.get(waiter.service_id), PARIS) is does_fit


def test_the_longest_wait_comes_first() -> None:
    ages = (TEN, None, TEN - timedelta(days=1), TEN)
    waiters = [replace(ANA, waiter_id=f"w-{n}", since_at=at) for n, at in enumerate(ages)]
    assert [one.waiter_id for one in in_turn(waiters)] == ["w-2", "w-0", "w-3", "w-1"]


def test_days_are_dates_of_the_wall() -> None:
    assert [is_day(one) for one in ("", "2026-11-27", "20261127", "27/11", "2026-02-30")] == [
        True, True, False, False, False,
    ]  # fmt: skip


def row(key: str, hours: float, answer: Any = "", **fields: Any) -> Appointment:
    given = {"resource_id": "lea", "length_min": 60, "answer": answer} | fields
    return Appointment(key, TEN + timedelta(hours=hours), **given)


def test_a_place_is_freed_once_while_nobody_else_has_it() -> None:
    rows = [
        row("past", -1, "cancelled"), row("free", 1, "cancelled"), row("again", 1, "cancelled"),
        row("taken", 3, "cancelled"), row("other", 3.5), row("elsewhere", 5, "cancelled"),
        row("hugo", 5, resource_id="hugo"), row("gone", 7, "cancelled", is_removed=True),
    ]  # fmt: skip
    assert [one.appointment_id for one in freed(rows, TEN)] == ["again", "elsewhere"]


def test_what_waits_here_is_drawn_over() -> None:
    def asked(body: Any) -> Pending:
        return Pending(Command(CommandId("x"), 1, 0, TEN, body))

    bo = replace(ANA, waiter_id="bo", person="Bo", since_at=TEN - timedelta(days=2))
    new, changed = replace(ANA, waiter_id="new"), replace(bo, note="le matin", since_at=None)
    shown, mine = overlaid_waiters(
        [bo], [asked(SaveWaiter("new", new)), asked(SaveWaiter("bo", changed)), asked(RemoveWaiter("x"))]
    )
    assert [(one.waiter_id, one.note) for one in shown] == [("bo", "le matin"), ("new", "")]
    assert shown[0].since_at == bo.since_at and mine == {"bo", "new"}
    assert overlaid_waiters([bo], [asked(RemoveWaiter("bo"))]) == ([], set())
    offer = OfferSlot("of", TEN, 60, "lea", ())
    offers, mine = overlaid_offers([], [asked(offer), asked(CloseOffer("of"))])
    assert ([one.end for one in offers], mine) == (["by_member"], {"of"})
    taken = SlotOffer("of", TEN, 60, "lea", end="taken")
    assert overlaid_offers([taken], [asked(CloseOffer("of"))])[0] == [taken]


def test_a_refusal_says_why_nobody_was_asked() -> None:
    assert refusal("nobody_invited", {"why": "quiet_hours"}).endswith("or offer it later.")
    assert why_not_invited("something") == why_not_invited("")

"""Why an appointment did not come about, in words: every code has a sentence, and moments are the business's own."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from app import words
from app.domain import agenda, appointment_asks, appointment_checks, slot_offers
from app.words import sentences
from app.words.appointment_reasons import brief_reason

FACTS = {
    "who": "Zoé",
    "starts": "2026-11-27T08:00:00+00:00",
    "ends": "2026-11-27T08:30:00+00:00",
    "zone": "Europe/Paris",
    "free": "",
}


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    words.set_language("en")
    yield
    words.set_language("en")


def test_every_code_that_the_records_name_has_a_sentence() -> None:
    codes: set[str] = set()
    for module in (agenda, appointment_asks, appointment_checks, slot_offers):
        codes |= set(re.findall(r'Refused\("([a-z_]+)"', Path(str(module.__file__)).read_text("utf-8")))
    asks = (*agenda.AGENDA_ASKS, *appointment_asks.APPOINTMENT_ASKS, *slot_offers.WAITING_ASKS)
    for ask in (*asks, appointment_asks.AskAppointments):
        told = ask.__doc__ or ""
        codes |= set(re.findall(r'"([a-z]+(?:_[a-z]+)+)"', told if "efused" in told else ""))
    assert {"slot_taken", "appointment_moved", "agenda_changed", "offer_running"} <= codes
    assert codes - sentences.known_codes() == set()


def test_moments_stand_as_the_clock_of_the_business_shows_them() -> None:
    said = sentences.refusal("slot_taken", FACTS)
    assert "Zoé is there from Fri 27 Nov 9:00 to 9:30." in said  # the day once
    overnight = sentences.refusal("slot_taken", {**FACTS, "ends": "2026-11-28T00:30:00+00:00"})
    assert "from Fri 27 Nov 9:00 to Sat 28 Nov 1:30" in overnight
    assert "Fri 27 Nov 8:00" in sentences.refusal("slot_taken", {**FACTS, "zone": "Europe/Lutece"})
    words.set_language("fr")
    assert "Zoé occupe ce créneau (ven. 27 nov. 9:00 – 9:30)." in sentences.refusal("slot_taken", FACTS)


def test_where_a_hand_holds_it_a_few_words_say_why_not() -> None:
    assert brief_reason("slot_taken", FACTS) == "Zoé is there from 9:00 to 9:30"
    assert brief_reason("slot_taken", {**FACTS, "who": ""}).startswith(
        "There is another appointment from 9:00"
    )
    assert brief_reason("slot_closed", FACTS) == "You are closed then"
    assert brief_reason("agenda_long", {}) == ""
    words.set_language("fr")
    assert brief_reason("slot_taken", FACTS) == "Zoé occupe ce créneau, de 9:00 à 9:30"


@pytest.mark.parametrize(
    ("code", "left_out", "said"),
    [
        ("slot_taken", "who", "there is another appointment from Fri 27 Nov 9:00"),
        ("appointment_moved", "who", "it was moved meanwhile and now begins on Fri 27 Nov 9:00"),
        ("slot_closed", "opens", "you are closed then. Choose"),
    ],
)
def test_what_nobody_knows_is_not_said(code: str, left_out: str, said: str) -> None:
    assert said in sentences.refusal(code, {**FACTS, left_out: ""})

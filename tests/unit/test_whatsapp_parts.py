"""The smaller pieces of inbound messages: cards that answer us, calls, amounts, digests (G2)."""

from __future__ import annotations

import base64

import pytest

from app.domain.contacts import Identity
from app.domain.contents import Call, Content
from app.whatsapp.parts import decimal_text, digest_of
from tests.unit.test_whatsapp_contents import CARD, DIGEST, HEX
from tests.unit.whatsapp_bodies import ANA_NUMBER, LINE_NUMBER, PNID, element, message, parsed_message, value


def test_a_card_that_was_asked_for_tells_the_senders_own_number() -> None:
    given = message("contacts", contacts=[{**CARD, "origin": "contact_request"}])
    parsed = parsed_message(given)
    assert parsed.content is not None
    assert parsed.content.cards[0].is_answer
    assert parsed.alias == Identity(number="447700900123")
    assert parsed_message(message("contacts", contacts=[CARD])).alias is None


@pytest.mark.parametrize(("phone", "number"), [("+44 7700 900123", "447700900123"), ("07700 900123", None)])
def test_a_number_without_its_country_is_nobodys(phone: str, number: str | None) -> None:
    card = {"name": {"formatted_name": "Ana"}, "phones": [{"phone": phone}], "origin": "contact_request"}
    alias = parsed_message(message("contacts", contacts=[card])).alias
    assert alias == (Identity(number=number) if number else None)


CALL = {"id": "wacid.1", "from": ANA_NUMBER, "to": LINE_NUMBER, "timestamp": "1780000000"}


def test_the_end_of_a_call_is_about_its_beginning() -> None:
    end = {
        **CALL,
        "event": "terminate",
        "direction": "USER_INITIATED",
        "status": "COMPLETED",
        "duration": "120",
    }
    parsed = parsed_message(end, "calls", "calls")
    assert (parsed.kind, parsed.external_id, parsed.reply_to) == ("call_ended", "wacid.1:end", "wacid.1")
    assert parsed.content == Content(call=Call(False, "completed", 120))
    keys = {
        element(value(calls=[{**CALL, "event": event}]), "calls").dedupe_key
        for event in ("connect", "terminate")
    }
    assert keys == {f"m:{PNID}:wacid.1", f"m:{PNID}:wacid.1:end"}


def test_a_call_of_ours_is_ours() -> None:
    ours = {
        **CALL,
        "from": LINE_NUMBER,
        "to": ANA_NUMBER,
        "event": "connect",
        "direction": "BUSINESS_INITIATED",
    }
    parsed = parsed_message(ours, "calls", "calls")
    assert (parsed.direction, parsed.author, parsed.identity.number) == ("out", "phone", ANA_NUMBER)
    assert parsed.content == Content(call=Call(is_ours=True))


@pytest.mark.parametrize("duration", [None, "long", -5, 10**9, [], True])
def test_a_duration_that_cannot_be_is_none(duration: object) -> None:
    parsed = parsed_message({**CALL, "event": "terminate", "duration": duration}, "calls", "calls")
    assert parsed.content == Content(call=Call())


@pytest.mark.parametrize(
    ("written", "text"),
    [
        (4.5, "4.5"),
        ("4.50", "4.50"),
        (2.0, "2"),
        (3, "3"),
        ("1e3", "1000"),
        ("12,50", None),
        (True, None),
        ("inf", None),
        ("9" * 99, None),
    ],
)
def test_amounts_stay_the_decimals_that_they_are(written: object, text: str | None) -> None:
    assert decimal_text(written) == text


@pytest.mark.parametrize("written", ["b64=", "", None, 5, HEX[:-1], "é" * 64, "=" * 44, HEX[:-1] + "x"])
def test_what_is_no_digest_is_none(written: object) -> None:
    assert digest_of(written) is None


def test_a_digest_may_be_url_safe_and_without_its_end() -> None:
    assert digest_of(base64.urlsafe_b64encode(DIGEST.digest()).decode().rstrip("=")) == HEX

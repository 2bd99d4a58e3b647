"""The smaller pieces of inbound messages: cards that answer us, calls, amounts, digests (G2)."""

from __future__ import annotations

import base64
from dataclasses import replace

import pytest

from app.domain.contacts import Identity
from app.domain.contents import Call, Content
from app.whatsapp.elements import ParsedMessage
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


@pytest.mark.parametrize(
    "given",
    [
        message("text", text={"body": "a" * 1_000_000}),
        message("contacts", contacts=[{"name": {"formatted_name": f"Ana {i}"}} for i in range(10_000)]),
        message("contacts", contacts=[CARD | {"phones": [{"phone": f"+44{i}"} for i in range(30_000)]}]),
        message("order", order={"product_items": [{"product_retailer_id": f"S{i}"} for i in range(20_000)]}),
        message("document", document={"id": "1", "filename": "f" * 900_000, "mime_type": "a/b" * 100_000}),
        message("location", location={"latitude": 1, "longitude": 1, "name": "n" * 500_000}),
        message("text", text={"body": "a"}, referral={"headline": "h" * 800_000}),
        message("reaction", reaction={"message_id": "wamid.1", "emoji": "x" * 15_000}),
        message("hologram" * 50_000),
    ],
    ids=["text", "cards", "card", "order", "document", "place", "ad", "reaction", "unknown"],
)
def test_a_message_of_a_megabyte_does_not_reach_the_screens_whole(given: dict[str, object]) -> None:
    read = element(value(messages=[given]))
    parsed = read.parsed
    assert isinstance(parsed, ParsedMessage)
    content = parsed.content or Content()
    assert len(parsed.text or "") <= 65_536
    assert len(repr(replace(content, cards=()))) < 50_000
    assert len(content.cards) <= 300
    assert sum(len(card.phones) for card in content.cards) <= 300
    assert len(read.original) > 10_000  # all of it is kept with the element


def test_a_name_without_end_is_cut_before_every_list_carries_it() -> None:
    contact = {"wa_id": ANA_NUMBER, "profile": {"name": "A" * 500_000, "username": "b" * 500_000}}
    parsed = element(value([contact], messages=[message("text", text={"body": "Hi"})])).parsed
    assert isinstance(parsed, ParsedMessage)
    assert parsed.identity.name == "A" * 200
    assert parsed.identity.username == "b" * 200


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

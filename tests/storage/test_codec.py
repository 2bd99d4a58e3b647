"""Bytes that live for ever: envelopes, chains, pages, commands."""

import hashlib
import json
from datetime import UTC, datetime

import pytest

from app.domain.commands import Command, Outcome
from app.domain.errors import EnvironmentFailure, InvariantBroken
from app.domain.events import EVENT_BODIES, Actor, UnknownBody
from app.domain.ids import CommandId, DeviceId, EventId, LogId
from app.domain.sends import SendText
from storage import codec
from tests.world import ANA, ANSWER, LEA, NOON, received

SALT = bytes(range(16))


def sealed(pos: int = 1, chain: bytes = codec.GENESIS_CHAIN) -> codec.StoredEvent:
    draft = codec.EventDraft(
        received(), ANA, Actor("member", LEA, DeviceId("d1")), NOON, EventId("e1"), CommandId("k1")
    )
    return codec.seal(draft, pos, NOON, chain, SALT, b'{"id":"wamid.m1"}')


def test_the_envelope_is_canonical_json() -> None:
    envelope = sealed().envelope
    value = json.loads(envelope)
    assert envelope == json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    assert value["occurred_at"] == "2026-11-26T12:00:00Z"


def test_hashes_are_plain_sha256_over_salt_and_bytes() -> None:
    event = sealed()
    value = json.loads(event.envelope)
    assert value["body_hash"] == hashlib.sha256(SALT + event.fields).hexdigest()
    assert value["original_hash"] == hashlib.sha256(SALT + b'{"id":"wamid.m1"}').hexdigest()
    assert event.chain == hashlib.sha256(bytes(32) + event.envelope).digest()


def test_an_event_comes_back_as_it_was() -> None:
    event = codec.decode_event(sealed())
    assert event.body == received()
    assert event.actor == Actor("member", LEA, DeviceId("d1"))


def test_a_page_keeps_every_byte() -> None:
    first = sealed()
    second = sealed(2, first.chain)
    page = codec.decode_page(codec.encode_page(LogId("log"), 2, 2, NOON, 1, [first, second]))
    assert page.events == [first, second]
    codec.verify(first.chain, page.events[1])


def test_an_erased_event_keeps_its_place() -> None:
    event = sealed()
    erased = codec.StoredEvent(1, event.envelope, event.chain, event.salt, b"")
    page = codec.decode_page(codec.encode_page(LogId("log"), 1, 1, NOON, 1, [erased]))
    codec.verify(codec.GENESIS_CHAIN, page.events[0])
    assert isinstance(codec.decode_event(page.events[0]).body, UnknownBody)


@pytest.mark.parametrize("broken", ["envelope", "chain", "fields", "pos"])
def test_a_changed_byte_breaks_the_chain(broken: str) -> None:
    """G3: a replica never takes an event that does not continue its log."""
    good = sealed()
    parts = {name: getattr(good, name) for name in ("pos", "envelope", "chain", "salt", "fields")}
    parts[broken] = (
        2 if broken == "pos" else parts[broken].replace(b"Ana", b"Eva").replace(parts[broken][:1], b"\x7b")
    )
    if broken in ("envelope", "chain"):
        parts[broken] = parts[broken][:-2] + b"0}" if broken == "envelope" else bytes(32)
    with pytest.raises((InvariantBroken, ValueError)):
        codec.verify(codec.GENESIS_CHAIN, codec.StoredEvent(**parts))


def test_a_kind_of_tomorrow_is_kept() -> None:
    good = sealed()
    newer = codec.StoredEvent(
        1,
        good.envelope.replace(b'"message.received"', b'"message.levitated"'),
        good.chain,
        good.salt,
        good.fields,
    )
    body = codec.decode_event(newer).body
    assert body == UnknownBody("message.levitated", good.fields)


def test_every_kind_is_dotted_named_after_its_class_and_names_no_vendor() -> None:
    for body in EVENT_BODIES:
        words = "".join(part.capitalize() for part in body.KIND.replace(".", "_").split("_"))
        assert body.__name__ == words
        assert "whatsapp" not in body.KIND


def test_a_command_comes_back_and_only_its_age_may_differ() -> None:
    command = Command(
        CommandId("k1"), 7, 41, datetime(2026, 11, 26, tzinfo=UTC), SendText(ANSWER, ANA, "Oui", 3000)
    )
    data = codec.encode_command(command)
    assert codec.decode_command(data) == command
    older = codec.encode_command(Command(CommandId("k1"), 7, 41, command.made_at, command.body, age_ms=900))
    other = codec.encode_command(
        Command(CommandId("k1"), 7, 41, command.made_at, SendText(ANSWER, ANA, "Non", 3000))
    )
    assert codec.command_hash(older) == codec.command_hash(data) != codec.command_hash(other)
    assert codec.split_commands(codec.join_commands([data, older])) == [data, older]


@pytest.mark.parametrize("data", [b"", b"{}", b"[]", b'{"kind":"send.text"}', b"\xff"])
def test_broken_bytes_are_a_refusal_not_a_crash(data: bytes) -> None:
    with pytest.raises(EnvironmentFailure):
        codec.decode_command(data)
    with pytest.raises(EnvironmentFailure):
        codec.decode_page(data)


def test_outcomes_come_back() -> None:
    outcomes = [Outcome(CommandId("k1"), "rejected", code="window_closed", facts={"closed_at": "x"})]
    assert codec.decode_outcomes(codec.encode_outcomes(outcomes)) == outcomes

"""Signature and envelope: whatever comes, nothing raises and nothing is missed (G2)."""

import hashlib
import hmac
import json
from dataclasses import asdict
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.whatsapp.webhook import Element, ParsedFailure, ParsedMessage, is_signed, walk
from tests.unit.whatsapp_bodies import (
    ANA,
    RECEIVED_AT,
    WAMID,
    body,
    change,
    elements,
    message,
    reason,
    status,
    value,
)

# --------------------------------------------------------------- signature


def sign(raw: bytes, secret: str) -> str:
    return "sha256=" + hmac.new(secret.encode(), raw, hashlib.sha256).hexdigest()


def test_a_body_is_metas_when_one_of_the_secrets_made_its_signature() -> None:
    raw = b'{"a":"\\u00e9\\/"}'
    assert is_signed(raw, sign(raw, "old"), ["new", "old"])
    assert is_signed(raw, sign(raw, "new"), ["new", "old"])


@pytest.mark.parametrize("secrets", [[], [""], ["other"], ["", "other"]])
def test_without_the_right_secret_nothing_is(secrets: list[str]) -> None:
    assert not is_signed(b"{}", sign(b"{}", "right"), secrets)
    assert not is_signed(b"{}", sign(b"{}", ""), secrets)


@pytest.mark.parametrize(
    "header", [None, "", "sha256=", "sha1=abc", "sha256=é", "sha256=\ud800", "sha256", sign(b"{} ", "right")]
)
def test_a_missing_or_odd_header_is_no_signature(header: str | None) -> None:
    assert not is_signed(b"{}", header, ["right"])


def test_the_signature_covers_the_raw_bytes() -> None:
    raw = '{"a":"é"}'.encode()
    same_json = b'{"a": "\\u00e9"}'
    assert is_signed(raw, sign(raw, "s"), ["s"])
    assert not is_signed(same_json, sign(raw, "s"), ["s"])


# --------------------------------------------------------------- envelope

BOMB = b"[" * 100_000 + b"]" * 100_000


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (b"", "not_json"),
        (b"not json", "not_json"),
        (b'{"object":', "not_json"),
        (b'{"entry":[{"changes":[{"value":{"messages":[{"id":}]}}]}]}', "not_json"),
        (b"\xff\xfe", "not_json"),
        (b"\x00", "not_json"),
        (b"null", "no_envelope"),
        (b"5", "no_envelope"),
        (b'"x"', "no_envelope"),
        (b"[]", "no_envelope"),
        (b"{}", "no_envelope"),
        (b'{"entry":null}', "no_envelope"),
        (b'{"entry":[]}', "no_envelope"),
        (b'{"entry":{"changes":[]}}', "no_envelope"),
        (b'{"entry":"x"}', "no_envelope"),
        (b'{"object":"page","other":NaN}', "no_envelope"),
        (BOMB, "no_envelope"),
        (b'{"a":' + BOMB + b"}", "no_envelope"),
    ],
)
def test_a_body_that_is_no_envelope_is_one_element(raw: bytes, why: str) -> None:
    found = walk(raw, RECEIVED_AT)
    assert [reason(one) for one in found] == [why]
    assert found[0].path == ""
    json.loads(found[0].original)


@pytest.mark.parametrize(
    "entry", ["null", "5", "{}", "[]", '{"changes":null}', '{"changes":[]}', '{"changes":{}}']
)
def test_an_entry_without_changes_is_one_element_and_hides_no_other(entry: str) -> None:
    good = json.dumps({"changes": [change(value(messages=[message()]))]})
    found = walk(f'{{"entry":[{entry},{good}]}}'.encode(), RECEIVED_AT)
    assert (reason(found[0]), found[0].path) == ("no_envelope", "entry[0]")
    assert isinstance(found[1].parsed, ParsedMessage)
    assert found[1].path == "entry[1].changes[0].value.messages[0]"


@pytest.mark.parametrize(
    ("odd", "why"),
    [(5, "not_an_object"), (None, "not_an_object"), ([], "not_an_object"), ("x", "not_an_object")],
)
def test_an_odd_change_or_item_is_one_element_and_hides_no_other(odd: Any, why: str) -> None:
    found = elements(
        odd, change(value(messages=[odd, message(), odd], statuses=[odd])), change(odd and value())
    )
    reasons = [one.parsed.reason for one in found if isinstance(one.parsed, ParsedFailure)]
    assert reasons[:4] == [why] * 4
    assert sum(isinstance(one.parsed, ParsedMessage) for one in found) == 1


@pytest.mark.parametrize("content", [5, "x", [], [1], True])
def test_a_value_that_is_no_object_is_one_unread_element(content: Any) -> None:
    assert [reason(one) for one in elements(change(content))] == ["not_an_object"]


def test_empty_arrays_leave_the_change_itself() -> None:
    found = elements(change(value(messages=[], statuses=None)))
    assert [one.path for one in found] == ["entry[0].changes[0]"]


# --------------------------------------------------------------- bytes


def test_the_original_is_the_elements_own_bytes() -> None:
    item = (
        '{ "id":"wamid.1","from":"447700900123", "type":"location",'
        '"location":{"latitude":51.3800,"longitude":-2.0e0},"new":{"n":123456789012345678901234567890},"s":"\\/\\u00e9"}'
    )
    raw = f'{{"entry":[{{"changes":[{{"field":"messages","value":{{"messages":[{item}]}}}}]}}]}}'
    assert walk(raw.encode(), RECEIVED_AT)[0].original == item.encode()


@pytest.mark.parametrize(
    ("inside", "shown", "kept"),
    [
        ('"half \\ud83d"', "half �", b"\\ud83d"),
        ('"\\udc00\\ud83d\\ude00"', "�\U0001f600", b"\\udc00"),
        ('"\\\\ud83d"', "\\ud83d", b"\\\\ud83d"),
        ('"a\\u0000b"', "a\0b", b"\\u0000"),
        ('"tab\there"', "tab\there", b"\\t"),
    ],
)
def test_odd_characters_are_shown_as_far_as_they_can_be_and_kept_as_they_were(
    inside: str, shown: str, kept: bytes
) -> None:
    odd = json.dumps(message(text={"body": "@"})).replace('"@"', inside)
    plain = json.dumps(message(id="wamid.2", text={"body": "neighbour"}))
    raw = f'{{"entry":[{{"changes":[{{"field":"messages","value":{{"messages":[{odd},{plain}]}}}}]}}]}}'
    found = walk(raw.encode(), RECEIVED_AT)
    assert [one.parsed.text for one in found if isinstance(one.parsed, ParsedMessage)] == [shown, "neighbour"]
    assert kept in found[0].original
    assert found[1].original == plain.encode()
    json.loads(found[0].original)


@pytest.mark.parametrize("odd", ["NaN", "-Infinity", "1e999", "9" * 6000, "[" * 3000 + "]" * 3000])
def test_odd_values_hide_neither_their_message_nor_its_neighbours(odd: str) -> None:
    item = json.dumps(message(text={"body": "Hi"}, unknown="@")).replace('"@"', odd)
    plain = json.dumps(message(id="wamid.2", text={"body": "neighbour"}))
    raw = f'{{"entry":[{{"changes":[{{"field":"messages","value":{{"messages":[{plain},{item}]}}}}]}}]}}'
    found = walk(raw.encode(), RECEIVED_AT)
    assert [one.parsed.text for one in found if isinstance(one.parsed, ParsedMessage)] == ["neighbour", "Hi"]
    assert all(isinstance(json.loads(one.original, parse_int=str), dict) for one in found)


def test_bytes_that_are_no_utf8_are_read_as_far_as_they_can_be() -> None:
    raw = body(change(value(messages=[message(text={"body": "@@"})]))).replace(b"@@", b"caf\xe9 \xed\xa0\xbd")
    found = walk(raw, RECEIVED_AT)
    assert isinstance(found[0].parsed, ParsedMessage)
    assert found[0].parsed.text is not None
    assert found[0].parsed.text.startswith("caf\ufffd ")
    json.loads(found[0].original)


def test_a_byte_order_mark_is_no_obstacle() -> None:
    raw = b"\xef\xbb\xbf" + body(change(value(messages=[message(text={"body": "Hi"})])))
    assert isinstance(walk(raw, RECEIVED_AT)[0].parsed, ParsedMessage)


def test_a_body_of_three_megabytes_with_a_thousand_messages() -> None:
    items = [message(id=f"wamid.{number}", text={"body": "x" * 3000}) for number in range(1000)]
    found = elements(change(value(messages=items)))
    assert len({one.dedupe_key for one in found}) == 1000
    assert all(isinstance(one.parsed, ParsedMessage) for one in found)


def test_a_body_of_three_megabytes_that_is_one_unknown_element() -> None:
    found = elements(change({"x": ["y" * 1000] * 3000}, "something_new"))
    assert len(found) == 1


def test_repeats_have_the_same_keys_whatever_stands_around_them() -> None:
    one = elements(change(value(messages=[message(text={"body": "Hi"})])))[0]
    other = elements(
        change(value(statuses=[status()], messages=[message(id="wamid.9"), message(text={"body": "Hi"})]))
    )
    assert one.dedupe_key in {element.dedupe_key for element in other}
    assert one.dedupe_key.endswith(WAMID)


def test_elements_that_look_alike_in_one_body_are_each_one_event() -> None:
    """G2: two unread items, two equal errors, two empty changes are four and two, not one."""
    content = value(messages=[None, None], statuses=[None, {}, {}], errors=[{"code": 1}, {"code": 1}])
    empty: dict[str, Any] = {"field": "messages", "value": None}
    nothing: Any = None
    found = elements(change(content), change(content), empty, empty, nothing, nothing)
    assert len(found) == 18
    assert len({one.dedupe_key for one in found}) == 18


def test_a_change_without_content_is_one_event_for_each_body_that_brings_it() -> None:
    empty = {"field": "messages", "value": None}
    alone, beside = elements(empty), elements(empty, change(value(messages=[message()])))
    assert alone[0].dedupe_key == elements(empty)[0].dedupe_key
    assert alone[0].dedupe_key not in {one.dedupe_key for one in beside}


# --------------------------------------------------------------- the grammar

TEXTS = st.text(st.characters(), max_size=20)  # lone surrogates and NUL among them
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=12,
)
KINDS = [
    "text",
    "image",
    "audio",
    "interactive",
    "button",
    "reaction",
    "edit",
    "revoke",
    "system",
    "order",
    "contacts",
]
MESSAGES = st.fixed_dictionaries(
    {"id": TEXTS | st.integers(), "from": TEXTS, "type": st.sampled_from(KINDS) | TEXTS},
    optional={
        **dict.fromkeys(KINDS, JSON),
        "timestamp": JSON,
        "context": JSON,
        "from_user_id": JSON,
        "x": JSON,
    },
)
STATUSES = st.fixed_dictionaries(
    {"id": TEXTS, "status": st.sampled_from(["sent", "delivered", "read", "failed"]) | TEXTS},
    optional={"errors": JSON, "pricing": JSON, "timestamp": JSON, "recipient_id": JSON, "type": TEXTS},
)
ITEMS = MESSAGES | STATUSES | JSON
ARRAYS = [
    "messages", "message_echoes", "statuses", "errors", "calls", "user_preferences", "user_id_update", "state_sync",
    "groups",
]  # fmt: skip
HISTORY = st.lists(
    st.fixed_dictionaries(
        {},
        optional={
            "threads": st.lists(
                st.fixed_dictionaries(
                    {"messages": st.lists(ITEMS, max_size=3)}, optional={"id": TEXTS, "context": JSON}
                ),
                max_size=2,
            ),
            "errors": st.lists(ITEMS, max_size=2),
        },
    ),
    max_size=2,
)
VALUES = st.fixed_dictionaries(
    {},
    optional={
        **{array: st.lists(ITEMS, max_size=3) for array in ARRAYS},
        "history": HISTORY,
        "contacts": st.lists(st.just(ANA) | JSON, max_size=2) | JSON,
        "metadata": st.just({"phone_number_id": "1", "display_phone_number": "2"}) | JSON,
        "something_new": JSON,
    },
)
CHANGES = st.fixed_dictionaries(
    {"field": TEXTS | st.sampled_from(["messages", "history", "calls"]), "value": VALUES | st.none()}
)
BODIES = st.fixed_dictionaries(
    {
        "entry": st.lists(
            st.fixed_dictionaries({"changes": st.lists(CHANGES, min_size=1, max_size=2)}),
            min_size=1,
            max_size=2,
        )
    }
)


def expected_items(content: dict[str, Any] | None) -> list[Any]:
    """A second, plain reading of "what one element of a webhook is"."""
    if content is None:
        return []
    found = [item for name, items in content.items() if name in ARRAYS for item in items]
    for chunk in content.get("history", []):
        found += chunk.get("errors", [])
        found += [item for thread in chunk.get("threads", []) for item in thread["messages"]]
    return found


def canonical(value: object) -> str:
    return json.dumps(value, sort_keys=True)


@given(BODIES)
def test_every_item_gives_exactly_one_element_with_its_own_content(envelope: dict[str, Any]) -> None:
    """G2: no exception, nothing missed, nothing twice, whatever stands inside."""
    found = walk(json.dumps(envelope).encode(), RECEIVED_AT)
    expected: list[str] = []
    for entry in envelope["entry"]:
        for one in entry["changes"]:
            items = expected_items(one["value"])
            expected += [canonical(item) for item in items] if items else [canonical(one)]
    assert sorted(canonical(json.loads(one.original)) for one in found) == sorted(expected)
    assert len({one.path for one in found}) == len(found)
    assert all(is_storable(one) for one in found)


@given(BODIES)
def test_the_same_body_gives_the_same_keys(envelope: dict[str, Any]) -> None:
    raw = json.dumps(envelope).encode()
    assert [one.dedupe_key for one in walk(raw, RECEIVED_AT)] == [
        one.dedupe_key for one in walk(raw, RECEIVED_AT)
    ]


@given(BODIES, st.data())
def test_a_damaged_body_never_raises_and_never_vanishes(
    envelope: dict[str, Any], data: st.DataObject
) -> None:
    raw = bytearray(json.dumps(envelope).encode())
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(raw) - 1))
        raw[place : place + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=3))
    found = walk(bytes(raw), RECEIVED_AT)
    assert found
    assert all(is_storable(one) for one in found)


@given(st.binary(max_size=200))
def test_any_bytes_give_at_least_one_element(raw: bytes) -> None:
    assert all(is_storable(one) for one in walk(raw, RECEIVED_AT))
    assert walk(raw, RECEIVED_AT)


def is_storable(one: Element) -> bool:
    """Originals are JSON in UTF-8, and every text that we read can be written."""
    json.loads(one.original.decode())
    texts = json.dumps(
        [asdict(one.parsed), one.dedupe_key, one.line_external_id], default=str, ensure_ascii=False
    )
    return bool(texts.encode())

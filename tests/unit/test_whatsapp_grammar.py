"""Documented messages, bent in every way seen in the wild: each still gives one element that can be shown."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.whatsapp.elements import MessageKind
from app.whatsapp.webhook import ParsedFailure, ParsedMessage, walk
from tests.unit.test_whatsapp_contents import CONTENTS
from tests.unit.test_whatsapp_parts import CALL
from tests.unit.whatsapp_bodies import ANA, RECEIVED_AT, body, change, element, message, status, value

SAMPLES = [message(kind, **more) for kind, more, _ in CONTENTS]
CALLS = [{**CALL, "event": event, "duration": 5} for event in ("connect", "terminate", "other")]
ODD = (
    st.none()
    | st.booleans()
    | st.integers(-5, 10**20)
    | st.floats(allow_nan=False, allow_infinity=False)
    | (st.sampled_from(["", "\0", "\ud83d", "x" * 300, [], {}, [None], {"a": {"b": []}}, "5", "1e400"]))
)


@st.composite
def bent(draw: st.DrawFn, samples: list[dict[str, Any]]) -> dict[str, Any]:
    """A documented object with keys lost, added, or of another type, at any depth."""
    item: dict[str, Any] = json.loads(json.dumps(draw(st.sampled_from(samples))))
    for _ in range(draw(st.integers(0, 4))):
        place: Any = item
        while True:
            keys = list(place) if isinstance(place, dict) else list(range(len(place)))
            if not keys:
                break
            key = draw(st.sampled_from(keys))
            inner = place[key]
            if isinstance(inner, (dict, list)) and inner and draw(st.booleans()):
                place = inner
                continue
            _bend(draw, place, key)
            break
    return item


def _bend(draw: st.DrawFn, place: Any, key: Any) -> None:
    how = draw(st.sampled_from(["lose", "odd", "text", "add"]))
    if how == "lose":
        del place[key]
    elif how == "odd":
        place[key] = draw(ODD)
    elif how == "text":
        place[key] = str(place[key])
    elif isinstance(place, dict):
        place["something_new"] = draw(ODD)


MESSAGES = bent(SAMPLES)
VALUES = st.fixed_dictionaries(
    {},
    optional={
        "messages": st.lists(MESSAGES, max_size=3),
        "message_echoes": st.lists(MESSAGES, max_size=2),
        "statuses": st.lists(bent([status(), status("failed", errors=[{"code": 131047}])]), max_size=2),
        "calls": st.lists(bent(CALLS), max_size=2),
        "history": st.lists(
            st.fixed_dictionaries(
                {"threads": st.lists(st.fixed_dictionaries({"messages": st.lists(MESSAGES, max_size=2)}))}
            ),
            max_size=1,
        ),
    },
)


def items_of(content: dict[str, Any]) -> int:
    plain = sum(len(content.get(name, ())) for name in ("messages", "message_echoes", "statuses", "calls"))
    threads = [thread for chunk in content.get("history", ()) for thread in chunk["threads"]]
    return plain + sum(len(thread["messages"]) for thread in threads) or 1


@given(st.lists(VALUES, min_size=1, max_size=3))
def test_every_bent_item_is_one_element_that_can_be_shown(contents: list[dict[str, Any]]) -> None:
    whole = [{**value([ANA]), **content} for content in contents]
    found = walk(body(*(change(one) for one in whole)), RECEIVED_AT)
    assert len(found) == sum(items_of(content) for content in contents)
    for one in found:
        assert not (isinstance(one.parsed, ParsedFailure) and one.parsed.reason == "element_failed"), one
        if isinstance(one.parsed, ParsedMessage):
            assert one.parsed.kind in get_args(MessageKind)
        assert json.dumps(asdict(one.parsed), default=str, ensure_ascii=False).encode()


@pytest.mark.parametrize("deep", [50, 5_000, 100_000])
def test_a_form_as_deep_as_a_well_is_still_one_message(deep: int) -> None:
    nested = "[" * deep + "]" * deep
    form = {
        "type": "nfm_reply",
        "nfm_reply": {"body": "Sent", "response_json": '{"a":"1","b":' + nested + "}"},
    }
    parsed = element(value(messages=[message("interactive", interactive=form)])).parsed
    assert isinstance(parsed, ParsedMessage)
    assert (parsed.kind, parsed.text) == ("form", "Sent")

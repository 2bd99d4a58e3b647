"""What a post to Graph proves: the body that leaves, and the outcome of every kind of answer (G5)."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from app.domain.contacts import Identity
from app.domain.outgoing import Outgoing
from app.net import Answer, Http, in_process
from app.whatsapp.client import (
    Accepted,
    GraphClient,
    NotSent,
    Outcome,
    Refusal,
    SaidFailed,
    Unclear,
    outcome_of,
)

ANA = Identity(number="447700900123", user_id="GB.7710045566778899")
HIDDEN = Identity(user_id="GB.7710045566778899")
PNID = "309900000000042"
ACCEPTED = {
    "messaging_product": "whatsapp",
    "contacts": [{"input": "+447700900123", "wa_id": "447700900123"}],
    "messages": [{"id": "wamid.1"}],
}


def error(code: Any, **more: Any) -> dict[str, Any]:
    return {"error": {"message": "…", "type": "OAuthException", "code": code, "fbtrace_id": "x", **more}}


class Graph:
    """Answers every post the same way and keeps what came."""

    def __init__(
        self, status: int = 200, body: Any = ACCEPTED, headers: dict[str, str] | None = None
    ) -> None:
        self.status, self.body, self.headers = status, body, headers or {}
        self.calls: list[tuple[str, dict[bytes, bytes], Any]] = []

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        raw = (await receive())["body"]
        self.calls.append((scope["path"], dict(scope["headers"]), json.loads(raw)))
        answer = self.body if isinstance(self.body, bytes) else json.dumps(self.body).encode()
        headers = [(name.encode(), value.encode()) for name, value in self.headers.items()]
        await send({"type": "http.response.start", "status": self.status, "headers": headers})
        await send({"type": "http.response.body", "body": answer})


async def post(
    graph: Callable[[Any, Any, Any], Awaitable[None]], to: Identity = ANA, text: str = "Hello"
) -> Outcome:
    async with Http(transport=in_process(graph)) as http:
        client = GraphClient(http, "http://graph/", "v24.0")
        return await client.send(PNID, "secret-token", to, Outgoing("text", text), "c1:m-1")


async def test_a_text_goes_to_the_number_with_a_plus() -> None:
    graph = Graph()
    outcome = await post(graph)
    assert outcome == Accepted("wamid.1", Identity(number="447700900123"))
    [(path, headers, body)] = graph.calls
    assert path == f"/v24.0/{PNID}/messages"
    assert headers[b"authorization"] == b"Bearer secret-token"
    assert body == {
        "messaging_product": "whatsapp",
        "recipient_type": "individual",
        "to": "+447700900123",
        "type": "text",
        "text": {"body": "Hello", "preview_url": False},
        "biz_opaque_callback_data": "c1:m-1",
    }


@pytest.mark.parametrize("to", [HIDDEN, Identity(parent_user_id="GB.ENT.4455")])
async def test_a_user_id_never_goes_into_to(to: Identity) -> None:
    """In `to` Graph would accept it and the message would vanish."""
    graph = Graph()
    await post(graph, to)
    body = graph.calls[0][2]
    assert (body["recipient"], body.get("to")) == (to.user_id or to.parent_user_id, None)


async def test_a_message_to_nobody_is_not_posted() -> None:
    graph = Graph()
    with pytest.raises(ValueError, match="nobody"):
        await post(graph, Identity(name="Ana"))
    assert graph.calls == []


@pytest.mark.parametrize("text", ["é 👋", "\ud83d", "\0", "</script>", "x" * 4096, "\u202e"])
async def test_any_text_leaves_as_it_is(text: str) -> None:
    graph = Graph()
    await post(graph, text=text)
    assert graph.calls[0][2]["text"]["body"] == text


OUTCOMES: list[tuple[int, Any, Outcome]] = [
    (200, ACCEPTED, Accepted("wamid.1", Identity(number="447700900123"))),
    (
        200,
        {"contacts": [{"input": "GB.1", "user_id": "GB.1"}], "messages": [{"id": "w"}]},
        Accepted("w", Identity(user_id="GB.1")),
    ),
    (200, {"messages": [{"id": "w"}]}, Accepted("w", Identity())),
    (200, {"messages": [{"id": "w"}], "contacts": "odd"}, Accepted("w", Identity())),
    (201, ACCEPTED, Accepted("wamid.1", Identity(number="447700900123"))),
    (200, {}, Unclear("answer_unreadable")),
    (200, b"", Unclear("answer_unreadable")),
    (200, b"<html>", Unclear("answer_unreadable")),
    (200, {"messages": []}, Unclear("answer_unreadable")),
    (200, {"messages": [{"id": ""}]}, Unclear("answer_unreadable")),
    (200, {"messages": "odd"}, Unclear("answer_unreadable")),
    (200, [], Unclear("answer_unreadable")),
    (302, b"", Unclear("answer_unreadable")),
    (500, b"", Unclear("bodyless_5xx")),
    (502, b"<html>Bad gateway</html>", Unclear("bodyless_5xx")),
    (503, {"message": "no error object"}, Unclear("bodyless_5xx")),
    (503, {"error": "a plain string"}, Unclear("bodyless_5xx")),
    (500, ACCEPTED, Unclear("bodyless_5xx")),
    (408, b"", Unclear("answer_unreadable")),
    (400, error(131056), Refusal("pair_limited", 131056)),
    (400, error(130429), Refusal("rate_limited", 130429)),
    (400, error("130429"), Refusal("rate_limited", 130429)),
    (400, error(131047), Refusal("window_closed", 131047)),
    (401, error(190), Refusal("token_invalid", 190)),
    (401, error(0), Refusal("token_invalid", 0)),
    (403, error(230), Refusal("permission_missing", 230)),
    (400, error(100, error_data="a plain string"), Refusal("request_invalid", 100)),
    (400, error(999_999), Refusal("failed_unknown", 999_999)),
    (400, error(None), Refusal("failed_unknown")),
    (500, error(3), Refusal("permission_missing", 3)),
    (500, error(131045), Refusal("line_not_registered", 131045)),
    (404, b"<html>", Refusal("failed_unknown")),
    (429, b"", Refusal("rate_limited")),
    (500, error(131000), SaidFailed("channel_failed", 131000)),
    (400, error(1), SaidFailed("channel_failed", 1)),
    (503, error(2), SaidFailed("channel_unavailable", 2)),
    (500, error(131016), SaidFailed("channel_unavailable", 131016)),
    (500, error(131057), SaidFailed("line_maintenance", 131057)),
    (500, error(999_999), SaidFailed("channel_failed", 999_999)),
    (500, error(None), SaidFailed("channel_failed")),
    (200, error(131056), Refusal("pair_limited", 131056)),
]


@pytest.mark.parametrize(("status", "body", "outcome"), OUTCOMES)
async def test_every_answer_proves_one_thing(status: int, body: Any, outcome: Outcome) -> None:
    assert await post(Graph(status, body)) == outcome


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"retry-after": "7"}, 7.0),
        ({"retry-after": "soon"}, None),
        ({"x-business-use-case-usage": '{"2048":[{"type":"x","estimated_time_to_regain_access":2}]}'}, 120.0),
        ({"x-business-use-case-usage": '{"2048":[{"estimated_time_to_regain_access":0}]}'}, None),
        ({"x-business-use-case-usage": "odd"}, None),
        ({"x-business-use-case-usage": "{}"}, None),
        ({}, None),
    ],
)
def test_how_long_graph_asks_us_to_wait(headers: dict[str, str], seconds: float | None) -> None:
    answer = Answer(400, headers, json.dumps(error(4)).encode())
    assert outcome_of(answer) == Refusal("rate_limited", 4, seconds)


async def test_a_cut_connection_leaves_it_unclear() -> None:
    async def cut(scope: Any, receive: Any, send: Any) -> None:
        raise ConnectionResetError("cut")

    assert await post(cut) == Unclear("connection_lost")


async def test_what_never_connected_was_not_sent() -> None:
    async with Http() as http:
        client = GraphClient(http, "http://name.invalid", "v24.0")
        outcome = await client.send(PNID, "token", ANA, Outgoing("text", "Hello"), "c1:m-1")
    assert isinstance(outcome, NotSent)


async def test_silence_is_a_timeout() -> None:
    async def silent(scope: Any, receive: Any, send: Any) -> None:
        raise TimeoutError

    assert await post(silent) == Unclear("timeout")


@pytest.mark.parametrize(
    ("status", "body", "is_marked"),
    [
        (200, {"success": True}, True),
        (200, {"success": False}, False),
        (200, b"", False),
        (400, error(131009), False),
        (500, {"success": True}, False),
    ],
)
async def test_a_read_mark_counts_when_graph_confirms_it(status: int, body: Any, is_marked: bool) -> None:
    graph = Graph(status, body)
    async with Http(transport=in_process(graph)) as http:
        client = GraphClient(http, "http://graph", "/v24.0/")
        assert await client.mark_read(PNID, "token", "wamid.9") is is_marked
    assert graph.calls[0][2] == {"messaging_product": "whatsapp", "status": "read", "message_id": "wamid.9"}


async def test_a_read_mark_that_got_lost_is_not_marked() -> None:
    async def cut(scope: Any, receive: Any, send: Any) -> None:
        raise ConnectionResetError("cut")

    async with Http(transport=in_process(cut)) as http:
        assert not await GraphClient(http, "http://graph", "v24.0").mark_read(PNID, "token", "wamid.9")


async def test_the_token_is_in_no_log(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    await post(Graph(401, error(190)))
    assert "secret-token" not in caplog.text
    assert "Hello" not in caplog.text


@pytest.mark.parametrize(
    ("status", "body", "kept"),
    [
        (400, error(131056), error(131056)),
        (400, error(999_999, something_new={"a": [1]}), error(999_999, something_new={"a": [1]})),
        (200, b"<html>\xff", {"status": 200, "text": "<html>\\xff"}),
        (502, b"", None),
    ],
)
async def test_an_answer_that_was_no_acceptance_is_kept_as_it_came(status: int, body: Any, kept: Any) -> None:
    outcome = await post(Graph(status, body))
    assert isinstance(outcome, (Refusal, SaidFailed, Unclear))
    assert (None if outcome.said is None else json.loads(outcome.said)) == kept


async def test_what_is_kept_of_an_endless_answer_is_bounded() -> None:
    outcome = await post(Graph(500, b"x" * 1_000_000))
    assert isinstance(outcome, Unclear)
    assert outcome.said is not None
    assert len(outcome.said) < 20_000

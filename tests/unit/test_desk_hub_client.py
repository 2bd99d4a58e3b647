"""Addresses of a hub, and what its refusals mean."""

from __future__ import annotations

import json
from typing import Any

import pytest

from app.desk.hub_client import HubClient, HubRefused, HubUnreachable, checked_address
from app.domain.errors import EnvironmentFailure
from app.net import Http, in_process


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("https://hub.salon.example/", "https://hub.salon.example"),
        ("https://salon.example/comptoir/", "https://salon.example/comptoir"),
        (" http://127.0.0.1:8765 ", "http://127.0.0.1:8765"),
        ("http://localhost:1", "http://localhost:1"),
        ("http://[::1]:8765", "http://[::1]:8765"),
    ],
)
def test_a_good_address_is_kept_without_its_last_slash(address: str, kept: str) -> None:
    assert checked_address(address) == kept


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("http://hub.salon.example", "hub_address_insecure"),
        ("http://127.0.0.1.evil.example", "hub_address_insecure"),
        ("http://192.168.1.4:8765", "hub_address_insecure"),
        ("ftp://hub", "hub_address_bad"),
        ("hub.salon.example", "hub_address_bad"),
        ("https://", "hub_address_bad"),
        ("https://hub:99999", "hub_address_bad"),
        ("https://hub/?token=x", "hub_address_bad"),
    ],
)
def test_a_token_never_travels_in_the_clear(address: str, code: str) -> None:
    with pytest.raises(EnvironmentFailure, match=code):
        checked_address(address)


class Answering:
    """A hub that gives one answer to everything."""

    def __init__(self, status: int, body: Any, **headers: str) -> None:
        self._status = status
        self._body = body if isinstance(body, bytes) else json.dumps(body).encode()
        self._headers = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": self._status, "headers": self._headers})
        await send({"type": "http.response.body", "body": self._body})


async def asked(answer: Answering) -> HubRefused:
    async with Http(transport=in_process(answer)) as http:
        with pytest.raises(HubRefused) as caught:
            await HubClient(http, "http://localhost", "token").send([])
    return caught.value


async def test_a_refusal_carries_code_facts_and_patience() -> None:
    refused = await asked(Answering(429, {"code": "too_fast", "facts": {"limit": "9"}}, retry_after="12"))
    assert (refused.code, refused.facts["limit"], refused.after_s) == ("too_fast", "9", 12.0)
    assert refused.is_passing


async def test_an_answer_of_something_else_is_a_refusal_too() -> None:
    refused = await asked(Answering(502, b"<html>bad gateway"))
    assert (refused.code, refused.is_passing, refused.facts["status"]) == ("hub_refused", True, "502")
    assert not (await asked(Answering(401, b""))).is_shut_out
    revoked = await asked(Answering(401, b'{"code": "device_revoked", "facts": {}}'))
    assert (revoked.code, revoked.is_shut_out, revoked.is_passing) == ("device_revoked", True, False)
    assert not (await asked(Answering(422, {"code": "id_reuse"}))).is_passing


async def test_no_answer_says_whether_the_request_may_have_arrived() -> None:
    async with Http() as http:
        with pytest.raises(HubUnreachable) as caught:
            await HubClient(http, "http://127.0.0.1:1").hello()
    assert caught.value.was_not_sent


@pytest.mark.parametrize(
    "body", [[], {}, {"log_id": 4, "head": 1, "protocol": {"min": 1, "max": 1}}, {"log_id": "x"}]
)
async def test_a_greeting_of_something_else_is_no_hub(body: Any) -> None:
    async with Http(transport=in_process(Answering(200, body))) as http:
        with pytest.raises(EnvironmentFailure, match="answer_unreadable"):
            await HubClient(http, "http://localhost").hello()

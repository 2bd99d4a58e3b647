"""What Graph tells while a number is connected: whatever is missing or odd stays unknown, and nothing is made up."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from app.domain.clock import FakeClock
from app.domain.setup import Credentials, NumberFact, Registration
from app.hub.setup_app import payment_finding, publication, token_findings
from app.hub.setup_findings import quiet
from app.hub.setup_trial import trial_findings
from app.hub.setup_webhook import is_address
from app.net import Http, in_process
from app.whatsapp.management import GraphRefused, GraphUnreachable, ManagementClient
from app.whatsapp.onboarding import OnboardingClient
from app.whatsapp.onboarding_reading import (
    NEEDED_RIGHTS,
    AppSubscription,
    TokenFacts,
    account_state,
    app_subscription,
    number_state,
    people_of,
    subscribed_apps,
    token_facts,
)
from storage.view import Trial
from tests.unit.test_management import Graph

NOW = datetime(2026, 11, 26, 9, 42, tzinfo=UTC)
RECALLED = {
    "app_id": "880011223344", "type": "SYSTEM_USER", "application": "Inbox", "is_valid": True, "expires_at": 0,
    "scopes": ["whatsapp_business_messaging", "whatsapp_business_management"],
    "granular_scopes": [{"scope": "whatsapp_business_management", "target_ids": ["204800000000017"]}],
}  # fmt: skip


def test_a_token_as_the_reference_shows_it() -> None:
    facts = token_facts({"data": RECALLED})
    assert (facts.kind, facts.expires_at, facts.missing_rights) == ("system_user", None, ())
    assert facts.account_ids == ("204800000000017",)


@pytest.mark.parametrize(
    "data", [None, [], {"is_valid": "yes"}, {"scopes": None, "granular_scopes": [3, {}]}, {}]
)
def test_an_odd_answer_makes_no_good_token(data: Any) -> None:
    facts = token_facts({"data": data})
    assert not facts.is_valid and facts.account_ids == ()


def test_rights_that_are_not_told_are_not_missing() -> None:
    silent = token_facts({"data": {"is_valid": True, "type": "SYSTEM_USER"}})
    assert [one.code for one in token_findings(silent, "1", FakeClock())] == ["token_unknown"]
    granular = {"is_valid": True, "granular_scopes": [{"scope": "whatsapp_business_messaging"}]}
    assert token_facts({"data": granular}).missing_rights == ("whatsapp_business_management",)


def test_everything_that_is_wrong_with_a_token_is_said_at_once() -> None:
    clock = FakeClock()
    facts = TokenFacts(True, "user", "2", "Other", clock.now(), frozenset())
    codes = [one.code for one in token_findings(facts, "1", clock)]
    assert codes == ["token_of_other_app", "token_expired", "token_rights_missing"]
    lasting = TokenFacts(True, "user", rights=frozenset(NEEDED_RIGHTS))
    assert [one.code for one in token_findings(lasting, "1", clock)] == ["token_personal_lasting"]


def test_health_tells_of_payment_and_publication() -> None:
    health = {
        "entities": [
            {"entity_type": "WABA", "can_send_message": "LIMITED", "errors": [{"error_code": 131042}]},
            {
                "entity_type": "APP",
                "can_send_message": "LIMITED",
                "additional_info": ["App is in development mode"],
            },
            {"entity_type": "BUSINESS", "can_send_message": "AVAILABLE"},
            {"entity_type": "PHONE_NUMBER", "can_send_message": "BLOCKED"},
            "odd",
        ]
    }
    state = account_state({"id": 204800000000017, "health_status": health, "primary_funding_id": "7"})
    assert state is not None
    assert (state.fact.account_id, state.has_payment) == ("204800000000017", False)
    assert [(one.entity, one.number) for one in state.troubles] == [
        ("waba", 131042),
        ("app", 0),
        ("phone_number", 0),
    ]
    assert publication(state.troubles).code == "app_unpublished"
    bare = account_state({"id": "1"})
    assert bare is not None and (bare.has_payment, bare.troubles) == (None, ())
    assert (payment_finding(bare).state, publication(bare.troubles).state) == ("unknown", "unknown")
    assert account_state({"name": "x"}) is None


@pytest.mark.parametrize(
    ("item", "status"),
    [
        ({"id": "1", "status": "CONNECTED"}, "connected"),
        ({"id": "1", "platform_type": "CLOUD_API"}, "connected"),
        ({"id": "1", "platform_type": "NOT_APPLICABLE"}, "unknown"),
        ({"id": "1"}, "unknown"),
    ],
)
def test_whether_a_number_is_registered(item: Any, status: str) -> None:
    state = number_state(item)
    assert state is not None and state.fact == NumberFact("1", "1", "", status, "unknown")


@pytest.mark.parametrize(
    ("limit", "people"),
    [
        ("TIER_250", 250),
        ("TIER_2K", 2_000),
        ("tier_100K", 100_000),
        ("TIER_UNLIMITED", None),
        ("", None),
        ("x", None),
    ],
)
def test_a_limit_is_a_number_of_people(limit: str, people: int | None) -> None:
    assert people_of(limit) == people


def test_where_webhooks_go() -> None:
    row = {"object": "whatsapp_business_account", "callback_url": "https://a.example/webhooks/whatsapp"}
    now = app_subscription(
        [{"object": "page"}, row | {"fields": [{"name": "messages"}, "calls", None]}], row["object"]
    )
    assert now == AppSubscription(row["callback_url"], frozenset({"messages", "calls"}), True)
    assert app_subscription([], row["object"]) is None
    told: list[Any] = [
        {"whatsapp_business_api_data": {"id": "8"}, "override_callback_uri": "https://x"},
        {},
        {"id": 9},
    ]
    assert [(one.app_id, one.override_url) for one in subscribed_apps(told)] == [
        ("8", "https://x"),
        ("9", ""),
    ]


@pytest.mark.parametrize(
    ("url", "is_good", "here"),
    [
        ("https://shop.example", True, True),
        ("https://shop.example:8443", True, True),
        ("http://shop.example", False, False),
        ("https://shop", False, False),
        ("https://shop.example/hook", False, False),
        ("https://me@shop.example", False, False),
        ("https://[", False, False),
        ("http://127.0.0.1:8080", False, True),
        ("https://192.0.2.7", False, True),
    ],
)
def test_an_address_that_meta_could_reach(url: str, is_good: bool, here: bool) -> None:
    assert (is_address(url, may_be_here=False), is_address(url, may_be_here=True)) == (is_good, here)


def test_metas_own_words_lose_every_secret() -> None:
    """Meta repeats a malformed token in its answer."""
    typed = Credentials(app_secret="s3cret", token="EAAGm0PX4ZCpsBAKZA", verify_token="our-word")
    said = f"Malformed access token {typed.token} for s3cret, our-word, 482910: {'a1' * 30}"
    assert quiet(said, typed, Registration(pin="482910")) == "Malformed access token … for …, …, …: …"


@pytest.mark.parametrize(
    ("state", "code", "is_waiting"),
    [
        ("queued", "trial_sending", True),
        ("accepted", "trial_accepted", False),
        ("read", "trial_delivered", False),
        ("failed", "trial_failed", False),
    ],
)
def test_what_became_of_the_answer(state: Any, code: str, is_waiting: bool) -> None:
    findings, waits = trial_findings(Trial(NOW, state, "payment_problem"), NOW, NOW)
    assert ([one.code for one in findings], waits) == (["trial_received", code], is_waiting)


async def asked(*answers: tuple[int, Any]) -> tuple[OnboardingClient, Graph]:
    graph = Graph(*answers)
    http = Http(transport=in_process(graph))
    return OnboardingClient(ManagementClient(http, "http://graph/", "/v24.0/")), graph


async def test_fields_that_may_not_be_read_are_left_out() -> None:
    no_field = (400, {"error": {"code": 100, "message": "nonexisting field"}})
    client, graph = await asked(no_field, no_field, (200, {"id": "1", "name": "Salon"}))
    state = await client.account("1", "t")
    assert state is not None and state.fact.name == "Salon"
    assert [one.partition("fields=")[2] for one in graph.asked][-1] == "id%2Cname"
    client, graph = await asked(no_field, no_field, no_field)
    assert await client.account("1", "t") is None
    client, _graph = await asked((400, {"error": {"code": 190}}))
    with pytest.raises(GraphRefused):
        await client.account("1", "t")


async def test_accounts_come_from_the_portfolio_where_the_token_names_none() -> None:
    facts = TokenFacts(True, portfolio_ids=("66",))
    refused = (403, {"error": {"code": 200}})
    client, graph = await asked((200, {"data": [{"id": "1"}]}), (200, {"id": "1", "name": "Salon"}), refused)
    assert [one.fact.account_id for one in await client.accounts("t", facts)] == ["1"]
    assert [one.split("?")[0].rpartition("/")[2] for one in graph.asked] == [
        "owned_whatsapp_business_accounts",
        "1",
        "client_whatsapp_business_accounts",
    ]


async def test_a_token_that_may_not_look_at_itself_is_looked_at_by_the_app() -> None:
    client, graph = await asked((400, {"error": {"code": 100}}), (200, {"data": RECALLED}))
    assert (await client.token("t", "880011223344|secret")).is_valid
    assert len(graph.asked) == 2
    client, _graph = await asked((502, b""))
    with pytest.raises(GraphUnreachable):
        await client.token("t")


async def test_no_secret_of_the_app_stands_in_an_address() -> None:
    client, graph = await asked((200, {"name": "Salon"}), (200, {"data": []}), (200, {"success": True}))
    assert await client.app_name("88", "canary-secret") == "Salon"
    assert await client.app_subscription("88", "canary-secret") is None
    await client.subscribe_app("88", "canary-secret", "https://x", "canary-word", ["messages"])
    assert "canary" not in json.dumps(graph.asked)

"""Connecting a number, asked of the hub step by step: what is good, each way in which it goes wrong, who may ask."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

import pytest

from app.domain.setup import STEPS, Registration, SetupReport, Step
from app.hub.config import LineConfig
from tests.flow.hub_world import SECRET
from tests.flow.setup_world import (
    CLOSED,
    ELSEWHERE,
    GATEWAY,
    PUBLIC,
    TYPED,
    VERIFY,
    SetupWorld,
    setup_world,
)
from tests.unit.sandbox_rig import BUSINESS

PHONE = "+33 6 39 98 10 20"


def codes(report: SetupReport) -> list[str]:
    return [found.code for found in report.findings]


def bad(report: SetupReport) -> list[str]:
    return [found.code for found in report.findings if found.state == "bad"]


# --- every step, when all is well ---


async def test_every_step_is_good_and_the_trial_message_is_answered(tmp_path: Path) -> None:
    async with setup_world(tmp_path) as it:
        desk = await it.hub.join()
        assert codes(await it.check("app", desk)) == ["app_good"]
        assert codes(await it.check("token", desk)) == ["token_good"]
        account = await it.check("account", desk, account_id="")
        assert codes(account) == ["account_good", "payment_good"]
        assert [one.account_id for one in account.accounts] == [BUSINESS.waba_id]
        number = await it.check("number", desk, number_id="")
        assert codes(number) == ["number_good", "quality_green", "limit_people", "templates_good"]
        assert [(one.phone, one.status) for one in number.numbers] == [(PHONE, "connected")]
        assert codes(await it.check("address", desk)) == ["address_good"]
        webhook = await it.check("webhook", desk)
        assert codes(webhook) == ["subscription_good", "app_publication_unknown"]
        assert (webhook.changed, webhook.is_done) == (("app_address_set", "account_subscribed"), True)
        assert (await it.check("webhook", desk)).changed == ()  # nothing is changed twice
        await _connect(it)
        await _tried(it, desk)


async def _connect(it: SetupWorld) -> None:
    """What the desk does: the same hub again, with the values."""
    line = LineConfig(BUSINESS.phone_number_id, TYPED.token)
    await it.hub.restart(
        lines=(line,), app_secrets=(SECRET,), verify_token=VERIFY, waba_id=BUSINESS.waba_id, public_url=PUBLIC
    )


async def _tried(it: SetupWorld, desk: Any) -> None:
    from app.domain.ids import ConversationId, MessageId
    from app.domain.sends import SendText

    since = it.hub.clock.now()
    waiting = await it.check("trial", desk, since=since)
    assert (codes(waiting), waiting.is_done) == (["trial_waiting"], False)
    await it.control("inbound", person="ana", text="Bonjour")
    await it.until(lambda: bool(it.hub.events("message.received")))
    said = await it.check("trial", desk, since=since)
    assert (codes(said), said.is_done) == (["trial_received", "trial_unanswered"], False)
    where = ConversationId(it.hub.events("message.received")[-1].subject)
    await it.hub.do(desk, SendText(MessageId("answer"), where, "Bienvenue"))
    await it.until(lambda: bool(it.hub.events("send.accepted")))
    assert "trial_received" in codes(await it.check("trial", desk, since=since))
    await it.until(lambda: len(it.hub.events("message.status")) > 1)
    delivered = await it.check("trial", desk, since=since)
    assert (codes(delivered), delivered.is_done) == (["trial_received", "trial_delivered"], True)
    assert codes(await it.check("trial", desk, since=it.hub.clock.now())) == ["trial_waiting"]


async def test_a_trial_message_that_does_not_come_says_where_to_look(tmp_path: Path) -> None:
    async with setup_world(tmp_path) as it:
        desk, since = await it.hub.join(), it.hub.clock.now()
        assert bad(await it.check("trial", desk, since=since)) == ["trial_not_connected"]
        await _connect(it)
        await it.hub.clock.advance(200)
        late = await it.check("trial", desk, since=since)
        assert (codes(late), late.is_done) == (["trial_late"], False)


# --- each failure ---


@pytest.mark.parametrize(
    ("step", "changes", "said"),
    [
        ("app", {"app_id": "My app"}, ["app_id_malformed"]),
        ("app", {"app_id": " "}, ["app_id_missing"]),
        ("app", {"app_secret": ""}, ["app_secret_missing"]),
        ("app", {"app_secret": "another"}, ["app_secret_wrong"]),
        ("app", {"app_id": "880011223399"}, ["app_secret_wrong"]),
        ("token", {"token": ""}, ["token_missing"]),
        ("token", {"token": "refused-x"}, ["token_refused"]),
        ("token", {"token": "personal-x"}, ["token_personal"]),
        ("token", {"token": "no-messaging-x"}, ["token_rights_missing"]),
        ("token", {"token": "no-management-x"}, ["token_rights_missing"]),
        ("token", {"token": "other-app-x"}, ["token_of_other_app"]),
        ("token", {"token": f"{TYPED.app_id}|{SECRET}"}, ["token_is_the_apps"]),
        ("account", {"account_id": "Salon"}, ["account_id_malformed"]),
        ("account", {"account_id": "204800000000099"}, ["account_foreign"]),
        ("account", {"token": "no-account-x", "account_id": ""}, ["account_missing"]),
        ("account", {"token": "refused-x"}, ["token_refused"]),
        ("number", {"number_id": "309900000000099"}, ["number_foreign"]),
        ("number", {"account_id": "204800000000099"}, ["account_foreign"]),
        ("address", {"public_url": ""}, ["address_missing"]),
        ("address", {"public_url": "http://shop.example"}, ["address_malformed"]),
        ("address", {"public_url": "https://shop.example/hook"}, ["address_malformed"]),
        ("address", {"public_url": "https://127.0.0.1"}, ["address_malformed"]),
        ("address", {"public_url": CLOSED}, ["address_unreachable"]),
        ("address", {"public_url": ELSEWHERE}, ["address_elsewhere"]),
        ("address", {"public_url": GATEWAY}, ["address_gateway"]),
        ("webhook", {"public_url": CLOSED}, ["subscription_refused"]),
        ("webhook", {"public_url": ""}, ["address_missing"]),
    ],
)
async def test_what_is_wrong_is_named(
    step: Step, changes: dict[str, Any], said: list[str], tmp_path: Path
) -> None:
    async with setup_world(tmp_path) as it:
        report = await it.check(step, await it.hub.join(), **changes)
        assert (bad(report), report.is_done, report.changed) == (said, False, ())


async def test_a_token_that_ends_or_tells_nothing_is_no_obstacle_but_is_said(tmp_path: Path) -> None:
    async with setup_world(tmp_path) as it:
        desk = await it.hub.join()
        for token, code, state in (
            ("sixty-days-x", "token_expires", "warning"),
            ("mute-x", "token_unknown", "unknown"),
        ):
            report = await it.check("token", desk, token=token)
            assert [(one.code, one.state) for one in report.findings] == [(code, state)]
            assert report.is_done
        assert [one.account_id for one in (await it.check("account", desk, token="mute-x")).accounts] == [
            BUSINESS.waba_id
        ]


@pytest.mark.parametrize(
    ("wish", "code", "state"),
    [
        ({"is_published": False}, "app_unpublished", "warning"),
        ({"has_payment": False}, "payment_missing", "warning"),
        ({"waba": {"account_review_status": "PENDING"}}, "account_pending", "warning"),
        ({"waba": {"account_review_status": "REJECTED"}}, "account_not_approved", "bad"),
    ],
)
async def test_how_the_account_stands(wish: dict[str, Any], code: str, state: str, tmp_path: Path) -> None:
    async with setup_world(tmp_path) as it:
        await it.control("account", **wish)
        report = await it.check("account", await it.hub.join())
        assert (code, state) in [(one.code, one.state) for one in report.findings]


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ({"status": "BANNED"}, "number_banned"),
        ({"status": "FLAGGED"}, "number_flagged"),
        ({"status": "RESTRICTED"}, "number_restricted"),
        ({"status": "DELETED"}, "number_state"),
        ({"name_status": "DECLINED"}, "name_declined"),
        ({"name_status": "PENDING_REVIEW"}, "name_pending"),
        ({"is_on_biz_app": True}, "number_on_app"),
        ({"quality_rating": "RED"}, "quality_red"),
        ({"whatsapp_business_manager_messaging_limit": "TIER_UNLIMITED"}, "limit_none"),
    ],
)
async def test_how_the_number_stands(number: dict[str, Any], code: str, tmp_path: Path) -> None:
    async with setup_world(tmp_path) as it:
        await it.control("account", number=number)
        assert code in codes(await it.check("number", await it.hub.join()))


# --- confirming and registering ---


async def test_a_new_number_is_confirmed_and_registered(tmp_path: Path) -> None:
    async with setup_world(tmp_path) as it:
        desk = await it.hub.join()
        await it.control("account", is_registered=False, number={"code_verification_status": "NOT_VERIFIED"})
        assert bad(await it.check("number", desk)) == ["number_unverified"]
        sent = await it.check("number", desk, Registration())
        assert (codes(sent)[0], sent.changed, sent.is_done) == ("code_sent", ("code_sent",), False)
        wrong = await it.check("number", desk, Registration(code="000000"))
        assert (bad(wrong), wrong.changed) == (["code_wrong"], ())
        code = await it.code()
        confirmed = await it.check("number", desk, Registration(code=code))
        assert (bad(confirmed), confirmed.changed) == (["number_unregistered"], ("number_verified",))
        assert bad(await it.check("number", desk, Registration(pin="12"))) == ["pin_malformed"]
        done = await it.check("number", desk, Registration(pin="482910"))
        assert (done.changed, done.is_done, done.numbers[0].status) == (
            ("number_registered",),
            True,
            "connected",
        )


async def test_a_wrong_pin_and_then_too_many(tmp_path: Path) -> None:
    async with setup_world(tmp_path) as it:
        desk = await it.hub.join()
        it.sandbox.world.account.pin = "482910"
        await it.control("account", is_registered=False)
        for _guess in range(5):
            assert bad(await it.check("number", desk, Registration(pin="111111"))) == ["pin_wrong"]
        assert bad(await it.check("number", desk, Registration(pin="482910"))) == ["pin_tries"]


# --- delivery ---


async def test_an_app_whose_address_is_set_by_hand_says_what_to_paste(tmp_path: Path) -> None:
    async with setup_world(tmp_path) as it:
        desk = await it.hub.join()
        await it.control("account", may_subscribe=False)
        report = await it.check("webhook", desk)
        assert bad(report) == ["subscription_by_hand"]
        assert dict(report.to_paste)["callback_url"] == f"{PUBLIC}/webhooks/whatsapp"
        assert dict(report.to_paste)["verify_token"] == VERIFY
        assert report.changed == ("account_subscribed",)
        again = await it.check("webhook", desk)  # by now it may be set: Meta does not say, so one can go on
        assert ("subscription_unknown" in codes(again), again.is_done) == (True, True)


async def test_another_programs_address_is_left_alone(tmp_path: Path) -> None:
    async with setup_world(tmp_path) as it:
        desk, account = await it.hub.join(), it.sandbox.world.account
        account.app_url = "https://crm.example/meta"
        report = await it.check("webhook", desk)
        assert "subscription_override" in codes(report)
        assert (report.changed, report.is_done) == (("account_address_set",), True)
        assert (account.app_url, account.override["url"]) == (
            "https://crm.example/meta",
            f"{PUBLIC}/webhooks/whatsapp",
        )


async def test_our_own_address_of_before_is_replaced(tmp_path: Path) -> None:
    async with setup_world(tmp_path) as it:
        desk, account = await it.hub.join(), it.sandbox.world.account
        account.app_url = "https://yesterday.example/webhooks/whatsapp"
        assert (await it.check("webhook", desk)).changed == ("app_address_set", "account_subscribed")
        assert account.app_url == f"{PUBLIC}/webhooks/whatsapp"


async def test_an_unpublished_app_stops_the_delivery(tmp_path: Path) -> None:
    async with setup_world(tmp_path) as it:
        await it.control("account", is_published=False)
        report = await it.check("webhook", await it.hub.join())
        assert (bad(report), report.is_done) == (["app_unpublished"], False)


async def test_an_address_of_another_comptoir(tmp_path: Path) -> None:
    """It answers, and refuses: it knows another verify token."""
    async with setup_world(tmp_path / "mine") as it, setup_world(tmp_path / "theirs") as theirs:
        desk = await it.hub.join()
        it.at_address = theirs.hub
        assert bad(await it.check("address", desk)) == ["address_other_word"]


# --- who may ask, and what nobody may see ---


async def test_only_the_owner_of_an_own_hub_may_ask(tmp_path: Path) -> None:
    async with setup_world(tmp_path) as it:
        for role in ("manager", "rep"):
            status, body = await it.ask("app", await it.hub.join(role))
            assert (status, b"role_missing" in body) == (403, True)
        assert (await it.ask("app", None))[0] == 401
        owner = await it.hub.join()
        await it.hub.restart(is_own=False)
        status, body = await it.ask("app", owner)
        assert (status, b"setup_elsewhere" in body, it.asked) == (409, True, [])


async def test_meta_that_does_not_answer_is_said_and_nothing_changed(tmp_path: Path) -> None:
    async with setup_world(tmp_path) as it:
        desk = await it.hub.join()
        it.is_graph_up = False
        for step in STEPS[2:8]:
            if step == "address":
                continue
            status, body = await it.ask(step, desk)
            assert (status, b"channel_unreachable" in body) == (503, True)


async def test_no_secret_is_told_back_logged_or_stored(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Also where Meta repeats what it was given."""
    caplog.set_level(logging.DEBUG)
    canaries = {
        "app_secret": "canary-app-secret",
        "token": "canary-token-EAAG",
        "verify_token": "canary-verify",
    }
    pin, code = "909090", "808080"
    async with setup_world(tmp_path) as it:
        desk, told = await it.hub.join(), b""
        await it.control("account", is_registered=False, number={"code_verification_status": "NOT_VERIFIED"})
        for step in STEPS:
            registration = Registration(pin=pin, code=code) if step == "number" else None
            _status, body = await it.ask(step, desk, registration, **canaries)
            told += body
        log = "".join(event.kind + repr(event.body) for event in it.hub.events())
    stored = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    seen = told + caplog.text.encode() + log.encode() + stored
    for secret in (canaries["app_secret"], canaries["token"], pin, code):
        assert secret.encode() not in seen

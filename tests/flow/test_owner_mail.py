"""E-mail to the owner while no computer of the team is there: when, what, and that nobody is told twice."""

from __future__ import annotations

import asyncio
import json
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, time, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from app.domain.errors import EnvironmentFailure
from app.domain.owner_mail import MailRules, Situation, Told, is_due, marks_of, to_tell
from app.domain.settings import ChangeSetting, check_value
from app.hub.mailing import ALONE_S, RETRY_S
from app.hub.smtp import TIMEOUT_S, deliver, server_of
from app.words.owner_mail import mail_text
from tests.flow.desk_world import reach
from tests.flow.hub_world import BO, Desk, HubWorld, until
from tests.flow.mail_server import MailBox, mail_server, trusting
from tests.guards.logs import Expect

NOW = datetime(2026, 11, 26, 9, 42, tzinfo=UTC)
TO = "camille@example.org"
RULES = MailRules(to=(TO,))


@asynccontextmanager
async def office(folder: Path, box: MailBox, **settings: Any) -> AsyncIterator[tuple[HubWorld, Desk]]:
    async with HubWorld(folder, smtp_url=f"smtp://127.0.0.1:{box.port}") as world:
        owner = await world.join()
        for name, value in {"mail_to": TO, "business_name": "Salon Camille", **settings}.items():
            assert (await world.do(owner, ChangeSetting(name, value))).result == "accepted"
        yield world, owner


async def test_the_owner_is_written_once_when_somebody_waits_and_nobody_is_there(tmp_path: Path) -> None:
    async with mail_server() as box, office(tmp_path, box) as (world, owner):
        await world.say("C’est urgent, je saigne")
        for _ in range(20):  # a desk is there all the time
            await world.page(owner, "after=0&limit=1")
            await world.clock.advance(120)
        assert box.mails == []
        await world.clock.advance(ALONE_S + 60)
        await until(lambda: len(box.mails) == 1)
        [text] = box.texts()
        assert "Salon Camille: 1 personne attend depuis" in text.replace("\N{NO-BREAK SPACE}", " ")
        assert "saigne" not in text and "Ana" not in text and "4477" not in text
        assert (box.mails[0]["To"], box.mails[0]["Auto-Submitted"]) == (TO, "auto-generated")
        await world.clock.advance(6 * 3600)
        await world.restart()
        await world.clock.advance(2 * 3600)
        assert len(box.mails) == 1  # of the same nobody is told again, not after a restart either


async def test_somebody_more_is_told_after_the_time_between_two(tmp_path: Path) -> None:
    async with mail_server() as box, office(tmp_path, box, mail_language="en") as (world, _owner):
        await world.say("Hello")
        await world.clock.advance(1_900)
        await until(lambda: len(box.mails) == 1)
        await world.say("Bonjour", person=BO)
        await world.clock.advance(3 * 3600)
        assert len(box.mails) == 1
        await world.clock.advance(3600 - 60)
        await reach(world.clock, lambda: len(box.mails) == 2, within_s=1_200, step_s=30)
        assert "2 people are waiting, the first one for 4 h." in box.texts()[1]


async def test_a_server_that_says_no_is_asked_again_and_told_to_the_doctor(
    tmp_path: Path, expect_log: Expect
) -> None:
    async with mail_server() as box, office(tmp_path, box) as (world, owner):
        expect_log("mail not sent code=mail_address_refused")
        box.answers["RCPT"] = "550 no such person"
        await world.say("Hello")
        await world.clock.advance(1_900)
        await until(lambda: box.tries == 1)
        await world.clock.advance(0)
        told = json.loads((await world.call("GET", "/api/v1/doctor", owner)).body)
        assert [one["code"] for one in told["findings"] if one["check"] == "mail"] == ["mail_address_refused"]
        box.answers.clear()
        await world.clock.advance(ALONE_S + 2 * RETRY_S)
        await until(lambda: len(box.mails) == 1)


@pytest.mark.parametrize("answers", [{"QUIT": "500 what?"}, {"AFTER": ""}])
async def test_an_owner_whose_mail_server_parts_oddly_does_not_get_the_same_again_and_again(
    tmp_path: Path, answers: dict[str, str], expect_log: Expect
) -> None:
    async with mail_server() as box, office(tmp_path, box) as (world, _owner):
        if "AFTER" in answers:
            expect_log("mail not sent code=mail_server_silent")
        box.answers.update(answers)
        await world.say("Hello")
        await world.clock.advance(1_900)
        await until(lambda: len(box.mails) == 1)
        await world.clock.advance(ALONE_S + 3 * RETRY_S)
        assert (len(box.mails), box.tries) == (1, 1)


async def test_a_hub_stops_at_once_while_a_mail_server_is_silent(tmp_path: Path) -> None:
    async with mail_server() as box, office(tmp_path, box) as (world, owner):
        box.answers["MAIL"] = "HANG"
        asked = asyncio.ensure_future(world.call("POST", "/api/v1/mail/trial", owner, {}))
        await until(lambda: box.tries == 1)
        began_s = asyncio.get_running_loop().time()
        await world.hub.stop()
        assert asyncio.get_running_loop().time() - began_s < TIMEOUT_S / 2
        box.hung.set()
        await asyncio.gather(asked, return_exceptions=True)


async def test_an_owner_tries_it_and_hears_why_it_does_not_go(tmp_path: Path) -> None:
    async with mail_server() as box, office(tmp_path, box) as (world, owner):
        answer = await world.call("POST", "/api/v1/mail/trial", owner, {})
        assert (answer.status, json.loads(answer.body)) == (200, {"count": 1})
        assert "essai" in box.texts()[0]
        box.answers["MAIL"] = "451 later"
        answer = await world.call("POST", "/api/v1/mail/trial", owner, {})
        told = json.loads(answer.body)
        assert (answer.status, told["code"], told["facts"]["said"]) == (409, "mail_refused", "later")
        assert (await world.do(owner, ChangeSetting("mail_to", ""))).result == "accepted"
        answer = await world.call("POST", "/api/v1/mail/trial", owner, {})
        assert json.loads(answer.body)["code"] == "mail_nobody"
        await world.restart(smtp_url=None)
        answer = await world.call("POST", "/api/v1/mail/trial", owner, {})
        assert json.loads(answer.body)["code"] == "mail_not_set"


def mail() -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@example.org", TO, "x"
    message.set_content("x")
    return message


async def test_a_server_must_prove_who_it_is_before_it_gets_the_password() -> None:
    async with mail_server(is_tls=True) as box:
        server = server_of(f"smtps://camille%40example.org:secret@localhost:{box.port}")
        await asyncio.to_thread(deliver, server, mail(), trusting)
        assert len(box.mails) == 1
        with pytest.raises(EnvironmentFailure) as refused:
            await asyncio.to_thread(deliver, server, mail(), ssl.create_default_context)
        assert (refused.value.code, len(box.mails)) == ("mail_server_untrusted", 1)
        box.answers["AUTH"] = "535 no"
        with pytest.raises(EnvironmentFailure) as refused:
            await asyncio.to_thread(deliver, server, mail(), trusting)
        assert refused.value.code == "mail_login_refused"
    with pytest.raises(EnvironmentFailure) as refused:
        await asyncio.to_thread(deliver, server, mail(), trusting)
    assert refused.value.code == "mail_server_silent"


@pytest.mark.parametrize(
    ("url", "found"),
    [
        ("smtps://a%40example.org:p%3Aw@mail.example.org", ("mail.example.org", 465, "p:w", "a@example.org")),
        ("smtp+starttls://camille:pw@mail.example.org", ("mail.example.org", 587, "pw", "camille@mail.example.org")),
        ("smtps://u:pw@mail.example.org:1465?from=b@example.org", ("mail.example.org", 1465, "pw", "b@example.org")),
    ],
)  # fmt: skip
def test_a_server_is_read_from_its_address(url: str, found: tuple[str, int, str, str]) -> None:
    server = server_of(url)
    assert (server.host, server.port, server.password, server.sender) == found
    assert server.password not in repr(server)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "mail.example.org",
        "smtp://mail.example.org",
        "http://mail.example.org",
        "smtps://h:x",
        "smtps://h?from=a%0Ab",
    ],
)
def test_what_is_no_encrypted_way_to_a_server_is_refused(url: str) -> None:
    with pytest.raises(EnvironmentFailure):
        server_of(url)


@pytest.mark.parametrize(
    ("value", "is_good"),
    [("", True), (TO, True), (f"{TO}, b@example.org", True), ("camille", False), ("a@b.org\nBcc: c@d.org", False),
     ("<a@b.org>", False), (", ".join(f"a{n}@b.org" for n in range(6)), False)],
)  # fmt: skip
def test_only_addresses_are_taken(value: str, is_good: bool) -> None:
    assert (check_value("mail_to", value) is None) is is_good


def test_what_is_worth_an_e_mail() -> None:
    waits = Situation(3, NOW - timedelta(minutes=40))
    assert to_tell(NOW, waits, RULES) == waits
    assert marks_of(to_tell(NOW, Situation(3, NOW - timedelta(minutes=20)), RULES)) == frozenset()
    assert marks_of(to_tell(NOW, waits, MailRules(to=(TO,), waiting_count=4))) == frozenset()
    assert marks_of(to_tell(NOW, waits, MailRules(to=(TO,), waiting_count=0))) == frozenset()
    lost = Situation(unreachable_since=NOW - timedelta(minutes=15))
    assert to_tell(NOW, lost, RULES) == lost
    assert marks_of(to_tell(NOW, lost, MailRules(to=(TO,), unreachable=None))) == frozenset()


@pytest.mark.parametrize(("hour", "is_quiet"), [(21, False), (22, True), (3, True), (6, True), (7, False)])
def test_the_night_is_the_businesss_own(hour: int, is_quiet: bool) -> None:
    assert RULES.is_quiet(datetime(2026, 11, 26, hour - 1, 30, tzinfo=UTC)) is is_quiet
    always = MailRules(quiet_from=time(8), quiet_to=time(8))
    assert not always.is_quiet(datetime(2026, 11, 26, hour - 1, 30, tzinfo=UTC))


def test_the_same_is_never_told_twice_and_two_e_mails_are_apart() -> None:
    first = Situation(1, NOW)
    told = Told(marks_of(first), NOW)
    later = NOW + timedelta(hours=5)
    assert is_due(NOW, first, RULES, Told())
    assert not is_due(later, first, RULES, told)
    more = Situation(2, NOW)
    assert not is_due(NOW + timedelta(hours=1), more, RULES, told)
    assert is_due(later, more, RULES, told)
    assert not is_due(later, more, MailRules(), told)


def test_an_e_mail_has_counts_and_moments_alone() -> None:
    found = Situation(3, NOW - timedelta(minutes=40), NOW - timedelta(minutes=17))
    text = mail_text(found, "en", "Europe/Paris", "Salon\nCamille", NOW)
    assert text.subject.startswith(
        "SalonCamille: 3 people are waiting, the first one for 40 min. WhatsApp cannot"
    )
    assert "since 10:25" in text.body and "\n\n" in text.body
    french = mail_text(found, "fr", "Europe/Paris", "", NOW)
    assert french.subject.startswith("3 personnes attendent, la première depuis 40 min.")
    yesterday = mail_text(Situation(unreachable_since=NOW - timedelta(days=1)), "en", "Europe/Paris", "", NOW)
    assert "since 25/11 10:42" in yesterday.body

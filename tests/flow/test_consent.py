"""Consent all the way at the hub: a stop word in its own transaction, the channel's switch, every send, quiet hours."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from app.domain.arrivals import MessageReceived
from app.domain.channels import WHATSAPP
from app.domain.consent import (
    ClearDoubt,
    ConsentGiven,
    ConsentWithdrawn,
    Purpose,
    RecordConsent,
    WithdrawConsent,
)
from app.domain.consent_words import built_in, change_of
from app.domain.contents import Content, SentTemplate, TemplateValue
from app.domain.ids import ContactId, MessageId
from app.domain.scheduled import ScheduleMessage, SendScheduled
from app.domain.sends import SendMessage
from app.domain.settings import ChangeSetting
from app.domain.templates import Template, TemplateChanged
from app.hub.appender import Draft
from app.hub.consent_signs import HUB
from storage import view
from tests.flow.fake_graph import FakeGraph
from tests.flow.hub_world import ANA, BO, HubWorld, message_webhook, text_item, webhook
from tests.flow.office import M1, Office, office

NIGHT = datetime(2026, 11, 26, 22, 15, tzinfo=UTC)  # also in London, where Ana lives


def template(category: str, name: str = "news") -> Content:
    values = (TemplateValue("1", "123456"),) if category == "authentication" else ()
    return Content(template=SentTemplate(name, "en_GB", category, body_values=values))


async def ask(o: Office, category: str, message_id: str = M1, **more: Any) -> Any:
    body = SendMessage(MessageId(message_id), o.ana, "template", "Hello", template(category), **more)
    return await o.world.do(o.desk, body)


def who(o: Office) -> ContactId:
    with o.world.reading() as conn:
        conversation = view.load_conversation(conn, o.ana)
    assert conversation is not None
    return conversation.contact_id


def standing(world: HubWorld, contact_id: ContactId, purpose: Purpose) -> str:
    with world.reading() as conn:
        return view.consent_card(conn, contact_id).of(purpose).state


async def agree(o: Office, *purposes: Purpose, **more: Any) -> None:
    at = more.pop("at", o.world.clock.now())
    body = RecordConsent(who(o), purposes or ("marketing",), "form", at, "Offers by WhatsApp: yes", **more)
    outcome = await o.world.do(o.desk, body)
    assert outcome.result == "accepted", outcome


async def end(o: Office, *purposes: Purpose) -> None:
    body = WithdrawConsent(who(o), purposes, "rep", o.world.clock.now())
    assert (await o.world.do(o.desk, body)).result == "accepted"


def consents(world: HubWorld) -> Sequence[Any]:
    return [event for event in world.events() if event.kind.startswith("consent.")]


# ------------------------------------------------- what comes in


async def test_a_stop_word_ends_offers_and_reminders_in_the_transaction_of_its_message(
    tmp_path: Path,
) -> None:
    async with office(tmp_path) as o:
        await agree(o)
        await o.world.clock.advance(60)
        said = await o.world.say("STOP svp")
        [event] = o.world.events("consent.withdrawn")
        body = event.body
        assert isinstance(body, ConsentWithdrawn)
        assert (body.purposes, body.source, body.wording) == (
            ("reminders", "marketing"),
            "stop_word",
            "STOP svp",
        )
        assert body.message_id == said.body.message_id  # type: ignore[union-attr]
        assert (event.actor.kind, event.subject, event.accepted_at) == ("hub", who(o), said.accepted_at)
        assert event.pos == said.pos + 1
        assert [standing(o.world, who(o), one) for one in ("service", "reminders", "marketing")] == [
            "given",
            "withdrawn",
            "withdrawn",
        ]
        notices = lines_of(o)
        assert notices == ["consent_given", "consent_withdrawn_stop_word"]


def lines_of(o: Office) -> list[str]:
    with o.world.reading() as conn:
        rows = view.thread_page(conn, o.ana, limit=50)
    return [
        row.notice.what for row in rows if row.notice is not None and row.notice.what.startswith("consent")
    ]


async def test_the_same_stop_brought_three_times_and_over_a_restart_is_one(tmp_path: Path) -> None:
    async with office(tmp_path) as o:
        posted = message_webhook("Arrêtez !", sent_at=o.world.clock.now(), wamid="wamid.STOP")
        for _ in range(2):
            assert await o.world.post(posted) == 200
        await o.world.settled()
        await o.world.restart()
        assert await o.world.post(posted) == 200
        other = dict(posted, extra=1)  # the same message in another body
        assert await o.world.post(other) == 200
        await o.world.settled()
        assert len(o.world.events("consent.withdrawn")) == 1


@pytest.mark.parametrize("text", ["Hello", "On se retrouve à l'arrêt", "yes", "cancel"])
async def test_what_is_no_stop_ends_nothing(tmp_path: Path, text: str) -> None:
    async with office(tmp_path) as o:
        await o.world.say(text)
        assert consents(o.world) == []


async def test_a_tapped_button_that_says_stop_counts(tmp_path: Path) -> None:
    async with office(tmp_path) as o:
        item = text_item("", sent_at=o.world.clock.now()) | {
            "type": "button",
            "button": {"text": "Stop promotions", "payload": "x"},
        }
        assert await o.world.post(webhook({"messages": [item]})) == 200
        await o.world.settled()
        assert [event.kind for event in consents(o.world)] == ["consent.withdrawn"]


async def test_a_history_says_nothing_about_today(tmp_path: Path) -> None:
    async with office(tmp_path) as o:
        item = text_item("STOP", wamid="wamid.old", sent_at=o.world.clock.now() - timedelta(days=90))
        history = {"history": [{"metadata": {}, "threads": [{"id": ANA, "messages": [item]}]}]}
        assert await o.world.post(webhook(history, field="history")) == 200
        await o.world.settled()
        assert consents(o.world) == []


async def test_what_may_be_a_stop_waits_for_a_person_and_holds_offers_back(tmp_path: Path) -> None:
    async with office(tmp_path) as o:
        await agree(o)
        said = await o.world.say("Stop it's too much")
        assert isinstance(said.body, MessageReceived)
        message_id = said.body.message_id
        assert [event.kind for event in consents(o.world)][1:] == ["consent.doubted"]
        assert standing(o.world, who(o), "marketing") == "given"
        assert (await ask(o, "marketing")).code == "consent_doubted"
        assert (await ask(o, "utility", "m-2")).result == "accepted"
        assert (await o.world.do(o.desk, ClearDoubt(who(o), message_id))).result == "accepted"
        assert (await ask(o, "marketing", "m-3")).result == "accepted"
        assert lines_of(o) == ["consent_given", "consent_doubted"]


async def test_the_teams_own_words_count_from_the_next_message_on(tmp_path: Path) -> None:
    async with office(tmp_path) as o:
        change = change_of("stop", [*(one for one in built_in("stop") if one != "basta"), "lasse mich"])
        rep = await o.world.join("rep", "Rep")
        assert (await o.world.do(rep, ChangeSetting("words_stop", change))).code == "role_missing"
        assert (await o.world.do(o.desk, ChangeSetting("words_stop", change))).result == "accepted"
        await o.world.say("Basta")
        await o.world.say("Lasse mich!")
        assert [event.body.wording for event in o.world.events("consent.withdrawn")] == ["Lasse mich!"]  # type: ignore[union-attr]


def preference(value: str, at: datetime, person: str = ANA) -> dict[str, Any]:
    item = {
        "wa_id": person, "category": "marketing_messages", "value": value, "detail": "User chose",
        "timestamp": int(at.timestamp()),
    }  # fmt: skip
    return webhook({"user_preferences": [item]}, field="user_preferences")


async def test_the_channels_own_switch_ends_offers_alone_and_brings_them_back(tmp_path: Path) -> None:
    async with office(tmp_path) as o:
        await agree(o)
        await o.world.clock.advance(60)
        stop = preference("stop", o.world.clock.now())
        for _ in range(2):
            await o.world.post(stop)
        await o.world.settled()
        [event] = o.world.events("consent.withdrawn")
        body = event.body
        assert isinstance(body, ConsentWithdrawn)
        assert (body.purposes, body.source, body.channel) == (("marketing",), "channel", WHATSAPP)
        assert standing(o.world, who(o), "reminders") == "unknown"
        assert (await ask(o, "marketing")).code == "consent_withdrawn"
        await o.world.clock.advance(60)
        await o.world.post(preference("resume", o.world.clock.now()))
        await o.world.settled()
        assert (await ask(o, "marketing", "m-2")).result == "accepted"


async def test_an_old_switch_that_comes_late_does_not_undo_a_newer_word(tmp_path: Path) -> None:
    async with office(tmp_path) as o:
        await o.world.say("STOP")
        await o.world.post(preference("resume", o.world.clock.now() - timedelta(days=2)))
        await o.world.settled()
        assert standing(o.world, who(o), "marketing") == "withdrawn"


async def test_whoever_switches_offers_off_before_writing_is_known_from_then_on(tmp_path: Path) -> None:
    async with office(tmp_path) as o:
        await o.world.post(preference("stop", o.world.clock.now(), BO))
        await o.world.settled()
        where = await o.world.conversation(BO)
        with o.world.reading() as conn:
            conversation = view.load_conversation(conn, where)
        assert conversation is not None
        assert standing(o.world, conversation.contact_id, "marketing") == "withdrawn"


async def test_a_message_that_the_channel_did_not_deliver_since_offers_are_off_ends_them(
    tmp_path: Path,
) -> None:
    async with office(tmp_path) as o:
        await agree(o)
        assert (await ask(o, "marketing")).result == "accepted"
        await o.ends_as("accepted")
        for _ in range(2):
            await o.tell("failed", errors=[{"code": 131050, "title": "x"}])
        [event] = o.world.events("consent.withdrawn")
        body = event.body
        assert isinstance(body, ConsentWithdrawn)
        assert (body.purposes, body.source, body.message_id) == (("marketing",), "channel", M1)
        assert (await ask(o, "marketing", "m-2")).code == "consent_withdrawn"
        assert (await ask(o, "utility", "m-3")).result == "accepted"


# ------------------------------------------------- what goes out


async def test_offers_need_a_recorded_consent_unless_the_team_decides_otherwise(tmp_path: Path) -> None:
    async with office(tmp_path) as o:
        refused = await ask(o, "marketing")
        assert (refused.code, dict(refused.facts)) == ("consent_missing", {"where": "marketing"})
        await o.world.do(o.desk, ChangeSetting("marketing_consent", False))
        assert (await ask(o, "marketing", "m-2")).result == "accepted"
        await end(o, "marketing")
        assert (await ask(o, "marketing", "m-3")).code == "consent_withdrawn"


async def test_what_a_desk_calls_a_template_does_not_count_but_what_the_channel_calls_it(
    tmp_path: Path,
) -> None:
    async with office(tmp_path) as o:
        known = Template("waba", "news", "en_GB", "approved", "marketing", "Sale!")
        draft = Draft(TemplateChanged(known), "", HUB, o.world.clock.now())
        await o.world.core.writer.run(lambda conn: o.world.core.appender.append(conn, [draft]))
        assert (await ask(o, "utility")).code == "consent_missing"


async def test_answers_always_go_and_so_does_what_was_asked_for(tmp_path: Path) -> None:
    async with office(tmp_path) as o:
        await o.world.say("STOP")
        await o.answer()
        assert (await ask(o, "utility", "m-2")).code == "consent_withdrawn"
        assert (await ask(o, "authentication", "m-3")).result == "accepted"


async def test_whoever_wants_nothing_at_all_and_writes_again_is_answered_again(tmp_path: Path) -> None:
    async with office(tmp_path) as o:
        await end(o, "service", "reminders", "marketing")
        assert (await ask(o, "authentication")).code == "consent_withdrawn"
        await o.world.clock.advance(60)
        await o.world.say("Do you have my code?")
        assert (await ask(o, "authentication", "m-2")).result == "accepted"
        assert (await ask(o, "utility", "m-3")).code == "consent_withdrawn"


async def test_a_stop_that_comes_while_an_offer_waits_here_keeps_it_here(tmp_path: Path) -> None:
    async with office(tmp_path) as o:
        await agree(o)
        assert (await ask(o, "marketing", grace_ms=60_000)).result == "accepted"
        await o.world.clock.advance(5)
        await o.world.say("stop")
        await o.ends_as("refused", within_s=120)
        assert o.graph.posts == []
        assert (o.last().code, o.last().facts["source"]) == ("consent_withdrawn", "stop_word")


async def test_consent_that_is_recorded_with_its_time_and_proof_allows_it(tmp_path: Path) -> None:
    async with office(tmp_path) as o:
        at = o.world.clock.now() - timedelta(days=400)
        await agree(o, at=at, proof="Sheet 12")
        [event] = o.world.events("consent.given")
        body = event.body
        assert isinstance(body, ConsentGiven)
        assert (body.at, body.proof, body.member_id) == (at, "Sheet 12", o.desk.member_id)
        assert (event.actor.kind, event.subject) == ("member", who(o))
        assert (await ask(o, "marketing")).result == "accepted"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"contact_id": ContactId("nobody")}, "contact_unknown"),
        ({"purposes": ()}, "consent_empty"),
        ({"source": "import"}, "consent_source"),
        ({"wording": ""}, "consent_unproved"),
        ({"at": datetime(2026, 11, 27, tzinfo=UTC)}, "consent_future"),
    ],
)
async def test_what_is_no_entry_is_refused(tmp_path: Path, changes: dict[str, Any], code: str) -> None:
    async with office(tmp_path) as o:
        fields: dict[str, Any] = {
            "contact_id": who(o), "purposes": ("marketing",), "source": "form", "at": o.world.clock.now(),
            "wording": "yes",
        } | changes  # fmt: skip
        assert (await o.world.do(o.desk, RecordConsent(**fields))).code == code


# ------------------------------------------------- the hour


async def evening(o: Office) -> None:
    """Time passes until it is night where Ana lives."""
    await o.world.clock.advance((NIGHT - o.world.clock.now()).total_seconds())


async def test_at_night_nothing_unasked_goes_out_but_by_an_explicit_press(tmp_path: Path) -> None:
    async with office(tmp_path) as o:
        await agree(o)
        await o.answer()  # nobody waits
        await o.ends_as("accepted")
        await evening(o)
        refused = await ask(o, "utility", "m-2")
        assert (refused.code, refused.facts["until"]) == ("quiet_hours", "2026-11-27T08:00:00+00:00")
        assert (refused.facts["time"], refused.facts["end"]) == ("22:15", "08:00")
        assert (await ask(o, "utility", "m-3", quiet_anyway=True)).result == "accepted"
        assert (await ask(o, "marketing", "m-4", quiet_anyway=True)).code == "quiet_hours"
        await o.world.do(o.desk, ChangeSetting("quiet_from", "23:00"))
        assert (await ask(o, "marketing", "m-5")).result == "accepted"
        assert (await o.world.do(o.desk, ChangeSetting("quiet_to", "8 h"))).code == "setting_time"
        await o.world.do(o.desk, ChangeSetting("quiet_from", "21:00"))
        await o.world.do(o.desk, ChangeSetting("quiet_hours", False))
        assert (await ask(o, "marketing", "m-6")).result == "accepted"


async def test_whoever_waits_is_answered_at_any_hour(tmp_path: Path) -> None:
    async with office(tmp_path) as o:
        await evening(o)
        await o.world.say("Are you there?")
        await o.answer()
        assert (await ask(o, "utility", "m-2")).result == "accepted"


async def test_a_planned_template_is_offered_the_morning_and_asked_about_when_consent_ended(
    tmp_path: Path,
) -> None:
    async with office(tmp_path) as o:
        await agree(o)
        await o.answer()
        await o.ends_as("accepted")
        plan = ScheduleMessage(MessageId("p"), o.ana, NIGHT, "template", "Hello", template("marketing"))
        refused = await o.world.do(o.desk, plan)
        assert refused.code == "quiet_hours"
        due_at = datetime.fromisoformat(refused.facts["until"])
        plan = ScheduleMessage(MessageId("p"), o.ana, due_at, "template", "Hello", template("marketing"))
        assert (await o.world.do(o.desk, plan)).result == "accepted"
        await o.world.say("STOP")
        await o.world.clock.advance((due_at - o.world.clock.now()).total_seconds() + 1)
        await o.reach(lambda: bool(o.world.events("schedule.asked")))
        [asked] = o.world.events("schedule.asked")
        assert asked.body.code in ("customer_wrote", "consent_withdrawn")  # type: ignore[union-attr]
        again = SendScheduled(MessageId("p"), o.ana, 1)
        assert (await o.world.do(o.desk, again)).code == "consent_withdrawn"
        assert [post.body["type"] for post in o.graph.posts] == ["text"]


async def test_planned_words_wait_for_the_morning_unless_a_person_wants_them_at_night(
    tmp_path: Path,
) -> None:
    async with office(tmp_path) as o:
        await o.answer()
        await o.ends_as("accepted")
        words = (o.ana, NIGHT, "text", "Good night")
        assert (await o.world.do(o.desk, ScheduleMessage(MessageId("p"), *words))).code == "quiet_hours"
        wanted = ScheduleMessage(MessageId("p"), *words, quiet_anyway=True)
        assert (await o.world.do(o.desk, wanted)).result == "accepted"
        await o.world.clock.advance((NIGHT - o.world.clock.now()).total_seconds() + 1)
        await o.reach(lambda: len(o.graph.posts) == 2)
        assert o.graph.posts[-1].text == "Good night"


async def test_hours_that_changed_meanwhile_make_the_hub_ask(tmp_path: Path) -> None:
    async with office(tmp_path) as o:
        await o.answer()
        await o.ends_as("accepted")
        due_at = o.world.clock.now() + timedelta(hours=2)
        plan = ScheduleMessage(MessageId("p"), o.ana, due_at, "text", "Hello")
        assert (await o.world.do(o.desk, plan)).result == "accepted"
        await o.world.do(o.desk, ChangeSetting("quiet_from", "11:00"))
        await o.world.clock.advance(2 * 3600 + 1)
        await o.reach(lambda: bool(o.world.events("schedule.asked")))
        [asked] = o.world.events("schedule.asked")
        assert asked.body.code == "quiet_hours"  # type: ignore[union-attr]
        assert isinstance(o.graph, FakeGraph)
        assert len(o.graph.posts) == 1

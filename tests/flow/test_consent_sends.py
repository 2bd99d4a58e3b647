"""Consent and the hour at the hub: what goes out, what waits, and what is refused with which reason."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from app.domain.consent import (
    ConsentGiven,
    RecordConsent,
)
from app.domain.ids import ContactId, ConversationId, MessageId
from app.domain.scheduled import ScheduleMessage, SendScheduled
from app.domain.settings import ChangeSetting
from app.domain.templates import Template, TemplateChanged
from app.hub.appender import Draft
from app.hub.consent_signs import HUB
from tests.flow.consent_office import agree, ask, end, template, who
from tests.flow.fake_graph import FakeGraph
from tests.flow.office import Office, office

NIGHT = datetime(2026, 11, 26, 22, 15, tzinfo=UTC)  # also in London, where Ana lives


# ------------------------------------------------- what goes out


async def test_offers_need_a_recorded_consent_unless_the_team_decides_otherwise(tmp_path: Path) -> None:
    async with office(tmp_path) as o:
        refused = await ask(o, "marketing")
        assert (refused.code, dict(refused.facts)) == ("consent_missing", {"where": "marketing"})
        await o.world.do(o.desk, ChangeSetting("marketing_consent", False))
        assert (await ask(o, "marketing", "m-2")).result == "accepted"
        await end(o, "marketing")
        assert (await ask(o, "marketing", "m-3")).code == "consent_withdrawn"


async def test_who_was_erased_and_asked_to_be_left_alone_gets_no_offer_under_any_rule(tmp_path: Path) -> None:
    """Who comes back by themselves is answered, and sent offers once they agree to them."""
    async with office(tmp_path) as o:
        leader = await o.world.join("owner", "Zoé")
        await o.world.do(leader, ChangeSetting("marketing_consent", False))
        wish = {"contact_id": who(o), "confirm": "Ana", "is_kept_off": True}
        assert (await o.world.call("POST", "/api/v1/erasures", leader, wish)).status == 200
        o = replace(o, ana=ConversationId((await o.world.say("It is me again")).subject))
        refused = await ask(o, "marketing", "m-2")
        assert (refused.result, refused.code) == ("rejected", "consent_missing")
        await agree(o)
        assert (await ask(o, "marketing", "m-3")).result == "accepted"


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

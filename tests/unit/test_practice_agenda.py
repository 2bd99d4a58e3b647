"""The practice salon's agenda: people of its story, services that can be saved, and nobody in two places at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest

from app.desk import practice_agenda as practice
from app.desk.practice_agenda import Known, PracticeAgenda, age_ms, next_open_day
from app.desk.practice_services import RESOURCES, SERVICES
from app.desk.practice_team import PEOPLE
from app.domain.agenda import resource_problem, service_problem
from app.domain.appointment_asks import AnswerAppointment, AskAppointments, BookAppointment, SetOutcome
from app.domain.contact_asks import AddContact
from app.domain.ids import ContactId, ConversationId
from app.domain.slot_offers import SaveWaiter, waiter_problem
from app.domain.template_drafts import as_template
from app.sandbox.stories.reader import load_story
from app.words.starters import starters

NOW = datetime(2026, 11, 26, 9, 42, tzinfo=UTC)  # a Thursday


def acts(now: datetime = NOW, *, has_template: bool = True) -> Sequence[object]:
    ids = iter(range(1, 10_000))
    draft = next(one.draft for one in starters() if one.draft.name == "appointment_reminder")
    template = replace(as_template(draft), status="approved")
    known = Known(
        {number: ContactId(f"p-{number}") for number in PEOPLE},
        {number: ConversationId(f"c-{number}") for number in PEOPLE},
    )
    agenda = PracticeAgenda(known, now, lambda: f"id-{next(ids)}")
    done = [body for _who, body in agenda.acts()]
    return done + [body for _who, body in agenda.asks((template,) if has_template else ())]


def booked(now: datetime = NOW) -> list[BookAppointment]:
    return [body for body in acts(now) if isinstance(body, BookAppointment)]


def test_everybody_who_comes_lives_in_the_story() -> None:
    world = load_story("salon", now=NOW, waba_id="204800000000017", phone_number_id="309900000000042")
    people = {person.phone: person.name for person in world.people.values()}
    assert PEOPLE >= practice.NUMBERS
    for number, name in {**practice.FROM_THE_COUNTER, **practice.ASKED_NAMES}.items():
        assert people[number] == name
    assert all(visit.number in people for visit in (*practice.NEXT_DAY, *practice.TODAY))


def test_resources_and_services_can_be_saved() -> None:
    assert all(resource_problem(one) is None for one in RESOURCES)
    assert all(service_problem(one) is None for one in SERVICES)
    assert [one.position for one in SERVICES] == list(range(12)) and all(one.price for one in SERVICES)


@pytest.mark.parametrize("now", [NOW, NOW + timedelta(days=2, hours=11), NOW + timedelta(days=3)])
def test_nobody_is_in_two_places_and_the_salon_is_open(now: datetime) -> None:
    lengths = {one.service_id: timedelta(minutes=one.length_min) for one in SERVICES}
    spans = sorted(
        (one.new.resource_id, one.new.starts_at, one.new.starts_at + lengths[one.new.service_id])
        for one in booked(now)
        if one.new.answer != "cancelled"
    )
    for (who, _start, end), (other, start, until) in pairwise(spans):
        assert who != other or end <= start
        local = start.astimezone(practice.ZONE), until.astimezone(practice.ZONE)
        assert local[0].weekday() != practice.SUNDAY and local[0].hour >= 9 and local[1].hour < 19


def test_after_saturday_comes_monday() -> None:
    assert next_open_day(NOW.date()).isoformat() == "2026-11-27"
    assert next_open_day(date(2026, 11, 28)).isoformat() == "2026-11-30"
    assert not [one for one in acts(NOW + timedelta(days=3)) if isinstance(one, BookAppointment)
                and one.new.starts_at.astimezone(practice.ZONE).day == 29]  # fmt: skip


def test_the_past_is_booked_before_it_was_and_has_an_end() -> None:
    past = [one for one in booked() if one.new.starts_at < NOW]
    assert all(age_ms(one, NOW) > (NOW - one.new.starts_at).total_seconds() * 1_000 for one in past)
    assert all(age_ms(one, NOW) == 0 for one in booked() if one not in past)
    ended = {one.appointment_id for one in acts() if isinstance(one, SetOutcome)}
    yesterday = {one.appointment_id for one in past if one.new.starts_at < NOW - timedelta(hours=12)}
    assert ended >= {one.appointment_id for one in past if one.new.answer != "cancelled"} & yesterday


def test_three_are_really_asked_where_the_account_has_the_reminder() -> None:
    asked = [one for one in acts() if isinstance(one, AskAppointments)]
    assert len(asked) == 3 and all(one.asks[0].message.kind == "template" for one in asked)
    assert {one.asks[0].message.text.split(",")[0] for one in asked} == {
        "Bonjour Lucie", "Bonjour Rémy", "Bonjour Yanis",
    }  # fmt: skip
    assert not [one for one in acts(has_template=False) if isinstance(one, AskAppointments)]


def test_about_people_who_did_not_come_nothing_is_done() -> None:
    nobody = PracticeAgenda(Known({}, {}), NOW, lambda: "id")
    assert list(nobody.acts()) == []
    made = acts()
    assert sum(isinstance(one, SaveWaiter) and waiter_problem(one.waiter) is None for one in made) == 3
    assert sum(isinstance(one, AddContact) for one in made) == len(practice.FROM_THE_COUNTER)
    assert [one.wish for one in made if isinstance(one, AnswerAppointment) and one.answer == "move"] == [
        "Saturday at 11:00"
    ]

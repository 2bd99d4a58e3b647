"""The ready texts of appointments: how far they are, and one press that submits them."""

from dataclasses import replace

import pytest

from app.domain.template_drafts import EDITABLE, draft_problems
from app.domain.templates import Template
from tests.fake_desk import FakeDesk

OURS = Template("waba", "appointment_reminder", "fr", "rejected", "utility", "Ancien texte", external_id="5")


@pytest.fixture
def desk() -> FakeDesk:
    return FakeDesk()


def submitted(desk: FakeDesk) -> list[tuple[str, str, str | None]]:
    return [(one.name, one.language, one.external_id) for what, one in desk.asked if what == "submit"]


@pytest.mark.parametrize(
    ("status", "state"),
    [("approved", "approved"), ("flagged", "approved"), ("pending", "pending"), ("in_appeal", "pending"),
     ("rejected", "rejected"), ("paused", "paused"), ("disabled", "paused"), ("archived", "none")],
)  # fmt: skip
def test_how_far_it_is(desk: FakeDesk, status: str, state: str) -> None:
    desk.set_templates([replace(OURS, status=status)])
    assert desk.reminder_template_state("fr") == state
    assert desk.reminder_template_state("en") == "none"
    assert desk.reminder_template_state("fr", "freed") == "none"


def test_the_best_of_several_counts(desk: FakeDesk) -> None:
    desk.set_templates([OURS, replace(OURS, name="meeting_reminder", language="fr_FR", status="approved")])
    assert desk.reminder_template_state("fr") == "approved"
    found = desk.reminder_template("fr")
    assert found is not None and found.name == "meeting_reminder"


@pytest.mark.parametrize("trade", ["salon", "clinic", "agency"])
@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("subject", ["reminder", "freed"])
async def test_one_press_submits_it_and_a_second_one_waits(
    desk: FakeDesk, trade: str, language: str, subject: str
) -> None:
    await desk.submit_reminder_template(language, trade, subject)  # type: ignore[arg-type]
    assert desk.reminder_template_state(language, subject) == "pending"  # type: ignore[arg-type]
    await desk.submit_reminder_template(language, trade, subject)  # type: ignore[arg-type]
    assert len(submitted(desk)) == 1
    draft = next(one for what, one in desk.asked if what == "submit")
    assert draft_problems(draft) == [] and draft.category == "utility"


async def test_a_rejected_one_is_submitted_in_its_place(desk: FakeDesk) -> None:
    assert OURS.status in EDITABLE
    desk.set_templates([OURS])
    await desk.submit_reminder_template("fr")
    assert submitted(desk) == [("appointment_reminder", "fr", "5")]


async def test_one_that_is_disabled_for_good_is_not_edited(desk: FakeDesk) -> None:
    desk.set_templates([replace(OURS, status="disabled")])
    await desk.submit_reminder_template("fr")
    assert submitted(desk) == [("appointment_reminder", "fr", None)]

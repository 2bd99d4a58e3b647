"""Telling customers that it is booked: free words with files in an open window, an approved text outside of it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from app.domain.agenda import Service
from app.domain.appointment_asks import NewAppointment
from app.domain.contents import Media
from app.domain.copies import changed
from app.domain.errors import ComptoirError
from app.domain.ids import ConversationId
from tests.flow.desk_world import Computer, computer, reach
from tests.flow.hub_world import HubWorld

DAY_S = 25 * 3600


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[HubWorld]:
    async with HubWorld(tmp_path / "hub") as world:
        yield world


@pytest.fixture
async def lea(world: HubWorld, tmp_path: Path) -> AsyncIterator[Computer]:
    async with computer(world, tmp_path / "lea") as made:
        yield made


async def settle(world: HubWorld, at: Computer) -> None:
    await reach(world.clock, lambda: at.desk.position == world.head and not at.desk.is_waiting_for_hub)


async def test_in_the_window_words_then_files_and_outside_the_honest_sentence(
    world: HubWorld, lea: Computer
) -> None:
    talk = ConversationId((await world.say()).subject)
    await settle(world, lea)
    row = lea.desk.inbox_row(talk)
    assert row is not None
    of_service = Media("application/pdf", "a" * 64, "before.pdf", 100)
    service = await lea.desk.save_service(
        Service("", "Colour", 45, preparation="Come with dry hair.", documents=(of_service,))
    )
    await settle(world, lea)
    at = world.clock.now().replace(hour=9, minute=0, second=0, microsecond=0) + timedelta(days=4)
    key = await lea.desk.book_appointment(NewAppointment(at, 45, "", service, contact_id=row.contact_id))
    nobody = await lea.desk.book_appointment(
        NewAppointment(at + timedelta(hours=1), 45, "", service, person="Zoé", phone="+33639981234")
    )
    await settle(world, lea)

    prepared = await lea.desk.prepare_file(b"%PDF-1.4 plan", name="plan.pdf", kind="document")
    told = lea.desk.booking_confirmation(key, [(prepared.kind, prepared.media)])  # type: ignore[union-attr]
    assert (told.code, told.is_open, told.left) == ("", True, ())
    assert [one.kind for one in told.messages] == ["text", "document", "document"]
    assert "Come with dry hair." in told.messages[0].text and "Colour" not in told.messages[0].text
    assert lea.desk.booking_confirmation(nobody).code == "confirmation_nobody"

    words = lea.desk.booking_confirmation(key)
    await lea.desk.confirm_booking(changed(words, messages=words.messages[:1]))
    await reach(
        world.clock, lambda: words.messages[0].text in [row.text for row in lea.desk.page(talk, limit=5)]
    )

    await world.clock.advance(DAY_S)
    late = lea.desk.booking_confirmation(key)
    assert (late.code, late.is_open, late.messages) == ("confirmation_no_template", False, ())
    with pytest.raises(ComptoirError, match="confirmation_no_template"):
        await lea.desk.confirm_booking(late)

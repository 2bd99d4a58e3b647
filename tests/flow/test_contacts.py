"""People from desk to desk: what is written of somebody, offline too; who is added is found when they write."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from app.domain.contact_asks import (
    AddContactNote,
    ChangeContact,
    EditContactNote,
    RemoveContactNote,
    TagContact,
)
from app.domain.contact_cards import ContactField, FieldChange
from app.domain.contact_rows import ContactCard
from app.domain.contacts import Identity
from app.domain.errors import ComptoirError
from app.domain.ids import ContactId
from storage import view
from tests.flow.desk_world import Computer, computer, reach
from tests.flow.hub_world import HubWorld


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[HubWorld]:
    async with HubWorld(tmp_path / "hub") as world:
        yield world


@pytest.fixture
async def lea(world: HubWorld, tmp_path: Path) -> AsyncIterator[Computer]:
    async with computer(world, tmp_path / "lea") as made:
        yield made


@pytest.fixture
async def bo(world: HubWorld, tmp_path: Path) -> AsyncIterator[Computer]:
    async with computer(world, tmp_path / "bo", "Bo", "rep") as made:
        yield made


async def settle(world: HubWorld, *desks: Computer) -> None:
    await reach(
        world.clock,
        lambda: all(one.desk.position == world.head and not one.desk.is_waiting_for_hub for one in desks),
    )


async def customer(world: HubWorld, *desks: Computer) -> ContactId:
    said = await world.say()
    await settle(world, *desks)
    return said.body.contact_id  # type: ignore[union-attr,return-value]


def card(at: Computer, contact_id: ContactId) -> ContactCard:
    found = at.desk.contact(contact_id)
    assert found is not None
    return found


async def test_what_is_written_shows_at_once_and_on_the_other_desk(
    world: HubWorld, lea: Computer, bo: Computer
) -> None:
    who = await customer(world, lea, bo)
    field_id = await lea.desk.define_contact_field(ContactField("", " Spent ", "money"))
    values = {"name": "Ana, the baker", "email": "ana@example.com", field_id: "4200 EUR"}
    await lea.desk.change_contact(who, values)
    await lea.desk.tag_contact(who, " VIP ")
    await lea.desk.own_contact(who, bo.desk.me().member_id)
    note_id = await lea.desk.add_contact_note(who, " Comes early ")
    shown = card(lea, who)
    assert (shown.name, shown.tags, shown.notes[0].is_pending) == ("Ana, the baker", ("VIP",), True)
    assert dict(shown.fields)[field_id] == "4200 EUR"
    await settle(world, lea, bo)
    there = card(bo, who)
    assert (there.name, there.tags, there.owner_name) == ("Ana, the baker", ("VIP",), "Bo")
    assert [field.title for field in bo.desk.contact_fields()] == ["Spent"]
    note = there.notes[0]
    assert (note.note_id, note.text, note.is_mine) == (note_id, "Comes early", False)
    assert bo.desk.known_contact_tags() == ["VIP"]
    assert any(who in one.contacts for one in bo.seen) and any(one.is_contact_fields for one in bo.seen)
    whats = [row.what for row in bo.desk.contact_timeline(who)]
    assert whats == ["note_added", "owned", "tagged", "changed", "messages"]


async def test_the_last_word_counts_for_each_field_and_both_desks_agree(
    world: HubWorld, lea: Computer, bo: Computer
) -> None:
    who = await customer(world, lea, bo)
    await lea.desk.change_contact(who, {"company": "Rivage", "language": "fr"})
    await bo.desk.change_contact(who, {"company": "Rivage & Fils"})
    await settle(world, lea, bo)
    assert card(lea, who).fields == card(bo, who).fields
    assert card(lea, who).value("language") == "fr"
    assert lea.view_hash() == bo.view_hash()
    with world.reading() as conn:
        assert view.view_hash(conn) == bo.view_hash()


async def test_who_was_added_is_found_when_their_number_writes(
    world: HubWorld, lea: Computer, bo: Computer
) -> None:
    by_number = await lea.desk.add_contact(Identity(number="5511987654321"), {"name": "Zoé"}, ["VIP"])
    by_phone = await lea.desk.add_contact(Identity(name="Max"), {"phone": "33612345678"})
    assert card(lea, by_number).is_pending
    await settle(world, lea, bo)
    first = await world.say(person="551187654321")
    second = await world.say(person="33612345678", name="Maxime")
    await settle(world, lea, bo)
    assert first.body.contact_id == by_number  # type: ignore[union-attr]
    assert second.body.contact_id == by_phone  # type: ignore[union-attr]
    assert card(bo, by_number).name == "Zoé" and card(bo, by_phone).number == "33612345678"
    with pytest.raises(ComptoirError, match="contact_exists"):
        await lea.desk.add_contact(Identity(number="5511987654321", name="Zoé again"))


async def test_bad_values_are_refused_before_anything_is_stored(world: HubWorld, lea: Computer) -> None:
    who = await customer(world, lea)
    for values, code in (
        ({"email": "ana@"}, "field_email"),
        ({"phone": "12"}, "field_phone"),
        ({"nothing": "x"}, "field_unknown"),
        ({"country": "XX"}, "field_country"),
    ):
        with pytest.raises(ComptoirError, match=code):
            await lea.desk.change_contact(who, values)
    with pytest.raises(ComptoirError, match="contact_unknown"):
        await lea.desk.tag_contact(ContactId("nobody"), "VIP")
    with pytest.raises(ComptoirError, match="contact_empty"):
        await lea.desk.add_contact(Identity())
    assert not lea.desk.is_waiting_for_hub


async def test_the_hub_refuses_what_no_desk_would_ask(world: HubWorld) -> None:
    desk = await world.join("rep", "Hand")
    who: ContactId = (await world.say()).body.contact_id  # type: ignore[union-attr,assignment]
    for body, code in (
        (ChangeContact(who, (FieldChange("email", "no"),)), "field_email"),
        (ChangeContact(who, (FieldChange("f9", "no"),)), "field_unknown"),
        (TagContact(who, " "), "tag_empty"),
        (TagContact(ContactId("nobody"), "VIP"), "contact_unknown"),
        (EditContactNote(who, "n9", "Hi"), "note_unknown"),
    ):
        outcome = await world.do(desk, body)
        assert (outcome.result, outcome.code) == ("rejected", code)


async def test_only_who_leads_makes_fields_and_only_authors_change_notes(
    world: HubWorld, lea: Computer, bo: Computer
) -> None:
    who = await customer(world, lea, bo)
    with pytest.raises(ComptoirError, match="role_missing"):
        await bo.desk.define_contact_field(ContactField("", "Spent", "money"))
    note_id = await lea.desk.add_contact_note(who, "Mine")
    await settle(world, lea, bo)
    with pytest.raises(ComptoirError, match="not_yours"):
        await bo.desk.edit_contact_note(who, note_id, "Ours")
    with pytest.raises(ComptoirError, match="not_yours"):
        await bo.desk.remove_contact_note(who, note_id)
    await lea.desk.edit_contact_note(who, note_id, "Still mine")
    await settle(world, lea, bo)
    assert card(bo, who).notes[0].is_edited


async def test_a_note_is_changed_under_its_own_person_alone(
    world: HubWorld, lea: Computer, bo: Computer
) -> None:
    """Else its new words would stay behind when that person is erased."""
    ana = await customer(world, lea, bo)
    said = await world.say("Hi", "33639982001")
    cy = ContactId(said.body.contact_id)  # type: ignore[union-attr,arg-type]
    desk = await world.join()
    assert (await world.do(desk, AddContactNote(ana, "n1", "Likes tea"))).result == "accepted"
    for wish in (EditContactNote(cy, "n1", "Likes coffee", "Likes tea"), RemoveContactNote(cy, "n1")):
        assert (await world.do(desk, wish)).code == "note_unknown"
    edit = EditContactNote(ana, "n1", "Likes coffee", "Likes tea")
    assert (await world.do(desk, edit)).result == "accepted"

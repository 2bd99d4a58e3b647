"""What is held of one person as a file for them, who is kept off, and the rule of age."""

from __future__ import annotations

import json
import zipfile
from collections.abc import AsyncIterator
from hashlib import sha256
from pathlib import Path

import pytest

from app.desk.data_requests.certificate import certificate_page, write_certificate
from app.desk.media_desk import Prepared
from app.domain.contact_asks import AddContact, AddContactNote
from app.domain.contacts import Identity
from app.domain.contents import Content
from app.domain.conversations import StartConversation
from app.domain.deal_asks import AddDeal, LogOnDeal, NewDeal
from app.domain.erasure import EraseWish
from app.domain.errors import ComptoirError
from app.domain.ids import ContactId, ConversationId, LineId, MessageId
from app.domain.members import Role
from app.domain.money import Money
from app.domain.sends import SendMessage
from app.domain.settings import ChangeSetting
from app.domain.tasks import AddTask
from storage.media import MediaStore
from tests.flow.desk_world import Computer, computer, reach
from tests.flow.erasure_world import EVE, canaries, confirmed, contact_of, eve_writes, fill, hits
from tests.flow.hub_world import LINE, HubWorld
from tests.flow.restore_world import copy_of, is_as_rebuilt, put_back

NAME = "Evelyn Kanari"
FILE = b"CANARY content of a file\n" * 40
PASSED: list[str] = []  # crash points of the hub
LISTS = "/api/v1/contact-imports"
YEAR_S = 365 * 24 * 3600.0


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[HubWorld]:
    async with HubWorld(tmp_path / "hub", crash=PASSED.append) as made:
        yield made
    PASSED.clear()


async def until_read(world: HubWorld, one: Computer) -> None:
    """Until a desk is as far as the hub."""
    await reach(world.clock, lambda: one.desk.position == world.head)


async def with_file(world: HubWorld, one: Computer, place: ConversationId, name: str = "f") -> str:
    """A file goes to her; its hash."""
    digest = sha256(FILE).hexdigest()
    prepared = await one.desk.prepare_file(FILE, name="CANARY letter.txt")
    assert isinstance(prepared, Prepared)
    body = SendMessage(
        MessageId(name),
        place,
        prepared.kind,
        "",
        Content(media=prepared.media),
    )
    await one.desk._outbox.add([body], one.desk.position)
    await reach(world.clock, lambda: MediaStore(world.config.media_folder, None).has(digest))
    await reach(world.clock, lambda: one.desk.message(MessageId(name)) is not None)
    await reach(world.clock, lambda: not one.desk.is_waiting_for_hub)
    return digest


async def test_everything_of_one_person_is_written_into_one_file(world: HubWorld, tmp_path: Path) -> None:
    async with computer(world, tmp_path / "lea") as lea:
        owner = await world.join("owner", "Zoé")
        place = await fill(world, owner)
        contact_id = ContactId(contact_of(world, place))
        note = AddContactNote(contact_id, "n1", "CANARY likes tea")
        cake = NewDeal("main", "quote", "CANARY cake", Money(4250, "EUR"), conversation_id=place)
        call = LogOnDeal("d1", "e1", "call", "CANARY rang", world.clock.now())
        task = AddTask("t1", "CANARY order flour", deal_id="d1")
        for body in (note, AddDeal("d1", cake), call, task):
            assert (await world.do(owner, body)).result == "accepted"
        await reach(world.clock, lambda: lea.desk.position == world.head)
        await with_file(world, lea, place)
        told: list[tuple[int, int]] = []
        for with_notes in (False, True):
            target = tmp_path / f"eve {with_notes}.zip"
            count = await lea.desk.export_person(
                contact_id, target, with_notes=with_notes, on_progress=lambda *at: told.append(at)
            )
            with zipfile.ZipFile(target) as made:
                names = made.namelist()
                page, data = made.read("index.html").decode(), json.loads(made.read("data.json"))
                assert made.read(names[0]) == FILE
            assert count == len(data["messages"]) == 5 + with_notes
            assert ("CANARY likes tea" in page) == ("CANARY likes tea" in json.dumps(data)) == with_notes
            assert ("CANARY note of ours" in page) == ("CANARY rang" in page) == with_notes
            assert ("CANARY order flour" in page) == ("CANARY order flour" in json.dumps(data)) == with_notes
            assert "CANARY cake" in page and "42.50" in page
            [deal] = data["deals"]
            assert deal["amount"] == "4250 EUR" and ("log" in deal) == with_notes
            assert NAME in page and "CANARY first words" in page and EVE in json.dumps(data)
            assert "Zoé" not in page + json.dumps(data, ensure_ascii=False)
        assert told == [(1, 1)] * 2
        with pytest.raises(ComptoirError, match="contact_unknown"):
            await lea.desk.export_person(
                ContactId("x"), tmp_path / "x.zip", with_notes=True, on_progress=print
            )
        with pytest.raises(ComptoirError, match="export_failed"):
            await lea.desk.export_person(
                contact_id, tmp_path / "no" / "x.zip", with_notes=True, on_progress=print
            )


async def test_what_is_held_of_somebody_is_written_by_owner_and_manager_alone_and_leaves_its_trace(
    world: HubWorld, tmp_path: Path
) -> None:
    """A rep would otherwise carry the customers out one by one."""
    place = await eve_writes(world, "CANARY hello", "wamid.CANARY1")
    contact_id = ContactId(contact_of(world, place))
    roles: tuple[Role, ...] = ("rep", "owner")
    for role in roles:
        async with computer(world, tmp_path / role, role.title(), role) as one:
            await until_read(world, one)
            target = tmp_path / f"{role}.zip"
            asked = one.desk.export_person(contact_id, target, with_notes=True, on_progress=lambda *_: None)
            if role == "rep":
                with pytest.raises(ComptoirError, match="export_role"):
                    await asked
                assert not target.exists()
            else:
                await asked
                await reach(world.clock, lambda: bool(world.events("export.made")))
                assert target.exists()


async def test_a_file_goes_with_its_last_person_alone(world: HubWorld, tmp_path: Path) -> None:
    """Her file is kept while somebody else's message names it too; then it goes from hub and desk, and stays gone."""
    async with computer(world, tmp_path / "lea") as lea:
        bo_place = await world.conversation()
        place = await eve_writes(world, "CANARY hello", "wamid.CANARY1")
        await reach(world.clock, lambda: lea.desk.position == world.head)
        digest = await with_file(world, lea, place)
        await with_file(world, lea, bo_place, "for-bo")
        copy = copy_of(world)
        row = await lea.desk.erase_person(EraseWish(ContactId(contact_of(world, place)), NAME))
        assert row.state == "done" and row.counts.files == 0
        hub_files = MediaStore(world.config.media_folder, None)
        assert hub_files.has(digest)
        await lea.desk.erase_person(EraseWish(ContactId(contact_of(world, bo_place)), "Ana"))
        assert not hub_files.has(digest) and "erasure_file_removed" in PASSED
        kept = (tmp_path / "lea" / "media", tmp_path / "lea" / "outgoing")
        await reach(world.clock, lambda: not any(list(folder.glob("??/*")) for folder in kept))
        await reach(world.clock, lambda: confirmed(world) == {"Léa's computer"})
        await lea.stop()
        assert canaries(lea) == []
        await put_back(world, copy)
        assert not hub_files.has(digest)
        assert [one for one in hits([tmp_path / "hub"]) if "set-aside" not in one] == []


async def test_the_certificate_says_what_went_and_who_has_not_confirmed(
    world: HubWorld, tmp_path: Path
) -> None:
    async with computer(world, tmp_path / "lea") as lea:
        gone = await world.join("rep", "Paul")
        place = await fill(world, gone)
        await reach(world.clock, lambda: lea.desk.position == world.head)
        contact_id = ContactId(contact_of(world, place))
        plan = await lea.desk.erasure_plan(contact_id)
        assert plan.name == NAME and plan.counts.messages == 4
        with pytest.raises(ComptoirError, match="name_not_typed"):
            await lea.desk.erase_person(EraseWish(contact_id, "Evelyn"))
        await lea.desk.erase_person(EraseWish(contact_id, " evelyn  KANARI "))

        await reach(world.clock, lambda: confirmed(world) == {"Léa's computer"})
        [row] = await lea.desk.erasures()
        page = certificate_page(row, "Salon")
        assert "Paul" in page and "4 messages" in page and row.chain in page
        written = write_certificate(row, tmp_path / "certificate.html", "Salon")
        assert hits([tmp_path / "hub"]) == []
        assert all(path.exists() and b"CANARY" not in path.read_bytes() for path in written)


async def test_who_asked_not_to_be_contacted_is_not_written_to_again(world: HubWorld, tmp_path: Path) -> None:
    lea = await world.join()
    place = await fill(world, lea)
    body = {"contact_id": contact_of(world, place), "confirm": NAME, "is_kept_off": True}
    assert (await world.call("POST", "/api/v1/erasures", lea, body)).status == 200
    line = LineId(f"whatsapp:{LINE}")
    start = StartConversation(ConversationId("c9"), ContactId("p9"), line, Identity(number=EVE))
    add = AddContact(ContactId("p8"), Identity(number=EVE, name="Eve"))
    for wish in (start, add):
        outcome = await world.do(lea, wish)
        assert (outcome.result, outcome.code) == ("rejected", "do_not_contact")
    assert hits([tmp_path]) == []
    asked = {"import_id": "1" * 16, "file_name": "x.csv", "fingerprint": "f", "total": 3}
    assert (await world.call("POST", LISTS, lea, asked)).status == 200
    rows = [
        {"row": 2, "number": EVE, "changes": [{"key": "name", "value": "Eve"}]},
        {"row": 3, "changes": [{"key": "phone", "value": EVE}]},
        {"row": 4, "number": "33639981299"},
    ]
    people = {"first": 0, "people": rows}
    told = json.loads((await world.call("POST", f"{LISTS}/{'1' * 16}/people", lea, people)).body)
    assert (told["done"], told["added"], told["same"], told["refused"]) == (3, 1, 0, 2)
    assert hits([tmp_path]) == []
    await world.restart()
    assert (await world.do(lea, start)).code == "do_not_contact"
    again = await eve_writes(world, "it is me", "wamid.again")
    assert again != place  # she may always begin herself


async def test_people_who_were_silent_for_long_are_erased_at_night(world: HubWorld, tmp_path: Path) -> None:
    lea = await world.join()
    place = await fill(world, lea)
    await world.clock.advance(2 * YEAR_S)
    bo_place = await world.conversation()
    told = json.loads((await world.call("GET", "/api/v1/erasures/retained?months=18", lea)).body)
    assert told == {"months": 18, "people": 1, "messages": 6}
    assert (await world.do(lea, ChangeSetting("keep_months", 18))).result == "accepted"
    day = world.clock.now().replace(hour=12, minute=0)
    await world.clock.advance((day - world.clock.now()).total_seconds() % (24 * 3600))
    assert await world.hub.retention.step() == 0
    await world.clock.advance(14 * 3600)
    await world.hub.retention.step()
    await world.hub.erasures.resume()
    assert hits([tmp_path]) == []
    [row] = json.loads((await world.call("GET", "/api/v1/erasures", lea)).body)
    assert (row["reason"], row["asked_by"], row["state"]) == ("retention", None, "done")
    assert is_as_rebuilt(world, tmp_path)
    assert await world.conversation() == bo_place
    assert row["contact_id"] and place

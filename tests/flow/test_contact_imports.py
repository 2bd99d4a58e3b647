"""Lists of people on their whole way: file, desk, hub, every desk; undone, cut off in the middle, and who may."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.desk.contact_imports.columns import guess_columns
from app.desk.contact_imports.people import Plan
from app.desk.contact_imports.preview import Choice
from app.desk.contact_imports.watching import UNWATCHED
from app.desk.contact_imports.wire import ContactImportWire
from app.desk.hub_client import HubRefused
from app.desk.transfer_desk import NOTHING_AGREED, Agreement
from app.domain.contact_cards import ContactAdded, ContactField, FieldChange
from app.domain.contact_import_rows import ContactsImportProgress, ContactsImportRequest, ImportedPerson
from app.domain.contact_rows import ContactCard
from app.domain.errors import ComptoirError
from app.domain.events import UnknownBody
from app.domain.ids import ContactId, ImportId
from storage.view import consents as view_consents
from tests.flow.desk_world import Computer, computer, reach
from tests.flow.hub_world import ANA, HubWorld

HEAD = "Nom;Téléphone;E-mail;Étiquettes;Budget;Suivi par\n"
LIST = HEAD + (
    f"Ana Field;+{ANA};ana@example.org;VIP;1 200 €;Léa\n"
    'Bo;06 39 98 12 35;bo@example.org;"a,b";;\n'
    "Bo again;+33 6 39 98 12 35;;;;\n"
    "Cy;;cy@example.org;;;Léa\n"
    "Di;3.36E+10;;;;\n"
)


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[HubWorld]:
    async with HubWorld(tmp_path / "hub") as world:
        yield world


@pytest.fixture
async def lea(world: HubWorld, tmp_path: Path) -> AsyncIterator[Computer]:
    async with computer(world, tmp_path / "lea") as made:
        await reach(world.clock, lambda: made.desk.connection().is_hub_reachable)
        await settle(world, made)
        yield made


@pytest.fixture
async def rep(world: HubWorld, tmp_path: Path) -> AsyncIterator[Computer]:
    async with computer(world, tmp_path / "rep", "Rep", "rep") as made:
        await reach(world.clock, lambda: made.desk.connection().is_hub_reachable)
        await settle(world, made)
        yield made


async def settle(world: HubWorld, *desks: Computer) -> None:
    await reach(
        world.clock,
        lambda: all(one.desk.position == world.head and not one.desk.is_waiting_for_hub for one in desks),
    )


async def bring(
    at: Computer,
    path: Path,
    text: str,
    *,
    how: str = "fill",
    choices: dict[int, Choice] | None = None,
    told: Callable[[ContactsImportProgress], None] = lambda _: None,
    is_stopped: Callable[[], bool] = lambda: False,
    agreement: Agreement = NOTHING_AGREED,
) -> ContactsImportProgress:
    """Read, decide as guessed, bring."""
    path.write_text(text, "utf-8")
    review = await at.desk.review_contacts(path, UNWATCHED)
    plan = Plan(guess_columns(review.table, review.fields, "FR"), "FR", how)  # type: ignore[arg-type]
    seen = review.preview(plan, choices)
    return await at.desk.import_contacts(review, seen, agreement, told=told, is_stopped=is_stopped)


def card(at: Computer, number: str) -> ContactCard:
    contact_id = found_by(at, number)
    assert contact_id is not None
    found = at.desk.contact(contact_id)
    assert found is not None
    return found


def found_by(at: Computer, number: str) -> ContactId | None:
    """Whose number that is."""
    return next((row.contact_id for row in at.desk.people(number, 8) if row.number == number), None)


async def test_a_list_is_brought_and_seen_on_every_desk(
    world: HubWorld, lea: Computer, rep: Computer, tmp_path: Path
) -> None:
    await world.say()
    await lea.desk.define_contact_field(ContactField("", "Budget", "money"))
    await settle(world, lea, rep)
    progress = await bring(lea, tmp_path / "list.csv", LIST)
    assert (progress.state, progress.added, progress.changed, progress.same) == ("ended", 2, 1, 0)
    await settle(world, lea, rep)
    (field,) = rep.desk.contact_fields()
    ana = card(rep, ANA)
    assert (ana.own_name, ana.value("email"), ana.value(field.field_id), ana.tags, ana.owner_name) == (
        "Ana Field", "ana@example.org", "120000 EUR", ("VIP",), "Léa",
    )  # fmt: skip
    assert card(rep, "33639981235").tags == ("a", "b")
    (past,) = rep.desk.contacts_imports()
    told = (past.file_name, past.state, past.added, past.changed, past.member_name)
    assert told == (
        "list.csv",
        "ended",
        2,
        1,
        "Léa",
    )
    await lea.stop()
    await rep.stop()
    assert lea.view_hash() == rep.view_hash()


async def test_somebody_from_a_list_is_known_when_they_write(
    world: HubWorld, lea: Computer, tmp_path: Path
) -> None:
    await bring(lea, tmp_path / "list.csv", HEAD + f"Ana from the list;+{ANA};;;;\n")
    await world.say()
    await settle(world, lea)
    found = card(lea, ANA)
    assert (found.own_name, len(found.talks)) == ("Ana from the list", 1)


async def test_the_same_list_again_changes_nothing(world: HubWorld, lea: Computer, tmp_path: Path) -> None:
    await bring(lea, tmp_path / "list.csv", LIST)
    await settle(world, lea)
    before = world.head
    progress = await bring(lea, tmp_path / "list.csv", LIST)
    assert (progress.added, progress.changed, progress.same) == (0, 0, 3)
    assert world.head == before + 2  # it began, it ended


async def test_an_undo_takes_back_what_nobody_touched_and_tells_what_it_left(
    world: HubWorld, lea: Computer, rep: Computer, tmp_path: Path
) -> None:
    first = await world.say()
    contact_id: ContactId = first.body.contact_id  # type: ignore[union-attr,assignment]
    await settle(world, lea, rep)
    await lea.desk.change_contact(contact_id, {"name": "Ana", "company": "Field & Co"})
    await settle(world, lea, rep)
    text = f"Nom;Téléphone;Société;Tags\nA. Field;+{ANA};Other;VIP\n" + "".join(
        f"Person {n};+336399820{n:02d};;list\n" for n in range(5)
    )
    progress = await bring(lea, tmp_path / "list.csv", text, how="overwrite")
    assert (progress.added, progress.changed) == (5, 1)
    await settle(world, lea, rep)
    await world.say("Hi", "33639982001")  # one of them writes
    await settle(world, lea, rep)
    touched = card(rep, "33639982002").contact_id
    await rep.desk.add_contact_note(touched, "prefers mornings")
    await rep.desk.change_contact(contact_id, {"company": "Field & Sons"})
    await settle(world, lea, rep)
    done = await lea.desk.undo_contacts_import(progress.import_id)
    assert (done.state, done.removed, done.kept, done.restored, done.left) == ("undone", 3, 2, 0, 1)
    await settle(world, lea, rep)
    ana = card(rep, ANA)
    assert (ana.own_name, ana.value("company"), ana.tags) == ("Ana", "Field & Sons", ())
    assert found_by(lea, "33639982000") is None
    assert card(lea, "33639982001").own_name == "Person 1"
    (past,) = rep.desk.contacts_imports()
    assert (past.state, past.removed, past.kept, past.left) == ("undone", 3, 2, 1)
    again = await lea.desk.undo_contacts_import(progress.import_id)
    assert again == done
    await lea.stop()
    await rep.stop()
    assert lea.view_hash() == rep.view_hash()


async def test_what_an_undone_import_brought_is_erased_at_the_hub(
    world: HubWorld, lea: Computer, tmp_path: Path
) -> None:
    progress = await bring(lea, tmp_path / "list.csv", HEAD + "Secret Name;+33639982000;s@example.org;;;\n")
    await lea.desk.undo_contacts_import(progress.import_id)
    bodies = [event.body for event in world.events()]
    assert not any(isinstance(body, ContactAdded) for body in bodies)
    assert any(isinstance(body, UnknownBody) for body in bodies)


async def test_a_list_that_was_stopped_goes_on_where_it_was(
    world: HubWorld, lea: Computer, tmp_path: Path
) -> None:
    text = "Nom;Téléphone\n" + "".join(f"P{n};+3363998{n:04d}\n" for n in range(1_200))
    seen: list[int] = []
    progress = await bring(
        lea, tmp_path / "l.csv", text, told=lambda one: seen.append(one.done), is_stopped=lambda: 500 in seen
    )
    assert (progress.state, progress.done) == ("open", 500)
    await settle(world, lea)
    again = await bring(lea, tmp_path / "l.csv", text)
    # Who came before the stop is known now, so other rows are brought: nobody comes twice all the same.
    assert again.state == "ended"
    await settle(world, lea)
    assert lea.desk.contacts_imports()[0].added + 500 == 1_200 or again.import_id == progress.import_id
    assert sum(isinstance(event.body, ContactAdded) for event in world.events()) == 1_200


async def test_a_rep_brings_a_few_and_undoes_their_own_alone(
    world: HubWorld, lea: Computer, rep: Computer, tmp_path: Path
) -> None:
    many = "Nom;Téléphone\n" + "".join(f"P{n};+3363998{n:04d}\n" for n in range(101))
    with pytest.raises(ComptoirError) as refused:
        await bring(rep, tmp_path / "many.csv", many)
    assert refused.value.code == "import_bulk_role"
    own = await bring(rep, tmp_path / "few.csv", "Nom;Téléphone\nBo;+33639982000\n")
    others = await bring(lea, tmp_path / "other.csv", "Nom;Téléphone\nCy;+33639982001\n")
    with pytest.raises(ComptoirError) as refused:
        await rep.desk.undo_contacts_import(others.import_id)
    assert refused.value.code == "import_others"
    assert (await rep.desk.undo_contacts_import(own.import_id)).removed == 1
    assert (await lea.desk.undo_contacts_import(others.import_id)).removed == 1


async def test_a_rep_who_says_that_a_long_list_is_short_is_stopped_at_its_hundredth_row(
    world: HubWorld, rep: Computer
) -> None:
    wire = ContactImportWire(lambda: rep.desk._link.client)
    import_id = ImportId("01890000-0000-7000-8000-000000000002")
    await wire.begin(ContactsImportRequest(import_id, "x", "f", 0))
    people = [ImportedPerson(row, f"3363998{row:04d}") for row in range(101)]
    assert (await wire.bring(import_id, 0, people[:100])).added == 100
    with pytest.raises(HubRefused) as refused:
        await wire.bring(import_id, 100, people[100:])
    assert refused.value.code == "import_bulk_role"


async def test_nobody_can_have_agreed_tomorrow(world: HubWorld, lea: Computer) -> None:
    """It would count for more than a stop of today."""
    wire = ContactImportWire(lambda: lea.desk._link.client)
    later = world.clock.now() + timedelta(days=30)
    wish = ContactsImportRequest(
        ImportId("01890000-0000-7000-8000-000000000003"), "x", "f", 1, "Fair", "News", later, "marketing"
    )
    with pytest.raises(HubRefused) as refused:
        await wire.begin(wish)
    assert refused.value.code == "consent_future"
    assert world.events("contacts_import.began") == []


async def test_a_row_that_meets_another_of_its_part_is_the_same_person(
    world: HubWorld, lea: Computer
) -> None:
    wire = ContactImportWire(lambda: lea.desk._link.client)
    import_id = ImportId("01890000-0000-7000-8000-000000000001")
    await wire.begin(ContactsImportRequest(import_id, "x", "f", 3))
    people = [
        ImportedPerson(2, "33639982000"),
        ImportedPerson(3, "33639982000", changes=(FieldChange("email", "a@example.org"),)),
        ImportedPerson(4, None, changes=(FieldChange("email", "A@example.org"), FieldChange("name", "A"))),
    ]
    progress = await wire.bring(import_id, 0, people)
    assert (progress.added, progress.changed) == (1, 2)
    assert await wire.bring(import_id, 0, people) == progress  # twice is once


async def test_consent_of_a_list_is_kept_with_each_person_and_goes_with_the_undo(
    world: HubWorld, lea: Computer, tmp_path: Path
) -> None:
    await world.say()
    await settle(world, lea)
    agreed = Agreement("marketing", "Fair 2026", "News, please", datetime(2026, 1, 5, tzinfo=UTC))
    text = HEAD + f"Ana;+{ANA};;;;\nBo;+33639982000;;;;\n"
    progress = await bring(lea, tmp_path / "list.csv", text, agreement=agreed)
    await settle(world, lea)
    given = [event.body for event in world.events("consent.given")]
    assert [(one.purposes, one.source, one.wording, one.proof, one.import_id) for one in given] == [  # type: ignore[union-attr]
        (("marketing",), "import", "News, please", "Fair 2026 (list.csv)", progress.import_id)
    ] * 2
    ana = card(lea, ANA).contact_id
    conn = lea.desk._view.connection()
    assert len(view_consents.people_who(conn, "marketing", is_given=True)) == 2
    await lea.desk.undo_contacts_import(progress.import_id)
    await settle(world, lea)
    conn = lea.desk._view.connection()
    assert view_consents.people_who(conn, "marketing", is_given=True) == []
    assert card(lea, ANA).contact_id == ana


async def test_somebody_of_an_undone_list_who_wants_no_more_stays_with_that_word(
    world: HubWorld, lea: Computer, tmp_path: Path
) -> None:
    """Else the next list would bring them back as somebody who never said so."""
    agreed = Agreement("marketing", "Fair 2026", "News, please", datetime(2026, 1, 5, tzinfo=UTC))
    text = HEAD + "Bo;+33639982000;;;;\nCy;+33639982001;;;;\n"
    progress = await bring(lea, tmp_path / "list.csv", text, agreement=agreed)
    await settle(world, lea)
    bo = card(lea, "33639982000").contact_id
    await lea.desk.withdraw_consent(
        bo, ("marketing",), source="rep", at=world.clock.now(), wording="No news please"
    )
    await settle(world, lea)
    done = await lea.desk.undo_contacts_import(progress.import_id)
    assert (done.removed, done.kept) == (1, 1)
    await settle(world, lea)
    again = await bring(lea, tmp_path / "again.csv", text, agreement=agreed)
    await settle(world, lea)
    assert again.added == 1
    assert lea.desk.consent(bo).of("marketing").state == "withdrawn"

"""People and conversations taken out: whole files, the files of messages, a trace in the journal, and who may."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from app.desk.contact_imports.columns import guess_columns
from app.desk.contact_imports.people import Plan
from app.desk.contact_imports.watching import UNWATCHED
from app.desk.exports.writing import ExportStopped, ExportWatch
from app.domain.contact_cards import ContactField
from app.domain.errors import ComptoirError
from app.domain.exports import FORMATS, ExportFormat, ExportMade
from tests.flow.desk_world import Computer, computer, reach
from tests.flow.hub_world import ANA, BO, HubWorld, text_item, webhook
from tests.flow.test_contact_imports import settle
from tests.flow.test_files_all_the_way import PHOTO, Way, way


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[HubWorld]:
    async with HubWorld(tmp_path / "hub") as world:
        yield world


@pytest.fixture
async def lea(world: HubWorld, tmp_path: Path) -> AsyncIterator[Computer]:
    async with computer(world, tmp_path / "lea") as made:
        await reach(world.clock, lambda: made.desk.connection().is_hub_reachable)
        yield made


@pytest.mark.parametrize("kind", FORMATS)
async def test_everybody_goes_out_and_comes_in_again_unchanged(
    world: HubWorld, lea: Computer, tmp_path: Path, kind: ExportFormat
) -> None:
    first = await world.say()
    await world.say("Hi", BO)
    await lea.desk.define_contact_field(ContactField("", "Budget", "money"))
    await settle(world, lea)
    (field,) = lea.desk.contact_fields()
    contact_id = first.body.contact_id  # type: ignore[union-attr]
    values = {"name": "=Ana", "email": "ana@example.org", field.field_id: "4250 EUR"}
    await lea.desk.change_contact(contact_id, values)  # type: ignore[arg-type]
    await lea.desk.tag_contact(contact_id, "a,b")  # type: ignore[arg-type]
    await settle(world, lea)
    path = tmp_path / f"out.{kind}"
    outcome = await lea.desk.export_contacts(path, kind)
    assert (outcome.path, outcome.count) == (path, 2)
    await settle(world, lea)
    (made,) = [event.body for event in world.events("export.made")]
    assert isinstance(made, ExportMade)
    assert (made.what, made.format, made.count) == ("contacts", kind, 2)
    review = await lea.desk.review_contacts(path, UNWATCHED)
    plan = Plan(guess_columns(review.table, review.fields, "FR"), "FR", "overwrite")
    assert review.preview(plan).counts == {"same": 2}


async def test_a_rep_takes_nothing_out(world: HubWorld, tmp_path: Path) -> None:
    async with computer(world, tmp_path / "rep", "Rep", "rep") as rep:
        await world.say()
        await settle(world, rep)
        people = rep.desk.export_contacts(tmp_path / "a.csv", "csv")
        for ask in (people, rep.desk.export_conversations(tmp_path / "t")):
            with pytest.raises(ComptoirError) as refused:
                await ask
            assert refused.value.code == "export_role"
        assert not world.events("export.made")
        assert not (tmp_path / "a.csv").exists()


async def test_what_is_stopped_or_cannot_be_written_leaves_nothing_behind(
    world: HubWorld, lea: Computer, tmp_path: Path
) -> None:
    await world.say()
    await settle(world, lea)
    before = sorted(path.name for path in tmp_path.iterdir())
    with pytest.raises(ExportStopped):
        await lea.desk.export_contacts(tmp_path / "a.csv", "csv", watch=ExportWatch(is_stopped=lambda: True))
    with pytest.raises(ExportStopped):
        await lea.desk.export_conversations(tmp_path / "talks", watch=ExportWatch(is_stopped=lambda: True))
    with pytest.raises(ComptoirError) as refused:
        await lea.desk.export_contacts(tmp_path / "no folder" / "a.csv", "csv")
    assert refused.value.code == "folder_unwritable"
    assert sorted(path.name for path in tmp_path.iterdir()) == before


async def test_conversations_become_pages_without_a_program_in_them(
    world: HubWorld, lea: Computer, tmp_path: Path
) -> None:
    await world.say("<script>alert(1)</script> & more", ANA)
    await world.say("Second", ANA)
    await settle(world, lea)
    outcome = await lea.desk.export_conversations(tmp_path / "talks")
    assert (outcome.count, outcome.files, outcome.missing) == (1, 0, 0)
    (page,) = (tmp_path / "talks" / "conversations").glob("*.html")
    text = page.read_text("utf-8")
    assert "<script>" not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; more" in text
    assert "default-src 'none'" in text
    index = (tmp_path / "talks" / "index.html").read_text("utf-8")
    assert f"conversations/{page.stem.replace(' ', '%20')}.html" in index
    told = json.loads(page.with_suffix(".json").read_text("utf-8"))
    assert [one["text"] for one in told["messages"]] == ["<script>alert(1)</script> & more", "Second"]
    assert told["person"] == f"+{ANA}"
    with pytest.raises(ComptoirError) as refused:
        await lea.desk.export_conversations(tmp_path / "talks")
    assert refused.value.code == "export_there"


async def send_picture(found: Way) -> None:
    """A customer sends one, and the hub has it."""
    media_id = found.rig.sandbox.world.new_media_id()
    found.rig.sandbox.world.media.put(media_id, PHOTO, "image/jpeg", found.rig.clock.now(), is_uploaded=False)
    item = text_item("", sent_at=found.world.clock.now()) | {"type": "image"}
    digest = base64.b64encode(hashlib.sha256(PHOTO).digest()).decode()
    item["image"] = {"id": media_id, "mime_type": "image/jpeg", "sha256": digest}
    del item["text"]
    assert await found.world.post(webhook({"messages": [item]})) == 200
    await reach(found.world.clock, lambda: bool(found.world.events("media.stored")))
    await settle(found.world, found.one)


async def test_files_of_messages_go_with_them_and_missing_ones_are_named(tmp_path: Path) -> None:
    async with way(tmp_path) as found:
        await send_picture(found)
        target = tmp_path / "talks"
        outcome = await found.one.desk.export_conversations(target)
        assert (outcome.files, outcome.missing) == (1, 0)
        (copy,) = (target / "media").iterdir()
        assert copy.read_bytes() == PHOTO
        assert copy.suffix == ".jpg"
        (page,) = (target / "conversations").glob("*.html")
        assert f'<img src="../media/{copy.name}"' in page.read_text("utf-8")

"""Chats exported from a phone on their whole way: file, desk, hub, every desk; undone; cut off in the middle."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.desk.import_desk import ImportOutcome
from app.desk.imports.review import ReviewRow
from app.desk.imports.sides import UNKNOWN
from app.desk.imports.watching import UNWATCHED
from app.domain.arrivals import MessageReceived
from app.domain.errors import ComptoirError, EnvironmentFailure
from app.domain.events import UnknownBody
from app.domain.ids import ConversationId
from app.domain.imports import ImportProgress
from storage import view
from tests import sample_files as make
from tests.flow.desk_world import Computer, computer, reach
from tests.flow.hub_world import ANA, BO, LINE, HubWorld
from tests.unit.export_files import written, zipped

CHAT = (
    "31/01/2026, 21:05 - Messages and calls are end-to-end encrypted.\n"
    "31/01/2026, 21:05 - Ana Field: Hi, do you have time on Tuesday?\n"
    "31/01/2026, 21:06 - Salon Camille: Yes, at two\n"
    "31/01/2026, 21:07 - Ana Field: ok\n"
    "31/01/2026, 21:07 - Ana Field: ok\n"
)
LATER = "01/02/2026, 09:00 - Ana Field: See you\n"
PARIS = "Europe/Paris"


@asynccontextmanager
async def one_line(tmp_path: Path) -> AsyncIterator[HubWorld]:
    """A hub with one business number."""
    from app.hub.config import LineConfig

    async with HubWorld(tmp_path / "hub", lines=(LineConfig(LINE, "token"),)) as world:
        yield world


async def decided(one: Computer, path: Path, contact: str = f"+{ANA}", zone: str = PARIS) -> ReviewRow:
    """The file, looked through and given to a person; the other side is the business."""
    await reach(one.seams.clock, lambda: one.desk.connection().is_hub_reachable)  # type: ignore[arg-type]
    review = await one.desk.review_exports(zone)
    try:
        row = await review.look(path, UNWATCHED)
        if row.sides == UNKNOWN:
            row = review.choose_us(row, "Salon Camille")
        chosen = review.choose_number(row, contact)
        assert chosen is not None
        return chosen
    finally:
        review.close()


async def bring(
    one: Computer,
    path: Path,
    contact: str = f"+{ANA}",
    told: Callable[[ImportProgress], None] = lambda _: None,
) -> ImportOutcome:
    """Look through, decide, bring."""
    return await one.desk.import_chat(await decided(one, path, contact), told=told)


def texts(one: Computer, conversation_id: ConversationId) -> list[str | None]:
    return [row.text for row in one.desk.page(conversation_id, limit=1_000)]


async def seen(world: HubWorld, *all_: Computer) -> None:
    """Everybody holds what the hub holds."""
    await reach(world.clock, lambda: all(one.desk.position == world.head for one in all_))


async def test_two_desks_see_the_same_history_and_nobody_is_waited_for(tmp_path: Path) -> None:
    async with (
        one_line(tmp_path) as world,
        computer(world, tmp_path / "one") as one,
        computer(world, tmp_path / "two", "Bo", "rep") as two,
    ):
        ana = await world.conversation()
        outcome = await bring(one, written(tmp_path, CHAT))
        assert (outcome.progress.state, outcome.progress.added) == ("ended", 5)
        assert outcome.progress.conversation_id == ana
        await seen(world, one, two)
        assert texts(two, ana)[1:] == ["Hi, do you have time on Tuesday?", "Yes, at two", "ok", "ok", "Hello"]
        rows = two.desk.page(ana)
        assert rows[1].sort_at == datetime(2026, 1, 31, 20, 5, tzinfo=UTC)
        assert [(row.author, row.direction) for row in rows[:3]] == [
            ("customer", "in"), ("customer", "in"), ("phone", "out"),
        ]  # fmt: skip
        row = two.desk.inbox_row(ana)
        assert row is not None and (row.unread_count, row.last_text) == (1, "Hello")
        assert [one.name for one in two.desk.imports()] == ["Ana"]
        await one.stop()
        await two.stop()
        assert one.view_hash() == two.view_hash()


async def test_a_person_without_a_conversation_gets_one_and_it_is_gone_again_after_undo(
    tmp_path: Path,
) -> None:
    async with one_line(tmp_path) as world, computer(world, tmp_path / "one") as one:
        await world.conversation(BO)
        outcome = await bring(one, written(tmp_path, CHAT))
        await seen(world, one)
        there = outcome.progress.conversation_id
        row = one.desk.inbox_row(there)
        assert row is not None
        assert (row.name, row.unread_count, row.waiting_since_at) == ("Ana Field", 0, None)
        assert one.desk.inbox("all")[-1] == there
        assert one.desk.counts().all == 2
        await one.desk.undo_import(outcome.progress.import_id)
        await seen(world, one)
        assert there not in one.desk.inbox("all")
        assert one.desk.counts().all == 1
        assert one.desk.page(there) == []
        assert [(each.state, each.count) for each in one.desk.imports()] == [("undone", 5)]


async def test_undo_erases_the_words_at_the_hub_and_keeps_the_chain(tmp_path: Path) -> None:
    async with one_line(tmp_path) as world, computer(world, tmp_path / "one") as one:
        await world.say("Live")
        outcome = await bring(one, written(tmp_path, CHAT))
        await seen(world, one)
        await one.desk.undo_import(outcome.progress.import_id)
        bodies = [event.body for event in world.events("message.received")]  # checks every link of the chain
        assert [body.text for body in bodies if isinstance(body, MessageReceived)] == ["Live"]
        assert [body for body in bodies if isinstance(body, UnknownBody)] == [
            UnknownBody("message.received", b"")
        ] * 5
        await seen(world, one)
        async with computer(world, tmp_path / "new", "Zoé") as new:  # has never held them
            await seen(world, one, new)
            await one.stop()
            await new.stop()
            assert one.view_hash() == new.view_hash()


async def test_a_second_export_and_what_the_channel_brought_come_once(tmp_path: Path) -> None:
    async with one_line(tmp_path) as world, computer(world, tmp_path / "one") as one:
        ana = await world.conversation(text="Live already")
        day = world.clock.now().astimezone(UTC) + timedelta(hours=1)  # Paris in winter
        live = f"{day:%d/%m/%Y, %H:%M} - Ana Field: Live  already\n{day:%d/%m/%Y, %H:%M} - Ana Field: New\n"
        first = await bring(one, written(tmp_path, CHAT))
        await seen(world, one)
        longer = await bring(one, written(tmp_path, CHAT + LATER + live, "longer.txt"))
        await seen(world, one)
        assert (first.progress.added, longer.progress.added) == (5, 2)
        assert longer.progress.done == 8
        assert texts(one, ana)[1:] == [
            "Hi, do you have time on Tuesday?", "Yes, at two", "ok", "ok", "See you", "Live already", "New",
        ]  # fmt: skip


async def test_after_undo_the_same_file_can_be_brought_again(tmp_path: Path) -> None:
    async with one_line(tmp_path) as world, computer(world, tmp_path / "one") as one:
        path = written(tmp_path, CHAT)
        first = await bring(one, path)
        await seen(world, one)
        await one.desk.undo_import(first.progress.import_id)
        await seen(world, one)
        again = await bring(one, path)
        await seen(world, one)
        assert again.progress.import_id != first.progress.import_id
        assert again.progress.conversation_id == first.progress.conversation_id
        assert (again.progress.added, len(one.desk.page(again.progress.conversation_id))) == (5, 5)


async def test_files_of_the_chat_lie_at_the_hub_and_missing_ones_say_so(tmp_path: Path) -> None:
    photo = make.picture("JPEG", (300, 200))
    card = (
        "BEGIN:VCARD\nVERSION:3.0\nFN:Zoé Martin\nitem1.TEL;waid=33639980099:+33 6 39 98 00 99\nEND:VCARD\n"
    )
    chat = (
        "31/01/2026, 21:05 - Ana Field: IMG-20260131-WA0003.jpg (file attached)\nMy hair now\n"
        "31/01/2026, 21:06 - Ana Field: IMG-20260131-WA0004.jpg (file attached)\n"
        "31/01/2026, 21:07 - Ana Field: <Media omitted>\n"
        "31/01/2026, 21:08 - Salon Camille: Zoe.vcf (file attached)\n"
        "31/01/2026, 21:09 - Salon Camille: location: https://maps.google.com/?q=48.85,2.35\n"
        "31/01/2026, 21:10 - Ana Field: This message was deleted\n"
        "31/01/2026, 21:11 - Ana Field: null\n"
    )
    path = zipped(
        tmp_path,
        {"WhatsApp Chat with Ana Field.txt": chat, "IMG-20260131-WA0003.jpg": photo, "Zoe.vcf": card},
    )
    async with one_line(tmp_path) as world, computer(world, tmp_path / "one") as one:
        outcome = await bring(one, path)
        await seen(world, one)
        there, missing, omitted, contact, place, deleted, unknown = one.desk.page(
            outcome.progress.conversation_id
        )
        assert there.media is not None and there.text == "My hair now"
        assert (there.media.stage, there.media.mime, there.media.width_px) == ("stored", "image/jpeg", 300)
        assert there.media.sha256 == hashlib.sha256(photo).hexdigest()
        for row in (missing, omitted):
            assert row.media is not None and row.media.code == "not_exported"
        assert contact.content is not None and contact.content.cards[0].phones[0].chat_number == "33639980099"
        assert place.content is not None and place.content.place is not None
        assert place.content.place.latitude == 48.85
        assert deleted.is_revoked
        assert (unknown.kind, unknown.is_imported) == ("unsupported", True)
        async with computer(world, tmp_path / "two", "Bo") as two:
            await seen(world, two)
            assert await two.desk.media_bytes(there.media.sha256 or "") == photo


async def test_a_stopped_import_goes_on_where_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.desk.imports.source.BATCH_MAX", 2)
    path = written(tmp_path, CHAT + LATER)
    async with one_line(tmp_path) as world, computer(world, tmp_path / "one") as one:
        row = await decided(one, path)
        told: list[ImportProgress] = []
        stopped = await one.desk.import_chat(row, told=told.append, is_stopped=lambda: len(told) == 3)
        assert (stopped.progress.state, stopped.progress.done, stopped.progress.added) == ("open", 4, 4)
        await seen(world, one)
        assert [(each.state, each.count, each.total) for each in one.desk.imports()] == [("open", 4, 6)]
        rest = await one.desk.import_chat(await decided(one, path), told=told.append)
        assert rest.progress.import_id == stopped.progress.import_id
        assert (rest.progress.state, rest.progress.added) == ("ended", 6)


async def test_lost_answers_double_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.desk.imports.source.BATCH_MAX", 1)
    async with one_line(tmp_path) as world, computer(world, tmp_path / "one") as one:
        row = await decided(one, written(tmp_path, CHAT))
        work = asyncio.ensure_future(one.desk.import_chat(row, told=lambda _: None))
        for _ in range(6):
            one.wire.loses_answers = not one.wire.loses_answers
            await world.clock.advance(3)
        one.wire.loses_answers = False
        await reach(world.clock, work.done)
        assert (await work).progress.added == 5
        await seen(world, one)
        assert len(one.desk.page((await work).progress.conversation_id)) == 5


async def test_the_hub_ends_in_the_middle_of_an_undo_and_finishes_it_at_its_next_start(
    tmp_path: Path,
) -> None:
    async with one_line(tmp_path) as world, computer(world, tmp_path / "one") as one:
        outcome = await bring(one, written(tmp_path, CHAT))
        await seen(world, one)
        imports = world.hub._running.imports
        monkey = imports.erase_undone

        async def dies() -> None:
            raise EnvironmentFailure("disk_low")

        imports.erase_undone = dies  # type: ignore[method-assign]
        with pytest.raises(ComptoirError):
            await one.desk.undo_import(outcome.progress.import_id)
        assert sum(isinstance(each.body, MessageReceived) for each in world.events()) == 5
        imports.erase_undone = monkey  # type: ignore[method-assign]
        one.wire.is_cut = True
        await world.restart()
        one.wire.is_cut = False
        await reach(
            world.clock, lambda: not any(isinstance(each.body, MessageReceived) for each in world.events())
        )


async def test_a_rep_may_not_import(tmp_path: Path) -> None:
    async with one_line(tmp_path) as world, computer(world, tmp_path / "one", role="rep") as one:
        with pytest.raises(ComptoirError) as caught:
            await bring(one, written(tmp_path, CHAT))
        assert caught.value.code == "role_missing"


async def test_several_numbers_of_ours_are_asked_about(tmp_path: Path) -> None:
    async with HubWorld(tmp_path / "hub") as world, computer(world, tmp_path / "one") as one:
        with pytest.raises(ComptoirError) as caught:
            await bring(one, written(tmp_path, CHAT))
        assert caught.value.code == "line_needed"
        await seen(world, one)
        lines = sorted(one.desk.lines())
        row = await decided(one, written(tmp_path, CHAT))
        outcome = await one.desk.import_chat(row, line_id=lines[1], told=lambda _: None)
        await seen(world, one)
        header = one.desk.header(outcome.progress.conversation_id)
        assert header is not None and header.line_id == lines[1]


async def test_the_hub_takes_nothing_that_it_could_not_show(tmp_path: Path) -> None:
    sound: dict[str, object] = {
        "stable_id": "ab" * 16,
        "sent_at": "2026-01-31T20:05:00Z",
        "direction": "in",
        "kind": "text",
        "text": "a",
    }
    async with one_line(tmp_path) as world:
        desk = await world.join()
        begin: dict[str, object] = {
            "import_id": "import-1", "file_name": "f", "fingerprint": "0", "zone": PARIS, "total": 1, "number": ANA,
        }  # fmt: skip
        unsound: list[dict[str, object]] = [
            {"zone": "Mars/Phobos"}, {"number": "12"}, {"import_id": "../etc"}, {"total": -1}, {"line_id": "x"},
        ]  # fmt: skip
        for change in unsound:
            answer = await world.call("POST", "/api/v1/imports", desk, begin | change)
            assert answer.status == 422, change
        assert (await world.call("POST", "/api/v1/imports", desk, begin)).status == 200
        path = "/api/v1/imports/import-1/messages"
        bad: list[dict[str, object]] = [
            {"kind": "reaction"}, {"stable_id": "no"}, {"sent_at": "2026-01-31T20:05:00"}, {"text": "a" * 60_001},
            {"content": {"media": {"sha256": "cd" * 32}}}, {"content": {"media": {"external_id": "77"}}},
            {"direction": "up"},
        ]  # fmt: skip
        for change in bad:
            answer = await world.call("POST", path, desk, {"first": 0, "messages": [sound | change]})
            assert answer.status == 422, change
        assert (await world.call("POST", path, desk, {"first": 3, "messages": [sound]})).status == 409
        many = [sound | {"stable_id": f"{number:032x}"} for number in range(501)]
        assert (await world.call("POST", path, desk, {"first": 0, "messages": many})).status == 422
        assert (await world.call("POST", path, desk, {"first": 0, "messages": [sound]})).status == 200
        for wrong in ("/api/v1/imports/import-9", "/api/v1/imports/import-1/else", "/api/v1/imports/"):
            assert (await world.call("GET", wrong, desk)).status == 404
        assert (await world.call("GET", "/api/v1/imports/import-1")).status == 401


async def test_a_view_made_anew_holds_the_same(tmp_path: Path) -> None:
    async with one_line(tmp_path) as world, computer(world, tmp_path / "one") as one:
        await world.say()
        gone = await bring(one, written(tmp_path, CHAT))
        await one.desk.undo_import(gone.progress.import_id)
        await bring(one, written(tmp_path, CHAT + LATER, "b.txt"))
        await seen(world, one)
        await one.stop()
        before = one.view_hash()
        one.profile.view_path.unlink()
        await one.start()
        await seen(world, one)
        await one.stop()
        assert one.view_hash() == before
        with world.reading() as conn:
            assert view.view_hash(conn) == before

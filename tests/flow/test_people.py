"""One person under several names: two contacts that prove to be one, ids that are replaced, numbers given to others."""

from __future__ import annotations

from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlcipher3.dbapi2 as sqlite

from app.domain.arrivals import MessageReceived
from app.domain.channels import WHATSAPP
from app.domain.contacts import Contact, ContactMerged, Identity
from app.domain.conversations import StartConversation
from app.domain.ids import ContactId, ConversationId, MessageId
from app.domain.lines import line_id_of
from app.domain.sends import CancelSend, SendMessage, SendText
from app.whatsapp import opaque
from storage import view
from storage.hub import log, read_marks
from tests.flow.desk_world import computer, reach
from tests.flow.hub_world import ANA, BO, LINE, OTHER_LINE, HubWorld, status_webhook, text_item, webhook

HERE = line_id_of(WHATSAPP, LINE)
ID, NEW_ID = "GB.7710045566778899", "GB.9902211"
LATER = "447700900456"  # Ana's next number


def said(
    world: HubWorld, text: str, number: str | None = None, user_id: str | None = None, **more: Any
) -> dict[str, Any]:
    """One message of a person who shows what is given."""
    item = text_item(text, number or "", sent_at=world.clock.now()) | more
    if number is None:
        del item["from"]
    return item | ({"from_user_id": user_id} if user_id else {})


async def hear(world: HubWorld, *items: dict[str, Any], line: str = LINE, at_once: bool = False) -> None:
    """Messages of customers, each in its own webhook unless `at_once`."""
    for page in [items] if at_once else [(item,) for item in items]:
        world.clock.set_wall(world.clock.now() + timedelta(seconds=1))  # ids begin with the time
        assert await world.post(webhook({"messages": list(page)}, line=line)) == 200
        await world.settled()


def threads(world: HubWorld) -> list[list[str | None]]:
    """What stands in each conversation, as the hub's own view shows it."""
    with world.reading() as conn:
        ids = view.inbox_ids(conn, "all", now=world.clock.now(), standard_min=30, limit=100)
        return sorted(
            ([row.text for row in view.thread_page(conn, one, limit=100)] for one in ids),
            key=lambda texts: texts[0] or "",
        )


def people(world: HubWorld) -> list[Contact]:
    """Who writes in the conversations, the oldest first."""
    with world.reading() as conn:
        ids = view.inbox_ids(conn, "all", now=world.clock.now(), standard_min=30, limit=100)
        found = (view.load_conversation(conn, one) for one in ids)
        owners = sorted({one.contact_id for one in found if one is not None})
        known = (view.load_contact(conn, owner) for owner in owners)
        return [one for one in known if one is not None]


def reasons(world: HubWorld) -> list[str]:
    """Why contacts were merged."""
    return [event.body.reason for event in world.events("contact.merged")]  # type: ignore[union-attr]


def rebuilt(world: HubWorld) -> str:
    """The hash of a view that was made from the log alone."""
    with world.reading() as conn, closing(sqlite.connect(":memory:", isolation_level=None)) as fresh:
        view.create(fresh)
        view.rebuild(fresh, log.page(conn, 0, 10_000))
        return view.view_hash(fresh)


def kept(world: HubWorld) -> str:
    """The hash of the hub's own view."""
    with world.reading() as conn:
        return view.view_hash(conn)


@pytest.mark.parametrize("at_once", [False, True], ids=["pages", "one page"])
@pytest.mark.parametrize("order", ["number first", "user id first"])
async def test_two_contacts_of_one_person_become_one_when_a_message_names_both(
    tmp_path: Path, order: str, at_once: bool
) -> None:
    async with HubWorld(tmp_path) as world:
        by_number, by_id = said(world, "1 by number", ANA), said(world, "2 by id", user_id=ID)
        first, second = (by_number, by_id) if order == "number first" else (by_id, by_number)
        both = said(world, "3 both", ANA, ID)
        await hear(world, first, second, both, said(world, "4 by id", user_id=ID), at_once=at_once)
        [merge] = world.events("contact.merged")
        assert isinstance(merge.body, ContactMerged)
        received = [event.body.contact_id for event in world.events("message.received")]  # type: ignore[union-attr]
        assert {merge.body.contact_id, merge.body.gone_id} == set(received[:2])
        assert received[2:] == [merge.body.contact_id] * 2
        assert at_once or merge.body == ContactMerged(received[0], received[1], "same_message")  # type: ignore[arg-type]
        [thread] = threads(world)
        assert sorted(map(str, thread)) == ["1 by number", "2 by id", "3 both", "4 by id"]
        [ana] = people(world)
        assert (ana.number, ana.user_id) == (ANA, ID)
        assert kept(world) == rebuilt(world)


async def test_an_answer_from_a_desk_that_has_not_heard_of_the_merge_still_quotes_and_comes_back(
    tmp_path: Path,
) -> None:
    async with HubWorld(tmp_path) as world:
        desk = await world.join()
        await hear(world, said(world, "1 by number", ANA), said(world, "2 by id", user_id=ID))
        gone = world.events("message.received")[1].body
        assert isinstance(gone, MessageReceived)
        assert gone.conversation_id is not None
        await hear(world, said(world, "3 both", ANA, ID))
        answer_id = MessageId("m-answer")
        answer = SendMessage(
            answer_id, gone.conversation_id, "text", "Yes", None, gone.message_id, grace_ms=60_000
        )
        assert (await world.do(desk, answer)).result == "accepted"
        assert (await world.do(desk, CancelSend(answer_id, gone.conversation_id))).result == "accepted"


async def test_ticks_turn_blue_when_a_desk_reads_what_became_part_of_another(tmp_path: Path) -> None:
    async with HubWorld(tmp_path) as world:
        await hear(world, said(world, "1 by number", ANA), said(world, "2 by id", user_id=ID))
        gone = world.events("message.received")[1].body
        assert isinstance(gone, MessageReceived)
        assert gone.conversation_id is not None
        await hear(world, said(world, "3 both", ANA, ID))
        newest = world.events("message.received")[-1].body
        with world.reading() as conn:
            before = world.clock.now() - timedelta(days=1)
            mark = read_marks.newest(conn, gone.conversation_id, read_marks.ANY_POS, before)
        assert isinstance(newest, MessageReceived)
        assert mark == read_marks.ReadMark(HERE, newest.external_id)


async def test_a_conversation_on_each_line_stays_one_on_each_line(tmp_path: Path) -> None:
    async with HubWorld(tmp_path) as world:
        await hear(world, said(world, "1 here", ANA))
        await hear(world, said(world, "2 there", user_id=ID), line=OTHER_LINE)
        await hear(world, said(world, "3 here", ANA, ID))
        await hear(world, said(world, "4 there", user_id=ID), line=OTHER_LINE)
        assert threads(world) == [["1 here", "3 here"], ["2 there", "4 there"]]
        assert len(people(world)) == 1
        assert kept(world) == rebuilt(world)


async def test_two_desks_show_the_merge_and_equal_a_rebuild(tmp_path: Path) -> None:
    async with HubWorld(tmp_path / "hub") as world:
        await hear(world, said(world, "1 by number", ANA), said(world, "2 by id", user_id=ID))
        async with (
            computer(world, tmp_path / "Léa", "Léa") as lea,
            computer(world, tmp_path / "Marc", "Marc") as marc,
        ):
            await reach(world.clock, lambda: len(lea.desk.inbox("all")) == 2)
            await marc.stop()  # one of them is away while it happens
            await hear(world, said(world, "3 both", ANA, ID))
            await marc.start()
            desks = (lea, marc)
            await reach(world.clock, lambda: all(one.desk.position == world.head for one in desks))
            assert [len(one.desk.inbox("all")) for one in desks] == [1, 1]
            [there] = marc.desk.inbox("all")
            assert [text for text, _ in marc.thread(there)] == ["1 by number", "2 by id", "3 both"]
            assert {lea.view_hash(), marc.view_hash()} == {kept(world)} == {rebuilt(world)}


async def test_a_number_with_a_user_id_of_its_own_is_not_merged_but_moves(tmp_path: Path) -> None:
    """The number was given to somebody else whom we already knew by their user id."""
    async with HubWorld(tmp_path) as world:
        await hear(world, said(world, "1 old owner", ANA, ID), said(world, "2 new owner", user_id=NEW_ID))
        await hear(world, said(world, "3 new owner", ANA, NEW_ID), said(world, "4 new owner", ANA))
        assert reasons(world) == []
        assert threads(world) == [["1 old owner"], ["2 new owner", "3 new owner", "4 new owner"]]
        old, new = people(world)
        assert (old.number, old.user_id) == (None, ID)  # what we write to them goes to them
        assert (new.number, new.user_id) == (ANA, NEW_ID)
        assert kept(world) == rebuilt(world)


@pytest.mark.parametrize(("days", "same"), [(29, True), (31, False)])
async def test_a_number_that_comes_with_another_user_id_is_the_same_person_for_a_month(
    tmp_path: Path, days: int, same: bool
) -> None:
    async with HubWorld(tmp_path) as world:
        await hear(world, said(world, "1 before", ANA, ID))
        world.clock.set_wall(world.clock.now() + timedelta(days=days))
        await hear(world, said(world, "2 now", ANA, NEW_ID), said(world, "3 now", user_id=NEW_ID))
        assert threads(world) == (
            [["1 before", "2 now", "3 now"]] if same else [["1 before"], ["2 now", "3 now"]]
        )
        assert reasons(world) == []
        assert people(world)[-1].user_id == NEW_ID
        assert kept(world) == rebuilt(world)


def id_notice(world: HubWorld) -> dict[str, Any]:
    """The customer's user id was replaced."""
    return said(world, "", user_id=ID) | {
        "type": "system",
        "system": {"type": "user_changed_user_id", "body": "…", "user_id": NEW_ID},
    }


def number_notice(world: HubWorld) -> dict[str, Any]:
    """The customer has another number."""
    return said(world, "", ANA) | {
        "type": "system",
        "system": {"type": "user_changed_number", "body": "…", "wa_id": LATER},
    }


@pytest.mark.parametrize("is_late", [False, True], ids=["notice first", "message first"])
async def test_a_replaced_user_id_keeps_one_thread(tmp_path: Path, is_late: bool) -> None:
    async with HubWorld(tmp_path) as world:
        await hear(world, said(world, "1 before", user_id=ID))
        now = said(world, "2 now", user_id=NEW_ID)
        await hear(world, *((now, id_notice(world)) if is_late else (id_notice(world), now)))
        await hear(world, said(world, "3 again", user_id=NEW_ID))
        [thread] = threads(world)
        assert {"1 before", "2 now", "3 again"} <= set(thread)
        assert reasons(world) == (["user_id_changed"] if is_late else [])
        [ana] = people(world)
        assert ana.user_id == NEW_ID
        assert kept(world) == rebuilt(world)


@pytest.mark.parametrize("is_list", [True, False])
async def test_a_replaced_user_id_in_a_notice_of_its_own_keeps_one_thread(
    tmp_path: Path, is_list: bool
) -> None:
    async with HubWorld(tmp_path) as world:
        await hear(world, said(world, "1 before", user_id=ID), said(world, "2 now", user_id=NEW_ID))
        change = {"wa_id": ANA, "user_id": {"previous": ID, "current": NEW_ID}, "timestamp": "1780000300"}
        value = {"user_id_update": [change] if is_list else change}
        assert await world.post(webhook(value, field="user_id_update")) == 200
        await world.settled()
        assert threads(world) == [["1 before", "2 now"]]
        assert reasons(world) == ["user_id_changed"]
        [ana] = people(world)
        assert (ana.number, ana.user_id) == (ANA, NEW_ID)
        assert kept(world) == rebuilt(world)


@pytest.mark.parametrize("is_late", [False, True], ids=["notice first", "message first"])
async def test_a_new_number_keeps_one_thread(tmp_path: Path, is_late: bool) -> None:
    """Meta gives somebody with a new number a new user id too, so that may not speak against it."""
    async with HubWorld(tmp_path) as world:
        await hear(world, said(world, "1 before", ANA, ID))
        now = said(world, "2 now", LATER, NEW_ID)
        await hear(world, *((now, number_notice(world)) if is_late else (number_notice(world), now)))
        [thread] = threads(world)
        assert {"1 before", "2 now"} <= set(thread)
        assert reasons(world) == (["number_changed"] if is_late else [])
        [ana] = people(world)
        assert ana.number == LATER
        assert kept(world) == rebuilt(world)


async def test_a_new_number_that_was_long_somebody_elses_joins_no_threads(tmp_path: Path) -> None:
    async with HubWorld(tmp_path) as world:
        await hear(world, said(world, "1 stranger", LATER, NEW_ID))
        world.clock.set_wall(world.clock.now() + timedelta(days=60))
        await hear(
            world, said(world, "2 Ana", ANA, ID), number_notice(world), said(world, "3 Ana", LATER, ID)
        )
        assert reasons(world) == []
        assert [thread[0] for thread in threads(world)] == ["1 stranger", "2 Ana"]
        stranger, ana = people(world)
        assert (stranger.number, ana.number) == (None, LATER)
        assert kept(world) == rebuilt(world)


async def test_the_answer_to_our_own_first_message_joins_who_wrote_under_a_username(tmp_path: Path) -> None:
    """Known by user id alone; written to by number; the channel's receipt says that both are one."""
    async with HubWorld(tmp_path) as world:
        desk = await world.join()
        await hear(world, said(world, "1 by id", user_id=ID))
        start = StartConversation(ConversationId("c-1"), ContactId("p-1"), HERE, Identity(number=ANA))
        assert (await world.do(desk, start)).result == "accepted"
        conversation = await world.conversation(ANA)
        sent = SendText("m-1", conversation, "2 by number")  # type: ignore[arg-type]
        await world.do(desk, sent)
        tag = opaque.of_message(sent.message_id)
        now = world.clock.now()
        body = status_webhook("wamid.out", "sent", at=now, opaque=tag, recipient_user_id=ID)
        assert await world.post(body) == 200
        await world.settled()
        assert reasons(world) == ["same_message"]
        [thread] = threads(world)
        assert {"1 by id", "2 by number"} <= set(thread)
        [ana] = people(world)
        assert (ana.number, ana.user_id) == (ANA, ID)
        assert kept(world) == rebuilt(world)


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("551187654321", "5511987654321"),
        ("5511987654321", "551187654321"),
        ("525512345678", "5215512345678"),
        ("541123456789", "5491123456789"),
    ],
)
async def test_who_answers_under_the_other_way_of_writing_a_number_answers_here(
    tmp_path: Path, written: str, canonical: str
) -> None:
    async with HubWorld(tmp_path) as world:
        desk = await world.join()
        start = StartConversation(ConversationId("c-1"), ContactId("p-1"), HERE, Identity(number=written))
        assert (await world.do(desk, start)).result == "accepted"
        assert await world.conversation(canonical) == "c-1"
        assert kept(world) == rebuilt(world)


async def test_strangers_stay_strangers(tmp_path: Path) -> None:
    async with HubWorld(tmp_path) as world:
        await hear(world, said(world, "1", ANA, ID), said(world, "2", BO, NEW_ID), said(world, "3", ANA, ID))
        assert threads(world) == [["1", "3"], ["2"]]
        assert world.events("contact.merged") == []


def card(world: HubWorld, origin: str) -> dict[str, Any]:
    """Somebody known by user id alone sends a card with Ana's number."""
    phones = [{"phone": f"+{ANA}", "wa_id": ANA}]
    contact = {"name": {"formatted_name": "Ana"}, "phones": phones, "origin": origin}
    return said(world, "", user_id=ID) | {"type": "contacts", "contacts": [contact]}


async def test_a_number_that_was_asked_for_joins_the_thread_that_has_it(tmp_path: Path) -> None:
    async with HubWorld(tmp_path) as world:
        await hear(world, said(world, "1 by number", ANA), said(world, "2 by id", user_id=ID))
        await hear(world, card(world, "contact_request"))
        assert reasons(world) == ["same_message"]
        [ana] = people(world)
        assert (ana.number, ana.user_id) == (ANA, ID)
        assert kept(world) == rebuilt(world)


@pytest.mark.parametrize("origin", ["other", "contact_request"])
async def test_a_card_with_somebody_elses_number_joins_nobody(tmp_path: Path, origin: str) -> None:
    async with HubWorld(tmp_path) as world:
        owner = NEW_ID if origin == "contact_request" else None
        await hear(
            world, said(world, "1 Ana", ANA, owner), said(world, "2 by id", user_id=ID), card(world, origin)
        )
        assert reasons(world) == []
        assert len(threads(world)) == 2
        assert kept(world) == rebuilt(world)

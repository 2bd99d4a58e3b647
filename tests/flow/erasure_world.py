"""One person whose words, names and files are canaries, in every place where the hub keeps something of anybody."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from app.domain.notes import AddNote
from app.domain.ids import ConversationId, MessageId
from app.domain.scheduled import ScheduleMessage
from app.domain.sends import SendText
from app.domain.tags import TagConversation
from storage import view
from tests.flow.hub_world import Desk, HubWorld, message_webhook, status_webhook, webhook

EVE = "491700000777"
EVE_ID = "DE.eveCANARYuser"
WAMID = "wamid.CANARYHBgM"
CANARIES = (
    b"CANARY", EVE.encode(), b"Evelyn Kanari", b"evelyn@kanari.example", b"evekanari",
)  # fmt: skip


def hits(folders: Iterable[Path], canaries: Iterable[bytes] = CANARIES) -> list[str]:
    """Files, but for copies of the hub, that hold one of the canaries, in letters or base64-free bytes."""
    found = []
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.is_file() and "backups" not in path.parts:
                data = path.read_bytes()
                found += [f"{path.name}: {one.decode()}" for one in canaries if one in data]
                found += [f"{path.name} (name)" for one in canaries if one.decode() in path.name]
    return found


async def eve_writes(world: HubWorld, text: str, wamid: str, **more: object) -> ConversationId:
    """She writes; the conversation."""
    body = message_webhook(text, EVE, sent_at=world.clock.now(), wamid=wamid, name="Evelyn Kanari")
    contact = body["entry"][0]["changes"][0]["value"]["contacts"][0]
    contact["user_id"] = EVE_ID
    contact["profile"]["username"] = "evekanari"
    body["entry"][0]["changes"][0]["value"]["messages"][0] |= {"from_user_id": EVE_ID} | more
    assert await world.post(body) == 200
    received = [event for event in await world.settled() if event.kind == "message.received"]
    return ConversationId(received[-1].subject)


async def fill(world: HubWorld, desk: Desk) -> ConversationId:
    """Everything there can be of her."""
    place = await eve_writes(world, "CANARY first words", f"{WAMID}1")
    await eve_writes(world, "CANARY " + "long words " * 1_500, f"{WAMID}2")
    done = await world.do(desk, AddNote(MessageId("note-1"), place, "CANARY note of ours"))
    assert done.result == "accepted", done
    assert (await world.do(desk, TagConversation(place, "CANARYtag"))).result == "accepted"
    sent = await world.do(desk, SendText(MessageId("send-1"), place, "CANARY our answer"))
    assert sent.result == "accepted", sent
    # a status before its message, an element nobody can read, and a post that repeats what came before
    early = status_webhook(f"{WAMID}unknown", "read", at=world.clock.now(), person=EVE)
    assert await world.post(early) == 200
    assert await world.post(webhook({"messages": [{"from": EVE, "CANARYodd": 1, "type": 3}]})) == 200
    again = message_webhook("CANARY first words", EVE, sent_at=world.clock.now(), wamid=f"{WAMID}1", name="Other")
    assert await world.post(again) == 200
    await world.settled()
    return place


def contact_of(world: HubWorld, conversation_id: ConversationId) -> str:
    """Whose conversation it is."""
    with world.reading() as conn:
        conversation = view.load_conversation(conn, conversation_id)
    assert conversation is not None
    return conversation.contact_id

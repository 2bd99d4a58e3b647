"""One person whose words, names and files are canaries, in every place where the hub keeps something of anybody."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from app.desk.session import PRACTICE_KEY
from app.domain.ids import ConversationId, MessageId
from app.domain.notes import AddNote
from app.domain.sends import SendText
from app.domain.tags import TagConversation
from app.hub.erasures_api import rows
from storage import view
from tests.flow.desk_world import Computer
from tests.flow.hub_world import Desk, HubWorld, message_webhook, status_webhook, webhook

EVE = "491700000777"
EVE_ID = "DE.eveCANARYuser"
PAGE, RESERVED = 4096, 80  # SQLCipher's
WAL_HEAD, FRAME_HEAD = 32, 24
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
    again = message_webhook(
        "CANARY first words", EVE, sent_at=world.clock.now(), wamid=f"{WAMID}1", name="Other"
    )
    assert await world.post(again) == 200
    await world.settled()
    return place


def confirmed(world: HubWorld) -> set[str]:
    """Computers that have said of every erasure that it is done there."""
    with world.reading() as conn:
        every = [row.devices for row in rows(conn)]
    told = [{one.name for one in devices if one.confirmed_at is not None} for devices in every]
    return set.intersection(*told) if told else set()


def contact_of(world: HubWorld, conversation_id: ConversationId) -> str:
    """Whose conversation it is."""
    with world.reading() as conn:
        conversation = view.load_conversation(conn, conversation_id)
    assert conversation is not None
    return conversation.contact_id


def canaries(computer: Computer, found: Iterable[bytes] = CANARIES) -> list[str]:
    """The same in what a computer keeps: its files are sealed, so every page is read with their key, free ones too."""
    hits_ = []
    for name in ("log.db", "view.db", "recent.db"):
        path = computer.profile.folder / name
        if path.exists():
            data = b"".join([*opened_pages(path), *opened_wal(path.with_name(name + "-wal"))])
            hits_ += [f"{name}: {one.decode()}" for one in found if one in data]
    return hits_


def opened_pages(path: Path, key: str = PRACTICE_KEY) -> Iterator[bytes]:
    """Every page of a sealed file in the clear, with what lies in unused parts of it."""
    with path.open("rb") as file:
        is_first = True
        while page := file.read(PAGE):
            yield _opened(page, key, is_first=is_first)
            is_first = False


def opened_wal(path: Path, key: str = PRACTICE_KEY) -> Iterator[bytes]:
    """The same of what runs before it."""
    data = path.read_bytes() if path.exists() else b""
    for at in range(WAL_HEAD, len(data) - PAGE, FRAME_HEAD + PAGE):
        page = data[at + FRAME_HEAD :][:PAGE]
        yield _opened(page, key, is_first=int.from_bytes(data[at : at + 4], "big") == 1)


def _opened(page: bytes, key: str, *, is_first: bool) -> bytes:
    """AES-256-CBC with the nonce near the page's end; the first page begins with the salt."""
    end = PAGE - RESERVED
    nonce = page[end : end + 16]
    decryptor = Cipher(algorithms.AES(bytes.fromhex(key)), modes.CBC(nonce)).decryptor()
    return decryptor.update(page[16 if is_first else 0 : end])

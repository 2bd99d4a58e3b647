"""Files at the pretend Meta: upload, look-up, download, deletion, their lives, their faults, and in messages."""

from __future__ import annotations

import base64
import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from app.net import Answer
from app.sandbox.media_rules import KB, MB
from app.sandbox.media_shelf import FILES
from app.sandbox.multipart import parse_form
from app.sandbox.state import dump, load, save
from app.sandbox.world import World
from tests.unit.sandbox_rig import BUSINESS, Rig, new_world, rig

DAY_S = 86_400.0
JPEG = (FILES / "photo-oil.jpg").read_bytes()
WEBP = (FILES / "sticker-scissors.webp").read_bytes()
VOICE = (FILES / "voice-ines.ogg").read_bytes()
FILM = (FILES / "video-chair.mp4").read_bytes()
PAPER = (FILES / "facture-2211.pdf").read_bytes()
STEREO = VOICE.replace(b"OpusHead\x01\x01", b"OpusHead\x01\x02")


def form(fields: dict[str, str], file: bytes | None = JPEG, mime_type: str | None = "image/jpeg") -> bytes:
    parts = [
        f'--xx\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in fields.items()
    ]
    if file is not None:
        kind = f"Content-Type: {mime_type}\r\n" if mime_type else ""
        head = f'--xx\r\nContent-Disposition: form-data; name="file"; filename="a.jpg"\r\n{kind}\r\n'
        parts.append(head.encode() + file + b"\r\n")
    return b"".join(parts) + b"--xx--\r\n"


async def upload(it: Rig, raw: bytes, content_type: str = "multipart/form-data; boundary=xx") -> Answer:
    return await it.post(
        f"/v24.0/{BUSINESS.phone_number_id}/media", raw, headers={"content-type": content_type}
    )


async def uploaded(it: Rig, data: bytes = JPEG, mime_type: str = "image/jpeg") -> str:
    answer = await upload(it, form({"messaging_product": "whatsapp"}, data, mime_type))
    assert answer.status == 200, answer.body
    media_id: str = json.loads(answer.body)["id"]
    return media_id


async def look_up(it: Rig, media_id: str, query: str = "") -> Any:
    return json.loads((await it.get(f"/v24.0/{media_id}{query}")).body)


async def download(it: Rig, url: str, *, token: str = "any") -> Answer:
    return await it.get(url.removeprefix("http://graph"), token=token)


def code(answer: Answer) -> int:
    found: int = json.loads(answer.body)["error"]["code"]
    return found


async def test_a_file_goes_up_is_looked_up_fetched_and_deleted() -> None:
    async with rig() as it:
        media_id = await uploaded(it)
        told = await look_up(it, media_id, f"?phone_number_id={BUSINESS.phone_number_id}")
        url = told.pop("url")
        assert told == {
            "messaging_product": "whatsapp",
            "mime_type": "image/jpeg",
            "sha256": hashlib.sha256(JPEG).hexdigest(),
            "file_size": str(len(JPEG)),
            "id": media_id,
        }
        answer = await download(it, url)
        assert (answer.status, answer.body, answer.headers["content-type"]) == (200, JPEG, "image/jpeg")
        deleted = await it.http.request("DELETE", f"http://graph/v24.0/{media_id}", bearer="x")
        assert json.loads(deleted.body) == {"success": True}
        assert (await look_up(it, media_id))["error"]["code"] == 100
        assert (await download(it, url)).status == 404


@pytest.mark.parametrize(
    ("raw", "content_type", "said"),
    [
        (form({}), "multipart/form-data; boundary=xx", "messaging_product"),
        (form({"messaging_product": "telegram"}), "multipart/form-data; boundary=xx", "messaging_product"),
        (
            form({"messaging_product": "whatsapp"}, None),
            "multipart/form-data; boundary=xx",
            "file is required",
        ),
        (form({"messaging_product": "whatsapp"}, b""), "multipart/form-data; boundary=xx", "bytes"),
        (form({"messaging_product": "whatsapp"}), "application/json", "not multipart"),
        (form({"messaging_product": "whatsapp"}), "multipart/form-data", "not multipart"),
        (form({"messaging_product": "whatsapp"})[:-6], "multipart/form-data; boundary=xx", "no end"),
        (b"--xx\r\nno header--xx--", "multipart/form-data; boundary=xx", "no end"),
        (b"--xx\r\nno header\r\n--xx--", "multipart/form-data; boundary=xx", "no header"),
        (b"--xx\r\nA: b\r\n\r\nx\r\n--xx--", "multipart/form-data; boundary=xx", "no name"),
    ],
)
async def test_a_malformed_upload_is_refused(raw: bytes, content_type: str, said: str) -> None:
    async with rig() as it:
        answer = await upload(it, raw, content_type)
        error = json.loads(answer.body)["error"]
        assert answer.status == 400 and error["code"] == 100 and said in error["message"]


@pytest.mark.parametrize(
    ("mime_type", "size", "is_taken"),
    [
        ("image/jpeg", 5 * MB, True),
        ("image/jpeg", 5 * MB + 1, False),
        ("image/gif", 10, False),
        ("video/mp4", 16 * MB + 1, False),
        ("video/webm", 10, False),
        ("audio/ogg; codecs=opus", 10, True),
        ("audio/wav", 10, False),
        ("image/webp", 500 * KB, True),
        ("image/webp", 500 * KB + 1, False),
        ("application/pdf", 17 * MB, True),
        ("application/zip", 10, False),
        ("text/plain", 10, True),
        ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", 10, True),
    ],
)
async def test_types_and_sizes_are_metas(mime_type: str, size: int, is_taken: bool) -> None:
    async with rig() as it:
        answer = await upload(it, form({"messaging_product": "whatsapp"}, bytes(size), mime_type))
        assert answer.status == (200 if is_taken else 400)
        assert is_taken or code(answer) == 100


async def test_the_type_may_stand_in_a_field_of_its_own() -> None:
    async with rig() as it:
        for part_type in (None, "application/octet-stream"):
            answer = await upload(
                it, form({"messaging_product": "whatsapp", "type": "image/png"}, b"x", part_type)
            )
            assert (await look_up(it, json.loads(answer.body)["id"]))["mime_type"] == "image/png"
        answer = await upload(it, form({"messaging_product": "whatsapp"}, b"x", None))
        assert code(answer) == 100


async def test_another_numbers_file_and_a_file_without_token_are_not_given() -> None:
    async with rig(access_token="given") as it:
        media_id = json.loads(
            (
                await it.http.request(
                    "POST",
                    f"http://graph/v24.0/{BUSINESS.phone_number_id}/media",
                    content=form({"messaging_product": "whatsapp"}),
                    headers={"content-type": "multipart/form-data; boundary=xx"},
                    bearer="given",
                )
            ).body
        )["id"]
        url = json.loads((await it.get(f"/v24.0/{media_id}", token="given")).body)["url"]
        other = await it.get(f"/v24.0/{media_id}?phone_number_id=1", token="given")
        assert json.loads(other.body)["error"]["error_subcode"] == 33
        assert [(await download(it, url, token=token)).status for token in ("given", "other", "")] == [
            200,
            401,
            401,
        ]


async def test_an_address_works_for_five_minutes_and_only_as_it_was_given() -> None:
    async with rig() as it:
        url = (await look_up(it, await uploaded(it)))["url"]
        assert (await download(it, url.replace("ext=", "ext=9"))).status == 404
        assert (await download(it, url.partition("?")[0])).status == 404
        await it.later(299)
        assert (await download(it, url)).status == 200
        await it.later(1)
        gone = await download(it, url)
        assert gone.status == 404 and code(gone) == 100


async def test_uploads_live_30_days_and_what_customers_sent_7() -> None:
    async with rig() as it:
        mine = await uploaded(it)
        await it.post("/_sandbox/inbound", {"person": "ana", "type": "image"})
        await it.later(0)
        theirs = it.inbox.elements("messages")[0]["image"]["id"]
        await it.later(7 * DAY_S - 1)
        assert "url" in await look_up(it, theirs)
        await it.later(1)
        assert "error" in await look_up(it, theirs) and "url" in await look_up(it, mine)
        await it.later(23 * DAY_S - 1)
        assert "url" in await look_up(it, mine)
        await it.later(1)
        assert "error" in await look_up(it, mine)
        await it.post("/_sandbox/inbound", {"person": "ana", "text": "Hi"})
        answer = await it.send(text=None, type="image", image={"id": mine})
        assert "not a valid whatsapp business account media" in json.loads(answer.body)["error"]["message"]


@pytest.mark.parametrize(
    ("kind", "data", "mime_type", "more", "arrives"),
    [
        ("image", JPEG, "image/jpeg", {}, True),
        ("image", JPEG, "image/png", {}, False),
        ("image", PAPER, "application/pdf", {}, False),
        ("video", FILM, "video/mp4", {}, True),
        ("video", JPEG, "video/mp4", {}, False),
        ("audio", VOICE, "audio/ogg; codecs=opus", {"voice": True}, True),
        ("audio", VOICE, "audio/ogg", {}, True),
        ("audio", STEREO, "audio/ogg", {}, False),
        ("audio", b"ID3 music", "audio/mpeg", {}, True),
        ("audio", b"ID3 music", "audio/mpeg", {"voice": True}, False),
        ("document", PAPER, "application/pdf", {"filename": "bill.pdf"}, True),
        ("document", JPEG, "image/jpeg", {}, True),
        ("sticker", WEBP, "image/webp", {}, True),
        ("sticker", (FILES / "sticker-snip.webp").read_bytes(), "image/webp", {}, True),
        ("sticker", WEBP + bytes(100 * KB), "image/webp", {}, False),
        ("sticker", JPEG, "image/jpeg", {}, False),
    ],
)
async def test_a_file_must_fit_the_kind_of_message(
    kind: str, data: bytes, mime_type: str, more: dict[str, Any], arrives: bool
) -> None:
    async with rig() as it:
        media_id = await uploaded(it, data, mime_type)
        answer = await it.send(text=None, type=kind, **{kind: {"id": media_id} | more})
        assert answer.status == 200
        await it.later(60)
        failures = [status["errors"][0] for status in it.inbox.elements("statuses") if "errors" in status]
        assert [error["code"] for error in failures] == ([] if arrives else [131053])
        assert (
            arrives
            or failures[0]["error_data"]["details"] != "Unable to upload the media used in the message."
        )


async def test_what_a_customer_sent_can_be_sent_on() -> None:
    async with rig() as it:
        await it.post("/_sandbox/inbound", {"person": "ana", "type": "video"})
        await it.later(0)
        media_id = it.inbox.elements("messages")[0]["video"]["id"]
        assert (await it.send(text=None, type="video", video={"id": media_id})).status == 200


async def test_files_go_wrong_on_demand_and_once() -> None:
    async with rig() as it:
        media_id = await uploaded(it)
        good = (await look_up(it, media_id))["sha256"]
        await it.arm("wrong_hash")
        assert (await look_up(it, media_id))["sha256"] != good
        url = (await look_up(it, media_id))["url"]
        await it.arm("expired_url")
        await it.arm("wrong_bytes")
        answers = [await download(it, url) for _ in range(3)]
        assert [answer.status for answer in answers] == [404, 200, 200]
        assert [len(answer.body) for answer in answers[1:]] == [len(JPEG) // 2, len(JPEG)]


async def test_an_outage_of_the_media_side_lasts_as_long_as_wanted() -> None:
    async with rig() as it:
        media_id = await uploaded(it)
        url = (await look_up(it, media_id))["url"]
        await it.arm("media_outage", delay_s=DAY_S)
        assert (await look_up(it, media_id))["error"]["code"] == 131016
        assert (await download(it, url)).status == 503
        assert (await upload(it, form({"messaging_product": "whatsapp"}))).status == 503
        assert (await it.send()).status == 200, "messages still go"
        await it.later(DAY_S - 1)
        assert (await look_up(it, media_id))["error"]["is_transient"] is True
        await it.later(1)
        assert "url" in await look_up(it, media_id)


async def test_a_customers_file_can_be_too_large() -> None:
    async with rig() as it:
        await it.arm("too_large")
        await it.post("/_sandbox/inbound", {"person": "ana", "text": "Wait for it"})
        for _ in range(2):
            await it.post("/_sandbox/inbound", {"person": "ana", "type": "video"})
        await it.post("/_sandbox/inbound", {"person": "ana", "type": "document", "too_large": True})
        await it.later(0)
        text, lost, video, document = it.inbox.elements("messages")
    assert (text["type"], video["type"]) == ("text", "video")
    for message, kind in ((lost, "video"), (document, "document")):
        assert message["type"] == "unsupported" and message["unsupported"] == {"type": kind}
        assert message["errors"][0]["code"] == 131052 and "href" in message["errors"][0]


async def test_files_outlive_a_restart(tmp_path: Path) -> None:
    path = tmp_path / "practice.json"
    async with rig(world=kept_world(path)) as it:
        media_id = await uploaded(it)
        await it.post("/_sandbox/inbound", {"person": "ana", "type": "audio"})
        await it.later(0)
        voice_id = it.inbox.elements("messages")[0]["audio"]["id"]
        save(path, dump(it.sandbox.world, []))
    after, _ = load(path)
    async with rig(world=after) as it:
        for wanted, data in ((media_id, JPEG), (voice_id, (FILES / "voice-outside.ogg").read_bytes())):
            assert (await download(it, (await look_up(it, wanted))["url"])).body == data
        assert (tmp_path / "practice.media").is_dir()
        await it.later(31 * DAY_S)
        after.media.prune(it.clock.now())
        assert list((tmp_path / "practice.media").iterdir()) == []


def kept_world(path: Path) -> World:
    """Ana's world from a state file, so that its files lie beside it."""
    save(path, dump(new_world(), []))
    return load(path)[0]


async def test_a_webhook_tells_the_digest_in_base64() -> None:
    async with rig() as it:
        wish = {"person": "ana", "type": "image", "base64": base64.b64encode(JPEG).decode()}
        await it.post("/_sandbox/inbound", wish | {"mime_type": "image/jpeg", "caption": "Mine"})
        await it.later(0)
        image = it.inbox.elements("messages")[0]["image"]
        assert base64.b64decode(image["sha256"]) == hashlib.sha256(JPEG).digest()
        assert (image["mime_type"], image["caption"]) == ("image/jpeg", "Mine")
        assert (await download(it, (await look_up(it, image["id"]))["url"])).body == JPEG


async def test_some_files_come_with_their_address_at_once() -> None:
    async with rig(address="http://graph") as it:
        for _ in range(8):
            await it.post("/_sandbox/inbound", {"person": "ana", "type": "sticker"})
        await it.post("/_sandbox/inbound", {"person": "ana", "type": "sticker", "content": {"id": "7"}})
        await it.later(0)
        *stickers, odd = [message["sticker"] for message in it.inbox.elements("messages")]
        assert odd == {"id": "7"} and 0 < sum("url" in sticker for sticker in stickers) < 8
        url = next(sticker["url"] for sticker in stickers if "url" in sticker)
        assert (await download(it, url)).body == WEBP
        assert all("url" not in message.content for message in it.sandbox.world.messages.values())


def test_a_form_is_read_byte_for_byte() -> None:
    data = b"\r\n--x\x00\r\r\n\xff--xx-\r\n\r\n"
    parts = parse_form('multipart/form-data; boundary="xx"', form({"a": "é"}, data, "image/png"))
    assert parts["a"].data.decode() == "é" and parts["a"].filename is None
    assert parts["file"].data == data and parts["file"].content_type == "image/png"

"""What a message carries beside its text comes into the log, whatever the characters in it."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from app.domain.arrivals import MessageReceived
from app.domain.contents import Content, FormAnswer, Media
from tests.flow.hub_world import ANA, HubWorld, webhook

DIGEST = hashlib.sha256(b"x").hexdigest()


def item(kind: str, **more: Any) -> dict[str, Any]:
    return {"from": ANA, "id": f"wamid.{kind}", "timestamp": "1795686000", "type": kind, **more}


async def received(world: HubWorld, *items: dict[str, Any]) -> list[MessageReceived]:
    assert await world.post(webhook({"messages": list(items)})) == 200
    bodies = [event.body for event in await world.settled() if event.kind == "message.received"]
    return [body for body in bodies if isinstance(body, MessageReceived)]


async def test_parts_come_into_the_log_and_a_plain_text_has_none(tmp_path: Path) -> None:
    image = {"id": "71", "mime_type": "image/jpeg", "sha256": DIGEST, "caption": "Look"}
    async with HubWorld(tmp_path) as world:
        text, picture = await received(world, item("text", text={"body": "Hi"}), item("image", image=image))
        assert text.content is None
        assert picture.text == "Look"
        assert picture.content == Content(media=Media("image/jpeg", DIGEST, external_id="71"))


async def test_no_part_holds_a_nul_or_half_a_character(tmp_path: Path) -> None:
    document = {"id": "72", "mime_type": "a/b", "filename": "quo\0te\ud83d.pdf"}
    form = {"type": "nfm_reply", "nfm_reply": {"body": "Sent", "response_json": '{"k\\u0000":"\\u0000v"}'}}
    async with HubWorld(tmp_path) as world:
        file, answers = await received(
            world, item("document", document=document), item("interactive", interactive=form)
        )
        assert file.content is not None
        assert file.content.media == Media("a/b", name="quo\ufffdte\ufffd.pdf", external_id="72")
        assert answers.content == Content(form=(FormAnswer("k\ufffd", "\ufffdv"),))

"""A Meta that takes messages, loses answers and says honestly when it failed; it counts what it took."""

from __future__ import annotations

import asyncio
import json
import random
from collections import Counter
from contextlib import suppress

from app.domain.ids import MessageId
from app.whatsapp.opaque import message_id_of

FAILED = {"error": {"code": 131000, "message": "Something went wrong", "type": "OAuthException"}}


class Meta:
    """Serves on `port` once entered. `accepts`: how often each of our messages was taken; `news`: (wamid, opaque)."""

    def __init__(self, chance: random.Random) -> None:
        self.accepts: Counter[str] = Counter()
        self.news: asyncio.Queue[tuple[str, str]] = asyncio.Queue()
        self.port = 0
        self.is_faulty = True
        self._chance = chance
        self._count = 0
        self._lines: set[asyncio.StreamWriter] = set()
        self._has_none = asyncio.Event()

    async def __aenter__(self) -> Meta:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()
        while self._lines:
            self._has_none.clear()
            for line in self._lines:
                line.close()
            await self._has_none.wait()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._lines.add(writer)
        try:
            with suppress(OSError, asyncio.IncompleteReadError):
                while await self._answer(reader, writer):
                    pass
        finally:
            writer.close()
            self._lines.discard(writer)
            self._has_none.set()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        """One request; False when the line is to be cut."""
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        lengths = [line for line in head.lower().split("\r\n") if line.startswith("content-length:")]
        body = await reader.readexactly(int(lengths[0].split(":")[1]) if lengths else 0)
        fate = self._chance.randrange(8) if self.is_faulty else 7
        if not head.startswith("POST") or "/messages" not in head:
            return _reply(writer, 404, {"error": {"code": 100, "message": "nothing here"}})
        said = json.loads(body)
        if said.get("status") == "read":
            return _reply(writer, 200, {"success": True})
        if fate == 0:  # it never came to Meta's heart
            return False
        if fate == 1:
            return _reply(writer, 500, FAILED)
        wamid = self._take(said)
        await asyncio.sleep(self._chance.uniform(0, 0.02))
        if fate == 2:  # taken, and nobody hears of it
            return False
        return _reply(writer, 200, {"messaging_product": "whatsapp", "contacts": [{"input": said.get("to", ""),
                      "wa_id": said.get("to", "")}], "messages": [{"id": wamid}]})  # fmt: skip

    def _take(self, said: dict[str, object]) -> str:
        self._count += 1
        opaque = str(said.get("biz_opaque_callback_data", ""))
        message_id = message_id_of(opaque) or MessageId("")
        self.accepts[message_id] += 1
        wamid = f"wamid.out{self._count}"
        self.news.put_nowait((wamid, opaque))
        return wamid


def _reply(writer: asyncio.StreamWriter, status: int, body: object) -> bool:
    data = json.dumps(body).encode()
    head = f"HTTP/1.1 {status} So\r\nContent-Type: application/json\r\nContent-Length: {len(data)}\r\n\r\n"
    writer.write(head.encode() + data)
    return True

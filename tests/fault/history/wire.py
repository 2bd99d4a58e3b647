"""The network of one desk: it loses, repeats, delays and reorders, and writes down what was asked and answered."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import httpx

from storage import codec

Note = Callable[..., None]  # what, and its facts
LATE_S = 2.0  # so late may a doubled request come, after others that were asked later


class LyingWire(httpx.AsyncBaseTransport):
    """One request in eight each is lost, loses its answer, is doubled at once, or is doubled seconds later."""

    def __init__(self, chance: random.Random, note: Note) -> None:
        self.is_cut = False
        self.is_faulty = True
        self._chance = chance
        self._note = note
        self._real = httpx.AsyncHTTPTransport()
        self._late: set[asyncio.Task[None]] = set()
        self._asked: set[str] = set()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if self.is_cut:
            raise httpx.ConnectError("the line is cut", request=request)
        content = await request.aread()
        fault = self._chance.randrange(8) if self.is_faulty else -1
        if fault == 0:
            raise httpx.ConnectError("the request was lost", request=request)
        is_commands = request.method == "POST" and request.url.path.endswith("/commands")
        if is_commands:
            self._note_asked(content)
            if fault == 1:
                await self._again(request, content, 0.0)
            if fault == 2:
                self._later(request, content)
        if fault in (3, 4):
            await asyncio.sleep(self._chance.uniform(0, 0.15))
        response = await self._real.handle_async_request(request)
        body = await response.aread()
        if fault == 5 or self.is_cut:
            raise httpx.ReadError("the answer was lost", request=request)
        if is_commands and response.status_code == 200:
            self._note_answered(body)
        headers = [(name, value) for name, value in response.headers.items() if name != "content-encoding"]
        return httpx.Response(response.status_code, headers=headers, content=body)

    async def aclose(self) -> None:
        for task in self._late:
            task.cancel()
        await asyncio.gather(*self._late, return_exceptions=True)
        await self._real.aclose()

    def _note_asked(self, content: bytes) -> None:
        now_s = time.monotonic()
        for data in codec.split_commands(content):
            command = codec.decode_command(data)
            if command.command_id not in self._asked:
                self._asked.add(command.command_id)
                body: Any = command.body
                message_id = getattr(body, "message_id", None) or getattr(body, "note_id", None)
                kind = type(body).__name__
                self._note("asked", id=command.command_id, at=now_s, kind=kind, message_id=message_id)

    def _note_answered(self, body: bytes) -> None:
        now_s = time.monotonic()
        for outcome in codec.decode_outcomes(body):
            if outcome.result != "retry":
                facts = {"result": outcome.result, "pos": outcome.pos, "code": outcome.code}
                self._note("answered", id=outcome.command_id, at=now_s, **facts)

    def _later(self, request: httpx.Request, content: bytes) -> None:
        delay_s = self._chance.uniform(0.1, LATE_S)
        task = asyncio.ensure_future(self._again(request, content, delay_s))
        self._late.add(task)
        task.add_done_callback(self._late.discard)

    async def _again(self, request: httpx.Request, content: bytes, delay_s: float) -> None:
        """The same request once more, whose answer nobody hears."""
        await asyncio.sleep(delay_s)
        again = httpx.Request(
            request.method,
            request.url,
            headers=request.headers,
            content=content,
            extensions=request.extensions,
        )
        with suppress(httpx.HTTPError):
            response = await self._real.handle_async_request(again)
            await response.aread()
            await response.aclose()
            self._note("repeated")

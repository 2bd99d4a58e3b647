"""A Graph whose every outcome the test names beforehand. It keeps what was posted."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from app.domain.clock import Clock, FakeClock
from app.domain.contacts import Identity
from app.domain.contents import Media
from app.domain.outgoing import Outgoing
from app.whatsapp import wire
from app.whatsapp.client import NO_FILES, Accepted, GraphClient, Outcome

Scripted = Outcome | Callable[[], Outcome] | None  # None: the ordinary acceptance


@dataclass(frozen=True, slots=True)
class Post:
    """One post of a message, with the channel's ids of its files."""

    at_s: float
    line: str
    to: Identity
    outgoing: Outgoing
    opaque: str
    media_ids: Mapping[Media, str]

    @property
    def text(self) -> str:
        return self.outgoing.text

    @property
    def body(self) -> Any:
        """What would have left for Graph."""
        return json.loads(wire.message_body(self.to, self.outgoing, self.opaque, self.media_ids))


class FakeGraph(GraphClient):
    """Gives the scripted outcomes in turn, then accepts everything. While `hold` is cleared nothing is answered."""

    def __init__(self, *script: Scripted) -> None:
        self.clock: Clock = FakeClock()  # the hub's own takes its place
        self.script = list(script)
        self.posts: list[Post] = []
        self.marks: list[str] = []
        self.typings: list[str] = []
        self.mark_answers: list[bool] = []
        self.hold = asyncio.Event()
        self.hold.set()

    async def send(
        self,
        line_external_id: str,
        token: str,
        to: Identity,
        outgoing: Outgoing,
        opaque: str,
        media_ids: Mapping[Media, str] = NO_FILES,
    ) -> Outcome:
        post = Post(self.clock.monotonic_s(), line_external_id, to, outgoing, opaque, media_ids)
        assert post.body  # what cannot be written down is not posted
        self.posts.append(post)
        number = len(self.posts)
        scripted = self.script.pop(0) if self.script else None
        await self.hold.wait()
        if scripted is None:
            return Accepted(f"wamid.out{number}", Identity(number=to.number))
        return scripted() if callable(scripted) else scripted

    async def mark_read(
        self, line_external_id: str, token: str, external_id: str, *, is_typing: bool = False
    ) -> bool:
        (self.typings if is_typing else self.marks).append(external_id)
        return self.mark_answers.pop(0) if self.mark_answers else True

    def times_s(self) -> list[float]:
        """Seconds between the posts."""
        return [
            round(after.at_s - before.at_s, 3)
            for before, after in zip(self.posts, self.posts[1:], strict=False)
        ]

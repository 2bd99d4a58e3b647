"""Something that happens once, perhaps before there is an event loop, and that may be waited for when there is one."""

from __future__ import annotations

from app.domain.later import asyncio


class Once:
    """Of the window alone: `happen` and `wait` are called on one thread."""

    def __init__(self) -> None:
        self.has_happened = False
        self._event: asyncio.Event | None = (
            None  # made by who waits: asyncio is not there before the first paint
        )

    def happen(self) -> None:
        """From now on nobody waits."""
        self.has_happened = True
        if self._event is not None:
            self._event.set()

    async def wait(self) -> None:
        """Until it has happened."""
        if self._event is None:
            self._event = asyncio.Event()
        if not self.has_happened:
            await self._event.wait()

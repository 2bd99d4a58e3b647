"""What every loop of the hub does between two rounds: rest until something stirs."""

from __future__ import annotations

import asyncio
from typing import Any

from app.domain.clock import Clock


async def until_stirred(stirred: asyncio.Event, clock: Clock, seconds: float | None) -> None:
    """Until the event is set, at most so many seconds by this clock; None: as long as it takes."""
    waits: list[asyncio.Future[Any]] = [asyncio.ensure_future(stirred.wait())]
    if seconds is not None:
        waits.append(asyncio.ensure_future(clock.sleep(seconds)))
    try:
        await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for wait in waits:
            wait.cancel()
        await asyncio.gather(*waits, return_exceptions=True)

"""A new desktop's core joins a team: when is it usable, when complete?

`python -m tests.perf.joiner PROFILE HUB_URL CODE` prints one JSON object: usable_s (200 rows listed, the newest thread
read), answered_s (an answer is in the team's log and shown), complete_s, events, all from before enrolling on; and
stall_ms, the longest time that the event loop was kept from its work meanwhile.
"""

import asyncio
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

from app.desk.config import Profile
from app.desk.joining import join
from app.desk.live import LiveDesk
from app.desk.opening import open_desk
from app.desk.seams import Seams
from app.desk.session import unlock

LISTED = 200
LOOK_S = 0.01


class Stalls:
    """Looks every few milliseconds how late the event loop is."""

    worst_s = 0.0

    async def watch(self) -> None:
        """Until cancelled."""
        while True:
            began_s = time.perf_counter()
            await asyncio.sleep(LOOK_S)
            self.worst_s = max(self.worst_s, time.perf_counter() - began_s - LOOK_S)


async def run(folder: Path, hub_url: str, code: str) -> dict[str, float]:
    """Join, open, answer, wait."""
    seams, stalls = Seams(), Stalls()
    unlocked = unlock(Profile(folder, is_practice=True), {})
    watching = asyncio.ensure_future(stalls.watch())
    began_s = time.perf_counter()
    await join(unlocked, hub_url, code, "bench", seams)
    desk = await open_desk(unlocked, seams)
    await desk.start()
    await _until(lambda: len(desk.inbox("all", limit=LISTED)) >= LISTED)
    there = desk.inbox("all", limit=LISTED)[0]
    assert desk.page(there)
    usable_s = time.perf_counter() - began_s
    answered_s = await _answered(desk, began_s)
    await _until(lambda: desk._view.is_whole and not desk._view.recent.is_open)
    complete_s = time.perf_counter() - began_s
    watching.cancel()
    events = desk.position
    await desk.stop()
    return {
        "usable_s": usable_s,
        "answered_s": answered_s,
        "complete_s": complete_s,
        "events": events,
        "stall_ms": stalls.worst_s * 1000,
    }


async def _answered(desk: LiveDesk, began_s: float) -> float:
    """Answer whoever may be answered; when the log has shown it."""
    there = desk.inbox("all", limit=LISTED)[0]
    message_id = await desk.send_text(there, "Bonjour", send_anyway=True)
    await _until(lambda: (row := desk.message(message_id)) is not None and not row.is_pending)
    return time.perf_counter() - began_s


async def _until(is_true: Callable[[], bool]) -> None:
    """As a person does: look again and again."""
    while not is_true():  # noqa: ASYNC110 - the screen is looked at, nothing else
        await asyncio.sleep(LOOK_S)


if __name__ == "__main__":
    profile, url, code = sys.argv[1:]
    sys.stdout.write(json.dumps(asyncio.run(run(Path(profile), url, code))) + "\n")

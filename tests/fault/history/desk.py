"""`python -m tests.fault.history.desk FOLDER RECORD SEED SKEW_S [skip]`: a desk at which somebody never rests.

Reads "cut", "mend", "rest" and "stop" from its input; writes what it asked, heard, wished and read to RECORD, one JSON
object a line, each flushed, so that a kill loses at most half a line. COMPTOIR_CRASH_AT kills it at a crash point. With
"skip" its view leaves out events: what the checker must see.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import sys
import time
import traceback
from collections.abc import Sequence
from contextlib import closing, suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, TextIO

from app.desk.config import Profile
from app.desk.desk import Composed
from app.desk.live import LiveDesk
from app.desk.opening import open_desk
from app.desk.seams import Seams
from app.desk.session import PRACTICE_KEY, unlock
from app.domain.clock import SystemClock
from app.domain.errors import ComptoirError
from app.domain.events import Event
from app.domain.ids import ConversationId
from app.domain.rows import Changes
from app.domain.saved_views import SavedView, ViewFilter
from app.net import Http
from storage import desk as stored
from storage import view
from storage.engine import Connection, connect
from tests.fault.history.wire import LyingWire
from tests.fault.run_hub import crash_at

EVERY_S = 0.06
READ_EVERY_S = 0.15
ACTS = ("answer", "answer", "answer", "note", "claim", "hand_over", "tag", "snooze", "close", "reopen", "read",
        "unread", "view", "plan", "change_note")  # fmt: skip


class SkewedClock(SystemClock):
    """A computer whose clock is wrong, and jumps by ten minutes every few seconds."""

    def __init__(self, skew_s: float) -> None:
        self._skew_s = skew_s

    def now(self) -> datetime:
        jump_s = 120.0 if self._skew_s and int(time.monotonic() / 3) % 2 else 0.0
        return super().now() + timedelta(seconds=self._skew_s + jump_s)


class Restless:
    """A person who does something every moment until told to rest."""

    def __init__(self, desk: LiveDesk, chance: random.Random, note: Any) -> None:
        self._desk = desk
        self._chance = chance
        self._note = note
        self._count = 0
        self.is_resting = False

    async def work(self) -> None:
        while not self.is_resting:
            there = self._desk.inbox("all") + self._desk.inbox("closed")
            if there:
                with suppress(ComptoirError):  # the window closed, the colleague was faster: a person's day
                    await self._act(self._chance.choice(ACTS), self._chance.choice(there))
            await asyncio.sleep(EVERY_S)

    async def _act(self, act: str, there: ConversationId) -> None:
        desk, chance = self._desk, self._chance
        self._count += 1
        if act == "answer":
            self._wished(
                await desk.send_text(there, f"Answer {self._count}", send_anyway=True, retry_of=None)
            )
        elif act == "note":
            mentions = [chance.choice(desk.members()).member_id]
            self._wished(await desk.add_note(there, f"Note {self._count}", mentions))
        elif act == "change_note":
            notes = [row for row in desk.page(there) if row.kind == "note" and row.is_mine]
            if notes:
                last = notes[-1].message_id
                await (desk.remove_note(last) if chance.random() < 0.3 else desk.edit_note(last, "Hm"))
        elif act == "claim":
            await desk.claim(there)
        elif act == "hand_over":
            ids = [row.member_id for row in desk.members()]
            await desk.assign(there, chance.choice([*ids, None]), summary="Look after them")
        elif act == "plan":
            due_at = SystemClock().now() + timedelta(seconds=chance.choice((2, 3_600)))
            self._wished(await desk.schedule(there, Composed("text", f"Later {self._count}"), due_at))
        else:
            await self._file(act, there)

    async def _file(self, act: str, there: ConversationId) -> None:
        desk, chance = self._desk, self._chance
        if act == "tag":
            await chance.choice((desk.tag, desk.untag))(there, chance.choice(("VIP", "colour")))
        elif act == "snooze":
            row = desk.inbox_row(there)
            until_at = SystemClock().now() + timedelta(seconds=chance.choice((2, 3_600)))
            is_asleep = row is not None and row.is_snoozed
            await (desk.wake(there) if is_asleep else desk.snooze(there, chance.choice((until_at, None))))
        elif act == "close":
            await desk.close(there, chance.choice((None, "solved", "not_solved")), "Done")
        elif act == "reopen":
            await desk.reopen(there)
        elif act == "read":
            await desk.mark_read(there)
        elif act == "unread":
            await desk.mark_unread(there)
        else:
            name = chance.choice(("a", "b"))
            shown = SavedView(
                f"{desk.me().member_id}-{name}", name, ViewFilter(tags=("VIP",)), desk.me().member_id
            )
            await (desk.save_view(shown) if chance.random() < 0.7 else desk.remove_view(shown.view_id))

    def _wished(self, message_id: str) -> None:
        self._note("wished", message_id=message_id)


class Recorder:
    """Writes lines to a file that outlives us."""

    def __init__(self, file: TextIO) -> None:
        self._file = file

    def __call__(self, what: str, **facts: Any) -> None:
        self._file.write(json.dumps({"what": what, **facts}) + "\n")
        self._file.flush()


async def read_on(desk: LiveDesk, profile: Profile, person: Restless, note: Recorder) -> None:
    """What the two files hold, again and again; and once resting, whether anything is still under way."""
    files = ("log", profile.log_path, stored.cursor), ("view", profile.view_path, view.cursor)
    while True:
        for name, path, cursor in files:
            with closing(connect(path, PRACTICE_KEY, is_read_only=True)) as conn:
                if name == "view" and view.version(conn) != view.VIEW_VERSION:
                    continue  # being made: nobody is shown anything of it
                pos, chain = cursor(conn)
            note("read", file=name, at=time.monotonic(), pos=pos, chain=chain.hex())
        if person.is_resting:
            note("rests", pos=desk.position, is_waiting=desk.is_waiting_for_hub)
        await asyncio.sleep(READ_EVERY_S)


def skip_events() -> None:
    """The broken variant: a view that leaves out one event in five."""
    real = view.Projector.project

    def project(self: view.Projector, conn: Connection, events: Sequence[Event], chain: bytes) -> Changes:
        return real(self, conn, [one for one in events if one.pos % 5] or events, chain)

    view.Projector.project = project  # type: ignore[method-assign]


async def obey(lines: asyncio.StreamReader, wire: LyingWire, person: Restless) -> None:
    """What the test says, until "stop"."""
    while (word := (await lines.readline()).decode().strip()) not in ("stop", ""):
        if word == "rest":
            person.is_resting, wire.is_faulty = True, False
        wire.is_cut = word == "cut"


def end_at_once(task: asyncio.Task[None]) -> None:
    """A failure of ours is told by the process's end, not kept until somebody asks."""
    if not task.cancelled() and (error := task.exception()) is not None:
        traceback.print_exception(error)
        os._exit(70)


async def live(folder: Path, record: Path, seed: int, skew_s: float) -> None:
    loop, chance, crash = (
        asyncio.get_running_loop(),
        random.Random(seed),
        crash_at(os.environ.get("COMPTOIR_CRASH_AT")),
    )
    lines = asyncio.StreamReader()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(lines), sys.stdin)
    profile = Profile(folder, is_practice=True)
    with record.open("a", encoding="utf-8") as file:
        note = Recorder(file)
        file.write("\n")  # a kill may have left half a line
        wire = LyingWire(chance, note)
        seams = Seams(SkewedClock(skew_s), lambda: Http(transport=wire, crash=crash), crash=crash)
        desk = await open_desk(unlock(profile, {}), seams)
        await desk.start()
        person = Restless(desk, chance, note)
        working = [
            asyncio.ensure_future(one) for one in (person.work(), read_on(desk, profile, person, note))
        ]
        for task in working:
            task.add_done_callback(end_at_once)
        await obey(lines, wire, person)
        for task in working:
            task.cancel()
        await asyncio.gather(*working, return_exceptions=True)
        await desk.stop()
        await wire.aclose()


if __name__ == "__main__":
    if sys.argv[5:] == ["skip"]:
        skip_events()
    asyncio.run(live(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), float(sys.argv[4])))

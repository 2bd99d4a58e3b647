"""One run: a hub, a Meta and some desks as processes; a nemesis that kills, cuts and fills; the evidence at the end."""

from __future__ import annotations

import asyncio
import contextlib
import io
import json
import os
import random
import signal
import subprocess
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from app.desk.config import Profile
from app.desk.joining import join
from app.desk.seams import Seams
from app.desk.session import PRACTICE_KEY, unlock
from app.domain.clock import SystemClock
from app.terminal import members_command
from storage import codec, view
from storage import desk as stored
from storage.engine import connect
from storage.hub import log, raw, store
from tests.fault.history.evidence import Asked, Evidence, Logged, Read, Shown, Webhook
from tests.fault.history.meta import Meta
from tests.fault.hub_process import ROOT, HubProcess, Poster
from tests.fault.nursery import Born
from tests.flow.hub_world import escaped, status_webhook, text_item, webhook

Nemesis = Literal["kill", "kill_hub", "stop", "partition", "disk"]
PEOPLE = [f"3363998{number:04d}" for number in range(30)]
WISHES = frozenset({"SendText", "SendMessage", "AddNote", "ScheduleMessage"})
REST_S = 60.0


class DeskProcess:
    """A desk's process, its profile and its record; killed and started again at will."""

    def __init__(self, name: str, folder: Path, seed: int, skew_s: float, *more: str) -> None:
        self.name = name
        self.profile = Profile(folder / name, is_practice=True)
        self.record = folder / f"{name}.jsonl"
        self.environment: dict[str, str] = {}
        self._arguments = (str(seed), str(skew_s), *more)
        self.process: subprocess.Popen[str] | None = None

    def start(self) -> None:
        """Start it; one that ended by itself is let go of."""
        if self.process is not None and self.process.poll() is None:
            raise AssertionError(f"{self.name} still runs")
        self._close()
        words = ["-m", "tests.fault.history.desk", str(self.profile.folder), str(self.record)]
        self.process = Born(
            [*words, *self._arguments],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            env={**os.environ, **self.environment},
        )

    def tell(self, word: str) -> None:
        assert self.process is not None and self.process.stdin is not None
        with suppress(BrokenPipeError):
            self.process.stdin.write(word + "\n")
            self.process.stdin.flush()

    def end(self, how: signal.Signals | None = None) -> int:
        """Kill it, or without a signal ask it to stop; its exit code."""
        assert self.process is not None and self.process.stdin is not None
        if how is None:
            self.tell("stop")
        else:
            self.process.send_signal(how)
        code = self.process.wait(60)
        self._close()
        return code

    def _close(self) -> None:
        if self.process is not None and self.process.stdin is not None:
            with suppress(BrokenPipeError):
                self.process.stdin.close()

    def said(self) -> list[dict[str, Any]]:
        """Everything it has written down; half a line that a kill left is not there."""
        found = []
        for line in self.record.read_text("utf-8").split("\n") if self.record.exists() else ():
            with suppress(json.JSONDecodeError):
                found.append(json.loads(line))
        return found

    def rests(self) -> dict[str, Any] | None:
        """What it last said of its rest; the end of the record is enough."""
        with self.record.open("rb") as file:
            file.seek(max(0, file.seek(0, os.SEEK_END) - 8_192))
            lines = file.read().decode("utf-8", "replace").split("\n")
        found = [line for line in lines if line.startswith('{"what": "rests"') and line.endswith("}")]
        return dict(json.loads(found[-1])) if found else None

    def has_asked(self, count: int, what: str = "asked") -> bool:
        """Whether so many commands left it, or were `repeated` behind its back."""
        return self.record.exists() and self.record.read_text("utf-8").count(f'"what": "{what}"') >= count


@dataclass
class Team:
    """Enter it: everything runs. `nemesis` harms it once, `rest` waits until all is quiet, `evidence` is then whole."""

    folder: Path
    count: int
    seed: int
    skew_s: float = 0.0
    broken_hub: str = ""
    broken_desks: Sequence[str] = ()
    webhooks: list[Webhook] = field(default_factory=list)
    small_disk: Path | None = None  # where the hub lies then

    @property
    def hub_folder(self) -> Path:
        return (self.small_disk or self.folder) / "hub"

    async def __aenter__(self) -> Team:
        self.folder.mkdir(exist_ok=True)
        self.chance = random.Random(self.seed)
        self._goal = 0
        self._stack = contextlib.AsyncExitStack()
        self.meta = await self._stack.enter_async_context(Meta(self.chance))
        self._stack.callback(self._end_all)
        self.desks: list[DeskProcess] = []
        self.hub = self._new_hub()
        await asyncio.to_thread(self.hub.start)
        for number in range(self.count):
            skew_s = self.skew_s * self.chance.choice((-1, 1))
            desk = DeskProcess(f"desk{number}", self.folder, self.seed + number, skew_s, *self.broken_desks)
            await self._join(desk)
            self.desks.append(desk)
            desk.start()
        self._writing = [asyncio.ensure_future(self._customers()), asyncio.ensure_future(self._statuses())]
        self.is_writing = True
        return self

    async def __aexit__(self, *_: object) -> None:
        for task in self._writing:
            task.cancel()
        await asyncio.gather(*self._writing, return_exceptions=True)
        await self._stack.aclose()

    def _new_hub(self, port: int = 0, crash_at: str = "") -> HubProcess:
        more = {"COMPTOIR_CRASH_AT": crash_at, "COMPTOIR_BROKEN": self.broken_hub}
        graph = f"http://127.0.0.1:{self.meta.port}"
        return HubProcess(self.hub_folder, port=port, COMPTOIR_GRAPH_URL=graph, **more)

    async def hub_again(self, crash_at: str = "") -> None:
        """Kill the hub, if nothing has yet, and start it at the same place; perhaps to die at a crash point."""
        self.hub.kill()
        self.hub = self._new_hub(self.hub.port, crash_at)
        await asyncio.to_thread(self.hub.start, may_die=bool(crash_at))

    async def _join(self, desk: DeskProcess) -> None:
        said = io.StringIO()
        arguments = ["--data", str(self.hub_folder), "--role", "manager", "--name", desk.name]
        with contextlib.redirect_stdout(said):
            assert await asyncio.to_thread(members_command.run_invite, arguments) == 0
        unlocked = unlock(desk.profile, {})
        try:
            url = f"http://127.0.0.1:{self.hub.port}"
            await join(unlocked, url, json.loads(said.getvalue())["code"], desk.name, Seams())
        finally:
            unlocked.lock.close()

    async def nemesis(self, kind: Nemesis) -> None:
        """Harm once, and let it be mended."""
        desk = self.chance.choice(self.desks)
        if kind in ("kill", "stop"):
            await asyncio.to_thread(desk.end, signal.SIGKILL if kind == "kill" else None)
            desk.start()
        elif kind == "kill_hub":
            await self.hub_again()
        elif kind == "disk":
            await self._fill_disk()
        else:
            desk.tell("cut")
            await asyncio.sleep(self.chance.uniform(0.5, 2.0))
            desk.tell("mend")

    async def _fill_disk(self) -> None:
        """The hub's disk is full for a second; only where the hub lies on a small one."""
        ballast = self.hub_folder / "ballast"
        with ballast.open("wb", buffering=0) as file, suppress(OSError):
            for _ in range(1 << 12):
                file.write(bytes(1 << 14))
        await asyncio.sleep(1.0)
        ballast.unlink()

    async def _customers(self) -> None:
        """Customers write; the channel repeats what was not answered, and now and then what was."""
        poster = Poster()
        try:
            for number in range(1 << 30):
                if not self.is_writing:
                    return
                elements = tuple(f"wamid.in{number}.{index}" for index in range(self.chance.randint(1, 3)))
                person, now = self.chance.choice(PEOPLE), SystemClock().now()
                items = [text_item(f"Hello {one}", person, wamid=one, sent_at=now) for one in elements]
                self.webhooks.append(Webhook(elements))
                await self._post(poster, escaped(webhook({"messages": items})), self.webhooks[-1])
                await asyncio.sleep(self.chance.uniform(0, 0.1))
        finally:
            await poster.close()

    async def _statuses(self) -> None:
        """Meta tells what became of what it took."""
        poster = Poster()
        try:
            while True:
                wamid, opaque = await self.meta.news.get()
                for word in ("sent", "delivered"):
                    body = escaped(status_webhook(wamid, word, at=SystemClock().now(), opaque=opaque))
                    await self._post(poster, body)
        finally:
            await poster.close()

    async def _post(self, poster: Poster, body: bytes, noted: Webhook | None = None) -> None:
        repeats = 1 + (self.chance.random() < 0.3)
        while repeats:
            if await poster.post(self.hub.port, body) == 200:
                repeats -= 1
                if noted is not None:
                    noted.is_acknowledged = True
            else:
                await asyncio.sleep(0.05)

    async def rest(self) -> None:
        """Nobody writes any more, nothing is faulty; until everybody holds the same and waits for nothing."""
        self.is_writing = self.meta.is_faulty = False
        await self._writing[0]
        for desk in self.desks:
            desk.tell("rest")
        self._goal = 0
        await self._until(self._is_quiet, "no rest")
        for desk in self.desks:
            assert await asyncio.to_thread(desk.end) == 0, f"{desk.name} did not end well"
        self.hub.kill()

    def _is_quiet(self) -> bool:
        """Everybody waits for nothing, and holds what there was when this was first so; ticks may still come."""
        waits, head = self._hub_waits()
        last = [one for one in (desk.rests() for desk in self.desks) if one is not None]
        if waits or len(last) < len(self.desks) or any(one["is_waiting"] for one in last):
            return False
        self._goal = self._goal or head
        return all(one["pos"] >= self._goal for one in last)

    async def has_begun(self) -> None:
        """Every desk has asked for something: a busy computer takes its time."""
        await self._until(lambda: all(desk.has_asked(1) for desk in self.desks), "nobody began")

    async def has_done(self, count: int) -> None:
        """Somebody has asked for so much; else nothing was tried."""
        await self._until(lambda: any(desk.has_asked(count) for desk in self.desks), "nobody worked")

    async def has_repeated(self, count: int) -> None:
        """The network has brought so many requests of one desk to the hub twice, however slow this computer is."""
        await self._until(
            lambda: any(desk.has_asked(count, "repeated") for desk in self.desks), "nothing came twice"
        )

    async def _until(self, is_so: Callable[[], bool], what: str) -> None:
        try:
            async with asyncio.timeout(REST_S):
                while not is_so():  # noqa: ASYNC110 - other processes' files
                    await asyncio.sleep(0.2)
        except TimeoutError:
            told = [(desk.name, desk.rests(), desk.process and desk.process.poll()) for desk in self.desks]
            raise AssertionError(what, told, self._hub_waits()) from None

    def _hub_waits(self) -> tuple[bool, int]:
        with closing(store.open_reading(self.hub_folder / "hub.db", None)) as conn:
            return bool(raw.count_waiting(conn)), log.head_pos(conn)

    def _end_all(self) -> None:
        for desk in self.desks:
            desk.end(signal.SIGKILL)
        self.hub.kill()

    def evidence(self) -> Evidence:
        """After `rest`: what everybody saw, and what lies in the files."""
        with closing(store.open_reading(self.hub_folder / "hub.db", None)) as conn:
            events = log.page(conn, 0, 1 << 40)
            grown, pos = view.view_hash(conn), view.cursor(conn)[0]
            assert conn.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        seen = Evidence(list(_logged(events)), webhooks=self.webhooks, accepts=self.meta.accepts)
        seen.shown.append(Shown("hub", pos, grown, self._rebuilt(events[:pos])))
        for desk in self.desks:
            _gather(seen, desk)
            with closing(connect(desk.profile.log_path, PRACTICE_KEY, is_read_only=True)) as conn:
                seen.replicas[desk.name] = [
                    (one.pos, one.chain.hex()) for one in stored.page(conn, 0, 1 << 40)
                ]
            with closing(connect(desk.profile.view_path, PRACTICE_KEY, is_read_only=True)) as conn:
                grown, pos = view.view_hash(conn), view.cursor(conn)[0]
            seen.shown.append(Shown(desk.name, pos, grown, self._rebuilt(events[:pos])))
        return seen

    def _rebuilt(self, events: Sequence[codec.StoredEvent]) -> str:
        path = self.folder / "again.db"
        with closing(connect(path, None, durability="NORMAL")) as conn:
            view.rebuild(conn, events)
            return view.view_hash(conn)


def _logged(events: Sequence[codec.StoredEvent]) -> Iterator[Logged]:
    for one in events:
        event = codec.decode_event(one)
        body: Any = event.body
        element = body.external_id if event.kind == "message.received" else None
        message_id = getattr(body, "note_id", None) or getattr(body, "message_id", None)
        yield Logged(
            one.pos, one.chain.hex(), event.kind, event.subject, event.command_id, element, message_id
        )


def _gather(seen: Evidence, desk: DeskProcess) -> None:
    """What a desk wrote down; a command that left twice is one, asked when it first left."""
    known: dict[str, Asked] = {}
    for said in desk.said():
        what = said["what"]
        if what == "asked" and said["id"] not in known:
            message_id = said["message_id"] if said["kind"] in WISHES else None
            known[said["id"]] = Asked(said["id"], desk.name, said["kind"], message_id, said["at"])
        elif what == "answered" and known[said["id"]].ended_s is None:
            asked = known[said["id"]]
            asked.ended_s, asked.outcome, asked.pos = said["at"], said["result"], said["pos"]
        elif what == "wished":
            seen.wished.append((desk.name, said["message_id"]))
        elif what == "read":
            seen.reads.append(Read(desk.name, said["file"], said["at"], said["pos"], said["chain"]))
    seen.asked += known.values()

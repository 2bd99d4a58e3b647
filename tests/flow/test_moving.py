"""A one-computer hub goes to a server: nothing is lost, nothing sent twice, and there are never two that send.

Real hubs as processes, the commands as a person types them, and a WhatsApp that counts what it is asked to send.
"""

from __future__ import annotations

import json
import os
import shutil
import tarfile
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from app.desk.config import main_profile
from app.domain.clock import SystemClock
from app.domain.errors import EnvironmentFailure
from app.hub import moving
from app.hub.config import HubConfig
from storage import moved
from tests.fault.hub_process import HubProcess, signed_request
from tests.fault.nursery import born
from tests.flow.hub_world import BO, HubWorld, escaped, message_webhook

WORDS = {"COMPTOIR_PASSPHRASE": "correct horse", "LANG": "C.UTF-8", "PATH": os.environ["PATH"]}
DEAD = "http://127.0.0.1:9"
KEY = "0f" * 32


@dataclass
class Said:
    """What a command printed and how it ended."""

    code: int
    lines: list[dict[str, Any]]
    complaint: str


def main(*arguments: str, **environment: str) -> Said:
    done = born(["main.py", *arguments], env=WORDS | {"HOME": os.environ["HOME"]} | environment)
    assert "Traceback" not in done.stderr, done.stderr
    return Said(done.returncode, [json.loads(line) for line in done.stdout.splitlines()], done.stderr.strip())


@dataclass
class Counting:
    """A WhatsApp that takes every message; `texts` are what it was asked to send, in order."""

    url: str = ""
    texts: list[str] = field(default_factory=list)


@contextmanager
def counting_graph() -> Iterator[Counting]:
    told = Counting()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["content-length"])))
            if self.path.endswith("/messages") and asked.get("type") == "text":
                told.texts.append(asked["text"]["body"])
            self._answer({"messages": [{"id": f"wamid.{len(told.texts)}"}], "success": True})

        def do_GET(self) -> None:
            self._answer({"data": []})

        def _answer(self, value: object) -> None:
            body = json.dumps(value).encode()
            self.send_response(200)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Nothing is said."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = False
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    told.url = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield told
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def hub_key_of(folder: Path) -> str:
    """What the window would hand its hub over, of a computer without a keyring."""
    script = (
        "import os; from pathlib import Path; from app.desk.config import main_profile; "
        f"from app.desk.session import unlock; print(unlock(main_profile(Path({str(folder)!r})), os.environ).hub_key())"
    )
    done = born(["-c", script], env=WORDS | {"HOME": os.environ["HOME"]})
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def post(port: int, text: str) -> int:
    data = escaped(message_webhook(text, BO, sent_at=SystemClock().now()))
    head = signed_request(data).split(b"\r\n\r\n")[0].decode().split("\r\n")[1:]
    headers = dict(line.split(": ", 1) for line in head)
    url = f"http://127.0.0.1:{port}/webhooks/whatsapp"
    with urllib.request.urlopen(
        urllib.request.Request(url, data=data, headers=headers), timeout=30
    ) as answer:
        return int(answer.status)


def health(port: int) -> str:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=20) as answer:
            return str(json.load(answer)["status"])
    except urllib.error.HTTPError as error:
        with error:
            return str(json.load(error)["status"])


def until(is_so: Callable[[], bool]) -> None:
    end_s = time.monotonic() + 30
    while not is_so():
        assert time.monotonic() < end_s
        time.sleep(0.02)


def texts_at(profile: str) -> list[tuple[str, str]]:
    lines = main("thread", "--profile", profile, f"+{BO}").lines
    return [(line["direction"], line["text"]) for line in lines if line["kind"] == "text"]


@pytest.mark.timeout(180)
def test_a_one_computer_hub_goes_to_a_server_with_all_that_waits(tmp_path: Path) -> None:
    profile, server = main_profile(tmp_path / "profile"), tmp_path / "server"
    at, key = str(profile.folder), hub_key_of(profile.folder)
    with HubProcess(profile.hub_folder, COMPTOIR_GRAPH_URL=DEAD, COMPTOIR_DATA_KEY=key) as old:
        code = main("invite", "--data", str(profile.hub_folder), "--role", "owner", "--name", "Léa").lines[0]
        url = f"http://127.0.0.1:{old.port}"
        assert main("join", "--profile", at, "--hub", url, "--code", code["code"]).code == 0
        assert post(old.port, "Bonjour") == 200
        until(lambda: ("in", "Bonjour") in texts_at(at))
        waiting = main("say", "--profile", at, f"+{BO}", "Queued at the old hub", "--wait", "0")
        assert [line["state"] for line in waiting.lines][-1] != "failed", waiting
        assert main("move-out", "--profile", at, "--to", str(tmp_path / "early.hub")).code == 1  # it runs
        assert old.stop()[0] == 0

    file = tmp_path / "salon.hub"
    packed = main("move-out", "--profile", at, "--to", str(file))
    assert (packed.code, packed.lines[0]["data_key"]) == (0, key), packed.complaint
    assert main("move-out", "--profile", at, "--to", str(file)).code == 1  # the file is there
    old_again = main("hub", "--data", str(profile.hub_folder), "--port", "0", COMPTOIR_DATA_KEY=key)
    assert (old_again.code, "move-to" in old_again.complaint) == (1, True)
    kept = main("say", "--profile", at, f"+{BO}", "Written on the way", "--wait", "0")
    assert "kept" in kept.complaint, kept

    data = ("--data", str(server))
    assert main("move-in", *data, "--from", str(file), COMPTOIR_DATA_KEY=KEY).code == 1
    assert not (server / "hub.db").exists()
    unpacked = main("move-in", *data, "--from", str(file), COMPTOIR_DATA_KEY=key)
    assert (unpacked.code, unpacked.lines[0]["log_id"]) == (0, packed.lines[0]["log_id"]), unpacked.complaint
    assert main("move-in", *data, "--from", str(file), COMPTOIR_DATA_KEY=key).code == 1  # once

    second = tmp_path / "second"
    assert main("move-in", "--data", str(second), "--from", str(file), COMPTOIR_DATA_KEY=key).code == 0
    with (
        counting_graph() as graph,
        HubProcess(server, COMPTOIR_GRAPH_URL=graph.url, COMPTOIR_DATA_KEY=key) as new,
        HubProcess(second, COMPTOIR_GRAPH_URL=graph.url, COMPTOIR_DATA_KEY=key) as other,
    ):
        assert (health(new.port), health(other.port)) == ("waiting", "waiting")
        assert post(new.port, "Are you there?") == 200  # kept, and read once the hub is handed over
        address = f"http://127.0.0.1:{new.port}"
        assert graph.texts == []
        went = main("move-to", "--profile", at, address)
        assert (went.code, went.lines[0]["hub"]) == (0, address), went.complaint
        until(lambda: health(new.port) == "ok")
        assert main("move-to", "--profile", at, address).code == 0  # again: the same
        twice = main("move-to", "--profile", at, f"http://127.0.0.1:{other.port}")
        assert (twice.code, address in twice.complaint) == (1, True)
        claimed = main("claim", "--profile", at, f"+{BO}")
        assert (claimed.code, claimed.lines[0]["assignee"]) == (0, "Léa"), claimed.complaint
        until(lambda: len(graph.texts) == 2)
        assert sorted(graph.texts) == ["Queued at the old hub", "Written on the way"]
        expected = [("in", "Bonjour"), ("in", "Are you there?"), *(("out", text) for text in graph.texts)]
        assert sorted(texts_at(at)) == sorted(expected)
        assert health(other.port) == "waiting"
        assert main("move-out", "--profile", at, "--take-back").code == 1
        assert (new.stop()[0], other.stop()[0]) == (0, 0)


async def packed_world(tmp_path: Path) -> tuple[HubConfig, Path]:
    """A hub with an event or two, stopped and packed."""
    async with HubWorld(tmp_path / "hub", data_key=KEY) as world:
        await world.say()
    file = tmp_path / "salon.hub"
    moving.pack(world.config, file)
    return world.config, file


async def test_what_no_server_took_is_taken_back(tmp_path: Path) -> None:
    config, _file = await packed_world(tmp_path)
    with pytest.raises(EnvironmentFailure, match="hub_leaving"):
        moved.check_here(config.data_dir)
    moving.take_back(config.data_dir)
    moved.check_here(config.data_dir)
    with pytest.raises(EnvironmentFailure, match="hub_at_home"):
        moving.take_back(config.data_dir)


async def test_a_hub_that_could_not_be_packed_stays(tmp_path: Path) -> None:
    async with HubWorld(tmp_path / "hub", data_key=KEY) as world:
        await world.say()
    for target, code in ((tmp_path / "no folder" / "x", "move_file_failed"), (tmp_path, "move_file_there")):
        with pytest.raises(EnvironmentFailure, match=code):
            moving.pack(world.config, target)
        moved.check_here(world.config.data_dir)


async def test_a_file_that_is_not_whole_or_not_ours_is_refused(tmp_path: Path) -> None:
    _config, file = await packed_world(tmp_path)
    whole = file.read_bytes()
    cut, foreign, key_missing = tmp_path / "cut", tmp_path / "foreign", tmp_path / "salon.hub"
    cut.write_bytes(whole[: len(whole) // 2])
    foreign.write_bytes(b"x" * 10_000)
    with tarfile.open(tmp_path / "other.tar", "w") as tar:
        tar.add(foreign, "hub.db")
    tries = (
        (cut, KEY, "move_file_damaged"),
        (foreign, KEY, "move_file_foreign"),
        (tmp_path / "other.tar", KEY, "move_file_foreign"),
        (tmp_path / "nowhere", KEY, "move_file_missing"),
        (key_missing, None, "backup_key_missing"),
        (key_missing, "ab" * 32, "backup_wrong_key"),
    )
    for index, (source, key, code) in enumerate(tries):
        target = HubConfig(tmp_path / f"server{index}", data_key=key)
        target.data_dir.mkdir()
        with pytest.raises(EnvironmentFailure, match=code):
            moving.unpack(target, source)
        assert not target.database.exists() and not list(target.data_dir.glob("hub.db*"))


async def test_files_and_erasures_come_along_and_names_out_of_the_folder_do_not(tmp_path: Path) -> None:
    async with HubWorld(tmp_path / "hub", data_key=KEY) as world:
        await world.say()
    config = world.config
    name = "ab" * 32
    (config.media_folder / "ab").mkdir(parents=True)
    (config.media_folder / "ab" / name).write_bytes(b"sealed")
    (config.data_dir / "erasures.jsonl").write_text("{}\n")
    file = tmp_path / "salon.hub"
    moving.pack(config, file)
    with tarfile.open(file, "a") as tar:
        tar.addfile(tarfile.TarInfo("../outside"))
    target = HubConfig(tmp_path / "server", data_key=KEY)
    target.data_dir.mkdir()
    moving.unpack(target, file)
    assert (target.media_folder / "ab" / name).read_bytes() == b"sealed"
    assert (target.data_dir / "erasures.jsonl").read_text() == "{}\n"
    assert not (tmp_path / "outside").exists()
    shutil.rmtree(target.data_dir)

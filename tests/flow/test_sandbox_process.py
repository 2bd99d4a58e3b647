"""The sandbox over real HTTP: ready line, handshake, cut connections, restart, and a port in use."""

from __future__ import annotations

import asyncio
import contextlib
import json
import socket
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from app.net import Http, NotSent, OutcomeUnknown
from app.sandbox.run import OtherNumber, SandboxSettings, run_sandbox
from app.sandbox.server import bind, serve
from app.sandbox.signing import signature
from app.terminal.sandbox_command import run
from tests.flow.sandbox_webhook import Webhook

PNID, WABA, SECRET, TOKEN = "309900000000042", "204800000000017", "practice-secret", "practice-token"
WITHIN_S = 60.0


@contextlib.asynccontextmanager
async def business() -> AsyncIterator[tuple[Webhook, str]]:
    """A webhook on a real port."""
    webhook, stop, ready = Webhook(TOKEN), asyncio.Event(), asyncio.Event()
    with bind(0) as listening:
        url = f"http://127.0.0.1:{listening.getsockname()[1]}/webhooks/whatsapp"
        serving = asyncio.create_task(serve(webhook, listening, on_ready=ready.set, stop=stop))
        await ready.wait()
        yield webhook, url
        stop.set()
        await serving


@contextlib.asynccontextmanager
async def sandbox(webhook: str, **more: Any) -> AsyncIterator[str]:
    """A sandbox on a real port; gives its address."""
    settings = SandboxSettings(0, webhook, SECRET, TOKEN, PNID, WABA, **more)
    ports: asyncio.Queue[int] = asyncio.Queue()
    stop = asyncio.Event()
    running = asyncio.create_task(run_sandbox(settings, on_ready=ports.put_nowait, stop=stop))
    port = asyncio.create_task(ports.get())
    await asyncio.wait((running, port), return_when=asyncio.FIRST_COMPLETED)
    if running.done():
        port.cancel()
        await running
    yield f"http://127.0.0.1:{port.result()}"
    stop.set()
    await running


async def send(http: Http, graph: str, **changes: Any) -> int:
    body = {"messaging_product": "whatsapp", "to": "+447700900123", "text": {"body": "Hello"}} | changes
    answer = await http.request(
        "POST", f"{graph}/v24.0/{PNID}/messages", content=json.dumps(body).encode(), bearer="x"
    )
    return answer.status


async def control(http: Http, graph: str, path: str, wish: Any = None) -> Any:
    method, content = ("GET", None) if wish is None else ("POST", json.dumps(wish).encode())
    answer = await http.request(method, f"{graph}/_sandbox/{path}", content=content)
    assert answer.status == 200, answer.body
    return json.loads(answer.body)


async def test_signed_webhooks_reach_a_real_address_after_the_handshake() -> None:
    async with business() as (webhook, url), sandbox(url) as graph, Http() as http:
        await control(http, graph, "inbound", {"person": "+447700900123", "text": "Hé/"})
        await webhook.until(lambda: len(webhook.posts) == 1)
        assert await send(http, graph) == 200
        await webhook.until(lambda: len(webhook.posts) >= 2)
    assert webhook.handshakes == 1
    assert all(given == signature(SECRET, raw) for given, raw in webhook.posts)
    assert rb"H\u00e9\/" in webhook.posts[0][1] and b'"status":"sent"' in webhook.posts[1][1]


@pytest.mark.parametrize(
    ("fault", "accepted"), [("lost_request", 0), ("lost_answer", 1), ("lost_answer_after_headers", 1)]
)
async def test_a_cut_connection_leaves_a_real_sender_in_doubt(fault: str, accepted: int) -> None:
    async with business() as (_, url), sandbox(url) as graph, Http() as http:
        assert await send(http, graph) == 200
        await control(http, graph, "faults", {"fault": fault})
        with pytest.raises(OutcomeUnknown):
            await send(http, graph)
        assert await send(http, graph) == 200
        assert len((await control(http, graph, "accepted"))["accepted"]) == 2 + accepted


async def test_the_story_is_told_once_and_goes_on_after_a_restart(tmp_path: Path) -> None:
    state = tmp_path / "practice.json"
    async with business() as (webhook, url), Http() as http:
        async with sandbox(url, story="salon", state=state) as graph:
            await webhook.until(lambda: len(webhook.posts) >= 40)
            await control(http, graph, "inbound", {"person": "ana", "text": "Still there?"})
            await webhook.until(lambda: b"Still there?" in webhook.posts[-1][1])
        told = len(webhook.posts)
        async with sandbox(url, story="salon", state=state) as graph:
            summary = await control(http, graph, "")
            assert summary["is_history_delivered"] and summary["people"] == 61
            await control(http, graph, "inbound", {"person": "ana", "text": "And now?"})
            await webhook.until(lambda: b"And now?" in webhook.posts[-1][1])
    ids = [element["id"] for _, raw in webhook.posts for element in messages_in(raw)]
    assert len(webhook.posts) == told + 1 and len(set(ids)) == len(ids)


def messages_in(raw: bytes) -> list[dict[str, Any]]:
    changes = json.loads(raw)["entry"][0]["changes"]
    return [message for change in changes for message in change["value"].get("messages", [])]


async def test_what_nobody_took_is_delivered_by_the_next_start(tmp_path: Path) -> None:
    state = tmp_path / "practice.json"
    with bind(0) as silent:
        nobody = f"http://127.0.0.1:{silent.getsockname()[1]}/"
    async with Http() as http:
        async with sandbox(nobody, state=state) as graph:
            await control(http, graph, "inbound", {"person": "+447700900123", "text": "Kept"})
        async with business() as (webhook, url), sandbox(url, state=state):
            await webhook.until(lambda: len(webhook.posts) == 1)
    assert b"Kept" in webhook.posts[0][1]


async def test_a_state_of_another_number_is_refused(tmp_path: Path) -> None:
    state = tmp_path / "practice.json"
    async with sandbox("http://127.0.0.1:9/", state=state):
        pass
    kept = state.read_bytes()
    settings = SandboxSettings(0, "http://127.0.0.1:9/", SECRET, TOKEN, "1", WABA, state=state)
    with pytest.raises(OtherNumber):
        await run_sandbox(settings, on_ready=print, stop=asyncio.Event())
    assert state.read_bytes() == kept


async def test_nothing_answers_after_the_end() -> None:
    async with sandbox("http://127.0.0.1:9/") as graph:
        pass
    async with Http() as http:
        with pytest.raises(NotSent):
            await send(http, graph)


ARGUMENTS = (
    "--webhook http://127.0.0.1:9/ --app-secret s --verify-token v --phone-number-id 1 --waba-id 2".split()
)


def test_a_port_in_use_is_one_clear_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        assert run(["--port", port, *ARGUMENTS]) == 1
    said = capsys.readouterr()
    assert said.out == "" and port in said.err and said.err.count("\n") == 1


@pytest.mark.parametrize(
    "typed",
    [
        "zut",
        "127.0.0.1:8080/webhooks/whatsapp",
        "ftp://salon.example/",
        "http://",
        "http://a:port/",
        "http://a b/",
    ],
)
def test_an_address_that_is_none_is_not_served_in_vain(
    typed: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        run(["--port", "0", *ARGUMENTS, "--webhook", typed])
    said = capsys.readouterr()
    assert ended.value.code == 2 and said.out == ""
    assert f"{typed} is not an address. It looks like http://" in " ".join(said.err.split())


@pytest.mark.parametrize("more", [["--story", "nowhere"], ["--state", "broken.json"]], ids=str)
def test_a_wrong_start_is_one_clear_sentence(
    more: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("broken.json").write_text("{}")
    assert run(["--port", "0", *ARGUMENTS, *more]) == 1
    assert capsys.readouterr().err.count("\n") == 1 and Path("broken.json").read_text() == "{}"


@pytest.mark.parametrize(
    "argv", [["--port", "0"], ["--port", "70000", *ARGUMENTS], ["--port", "x", *ARGUMENTS]]
)
def test_wrong_usage_is_exit_code_two(argv: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        run(argv)
    assert end.value.code == 2 and "main.py sandbox: error:" in capsys.readouterr().err


def test_the_process_says_ready_and_ends_with_its_input() -> None:
    program = "import sys; from app.terminal.sandbox_command import run; sys.exit(run(sys.argv[1:]))"
    command = [sys.executable, "-c", program, "--port", "0", *ARGUMENTS, "--until-stdin-closes"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        out, err = process.communicate(timeout=WITHIN_S)
    assert line.startswith("ready http://127.0.0.1:") and (process.returncode, out, err) == (0, "", "")

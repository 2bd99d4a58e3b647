"""The desk without a window, as a person or a script at a terminal meets it: processes, lines, exit codes."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from app.desk.config import Profile
from app.desk.session import ProfileLock
from app.domain.clock import SystemClock
from tests.fault.hub_process import HubProcess, signed_request
from tests.fault.nursery import born
from tests.flow.hub_world import ANA, BO, escaped, message_webhook

ROOT = Path(__file__).resolve().parents[2]
LINES = ("309900000000042", "309900000000043")
PASSPHRASE = {"COMPTOIR_PASSPHRASE": "correct horse", "LANG": "C.UTF-8"}

pytestmark = pytest.mark.timeout(180)


@dataclass(frozen=True)
class Said:
    """What a command printed and how it ended."""

    code: int
    lines: list[dict[str, Any]]
    complaint: str


def main(*arguments: str, environment: dict[str, str] | None = None) -> Said:
    """Run main.py with these arguments, in a process that need not import what each of hundreds would."""
    given = os.environ | PASSPHRASE | (environment or {})
    done = born(["main.py", *arguments], env=given, timeout=90)
    assert "Traceback" not in done.stderr, done.stderr
    return Said(done.returncode, [json.loads(line) for line in done.stdout.splitlines()], done.stderr.strip())


@contextmanager
def shop_at(folder: Path) -> Iterator[HubProcess]:
    """A hub with two business numbers; Ana wrote to both, Bo to one."""
    with HubProcess(folder, COMPTOIR_PHONE_NUMBER_ID=",".join(LINES)) as hub:
        now = SystemClock().now()
        post(hub, message_webhook("Hello, it is Ana", ANA, sent_at=now, line=LINES[0]))
        post(hub, message_webhook("Ana again", ANA, sent_at=now, line=LINES[1]))
        post(hub, message_webhook("Bonjour, c’est Béatrice", BO, sent_at=now, line=LINES[0], name="Béatrice"))
        yield hub


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[HubProcess]:
    """A hub of one test's own."""
    with shop_at(tmp_path / "hub") as hub:
        yield hub


def post(hub: HubProcess, body: dict[str, Any]) -> None:
    data = escaped(body)
    head = signed_request(data).split(b"\r\n\r\n")[0].decode().split("\r\n")[1:]
    headers = dict(line.split(": ", 1) for line in head)
    request = urllib.request.Request(
        f"http://127.0.0.1:{hub.port}/webhooks/whatsapp", data=data, headers=headers
    )
    with urllib.request.urlopen(request, timeout=30) as answer:
        assert answer.status == 200


def code_of(hub: HubProcess) -> str:
    return str(main("invite", "--data", str(hub.folder), "--role", "owner", "--name", "Léa").lines[0]["code"])


@pytest.fixture
def profile(hub: HubProcess, tmp_path: Path) -> str:
    """A profile that joined it."""
    return joined_at(tmp_path / "profile", hub)


@pytest.fixture(scope="module")
def still(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A joined profile for all tests that change nothing at its hub."""
    folder = tmp_path_factory.mktemp("still")
    with shop_at(folder / "hub") as hub:
        yield joined_at(folder / "profile", hub)


def joined_at(folder: Path, hub: HubProcess) -> str:
    joined = main(
        "join", "--profile", str(folder), "--hub", f"http://127.0.0.1:{hub.port}", "--code", code_of(hub)
    )
    assert joined.code == 0, joined.complaint
    assert {"member_id", "name", "role", "device_id", "log_id"} == set(joined.lines[0])
    assert (joined.lines[0]["name"], joined.lines[0]["role"]) == ("Léa", "owner")
    return str(folder)


def test_sync_inbox_and_thread_tell_what_the_hub_holds(still: str) -> None:
    synced = main("sync", "--profile", still)
    assert synced.code == 0
    assert synced.lines[0]["pos"] >= 5
    inbox = main("inbox", "--profile", still)
    assert inbox.code == 0
    assert len(inbox.lines) == 3
    newest = inbox.lines[0]
    assert set(newest) == {"conversation_id", "person", "name", "last_at", "last_text", "assignee", "unread"}
    assert (newest["person"], newest["name"], newest["unread"]) == (f"+{BO}", "Béatrice", 1)
    assert newest["last_text"] == "Bonjour, c’est Béatrice"
    for person in (f"+{BO}", newest["conversation_id"]):
        thread = main("thread", "--profile", still, person)
        assert (thread.code, len(thread.lines)) == (0, 1)
        message = thread.lines[0]
        assert {"message_id", "at", "direction", "author", "kind", "text", "state"} <= set(message)
        assert (message["direction"], message["author"], message["kind"]) == ("in", "customer", "text")
        assert message["text"] == "Bonjour, c’est Béatrice"


def test_what_was_written_is_found(still: str) -> None:
    found = main("search", "--profile", still, "beatr")
    assert (found.code, len(found.lines)) == (0, 1), found.complaint
    assert set(found.lines[0]) == {"message_id", "person", "at", "text"}
    assert (found.lines[0]["person"], found.lines[0]["text"]) == (f"+{BO}", "Bonjour, c’est Béatrice")
    assert [line["text"] for line in main("search", "--profile", still, "ana", f"with:{ANA}").lines] == [
        "Ana again",
        "Hello, it is Ana",
    ]
    nothing = main("search", "--profile", still, "zebulon colour:red")
    assert (nothing.code, nothing.lines) == (0, []) and "colour:red" in nothing.complaint


def test_the_teams_work_waits_for_the_hub_and_a_lost_claim_names_the_holder(
    hub: HubProcess, profile: str, tmp_path: Path
) -> None:
    other = str(tmp_path / "marc")
    code = main("invite", "--data", str(hub.folder), "--role", "rep", "--name", "Marc").lines[0]["code"]
    url = f"http://127.0.0.1:{hub.port}"
    assert main("join", "--profile", other, "--hub", url, "--code", str(code)).code == 0
    bo = f"+{BO}"
    claimed = main("claim", "--profile", profile, bo)
    assert claimed.code == 0, claimed.complaint
    assert (claimed.code, claimed.lines[0]["assignee"]) == (0, "Léa")
    lost = main("claim", "--profile", other, bo)
    assert (lost.code, lost.lines) == (1, []) and "Léa" in lost.complaint
    given = main("assign", "--profile", profile, bo, "marc", "--reason", "Off", "--summary", "Wants a cut")
    assert (given.code, given.lines[0]["assignee"]) == (0, "Marc")
    nobody = main("assign", "--profile", profile, bo, "Zoé")
    assert nobody.code == 1 and "Marc" in nobody.complaint
    assert main("note", "--profile", other, bo, "Who knows her?").code == 0
    assert main("tag", "--profile", other, bo, "VIP").lines[0]["tags"] == ["VIP"]
    assert main("tag", "--profile", other, bo, "VIP", "--remove").lines[0]["tags"] == []
    aside = main("snooze", "--profile", other, bo, "--until", "2035-12-24T09:30+00:00")
    assert (aside.code, aside.lines[0]["snoozed_until_at"]) == (0, "2035-12-24T09:30:00+00:00")
    for moment in ("soon", "2020-01-01T00:00"):
        assert main("snooze", "--profile", other, bo, "--until", moment).code == 1
    closed = main("close", "--profile", other, bo, "--outcome", "solved", "--note", "Booked")
    assert (closed.code, closed.lines[0]["outcome"], closed.lines[0]["is_closed"]) == (0, "solved", True)
    inbox = main("inbox", "--profile", profile)
    assert [line["assignee"] for line in inbox.lines] == [None, None]
    kinds = [line["kind"] for line in main("thread", "--profile", profile, bo).lines]
    assert kinds == ["text", "notice", "notice", "note", "notice", "notice"]
    assert main("snooze", "--profile", profile, bo).code == 2


def test_one_who_wrote_to_two_numbers_is_chosen_by_the_line(still: str) -> None:
    several = main("thread", "--profile", still, f"+{ANA}")
    assert several.code == 1
    assert len(several.lines) == 2
    assert "+" + ANA in several.complaint
    one = main("thread", "--profile", still, f"+{ANA}", "--line", LINES[1])
    assert (one.code, one.lines[0]["text"]) == (0, "Ana again")
    nobody = main("thread", "--profile", still, "+33123456789")
    assert (nobody.code, nobody.lines) == (1, [])
    assert "+33123456789" in nobody.complaint


def test_without_the_hub_everything_synced_is_there_and_an_answer_waits(
    hub: HubProcess, profile: str
) -> None:
    assert main("sync", "--profile", profile).code == 0
    hub.stop()
    inbox = main("inbox", "--profile", profile)
    assert (inbox.code, len(inbox.lines)) == (0, 3)
    assert inbox.complaint
    said = main("say", "--profile", profile, f"+{BO}", "Later", "--wait", "1")
    assert said.code == 1
    assert said.lines[0]["state"] == "queued"
    assert "hub" in said.complaint
    assert main("sync", "--profile", profile).code == 1
    thread = main("thread", "--profile", profile, f"+{BO}")
    assert [(line["text"], line["state"]) for line in thread.lines][1] == ("Later", "queued")


def test_a_computer_that_was_shut_out_is_told_so_and_not_that_the_hub_is_silent(
    hub: HubProcess, profile: str
) -> None:
    assert main("sync", "--profile", profile).code == 0
    [device] = main("devices", "--data", str(hub.folder)).lines
    assert main("revoke", "--data", str(hub.folder), device["device_id"]).code == 0
    said = main("say", "--profile", profile, f"+{BO}", "Too late", "--wait", "1")
    assert (said.code, said.lines) == (1, [])
    assert "may not use the team's inbox any more" in said.complaint
    assert "does not answer" not in said.complaint
    for command in (("inbox",), ("thread",), ("sync",)):
        words = [f"+{BO}"] if command == ("thread",) else []
        said = main(*command, "--profile", profile, *words)
        assert (said.code, said.lines) == (1, []), command
        assert "may not use the team's inbox any more" in said.complaint
    held = {path.name for path in Path(profile).iterdir()}
    assert held == {"key.json", "locked.json", "log.db", "profile.lock"}
    [invited] = main("invite", "--data", str(hub.folder), "--role", "rep").lines
    joined = main(
        "join", "--profile", profile, "--hub", f"http://127.0.0.1:{hub.port}", "--code", str(invited["code"])
    )
    assert joined.code == 0, joined.complaint
    assert len(main("inbox", "--profile", profile).lines) == 3


def test_a_refused_text_says_why(still: str) -> None:
    said = main("say", "--profile", still, f"+{BO}", "x" * 5000)
    assert said.code == 1
    assert "4096" in said.complaint.replace("\u202f", "").replace(",", "").replace(" ", "")


def test_a_profile_that_is_open_is_not_opened_twice(still: str) -> None:
    lock = ProfileLock(Profile(Path(still)))
    try:
        busy = main("inbox", "--profile", still)
    finally:
        lock.close()
    assert (busy.code, busy.lines) == (1, [])
    assert busy.complaint


def test_a_wrong_passphrase_and_a_missing_one_are_told_apart(still: str) -> None:
    wrong = main("inbox", "--profile", still, environment={"COMPTOIR_PASSPHRASE": "wrong"})
    missing = main("inbox", "--profile", still, environment={"COMPTOIR_PASSPHRASE": ""})
    assert (wrong.code, missing.code) == (1, 1)
    assert "COMPTOIR_PASSPHRASE" in missing.complaint
    assert wrong.complaint != missing.complaint
    assert main("inbox", "--profile", still).code == 0


def test_joining_needs_a_good_code_and_a_safe_address(hub: HubProcess, tmp_path: Path) -> None:
    folder, here = str(tmp_path / "new"), f"http://127.0.0.1:{hub.port}"
    for address, code in ((here, "no-such-code"), ("http://hub.example.com", "x"), ("nonsense", "x")):
        refused = main("join", "--profile", folder, "--hub", address, "--code", code)
        assert (refused.code, refused.lines) == (1, [])
        assert len(refused.complaint.splitlines()) == 1
    code = code_of(hub)
    assert main("join", "--profile", folder, "--hub", here, "--code", code).code == 0
    assert main("join", "--profile", str(tmp_path / "other"), "--hub", here, "--code", code).code == 1


def test_wrong_usage_is_answered_with_the_commands(tmp_path: Path) -> None:
    unknown = main("sing")
    assert unknown.code == 2
    assert "inbox" in unknown.complaint
    assert main("say", "--profile", str(tmp_path)).code == 2
    never = main("inbox", "--profile", str(tmp_path / "never"))
    assert (never.code, never.lines) == (1, [])
    assert not (tmp_path / "never").exists()


@contextmanager
def running(*arguments: str, **environment: str) -> Iterator[str]:
    """A server of ours; gives what follows "ready "."""
    process = subprocess.Popen(
        [sys.executable, "main.py", *arguments], cwd=ROOT, env=os.environ | PASSPHRASE | environment,
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    assert process.stdout is not None
    try:
        said = process.stdout.readline().split()
        assert said[0] == "ready"
        yield said[1]
    finally:
        process.terminate()
        process.communicate(timeout=60)


def free_ports() -> tuple[int, int]:
    """Two ports that nobody listens on."""
    with socket.socket() as one, socket.socket() as other:
        one.bind(("127.0.0.1", 0))
        other.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1]), int(other.getsockname()[1])


def test_the_whole_path_a_customer_writes_a_rep_answers_and_the_ticks_come_back(tmp_path: Path) -> None:
    hub_port, graph_port = free_ports()
    folder, data = str(tmp_path / "profile"), str(tmp_path / "hub")
    secrets = {
        "COMPTOIR_APP_SECRET": "s", "COMPTOIR_VERIFY_TOKEN": "v", "COMPTOIR_ACCESS_TOKEN": "t",
        "COMPTOIR_PHONE_NUMBER_ID": LINES[0], "COMPTOIR_GRAPH_URL": f"http://127.0.0.1:{graph_port}",
    }  # fmt: skip
    sandbox = (
        "sandbox", "--port", str(graph_port), "--webhook", f"http://127.0.0.1:{hub_port}/webhooks/whatsapp",
        "--app-secret", "s", "--verify-token", "v", "--phone-number-id", LINES[0], "--waba-id", "204800000000017",
        "--story", "salon",
    )  # fmt: skip
    with (
        running("hub", "--data", data, "--port", str(hub_port), **secrets) as address,
        running(*sandbox) as graph,
    ):
        code = main("invite", "--data", data, "--role", "owner").lines[0]["code"]
        assert main("join", "--profile", folder, "--hub", address, "--code", code).code == 0
        waiting: list[dict[str, Any]] = []
        while len(waiting) < 3:
            waiting = main("inbox", "--profile", folder).lines
        person = next(line["person"] for line in waiting if line["unread"])
        said = main("say", "--profile", folder, person, "Avec plaisir, à demain !", "--wait", "25")
        states = [line["state"] for line in said.lines]
        assert states[0] == "queued"
        assert {"accepted", "sent", "delivered"} <= set(states)
        assert len({line["message_id"] for line in said.lines}) == 1
        assert said.code == 0
        with urllib.request.urlopen(f"{graph}/_sandbox/accepted", timeout=30) as answer:
            accepted = json.load(answer)["accepted"]
        assert [one["text"] for one in accepted if one.get("text") == "Avec plaisir, à demain !"] == [
            "Avec plaisir, à demain !"
        ]
        thread = main("thread", "--profile", folder, person).lines
        assert [line["direction"] for line in thread if line["text"] == "Avec plaisir, à demain !"] == ["out"]


def test_consent_is_printed_recorded_and_refused_in_a_terminal(profile: str) -> None:
    asked = ("contacts", "consent", "--profile", profile, f"+{BO}")
    first = main(*asked)
    assert [(one["purpose"], one["state"]) for one in first.lines if one["kind"] == "standing"] == [
        ("service", "given"), ("reminders", "unknown"), ("marketing", "unknown"),
    ]  # fmt: skip
    assert [one["source"] for one in first.lines if one["kind"] == "entry"] == ["own_message"]
    words = ("--purpose", "marketing", "--source", "form", "--wording", "Oui", "--at", "2025-03-01")
    given = main(*asked, *words, "--give")
    assert given.code == 0, given.complaint
    assert given.lines[0]["state"] == "given"
    assert (given.lines[1]["wording"], given.lines[1]["recorded_by"]) == ("Oui", "Léa")
    ended = main(*asked, "--purpose", "marketing", "--source", "rep", "--withdraw")
    assert ended.lines[0]["state"] == "withdrawn"
    assert main(*asked, "--give").code == 2
    future = main(
        *asked, "--purpose", "marketing", "--source", "form", "--give", "--wording", "x", "--at", "2099-01-01"
    )
    assert (future.code, "has not come yet" in future.complaint) == (1, True)
    assert main("contacts").code == 2

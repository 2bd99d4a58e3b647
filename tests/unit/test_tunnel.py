"""A tunnel program, started and read: small programs stand for the real ones and print what those print."""

from __future__ import annotations

import json
import os
import queue
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app import tunnel
from app.tunnel import Heard, Tunnel
from app.tunnel_programs import READINGS, Program, command_of, programs
from tests.guards.logs import Expect

SOON_S = 20.0
CLOUDFLARED = """\
2026-11-26T09:42:00Z INF Thank you for trying Cloudflare Tunnel. … following: https://developers.cloudflare.com/x
2026-11-26T09:42:00Z INF Requesting new quick Tunnel on trycloudflare.com...
2026-11-26T09:42:04Z INF +----------------------------------------------------------------------------+
2026-11-26T09:42:04Z INF |  Your quick Tunnel has been created! Visit it at (it may take some time …):  |
2026-11-26T09:42:04Z INF |  https://{host}.trycloudflare.com                                            |
2026-11-26T09:42:04Z INF +----------------------------------------------------------------------------+
2026-11-26T09:42:05Z INF Registered tunnel connection connIndex=0 location=cdg01 protocol=quic"""
NGROK = """\
t=2026-11-26T09:42:00+0000 lvl=info msg="open config file" path=ngrok.yml err=nil
t=2026-11-26T09:42:01+0000 lvl=info msg="started tunnel" obj=tunnels name=command_line addr=http://127.0.0.1:1 \
url=https://{host}.ngrok-free.app"""
TAILSCALE = """\
Available on the internet:

https://{host}.tail1a2b.ts.net/
|-- proxy http://127.0.0.1:1

Press Ctrl+C to exit."""
ZROK = (
    '{"level":"INFO","msg":"connecting to api-v2.zrok.io"}\n'
    '{"level":"INFO","msg":"access your zrok share at the following endpoints:\\n HOST.shares.zrok.io"}'
)
OUTPUTS = {
    "cloudflared": CLOUDFLARED,
    "ngrok": NGROK,
    "tailscale": TAILSCALE,
    "zrok": ZROK.replace("HOST", "{host}"),
}
ADDRESSES = {
    "cloudflared": "https://{host}.trycloudflare.com",
    "ngrok": "https://{host}.ngrok-free.app",
    "tailscale": "https://{host}.tail1a2b.ts.net",
    "zrok": "https://{host}.shares.zrok.io",
}
FAKE = """\
#!{python} -SE
import json, sys, time
from pathlib import Path
plan = Path(__file__).with_name("plan.json")
acts = json.loads(plan.read_text())
act, rest = acts[0], acts[1:]
plan.write_text(json.dumps(rest or [act]))
Path(__file__).with_name("argv.json").write_text(json.dumps(sys.argv[1:]))
if act.get("hands_on"):
    import subprocess
    child = subprocess.Popen(["sleep", "600"])
    Path(__file__).with_name("child").write_text(str(child.pid))
print(act["says"], file=sys.stderr if act.get("errors") else sys.stdout, flush=True)
if act.get("stays", True):
    time.sleep(600)
sys.exit(act.get("status", 1))
"""


class Rig:
    """A folder with a fake program of one kind, and what a tunnel of it told."""

    def __init__(self, folder: Path, kind: str) -> None:
        self.folder, self.kind = folder, kind
        self.bin = folder / "bin"
        self.bin.mkdir()
        path = self.bin / kind
        path.write_text(FAKE.format(python=sys.executable))
        path.chmod(0o755)
        self.program = Program(kind, str(path))
        self.told: queue.Queue[Heard] = queue.Queue()
        environ = {**os.environ, "COMPTOIR_APP_SECRET": "never"}
        self.tunnel = Tunnel(self.program, 20_321, folder, environ, self.told.put)

    def plan(self, *acts: dict[str, object]) -> None:
        """What the program does at each start; the last one again and again."""
        (self.bin / "plan.json").write_text(json.dumps(acts))

    def output(self, host: str) -> str:
        """What the real program prints once it runs."""
        return OUTPUTS[self.kind].replace("{host}", host)

    def address(self, host: str) -> str:
        """The address that this means."""
        return ADDRESSES[self.kind].replace("{host}", host)

    def until(self, is_it: Callable[[Heard], bool]) -> Heard:
        """The next thing told of which this is so."""
        while True:
            heard = self.told.get(timeout=SOON_S)
            if is_it(heard):
                return heard


@pytest.fixture
def rig_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], Rig]]:
    monkeypatch.setattr(tunnel, "FIRST_PAUSE_S", 0.01)
    made: list[Rig] = []

    def make(kind: str) -> Rig:
        made.append(Rig(tmp_path, kind))
        return made[-1]

    yield make
    for rig in made:
        rig.tunnel.stop()


@pytest.mark.parametrize("kind", sorted(OUTPUTS))
def test_it_starts_and_after_its_death_has_another_address(
    rig_of: Callable[[str], Rig], kind: str, expect_log: Expect
) -> None:
    expect_log("tunnel ended")
    rig = rig_of(kind)
    is_error = kind == "cloudflared"  # it speaks on stderr
    rig.plan(
        {"says": rig.output("first-one"), "errors": is_error, "stays": False},
        {"says": rig.output("second-one"), "errors": is_error},
    )
    rig.tunnel.start()
    told = [rig.told.get(timeout=SOON_S) for _number in range(5)]
    assert [heard.status for heard in told] == ["starting", "running", "waiting", "starting", "running"]
    assert [heard.url for heard in told if heard.url] == [rig.address("first-one"), rig.address("second-one")]
    argv = json.loads((rig.bin / "argv.json").read_text())
    assert "http://127.0.0.1:20321" in argv
    rig.tunnel.stop()
    assert rig.told.get(timeout=SOON_S) == Heard("stopped")
    assert not (rig.folder / "tunnel.json").exists()


@pytest.mark.parametrize(
    ("kind", "says", "code"),
    [
        (
            "ngrok",
            "ERROR:  authentication failed: Usage of ngrok requires …\nERROR:  ERR_NGROK_4018",
            "tunnel_signed_out",
        ),
        ("tailscale", "Logged out.", "tunnel_signed_out"),
        ("tailscale", "sending serve config: Access denied: serve config denied", "tunnel_denied"),
        ("tailscale", "foreground listener already exists for port 443", "tunnel_taken"),
        ("zrok", "[ERROR]: unable to load environment; did you 'zrok enable'?", "tunnel_signed_out"),
        (
            "cloudflared",
            'failed to request quick Tunnel: Post "https://api.trycloudflare.com/tunnel": no such host',
            "tunnel_away",
        ),
        ("ngrok", "something nobody has seen before", "tunnel_ended"),
    ],
)
def test_why_it_does_not_start_is_told_with_its_last_words(
    rig_of: Callable[[str], Rig], kind: str, says: str, code: str, expect_log: Expect
) -> None:
    expect_log("tunnel ended")
    rig = rig_of(kind)
    rig.plan({"says": says, "stays": False})
    rig.tunnel.start()
    heard = rig.until(lambda heard: heard.status == "waiting")
    assert heard.code == code and not heard.url
    assert heard.reason == next(line for line in reversed(says.splitlines()) if heard.reason in line)


def test_a_page_that_must_be_opened_first_is_told_and_then_it_runs(rig_of: Callable[[str], Rig]) -> None:
    rig = rig_of("tailscale")
    page = "https://login.tailscale.com/f/funnel?node=nAbC"
    consent = f"Funnel is not enabled on your tailnet.\nTo enable, visit:\n\n         {page}\n"
    rig.plan({"says": f"{consent}\n{rig.output('desk')}"})
    rig.tunnel.start()
    told = [rig.told.get(timeout=SOON_S) for _number in range(3)]
    assert told[1] == Heard("starting", code="tunnel_page", page=page)
    assert told[2] == Heard("running", rig.address("desk"))


def test_a_tunnel_that_the_operator_forgot_is_started_again(
    rig_of: Callable[[str], Rig], expect_log: Expect
) -> None:
    expect_log("tunnel ended")
    rig = rig_of("cloudflared")
    forgotten = f'{rig.output("old")}\n2026-11-26T11:00:00Z ERR … error="Unauthorized: Tunnel not found"'
    rig.plan({"says": forgotten}, {"says": rig.output("new")})
    rig.tunnel.start()
    assert rig.until(lambda heard: heard.url == rig.address("new")).status == "running"


def test_it_can_be_asked_to_start_again_since_nobody_gets_through(
    rig_of: Callable[[str], Rig], expect_log: Expect
) -> None:
    expect_log("tunnel ended")
    rig = rig_of("ngrok")
    rig.plan({"says": rig.output("old")}, {"says": rig.output("new")})
    rig.tunnel.start()
    rig.until(lambda heard: heard.status == "running")
    rig.tunnel.anew()
    assert rig.until(lambda heard: heard.status == "running").url == rig.address("new")


def test_a_program_that_went_away_is_told(rig_of: Callable[[str], Rig], expect_log: Expect) -> None:
    expect_log("tunnel ended")
    rig = rig_of("zrok")
    Path(rig.program.path).unlink()
    rig.tunnel.start()
    assert rig.until(lambda heard: heard.status == "waiting").code == "tunnel_unusable"


def test_the_tunnel_of_a_window_that_was_killed_is_ended(rig_of: Callable[[str], Rig]) -> None:
    rig = rig_of("ngrok")
    rig.plan({"says": rig.output("old")}, {"says": rig.output("new")})
    left = subprocess.Popen([rig.program.path, "http", "http://127.0.0.1:20321"], stdout=subprocess.DEVNULL)
    note = {"pid": left.pid, "port": 20_321, "path": rig.program.path}
    (rig.folder / "tunnel.json").write_text(json.dumps(note))
    rig.tunnel.start()
    rig.until(lambda heard: heard.status == "running")
    assert left.wait(SOON_S) == -signal.SIGTERM


def test_another_program_with_that_number_is_left_alone(rig_of: Callable[[str], Rig]) -> None:
    rig = rig_of("ngrok")
    rig.plan({"says": rig.output("new")})
    (rig.folder / "tunnel.json").write_text(json.dumps({"pid": os.getpid(), "port": 1, "path": "/not/here"}))
    rig.tunnel.start()  # this test lives on
    rig.until(lambda heard: heard.status == "running")


def test_no_secret_of_ours_is_handed_to_another_program(rig_of: Callable[[str], Rig]) -> None:
    rig = rig_of("ngrok")
    assert not [name for name in rig.tunnel._environ if name.startswith("COMPTOIR_")]


def test_what_is_installed_is_found_in_a_fixed_order(tmp_path: Path) -> None:
    for name in ("zrok2", "ngrok", "cloudflared", "bore"):
        (tmp_path / name).write_text("#!/bin/sh\n")
        (tmp_path / name).chmod(0o755)
    found = programs({"PATH": str(tmp_path)})
    here = [program for program in found if program.path.startswith(str(tmp_path))]
    assert [Path(program.path).name for program in here] == ["cloudflared", "ngrok", "zrok2"]


def test_a_config_of_the_person_does_not_answer_for_us(tmp_path: Path) -> None:
    argv = command_of(Program("cloudflared", "/x/cloudflared"), 5, tmp_path)
    assert Path(argv[argv.index("--config") + 1]).read_text() == "no-autoupdate: true\n"


@pytest.mark.parametrize(
    ("kind", "line"),
    [
        ("cloudflared", 'failed to request quick Tunnel: Post "https://api.trycloudflare.com/tunnel": EOF'),
        ("cloudflared", "https://amber-river.trycloudflare.com.evil.example"),
        ("ngrok", 'lvl=info msg="starting web service" addr=127.0.0.1:4040 url=https://dashboard.ngrok.com'),
        ("tailscale", "To enable, visit: https://login.tailscale.com/f/funnel?node=n1"),
        ("zrok", "connecting to https://api-v1.zrok.io"),
    ],
)
def test_other_addresses_in_the_output_are_not_taken_for_ours(kind: str, line: str) -> None:
    assert READINGS[kind].address.search(line) is None


def test_a_program_that_is_a_small_script_leaves_nothing_running_when_the_window_closes(
    rig_of: Callable[[str], Rig],
) -> None:
    rig = rig_of("ngrok")
    rig.plan({"says": rig.output("one"), "hands_on": True})
    rig.tunnel.start()
    rig.until(lambda heard: heard.status == "running")
    child = int((rig.bin / "child").read_text())
    rig.tunnel.stop()
    rig.until(lambda heard: heard.status == "stopped")
    assert not is_running(child)


def test_a_tunnel_whose_note_cannot_be_written_is_ended_all_the_same(rig_of: Callable[[str], Rig]) -> None:
    rig = rig_of("ngrok")
    (rig.folder / "tunnel.json").mkdir()  # as on a full disk: no such file can be made
    rig.plan({"says": rig.output("one")})
    rig.tunnel.start()
    rig.until(lambda heard: heard.status == "running")
    rig.tunnel.stop()
    rig.until(lambda heard: heard.status == "stopped")


def is_running(pid: int) -> bool:
    """Whether a process is there and not only its name: whoever started it may not have looked after it."""
    shown = subprocess.run(
        ["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False
    ).stdout.strip()
    return bool(shown) and not shown.startswith("Z")

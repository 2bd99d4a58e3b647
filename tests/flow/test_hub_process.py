"""The hub and its terminal commands as processes: what a person at a terminal meets."""

import http.client
import json
import select
import socket
import sqlite3
import stat
import subprocess
from pathlib import Path

import pytest

from app.hub.intake import MAX_BODY_BYTES
from app.terminal import hub_command, log_command, members_command
from tests.fault.hub_process import HubProcess, signed_request

KEY = "0f" * 32


def printed(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def post(port: int, body: bytes) -> int:
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.sendall(signed_request(body))
        answer = http.client.HTTPResponse(connection)
        answer.begin()
        return answer.status


def test_a_hub_says_where_it_is_and_stops_when_asked(tmp_path: Path) -> None:
    with HubProcess(tmp_path) as hub:
        assert hub.ready == f"ready http://127.0.0.1:{hub.port}"
        assert json.loads((tmp_path / "hub.json").read_text())["port"] == hub.port
        assert post(hub.port, b"not json") == 200
        code, said = hub.stop()
    assert code == 0
    assert "Traceback" not in said
    assert not (tmp_path / "hub.json").exists()
    assert not (tmp_path / "hub.db-wal").exists()


def test_who_sends_too_much_hears_why(tmp_path: Path) -> None:
    """A connection that is cut in mid-body would look like a hub that is down, and the webhook would come again."""
    with HubProcess(tmp_path) as hub:
        for size in (MAX_BODY_BYTES + 1, 3 * MAX_BODY_BYTES):
            head, _, _ = signed_request(b"x" * size).partition(b"x" * size)
            with socket.create_connection(("127.0.0.1", hub.port)) as connection:
                connection.sendall(head)
                assert select.select([connection], [], [], 0.3)[0] == []  # no answer to half a request
                connection.sendall(b"x" * size)
                answer = http.client.HTTPResponse(connection)
                answer.begin()
                assert answer.status == 413
        assert post(hub.port, b"x" * MAX_BODY_BYTES) == 200
        assert hub.stop()[0] == 0


def test_the_terminal_works_beside_a_running_hub_and_without_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = ["--data", str(tmp_path)]
    with HubProcess(tmp_path) as hub:
        assert members_command.run(["invite", *data, "--role", "owner", "--name", "Léa"]) == 0
        [beside] = printed(capsys)
        connection = http.client.HTTPConnection("127.0.0.1", hub.port, timeout=10)
        connection.request(
            "POST", "/api/v1/enrol", json.dumps({"code": beside["code"], "device_name": "Desk 1"})
        )
        enrolled = json.loads(connection.getresponse().read())
        connection.close()
        post(hub.port, b"not json")
        assert members_command.run(["devices", *data]) == 0
        [device] = printed(capsys)
        assert (device["device_id"], device["name"], device["member"], device["role"]) == (
            enrolled["device_id"], "Desk 1", "Léa", "owner",
        )  # fmt: skip
        assert members_command.run(["revoke", *data, enrolled["device_id"]]) == 0
        assert members_command.run(["revoke", *data, "nobody"]) == 1
        assert members_command.run(["invite", *data, "--role", "rep", "--name", "Bo"]) == 0
        assert printed(capsys)[-1]["role"] == "rep"
        assert members_command.run(["members", *data]) == 0
        [lea] = printed(capsys)
        assert lea == {
            "member_id": enrolled["member_id"], "name": "Léa", "role": "owner", "devices": 0, "is_removed": False,
        }  # fmt: skip
        assert members_command.run(["invite", *data, "--member", enrolled["member_id"]]) == 0
        [again] = printed(capsys)
        assert (len(str(again["code"])), again["role"]) == (32, "owner")
        assert members_command.run(["invite", *data, "--member", "nobody"]) == 1
        assert members_command.run(["remove", *data, enrolled["member_id"]]) == 1
        assert "needs an owner" in capsys.readouterr().err
        assert members_command.run(["remove", *data, "nobody"]) == 1
        assert "nobody" in capsys.readouterr().err
        assert hub.stop()[0] == 0
    capsys.readouterr()
    assert members_command.run(["invite", *data, "--role", "rep"]) == 0
    [alone] = printed(capsys)
    assert len(str(alone["code"])) == 32
    assert members_command.run(["revoke", *data, "nobody"]) == 1
    assert "nobody" in capsys.readouterr().err
    assert members_command.run(["remove", *data, enrolled["member_id"]]) == 1
    assert "needs an owner" in capsys.readouterr().err
    assert members_command.run(["invite", *data, "--member", enrolled["member_id"]]) == 0
    assert printed(capsys)[0]["role"] == "owner"
    assert log_command.run(data) == 0
    events = printed(capsys)
    assert [event["pos"] for event in events] == list(range(1, len(events) + 1))
    unparsed = next(event for event in events if event["kind"] == "webhook.unparsed")
    assert unparsed["source"] == {"raw_id": 1, "path": ""}
    assert set(unparsed) == {
        "pos", "event_id", "kind", "kind_version", "subject", "actor", "occurred_at", "accepted_at", "command_id",
        "source", "body",
    }  # fmt: skip
    assert events[-1]["kind"] == "hub.stopped"


@pytest.mark.parametrize(
    "wish",
    [["invite", "--role", "owner"], ["revoke", "somebody"], ["devices"], ["members"], ["remove", "somebody"]],
    ids=lambda wish: wish[0],
)
@pytest.mark.parametrize("is_there", [False, True], ids=["no folder", "empty folder"])
def test_a_mistyped_folder_does_not_become_a_hub(
    wish: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str], *, is_there: bool
) -> None:
    folder = tmp_path / "hbu"
    if is_there:
        folder.mkdir()
    assert members_command.run([*wish, "--data", str(folder)]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err == f"There is no hub in the folder {folder}. Check the folder after --data.\n"
    assert folder.exists() == is_there and list(tmp_path.rglob("*")) == ([folder] if is_there else [])


def test_a_port_in_use_is_one_sentence_and_nothing_is_touched(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert hub_command.run(["--data", str(tmp_path / "data"), "--port", str(port)]) == 1
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert str(port) in said
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize(
    ("arguments", "environment"),
    [
        (["--host", "0.0.0.0"], {}),
        ([], {"COMPTOIR_DATA_KEY": "short"}),
        ([], {"COMPTOIR_PHONE_NUMBER_ID": "1,2,3", "COMPTOIR_ACCESS_TOKEN": "a,b"}),
    ],
)
def test_settings_that_make_no_sense_are_one_sentence(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    arguments: list[str],
    environment: dict[str, str],
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert hub_command.run(["--data", str(tmp_path / "data"), "--port", "0", *arguments]) == 1
    assert capsys.readouterr().err.count("\n") == 1
    assert not (tmp_path / "data").exists()


def test_a_second_hub_a_wrong_key_and_a_newer_file_are_one_sentence_each(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    data = ["--data", str(tmp_path), "--port", "0"]
    with HubProcess(tmp_path) as hub:
        assert hub_command.run(data) == 1
        assert capsys.readouterr().err.count("\n") == 1
        assert post(hub.port, b"{}") == 200
        hub.stop()
    monkeypatch.setenv("COMPTOIR_DATA_KEY", KEY)
    assert hub_command.run(data) == 1
    assert capsys.readouterr().err.count("\n") == 1
    for command in (log_command.run, lambda argv: members_command.run(["devices", *argv])):
        assert command(data[:2]) == 1
        assert capsys.readouterr().err.count("\n") == 1
    monkeypatch.delenv("COMPTOIR_DATA_KEY")
    with sqlite3.connect(tmp_path / "hub.db") as conn:
        conn.execute("UPDATE file_meta SET value = '99'")
    conn.close()
    assert hub_command.run(data) == 1
    assert capsys.readouterr().err.count("\n") == 1


def test_commands_on_a_folder_without_a_hub_say_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert log_command.run(["--data", str(tmp_path)]) == 1
    assert members_command.run(["devices", "--data", str(tmp_path)]) == 1
    assert capsys.readouterr().err.count("\n") == 2


def test_a_child_hub_takes_its_key_from_standard_input_and_ends_with_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """One-computer use: the desktop's end, however it comes, is the hub's."""
    hub = HubProcess(tmp_path, "--key-stdin", "--until-stdin-closes").start(f"{KEY}\n")
    try:
        assert post(hub.port, b"Canary") == 200
        assert hub.process is not None
        assert hub.process.stdin is not None
        hub.process.stdin.close()
        assert hub.end()[0] == 0
    finally:
        hub.kill()
    assert not (tmp_path / "hub.db").read_bytes().startswith(b"SQLite format 3")
    monkeypatch.setenv("COMPTOIR_DATA_KEY", KEY)
    assert log_command.run(["--data", str(tmp_path)]) == 0
    assert "webhook.unparsed" in capsys.readouterr().out


def test_a_hub_that_was_killed_is_seen_through_by_the_terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with HubProcess(tmp_path) as hub:
        hub.kill()
    assert (tmp_path / "hub.json").exists()
    assert members_command.run(["invite", "--data", str(tmp_path), "--role", "owner"]) == 0
    [told] = printed(capsys)
    assert told["code"]


def test_secrets_on_disk_are_for_their_owner_alone(tmp_path: Path) -> None:
    with HubProcess(tmp_path):
        for name in ("admin.token", "hub.json", "hub.db"):
            assert stat.S_IMODE((tmp_path / name).stat().st_mode) & 0o077 == 0, name


def test_log_stops_quietly_when_nobody_reads_on(tmp_path: Path) -> None:
    with HubProcess(tmp_path) as hub:
        for index in range(300):
            assert post(hub.port, b"x" * 2000 + str(index).encode()) == 200
        hub.stop()
    script = (
        f"import sys; from app.terminal.log_command import run; sys.exit(run(['--data', {str(tmp_path)!r}]))"
    )
    import sys

    reader = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert reader.stdout is not None
    assert reader.stderr is not None
    reader.stdout.readline()
    reader.stdout.close()
    assert reader.stderr.read() == b""
    reader.stderr.close()
    assert reader.wait() == 0

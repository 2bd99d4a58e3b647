"""Settings that a hub reads from its standard input: they count, and nobody else can read them."""

from __future__ import annotations

import http.client
import io
import json
from pathlib import Path
from types import SimpleNamespace

import pytest

from app.hub.config import from_environment
from app.terminal import hub_command
from tests.fault.hub_process import HubProcess

KEY = "0f" * 32
CANARY = "canary-verify-token"


def handshake(port: int, token: str) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request(
        "GET", f"/webhooks/whatsapp?hub.mode=subscribe&hub.verify_token={token}&hub.challenge=1"
    )
    status = connection.getresponse().status
    connection.close()
    return status


def test_settings_come_after_the_key_and_before_the_environment(tmp_path: Path) -> None:
    hub = HubProcess(tmp_path, "--key-stdin", "--settings-stdin", "--own")
    hub.start(f"{KEY}\n{json.dumps({'COMPTOIR_VERIFY_TOKEN': CANARY})}\n")
    try:
        assert (handshake(hub.port, CANARY), handshake(hub.port, "verify-me")) == (200, 403)
        assert hub.process is not None
        for name in ("cmdline", "environ"):
            assert CANARY.encode() not in Path(f"/proc/{hub.process.pid}/{name}").read_bytes()
        code, said = hub.stop()
    finally:
        hub.kill()
    assert (code, CANARY in said) == (0, False)
    assert [
        path for path in tmp_path.rglob("*") if path.is_file() and CANARY.encode() in path.read_bytes()
    ] == []


@pytest.mark.parametrize(
    "line", [b"", b"\n", b"no json", b"[]", b'{"PATH": "x"}', b'{"COMPTOIR_WABA_ID": 7}', b"\xff"]
)
def test_a_line_that_is_none_stops_the_hub_with_a_sentence(
    line: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(line)))
    assert hub_command.run(["--data", str(tmp_path), "--port", "0", "--settings-stdin"]) == 1
    said = capsys.readouterr().err
    assert "standard input" in said and said.count("\n") == 1


def test_the_public_address_is_a_setting(tmp_path: Path) -> None:
    assert from_environment({}, tmp_path).public_url is None
    given = {"COMPTOIR_PUBLIC_URL": "https://shop.example/"}
    assert from_environment(given, tmp_path).public_url == "https://shop.example"

"""A real hub process under a test: started, killed, started again, posted to over keep-alive connections."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import os
import signal
import subprocess
import threading
from contextlib import suppress
from pathlib import Path
from typing import Self

from tests.fault.nursery import ROOT as ROOT
from tests.fault.nursery import Born

SECRET = "storm-secret"
LINE = "309900000000042"
START_S = 60.0


class HubProcess:
    """One hub on a folder, as a child process. Leaving the block kills it if it still runs."""

    def __init__(self, folder: Path, *arguments: str, port: int = 0, **environment: str) -> None:
        self.folder = folder
        self._arguments = arguments
        self._environment = environment
        self._asked_port = port
        self.port = 0
        self.ready = ""
        self.process: subprocess.Popen[str] | None = None

    def start(self, stdin_first: str | None = None, *, may_die: bool = False) -> Self:
        """Start it and wait until it is ready; `port` then tells where. Raises AssertionError when it ends instead.

        One that `may_die` of a crash point may do so before it is ready, at the place that it was told.
        """
        environment = {
            "PATH": os.environ["PATH"],
            "COMPTOIR_APP_SECRET": SECRET,
            "COMPTOIR_PHONE_NUMBER_ID": LINE,
            "COMPTOIR_ACCESS_TOKEN": "token",
            "COMPTOIR_GRAPH_URL": "http://127.0.0.1:9",
            "COMPTOIR_VERIFY_TOKEN": "verify-me",
        } | self._environment
        words = ["-m", "tests.fault.run_hub", "--data", str(self.folder), "--port", str(self._asked_port)]
        pipe = subprocess.PIPE
        self.process = Born(
            [*words, *self._arguments], cwd=ROOT, env=environment, stdin=pipe, stdout=pipe, stderr=pipe
        )
        if stdin_first is not None:
            assert self.process.stdin is not None
            self.process.stdin.write(stdin_first)
            self.process.stdin.flush()
        self.said = _Drain(self.process)
        assert self.process.stdout is not None
        self.ready = self.process.stdout.readline().strip()
        if may_die and not self.ready:
            code, said = self.end()
            assert code == -signal.SIGKILL, (code, said)
            self.port = self._asked_port
            return self
        assert self.ready.startswith("ready http://"), self.end()
        self.port = int(self.ready.rsplit(":", 1)[1])
        return self

    def end(self) -> tuple[int, str]:
        """Wait until it has ended by itself; exit code and what it said on stderr."""
        assert self.process is not None
        code = self.process.wait(START_S)
        self.said.join()
        self._close_pipes()
        return code, self.said.text

    def stop(self) -> tuple[int, str]:
        """Ask it to stop."""
        assert self.process is not None
        self.process.send_signal(signal.SIGTERM)
        return self.end()

    def kill(self) -> None:
        """Kill it, as a power cut or the system would."""
        if self.process is not None and self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        if self.process is not None:
            self.said.join()
            self._close_pipes()

    def _close_pipes(self) -> None:
        assert self.process is not None
        for pipe in (self.process.stdin, self.process.stdout, self.process.stderr):
            if pipe is not None:
                with suppress(BrokenPipeError):
                    pipe.close()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.kill()


class _Drain(threading.Thread):
    """Reads stderr to its end, so that the hub never waits for a reader."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        super().__init__(name="hub-stderr")
        self._process = process
        self.text = ""
        self.start()

    def run(self) -> None:
        assert self._process.stderr is not None
        self.text = self._process.stderr.read()


def signed_request(body: bytes) -> bytes:
    """A webhook as an HTTP/1.1 request."""
    digest = hmac.new(SECRET.encode(), body, hashlib.sha256).hexdigest()
    head = (
        "POST /webhooks/whatsapp HTTP/1.1\r\nHost: hub\r\nContent-Type: application/json\r\n"
        f"X-Hub-Signature-256: sha256={digest}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


class Poster:
    """One keep-alive connection to wherever the hub is now."""

    def __init__(self) -> None:
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def post(self, port: int, body: bytes) -> int | None:
        """Post once: the status, None when no answer came."""
        try:
            if self._streams is None:
                self._streams = await asyncio.open_connection("127.0.0.1", port)
            reader, writer = self._streams
            writer.write(signed_request(body))
            head = await reader.readuntil(b"\r\n\r\n")
            length = int(head.lower().split(b"content-length:")[1].split(b"\r\n")[0])
            await reader.readexactly(length)
            return int(head.split(b" ", 2)[1])
        except (OSError, asyncio.IncompleteReadError):
            await self.close()
            return None

    async def close(self) -> None:
        """Drop the connection."""
        if self._streams is not None:
            writer = self._streams[1]
            self._streams = None
            writer.close()
            with suppress(OSError):
                await writer.wait_closed()

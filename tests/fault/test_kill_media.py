"""A hub killed while it fetches a file: at the next start the file comes, is whole, and is announced once."""

from __future__ import annotations

import asyncio
import hashlib
import json
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from storage import codec
from storage.hub import log, store
from storage.media import TEMPORARY, MediaStore
from tests.fault.hub_process import HubProcess, Poster
from tests.flow.hub_world import escaped, text_item, webhook

KEY = "5a" * 32
DATA = bytes(range(256)) * 2000
POINTS = ("before_media_rename", "after_media_rename", "after_media_kept")


class Graph(BaseHTTPRequestHandler):
    """Knows one file."""

    def do_GET(self) -> None:
        port = self.server.server_port  # type: ignore[attr-defined]
        told = {"url": f"http://127.0.0.1:{port}/bytes", "mime_type": "image/jpeg", "file_size": len(DATA)}
        body = DATA if self.path == "/bytes" else json.dumps(told).encode()
        self.send_response(200)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Nothing."""


@contextmanager
def graph() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Graph) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


@pytest.mark.parametrize("point", POINTS)
async def test_a_file_is_whole_and_announced_once_wherever_the_hub_dies(tmp_path: Path, point: str) -> None:
    item = text_item("", sent_at=datetime.now(UTC)) | {"type": "image"}
    item["image"] = {"id": "7100", "mime_type": "image/jpeg", "sha256": hashlib.sha256(DATA).hexdigest()}
    del item["text"]
    with graph() as address:
        hub = HubProcess(tmp_path, COMPTOIR_CRASH_AT=point, COMPTOIR_GRAPH_URL=address, COMPTOIR_DATA_KEY=KEY)
        with hub:
            poster = Poster()
            assert await poster.post(hub.port, escaped(webhook({"messages": [item]}))) == 200
            await poster.close()
            assert hub.process is not None
            assert await asyncio.to_thread(hub.process.wait, 20) == -9
        assert _announced(tmp_path) == []
        with HubProcess(tmp_path, COMPTOIR_GRAPH_URL=address, COMPTOIR_DATA_KEY=KEY) as hub:
            async with asyncio.timeout(60):
                while not _announced(tmp_path):  # noqa: ASYNC110 - another process's file
                    await asyncio.sleep(0.02)
            await asyncio.to_thread(hub.stop)
    assert _announced(tmp_path) == [hashlib.sha256(DATA).hexdigest()]
    assert MediaStore(tmp_path / "media", KEY).read(hashlib.sha256(DATA).hexdigest()) == DATA
    assert list((tmp_path / "media" / TEMPORARY).glob("*")) == []


def _announced(folder: Path) -> list[str]:
    with closing(store.open_reading(folder / "hub.db", KEY)) as conn:
        events = [codec.decode_event(stored) for stored in log.page(conn, 0, 1 << 40)]
    return [event.body.sha256 for event in events if event.kind == "media.stored"]  # type: ignore[union-attr]

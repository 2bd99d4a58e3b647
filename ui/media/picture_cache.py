"""Decoded pictures for painters: asked for while painting, fetched and decoded behind, told of when they are there."""

from collections import OrderedDict
from collections.abc import Awaitable, Callable
from typing import Final

from PySide6.QtCore import QObject, QSize, Signal
from PySide6.QtGui import QImage, QPixmap

from app.domain.errors import ComptoirError
from ui.media.decoder_process import DecoderProcess
from ui.tasks import Tasks

MOST_KEPT_BYTES: Final = 96 * 1024 * 1024
Fetch = Callable[[str], Awaitable[bytes]]  # a file by its hash; raises ComptoirError
Progress = Callable[[str], float | None]
Key = tuple[str, int, int]


class PictureCache(QObject):
    """Pictures by (hash, size in device pixels). `ready(sha256)`: rows that show it paint again.

    `fetch` gives a file's bytes, from here or from the hub; `progress` tells how far that is. A file that could not be
    had is asked for again when `retry` is called (the hub is back) or the conversation is opened again.
    """

    ready = Signal(str)

    def __init__(
        self,
        tasks: Tasks,
        fetch: Fetch,
        progress: Progress,
        decoder: DecoderProcess,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._tasks, self._fetch, self._progress, self._decoder = tasks, fetch, progress, decoder
        self._kept: OrderedDict[Key, QPixmap] = OrderedDict()
        self._kept_bytes = 0
        self._asked: set[Key] = set()
        self._broken: set[str] = set()
        self._missing: set[str] = set()

    def pixmap(self, sha256: str, size: QSize, ratio: float) -> QPixmap | None:
        """See `ui.conversation.blocks.base.Pictures`."""
        key = (sha256, round(size.width() * ratio), round(size.height() * ratio))
        kept = self._kept.get(key)
        if kept is not None:
            self._kept.move_to_end(key)
            kept.setDevicePixelRatio(ratio)
            return kept
        if key not in self._asked and sha256 not in self._broken and sha256 not in self._missing:
            self._asked.add(key)
            self._tasks.spawn(self._load(key), "load picture")
        return None

    def progress(self, sha256: str) -> float | None:
        """How much of it is here; a little while it is decoded."""
        if sha256 in self._missing or sha256 in self._broken:
            return None
        return self._progress(sha256)

    def is_broken(self, sha256: str) -> bool:
        """Whether it was tried in vain."""
        return sha256 in self._broken or sha256 in self._missing

    def retry(self) -> None:
        """Files that could not be had may be there now."""
        again, self._missing = self._missing, set()
        for sha256 in again:
            self.ready.emit(sha256)

    def put(self, sha256: str, size: QSize, image: QImage) -> None:
        """Keep a picture that was decoded elsewhere (a file of ours, before it is sent)."""
        self._keep((sha256, size.width(), size.height()), image)

    async def _load(self, key: Key) -> None:
        sha256 = key[0]
        try:
            data = await self._fetch(sha256)
        except ComptoirError:
            self._asked.discard(key)
            self._missing.add(sha256)
            self.ready.emit(sha256)
            return
        self._decoder.decode(data, QSize(key[1], key[2]), lambda image: self._decoded(key, image))

    def _decoded(self, key: Key, image: QImage) -> None:
        self._asked.discard(key)
        if image.isNull():
            self._broken.add(key[0])
        else:
            self._keep(key, image)
        self.ready.emit(key[0])

    def _keep(self, key: Key, image: QImage) -> None:
        self._kept[key] = QPixmap.fromImage(image)
        self._kept_bytes += image.sizeInBytes()
        while self._kept_bytes > MOST_KEPT_BYTES and len(self._kept) > 1:
            _key, old = self._kept.popitem(last=False)
            self._kept_bytes -= old.width() * old.height() * 4

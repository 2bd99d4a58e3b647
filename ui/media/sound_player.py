"""Plays one sound at a time, in place: a voice message goes on where it was paused, another one stops it."""

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject, QUrl, Signal

from app.domain.errors import ComptoirError
from ui.tasks import Tasks

if TYPE_CHECKING:
    from PySide6.QtMultimedia import QMediaPlayer

SPEEDS: Final = (1.0, 1.5, 2.0)
Fetch = Callable[[str], Awaitable[bytes]]


class SoundPlayer(QObject):
    """`changed(sha256)`: its bars, disc or time look different. `failed(sentence code)`: it could not be played.

    QtMultimedia takes 0.2 s to load and is not needed until somebody listens.
    """

    changed = Signal(str)
    failed = Signal(str)

    def __init__(self, tasks: Tasks, fetch: Fetch, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks, self._fetch = tasks, fetch
        self._player: QMediaPlayer | None = None
        self._buffer: QBuffer | None = None
        self._sha256 = ""
        self._wanted = ""
        self._speed = SPEEDS[0]
        self._places: dict[str, float] = {}  # how much of each was played

    # -- what painters ask

    def played(self, sha256: str) -> float:
        """How much of it was played, 0 to 1."""
        return self._places.get(sha256, 0.0)

    def is_playing(self, sha256: str) -> bool:
        """Whether it sounds now."""
        from_player = self._player is not None and self._player.isPlaying()
        return from_player and sha256 == self._sha256

    @property
    def speed(self) -> float:
        """How fast all sounds are played."""
        return self._speed

    # -- what a click does

    def toggle(self, sha256: str) -> None:
        """Play it, or pause it."""
        if self.is_playing(sha256):
            self._sure_player().pause()
            self.changed.emit(sha256)
        elif sha256 == self._sha256:
            self._sure_player().play()
            self.changed.emit(sha256)
        else:
            self._wanted = sha256
            self._tasks.spawn(self._load(sha256), "play sound")

    def next_speed(self, sha256: str) -> None:
        """Faster, and after the fastest as it was spoken."""
        self._speed = SPEEDS[(SPEEDS.index(self._speed) + 1) % len(SPEEDS)]
        if self._player is not None:
            self._player.setPlaybackRate(self._speed)
        self.changed.emit(sha256)

    def seek(self, sha256: str, share: float) -> None:
        """Go on from a place of what is loaded."""
        player = self._player
        if player is None or sha256 != self._sha256:
            return
        player.setPosition(round(player.duration() * min(1.0, max(0.0, share))))

    def stop(self) -> None:
        """Silence: another conversation was opened, or the window closes."""
        if self._player is not None and self._sha256:
            self._player.pause()
            self.changed.emit(self._sha256)

    def close(self) -> None:
        """End the player for good."""
        if self._player is not None:
            self._player.stop()
            self._player.setSource(QUrl())
            self._player.deleteLater()
            self._player = None

    async def _load(self, sha256: str) -> None:
        try:
            data = await self._fetch(sha256)
        except ComptoirError as error:
            self.failed.emit(error.code)
            return
        if self._wanted == sha256:
            self._start(sha256, data)

    def _start(self, sha256: str, data: bytes) -> None:
        player = self._sure_player()
        before, self._sha256 = self._sha256, ""
        player.stop()
        if before:
            self.changed.emit(before)
        buffer = QBuffer(self)
        buffer.setData(QByteArray(data))
        buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        player.setSourceDevice(buffer)
        if self._buffer is not None:
            self._buffer.deleteLater()
        self._buffer, self._sha256 = buffer, sha256
        self._places[sha256] = 0.0
        player.setPlaybackRate(self._speed)
        player.play()
        self.changed.emit(sha256)

    def _sure_player(self) -> "QMediaPlayer":
        if self._player is None:
            from PySide6.QtMultimedia import QAudioOutput, QMediaPlayer

            player = QMediaPlayer(self)
            player.setAudioOutput(QAudioOutput(player))
            player.positionChanged.connect(self._moved)
            player.playbackStateChanged.connect(lambda _state: self.changed.emit(self._sha256))
            player.errorOccurred.connect(lambda *_what: self.failed.emit("sound_unreadable"))
            self._player = player
        return self._player

    def _moved(self, position_ms: int) -> None:
        player = self._player
        if player is None or not self._sha256 or player.duration() <= 0:
            return
        share = position_ms / player.duration()
        self._places[self._sha256] = 0.0 if share >= 1 else share
        self.changed.emit(self._sha256)

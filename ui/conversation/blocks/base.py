"""What every block of a bubble is: a size, a painter, and the places that answer to a click."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPixmap

from ui.conversation.spots import Spot
from ui.theme.theme import Theme


class Pictures(Protocol):
    """Where painters find pictures. Nothing here waits: what is not there yet comes later, and the row is repainted."""

    def pixmap(self, sha256: str, size: QSize, ratio: float) -> QPixmap | None:
        """The picture cut to fill `size` (logical pixels), None while it is fetched or decoded."""

    def progress(self, sha256: str) -> float | None:
        """How much of the file is here, 0 to 1; None when it cannot be had or nothing is under way."""

    def is_broken(self, sha256: str) -> bool:
        """Whether it can be shown neither now nor later."""


class Sounds(Protocol):
    """What is being played."""

    def played(self, sha256: str) -> float:
        """How much of a sound was played, 0 to 1."""

    def is_playing(self, sha256: str) -> bool:
        """Whether it sounds now."""

    @property
    def speed(self) -> float:
        """1.0, 1.5 or 2.0."""


class NoPictures:
    """Where there are none: every place stays empty."""

    def pixmap(self, sha256: str, size: QSize, ratio: float) -> QPixmap | None:
        return None

    def progress(self, sha256: str) -> float | None:
        return None

    def is_broken(self, sha256: str) -> bool:
        return False


class NoSounds:
    """Silence."""

    speed = 1.0

    def played(self, sha256: str) -> float:
        return 0.0

    def is_playing(self, sha256: str) -> bool:
        return False


@dataclass(frozen=True, slots=True)
class Scene:
    """What a block is painted with. `ink` is the bubble's quiet colour."""

    painter: QPainter
    theme: Theme
    is_out: bool
    is_rtl: bool
    clip: QRectF
    pictures: Pictures
    sounds: Sounds
    is_note: bool = False

    @property
    def ink(self) -> QColor:
        """Quiet words on this bubble's ground."""
        if self.is_note:
            return self.theme.colors.bubble_note_meta
        return self.theme.colors.bubble_out_meta if self.is_out else self.theme.colors.text_muted


@dataclass(frozen=True, slots=True)
class Room:
    """What a block is measured for: `most` px may be as wide as it likes to be."""

    theme: Theme
    most: float
    is_out: bool


class Block(ABC):
    """A measured part. `last` is the width of its last line, after which the time may stand; None: never beside it.

    `bleeds`: it reaches to the bubble's edges, but for 3 px.
    """

    width: float = 0.0
    height: float = 0.0
    last: float | None = None
    bleeds: bool = False

    @abstractmethod
    def paint(self, scene: Scene, rect: QRectF) -> None:
        """Paint it into its place."""

    def spots(self, rect: QRectF, *, is_rtl: bool) -> list[Spot]:
        """Places that answer to a click, for a block that stands at `rect`."""
        return []

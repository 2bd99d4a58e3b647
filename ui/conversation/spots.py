"""Places of a bubble that answer to a click."""

from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QRectF

Target = Literal[
    "link", "details", "whole", "way", "quote", "picture", "play", "speed", "file", "map", "card", "list", "write",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Spot:
    """A place that answers to a click: what it is, and its link target, way or file."""

    rect: QRectF
    target: Target
    value: str = ""

    def moved(self, x: float, y: float) -> "Spot":
        """The same elsewhere."""
        return Spot(self.rect.translated(x, y), self.target, self.value)

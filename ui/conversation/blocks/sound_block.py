"""Voice messages and sound files: play and pause in place, waveform, length, speed."""

from typing import Final

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor

from app.words import amounts
from app.words import gettext as _
from ui.conversation.blocks.base import Block, Room, Scene
from ui.conversation.parts import Sound
from ui.conversation.spots import Spot
from ui.theme.icons import IconName
from ui.widgets.paint_basic import Strip, fill_round, paint_icon, paint_text

DISC: Final = 32
GAP: Final = 10
BAR: Final = 2
STEP: Final = 4
BARS: Final = 44
LOWEST: Final = 3
TALLEST: Final = 24
REST_SHARE: Final = 0.38  # of the bars that were not played yet
CHIP: Final = (30, 20)


class SoundBlock(Block):
    """One sound."""

    def __init__(self, part: Sound, room: Room) -> None:
        theme = room.theme
        self._part = part
        chip, _height = CHIP
        self.width = min(room.most, DISC + GAP + BARS * STEP + GAP + chip)
        self._line = theme.line("small")
        self._head = theme.line("body") if part.name else 0
        self.height = self._head + DISC + 4 + self._line
        self.last = self._time_width(theme.metrics("small", tabular=True).horizontalAdvance("0:00 / 0:00"))

    def _time_width(self, width: float) -> float:
        return width + 1

    def paint(self, scene: Scene, rect: QRectF) -> None:
        """Disc, bars, speed; below them how long it lasts and how much was played."""
        part, theme = self._part, scene.theme
        if part.name:
            line = QRectF(rect.left(), rect.top(), rect.width(), self._head)
            paint_text(scene.painter, line, theme, part.name, theme.colors.text, weight="medium")
        disc, bars, chip = self._places(rect, is_rtl=scene.is_rtl)
        played = scene.sounds.played(part.sha256) if part.sha256 else 0.0
        is_playing = part.sha256 is not None and scene.sounds.is_playing(part.sha256)
        fill_round(scene.painter, disc, theme.colors.accent, DISC / 2)
        icon: IconName = "pause" if is_playing else "play"
        paint_icon(scene.painter, disc, theme, icon, 16, theme.colors.accent_text)
        self._paint_bars(scene, bars, played)
        self._paint_speed(scene, chip)
        self._paint_time(scene, QRectF(rect.left(), disc.bottom() + 4, rect.width(), self._line), played)

    def _places(self, rect: QRectF, *, is_rtl: bool) -> tuple[QRectF, QRectF, QRectF]:
        top = rect.top() + self._head
        strip = Strip(QRectF(rect.left(), top, self.width, DISC), is_rtl=is_rtl)
        disc = strip.leading(DISC, GAP)
        width, height = CHIP
        chip = strip.trailing(width, GAP)
        return disc, strip.rest, QRectF(chip.left(), chip.center().y() - height / 2, width, height)

    def _paint_bars(self, scene: Scene, rect: QRectF, played: float) -> None:
        """The waveform always runs from left to right, as time does."""
        full = QColor(scene.theme.colors.accent)
        rest = QColor(full)
        rest.setAlphaF(REST_SHARE)
        count = max(1, min(BARS, int(rect.width() // STEP)))
        levels = _resampled(self._part.levels, count)
        for number, level in enumerate(levels):
            height = LOWEST + (TALLEST - LOWEST) * level / 255
            box = QRectF(rect.left() + number * STEP, rect.center().y() - height / 2, BAR, height)
            scene.painter.fillRect(box, full if number < played * count else rest)

    def _paint_speed(self, scene: Scene, rect: QRectF) -> None:
        c = scene.theme.colors
        fill_round(scene.painter, rect, c.surface_pressed, rect.height() / 2)
        words = f"{scene.sounds.speed:g}×"
        paint_text(
            scene.painter, rect, scene.theme, words, c.text, role="small", weight="medium", is_centered=True
        )

    def _paint_time(self, scene: Scene, rect: QRectF, played: float) -> None:
        duration_ms = self._part.duration_ms
        if duration_ms <= 0:
            words = _("Voice message") if not self._part.name else ""
        elif played > 0:
            words = f"{amounts.length(round(duration_ms * played))} / {amounts.length(duration_ms)}"
        else:
            words = amounts.length(duration_ms)
        paint_text(scene.painter, rect, scene.theme, words, scene.ink, role="small", tabular=True)

    def spots(self, rect: QRectF, *, is_rtl: bool) -> list[Spot]:
        """The disc plays, the chip changes the speed."""
        if self._part.sha256 is None:
            return []
        disc, bars, chip = self._places(rect, is_rtl=is_rtl)
        return [
            Spot(disc.united(bars), "play", self._part.sha256),
            Spot(chip.adjusted(-2, -4, 2, 4), "speed", self._part.sha256),
        ]


def _resampled(levels: tuple[int, ...], count: int) -> list[int]:
    """So many bars from as many levels as there are; a gentle line where there are none."""
    if not levels:
        return [40] * count
    return [levels[number * len(levels) // count] for number in range(count)]

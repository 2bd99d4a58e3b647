"""Icons: lucide's SVG files drawn sharp at any size, colour and device ratio, each kept once drawn.

The stroke width follows the size (tokens `[icon]`), `currentColor` becomes the colour asked for, and the few
icons that point somewhere are mirrored for right-to-left windows. Names are typed, so a wrong one fails mypy.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final, Literal

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QImage, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from ui.theme.tokens import RESOURCES, Icon

# fmt: off
IconName = Literal[
    "alarm-clock", "arrow-down", "arrow-left", "arrow-right-left", "arrow-up", "ban", "calendar",
    "calendar-check", "calendar-clock", "calendar-plus", "chart-column", "check", "check-check",
    "chevron-down", "chevron-left", "chevron-right", "circle-alert", "circle-check", "circle-dashed",
    "circle-help", "circle-x", "clock", "coffee", "contact", "copy", "download", "ellipsis", "eye",
    "file-text", "forward", "globe", "graduation-cap", "history", "hourglass", "image", "info",
    "layout-list", "layout-template", "link", "list-checks", "lock", "mail", "map-pin", "megaphone",
    "merge", "message-square", "message-square-dashed", "mic", "minus", "panel-right", "paperclip",
    "pause", "pencil", "phone", "play", "plus", "refresh-cw", "reply", "search", "send", "settings",
    "shopping-bag", "sliders-horizontal", "smartphone", "smile", "smile-plus", "sparkles", "square",
    "square-kanban", "sticker", "sticky-note", "store", "sun", "tag", "trash-2", "triangle-alert",
    "upload", "user", "user-check", "user-plus", "user-x", "users-round", "volume-2", "wifi-off", "x",
    "zap",
]
# fmt: on
Artwork = Literal["icon", "icon-small", "wordmark"]

# Only these change sides in a right-to-left window (look, section 8); clocks, ticks and play do not.
MIRRORED: Final[frozenset[IconName]] = frozenset(
    ("arrow-left", "chevron-left", "chevron-right", "panel-right", "reply", "forward", "send")
)
_WORDMARK_INK: Final = "#1D1C1A"  # the letters' colour inside wordmark.svg
_ARTWORK_SIZE: Final[dict[Artwork, tuple[int, int]]] = {
    "icon": (256, 256),
    "icon-small": (32, 32),
    "wordmark": (276, 64),
}


class Icons:
    """Draws icons on demand and remembers them by (name, size, colour, ratio, direction)."""

    def __init__(self, measures: Icon, folder: Path = RESOURCES / "icons") -> None:
        self._measures = measures
        self._folder = folder
        self._sources: dict[IconName, str] = {}
        self._pixmaps: dict[tuple[str, int, int, float, bool], QPixmap] = {}

    def stroke(self, size_px: int) -> float:
        """Lucide's stroke width (of 24) for an icon of this logical size."""
        m = self._measures
        if size_px <= m.chip:
            return m.stroke_chip
        if size_px <= m.normal:
            return m.stroke_small
        return m.stroke_large if size_px < m.hero else m.stroke_hero

    def pixmap(
        self, name: IconName, size_px: int, color: QColor, ratio: float = 1.0, *, is_rtl: bool = False
    ) -> QPixmap:
        """One icon; `size_px` is logical, `ratio` the device pixel ratio of what it is painted on."""
        mirrored = is_rtl and name in MIRRORED
        key = (name, size_px, color.rgba(), ratio, mirrored)
        if key not in self._pixmaps:
            self._pixmaps[key] = self._render(name, size_px, color, ratio, mirrored)
        return self._pixmaps[key]

    def icon(self, name: IconName, size_px: int, color: QColor, disabled: QColor | None = None) -> QIcon:
        """The same as a QIcon, for actions and menus; a second colour serves its disabled mode."""
        icon = QIcon()
        is_rtl = QGuiApplication.layoutDirection() == Qt.LayoutDirection.RightToLeft
        for ratio in sorted({1.0, 2.0, *(screen.devicePixelRatio() for screen in QGuiApplication.screens())}):
            icon.addPixmap(self.pixmap(name, size_px, color, ratio, is_rtl=is_rtl))
            if disabled is not None:
                dim = self.pixmap(name, size_px, disabled, ratio, is_rtl=is_rtl)
                icon.addPixmap(dim, QIcon.Mode.Disabled)
        return icon

    def artwork(
        self, name: Artwork, height_px: int, ratio: float = 1.0, ink: QColor | None = None
    ) -> QPixmap:
        """Comptoir's own drawings; `ink` replaces the wordmark's letters (its colour on dark grounds)."""
        key = (f"comptoir/{name}", height_px, 0 if ink is None else ink.rgba(), ratio, False)
        if key not in self._pixmaps:
            svg = (self._folder / "comptoir" / f"{name}.svg").read_text(encoding="utf-8")
            if ink is not None:
                svg = svg.replace(_WORDMARK_INK, ink.name())
            width, height = _ARTWORK_SIZE[name]
            self._pixmaps[key] = _draw(svg, width * height_px / height, height_px, ratio)
        return self._pixmaps[key]

    def window_icon(self) -> QIcon:
        """The application's icon: the drawing without dots below 40 px."""
        icon = QIcon()
        for size in (16, 32):
            icon.addPixmap(self.artwork("icon-small", size))
        for size in (48, 128):
            icon.addPixmap(self.artwork("icon", size))
        return icon

    def _render(self, name: IconName, size_px: int, color: QColor, ratio: float, mirrored: bool) -> QPixmap:
        svg = self._source(name).replace("currentColor", color.name())
        svg = svg.replace('stroke-width="2"', f'stroke-width="{self.stroke(size_px)}"')
        pixmap = _draw(svg, size_px, size_px, ratio)
        if not mirrored:
            return pixmap
        flipped = QPixmap.fromImage(pixmap.toImage().flipped(Qt.Orientation.Horizontal))
        flipped.setDevicePixelRatio(ratio)
        return flipped

    def _source(self, name: IconName) -> str:
        if name not in self._sources:
            path = self._folder / "lucide" / f"{name}.svg"
            self._sources[name] = path.read_text(encoding="utf-8")
        return self._sources[name]


def _draw(svg: str, width_px: float, height_px: float, ratio: float) -> QPixmap:
    image = QImage(
        round(width_px * ratio), round(height_px * ratio), QImage.Format.Format_ARGB32_Premultiplied
    )
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    QSvgRenderer(QByteArray(svg.encode())).render(painter, QRectF(image.rect()))
    painter.end()
    image.setDevicePixelRatio(ratio)
    return QPixmap.fromImage(image)

"""Photos, films and stickers: their place is kept from the stored size, so that nothing jumps when they come."""

from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPixmap

from ui.conversation.blocks.base import Block, Room, Scene
from ui.conversation.parts import Picture
from ui.conversation.spots import Spot
from ui.theme.on_pictures import LIGHT, SHADE
from ui.widgets.paint_basic import centered, fill_round, paint_icon, paint_text, ratio_of
from ui.widgets.paint_marks import paint_ring

WIDTH: Final = 248  # 256 with the bubble's 3 px and edge at each side
TALLEST: Final = 320
LOWEST: Final = 96
USUAL: Final = 186  # while nothing is known of its shape: 4 to 3
STICKER: Final = 128
RADIUS: Final = 6
RING: Final = 32
DISC: Final = 44


class PictureBlock(Block):
    """One picture; a click opens it."""

    bleeds = True

    def __init__(self, part: Picture, room: Room) -> None:
        self._part = part
        if part.kind == "sticker":
            self.width = self.height = min(STICKER, room.most)
            self.bleeds = False
            return
        self.width = min(WIDTH, room.most)
        self.height = _height(part, self.width)

    def paint(self, scene: Scene, rect: QRectF) -> None:
        """The picture, or its empty place with how far it has come; a film's disc and length above it."""
        part, painter = self._part, scene.painter
        pixmap = self._pixmap(scene, rect)
        if pixmap is None:
            self._paint_absent(scene, rect)
        elif part.kind == "sticker":
            painter.drawPixmap(centered(rect, rect.width(), rect.height()).toRect(), pixmap)
        else:
            _paint_rounded(painter, rect, pixmap)
        on_way = (
            scene.pictures.progress(part.sha256) if part.sha256 and (pixmap or part.kind == "video") else None
        )
        if part.kind == "video":
            _paint_film(scene, rect, part.length, has_disc=on_way is None)
        if on_way is not None:
            _paint_on_way(scene, rect, on_way)

    def _pixmap(self, scene: Scene, rect: QRectF) -> QPixmap | None:
        if self._part.sha256 is None or self._part.is_large:
            return None
        size = QSize(round(rect.width()), round(rect.height()))
        return scene.pictures.pixmap(self._part.sha256, size, ratio_of(scene.painter))

    def _paint_absent(self, scene: Scene, rect: QRectF) -> None:
        c = scene.theme.colors
        fill_round(scene.painter, rect, c.surface_pressed, RADIUS)
        if self._part.kind == "video":
            return
        sha256 = self._part.sha256
        progress = scene.pictures.progress(sha256) if sha256 else None
        box = centered(rect, RING, RING)
        if progress is not None:
            paint_ring(scene.painter, box, c.accent, progress, 3)
        elif sha256 is not None and scene.pictures.is_broken(sha256):
            paint_icon(scene.painter, box, scene.theme, "image", 20, c.text_faint)

    def spots(self, rect: QRectF, *, is_rtl: bool) -> list[Spot]:
        """The whole picture."""
        sha256 = self._part.sha256
        return [Spot(QRectF(rect), "picture", sha256)] if sha256 else []


def _height(part: Picture, width: float) -> float:
    if part.width_px <= 0 or part.height_px <= 0:
        return USUAL
    return max(LOWEST, min(TALLEST, round(width * part.height_px / part.width_px)))


def _paint_rounded(painter: QPainter, rect: QRectF, pixmap: QPixmap) -> None:
    path = QPainterPath()
    path.addRoundedRect(rect, RADIUS, RADIUS)
    painter.save()
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
    painter.setClipPath(path, Qt.ClipOperation.IntersectClip)
    painter.drawPixmap(rect.topLeft(), pixmap)
    painter.restore()


def _paint_on_way(scene: Scene, rect: QRectF, share: float) -> None:
    """One of ours that is still on its way to the hub: a ring over the picture."""
    disc = centered(rect, DISC, DISC)
    fill_round(scene.painter, disc, SHADE, DISC / 2)
    paint_ring(scene.painter, centered(rect, RING, RING), LIGHT, share, 3)


def _paint_film(scene: Scene, rect: QRectF, length: str, *, has_disc: bool) -> None:
    """A disc with a triangle, and how long it lasts in the lower leading corner."""
    painter, theme = scene.painter, scene.theme
    if has_disc:
        disc = centered(rect, DISC, DISC)
        fill_round(painter, disc, SHADE, DISC / 2)
        paint_icon(painter, disc, theme, "play", 20, LIGHT)
    if not length:
        return
    metrics = theme.metrics("small", "medium", tabular=True)
    width, height = metrics.horizontalAdvance(length) + 14, theme.px(20)
    at = QPointF(rect.right() - width - 8 if scene.is_rtl else rect.left() + 8, rect.bottom() - height - 8)
    label = QRectF(at.x(), at.y(), width, height)
    fill_round(painter, label, SHADE, height / 2)
    paint_text(
        painter, label, theme, length, LIGHT, role="small", weight="medium", tabular=True, is_centered=True
    )

"""The program's icon in the forms that Windows and macOS want, drawn from resources/icons/comptoir."""

from __future__ import annotations

from pathlib import Path

from bundle_contents import ROOT
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

SMALL_UP_TO_PX = 32  # the drawing with fewer parts
SIZES_PX = (16, 24, 32, 48, 64, 128, 256, 512, 1024)


def make_icons(folder: Path) -> None:
    """`comptoir.ico` and `comptoir.icns`."""
    folder.mkdir(parents=True, exist_ok=True)
    drawn = [drawn_at(px) for px in SIZES_PX]
    on_windows = [image for image in drawn if image.width <= 256]
    on_windows[-1].save(
        folder / "comptoir.ico", append_images=on_windows[:-1], sizes=[each.size for each in on_windows]
    )
    drawn[-1].save(folder / "comptoir.icns", append_images=drawn[:-1])


def drawn_at(px: int) -> Image.Image:
    """The icon as a square of `px`."""
    name = "icon-small.svg" if px <= SMALL_UP_TO_PX else "icon.svg"
    image = QImage(px, px, QImage.Format.Format_RGBA8888)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(str(ROOT / "resources" / "icons" / "comptoir" / name)).render(painter)
    painter.end()
    return Image.frombytes("RGBA", (px, px), bytes(image.constBits()))

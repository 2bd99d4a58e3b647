"""Makes a JPEG that the channel takes of a picture that it does not: another type, or too large.

Pictures are decoded in a process of their own, see `ui.media.decoder`. Everything here blocks: worker thread.
"""

import logging
import subprocess
from typing import Final

from PySide6.QtCore import QBuffer, QIODevice, QSize, Qt
from PySide6.QtGui import QImage, QPainter

from ui.media.decoder import ANSWER, REQUEST
from ui.media.decoder_process import usual_command

log = logging.getLogger(__name__)
PATIENCE_S: Final = 20.0
QUALITIES: Final = (88, 75, 60)
SHRINK: Final = 0.7
SMALLEST_PX: Final = 320


def recode(data: bytes, most_bytes: int) -> bytes | None:
    """A JPEG of at most `most_bytes`, on white where the picture lets through; None when it cannot be read."""
    image = decoded_apart(data)
    if image.isNull():
        return None
    image = on_white(image)
    while max(image.width(), image.height()) >= SMALLEST_PX:
        for quality in QUALITIES:
            made = jpeg(image, quality)
            if 0 < len(made) <= most_bytes:
                return made
        size = QSize(round(image.width() * SHRINK), round(image.height() * SHRINK))
        image = image.scaled(
            size, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        )
    made = jpeg(image, QUALITIES[0])
    return made if 0 < len(made) <= most_bytes else None


def decoded_apart(data: bytes, command: list[str] | None = None) -> QImage:
    """The whole picture, decoded by another process; null when that cannot show it."""
    request = REQUEST.pack(0, 0, len(data)) + data
    try:
        run = subprocess.run(
            command or usual_command(), input=request, capture_output=True, timeout=PATIENCE_S, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        log.info("picture not decoded reason=%s", type(error).__name__)
        return QImage()
    answer = run.stdout
    if len(answer) < ANSWER.size:
        return QImage()
    width, height = ANSWER.unpack_from(answer)
    pixels = answer[ANSWER.size :]
    if not width or not height or len(pixels) < width * height * 4:
        return QImage()
    image = QImage(pixels, width, height, width * 4, QImage.Format.Format_ARGB32_Premultiplied)
    return image.copy()


def on_white(image: QImage) -> QImage:
    """JPEG knows no transparency."""
    ground = QImage(image.size(), QImage.Format.Format_RGB32)
    ground.fill(Qt.GlobalColor.white)
    painter = QPainter(ground)
    painter.drawImage(0, 0, image)
    painter.end()
    return ground


def jpeg(image: QImage, quality: int) -> bytes:
    """The picture as a file, b"" when it could not be written."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    is_written = image.save(buffer, "JPG", quality)  # type: ignore[call-overload]
    return bytes(buffer.data().data()) if is_written else b""

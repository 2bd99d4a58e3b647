"""The first picture of a film. The decoder's own process alone imports this: films are decoded like strangers' photos."""

import os
from typing import Final

from PySide6.QtCore import QBuffer, QByteArray, QEventLoop, QIODevice, QTimer
from PySide6.QtGui import QGuiApplication, QImage

PATIENCE_MS: Final = 6_000


def first_picture(data: bytes) -> QImage:
    """The first frame, upright; null when there is none within a few seconds."""
    app = _application()
    from PySide6.QtMultimedia import QMediaPlayer, QVideoFrame, QVideoSink

    found: list[QImage] = []
    loop, player, sink = QEventLoop(), QMediaPlayer(), QVideoSink()

    def take(frame: QVideoFrame) -> None:
        image = frame.toImage() if frame.isValid() else QImage()
        if not image.isNull() and not found:
            found.append(image.copy())
            loop.quit()

    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    sink.videoFrameChanged.connect(take)
    player.errorOccurred.connect(lambda *_what: loop.quit())
    player.setVideoSink(sink)
    player.setSourceDevice(buffer)
    QTimer.singleShot(PATIENCE_MS, loop.quit)
    player.play()
    loop.exec()
    player.stop()
    assert app is not None  # it lives as long as the player
    return found[0] if found else QImage()


def _application() -> QGuiApplication:
    """The player needs one, without a screen."""
    known = QGuiApplication.instance()
    if isinstance(known, QGuiApplication):
        return known
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    return QGuiApplication(["decode-pictures"])

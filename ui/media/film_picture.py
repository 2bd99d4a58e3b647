"""The first picture of a film. The decoder's process alone imports this: films are decoded like strangers' photos."""

import os
from typing import Final

from PySide6.QtCore import QBuffer, QByteArray, QDeadlineTimer, QEventLoop, QIODevice
from PySide6.QtGui import QGuiApplication, QImage

PATIENCE_MS: Final = 6_000
STEP_MS: Final = 20


def first_picture(data: bytes) -> QImage:
    """The first frame, upright; null when there is none within a few seconds."""
    app = _application()
    from PySide6.QtMultimedia import QMediaPlayer, QVideoFrame, QVideoSink

    found: list[QImage] = []
    failed: list[object] = []
    player, sink = QMediaPlayer(), QVideoSink()

    def take(frame: QVideoFrame) -> None:
        image = frame.toImage() if frame.isValid() else QImage()
        if not image.isNull() and not found:
            found.append(image.copy())

    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    sink.videoFrameChanged.connect(take)
    player.errorOccurred.connect(lambda *what: failed.append(what))
    player.setVideoSink(sink)
    player.setSourceDevice(buffer)
    player.play()
    deadline = QDeadlineTimer(PATIENCE_MS)
    while not found and not failed and not deadline.hasExpired():
        app.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, STEP_MS)
    player.stop()
    return found[0] if found else QImage()


def _application() -> QGuiApplication:
    """The player needs one, without a screen."""
    known = QGuiApplication.instance()
    if isinstance(known, QGuiApplication):
        return known
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    return QGuiApplication(["decode-pictures"])

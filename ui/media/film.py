"""Plays a film over the window. Imported when somebody starts one: QtMultimedia takes 0.2 s to load."""

from typing import Final

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtMultimedia import QAudioOutput, QMediaPlayer
from PySide6.QtMultimediaWidgets import QVideoWidget
from PySide6.QtWidgets import QSlider, QVBoxLayout, QWidget

from app.words import gettext as _
from ui.media.viewer import buffer_of

STEP_MS: Final = 5_000


class FilmCanvas(QWidget):
    """Picture and a bar to move along. Space pauses; the arrows go five seconds back and on."""

    def __init__(self, data: bytes, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(_("Video"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        screen = QVideoWidget(self)
        self._bar = QSlider(Qt.Orientation.Horizontal, self)
        self._bar.setAccessibleName(_("Place in the video"))
        self._bar.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column.addWidget(screen, 1)
        column.addWidget(self._bar)
        self._player = QMediaPlayer(self)
        self._player.setAudioOutput(QAudioOutput(self._player))
        self._player.setVideoOutput(screen)
        self._player.setSourceDevice(buffer_of(data, self))
        self._player.durationChanged.connect(lambda length_ms: self._bar.setRange(0, length_ms))
        self._player.positionChanged.connect(self._moved)
        self._bar.sliderMoved.connect(self._player.setPosition)
        self._player.play()

    def end(self) -> None:
        """Stop before the window goes on."""
        self._player.stop()
        self._player.setSource(QUrl())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space and arrows."""
        if event.key() == Qt.Key.Key_Space:
            self._toggle()
        elif event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            step = STEP_MS if event.key() == Qt.Key.Key_Right else -STEP_MS
            self._player.setPosition(max(0, self._player.position() + step))
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, _event: QMouseEvent) -> None:
        """A click pauses."""
        self._toggle()

    def _toggle(self) -> None:
        if self._player.isPlaying():
            self._player.pause()
        else:
            self._player.play()

    def _moved(self, position_ms: int) -> None:
        if not self._bar.isSliderDown():
            self._bar.setValue(position_ms)

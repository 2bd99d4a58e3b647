"""The computer's microphone as a source of samples. QtMultimedia takes 0.2 s to load and comes with the first note."""

from __future__ import annotations

from array import array
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication, QIODevice, QMicrophonePermission, QObject, Qt

if TYPE_CHECKING:
    from PySide6.QtMultimedia import QAudioDevice, QAudioFormat, QAudioSource

RATE_HZ: Final = 48_000  # what voice notes are made of
LOUDEST: Final = 0x7FFF


class Microphone(QObject):
    """See `ui.conversation.writing.recorder.SoundSource`."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._source: QAudioSource | None = None
        self._stream: QIODevice | None = None
        self._take: Callable[[bytes, int, int], None] | None = None
        self._fail: Callable[[str], None] | None = None

    def start(self, take: Callable[[bytes, int, int], None], fail: Callable[[str], None]) -> None:
        """Ask the system whether it may be used, then begin."""
        self._take, self._fail = take, fail
        app, permission = QCoreApplication.instance(), QMicrophonePermission()
        status = Qt.PermissionStatus.Granted if app is None else app.checkPermission(permission)
        if status == Qt.PermissionStatus.Undetermined and app is not None:
            app.requestPermission(permission, self, lambda _permission: self._asked())
        elif status == Qt.PermissionStatus.Granted:
            self._begin()
        else:
            fail("microphone_forbidden")

    def stop(self) -> None:
        """Give the microphone back."""
        source, self._source, self._stream = self._source, None, None
        self._take = self._fail = None
        if source is not None:
            source.stop()
            source.deleteLater()

    def _asked(self) -> None:
        app = QCoreApplication.instance()
        if self._take is None or app is None:
            return  # the note was given up meanwhile
        if app.checkPermission(QMicrophonePermission()) == Qt.PermissionStatus.Granted:
            self._begin()
        elif self._fail is not None:
            self._fail("microphone_forbidden")

    def _begin(self) -> None:
        from PySide6.QtMultimedia import QAudioSource, QMediaDevices

        device = QMediaDevices.defaultAudioInput()
        if device.isNull():
            self._say("microphone_missing")
            return
        layout = usable_format(device)
        source = self._source = QAudioSource(device, layout, self)
        stream = self._stream = source.start()
        if stream is None or not self._is_well(source):
            self._say("microphone_broken")
            return
        stream.readyRead.connect(lambda: self._read(layout))
        source.stateChanged.connect(lambda _state: self._look_at(source))

    def _look_at(self, source: QAudioSource) -> None:
        if not self._is_well(source):
            self._say("microphone_broken")

    def _read(self, layout: QAudioFormat) -> None:
        if self._stream is None or self._take is None:
            return
        samples = to_16_bit(bytes(self._stream.readAll().data()), layout)
        self._take(samples, layout.sampleRate(), layout.channelCount())

    def _is_well(self, source: QAudioSource) -> bool:
        from PySide6.QtMultimedia import QtAudio

        return source.error() == QtAudio.Error.NoError

    def _say(self, code: str) -> None:
        if self._fail is not None:
            self._fail(code)


def usable_format(device: QAudioDevice) -> QAudioFormat:
    """Mono of 16 bits where the microphone has it, else as it gives it."""
    from PySide6.QtMultimedia import QAudioFormat

    wanted = QAudioFormat()
    wanted.setSampleRate(RATE_HZ)
    wanted.setChannelCount(1)
    wanted.setSampleFormat(QAudioFormat.SampleFormat.Int16)
    return wanted if device.isFormatSupported(wanted) else device.preferredFormat()


def to_16_bit(samples: bytes, layout: QAudioFormat) -> bytes:
    """Samples of any of Qt's forms as 16 bits, low byte first."""
    from PySide6.QtMultimedia import QAudioFormat

    kind = layout.sampleFormat()
    forms = QAudioFormat.SampleFormat
    if kind == forms.Float:
        floats = array("f", samples[: len(samples) - len(samples) % 4])
        return array("h", (round(max(-1.0, min(1.0, one)) * LOUDEST) for one in floats)).tobytes()
    if kind == forms.Int32:
        return array(
            "h", (one >> 16 for one in array("i", samples[: len(samples) - len(samples) % 4]))
        ).tobytes()
    if kind == forms.UInt8:
        return array("h", ((one - 128) << 8 for one in samples)).tobytes()
    return bytes(samples)

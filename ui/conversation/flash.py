"""A short light over one message, so that the eye finds where a jump has led."""

from typing import Final

from PySide6.QtCore import QEasingCurve, QObject, QVariantAnimation, Signal

from app.domain.ids import MessageId

FLASH_MS: Final = 1_600  # long enough for eyes that come from a list of results
STRONGEST: Final = 0.3  # of the accent, over the bubble


class Flash(QObject):
    """`changed` when the message must be painted again."""

    changed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._message_id: MessageId | None = None
        self._fading = QVariantAnimation(self)
        self._fading.setDuration(FLASH_MS)
        self._fading.setStartValue(STRONGEST)
        self._fading.setEndValue(0.0)
        self._fading.setEasingCurve(QEasingCurve.Type.InCubic)
        self._fading.valueChanged.connect(lambda _value: self.changed.emit())
        self._fading.finished.connect(self.stop)

    @property
    def message_id(self) -> MessageId | None:
        """Which message is lit."""
        return self._message_id

    def start(self, message_id: MessageId) -> None:
        """Light one message; another goes dark."""
        self._fading.stop()
        self._message_id = message_id
        self._fading.start()

    def stop(self) -> None:
        """Dark again."""
        self._message_id = None
        self._fading.stop()
        self.changed.emit()

    def strength_of(self, message_id: MessageId) -> float:
        """How strongly a message is lit now, 0 for not at all."""
        return float(self._fading.currentValue()) if message_id == self._message_id else 0.0

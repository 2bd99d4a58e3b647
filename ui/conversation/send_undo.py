"""The seconds in which a message can still be taken back: a toast that counts them, and who to call."""

import math
from datetime import datetime
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from app.domain.clock import Clock
from app.domain.ids import MessageId
from app.words import gettext as _
from ui.widgets.toast import Toast, ToastStack

STEP_MS: Final = 200


class SendUndo(QObject):
    """Holds the newest waiting message. `take_back_asked(message_id)` when its author changes their mind."""

    take_back_asked = Signal(str)

    def __init__(self, toasts: ToastStack, clock: Clock, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._toasts, self._clock = toasts, clock
        self._message_id: MessageId | None = None
        self._until_at: datetime | None = None
        self._toast: Toast | None = None
        self._timer = QTimer(self, interval=STEP_MS)
        self._timer.timeout.connect(self._step)

    @property
    def message_id(self) -> MessageId | None:
        """Which message can be taken back now."""
        return self._message_id

    @property
    def is_possible(self) -> bool:
        """Whether anything can be taken back now."""
        return self._message_id is not None

    def hold(self, message_id: MessageId, until_at: datetime | None) -> None:
        """A message waits until `until_at` (UTC); nothing happens when that is over."""
        self.release()
        left_ms = 0 if until_at is None else round((until_at - self._clock.now()).total_seconds() * 1000)
        if until_at is None or left_ms <= 0:
            return
        self._message_id, self._until_at = message_id, until_at
        words = self._words()
        toast = self._toasts.show(words, icon="send", ink="text_muted", action=_("Undo"), stay_ms=left_ms)
        toast.acted.connect(self.undo)
        toast.closed.connect(self._closed)
        self._toast = toast
        self._timer.start()

    def undo(self) -> bool:
        """Ask for it back; False when nothing waits."""
        message_id = self._message_id
        if message_id is None:
            return False
        self.release()
        self.take_back_asked.emit(message_id)
        return True

    def release(self) -> None:
        """It goes out, or somebody else took care of it."""
        self._timer.stop()
        self._message_id = self._until_at = None
        toast, self._toast = self._toast, None
        if toast is not None:
            toast.dismiss()

    def _closed(self) -> None:
        self._toast = None  # its cross was pressed: the keys still work until the time is over

    def _step(self) -> None:
        if self._until_at is None or self._clock.now() >= self._until_at:
            self.release()
        elif self._toast is not None:
            self._toast.set_text(self._words())

    def _words(self) -> str:
        left_s = 0.0 if self._until_at is None else (self._until_at - self._clock.now()).total_seconds()
        return _("Sending in {seconds} s").format(seconds=max(1, math.ceil(left_s)))

"""Figures that are long in coming: how far the reading is, and its rest once nobody looks."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any, Final

from PySide6.QtCore import QObject, QTimer

from app.domain.later import asyncio
from app.words import gettext as _
from ui.kit import Kit

LOOK_MS: Final = 250  # how often somebody who waits is told how far it is


class Waiting(QObject):
    """`say` takes a line of words as long as a long reading goes on."""

    def __init__(self, kit: Kit, say: Callable[[str], None], parent: QObject) -> None:
        super().__init__(parent)
        self._kit = kit
        self._say = say
        self._task: asyncio.Task[Any] | None = None
        self._look = QTimer(self, interval=LOOK_MS)
        self._look.timeout.connect(self._tell)

    def begin(self, reading: Coroutine[Any, Any, object]) -> None:
        """These figures are waited for."""
        self._task = self._kit.tasks.spawn(reading, "report")
        self._look.start()

    def end(self) -> None:
        """They came, or never will."""
        self._look.stop()

    def leave(self) -> None:
        """Nobody looks: a long reading rests where it is; the next one who asks goes on from there."""
        self._look.stop()
        if self._task is not None and self._kit.desk.report_progress() is not None:
            self._task.cancel()

    def _tell(self) -> None:
        percent = self._kit.desk.report_progress()
        if percent is not None:
            self._say(_("Reading what happened: {percent} %").format(percent=percent))

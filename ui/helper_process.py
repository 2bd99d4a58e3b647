"""The window's end of a helper process: begun when there is work, ended when idle, killed when it hangs."""

from __future__ import annotations

from PySide6.QtCore import QObject, QProcess, QTimer

from app.desk.own_program import child_command


class HelperProcess(QObject):
    """What helpers share. A helper says what it reads (`_read`) and what a lost process means (`_lost`)."""

    def __init__(
        self, command: list[str], patience_ms: int, idle_ms: int, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._command = command
        self._process: QProcess | None = None
        self._heard = bytearray()
        self._patience = QTimer(self, singleShot=True, interval=patience_ms)
        self._patience.timeout.connect(self._lost)
        self._idle = QTimer(self, singleShot=True, interval=idle_ms)
        self._idle.timeout.connect(self._drop_process)

    def _read(self) -> None:
        raise NotImplementedError

    def _lost(self, *_how: object) -> None:
        raise NotImplementedError

    def _running(self) -> QProcess:
        if self._process is None:
            process = self._process = QProcess(self)
            process.readyReadStandardOutput.connect(self._read)
            process.finished.connect(self._lost)
            process.errorOccurred.connect(self._failed)
            process.setStandardErrorFile(QProcess.nullDevice())
            process.start(self._command[0], self._command[1:])
        return self._process

    def _failed(self, error: QProcess.ProcessError) -> None:
        if error == QProcess.ProcessError.FailedToStart:
            self._lost()

    def _drop_process(self) -> None:
        process, self._process = self._process, None
        self._heard.clear()
        if process is None:
            return
        process.blockSignals(True)
        process.closeWriteChannel()
        if not process.waitForFinished(200):
            process.kill()
            process.waitForFinished(1_000)
        process.deleteLater()


def helper_command(name: str) -> list[str]:
    """A command of main.py, by this program."""
    return [*child_command(), name]

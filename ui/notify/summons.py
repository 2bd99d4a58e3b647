"""One window for one profile: who starts Comptoir again brings the window forward that is there, maybe in the tray."""

from __future__ import annotations

import hashlib
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

WITHIN_MS = 500


class Summons(QObject):
    """`heard` when somebody started the program again. Nothing that is sent is read: whoever calls can only do that."""

    heard = Signal()

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        QLocalServer.removeServer(name_of(folder))  # of a program that died; the profile's lock is ours
        self._server.newConnection.connect(self._called)
        self._server.listen(name_of(folder))

    def close(self) -> None:
        """Hear no more."""
        self._server.close()

    def _called(self) -> None:
        while (socket := self._server.nextPendingConnection()) is not None:
            socket.close()
            socket.deleteLater()
            self.heard.emit()


def summon(folder: Path) -> bool:
    """Ask the program that has the profile open to show itself; False when nobody hears."""
    socket = QLocalSocket()
    socket.connectToServer(name_of(folder))
    is_heard = socket.waitForConnected(WITHIN_MS)
    socket.abort()
    return is_heard


def name_of(folder: Path) -> str:
    """The same for one profile of one person, short enough for a socket's path."""
    return f"comptoir-{hashlib.sha256(str(folder).encode()).hexdigest()[:16]}"

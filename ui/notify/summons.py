"""One window for one profile: who starts Comptoir again brings the window forward that is there, maybe in the tray.

A start with a link hands it over on the same way: what arrives is one short line, of which nothing but a link is read.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

WITHIN_MS = 500
MOST_BYTES = 512  # of the line; a longer one is no link of ours


class Summons(QObject):
    """`heard` when somebody started the program again, with the link that it was started for, "" without one."""

    heard = Signal(str)

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
        for call in self.findChildren(_Call):
            call.drop()

    def _called(self) -> None:
        while (socket := self._server.nextPendingConnection()) is not None:
            call = _Call(socket, self)
            call.heard.connect(self.heard)
            call.begin()


class _Call(QObject):
    """One who calls: heard once, at the end of the line, at its own end, or when it says nothing for a while."""

    heard = Signal(str)

    def __init__(self, socket: QLocalSocket, parent: QObject) -> None:
        super().__init__(parent)
        socket.setParent(self)
        self._socket, self._said, self._is_over = socket, bytearray(), False
        self._patience = QTimer(self, singleShot=True, interval=WITHIN_MS)
        self._patience.timeout.connect(self._end)
        socket.readyRead.connect(self._listen)
        socket.disconnected.connect(self._end)

    def begin(self) -> None:
        """Listen to what was said already, then wait."""
        self._patience.start()
        self._listen()
        if self._socket.state() != QLocalSocket.LocalSocketState.ConnectedState:
            self._end()

    def drop(self) -> None:
        """Nobody listens any more."""
        self._is_over = True
        self._patience.stop()
        self._socket.abort()
        self.deleteLater()

    def _listen(self) -> None:
        self._said += self._socket.readAll().data()
        if b"\n" in self._said or len(self._said) > MOST_BYTES:
            self._end()

    def _end(self) -> None:
        if self._is_over:
            return
        self.drop()
        link, end, _rest = bytes(self._said[:MOST_BYTES]).partition(b"\n")
        self.heard.emit(link.decode("ascii", "replace") if end else "")


def summon(folder: Path, link: str = "") -> bool:
    """Ask the program that has the profile open to show itself, and where `link` leads; False when nobody hears."""
    socket = QLocalSocket()
    socket.connectToServer(name_of(folder))
    is_heard = socket.waitForConnected(WITHIN_MS)
    if is_heard:
        socket.write(link.encode("ascii", "replace")[:MOST_BYTES] + b"\n")
        socket.waitForBytesWritten(WITHIN_MS)
        socket.waitForDisconnected(WITHIN_MS)
    socket.abort()
    return is_heard


def name_of(folder: Path) -> str:
    """The same for one profile of one person, short enough for a socket's path."""
    return f"comptoir-{hashlib.sha256(str(folder).encode()).hexdigest()[:16]}"

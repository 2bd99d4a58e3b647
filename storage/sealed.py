"""The shape of a file on disk: plain as it came, or in chunks that only the key opens.

A sealed file is a head (mark, salt, and the sealed hash and size of the whole) and then chunks of 64 KiB, each
AES-256-GCM with a key made for this file alone from the salt. A chunk knows its number and whether it is the last, so
that none can be moved, left out or cut off unseen. The cryptography library is imported with the first sealed file.
"""

from __future__ import annotations

import hashlib
import hmac
import os
from typing import IO, TYPE_CHECKING, Protocol

from app.domain.errors import EnvironmentFailure

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

CHUNK_BYTES = 64 * 1024
TAG_BYTES = 16
_MARK = b"CPTM\x01"
_SALT_BYTES = 16
_HEAD_PLAIN_BYTES = 32 + 8  # sha256 and size
HEAD_BYTES = len(_MARK) + _SALT_BYTES + _HEAD_PLAIN_BYTES + TAG_BYTES
_HEAD_NONCE = b"\xff" * 12


class Writing(Protocol):
    """A file that is being written."""

    def write(self, data: bytes) -> None:
        """Add bytes at the end."""

    def finish(self, digest: bytes, size: int) -> None:
        """Nothing more comes: write what is held back; `digest` and `size` are those of all the bytes."""


class Reading(Protocol):
    """A file of which parts are read."""

    @property
    def size(self) -> int:
        """Bytes of the content."""

    def read(self, start: int, length: int) -> bytes:
        """Part of the content; shorter at its end. Raises EnvironmentFailure("file_damaged")."""


class PlainWriting:
    """Bytes as they come."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file

    def write(self, data: bytes) -> None:
        """Add bytes."""
        self._file.write(data)

    def finish(self, digest: bytes, size: int) -> None:
        """Nothing is held back."""


class PlainReading:
    """Bytes as they lie there."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.size = os.fstat(file.fileno()).st_size

    def read(self, start: int, length: int) -> bytes:
        """Part of the content."""
        self._file.seek(start)
        return self._file.read(max(0, length))


class SealedWriting:
    """Chunks, each sealed once the next one has begun."""

    def __init__(self, file: IO[bytes], key: bytes) -> None:
        self._file = file
        self._salt = os.urandom(_SALT_BYTES)
        self._cipher = _cipher(key, self._salt)
        self._held = bytearray()
        self._count = 0
        file.write(bytes(HEAD_BYTES))  # its place; what it says is known at the end

    def write(self, data: bytes) -> None:
        """Add bytes; the last chunk is held back, since it must say that it is the last."""
        self._held += data
        while len(self._held) > CHUNK_BYTES:
            self._seal(bytes(self._held[:CHUNK_BYTES]), is_last=False)
            del self._held[:CHUNK_BYTES]

    def finish(self, digest: bytes, size: int) -> None:
        """Seal the last chunk and the head."""
        self._seal(bytes(self._held), is_last=True)
        self._file.seek(0)
        told = self._cipher.encrypt(_HEAD_NONCE, digest + size.to_bytes(8, "big"), _MARK)
        self._file.write(_MARK + self._salt + told)

    def _seal(self, chunk: bytes, *, is_last: bool) -> None:
        self._file.write(self._cipher.encrypt(_nonce(self._count, is_last), chunk, None))
        self._count += 1


class SealedReading:
    """Opens the chunks that hold what is asked for. Raises EnvironmentFailure("file_damaged") for another content."""

    def __init__(self, file: IO[bytes], key: bytes, digest: bytes) -> None:
        self._file = file
        head = file.read(HEAD_BYTES)
        if len(head) != HEAD_BYTES or not head.startswith(_MARK):
            raise EnvironmentFailure("file_damaged", file=digest.hex()[:12])
        salt, told = head[len(_MARK) :][:_SALT_BYTES], head[len(_MARK) + _SALT_BYTES :]
        self._cipher = _cipher(key, salt)
        self._name = digest.hex()[:12]
        plain = self._opened(_HEAD_NONCE, told, _MARK)
        if plain[:32] != digest:
            raise EnvironmentFailure("file_damaged", file=self._name)
        self.size = int.from_bytes(plain[32:], "big")
        self._last = max(0, (self.size - 1) // CHUNK_BYTES)

    def read(self, start: int, length: int) -> bytes:
        """Part of the content."""
        end = min(self.size, start + length)
        if start >= end:
            return b""
        first, last = start // CHUNK_BYTES, (end - 1) // CHUNK_BYTES
        whole = b"".join(self._chunk(number) for number in range(first, last + 1))
        return whole[start - first * CHUNK_BYTES : end - first * CHUNK_BYTES]

    def _chunk(self, number: int) -> bytes:
        self._file.seek(HEAD_BYTES + number * (CHUNK_BYTES + TAG_BYTES))
        sealed = self._file.read(CHUNK_BYTES + TAG_BYTES)
        return self._opened(_nonce(number, number == self._last), sealed, None)

    def _opened(self, nonce: bytes, sealed: bytes, known: bytes | None) -> bytes:
        from cryptography.exceptions import InvalidTag

        try:
            return self._cipher.decrypt(nonce, sealed, known)
        except InvalidTag as error:
            raise EnvironmentFailure("file_damaged", file=self._name) from error


def _cipher(key: bytes, salt: bytes) -> AESGCM:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    return AESGCM(hmac.digest(key, b"file" + salt, hashlib.sha256))


def _nonce(number: int, is_last: bool) -> bytes:
    return bytes([int(is_last)]) + bytes(3) + number.to_bytes(8, "big")

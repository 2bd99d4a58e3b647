"""From bytes to lines: which encoding, and lines of a bounded length.

A line ends at LF; a CR before it is dropped. Nothing else ends a line: messages may hold U+2028 and the like.
"""

import codecs
import io
from collections.abc import Iterator
from functools import partial
from typing import IO

from app.desk.imports.refusals import ExportRefused
from app.desk.imports.watching import Watch

SAMPLE_BYTES = 1 << 20
LONGEST = (
    16 * 1024 * 1024
)  # characters of one line, and of one message; what is beyond is left out and counted
_PIECE = 1 << 20
_LOOK_EVERY = 4096  # lines
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def encoding_of(sample: bytes) -> str:
    """The encoding of a text by its first bytes. Raises ExportRefused when it is no text."""
    for bom, name in _BOMS:
        if sample.startswith(bom):
            return name
    if b"\0" in sample:
        return _utf_16(sample)
    try:
        sample[: -3 if len(sample) >= SAMPLE_BYTES else None].decode("utf-8")
    except UnicodeDecodeError:
        return _with_faults(sample)
    return "utf-8"


def _utf_16(sample: bytes) -> str:
    """UTF-16 without a mark: blanks and digits leave a zero at every other place; anything else is no text."""
    head = sample[:4096]
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if odd > len(head) // 8 and even == 0:
        return "utf-16-le"
    if even > len(head) // 8 and odd == 0:
        return "utf-16-be"
    raise ExportRefused("export_not_a_chat")


def _with_faults(sample: bytes) -> str:
    """A damaged UTF-8 text, or one that an old editor saved in the Windows code page."""
    text = sample.decode("utf-8", "replace")
    faulty = text.count("\ufffd")
    beyond = sum(1 for character in text if character > "\x7f") - faulty
    return "utf-8" if beyond > faulty else "cp1252"


class Lines:
    """The lines of a binary stream. `cut` counts those that were too long to be kept whole."""

    def __init__(self, stream: IO[bytes], encoding: str, total_bytes: int, watch: Watch) -> None:
        self._stream = stream
        self._encoding = encoding
        self._total_bytes = total_bytes
        self._watch = watch
        self.cut = 0

    def __iter__(self) -> Iterator[str]:
        text = io.TextIOWrapper(self._stream, self._encoding, errors="replace", newline="\n")
        try:
            yield from self._read(partial(text.readline, _PIECE))
        finally:
            text.detach()  # its owner closes the stream

    def _read(self, read: partial[str]) -> Iterator[str]:
        for look, line in enumerate(iter(read, ""), start=1):
            if look % _LOOK_EVERY == 0:
                self._watch.look_up(self._stream.tell(), self._total_bytes)
            if line[-1] != "\n" and len(line) >= _PIECE:
                yield self._long(line, read).rstrip("\r\n")
            else:
                yield line.rstrip("\r\n")
        self._watch.look_up(self._total_bytes, self._total_bytes)

    def _long(self, start: str, read: partial[str]) -> str:
        pieces, length = [start], len(start)
        is_cut = False
        for piece in iter(read, ""):
            self._watch.look_up(self._stream.tell(), self._total_bytes)
            if length < LONGEST:
                pieces.append(piece[: LONGEST - length])
            length += len(piece)
            is_cut = length > LONGEST + 1
            if piece[-1] == "\n":
                break
        self.cut += is_cut
        return "".join(pieces)

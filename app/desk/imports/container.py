"""The file as it came from a phone: a text, or a zip with the text and the files that were sent.

Nothing is ever unpacked to a name that the file gives: entries are read by their place in it.
"""

import io
import os
import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO, Any, Final

from app.desk.imports import chat_file, zip_guard
from app.desk.imports.encoding import SAMPLE_BYTES, encoding_of
from app.desk.imports.refusals import ExportRefused

BROKEN: Final = (
    zipfile.BadZipFile, zlib.error, struct.error, EOFError, OverflowError, NotImplementedError, ValueError, KeyError,
)  # fmt: skip
_SENT_FILE = re.compile(  # only such names are taken from beside a bare text: it could name any file of the folder
    r"(?:(?:IMG|VID|AUD|PTT|STK|DOC|GIF)-\d{8}-WA\d+|\d{8}-[A-Z]+-\d{4}-\d\d-\d\d-\d\d-\d\d-\d\d)\.\w{1,5}",
    re.ASCII,
)


@dataclass(frozen=True, slots=True)
class MediaEntry:
    """A file that was sent in the chat, and where to read it. `place` is the entry's number, or -1 beside the text."""

    name: str
    size_bytes: int
    place: int


@dataclass(slots=True)
class ExportFile:
    """An export that is open for reading. `media` by name; `doubled` names occur more than once (the first counts)."""

    path: Path
    text_name: str
    text_bytes: int
    encoding: str
    media: Mapping[str, MediaEntry]
    doubled: int = 0
    _zip: zipfile.ZipFile | None = None
    _entries: list[zipfile.ZipInfo] = field(default_factory=list)
    _text: zipfile.ZipInfo | None = None

    @contextmanager
    def open_text(self) -> Iterator[IO[bytes]]:
        """The bytes of the chat's text. Reading raises ExportRefused when they cannot be unpacked."""
        with self._opened(self._text, None) as stream:
            yield stream

    @contextmanager
    def open_media(self, entry: MediaEntry) -> Iterator[IO[bytes]]:
        """The bytes of one sent file, never more than `size_bytes`. Opening and reading raise ExportRefused."""
        is_beside = entry.place < 0
        packed, beside = (None, entry.name) if is_beside else (self._entries[entry.place], None)
        with self._opened(packed, beside) as stream:
            yield stream

    @contextmanager
    def _opened(self, entry: zipfile.ZipInfo | None, beside: str | None) -> Iterator[IO[bytes]]:
        with _told_as_refusals(self.path):
            stream: IO[bytes]
            if self._zip is not None and entry is not None:
                stream = self._zip.open(entry)
            else:
                stream = (self.path.parent / beside if beside else self.path).open("rb")
        with stream:
            yield io.BufferedReader(_Told(stream, self.path), 1 << 16)


class _Told(io.RawIOBase):
    """A stream whose faults are refusals."""

    def __init__(self, stream: IO[bytes], path: Path) -> None:
        self._stream = stream
        self._path = path

    def readable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._stream.tell()

    def readinto(self, buffer: Any) -> int:
        view = memoryview(buffer)
        with _told_as_refusals(self._path):
            data = self._stream.read(len(view))
        view[: len(data)] = data
        return len(data)


@contextmanager
def open_export(path: Path) -> Iterator[ExportFile]:
    """Open a `.txt` or `.zip`, whatever its name ends in. Raises ExportRefused."""
    with ExitStack() as open_files:
        with _told_as_refusals(path):
            export = _open(path, open_files)
        yield export


def _open(path: Path, open_files: ExitStack) -> ExportFile:
    if not stat.S_ISREG(path.stat().st_mode):  # opening a pipe would wait for ever
        raise ExportRefused("export_not_a_chat")
    file = open_files.enter_context(path.open("rb"))
    return _open_zip(path, file, open_files) if file.read(2) == b"PK" else _open_text(path, file)


def _open_text(path: Path, file: IO[bytes]) -> ExportFile:
    size = os.fstat(file.fileno()).st_size
    if size == 0:
        raise ExportRefused("export_empty")
    if size > zip_guard.MOST_TEXT_BYTES:
        raise ExportRefused("export_too_large")
    file.seek(0)
    return ExportFile(path, path.name, size, encoding_of(file.read(SAMPLE_BYTES)), _beside(path))


def _beside(path: Path) -> dict[str, MediaEntry]:
    """Files of an old export without a zip: they lie beside the text."""
    with os.scandir(path.parent) as found:
        return {
            one.name: MediaEntry(one.name, one.stat(follow_symlinks=False).st_size, -1)
            for one in found
            if _SENT_FILE.fullmatch(one.name) and one.is_file(follow_symlinks=False)
        }


def _open_zip(path: Path, file: IO[bytes], open_files: ExitStack) -> ExportFile:
    zip_guard.check_directory(file)
    opened = open_files.enter_context(zipfile.ZipFile(file))
    entries = opened.infolist()
    zip_guard.check_entries(entries, os.fstat(file.fileno()).st_size)
    text = chat_file.pick(opened, [entry for entry in entries if _is_content(entry)])
    if text.file_size > zip_guard.MOST_TEXT_BYTES:
        raise ExportRefused("export_too_large")
    if text.file_size == 0:
        raise ExportRefused("export_empty")
    with opened.open(text) as stream:
        encoding = encoding_of(stream.read(SAMPLE_BYTES))
    media, doubled = _media(entries, text)
    name = PurePosixPath(text.filename).name
    return ExportFile(path, name, text.file_size, encoding, media, doubled, opened, entries, text)


def _media(entries: list[zipfile.ZipInfo], text: zipfile.ZipInfo) -> tuple[dict[str, MediaEntry], int]:
    media: dict[str, MediaEntry] = {}
    doubled = 0
    for place, entry in enumerate(entries):
        if entry is text or not _is_content(entry):
            continue
        name = PurePosixPath(entry.filename).name
        doubled += name in media
        media.setdefault(name, MediaEntry(name, entry.file_size, place))
    return media, doubled


def _is_content(entry: zipfile.ZipInfo) -> bool:
    """Not a folder, and not what a Mac adds when it packs."""
    parts = PurePosixPath(entry.filename).parts
    return not entry.is_dir() and "__MACOSX" not in parts and not parts[-1].startswith("._")


@contextmanager
def _told_as_refusals(path: Path) -> Iterator[None]:
    """Whatever goes wrong with the file is one of our refusals, with the file's name."""
    try:
        yield
    except ExportRefused as refused:
        raise ExportRefused(refused.code, **{"file": path.name, **refused.facts}) from None
    except OSError as error:
        raise ExportRefused("export_unreadable", file=path.name, reason=error.strerror or "?") from error
    except BROKEN as error:
        raise ExportRefused("export_damaged", file=path.name) from error
    except RuntimeError as error:  # zipfile's word for a password
        raise ExportRefused("export_locked", file=path.name) from error

"""What a zip must be before anything of it is read: no bomb, no tricks with names, no links, no locks.

Sources of the limits: an export holds at most 10,000 messages with files; the application takes files of up to 2 GB.
"""

import os
import stat
import struct
from pathlib import PurePosixPath
from typing import IO, Final
from zipfile import ZipInfo

from app.desk.imports.refusals import ExportRefused

MOST_ENTRIES: Final = 50_000
MOST_DIRECTORY_BYTES: Final = 32 << 20  # the list of entries, read as a whole by zipfile
MOST_TEXT_BYTES: Final = 1 << 30
MOST_BYTES: Final = 64 << 30
MOST_TIMES: Final = 100  # unpacked against packed; a chat's text reaches 5 to 20
HARMLESS_BYTES: Final = 32 << 20  # so much may be packed as well as it likes

_END = struct.Struct("<4s4H2LH")  # "PK\5\6" …; the directory's size is the sixth
_END_64 = struct.Struct("<4sQ2H2L4Q")
_LONGEST_COMMENT: Final = 0xFFFF
_LOCATOR_BYTES: Final = 20


def check_directory(file: IO[bytes]) -> None:
    """Before zipfile opens it: how long the list of entries says it is. Raises ExportRefused."""
    size = file.seek(0, os.SEEK_END)
    start = max(0, size - _END.size - _LONGEST_COMMENT - _LOCATOR_BYTES - _END_64.size)
    file.seek(start)
    tail = file.read()
    at = tail.rfind(b"PK\5\6")
    if at < 0 or len(tail) - at < _END.size:
        raise ExportRefused("export_damaged")
    _, _, _, _, count, directory_bytes, _, _ = _END.unpack_from(tail, at)
    at_64 = tail.rfind(b"PK\6\6", 0, at)
    if at_64 >= 0 and at - at_64 >= _END_64.size:
        _, _, _, _, _, _, _, count, directory_bytes, _ = _END_64.unpack_from(tail, at_64)
    if count > MOST_ENTRIES or directory_bytes > MOST_DIRECTORY_BYTES:
        raise ExportRefused("export_bomb")
    file.seek(0)


def check_entries(entries: list[ZipInfo], file_bytes: int) -> None:
    """Names, kinds and sizes of all entries. Raises ExportRefused."""
    if len(entries) > MOST_ENTRIES:
        raise ExportRefused("export_bomb")
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    if unpacked > MOST_BYTES or packed > file_bytes or _is_swollen(unpacked, packed):
        raise ExportRefused("export_bomb")
    for entry in entries:
        _check_entry(entry)


def _check_entry(entry: ZipInfo) -> None:
    if not is_plain_name(entry.orig_filename) or _is_special(entry):
        raise ExportRefused("export_unsafe", entry=entry.orig_filename[:80])
    if _is_swollen(entry.file_size, entry.compress_size):
        raise ExportRefused("export_bomb")
    if entry.flag_bits & 0x1:
        raise ExportRefused("export_locked")


def is_plain_name(name: str) -> bool:
    """Whether a name stays inside the folder it is unpacked to, on every system."""
    path = PurePosixPath(name.replace("\\", "/"))
    has_drive = len(name) > 1 and name[1] == ":" and name[0].isalpha()
    return (
        bool(name)
        and "\0" not in name
        and not path.is_absolute()
        and ".." not in path.parts
        and not has_drive
    )


def _is_special(entry: ZipInfo) -> bool:
    """A symbolic link, a device, a pipe: anything that is no file and no folder."""
    kind = stat.S_IFMT(entry.external_attr >> 16)
    return kind not in (0, stat.S_IFREG, stat.S_IFDIR)


def _is_swollen(unpacked: int, packed: int) -> bool:
    return unpacked > HARMLESS_BYTES and unpacked > MOST_TIMES * max(packed, 1)

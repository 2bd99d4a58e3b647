"""Which file of a zip is the chat: documents that were sent may be texts too."""

import zipfile
from itertools import islice
from pathlib import PurePosixPath
from typing import Final

from app.desk.imports.encoding import SAMPLE_BYTES, Lines, encoding_of
from app.desk.imports.grammar import header_in
from app.desk.imports.refusals import ExportRefused
from app.desk.imports.watching import UNWATCHED

IOS_NAME: Final = "_chat.txt"
_MOST_TEXTS: Final = 200  # so many are looked into
_LINES_LOOKED_AT: Final = 200


def pick(opened: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> zipfile.ZipInfo:
    """`_chat.txt`, else the only text named after WhatsApp, else the one with most lines that begin a message."""
    texts = [entry for entry in entries if entry.filename.lower().endswith(".txt")]
    by_name = [entry for entry in texts if PurePosixPath(entry.filename).name == IOS_NAME]
    if not by_name:
        by_name = [entry for entry in texts if "whatsapp" in PurePosixPath(entry.filename).name.lower()]
    if len(by_name) == 1:
        return by_name[0]
    if len({entry.filename for entry in by_name}) < len(by_name):
        raise ExportRefused("export_two_chats", entry=by_name[0].filename[:80])
    return _most_headers(opened, by_name or texts)


def _most_headers(opened: zipfile.ZipFile, texts: list[zipfile.ZipInfo]) -> zipfile.ZipInfo:
    counted = [(_headers(opened, entry), entry) for entry in texts[:_MOST_TEXTS]]
    best = max((count for count, _ in counted), default=0)
    if best == 0:
        raise ExportRefused("export_no_text")
    return next(entry for count, entry in counted if count == best)


def _headers(opened: zipfile.ZipFile, entry: zipfile.ZipInfo) -> int:
    with opened.open(entry) as stream:
        try:
            encoding = encoding_of(stream.read(SAMPLE_BYTES))
        except ExportRefused:
            return 0
    with opened.open(entry) as stream:
        lines = islice(Lines(stream, encoding, entry.file_size, UNWATCHED), _LINES_LOOKED_AT)
        return sum(1 for line in lines if header_in(line))

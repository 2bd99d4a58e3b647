"""Decodes strangers' pictures in a process of its own: a picture that breaks a decoder breaks nothing else.

`main.py decode-pictures` reads requests from standard input and writes answers to standard output, one after another:

    request   width, height (device pixels to fill; 0: as it is, within MOST_WHOLE_PX), length of the file, the file
    answer    width, height (0: it cannot be shown), then width * height * 4 bytes, ARGB32 premultiplied

All numbers are 32 bits, big end first. The process ends with its input.
"""

import contextlib
import struct
import sys
from typing import BinaryIO, Final

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRect, QSize, Qt
from PySide6.QtGui import QImage, QImageReader

REQUEST: Final = struct.Struct(">III")
ANSWER: Final = struct.Struct(">II")
MOST_BYTES: Final = 100 * 1024 * 1024
MOST_PIXELS: Final = 64_000_000  # a camera's largest photo; more is no photo but a bomb
MOST_WHOLE_PX: Final = 4096  # longest side of a picture shown whole
MEMORY_MIB: Final = 512  # of one decoded picture
LIMIT_MIB: Final = 2048  # of the whole process, where the system can hold it to that
FORMATS: Final = frozenset({"jpeg", "png", "webp", "gif", "bmp", "tiff"})


def serve(source: BinaryIO, sink: BinaryIO) -> int:
    """Answer until the input ends."""
    while True:
        head = source.read(REQUEST.size)
        if len(head) < REQUEST.size:
            return 0
        width, height, length = REQUEST.unpack(head)
        if length > MOST_BYTES:
            return 1
        image = decoded(source.read(length), QSize(width, height))
        sink.write(ANSWER.pack(image.width(), image.height()))
        if not image.isNull():
            sink.write(bytes(image.constBits()))
        sink.flush()


def decoded(data: bytes, fill: QSize) -> QImage:
    """The picture, upright; cut to `fill` (empty: whole, at most MOST_WHOLE_PX long). Null when it cannot be shown.

    Of a film it is the first picture.
    """
    if data[4:8] == b"ftyp":
        from ui.media.film_picture import first_picture  # loads QtMultimedia

        image = first_picture(data)
        return image if image.isNull() else _fitted(image, fill)
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    return _read(buffer, fill)


def _read(buffer: QBuffer, fill: QSize) -> QImage:
    """The same of an open buffer, which outlives its reader: TIFF's looks into it once more at its end."""
    reader = QImageReader(buffer)
    reader.setDecideFormatFromContent(True)
    reader.setAutoTransform(True)
    size = reader.size()
    if bytes(reader.format().data()).decode() not in FORMATS or not size.isValid() or size.isEmpty():
        return QImage()
    if size.width() * size.height() > MOST_PIXELS:
        return QImage()
    turned = bool(reader.transformation().value & 4)  # by a quarter: width and height change places
    wanted = _wanted(size.transposed() if turned else size, fill)
    reader.setScaledSize(wanted.transposed() if turned else wanted)
    image = reader.read()
    return image if image.isNull() else _fitted(image, fill)


def _fitted(image: QImage, fill: QSize) -> QImage:
    """Cut to its place, and in the form in which it is handed over."""
    if not fill.isEmpty():
        kept = Qt.AspectRatioMode.KeepAspectRatioByExpanding
        if image.width() > 2 * fill.width() and image.height() > 2 * fill.height():
            image = image.scaled(fill, kept, Qt.TransformationMode.SmoothTransformation)
        image = _cut(image, fill)
    return image.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)


def _wanted(size: QSize, fill: QSize) -> QSize:
    """The smallest size that fills, never larger than the picture; whole ones are kept to a longest side."""
    if fill.isEmpty():
        most = QSize(MOST_WHOLE_PX, MOST_WHOLE_PX)
        is_small = size.width() <= MOST_WHOLE_PX and size.height() <= MOST_WHOLE_PX
        return size if is_small else size.scaled(most, Qt.AspectRatioMode.KeepAspectRatio)
    wanted = size.scaled(fill, Qt.AspectRatioMode.KeepAspectRatioByExpanding)
    is_larger = wanted.width() > size.width() and fill.width() > 0
    return size if is_larger else QSize(max(1, wanted.width()), max(1, wanted.height()))


def _cut(image: QImage, fill: QSize) -> QImage:
    """The middle of it, exactly as large as asked: a small picture is drawn larger."""
    if image.width() < fill.width() or image.height() < fill.height():
        expanding = Qt.AspectRatioMode.KeepAspectRatioByExpanding
        image = image.scaled(fill, expanding, Qt.TransformationMode.SmoothTransformation)
    left, top = (image.width() - fill.width()) // 2, (image.height() - fill.height()) // 2
    return image.copy(QRect(left, top, fill.width(), fill.height()))


def _limit_memory() -> None:
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (LIMIT_MIB << 20, LIMIT_MIB << 20))


def run(argv: list[str]) -> int:
    """The command."""
    if argv:
        return 2
    _limit_memory()
    QImageReader.setAllocationLimit(MEMORY_MIB)
    return serve(sys.stdin.buffer, sys.stdout.buffer)

"""What can be dropped or pasted into a conversation: files of this computer, and pictures that have no file yet."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PySide6.QtCore import QBuffer, QIODevice, QMimeData
from PySide6.QtGui import QImage

MOST_SIDE_PX: Final = 16_000  # of a pasted picture; more is no picture that a person made


@dataclass(frozen=True, slots=True)
class Given:
    """A file by its path, or a picture that was copied out of another program."""

    path: Path | None = None
    image: QImage | None = None

    @property
    def name(self) -> str:
        """What it is called; a copied picture has no name."""
        return self.path.name if self.path is not None else ""


def takes(mime: QMimeData) -> bool:
    """Whether there is something in it that can be attached; a copied text with a picture beside it is a text."""
    has_files = any(url.isLocalFile() for url in mime.urls()) if mime.hasUrls() else False
    return has_files or (mime.hasImage() and not mime.hasText())


def given(mime: QMimeData) -> list[Given]:
    """What is in it, in order."""
    if mime.hasUrls():
        files = [Given(Path(url.toLocalFile())) for url in mime.urls() if url.isLocalFile()]
        if files:
            return files
    image = mime.imageData()
    return [Given(image=image)] if isinstance(image, QImage) and not image.isNull() else []


def given_paths(paths: Sequence[str]) -> list[Given]:
    """Files that were chosen in a dialog."""
    return [Given(Path(path)) for path in paths]


def png_of(image: QImage) -> bytes:
    """A copied picture as a file; blocks, so call it from a worker thread. b"" when it is too large."""
    if max(image.width(), image.height()) > MOST_SIDE_PX:
        return b""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    is_written = image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(buffer.data().data()) if is_written else b""

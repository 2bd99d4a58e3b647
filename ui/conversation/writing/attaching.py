"""From what a person gives to what can be sent: each file is checked, kept and named in the strip, or refused."""

import mimetypes
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from app.desk.media_desk import Prepared
from app.domain.contents import MediaKind
from app.domain.errors import ComptoirError, Refused
from app.domain.ids import ConversationId
from app.domain.later import asyncio
from app.words import amounts, sentences
from app.words import gettext as _
from app.words.formats import placeholder
from ui.conversation.writing.answer import MOST_FILES, Attached
from ui.conversation.writing.attachments import AttachmentStrip, Item
from ui.conversation.writing.taking import Given, given_paths, png_of
from ui.kit import Kit
from ui.media.recode import recode
from ui.plain import isolated, shown_name
from ui.widgets.file_dialog import FileDialog

PICTURES: Final = "*.jpg *.jpeg *.png *.webp *.gif *.bmp *.tif *.tiff *.heic *.mp4 *.3gp *.mov"
SOUNDS: Final = "*.mp3 *.m4a *.aac *.amr *.ogg *.opus"
STICKERS: Final = "*.webp"
RECODED: Final = frozenset({"image/webp", "image/gif", "image/bmp", "image/x-ms-bmp", "image/tiff"})


class Attaching(QObject):
    """`said(conversation_id, sentence)`: one is refused. `late(conversation_id, file)`: ready when its row was gone.

    `ended`: the dialog for files is gone.
    """

    said = Signal(str, str)
    late = Signal(str, object)
    ended = Signal()

    def __init__(self, kit: Kit, strip: AttachmentStrip, parent: QWidget) -> None:
        super().__init__(parent)
        self._kit, self._strip, self._parent = kit, strip, parent
        self.conversation_id: ConversationId | None = None
        self._unwanted: set[int] = set()  # rows that went before their file was read
        strip.removed.connect(self._removed)

    def choose(self, kind: MediaKind | None, title: str, patterns: str = "") -> None:
        """Ask for files of this computer."""
        dialog = FileDialog(self._parent.window(), title)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        if patterns:
            dialog.setNameFilters([f"{title} ({patterns})", _("All files (*)")])
        dialog.filesSelected.connect(lambda paths: self.add(given_paths(paths), kind))
        dialog.finished.connect(dialog.deleteLater)
        dialog.finished.connect(self.ended)  # one goes on with the caption, or sends
        dialog.open()

    def add(self, sources: Sequence[Given], kind: MediaKind | None = None) -> None:
        """Check and keep files; each has its row at once."""
        conversation_id = self.conversation_id
        if conversation_id is None or not sources:
            return
        free = MOST_FILES - self._strip.count
        if len(sources) > free:
            words = _("At most {limit} files go at once. The others were left out.")
            self.said.emit(conversation_id, words.format(limit=MOST_FILES))
        for source in sources[: max(0, free)]:
            key = self._strip.begin(source.name)
            self._kit.tasks.spawn(self._add_now(conversation_id, key, source, kind), "attach")

    async def _add_now(
        self, conversation_id: ConversationId, key: int, source: Given, kind: MediaKind | None
    ) -> None:
        prepared = await self._prepare(source, kind)
        if isinstance(prepared, Refused):
            self._strip.end(key, None)
            sentence = sentences.refusal(prepared.code, prepared.facts)
            self.said.emit(conversation_id, named(source.name, sentence))
            return
        file = Attached(prepared.kind, prepared.media, source.name, note_of(prepared, source.name, kind))
        if self._strip.end(key, file):
            return
        if key in self._unwanted:
            self._unwanted.discard(key)
            await self._drop(file)
        else:
            self.late.emit(conversation_id, file)

    async def _prepare(self, source: Given, kind: MediaKind | None) -> Prepared | Refused:
        try:
            if source.image is not None:
                data = await asyncio.to_thread(png_of, source.image)
                return (
                    await self._kit.desk.prepare_file(data, kind=kind, recode=recode)
                    if data
                    else Refused("picture_too_many_pixels")
                )
            path = source.path or Path()
            if not await asyncio.to_thread(path.is_file):
                return Refused("file_not_one", {"name": isolated(shown_name(path.name))})
            return await self._kit.desk.prepare_file(path, name=source.name, kind=kind, recode=recode)
        except ComptoirError as error:
            return Refused(error.code, error.facts)
        except OSError as error:
            reason = error.strerror or type(error).__name__
            return Refused("file_not_read", {"name": isolated(shown_name(source.name)), "reason": reason})

    def _removed(self, item: Item) -> None:
        if item.file is None:
            self._unwanted.add(item.key)
        else:
            self._kit.tasks.spawn(self._drop(item.file), "drop file")

    async def _drop(self, file: Attached) -> None:
        """The same file may stand in the strip twice."""
        if file.media.sha256 and all(one.media.sha256 != file.media.sha256 for one in self._strip.files):
            await self._kit.desk.drop_prepared(file.media.sha256)


def named(name: str, sentence: str) -> str:
    """A sentence about one of several files."""
    shown = isolated(shown_name(name)) if name else ""
    return sentence if not name or shown in sentence else f"{shown}: {sentence}"


def note_of(prepared: Prepared, name: str, wanted: MediaKind | None) -> str:
    """What to know of a file: what was done with it, or that it is not what its name says."""
    if prepared.note is not None:
        return sentences.refusal(prepared.note.code, prepared.note.facts)
    mime = (prepared.media.mime or "").partition(";")[0]
    named_as = mimetypes.guess_type(name)[0] or ""
    guessed = named_as.partition("/")[0]
    is_told = guessed in ("image", "video", "audio")
    if is_told and mime and mime.partition("/")[0] != guessed and wanted != "document":
        words = _("Its content is not what its name says ({type}): it goes as {what}.")
        type_name = amounts.file_type(mime, None) or mime
        return words.format(type=type_name, what=placeholder(prepared.kind).lower())
    if prepared.kind == "image" and named_as in RECODED and mime == "image/jpeg":
        words = _("WhatsApp does not show {type} as a photo, so it was made into a JPEG.")
        return words.format(type=amounts.file_type(named_as, name))
    return ""

"""What the files of a conversation look and sound like, and what a click on one does."""

from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, QPoint, QSize, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QImage
from PySide6.QtWidgets import QFileDialog, QWidget

from app.desk.media_desk import MediaProgress
from app.domain.errors import ComptoirError
from app.domain.file_names import may_run
from app.domain.rows import Changes, MessageRow
from app.words import gettext as _
from app.words import ngettext, sentences
from app.words.formats import placeholder
from ui.kit import Kit
from ui.media.decoder_process import DecoderProcess
from ui.media.picture_cache import PictureCache
from ui.media.sound_player import SoundPlayer
from ui.media.viewer import Viewer
from ui.plain import shown_name
from ui.widgets.dialog import ConfirmDialog
from ui.widgets.file_dialog import FileDialog
from ui.widgets.menu import Menu

ENDINGS: Final = {
    "image/jpeg": "jpg", "image/png": "png", "image/webp": "webp", "image/gif": "gif", "video/mp4": "mp4",
    "video/3gpp": "3gp", "audio/ogg": "ogg", "audio/mpeg": "mp3", "audio/mp4": "m4a", "audio/aac": "aac",
    "audio/amr": "amr", "application/pdf": "pdf",
}  # fmt: skip


class ShownMedia(QObject):
    """`repaint(sha256)`: rows with this file look different. `said(sentence)`: something could not be done."""

    repaint = Signal(str)
    said = Signal(str)

    def __init__(self, kit: Kit, parent: QWidget) -> None:
        super().__init__(parent)
        self._kit, self._parent = kit, parent
        self._decoder = DecoderProcess(parent=self)
        desk = kit.desk
        self.pictures = PictureCache(kit.tasks, desk.media_bytes, desk.media_progress, self._decoder, self)
        self.sounds = SoundPlayer(kit.tasks, desk.media_bytes, self)
        self._deaf = desk.subscribe_media(self._heard)
        self._is_online = self._sees_hub()
        kit.bridge.changed.connect(self._changed)
        self.pictures.ready.connect(self.repaint)
        self.sounds.changed.connect(self.repaint)
        self.sounds.failed.connect(lambda code: self.said.emit(sentences.refusal(code, {})))

    def close_down(self) -> None:
        """Silence, and no process is left."""
        self._deaf()
        self.sounds.close()
        self._decoder.close()

    def _sees_hub(self) -> bool:
        return self._kit.desk.connection().is_hub_reachable

    def _changed(self, changes: Changes) -> None:
        """The hub is back: what could not be had may be there now."""
        if not changes.is_connection:
            return
        was_online, self._is_online = self._is_online, self._sees_hub()
        if self._is_online and not was_online:
            self.pictures.retry()

    def _heard(self, progress: MediaProgress) -> None:
        """A file has come further."""
        self.repaint.emit(progress.sha256)

    # -- what a click does

    def view_whole(self, row: MessageRow, sha256: str) -> None:
        """A picture or film over the whole window."""
        self._kit.tasks.spawn(self._view(row, sha256), "view picture")

    async def _view(self, row: MessageRow, sha256: str) -> None:
        data = await self._bytes(sha256)
        if data is None:
            return
        window = self._parent.window()
        viewer = Viewer(self._kit.theme, _("Photo") if row.kind != "video" else _("Video"), window)
        viewer.save_asked.connect(lambda: self.save(row, sha256))
        viewer.closed.connect(lambda: self._parent.setFocus())
        if row.kind == "video":
            viewer.show_film(data)
            viewer.show_over()
        else:
            self._decoder.decode(data, QSize(), lambda image: self._show_image(viewer, image))

    def _show_image(self, viewer: Viewer, image: QImage) -> None:
        if image.isNull():
            viewer.deleteLater()
            self.said.emit(
                _("This picture cannot be shown. You can save it and open it with another program.")
            )
            return
        viewer.show_image(image)
        viewer.show_over()

    def file_menu(self, row: MessageRow, sha256: str, at: QPoint) -> None:
        """Open or save a document."""
        menu = Menu(self._kit.theme, _("Document"), self._parent)
        if not _may_run(row):
            menu.add(
                _("Open"), lambda: self._kit.tasks.spawn(self._open(row, sha256), "open file"), icon="eye"
            )
        menu.add(_("Save as…"), lambda: self.save(row, sha256), icon="download")
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(at)

    async def _open(self, row: MessageRow, sha256: str) -> None:
        try:
            path = await self._kit.desk.media_file(sha256, _name(row))
        except ComptoirError as error:
            self.said.emit(sentences.refusal(error.code, error.facts))
            return
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))):
            self.said.emit(_("No program on this computer opens this file. You can save it."))

    def save(self, row: MessageRow, sha256: str) -> None:
        """Ask where, then write it there; what can run programs asks once more."""
        if _may_run(row):
            self._ask_before_saving(row, sha256)
        else:
            self._choose_place(row, sha256)

    def _ask_before_saving(self, row: MessageRow, sha256: str) -> None:
        dialog = ConfirmDialog(
            self._kit.theme,
            _("Save a file that can contain a program?"),
            _("Save it only if you know its sender and expected it. Opening it could harm this computer."),
            confirm=_("Save"),
            keep=_("Do not save"),
            parent=self._parent.window(),
        )
        dialog.confirmed.connect(lambda: self._choose_place(row, sha256))
        dialog.open()

    def _choose_place(self, row: MessageRow, sha256: str) -> None:
        dialog = FileDialog(self._parent.window(), _("Save as…"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.selectFile(_name(row))
        dialog.fileSelected.connect(
            lambda path: self._kit.tasks.spawn(self._write(sha256, Path(path)), "save file")
        )
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def fetch_again(self, row: MessageRow) -> None:
        """Ask the hub for a file that did not come."""
        self._kit.tasks.spawn(self._fetch_again(row), "fetch file again")

    async def _fetch_again(self, row: MessageRow) -> None:
        try:
            after_s = await self._kit.desk.retry_media(row.message_id)
        except ComptoirError as error:
            self.said.emit(sentences.refusal(error.code, error.facts))
            return
        if after_s < 60:
            self.said.emit(_("The hub fetches the file again."))
            return
        minutes = round(after_s / 60)
        self.said.emit(
            ngettext(
                "The hub fetches the file again in {n} minute: WhatsApp allows four tries an hour.",
                "The hub fetches the file again in {n} minutes: WhatsApp allows four tries an hour.",
                minutes,
            ).format(n=minutes)
        )

    async def _write(self, sha256: str, path: Path) -> None:
        try:
            await self._kit.desk.save_media(sha256, path)
        except ComptoirError as error:
            self.said.emit(sentences.refusal(error.code, error.facts))

    async def _bytes(self, sha256: str) -> bytes | None:
        try:
            return await self._kit.desk.media_bytes(sha256)
        except ComptoirError as error:
            self.said.emit(sentences.refusal(error.code, error.facts))
            return None


def _may_run(row: MessageRow) -> bool:
    """Whether opening it may run something: by its name, or by what its content is."""
    return may_run(_name(row), row.media.mime if row.media is not None else None)


def _name(row: MessageRow) -> str:
    """What the file is called when it is saved: its own name, else what it is and when it came."""
    media = row.content.media if row.content is not None else None
    if media is not None and media.name:
        return shown_name(media.name).replace("/", "_").replace("\\", "_").strip(". ") or placeholder(
            row.kind
        )
    mime = (row.media.mime if row.media is not None else None) or ""
    ending = ENDINGS.get(mime.partition(";")[0], "bin")
    return f"{placeholder(row.kind)} {row.sort_at:%Y-%m-%d %H-%M}.{ending}"

"""The file that heads a template: chosen on this computer, checked, kept until the hub has it."""

from pathlib import Path
from typing import Final

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.domain.contents import Media
from app.domain.errors import ComptoirError, Refused
from app.domain.template_blanks import FileBlank, FileKind
from app.words import gettext as _
from app.words import sentences
from app.words.amounts import size
from ui.conversation.template_offer.fill_fields import FilePart
from ui.kit import Kit
from ui.plain import shown_line
from ui.theme.icons import IconName
from ui.widgets.button import Button, IconButton
from ui.widgets.file_dialog import FileDialog
from ui.widgets.labels import ElidedLabel, Label, Paragraph

_ICONS: Final[dict[FileKind, IconName]] = {"image": "image", "video": "play", "document": "file-text"}


class FileField(FilePart):
    """`changed` when another file was chosen, or none."""

    def __init__(
        self, kit: Kit, blank: FileBlank, media: Media | None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._kit, self.kind, self.key, self.media = kit, blank.kind, blank.key, media
        self.button = Button(kit.theme, _choose_words(blank.kind), height="small", icon=_ICONS[blank.kind])
        self.name = ElidedLabel(kit.theme, role="small", ink="text_muted")
        self.remove = IconButton(kit.theme, "x", _("Take the file away"), height="small")
        self.error = Paragraph(kit.theme, role="small", ink="danger")
        self.places = (self.button, self.remove)
        self.dialog: QFileDialog | None = None
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.button)
        line.addWidget(self.name, 1)
        line.addWidget(self.remove)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(Label(kit.theme, file_words(blank), role="small", weight="medium"))
        column.addLayout(line)
        column.addWidget(self.error)
        self.button.clicked.connect(self._ask)
        self.remove.clicked.connect(lambda: self._take(None))
        self._settle("")

    def take_file(self, path: Path) -> None:
        """Check a file and keep it."""
        self._kit.tasks.spawn(self._prepare(path), "template file")

    def _ask(self) -> None:
        self.dialog = FileDialog(self, _choose_words(self.kind))
        self.dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        self.dialog.setNameFilters([_filter(self.kind), _("All files (*)")])
        self.dialog.fileSelected.connect(lambda name: self.take_file(Path(name)))
        self.dialog.open()

    async def _prepare(self, path: Path) -> None:
        self.button.setEnabled(False)
        try:
            prepared = await self._kit.desk.prepare_file(path, name=path.name, kind=self.kind)
        except ComptoirError as error:
            self._settle(sentences.refusal(error.code, error.facts))
            return
        finally:
            self.button.setEnabled(True)
        if isinstance(prepared, Refused):
            self._settle(sentences.refusal(prepared.code, prepared.facts))
        else:
            self._take(prepared.media)

    def _take(self, media: Media | None) -> None:
        self.media = media
        self._settle("")
        self.changed.emit()

    def _settle(self, error: str) -> None:
        media = self.media
        words = ""
        if media is not None:
            words = shown_line(media.name or "")
            if media.size_bytes:
                words = f"{words} · {size(media.size_bytes, self._kit.formats.language)}".removeprefix(" · ")
        self.name.set_text(words)
        self.remove.setVisible(media is not None)
        self.error.set_text(error)
        self.error.setVisible(bool(error))


def file_words(blank: FileBlank) -> str:
    """What the file is called beside its field."""
    words = {"image": _("Picture"), "video": _("Video"), "document": _("Document")}[blank.kind]
    return (
        words
        if blank.card is None
        else _("Card {number}: {words}").format(number=blank.card + 1, words=words)
    )


def _choose_words(kind: FileKind) -> str:
    return {
        "image": _("Choose a picture"),
        "video": _("Choose a video"),
        "document": _("Choose a document"),
    }[kind]


def _filter(kind: FileKind) -> str:
    return {
        "image": _("Pictures (*.jpg *.jpeg *.png)"),
        "video": _("Videos (*.mp4 *.3gp)"),
        "document": _("Documents (*.pdf *.doc *.docx *.xls *.xlsx *.ppt *.pptx *.txt)"),
    }[kind]

"""What a message is called that becomes a quick reply, and the small dialog that gives it another name."""

from typing import Final, cast

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.domain.contents import MEDIA_KINDS, Media, MediaKind
from app.domain.ids import MemberId, QuickReplyId
from app.domain.quick_replies import NAME_MAX_CHARS, QuickReply, ReplyFile
from app.domain.rows import MessageRow
from app.words import gettext as _
from app.words.formats import placeholder
from ui.plain import shown_line
from ui.theme.theme import Theme
from ui.widgets.button import Button
from ui.widgets.dialog import Dialog
from ui.widgets.inputs import Field

NAME_WORDS: Final = 5
NAME_CHARS: Final = 36
WORDS_ALONE: Final = frozenset({"text", "template"})


def reply_of(row: MessageRow, owner_id: MemberId) -> QuickReply | None:
    """A message of ours as somebody's own quick reply; None for one that is neither words nor a file."""
    if (
        row.direction != "out"
        or row.is_revoked
        or (row.kind not in WORDS_ALONE and row.kind not in MEDIA_KINDS)
    ):
        return None
    file = file_of(row) if row.kind in MEDIA_KINDS else None
    if row.kind in MEDIA_KINDS and file is None:
        return None
    text = row.text or ""
    if file is not None and text == file.media.name:
        text = ""
    if not text.strip() and file is None:
        return None
    files = (file,) if file is not None else ()
    return QuickReply(QuickReplyId(""), name_of(text, files), text, 0, owner_id, files)


def can_be_kept(row: MessageRow) -> bool:
    """Whether a message can become a quick reply."""
    return reply_of(row, MemberId("")) is not None


def file_of(row: MessageRow) -> ReplyFile | None:
    """The file of a message, as far as the hub has it."""
    media = row.content.media if row.content is not None else None
    kept = row.media if row.media is not None and row.media.stage == "stored" else None
    sha256 = (media.sha256 if media is not None and media.external_id is None else None) or (
        kept.sha256 if kept is not None else None
    )
    size = (kept.size_bytes if kept is not None else None) or (
        media.size_bytes if media is not None else None
    )
    mime = (kept.mime if kept is not None else None) or (media.mime if media is not None else None)
    if media is None or sha256 is None or size is None or mime is None:
        return None
    ours = Media(
        mime, sha256, media.name, size, None, media.width_px, media.height_px, media.duration_ms,
        media.is_animated, media.waveform,
    )  # fmt: skip
    return ReplyFile(cast("MediaKind", row.kind), ours)


def name_of(text: str, files: tuple[ReplyFile, ...]) -> str:
    """The first words, which is what one remembers; else what the file is called."""
    line = shown_line(text)
    if not line and files:
        line = shown_line(files[0].media.name or placeholder(files[0].kind))
    name = " ".join(line.split()[:NAME_WORDS])[:NAME_CHARS].rstrip(" ,.;:!?–-")
    return name or line[:NAME_CHARS] or _("Quick reply")


class NameDialog(Dialog):
    """`named(name)`: once, with something in it."""

    named = Signal(str)

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__(theme, _("Name of the quick reply"), parent)
        self.field = Field(theme, _("You find it by this name after the “/”"))
        self.field.input.setMaxLength(NAME_MAX_CHARS)
        self.field.input.setText(name)
        self.body.addWidget(self.field)
        self.keep = Button(theme, _("Cancel"))
        self.save = Button(theme, _("Save"), kind="primary")
        self.save.setDefault(True)
        row: QHBoxLayout = self.buttons
        row.addStretch()
        row.addWidget(self.keep)
        row.addWidget(self.save)
        self.keep.clicked.connect(self.reject)
        self.save.clicked.connect(self._take)

    def showEvent(self, event: QShowEvent) -> None:
        """The whole name is chosen, so that typing replaces it."""
        super().showEvent(event)
        self.field.input.setFocus()
        self.field.input.selectAll()

    def _take(self) -> None:
        name = self.field.input.text().strip()
        if not name:
            self.field.set_error(_("A quick reply needs a name: you find it by that after the “/”."))
            return
        self.named.emit(name)
        self.accept()

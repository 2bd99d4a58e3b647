"""The imports of the past: who brought what and when, and taking it back."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.domain.imports import ImportRow
from app.words import gettext as _
from app.words import ngettext
from ui.imports import words
from ui.kit import Kit
from ui.plain import shown_line, shown_name
from ui.widgets.button import Button
from ui.widgets.labels import ElidedLabel, Paragraph

PAD = 16
MOST_WIDE = 560


class PastDetails(QWidget):
    """Shows one. `opened` with a conversation, `undo_asked` with an import, `files_asked` to go on with one."""

    opened = Signal(str)
    undo_asked = Signal(str)
    files_asked = Signal()

    def __init__(self, kit: Kit, past: ImportRow, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme = kit.theme
        self.past = past
        self.setMaximumWidth(theme.px(MOST_WIDE))
        column = QVBoxLayout(self)
        column.setContentsMargins(PAD, PAD, PAD, PAD)
        column.setSpacing(theme.tokens.space.x3)
        column.addWidget(ElidedLabel(theme, shown_name(past.name), role="lead", weight="semibold"))
        for sentence in _sentences(kit, past):
            column.addWidget(Paragraph(theme, sentence, ink="text_muted"))
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        self.undo_button: Button | None = None
        if past.state == "open":
            column.addWidget(
                Paragraph(theme, _("To go on, choose the same file once more: nothing comes twice."))
            )
            files = Button(theme, _("Choose files…"))
            files.clicked.connect(self.files_asked)
            buttons.addWidget(files)
        if past.state != "undone":
            show = Button(theme, _("Show the conversation"))
            show.clicked.connect(lambda: self.opened.emit(past.conversation_id))
            self.undo_button = Button(theme, _("Undo…"))
            self.undo_button.clicked.connect(lambda: self.undo_asked.emit(past.import_id))
            buttons.addWidget(show)
            buttons.addWidget(self.undo_button)
        buttons.addStretch(1)
        column.addLayout(buttons)
        column.addStretch(1)


def _sentences(kit: Kit, past: ImportRow) -> list[str]:
    formats = kit.formats
    moment = formats.moment(past.began_at, kit.clock.now())
    by = (
        _("By {name}, {moment}").format(name=shown_name(past.member_name), moment=moment)
        if past.member_name
        else moment
    )
    said = [shown_line(past.file_name), by]
    count = words.messages_words(past.count, formats)
    if past.state == "undone":
        said.append(_("Undone: {messages} were taken back.").format(messages=count))
    elif past.state == "open":
        said.append(
            _("{messages} so far; the file holds {total}.").format(
                messages=count, total=formats.number(past.total)
            )
        )
    else:
        said.append(count)
    if past.known:
        known = ngettext("{n} message was there before.", "{n} messages were there before.", past.known)
        said.append(known.format(n=formats.number(past.known)))
    return said

"""The head of a template: none, a title with at most one variable, a file, or a point on the map."""

from typing import Final, cast

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.domain.contents import Media
from app.domain.template_blanks import FileBlank, FileKind, variables
from app.domain.templates import HeaderFormat, TemplateHeader
from app.words import gettext as _
from ui.conversation.template_offer.file_field import FileField
from ui.kit import Kit
from ui.settings.templates.parts import Group
from ui.widgets.choice import Option, Segmented
from ui.widgets.inputs import Input

FILES: Final = ("image", "video", "document")


class HeadGroup(Group):
    """`changed` at each change."""

    changed = Signal()

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(kit.theme, _("Head (if you like)"), parent=parent)
        self._kit = kit
        self.kind = Segmented(kit.theme, self.title, _kinds(), is_small=True)
        self.text = Input(kit.theme, _("Title"), placeholder=_("Title, for example: Your order"))
        self.sample = Input(
            kit.theme, _("Example for the title's variable"), placeholder=_("Example for the variable")
        )
        self.file: FileField | None = None
        for part in (self.kind, self.text, self.sample):
            self.body.addWidget(part)
        self.kind.chosen.connect(self._kind_chosen)
        self.text.textChanged.connect(self._written)
        self.sample.textChanged.connect(self.changed)
        self._settle()

    @property
    def header(self) -> TemplateHeader | None:
        """What was written."""
        kind = self.kind.chosen_id
        if kind == "none":
            return None
        if kind != "text":
            return TemplateHeader(cast("HeaderFormat", kind))
        sample = self.sample.text().strip() if variables(self.text.text()) else ""
        return TemplateHeader("text", self.text.text().strip(), sample or None)

    @property
    def media(self) -> Media | None:
        """The sample file."""
        return self.file.media if self.file is not None else None

    def show_header(self, header: TemplateHeader | None) -> None:
        """What a template has."""
        self.kind.choose(header.format if header is not None else "none")
        self.text.setText(header.text or "" if header is not None else "")
        self.sample.setText(header.sample or "" if header is not None else "")
        self._settle()

    def _kind_chosen(self) -> None:
        self._settle()
        self.changed.emit()

    def _written(self) -> None:
        self._settle()
        self.changed.emit()

    def _settle(self) -> None:
        kind = self.kind.chosen_id
        self.text.setVisible(kind == "text")
        self.sample.setVisible(kind == "text" and bool(variables(self.text.text())))
        self._place_file(kind)
        helps = {
            "location": _("The place is chosen each time that the template is sent."),
            **dict.fromkeys(FILES, _("WhatsApp reviews an example; at each send another file is chosen.")),
        }
        self.set_help(helps.get(kind, ""))

    def _place_file(self, kind: str) -> None:
        """A file field of the right kind, or none."""
        if self.file is not None and self.file.kind == kind:
            return
        if self.file is not None:
            self.file.hide()
            self.file.deleteLater()
            self.file = None
        if kind in FILES:
            self.file = FileField(self._kit, FileBlank("sample", cast("FileKind", kind)), None)
            self.file.changed.connect(self.changed)
            self.body.addWidget(self.file)
            QWidget.setTabOrder(self.kind, self.file.button)


def _kinds() -> list[Option]:
    return [
        Option("none", _("None")),
        Option("text", _("Title")),
        Option("image", _("Picture")),
        Option("video", _("Video")),
        Option("document", _("Document")),
        Option("location", _("Place")),
    ]

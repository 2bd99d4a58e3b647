"""One template of the account: how it looks, what WhatsApp says of it, what may be done with it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.domain.prices import RateCard
from app.domain.template_drafts import EDITABLE
from app.domain.template_filling import filled, sampled
from app.domain.templates import Template
from app.words import gettext as _
from app.words.templates import (
    category_words,
    language_words,
    quality_words,
    rejection_words,
    title_words,
    unsendable_words,
)
from ui.conversation.template_offer.preview import BubblePreview
from ui.kit import Kit
from ui.plain import shown_line
from ui.settings.templates.prices import price_range
from ui.settings.templates.rows import status_chip
from ui.widgets.button import Button
from ui.widgets.labels import Label, Paragraph
from ui.widgets.small_parts import ChipView

PREVIEW_PX = 360


class TemplateDetail(QWidget):
    """`edit_asked`, `copy_asked`, `delete_asked` carry the template. Only owner and manager may change anything."""

    edit_asked = Signal(object)
    copy_asked = Signal(object)
    delete_asked = Signal(object)

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kit, theme = kit, kit.theme
        self.template: Template | None = None
        self.title = Paragraph(theme, role="lead", weight="semibold")
        self.chip = ChipView(theme, status_chip(Template("", "", "", "pending", "", "")))
        self.facts = Paragraph(theme, ink="text_muted")
        self.name = Label(theme, role="small", ink="text_faint")
        self.warning = Paragraph(theme, ink="danger")
        self.preview = BubblePreview(theme, kit.formats)
        self.preview.setMaximumWidth(theme.px(PREVIEW_PX))
        self.edit = Button(theme, _("Change"), icon="pencil")
        self.copy = Button(theme, _("Write a new one from it"), icon="plus")
        self.delete = Button(theme, _("Delete…"), kind="quiet", icon="trash-2")
        self._lay_out()
        self.edit.clicked.connect(lambda: self.edit_asked.emit(self.template))
        self.copy.clicked.connect(lambda: self.copy_asked.emit(self.template))
        self.delete.clicked.connect(lambda: self.delete_asked.emit(self.template))

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self.title, 1)
        head.addWidget(self.chip)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button in (self.edit, self.copy, self.delete):
            buttons.addWidget(button)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(8)
        column.addLayout(head)
        for part in (self.facts, self.name, self.warning, self.preview):
            column.addWidget(part)
        column.addSpacing(8)
        column.addLayout(buttons)
        column.addStretch(1)

    def show_template(self, template: Template, card: RateCard, *, may_change: bool) -> None:
        """All of it."""
        self.template = template
        shown_in = self._kit.formats.language
        self.title.set_text(shown_line(title_words(template)))
        self.chip.set_chip(status_chip(template))
        said = [category_words(template.category), language_words(template.language, shown_in)]
        said += [
            part
            for part in (price_range(card, template.category, self._kit), quality_words(template.quality))
            if part
        ]
        self.facts.set_text(" · ".join(said))
        self.name.setText(template.name)
        self.warning.set_text(_trouble(template))
        self.warning.setVisible(bool(self.warning.text))
        made = filled(template, sampled(template), lambda _blank: "…")
        self.preview.show_message(made.text, made.content)
        is_simple = not template.cards and template.unsupported is None and not template.is_limited_offer
        self.edit.setVisible(may_change and is_simple and template.status in EDITABLE)
        self.copy.setVisible(may_change and is_simple)
        self.delete.setVisible(may_change and template.status != "disabled")


def _trouble(template: Template) -> str:
    """Why it is not sent, with WhatsApp's reason; or which category it thinks right."""
    said = [unsendable_words(template)] if unsendable_words(template) else []
    if template.status == "rejected":
        said.append(rejection_words(template.rejected_reason))
    if template.correct_category and template.correct_category != template.category:
        said.append(
            _("WhatsApp takes it for another category, {category}, and will change it.").format(
                category=category_words(template.correct_category)
            )
        )
    return ". ".join(part.rstrip(".") for part in said) + "." if said else ""

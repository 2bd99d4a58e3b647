"""The form in which a template is written or changed, with the bubble beside it as it will look."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.domain.errors import ComptoirError, Refused
from app.domain.template_drafts import NAME_MAX, TemplateDraft, as_template, draft_problems, name_of
from app.domain.template_filling import filled, sampled
from app.domain.templates import Template
from app.words import gettext as _
from app.words import sentences
from app.words.templates import category_words, language_words
from ui.conversation.template_offer.preview import BubblePreview
from ui.kit import Kit
from ui.settings.templates.form_body import BodyGroup
from ui.settings.templates.form_buttons import ButtonsGroup
from ui.settings.templates.form_head import HeadGroup
from ui.settings.templates.parts import Group, Picker
from ui.settings.templates.prices import price_range
from ui.widgets.button import Button
from ui.widgets.choice import Option, Segmented
from ui.widgets.inputs import Input
from ui.widgets.labels import Label, Paragraph
from ui.widgets.surfaces import Surface

LANGUAGES: Final = (
    "fr",
    "en",
    "en_GB",
    "en_US",
    "es",
    "de",
    "it",
    "nl",
    "pt_PT",
    "pt_BR",
    "ar",
    "pl",
    "ro",
    "tr",
    "uk",
)
PREVIEW_PX: Final = 380
NARROW: Final = 900
# Where each problem of a draft is said.
PLACES: Final[Mapping[str, str]] = {
    "template_name": "name",
    "template_name_taken": "name",
    "template_language": "language",
    "template_category": "category",
    "template_header": "head",
    "template_header_variable": "head",
    "template_header_file": "head",
    "template_sample_type": "head",
    "template_body": "body",
    "template_variables": "body",
    "template_variable_at_end": "body",
    "template_variables_together": "body",
    "template_too_few_words": "body",
    "template_samples": "body",
    "template_footer": "footer",
}


class TemplateForm(QWidget):
    """`submitted(key)` when WhatsApp took it for review; `left` when the person goes back."""

    submitted = Signal(str, str)
    left = Signal()

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kit, theme = kit, kit.theme
        self._known: set[tuple[str, str]] = set()
        self._external_id: str | None = None
        self._is_judged = self._is_busy = False
        self._begun = TemplateDraft("", "", "", "")
        self.back = Button(theme, _("Back"), kind="quiet", icon="arrow-left")
        self.title = Label(theme, weight="semibold")
        self.name = Input(theme, _("Name"), placeholder="order_ready")
        self.name.setMaxLength(NAME_MAX)
        self.language = Picker(theme, _("Language"), [Option(one, self._language(one)) for one in LANGUAGES])
        categories = [Option(one, category_words(one)) for one in ("utility", "marketing")]
        self.category = Segmented(theme, _("What it is for"), categories, is_small=True)
        self.head = HeadGroup(kit)
        self.body = BodyGroup(theme)
        self.footer = Input(theme, _("Last line"), placeholder=_("For example the name of your business"))
        self.buttons = ButtonsGroup(theme)
        self.preview = BubblePreview(theme, kit.formats)
        self.notice = Paragraph(theme, ink="danger")
        self.submit = Button(theme, _("Submit to WhatsApp"), kind="primary", icon="send")
        self.groups = self._groups()
        self._lay_out()
        self._connect()

    def _groups(self) -> dict[str, Group]:
        theme = self._kit.theme
        name = Group(theme, _("Name"), _("Your customers do not see it. It cannot be changed afterwards."))
        name.body.addWidget(self.name)
        language = Group(theme, _("Language"))
        language.body.addWidget(self.language)
        category = Group(theme, _("What it is for"))
        category.body.addWidget(self.category)
        footer = Group(theme, _("Last line (if you like)"))
        footer.body.addWidget(self.footer)
        return {
            "name": name, "language": language, "category": category, "head": self.head, "body": self.body,
            "footer": footer, "buttons": self.buttons,
        }  # fmt: skip

    def _lay_out(self) -> None:
        theme = self._kit.theme
        top = Surface(theme, "surface", edges=("bottom",))
        line = QHBoxLayout(top)
        line.setContentsMargins(12, 8, 24, 8)
        line.setSpacing(12)
        line.addWidget(self.back)
        line.addWidget(self.title, 1)
        line.addWidget(self.submit)
        fields = QWidget()
        column = QVBoxLayout(fields)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(20)
        for group in self.groups.values():
            column.addWidget(group)
        column.addStretch(1)
        side = QWidget()
        shown = QVBoxLayout(side)
        shown.setContentsMargins(0, 0, 0, 0)
        shown.setSpacing(8)
        shown.addWidget(Label(theme, _("What your customers will receive"), role="small", ink="text_muted"))
        shown.addWidget(self.preview)
        shown.addWidget(self.notice)
        shown.addStretch(1)
        side.setMaximumWidth(theme.px(PREVIEW_PX))
        inside = Surface(theme, "surface_sunken")
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, inside)
        self._row.setContentsMargins(24, 20, 24, 20)
        self._row.setSpacing(32)
        self._row.addWidget(fields, 3)
        self._row.addWidget(side, 2)
        self._scroll = QScrollArea()
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(inside)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(top)
        whole.addWidget(self._scroll, 1)

    def _connect(self) -> None:
        self.back.clicked.connect(self.left)
        self.submit.clicked.connect(self.try_submit)
        self.category.chosen.connect(self._changed)
        self.language.chosen.connect(self._changed)
        for line in (self.name, self.footer):
            line.textChanged.connect(self._changed)
        for group in (self.head, self.body, self.buttons):
            group.changed.connect(self._changed)

    # -- what the page says

    def begin(self, draft: TemplateDraft, account: Sequence[Template]) -> None:
        """Write a template from this; `account` is what there is already."""
        self._external_id = draft.external_id
        self._known = {(one.name, one.language) for one in account}
        self._is_judged = False
        is_new = draft.external_id is None
        self.title.setText(_("New template") if is_new else _("Change a template"))
        self.name.setText(draft.name)
        self.language.choose(draft.language)
        self.category.choose(draft.category)
        self.head.show_header(draft.header)
        self.body.show_body(draft.body, draft.samples)
        self.footer.setText(draft.footer or "")
        self.buttons.show_buttons(draft.buttons)
        for part in (self.name, self.language):
            part.setEnabled(is_new)
        now = next((one for one in account if (one.name, one.language) == (draft.name, draft.language)), None)
        self.category.setEnabled(is_new or now is None or now.status != "approved")
        self._begun = self.draft
        self.notice.set_text("")
        self._changed()

    @property
    def draft(self) -> TemplateDraft:
        """What is written now."""
        media = self.head.media
        return TemplateDraft(
            name=self.name.text().strip(),
            language=self.language.chosen_id,
            category=self.category.chosen_id,
            body=self.body.text.strip(),
            samples=self.body.samples,
            header=self.head.header,
            header_sha256=media.sha256 if media is not None else None,
            footer=self.footer.text().strip() or None,
            buttons=self.buttons.buttons,
            external_id=self._external_id,
        )

    @property
    def is_changed(self) -> bool:
        """Whether something would be lost by leaving."""
        return self.draft != self._begun

    def try_submit(self) -> None:
        """Say what WhatsApp would refuse; else ask it."""
        self._is_judged = True
        problems = self._judge()
        if problems or self._is_busy:
            self._show_first(problems)
            return
        self._kit.tasks.spawn(self._submit(self.draft), "submit template")

    # -- inside

    async def _submit(self, draft: TemplateDraft) -> None:
        self._set_busy(is_busy=True)
        try:
            await self._kit.desk.submit_template(draft)
        except ComptoirError as error:
            self._refused(error)
        else:
            self._begun = self.draft
            self.submitted.emit(draft.name, draft.language)
        finally:
            self._set_busy(is_busy=False)

    def _refused(self, error: ComptoirError) -> None:
        sentence = sentences.refusal(error.code, error.facts)
        place = _place_of(error.code)
        if place in self.groups:
            self.groups[place].set_errors([sentence])
            self._scroll.ensureWidgetVisible(self.groups[place])
        else:
            self.notice.set_text(sentence)
            self._scroll.ensureWidgetVisible(self.notice)

    def _set_busy(self, *, is_busy: bool) -> None:
        self._is_busy = is_busy
        self.submit.setEnabled(not is_busy)
        self.submit.setText(_("WhatsApp is asked…") if is_busy else _("Submit to WhatsApp"))
        self.submit.updateGeometry()

    def _changed(self) -> None:
        category = self.category.chosen_id
        price = price_range(self._kit.desk.rate_card(), category, self._kit)
        self.groups["category"].set_help(_category_help(category, price))
        self.notice.set_text("")
        template = as_template(self.draft)
        made = filled(template, sampled(template), lambda blank: "{{" + blank.name + "}}")
        media = self.head.media
        self.preview.show_message(made.text, replace(made.content, media=media or made.content.media))
        if self._is_judged:
            self._judge()

    def _judge(self) -> list[Refused]:
        """Every problem at its field."""
        draft = self.draft
        problems = draft_problems(draft)
        if draft.external_id is None and (draft.name, draft.language) in self._known:
            problems.insert(0, Refused("template_name_taken"))
        said: dict[str, list[str]] = {place: [] for place in self.groups}
        for problem in problems:
            said[_place_of(problem.code)].append(sentences.refusal(problem.code, problem.facts))
        for place, words in said.items():
            self.groups[place].set_errors(words)
        self.name.set_error(" ".join(said["name"]))
        return problems

    def _show_first(self, problems: Sequence[Refused]) -> None:
        if problems:
            self._scroll.ensureWidgetVisible(self.groups[_place_of(problems[0].code)])

    def _language(self, code: str) -> str:
        return language_words(code, self._kit.formats.language)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A narrow window shows the bubble below the fields."""
        super().resizeEvent(event)
        is_narrow = self.width() < self._kit.theme.px(NARROW)
        down, beside = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._row.setDirection(down if is_narrow else beside)


def suggested_name(title: str, taken: Sequence[Template], language: str) -> str:
    """A free name made of a title."""
    name = name_of(title) or "template"
    used = {one.name for one in taken if one.language == language}
    return next(one for one in (name, *(f"{name}_{n}" for n in range(2, 1_000))) if one not in used)


def _place_of(code: str) -> str:
    return PLACES.get(code, "buttons" if code.startswith("template_button") else "")


def _category_help(category: str, price: str) -> str:
    words = {
        "utility": _(
            "For something that the customer asked for or booked: an order, an appointment, a question on it. "
            "With an offer in it, WhatsApp makes it a promotion."
        ),
        "marketing": _(
            "For offers, news, and whatever takes a talk up again. Only for people who agreed to promotions; "
            "each may stop them with one tap."
        ),
    }[category]
    costs = _("Each one that is delivered costs {price}.").format(price=price)
    billed = _("WhatsApp bills each one that is delivered.")
    return f"{words} {costs if price else billed}"

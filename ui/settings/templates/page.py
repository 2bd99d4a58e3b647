"""The templates of the account: the list, one of them whole, the way to a new one."""

from dataclasses import replace
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from app.domain.errors import ComptoirError
from app.domain.ids import LineId
from app.domain.rows import Changes
from app.domain.template_drafts import TemplateDraft, draft_of
from app.domain.templates import Template
from app.words import gettext as _
from app.words import sentences
from app.words.templates import category_words, status_words, title_words
from ui.conversation.template_offer.choices import folded
from ui.kit import Kit
from ui.settings.list_and_sheet import ListAndSheet, scrolled
from ui.settings.templates.detail import TemplateDetail
from ui.settings.templates.form import TemplateForm, suggested_name
from ui.settings.templates.prices import PricesPart
from ui.settings.templates.rows import row_of
from ui.settings.templates.starter_pick import StarterPick
from ui.widgets.button import Button
from ui.widgets.dialog import ConfirmDialog
from ui.widgets.inputs import Input
from ui.widgets.labels import Paragraph
from ui.widgets.small_parts import EmptyState
from ui.widgets.surfaces import Line
from ui.widgets.two_line_list import TwoLineList

LEADERS: Final = ("owner", "manager")


class TemplatesPage(QWidget):
    """A stack of three: the list with one template, where a new one begins, the form."""

    left_form = Signal()

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kit, theme = kit, kit.theme
        self._chosen: str | None = None
        self._all: list[Template] = []
        self._texts: dict[str, str] = {}
        self._shows_detail = False  # in a narrow window one of the two is shown
        self.new = Button(theme, _("New template"), kind="primary", icon="plus")
        self.compare = Button(theme, _("Compare with WhatsApp"), height="small")
        self.search = Input(theme, _("Search a template"), placeholder=_("Search a template"), is_search=True)
        self.list = TwoLineList(theme, "templates", _("Templates of your account"))
        self.words = Paragraph(theme, role="small", ink="text_muted")
        self.prices = PricesPart(kit)
        self.detail = TemplateDetail(kit)
        self.nothing = EmptyState(
            theme,
            "layout-template",
            _("No template is shown"),
            _("Choose one in the list to read it in full."),
        )
        self.both = ListAndSheet(theme, self.nothing, scrolled(self.detail))
        self.starters = StarterPick(kit)
        self.form = TemplateForm(kit)
        self.stack = QStackedWidget()
        self.dialog: ConfirmDialog | None = None
        self._lay_out()
        self._connect()
        self.refresh()

    def _lay_out(self) -> None:
        theme, both = self._kit.theme, self.both
        both.add_bar(self.search, self.new)
        both.column.addWidget(self.list, 1)
        both.column.addWidget(Line(theme))
        both.add_bar(self.words, self.compare, gap=12, above=8)
        both.column.addWidget(Line(theme))
        both.column.addWidget(self.prices)
        for part in (both, scrolled(self.starters), self.form):
            self.stack.addWidget(part)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.stack)

    def _connect(self) -> None:
        self.new.clicked.connect(self._begin)
        self.compare.clicked.connect(lambda: self._kit.tasks.spawn(self._compare(), "compare templates"))
        self.search.textChanged.connect(self._settle)
        self.list.chosen.connect(self._choose)
        self.both.back.clicked.connect(self._show_list)
        self.detail.edit_asked.connect(lambda one: self._write(draft_of(one, is_new=False)))
        self.detail.copy_asked.connect(self._copy)
        self.detail.delete_asked.connect(self._ask_delete)
        self.starters.picked.connect(self._take_starter)
        self.starters.left.connect(self._show_list)
        self.form.left.connect(self._leave_form)
        self.form.submitted.connect(self._submitted)
        self.prices.changed.connect(self.refresh)
        self._kit.bridge.changed.connect(self._changed)

    # -- what is shown

    @property
    def may_change(self) -> bool:
        """Whether this member writes templates."""
        return self._kit.desk.me().role in LEADERS

    def templates(self) -> list[Template]:
        """Of every business number of the team, each once."""
        found: dict[str, Template] = {}
        for line_id in self._lines():
            found |= {one.key: one for one in self._kit.desk.templates(line_id)}
        return sorted(found.values(), key=lambda one: (folded(title_words(one)), one.language))

    def refresh(self) -> None:
        """Read everything again."""
        self._all = self.templates()
        self._texts = {one.key: _searched(one) for one in self._all}
        self.new.setVisible(self.may_change)
        self.prices.setVisible(self.may_change)
        self.prices.settle()
        self.words.set_text(self._count_words(self._all))
        self._settle()

    def _settle(self) -> None:
        """What follows from the search and the choice."""
        wanted = folded(self.search.text()).split()
        shown = [one for one in self._all if all(word in self._texts[one.key] for word in wanted)]
        self.list.show_rows([row_of(one, self._kit.formats.language) for one in shown], self._chosen)
        chosen = next((one for one in self._all if one.key == self._chosen), None)
        if chosen is not None:
            self.detail.show_template(chosen, self._kit.desk.rate_card(), may_change=self.may_change)
        self.both.show_sheet(has_row=chosen is not None, is_asked=self._shows_detail)

    def _lines(self) -> list[LineId]:
        return [line_id for line_id, line in self._kit.desk.lines().items() if line.is_known]

    def _count_words(self, all_of_them: list[Template]) -> str:
        ready = sum(one.is_sendable for one in all_of_them)
        return _("{ready} of {all} can be sent").format(ready=ready, all=len(all_of_them))

    def _changed(self, changes: Changes) -> None:
        if changes.is_templates or changes.is_everything or changes.is_ledger:
            self.refresh()

    # -- what the person does

    def _choose(self, key: str) -> None:
        self._chosen, self._shows_detail = key, True
        self._settle()

    def _show_list(self) -> None:
        self._shows_detail = False
        self.stack.setCurrentIndex(0)
        self._settle()

    def _begin(self) -> None:
        self.starters.refresh()
        self.stack.setCurrentIndex(1)

    def _take_starter(self, draft: TemplateDraft) -> None:
        used = {(one.name, one.language) for one in self.templates()}
        if (draft.name, draft.language) in used:
            draft = replace(draft, name=suggested_name(draft.name, self.templates(), draft.language))
        self._write(draft)

    def _copy(self, template: Template) -> None:
        name = suggested_name(template.name, self.templates(), template.language)
        self._write(replace(draft_of(template, is_new=True), name=name))

    def _write(self, draft: TemplateDraft) -> None:
        self.form.begin(draft, self.templates())
        self.stack.setCurrentIndex(2)

    def _leave_form(self) -> None:
        if not self.form.is_changed:
            self._show_list()
            return
        self.dialog = ConfirmDialog(
            self._kit.theme,
            _("Leave this template?"),
            _("It was not submitted. What you wrote would be lost."),
            confirm=_("Leave it"),
            keep=_("Go on writing"),
            parent=self.window(),
        )
        self.dialog.confirmed.connect(self._show_list)
        self.dialog.open()

    def _submitted(self, name: str, language: str) -> None:
        made = next((one for one in self.templates() if (one.name, one.language) == (name, language)), None)
        self._chosen = made.key if made is not None else self._chosen
        self.search.clear()
        self.stack.setCurrentIndex(0)
        self.refresh()

    def _ask_delete(self, template: Template) -> None:
        self.dialog = ConfirmDialog(
            self._kit.theme,
            _("Delete “{title}”?").format(title=title_words(template)),
            _(
                "It is deleted at WhatsApp, in this language. For 30 days no other template may have its name. "
                "What was sent with it stays."
            ),
            confirm=_("Delete"),
            keep=_("Keep it"),
            parent=self.window(),
        )
        self.dialog.confirmed.connect(
            lambda: self._kit.tasks.spawn(self._delete(template), "delete template")
        )
        self.dialog.open()

    async def _delete(self, template: Template) -> None:
        try:
            await self._kit.desk.delete_template(template.name, template.language)
        except ComptoirError as error:
            self.words.set_text(sentences.refusal(error.code, error.facts))
            return
        self._chosen = None
        self._show_list()
        self.refresh()

    async def _compare(self) -> None:
        self.compare.setEnabled(False)
        try:
            await self._kit.desk.compare_templates()
        except ComptoirError as error:
            self.words.set_text(sentences.refusal(error.code, error.facts))
        else:
            self.refresh()
            self.words.set_text(_("As WhatsApp has them now. {count}").format(count=self.words.text))
        finally:
            self.compare.setEnabled(True)


def _searched(one: Template) -> str:
    parts = (
        title_words(one),
        one.name,
        one.body,
        one.language,
        category_words(one.category),
        status_words(one.status),
    )
    return folded(" ".join(parts))

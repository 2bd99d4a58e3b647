"""Where a new template begins: with nothing, or with one of those that are ready for a trade."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.domain.template_drafts import TemplateDraft
from app.words import gettext as _
from app.words.starters import LANGUAGES, TRADES, Starter, starters, trade_words
from app.words.templates import category_words, language_words
from ui.conversation.template_offer.rows import OfferList, OfferRow
from ui.kit import Kit
from ui.widgets.button import Button
from ui.widgets.choice import Option, Segmented
from ui.widgets.labels import Label


class StarterPick(QWidget):
    """`picked(TemplateDraft)`; `left` when the person goes back."""

    picked = Signal(object)
    left = Signal()

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kit, theme = kit, kit.theme
        shown_in = kit.formats.language
        self.back = Button(theme, _("Back"), kind="quiet", icon="arrow-left")
        self.blank = Button(theme, _("Begin with an empty one"), icon="plus")
        trades = [Option(one, trade_words(one)) for one in TRADES]
        self.trade = Segmented(theme, _("Trade"), trades, is_small=True)
        languages = [Option(one, language_words(one, shown_in)) for one in LANGUAGES]
        self.language = Segmented(theme, _("Language"), languages, is_small=True)
        self.language.choose(shown_in)
        self.list = OfferList(theme)
        self.list.setAccessibleName(_("Templates to begin with"))
        choices = QHBoxLayout()
        choices.setSpacing(12)
        choices.addWidget(self.trade)
        choices.addWidget(self.language)
        choices.addStretch(1)
        head = QHBoxLayout()
        head.addWidget(self.back)
        head.addWidget(Label(theme, _("New template"), weight="semibold"), 1)
        head.addWidget(self.blank)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 24, 20)
        column.setSpacing(12)
        column.addLayout(head)
        column.addLayout(choices)
        column.addWidget(self.list)
        column.addStretch(1)
        self.back.clicked.connect(self.left)
        self.blank.clicked.connect(self._begin_empty)
        self.trade.chosen.connect(self._settle)
        self.language.chosen.connect(self._settle)
        self.list.chosen.connect(self._pick)
        self._settle()

    def refresh(self) -> None:
        """Nothing is chosen."""
        self.list.show_rows(self.list.rows.rows, None)

    def _shown(self) -> list[Starter]:
        place = (self.trade.chosen_id, self.language.chosen_id)
        return [one for one in starters() if (one.trade, one.draft.language) == place]

    def _settle(self) -> None:
        rows = [
            OfferRow(one.draft.name, one.title, f"{category_words(one.draft.category)} · {one.draft.body}")
            for one in self._shown()
        ]
        self.list.show_rows(rows, None)

    def _pick(self, name: str) -> None:
        found = next((one for one in self._shown() if one.draft.name == name), None)
        if found is not None:
            self.picked.emit(found.draft)

    def _begin_empty(self) -> None:
        self.picked.emit(TemplateDraft("", self.language.chosen_id, "utility", ""))

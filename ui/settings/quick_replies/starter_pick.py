"""Ready sets of quick replies: a trade, a language, what is in it, and one press that adds it."""

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.words import gettext as _
from app.words import ngettext
from app.words.quick_starters import LANGUAGES, TRADES, StarterReply, starter_set, trade_words
from app.words.templates import language_words
from ui.kit import Kit
from ui.widgets.button import Button
from ui.widgets.choice import Option, Segmented
from ui.widgets.labels import Label, Paragraph
from ui.widgets.surfaces import Card, Line

MOST_WIDE: Final = 860


class SetPick(QWidget):
    """`picked(tuple of StarterReply)`; `left` when the person goes back."""

    picked = Signal(object)
    left = Signal()

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kit, theme = kit, kit.theme
        shown_in = kit.formats.language
        self.back = Button(theme, _("Back"), kind="quiet", icon="arrow-left")
        self.add = Button(theme, "", kind="primary", icon="plus")
        self.trade = Segmented(
            theme, _("Trade"), [Option(one, trade_words(one)) for one in TRADES], is_small=True
        )
        languages = [Option(one, language_words(one, shown_in)) for one in LANGUAGES]
        self.language = Segmented(theme, _("Language"), languages, is_small=True)
        self.language.choose(shown_in)
        self.whose = Paragraph(theme, ink="text_muted")
        self._card = Card(theme)
        self._card.setMaximumWidth(theme.px(MOST_WIDE))
        self._rows = QVBoxLayout(self._card)
        self._rows.setContentsMargins(1, 1, 1, 1)
        self._rows.setSpacing(0)
        self._lay_out()
        self.back.clicked.connect(self.left)
        self.add.clicked.connect(lambda: self.picked.emit(self.shown))
        self.trade.chosen.connect(self._settle)
        self.language.chosen.connect(self._settle)
        self._settle()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.back)
        head.addWidget(Label(self._kit.theme, _("Ready sets"), weight="semibold"), 1)
        head.addWidget(self.add)
        choices = QHBoxLayout()
        choices.setSpacing(12)
        choices.addWidget(self.trade)
        choices.addWidget(self.language)
        choices.addStretch(1)
        inside = QVBoxLayout()
        inside.setContentsMargins(12, 0, 0, 0)
        inside.setSpacing(12)
        inside.addLayout(choices)
        inside.addWidget(self.whose)
        across = (
            QHBoxLayout()
        )  # the height of lines that wrap is asked for the width that the card really has
        across.addWidget(self._card, 1000)
        across.addStretch(1)
        inside.addLayout(across)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 24, 20)
        column.setSpacing(12)
        column.addLayout(head)
        column.addLayout(inside)
        column.addStretch(1)

    @property
    def shown(self) -> tuple[StarterReply, ...]:
        """The set that is chosen now."""
        return starter_set(self.trade.chosen_id, self.language.chosen_id)

    def refresh(self, *, is_leader: bool) -> None:
        """Whose they will be."""
        self.whose.set_text(
            _("They are added for the whole team. Change or remove them afterwards as you like.")
            if is_leader
            else _("They are added for you alone. Change or remove them afterwards as you like.")
        )

    def _settle(self) -> None:
        while (item := self._rows.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for number, one in enumerate(self.shown):  # ten at most
            if number:
                self._rows.addWidget(Line(self._kit.theme))
            self._rows.addWidget(_row(self._kit, one))
        count = len(self.shown)
        self.add.setText(ngettext("Add {n} quick reply", "Add {n} quick replies", count).format(n=count))
        self.add.updateGeometry()


def _row(kit: Kit, one: StarterReply) -> QWidget:
    row = QWidget()
    column = QVBoxLayout(row)
    column.setContentsMargins(16, 10, 16, 10)
    column.setSpacing(2)
    column.addWidget(Label(kit.theme, one.name, weight="medium"))
    column.addWidget(Paragraph(kit.theme, one.text, ink="text_muted"))
    return row

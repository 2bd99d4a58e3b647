"""Won or lost, and why: the pipeline's reasons, or one's own words. Enter alone ends it without a reason."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.deal_rows import DealRow
from app.domain.deals import REASON_MAX_CHARS
from app.domain.ids import ConversationId
from app.words import gettext as _
from app.words.deals import first_reasons
from ui.deals.sheet import acts
from ui.deals.sheet.words import amount_words, quoted
from ui.kit import Kit
from ui.plain import shown_line
from ui.settings.list_and_sheet import scrolled
from ui.teamwork.kept import keep_texts, kept_texts
from ui.teamwork.undoing import Show
from ui.widgets.button import Button
from ui.widgets.controls import Radio
from ui.widgets.dialog import Dialog
from ui.widgets.inputs import Field
from ui.widgets.labels import Label

SHEET: Final = "end_deal"
MOST_PX: Final = 240  # of the reasons, before they scroll


class EndDialog(Dialog):
    """One press on a reason, or words of one's own, which stand in its place."""

    def __init__(self, kit: Kit, row: DealRow, parent: QWidget, show: Show, *, is_won: bool) -> None:
        said = _("Is {deal} won?") if is_won else _("Is {deal} lost?")
        super().__init__(kit.theme, said.format(deal=quoted(row)), parent)
        self._kit, self._row, self._show, self._is_won = kit, row, show, is_won
        self.reasons: list[Radio] = []
        self.none = Radio(kit.theme, _("No reason given"))
        self.words = Field(kit.theme, _("Another reason, in your own words"))
        self.cancel = Button(kit.theme, _("Cancel"))
        self.confirm = Button(
            kit.theme, _("It is won") if is_won else _("It is lost"), kind="primary", key_hint="⏎"
        )
        self._texts = list(_reasons(kit, row, is_won=is_won))
        self._lay_out()
        self._about = [ConversationId(row.deal_id)]
        self.words.input.textChanged.connect(self._typed)
        for text in kept_texts(kit, SHEET, self._about):
            self.words.input.setText(text)
        self.cancel.clicked.connect(self.reject)
        self.rejected.connect(lambda: keep_texts(kit, SHEET, self._about, self.words.input.text()))
        self.confirm.clicked.connect(self._end)
        (self.reasons[0] if self.reasons else self.words.input).setFocus()

    def _lay_out(self) -> None:
        theme = self._kit.theme
        amount = amount_words(self._row.amount, self._kit.formats)
        if amount:
            self.body.addWidget(Label(theme, amount, ink="text_muted", tabular=True))
        self.body.addSpacing(theme.tokens.space.x1)
        self.body.addWidget(
            Label(theme, _("Why? Your figures count these reasons."), role="small", ink="text_muted")
        )
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for number, text in enumerate(self._texts, 1):
            hint = f"{number}  " if number < 10 else ""
            radio = Radio(theme, hint + shown_line(text))
            self.reasons.append(radio)
            column.addWidget(radio)
        column.addWidget(self.none)
        self.none.setChecked(True)
        self.none.setVisible(bool(self._texts))
        if self._texts:
            area = scrolled(inside)
            height = inside.sizeHint().height()
            area.setFixedHeight(min(theme.px(MOST_PX), height))
            self.body.addWidget(area)
        else:
            inside.setParent(self)
            inside.hide()
        self.body.addWidget(self.words)
        self.buttons.addStretch()
        self.buttons.addWidget(self.cancel)
        self.buttons.addWidget(self.confirm)
        self.confirm.setDefault(True)

    @property
    def reason(self) -> str:
        """Words of one's own, else the reason that is chosen, else ""."""
        own = " ".join(self.words.input.text().split())
        if own:
            return own
        return next(
            (text for text, radio in zip(self._texts, self.reasons, strict=True) if radio.isChecked()), ""
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """1 to 9 choose a reason."""
        place = event.key() - Qt.Key.Key_1
        if not event.modifiers() and 0 <= place < min(9, len(self.reasons)):
            self.reasons[place].setChecked(True)
            self.reasons[place].setFocus(Qt.FocusReason.ShortcutFocusReason)
        else:
            super().keyPressEvent(event)

    def _typed(self) -> None:
        own = " ".join(self.words.input.text().split())
        over = len(own) - REASON_MAX_CHARS
        self.words.set_error(
            _("This is {n} characters too long. Nothing of it is lost: shorten it.").format(n=over)
            if over > 0
            else ""
        )
        if own:
            self.none.setChecked(True)

    def _end(self) -> None:
        if len(self.reason) > REASON_MAX_CHARS:
            self.words.input.setFocus()
            return
        acts.end(self._kit, self._row, is_won=self._is_won, reason=self.reason, show=self._show)
        keep_texts(self._kit, SHEET, self._about)
        self.accept()


def _reasons(kit: Kit, row: DealRow, *, is_won: bool) -> Sequence[str]:
    pipeline = next((one for one in kit.desk.pipelines() if one.pipeline_id == row.pipeline_id), None)
    own = () if pipeline is None else pipeline.won_reasons if is_won else pipeline.lost_reasons
    is_first = pipeline is None or pipeline.version == 0
    return own or (first_reasons("won" if is_won else "lost") if is_first else ())


def ask_end(kit: Kit, row: DealRow, anchor: QWidget, show: Show, *, is_won: bool) -> EndDialog:
    """The question over the window of a widget."""
    dialog = EndDialog(kit, row, anchor.window(), show, is_won=is_won)
    dialog.open()
    return dialog

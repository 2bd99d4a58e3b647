"""Before a ladder begins: for whom, what would go out when, and who is left out and why."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.errors import Refused
from app.domain.ladder_rows import Preview, PreviewStep
from app.words import gettext as _
from app.words import ngettext, sentences
from app.words.going_quiet import act_words, held_words
from ui.kit import Kit
from ui.plain import isolated, shown_name
from ui.settings.list_and_sheet import scrolled
from ui.widgets.button import Button
from ui.widgets.dialog import Dialog
from ui.widgets.labels import Label, Paragraph
from ui.widgets.paint_avatar import Portrait
from ui.widgets.paint_chip import Chip
from ui.widgets.two_line_list import TwoLineList, TwoLineRow

WIDTH: Final = 600
LIST_PX: Final = 184
STEPS_PX: Final = 240
BESIDES: Final = 220  # the title, what is said, the buttons and the window's own frame
PAD_PX: Final = 20  # of a dialog


class StartDialog(Dialog):
    """`agreed(deal ids)`: begin for these."""

    agreed = Signal(list)

    def __init__(self, kit: Kit, previews: Sequence[Preview], parent: QWidget | None = None) -> None:
        ready = [one for one in previews if one.refused is None]
        super().__init__(kit.theme, _title(ready), parent)
        self._kit, self._previews = kit, {one.row.deal_id: one for one in previews}
        self._ready = [one.row.deal_id for one in ready]
        self.setFixedWidth(kit.theme.px(WIDTH))
        self.list = TwoLineList(kit.theme, "previews", _("Who is followed up"))
        self.list.setFixedHeight(kit.theme.px(min(LIST_PX, 60 * len(previews) + 4)))
        self.steps = QWidget()
        self._column = QVBoxLayout(self.steps)
        self._column.setContentsMargins(0, 0, 12, 0)
        self._column.setSpacing(4)
        self._area = scrolled(self.steps)
        self.body.addWidget(
            Paragraph(
                kit.theme,
                _("It stops by itself as soon as they answer, or the deal goes on in any other way."),
                ink="text_muted",
            )
        )
        self.body.addWidget(self.list)
        self.body.addWidget(self._area)
        self.cancel = Button(kit.theme, _("Cancel") if ready else _("Close"))
        self.start = Button(kit.theme, _("Begin"), kind="primary")
        self.start.setVisible(bool(ready))
        self.buttons.addStretch(1)
        self.buttons.addWidget(self.cancel)
        self.buttons.addWidget(self.start)
        self.cancel.clicked.connect(self.reject)
        self.start.clicked.connect(self._agree)
        self.list.chosen.connect(self._show)
        first = previews[0].row.deal_id if previews else ""
        self.list.show_rows([self._row(one) for one in previews], first)
        self.list.setVisible(len(previews) > 1)
        if first:
            self._show(first)
        self._fit()
        (self.start if ready else self.cancel).setFocus()

    @property
    def is_at_once(self) -> bool:
        """Whether something goes out as soon as it begins."""
        now = self._kit.clock.now()
        ready = (self._previews[deal_id] for deal_id in self._ready)
        return any(one.steps and one.steps[0].act == "message" and one.steps[0].at <= now for one in ready)

    def _fit(self) -> None:
        """As high as what one says; of several, one height for all."""
        shown = min(LIST_PX, 60 * len(self._previews) + 4) if len(self._previews) > 1 else 0
        most = self.room(STEPS_PX, BESIDES + shown)
        inside = self._kit.theme.px(WIDTH) - 2 * PAD_PX
        needed = self._column.totalHeightForWidth(inside) if self._column.hasHeightForWidth() else most
        self._area.setFixedHeight(most if len(self._previews) > 1 else min(most, needed + 4))

    def _row(self, one: Preview) -> TwoLineRow:
        person = shown_name(one.row.person) or shown_name(one.row.title)
        portrait = Portrait(one.row.contact_id or one.row.deal_id, person if one.row.is_named else "")
        if one.refused is not None:
            words = sentences.refusal(one.refused.code, one.refused.facts)
            return TwoLineRow(
                one.row.deal_id, person, words, Chip(_("Left out"), "neutral"), portrait, is_quiet=True
            )
        problem = next((step.problem for step in one.steps if step.problem is not None), None)
        chip = Chip(_("Will ask you"), "warning", "pause") if problem is not None else Chip("", "plain")
        return TwoLineRow(one.row.deal_id, person, self._first(one.steps), chip, portrait)

    def _first(self, steps: Sequence[PreviewStep]) -> str:
        return self._head(steps[0]) if steps else ""

    def _head(self, step: PreviewStep) -> str:
        now = self._kit.clock.now()
        when = self._kit.formats.moment(step.at, now) if step.at > now else _("at once")
        what = _("Template") if step.is_template else act_words(step.act)
        return _("{what}, {when}").format(what=what, when=when)

    def _show(self, deal_id: str) -> None:
        theme, one = self._kit.theme, self._previews[deal_id]
        while self._column.count():
            item = self._column.takeAt(0)
            part = item.widget() if item is not None else None
            if part is not None:
                part.hide()
                part.deleteLater()
        if one.refused is not None:
            words = sentences.refusal(one.refused.code, one.refused.facts)
            self._column.addWidget(Paragraph(theme, words, ink="warning_soft_text"))
        for step in one.steps:
            self._column.addWidget(Label(theme, f"{step.number}. {self._head(step)}", weight="medium"))
            if step.problem is not None:
                words = self._asked(step.problem)
                self._column.addWidget(Paragraph(theme, words, role="small", ink="warning_soft_text"))
            elif step.text:
                self._column.addWidget(Paragraph(theme, step.text, ink="text_muted"))
            self._column.addSpacing(8)
        self._column.addStretch(1)

    def _asked(self, problem: Refused) -> str:
        """Nothing was tried yet: what will happen then."""
        why = held_words(problem.code, problem.facts, self._kit.formats, self._kit.clock.now())
        return _("You will be asked then. {why}").format(why=why)

    def _agree(self) -> None:
        self.agreed.emit(self._ready)
        self.accept()


def _title(ready: Sequence[Preview]) -> str:
    if not ready:
        return _("Nobody can be followed up now")
    if len(ready) == 1:
        name = shown_name(ready[0].row.person) or shown_name(ready[0].row.title)
        return _("Follow up with {name}?").format(name=isolated(name))
    return ngettext("Follow up with {n} person?", "Follow up with {n} people?", len(ready)).format(
        n=len(ready)
    )

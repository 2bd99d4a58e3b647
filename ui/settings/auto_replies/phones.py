"""Who answers on the phone of each number, so that what is typed there counts as theirs in reports."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from app.domain.errors import ComptoirError
from app.domain.ids import LineId, MemberId
from app.words import gettext as _
from app.words import sentences
from ui.kit import Kit
from ui.people.lines import line_words, own_lines
from ui.plain import shown_name
from ui.settings.templates.parts import Picker
from ui.widgets.choice import Option
from ui.widgets.labels import Label, Paragraph
from ui.widgets.surfaces import Card

MOST_WIDE: Final = 860


class PhonesPart(Card):
    """One line for each number; a choice counts at once. `say`: where a refusal is said."""

    def __init__(self, kit: Kit, say: Callable[[str], object]) -> None:
        super().__init__(kit.theme)
        self._kit, self._say, theme = kit, say, kit.theme
        self.setMaximumWidth(theme.px(MOST_WIDE))
        self.pickers: dict[LineId, Picker] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(17, 13, 17, 13)
        column.setSpacing(8)
        help_ = _("Answers typed in the WhatsApp application of that phone count as theirs in reports.")
        column.addWidget(Paragraph(theme, help_, role="small", ink="text_muted"))
        for line in own_lines(kit):
            words = line_words(kit, line)
            picker = Picker(theme, _("Who answers on the phone {number}").format(number=words), [])
            picker.chosen.connect(partial(self._choose, line.line_id))
            self.pickers[line.line_id] = picker
            row = QHBoxLayout()
            row.setSpacing(24)
            row.addWidget(Label(theme, words, weight="medium"), 1)
            row.addWidget(picker)
            column.addLayout(row)
        self.refresh()

    def refresh(self) -> None:
        """As it is now."""
        known = self._kit.desk.phones()
        members = [
            one for one in self._kit.desk.members() if one.is_active or one.member_id in known.values()
        ]
        options = [
            Option("", _("Nobody in particular")),
            *(Option(one.member_id, shown_name(one.name)) for one in members),
        ]
        for line_id, picker in self.pickers.items():
            picker.set_options(options)
            picker.blockSignals(True)
            picker.choose(known.get(line_id, MemberId("")))
            picker.blockSignals(False)

    def _choose(self, line_id: LineId, member_id: str) -> None:
        self._kit.tasks.spawn(self._map(line_id, member_id), "whose phone")

    async def _map(self, line_id: LineId, member_id: str) -> None:
        try:
            await self._kit.desk.map_phone(line_id, MemberId(member_id) if member_id else None)
        except ComptoirError as error:
            self._say(sentences.refusal(error.code, error.facts))
            self.refresh()

"""Episodes: from the first word to the close, with how it ended. A press goes to where one begins."""

from __future__ import annotations

from typing import Final

from app.domain.contact_rows import ContactCard, EpisodeRow
from app.domain.rows import Changes
from app.words import gettext as _
from app.words.team import outcome_words
from ui.contacts.panel.parts import PanelKit, SectionBox, ValueButton
from ui.plain import shown_line, shown_name

SHOWN: Final = 5


class EpisodesSection:
    """The newest first."""

    def __init__(self, panel: PanelKit) -> None:
        self._panel = panel
        self.title = _("Past conversations")
        self.widget = SectionBox(panel.theme, self.title)
        self.rows: list[ValueButton] = []
        self._shown: tuple[object, ...] | None = None
        self._place = self.widget.lines

    def show(self, card: ContactCard) -> None:
        """Theirs."""
        found = self._panel.kit.desk.contact_episodes(card.contact_id, SHOWN)
        key = (card.contact_id, self._panel.kit.formats.language, *found)
        if key == self._shown:
            return
        self._shown = key
        for row in self.rows:
            self._place.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.rows = [self._row(one) for one in found]
        for row in self.rows:
            self._place.addWidget(row)
        self.widget.setVisible(bool(found))

    def changed(self, changes: Changes) -> None:
        """Nothing that `show` does not tell."""

    def put_aside(self) -> None:
        """Nothing is written here."""

    def _row(self, one: EpisodeRow) -> ValueButton:
        kit = self._panel.kit
        now, formats = kit.clock.now(), kit.formats
        began = formats.list_time(one.opened_at, now)
        words = _("Open since {day}").format(day=began) if one.closed_at is None else began
        parts = []
        if one.closed_at is not None:
            parts.append(outcome_words(one.outcome) if one.outcome is not None else _("Done"))
            parts += [shown_name(one.name)] if one.name else []
        row = ValueButton(self._panel.theme, "", icon="message-square" if one.closed_at is None else "check")
        row.show_value(words, " · ".join(parts), tip=shown_line(one.note) if one.note else "")
        message_id = one.message_id
        if message_id is not None:
            row.clicked.connect(lambda: self._panel.show_message(one.conversation_id, message_id))
        return row

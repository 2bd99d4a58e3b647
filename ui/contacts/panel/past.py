"""Episodes: from the first word to the close, how soon it was answered and how it ended. A press goes to its begin."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QTimer
from shiboken6 import isValid

from app.domain.contact_rows import ContactCard, EpisodeRow
from app.domain.errors import ComptoirError
from app.domain.ids import ConversationId
from app.domain.rows import Changes
from app.words import gettext as _
from app.words.team import outcome_words
from ui.contacts.panel.parts import PanelKit, SectionBox, ValueButton
from ui.plain import shown_line, shown_name

SHOWN: Final = 5
TIMES_MS: Final = 500  # who goes from person to person waits for no figures
Times = dict[ConversationId, list[tuple[int, int]]]  # when each wait began, and its seconds


class EpisodesSection:
    """The newest first."""

    def __init__(self, panel: PanelKit) -> None:
        self._panel = panel
        self.title = _("Past conversations")
        self.widget = SectionBox(panel.theme, self.title)
        self.rows: list[ValueButton] = []
        self._shown: tuple[object, ...] | None = None
        self._episodes: list[EpisodeRow] = []
        self._place = self.widget.lines
        self._times = QTimer(self.widget, singleShot=True, interval=TIMES_MS)
        self._times.timeout.connect(self._ask_times)

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
        self._episodes = found
        self._times.start()

    def changed(self, changes: Changes) -> None:
        """Somebody was answered, perhaps."""
        if changes.is_measures and self._episodes and self.widget.isVisible():
            self._times.start()

    def _ask_times(self) -> None:
        if self._episodes:
            self._panel.kit.tasks.spawn(self._read_times(self._shown), "answers of episodes")

    async def _read_times(self, shown: tuple[object, ...] | None) -> None:
        desk, times = self._panel.kit.desk, Times()
        try:
            for conversation_id in {one.conversation_id for one in self._episodes}:
                times[conversation_id] = await desk.answer_times(conversation_id)
        except ComptoirError:
            return  # it is said where it is asked for: in the reports
        if isValid(self.widget) and shown == self._shown:
            for row, one in zip(self.rows, self._episodes, strict=True):
                self._fill(row, one, _first_answer_s(one, times.get(one.conversation_id, [])))

    def put_aside(self) -> None:
        """Nothing is written here."""

    def _row(self, one: EpisodeRow) -> ValueButton:
        row = ValueButton(self._panel.theme, "", icon="message-square" if one.closed_at is None else "check")
        self._fill(row, one, None)
        message_id = one.message_id
        if message_id is not None:
            row.clicked.connect(lambda: self._panel.show_message(one.conversation_id, message_id))
        return row

    def _fill(self, row: ValueButton, one: EpisodeRow, answer_s: int | None) -> None:
        """`answer_s`: from the first message of the first wait that was answered to that answer."""
        kit = self._panel.kit
        now, formats = kit.clock.now(), kit.formats
        began = formats.list_time(one.opened_at, now)
        words = _("Open since {day}").format(day=began) if one.closed_at is None else began
        tip = [shown_line(one.note)] if one.note else []
        if answer_s is not None:
            from ui.reports.words import duration

            time = duration(answer_s, formats.language)
            words = _("{day}, answer in {time}").format(day=words, time=time)
            tip.insert(0, _("First answered in {time}, by the clock on the wall").format(time=time))
        parts = []
        if one.closed_at is not None:
            parts.append(outcome_words(one.outcome) if one.outcome is not None else _("Done"))
            parts += [shown_name(one.name)] if one.name else []
        row.show_value(words, " · ".join(parts), tip="\n".join(tip))


def _first_answer_s(one: EpisodeRow, waits: list[tuple[int, int]]) -> int | None:
    begin_s = int(one.opened_at.timestamp())
    end_s = None if one.closed_at is None else int(one.closed_at.timestamp())
    return next(
        (cal_s for at_s, cal_s in waits if begin_s <= at_s and (end_s is None or at_s <= end_s)), None
    )

"""How far the asking of a day is: a bar while something waits, then what came of it."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.domain.ask_plans import TO_CALL, AskProgress
from app.domain.ask_troubles import OURS
from app.words import gettext as _
from app.words.asking import progress_words, stage_words, trouble_words
from ui.appointments.asking.bar import Bar, IconSentence
from ui.kit import Kit
from ui.widgets.button import Button
from ui.widgets.labels import Paragraph

SHOWN_FOR: Final = timedelta(hours=12)
FEWEST: Final = 2  # one alone is told by its line


class RunPart(QWidget):
    """`rest_asked`: whoever was not asked for a reason of ours; `call_asked`: those whom only a call reaches."""

    rest_asked = Signal()
    call_asked = Signal()

    def __init__(self, kit: Kit) -> None:
        super().__init__()
        self._kit = kit
        self.progress: AskProgress | None = None
        self._is_stopping = False
        theme = kit.theme
        self.words = Paragraph(theme, weight="semibold")
        self.stages = Paragraph(theme, role="small", ink="text_muted")
        self.bar = Bar(theme, _("Asking"))
        self.stop = Button(theme, _("Stop"), height="small")
        self.call = Button(theme, _("Show whom to call"), height="small", icon="phone")
        self._troubles = QVBoxLayout()
        self._troubles.setSpacing(4)
        self._lay_out()
        self.stop.clicked.connect(self._stop)
        self.call.clicked.connect(self.call_asked)
        self.hide()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.words, 1)
        head.addWidget(self.stop)
        buttons = QHBoxLayout()
        buttons.addWidget(self.call)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 4)
        column.setSpacing(6)
        column.addLayout(head)
        column.addWidget(self.bar)
        column.addWidget(self.stages)
        column.addLayout(self._troubles)
        column.addLayout(buttons)

    def show_runs(self, runs: list[AskProgress]) -> None:
        """The newest that asked more than one person, for half a day."""
        now = self._kit.clock.now()
        found = (
            one for one in runs if one.total >= FEWEST and one.at is not None and now - one.at < SHOWN_FOR
        )
        run = next(found, None)
        if run == self.progress:
            return
        is_other = run is None or self.progress is None or run.run_id != self.progress.run_id
        self._is_stopping = self._is_stopping and not is_other
        self.progress = run
        self.setVisible(run is not None)
        if run is not None:
            self._show(run)

    def _show(self, run: AskProgress) -> None:
        said = progress_words(run)
        self.words.set_text(said)
        done = run.total - run.queued
        self.bar.show_share(done / run.total if run.total else 1.0, said)
        self.bar.setVisible(bool(run.queued))
        self.stop.setVisible(bool(run.queued))
        self.stop.setEnabled(not self._is_stopping)
        self.stages.set_text(stage_words(run))
        self.stages.setVisible(bool(self.stages.text))
        while (item := self._troubles.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        for sentence in trouble_words(run):
            self._troubles.addWidget(IconSentence(self._kit.theme, "circle-alert", sentence))
        self.call.setVisible(run.is_over and run.count_of(_theirs(run)) > 0)

    def _stop(self) -> None:
        if self.progress is not None and not self._is_stopping:
            self._is_stopping = True
            self.stop.setEnabled(False)
            self._kit.tasks.spawn(self._kit.desk.stop_asking(self.progress.run_id), "stop asking")


def _theirs(run: AskProgress) -> set[str]:
    """Codes that are the customers' own."""
    return {code for code in (*run.failed, *run.not_asked) if code in TO_CALL or code not in OURS}

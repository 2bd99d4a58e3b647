"""The right side of the page: one deal without news, why, and its ladder; or several that are chosen together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.domain.deal_rows import DealRow
from app.domain.deals import Cause
from app.domain.ladder_rows import FollowUpCard
from app.domain.ladders import Ladder
from app.domain.money import plus
from app.words import gettext as _
from app.words import ngettext
from app.words.formats import in_brief
from app.words.going_quiet import cause_help, days_words
from ui.deals.quiet.causes import CausePicker
from ui.deals.quiet.face import stage_of
from ui.deals.quiet.steps import LadderSteps
from ui.deals.words import money, stage_name, totals
from ui.kit import Kit
from ui.plain import isolated, shown_line, shown_name
from ui.settings.list_and_sheet import scrolled
from ui.widgets.button import Button
from ui.widgets.labels import Label, Paragraph
from ui.widgets.surfaces import Surface

SIDE: Final = 24
NO_CAUSE: Final = ""
LEADERS: Final = ("owner", "manager")


class QuietSheet(Surface):
    """`cause_chosen(cause or "")`, `follow_asked`, `send_asked`, `skip_asked`, `stop_asked`, `open_asked`,
    `deal_asked`, `ladder_asked`: what its buttons and the keys of the list do."""

    cause_chosen = Signal(str)
    follow_asked = Signal()
    send_asked = Signal()
    skip_asked = Signal()
    stop_asked = Signal()
    open_asked = Signal()
    deal_asked = Signal()
    ladder_asked = Signal()

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit.theme, "surface")
        self._kit, theme = kit, kit.theme
        self.rows: tuple[DealRow, ...] = ()
        self.title = Label(theme, role="lead", weight="semibold")
        self.facts = Paragraph(theme, ink="text_muted")
        self.last = Paragraph(theme)
        self.open = Button(theme, _("Open the conversation"), key_hint="O")
        self.deal = Button(theme, _("Open the deal"), key_hint="⏎")
        self.causes = CausePicker(theme)
        self.cause_help = Paragraph(theme, role="small", ink="text_muted")
        self.steps = LadderSteps(kit)
        self.says = Paragraph(theme, ink="warning_soft_text")
        self.follow = Button(theme, _("Follow up…"), kind="primary", key_hint="F")
        self.send = Button(theme, _("Send now"), key_hint="S")
        self.skip = Button(theme, _("Skip this step"), key_hint="K")
        self.stop = Button(theme, _("Stop"), key_hint="X")
        self.ladder = Button(theme, _("Make a ladder…"), kind="primary")
        self._alone = QWidget()  # what is about one deal
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        theme = self._kit.theme
        ways = _line(self.open, self.deal)
        alone = QVBoxLayout(self._alone)
        alone.setContentsMargins(0, 0, 0, 0)
        alone.setSpacing(8)
        alone.addWidget(self.last)
        alone.addLayout(ways)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(SIDE, 20, SIDE, 20)
        column.setSpacing(6)
        column.addWidget(self.title)
        column.addWidget(self.facts)
        column.addSpacing(8)
        column.addWidget(self._alone)
        column.addSpacing(16)
        column.addWidget(Label(theme, _("Why did it go quiet?"), weight="semibold"))
        column.addWidget(self.causes)
        column.addWidget(self.cause_help)
        column.addSpacing(16)
        column.addWidget(Label(theme, _("Follow-ups"), weight="semibold"))
        column.addWidget(self.steps)
        column.addWidget(self.says)
        column.addSpacing(4)
        column.addLayout(_line(self.follow, self.send, self.skip, self.stop, self.ladder))
        column.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scrolled(inside))

    def _connect(self) -> None:
        self.causes.chosen.connect(self._choose)
        for button, asked in (
            (self.open, self.open_asked), (self.deal, self.deal_asked), (self.follow, self.follow_asked),
            (self.send, self.send_asked), (self.skip, self.skip_asked), (self.stop, self.stop_asked),
            (self.ladder, self.ladder_asked),
        ):  # fmt: skip
            button.clicked.connect(asked)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # pressed by mouse, the keys of the list go on

    # -- what is shown

    def show_rows(self, rows: Sequence[DealRow]) -> None:
        """These are chosen."""
        self.rows = tuple(rows)
        if not rows:
            return
        self._alone.setVisible(len(rows) == 1)
        if len(rows) == 1:
            self._show_one(rows[0])
        else:
            self._show_several(rows)
        causes = {row.cause for row in rows}
        self._show_cause(next(iter(causes)) if len(causes) == 1 else None)

    def _show_one(self, row: DealRow) -> None:
        kit, now = self._kit, self._kit.clock.now()
        person = shown_name(row.person)
        self.title.setText(shown_name(row.title) if row.title else person)
        stage = stage_of(row, kit.desk.pipelines())
        facts = [isolated(person) if row.title else "", stage_name(stage) if stage else ""]
        if row.amount is not None:
            facts.append(money(row.amount, kit.formats.language))
        if row.quiet is not None:
            said = _("no news for {days}, since {when}")
            when = kit.formats.moment(row.quiet.since_at, now)
            facts.append(said.format(days=days_words(row.quiet.working_days), when=when))
        self.facts.set_text(" · ".join(filter(None, facts)))
        words = in_brief(row.last_kind, shown_line(row.last_text or ""))
        at = kit.formats.moment(row.last_at, now) if row.last_at is not None else ""
        self.last.set_text(
            _("Your last message, {when}: “{words}”").format(when=at, words=words) if words else ""
        )
        self.last.setVisible(bool(words))
        self.open.setEnabled(row.conversation_id is not None)
        run = kit.desk.follow_up(row.deal_id)
        self.steps.show_run(run, self._ladder(row))
        self._show_ways([row], run)

    def _show_several(self, rows: Sequence[DealRow]) -> None:
        kit = self._kit
        self.title.setText(ngettext("{n} deal chosen", "{n} deals chosen", len(rows)).format(n=len(rows)))
        worth = plus((row.amount for row in rows), str(kit.desk.setting("currency")))
        self.facts.set_text(totals(worth, kit.formats.language))
        self.steps.show_run(None, None)
        self._show_ways(rows, None)

    @property
    def buttons(self) -> tuple[Button, ...]:
        """Those that come and go with what can be done."""
        return (self.follow, self.send, self.skip, self.stop, self.ladder)

    def _show_ways(self, rows: Sequence[DealRow], run: FollowUpCard | None) -> None:
        states = {row.follow_up.state for row in rows if row.follow_up is not None}
        if run is not None:
            states = {run.state}
        free = [row for row in rows if row.follow_up is None]
        has_ladder = all(self._ladder(row).steps for row in free)
        self.follow.setVisible(bool(free) and has_ladder)
        is_leader = self._kit.desk.me().role in LEADERS
        self.ladder.setVisible(bool(free) and not has_ladder and is_leader)
        self.send.setVisible(bool(states & {"held", "waiting"}))
        self.send.set_kind("primary" if "held" in states else "default")
        acts = {row.follow_up.act for row in rows if row.follow_up is not None}
        self.send.setText(_("Ask for the call now") if acts == {"call"} else _("Send now"))
        self.send.updateGeometry()
        self.skip.setVisible(bool(states & {"held", "waiting", "call"}))
        self.stop.setVisible(bool(states))
        says = self.steps.says(run)
        if free and not has_ladder:
            says = _("This pipeline has no ladder of follow-ups yet.")
            if not is_leader:
                says = _("This pipeline has no ladder of follow-ups yet. The owner or a manager makes it.")
        self.says.set_text(says)
        self.says.setVisible(bool(says))

    def _show_cause(self, cause: Cause | None) -> None:
        self.causes.choose(cause)
        self.cause_help.set_text(cause_help(cause) if cause else _("One key each: 1 to 5; 0 takes it away."))

    def _ladder(self, row: DealRow) -> Ladder:
        found = self._kit.desk.ladders()
        return next((one for one in found if one.pipeline_id == row.pipeline_id), Ladder(row.pipeline_id))

    def _choose(self, cause: str) -> None:
        if self.rows and {row.cause or NO_CAUSE for row in self.rows} != {cause}:
            self.cause_chosen.emit(cause)


def _line(*buttons: Button) -> QHBoxLayout:
    line = QHBoxLayout()
    line.setSpacing(8)
    for button in buttons:
        line.addWidget(button)
    line.addStretch(1)
    return line

"""Deals without news, for the solo founder: who went quiet, for how long, why, and what is done about it.

The list on the left, on the right the deal that is chosen. Letters and digits act on the list, as its buttons say.
"""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from app.domain.deal_rows import DealRow
from app.domain.ladder_rows import QuietList
from app.domain.quiet_deals import QuietOrder
from app.domain.rows import Changes
from app.words import gettext as _
from app.words import ngettext
from ui.deals.page import Page
from ui.deals.quiet.acts import QuietActs
from ui.deals.quiet.face import QuietFace, lines_of, quiet_face
from ui.deals.quiet.list import QuietListView, acting_key
from ui.deals.quiet.sheet import QuietSheet
from ui.deals.words import pipeline_name, totals
from ui.kit import Kit
from ui.settings.list_and_sheet import ListAndSheet
from ui.widgets.button import Button
from ui.widgets.choice import Option, Segmented
from ui.widgets.labels import Label
from ui.widgets.menu import Menu
from ui.widgets.small_parts import EmptyState
from ui.widgets.toast import ToastStack

SIDE: Final = 24
SUM_FROM: Final = 800  # narrower heads would cut their title
AGAIN_MS: Final = 200  # changes that come together are read once
TICK_MS: Final = 60_000
LEADERS: Final = ("owner", "manager")
EVERY: Final = ""  # pipeline


class QuietPage(Page):
    """Those that went quiet, and those that are followed up."""

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(kit, _("Deals without news"), parent)
        theme = kit.theme
        self.order: QuietOrder = "days"
        self.pipeline_id = EVERY
        self._is_asked = False
        self._found = QuietList()
        self.summary = Label(theme, ink="text_muted", tabular=True)
        self.worked = Button(theme, _("What worked"), kind="quiet", icon="chart-column")
        self.ladder = Button(theme, _("Ladder…"), icon="list-checks")
        orders = [Option("days", _("Longest silent")), Option("value", _("Most valuable"))]
        self.orders = Segmented(theme, _("Order"), orders, is_small=True)
        self.pipelines = Button(theme, "", kind="quiet", trailing="chevron-down")
        self.list = QuietListView(theme, self._face)
        self.sheet = QuietSheet(kit)
        nothing = EmptyState(
            theme,
            "message-square-dashed",
            _("Nobody is chosen"),
            _("Choose a deal to see what was said last, and what can be done."),
        )
        self.both = ListAndSheet(theme, nothing, self.sheet)
        self.empty = EmptyState(
            theme,
            "coffee",
            _("Every deal has news"),
            _("Whoever lets you wait for longer than their stage allows stands here."),
        )
        self._stack = QStackedWidget()
        self.toasts = ToastStack(theme, self)
        self.acts = QuietActs(kit, self.toasts, self.window, self)
        self._again = QTimer(self, singleShot=True, interval=AGAIN_MS)
        self._tick = QTimer(self, interval=TICK_MS)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        for part in (self.summary, self.worked, self.ladder):
            self.head.addWidget(part)
        bar = QHBoxLayout()
        bar.setContentsMargins(16, 12, 16, 8)
        bar.setSpacing(8)
        bar.addWidget(self.orders)
        bar.addStretch(1)
        bar.addWidget(self.pipelines)
        self.both.column.addLayout(bar)
        self.both.column.addWidget(self.list, 1)
        self._stack.addWidget(self.both)
        self._stack.addWidget(self.empty)
        self.column.addWidget(self._stack, 1)
        self.orders.choose("days")

    def _connect(self) -> None:
        self.worked.clicked.connect(self.show_worked)
        self.ladder.clicked.connect(lambda: self.edit_ladder())
        self.orders.chosen.connect(self._order)
        self.pipelines.clicked.connect(self._offer_pipelines)
        self.list.shown.connect(self._choose)
        self.list.clicked.connect(self._ask)
        self.list.side_asked.connect(self._ask)
        self.list.opened.connect(self.deal_asked)
        self.list.key_pressed.connect(self.by_key)
        self.both.back.clicked.connect(self._show_list)
        sheet = self.sheet
        sheet.cause_chosen.connect(lambda cause: self.acts.set_cause(self.list.chosen, cause or None))
        sheet.follow_asked.connect(lambda: self.by_key("F"))
        sheet.send_asked.connect(lambda: self.by_key("S"))
        sheet.skip_asked.connect(lambda: self.by_key("K"))
        sheet.stop_asked.connect(lambda: self.by_key("X"))
        sheet.open_asked.connect(lambda: self.by_key("O"))
        sheet.deal_asked.connect(lambda: self.deal_asked.emit(self.list.chosen[0].deal_id))
        sheet.ladder_asked.connect(lambda: self.edit_ladder(self.list.chosen[0].pipeline_id))
        self._again.timeout.connect(self.refresh)
        self._tick.timeout.connect(self.refresh)
        self.acts.ladder_needed.connect(self.edit_ladder)
        self.kit.bridge.changed.connect(self._changed)

    # -- what is shown

    @property
    def first_control(self) -> QWidget:
        """Where the keyboard enters."""
        return self.list if self.list.lines.lines else self.back

    def focus_first(self) -> None:
        """Gone to: the first deal."""
        self.refresh()
        if self.list.lines.lines and not self.list.chosen:
            self.list.choose([1])
        self.first_control.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_deal(self, deal_id: str) -> None:
        """The list stands on a deal, where it is in it."""
        self.refresh()
        if self.list.choose_deal(deal_id):
            self._is_asked = True
            self._show_sheet()
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def refresh(self) -> None:
        """As it is now."""
        desk = self.kit.desk
        self._found = found = desk.quiet_list(self.order, self.pipeline_id)
        there = {row.deal_id for row in found.rows}
        others = [row for row in desk.followed_up() if row.deal_id not in there and self._is_in(row)]
        self.list.show_lines(lines_of([*found.rows, *others]))
        self._stack.setCurrentIndex(0 if self.list.lines.lines else 1)
        self._show_head(found)
        self._show_sheet()

    def _is_in(self, row: DealRow) -> bool:
        return self.pipeline_id in (EVERY, row.pipeline_id)

    def _show_head(self, found: QuietList) -> None:
        kit = self.kit
        words = ngettext("{n} deal", "{n} deals", found.count).format(n=kit.formats.number(found.count))
        worth = totals(found.totals, kit.formats.language)
        self.summary.setText(f"{words} · {worth}" if worth else words)
        known = kit.desk.pipelines()
        self.pipelines.setVisible(len(known) > 1)
        name = next(
            (pipeline_name(one) for one in known if one.pipeline_id == self.pipeline_id), _("All pipelines")
        )
        self.pipelines.setText(name)
        self.pipelines.setAccessibleName(_("Pipeline: {name}").format(name=name))
        self.pipelines.updateGeometry()

    def _show_sheet(self) -> None:
        chosen = self.list.chosen
        had_focus = next((one for one in self.sheet.buttons if one.hasFocus()), None)
        self.sheet.show_rows(chosen)
        if had_focus is not None and had_focus.isHidden():
            self._to_list()
        self.both.show_sheet(has_row=bool(chosen), is_asked=self._is_asked)

    def _face(self, row: DealRow) -> QuietFace:
        return quiet_face(row, self.kit.desk.pipelines(), self.kit.clock.now(), self.kit.formats)

    # -- what changes it

    def showEvent(self, event: QShowEvent) -> None:
        """Looked at: as it is now, and from minute to minute."""
        super().showEvent(event)
        self.refresh()
        self._tick.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody looks."""
        super().hideEvent(event)
        self._tick.stop()
        self._again.stop()

    def close_down(self) -> None:
        """No timer may outlive the screen."""
        self._again.stop()
        self._tick.stop()

    def _changed(self, changes: Changes) -> None:
        is_about = (
            changes.deals or changes.is_pipelines or changes.is_everything or changes.conversations
            or changes.settings or changes.is_tasks
        )  # fmt: skip
        if is_about and self.isVisible() and not self._again.isActive():
            self._again.start()

    def _order(self, order: str) -> None:
        self.order = "value" if order == "value" else "days"
        self.refresh()

    def _offer_pipelines(self) -> None:
        menu = Menu(self.kit.theme, _("Pipelines"), self)
        menu.add(_("All pipelines"), partial(self._narrow, EVERY), is_checked=not self.pipeline_id)
        for one in self.kit.desk.pipelines():
            is_chosen = one.pipeline_id == self.pipeline_id
            menu.add(pipeline_name(one), partial(self._narrow, one.pipeline_id), is_checked=is_chosen)
        menu.open_below(self.pipelines)

    def _narrow(self, pipeline_id: str) -> None:
        self.pipeline_id = pipeline_id
        self.refresh()

    def _choose(self, rows: list[DealRow]) -> None:
        self._is_asked = self._is_asked and bool(rows)
        self._show_sheet()

    def _ask(self) -> None:
        """A click, or the arrow to the side: where there is room for one of the two, the deal."""
        self._is_asked = bool(self.list.chosen)
        self._show_sheet()
        if self.is_sheet_alone:
            self.both.back.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_list(self) -> None:
        self._is_asked = False
        self._show_sheet()
        self._to_list()

    @property
    def is_sheet_alone(self) -> bool:
        """A narrow window shows the deal, and the list not."""
        return self.sheet.isVisibleTo(self) and not self.list.isVisibleTo(self)

    # -- what the person does

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Where the deal stands alone its keys act too, and Escape leads to the list first."""
        if not self.is_sheet_alone:
            super().keyPressEvent(event)
        elif event.key() == Qt.Key.Key_Escape:
            self._show_list()
        elif key := acting_key(event):
            self.by_key(key)
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The title before the sum, which the board says too."""
        super().resizeEvent(event)
        self.summary.setVisible(event.size().width() >= self.kit.theme.px(SUM_FROM))

    def by_key(self, key: str) -> None:
        """A letter or a digit on the list."""
        rows = self.list.chosen
        if not rows:
            return
        if key.isdigit():
            self.acts.by_digit(rows, key)
        elif key == "F":
            self.acts.follow_up(rows)
        elif key == "S":
            self.acts.send(rows)
        elif key == "K":
            self.acts.skip(rows)
        elif key == "X":
            self.acts.stop(rows)
        elif key == "O" and rows[0].conversation_id is not None:
            self.open_asked.emit(rows[0].conversation_id)

    def show_worked(self) -> None:
        """The numbers."""
        from ui.deals.quiet.worked import WorkedDialog

        dialog = WorkedDialog(self.kit, self.kit.desk.what_worked(self.pipeline_id), self.window())
        dialog.finished.connect(self._to_list)
        dialog.open()

    def edit_ladder(self, pipeline_id: str = "") -> None:
        """The ladder of a pipeline; who does not lead sees it and changes nothing."""
        from ui.deals.quiet.editor import LadderDialog

        known = self.kit.desk.pipelines()
        chosen = pipeline_id or self.pipeline_id or known[0].pipeline_id
        dialog = LadderDialog(self.kit, chosen, self.window())
        dialog.finished.connect(self._to_list)
        dialog.open()

    def _to_list(self) -> None:
        """The keys act on the list."""
        self.first_control.setFocus(Qt.FocusReason.OtherFocusReason)

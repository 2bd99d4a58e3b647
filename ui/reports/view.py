"""The screen of reports: what they are about on top, the pages, what is behind a figure beside, the rules below."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6.QtCore import QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from app.domain.errors import ComptoirError
from app.domain.report_rows import BehindRow, Report, ReportAsk
from app.domain.rows import Changes
from app.words import gettext as _
from app.words import language, sentences
from ui.deals.page import LEADERS
from ui.kit import Kit
from ui.reports.asking import Asking, Chooser
from ui.reports.behind import MOST, WIDTH_PX, Behind
from ui.reports.export import about_rows, report_rows
from ui.reports.links import Link
from ui.reports.page import ReportPage
from ui.reports.pages import PAGES, PageLine, pages_for, title_of
from ui.reports.story import TurnSheet
from ui.reports.waiting import Waiting
from ui.reports.words import foot_words
from ui.widgets.choice import Option, TabStrip
from ui.widgets.file_dialog import FileDialog
from ui.widgets.labels import ElidedLabel
from ui.widgets.menu import Menu
from ui.widgets.surfaces import Surface
from ui.widgets.toast import ToastStack

SIDE: Final = 24
FOOT_PX: Final = 32
AGAIN_MS: Final = 400  # changes that come together are counted together
SMALL_BELOW_PX: Final = 1_040  # under which the buttons of the head are their icons
LEAST_BESIDE_PX: Final = 560  # room of the page with the list beside it


class ReportsView(QWidget):
    """`open_asked(conversation_id)`, `message_asked(conversation_id, message_id)`, `deal_asked(deal_id)`,
    `appointment_asked(appointment_id)`."""

    open_asked = Signal(str)
    message_asked = Signal(str, str)
    deal_asked = Signal(str)
    appointment_asked = Signal(str)

    def __init__(self, kit: Kit, parent: QWidget | None = None, pages: tuple[PageLine, ...] = PAGES) -> None:
        super().__init__(parent)
        self.kit = kit
        theme = kit.theme
        self._lines = pages_for(kit, pages)
        self._made: dict[str, ReportPage] = {}
        self._asked = 0  # what comes for an older question is not shown
        self._return_to: QWidget | None = None
        self.asking = Asking(kit, self)
        self.title = ElidedLabel(theme, _("Reports"), role="title", weight="semibold")
        self.export_button = Chooser(theme, "download")
        self.export_button.show_words(_("Export"), _("Export this page"))
        self.tabs = TabStrip(theme, _("Reports"))
        self.tabs.set_options([Option(line.name, title_of(line)) for line in self._lines.values()])
        self.stack = QStackedWidget()
        self.foot = ElidedLabel(theme, role="small", ink="text_muted")
        self.behind = Behind(kit)
        self.toasts = ToastStack(theme, self)
        self._again = QTimer(self, singleShot=True, interval=AGAIN_MS)
        self._waiting = Waiting(kit, self.foot.set_text, self)
        self._lay_out()
        self._connect()
        self.tabs.choose(next(iter(self._lines)))

    def _lay_out(self) -> None:
        theme = self.kit.theme
        size = theme.tokens.size
        top = Surface(theme, "surface")
        top.setFixedHeight(theme.px(size.screen_header))
        head = QHBoxLayout(top)
        head.setContentsMargins(SIDE, 0, SIDE, 0)
        head.setSpacing(8)
        head.addWidget(self.title, 1)
        for chooser in (*self.asking.choosers, self.export_button):
            head.addWidget(chooser)
        bar = Surface(theme, "surface", edges=("bottom",))
        bar.setFixedHeight(theme.px(size.view_bar))
        along = QHBoxLayout(bar)
        along.setContentsMargins(SIDE - 8, 0, SIDE - 8, 8)
        along.addWidget(self.tabs, 1)
        beside = QHBoxLayout()
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(0)
        beside.addWidget(self.stack, 1)
        beside.addWidget(self.behind)
        self.behind.hide()
        below = Surface(theme, "surface_sunken", edges=("top",))
        below.setFixedHeight(theme.px(FOOT_PX))
        last = QHBoxLayout(below)
        last.setContentsMargins(SIDE, 0, SIDE, 0)
        last.addWidget(self.foot, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(top)
        column.addWidget(bar)
        column.addLayout(beside, 1)
        column.addWidget(below)

    def _connect(self) -> None:
        self.asking.changed.connect(self.refresh)
        self.tabs.chosen.connect(self._show_tab)
        self.export_button.on_press(self._open_export)
        self.behind.left.connect(self.close_behind)
        self.behind.chosen.connect(self._open_row)
        self._again.timeout.connect(self.refresh)
        self.kit.bridge.changed.connect(self._changed)

    # -- pages

    @property
    def page(self) -> ReportPage:
        """The one in view."""
        return self.page_of(self.tabs.chosen_id)

    def page_of(self, name: str) -> ReportPage:
        """A page by its name, made now if it was not."""
        if name not in self._made:
            self._made[name] = page = self._lines[name].make(self.kit)
            page.opened.connect(self.open_behind)
            page.page_asked.connect(self.show_page)
            content = Surface(self.kit.theme, "surface_sunken")
            column = QVBoxLayout(content)
            column.setContentsMargins(SIDE, 16, SIDE, 16)
            column.addWidget(page)
            area = QScrollArea()
            area.setFrameShape(QFrame.Shape.NoFrame)
            area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            area.setWidgetResizable(True)
            area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            area.setWidget(content)
            page.stood_on.connect(lambda widget, rect: _bring_in_view(area, content, widget, rect))
            self.stack.addWidget(area)
        return self._made[name]

    def show_page(self, name: str) -> None:
        """Another page, as from elsewhere in the window; an unknown one is the first."""
        self.tabs.choose(name if name in self._lines else next(iter(self._lines)))

    def _show_tab(self, name: str) -> None:
        page = self.page_of(name)
        area = next(one for one in self.findChildren(QScrollArea) if one.isAncestorOf(page))
        self.stack.setCurrentWidget(area)
        self.close_behind()
        self.asking.has_clock = page.has_clock
        self.asking.refresh()
        if self.isVisible():
            self.refresh()

    @property
    def first_control(self) -> QWidget:
        """Where the keyboard enters."""
        return self.page.first_control

    def focus_first(self) -> None:
        """The screen was gone to."""
        self.page.focus_first()

    # -- figures

    def showEvent(self, event: QShowEvent) -> None:
        """Looked at: counted anew."""
        super().showEvent(event)
        self.asking.refresh()
        self.refresh()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody looks."""
        super().hideEvent(event)
        self._again.stop()
        self._waiting.leave()

    def refresh(self) -> None:
        """As it is now, counted beside the event loop."""
        self._asked += 1
        self._waiting.begin(self._read(self._asked, self.page))

    async def _read(self, asked: int, page: ReportPage) -> None:
        try:
            if self.asking.first_s is None:
                self.asking.first_s = await self.kit.desk.report_first_s()
            report = await page.read(self.asking.ask())
        except ComptoirError as error:
            if isValid(self):
                self._waiting.end()
                self._tell_refusal(error)
            return
        if isValid(self) and asked == self._asked and page is self.page:
            self._waiting.end()
            page.show_report(report)
            hint = _("press a figure to see what it is made of")
            foot = foot_words(report, self.kit.formats, has_clock=page.has_clock)
            self.foot.set_text(f"{foot} · {hint}")

    def _changed(self, changes: Changes) -> None:
        is_ours = changes.is_everything or changes.is_measures or changes.is_hours or changes.is_team
        is_of_deals = changes.deals or changes.is_pipelines
        if changes.is_hours or changes.is_team:
            self.asking.refresh()
        if (is_ours or is_of_deals) and self.isVisible() and not self._again.isActive():
            self._again.start()

    # -- what is behind a figure

    def open_behind(self, link: Link) -> None:
        """What a figure counts."""
        self._return_to = self.focusWidget()
        self.kit.tasks.spawn(self._read_behind(link), "behind a figure")

    async def _read_behind(self, link: Link) -> None:
        try:
            rows = await self.kit.desk.behind_figure(link.key, MOST)
        except ComptoirError as error:
            if isValid(self):
                self._tell_refusal(error)
            return
        if not isValid(self):
            return
        self.behind.show_rows(link, rows)
        self.behind.show()
        self._place_behind()
        self.behind.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def close_behind(self) -> None:
        """Back to the figure."""
        if self.behind.isHidden():
            return
        self.behind.hide()
        self.stack.show()
        back = self._return_to
        if back is not None and isValid(back) and back.isVisible():
            back.setFocus(Qt.FocusReason.OtherFocusReason)

    def _open_row(self, row: BehindRow) -> None:
        if row.kind == "turn" and row.conversation_id is not None:
            self.kit.tasks.spawn(self._open_story(row), "one wait")
        elif row.kind == "deal":
            self.deal_asked.emit(row.deal_id)
        elif row.kind == "appointment":
            if row.appointment_id:
                self.appointment_asked.emit(row.appointment_id)
        elif row.conversation_id is not None:
            self._go_to(row.conversation_id, row.message_id or "")

    async def _open_story(self, row: BehindRow) -> None:
        if row.conversation_id is None:
            return
        try:
            story = await self.kit.desk.turn_story(row.conversation_id, row.episode, row.turn)
        except ComptoirError as error:
            self._tell_refusal(error)
            return
        if not isValid(self):
            return
        if story is None:
            self.toasts.show(_("This wait is there no more: the conversation was erased."), icon="info")
            return
        sheet = TurnSheet(self.kit, story, self.window())
        sheet.message_asked.connect(self._go_to)
        sheet.open()

    def _go_to(self, conversation_id: str, message_id: str) -> None:
        if message_id:
            self.message_asked.emit(conversation_id, message_id)
        else:
            self.open_asked.emit(conversation_id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape closes the list beside the figures."""
        if event.key() == Qt.Key.Key_Escape and self.behind.isVisible():
            self.close_behind()
        else:
            super().keyPressEvent(event)

    # -- room

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Buttons with their words where there is room for them."""
        super().resizeEvent(event)
        is_small = self.width() < self.kit.theme.px(SMALL_BELOW_PX)
        for chooser in (*self.asking.choosers, self.export_button):
            chooser.set_small(is_small)
        self.export_button.setVisible(self.kit.desk.me().role in LEADERS)
        self._place_behind()

    def _place_behind(self) -> None:
        if self.behind.isHidden():
            return
        width = self.kit.theme.px(WIDTH_PX)
        has_room = self.width() >= width + LEAST_BESIDE_PX
        self.stack.setVisible(has_room)
        self.behind.setMinimumWidth(width if has_room else 0)
        self.behind.setMaximumWidth(width if has_room else 16_777_215)

    # -- export

    def _open_export(self) -> None:
        menu = Menu(self.kit.theme, _("Export"), self)
        menu.add(_("Table for Excel (CSV)…"), lambda: self._ask_where("csv"))
        menu.add(_("For printing (PDF)…"), lambda: self._ask_where("pdf"))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.open_below(self.export_button.button)

    def _ask_where(self, ending: str) -> None:
        if self.page.report is None:
            return
        filters = {
            "csv": _("Table for Excel (CSV)") + " (*.csv)",
            "pdf": _("Document for printing (PDF)") + " (*.pdf)",
        }
        dialog = FileDialog(self.window(), _("Export this page"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(ending)
        dialog.setNameFilters([filters[ending]])
        dialog.selectFile(f"{self._page_title()} {self.kit.clock.now().date().isoformat()}.{ending}")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda name: self.write(Path(name)))
        dialog.open()

    def write(self, target: Path) -> None:
        """The page in view as a file, by the name's ending."""
        report = self.page.report
        if report is not None:
            self.kit.tasks.spawn(self._write(target, self.page, report), "export a report")

    async def _write(self, target: Path, page: ReportPage, report: Report) -> None:
        kit, sections = self.kit, page.sections()
        try:
            if target.suffix.lower() == ".pdf":
                await kit.desk.write_report(target, self._printed(page, report))
            else:
                rows = report_rows(
                    report, self._page_title(), sections, self._chosen(report.ask), kit.formats
                )
                separator = ";" if language() == "fr" else ","
                await kit.desk.export_figures(target, rows, separator)
        except ComptoirError as error:
            self._tell_refusal(error)
            return
        self.toasts.show(_("The report was written into {name}.").format(name=target.name), is_passing=True)

    def _printed(self, page: ReportPage, report: Report) -> bytes:
        from ui.reports.printing import Paper, printed

        kit = self.kit
        about = about_rows(report, self._page_title(), self._chosen(report.ask), kit.formats)
        business = str(kit.desk.setting("business_name"))
        foot = foot_words(report, kit.formats, has_clock=page.has_clock)
        title = _("{page}: report").format(page=self._page_title())
        return printed(kit.theme, Paper(title, business, tuple(about), foot), page.sections())

    def _page_title(self) -> str:
        return title_of(self._lines[self.tabs.chosen_id])

    def _chosen(self, ask: ReportAsk) -> list[tuple[str, str]]:
        """Hours, number and person, as the head says them."""
        asking = self.asking
        found = [
            (_("Number"), asking.line_button.full.text()),
            (_("Whose"), asking.member_button.full.text()),
        ]
        if self.page.has_clock:
            found.insert(0, (_("Hours"), _("Opening hours") if ask.clock == "bus" else _("Round the clock")))
        return found

    def _tell_refusal(self, error: ComptoirError) -> None:
        self.toasts.show(sentences.refusal(error.code, error.facts), icon="circle-alert", ink="danger")

    def close_down(self) -> None:
        """No timer may outlive the screen."""
        self._again.stop()
        self._waiting.end()
        for page in self._made.values():
            page.close_down()


def _bring_in_view(area: QScrollArea, content: QWidget, widget: QWidget, rect: QRect) -> None:
    """The page scrolls with the keyboard."""
    middle = widget.mapTo(content, QPoint(rect.center()))
    area.ensureVisible(middle.x(), middle.y(), 0, rect.height() * 2)

"""The page "Figures" of deals: outcomes first, then the funnel, times, losses, ages; each figure opens its deals."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6.QtCore import QRect, Qt, QTimer
from PySide6.QtGui import QHideEvent, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget
from shiboken6 import isValid

from app.domain.deal_figure_rows import DealFigures, FigureKey
from app.domain.errors import ComptoirError
from app.domain.rows import Changes
from app.words import gettext as _
from app.words import language, sentences
from ui.deals.funnel import words
from ui.deals.funnel.behind import MOST, WIDTH_PX, Behind
from ui.deals.funnel.cards import Cards
from ui.deals.funnel.choosing import Choosing
from ui.deals.funnel.export import figure_rows
from ui.deals.funnel.grids import Grids
from ui.deals.funnel.tiles import TileRow, tile_faces
from ui.deals.page import LEADERS, SIDE, Page
from ui.kit import Kit
from ui.widgets.button import Button, IconButton
from ui.widgets.file_dialog import FileDialog
from ui.widgets.labels import Paragraph
from ui.widgets.surfaces import Surface
from ui.widgets.toast import ToastStack

GAP: Final = 12
AGAIN_MS: Final = 400  # changes that come together are counted together
TILES: Final = 5
NARROW_PX: Final = 720  # under which a button is its icon
LEAST_BESIDE_PX: Final = 560  # room of the tables with the list beside them


class FunnelPage(Page):
    """Counted anew whenever it is looked at and when deals change."""

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(kit, _("Figures"), parent)
        self.figures: DealFigures | None = None
        self._asked = 0  # what comes for an older question is not shown
        self._return_to: QWidget | None = None
        theme = kit.theme
        self.choosing = Choosing(kit, self)
        self.export_button = Button(theme, _("Export…"), icon="download", name=_("Export the figures"))
        self.export_icon = IconButton(theme, "download", _("Export the figures"))
        self.tiles = TileRow(theme, TILES)
        self.cards = Cards(theme)
        self.foot = Paragraph(theme, role="small", ink="text_muted")
        self.behind = Behind(kit)
        self.toasts = ToastStack(theme, self)
        self._again = QTimer(self, singleShot=True, interval=AGAIN_MS)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        theme = self.kit.theme
        for part in (
            self.choosing.pipeline_button,
            self.choosing.owner_button,
            self.choosing.period_button,
            self.export_button,
            self.export_icon,
        ):
            self.head.addWidget(part)
        content = self.content = Surface(theme, "surface_sunken")
        column = QVBoxLayout(content)
        column.setContentsMargins(SIDE, 16, SIDE, 16)
        column.setSpacing(GAP)
        for block in (self.tiles, self.cards, self.foot):
            column.addWidget(block)
        column.addStretch(1)
        self.area = QScrollArea()
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setWidgetResizable(True)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setWidget(content)
        beside = QHBoxLayout()
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(0)
        beside.addWidget(self.area, 1)
        beside.addWidget(self.behind)
        self.behind.hide()
        self.column.addLayout(beside, 1)

    def _connect(self) -> None:
        self.choosing.changed.connect(self.refresh)
        self.export_button.clicked.connect(self._ask_where)
        self.export_icon.clicked.connect(self._ask_where)
        self.behind.left.connect(self.close_behind)
        self.behind.deal_asked.connect(self.deal_asked)
        self.cards.opened.connect(self.open_behind)
        self.cards.stood_on.connect(self._bring_in_view)
        for tile in self.tiles.tiles:
            tile.clicked.connect(lambda _is_on=False, tile=tile: self._open_tile(tile.face.key))
        self._again.timeout.connect(self.refresh)
        self.kit.bridge.changed.connect(self._changed)

    # -- what is shown

    def focus_first(self) -> None:
        """Looked at: the keyboard enters at the first outcome."""
        self.tiles.tiles[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def showEvent(self, event: QShowEvent) -> None:
        """Looked at: counted anew."""
        super().showEvent(event)
        self.refresh()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody looks."""
        super().hideEvent(event)
        self._again.stop()

    def refresh(self) -> None:
        """As it is now, counted beside the event loop."""
        self.choosing.refresh()
        self._asked += 1
        self.kit.tasks.spawn(self._read(self._asked), "deal figures")

    async def _read(self, asked: int) -> None:
        choosing, zone = self.choosing, self.kit.formats.zone
        period = choosing.period
        try:
            figures = await self.kit.desk.deal_figures(
                choosing.pipeline.pipeline_id, period.since_at(zone), period.until_at(zone), choosing.owner_id
            )
        except ComptoirError as error:
            if isValid(self):
                self._tell_refusal(error)
            return
        if isValid(self) and asked == self._asked:
            self._show(figures)

    def _show(self, figures: DealFigures) -> None:
        kit = self.kit
        self.figures = figures
        self.tiles.show_faces(tile_faces(figures, kit.formats))
        first = str(kit.desk.setting("currency"))
        self.cards.show_grids(Grids(figures, self.choosing.pipeline, kit.formats, first).all())
        hint = _("press a figure to see its deals")
        self.foot.set_text(f"{words.foot_words(figures, kit.formats)} · {hint}")

    def _changed(self, changes: Changes) -> None:
        is_ours = changes.is_everything or changes.deals or changes.is_pipelines
        if is_ours and self.isVisible() and not self._again.isActive():
            self._again.start()

    def _bring_in_view(self, grid: QWidget, rect: QRect) -> None:
        """The page scrolls with the keyboard."""
        middle = grid.mapTo(self.content, rect.center())
        self.area.ensureVisible(middle.x(), middle.y(), 0, rect.height() * 2)

    # -- the deals behind a figure

    def _open_tile(self, key: FigureKey | None) -> None:
        if key is not None:
            self.open_behind(key)

    def open_behind(self, key: FigureKey) -> None:
        """Which deals a figure counts."""
        self._return_to = self.focusWidget()
        self.kit.tasks.spawn(self._read_behind(key), "deals behind a figure")

    async def _read_behind(self, key: FigureKey) -> None:
        pipeline = self.choosing.pipeline
        try:
            rows = await self.kit.desk.deals_behind(key, MOST)
        except ComptoirError as error:
            if isValid(self):
                self._tell_refusal(error)
            return
        if not isValid(self):
            return
        title = words.key_words(key, pipeline)
        total = self.figures.count(key) if self.figures is not None else len(rows)
        self.behind.show_deals(title, max(total, len(rows)), rows, self.kit.desk.pipelines())
        self.behind.show()
        self._place_behind()
        self.behind.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def close_behind(self) -> None:
        """Back to the figure."""
        self.behind.hide()
        self.area.show()
        back = self._return_to
        if back is not None and isValid(back) and back.isVisible():
            back.setFocus(Qt.FocusReason.OtherFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The list stands beside the tables, or in their place where there is no room for both."""
        super().resizeEvent(event)
        is_narrow = self.width() < self.kit.theme.px(NARROW_PX)
        may_export = self.kit.desk.me().role in LEADERS
        self.export_button.setVisible(may_export and not is_narrow)
        self.export_icon.setVisible(may_export and is_narrow)
        self._place_behind()

    def _place_behind(self) -> None:
        if self.behind.isHidden():
            return
        width = self.kit.theme.px(WIDTH_PX)
        has_room = self.width() >= width + LEAST_BESIDE_PX
        self.area.setVisible(has_room)
        self.behind.setMinimumWidth(width if has_room else 0)
        self.behind.setMaximumWidth(width if has_room else 16_777_215)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape closes the list first, then leads back."""
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif self.behind.isVisible():
            self.close_behind()
        else:
            self.back_asked.emit()

    # -- export

    def _ask_where(self) -> None:
        if self.figures is None:
            return
        dialog = FileDialog(self.window(), _("Export the figures"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("csv")
        dialog.setNameFilters([_("Table for Excel (CSV)") + " (*.csv)"])
        dialog.selectFile(f"{_('Deals, figures')} {self.kit.clock.now().date().isoformat()}.csv")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda name: self.write(Path(name)))
        dialog.open()

    def write(self, target: Path) -> None:
        """The figures that are shown, as a file."""
        if self.figures is not None:
            self.kit.tasks.spawn(self._write(target, self.figures), "export figures")

    async def _write(self, target: Path, figures: DealFigures) -> None:
        whose = self.choosing.owner_button.text()
        rows = figure_rows(figures, self.choosing.pipeline, whose, self.kit.formats)
        separator = ";" if language() == "fr" else ","
        try:
            await self.kit.desk.export_figures(target, rows, separator)
        except ComptoirError as error:
            self._tell_refusal(error)
            return
        self.toasts.show(_("The figures were written into {name}.").format(name=target.name), is_passing=True)

    def _tell_refusal(self, error: ComptoirError) -> None:
        self.toasts.show(sentences.refusal(error.code, error.facts), icon="circle-alert", ink="danger")

    def close_down(self) -> None:
        """No timer may outlive the page."""
        self._again.stop()

"""The guide as a screen: the steps at the left, one of them at the right, and below it the ways on and back.

It stands where the inbox stands otherwise, as there is none while the hub is on its way.
"""

from __future__ import annotations

from collections.abc import Coroutine
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget
from shiboken6 import isValid

from app.desk.hub_move import HubMove
from app.domain.errors import ComptoirError
from app.domain.hub_move import MoveStep, begun
from app.domain.later import asyncio
from app.words import gettext as _
from app.words import sentences
from ui.moving.pages import AboutPage, AddressPage, DonePage, MovePage, PackPage, ServerPage
from ui.moving.words import step_name
from ui.setup.column import ScrolledColumn
from ui.setup.rail import WIDTH, StepRow
from ui.tasks import Tasks
from ui.theme.theme import Theme
from ui.widgets.button import Button
from ui.widgets.dialog import ConfirmDialog
from ui.widgets.file_dialog import FileDialog
from ui.widgets.labels import ElidedLabel, Label
from ui.widgets.surfaces import Surface, tight

RAIL_FROM: Final = 860
SIDE: Final = 24
FOOT: Final = 64


class MoveGuide(Surface):
    """`left`: on to the inbox. `manual_asked(place)`: a page of the manual."""

    left = Signal()
    manual_asked = Signal(str)

    def __init__(self, theme: Theme, tasks: Tasks, hub: HubMove, parent: QWidget | None = None) -> None:
        super().__init__(theme, "surface_sunken", parent=parent)
        self._theme, self._tasks, self._hub = theme, tasks, hub
        self.guide = begun(hub.standing())
        self._busy = ""
        moves, follows = _("Move to a server that is always on"), step_name("address")
        self.setAccessibleName(moves if self.guide.standing.has_hub else follows)
        self.rail = Surface(theme, "surface", edges=("trailing",))
        self.rows = {
            step: StepRow(theme, number, step_name(step)) for number, step in enumerate(self.guide.steps, 1)
        }
        self.pages: dict[MoveStep, MovePage] = {}
        self._areas: dict[MoveStep, QScrollArea] = {}
        self._stack = QStackedWidget()
        self._make_pages()
        self.meanwhile = Button(theme, _("Read the inbox meanwhile"), kind="quiet")
        self.aside = Button(theme, "", kind="quiet")
        self.back = Button(theme, _("Back"), icon="arrow-left")
        self.says = ElidedLabel(theme, "", ink="text_muted")
        self.stop = Button(theme, _("Stop"), kind="quiet")
        self.main = Button(theme, _("Go on"), kind="primary", key_hint="⏎")
        self._lay_out()
        self._connect()
        self._refresh()

    @property
    def page(self) -> MovePage:
        """The step in view."""
        return self.pages[self.guide.shown]

    def focus_first(self) -> None:
        """The keyboard enters the step."""
        (self.page.first_control or self.main).setFocus(Qt.FocusReason.OtherFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Without room for the title and the list of steps, the step itself says what it is."""
        super().resizeEvent(event)
        is_wide = event.size().width() >= self._theme.px(RAIL_FROM)
        self.rail.setVisible(is_wide and len(self.rows) > 1)
        self._title.setVisible(is_wide)

    # -- made once

    def _make_pages(self) -> None:
        theme, hub = self._theme, self._hub
        has_hub = self.guide.standing.has_hub
        made: list[MovePage] = [AddressPage(theme, has_hub=has_hub)]
        if has_hub:
            key = hub.data_key()
            pack, server = PackPage(theme, key), ServerPage(theme, key, hub.numbers())
            pack.again_asked.connect(self._ask_where)
            server.manual_asked.connect(self.manual_asked)
            made = [AboutPage(theme), pack, server, *made, DonePage(theme)]
        for page in made:
            page.entered.connect(self._main_by_key)
            area = ScrolledColumn(theme, page)
            self.pages[page.STEP], self._areas[page.STEP] = page, area
            self._stack.addWidget(area)

    def _lay_out(self) -> None:
        theme = self._theme
        head = Surface(theme, "surface", edges=("bottom",))
        head.setFixedHeight(theme.px(theme.tokens.size.screen_header))
        title = QHBoxLayout(head)
        title.setContentsMargins(SIDE, 0, 16, 0)
        self._title = Label(theme, self.accessibleName(), role="title", weight="semibold")
        title.addWidget(self._title)
        title.addStretch(1)
        title.addWidget(self.meanwhile)
        title.addWidget(self.aside)
        self.rail.setAccessibleName(_("Steps"))
        self.rail.setFixedWidth(theme.px(WIDTH))
        steps = QVBoxLayout(self.rail)
        steps.setContentsMargins(12, 16, 12, 16)
        steps.setSpacing(2)
        for row in self.rows.values():
            steps.addWidget(row)
        steps.addStretch(1)
        foot = Surface(theme, "surface", edges=("top",))
        foot.setFixedHeight(theme.px(FOOT))
        ways = QHBoxLayout(foot)
        ways.setContentsMargins(SIDE, 0, SIDE, 0)
        ways.setSpacing(8)
        ways.addWidget(self.back)
        ways.addWidget(self.says, 1)
        ways.addWidget(self.stop)
        ways.addWidget(self.main)
        right = tight(QVBoxLayout())
        right.addWidget(self._stack, 1)
        right.addWidget(foot)
        body = tight(QHBoxLayout())
        body.addWidget(self.rail)
        body.addLayout(right, 1)
        whole = tight(QVBoxLayout(self))
        whole.addWidget(head)
        whole.addLayout(body, 1)

    def _connect(self) -> None:
        for step, row in self.rows.items():
            row.clicked.connect(lambda _is_on=False, step=step: self._go(step))
        self.back.clicked.connect(lambda: self._go(self.guide.before))
        self.main.clicked.connect(self._do_main)
        self.stop.clicked.connect(self._hub.stop_packing)
        self.meanwhile.clicked.connect(self.left)
        self.aside.clicked.connect(self._turn_aside)

    # -- what it shows

    def _go(self, step: MoveStep | None) -> None:
        if step is None or self._busy:
            return
        self.guide = self.guide.at(step)
        self._enter()

    def _enter(self) -> None:
        server, address = self.pages.get("server"), self.pages["address"]
        if isinstance(server, ServerPage) and isinstance(address, AddressPage):
            address.offer(server.domain.input.text())
        self._refresh()
        self._areas[self.guide.shown].verticalScrollBar().setValue(0)
        self.focus_first()

    def _refresh(self) -> None:
        guide, standing, is_busy = self.guide, self.guide.standing, bool(self._busy)
        self._stack.setCurrentWidget(self._areas[guide.shown])
        self.page.refresh(guide)
        for step, row in self.rows.items():
            is_before = guide.steps.index(step) < guide.steps.index(guide.shown)
            row.show_state(
                is_here=step == guide.shown, is_done=is_before, is_troubled=False,
                is_open=guide.can_show(step) and not is_busy,
            )  # fmt: skip
        self.back.setVisible(guide.before is not None)
        self.back.setEnabled(not is_busy)
        self.main.set_face(self.page.main_words(guide), key_hint="⏎")
        self.main.setEnabled(not is_busy)
        self.says.set_text(self._busy)
        self.stop.setVisible(is_busy and guide.shown == "pack")
        self.aside.setText(_("Stay on this computer…") if standing.may_stay else _("Not now"))
        self.aside.setVisible(standing.may_stay or not (standing.is_packed or standing.is_over))
        self.aside.setEnabled(not is_busy)
        self.meanwhile.setVisible(standing.is_packed and not standing.is_over)
        self.meanwhile.setEnabled(not is_busy)
        self.aside.updateGeometry()

    # -- what is done

    def _main_by_key(self) -> None:
        if self.main.isEnabled():
            self._do_main()

    def _do_main(self) -> None:
        shown = self.guide.shown
        if shown == "done":
            self.left.emit()
        elif shown == "pack" and not self.guide.standing.is_packed:
            self._ask_where()
        elif shown == "address":
            self._follow()
        else:
            self._go(self.guide.after)

    def _turn_aside(self) -> None:
        """Before anything was done, back to the inbox; afterwards the hub is taken back, once that is confirmed."""
        if not self.guide.standing.may_stay:
            self.left.emit()
            return
        dialog = ConfirmDialog(
            self._theme,
            _("Stay on this computer?"),
            _(
                "Everything is as it was before, and this computer is the server again. The packed file is worth "
                "nothing any more: remove it, here and on the server."
            ),
            confirm=_("Stay here"),
            keep=_("Go on with the move"),
            is_danger=False,
            parent=self.window(),
        )
        dialog.confirmed.connect(
            lambda: self._do(self._take_back(), _("Taking it back…"), "take the hub back")
        )
        dialog.open()

    async def _take_back(self) -> None:
        await self._hub.take_back()
        self.left.emit()

    def _ask_where(self) -> None:
        dialog = FileDialog(self.window(), _("Pack into a file"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("hub")
        dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)  # nothing is ever written over
        dialog.setNameFilters([_("Packed server of Comptoir") + " (*.hub)"])
        dialog.selectFile("comptoir.hub")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda name: self.pack(Path(name)))
        dialog.open()

    def pack(self, file: Path) -> None:
        """Into this file; how far it is is shown meanwhile."""
        self._do(self._pack(file), _("Packing…"), "pack the hub")
        self.stop.setFocus(Qt.FocusReason.OtherFocusReason)

    async def _pack(self, file: Path) -> None:
        page = self.pages["pack"]
        assert isinstance(page, PackPage)
        page.show_progress(0)
        loop = asyncio.get_running_loop()
        said = 0

        def heard(done: int, total: int) -> None:  # on the thread that packs
            nonlocal said
            percent = done * 100 // (total or 1)
            if percent > said:
                said = percent
                with suppress(RuntimeError):  # the window is gone
                    loop.call_soon_threadsafe(self._say_progress, percent)

        try:
            await self._hub.pack(file, heard)
        finally:
            if isValid(self):
                page.show_progress(None)

    def _say_progress(self, percent: int) -> None:
        page = self.pages["pack"]
        if isValid(self) and self._busy and isinstance(page, PackPage):
            page.show_progress(percent)

    def _follow(self) -> None:
        page = self.pages["address"]
        assert isinstance(page, AddressPage)
        if not page.address:
            page.show_error(_("Type the address of your server, such as https://hub.example.com."))
            self.focus_first()
            return
        self._do(self._followed(page.address), _("Asking the server…"), "follow the hub")

    async def _followed(self, address: str) -> None:
        await self._hub.follow(address)
        if not self.guide.standing.has_hub:
            self.left.emit()

    def _do(self, act: Coroutine[Any, Any, None], busy: str, name: str) -> None:
        self._busy = busy
        self.page.show_error("")
        self._refresh()
        self._tasks.spawn(self._done(act), name)

    async def _done(self, act: Coroutine[Any, Any, None]) -> None:
        """Whatever came of it, the files say how far the move is now."""
        said = ""
        try:
            await act
        except ComptoirError as error:
            said = sentences.refusal(error.code, error.facts)
        if not isValid(self):
            return
        self._busy = ""
        self.guide = self.guide.told(self._hub.standing())
        self._refresh()
        self.page.show_error(said)
        self.focus_first()

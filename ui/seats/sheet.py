"""The sheet over the whole window: who is at the computer? A portrait, a PIN, and work goes on."""

import math
from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.domain.errors import ComptoirError
from app.domain.ids import DeviceId
from app.domain.seats import SeatRow
from app.words import gettext as _
from app.words import sentences
from app.words.seats import time_left
from ui.kit import Kit
from ui.seats.faces import Faces
from ui.seats.pin_pad import PinPad
from ui.widgets.button import Button
from ui.widgets.labels import Label, Paragraph
from ui.widgets.surfaces import Surface

SAYS_PX: Final = 440
SAYS_LINES: Final = 2
TICK_MS: Final = 500
PAD_FROM_PX: Final = 620  # lower windows go without the keys for the mouse


class SwitchSheet(Surface):
    """`taken`: whoever was chosen is at the desk now. `left`: nobody else wanted it (Escape, where that is allowed)."""

    taken = Signal()
    left = Signal()

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(kit.theme, "window", parent=parent)
        self._kit = kit
        self._rows: dict[DeviceId, SeatRow] = {}
        self._chosen = DeviceId("")
        self._is_busy = False
        theme = kit.theme
        self.title = Label(theme, "", role="display", weight="semibold")
        self.faces = Faces(theme)
        self.pad = PinPad(theme)
        self.says = Paragraph(theme, ink="text_muted", is_centered=True)
        self.back = Button(theme, _("Back to work"), kind="primary", height="large")
        self.add = Button(theme, _("Add a person to this computer"), kind="link", icon="user-plus")
        self.forgot = Button(theme, _("Forgot your PIN?"), kind="link")
        self._tick = QTimer(self, interval=TICK_MS)
        self.setAccessibleName(_("Who is at the computer?"))
        self._lay_out()
        self._connect()
        self._read()
        self._choose(next(row.device_id for row in self._rows.values() if row.is_active))

    def _lay_out(self) -> None:
        theme, middle = self._kit.theme, Qt.AlignmentFlag.AlignHCenter
        space = theme.tokens.space
        self.says.setFixedWidth(SAYS_PX)
        self.says.setFixedHeight(SAYS_LINES * theme.line("body"))  # nothing jumps when it says something
        links = QHBoxLayout()
        links.setSpacing(space.x6)
        links.addStretch()
        links.addWidget(self.forgot)
        links.addWidget(self.add)
        links.addStretch()
        self._column = column = QVBoxLayout(self)
        column.addStretch(2)
        for part in (self.title, self.faces, self.pad, self.says, self.back):
            column.addWidget(part, 0, middle)
        column.addStretch(3)
        column.addLayout(links)

    def _connect(self) -> None:
        self.faces.chosen.connect(self._choose)
        self.pad.dots.entered.connect(self._enter)
        self.pad.dots.changed.connect(self._typed)
        self.back.clicked.connect(self._go_back)
        self.add.clicked.connect(self._add)
        self.forgot.clicked.connect(self._explain)
        self._tick.timeout.connect(self._let_time_pass)

    # -- what is shown

    def refresh(self) -> None:
        """Somebody came or went, or it is locked now."""
        self._read()
        known = self._chosen in self._rows
        self._choose(
            self._chosen if known else next(one.device_id for one in self._rows.values() if one.is_active)
        )

    def say(self, sentence: str, *, is_bad: bool = False) -> None:
        """One sentence below the PIN."""
        self.says.set_ink("danger" if is_bad else "text_muted")
        self.says.set_text(sentence)

    def _read(self) -> None:
        self._rows = {row.device_id: row for row in self._kit.desk.seats()}

    def _choose(self, device_id: str) -> None:
        """Ask for that person's PIN."""
        self._chosen = DeviceId(device_id)
        self.faces.show_rows(list(self._rows.values()), self._chosen)
        row = self._rows[self._chosen]
        self.pad.dots.clear()
        self.say("")
        self._let_time_pass()
        is_open = row.is_active and not self._kit.desk.is_locked()
        self.pad.setVisible(row.has_pin and not is_open)
        self.back.setVisible(is_open)
        self.says.setVisible(not is_open)
        self.title.setText(
            _("Hello {name}").format(name=row.name) if len(self._rows) == 1 else self.accessibleName()
        )
        self.forgot.setVisible(row.has_pin)
        self.pad.dots.setAccessibleName(_("PIN of {name}").format(name=row.name))
        self._take_focus()
        self._fit()

    def _take_focus(self) -> None:
        target = self.back if self.back.isVisibleTo(self) else self.pad.dots
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def showEvent(self, event: QShowEvent) -> None:
        """Type at once."""
        super().showEvent(event)
        self._tick.start()
        self._take_focus()

    def _fit(self) -> None:
        """The keys for the mouse need a window that is high enough."""
        is_high = self.height() >= self._kit.theme.px(PAD_FROM_PX)
        for key in self.pad.keys.values():
            key.setVisible(is_high)
        space = self._kit.theme.tokens.space
        edge = space.x6 if is_high else space.x3
        self._column.setContentsMargins(edge, edge, edge, edge)
        self._column.setSpacing(space.x5 if is_high else space.x1)
        self.faces.set_room(self.width() - 2 * edge)

    # -- time

    @property
    def wait_s(self) -> float:
        """Until a PIN of the chosen person is looked at."""
        row = next((row for row in self._kit.desk.seats() if row.device_id == self._chosen), None)
        return row.wait_s if row is not None else 0.0

    def _let_time_pass(self) -> None:
        wait_s = self.wait_s
        was_waiting = not self.pad.dots.is_asked and not self._is_busy
        self.pad.set_asked(is_asked=wait_s <= 0 and not self._is_busy)
        if wait_s > 0:
            left = time_left(math.ceil(wait_s))
            self.say(_("Too many wrong PINs. You can try again in {time}.").format(time=left), is_bad=True)
        elif was_waiting:
            self.say("")

    # -- what the person does

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Digits from anywhere are the PIN's; the arrows choose a person; Escape goes back where that is allowed."""
        if self.faces.step(event.key()):
            return
        if self.pad.isVisible() and self.pad.dots.takes(event):
            self.pad.dots.setFocus(Qt.FocusReason.OtherFocusReason)
        elif event.key() == Qt.Key.Key_Escape:
            self._escape()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._press_enter()
        else:
            super().keyPressEvent(event)

    def _press_enter(self) -> None:
        """The button that has the focus; else back to work, where no PIN is asked for."""
        focused = self.focusWidget()
        if isinstance(focused, Button):
            focused.click()
        elif self.back.isVisible():
            self._go_back()

    def _escape(self) -> None:
        if self.pad.dots.pin:
            self.pad.dots.clear()
        elif not self._kit.desk.is_locked():
            self.left.emit()

    def _go_back(self) -> None:
        self.left.emit()

    def _typed(self) -> None:
        if self.pad.dots.pin:
            self.say("")

    def _enter(self, pin: str) -> None:
        if not self._is_busy:
            self._is_busy = True
            self.pad.set_asked(is_asked=False)
            self._kit.tasks.spawn(self._take(self._chosen, pin), "switch person")

    async def _take(self, device_id: DeviceId, pin: str) -> None:
        try:
            await self._kit.desk.switch_to(device_id, pin)
        except ComptoirError as error:
            self._refused(error)
        else:
            self.taken.emit()
        finally:
            self._is_busy = False

    def _refused(self, error: ComptoirError) -> None:
        self._is_busy = False
        self.pad.dots.clear()
        self._let_time_pass()
        if self.wait_s <= 0:
            self.say(sentences.refusal(error.code, error.facts), is_bad=True)
        self._take_focus()

    def _explain(self) -> None:
        self.say(_("Ask the owner or a manager to remove you from this computer and to give you a new code."))
        self._take_focus()

    def _add(self) -> None:
        from ui.seats.add_person import AddPerson

        dialog = AddPerson(self._kit, self)
        dialog.added.connect(self._show_newcomer)
        dialog.open()

    def _show_newcomer(self, device_id: str) -> None:
        self._read()
        self._choose(device_id)
        self.say(_("You are one of this computer’s people now. Type your PIN to begin."))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Room for the keys or not."""
        super().resizeEvent(event)
        self._fit()

"""When a task is due, in one press: the usual times, a day and an hour of one's own, or no time at all."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.words import gettext as _
from ui.contacts.panel.flow import Flow
from ui.kit import Kit
from ui.teamwork.moment_dialog import MomentDialog
from ui.teamwork.snooze_times import When, usual_times
from ui.theme.theme import Theme
from ui.widgets.button import Button
from ui.widgets.labels import set_tip

OTHER: Final = "other"
NONE: Final = "none"
GAP: Final = 6


class DueChip(Button):
    """One of the times; the chosen one is tinted."""

    def __init__(self, theme: Theme, choice_id: str, words: str, tip: str = "") -> None:
        super().__init__(theme, words, height="small")
        self.choice_id = choice_id
        self.setCheckable(True)
        set_tip(self, tip)
        self.setAccessibleDescription(tip)
        self.toggled.connect(self._tint)

    def _tint(self, is_on: bool) -> None:
        self._kind = "soft" if is_on else "default"
        self.update()


class DueRow(QWidget):
    """`picked` when another time was chosen; `choice` says which, `at` when that is (UTC; None: no time)."""

    picked = Signal()

    def __init__(self, kit: Kit, width_px: int) -> None:
        super().__init__()
        self._kit = kit
        self.choice = ""
        self.at: datetime | None = None
        now = kit.clock.now()
        self._times: dict[str, datetime] = {one.when: one.at for one in usual_times(now, kit.formats.zone)}
        self.chips = [
            DueChip(kit.theme, when, due_words(when), kit.formats.moment(at, now))  # type: ignore[arg-type]
            for when, at in self._times.items()
            if when != "week"
        ]
        self.chips.append(DueChip(kit.theme, OTHER, _("Another time…")))
        self.chips.append(DueChip(kit.theme, NONE, _("No time")))
        for chip in self.chips:
            chip.clicked.connect(partial(self._press, chip.choice_id))
        self.flow = Flow(GAP)
        self.flow.setFixedWidth(width_px)  # its height is known before it is shown
        self.flow.show_parts(list(self.chips))
        self.setAccessibleName(_("When"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.flow)

    def take(self, choice: str, at: datetime | None) -> None:
        """This is chosen; "": nothing is."""
        self.choice, self.at = choice, at
        self._show()
        self.picked.emit()

    def _press(self, choice_id: str, _is_on: bool = False) -> None:
        if choice_id == OTHER:
            self._show()  # until a moment is chosen, what was chosen stays so
            self.open_moment()
        elif choice_id == self.choice:
            self.take("", None)
        else:
            self.take(choice_id, self._times.get(choice_id))

    def open_moment(self) -> MomentDialog:
        """A day and an hour of one's own."""
        dialog = MomentDialog(
            self._kit, partial(self.take, OTHER), self.window(),
            title=_("When is it due?"), confirm=_("Choose"), says=_("Due {moment}"),
        )  # fmt: skip
        dialog.open()
        return dialog

    def _show(self) -> None:
        for chip in self.chips:
            chip.setChecked(chip.choice_id == self.choice)


def due_words(when: When) -> str:
    """One of the usual times, in a word or two."""
    words: dict[When, str] = {
        "hour": _("In 1 h"),
        "evening": _("Today 18:00"),
        "tomorrow": _("Tomorrow 9:00"),
        "monday": _("Monday 9:00"),
        "week": _("In a week"),
    }
    return words[when]

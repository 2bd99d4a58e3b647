"""A day and an hour of one's own for putting something aside, said in words before it is done."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.words import gettext as _
from ui.kit import Kit
from ui.teamwork.month_grid import MonthGrid
from ui.teamwork.snooze_times import MORNING, moment_of, read_hour
from ui.widgets.button import Button
from ui.widgets.dialog import Dialog
from ui.widgets.inputs import Field
from ui.widgets.labels import Paragraph

HOUR_PX: Final = 140


class MomentDialog(Dialog):
    """`on_chosen(moment)` with the moment, UTC, which is to come."""

    def __init__(
        self,
        kit: Kit,
        on_chosen: Callable[[datetime], object],
        parent: QWidget,
        *,
        title: str = "",
        confirm: str = "",
        says: str = "",
        latest_at: datetime | None = None,
    ) -> None:
        """`title`, `confirm` and `says` (with {moment}) in place of the words for putting aside.

        `latest_at`: when WhatsApp takes no free answer any more; from then on no moment is taken.
        """
        super().__init__(kit.theme, title or _("Until when?"), parent)
        self._kit, self._on_chosen = kit, on_chosen
        self._latest_at = latest_at
        self._says = says or _("Comes back {moment}")
        today = kit.clock.now().astimezone(ZoneInfo(kit.formats.zone)).date()
        self.month = MonthGrid(kit.theme, kit.formats.language, today, today + timedelta(days=1))
        self.hour = Field(kit.theme, _("Hour"))
        self.hour.setFixedWidth(kit.theme.px(HOUR_PX))
        self.hour.input.setText(f"{MORNING.hour}:{MORNING.minute:02d}")
        self.says = Paragraph(kit.theme, ink="text_muted")
        self.cancel = Button(kit.theme, _("Cancel"))
        self.confirm = Button(kit.theme, confirm or _("Snooze"), kind="primary")
        self._lay_out()
        self.month.chosen.connect(lambda _day: self._settle())
        self.hour.input.textChanged.connect(lambda _text: self._settle())
        self.cancel.clicked.connect(self.reject)
        self.confirm.clicked.connect(self._choose)
        self.month.days.setFocus()
        self._settle()

    def _lay_out(self) -> None:
        theme = self._kit.theme
        side = QVBoxLayout()
        side.setSpacing(theme.tokens.space.x3)
        side.addWidget(self.hour)
        side.addWidget(self.says)
        side.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(theme.tokens.space.x5)
        row.addWidget(self.month, 0, Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignTop)
        row.addLayout(side, 1)
        self.body.addSpacing(theme.tokens.space.x2)
        self.body.addLayout(row)
        self.buttons.addStretch()
        self.buttons.addWidget(self.cancel)
        self.buttons.addWidget(self.confirm)
        self.confirm.setDefault(True)

    @property
    def moment(self) -> datetime | None:
        """What is chosen now; None for an hour that is none, and for what is past."""
        hour = read_hour(self.hour.input.text())
        if hour is None:
            return None
        at = moment_of(self.month.day, hour, self._kit.formats.zone)
        return at if at > self._kit.clock.now() else None

    def _is_too_late(self, at: datetime) -> bool:
        return self._latest_at is not None and at >= self._latest_at

    def _too_late(self) -> str:
        assert self._latest_at is not None
        moment = self._kit.formats.moment(self._latest_at, self._kit.clock.now())
        return _("Too late for a free answer: WhatsApp takes one until {moment}.").format(moment=moment)

    def _settle(self) -> None:
        at = self.moment
        self.confirm.setEnabled(at is not None and not self._is_too_late(at))
        if read_hour(self.hour.input.text()) is None:
            self.hour.set_error(_("An hour is needed, as in 14:30."))
            self.says.set_text("")
        elif at is None:
            self.hour.set_error("")
            self.says.set_text(_("That moment is past: choose a later one."))
        elif self._is_too_late(at):
            self.hour.set_error("")
            self.says.set_text(self._too_late())
        else:
            self.hour.set_error("")
            moment = self._kit.formats.moment(at, self._kit.clock.now())
            self.says.set_text(self._says.format(moment=moment))

    def _choose(self) -> None:
        at = self.moment
        if at is not None and not self._is_too_late(at):
            self.accept()
            self._on_chosen(at)

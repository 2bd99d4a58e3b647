"""The day on which a deal is expected: typed as people do, or chosen from a month."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from PySide6.QtWidgets import QWidget

from app.domain.deal_rows import DealCard
from app.words import gettext as _
from app.words.typed_tasks import read_task
from ui.contacts.consent.day import written_day
from ui.kit import Kit
from ui.teamwork.month_grid import MonthGrid
from ui.widgets.button import Button
from ui.widgets.dialog import Dialog

_DAY_FIRST: Final = re.compile(r"(\d{1,2})[./ -](\d{1,2})(?:[./ -](\d{2}|\d{4}))?", re.ASCII)
_YEAR_FIRST: Final = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)
EARLIEST: Final = date(2000, 1, 1)
LATEST: Final = date(2100, 12, 31)


def read_close_day(text: str, today: date) -> date | None:
    """12/3/2026, 12.3.26, 12/3, 2026-03-12; without a year the next such day is meant. None for what is no day."""
    typed = text.strip()
    try:
        if found := _YEAR_FIRST.fullmatch(typed):
            day = date(*(int(part) for part in found.groups()))
        elif found := _DAY_FIRST.fullmatch(typed):
            number, month, year = found.groups()
            day = date(_year(year, today), int(month), int(number))
            if year is None and day < today:
                day = day.replace(year=today.year + 1)
        else:
            return None
    except ValueError:
        return None
    return day if EARLIEST <= day <= LATEST else None


def _year(text: str | None, today: date) -> int:
    if text is None:
        return today.year
    return int(text) + (2000 if len(text) == 2 else 0)


def written_close_day(card: DealCard) -> str:
    """As it is typed."""
    try:
        return written_day(date.fromisoformat(card.close_on)) if card.close_on else ""
    except ValueError:
        return ""


def today_of(kit: Kit) -> date:
    """What day it is in the business."""
    return kit.clock.now().astimezone(ZoneInfo(kit.formats.zone)).date()


def typed_close_day(kit: Kit, text: str) -> date | None:
    """A day in figures, or in the words that tasks know: tomorrow, Friday, in 3 days."""
    day = read_close_day(text, today_of(kit))
    if day is not None or not text.strip():
        return day
    zone = kit.formats.zone
    typed = read_task(text, kit.clock.now(), zone, kit.formats.language)
    if typed.title or typed.due_at is None:
        return None
    return typed.due_at.astimezone(ZoneInfo(zone)).date()


def day_problem(kit: Kit, text: str) -> str:
    """Why this is no day; none is fine."""
    is_good = not text or typed_close_day(kit, text) is not None
    return "" if is_good else _("This is no day. Write it as in 24/12/2026, or choose it from the calendar.")


class CloseDay(Dialog):
    """A day of the calendar; `taken` hears it."""

    def __init__(self, kit: Kit, day: date, parent: QWidget, taken: Callable[[date], object]) -> None:
        super().__init__(kit.theme, _("Expected on"), parent.window())
        today = today_of(kit)
        self.month = MonthGrid(kit.theme, kit.formats.language, min(day, today - timedelta(days=365)), day)
        self.confirm = Button(kit.theme, _("Choose"), kind="primary")
        cancel = Button(kit.theme, _("Cancel"))
        cancel.clicked.connect(self.reject)
        self.confirm.clicked.connect(self.accept)
        self.body.addWidget(self.month)
        self.buttons.addStretch()
        self.buttons.addWidget(cancel)
        self.buttons.addWidget(self.confirm)
        self.confirm.setDefault(True)
        self.accepted.connect(lambda: taken(self.month.day))

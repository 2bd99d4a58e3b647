"""What a business's calendar is set with: the days of its week, and the country whose holidays it keeps."""

from __future__ import annotations

import re
from datetime import date
from functools import partial
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.words import gettext as _
from app.words import language
from app.words.calendar_names import NAMES
from app.words.place_names import country_named
from ui.theme.theme import Theme
from ui.widgets.button import Button

DAYS: Final = 7
_DAY: Final = re.compile(
    r"(?<!\d)(?:(\d{4})-(\d{1,2})-(\d{1,2})|(\d{1,2})[./](\d{1,2})[./](\d{4}|\d{2}))(?!\d)", re.ASCII
)
_BETWEEN: Final = frozenset({"-", "–", "—", "/", "to", "until", "au", "à", "jusqu’au", "jusqu'au"})
_BEFORE: Final = frozenset({"", "from", "on", "the", "du", "le"})


class WeekdayPicker(QWidget):
    """`chosen("12345")` when another day is worked, or no more. The last one cannot be taken away."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.days = ""
        self.buttons: list[tuple[Button, Button]] = []  # as it looks when it is not worked, and when it is
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(4)
        spoken = NAMES["fr" if language() == "fr" else "en"].days
        for number in range(DAYS):
            whole = spoken[number]
            free = Button(
                theme, whole[:2].capitalize(), height="small", name=_("{day}, closed").format(day=whole)
            )
            name = _("{day}, worked").format(day=whole)
            worked = Button(theme, whole[:2].capitalize(), kind="soft", height="small", name=name)
            for button in (free, worked):
                button.clicked.connect(partial(self._turn, str(number + 1)))
                line.addWidget(button)
            self.buttons.append((free, worked))

    def choose(self, days: str) -> None:
        """These are worked."""
        self.days = days
        for number, (free, worked) in enumerate(self.buttons, 1):
            is_worked = str(number) in days
            had = free.hasFocus() or worked.hasFocus()
            free.setVisible(not is_worked)
            worked.setVisible(is_worked)
            if had:
                (worked if is_worked else free).setFocus()
        self.setFocusProxy(self.buttons[0]["1" in days])

    def _turn(self, day: str) -> None:
        left = set(self.days) ^ {day}
        if left:
            self.choose("".join(sorted(left)))
            self.chosen.emit(self.days)


def region_words(region: str) -> str:
    """A country, and the part of it, as people say it: France, France-57."""
    if not region:
        return ""
    from babel import Locale  # whoever has chosen a country looks at it here

    country, dash, part = region.partition("-")
    name = Locale.parse("fr" if language() == "fr" else "en").territories.get(country, country)
    return f"{name}{dash}{part}"


def read_region(text: str) -> tuple[str, str]:
    """The region that was meant ("FR-57"), or why it is none."""
    from app.words.holidays_of import is_region

    if not text.strip():
        return "", ""
    named, dash, part = text.strip().rpartition("-")
    candidates = [
        country_named(text) or "",
        f"{country_named(named) or ''}-{part.strip().upper()}" if dash else "",
    ]
    found = next((one for one in candidates if one and is_region(one)), None)
    if found is not None:
        return found, ""
    return text, _("The holidays of this place are not known. Examples: France, France-57, Germany-BY.")


def closed_words(value: str) -> str:
    """Closed days as people write them; what is kept otherwise stays as it is."""
    found = []
    for part in filter(None, map(str.strip, value.split(","))):
        try:
            days = [date.fromisoformat(one.strip()) for one in part.split("/")]
        except ValueError:
            return value
        said = [f"{day.day:02d}/{day.month:02d}/{day.year:04d}" for day in days]
        found.append(
            _("{first} to {last}").format(first=said[0], last=said[-1]) if len(said) > 1 else said[0]
        )
    return ", ".join(found)


def read_closed_days(text: str) -> tuple[str, str]:
    """As they are kept ("2026-12-24, 2026-08-10/2026-08-21"), or why they are none."""
    from app.domain.working_days import read_closed

    parts = [_stretch(part) for part in re.split(r"[,;\n]", text) if part.strip()]
    kept = ", ".join(parts)
    if all(parts) and read_closed(kept) is not None:
        return kept, ""
    return text, _(
        "These are no dates. Write them as in 24/12/2026, or from one to another as in 10/08/2026 to 21/08/2026."
    )


def _stretch(part: str) -> str:
    """One day, or from one to another; "" for anything else."""
    found = list(_DAY.finditer(part))
    if not 1 <= len(found) <= 2:
        return ""
    edges = [0, *(edge for one in found for edge in one.span()), len(part)]
    around = [part[start:end].strip().casefold() for start, end in zip(edges[::2], edges[1::2], strict=True)]
    is_plain = around[0] in _BEFORE and around[-1] == "" and all(one in _BETWEEN for one in around[1:-1])
    return "/".join(_iso(one) for one in found) if is_plain else ""


def _iso(found: re.Match[str]) -> str:
    """Which dates there are is for the rules to say."""
    year, month, day, by_day, by_month, by_year = found.groups()
    if year is None:
        year, month, day = by_year if len(by_year) == 4 else f"20{by_year}", by_month, by_day
    return f"{year}-{int(month):02d}-{int(day):02d}"

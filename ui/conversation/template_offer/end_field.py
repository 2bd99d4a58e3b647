"""Until when a limited offer holds: a day and an hour of the business's clock."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.words import gettext as _
from ui.theme.theme import Theme
from ui.widgets.inputs import Field

_WRITTEN: Final = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})\s+(\d{1,2})(?:[:h](\d{2}))?")


class EndField(QWidget):
    """`ends_at` is None until a moment after `now` is written, as 28/11/2026 19:00."""

    changed = Signal()

    def __init__(
        self,
        theme: Theme,
        zone: str,
        now: Callable[[], datetime],
        ends_at: datetime | None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._zone, self._now = ZoneInfo(zone), now
        self.field = Field(theme, _("End of the offer"), placeholder=_("day/month/year hour:minute"))
        if ends_at is not None:
            self.field.input.setText(f"{ends_at.astimezone(self._zone):%d/%m/%Y %H:%M}")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.field)
        self.field.input.textChanged.connect(self.changed)
        self.field.input.editingFinished.connect(self._judge)

    @property
    def places(self) -> tuple[QWidget, ...]:
        """Where Tab stops."""
        return (self.field.input,)

    @property
    def ends_at(self) -> datetime | None:
        """The moment, UTC."""
        found = _WRITTEN.fullmatch(self.field.input.text().strip())
        if found is None:
            return None
        day, month, year, hour, minute = (int(part or 0) for part in found.groups())
        try:
            moment = datetime(year, month, day, hour, minute, tzinfo=self._zone).astimezone(UTC)
        except ValueError:
            return None
        return moment if moment > self._now() else None

    def _judge(self) -> None:
        is_bad = bool(self.field.input.text().strip()) and self.ends_at is None
        self.field.set_error(_("A moment to come is needed, as in 28/11/2026 19:00.") if is_bad else "")

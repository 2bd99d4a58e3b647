"""Appointments that leave: as a calendar file, as a table, under an address that phones read. A part of `Desk`.

Nothing here imports a library.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal, Protocol

if TYPE_CHECKING:
    from app.desk.transfer_desk import ExportOutcome
    from app.domain.agenda_rows import AppointmentRow
    from app.domain.calendar_feeds import CalendarFeed, Shows

AgendaFormat = Literal["ics", "csv"]
AGENDA_FORMATS: Final[tuple[AgendaFormat, ...]] = ("ics", "csv")


class AgendaFilesDesk(Protocol):
    """The journal has a trace of each file before its first byte is written."""

    async def export_agenda(
        self, path: Path, kind: AgendaFormat, rows: Sequence[AppointmentRow], *, separator: str = ","
    ) -> ExportOutcome:
        """Write these. Owner and manager. Raises "agenda_export_role", "agenda_export_nothing", EnvironmentFailure."""

    async def calendar_feeds(self) -> list[CalendarFeed]:
        """Addresses that are there. Owner and manager. Raises "hub_unreachable", "role_missing"."""

    async def make_calendar_feed(self, resource_id: str, shows: Shows) -> str:
        """Gives the address, this once: the hub keeps its hash alone. Raises as `calendar_feeds`, also
        "feed_resource_unknown", "feeds_many".
        """

    async def revoke_calendar_feed(self, feed_id: str) -> None:
        """Phones read nothing under it any more. Raises also "feed_unknown"."""

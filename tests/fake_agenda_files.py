"""The part of `tests.fake_desk.FakeDesk` that writes appointments into files: what was asked for is remembered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from app.desk.agenda_files_desk import AgendaFormat
from app.desk.transfer_desk import ExportOutcome
from app.domain.agenda_rows import AppointmentRow
from app.domain.booking_confirmations import BookingConfirmation, ToTell
from app.domain.calendar_feeds import CalendarFeed, Shows
from app.domain.clock import Clock
from app.domain.contents import Content, Media
from app.domain.errors import ComptoirError
from app.domain.ids import ConversationId


class FakeAgendaFiles:
    """`agenda_exports`: where to, which kind, how many. `feeds`: addresses that are there."""

    clock: Clock

    def __init__(self) -> None:
        super().__init__()
        self.agenda_exports: list[tuple[Path, str, int]] = []
        self.feeds: list[CalendarFeed] = []
        self.confirmation = BookingConfirmation("", is_open=True, messages=(ToTell("text", "It is booked."),))
        self.confirmed: list[BookingConfirmation] = []
        self.feed_host = "https://hub.salon.example"

    async def export_agenda(
        self, path: Path, kind: AgendaFormat, rows: Sequence[AppointmentRow], *, separator: str = ","
    ) -> ExportOutcome:
        """Refused as the desk does."""
        del separator
        if not rows:
            raise ComptoirError("agenda_export_nothing")
        self.agenda_exports.append((path, kind, len(rows)))
        return ExportOutcome(path, len(rows))

    async def calendar_feeds(self) -> list[CalendarFeed]:
        """Those that are there."""
        return list(self.feeds)

    async def make_calendar_feed(self, resource_id: str, shows: Shows) -> str:
        """The address tells which one it is."""
        feed_id = f"f{len(self.feeds)}"
        self.feeds.insert(0, CalendarFeed(feed_id, resource_id, shows, "en", self.clock.now()))
        return f"{self.feed_host}/calendar/{feed_id}-secret.ics"

    async def revoke_calendar_feed(self, feed_id: str) -> None:
        """Refused as the hub does."""
        if feed_id not in [one.feed_id for one in self.feeds]:
            raise ComptoirError("feed_unknown")
        self.feeds = [one for one in self.feeds if one.feed_id != feed_id]

    def booking_confirmation(
        self, appointment_id: str, files: Sequence[tuple[str, Media]] = (), template: str = ""
    ) -> BookingConfirmation:
        """`confirmation`, with the files behind it."""
        kept = self.confirmation
        more = () if kept.code else tuple(ToTell(kind, "", Content(media=media)) for kind, media in files)
        return replace(
            kept, appointment_id=appointment_id, conversation_id=ConversationId("c-001"),
            template=template or kept.template,            messages=(*kept.messages, *more),
        )  # fmt: skip

    async def confirm_booking(self, told: BookingConfirmation) -> None:
        """Remembered in `confirmed`."""
        if told.code:
            raise ComptoirError(told.code, **told.facts)
        self.confirmed.append(told)

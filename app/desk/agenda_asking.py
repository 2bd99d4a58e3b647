"""Asking everybody of a day whether they come: what would go out, sending it, and how far it is. A part of `Desk`.

Nothing here imports a library: a first paint passes through it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from app.domain.ask_plans import AskPlan, AskProgress
    from app.domain.booking_confirmations import BookingConfirmation
    from app.domain.contents import Media


class AskingDesk(Protocol):
    """Changes come as those of the agenda do, also when a message that asked was sent, delivered or read."""

    async def ask_plan(
        self,
        day: date,
        appointment_ids: Sequence[str] | None = None,
        again: bool = False,
        *,
        template: str = "",
        quiet_anyway: bool = False,
    ) -> AskPlan:
        """Who would be asked, in which words, who is left out and why; nothing is sent.

        One message for each number, about all that it has on that day. `appointment_ids` None: everybody of the day;
        else these alone. `again`: also those who were asked and said nothing. `template`: the name of another approved
        text than the ready one. `quiet_anyway`: although it is the quiet hours where they live.
        """

    async def ask(self, plan: AskPlan) -> str:
        """Send it; gives the id of the run. On disk when it returns. Raises "ask_nothing" where nobody is left."""

    def ask_runs(self, day: date) -> list[AskProgress]:
        """Every press that asked about appointments of a day, the newest first."""

    def ask_run(self, run_id: str) -> AskProgress | None:
        """How far one is that this computer has seen."""

    def booking_confirmation(
        self, appointment_id: str, files: Sequence[tuple[str, Media]] = (), template: str = ""
    ) -> BookingConfirmation:
        """What telling them that it is booked would come to; nothing is sent. `files`: besides the service's, with the
        kinds under which they go. `template`: another approved text than the first that fits.
        """

    async def confirm_booking(self, told: BookingConfirmation) -> None:
        """Send it. On disk when it returns. Raises its `code`, and as `Desk.send`."""

    async def stop_asking(self, run_id: str) -> int:
        """Take back what has not left yet; gives how many. Who is not asked is to be asked again."""

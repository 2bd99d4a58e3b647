"""Several people at one computer, each credited with what they do. A part of `Desk`.

Nothing here imports a library: a first paint passes through it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, Protocol

from app.domain.ids import DeviceId
from app.domain.seats import SeatRow

# "leaving": another person is about to be at the desk, what is on the screen must be put away now, in this call.
# "changed": who is here, or whether a PIN is asked for.
SeatMoment = Literal["leaving", "changed"]


class SeatsDesk(Protocol):
    """Who sits at this computer. With one person without a PIN, nothing is ever asked."""

    def seats(self) -> list[SeatRow]:
        """Everybody who uses this computer, in the order in which they came."""

    def is_locked(self) -> bool:
        """Whether a PIN must be typed before anything is shown or done: after a start, `lock_now`, a change of PIN."""

    def gone_seats(self) -> list[str]:
        """Names of people whom the team shut out on this computer since this was last asked."""

    def lock_now(self) -> None:
        """Ask for the PIN again. Does nothing while whoever is here has none."""

    async def switch_to(self, device_id: DeviceId, pin: str) -> None:
        """That person is at the desk: their drafts, their place, and every act is theirs from here on.

        Also how the same person goes on after `lock_now`. Raises ComptoirError, changing nothing: "pin_wrong",
        "pin_wait" {wait_s}, "seat_unknown".
        """

    async def add_seat(self, code: str, pin: str) -> DeviceId:
        """Enrol somebody on this computer with their own invitation. Who has a seat here already gets a new one.

        They are at the desk once they `switch_to`. Raises ComptoirError: "pin_unfit", "pin_too_simple", "pin_first"
        while somebody here has none, "seats_full", "hub_unreachable", "invite_…".
        """

    async def change_pin(self, device_id: DeviceId, before: str, pin: str) -> None:
        """Another PIN for that person, who types the one of `before` ("" while there is none).

        Raises ComptoirError as `switch_to` and `add_seat` do.
        """

    async def remove_seat(self, device_id: DeviceId, *, discard: bool = False) -> None:
        """That person uses this computer no more; drafts and waiting messages of theirs go too.

        Raises ComptoirError: "seat_unsent" {count, name} while something of theirs waits and `discard` is not given,
        "seat_last", "seat_locked", "role_missing" for a rep who means somebody else.
        """

    def subscribe_seats(self, callback: Callable[[SeatMoment], None]) -> Callable[[], None]:
        """Be told, in the same call in which it happens; call the result to stop."""

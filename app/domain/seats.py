"""Several people at one computer: who sits there, what a PIN may be, and how long a wrong one makes them wait."""

from itertools import pairwise
from typing import Final

from app.domain.ids import DeviceId, MemberId
from app.domain.members import Role
from app.domain.records import record

SEATS_MAX: Final = 12  # people who share one computer
PIN_MIN_DIGITS: Final = 4
PIN_MAX_DIGITS: Final = 12
FREE_TRIES: Final = 3  # a finger slips
WAITS_S: Final = (30, 60, 300, 900, 3600)  # after each wrong one from there on; the last for all that follow


@record
class SeatRow:
    """Somebody who uses this computer. `wait_s`: until a PIN of theirs is looked at again, 0.0 when it is now."""

    device_id: DeviceId
    member_id: MemberId
    name: str
    role: Role
    has_pin: bool
    is_active: bool
    wait_s: float = 0.0


def pin_problem(pin: str) -> str | None:
    """Why this cannot be anybody's PIN (a refusal code), or None."""
    if not (pin.isascii() and pin.isdigit() and PIN_MIN_DIGITS <= len(pin) <= PIN_MAX_DIGITS):
        return "pin_unfit"
    steps = {int(after) - int(before) for before, after in pairwise(pin)}
    return "pin_too_simple" if steps in ({0}, {1}, {-1}) else None


def wait_after(wrong_tries: int) -> int:
    """Seconds in which no PIN is looked at once so many wrong ones were typed in a row."""
    if wrong_tries < FREE_TRIES:
        return 0
    return WAITS_S[min(wrong_tries - FREE_TRIES, len(WAITS_S) - 1)]

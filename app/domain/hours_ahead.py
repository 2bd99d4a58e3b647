"""When it opens next and when it closed last, whichever version of the opening hours counts by then.

One version alone does not know it: with a closed August from the 1st on, somebody who writes on 31 July must not be
told "tomorrow at 9", and whoever heard in spring that it was closed has not heard it of August.
"""

from collections.abc import Sequence

from app.domain.hours import LOOK_AHEAD_DAYS, HoursBook, OpeningHours, OpenTime

_FAR_S = LOOK_AHEAD_DAYS * 86_400


class HoursAhead:
    """Of these scopes, as seen from a moment at which one of them has hours."""

    def __init__(self, book: HoursBook, scopes: Sequence[str], now: OpenTime) -> None:
        self.hours: OpeningHours = now.hours
        self._book = book
        self._scopes = scopes
        self._begins = book.begins(scopes)

    def next_opening(self, moment_s: int) -> int | None:
        """The moment itself while open; None when it does not open within 400 days."""
        at_s = moment_s
        while at_s <= moment_s + _FAR_S:
            time = self._book.hours_at(at_s, self._scopes)
            opens_s = time.next_opening(at_s) if time is not None else None
            until_s = next((one for one in self._begins if one > at_s), None)
            if until_s is None or (opens_s is not None and opens_s < until_s):
                return opens_s
            at_s = until_s
        return None

    def closes_at(self, moment_s: int) -> int | None:
        """When it closes next; None while it is closed."""
        time = self._book.hours_at(moment_s, self._scopes)
        return None if time is None else time.closes_at(moment_s)

    def closed_since(self, moment_s: int) -> int | None:
        """None while it is open; 0 where it has been closed for 400 days."""
        at_s = moment_s
        while at_s > moment_s - _FAR_S:
            time = self._book.hours_at(at_s, self._scopes)
            since_s = time.closed_since(at_s) if time is not None else None
            begin_s = next((one for one in reversed(self._begins) if one <= at_s), None)
            if since_s is None:  # open, or nobody knows; the moment itself: right until this version began
                return None if at_s == moment_s else at_s + 1
            if begin_s is None or since_s >= begin_s:
                return since_s
            at_s = begin_s - 1
        return 0


def ahead(book: HoursBook, scopes: Sequence[str], now_s: int) -> HoursAhead | None:
    """None where nobody knows the hours."""
    now = book.hours_at(now_s, scopes)
    return None if now is None else HoursAhead(book, scopes, now)

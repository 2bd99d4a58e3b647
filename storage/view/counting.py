"""What a batch counts, and what it tells of business numbers: the small things that connection health shows."""

from functools import cached_property

from app.domain.conversations import Conversation
from app.domain.health import DIVERGED
from app.domain.ids import LineId
from app.domain.lines import Line
from storage.view import counters, line_troubles


class Counting:
    """A part of `storage.view.subjects.Subjects`."""

    lines: dict[LineId, Line] | None
    counters: dict[str, int] | None
    changed_lines: dict[LineId, Line]
    changed_counters: dict[str, int]
    troubles: dict[line_troubles.Trouble, int]
    has_new_troubles: bool
    has_new_ledger: bool = False

    @cached_property
    def billed_kinds(self) -> dict[tuple[str, str, str], int]:
        """What the channel says of prices, and its numbers (see `storage.view.billing`)."""
        return {}

    def see_line(self, line_id: LineId, channel: str, display_number: str | None, *, is_known: bool) -> None:
        """A business number was named; what is known of it is never forgotten."""
        assert self.lines is not None
        known = self.lines.get(line_id)
        if known is not None:
            display_number, is_known = display_number or known.display_number, is_known or known.is_known
            if display_number == known.display_number and is_known == known.is_known:
                return
        self.lines[line_id] = self.changed_lines[line_id] = Line(line_id, channel, display_number, is_known)

    def note_trouble(self, line_id: LineId, code: str, since_us: int) -> None:
        """A business number cannot send any more; known since the first time."""
        if (line_id, code) not in self.troubles:
            self.troubles[line_id, code] = since_us
            self.has_new_troubles = True

    def end_troubles(self, line_id: LineId) -> None:
        """Something went out: whatever it was, it is over, also what the channel told of no number."""
        over = [one for one in self.troubles if one[0] in (line_id, "") and one[1] != DIVERGED]
        for trouble in over:
            self.end_trouble(*trouble)

    def end_trouble(self, line_id: LineId, code: str) -> None:
        """This one is over."""
        if self.troubles.pop((line_id, code), None) is not None:
            self.has_new_troubles = True

    def count(self, name: str, by: int = 1) -> None:
        """One more of something that connection health shows."""
        assert self.counters is not None
        self.counters[name] = self.changed_counters[name] = self.counters.get(name, 0) + by

    def count_lists(self, conversation: Conversation | None, by: int) -> None:
        """The lists that hold it got longer or shorter."""
        for name in counters.sizes_of(counters.place_of(conversation)) if conversation else ():
            self.count(name, by)

    def raise_to(self, name: str, value: int) -> None:
        """The newest of something that connection health shows."""
        assert self.counters is not None
        if value > self.counters.get(name, 0):
            self.counters[name] = self.changed_counters[name] = value

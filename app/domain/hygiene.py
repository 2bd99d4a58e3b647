"""How tidy the contacts are: what is missing or wrong, how many people each finding is about."""

from __future__ import annotations

from typing import Literal

from app.domain.ids import ContactId, ConversationId
from app.domain.records import record

Finding = Literal["doubles", "bad_number", "no_owner", "no_name", "unanswered", "no_consent", "no_deal"]
# "no_consent": they never wrote, and nothing is recorded of what they agreed to: there is no ground to write to them.
# "no_deal": they wrote, and no deal of theirs stands on a board, in a team that works with deals.
# In the order in which they are worth doing. Doubles and numbers take a look at everybody, beside the event loop.
FINDINGS: tuple[Finding, ...] = (
    "doubles", "bad_number", "unanswered", "no_owner", "no_name", "no_consent", "no_deal",
)  # fmt: skip


@record
class Hygiene:
    """How many people each finding is about; a finding that is still being counted is not among them.

    `people`: how many contacts there are.
    """

    people: int = 0
    counts: tuple[tuple[Finding, int], ...] = ()

    def count(self, finding: Finding) -> int | None:
        """How many; None while it is being counted."""
        return next((count for name, count in self.counts if name == finding), None)

    @property
    def is_counted(self) -> bool:
        """Whether every finding is there."""
        return len(self.counts) == len(FINDINGS)


@record
class FoundPerson:
    """One line of a finding. `conversation_id`: where they wrote last. `detail`: the number that is wrong."""

    contact_id: ContactId
    name: str
    is_named: bool
    number: str | None = None
    detail: str | None = None
    conversation_id: ConversationId | None = None


def share_in_order(people: int, with_finding: int) -> int | None:
    """The share of people without any finding, in whole percent; 100 only when nobody has one. None without people."""
    if people <= 0:
        return None
    share = 100 * (people - with_finding) // people
    return max(0, share)

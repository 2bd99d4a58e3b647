"""Whether something that nobody asked for may go out: what its person agreed to, and the hour where they live."""

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime

from app.domain.consent import Purpose, Standing, check_purpose, purpose_of
from app.domain.contents import SentTemplate
from app.domain.conversations import Conversation
from app.domain.errors import Refused
from app.domain.quiet_hours import QuietHours, check_quiet
from app.domain.records import record


@record
class Permission:
    """What a check looks at. `category`: the template's, None for free words that were planned.

    `is_asked_first`: marketing needs a recorded consent. `quiet` None: the team has no quiet hours.
    """

    category: str | None
    standings: Mapping[Purpose, Standing] = field(default_factory=dict)
    is_doubted: bool = False
    is_asked_first: bool = True
    quiet: QuietHours | None = None

    @property
    def purpose(self) -> Purpose:
        """What it is for."""
        return "service" if self.category is None else purpose_of(self.category)

    def check(
        self, conversation: Conversation, at: datetime, *, quiet_anyway: bool = False
    ) -> Refused | None:
        """Why it must not go out at that time."""
        return self.check_consent() or self.check_hour(conversation, at, quiet_anyway=quiet_anyway)

    def check_consent(self) -> Refused | None:
        """`consent_withdrawn`, `consent_doubted`, `consent_missing`; free words in an open window need none."""
        if self.category is None:
            return None
        return check_purpose(
            self.purpose, self.standings, is_asked_first=self.is_asked_first, is_doubted=self.is_doubted
        )

    def check_hour(self, conversation: Conversation, at: datetime, *, quiet_anyway: bool) -> Refused | None:
        """`quiet_hours`. Whoever waits for an answer gets it at any hour; a code was asked for this minute.

        A person may decide that it goes out all the same, but for marketing.
        """
        is_marketing = self.purpose == "marketing"
        is_answer = conversation.waiting_since_at is not None and conversation.is_window_open(at)
        is_free = (quiet_anyway or is_answer) and not is_marketing
        if is_free or self.category == "authentication":
            return None
        return check_quiet(self.quiet, at, is_marketing=is_marketing)


def is_unasked(template: SentTemplate | None, *, is_planned: bool) -> bool:
    """Whether consent and hour count: a template, or what was planned for later."""
    return template is not None or is_planned

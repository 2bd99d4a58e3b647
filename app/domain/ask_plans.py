"""Asking a whole day: who would be asked by what, who is left out and why, and how far a run has come."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import field
from datetime import date, datetime
from typing import TYPE_CHECKING, Final, Literal

from app.domain.records import record

if TYPE_CHECKING:
    from app.domain.agenda_rows import AppointmentRow
    from app.domain.appointment_asks import Asking
    from app.domain.exact_money import Exact
    from app.domain.ids import ConversationId, MemberId
    from app.domain.prices import Price

LeftOut = Literal[
    "confirmed", "asked_already", "wants_move", "unclear", "not_delivered", "silent", "voicemail", "number_missing",
    "number_malformed", "number_landline", "number_of_other", "line_missing", "blocked",
] | str  # fmt: skip
"""Why somebody is not asked; also the codes of consent, of quiet hours and of templates."""
SETTLED: Final = frozenset({"confirmed", "asked_already", "wants_move", "unclear"})
"""Nothing is to be done about these."""
TO_CALL: Final = frozenset({
    "not_delivered", "silent", "voicemail", "number_landline", "blocked", "recipient_unknown", "undeliverable",
    "consent_withdrawn", "consent_doubted", "consent_missing", "do_not_contact",
})  # fmt: skip
"""These can be called."""


@record
class AskEntry:
    """What one person would get, or why nothing (`code`, `facts`). `rows`: their appointments of the day, by start.

    `conversation_id` None: one would begin. `kind`: "template", "buttons" or "text". `text`: exactly what goes out,
    `buttons` below it. `template`: its name; `language`: in which they are written to. `is_open`: the window is
    open, so that it costs nothing. `price` None: nobody imported one. `is_again`: they were asked before.
    """

    rows: tuple[AppointmentRow, ...]
    name: str = ""
    number: str = ""
    conversation_id: ConversationId | None = None
    code: LeftOut = ""
    facts: Mapping[str, str] = field(default_factory=dict)
    kind: str = ""
    text: str = ""
    buttons: tuple[str, ...] = ()
    template: str = ""
    language: str = ""
    is_open: bool = False
    price: Price | None = None
    is_again: bool = False
    asking: Asking | None = None

    @property
    def goes(self) -> bool:
        """Whether it goes out."""
        return self.asking is not None and not self.code


@record
class AskPlan:
    """Before anything goes out. `totals`: what is known of its price, `unpriced`: how many have none.

    `templates`: names of approved texts that fit, `template`: the one that is used, "" where none is there. `is_ready`
    False: nothing could be read yet.
    """

    day: date
    zone: str
    now: datetime
    entries: tuple[AskEntry, ...] = ()
    totals: tuple[Exact, ...] = ()
    unpriced: int = 0
    templates: tuple[str, ...] = ()
    template: str = ""
    is_ready: bool = True

    @property
    def going(self) -> tuple[AskEntry, ...]:
        """Those that go out."""
        return tuple(one for one in self.entries if one.goes)

    @property
    def left_out(self) -> tuple[AskEntry, ...]:
        """Those that do not, though something could be done about it."""
        return tuple(one for one in self.entries if not one.goes and one.code not in SETTLED)

    @property
    def settled(self) -> tuple[AskEntry, ...]:
        """Those of whom nothing is to be asked now."""
        return tuple(one for one in self.entries if one.code in SETTLED)

    def with_code(self, code: str) -> tuple[AskEntry, ...]:
        """Those that are left out for one reason."""
        return tuple(one for one in self.entries if one.code == code)


@record
class AskProgress:
    """How far a run is, by messages; each is counted at the farthest that it came. `answered`: whatever they said.

    `queued`: not at the channel yet; `stopped`: taken back before they left. `failed`, `not_asked`: by their code.
    """

    run_id: str
    day: date
    at: datetime | None = None
    member_id: MemberId | None = None
    total: int = 0
    queued: int = 0
    sent: int = 0
    delivered: int = 0
    read: int = 0
    answered: int = 0
    stopped: int = 0
    failed: Mapping[str, int] = field(default_factory=dict)
    not_asked: Mapping[str, int] = field(default_factory=dict)

    @property
    def gone(self) -> int:
        """How many the channel has taken."""
        return self.sent + self.delivered + self.read

    @property
    def is_over(self) -> bool:
        """Whether nothing of it waits any more."""
        return not self.queued

    def count_of(self, codes: Collection[str]) -> int:
        """How many failed, or were not asked, for one of these reasons."""
        found = (*self.failed.items(), *self.not_asked.items())
        return sum(count for code, count in found if code in codes)

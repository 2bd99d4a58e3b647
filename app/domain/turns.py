"""Turns and episodes: what every figure about answering is reckoned from. Source: the definitions of the measures.

A turn is one wait of a customer: from the first message that nobody answered to the first answer of a person. An
episode is a matter: from the first message to its end. All times are whole UTC seconds, all durations seconds.
"""

from __future__ import annotations

from typing import Final, Literal

from app.domain.records import record

RULE_VERSION: Final = 1  # of everything that is reckoned here and from it; printed with every report
EndedBy = Literal["reply", "waived", "abandoned"]
Origin = Literal["customer", "outbound"]
PHONE: Final = "phone"  # in the place of a member: typed in the phone application
Held = tuple[tuple[str, int], ...]  # member and seconds, in the order in which they first held


@record
class Turn:
    """One wait. Of an ended one `delivery_s + queue_s` and all of `holds` are `end_s - start_s`, to the second."""

    conversation_id: str
    contact_id: str
    line_id: str
    episode: int  # 1, 2, … in the thread
    turn: int  # 1, 2, … in the episode
    start_s: int
    origin: Origin  # who began the episode
    recv_s: int  # when the hub got its first message
    message_id: str | None = None  # its first message; None: it began with a bot's hand-over
    holder_at_start: str | None = None
    is_late_clock: bool = False  # the channel's time of its first message was not believed
    promised_s: int | None = None  # the moment that an away text named within it
    end_s: int | None = None  # None: they still wait
    ended_by: EndedBy | None = None
    author: str | None = None  # who answered (a member or PHONE), said that no answer is needed, or closed
    end_message_id: str | None = None
    delivery_s: int = 0  # from the channel to the hub
    queue_s: int = 0  # held by nobody
    holds: Held = ()
    handed_before: Held = ()  # of `holds`, what ended with a hand-over in place of an answer
    responder: str | None = None  # whose own response time it is; None for an assist
    response_s: int | None = None
    assist: str | None = None  # who answered while somebody else held it
    link_s: int = 0  # from the key press to the channel's acceptance
    holder: str | None = None  # of one that lasts: who holds it now

    @property
    def cal_s(self) -> int | None:
        """The whole wait by the clock; None while it lasts."""
        return None if self.end_s is None else self.end_s - self.start_s

    @property
    def key(self) -> tuple[int, int]:
        """Its place in the thread."""
        return self.episode, self.turn


@record
class Episode:
    """One matter. Resolutions count its open stretches alone, from the first message of the customer (or ours)."""

    conversation_id: str
    contact_id: str
    line_id: str
    episode: int
    opened_s: int
    origin: Origin
    is_open: bool
    first_in_s: int | None = None  # the customer's first message in it
    first_human_s: int | None = None  # when the first turn of a person began
    first_resolution_s: int | None = None
    final_resolution_s: int | None = None
    human_resolution_s: int | None = None
    resolved_by: str | None = None  # who closed it last; of an end by silence: who answered last
    is_auto: bool = False  # silence ended it
    resolves: int = 0
    reopens: int = 0
    waived: int = 0
    turns: int = 0
    machine_first_s: int | None = None  # from the customer's first message to the first words of no person
    transfers_after_reply: int = 0
    closed_s: int | None = None  # when it was closed last; also while it is open again


@record
class MeasureRules:
    """What the owner set. `reopen_grace_s`: a customer who writes so soon after a resolve goes on with that matter."""

    reopen_grace_s: int = 24 * 3600

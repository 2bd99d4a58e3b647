"""What happens in a thread, as measures see it: items with a moment, ordered by (moment, place in the log).

An inbound moment is the channel's, unless that lies more than LATEST_BELIEVABLE after receipt; an outbound one is the
channel's acceptance; everything else has the hub's.
"""

from __future__ import annotations

from typing import Final, Literal

BELIEVABLE_S: Final = 120
ItemKind = Literal["in", "out", "assign", "bot", "waive", "unwaive", "close", "reopen"]


class Item:
    """One thing that happened. `is_void`: in: a rule dealt with it; out: it failed, so that it answers nothing."""

    __slots__ = (
        "at_s", "composed_s", "failed_s", "human", "is_bot", "is_content", "is_late_clock", "is_sure",
        "is_void", "kind", "message_id", "pressed_s", "promised_s", "receipt_s", "seq", "who",
    )  # fmt: skip

    def __init__(self, kind: ItemKind, at_s: int, seq: int, who: str | None = None) -> None:
        self.kind = kind
        self.at_s = self.receipt_s = self.pressed_s = (
            at_s  # receipt in: of the hub; out: when the hub got the wish
        )
        self.seq = seq
        self.who = who  # out: the author; assign: the new holder; waive, close, reopen: who did it
        self.message_id: str | None = None
        self.is_void = False
        self.is_sure = False  # out: it reached the customer
        self.is_late_clock = False
        self.is_content = True  # a message that asks for, or is, an answer
        self.human = False  # out: a person wrote it
        self.is_bot = False  # out: a bot's words; bot: it owns the thread now; close: silence ended it
        self.failed_s: int | None = None  # out: when the channel said that it had failed
        self.composed_s: int | None = None  # out: when a planned message was written
        self.promised_s: int | None = None

    @property
    def has_failed(self) -> bool:
        """Whether it never reached the customer."""
        return self.failed_s is not None and not self.is_sure

    def is_composed_before(self, start_s: int) -> bool:
        """Whether it was planned before a wait began: then it is no answer to it."""
        return self.composed_s is not None and self.composed_s < start_s

    @property
    def key(self) -> tuple[int, int]:
        """Its place among the items of its thread."""
        return self.at_s, self.seq


def inbound(sent_s: int, recv_s: int, seq: int, message_id: str) -> Item:
    """A customer's message."""
    is_late = sent_s > recv_s + BELIEVABLE_S
    item = Item("in", recv_s if is_late else sent_s, seq)
    item.message_id = message_id
    item.receipt_s = recv_s
    item.is_late_clock = is_late
    return item

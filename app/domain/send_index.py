"""Messages in columns, for figures of deliveries, replies, and the hours in which people write and are answered.

A person's reply to a message of ours: the first they wrote in that conversation after it, within seven days and before
our next one. Which message had one is known as soon as its conversation is.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator
from itertools import compress
from typing import Final

from app.domain.groups import GroupBook
from app.domain.ids import MemberId
from app.domain.records import record
from app.domain.sorted_columns import Names, SortedColumns
from app.domain.spreads import DAY_S
from app.domain.turn_index import HOURS_OF_WEEK

# Bits of a message. IN: of a customer, asks for an answer; ASKED: the hub was asked to send it; HUMAN: a person's words
# that went out; DELIVERED and READ imply what comes before them; FAILED: taken, then refused, and it never arrived.
IN, ASKED, ACCEPTED, DELIVERED, READ, FAILED, HUMAN, REPLIED = (1 << bit for bit in range(8))
REPLY_S: Final = 7 * DAY_S
SEND_COLUMNS: Final = {
    "flags": "B", "line": "H", "contact": "i", "thread": "i", "who": "H", "group": "H", "failure": "H", "closes": "q",
    "hour": "B",
}  # fmt: skip
AUTOMATION: Final = "automation"  # in the place of a member: nobody wrote it


@record
class Sent:
    """A message of either direction as figures see it. `no`: its place in the log. `who`: member id, "phone",
    AUTOMATION, "" of a customer's. `flags`: the bits above, without REPLIED. `failure`: of `app.domain.failures`.
    """

    no: int
    at_s: int
    conversation_id: str
    contact_id: str
    line_id: str
    flags: int
    who: str = ""
    failure: str = ""


class SendIndex:
    """`load` all, in the order of the log; then `replace` the newest messages of conversations that changed."""

    def __init__(self, groups: GroupBook | None = None) -> None:
        self.groups = groups or GroupBook()
        self.messages = SortedColumns(SEND_COLUMNS)
        self.contacts, self.threads, self.lines = Names(), Names(), Names()
        self.members, self.teams, self.failures = Names(), Names(), Names()

    def load(self, messages: Iterable[Sent]) -> None:
        """These and no others."""
        self.messages.load(map(self._row, messages))
        flags, closes = self._replies(self.messages, range(len(self.messages) - 1, -1, -1))
        self.messages.recolumn("flags", flags)
        self.messages.recolumn("closes", closes)

    def replace(self, found: Iterable[Iterable[Sent]]) -> None:
        """The newest messages of some conversations, each with all that came after the oldest of them."""
        self.messages.change((), [row for messages in found for row in self._thread(messages)])

    def drop(self, conversation_ids: Iterable[str]) -> None:
        """These conversations are no more, or are read anew."""
        numbers = {self.threads.number(one) for one in conversation_ids}
        cols = self.messages
        found = compress(zip(cols.at, cols.ident, strict=True), map(numbers.__contains__, cols["thread"]))
        cols.change(list(found), ())

    def groups_changed(self, groups: GroupBook) -> None:
        """Somebody is in another group."""
        self.groups = groups
        words, cols = self.members.words, self.messages
        cols.recolumn(
            "group",
            [self._group(words[who], at) if who else 0 for who, at in zip(cols["who"], cols.at, strict=True)],
        )

    def _thread(self, messages: Iterable[Sent]) -> Iterator[tuple[int, ...]]:
        """The rows of one conversation's messages, with what became of them."""
        cols = SortedColumns(SEND_COLUMNS)
        cols.load(map(self._row, messages))
        flags, closes = self._replies(cols, range(len(cols) - 1, -1, -1))
        cols.recolumn("flags", flags)
        cols.recolumn("closes", closes)
        return (cols.row(i) for i in range(len(cols)))

    def _row(self, one: Sent) -> tuple[int, ...]:
        who = self.members.number(one.who)
        group = self._group(one.who, one.at_s) if who else 0
        return (
            one.at_s, one.no, one.flags, self.lines.number(one.line_id), self.contacts.number(one.contact_id),
            self.threads.number(one.conversation_id), who, group, self.failures.number(one.failure), 0,
            one.at_s // 3600 % HOURS_OF_WEEK,
        )  # fmt: skip

    def _group(self, who: str, at_s: int) -> int:
        return self.teams.number(self.groups.group_at(MemberId(who), at_s))

    def _replies(self, cols: SortedColumns, backwards: Iterable[int]) -> tuple[array[int], array[int]]:
        """Of each message: its bits with REPLIED, and until when a reply to it would count."""
        flags, closes = array("B", cols["flags"]), array("q", bytes(8 * len(cols)))
        wrote: dict[int, int] = {}  # by conversation: when they wrote next, when we did
        ours: dict[int, int] = {}
        at, threads = cols.at, cols["thread"]
        for i in backwards:
            moment, thread, bits = at[i], threads[i], flags[i]
            if bits & IN:
                wrote[thread] = moment
            elif bits & (ACCEPTED | HUMAN):
                end = moment + REPLY_S
                after = ours.get(thread)
                if after is not None and after < end:
                    end = after
                closes[i] = end
                came = wrote.get(thread)
                if came is not None and moment <= came <= end:
                    flags[i] = bits | REPLIED
                ours[thread] = moment
        return flags, closes

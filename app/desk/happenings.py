"""What of a desk's changes a person may want to be told: reads the rows that changed and makes Happenings of them.

History is never told: what was there before this desk was level with the hub, what loads by the hundred, what an
import or a phone's own history brings.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from app.desk.appointment_news import appointment_news
from app.desk.desk import Desk
from app.domain.clock import Clock
from app.domain.ids import ConversationId, MessageId
from app.domain.rows import Changes, InboxRow, MessageRow
from app.domain.tags import VIP
from app.domain.telling import Happening, HappeningKind
from app.words.formats import in_brief

SETTLES_S: Final = 5.0  # so long after the hub answered first, a start is still a start
FRESH: Final = timedelta(hours=12)  # older ones are history, however late they come
BREACHES_READ: Final = 50  # conversations beyond the standard that one look reads, the newest of them
CLOCKS_APART: Final = timedelta(minutes=15)  # who is late is told by the hub's clock, the last look by ours
RECENT: Final = 50
NEEDS_SOMEBODY: Final = frozenset({"failed", "refused", "expired", "unknown"})


WaitKey = tuple[ConversationId, datetime]
Waiting = dict[WaitKey, InboxRow]


class Happenings:
    """One desk's. Call `of_changes` for each Changes and `of_time` some times a minute, on the event loop's thread."""

    def __init__(self, desk: Desk, clock: Clock) -> None:
        self._desk, self._clock = desk, clock
        self._is_level = False
        self._reached_s: float | None = None
        self._level_at: datetime | None = None
        self._looked_at: datetime | None = None  # for who waits
        self._history_pos = 0  # up to here everything is history
        self._late: set[WaitKey] = set()  # waited too long already at the last look
        self._near: set[WaitKey] = set()  # nearly

    def of_changes(self, changes: Changes) -> list[Happening]:
        """What the changed messages tell, in the order of the log."""
        if changes.is_everything:
            self._is_level, self._reached_s = False, None  # made anew: all that it holds is history
            return []
        if not self._is_level_now():
            return []
        rows = [row for each in changes.messages if (row := self._desk.message(MessageId(each))) is not None]
        told = [self._of_message(row) for row in sorted(rows, key=lambda row: row.pos)]
        news = appointment_news(self._desk, changes, self._clock.now(), self._level_at)
        return [*(happening for happening in told if happening is not None), *news]

    def of_time(self) -> list[Happening]:
        """Who has begun to wait longer than the standard since the last look, and who soon will have."""
        if not self._is_level_now():
            return []
        late, near = self._late_rows(), self._near_rows()
        last_look_at, self._looked_at = self._looked_at, self._clock.now()
        since_at = (last_look_at or self._looked_at) - CLOCKS_APART
        told = self._new(late, self._late, "breach", since_at) + self._new(near, self._near, "soon", since_at)
        self._late, self._near = set(late), set(near)
        return told

    def _new(
        self, rows: Waiting, known: set[WaitKey], kind: HappeningKind, since_at: datetime
    ) -> list[Happening]:
        """Whose time came since then; another standard that makes many late at once is no news."""
        found = []
        for key, row in rows.items():
            wait = self._desk.wait_of(row) if key not in known else None
            came_at = (wait.due_at if kind == "breach" else wait.warn_at) if wait is not None else None
            if came_at is not None and came_at > since_at:
                mark = "" if kind == "breach" else f"{kind} "
                found.append(
                    self._happening(f"{mark}{row.conversation_id} {row.waiting_since_at}", kind, row)
                )
        return found

    def _is_level_now(self) -> bool:
        """Whether what changes now is news. Once so, it stays, but for what loads by the hundred."""
        state = self._desk.connection()
        if state.catching_up is not None or not state.is_hub_reachable:
            return self._is_level and state.catching_up is None
        if not self._is_level:
            now_s = self._clock.monotonic_s()
            self._reached_s = now_s if self._reached_s is None else self._reached_s
            if now_s - self._reached_s < SETTLES_S:
                return False
            self._become_level()
        return True

    def _become_level(self) -> None:
        desk = self._desk
        heads = [desk.header(each) for view in ("all", "closed") for each in desk.inbox(view, limit=RECENT)]
        self._history_pos = max((head.newest_pos for head in heads if head is not None), default=0)
        self._late, self._near = set(self._late_rows()), set(self._near_rows())
        self._level_at = self._clock.now()
        self._is_level = True

    def _late_rows(self) -> Waiting:
        desk = self._desk
        count = desk.counts().beyond_standard
        late_ids = desk.inbox("waiting", limit=count) if count else []
        return self._waiting(late_ids[-BREACHES_READ:])

    def _near_rows(self) -> Waiting:
        return self._waiting(self._desk.nearly_late(BREACHES_READ))

    def _waiting(self, ids: Sequence[ConversationId]) -> Waiting:
        rows = (self._desk.inbox_row(each) for each in ids)
        return {
            (row.conversation_id, row.waiting_since_at): row
            for row in rows
            if row is not None and row.waiting_since_at is not None
        }

    def _of_message(self, message: MessageRow) -> Happening | None:
        kind = self._kind_of(message)
        row = self._desk.inbox_row(message.conversation_id) if kind is not None else None
        if kind is None or row is None or (kind == "message" and row.unread_count == 0):
            return None
        if kind == "mention" and not row.is_mentioned:  # seen already
            return None
        words = in_brief(message.kind, message.text or "") if kind == "message" else message.text or ""
        return self._happening(f"{kind} {message.message_id}", kind, row, words)

    def _kind_of(self, message: MessageRow) -> HappeningKind | None:
        """What a message that changed is to a person, None for nothing worth telling."""
        if message.is_imported or message.is_revoked or self._clock.now() - message.sort_at > FRESH:
            return None
        if message.direction == "in" and message.author == "customer":
            return "message" if message.pos > self._history_pos else None
        if message.kind == "note":
            is_for_me = self._desk.me().member_id in message.mentions and not message.is_mine
            return "mention" if is_for_me and message.pos > self._history_pos else None
        is_new = (
            message.state_at is not None and self._level_at is not None and message.state_at >= self._level_at
        )
        is_ours = message.direction == "out" and message.author == "member"
        return "failed" if is_ours and is_new and message.state in NEEDS_SOMEBODY else None

    def _happening(self, key: str, kind: HappeningKind, row: InboxRow, words: str = "") -> Happening:
        is_open_to_me, is_vip = _concerns(row)
        return Happening(key, kind, row.conversation_id, row.name, words, is_open_to_me, is_vip)


def _concerns(row: InboxRow) -> tuple[bool, bool]:
    """Whether a conversation is mine or nobody's, and whether its customer is a VIP."""
    is_vip = any(tag.casefold() == VIP.casefold() for tag in row.tags)
    return row.is_mine or row.assignee_id is None, is_vip

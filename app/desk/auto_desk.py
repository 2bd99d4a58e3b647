"""What is answered automatically, whose phone a number is, and waits that need no answer. A part of `Desk`.

Nothing here imports a library: a first paint passes through it. Reads have what waits on this computer drawn over.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from app.domain.auto_replies import AutoReply
    from app.domain.ids import ConversationId, LineId, MemberId


class AutoDesk(Protocol):
    """Changes come as `Changes.is_hours`; only owner and managers change anything but waits: "role_missing".

    Every action returns when the wish is on disk; the hub may still refuse later (a Refusal follows).
    """

    def auto_replies(self) -> dict[str, AutoReply]:
        """By scope: "" the business, or `app.domain.hours.line_scope` of a number that has texts of its own."""

    def phones(self) -> dict[LineId, MemberId]:
        """Who answers on the phone of a number, where somebody said so."""

    async def save_auto_reply(self, reply: AutoReply) -> None:
        """These texts count from now on. Raises what `app.domain.auto_replies.reply_problem` says."""

    async def remove_auto_reply(self, scope: str) -> AutoReply:
        """The number answers as the business does; gives what it had. Raises "auto_gone"."""

    async def map_phone(self, line_id: LineId, member_id: MemberId | None) -> None:
        """Whoever answers on that phone is this member; None: nobody knows who."""

    async def waive(self, conversation_id: ConversationId) -> None:
        """The customer who waits there needs no answer. Raises "nobody_waits"."""

    async def unwaive(self, conversation_id: ConversationId) -> None:
        """They need one after all. Raises "not_waived"."""

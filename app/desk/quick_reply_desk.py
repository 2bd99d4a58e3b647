"""Quick replies, as screens find, write and remove them. A part of `Desk`.

Nothing here imports a library: a first paint passes through it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from app.domain.ids import QuickReplyId
    from app.domain.quick_replies import QuickReply, SaveQuickReply


class QuickReplyDesk(Protocol):
    """What is written once and sent often: the team's, and this member's own."""

    def quick_replies(self, text: str = "", limit: int = 200, language: str = "") -> list[QuickReply]:
        """Those with every word of `text`, by name before text, then by their use on this computer and by name.

        `language`: the conversation's; replies in another one come last.
        """

    def quick_reply(self, reply_id: QuickReplyId) -> QuickReply | None:
        """One as it is now; None once it was removed."""

    def note_quick_reply_used(self, reply_id: QuickReplyId) -> None:
        """It was chosen once more here."""

    async def save_quick_reply(self, reply: QuickReply) -> QuickReplyId:
        """Keep a reply: a new one (without an id and of version 0), another form of one, or one just removed again.

        Returns when the wish is on disk. `reply.version` is the one that the person saw; `owner_id` None asks for the
        whole team. Raises ComptoirError: the codes of `app.domain.quick_replies.reply_problem`, "quick_reply_shared".
        The hub may still refuse later, when somebody else was faster: see `unsaved_quick_replies`.
        """

    async def remove_quick_reply(self, reply_id: QuickReplyId) -> QuickReply | None:
        """Offer it to nobody any more; gives what `save_quick_reply` takes to undo that.

        Raises "quick_reply_shared".
        """

    def unsaved_quick_replies(self) -> list[SaveQuickReply]:
        """What this person wrote and the hub refused, also before the last restart, until it is saved or forgotten."""

    def forget_unsaved_quick_reply(self, reply_id: QuickReplyId) -> None:
        """It is not wanted any more."""

"""Quick replies as they will be once the log shows what this computer asked for."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from app.desk.pending import Pending
from app.domain.ids import MemberId, QuickReplyId
from app.domain.quick_replies import QuickReply, RemoveQuickReply, SaveQuickReply, removed, reply_after, saved


def overlaid_replies(
    base: Iterable[QuickReply], pending: Sequence[Pending], member_id: MemberId
) -> dict[QuickReplyId, QuickReply]:
    """All replies by id, also removed ones, that a member may see.

    A wish that the hub is bound to refuse changes nothing. What a colleague at this computer keeps for themselves is
    not among them.
    """
    shown = {reply.reply_id: reply for reply in base}
    for entry in pending:
        body = entry.command.body
        if not isinstance(body, SaveQuickReply | RemoveQuickReply):
            continue
        before = shown.get(body.reply_id)
        if body.expected_version != (before.version if before is not None else 0):
            continue
        if isinstance(body, RemoveQuickReply) and before is not None and before.is_removed:
            continue
        event = saved(body, entry.by(member_id)) if isinstance(body, SaveQuickReply) else removed(body)
        after = reply_after(event, before)
        if after is None:
            continue
        if after.owner_id in (None, member_id):
            shown[body.reply_id] = replace(after, is_pending=True)
        else:
            shown.pop(body.reply_id, None)
    return shown

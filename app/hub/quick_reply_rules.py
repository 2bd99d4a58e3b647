"""Who may change which quick reply: everybody their own, owner and managers the team's."""

from app.domain.errors import Refused
from app.domain.quick_replies import LANGUAGES, QuickReply, RemoveQuickReply, SaveQuickReply, reply_problem
from app.hub.roles import Right, may
from app.hub.situation import Situation

SHARE: Right = "share_quick_replies"


def check_save(situation: Situation, body: SaveQuickReply) -> Refused | None:
    """A new reply, another form of one, or one that was removed again."""
    refused = _check_right(situation, situation.quick_reply) or _check_version(
        situation.quick_reply, body.expected_version, is_save=True
    )
    if refused is None and not body.is_personal and not may(situation, SHARE):
        refused = Refused("quick_reply_shared", {"role": situation.asker.role})
    if refused is None and body.language not in LANGUAGES:
        refused = Refused("quick_reply_language")
    return refused or reply_problem(body.name, body.text, body.files)


def check_remove(situation: Situation, body: RemoveQuickReply) -> Refused | None:
    """One that is there, in the form that the person saw."""
    reply = situation.quick_reply
    if reply is None or reply.is_removed:
        return Refused("quick_reply_gone", {"name": reply.name if reply else ""})
    return _check_right(situation, reply) or _check_version(reply, body.expected_version, is_save=False)


def _check_right(situation: Situation, reply: QuickReply | None) -> Refused | None:
    if reply is None or reply.owner_id == situation.asker.member_id:
        return None
    if reply.owner_id is not None:
        return Refused("quick_reply_foreign")
    return None if may(situation, SHARE) else Refused("quick_reply_shared", {"role": situation.asker.role})


def _check_version(reply: QuickReply | None, expected_version: int, *, is_save: bool) -> Refused | None:
    """The loser of two is told, with what is there now."""
    current = reply.version if reply is not None else 0
    if expected_version == current:
        return None
    if is_save and (reply is None or reply.is_removed):
        return Refused("quick_reply_gone", {"name": reply.name if reply else ""})
    assert reply is not None
    return Refused("quick_reply_changed", {"name": reply.name, "version": str(reply.version)})

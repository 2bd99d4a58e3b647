"""Messages that change another one: reactions, edits and revokes, by customers and by us; the end of a call.

Whatever the order in which they and their target come, the target ends the same: the newest counts by the channel's
clock, of two within one second the one that the log has later. A revoke wins over every edit.
"""

from bisect import bisect_right
from collections.abc import Callable, Mapping
from dataclasses import replace

from app.domain.contents import EMPTY, Content, content_or_none
from app.domain.copies import changed
from app.domain.messages import AMENDING_KINDS, Message, Reaction, State

CUSTOMER = "customer"
NEVER_SEEN: frozenset[State] = frozenset({"refused", "failed", "expired", "cancelled"})  # by the customer


def may_amend(amendment: Message, target: Message) -> bool:
    """Whether it can be about that message: everybody reacts to everything, and edits or deletes only their own."""
    if target.kind in AMENDING_KINDS or amendment.message_id == target.message_id:
        return False
    if amendment.kind == "call_ended":
        return target.kind == "call"
    return amendment.kind == "reaction" or amendment.direction == target.direction


def amended(target: Message, amendment: Message) -> Message:
    """The target after one change; the same object when that is older than what is known."""
    return _HOW[amendment.kind](target, amendment)


def joined(amendment: Message, target: Message) -> tuple[Message, Message]:
    """Both after they found each other: the change has no bubble of its own any more."""
    hidden = amendment if amendment.is_hidden else changed(amendment, is_hidden=True)
    return hidden, amended(target, amendment)


def shown_reactions(message: Message) -> tuple[Reaction, ...]:
    """The customer's and ours: to the channel the whole team is one person, whose newest reaction replaces the others.

    Nothing is shown below a deleted message.
    """
    if not message.reactions or message.revoked_at is not None:
        return ()
    newest = {one.by == CUSTOMER: one for one in message.reactions}
    return tuple(newest[side] for side in (True, False) if side in newest and newest[side].emoji)


def replaced(placeholder: Message, message: Message) -> Message:
    """The message of a file that came after its placeholder, with what was learnt meanwhile."""
    return changed(
        message, rank=max(placeholder.rank, message.rank), reactions=placeholder.reactions + message.reactions
    )


def _with_reaction(target: Message, reaction: Message) -> Message:
    by = CUSTOMER if reaction.author == "customer" else reaction.member_id or "phone"
    new = Reaction(by, reaction.text or "", reaction.sort_at, reaction.message_id)
    if reaction.state not in NEVER_SEEN and new in target.reactions:
        return target  # a tick of it; its place among others of the same second stays
    known = [one for one in target.reactions if one.message_id != reaction.message_id]
    if reaction.state not in NEVER_SEEN:
        known.insert(bisect_right(known, new.at, key=lambda other: other.at), new)
    # Of the customer's only the newest can ever count; one of ours may yet turn out not to have gone out.
    outdated = [one for one in known if one.by == CUSTOMER][:-1]
    left = tuple(one for one in known if one not in outdated)
    return target if left == target.reactions else changed(target, reactions=left)


def _with_edit(target: Message, edit: Message) -> Message:
    is_older = target.edited_at is not None and edit.sort_at < target.edited_at
    if is_older or target.revoked_at is not None:
        return target
    content = _edited(target.content, edit.content)
    return changed(target, text=edit.text, content=content, edited_at=edit.sort_at)


def _edited(before: Content | None, edit: Content | None) -> Content | None:
    """What nobody can edit stays: the file itself, and where the message came from."""
    old = before or EMPTY
    return content_or_none(
        replace(
            edit or EMPTY, media=old.media, ad=old.ad, is_forwarded=old.is_forwarded,
            is_often_forwarded=old.is_often_forwarded,
        )
    )  # fmt: skip


def _with_revoke(target: Message, revoke: Message) -> Message:
    at = target.revoked_at
    if at is not None and at <= revoke.sort_at:
        return target
    return changed(target, text=None, content=None, media=None, edited_at=None, revoked_at=revoke.sort_at)


def _with_call_ended(target: Message, end: Message) -> Message:
    call = (end.content or EMPTY).call
    return target if call is None else changed(target, content=replace(target.content or EMPTY, call=call))


_HOW: Mapping[str, Callable[[Message, Message], Message]] = {
    "reaction": _with_reaction,
    "edit": _with_edit,
    "revoke": _with_revoke,
    "call_ended": _with_call_ended,
}

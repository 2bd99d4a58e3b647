"""The acts that ask nothing more: take, give, put aside, wake, file, end, reopen, unread. Each has its undo."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import partial

from app.domain.errors import ComptoirError
from app.domain.ids import ConversationId, MemberId
from app.domain.rows import InboxRow, MemberRow, Outcome
from app.words import gettext as _
from ui.kit import Kit
from ui.plain import isolated, shown_name
from ui.teamwork.undoing import SHOWN_FROM, Act, Do, Show, counted, perform

Ids = Sequence[ConversationId]


def take(kit: Kit, ids: Ids, show: Show) -> None:
    """Hold what nobody holds. Of what a colleague holds, their name is said with the way to take it over."""
    rows = looked_at(kit, ids)
    held = [row for row in rows if row.assignee_id is not None and not row.is_mine]
    has_free = len(ids) > SHOWN_FROM or any(row.assignee_id is None for row in rows)
    claim = kit.desk.claim
    acts = (
        _act(
            row, partial(claim, row.conversation_id), partial(_give_again, kit, row, kit.desk.me().member_id)
        )
        for row in _rows(kit, ids)
        if row.assignee_id is None
    )
    perform(kit, acts, _("Yours now"), show, total=len(ids), icon="user-check")
    if held:
        names = ", ".join(sorted({isolated(shown_name(row.assignee_name or "?")) for row in held}))
        words = counted(_("{name} has this conversation").format(name=names), len(held))
        toast = show(words, icon="user", ink="warning", action=_("Take it over"))
        taken = [row.conversation_id for row in held]
        toast.acted.connect(lambda: assign(kit, taken, kit.desk.me().member_id, show))
    elif not has_free and rows:
        show(_("You have it already"), icon="user-check", ink="text_muted")


def assign(
    kit: Kit, ids: Ids, member_id: MemberId | None, show: Show, *, reason: str = "", summary: str = ""
) -> None:
    """Give to a member, with None to nobody; what they hold already is left as it is."""
    acts = (
        _act(
            row,
            partial(kit.desk.assign, row.conversation_id, member_id, reason=reason, summary=summary),
            partial(_give_again, kit, row, member_id),
        )
        for row in _rows(kit, ids)
        if row.assignee_id != member_id
    )
    perform(kit, acts, _given_words(kit, member_id), show, total=len(ids), icon="user-check")


def release(kit: Kit, ids: Ids, show: Show) -> None:
    """Give back: nobody holds it."""
    assign(kit, ids, None, show)


def snooze(kit: Kit, ids: Ids, until_at: datetime | None, show: Show) -> None:
    """Aside until a time (UTC), with None until the customer writes."""
    acts = (
        _act(row, partial(kit.desk.snooze, row.conversation_id, until_at), _aside_again(kit, row))
        for row in _rows(kit, ids)
    )
    perform(kit, acts, snoozed_words(kit, until_at), show, total=len(ids), icon="alarm-clock")


def wake(kit: Kit, ids: Ids, show: Show) -> None:
    """Back into the lists."""
    acts = (
        _act(row, partial(kit.desk.wake, row.conversation_id), _aside_again(kit, row))
        for row in _rows(kit, ids)
        if row.is_snoozed
    )
    perform(kit, acts, _("Back in the lists"), show, total=len(ids), icon="sun")


def change_tags(kit: Kit, ids: Ids, added: Sequence[str], removed: Sequence[str], show: Show) -> None:
    """File under words, and no more under others; only what is really new is done."""
    words = _("Tags changed")
    if len(added) + len(removed) == 1:
        word = isolated(shown_name((*added, *removed)[0]))
        words = (_("Tag “{tag}” set") if added else _("Tag “{tag}” removed")).format(tag=word)
    acts = _tag_acts(kit, ids, added, removed)
    perform(kit, acts, words, show, total=len(ids), icon="tag")


def _tag_acts(kit: Kit, ids: Ids, added: Sequence[str], removed: Sequence[str]) -> Iterator[Act]:
    desk = kit.desk
    for row in _rows(kit, ids):
        where = row.conversation_id
        for tag in added:
            if tag not in row.tags:
                yield Act(where, partial(desk.tag, where, tag), partial(desk.untag, where, tag))
        for tag in removed:
            if tag in row.tags:
                yield Act(where, partial(desk.untag, where, tag), partial(desk.tag, where, tag))


def close(kit: Kit, ids: Ids, outcome: Outcome | None, note: str, show: Show) -> None:
    """End, saying how it ended and what was done."""
    acts = (
        _act(
            row,
            partial(kit.desk.close, row.conversation_id, outcome, note),
            partial(kit.desk.reopen, row.conversation_id),
        )
        for row in _rows(kit, ids)
        if not row.is_closed
    )
    perform(kit, acts, _("Conversation done"), show, total=len(ids))


def reopen(kit: Kit, ids: Ids, show: Show) -> None:
    """Take up again."""
    acts = (
        _act(
            row,
            partial(kit.desk.reopen, row.conversation_id),
            partial(kit.desk.close, row.conversation_id, row.outcome),
        )
        for row in _rows(kit, ids)
        if row.is_closed
    )
    perform(kit, acts, _("Open again"), show, total=len(ids), icon="reply")


def waive(kit: Kit, ids: Ids, show: Show) -> None:
    """Whoever waits there needs no answer."""
    desk, rows = kit.desk, looked_at(kit, ids)
    if rows and len(ids) <= SHOWN_FROM and all(row.waiting_since_at is None for row in rows):
        show(_("Nobody waits for an answer there"), icon="circle-check", ink="text_muted")
        return
    acts = (
        _act(row, partial(desk.waive, row.conversation_id), partial(desk.unwaive, row.conversation_id))
        for row in _rows(kit, ids)
        if row.waiting_since_at is not None
    )
    perform(kit, acts, _("No answer needed"), show, total=len(ids))


def mark_unread(kit: Kit, ids: Ids, show: Show) -> None:
    """Their unread mark again."""
    desk = kit.desk
    acts = (
        _act(
            row, partial(desk.mark_unread, row.conversation_id), partial(desk.mark_read, row.conversation_id)
        )
        for row in _rows(kit, ids)
        if not row.unread_count
    )
    perform(kit, acts, _("Marked as unread"), show, total=len(ids), icon="mail")


def mark_read(kit: Kit, ids: Ids, show: Show) -> None:
    """No unread mark any more."""
    desk = kit.desk
    acts = (
        _act(
            row, partial(desk.mark_read, row.conversation_id), partial(desk.mark_unread, row.conversation_id)
        )
        for row in _rows(kit, ids)
        if row.unread_count
    )
    perform(kit, acts, _("Marked as read"), show, total=len(ids), icon="mail")


def snoozed_words(kit: Kit, until_at: datetime | None) -> str:
    """Until when a conversation is aside."""
    if until_at is None:
        return _("Snoozed until they write")
    return _("Snoozed until {moment}").format(moment=kit.formats.moment(until_at, kit.clock.now()))


def active_members(kit: Kit) -> list[MemberRow]:
    """Who is in the team now, oneself first."""
    return [member for member in kit.desk.members() if member.is_active]


def _act(row: InboxRow, do: Do, undo: Do) -> Act:
    return Act(row.conversation_id, do, undo)


def looked_at(kit: Kit, ids: Ids) -> list[InboxRow]:
    """What a picker shows as holding now: of very many conversations, the first ones are read."""
    return list(_rows(kit, ids[:SHOWN_FROM]))


async def _give_again(kit: Kit, before: InboxRow, given_id: MemberId | None) -> None:
    """To whoever held it before; not from somebody who has taken it since. Raises ComptoirError("holder_changed")."""
    now = kit.desk.inbox_row(before.conversation_id)
    if now is not None and now.assignee_id not in (given_id, before.assignee_id):
        raise ComptoirError("holder_changed", who=now.assignee_name or "")
    await kit.desk.assign(before.conversation_id, before.assignee_id)


def _aside_again(kit: Kit, row: InboxRow) -> Do:
    """As it was before: awake, or aside until its time."""
    until_at = row.snoozed_until_at
    if not row.is_snoozed or (until_at is not None and until_at <= kit.clock.now()):
        return partial(kit.desk.wake, row.conversation_id)
    return partial(kit.desk.snooze, row.conversation_id, until_at)


def _given_words(kit: Kit, member_id: MemberId | None) -> str:
    if member_id is None:
        return _("Given back to the team")
    found = next((member for member in kit.desk.members() if member.member_id == member_id), None)
    if found is None or found.is_me:
        return _("Yours now")
    return _("Assigned to {name}").format(name=isolated(shown_name(found.name)))


def _rows(kit: Kit, ids: Ids) -> Iterator[InboxRow]:
    """Each is read when its turn comes: as it is then, and never thousands at once."""
    found = (kit.desk.inbox_row(conversation_id) for conversation_id in ids)
    return (row for row in found if row is not None)

"""Opening hours and groups as they will be once the log shows what this computer asked for."""

from collections.abc import Iterable

from app.desk.pending import Pending
from app.domain import hour_asks as asks
from app.domain.groups import GroupBook, GroupRemoved, GroupSaved
from app.domain.hours import HoursBook, HoursRemoved, HoursSaved


def overlaid_hours(book: HoursBook, pending: Iterable[Pending]) -> HoursBook:
    """The book with what waits; a wish that the hub is bound to refuse changes nothing."""
    for entry in pending:
        body = entry.command.body
        if isinstance(body, asks.RemoveHours):
            book.apply(HoursRemoved(body.scope, body.valid_from))
        elif isinstance(body, asks.SaveHours):
            is_there = book.version(body.scope, body.hours.valid_from) is not None
            if is_there is body.is_correction:
                book.apply(HoursSaved(body.scope, body.hours))
    return book


def overlaid_groups(book: GroupBook, pending: Iterable[Pending]) -> GroupBook:
    """The same of groups, from the moment on at which it was asked for."""
    for entry in pending:
        body, at_s = entry.command.body, int(entry.command.made_at.timestamp())
        if isinstance(body, asks.RemoveGroup):
            book.apply(GroupRemoved(body.group_id), at_s)
        elif isinstance(body, asks.SaveGroup):
            book.apply(GroupSaved(body.group_id, body.name, body.member_ids), at_s)
    return book

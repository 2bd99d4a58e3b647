"""`main.py contacts duplicates`, `merge` and `unmerge`: two contacts that are one person, without a window.

A contact is named by its id, or by a number, user id or name that only one has. Each prints lines of JSON.
"""

import argparse
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from app.desk.live import LiveDesk
from app.domain.errors import ComptoirError
from app.domain.ids import ContactId
from app.terminal.desk_command import print_line, profile_parser, run_desk, sync_first
from app.terminal.team_command import decided, told_refusals
from app.words import gettext as _

Do = Callable[[LiveDesk, ContactId, ContactId], Awaitable[None]]


def run_duplicates(argv: Sequence[str]) -> int:
    """Who may be the same person, the surest first; one line for each pair."""
    parser = profile_parser("contacts duplicates", _("Who may be the same person, with the reasons."))
    options = parser.parse_args(argv)

    async def work(desk: LiveDesk) -> int:
        await sync_first(desk)
        for one in await desk.doubles():
            first, second = (_told(desk, each) for each in (one.first_id, one.second_id))
            print_line({"first": first, "second": second, "reasons": list(one.reasons)})
        return 0

    return run_desk(options.profile, work)


def run_merge(argv: Sequence[str]) -> int:
    """Two contacts are one person from now on."""
    parser = _parser("contacts merge", _("Make one contact of two. It can be undone: contacts unmerge."))
    parser.add_argument("kept", metavar="KEPT", help=_("the contact that stays: id, number, user id or name"))
    parser.add_argument("gone", metavar="OTHER", help=_("the contact that becomes part of it"))
    options = parser.parse_args(argv)

    async def merge(desk: LiveDesk, kept: ContactId, gone: ContactId) -> None:
        await desk.merge_contacts(kept, gone)

    return _run(options, (options.kept, options.gone), merge)


def run_unmerge(argv: Sequence[str]) -> int:
    """One contact is two people again."""
    parser = _parser(
        "contacts unmerge", _("Take a merge back: the contact that was merged stands alone again.")
    )
    parser.add_argument("kept", metavar="CONTACT", help=_("the contact: id, number, user id or name"))
    parser.add_argument(
        "gone", metavar="OTHER", nargs="?", help=_("id of the one to take out; the last one without")
    )
    options = parser.parse_args(argv)

    async def unmerge(desk: LiveDesk, kept: ContactId, gone: ContactId) -> None:
        await desk.unmerge_contact(kept, gone)

    return _run(options, (options.kept, options.gone), unmerge, is_part=True)


def _parser(name: str, description: str) -> argparse.ArgumentParser:
    return profile_parser(name, description)


def _run(options: argparse.Namespace, named: tuple[str, str | None], do: Do, *, is_part: bool = False) -> int:
    async def work(desk: LiveDesk) -> int:
        await sync_first(desk)
        kept = found_contact(desk, named[0])
        gone = _part(desk, kept, named[1]) if is_part else found_contact(desk, named[1] or "")
        refusals = await decided(desk, lambda: do(desk, kept, gone))
        if told_refusals(refusals):
            return 1
        for contact_id in dict.fromkeys((kept, gone) if is_part else (kept,)):
            print_line(_told(desk, contact_id))
        return 0

    return run_desk(options.profile, work)


def found_contact(desk: LiveDesk, text: str) -> ContactId:
    """The one contact that is meant. Raises ComptoirError: "contact_not_found", "contact_ambiguous"."""
    if desk.names_of((ContactId(text),)):
        return ContactId(text)
    rows = desk.people_with_number(text.lstrip("+")) or desk.people(text)
    found = list(dict.fromkeys(row.contact_id for row in rows))
    if not found:
        raise ComptoirError("contact_not_found", person=text)
    if len(found) > 1:
        for contact_id in found:
            print_line(_told(desk, contact_id))
        raise ComptoirError("contact_ambiguous", person=text)
    return found[0]


def _part(desk: LiveDesk, contact_id: ContactId, gone: str | None) -> ContactId:
    parts = desk.merged_parts(contact_id)
    if gone is not None:
        return ContactId(gone)
    if not parts:
        raise ComptoirError("not_merged")
    return parts[0].gone_id


def _told(desk: LiveDesk, contact_id: ContactId) -> dict[str, Any]:
    [*found] = desk.names_of((contact_id,))
    if not found:
        return {"contact_id": contact_id}
    one = found[0]
    parts = [{"contact_id": part.gone_id, "name": part.name} for part in desk.merged_parts(contact_id)]
    return {"contact_id": contact_id, "name": one.name, "number": one.number, "merged": parts}

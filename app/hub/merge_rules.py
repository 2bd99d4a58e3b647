"""When two contacts may be made one, taken apart again or held to be two, and what follows."""

from app.domain.contacts import ContactMerged
from app.domain.errors import Refused
from app.domain.events import EventBody
from app.domain.ids import ContactId
from app.domain.merging import (
    BY_A_PERSON,
    ContactsKeptApart,
    ContactUnmerged,
    KeepApart,
    MergeContacts,
    UnmergeContact,
    in_order,
)
from app.domain.records import record
from app.hub.situation import Situation
from storage import view
from storage.hub.tables import Connection


@record
class Pair:
    """Two contacts that a command is about, as they are shown now; None: nobody is called so.

    `part_of`: into whom the second one was merged, while that merge holds.
    """

    first_id: ContactId | None
    second_id: ContactId | None
    part_of: ContactId | None = None
    is_apart: bool = False


def pair_of(conn: Connection, body: MergeContacts | UnmergeContact | KeepApart) -> Pair:
    """What the checks look at."""
    if isinstance(body, MergeContacts):
        named = body.kept_id, body.gone_id
    elif isinstance(body, UnmergeContact):
        named = body.contact_id, body.gone_id
    else:
        named = body.first_id, body.second_id
    first, second = (_shown(conn, one) for one in named)
    is_apart = first is not None and second is not None and view.are_apart(conn, first, second)
    return Pair(first, second, view.merged_into(conn, named[1]), is_apart)


def _shown(conn: Connection, contact_id: ContactId) -> ContactId | None:
    kept = ContactId(view.kept_id(conn, contact_id))
    return kept if view.load_contact(conn, kept) is not None else None


def check_merge(situation: Situation, body: MergeContacts) -> Refused | None:
    """Both are there, and they are two names of two contacts. Whoever was held to be two people may still be one."""
    return _check_two(situation, body.kept_id, body.gone_id)


def check_unmerge(situation: Situation, _body: UnmergeContact) -> Refused | None:
    """They are one now, and a merge made them so."""
    pair = situation.pair
    assert pair is not None
    if pair.first_id is None or pair.second_id is None:
        return Refused("contact_unknown")
    return None if pair.part_of is not None and pair.first_id == pair.second_id else Refused("not_merged")


def check_apart(situation: Situation, body: KeepApart) -> Refused | None:
    """Both are there and are two now."""
    refused = _check_two(situation, body.first_id, body.second_id)
    pair = situation.pair
    assert pair is not None
    return refused or (Refused("merged_already") if pair.first_id == pair.second_id else None)


def _check_two(situation: Situation, one: ContactId, other: ContactId) -> Refused | None:
    pair = situation.pair
    assert pair is not None
    if one == other:
        return Refused("contacts_same")
    return Refused("contact_unknown") if pair.first_id is None or pair.second_id is None else None


def merged(situation: Situation, _body: MergeContacts) -> EventBody | None:
    """Nothing where they are one already."""
    pair = situation.pair
    assert pair is not None and pair.first_id is not None and pair.second_id is not None
    if pair.first_id == pair.second_id:
        return None
    return ContactMerged(pair.first_id, pair.second_id, BY_A_PERSON, situation.asker.member_id)


def unmerged(situation: Situation, body: UnmergeContact) -> EventBody:
    """Whatever became of the kept one since, these two are two."""
    pair = situation.pair
    assert pair is not None and pair.part_of is not None
    return ContactUnmerged(pair.part_of, body.gone_id, situation.asker.member_id)


def kept_apart(situation: Situation, _body: KeepApart) -> EventBody | None:
    """Nothing where that is known."""
    pair = situation.pair
    assert pair is not None and pair.first_id is not None and pair.second_id is not None
    if pair.is_apart:
        return None
    return ContactsKeptApart(*in_order(pair.first_id, pair.second_id), situation.asker.member_id)

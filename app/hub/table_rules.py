"""Segments, and what is done to many contacts at once: what the hub looks at, when it refuses, what happens then."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from app.domain import contact_bulk as bulk
from app.domain import segments
from app.domain.contact_cards import ContactOwned, ContactTagged, ContactUntagged
from app.domain.contact_table import BULK_MAX
from app.domain.errors import Refused
from app.domain.events import EventBody
from app.domain.ids import ContactId
from app.domain.tags import clean_tag
from app.hub.roles import needs
from app.hub.send_rules import sendable
from app.hub.situation import Situation
from storage.hub.tables import Connection
from storage.view import contact_table
from storage.view.segments import all_segments, segment

TABLE_ASKS = (*segments.SEGMENT_COMMANDS, *bulk.BULK_COMMANDS)


def of_table(conn: Connection, seen: Situation) -> Situation:
    """All that the rules look at: the segment as it is, or for whom of many something would change."""
    body: Any = seen.command.body
    if isinstance(body, segments.SEGMENT_COMMANDS):
        segment_id = body.segment.segment_id if isinstance(body, segments.SaveSegment) else body.segment_id
        known = all_segments(conn)
        return replace(seen, segment=segment(conn, segment_id), segment_count=len(known))
    if isinstance(body, bulk.OwnContacts):
        seen = replace(seen, is_member_known=contact_table.is_active_member(conn, body.owner_id))
        return replace(seen, many=contact_table.not_owned_by(conn, body.contact_ids, body.owner_id))
    is_on = isinstance(body, bulk.TagContacts)
    return replace(seen, many=contact_table.to_tag(conn, body.contact_ids, clean_tag(body.tag), is_on=is_on))


# --- checks ---


def check_table(situation: Situation, body: Any) -> Refused | None:
    """Why it must not happen."""
    if isinstance(body, segments.SaveSegment):
        return _check_save(situation, body.segment)
    if isinstance(body, segments.RemoveSegment):
        known = situation.segment
        return None if known is None else _check_owner(situation, known)
    return _check_many(situation, body)


def _check_save(situation: Situation, wanted: segments.Segment) -> Refused | None:
    """One's own segment, or a shared one for who leads; both as it is and as it was."""
    name = sendable(wanted.name)
    if not name:
        return Refused("name_empty")
    if len(name) > segments.NAME_MAX_CHARS:
        limit = str(segments.NAME_MAX_CHARS)
        return Refused("text_too_long", {"length": str(len(name)), "limit": limit, "where": "team"})
    if situation.segment is None and situation.segment_count >= segments.SEGMENTS_MAX:
        return Refused("segments_full", {"limit": str(segments.SEGMENTS_MAX)})
    problem = segments.rule_problem(wanted.rule)
    if problem is not None:
        return problem
    was = situation.segment
    return _check_owner(situation, wanted) or (_check_owner(situation, was) if was is not None else None)


def _check_owner(situation: Situation, one: segments.Segment) -> Refused | None:
    if one.owner_id is None:
        return needs(situation, "share_lists")
    return None if one.owner_id == situation.asker.member_id else Refused("not_yours")


def _check_many(situation: Situation, body: bulk.Bulk) -> Refused | None:
    if len(body.contact_ids) > bulk.MOST:
        return Refused("too_many_contacts", {"limit": str(bulk.MOST)})
    if len(body.contact_ids) > BULK_MAX and (refused := needs(situation, "change_many_contacts")):
        return refused
    if isinstance(body, bulk.OwnContacts):
        return None if situation.is_member_known else Refused("member_unknown", {"where": "team"})
    return None if clean_tag(body.tag) else Refused("tag_empty")


# --- what happens ---


def table_events(situation: Situation, body: Any) -> Sequence[EventBody]:
    """Of a segment one event, of many contacts one for each whom it changes."""
    me = situation.asker.member_id
    if isinstance(body, segments.SaveSegment):
        return [segments.SegmentSaved(replace(body.segment, name=sendable(body.segment.name)), me)]
    if isinstance(body, segments.RemoveSegment):
        return [segments.SegmentRemoved(body.segment_id, me)] if situation.segment is not None else []
    if isinstance(body, bulk.OwnContacts):
        return [ContactOwned(one, body.owner_id, me) for one in situation.many]
    kind = ContactTagged if isinstance(body, bulk.TagContacts) else ContactUntagged
    return [kind(one, clean_tag(body.tag), me) for one in situation.many]


def ids_of_table(body: Any) -> list[str]:
    """Every id that somebody else made up."""
    if isinstance(body, segments.SaveSegment):
        return [body.segment.segment_id, *([body.segment.owner_id] if body.segment.owner_id else [])]
    if isinstance(body, segments.RemoveSegment):
        return [body.segment_id]
    owner: ContactId | Any = getattr(body, "owner_id", None)
    return [*body.contact_ids, *([owner] if owner is not None else [])]

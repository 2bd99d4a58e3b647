"""What happened in our log since it and a lost one parted, other than by salvage: what a salvage must not undo."""

from collections.abc import Iterable
from dataclasses import dataclass

from app.domain.arrivals import MessageReceived
from app.domain.assignment import ConversationAssigned
from app.domain.events import Event, EventBody, UnknownBody
from app.domain.members import MemberChanged, MemberRemoved
from app.domain.notes import NoteEdited, NoteRemoved
from app.domain.saved_views import ViewRemoved, ViewSaved
from app.domain.scheduled import ScheduleCancelled, ScheduleSent, ScheduleSet
from app.domain.segments import SegmentRemoved, SegmentSaved
from app.domain.settings import SettingChanged
from app.domain.snoozing import ConversationWoken
from app.domain.tags import ConversationTagged, ConversationUntagged
from app.hub.salvage_appointments import things_of_appointments
from app.hub.salvage_auto import things_of_auto
from app.hub.salvage_contacts import things_of
from app.hub.salvage_deals import things_of_deals
from app.hub.salvage_hours import things_of_hours
from app.hub.salvage_ladders import things_of_ladders
from app.hub.salvage_ledger import things_of_ledger
from app.hub.salvage_standards import things_of_standards
from app.hub.salvage_tasks import task_thing

Body = EventBody | UnknownBody
NOTES = NoteEdited | NoteRemoved
PLANNED = ScheduleSet | ScheduleCancelled | ScheduleSent
TAGS = ConversationTagged | ConversationUntagged


@dataclass(frozen=True, slots=True)
class Meanwhile:
    """What was done to what."""

    acts: frozenset[tuple[str, str]]  # (kind, subject)
    settings: frozenset[str]
    written_in: frozenset[str]  # conversations in which a customer wrote
    things: frozenset[str]  # see `thing_of`


def meanwhile(events: Iterable[Event]) -> Meanwhile:
    """Read from those events."""
    decided = [event for event in events if not _is_of_time(event.body)]
    bodies = [event.body for event in decided]
    received = (body for body in bodies if isinstance(body, MessageReceived) and body.direction == "in")
    return Meanwhile(
        acts=frozenset((event.kind, event.subject) for event in decided),
        settings=frozenset(body.name for body in bodies if isinstance(body, SettingChanged)),
        written_in=frozenset(body.conversation_id for body in received if body.conversation_id),
        things=frozenset(thing for body in bodies if (thing := thing_of(body)) is not None)
        | frozenset(
            thing
            for body in bodies
            for thing in (
                *things_of(body),
                *things_of_deals(body),
                *task_thing(body),
                *things_of_ladders(body),
                *things_of_ledger(body),
                *things_of_hours(body),
                *things_of_auto(body),
                *things_of_appointments(body),
                *things_of_standards(body),
            )
        ),
    )


def thing_of(body: Body) -> str | None:
    """The one note, planned answer, tag of a conversation, saved list or member of which the last word counts."""
    if isinstance(body, NOTES):
        return f"note:{body.note_id}"
    if isinstance(body, PLANNED):
        return f"planned:{body.message_id}"
    if isinstance(body, TAGS):
        return f"tag:{body.conversation_id}:{body.tag}"
    if isinstance(body, ViewSaved):
        return f"view:{body.view.view_id}"
    if isinstance(body, SegmentSaved):
        return f"segment:{body.segment.segment_id}"
    if isinstance(body, SegmentRemoved):
        return f"segment:{body.segment_id}"
    if isinstance(body, ViewRemoved):
        return f"view:{body.view_id}"
    return f"member:{body.member_id}" if isinstance(body, MemberChanged | MemberRemoved) else None


def _is_of_time(body: Body) -> bool:
    """Nobody decided it: it came about because the hub's time went on."""
    return (isinstance(body, ConversationAssigned) and body.how == "taken_back") or (
        isinstance(body, ConversationWoken) and body.how == "time"
    )

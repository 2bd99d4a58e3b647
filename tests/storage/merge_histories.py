"""Drawn histories of people who are merged and taken apart again, with all that happens to them between."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from app.domain import assignment, conversations, notes, snoozing, tags
from app.domain import contact_cards as cards
from app.domain.arrivals import MessageReceived
from app.domain.contacts import ContactAliased, ContactBlocked, ContactMerged, ContactUnblocked, Identity
from app.domain.events import Event, EventBody
from app.domain.health import HubStopped
from app.domain.ids import ContactId, ConversationId, MessageId
from app.domain.merging import ContactUnmerged
from tests.storage.deal_log import sell
from tests.storage.ladder_log import follow
from tests.storage.task_log import told_of_tasks
from tests.storage.view_log import (
    HUB,
    LEA,
    LINE,
    MARC,
    MEMBER,
    OTHER_LINE,
    Log,
    conversation_id,
    external_id,
)

many = settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
people = st.integers(0, 3)
_LINES = ("notice", "blocked", "unblocked")  # they stay where people read them
ANA, ZOE, BO = ContactId("p1"), ContactId("p2"), ContactId("p3")


people = st.integers(0, 3)


def named(person: int, *, is_by_id: bool = False) -> Identity:
    """Everybody has names of their own here."""
    user = f"FR.{person}"
    return (
        Identity(user_id=user, name=f"Cliente {person}")
        if is_by_id
        else Identity(number=f"3363998{person:04d}", user_id=user)
    )


def contact_id(person: int) -> ContactId:
    return ContactId(f"p{person}")


def as_if_never(events: Sequence[Event]) -> list[Event]:
    """The same log in which nobody was ever merged."""
    merging = (ContactMerged, ContactUnmerged)
    inert = HubStopped()
    return [
        replace(event, body=inert, kind=inert.KIND) if isinstance(event.body, merging) else event
        for event in events
    ]


# --- what happens ---


def _write(log: Log, draw: st.DrawFn) -> None:
    person = draw(people)
    is_elsewhere = draw(st.integers(0, 3)) == 0
    log.received(
        person,
        kind=draw(st.sampled_from(["text", "text", "image"])),
        late_s=draw(st.sampled_from([0, 2, 30])),
        identity=named(person, is_by_id=draw(st.booleans())),
        **({"line_id": OTHER_LINE, "conversation_id": ConversationId(f"d{person}")} if is_elsewhere else {}),
    )


def _answer(log: Log, draw: st.DrawFn) -> None:
    """Nobody who was merged is answered before the log knows them: so it looks when they were erased since."""
    person, number = draw(people), draw(st.integers(0, 4))
    bodies = [event.body for event in log.events]
    knowing = (MessageReceived, ContactAliased, cards.ContactAdded, conversations.ConversationStarted)
    is_known = any(isinstance(one, knowing) and one.contact_id == contact_id(person) for one in bodies)
    if is_known or not any(isinstance(one, ContactMerged) for one in bodies):
        log.asked(person, number)


def _tell_fate(log: Log, draw: st.DrawFn) -> None:
    number = draw(st.integers(0, 4))
    if draw(st.booleans()):
        log.accepted(draw(people), number)
    else:
        log.status(number, draw(st.sampled_from(["sent", "read", "failed"])), is_matched=draw(st.booleans()))


def _react(log: Log, draw: st.DrawFn) -> None:
    person = draw(people)
    about = (
        external_id(draw(st.integers(0, 4))) if draw(st.booleans()) else f"wamid.in{draw(st.integers(1, 9))}"
    )
    kind = draw(st.sampled_from(["reaction", "edit", "revoke"]))
    log.received(person, "👍", kind=kind, reply_to=about, identity=named(person))


def _work(log: Log, draw: st.DrawFn) -> None:
    where, member = conversation_id(draw(people)), draw(st.sampled_from([LEA, MARC, None]))
    note = MessageId(f"note{draw(st.integers(0, 3))}")
    bodies: list[EventBody] = [
        assignment.ConversationAssigned(where, member, LEA, "assigned"),
        snoozing.ConversationSnoozed(where, None, LEA),
        conversations.ConversationClosed(where, LEA, "solved", "Booked"),
        conversations.ConversationReopened(where, LEA),
        conversations.ConversationRead(where, len(log.events), LEA),
        conversations.ConversationMarkedUnread(where, LEA),
        tags.ConversationTagged(where, draw(st.sampled_from(["VIP", "colour"])), LEA),
        tags.ConversationUntagged(where, draw(st.sampled_from(["VIP", "colour"])), LEA),
        notes.NoteAdded(note, where, "Who knows her?", LEA, (MARC,)),
        notes.NoteEdited(note, where, "Who knows Ana?", LEA, ()),
        ContactBlocked(contact_id(draw(people)), LINE, LEA),
        ContactUnblocked(contact_id(draw(people)), LINE, LEA),
    ]
    log.add(draw(st.sampled_from(bodies)), MEMBER, f"t{len(log.events)}")


def _teach(log: Log, draw: st.DrawFn) -> None:
    person = draw(people)
    identity = Identity(
        number=f"44{person}{draw(st.integers(0, 2))}", username=draw(st.sampled_from([None, "ana.f"]))
    )
    log.add(ContactAliased(contact_id(person), identity), HUB)


def _know(log: Log, draw: st.DrawFn) -> None:
    """The team writes down what it knows of somebody."""
    who, note = contact_id(draw(people)), f"about{draw(st.integers(0, 3))}"
    key = draw(st.sampled_from(["name", "email", "phone", "f-1", "f-2"]))
    values = st.sampled_from([None, "33639980077", "12"])
    bodies: list[EventBody] = [
        cards.ContactChanged(who, (cards.FieldChange(key, draw(values)),), LEA),
        cards.ContactTagged(who, draw(st.sampled_from(["VIP", "regular"])), LEA),
        cards.ContactUntagged(who, draw(st.sampled_from(["VIP", "regular"])), LEA),
        cards.ContactOwned(who, draw(st.sampled_from([None, LEA, MARC])), LEA),
        cards.ContactNoteAdded(who, note, "Allergic to nuts", LEA),
        cards.ContactNoteEdited(who, note, "Allergic to milk", LEA),
        cards.ContactNoteRemoved(who, note, LEA),
    ]
    log.add(draw(st.sampled_from(bodies)), MEMBER)


def _plan(log: Log, draw: st.DrawFn) -> None:
    """The team means to do something about somebody."""
    log.add(told_of_tasks(draw, LEA), MEMBER)


def _add(log: Log, draw: st.DrawFn) -> None:
    person = draw(people)
    changes = (cards.FieldChange("company", "Salon"), cards.FieldChange("f-1", "7"))
    log.add(cards.ContactAdded(contact_id(person), named(person), changes, ("VIP",), LEA, LEA), MEMBER)


def _begin(log: Log, draw: st.DrawFn) -> None:
    person = draw(st.integers(0, 5))
    begun = conversations.ConversationStarted(
        conversation_id(person), contact_id(person), LINE, "whatsapp", named(person), LEA
    )
    log.add(begun, MEMBER)


def merge(log: Log, draw: st.DrawFn) -> None:
    log.add(ContactMerged(contact_id(draw(people)), contact_id(draw(people)), "person", LEA), MEMBER)


def _unmerge(log: Log, draw: st.DrawFn) -> None:
    merges = [event.body for event in log.events if isinstance(event.body, ContactMerged)]
    if merges:
        one = draw(st.sampled_from(merges))
        log.add(ContactUnmerged(one.contact_id, one.gone_id, LEA), MEMBER)


LIFE = (
    sell,
    sell,
    follow,
    _write,
    _write,
    _write,
    _answer,
    _tell_fate,
    _tell_fate,
    _react,
    _work,
    _work,
    _work,
    _teach,
    _begin,
    _know,
    _know,
    _plan,
    _add,
)
STEPS = (*LIFE, merge, merge, _unmerge)


@st.composite
def histories(draw: st.DrawFn, steps: Sequence[Callable[[Log, st.DrawFn], None]] = STEPS) -> list[Event]:
    """Anything, and in the end everybody who was merged is themselves again, in any order."""
    log = Log()
    for step in draw(st.lists(st.sampled_from(steps), max_size=30)):
        step(log, draw)
    merged = [event.body for event in log.events if isinstance(event.body, ContactMerged)]
    ends = [one for merge in merged for one in (merge.contact_id, merge.gone_id)]
    for gone in draw(st.permutations(sorted(set(ends)))):
        for kept in sorted(set(ends)):
            log.add(ContactUnmerged(kept, gone, LEA), MEMBER)
    for step in draw(st.lists(st.sampled_from(LIFE), max_size=5)):
        step(log, draw)
    return log.events

"""Drawn events of `tests.storage.view_log` about lists of people, segments, exports, planned answers, and erasures."""

from datetime import timedelta
from typing import Any

from hypothesis import strategies as st

from app.domain import contact_cards as cards
from app.domain import contact_imports as imports
from app.domain import scheduled
from app.domain.consent import ConsentGiven
from app.domain.contacts import ContactMerged, Identity
from app.domain.erasure import ContactErased, ErasureCounts, Remaining, spans_of
from app.domain.events import Actor, EventBody
from app.domain.exports import ExportMade
from app.domain.ids import ContactId, ConversationId, ImportId, MemberId, MessageId
from app.domain.merging import ContactUnmerged
from app.domain.segments import Condition, Rule, Segment, SegmentRemoved, SegmentSaved

LEA = MemberId("lea")
MEMBER = Actor("member", LEA)
LIST = ImportId("list1")
_VIP = Rule("all", (Condition("tag", "is", ("VIP",)),))


def bring_list(log: Any, draw: st.DrawFn) -> None:
    """A list of people begins, brings somebody who agreed, ends, or is taken back: in any order."""
    contact_id = ContactId(f"p{draw(st.integers(0, 5))}")
    number = f"33{draw(st.integers(0, 5))}"
    changes = (cards.FieldChange("email", draw(st.sampled_from(["a@example.com", "b@example.com"]))),)
    given = ConsentGiven(
        contact_id, "whatsapp", ("marketing",), "import", "Oui", log.now, "list.csv", import_id=LIST,
        member_id=LEA,
    )  # fmt: skip
    bodies: list[EventBody] = [
        imports.ContactsImportBegan(LIST, "list.csv", "f", 3, member_id=LEA),
        cards.ContactAdded(contact_id, Identity(number=number), changes, ("VIP",), LEA, LEA, LIST),
        cards.ContactAdded(contact_id, Identity(number=number), changes, ("VIP",), LEA, LEA, LIST),
        given,
        given,
        imports.ContactsImportEnded(LIST, 1, 1, 1),
        imports.ContactWithdrawn(contact_id, LIST),
        imports.ContactsImportUndone(LIST, 1, 0, 1, 0, LEA),
    ]
    log.add(draw(st.sampled_from(bodies)), MEMBER)


def keep_order(log: Any, draw: st.DrawFn) -> None:
    """Segments, exports, and answers for later."""
    conversation = ConversationId(f"c{draw(st.integers(0, 3))}")
    segment_id, planned_id = f"s{draw(st.integers(0, 1))}", MessageId(f"later{draw(st.integers(0, 1))}")
    owner_id = draw(st.sampled_from([None, LEA]))
    bodies: list[EventBody] = [
        SegmentSaved(Segment(segment_id, "Regulars", _VIP, owner_id), LEA),
        SegmentRemoved(segment_id, LEA),
        ExportMade("x1", "contacts", "csv", 3, LEA),
        scheduled.ScheduleSet(
            planned_id, conversation, LEA, log.now + timedelta(hours=1), "text", "Later", len(log.events)
        ),
        scheduled.ScheduleAsked(planned_id, conversation, "customer_wrote"),
        scheduled.ScheduleCancelled(planned_id, conversation, LEA),
    ]
    log.add(draw(st.sampled_from(bodies)), MEMBER)


def erase(log: Any, draw: st.DrawFn) -> None:
    """Somebody is erased, with everybody who is one person with them now."""
    chosen = ContactId(f"p{draw(st.integers(0, 3))}")
    log.add(erased(log, together(log.events, chosen)), Actor("hub"))


def together(events: list[Any], chosen: ContactId) -> list[ContactId]:
    """Who is shown as one person with this one, by the merges that still hold."""
    pairs: list[tuple[ContactId, ContactId]] = []
    for event in events:
        body = event.body
        if isinstance(body, ContactMerged):
            kept, gone = _shown(pairs, body.contact_id), _shown(pairs, body.gone_id)
            if kept != gone:
                pairs.append((kept, gone))
        elif isinstance(body, ContactUnmerged):
            if _shown(pairs, body.contact_id) == _shown(pairs, body.gone_id):
                pairs = [one for one in pairs if one[1] != body.gone_id]
        elif isinstance(body, ContactErased):
            pairs = [one for one in pairs if not {*one} & {*body.contact_ids}]
    kept = _shown(pairs, chosen)
    everybody = {kept, *(gone for _kept, gone in pairs)}
    return [kept, *sorted(one for one in everybody - {kept} if _shown(pairs, one) == kept)]


def erased(log: Any, people: list[ContactId], positions: tuple[int, ...] = ()) -> ContactErased:
    """The event of their erasure: all that they have in drawn logs."""
    conversations = tuple(ConversationId(one.replace("p", line)) for one in people for line in ("c", "d"))
    return ContactErased(
        people[0], f"erasure{len(log.events)}", "request", LEA, ErasureCounts(), tuple(people), conversations,
        spans_of(sorted(positions)), Remaining(),
    )  # fmt: skip


def _shown(pairs: list[tuple[ContactId, ContactId]], contact_id: ContactId) -> ContactId:
    became = {gone: kept for kept, gone in pairs}
    while contact_id in became:
        contact_id = became[contact_id]
    return contact_id

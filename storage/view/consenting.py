"""Applying what people agreed to, took back, or may have taken back."""

from collections.abc import Callable, Mapping
from typing import Any

from app.domain.consent import (
    ConsentCleared,
    ConsentDoubted,
    ConsentGiven,
    ConsentWithdrawn,
    LedgerEvent,
    entries_of,
)
from app.domain.conversations import Conversation
from app.domain.events import Event
from app.domain.ids import ContactId, LineId
from app.domain.teamwork import consent_notice
from storage.view import consents
from storage.view.subjects import Subjects


def _said(subjects: Subjects, event: Event, body: LedgerEvent) -> None:
    contact_id = subjects.kept_contact(body.contact_id)
    subjects.touched_contacts.add(contact_id)
    for entry in entries_of(body, event.pos, event.accepted_at):
        subjects.write_later(*consents.added(entry, contact_id))
    if body.import_id is not None:
        return  # thousands of them: nobody wants a line of each
    if body.member_id is not None or isinstance(body, ConsentWithdrawn):
        subjects.write_later(consents.cleared(contact_id, None))
    _tell(subjects, event, contact_id, body.line_id)


def _doubted(subjects: Subjects, event: Event, body: ConsentDoubted) -> None:
    contact_id = subjects.kept_contact(body.contact_id)
    subjects.touched_contacts.add(contact_id)
    subjects.write_later(consents.doubted(body.contact_id, body.message_id, body.at))
    _tell(subjects, event, contact_id, body.line_id)


def _cleared(subjects: Subjects, _event: Event, body: ConsentCleared) -> None:
    subjects.touched_contacts.add(subjects.kept_contact(body.contact_id))
    subjects.write_later(consents.cleared(body.contact_id, body.message_id))


def _tell(subjects: Subjects, event: Event, contact_id: ContactId, line_id: LineId | None) -> None:
    """One line, where the person wrote it; for what was recorded elsewhere, in their newest conversation."""
    theirs = [subjects.conversations[one] for one in subjects.owned.get(contact_id, ())]
    there = [one for one in theirs if one.line_id == line_id] or theirs
    if not there:
        return
    notice = consent_notice(event, max(there, key=_newest))
    if notice is not None and notice.message_id not in subjects.messages:
        subjects.put_message(notice)


def _newest(conversation: Conversation) -> tuple[int, str]:
    return conversation.lifted_pos, conversation.conversation_id


CONSENTING: Mapping[type, Callable[[Subjects, Event, Any], None]] = {
    ConsentGiven: _said,
    ConsentWithdrawn: _said,
    ConsentDoubted: _doubted,
    ConsentCleared: _cleared,
}

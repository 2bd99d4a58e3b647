"""Applying events about what stands around messages: files, merges, blocks, templates, profiles."""

from collections.abc import Callable, Mapping
from typing import Any

from app.domain import contacts
from app.domain.events import Event
from app.domain.lines import LineProfileChanged
from app.domain.media import MediaLost, MediaStored
from app.domain.projection import changed_message
from app.domain.templates import TemplateChanged, TemplateRemoved, TemplatesCompared
from storage.view import account, blocks
from storage.view.merging import merge_contacts
from storage.view.subjects import Subjects

Handler = Callable[[Subjects, Event, Any], None]


def _media_changed(subjects: Subjects, event: Event, body: MediaStored | MediaLost) -> None:
    before = subjects.messages.get(body.message_id)
    after = changed_message(event, before) if before is not None else None
    if after is not None and after is not before:
        subjects.rewrite_message(after)


def _merged(subjects: Subjects, _event: Event, body: contacts.ContactMerged) -> None:
    merge_contacts(subjects, body)


def _blocked(subjects: Subjects, _event: Event, body: contacts.ContactBlocked) -> None:
    contact_id = subjects.kept_contact(body.contact_id)
    subjects.touched_contacts.add(contact_id)
    subjects.write_later(blocks.blocked(contact_id, body.line_id))


def _unblocked(subjects: Subjects, _event: Event, body: contacts.ContactUnblocked) -> None:
    contact_id = subjects.kept_contact(body.contact_id)
    subjects.touched_contacts.add(contact_id)
    subjects.write_later(blocks.unblocked(contact_id, body.line_id))


def _template_told(
    subjects: Subjects, _event: Event, body: TemplateChanged | TemplateRemoved | TemplatesCompared
) -> None:
    subjects.has_new_templates = True
    subjects.write_later(account.told(body))


def _profile_changed(subjects: Subjects, _event: Event, body: LineProfileChanged) -> None:
    subjects.has_new_profiles = True
    subjects.write_later(account.profile_changed(body))


AROUND: Mapping[type, Handler] = {
    MediaStored: _media_changed,
    MediaLost: _media_changed,
    contacts.ContactMerged: _merged,
    contacts.ContactBlocked: _blocked,
    contacts.ContactUnblocked: _unblocked,
    TemplateChanged: _template_told,
    TemplateRemoved: _template_told,
    TemplatesCompared: _template_told,
    LineProfileChanged: _profile_changed,
}

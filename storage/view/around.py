"""Applying events about what stands around messages: files, people, templates, numbers, the team, health."""

from collections.abc import Callable, Mapping
from typing import Any

from app.domain import contacts, health, members, quick_replies, settings
from app.domain.copies import changed
from app.domain.events import BODY_OF_KIND, Event, UnknownBody
from app.domain.failures import ACCOUNT_TROUBLES
from app.domain.ids import ContactId, LineId
from app.domain.lines import LineAdded, LineProfileChanged
from app.domain.media import MediaLost, MediaStored
from app.domain.members import Member
from app.domain.merging import ContactsKeptApart
from app.domain.projection import block_notice, changed_message
from app.domain.templates import TemplateChanged, TemplateRemoved, TemplatesCompared
from storage.instants import to_us
from storage.view import account, blocks
from storage.view import counters as counted
from storage.view import quick_replies as view_quick_replies
from storage.view.auto_replies import AUTO
from storage.view.leaves import leaf_of_contact, written_in
from storage.view.merging import kept_apart, merge_contacts
from storage.view.opening_hours import HOURS
from storage.view.reach import REACH
from storage.view.standards import STANDARDS
from storage.view.subjects import Subjects
from storage.view.tasks import TASKS
from storage.view.team import Left

Handler = Callable[[Subjects, Event, Any], None]


def _media_changed(subjects: Subjects, event: Event, body: MediaStored | MediaLost) -> None:
    before = subjects.messages.get(body.message_id)
    after = changed_message(event, before) if before is not None else None
    if after is not None and after is not before:
        subjects.rewrite_message(after)


def _merged(subjects: Subjects, event: Event, body: contacts.ContactMerged) -> None:
    merge_contacts(subjects, event, body)


def _kept_apart(subjects: Subjects, _event: Event, body: ContactsKeptApart) -> None:
    kept_apart(subjects, body.first_id, body.second_id)


def _blocked(subjects: Subjects, event: Event, body: contacts.ContactBlocked) -> None:
    contact_id = subjects.kept_contact(body.contact_id)
    subjects.touched_contacts.add(contact_id)
    subjects.write_later(blocks.blocked(contact_id, body.line_id))
    for side in subjects.trail.path(body.contact_id):
        subjects.write_later(blocks.blocked(blocks.aside(side.no), body.line_id))
    _note_block(subjects, event, contact_id, body)


def _unblocked(subjects: Subjects, event: Event, body: contacts.ContactUnblocked) -> None:
    contact_id = subjects.kept_contact(body.contact_id)
    subjects.touched_contacts.add(contact_id)
    subjects.write_later(blocks.unblocked(contact_id, body.line_id))
    for side in subjects.trail.path(body.contact_id):
        subjects.write_later(blocks.unblocked(blocks.aside(side.no), body.line_id))
    _note_block(subjects, event, contact_id, body)


def _note_block(
    subjects: Subjects,
    event: Event,
    contact_id: ContactId,
    body: contacts.ContactBlocked | contacts.ContactUnblocked,
) -> None:
    """A line in their conversation on this business number, where they have one."""
    theirs = (subjects.conversations[one] for one in subjects.owned.get(contact_id, ()))
    for conversation in theirs:
        notice = block_notice(event, conversation) if conversation.line_id == body.line_id else None
        if notice is not None:
            subjects.put_message(
                written_in(subjects, notice, leaf_of_contact(subjects, conversation, body.contact_id))
            )


def _template_told(
    subjects: Subjects, _event: Event, body: TemplateChanged | TemplateRemoved | TemplatesCompared
) -> None:
    subjects.has_new_templates = True
    subjects.write_later(account.told(body))


def _profile_changed(subjects: Subjects, _event: Event, body: LineProfileChanged) -> None:
    subjects.has_new_profiles = True
    subjects.write_later(account.profile_changed(body))


def _quick_reply_told(
    subjects: Subjects, _event: Event, body: quick_replies.QuickReplySaved | quick_replies.QuickReplyRemoved
) -> None:
    subjects.has_new_quick_replies = True
    subjects.write_later(view_quick_replies.told(body))


def _aliased(subjects: Subjects, event: Event, body: contacts.ContactAliased) -> None:
    subjects.learn(body.contact_id, body.identity, event)


def _line_added(subjects: Subjects, _event: Event, body: LineAdded) -> None:
    subjects.see_line(body.line_id, body.channel, None, is_known=True)


def _member_added(subjects: Subjects, _event: Event, body: members.MemberAdded) -> None:
    subjects.changed_members[body.member_id] = Member(body.member_id, body.name, body.role)


def _member_changed(subjects: Subjects, _event: Event, body: members.MemberChanged) -> None:
    subjects.changed_members[body.member_id] = Member(body.member_id, body.name, body.role)


def _member_removed(subjects: Subjects, _event: Event, body: members.MemberRemoved) -> None:
    known = subjects.changed_members.get(body.member_id)
    left = changed(known, is_removed=True) if isinstance(known, Member) else Left(body.member_id)
    subjects.changed_members[body.member_id] = left


def _device_told(
    subjects: Subjects, _event: Event, _body: members.DeviceEnrolled | members.DeviceRevoked
) -> None:
    subjects.has_new_team = True


def _setting_changed(subjects: Subjects, _event: Event, body: settings.SettingChanged) -> None:
    subjects.changed_settings[body.name] = body.value


def _unparsed(subjects: Subjects, _event: Event, _body: health.WebhookUnparsed) -> None:
    subjects.count(counted.UNPARSED)


def _account_told(subjects: Subjects, event: Event, body: health.WebhookAccount) -> None:
    """Only what it says of a trouble counts."""
    code = body.facts.get("code", "")
    if body.what == "error" and code in ACCOUNT_TROUBLES:
        subjects.note_trouble(body.line_id or LineId(""), code, to_us(event.accepted_at))


def _hub_started(subjects: Subjects, _event: Event, body: health.HubStarted) -> None:
    subjects.count(counted.HUB_STARTS)
    if not body.was_clean:
        subjects.count(counted.HUB_CRASHES)


def _diverged(subjects: Subjects, event: Event, body: health.HealthDiverged) -> None:
    subjects.note_trouble(LineId(""), health.DIVERGED, to_us(event.accepted_at))
    subjects.count(counted.HIDDEN, body.count if body.what == "hidden" else 0)


def _agreed(subjects: Subjects, _event: Event, _body: health.HealthAgreed) -> None:
    subjects.end_trouble(LineId(""), health.DIVERGED)
    assert subjects.counters is not None
    subjects.count(counted.HIDDEN, -subjects.counters.get(counted.HIDDEN, 0))


def _unknown(subjects: Subjects, _event: Event, body: UnknownBody) -> None:
    """Something newer is counted; an erased event of a known kind says nothing."""
    if body.fields_json or body.kind not in BODY_OF_KIND:
        subjects.count(counted.NEWER_KINDS)


AROUND: Mapping[type, Handler] = {
    health.HealthDiverged: _diverged,
    health.HealthAgreed: _agreed,
    MediaStored: _media_changed,
    MediaLost: _media_changed,
    contacts.ContactMerged: _merged,
    ContactsKeptApart: _kept_apart,
    contacts.ContactBlocked: _blocked,
    contacts.ContactUnblocked: _unblocked,
    TemplateChanged: _template_told,
    TemplateRemoved: _template_told,
    TemplatesCompared: _template_told,
    LineProfileChanged: _profile_changed,
    quick_replies.QuickReplySaved: _quick_reply_told,
    quick_replies.QuickReplyRemoved: _quick_reply_told,
    contacts.ContactAliased: _aliased,
    LineAdded: _line_added,
    members.MemberAdded: _member_added,
    members.MemberChanged: _member_changed,
    members.DeviceEnrolled: _device_told,
    members.DeviceRevoked: _device_told,
    members.MemberRemoved: _member_removed,
    settings.SettingChanged: _setting_changed,
    health.WebhookUnparsed: _unparsed,
    health.HubStarted: _hub_started,
    health.WebhookAccount: _account_told,
    UnknownBody: _unknown,
    **TASKS,
    **HOURS,
    **AUTO,
    **STANDARDS,
    **REACH,
}

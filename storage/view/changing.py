"""What a batch touched, as screens want to know it."""

from sqlcipher3.dbapi2 import Connection

from app.domain.conversations import Conversation
from app.domain.rows import Changes
from storage.view.conversations import ids_of_contacts
from storage.view.counters import is_about_health
from storage.view.subjects import Subjects


def changes_of(conn: Connection, subjects: Subjects) -> Changes:
    """What the batch touched, as screens want to know it."""
    touched = subjects.touched_conversations.union(subjects.was_conversations)
    people = subjects.changed_contacts | subjects.touched_contacts
    if people:
        touched.update(ids_of_contacts(conn, people))
    owners = (subjects.messages[message_id].conversation_id for message_id in subjects.was_messages)
    reordered = {
        key
        for key, was in subjects.was_conversations.items()
        if was is None or _place(was) != _place(subjects.conversations[key])
    }
    return Changes(
        conversations=frozenset(touched.union(owners)),
        messages=frozenset(subjects.was_messages),
        reordered=frozenset(reordered),
        settings=frozenset(subjects.changed_settings),
        is_connection=bool(subjects.changed_lines) or is_about_health(subjects.changed_counters),
        is_everything=bool(subjects.merged_contacts) or subjects.has_lost_messages,
        is_templates=subjects.has_new_templates,
        is_lines=subjects.has_new_profiles,
        is_imports=subjects.has_new_imports,
        is_team=bool(subjects.changed_members) or subjects.has_new_team,
        is_quick_replies=subjects.has_new_quick_replies,
        contacts=frozenset(people),
        is_contact_fields=subjects.has_new_fields,
        is_tasks=subjects.has_new_tasks,
        is_ledger=subjects.has_new_ledger,
        is_hours=subjects.has_new_hours,
        appointments=frozenset(subjects.changed_appointments),
        is_agenda=subjects.has_new_agenda,
    )


def _place(conversation: Conversation) -> tuple[object, ...]:
    return (
        conversation.lifted_pos,
        conversation.is_closed,
        conversation.waiting_since_at,
        conversation.last_inbound_at,
        conversation.assignee_id,
        conversation.snoozed_at,
        conversation.is_first,
        conversation.is_ad,
    )

"""The disposable projection that screens and the hub's rules read: tables, projection, queries.

The same code works in hub.db (inside the append's transaction) and in the desk's view.db. SQLAlchemy is imported only
when tables must be made, the projector when there are events: a window that opens reads rows and nothing else.
"""

from typing import TYPE_CHECKING, Any

from storage.view.blocks import is_blocked as is_blocked
from storage.view.contacts import contact_by_alias as contact_by_alias
from storage.view.contacts import contact_by_phone as contact_by_phone
from storage.view.contacts import everybody as everybody
from storage.view.contacts import find_contact as find_contact
from storage.view.contacts import load_contact as load_contact
from storage.view.conversations import contact_span as contact_span
from storage.view.conversations import conversation_of as conversation_of
from storage.view.conversations import conversations_of as conversations_of
from storage.view.conversations import load_conversation as load_conversation
from storage.view.counters import Health as Health
from storage.view.counters import health as health
from storage.view.counters import is_hidden_something as is_hidden_something
from storage.view.counters import to_send as to_send
from storage.view.inbox import counts as counts
from storage.view.inbox import find_people as find_people
from storage.view.inbox import inbox_row as inbox_row
from storage.view.inbox import thread_header as thread_header
from storage.view.line_troubles import troubles as troubles
from storage.view.lists import inbox_ids as inbox_ids
from storage.view.merges import are_apart as are_apart
from storage.view.merges import kept_id as kept_id
from storage.view.merges import merged_into as merged_into
from storage.view.messages import load_message as load_message
from storage.view.messages import message_by_external_id as message_by_external_id
from storage.view.schema import UNFINISHED as UNFINISHED
from storage.view.schema import VIEW_VERSION as VIEW_VERSION
from storage.view.schema import begin_rebuild as begin_rebuild
from storage.view.schema import create as create
from storage.view.schema import cursor as cursor
from storage.view.schema import drop as drop
from storage.view.schema import end_rebuild as end_rebuild
from storage.view.schema import set_cursor as set_cursor
from storage.view.schema import version as version
from storage.view.schema import view_hash as view_hash
from storage.view.team import lines as lines
from storage.view.team import member as member
from storage.view.team import members as members
from storage.view.team import settings as settings
from storage.view.team_rows import all_saved_views as all_saved_views
from storage.view.team_rows import newest_mention as newest_mention
from storage.view.team_rows import saved_view as saved_view
from storage.view.team_rows import tag_counts as tag_counts
from storage.view.team_rows import tags_of as tags_of
from storage.view.threads import Place as Place
from storage.view.threads import Quoted as Quoted
from storage.view.threads import message_row as message_row
from storage.view.threads import quoted_by as quoted_by
from storage.view.threads import reaction_rows as reaction_rows
from storage.view.threads import shelf_page as shelf_page
from storage.view.threads import thread_page as thread_page
from storage.view.threads import with_team_line as with_team_line
from storage.view.trial_message import Trial as Trial
from storage.view.trial_message import trial as trial

if TYPE_CHECKING:
    from storage.view.account import TemplateCheck as TemplateCheck
    from storage.view.account import account_templates as account_templates
    from storage.view.account import is_compared as is_compared
    from storage.view.account import line_profile as line_profile
    from storage.view.account import template as template
    from storage.view.account import template_category as template_category
    from storage.view.account import template_check as template_check
    from storage.view.account import template_of as template_of
    from storage.view.account import templates as templates
    from storage.view.card_rows import contact_card as contact_card
    from storage.view.card_rows import contact_fields as contact_fields
    from storage.view.card_rows import contact_note as contact_note
    from storage.view.card_rows import contact_tags as contact_tags
    from storage.view.card_rows import field_values as field_values
    from storage.view.card_rows import kept_contact as kept_contact
    from storage.view.card_rows import known_contact_tags as known_contact_tags
    from storage.view.consents import consent_card as consent_card
    from storage.view.consents import consent_standings as consent_standings
    from storage.view.consents import count_who as count_who
    from storage.view.consents import import_undone as import_undone
    from storage.view.consents import is_doubted as is_doubted
    from storage.view.consents import people_who as people_who
    from storage.view.history import heard_between as heard_between
    from storage.view.history import import_row as import_row
    from storage.view.history import imports as imports
    from storage.view.projector import Projector as Projector
    from storage.view.projector import Rebuild as Rebuild
    from storage.view.projector import project as project
    from storage.view.projector import rebuild as rebuild
    from storage.view.quick_replies import load_quick_reply as load_quick_reply
    from storage.view.schedules import all_scheduled as all_scheduled
    from storage.view.schedules import due_scheduled as due_scheduled
    from storage.view.schedules import next_scheduled as next_scheduled
    from storage.view.schedules import scheduled as scheduled
    from storage.view.schedules import scheduled_count as scheduled_count
    from storage.view.schedules import scheduled_in as scheduled_in
    from storage.view.schedules import scheduled_of as scheduled_of

_PROJECTING = frozenset({"Projector", "Rebuild", "project", "rebuild"})
_CONSENTS = frozenset(
    {"consent_card", "consent_standings", "count_who", "import_undone", "is_doubted", "people_who"}
)
_HISTORY = frozenset({"heard_between", "import_row", "imports"})
_CARDS = frozenset(
    {
        "contact_card",
        "contact_fields",
        "contact_note",
        "contact_tags",
        "field_values",
        "kept_contact",
        "known_contact_tags",
    }
)
_QUICK_REPLIES = frozenset({"load_quick_reply"})
_SCHEDULES = frozenset(
    {
        "all_scheduled",
        "due_scheduled",
        "next_scheduled",
        "scheduled",
        "scheduled_count",
        "scheduled_in",
        "scheduled_of",
    }
)
_ACCOUNT = frozenset(
    {
        "TemplateCheck",
        "account_templates",
        "is_compared",
        "line_profile",
        "template",
        "template_category",
        "template_of",
        "template_check",
        "templates",
    }
)


def __getattr__(name: str) -> Any:
    """What writes rows, or reads packed ones, on first use."""
    if name in _SCHEDULES:
        from storage.view import schedules

        return getattr(schedules, name)
    if name in _ACCOUNT:
        from storage.view import account

        return getattr(account, name)
    if name in _HISTORY:
        from storage.view import history

        return getattr(history, name)
    if name in _CONSENTS:
        from storage.view import consents

        return getattr(consents, name)
    if name in _CARDS:
        from storage.view import card_rows

        return getattr(card_rows, name)
    if name in _QUICK_REPLIES:
        from storage.view import quick_replies as replies

        return getattr(replies, name)
    if name not in _PROJECTING:
        raise AttributeError(name)
    from storage.view import projector

    return getattr(projector, name)

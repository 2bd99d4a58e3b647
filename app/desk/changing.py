"""What may look different: made from commands, and put together."""

from __future__ import annotations

from collections.abc import Sequence

from app.desk.team_reading import VIEWS_LANE
from app.desk.wishes import conversation_of
from app.domain.later import commands
from app.domain.rows import Changes
from app.domain.settings import ChangeSetting

PIPELINES_LANE = "deal_pipelines"  # of `app.domain.deals`
LEDGER_LANE = "ledger"  # of `app.domain.ledger`
HOURS_LANES = (
    "hours",
    "groups",
    "auto_replies",
    "standards",
)  # of the modules of `app.domain` of these names
AGENDA_LANE = "agenda"  # of `app.domain.agenda`
FIELDS_LANE = "contact_fields"  # of `app.domain.contact_cards`, which no start needs


def changes_of(commands: Sequence[commands.Command]) -> Changes:
    """What a command's coming or going may change on screen."""
    conversations = frozenset(filter(None, map(conversation_of, commands)))
    ids = [getattr(command.body, "message_id", None) for command in commands]
    ids += [getattr(command.body, "reply_to", None) for command in commands]  # a reaction changes its target
    ids += [
        getattr(command.body, "note_id", None) or command.command_id for command in commands
    ]  # notes, notices
    names = (command.body.name for command in commands if isinstance(command.body, ChangeSetting))
    is_quick = any(hasattr(command.body, "reply_id") for command in commands)
    is_team = any(command.lane == VIEWS_LANE or hasattr(command.body, "tag") for command in commands)
    return Changes(
        conversations,
        frozenset(filter(None, ids)),
        conversations,
        frozenset(names),
        is_quick_replies=is_quick,
        is_team=is_team,
        contacts=frozenset(filter(None, (getattr(command.body, "contact_id", None) for command in commands))),
        is_contact_fields=any(command.lane == FIELDS_LANE for command in commands),
        deals=frozenset(filter(None, (getattr(command.body, "deal_id", None) for command in commands))),
        is_pipelines=any(command.lane == PIPELINES_LANE for command in commands),
        is_tasks=any(hasattr(command.body, "task_id") for command in commands),
        is_ledger=any(command.lane == LEDGER_LANE for command in commands),
        is_hours=any(command.lane in HOURS_LANES for command in commands),
        appointments=frozenset(
            filter(None, (getattr(command.body, "appointment_id", None) for command in commands))
        ),
        is_agenda=any(_is_of_agenda(command) for command in commands),
    )


def _is_of_agenda(command: commands.Command) -> bool:
    """Also what is asked of many appointments at once, and about the waiting list."""
    is_waiting = hasattr(command.body, "waiter_id") or hasattr(command.body, "offer_id")
    return command.lane == AGENDA_LANE or hasattr(command.body, "asks") or is_waiting


def joined_changes(one: Changes, other: Changes) -> Changes:
    """What both touched."""
    return Changes(
        one.conversations | other.conversations,
        one.messages | other.messages,
        one.reordered | other.reordered,
        one.settings | other.settings,
        one.is_connection or other.is_connection,
        one.is_everything or other.is_everything,
        one.is_templates or other.is_templates,
        one.is_lines or other.is_lines,
        one.is_imports or other.is_imports,
        one.is_quick_replies or other.is_quick_replies,
        one.is_team or other.is_team,
        one.presence | other.presence,
        one.contacts | other.contacts,
        one.is_contact_fields or other.is_contact_fields,
        one.deals | other.deals,
        one.is_pipelines or other.is_pipelines,
        one.is_tasks or other.is_tasks,
        one.is_ledger or other.is_ledger,
        one.is_hours or other.is_hours,
        one.is_measures or other.is_measures,
        one.appointments | other.appointments,
        one.is_agenda or other.is_agenda,
    )

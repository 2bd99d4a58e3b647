"""Reads what a command's check may look at, in the command's own transaction."""

from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import datetime

from app.domain.agenda import AGENDA_ASKS
from app.domain.appointment_asks import APPOINTMENT_ASKS, AskAppointments
from app.domain.assignment import AssignConversation, ClaimConversation
from app.domain.auto_replies import AUTO_ASKS
from app.domain.commands import TEAM_BODIES, Command, CommandBody
from app.domain.consent import CONSENT_COMMANDS
from app.domain.contact_asks import CONTACT_ASKS
from app.domain.conversations import Conversation, StartConversation
from app.domain.deal_asks import DEAL_ASKS, INCOMING_ASKS, PIPELINE_ASKS
from app.domain.hour_asks import HOUR_ASKS
from app.domain.ids import ContactId, LineId, MemberId, MessageId
from app.domain.ladders import LADDER_ASKS
from app.domain.ledger import LEDGER_ASKS
from app.domain.members import Member
from app.domain.merging import MERGE_ASKS
from app.domain.messages import Message
from app.domain.notes import AddNote, EditNote, RemoveNote
from app.domain.quick_replies import RemoveQuickReply, SaveQuickReply
from app.domain.saved_views import RemoveView, SaveView
from app.domain.scheduled import (
    SCHEDULE_COMMANDS,
    CancelScheduled,
    ChangeScheduled,
    ScheduleMessage,
    SendScheduled,
)
from app.domain.sends import CancelSend, SendMessage, SendText, SettleSend
from app.domain.slot_offers import WAITING_ASKS
from app.domain.standards import SaveStandards
from app.domain.tasks import TASK_ASKS
from app.hub.agenda_rules import of_agenda
from app.hub.appointment_rules import of_appointment
from app.hub.ask_rules import of_asks
from app.hub.auto_reply_rules import of_auto
from app.hub.consent_look import permission_of
from app.hub.contact_rules import of_contact
from app.hub.deal_rules import of_deal
from app.hub.hour_rules import of_hours
from app.hub.ladder_rules import of_ladder
from app.hub.ledger_rules import of_ledger
from app.hub.merge_rules import pair_of
from app.hub.schedule_rules import due
from app.hub.situation import Asker, Situation
from app.hub.standard_rules import of_standards
from app.hub.start_wishes import known_conversation, known_person, names_several
from app.hub.table_rules import TABLE_ASKS, of_table
from app.hub.task_rules import of_task
from app.hub.waiting_rules import of_waiting
from storage import view
from storage.hub import answers
from storage.hub.tables import Connection
from storage.view import incoming

CLAIM_ON_ANSWER = "claim_on_answer"
_ASK_FOR_MEMBERS = (ClaimConversation, AssignConversation, AddNote, EditNote)


def situation_of(
    conn: Connection, command: Command, asker: Asker, now: datetime, our_lines: Collection[LineId]
) -> Situation:
    """Everything that the rules look at for this command."""
    body = command.body
    if isinstance(body, LADDER_ASKS):
        return _of_ladder(conn, Situation(command, asker, now), our_lines)
    if isinstance(body, AskAppointments):
        return of_asks(conn, Situation(command, asker, now), body, our_lines)
    if isinstance(body, WAITING_ASKS):
        return of_waiting(conn, Situation(command, asker, now), our_lines)
    if isinstance(body, TEAM_BODIES):
        return _of_team(conn, Situation(command, asker, now))
    if isinstance(body, StartConversation):
        person = known_person(conn, body)
        there = known_conversation(conn, body, person)
        is_ours = body.line_id in our_lines
        is_mixed = names_several(conn, body)
        return Situation(command, asker, now, there, is_line_ours=is_ours, contact=person, is_mixed=is_mixed)
    conversation = view.load_conversation(conn, body.conversation_id)
    is_ours = conversation is not None and conversation.line_id in our_lines
    if isinstance(body, SendText | SendMessage):
        return _of_send(conn, Situation(command, asker, now, conversation, is_line_ours=is_ours), body)
    if isinstance(body, SCHEDULE_COMMANDS):
        return _of_planned(conn, Situation(command, asker, now, conversation, is_line_ours=is_ours), body)
    if isinstance(body, INCOMING_ASKS):
        is_declined = conversation is not None and incoming.is_declined(conn, conversation.conversation_id)
        return Situation(command, asker, now, conversation, is_declined=is_declined)
    members = _active(conn) if isinstance(body, _ASK_FOR_MEMBERS) else {}
    message = _message(conn, _named(body))
    return Situation(command, asker, now, conversation, message, is_line_ours=is_ours, members=members)


def _of_ladder(conn: Connection, seen: Situation, our_lines: Collection[LineId]) -> Situation:
    """Of ladders; where a step goes out now, all that a send looks at too."""
    seen = of_ladder(conn, seen)
    message = seen.ladders.message if seen.ladders is not None else None
    if message is None or seen.conversation is None:
        return seen
    is_ours = seen.conversation.line_id in our_lines
    sent = _of_send(conn, replace(seen, is_line_ours=is_ours), message)
    return replace(sent, ladders=seen.ladders)


def _active(conn: Connection) -> dict[MemberId, Member]:
    """Who is in the team now."""
    return {key: one for key, one in view.members(conn).items() if not one.is_removed}


def _named(body: CommandBody) -> MessageId | None:
    """The message or the note that it is about."""
    if isinstance(body, CancelSend | SettleSend):
        return body.message_id
    return body.note_id if isinstance(body, AddNote | EditNote | RemoveNote) else None


def _of_team(conn: Connection, seen: Situation) -> Situation:
    """Of what is about no conversation."""
    body = seen.command.body
    if isinstance(body, SaveView | RemoveView):
        view_id = body.view.view_id if isinstance(body, SaveView) else body.view_id
        saved = view.saved_view(conn, view_id)
        return replace(seen, saved=saved, saved_count=len(view.all_saved_views(conn)))
    if isinstance(body, CONSENT_COMMANDS):
        kept = ContactId(view.kept_id(conn, body.contact_id))
        return replace(seen, contact=view.load_contact(conn, kept))
    if isinstance(body, MERGE_ASKS):
        return replace(seen, pair=pair_of(conn, body))
    if isinstance(body, SaveQuickReply | RemoveQuickReply):
        return replace(seen, quick_reply=view.load_quick_reply(conn, body.reply_id))
    for asks, look in _LOOKS:
        if isinstance(body, asks):
            return look(conn, seen)
    return seen


_LOOKS: tuple[tuple[tuple[type, ...], Callable[[Connection, Situation], Situation]], ...] = (
    (TABLE_ASKS, of_table),
    (LEDGER_ASKS, of_ledger),
    (TASK_ASKS, of_task),
    (HOUR_ASKS, of_hours),
    (AUTO_ASKS, of_auto),
    ((SaveStandards,), of_standards),
    ((*DEAL_ASKS, *PIPELINE_ASKS), of_deal),
    (CONTACT_ASKS, of_contact),
    (APPOINTMENT_ASKS, of_appointment),
    (AGENDA_ASKS, of_agenda),
)


def _of_send(conn: Connection, seen: Situation, body: SendText | SendMessage) -> Situation:
    conversation = seen.conversation
    contact = view.load_contact(conn, conversation.contact_id) if conversation else None
    content = body.content if isinstance(body, SendMessage) else None
    return Situation(
        seen.command,
        seen.asker,
        seen.now,
        conversation,
        view.load_message(conn, body.message_id),
        _answered_by(conn, conversation, seen.command, seen.asker),
        seen.is_line_ours,
        _message(conn, body.reply_to) if isinstance(body, SendMessage) else None,
        _message(conn, body.retry_of),
        contact,
        is_claiming=bool(view.settings(conn).get(CLAIM_ON_ANSWER, True)),
        permission=permission_of(conn, conversation, contact, content),
    )


def _of_planned(
    conn: Connection,
    seen: Situation,
    body: ScheduleMessage | ChangeScheduled | CancelScheduled | SendScheduled,
) -> Situation:
    """Of a planned answer; where it is to go out now, all that a send looks at too."""
    planned = view.scheduled(conn, body.message_id)
    conversation = seen.conversation
    if isinstance(body, SendScheduled) and planned is not None:
        seen = replace(seen, planned=planned)
        return replace(_of_send(conn, seen, due(seen)), planned=planned)
    is_set = isinstance(body, ScheduleMessage | ChangeScheduled)
    reply_to = body.reply_to if isinstance(body, ScheduleMessage | ChangeScheduled) else None
    content = body.content if isinstance(body, ScheduleMessage | ChangeScheduled) else None
    contact = view.load_contact(conn, conversation.contact_id) if conversation else None
    return replace(
        seen,
        planned=planned,
        planned_count=view.scheduled_count(conn, conversation.conversation_id) if conversation else 0,
        message=view.load_message(conn, body.message_id),
        target=_message(conn, reply_to),
        contact=contact,
        permission=permission_of(conn, conversation, contact, content, is_planned=True) if is_set else None,
    )


def _message(conn: Connection, message_id: MessageId | None) -> Message | None:
    return view.load_message(conn, message_id) if message_id else None


def _answered_by(
    conn: Connection, conversation: Conversation | None, command: Command, asker: Asker
) -> str | None:
    """Who else answered there after what the author had seen: a name, "" for the team's phone."""
    if conversation is None or conversation.newest_outbound_pos <= command.base_pos:
        return None
    return answers.newer_than(conn, conversation.conversation_id, command.base_pos, asker.member_id)

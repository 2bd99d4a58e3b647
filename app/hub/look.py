"""Reads what a command's check may look at, in the command's own transaction."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from app.domain.commands import TEAM_BODIES, Command
from app.domain.conversations import Conversation, StartConversation
from app.domain.ids import LineId, MessageId
from app.domain.messages import Message
from app.domain.quick_replies import RemoveQuickReply, SaveQuickReply
from app.domain.sends import CancelSend, SendMessage, SendText, SettleSend
from app.hub.situation import Asker, Situation
from app.hub.start_wishes import known_conversation, known_person, names_several
from storage import view
from storage.hub import answers
from storage.hub.tables import Connection


def situation_of(
    conn: Connection, command: Command, asker: Asker, now: datetime, our_lines: Collection[LineId]
) -> Situation:
    """Everything that the rules look at for this command."""
    body = command.body
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
    message = view.load_message(conn, body.message_id) if isinstance(body, CancelSend | SettleSend) else None
    return Situation(command, asker, now, conversation, message, is_line_ours=is_ours)


def _of_team(conn: Connection, seen: Situation) -> Situation:
    body = seen.command.body
    if isinstance(body, SaveQuickReply | RemoveQuickReply):
        return replace(seen, quick_reply=view.load_quick_reply(conn, body.reply_id))
    return seen


def _of_send(conn: Connection, seen: Situation, body: SendText | SendMessage) -> Situation:
    conversation = seen.conversation
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
        view.load_contact(conn, conversation.contact_id) if conversation else None,
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

"""What the hub looks at before a step of a ladder: the calendar, and what would be said under which id."""

import hashlib
from datetime import datetime

from app.domain.commands import Command
from app.domain.conversations import Conversation
from app.domain.errors import Refused
from app.domain.ids import CommandId, MessageId
from app.domain.ladder_words import Words
from app.domain.ladders import OWN_ID, LadderStep
from app.domain.sends import SendMessage
from app.domain.working_days import WorkingDays
from app.words.holidays_of import calendar_of
from app.words.ladder_texts import said_to
from storage import view
from storage.hub.tables import Connection
from storage.view.ladder_people import Talk


def calendar_now(conn: Connection, now: datetime) -> WorkingDays:
    """The team's working days."""
    return calendar_of(view.settings(conn), now)


def step_words(
    conn: Connection, step: LadderStep, talk: Talk, member_name: str, now: datetime
) -> Words | Refused:
    """What a step says to them now, or why a person must be asked."""
    there = talk.conversation
    templates = view.templates(conn, there.line_id) if there is not None else []
    business = str(view.settings(conn).get("business_name", ""))
    return said_to(step, there, talk.contact, templates, member_name, business, now)


def message_of(run_id: str, step: int, conversation: Conversation, words: Words) -> SendMessage:
    """The message of a step: always under the same id, so that it cannot go out twice."""
    message_id = MessageId(own_id(run_id, step, "message"))
    return SendMessage(message_id, conversation.conversation_id, words.kind, words.text, words.content)


def own_id(run_id: str, step: int, what: str) -> str:
    """The id of what a step makes."""
    return OWN_ID + hashlib.sha256(f"{run_id}\0{step}\0{what}".encode()).hexdigest()[:32]


def command_for(body: SendMessage, base_pos: int, now: datetime, not_after_at: datetime) -> Command:
    """As its author would ask for it now."""
    return Command(CommandId(""), 0, base_pos, now, body, not_after_at=not_after_at)

"""What a step of a ladder says to one person, with their names and ours as they are written."""

from collections.abc import Iterable
from datetime import datetime

from app.domain.contacts import Contact
from app.domain.conversations import Conversation
from app.domain.errors import Refused
from app.domain.ladder_words import Words, values_of, words_of
from app.domain.ladders import LadderStep
from app.domain.templates import Template
from app.words.phones import phone


def said_to(
    step: LadderStep,
    conversation: Conversation | None,
    contact: Contact | None,
    templates: Iterable[Template],
    member_name: str,
    business: str,
    at: datetime,
) -> Words | Refused:
    """What it says at a moment, or why a person must be asked. `templates`: those of the conversation's number."""
    if conversation is None or contact is None:
        return Refused("deal_unlinked")
    number = contact.number or contact.phone
    values = values_of(contact.name, phone(f"+{number}") if number else "", member_name, business)
    known = {(one.name, one.language): one for one in templates}
    return words_of(
        step,
        values,
        lambda name, language: known.get((name, language)),
        is_open=conversation.is_window_open(at),
    )

"""Two salons at work, for tests of lists: who waits, who has an answer, who holds whom."""

from datetime import timedelta

from app.domain.assignment import ConversationAssigned
from app.domain.conversations import ConversationClosed
from app.domain.ids import ConversationId, MessageId
from app.domain.members import MemberAdded
from app.domain.notes import NoteAdded
from app.domain.snoozing import ConversationSnoozed
from tests.storage.view_log import HUB, LEA, MARC, MEMBER, START, Log, conversation_id


def salon() -> Log:
    """Ten people: 0 to 5 wait, 6 and 7 have their answer, 8 and 9 are closed."""
    log = Log()
    log.add(MemberAdded(LEA, "Léa", "rep"), HUB)
    for person in range(10):
        log.received(person, f"Bonjour {person}")
    for number, person in enumerate((6, 7)):
        log.asked(person, number)
        log.accepted(person, number)
    for person in (8, 9):
        log.add(ConversationClosed(conversation_id(person), LEA), MEMBER)
    return log


def busy_salon() -> Log:
    """Twenty people. Léa holds 0 to 2, 3 to 5 are aside, a note names Léa at 6 and 7 (and twice at 7)."""
    log = salon()
    for person in range(10, 20):
        log.received(person, f"Bonjour {person}")
    for person in range(3):
        log.add(ConversationAssigned(conversation_id(person), LEA, LEA, "claimed"), MEMBER)
    for person, minutes in ((3, 30), (4, 20), (5, None)):
        until = None if minutes is None else START + timedelta(minutes=minutes)
        log.add(ConversationSnoozed(conversation_id(person), until, LEA), MEMBER)
    for number, person in ((1, 7), (2, 6), (3, 7)):
        note = NoteAdded(MessageId(f"n{number}"), conversation_id(person), "Léa ?", MARC, (LEA,))
        log.add(note, MEMBER)
    return log


def ids(*people: int) -> list[ConversationId]:
    """Conversations of these people."""
    return [conversation_id(person) for person in people]

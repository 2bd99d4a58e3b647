"""Invented people and talks of a small salon, for tests of screens. The same on every run.

`salon(now)` gives 64 conversations in French and English: waiting inside and beyond the standard, answered, closed,
with a closed window, a failed, an unconfirmed and a late message, other kinds than text, and one very long thread.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import lru_cache

from app.domain.ids import ContactId, ConversationId, LineId, MessageId
from app.domain.messages import Direction, State
from app.domain.rows import MessageRow

LONG_THREAD = ConversationId("c-001")
LONG_THREAD_MESSAGES = 1_500
LINE = LineId("whatsapp:100000000000001")
PEOPLE = 64
FIRST_NAMES = (
    "Élodie", "Ana", "Yasmine", "Tom", "Chloé", "Inès", "James", "Océane", "Karim", "Sophie", "Mia", "Baptiste",
    "Amélie", "Noah", "Fatou", "Hugo",
)  # fmt: skip
LAST_NAMES = ("Marchand", "Field", "Benali", "Whitaker", "Lefèvre", "Da Silva", "O’Connor", "Guérin")
QUESTIONS = (
    "Bonjour, avez-vous de la place samedi matin pour une coupe ?",
    "Hi! Could I move my colour appointment to Friday?",
    "Est-ce que vous faites les balayages sur cheveux courts ?",
    "Thanks so much, see you tomorrow!",
    "Je suis en retard de dix minutes, désolée 🙏",
    "How much is a wash and blow-dry?",
    "Parfait, merci beaucoup",
    "Is the salon open on Monday morning?",
)
ANSWERS = (
    "Bonjour, oui : samedi à 10 h 30 avec Léa, cela vous convient ?",
    "Of course, Friday at 2 pm is free. Shall I book it?",
    "Oui, comptez deux heures et 95 €.",
    "You are welcome, see you then!",
    "Pas de souci, nous vous attendons.",
    "It is 28 € with a treatment included.",
)
HOSTILE = (
    "<b>gras</b> \u202etxet desrever\u202c zero\u200bwidth <a href='file:///etc/passwd'>x</a> & 'quotes'"
)


@dataclass(slots=True)
class Talk:
    """One conversation of the pretend salon; `messages` are in display order."""

    conversation_id: ConversationId
    contact_id: ContactId
    name: str | None
    number: str | None
    username: str | None = None
    messages: list[MessageRow] = field(default_factory=list)
    unread_count: int = 0
    waiting_since_at: datetime | None = None
    last_inbound_at: datetime | None = None
    is_closed: bool = False
    closed_at: datetime | None = None
    user_id: str | None = None


def salon(now: datetime) -> list[Talk]:
    """All conversations; `now` is the moment at which the screens are looked at (UTC). Each call gives its own."""
    return [replace(talk, messages=list(talk.messages)) for talk in _salon(now)]


@lru_cache(4)
def _salon(now: datetime) -> list[Talk]:
    """Made once for each moment: there are 2,000 rows, and more than a thousand tests that ask."""
    talks = [_talk(number, now) for number in range(1, PEOPLE + 1)]
    positions = iter(range(1, 1_000_000))
    for number, talk in enumerate(talks, 1):
        talk.messages = [replace(row, pos=next(positions)) for row in _messages(number, talk, now)]
        _settle(number, talk)
    return talks


def message_row(
    talk: Talk, number: int, direction: Direction, text: str | None, at: datetime, state: State | None = None
) -> MessageRow:
    """A plain bubble; `number` makes its id."""
    is_in = direction == "in"
    return MessageRow(
        message_id=MessageId(f"{talk.conversation_id}-m{number:05d}"),
        conversation_id=talk.conversation_id,
        pos=number,
        direction=direction,
        author="customer" if is_in else "member",
        author_name=None if is_in else ("Léa Fontaine" if number % 3 else "Marc Petit"),
        kind="text",
        text=text,
        sort_at=at,
        state=state or ("received" if is_in else "read"),
        state_at=at,
        failure_code=None,
        is_late=False,
        is_pending=False,
        hold_until_at=None,
    )


def _talk(number: int, now: datetime) -> Talk:
    conversation_id, contact_id = ConversationId(f"c-{number:03d}"), ContactId(f"p-{number:03d}")
    first, last = FIRST_NAMES[number % len(FIRST_NAMES)], LAST_NAMES[(number // 2) % len(LAST_NAMES)]
    name = None if number % 13 == 0 else f"{first} {last}"
    phone = None if number == 26 else f"336000{number:05d}"
    username = "mia.hair" if number == 26 else None
    is_closed = number % 6 == 0
    closed_at = now - timedelta(hours=3 + number) if is_closed else None
    return Talk(conversation_id, contact_id, name, phone, username, is_closed=is_closed, closed_at=closed_at)


def _messages(number: int, talk: Talk, now: datetime) -> Iterator[MessageRow]:
    """Question and answer in turn; every second open conversation ends with a question that nobody answered."""
    count = LONG_THREAD_MESSAGES if talk.conversation_id == LONG_THREAD else 4 + number % 9
    waits = not talk.is_closed and number % 2 == 1
    count += (count % 2 == 0) if waits else (count % 2 == 1)
    last_at = now - _age_of_last(number)
    for index in range(count):
        at = last_at - timedelta(minutes=7 * (count - 1 - index))
        if index % 2 == 0:
            yield message_row(talk, index, "in", QUESTIONS[(number + index // 2) % len(QUESTIONS)], at)
        else:
            yield _answer(number, talk, index, at, is_last=index == count - 1)


def _age_of_last(number: int) -> timedelta:
    if number % 10 == 7:
        return timedelta(days=2, minutes=number)  # their window is closed
    return timedelta(minutes=2 + 2 * number if number < 20 else 11 * number)


def _answer(number: int, talk: Talk, index: int, at: datetime, *, is_last: bool) -> MessageRow:
    row = message_row(talk, index, "out", ANSWERS[(number + index // 2) % len(ANSWERS)], at)
    if not is_last:
        return row
    last_states: dict[int, tuple[State, str | None]] = {
        2: ("delivered", None),
        4: ("failed", "recipient_unreachable"),
        8: ("unknown", None),
        10: ("sent", None),
        14: ("accepted", None),
        16: ("expired", None),
        20: ("refused", "window_closed"),
        22: ("cancelled", None),
    }
    state, failure_code = last_states.get(number, ("read", None))
    return replace(row, state=state, failure_code=failure_code)


def _settle(number: int, talk: Talk) -> None:
    """Special cases, then what follows from the messages."""
    specials = {3: ("image", None), 5: ("voice", None), 9: ("text", HOSTILE), 11: ("something_newer", None)}
    if number in specials:
        kind, text = specials[number]
        talk.messages[-1] = replace(talk.messages[-1], kind=kind, text=text)
    if number == 15:
        talk.messages[0] = replace(talk.messages[0], is_late=True)
        first = talk.messages[1]
        quoted = replace(
            talk.messages[2],
            reply_text=first.text,
            reply_name="Léa Fontaine",
            reply_message_id=first.message_id,
        )
        talk.messages[2] = quoted
    inbound = [row for row in talk.messages if row.direction == "in"]
    talk.last_inbound_at = inbound[-1].sort_at
    if talk.messages[-1].direction == "in" and not talk.is_closed:
        talk.waiting_since_at = talk.messages[-1].sort_at
        talk.unread_count = 1 + number % 3

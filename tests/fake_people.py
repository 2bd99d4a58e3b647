"""The part of `tests.fake_desk.FakeDesk` that knows people and is told of typing."""

from collections.abc import Callable

from app.domain.contacts import shown_name
from app.domain.folding import folded
from app.domain.ids import ConversationId, MemberId
from app.domain.phone_numbers import variants
from app.domain.presence import Doing
from app.domain.rows import Changes, PersonRow, PresenceRow
from tests.fake_salon import LINE, Talk


class FakePeople:
    """`typing` holds where somebody wrote."""

    talks: dict[ConversationId, Talk]
    _tell: Callable[[Changes], None]

    def __init__(self) -> None:
        super().__init__()
        self.typing: list[ConversationId] = []
        self.viewing: ConversationId | None = None
        self.there: dict[ConversationId, tuple[PresenceRow, ...]] = {}

    def people(self, text: str, limit: int = 8) -> list[PersonRow]:
        """Of the salon's customers."""
        words = folded(text).split()
        is_number = not any(char.isalpha() for char in text)
        digits = "".join(filter(str.isdigit, text)).lstrip("0") if is_number else ""
        found = [
            talk
            for talk in self.talks.values()
            if _fits(talk, words, digits) or (text and talk.user_id == text)
        ]
        return [_person(talk) for talk in found[:limit]]

    def people_with_number(self, digits: str) -> list[PersonRow]:
        """Whoever has it, in any way of writing it."""
        return [_person(talk) for talk in self.talks.values() if talk.number in variants(digits)]

    def note_typing(self, conversation_id: ConversationId) -> None:
        """Noted."""
        self.typing.append(conversation_id)

    def note_viewing(self, conversation_id: ConversationId | None) -> None:
        """Noted."""
        self.viewing = conversation_id

    def presence(self, conversation_id: ConversationId) -> tuple[PresenceRow, ...]:
        """Whom `come` brought."""
        return self.there.get(conversation_id, ())

    def come(self, conversation_id: ConversationId, *colleagues: tuple[str, Doing]) -> None:
        """These colleagues and no others do something there now."""
        rows = (PresenceRow(MemberId(f"m-{name}"), name, what) for name, what in colleagues)
        self.there[conversation_id] = tuple(rows)
        self._tell(Changes(presence=frozenset({conversation_id})))


def _fits(talk: Talk, words: list[str], digits: str) -> bool:
    names = folded(f"{talk.name or ''} {talk.username or ''}")
    is_named = bool(words) and all(f" {word}" in names for word in words)
    return is_named or (len(digits) > 2 and digits in (talk.number or ""))


def _person(talk: Talk) -> PersonRow:
    name = shown_name(talk.name, talk.number, talk.username, talk.user_id)
    return PersonRow(
        talk.contact_id, name, talk.name is not None, talk.number, talk.username, talk.user_id, LINE
    )

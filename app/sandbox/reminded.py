"""What a practice customer does when they are asked whether they come: mostly a tap on Confirm.

Each kind of answer occurs, so that a day that is asked shows how answers come in; a few never answer.
"""

from __future__ import annotations

import random
from typing import Any, Final

from app.sandbox import said
from app.sandbox.people import Person
from app.sandbox.said import Said

ANSWERS_OF_TEN: Final = 9
_MARK: Final = "ap:"
_WORDS: Final = {
    "fr": {
        "yes": ("Oui", "oui 👍", "C’est bon pour moi", "Oui, à demain !"),
        "wish": ("Je peux venir à 16 h ?", "Plutôt jeudi si possible", "Vous n’auriez pas plus tard ?"),
        "no": ("Je ne peux pas venir", "Désolée, je dois annuler"),
    },
    "en": {
        "yes": ("Yes", "yes 👍", "That works for me", "Yes, see you tomorrow!"),
        "wish": ("Can I come at 4 pm?", "Thursday if possible", "Do you have anything later?"),
        "no": ("I can’t make it", "Sorry, I have to cancel"),
    },
}
_WAYS: Final = (
    *("confirm",) * 62, *("yes",) * 12, *("move",) * 10, *("wish",) * 6, *("cancel",) * 6, *("no",) * 4,
)  # fmt: skip


def is_ask(choices: list[Said]) -> bool:
    """Whether these are the buttons of a question about an appointment."""
    return any(_payload(choice).startswith(f"{_MARK}confirm:") for choice in choices)


def does_answer(person: Person, chance: random.Random) -> bool:
    """Nearly everybody who answers anything at all."""
    return person.habits.answer_chance > 0 and chance.randrange(10) < ANSWERS_OF_TEN


def answer(person: Person, choices: list[Said], chance: random.Random) -> Said:
    """One of the taps, or words in their language."""
    way = chance.choice(_WAYS)
    words = _WORDS.get(person.language, _WORDS["en"])
    if way in words:
        return said.text(chance.choice(words[way]))
    found = (choice for choice in choices if _payload(choice).startswith(f"{_MARK}{way}:"))
    return next(found, choices[0])


def _payload(choice: Said) -> str:
    """What a tap brings back."""
    content: dict[str, Any] = choice.content if isinstance(choice.content, dict) else {}
    inner = content.get(str(content.get("type")), content)
    return str(inner.get("payload") or inner.get("id") or "")

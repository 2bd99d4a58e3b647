"""Words that a person taught this computer: kept with the place, on this computer alone."""

from typing import Final

from app.desk.desk import Desk

PLACE: Final = "my_words"
MOST: Final = 2_000
LONGEST: Final = 40


class MyWords:
    """Compared without capitals: who adds "Balayage" means "balayage" too."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._known: frozenset[str] = frozenset()
        self.read()

    def read(self) -> bool:
        """Settings may have removed one; True when something changed."""
        known = frozenset(word.casefold() for word in self.all())
        is_other = known != self._known
        self._known = known
        return is_other

    def all(self) -> list[str]:
        """As they were written, by the alphabet."""
        kept = self._desk.last_place().get(PLACE, "")
        return sorted(filter(None, kept.split("\n")), key=str.casefold)[:MOST]

    def __contains__(self, word: object) -> bool:
        return isinstance(word, str) and word.casefold() in self._known

    def add(self, word: str) -> None:
        """From now on it is right."""
        clean = "".join(word.split())[:LONGEST]
        if clean and clean not in self:
            self._keep([*self.all(), clean])

    def remove(self, word: str) -> None:
        """From now on it is underlined again."""
        self._keep([one for one in self.all() if one.casefold() != word.casefold()])

    def _keep(self, words: list[str]) -> None:
        self._desk.remember_place(**{PLACE: "\n".join(words)})
        self.read()

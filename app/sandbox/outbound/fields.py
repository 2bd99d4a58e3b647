"""Reads a JSON object strictly; every mistake is refused with Meta's code and the place where it stands."""

from collections.abc import Collection, Sequence
from typing import Any, Self

from app.sandbox.graph_errors import Refusal
from app.sandbox.world import Json

INVALID, MISSING, WRONG_VALUE = 100, 131008, 131009


def invalid(what: str) -> Refusal:
    """A parameter that Graph does not take at all."""
    return Refusal(INVALID, message=f"(#100) {what}")


class Fields:
    """One object of a request. `path` is where it stands: `interactive`, `action`, `buttons`, 0 …"""

    def __init__(self, value: Any, *path: str | int) -> None:
        self._path = path
        if not isinstance(value, dict):
            raise invalid(f"Param {self.where()} must be a JSON object.")
        self.raw: Json = value

    def where(self, *more: str | int) -> str:
        """The place as Graph writes it: interactive['action']['buttons'][0]."""
        first, *rest = (*self._path, *more)
        return f"{first}" + "".join(f"[{part!r}]" for part in rest)

    def has(self, name: str) -> bool:
        """Whether there is something under this name; null is nothing."""
        return self.raw.get(name) is not None

    def missing(self, name: str) -> Refusal:
        """The refusal for a parameter that is not there."""
        dotted = ".".join(str(part) for part in (*self._path, name))
        return Refusal(MISSING, f"Parameter '{dotted}' is mandatory")

    def wrong(self, name: str, why: str) -> Refusal:
        """The refusal for a value that has the right type and yet cannot be taken."""
        return Refusal(WRONG_VALUE, f"Param {self.where(name)} {why}")

    def text(self, name: str, limit: int | None = None) -> str:
        """A string that must be there and not be empty."""
        if self.raw.get(name) in (None, ""):
            raise self.missing(name)
        return self._limited(name, limit)

    def maybe_text(self, name: str, limit: int | None = None) -> str | None:
        """A string that may be left out."""
        return self._limited(name, limit) if self.has(name) else None

    def _limited(self, name: str, limit: int | None) -> str:
        value = self.raw[name]
        if not isinstance(value, str):
            raise invalid(f"Param {self.where(name)} must be a string.")
        if limit is not None and len(value) > limit:
            raise self.wrong(name, f"must be at most {limit} characters long.")
        return value

    def choice(self, name: str, options: Collection[str]) -> str:
        """A string out of a closed list."""
        value = self.text(name)
        if value not in options:
            raise invalid(f"Param {self.where(name)} must be one of {{{', '.join(sorted(options))}}}.")
        return value

    def number(self, name: str) -> float:
        """A number, which may stand in a string."""
        if self.raw.get(name) in (None, ""):
            raise self.missing(name)
        try:
            return float(self.raw[name])
        except (TypeError, ValueError):
            raise self.wrong(name, "is not a number") from None

    def whole(self, name: str, least: int, most: int) -> int | None:
        """A whole number that may be left out and may stand in a string."""
        if not self.has(name):
            return None
        value = self.number(name)
        if value != int(value) or not least <= value <= most:
            raise self.wrong(name, f"must be a whole number from {least} to {most}.")
        return int(value)

    def check_boolean(self, name: str) -> None:
        """A boolean that may be left out."""
        if not isinstance(self.raw.get(name, False), bool):
            raise invalid(f"Param {self.where(name)} must be a boolean.")

    def child(self, name: str) -> Self:
        """An object that must be there."""
        if not self.has(name):
            raise self.missing(name)
        return type(self)(self.raw[name], *self._path, name)

    def maybe_child(self, name: str) -> Self | None:
        """An object that may be left out."""
        return self.child(name) if self.has(name) else None

    def children(self, name: str, least: int, most: int) -> list[Self]:
        """A list of objects that must be there, with so many entries."""
        if not self.has(name):
            raise self.missing(name)
        values = self.raw[name]
        if not isinstance(values, list):
            raise invalid(f"Param {self.where(name)} must be an array.")
        if not least <= len(values) <= most:
            raise self.wrong(name, f"must have {least} to {most} entries, not {len(values)}.")
        return [type(self)(value, *self._path, name, index) for index, value in enumerate(values)]

    def check_unique(self, name: str, values: Sequence[str]) -> None:
        """The same value may not stand twice in one list."""
        if len(set(values)) < len(values):
            raise self.wrong(name, "must not have the same value twice.")

    def check_absent(self, *names: str) -> None:
        """What this kind of message cannot have."""
        for name in names:
            if self.has(name):
                raise invalid(f"Param {self.where(name)} is not allowed here.")

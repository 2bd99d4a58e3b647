"""What each of two contacts has, and what the merged one will have: the lines of the comparison before a merge."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from app.domain.contact_rows import ContactCard
from app.domain.records import record


@record
class ComparedLine:
    """One line. `key`: a built-in one, a field's id, or "tags", "owner", "notes", "talks". "": nothing is there."""

    key: str
    kept: str
    gone: str
    merged: str

    @property
    def is_different(self) -> bool:
        """Whether the merged one would lose sight of something that one of the two shows."""
        return any(value not in self.merged for value in (self.kept, self.gone))


_IDENTITIES: Final[tuple[tuple[str, Callable[[ContactCard], str | None]], ...]] = (
    ("number", lambda card: card.number),
    ("username", lambda card: card.username),
)
_FIELDS: Final = ("phone", "email", "company", "language", "country")


def compared(kept: ContactCard, gone: ContactCard) -> list[ComparedLine]:
    """The lines where at least one of the two has something, in the order of the card."""
    merged_name = kept.own_name or gone.own_name or kept.profile_name or gone.profile_name
    lines = [ComparedLine("name", _name(kept), _name(gone), merged_name or kept.name)]
    for key, read in _IDENTITIES:
        lines.append(_line(key, read(kept), read(gone), read(kept) or read(gone)))
    own = [key for card in (kept, gone) for key, _ in card.fields if key not in _FIELDS and key != "name"]
    for key in (*_FIELDS, *dict.fromkeys(own)):
        lines.append(_line(key, kept.value(key), gone.value(key), kept.value(key) or gone.value(key)))
    lines.append(_line("owner", kept.owner_name, gone.owner_name, kept.owner_name or gone.owner_name))
    tags = ", ".join(dict.fromkeys((*kept.tags, *gone.tags)))
    lines.append(ComparedLine("tags", ", ".join(kept.tags), ", ".join(gone.tags), tags))
    lines.append(_counted("notes", len(kept.notes), len(gone.notes)))
    on_lines = {talk.line_id for card in (kept, gone) for talk in card.talks}
    lines.append(_counted("talks", len(kept.talks), len(gone.talks), len(on_lines)))
    return [line for line in lines if line.kept or line.gone]


def _name(card: ContactCard) -> str:
    return card.name if card.is_named else ""


def _line(key: str, kept: str | None, gone: str | None, merged: str | None) -> ComparedLine:
    return ComparedLine(key, kept or "", gone or "", merged or "")


def _counted(key: str, kept: int, gone: int, merged: int | None = None) -> ComparedLine:
    both = kept + gone if merged is None else merged
    return ComparedLine(key, str(kept or ""), str(gone or ""), str(both or ""))

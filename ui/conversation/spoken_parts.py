"""The parts of a bubble as a screen reader says them."""

from collections.abc import Iterable

from app.words import amounts
from app.words.formats import placeholder
from ui.conversation import parts as p


def spoken(parts: Iterable[p.Part]) -> list[str]:
    """Each part in words, in its order."""
    return [words for part in parts for words in _words(part) if words]


def _words(part: p.Part) -> list[str]:
    match part:
        case p.Line():
            return [part.words]
        case p.Words():
            return [part.text]
        case p.Rows():
            return [f"{row.name}: {row.value}" for row in part.rows]
        case p.AdCard():
            return [part.headline, part.body]
        case p.Carousel():
            return [words for card in part.cards for words in (card.text, *card.buttons)]
        case p.FileCard():
            return [part.name, part.facts]
        case _:
            return _of_kind(part)


def _of_kind(part: p.Picture | p.Sound | p.MapCard | p.PersonCard) -> list[str]:
    """Those that say nothing of their kind by themselves."""
    match part:
        case p.Picture():
            return [placeholder(part.kind), part.length]
        case p.Sound():
            kind = placeholder("audio" if part.name else "voice")
            return [kind, part.name, amounts.length(part.duration_ms) if part.duration_ms else ""]
        case p.MapCard():
            return [placeholder("location"), part.title, part.address]
        case p.PersonCard():
            return [placeholder("contacts"), part.name, *part.lines]

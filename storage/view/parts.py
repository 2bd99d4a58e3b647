"""How a batch of events is cut before it is applied, and what its parts changed together."""

from collections.abc import Iterator, Sequence
from dataclasses import fields

from app.domain.erasure import ContactErased
from app.domain.events import Event
from app.domain.imports import HistoryImportUndone
from app.domain.merging import ContactUnmerged
from app.domain.rows import Changes

_ALONE = (HistoryImportUndone, ContactErased, ContactUnmerged)


def parts(events: Sequence[Event]) -> Iterator[Sequence[Event]]:
    """The batch, cut around each event that takes or gives rows away: those must all be written by then."""
    start = 0
    for place, event in enumerate(events):
        if type(event.body) in _ALONE:
            if start < place:
                yield events[start:place]
            yield events[place : place + 1]
            start = place + 1
    if start < len(events):
        yield events[start:] if start else events


def both(one: Changes, other: Changes) -> Changes:
    """What two parts changed."""
    if one == Changes():
        return other
    return Changes(*(getattr(one, each.name) | getattr(other, each.name) for each in fields(Changes)))

"""Who wants to be told of changes and refusals. A listener that fails does not keep the others from hearing."""

import logging
from collections.abc import Callable
from typing import Generic, TypeVar

from app.desk.composed import Refusal, Unsubscribe
from app.domain.rows import Changes

log = logging.getLogger(__name__)
T = TypeVar("T")


class Listeners(Generic[T]):
    """One list of callbacks, called on the event loop's thread."""

    def __init__(self) -> None:
        self._all: list[Callable[[T], None]] = []

    def add(self, callback: Callable[[T], None]) -> Unsubscribe:
        """Tell it until the result is called."""
        return _add(self._all, callback)

    def tell(self, value: T) -> None:
        """Tell all."""
        _call(self._all, value)


class Watchers:
    """Two lists of callbacks, called on the event loop's thread."""

    def __init__(self) -> None:
        self._on_change: list[Callable[[Changes], None]] = []
        self._on_refusal: list[Callable[[Refusal], None]] = []

    def add(self, callback: Callable[[Changes], None]) -> Unsubscribe:
        """Tell it of changes until the result is called."""
        return _add(self._on_change, callback)

    def add_for_refusals(self, callback: Callable[[Refusal], None]) -> Unsubscribe:
        """Tell it of refusals until the result is called."""
        return _add(self._on_refusal, callback)

    def tell(self, changes: Changes) -> None:
        """Something may look different now; nothing is said when nothing does."""
        if changes != Changes():
            _call(self._on_change, changes)

    def tell_refusal(self, refusal: Refusal) -> None:
        """A stored command did not happen."""
        _call(self._on_refusal, refusal)


def _add(callbacks: list[Callable[[T], None]], callback: Callable[[T], None]) -> Unsubscribe:
    callbacks.append(callback)

    def remove() -> None:
        if callback in callbacks:
            callbacks.remove(callback)

    return remove


def _call(callbacks: list[Callable[[T], None]], value: T) -> None:
    for callback in list(callbacks):
        try:
            callback(value)
        except Exception:
            log.exception("a listener failed")

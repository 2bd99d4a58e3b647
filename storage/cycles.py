"""Python's search for cycles, put off while thousands of objects without any are made: it takes a third of the time.

Its switch belongs to the whole process and several threads put it off, so they are counted: one that ends must not
switch it on for another that has just begun.
"""

import contextlib
import gc
import threading
from collections.abc import Iterator


class _Switch:
    """How many put the search off now, and whether it was on before the first of them."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._count = 0
        self._was_enabled = False

    def begin(self) -> None:
        with self._lock:
            if self._count == 0:
                self._was_enabled = gc.isenabled()
                gc.disable()
            self._count += 1

    def end(self) -> None:
        with self._lock:
            self._count -= 1
            if self._count == 0 and self._was_enabled:
                gc.enable()


_SWITCH = _Switch()


@contextlib.contextmanager
def no_search_for_cycles() -> Iterator[None]:
    """Until the end of the block, or of the last one that overlaps it, nothing is searched."""
    _SWITCH.begin()
    try:
        yield
    finally:
        _SWITCH.end()

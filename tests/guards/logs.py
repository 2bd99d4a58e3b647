"""A test fails when anything logs a warning or worse, unless it said that it expects it."""

from __future__ import annotations

import gc
import logging
import re
from collections.abc import Callable, Iterator

import pytest

Expect = Callable[[str], None]


class Expectations:
    """What was said, against the patterns of what was expected to be said."""

    def __init__(self) -> None:
        self.said: list[str] = []
        self._patterns: list[str] = []

    def expect(self, pattern: str) -> None:
        """From now on, one or more messages that match `pattern` (a search) must come and are no fault."""
        self._patterns.append(pattern)

    def faults(self) -> list[str]:
        """Messages nobody expected, and expectations that were not met."""
        surprising = [
            text for text in self.said if not any(re.search(pattern, text) for pattern in self._patterns)
        ]
        unmet = [
            pattern for pattern in self._patterns if not any(re.search(pattern, text) for text in self.said)
        ]
        return surprising + [f"expected and never said: {pattern!r}" for pattern in unmet]


class Listener(logging.Handler):
    """Keeps the text of every record of level WARNING or above."""

    def __init__(self, said: list[str]) -> None:
        super().__init__(logging.WARNING)
        self._said = said

    def emit(self, record: logging.LogRecord) -> None:
        error = f" ({record.exc_info[1]!r})" if record.exc_info and record.exc_info[1] else ""
        self._said.append(f"{record.levelname} {record.name}: {record.getMessage()}{error}")


@pytest.fixture(autouse=True)
def logged() -> Iterator[Expectations]:
    """Listens to all loggers for the length of one test."""
    expectations = Expectations()
    listener = Listener(expectations.said)
    logging.getLogger().addHandler(listener)
    yield expectations
    gc.collect(1)  # asyncio reports the lost exception of a task when the task is collected
    logging.getLogger().removeHandler(listener)
    if faults := expectations.faults():
        pytest.fail("logged warnings:\n" + "\n".join(faults), pytrace=False)


@pytest.fixture
def expect_log(logged: Expectations) -> Expect:
    """`expect_log("disk is full")`: this test logs such a warning, and fails if it does not."""
    return logged.expect

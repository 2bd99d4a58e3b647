"""A test fails when Qt prints a warning or worse, at set-up and tear-down too, unless it said that it expects it."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest

from tests.guards.logs import Expect, Expectations

# The offscreen platform begins so about itself (raise(), grabbing the keyboard ...); a real screen never does.
OF_THE_PLATFORM = "This plugin does not support "


@pytest.fixture(autouse=True)
def qt_said() -> Iterator[Expectations]:
    """Takes Qt's messages for the length of one test; does nothing while Qt is not imported."""
    expectations = Expectations()
    if "PySide6.QtCore" not in sys.modules:
        yield expectations
        return
    from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

    def listen(kind: QtMsgType, _context: QMessageLogContext, text: str) -> None:
        is_fault = kind not in (QtMsgType.QtDebugMsg, QtMsgType.QtInfoMsg)
        if is_fault and not text.startswith(OF_THE_PLATFORM):
            expectations.said.append(f"{kind.name}: {text}")

    before = qInstallMessageHandler(listen)
    yield expectations
    qInstallMessageHandler(before)
    if faults := expectations.faults():
        pytest.fail("Qt warned:\n" + "\n".join(faults), pytrace=False)


@pytest.fixture
def expect_qt(qt_said: Expectations) -> Expect:
    """`expect_qt("pattern")`: this test makes Qt print such a warning, and fails if it does not."""
    return qt_said.expect

"""A short soak in every run; the full one is a benchmark."""

import sys

import pytest
from pytestqt.qtbot import QtBot

from tests.perf.soak import soak


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="None is immortal there, its count says nothing")
def test_repaints_timers_and_signals_keep_none(qtbot: QtBot) -> None:
    """A release that loses references to None aborts after minutes; this shows it in seconds."""
    assert soak(repaints=4_000, timers=4_000, signals=2_000) < 50

"""What is handed to somebody who helps says what happened, and nothing about anybody."""

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from app.desk.diagnostics import report, without_personal
from app.desk.own_findings import OwnFacts, own_findings
from app.desk.recent_lines import RecentLines
from app.domain.findings import Examination, Finding
from app.words import set_language
from app.words.findings import advice, sentence
from app.words.formats import Formats

AT = datetime(2026, 11, 26, 9, 42, tzinfo=UTC)
PERSONAL = (
    "Ana Pérez", "ana perez", "Pérez", "+33 6 39 98 00 01", "33639980001", "06.39.98.00.01", "ana@example.com",
    "https://salon-rivage.example/x", "01JABCDEFGH2KMNPQRSTVWXYZ0", "bring the blue one",
)  # fmt: skip


@contextmanager
def ear(name: str) -> Iterator[tuple[logging.Logger, RecentLines]]:
    """A logger of a part of the program, and what is kept of it."""
    log, kept = logging.getLogger(name), RecentLines()
    log.addHandler(kept)
    log.propagate, level = False, log.level
    log.setLevel(logging.INFO)
    yield log, kept
    log.removeHandler(kept)
    log.propagate = True
    log.setLevel(level)


@pytest.mark.parametrize("secret", PERSONAL)
@pytest.mark.parametrize("name", ["app.desk.live", "httpx"])
def test_no_number_name_address_or_text_survives_however_it_was_logged(name: str, secret: str) -> None:
    with ear(name) as (log, kept):
        log.info("sent to %s took_ms=%d", secret, 12)
        log.info("code=%s name=%s", secret, secret)
        log.info(f"wrote {secret}")  # noqa: G004 - nobody should, and yet nothing may come of it
        try:
            raise ValueError(secret)
        except ValueError:
            log.info("task failed name=%s", secret, exc_info=True)
        lines = kept.lines()
    assert len(lines) == 4
    told = Finding("unsent", "bad", "x", {"n": "3", "who": secret, "hub": secret}, about=secret)
    text = report({"version": "0.1.0"}, Examination(AT, (told,)), lines, ["Ana Pérez", "Bring The Blue"])
    for part in [secret, *(part for part in re.split(r"[\W_]+", secret) if len(part) > 2)]:
        assert re.search(rf"\b{re.escape(part)}\b", text) is None, text


def test_what_helps_stays() -> None:
    with ear("app.desk.hub_link") as (log, kept):
        log.info("sync stopped code=%s", "disk_full")
        log.info("pulled from_pos=%d to_pos=%d took_ms=%.0f", 12, 480, 3.7)
        lines = kept.lines()
    told = Finding("clock", "warning", "here_clock_slow", {"n": "7", "seen_at": "2026-11-26T09:40:00+00:00"})
    text = report({"version": "0.1.0", "conversations": "412"}, Examination(AT, (told,)), lines, ["Ana"])
    assert "0.1.0" in text and "conversations: 412" in text
    assert "warning clock here_clock_slow n=7 seen_at=2026-11-26T09:40:00+00:00" in text
    assert "app.desk.hub_link sync stopped code=disk_full" in text
    assert "pulled from_pos=12 to_pos=480 took_ms=3.7" in text


def test_an_error_says_its_kind_and_its_place_and_not_its_words() -> None:
    with ear("ui.tasks") as (log, kept):
        try:
            raise KeyError("Ana Pérez")
        except KeyError:
            log.info("task failed name=%s", "send", exc_info=True)
        [line] = kept.lines()
    assert "KeyError at unit/test_diagnostics.py:" in line and "Ana" not in line


def test_a_moment_is_no_telephone_number() -> None:
    assert without_personal("2026-11-26 09:42:10 INFO") == "2026-11-26 09:42:10 INFO"
    assert without_personal("call 06 39 98 00 01 now") == "call … now"


# -- what a computer knows by itself

GOOD = OwnFacts(
    is_hub_reachable=True, stopped_code=None, is_view_held=False, behind=0, ahead_s=0.4, free_bytes=40_000_000_000,
    waiting=0, key_source="keyring", version="0.1.0", hub_version="0.1.0",
)  # fmt: skip


def found(**facts: Any) -> dict[str, tuple[str, str]]:
    return {one.check: (one.state, one.code) for one in own_findings(replace(GOOD, **facts))}


def test_a_computer_with_which_all_is_well() -> None:
    assert {state for state, _code in found().values()} == {"good"}


@pytest.mark.parametrize(
    ("facts", "check", "expected"),
    [
        ({"is_hub_reachable": False, "behind": None}, "desks", ("bad", "here_hub_away")),
        ({"is_hub_reachable": False, "behind": None}, "shown", ("unknown", "here_position_unknown")),
        ({"stopped_code": "device_revoked"}, "desks", ("bad", "here_stopped")),
        ({"stopped_code": "disk_full"}, "stored", ("bad", "here_file_trouble")),
        ({"is_view_held": True}, "shown", ("bad", "here_update_needed")),
        ({"behind": 12}, "shown", ("notice", "here_behind")),
        ({"waiting": 2}, "unsent", ("notice", "here_outbox_waits")),
        ({"waiting": 2, "is_hub_reachable": False}, "unsent", ("warning", "here_outbox_waits")),
        ({"ahead_s": 420.0}, "clock", ("warning", "here_clock_slow")),
        ({"ahead_s": -7200.0}, "clock", ("bad", "here_clock_fast")),
        ({"ahead_s": None}, "clock", ("unknown", "here_clock_unknown")),
        ({"free_bytes": 900_000_000}, "disk", ("warning", "here_disk_low")),
        ({"free_bytes": 90_000_000}, "disk", ("bad", "here_disk_full")),
        ({"free_bytes": None}, "disk", ("unknown", "here_disk_unknown")),
        ({"key_source": "practice"}, "encryption", ("notice", "here_key_practice")),
        ({"hub_version": "0.2.0"}, "versions", ("notice", "here_versions_differ")),
    ],
)
def test_what_is_wrong_is_found(facts: dict[str, object], check: str, expected: tuple[str, str]) -> None:
    assert found(**facts)[check] == expected


@pytest.mark.parametrize("language", ["en", "fr"])
def test_whoever_reads_that_something_is_wrong_reads_what_to_do(language: str) -> None:
    set_language(language)
    formats = Formats(language, "Europe/Paris")
    every = [
        *own_findings(OwnFacts(False, None, False, None, 9000.0, 1, 2, "passphrase", "1", "2")),
        *own_findings(OwnFacts(True, "disk_full", True, 3, -90.0, 10**9, 0, "practice", "1", None)),
        Finding("desks", "bad", "here_stopped"),
    ]
    for one in every:
        assert "here_" not in sentence(one, formats)
        assert one.state not in ("bad", "warning") or advice(one, formats), one.code
    set_language("en")

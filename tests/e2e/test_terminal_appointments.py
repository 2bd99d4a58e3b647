"""The agenda without a window: booked, listed, moved, asked and exported by processes, with their exit codes."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from app.domain.errors import ComptoirError
from app.terminal.appointments_command import SUB_COMMANDS, run
from app.words.sentences import refusal
from tests.e2e.test_terminal import PASSPHRASE, hub, profile
from tests.flow.hub_world import BO

__all__ = ["hub", "profile"]

pytestmark = pytest.mark.timeout(180)


def test_a_day_is_booked_moved_asked_and_exported(
    profile: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in PASSPHRASE.items():
        monkeypatch.setenv(name, value)

    def told(*words: str) -> tuple[int, list[dict[str, Any]], str]:
        """As main.py runs it, in this process: a dozen starts would take a dozen seconds."""
        capsys.readouterr()
        try:
            code, complaint = run([*words, "--profile", profile]), ""
        except ComptoirError as error:
            code, complaint = 1, refusal(error.code, error.facts)
        out, err = capsys.readouterr()
        return code, [json.loads(line) for line in out.splitlines()], complaint or err.strip()

    day = (datetime.now(UTC) + timedelta(days=9)).date()  # never within a day whose name is today's
    while day.weekday() > 3:
        day += timedelta(days=1)
    code, (made,), complaint = told(
        "add", f"{day:%d/%m/%Y} 14:30 45 min", "--contact", f"+{BO}", "--price", "45 EUR"
    )
    assert code == 0, complaint
    assert (made["day"], made["time"], made["length_min"], made["state"]) == (
        day.isoformat(),
        "14:30",
        45,
        "to_ask",
    )
    assert (made["person"], made["price"]) == ("Béatrice", {"minor": 4_500, "currency": "EUR"})

    key = made["appointment_id"]

    code, lines, complaint = told("add", f"{day:%d/%m/%Y} 14:45 30 min", "--person", "Zoé")
    assert code == 1 and "Béatrice is there" in complaint
    assert len(lines[0]["free"]) == 3
    code, lines, complaint = told("add", f"{day:%d/%m/%Y} haircut", "--person", "Zoé")
    assert (code, lines, complaint) == (
        1,
        [],
        "Nothing was booked. Write a day and a time, as in Tue 2:30pm.",
    )

    code, (moved,), complaint = told("move", key, f"{day.isoformat()} 16:00")
    assert (code, moved["time"]) == (0, "16:00"), complaint
    late = told(
        "move",
        key,
        f"{day.isoformat()}T17:00+00:00",
        "--expected",
        made["starts_at"],
    )
    assert late[0] == 1 and "16:00" in late[2]
    assert [one["appointment_id"] for one in told("list", "--day", day.isoformat(), "--week")[1]] == [
        made["appointment_id"]
    ]

    code, (entry, plan), complaint = told("ask", "--day", day.isoformat(), "--dry-run")
    assert (code, plan["kind"], plan["goes"]) == (0, "plan", 1), complaint
    assert (entry["person"], entry["goes"], entry["appointments"]) == (
        "Béatrice",
        True,
        [key],
    )
    assert told("list", "--day", day.isoformat())[1][0]["ask_count"] == 0
    assert told("add", f"{day:%d/%m/%Y} 11:00 30 min", "--person", "Zoé")[0] == 0
    lines = told("ask", "--day", day.isoformat(), "--dry-run")[1]
    assert lines[0]["why"] == "No number is known: write it into the appointment"

    out = tmp_path / "day.ics"
    code, (written,), complaint = told("export", "--day", day.isoformat(), "--out", str(out), "--yes")
    assert (code, written["count"]) == (0, 2), complaint
    assert "SUMMARY:Béatrice\r\n" in out.read_bytes().decode()
    assert told("export", "--day", "2020-01-06", "--yes")[::2] == (
        1,
        "There is no appointment to export on these days.",
    )


def test_the_help_names_every_sub_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--help"]) == 0
    assert {line.split()[2] for line in capsys.readouterr().out.splitlines()} == set(SUB_COMMANDS)
    assert run(["dance"]) == 2

"""`history load` and `report`: any history can be measured from a terminal. Promise G12."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from app.terminal import history_command, report_command

HOURS = {
    "what": "hours", "zone": "Europe/Paris", "week": {"mon": [["09:00", "12:00"], ["14:00", "18:00"]]},
    "holidays": [], "from": "2026-01-01",
}  # fmt: skip
ANA = {"what": "member", "id": "ana", "role": "rep"}
CAME = {"what": "in", "id": "m1", "person": "+33600000001", "at": "2026-03-02T11:50:00+01:00"}
SENT = {
    "what": "out",
    "id": "m2",
    "person": "+33600000001",
    "author": "ana",
    "at": "2026-03-02T14:20:00+01:00",
}


def loaded(folder: Path, *lines: Any) -> int:
    file = folder / "history.jsonl"
    file.write_text("\n".join(one if isinstance(one, str) else json.dumps(one) for one in lines), "utf-8")
    return history_command.run(["load", str(file), "--data", str(folder / "hub")])


def printed(capsys: pytest.CaptureFixture[str], folder: Path, *words: str) -> list[dict[str, Any]]:
    capsys.readouterr()
    assert report_command.run([*words, "--data", str(folder / "hub"), "--json"]) == 0
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_a_history_is_measured(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert loaded(tmp_path, SENT, HOURS, CAME, ANA) == 0
    (turn,) = printed(capsys, tmp_path, "turns")
    assert (turn["person"], turn["cal_s"], turn["bus_s"], turn["class"]) == (
        "+33600000001",
        9000,
        1800,
        "normal",
    )
    assert turn["response"] == {"ana": 9000}
    (episode,) = printed(capsys, tmp_path, "episodes")
    assert (episode["episode"], episode["reopens"], episode["first_resolution_s"]) == (1, 0, None)
    (sums,) = printed(capsys, tmp_path, "responses", "--by", "member")
    assert sums["first"]["bus"] == {"n": 1, "mean_s": 1800, "median_s": 1800, "p90_s": 1800}
    assert [one["member"] for one in sums["members"]] == ["ana"]
    (speed,) = printed(capsys, tmp_path, "speed", "--from", "2026-03-02", "--to", "2026-03-02")
    medians = {one["code"]: one["value"] for one in speed["figures"]}
    assert (medians["first_bus_median"], medians["first_cal_median"]) == (1800, 9000)
    (none,) = printed(capsys, tmp_path, "responses", "--from", "2026-03-03", "--to", "2026-03-09")
    assert (none["n"], none["all"]["cal"]["median_s"]) == (0, None)


def test_a_report_of_everything_begins_with_the_first_day(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It began in 1970, with a line of 680 months of nothing."""
    closed = HOURS | {"holidays": ["2026-03-02"]}
    assert loaded(tmp_path, SENT, closed, CAME, ANA) == 0
    (overview,) = printed(capsys, tmp_path, "overview")
    assert overview["ask"]["from_s"] == datetime.fromisoformat("2026-03-02T00:00+01:00").timestamp()
    (turn,) = printed(capsys, tmp_path, "turns")
    assert (turn["bus_s"], turn["class"]) == (0, "answered_while_closed")  # on a holiday


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("nonsense", "Line 2"),
        ({"what": "called"}, "called"),
        ({key: value for key, value in CAME.items() if key != "person"}, "“person”"),
        (CAME | {"at": "2026-03-02 11:50"}, "“at”"),
        (CAME | {"at": None}, "“at”"),
        (CAME | {"at": "0001-01-01T00:00:00+14:00"}, "“at”"),
        (CAME | {"kind": ["text"]}, "“kind”"),
        (CAME | {"text": 7}, "“text”"),
        (CAME | {"person": "\ud800"}, "“person”"),
        ({"what": "state", "id": "m1", "state": "eaten", "at": CAME["at"]}, "“state”"),
        (HOURS | {"week": {"mon": [["12:00", "09:00"]]}}, "opening hours"),
        (HOURS | {"zone": "Mars/Base"}, "opening hours"),
        ({"what": "member", "id": "bo", "role": "king"}, "“role”"),
        ({"what": "state", "id": "m9", "state": "read", "at": CAME["at"]}, "m9"),
    ],
)
def test_a_wrong_line_is_named_and_nothing_is_loaded(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], line: Any, said: str
) -> None:
    assert loaded(tmp_path, CAME, line) == 1
    told = capsys.readouterr().err
    assert said in told
    assert "2" in told
    assert not list(tmp_path.glob("hub/hub.db*"))


def test_a_folder_that_has_a_hub_is_left_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert loaded(tmp_path, CAME) == 0
    assert loaded(tmp_path, CAME, SENT) == 1
    assert "empty folder" in capsys.readouterr().err
    assert [turn["end"] for turn in printed(capsys, tmp_path, "turns")] == [None]


def test_a_report_of_no_moment_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert loaded(tmp_path, CAME) == 0
    data = ["--data", str(tmp_path / "hub")]
    assert report_command.run(["turns", "--from", "yesterday", *data]) == 1
    assert "yesterday" in capsys.readouterr().err
    assert report_command.run(["turns", "--zone", "Mars/Base", *data]) == 1
    assert "Mars/Base" in capsys.readouterr().err
    assert report_command.run(["turns", "--data", str(tmp_path / "nothing")]) == 1

"""The table of figures that is taken out: whole or not there, and nothing in it that a spreadsheet would calculate."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from app.desk.exports.figures import write_table
from app.domain.errors import EnvironmentFailure


def test_words_that_would_be_a_formula_are_defused_and_numbers_stay_numbers(tmp_path: Path) -> None:
    target = tmp_path / "figures.csv"
    write_table(target, [["=1+1", "-12,50", "-12.5", "-cmd", "@SUM(A1)", 'say "hi"; x']], ";")
    data = target.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf") and data.endswith(b"\r\n")
    (row,) = csv.reader(data.decode("utf-8-sig").splitlines(), delimiter=";")
    assert row == ["'=1+1", "-12,50", "-12.5", "'-cmd", "'@SUM(A1)", 'say "hi"; x']


def test_what_cannot_be_written_leaves_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentFailure, match="folder_unwritable"):
        write_table(tmp_path / "nowhere" / "figures.csv", [["a"]])
    assert list(tmp_path.iterdir()) == []

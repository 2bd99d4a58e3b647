"""After joining from the window: which profile joined, and with which one the program starts again."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from app.desk import joining
from app.desk.config import Profile, main_profile
from app.domain.errors import EnvironmentFailure
from app.terminal import opening
from app.words import set_language


def test_the_program_starts_again_with_the_profile_that_joined(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[list[str]] = []
    monkeypatch.setattr(subprocess, "Popen", started.append)
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    opening.reopen(Profile(tmp_path, is_practice=True))
    opening.reopen(Profile(tmp_path))
    opening.reopen(Profile(tmp_path), "--move")
    set_language("fr")  # it was chosen at the doors, which speak it again
    opening.reopen(Profile(tmp_path, is_practice=True))
    opening.practise()
    set_language("en")
    assert {words[0] for words in started} == {sys.executable}
    given = [words[2:] for words in started]
    assert given[:3] == [[], ["--profile", str(tmp_path)], ["--profile", str(tmp_path), "--move"]]
    assert given[3:] == [["--language", "fr"], ["demo", "--language", "fr"]]


@pytest.mark.parametrize("is_practice", [True, False])
async def test_practice_stays_and_the_usual_profile_joins(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, is_practice: bool
) -> None:
    """Where nobody answers nothing is made, in neither of the two."""
    monkeypatch.setattr("app.desk.config.data_folder", lambda: tmp_path / "data")
    given = Profile(tmp_path / "given", is_practice=is_practice)
    with pytest.raises(EnvironmentFailure, match="hub_not_there"):
        await opening.join_team(given, "http://127.0.0.1:9", "code", None)
    assert list(tmp_path.iterdir()) == []
    assert main_profile().folder == tmp_path / "data" / "main"


@pytest.mark.parametrize(
    ("told", "name"), [("Camille Rivage,,,", "Camille Rivage"), ("root", None), ("Administrator", None)]
)
def test_the_owner_of_a_new_inbox_is_called_as_on_the_computer(
    monkeypatch: pytest.MonkeyPatch, told: str, name: str | None
) -> None:
    pwd = pytest.importorskip("pwd")
    account = pwd.struct_passwd(("camille", "x", 1, 1, told, "/", "/"))
    monkeypatch.setattr(pwd, "getpwuid", lambda _uid: account)
    assert joining.person_name() == name

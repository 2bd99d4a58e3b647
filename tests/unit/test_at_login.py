"""Starting at login: the entry is whole or not there, and says exactly how this program is started."""

import configparser
import plistlib
import re
import stat
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.desk.at_login import command_of, desktop_entry, entry_path, launch_agent, set_start_at_login
from app.domain.errors import EnvironmentFailure
from app.words.sentences import refusal

COMMAND = ("/opt/python", "/opt/comptoir/main.py", "--in-tray")


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "config"
    monkeypatch.setenv("XDG_CONFIG_HOME", str(folder))
    return folder


def exec_line(entry: bytes) -> str:
    parser = configparser.RawConfigParser()
    parser.optionxform = str  # type: ignore[assignment, method-assign]
    parser.read_string(entry.decode())
    return parser["Desktop Entry"]["Exec"]


def read_exec(line: str) -> list[str]:
    """As a desktop reads it: first the escapes of the file, then the quotes of the command, then the field codes."""
    unescaped = line.replace("\\\\", "\\")
    quoted = re.findall(r'"((?:[^"\\]|\\.)*)"', unescaped)
    assert " ".join(f'"{word}"' for word in quoted) == unescaped
    return [re.sub(r"\\(.)", r"\1", word).replace("%%", "%") for word in quoted]


def test_it_is_written_whole_and_taken_away_again(config: Path) -> None:
    path = config / "autostart" / "comptoir.desktop"
    set_start_at_login(is_on=True, command=COMMAND, platform="linux")
    assert read_exec(exec_line(path.read_bytes())) == list(COMMAND)
    assert stat.S_IMODE(path.stat().st_mode) == 0o644
    assert [each.name for each in path.parent.iterdir()] == [
        "comptoir.desktop"
    ]  # nothing half written beside it
    set_start_at_login(is_on=True, command=(*COMMAND, "x"), platform="linux")
    assert read_exec(exec_line(path.read_bytes()))[-1] == "x"
    set_start_at_login(is_on=False, command=(), platform="linux")
    assert list(path.parent.iterdir()) == []
    set_start_at_login(is_on=False, command=(), platform="linux")  # twice does no harm


def test_other_entries_stay(config: Path) -> None:
    other = config / "autostart" / "other.desktop"
    other.parent.mkdir(parents=True)
    other.write_text("[Desktop Entry]\n")
    set_start_at_login(is_on=True, command=COMMAND, platform="linux")
    set_start_at_login(is_on=False, command=(), platform="linux")
    assert other.read_text() == "[Desktop Entry]\n"


@pytest.mark.skipif(sys.platform == "win32", reason="a file in the way of a folder")
def test_what_cannot_be_written_says_why_and_changes_nothing(config: Path) -> None:
    config.write_text("a file where the folder should be")
    with pytest.raises(EnvironmentFailure) as caught:
        set_start_at_login(is_on=True, command=COMMAND, platform="linux")
    assert caught.value.code == "login_entry_failed"
    assert "was not changed" in refusal(caught.value.code, caught.value.facts)
    assert config.read_text() == "a file where the folder should be"


def test_where_it_is_written() -> None:
    home = Path("/home/lea")
    assert entry_path("linux", {}, home) == home / ".config/autostart/comptoir.desktop"
    assert entry_path("linux", {"XDG_CONFIG_HOME": "/c"}, home) == Path("/c/autostart/comptoir.desktop")
    assert (
        entry_path("linux", {"XDG_CONFIG_HOME": "relative"}, home)
        == home / ".config/autostart/comptoir.desktop"
    )
    assert entry_path("darwin", {}, home) == home / "Library/LaunchAgents/app.comptoir.desktop.plist"


def test_a_mac_gets_a_launch_agent() -> None:
    agent = plistlib.loads(launch_agent(COMMAND))
    assert agent == {"Label": "app.comptoir.desktop", "ProgramArguments": list(COMMAND), "RunAtLoad": True}


WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), min_size=1, max_size=20)


@given(st.lists(WORDS, min_size=1, max_size=4))
def test_any_path_survives_the_quoting(words: list[str]) -> None:
    entry = desktop_entry(words).decode()
    line = next(each for each in entry.split("\n") if each.startswith("Exec="))
    assert read_exec(line.removeprefix("Exec=")) == words


def test_the_program_is_started_as_it_was_with_its_profile_and_without_a_window(tmp_path: Path) -> None:
    main = tmp_path / "main.py"
    main.touch()
    plain = command_of([str(main)], "/opt/python", is_frozen=False)
    assert plain == ("/opt/python", str(main), "--in-tray")
    for given_as in (["--profile", "/p q"], ["--profile=/p q"]):
        assert command_of([str(main), *given_as], "/x", is_frozen=False)[2:] == (
            "--profile",
            "/p q",
            "--in-tray",
        )
    assert command_of([str(main), "demo"], "/x", is_frozen=False)[2:] == ("--in-tray",)
    assert command_of(["comptoir"], "/opt/comptoir", is_frozen=True) == ("/opt/comptoir", "--in-tray")


@pytest.mark.parametrize("argv", [[], ["/usr/bin/pytest"], ["/nowhere/main.py"]])
def test_a_program_that_is_started_otherwise_says_so(argv: list[str]) -> None:
    with pytest.raises(EnvironmentFailure) as caught:
        command_of(argv, "/opt/python", is_frozen=False)
    assert caught.value.code == "start_unknown"
    assert "Start it by its icon" in refusal("start_unknown", {})

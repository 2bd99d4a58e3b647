"""dev.py: when the set-up is done again, what it does on a machine that lacks something, and how a run ends."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

import dev
from tests.checks.bounded import ended, run_bounded, started

SHORT_S = 60.0


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project of its own for dev.py, with a lock and no environment."""
    monkeypatch.setattr(dev, "ROOT", tmp_path)
    monkeypatch.setattr(dev, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(dev, "LOCK", tmp_path / "dev.lock")
    monkeypatch.setattr(dev, "STAMP", tmp_path / ".venv" / "set-up-from")
    monkeypatch.setattr(dev, "SETUP_LOG", tmp_path / ".venv" / "set-up.log")
    (tmp_path / "dev.lock").write_bytes(b"one==1\n")
    return tmp_path


def stamp(place: Path) -> None:
    """What a set-up leaves behind."""
    python = dev.venv_program("python")
    python.parent.mkdir(parents=True)
    python.touch()
    dev.STAMP.write_text(dev.stamp_for(dev.LOCK.read_bytes(), place), "utf-8")


def test_a_stamp_of_this_lock_spares_the_set_up(place: Path) -> None:
    assert not dev.is_set_up()
    stamp(place)
    assert dev.is_set_up()


def test_a_changed_lock_asks_for_the_set_up_again(place: Path) -> None:
    stamp(place)
    dev.LOCK.write_bytes(b"one==2\n")
    assert not dev.is_set_up()


def test_a_moved_project_asks_for_the_set_up_again(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stamp(place)
    monkeypatch.setattr(dev, "ROOT", place / "elsewhere")
    assert not dev.is_set_up()


def test_an_environment_without_its_python_asks_for_the_set_up_again(place: Path) -> None:
    stamp(place)
    dev.venv_program("python").unlink()
    assert not dev.is_set_up()


def test_a_failed_install_leaves_no_stamp_and_says_where_to_look(
    place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    dev.VENV.mkdir()
    monkeypatch.setattr(
        dev, "venv_program", lambda _: Path(sys.executable)
    )  # has pip; nothing can be found to install
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    dev.LOCK.write_text("no-such-package==1 --hash=sha256:" + "0" * 64 + "\n", "utf-8")
    assert dev.main(["setup"]) == 1
    said = capsys.readouterr().err.splitlines()[-1]
    assert "could not be installed" in said
    assert str(dev.SETUP_LOG) in said
    assert not dev.is_set_up()


def test_this_python_is_a_suitable_one() -> None:
    assert dev.find_python() == [sys.executable]


def test_no_suitable_python_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dev, "SUPPORTED", ((3, 98), (3, 99)))
    with pytest.raises(dev.Failed, match="needs Python"):
        dev.find_python()


def test_missing_libraries_are_named_by_their_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dev, "QT_LIBRARIES", {"libcertainly-not-there.so.7": "libnot7"})
    monkeypatch.setattr(dev, "TEST_TOOLS", {"certainly-not-there": "nottool"})
    needed, wanted = dev.missing_packages()
    assert needed == ["libnot7"]
    assert "nottool" in wanted


@pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="system libraries are looked at on Linux alone"
)
def test_without_rights_a_missing_library_ends_the_set_up_with_its_name(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(dev, "QT_LIBRARIES", {"libcertainly-not-there.so.7": "libnot7"})
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    with pytest.raises(dev.Failed, match="install libnot7"):
        dev.look_after_system_libraries()


@pytest.mark.parametrize("arguments", [[], ["tset"], ["check", "--fast"], ["setup", "now"]])
def test_wrong_usage_is_told_and_is_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert dev.main(arguments) == 2
    assert capsys.readouterr().err.startswith("usage:")


def test_help_is_no_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert dev.main(["--help"]) == 0
    assert "demo" in capsys.readouterr().out


def test_a_run_gives_its_exit_code() -> None:
    assert run_bounded([sys.executable, "-c", "raise SystemExit(5)"], SHORT_S, dev.test_environment()) == 5


def test_what_a_program_prints_waits_until_its_end_is_waited_for(capfd: pytest.CaptureFixture[str]) -> None:
    tests = started([sys.executable, "-c", "print('of the tests')"], dev.test_environment(), is_held=True)
    assert tests.wait(SHORT_S) == 0
    os.write(1, b"of the checks\n")
    assert ended(tests, SHORT_S) == 0
    assert capfd.readouterr().out == "of the checks\nof the tests\n"


@pytest.mark.parametrize(
    ("checked", "asked", "code"), [(0, "--version", 0), (1, "--version", 1), (0, "--no-such-option", 2)]
)
def test_both_checks_and_tests_must_hold(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], checked: int, asked: str, code: int
) -> None:
    monkeypatch.setattr(dev, "check", lambda: checked)
    monkeypatch.setattr(dev, "ALL_TESTS", (asked,))
    assert dev.test([]) == code
    assert "pytest" in "".join(capfd.readouterr())


@pytest.mark.skipif(sys.platform == "win32", reason="process groups are POSIX")
def test_a_hung_run_is_killed_with_its_children(capfd: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    lifeline = tmp_path / "lifeline"
    os.mkfifo(lifeline)
    reader = os.open(lifeline, os.O_RDONLY | os.O_NONBLOCK)
    child = "import signal, sys; line = open(sys.argv[1], 'w'); print('up', file=line, flush=True); signal.pause()"
    hangs = (
        "import faulthandler, subprocess, sys; faulthandler.enable();"
        f"subprocess.run([sys.executable, '-c', {child!r}, sys.argv[1]])"
    )
    command = [sys.executable, "-c", hangs, str(lifeline)]
    assert run_bounded(command, 2.0, dev.test_environment()) == 1
    said = capfd.readouterr().err
    assert "Ended after 2 s" in said
    assert "most recent call first" in said  # the stacks, printed before the end
    os.set_blocking(reader, True)
    with open(reader, "rb") as line:
        assert line.read() == b"up\n"  # comes to its end only when the child is gone

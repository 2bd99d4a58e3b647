"""How the program starts itself: from the source, from a bundle, and with the computer's own libraries for others."""

import sys
from pathlib import Path

import pytest

from app.beginning import forget_the_bundle
from app.desk.config import Profile
from app.desk.own_program import MAIN, child_command, window_command
from main import main


def test_the_source_is_started_by_its_interpreter() -> None:
    assert window_command() == child_command() == [sys.executable, str(MAIN)]
    assert MAIN.is_file()


@pytest.mark.parametrize(
    ("platform", "executable", "window", "child"),
    [
        ("linux", "/opt/Comptoir/Comptoir", "/opt/Comptoir/Comptoir", "/opt/Comptoir/Comptoir"),
        (
            "win32",
            r"C:\Comptoir\Comptoir.exe",
            r"C:\Comptoir\Comptoir.exe",
            r"C:\Comptoir\comptoir-console.exe",
        ),
        ("win32", r"C:\C\comptoir-console.exe", r"C:\C\Comptoir.exe", r"C:\C\comptoir-console.exe"),
    ],
)
def test_a_bundle_starts_what_lies_in_its_folder(
    monkeypatch: pytest.MonkeyPatch, platform: str, executable: str, window: str, child: str
) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.setattr(sys, "executable", executable)
    assert (window_command(), child_command()) == ([window], [child])


def test_other_programs_get_the_libraries_of_the_computer() -> None:
    environ = {
        "LD_LIBRARY_PATH": "/bundle",
        "LD_LIBRARY_PATH_ORIG": "/own",
        "_PYI_ARCHIVE_FILE": "x",
        "HOME": "/h",
    }
    forget_the_bundle(environ)
    assert environ == {"LD_LIBRARY_PATH": "/own", "HOME": "/h"}
    environ = {"LD_LIBRARY_PATH": "/bundle", "HOME": "/h"}
    forget_the_bundle(environ)
    assert environ == {"HOME": "/h"}


def test_what_comes_with_a_link_is_no_option(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    shown: list[tuple[Path, str]] = []

    def show(profile: Profile, _pictures: object, *, link: str = "") -> int:
        shown.append((profile.folder, link))
        return 0

    monkeypatch.setattr("main._show", show)
    stranger = str(tmp_path / "of a stranger")
    assert main(["--link", "comptoir://screen/today"]) == 0
    assert main(["--link", "comptoir://screen/today", "--profile", stranger]) == 0
    assert main(["--link", f"--profile={stranger}"]) == 0
    assert main(["--link"]) == 0
    assert [link for _folder, link in shown] == ["comptoir://screen/today", "", f"--profile={stranger}", ""]
    assert all(folder != Path(stranger) for folder, _link in shown)

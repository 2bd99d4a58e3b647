"""A bundle as somebody has it who downloaded it: `python -m tests.e2e.bundle_smoke ARCHIVE_OR_FOLDER`.

It is unpacked elsewhere, into a folder that nobody may write to, with a home of its own and nothing of this project
in reach: its commands answer, a hub and the helpers of the window work as its children, practice plays and is pictured,
and where there is a screen its window opens, hears a second start, and leaves nobody behind. `dev.py bundle --smoke`
runs it, not `dev.py test`.
"""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
import tarfile
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from app import VERSION
from tests.e2e.screen import ENDS_WITHIN_S, IS_HERE, new_screen, until

ANSWERS_WITHIN_S, PLAYS_WITHIN_S = 60, 240
PICTURES = ("today-light", "inbox-light", "inbox-dark", "answer-ticks", "reports-light", "settings")
LEAST_BYTES = 50_000  # of a picture on which something is painted
IS_WINDOWS = os.name == "nt"
Snapshot = dict[str, tuple[int, int]]


class Bundle:
    """The unpacked program and a person's home. Every step raises AssertionError when it is not as it should be."""

    def __init__(self, folder: Path, home: Path) -> None:
        self.folder, self.home = folder, home
        self.window = folder / ("Comptoir.exe" if IS_WINDOWS else "Comptoir")
        self.program = folder / "comptoir-console.exe" if IS_WINDOWS else self.window
        self.environ = clean_environment(home)

    def run(self, *arguments: str, given: str = "", within_s: float = ANSWERS_WITHIN_S) -> str:
        """What a command prints."""
        done = subprocess.run(
            [str(self.program), *arguments],
            input=given,
            cwd=self.home,
            env=self.environ,
            capture_output=True,
            encoding="utf-8",
            timeout=within_s,
            check=False,
        )
        assert done.returncode == 0, f"{arguments[0]} gave {done.returncode}: {done.stderr[-2_000:]}"
        return done.stdout

    def answers(self) -> None:
        """Its version, and a helper of the window that reads its own resources."""
        assert self.run("--version").split() == ["Comptoir", VERSION]
        asked = '{"language": "fr", "check": ["bonjour", "bonjoor"]}\n'
        assert self.run("check-spelling", given=asked) == '{"wrong": ["bonjoor"]}\n'

    def serves(self) -> None:
        """A hub, by its own commands."""
        data = self.home / "hub"
        command = [str(self.program), "hub", "--data", str(data), "--port", "0", "--until-stdin-closes"]
        with subprocess.Popen(
            command, cwd=self.home, env=self.environ, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        ) as hub:
            assert hub.stdin is not None and hub.stdout is not None
            try:
                assert hub.stdout.readline().startswith("ready http://127.0.0.1:")
                assert self.run("invite", "--data", str(data), "--role", "owner").strip()
                assert '"kind": "hub.started"' in self.run("log", "--data", str(data))
                hub.stdin.close()
                assert hub.wait(ENDS_WITHIN_S) == 0
            finally:
                hub.kill()

    def plays(self) -> None:
        """Practice with its hub and pretend customers, as pictures."""
        self.run("demo", "--pictures", "pictures", within_s=PLAYS_WITHIN_S)
        made = {path.stem.partition("-")[2]: path for path in (self.home / "pictures").glob("*.png")}
        for name in PICTURES:
            assert name in made, f"no picture {name} among {sorted(made)}"
            assert made[name].stat().st_size > LEAST_BYTES, f"{name} is empty"

    def shows(self) -> None:
        """Its window under Xvfb: a second start brings it forward and ends, closing it ends everything."""
        with new_screen(self.home / "screen") as screen:
            told = ("DISPLAY", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME")
            environ = self.environ | {name: screen.environ[name] for name in told}
            environ.pop("QT_QPA_PLATFORM", None)
            command = [str(self.window), "demo"]
            program = subprocess.Popen(command, cwd=self.home, env=environ)
            screen.running.append(program)
            screen.wait_for_window("the bundle's window")
            entry = Path(environ["XDG_DATA_HOME"]) / "applications" / "comptoir.desktop"
            until(entry.exists, ENDS_WITHIN_S, "the entry in the menu")
            assert f'Exec="{self.window}" --link %u' in entry.read_text("utf-8")
            again = subprocess.run(command, cwd=self.home, env=environ, timeout=ANSWERS_WITHIN_S, check=False)
            assert again.returncode == 0 and len(screen.windows()) == 1
            assert screen.close_until("alt+F4", program) == 0
        until(lambda: not self.children(), ENDS_WITHIN_S, f"the end of {self.children()}")

    def children(self) -> list[str]:
        """Processes of this program, on Linux."""
        found = []
        for process in Path("/proc").glob("[0-9]*/exe"):
            try:
                if process.readlink().is_relative_to(self.folder):
                    found.append(process.parent.name)
            except OSError:  # another person's, or ended
                continue
        return found


def clean_environment(home: Path) -> dict[str, str]:
    """Of a person with nothing set: no Python, no project, no bus, a home of their own."""
    unwanted = ("PYTHON", "VIRTUAL_ENV", "XDG_", "DBUS_", "QT_", "COMPTOIR_", "LD_", "LC_")
    environ = {name: value for name, value in os.environ.items() if not name.startswith(unwanted)}
    own = ("HOME", "USERPROFILE", "LOCALAPPDATA", "APPDATA") if IS_WINDOWS else ("HOME",)
    path = {} if IS_WINDOWS else {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"}
    return environ | dict.fromkeys(own, str(home)) | path | {"QT_QPA_PLATFORM": "offscreen"}


@contextmanager
def unpacked(bundle: Path) -> Iterator[Bundle]:
    """The bundle elsewhere, read-only; at the end nothing in it has changed."""
    with tempfile.TemporaryDirectory(prefix="comptoir-bundle-", ignore_cleanup_errors=True) as name:
        place = Path(name).resolve() / "of the person"
        home = place / "home"
        home.mkdir(parents=True)
        if bundle.is_dir():
            folder = Path(shutil.copytree(bundle, place / "Comptoir", symlinks=True))
        else:
            with tarfile.open(bundle) as archive:
                archive.extractall(place, filter="data")
            (folder,) = (each for each in place.iterdir() if each != home)
        before = snapshot(folder)
        forbid_writing(folder, is_forbidden=True)
        try:
            yield Bundle(folder, home)
            assert snapshot(folder) == before, "the program wrote into its own folder"
        finally:
            forbid_writing(folder, is_forbidden=False)


def snapshot(folder: Path) -> Snapshot:
    """Size and time of every file: root writes wherever it likes, so a look afterwards says more than rights."""
    return {
        str(path.relative_to(folder)): (path.lstat().st_size, path.lstat().st_mtime_ns)
        for path in folder.rglob("*")
        if not path.is_dir()
    }


def forbid_writing(folder: Path, *, is_forbidden: bool) -> None:
    """Take the right to write from all folders, or give it back."""
    for path in (folder, *folder.rglob("*")):
        if path.is_dir() and not path.is_symlink():
            mode = stat.S_IMODE(path.stat().st_mode)
            path.chmod(mode & ~0o222 if is_forbidden else mode | 0o200)


def main(bundle: Path) -> int:
    """One line that says what was tried; 1 and the reason when something is not as it should be."""
    began_s = time.monotonic()
    tried = []
    with unpacked(bundle) as person:
        steps: list[Callable[[], None]] = [person.answers, person.serves, person.plays]
        if sys.platform == "linux" and IS_HERE:
            steps.append(person.shows)
        for step in steps:
            try:
                step()
            except (AssertionError, subprocess.SubprocessError) as fault:
                print(f"bundle: it {step.__name__}? No: {fault}", file=sys.stderr)
                return 1
            tried.append(step.__name__)
    print(f"bundle: it {', '.join(tried)} ({time.monotonic() - began_s:.0f} s)")
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]).resolve()))

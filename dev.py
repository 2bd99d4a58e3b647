"""The one developer command: sets the project up, then runs it, its tests, its checks and its benchmarks.

Standard library only, so that it works on a fresh machine: `python3 dev.py test` makes `.venv`, installs the hashed
lock into it and goes to work; a later run sees its own stamp and goes to work at once. Whatever Python starts this
file, the project runs on CPython 3.11 to 3.13. Exit codes: 0 done, 1 failed (with one sentence on standard
error), 2 wrong usage.
"""

from __future__ import annotations

import ctypes
import hashlib
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from tests.checks.bounded import ended, run_bounded, say, started

if TYPE_CHECKING:
    from collections.abc import Sequence

USAGE = """\
usage: python3 dev.py COMMAND

  setup             make .venv and install everything into it (every other command does it when needed)
  demo [ARGS]       the practice business: window, hub and pretend customers
  run [ARGS]        main.py as it is: the joined profile, or a command such as hub or inbox
  test              all checks, then all tests; --long adds the storms and soaks
  test [--long] ARGS  only the tests that pytest finds with ARGS, without the checks
  check             format, lint, types, imports, dead code, sizes, bans, translations
  bench [NAMES]     the figures of docs/measured.md beside their floors
  bundle [--smoke]  the program as a folder that needs no Python, on Linux as an archive, into dist; --smoke tries it
  shots [DIR]       pictures of the real screens, into DIR (default: shots)
  manual            the manual's pictures anew, in both languages, into docs/manual/pictures
"""

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
LOCK = ROOT / "requirements" / "dev.lock"
STAMP = VENV / "set-up-from"
SETUP_LOG = VENV / "set-up.log"
SUPPORTED = ((3, 11), (3, 12), (3, 13))
IS_WINDOWS = os.name == "nt"

CHECKS_LIMIT_S = 10 * 60
TESTS_LIMIT_S = 40 * 60  # what hangs is ended; a busy computer takes twice as long as a quiet one
LONG_TESTS_LIMIT_S = 4 * 60 * 60
# Three at a time on two cores, because many wait for other processes: every test has folders, ports and a screen of
# its own, and none measures time. Those that take long begin; who has nothing left takes from the others.
SIDE_BY_SIDE = ("-n", "3", "--dist", "worksteal")
ALL_TESTS = ("tests/e2e", "tests/fault", "tests/flow", "tests/gui", "tests/storage", "tests/unit")

# What Qt loads that no wheel brings, by the Debian package that has it. Without the first group no Qt starts at all.
QT_LIBRARIES = {
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libfontconfig.so.1": "libfontconfig1",
}
SCREEN_LIBRARIES = {
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libpulse.so.0": "libpulse0",  # from here on: voice notes and films
    "libXrandr.so.2": "libxrandr2",
    "libXext.so.6": "libxext6",
    "libdrm.so.2": "libdrm2",
}
TEST_TOOLS = {
    "Xvfb": "xvfb",
    "openbox": "openbox",
    "xdotool": "xdotool",
    "cc": "gcc",
    "strace": "strace",
    "xz": "xz-utils",
}
FILES = {
    "/usr/include/stdio.h": "libc6-dev",
    "/usr/share/fonts/truetype/noto/NotoSans-Regular.ttf": "fonts-noto-core",
    "/usr/share/fonts/truetype/noto/NotoColorEmoji.ttf": "fonts-noto-color-emoji",
}


class Failed(Exception):
    """Something a person must know; its text is the one sentence that says what and what to do."""


# ---------------------------------------------------------------- the set-up


def venv_program(name: str) -> Path:
    """Where the environment keeps the program `name`, on this system."""
    return VENV / "Scripts" / f"{name}.exe" if IS_WINDOWS else VENV / "bin" / name


def stamp_for(lock: bytes, root: Path) -> str:
    """What the stamp file says when the environment at `root` holds exactly what `lock` names."""
    return f"{hashlib.sha256(lock).hexdigest()} {root}\n"


def is_set_up() -> bool:
    """Whether the environment is there and was made from the lock as it is now."""
    try:
        return (
            STAMP.read_text("utf-8") == stamp_for(LOCK.read_bytes(), ROOT) and venv_program("python").exists()
        )
    except OSError:
        return False


def ensure_set_up() -> None:
    """Does the set-up if it was never done, or if the lock has changed since."""
    if not is_set_up():
        set_up()


def set_up() -> None:
    """Makes the environment and installs the lock; raises Failed with a sentence when it cannot."""
    started = time.monotonic()
    if not has_usable_venv():
        make_venv(find_python())
    say("Installing what requirements/dev.lock names; the first time takes up to a few minutes.")
    install_lock()
    look_after_system_libraries()
    STAMP.write_text(stamp_for(LOCK.read_bytes(), ROOT), "utf-8")
    say(f"Set up in {time.monotonic() - started:.0f} s.")


def python_version(command: Sequence[str]) -> tuple[int, int] | None:
    """The version of the CPython that `command` starts; None when it starts none."""
    probe = "import sys; print(sys.implementation.name, *sys.version_info[:2])"
    try:
        answer = subprocess.run(
            [*command, "-c", probe], capture_output=True, text=True, timeout=30, check=True
        )
        name, major, minor = answer.stdout.split()
    except (OSError, subprocess.SubprocessError, ValueError):
        return None
    return (int(major), int(minor)) if name == "cpython" else None


def find_python() -> list[str]:
    """The command of a suitable Python: the one running this file, else the newest on the path."""
    candidates = [[sys.executable]] if sys.executable else []
    for major, minor in reversed(SUPPORTED):
        candidates += [["py", f"-{major}.{minor}"]] if IS_WINDOWS else [[f"python{major}.{minor}"]]
    for command in candidates:
        if python_version(command) in SUPPORTED:
            return command
    raise Failed("Comptoir needs Python 3.11, 3.12 or 3.13 and none was found; install one and try again.")


def has_usable_venv() -> bool:
    """Whether .venv already holds a Python of ours with pip in it."""
    python = str(venv_program("python"))
    if python_version([python]) not in SUPPORTED:
        return False
    return (
        subprocess.run([python, "-m", "pip", "--version"], capture_output=True, check=False).returncode == 0
    )


def make_venv(python: Sequence[str]) -> None:
    """Makes .venv afresh; whatever was there did not work."""
    say("Making .venv.")
    made = subprocess.run(
        [*python, "-m", "venv", "--clear", str(VENV)], capture_output=True, text=True, check=False
    )
    if made.returncode:
        hint = (
            " (on Debian or Ubuntu: install python3-venv)" if "ensurepip" in made.stdout + made.stderr else ""
        )
        raise Failed(f"Python could not make {VENV}{hint}: {last_line(made.stderr or made.stdout)}")


def install_lock() -> None:
    """Installs the lock: only files with the named hashes, only ready-built ones, nothing that is not named."""
    command = [str(venv_program("python")), "-m", "pip", "install", "--require-hashes", "--no-deps"]
    command += [
        "--only-binary",
        ":all:",
        "--disable-pip-version-check",
        "--progress-bar",
        "off",
        "--no-input",
    ]
    with SETUP_LOG.open("w", encoding="utf-8") as log:
        done = subprocess.run(
            [*command, "-r", str(LOCK)],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            check=False,
        )
    if done.returncode:
        errors = [line for line in SETUP_LOG.read_text("utf-8").splitlines() if line.startswith("ERROR")]
        reason = errors[0] if errors else "pip said no more"
        raise Failed(f"The packages could not be installed ({reason}); all that pip said is in {SETUP_LOG}.")


# ---------------------------------------------------------------- system libraries (Linux)


def has_library(name: str) -> bool:
    """Whether the system's loader finds the shared library `name`."""
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def missing_packages() -> tuple[list[str], list[str]]:
    """Debian packages that are not there: those Qt cannot do without, and those for a screen and tests."""
    needed = [package for library, package in QT_LIBRARIES.items() if not has_library(library)]
    wanted = [package for library, package in SCREEN_LIBRARIES.items() if not has_library(library)]
    wanted += [package for tool, package in TEST_TOOLS.items() if shutil.which(tool) is None]
    wanted += [package for file, package in FILES.items() if not Path(file).exists()]
    return needed, wanted


def look_after_system_libraries() -> None:
    """Installs what is missing where it may (root on Debian), else names it."""
    if not sys.platform.startswith("linux"):
        return
    needed, wanted = missing_packages()
    if (needed or wanted) and os.geteuid() == 0 and shutil.which("apt-get"):
        install_debian_packages(needed + wanted)
        needed, wanted = missing_packages()
    if needed:
        raise Failed(
            f"Qt needs system libraries that are not there; install {' '.join(needed)} and try again."
        )
    if wanted:
        say(f"Without {' '.join(wanted)} the window or some tests may not work; install them when you can.")


def install_debian_packages(packages: Sequence[str]) -> None:
    """Asks apt for `packages`; what it could not bring is seen by the look that follows."""
    say(f"Installing {' '.join(packages)} from the system's packages.")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update", "-qq"], ["install", "-qq", "-y", "--no-install-recommends", *packages]):
        done = subprocess.run(
            ["apt-get", *command],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
        if done.returncode:
            say(f"apt-get {command[0]} failed: {last_line(done.stderr)}")


# ---------------------------------------------------------------- tests and programs


def check() -> int:
    """Runs all checks side by side (tests/checks); 1 when one fails."""
    return run_bounded(
        [str(venv_program("python")), "-m", "tests.checks"], CHECKS_LIMIT_S, test_environment()
    )


def test_environment() -> dict[str, str]:
    """The environment of checks and tests: no screen unless the caller names one, no real keyring.

    Byte code is kept whatever the caller's own habit is: else each of hundreds of programs would compile every module
    that it imports, and every worker all tests.
    """
    defaults = {"QT_QPA_PLATFORM": "offscreen", "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring"}
    return {**defaults, **os.environ, "PYTHONDONTWRITEBYTECODE": ""}


def test(arguments: Sequence[str]) -> int:
    """All checks and tests; with arguments for pytest, only those tests. pytest's last line stays the last one.

    One check takes longer than all others, on one core: the tests begin beside the checks, and what they print waits
    until the checks have said all of theirs.
    """
    options = [argument for argument in arguments if argument == "--long"]
    selection = [argument for argument in arguments if argument != "--long"]
    limit_s = LONG_TESTS_LIMIT_S if options else TESTS_LIMIT_S
    command = [str(venv_program("python")), "-m", "pytest", *options]
    if selection:
        tested, checked = run_bounded([*command, *selection], limit_s, test_environment()), 0
    else:
        colour = ["--color=yes"] if sys.stdout.isatty() else []
        tests = started([*command, *colour, *SIDE_BY_SIDE, *ALL_TESTS], test_environment(), is_held=True)
        try:
            checked = check()
        finally:
            tested = ended(tests, limit_s)
    if tested == 4:  # pytest did not understand its arguments
        return 2
    return 1 if tested else checked


def run_python(*arguments: str, directory: Path | None = None) -> int:
    """Runs the environment's Python with this terminal, in `directory` or where we are; 0, 1 or 2."""
    process = subprocess.Popen([str(venv_program("python")), *arguments], cwd=directory)
    while True:
        try:
            code = process.wait()
        except KeyboardInterrupt:  # the program got it too and ends in its own way
            continue
        return code if code in (0, 1, 2) else 1


def last_line(text: str) -> str:
    """The last line of `text` that says something."""
    return next((line for line in reversed(text.splitlines()) if line.strip()), "no reason was given")


def run_command(command: str, arguments: list[str]) -> int:
    """Carries out one command of USAGE in the ready environment."""
    if command == "setup":
        return 0
    if command == "test":
        return test(arguments)
    if command == "check":
        return check()
    if command == "bench":
        return run_python("-m", "tests.perf.run", *arguments, directory=ROOT)
    if command == "bundle":
        return run_python(str(ROOT / "packaging" / "bundle" / "bundle_build.py"), *arguments, directory=ROOT)
    if command == "manual":
        return run_python("-m", "tests.manual_pictures", directory=ROOT)
    program = str(ROOT / "main.py")
    if command == "shots":
        return run_python(program, "demo", "--pictures", *(arguments or ["shots"]))
    return run_python(program, *(["demo"] if command == "demo" else []), *arguments)


def main(argv: Sequence[str]) -> int:
    """Reads the command line, sets up when needed, and carries the command out."""
    if argv and argv[0] in ("-h", "--help", "help"):
        print(USAGE, end="")
        return 0
    takes_arguments = {"setup": False, "check": False, "manual": False}
    takes_arguments |= dict.fromkeys(("demo", "run", "test", "bench", "bundle", "shots"), True)
    if not argv or argv[0] not in takes_arguments or (len(argv) > 1 and not takes_arguments[argv[0]]):
        print(USAGE, end="", file=sys.stderr)
        return 2
    try:
        set_up() if argv[0] == "setup" else ensure_set_up()
        return run_command(argv[0], list(argv[1:]))
    except Failed as failure:
        say(str(failure))
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

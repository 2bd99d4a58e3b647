"""What holds for every test: no screen, no real home or keyring, the guards, and long tests only when asked for."""

from __future__ import annotations

import importlib.util
import os
import sys
import tempfile
from pathlib import Path

import hypothesis
import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["QT_API"] = "pyside6"
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"

# httpx looks for it at every request within a process: a quarter of what such a request costs, where it is not there.
if importlib.util.find_spec("sniffio") is None:
    sys.modules["sniffio"] = None  # type: ignore[assignment]

MEMORY = Path("/dev/shm")
ROOM_BYTES = 8 << 30


def has_room(folder: Path) -> bool:
    """Whether it lies in memory that holds all files of a run, and programs may run from there."""
    if sys.platform != "linux" or not os.access(folder, os.W_OK):
        return False
    found = os.statvfs(folder)
    return found.f_bavail * found.f_frsize >= ROOM_BYTES and not found.f_flag & os.ST_NOEXEC


# Tests write and sync thousands of small files, and none of them asks whether the disk below keeps its word: those of
# power cuts and full disks bring a disk of their own.
if "TMPDIR" not in os.environ and has_room(MEMORY):
    os.environ["TMPDIR"] = tempfile.tempdir = str(MEMORY)

pytest_plugins = (
    "tests.guards.loops",
    "tests.guards.logs",
    "tests.guards.qt_messages",
    "tests.guards.leaks",
    "tests.guards.threads",
    "tests.guards.wallet",
)

LONG_TIMEOUT_S = 3600

# Two shared cores: an example may take long without being wrong. On CI the same examples every time.
hypothesis.settings.register_profile(
    "comptoir", deadline=None, derandomize="CI" in os.environ, print_blob=True
)
hypothesis.settings.load_profile("comptoir")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Adds --long."""
    parser.addoption("--long", action="store_true", help="run storms and soaks, and at their full size")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leaves long tests out, or gives them the time they need."""
    if config.getoption("--long"):
        for item in items:
            sizes_itself = "is_long" in getattr(item, "fixturenames", ())
            if (sizes_itself or "long" in item.keywords) and item.get_closest_marker("timeout") is None:
                item.add_marker(pytest.mark.timeout(LONG_TIMEOUT_S))
        return
    left_out = [item for item in items if "long" in item.keywords]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if "long" not in item.keywords]


@pytest.fixture(scope="session")
def is_long(request: pytest.FixtureRequest) -> bool:
    """Whether this run has --long: a storm then takes its full size, else its reduced one."""
    return bool(request.config.getoption("--long"))


@pytest.fixture(scope="session", autouse=True)
def no_real_home(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Profiles and settings go to a folder of this run, for the test and for every program it starts."""
    home = tmp_path_factory.mktemp("home")
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "LOCALAPPDATA", "APPDATA"):
        os.environ[name] = str(home / name.lower())

"""The hub as a service of this server: its start and end, whether it is well, its copies and what they are worth."""

from __future__ import annotations

import shutil
from pathlib import Path

from server_machine import USER, Failed, Machine, last_json
from server_release import Releases
from server_settings import DATA_KEY, Settings
from server_words import gettext as _

UNIT = "comptoir-hub.service"
DATA = "/var/lib/comptoir"
STATE = "/var/lib/comptoir-server"  # of this script: copies before upgrades, what the last backup came to
HEALTHY_S = 60.0
REBUILDING_S = 1800.0  # a large log that a new version reads anew
LOOK_S = 0.5
PATIENCE_S = 10.0
SPARE_BYTES = 512 * 1024 * 1024


class Hub:
    """The service, its data, and their copies."""

    def __init__(self, machine: Machine) -> None:
        self._machine = machine
        self._releases = Releases(machine)
        self._settings = Settings(machine)
        self.data = machine.path(DATA)

    @property
    def has_data(self) -> bool:
        """Whether there is a hub to lose."""
        return (self.data / "hub.db").exists()

    @property
    def key(self) -> str:
        """The key of the data."""
        return self._settings.secret(DATA_KEY)

    def stop(self) -> None:
        """End it, and wait for that."""
        self._machine.must(_("The hub could not be stopped. Nothing was changed."), "systemctl", "stop", UNIT)

    def start(self) -> str:
        """Start it and wait until it says how it is: ok, or waiting for the computer that it came from; else its word.

        Empty when it never answered.
        """
        machine = self._machine
        machine.run("systemctl", "restart", UNIT)
        began_s = machine.monotonic_s()
        word, is_told = "", False
        while True:
            word = machine.health()
            waited_s = machine.monotonic_s() - began_s
            if word in ("ok", "waiting"):
                return word
            if waited_s > (REBUILDING_S if word == "starting" else HEALTHY_S):
                return word
            if word == "starting" and waited_s > PATIENCE_S and not is_told:
                machine.say(_("The hub reads its data anew; this may take some minutes …"))
                is_told = True
            machine.pause(LOOK_S)

    def copy_to(self, folder: Path, release: Path) -> Path:
        """A proved copy with the files of messages in a folder of its own. Raises Failed."""
        folder.mkdir(parents=True, exist_ok=True)
        self.own(folder)
        told = self._releases.run(
            release, "backup", "--data", str(self.data), "--to", str(folder), key=self.key
        )
        return Path(str(last_json(told).get("file", "")))

    def drill(self, copy: Path, release: Path) -> int:
        """Put a copy back in a folder that is thrown away, and start `release` on it; it knows no number, so it sends
        nothing. Gives the number of its entries. Raises Failed."""
        aside = self._machine.path(f"{STATE}/drill")
        shutil.rmtree(aside, ignore_errors=True)
        if self._machine.free_bytes(aside) < 2 * copy.stat().st_size + SPARE_BYTES:
            raise Failed(_("The disk has no room to try the copy out. Free some space, then try again."))
        aside.mkdir(parents=True)
        self.own(aside)
        try:
            told = self._releases.run(
                release, "restore", "--data", str(aside), "--from", str(copy), "--yes", key=self.key
            )
            self._releases.run(
                release, "hub", "--data", str(aside), "--port", "0", "--until-stdin-closes", key=self.key
            )
            return int(last_json(told).get("pos", 0))
        finally:
            shutil.rmtree(aside, ignore_errors=True)

    def reads(self, release: Path) -> bool:
        """Whether a release can read the data as they are, told by a copy that it makes and proves."""
        aside = self._machine.path(f"{STATE}/look")
        try:
            self.copy_to(aside, release)
        except Failed:
            return False
        finally:
            shutil.rmtree(aside, ignore_errors=True)
        return True

    def put_back(self, copy: Path, release: Path) -> str:
        """Put a copy in the place of the data, which are set aside; the name of what was set aside. Raises Failed."""
        told = self._releases.run(
            release, "restore", "--data", str(self.data), "--from", str(copy), "--yes", key=self.key
        )
        return str(last_json(told).get("set_aside") or "")

    def put_back_from(self, copy: Path, release: Path) -> str:
        """The same with a file that root alone may read. Raises Failed."""
        told = self._releases.run(
            release,
            "restore",
            "--data",
            str(self.data),
            "--from",
            str(copy),
            "--yes",
            key=self.key,
            is_root=True,
        )
        why = _("The data are back, but could not be given to the hub’s user.")
        self._machine.must(why, "chown", "-R", f"{USER}:{USER}", str(self.data))
        return str(last_json(told).get("set_aside") or "")

    def own(self, path: Path) -> None:
        """The hub's user may use it, and nobody else."""
        path.chmod(0o700)
        if self._machine.root == Path("/"):
            shutil.chown(path, USER, USER)

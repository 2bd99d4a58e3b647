"""`comptoir-server backup` and `status`: the newest copy proved by opening it, and taken to another place."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from server_checks import check_root
from server_hub import DATA, STATE, UNIT, Hub
from server_machine import Failed, Machine, last_json, refuse
from server_release import Releases
from server_settings import SERVER_FILE, Settings
from server_words import gettext as _

TOLD = f"{STATE}/last-backup.json"
REMOTE, OVER_SSH = "rclone:", "rsync:"
FOLDER = "comptoir-copies"  # our own at the place: nothing beside it is ever touched


class Backup:
    """The hub makes its copies by itself every hour; this proves one and takes it away from this disk."""

    def __init__(self, machine: Machine) -> None:
        self._machine = machine
        self._settings = Settings(machine)
        self._releases = Releases(machine)
        self._hub = Hub(machine)

    def run(self, place: str | None = None) -> None:
        """A copy now, tried out, taken to the place that is kept. Raises Failed, and keeps that it failed."""
        check_root(self._machine)
        release = self._releases.current
        if release is None:
            raise Failed(_("Comptoir is not installed here. Begin with: comptoir-server install DOMAIN"))
        if place is not None:
            self._check_place(place)
            self._settings.change(SERVER_FILE, COMPTOIR_BACKUP_TO=place)
        place = self._settings.read(SERVER_FILE).get("COMPTOIR_BACKUP_TO", "")
        try:
            copy, entries = self._proved(release)
            if place:
                self._take_away(copy.parent, place)
        except Failed as failure:
            self._tell(is_good=False, said=str(failure))
            raise
        said = _("The copy {file} was opened and is whole: {n} entries.").format(file=copy.name, n=entries)
        said += " " + (
            _("It is in {place} too.").format(place=place)
            if place
            else _("It is on this disk alone: name another place with comptoir-server backup --to PLACE")
        )
        self._tell(is_good=True, said=said)
        self._machine.say(said)

    def restore(self, file: Path, *, is_sure: bool) -> None:
        """Put a copy in the place of the data, which are set aside. Raises Failed; then the hub goes on as before."""
        check_root(self._machine)
        release, machine = self._releases.current, self._machine
        if release is None:
            raise Failed(_("Comptoir is not installed here. Begin with: comptoir-server install DOMAIN"))
        if not file.is_file():
            refuse(_("Nothing was changed: there is no file {file}.").format(file=file))
        question = _("The data of this server are set aside, and those of {file} take their place. Go on?")
        if not is_sure and not machine.is_sure(question.format(file=file.name)):
            refuse(_("Nothing was changed."))
        self._hub.stop()
        try:
            aside = self._hub.put_back_from(file.absolute(), release)
        except Failed:
            self._hub.start()
            raise
        if aside:
            machine.say(_("What was there is in {file}.").format(file=aside))
        word = self._hub.start()
        if word != "ok":
            refuse(_("The hub is not well."))
        machine.say(_("The hub works with the data of {file}.").format(file=file.name))

    def status(self) -> None:
        """How this server is, a line each."""
        machine = self._machine
        current, previous = self._releases.current, self._releases.previous
        if current is None:
            raise Failed(_("Comptoir is not installed here. Begin with: comptoir-server install DOMAIN"))
        known = self._settings.read(SERVER_FILE)
        word = machine.health()
        line = "{:<22} {}".format
        machine.say(line(_("Address"), f"https://{known.get('COMPTOIR_DOMAIN', '')}"))
        machine.say(line(_("Version"), current.name))
        machine.say(line(_("Version before"), previous.name if previous and previous != current else "-"))
        machine.say(line(_("Hub"), word or _("no answer")))
        machine.say(line(_("Service"), _("runs") if machine.is_active(UNIT) else _("does not run")))
        machine.say(line("Caddy", _("runs") if machine.is_active("caddy.service") else _("does not run")))
        machine.say(line(_("Room on the disk"), f"{machine.free_bytes(machine.path(DATA)) / 1e9:.1f} GB"))
        machine.say(line(_("Place of the copies"), known.get("COMPTOIR_BACKUP_TO") or "-"))
        told = machine.path(TOLD)
        last = json.loads(told.read_text("utf-8")) if told.exists() else None
        machine.say(line(_("Last copy"), f"{last['at']}: {last['said']}" if last else "-"))
        if word not in ("ok", "waiting"):
            raise Failed(_("The hub is not well."))
        if last and not last["is_good"]:
            raise Failed(_("The last copy came to nothing."))

    def _proved(self, release: Path) -> tuple[Path, int]:
        told = self._releases.run(release, "backup", "--data", str(self._hub.data), key=self._hub.key)
        copy = Path(str(last_json(told).get("file", "")))
        try:
            return copy, self._hub.drill(copy, release)
        except (Failed, OSError) as failure:
            raise Failed(
                _("The copy {file} was made but could not be opened ({reason}). The older ones stay.").format(
                    file=copy.name, reason=failure
                )
            ) from failure

    def _check_place(self, place: str) -> None:
        machine = self._machine
        for start, program in ((REMOTE, "rclone"), (OVER_SSH, "rsync")):
            if place.startswith(start):
                if not machine.has(program):
                    refuse(
                        _(
                            "Nothing was changed: {program} is not installed. Install it: apt install {program}"
                        ).format(program=program)
                    )
                return
        if not place.startswith("/"):
            refuse(
                _(
                    "A place is a folder (/mnt/copies), rclone:REMOTE:FOLDER or rsync:USER@HOST:FOLDER. "
                    "Nothing was changed."
                )
            )

    def _take_away(self, folder: Path, place: str) -> None:
        """Make the place's own folder what the hub's folder of copies is: what the hub erased goes there too."""
        machine = self._machine
        why = _("The copy is good, but it could not be taken to {place}.").format(place=place)
        if place.startswith(REMOTE):
            machine.must(why, "rclone", "sync", str(folder), f"{place[len(REMOTE) :].rstrip('/')}/{FOLDER}")
        elif place.startswith(OVER_SSH):
            target = f"{place[len(OVER_SSH) :].rstrip('/')}/{FOLDER}/"
            machine.must(why, "rsync", "-rt", "--delete", f"{folder}/", target)
        else:
            self._copy(folder, machine.path(place), why)

    def _copy(self, folder: Path, disk: Path, why: str) -> None:
        if not disk.is_dir():  # never made: where a disk is not plugged in, it would be made on this one
            raise Failed(why + " " + _("The folder is not there. Is its disk plugged in?"))
        try:
            _mirror(folder, disk / FOLDER)
        except OSError as error:
            raise Failed(f"{why} ({error.strerror})") from error

    def _tell(self, *, is_good: bool, said: str) -> None:
        told = {"at": self._machine.stamp(), "is_good": is_good, "said": said}
        self._machine.write(self._machine.path(TOLD), json.dumps(told))


def _mirror(folder: Path, target: Path) -> None:
    """The same files below `target`; none of them ever changes under its name."""
    here = {one.relative_to(folder) for one in folder.rglob("*") if one.is_file() and ".part" not in one.name}
    for name in here:
        there = target / name
        if not there.exists():
            there.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            part = there.with_name(there.name + ".part")
            shutil.copyfile(folder / name, part)
            part.replace(there)
    for one in list(target.rglob("*")):
        if one.is_file() and one.relative_to(target) not in here:
            one.unlink()

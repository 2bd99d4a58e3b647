"""`comptoir-server upgrade` and `rollback`: another release takes over, and goes back by itself when it is not well."""

from __future__ import annotations

import shutil
from pathlib import Path

from server_checks import check_root
from server_hub import STATE, Hub
from server_install import LOG, Install
from server_machine import Failed, Machine, refuse
from server_release import Releases
from server_words import gettext as _

BEFORE = f"{STATE}/before"  # one folder for each release that was left, with the data as they were then


class Upgrade:
    """One release to another, with the data kept safe on both sides."""

    def __init__(self, machine: Machine) -> None:
        self._machine = machine
        self._releases = Releases(machine)
        self._hub = Hub(machine)

    def upgrade(self, file: Path) -> None:
        """Try the new release on a copy, switch over, wait until it is well. Raises Failed; then the old one works."""
        machine, releases, old = self._machine, self._releases, self._current()
        before = releases.previous
        new = releases.add(file)
        machine.say(_("Trying version {version} on a copy of your data …").format(version=new.name))
        try:
            self._try_out(old, new)
        except Failed as failure:
            shutil.rmtree(new, ignore_errors=True)
            refuse(
                _(
                    "Version {version} does not open a copy of your data ({reason}). Nothing was changed."
                ).format(version=new.name, reason=failure)
            )
        self._hub.stop()
        try:
            copy = self._hub.copy_to(
                self._folder(old), old
            )  # nothing comes in any more: this one is complete
        except Failed as failure:
            self._hub.start()
            refuse(
                _("No copy could be made before the upgrade ({reason}). Nothing was changed.").format(
                    reason=failure
                )
            )
        word = self._switch(new, old)
        if word not in ("ok", "waiting"):
            self._go_back(old, new, copy, word, before or old)
        releases.tidy()
        self._tidy_copies()
        machine.say(
            _("Version {version} works. The way back: comptoir-server rollback").format(version=new.name)
        )

    def rollback(self, *, is_sure: bool = False) -> None:
        """The release before takes over again. What it cannot read is put back from the copy, if the person says so."""
        machine, current = self._machine, self._current()
        old = self._releases.previous
        if old is None or old == current:
            raise Failed(_("There is no version before this one here. Nothing was changed."))
        self._hub.stop()
        if not self._hub.reads(old):
            copy = self._newest_copy(old)
            question = _(
                "Version {version} cannot read the data as they are now. They would be put back as they were before "
                "the upgrade ({when}). What came since is set aside; computers of the team offer what they still have "
                "of it. Go back?"
            ).format(version=old.name, when=_when(copy))
            if not is_sure and not machine.is_sure(question):
                self._hub.start()
                refuse(_("Nothing was changed."))
            try:
                aside = self._hub.put_back(copy, old)
            except Failed:
                self._hub.start()
                raise
            machine.say(_("What was there is in {file}.").format(file=aside))
        word = self._switch(old, current)
        if word not in ("ok", "waiting"):
            refuse(
                _(
                    "Version {version} is in place again, but it is not well ({word}). Look at: {command}"
                ).format(version=old.name, word=word or _("no answer"), command=LOG)
            )
        machine.say(_("Version {version} works again.").format(version=old.name))

    def _try_out(self, old: Path, new: Path) -> None:
        trial = self._machine.path(f"{STATE}/trial")
        try:
            self._hub.drill(self._hub.copy_to(trial, old), new)
        finally:
            shutil.rmtree(trial, ignore_errors=True)

    def _switch(self, to: Path, before: Path) -> str:
        self._releases.use(to, before)
        Install(self._machine).place(to)
        return self._hub.start()

    def _go_back(self, old: Path, new: Path, copy: Path, word: str, before: Path) -> None:
        """The old release again; its data too where the new one has changed them. Raises Failed, which tells it."""
        told = _("Version {version} was not well ({word}), so version {old} is back.").format(
            version=new.name, word=word or _("no answer"), old=old.name
        )
        self._hub.stop()
        if not self._hub.reads(old):
            aside = self._hub.put_back(copy, old)
            told += " " + _(
                "The data are those of just before the upgrade; what came in between is in {file}, and computers of "
                "the team offer what they have of it."
            ).format(file=aside)
        word = self._switch(old, before)
        if word not in ("ok", "waiting"):
            told += " " + _("It is not well either ({word}). Look at: {command}").format(
                word=word or _("no answer"), command=LOG
            )
        refuse(told)

    def _current(self) -> Path:
        check_root(self._machine)
        current = self._releases.current
        if current is None:
            raise Failed(_("Comptoir is not installed here. Begin with: comptoir-server install DOMAIN"))
        return current

    def _folder(self, release: Path) -> Path:
        return self._machine.path(f"{BEFORE}/{release.name}")

    def _newest_copy(self, release: Path) -> Path:
        found = sorted(self._folder(release).glob("hub-*.db"))
        if not found:
            self._hub.start()
            refuse(
                _(
                    "Version {version} cannot read the data, and there is no copy from before the upgrade. "
                    "Nothing was changed."
                ).format(version=release.name)
            )
        return found[-1]

    def _tidy_copies(self, keep: int = 2) -> None:
        found = sorted(self._machine.path(BEFORE).iterdir(), key=lambda one: one.stat().st_mtime)
        for old in found[:-keep]:
            shutil.rmtree(old, ignore_errors=True)


def _when(copy: Path) -> str:
    """The moment of a copy, by its name."""
    stamp = copy.name[4:-4]
    return (
        f"{stamp[:4]}-{stamp[4:6]}-{stamp[6:8]} {stamp[9:11]}:{stamp[11:13]} UTC"
        if len(stamp) > 13
        else copy.name
    )

"""Releases of the program under /opt/comptoir/releases, each whole and beside the others; `current` is the one in use.

A release is the unpacked bundle (with a program called comptoir), or the source with its list of hashed packages.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import tarfile
from collections.abc import Mapping
from pathlib import Path

from server_machine import Failed, Machine
from server_words import gettext as _

HOME = "/opt/comptoir"
RELEASES = f"{HOME}/releases"
# Of the hashed packages, those that only a window needs.
WINDOW_ONLY = frozenset({"pyside6-addons", "pyside6-essentials", "shiboken6", "qasync", "chunspell"})
LEFT_OUT = (".git", ".venv", "__pycache__", "build", "dist", "shots", "tests", ".*_cache")
PYTHONS = ((3, 11), (3, 12), (3, 13))
_VERSION = re.compile(r'^version = "([0-9A-Za-z.+-]+)"', re.MULTILINE)
_PLAIN = re.compile(r"[0-9A-Za-z][0-9A-Za-z.+-]*")
_RUN = """#!/bin/sh
# Starts this release, whatever it is made of.
here=$(dirname "$0")
if [ -x "$here/comptoir" ]; then exec "$here/comptoir" "$@"; fi
exec "$here/.venv/bin/python" "$here/main.py" "$@"
"""


class Releases:
    """What is unpacked, and which of it is in use."""

    def __init__(self, machine: Machine) -> None:
        self._machine = machine
        self.folder = machine.path(RELEASES)

    @property
    def current(self) -> Path | None:
        """The release in use."""
        return self._linked("current")

    @property
    def previous(self) -> Path | None:
        """The one before, for a way back."""
        return self._linked("previous")

    def use(self, release: Path, previous: Path | None) -> None:
        """Switch over in one step."""
        if previous is not None:
            self._machine.link(self._machine.path(f"{HOME}/previous"), f"releases/{previous.name}")
        self._machine.link(self._machine.path(f"{HOME}/current"), f"releases/{release.name}")

    def add(self, source: Path) -> Path:
        """Unpack a file, or copy a folder, and make it ready. Raises Failed; then nothing of it is left.

        A release of the same version that is not in use is replaced.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        part = self.folder / "unpacking"
        shutil.rmtree(part, ignore_errors=True)
        try:
            if source.is_dir():
                shutil.copytree(source, part, symlinks=True, ignore=shutil.ignore_patterns(*LEFT_OUT))
            else:
                self._unpack(source, part)
            version = version_of(part)
            self._make_ready(part)
            target = self.folder / version
            if self.current is not None and target == self.current:
                raise Failed(
                    _("Version {version} is the one in use. Nothing was changed.").format(version=version)
                )
            shutil.rmtree(target, ignore_errors=True)
            part.rename(target)
            return target
        finally:
            shutil.rmtree(part, ignore_errors=True)

    def run(
        self,
        release: Path,
        *arguments: str,
        key: str = "",
        env: Mapping[str, str] | None = None,
        is_root: bool = False,
    ) -> str:
        """A command of a release, as the hub's own user unless `is_root`; gives what it printed.

        Raises Failed with its sentence.
        """
        given = {"COMPTOIR_DATA_KEY": key, **(env or {})} if key else dict(env or {})
        done = self._machine.run(str(release / "run"), *arguments, env=given, is_user=not is_root)
        if done.returncode:
            words = done.stderr.strip().splitlines()
            raise Failed(words[-1] if words else f"{arguments[0]}: {done.returncode}")
        return done.stdout

    def tidy(self, keep: int = 3) -> None:
        """Throw the oldest releases away; never the one in use nor the one before."""
        kept = {self.current, self.previous}
        found = sorted(
            (one for one in self.folder.iterdir() if one.is_dir() and one not in kept),
            key=lambda one: one.stat().st_mtime,
            reverse=True,
        )
        for old in found[max(0, keep - 2) :]:
            shutil.rmtree(old, ignore_errors=True)

    def _linked(self, name: str) -> Path | None:
        link = self._machine.path(f"{HOME}/{name}")
        if not link.is_symlink():
            return None
        release = self.folder / Path(link.readlink()).name
        return release if release.is_dir() else None

    def _unpack(self, source: Path, part: Path) -> None:
        """The one folder in a .tar.xz (or .tar.gz)."""
        _check_hash(source)
        inside = self.folder / "unpacking-file"
        shutil.rmtree(inside, ignore_errors=True)
        try:
            with tarfile.open(source) as tar:
                inside.mkdir()
                members = [member for member in tar if _is_harmless(member)]
                tar.extraction_filter = getattr(
                    tarfile, "tar_filter", None
                )  # where this Python has one already
                tar.extractall(inside, members)  # noqa: S202 - looked at one by one above
            tops = [one for one in inside.iterdir() if one.is_dir()]
            if len(tops) != 1:
                raise Failed(
                    _("{file} is not a release of Comptoir. Nothing was changed.").format(file=source.name)
                )
            tops[0].rename(part)
        except (OSError, tarfile.TarError, EOFError) as error:
            raise Failed(
                _(
                    "{file} could not be unpacked ({reason}). Nothing was changed. Download it once more."
                ).format(file=source.name, reason=error)
            ) from error
        finally:
            shutil.rmtree(inside, ignore_errors=True)

    def _make_ready(self, part: Path) -> None:
        """The source gets its packages from the list with hashes; a bundle has them."""
        run = part / "run"
        if not (part / "comptoir").is_file():
            self._install_packages(part)
        self._machine.write(run, _RUN, 0o755)

    def _install_packages(self, part: Path) -> None:
        machine, why = (
            self._machine,
            _("The packages of this version could not be installed. Nothing was changed."),
        )
        told = machine.must(why, "python3", "-c", "import sys; print(*sys.version_info[:2])").split()
        if tuple(map(int, told[:2])) not in PYTHONS:
            raise Failed(
                _(
                    "This system has Python {version}; Comptoir needs 3.11, 3.12 or 3.13. Nothing was changed."
                ).format(version=".".join(told[:2]))
            )
        machine.say(_("Installing the packages of this version; this takes a minute or two …"))
        machine.must(why, "python3", "-m", "venv", "--clear", str(part / ".venv"))
        lock = part / "requirements" / "server.lock"
        lock.write_text(server_lock((part / "requirements" / "run.lock").read_text("utf-8")), "utf-8")
        machine.must(
            why, str(part / ".venv/bin/python"), "-m", "pip", "install", "--require-hashes", "--no-deps",
            "--only-binary", ":all:", "--disable-pip-version-check", "--no-input", "--quiet", "-r", str(lock),
        )  # fmt: skip


def version_of(release: Path) -> str:
    """What an unpacked release calls itself. Raises Failed when it is none."""
    named, project = release / "VERSION", release / "pyproject.toml"
    version = ""
    if named.is_file():
        version = named.read_text("utf-8").strip()
    elif project.is_file() and (release / "main.py").is_file():
        found = _VERSION.search(project.read_text("utf-8"))
        version = found[1] if found else ""
    if not _PLAIN.fullmatch(version):
        raise Failed(_("This is not a release of Comptoir: it names no version. Nothing was changed."))
    return version


def server_lock(lock: str) -> str:
    """The list of packages without those that only a window needs."""
    kept: list[str] = []
    is_kept = True
    for line in lock.splitlines():
        if line and not line[0].isspace() and not line.startswith("#"):
            is_kept = line.partition("==")[0].strip().lower() not in WINDOW_ONLY
        if is_kept:
            kept.append(line)
    return "\n".join(kept) + "\n"


def _check_hash(source: Path) -> None:
    """Against FILE.sha256, where that lies beside it. Raises Failed."""
    named = source.with_name(source.name + ".sha256")
    if not source.is_file():
        raise Failed(_("There is no file {file}. Nothing was changed.").format(file=source))
    if not named.is_file():
        return
    digest = hashlib.sha256()
    with source.open("rb") as file:
        for piece in iter(lambda: file.read(1 << 20), b""):
            digest.update(piece)
    if named.read_text("utf-8").split()[:1] != [digest.hexdigest()]:
        raise Failed(
            _("{file} is not what {other} describes. Nothing was changed. Download both once more.").format(
                file=source.name, other=named.name
            )
        )


def _is_harmless(member: tarfile.TarInfo) -> bool:
    """Whether unpacking it stays in the folder. Raises Failed for one that would not."""
    name = Path(member.name)
    target = Path(member.linkname) if member.issym() or member.islnk() else None
    leads_out = name.is_absolute() or ".." in name.parts
    leads_out = leads_out or (
        target is not None and (target.is_absolute() or _leads_out(name.parent, target))
    )
    if leads_out or not (member.isfile() or member.isdir() or target is not None):
        raise Failed(
            _("This file holds what no release holds ({name}). Nothing was changed.").format(name=member.name)
        )
    return True


def _leads_out(folder: Path, target: Path) -> bool:
    depth = len(folder.parts)
    for part in target.parts:
        depth += -1 if part == ".." else 1
        if depth < 1:
            return True
    return False

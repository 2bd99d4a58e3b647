"""The licences that go with a bundle: of each Python package in it, of Python, and of the libraries of the system."""

from __future__ import annotations

import re
import shutil
import subprocess
import sysconfig
from collections.abc import Iterable
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from typing import Final

TEXT: Final = re.compile(r"(?i)(licen[cs]e|copying|notice|copyright)(?!.*\.pyc?$)")
NAMED: Final = re.compile(r"^([A-Za-z0-9][\w.-]*)==", re.MULTILINE)
OUR_TEXTS: Final = ("LGPL-3.0.txt", "GPL-3.0.txt", "LGPL-2.1.txt", "SQLCIPHER.txt", "NOTICES.md")
IN_NOTICES: Final = frozenset(
    {"pyside6-addons", "pyside6-essentials", "shiboken6"}
)  # bring no text of their own


def shipped(lock: Path) -> list[Distribution]:
    """What the lock for running names and this system has; some are for other systems alone."""
    found = {}
    for name in NAMED.findall(lock.read_text("utf-8")):
        try:
            found[name.lower()] = distribution(name)
        except PackageNotFoundError:
            continue
    return [found[name] for name in sorted(found)]


def texts_of(package: Distribution) -> list[Path]:
    """The files of a package that say its terms."""
    return [
        Path(str(file.locate()))
        for file in package.files or ()
        if TEXT.search(file.name) and Path(str(file.locate())).is_file()
    ]


def stage(folder: Path, root: Path) -> None:
    """Write everything that is known before the build into `folder`. Raises ValueError for a package without a text."""
    folder.mkdir(parents=True)
    for name in OUR_TEXTS:
        shutil.copyfile(root / "packaging" / "licences" / name, folder / name)
    shutil.copyfile(root / "LICENSE", folder / "LICENSE")
    python = Path(sysconfig.get_path("stdlib")) / "LICENSE.txt"
    if python.exists():
        shutil.copyfile(python, folder / "PYTHON.txt")
    lines = ["package\tversion\tlicence\n"]
    for package in shipped(root / "requirements" / "run.lock"):
        name = str(package.metadata["Name"]).lower().replace("_", "-")
        texts = texts_of(package)
        if not texts and name not in IN_NOTICES:
            raise ValueError(
                f"{name} has no licence text; say in packaging/licences/NOTICES.md under which it is"
            )
        for number, text in enumerate(texts):
            target = folder / name / (text.name if number == 0 else f"{number}-{text.name}")
            target.parent.mkdir(exist_ok=True)
            shutil.copyfile(text, target)
        lines.append(f"{name}\t{package.version}\t{_terms(package)}\n")
    (folder / "packages.tsv").write_text("".join(lines), "utf-8")


def system_notices(libraries: Iterable[Path]) -> list[tuple[Path, str]]:
    """(file, name for it) of the Debian packages from which PyInstaller took a library; none on other systems."""
    if shutil.which("dpkg") is None:
        return []
    paths = sorted({each for path in libraries for each in _spellings(path)})
    asked = subprocess.run(["dpkg", "-S", *paths], capture_output=True, text=True, check=False)
    packages = {line.split(":", 1)[0] for line in asked.stdout.splitlines() if ": " in line}
    found = [
        (Path("/usr/share/doc") / package / "copyright", f"{package}.txt") for package in sorted(packages)
    ]
    return [(path.resolve(), name) for path, name in found if path.is_file()]


def _spellings(path: Path) -> set[str]:
    """As dpkg may know it: /lib and /usr/lib are one folder on today's systems."""
    real = str(path.resolve())
    return {real, real.removeprefix("/usr")}


def _terms(package: Distribution) -> str:
    told = package.metadata
    terms = next((told[name] for name in ("License-Expression", "License") if name in told), "see its text")
    return " ".join(str(terms).split())[:80]

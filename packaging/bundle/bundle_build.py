"""Builds the bundle: `python3 dev.py bundle [--smoke]`.

One recipe for three systems: what is made before PyInstaller is staged, PyInstaller makes the folder, and on Linux it
becomes one archive. The installers of Windows and macOS are made of the folder by .github/workflows/release.yml.
"""

from __future__ import annotations

import argparse
import lzma
import os
import platform
import shutil
import subprocess
import sys
import tarfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import IO, Final

import bundle_licences
from bundle_contents import DEBUG_INFORMATION, LOCALES, ROOT, STAGED, WORK

sys.path.insert(0, str(ROOT))  # below this line, our own modules
from app import VERSION
from app.words.catalogue import compile_catalogue

DIST: Final = ROOT / "dist"
FOLDER: Final = DIST / "Comptoir"
MOST_MB: Final = 120  # of the archive, a promise to who downloads it
BUILDS_WITHIN_S: Final = 900
XZ: Final = (
    "xz",
    "--compress",
    "-3",  # a tenth larger than -6, made in two thirds of the time
    "--threads=0",
    "--block-size=32MiB",
    "--stdout",
)  # the same on any number of cores


def main(argv: Sequence[str]) -> int:
    """Build; with --smoke also try what was built. 0 done, 1 failed."""
    parser = argparse.ArgumentParser(prog="dev.py bundle")
    parser.add_argument("--smoke", action="store_true", help="unpack it elsewhere and try it")
    options = parser.parse_args(argv)
    began_s = time.monotonic()
    stage()
    if not build():
        return 1
    if sys.platform == "linux":
        strip(FOLDER)
        shutil.copyfile(ROOT / "packaging" / "linux" / "READ-ME.txt", FOLDER / "READ-ME.txt")
        made = archive(FOLDER, DIST / f"Comptoir-{VERSION}-linux-{platform.machine()}.tar.xz")
        megabytes = made.stat().st_size / 1_000_000
        print(
            f"{made.relative_to(ROOT)}: {megabytes:.1f} MB in {time.monotonic() - began_s:.0f} s", flush=True
        )
        if megabytes > MOST_MB:
            print(f"That is more than the {MOST_MB} MB that a download may have.", file=sys.stderr)
            return 1
    else:
        made = FOLDER
        print(f"{made.relative_to(ROOT)}, in {time.monotonic() - began_s:.0f} s", flush=True)
    if not options.smoke:
        return 0
    return subprocess.run(
        [sys.executable, "-m", "tests.e2e.bundle_smoke", str(made)], cwd=ROOT, check=False
    ).returncode


def stage() -> None:
    """What is made of our own files: compiled catalogues, licences, icons in the forms of other systems."""
    shutil.rmtree(WORK, ignore_errors=True)
    for source in sorted((ROOT / LOCALES).rglob("*.po")):
        target = STAGED / source.relative_to(ROOT).with_suffix(".mo")
        target.parent.mkdir(parents=True)
        target.write_bytes(compile_catalogue(source))
    bundle_licences.stage(STAGED / "licences", ROOT)
    if sys.platform in ("win32", "darwin"):
        from bundle_icons import make_icons

        make_icons(WORK / "icons")


def build() -> bool:
    """Run PyInstaller; what it says is shown when it fails."""
    environ = {**os.environ, "PYTHONHASHSEED": "1", "SOURCE_DATE_EPOCH": str(commit_time())}
    command = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN"]
    command += [
        "--distpath",
        str(DIST),
        "--workpath",
        str(WORK / "work"),
        str(Path(__file__).with_name("comptoir.spec")),
    ]
    log = WORK / "pyinstaller.log"
    with log.open("w", encoding="utf-8") as said:
        done = subprocess.run(
            command,
            cwd=ROOT,
            env=environ,
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=said,
            timeout=BUILDS_WITHIN_S,
        )
    if done.returncode:
        print(log.read_text("utf-8")[-4_000:], file=sys.stderr)
        print(f"PyInstaller could not build the program; all that it said is in {log}.", file=sys.stderr)
    return done.returncode == 0


def strip(folder: Path) -> None:
    """Without what only a debugger reads, where the system has the tool: a third of the size."""
    if shutil.which("strip") is None:
        return
    files = [
        str(file)
        for pattern in DEBUG_INFORMATION
        for file in sorted(folder.glob(pattern))
        if not file.is_symlink()
    ]
    subprocess.run(["strip", "--strip-debug", *files], check=True)


def commit_time() -> int:
    """When the sources were last changed, UTC seconds: the same sources give the same times in the archive."""
    asked = subprocess.run(
        ["git", "log", "-1", "--format=%ct"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    return int(asked.stdout) if asked.stdout.strip().isdigit() else 1_600_000_000


def archive(folder: Path, target: Path) -> Path:
    """One .tar.xz with a folder of its own, in one order, with one time and one owner for everything."""
    at, names = commit_time(), sorted(folder.rglob("*"))
    target.unlink(missing_ok=True)

    def plain(entry: tarfile.TarInfo) -> tarfile.TarInfo:
        entry.uid = entry.gid = 0
        entry.uname = entry.gname = ""
        entry.mtime = at
        entry.mode = 0o755 if entry.isdir() or entry.mode & 0o100 else 0o644
        return entry

    def write(to: IO[bytes]) -> None:
        with tarfile.open(fileobj=to, mode="w|", format=tarfile.PAX_FORMAT) as tar:
            for path in (folder, *names):
                inside = Path(f"{folder.name}-{VERSION}") / path.relative_to(folder)
                tar.add(path, inside.as_posix(), recursive=False, filter=plain)

    if shutil.which("xz") is None:
        with lzma.open(target, "wb", preset=6) as packed:
            write(packed)
        return target
    with target.open("wb") as file, subprocess.Popen(XZ, stdin=subprocess.PIPE, stdout=file) as packer:
        assert packer.stdin is not None
        write(packer.stdin)
        packer.stdin.close()
        if packer.wait() != 0:
            raise RuntimeError("xz could not pack the archive")
    return target


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

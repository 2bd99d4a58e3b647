"""Takes the manual's pictures of the real program and makes them small: what `dev.py manual` runs."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "docs" / "manual" / "pictures"
PLAYED_WITHIN_S = 600
COLOURS = 128


def main() -> int:
    """Plays practice offscreen in both languages; the pictures replace those that are there. 1 when it failed."""
    with tempfile.TemporaryDirectory(prefix="comptoir-manual-") as folder:
        played = subprocess.run(
            [sys.executable, str(ROOT / "main.py"), "demo", "--manual", folder],
            env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
            timeout=PLAYED_WITHIN_S,
            check=False,
        )
        taken = sorted(Path(folder).glob("*/*.png"))
        if played.returncode or not taken:
            return 1
        for language in {path.parent.name for path in taken}:
            replace_all(TARGET / language, [path for path in taken if path.parent.name == language])
    return 0


def replace_all(target: Path, taken: list[Path]) -> None:
    """Those of one language."""
    target.mkdir(parents=True, exist_ok=True)
    for old in target.glob("*.png"):
        old.unlink()
    for path in taken:
        with Image.open(path) as picture:
            small = picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
            small.save(target / path.name, optimize=True)


if __name__ == "__main__":
    sys.exit(main())

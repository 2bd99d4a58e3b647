"""The start of a built bundle against that of the source, both as seen from outside: until the list is on the screen.

`python3 dev.py bundle` comes first. 50,000 messages, the practice profile, whose key is at hand; alternating rounds.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

from tests.perf.bench_start import ROUNDS, compiled_beside, screen
from tests.perf.profiles import make_profile
from tests.perf.report import Row
from tests.perf.servers import ROOT

COUNT = 50_000
MOST_TIMES_SOURCE = 1.3
BUNDLE = ROOT / "dist" / "Comptoir" / "Comptoir"
LIST = (
    220,
    120,
    260,
    400,
)  # x, y, width, height: names and lines of the list, in a window at the corner of the screen
COLOURS_OF_TEXT = 40  # smooth letters have as many; empty shapes have a handful
LOOKS_EVERY_S = 0.004
WITHIN_S = 60.0


def rows() -> Iterator[Row]:
    """The medians."""
    if not BUNDLE.exists():
        raise SystemExit("There is no bundle yet: python3 dev.py bundle")
    with tempfile.TemporaryDirectory() as name, screen() as environment:
        make_profile(Path(name) / "Comptoir" / "practice", COUNT, "messages_only", 2_000)
        environment |= compiled_beside(Path(name) / "compiled")
        environment |= {"XDG_DATA_HOME": name, "XDG_CONFIG_HOME": name, "LANG": "C.UTF-8"}
        os.environ.update(
            {each: environment[each] for each in ("DISPLAY", "QT_QPA_PLATFORM") if each in environment}
        )
        looks = Eye()
        of_source, of_bundle = [sys.executable, str(ROOT / "main.py"), "demo"], [str(BUNDLE), "demo"]
        for command in (of_source, of_bundle):
            looks.painted(command, environment)  # compiles and warms, uncounted
        source, bundle = [], []
        for _ in range(ROUNDS):
            source.append(looks.painted(of_source, environment))
            bundle.append(looks.painted(of_bundle, environment))
    source_ms, bundle_ms = sorted(source)[ROUNDS // 2] * 1000, sorted(bundle)[ROUNDS // 2] * 1000
    is_kept = bundle_ms <= MOST_TIMES_SOURCE * source_ms
    yield Row(
        "start of the bundle to a painted inbox", bundle_ms, "ms", "<= 1.3 x source", is_kept, source_ms
    )


class Eye:
    """Looks at the screen from another program."""

    def __init__(self) -> None:
        from PySide6.QtGui import QGuiApplication

        self._app = QGuiApplication([])

    def painted(self, command: list[str], environment: Mapping[str, str]) -> float:
        """Seconds from the start of the process until the list is on the screen; the program is ended then."""
        began_s = time.perf_counter()
        with subprocess.Popen(command, env=environment, cwd="/", stderr=subprocess.DEVNULL) as child:
            try:
                while self._colours() < COLOURS_OF_TEXT:
                    if time.perf_counter() - began_s > WITHIN_S or child.poll() is not None:
                        raise RuntimeError(f"{command} painted nothing")
                    time.sleep(LOOKS_EVERY_S)
                took_s = time.perf_counter() - began_s
            finally:
                child.terminate()
                child.wait(WITHIN_S)
        while self._colours() >= COLOURS_OF_TEXT:
            time.sleep(LOOKS_EVERY_S)
        return took_s

    def _colours(self) -> int:
        image = self._app.primaryScreen().grabWindow(0, *LIST).toImage()
        across, down = range(0, image.width(), 2), range(0, image.height(), 5)
        return len({image.pixel(x, y) for y in down for x in across})

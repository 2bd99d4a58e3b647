"""Exports of 200,000 lines, read twice as the import does: speed, memory, and the worst files that we thought of.

Seconds are those of one core, as nothing else is waited for: other work on the computer does not count.
"""

import random
import re
import tempfile
import time
import tracemalloc
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from app.desk.imports.preview import preview
from tests.perf.report import Row

LINES = 200_000
LEAST_PER_S = 50_000
MOST_MIB = 64
LONG = 10 << 20
WORST_S = 2.0
HALF_HEADERS = ["31/01/2026, 21:05 - Ana: a"] + ["31/01/2026 21:05 abc def"] * (LINES - 1)
WORDS = "the a tea order please tomorrow we can at nine of course thank you blue green 20 € is it still ☕ 👍".split()


def rows() -> Iterator[Row]:
    """Both systems, an Arabic file, memory, then single lines of 10 MB against patterns."""
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "chat.txt"
        for system in ("android", "ios", "arabic", "half headers"):
            lines = HALF_HEADERS if system == "half headers" else chat(system)
            path.write_text("\n".join(lines) + "\n", encoding="utf-8")
            preview(path)
            floor, per_s = LINES / _split_s(path), LINES / _took_s(path)
            yield Row(
                f"lines of an export, {system}", per_s, "/s", ">= 50,000/s", per_s >= LEAST_PER_S, floor
            )
        tracemalloc.start()
        preview(path)
        mib = tracemalloc.get_traced_memory()[1] / (1 << 20)
        tracemalloc.stop()
        yield Row("memory while 200,000 lines are read", mib, "MiB", f"<= {MOST_MIB} MiB", mib <= MOST_MIB)
        for kind, text in _worst():
            path.write_text(text, encoding="utf-8")
            took_s = _took_s(path)
            yield Row(f"10 MB: {kind}", took_s, "s", f"< {WORST_S:g} s", took_s < WORST_S)


def _split_s(path: Path) -> float:
    """The floor: twice the least that any reader does, one pattern a line and a copy of what is behind it."""
    pattern = re.compile(r"(\[?.{6,40}?(?:\]| -)) ([^:]{1,60}): (.*)")
    began_s = time.process_time()
    for _ in range(2):
        with path.open(encoding="utf-8", newline="\n") as file:
            found = [match.groups() for line in file if (match := pattern.match(line))]
    if not found:
        raise RuntimeError("the floor read nothing")
    return time.process_time() - began_s


def _took_s(path: Path) -> float:
    began_s = time.process_time()
    preview(path)
    return time.process_time() - began_s


def chat(system: str) -> list[str]:
    """Two people over years, with files and lines that go on."""
    chance = random.Random(1)
    at, lines = datetime(2019, 1, 1, 8), list[str]()  # noqa: DTZ001 - wall time, as in an export
    while len(lines) < LINES:
        at += timedelta(seconds=chance.randint(5, 900))
        text = " ".join(chance.choices(WORDS, k=chance.randint(1, 14)))
        if chance.random() < 0.08:
            text = _file(system, at, len(lines))
        lines.append(f"{_header(system, at)}{chance.choice(('Ana Field', 'Field Teas'))}: {text}")
        if chance.random() < 0.15:
            lines += [" ".join(chance.choices(WORDS, k=8)) for _ in range(chance.randint(1, 4))]
    return lines[:LINES]


def _header(system: str, at: datetime) -> str:
    half, hour = ("PM" if at.hour >= 12 else "AM"), at.hour % 12 or 12
    if system == "ios":
        return f"[{at:%d.%m.%y, %H:%M:%S}] "
    if system == "android":
        return f"{at.month}/{at.day}/{at:%y}, {hour}:{at:%M}\u202f{half} - "
    date = f"{at.day}\u200f/{at.month}\u200f/{at.year}، {hour}:{at:%M} {'م' if half == 'PM' else 'ص'} - "
    return "\u200f" + date.translate({ord("0") + digit: 0x660 + digit for digit in range(10)})


def _file(system: str, at: datetime, number: int) -> str:
    if system == "ios":
        return f"\u200e<attached: {number:08}-PHOTO-{at:%Y-%m-%d-%H-%M-%S}.jpg>"
    return f"IMG-{at:%Y%m%d}-WA{number % 10_000:04}.jpg (file attached)"


def _worst() -> Iterator[tuple[str, str]]:
    """Single lines made to send patterns back and forth."""
    android, ios = "31/01/2026, 21:05 - Ana: ", "[31/01/2026, 21:05:09] Ana: "
    yield "one line of letters", f"{android}{'x' * LONG}\n"
    yield "marks before a header", android + "a\n" + "\u200e" * LONG + "\n"
    yield "openings of files", f"{ios}{'<12345678-a ' * (LONG // 12)}\n"
    yield "brackets", f"{ios}{'(1' * (LONG // 2)})\n"
    yield "choices of a poll", f"{android}POLL: \n{'OPTION: (1' * (LONG // 10)}\n"

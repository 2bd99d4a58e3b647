"""Coverage-guided fuzzing of the reader of exports: `python -m tests.fault.fuzz_export SEEDS …`."""

from __future__ import annotations

import importlib
import sys

atheris = importlib.import_module("atheris")  # no part of the lock, so nothing knows its types

with atheris.instrument_imports(include=["app.desk.imports"]):
    from tests.unit.export_fuzz import check


def one_input(data: bytes) -> None:
    """The first byte says what kind of file the rest is."""
    kind, rest = data[:1], data[1:]
    check({b"z": b"PK\x03\x04", b"a": b"31/01/2026, 21:05 - Ana: "}.get(kind, b"") + rest)


if __name__ == "__main__":
    atheris.Setup(sys.argv, one_input)
    atheris.Fuzz()

"""Coverage-guided fuzzing of the webhook parser: `python -m tests.fault.fuzz_webhook SEEDS …`.

Promise G2: whatever comes in, no exception escapes, every body gives an element, and each can be kept as JSON.
"""

from __future__ import annotations

import importlib
import json
import sys

atheris = importlib.import_module("atheris")  # no part of the lock, so nothing knows its types

with atheris.instrument_imports(include=["app.whatsapp"]):
    from app.whatsapp.webhook import walk
    from tests.unit.whatsapp_bodies import RECEIVED_AT


def one_input(data: bytes) -> None:
    """One body."""
    found = walk(data, RECEIVED_AT)
    paths = {element.path for element in found}
    if not found or len(paths) != len(found) or not all(element.dedupe_key for element in found):
        raise AssertionError("no element, two at one place, or one without a key")
    for element in found:
        json.loads(element.original)


if __name__ == "__main__":
    atheris.Setup(sys.argv, one_input)
    atheris.Fuzz()

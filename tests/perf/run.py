"""All benchmarks, each against its floor in the same run: `python -m tests.perf.run [name …] [--minutes N]`.

`--minutes`: how long live delivery is watched (one without it). Exit code 1 when a budget is not kept.
"""

import importlib
import os
import sys

from tests.perf.report import HEAD, show

NAMES = (
    "intake", "sequencer", "rebuild", "catch_up", "start", "conversation", "soak", "export", "import",
    "contacts_import", "deals_import", "joining", "live", "seats", "backup", "erasure", "search", "contacts",
    "deals_board", "deals_funnel", "deals_quiet", "reports", "measures", "agenda", "appointments", "asking", "doctor",
    "bundle",
)  # fmt: skip


def main(names: list[str]) -> int:
    """Run the named benchmarks (all without a name) and print one table."""
    if "--minutes" in names:
        place = names.index("--minutes")
        os.environ["BENCH_MINUTES"] = "".join(names[place + 1 : place + 2]) or "60"
        names = names[:place] + names[place + 2 :]
    unknown = [name for name in names if name not in NAMES]
    if unknown:
        sys.stderr.write(f"No benchmark is called {', '.join(unknown)}. There are: {', '.join(NAMES)}.\n")
        return 2
    sys.stdout.write(HEAD + "\n")
    is_kept = True
    for name in names or NAMES:
        for row in importlib.import_module(f"tests.perf.bench_{name}").rows():
            show(row)
            is_kept &= row.is_kept
    return 0 if is_kept else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

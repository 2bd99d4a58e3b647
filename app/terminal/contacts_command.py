"""`main.py contacts …`: a group of commands about people; each is imported when it is used."""

import importlib
import sys
from collections.abc import Sequence

SUBCOMMANDS = {
    "consent": "app.terminal.contacts_consent:run",
}


def run(argv: Sequence[str]) -> int:
    """Run the one that is named. 2 for none, or one that there is not."""
    name = argv[0] if argv else ""
    if name not in SUBCOMMANDS:
        print(f"main.py contacts: {', '.join(SUBCOMMANDS)}", file=sys.stderr)
        return 2
    module, _, function = SUBCOMMANDS[name].partition(":")
    return int(getattr(importlib.import_module(module), function)(argv[1:]))

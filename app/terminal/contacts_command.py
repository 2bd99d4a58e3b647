"""`main.py contacts …`: what is done with contacts without a window. Each sub-command is imported when it is used."""

import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Final

from app.words import gettext as _

SUB_COMMANDS: Final = {
    "import": "app.terminal.contacts_transfer:run_import",
    "imports": "app.terminal.contacts_transfer:run_imports",
    "undo-import": "app.terminal.contacts_transfer:run_undo",
    "export": "app.terminal.contacts_export:run",
    "consent": "app.terminal.contacts_consent:run",
    "data": "app.terminal.contacts_erasing:run_data",
    "erase": "app.terminal.contacts_erasing:run_erase",
    "duplicates": "app.terminal.contacts_merging:run_duplicates",
    "merge": "app.terminal.contacts_merging:run_merge",
    "unmerge": "app.terminal.contacts_merging:run_unmerge",
}


def run(argv: Sequence[str]) -> int:
    """Run the sub-command that comes first; without one, or with another word, say which there are."""
    name = argv[0] if argv else ""
    if name not in SUB_COMMANDS:
        print(_("Say what to do: {names}").format(names=", ".join(sorted(SUB_COMMANDS))), file=sys.stderr)
        return 2
    module, function = SUB_COMMANDS[name].split(":")
    code: int = getattr(import_module(module), function)(argv[1:])
    return code

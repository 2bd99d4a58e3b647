"""`main.py deals …`: what is done with deals without a window. Each sub-command is imported when it is used."""

import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Final

from app.words import gettext as _

HELP: Final = ("-h", "--help", "help")

SUB_COMMANDS: Final = {
    "list": "app.terminal.deals_reading:run_list",
    "quiet": "app.terminal.deals_reading:run_quiet",
    "funnel": "app.terminal.deals_figures:run_funnel",
    "add": "app.terminal.deals_doing:run_add",
    "move": "app.terminal.deals_doing:run_move",
    "import": "app.terminal.deals_transfer:run_import",
    "imports": "app.terminal.deals_transfer:run_imports",
    "undo-import": "app.terminal.deals_transfer:run_undo",
    "export": "app.terminal.deals_transfer:run_export",
}


def run(argv: Sequence[str]) -> int:
    """Run the sub-command that comes first; without one, or with another word, say which there are."""
    name = argv[0] if argv else ""
    if name in HELP:
        for line in _help_lines():
            print(line)
        return 0
    if name not in SUB_COMMANDS:
        print(_("Say what to do: {names}").format(names=", ".join(sorted(SUB_COMMANDS))), file=sys.stderr)
        return 2
    module, function = SUB_COMMANDS[name].split(":")
    code: int = getattr(import_module(module), function)(argv[1:])
    return code


def _help_lines() -> list[str]:
    """What each of them does, a line each."""
    said = {
        "list": _("List deals."),
        "add": _("Make a deal."),
        "move": _("Move a deal to another stage, or end it."),
        "quiet": _("List the deals without news."),
        "funnel": _("Print how deals went: one line for each figure."),
        "import": _("Bring a table of deals: CSV, Excel or JSON lines."),
        "imports": _("List the imports of deals."),
        "undo-import": _("Take back what an import of deals did."),
        "export": _("Write deals into a file: all of them, or those of a filter."),
    }
    return [f"main.py deals {name:<12} {words}" for name, words in said.items()]

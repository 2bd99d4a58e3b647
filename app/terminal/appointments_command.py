"""`main.py appointments …`: the agenda without a window. Each sub-command is imported when it is used."""

import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Final

from app.words import gettext as _

HELP: Final = ("-h", "--help", "help")

SUB_COMMANDS: Final = {
    "list": "app.terminal.appointments_reading:run_list",
    "add": "app.terminal.appointments_doing:run_add",
    "ask": "app.terminal.appointments_asking:run_ask",
    "move": "app.terminal.appointments_doing:run_move",
    "answer": "app.terminal.appointments_doing:run_answer",
    "outcome": "app.terminal.appointments_doing:run_outcome",
    "export": "app.terminal.appointments_reading:run_export",
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
        "list": _("List the appointments of a day or of several."),
        "add": _("Book an appointment."),
        "ask": _("Ask everybody of a day whether they come."),
        "move": _("Move an appointment to another time."),
        "answer": _("Note what a customer said about an appointment."),
        "outcome": _("Note whether somebody came."),
        "export": _("Write appointments into a calendar file or a table."),
    }
    return [f"main.py appointments {name:<8} {words}" for name, words in said.items()]

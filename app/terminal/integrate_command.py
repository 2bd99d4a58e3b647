"""`main.py integrate`: Comptoir in the menu of a Linux desktop, with icon and links; `--remove` takes it away."""

import argparse
import sys
from collections.abc import Sequence

from app.desk.menu_entry import add_menu_entry, remove_menu_entry
from app.desk.own_program import window_command
from app.domain.errors import EnvironmentFailure
from app.words import gettext as _


def run(argv: Sequence[str]) -> int:
    """Write the entry, or take it away. Raises EnvironmentFailure "menu_entry_failed", "menu_by_installer"."""
    parser = argparse.ArgumentParser(
        prog="main.py integrate", description=_("Put Comptoir into the menu, and let it open its links.")
    )
    parser.add_argument("--remove", action="store_true", help=_("take it out of the menu again"))
    options = parser.parse_args(argv)
    if sys.platform in ("win32", "darwin"):
        raise EnvironmentFailure("menu_by_installer")
    if options.remove:
        remove_menu_entry()
        print(_("Comptoir is not in the menu any more, and opens no links."))
        return 0
    path = add_menu_entry(window_command())
    print(_("Comptoir is in the menu and opens its links: {path}").format(path=path))
    return 0

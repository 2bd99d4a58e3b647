"""The command line of comptoir-server."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from server_backup import Backup
from server_install import Install
from server_machine import Failed, Machine
from server_upgrade import Upgrade
from server_words import gettext as _

TREE = Path(__file__).resolve().parents[2]


def main(argv: Sequence[str], machine: Machine | None = None) -> int:
    """0 done, 1 not done (one sentence says what did not happen), 2 wrong usage."""
    options = _parser().parse_args(argv)
    machine = machine or Machine(options.root)
    try:
        _run(machine, options)
    except Failed as failure:
        machine.say(str(failure))
        return 1
    except OSError as error:
        told = _("This did not come to its end: {reason} ({file}).")
        machine.say(told.format(reason=error.strerror, file=error.filename))
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


def _run(machine: Machine, options: argparse.Namespace) -> None:
    command = options.command
    if command == "install":
        Install(machine).run(options.domain, options.release or TREE, options.move_file)
    elif command == "upgrade":
        Upgrade(machine).upgrade(options.file)
    elif command == "rollback":
        Upgrade(machine).rollback(is_sure=options.yes)
    elif command == "backup":
        Backup(machine).run(options.to)
    elif command == "restore":
        Backup(machine).restore(options.file, is_sure=options.yes)
    elif command == "webhook":
        Install(machine).lead()
    elif command == "status":
        Backup(machine).status()
    elif command == "set":
        Install(machine).set(options.name)
    else:
        Install(machine).uninstall()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="comptoir-server", description=_("The team’s hub on a server of its own.")
    )
    parser.add_argument("--root", type=Path, default=Path("/"), help=argparse.SUPPRESS)  # a test's
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    install = commands.add_parser("install", help=_("make this machine the server; again: put it right"))
    install.add_argument(
        "domain", metavar="DOMAIN", help=_("the domain that leads here, such as hub.example.com")
    )
    install.add_argument(
        "--from",
        dest="move_file",
        type=Path,
        metavar="FILE",
        help=_("the file of “main.py move-out”: take that hub along"),
    )
    install.add_argument(
        "--release",
        type=Path,
        metavar="FILE",
        help=_("another release than the one that this command is part of"),
    )
    upgrade = commands.add_parser("upgrade", help=_("go over to another release"))
    upgrade.add_argument("file", type=Path, metavar="FILE", help=_("the downloaded release, or its folder"))
    rollback = commands.add_parser("rollback", help=_("go back to the release before"))
    rollback.add_argument("--yes", action="store_true", help=_("do not ask"))
    backup = commands.add_parser("backup", help=_("make a copy, prove it, take it to another place"))
    backup.add_argument(
        "--to", metavar="PLACE", help=_("/folder, rclone:REMOTE:FOLDER or rsync:USER@HOST:FOLDER; it is kept")
    )
    restore = commands.add_parser("restore", help=_("put a copy in the place of the data"))
    restore.add_argument("file", type=Path, metavar="FILE", help=_("the copy"))
    restore.add_argument("--yes", action="store_true", help=_("do not ask"))
    commands.add_parser("webhook", help=_("let WhatsApp deliver to this server"))
    commands.add_parser("status", help=_("how this server is"))
    change = commands.add_parser("set", help=_("type a setting or a secret anew"))
    change.add_argument("name", metavar="NAME", help=_("such as COMPTOIR_ACCESS_TOKEN"))
    commands.add_parser("uninstall", help=_("take the service away; the data stay"))
    return parser

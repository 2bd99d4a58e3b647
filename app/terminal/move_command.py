"""`main.py move-out`, `move-in` and `move-to`: a one-computer hub goes to a server with everything, its desk follows.

move-out on the computer makes one file and ends its hub for good; move-in on the server makes that file its hub, which
waits; move-to on the computer hands it over. See docs/manual/server.md.
"""

import argparse
import asyncio
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from app.domain.errors import EnvironmentFailure
from app.terminal.printing import json_line
from app.words import gettext as _

if TYPE_CHECKING:
    from app.desk.config import Profile

STEP_PERCENT = 10  # how often progress is said


def run_move_out(argv: Sequence[str]) -> int:
    """Pack the profile's own hub for a server, and say its key. Raises ComptoirError."""
    parser = _parser(
        "move-out", _("Pack this computer’s own hub into a file for a server that is always on.")
    )
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--to", type=Path, metavar="FILE", help=_("the file to make"))
    what.add_argument(
        "--take-back", action="store_true", help=_("no server took the file: the hub stays on this computer")
    )
    options = parser.parse_args(argv)
    from app.hub import moving, presence

    folder = _profile(options).hub_folder
    if options.take_back:
        with presence.locked(_own(folder)):
            print(json_line({"taken_back": moving.take_back(folder).move_id}))
        return 0
    from app.hub.config import HubConfig

    key, lock = _unlocked_key(options)
    try:
        with presence.locked(_own(folder)):
            target = options.to.absolute()
            facts = moving.pack(HubConfig(folder, data_key=key), target, _Progress())
    finally:
        lock()
    told = {"file": str(target), "bytes": target.stat().st_size, "events": facts.pos, "log_id": facts.log_id}
    print(json_line({**told, "data_key": key}))
    print(
        _(
            "This computer’s hub has ended for good. Bring the file to the server, install with it there, and type the "
            "data key when it is asked for. Keep the key elsewhere too: without it nobody opens the data."
        ),
        file=sys.stderr,
    )
    return 0


def run_move_in(argv: Sequence[str]) -> int:
    """Make a file of move-out the hub of an empty folder. Raises ComptoirError."""
    parser = argparse.ArgumentParser(
        prog="main.py move-in", description=_("Unpack a hub that was packed on another computer.")
    )
    parser.add_argument("--data", type=Path, required=True, metavar="DIR", help=_("folder of the hub"))
    parser.add_argument(
        "--from", dest="source", type=Path, required=True, metavar="FILE", help=_("the file of move-out")
    )
    options = parser.parse_args(argv)
    from app.hub import moving, presence
    from app.hub.config import HubConfig
    from app.terminal.members_command import data_key

    config = HubConfig(options.data, data_key=data_key())
    with presence.locked(options.data):
        facts = moving.unpack(config, options.source)
    print(json_line({"events": facts.pos, "log_id": facts.log_id, "bytes": facts.size_bytes}))
    return 0


def run_move_to(argv: Sequence[str]) -> int:
    """Follow the hub to its new address, and hand it over where it was this computer's. Raises ComptoirError."""
    parser = _parser("move-to", _("The team’s hub has another address: go on there."))
    parser.add_argument("address", metavar="URL", help=_("address of the team's hub"))
    options = parser.parse_args(argv)
    from app.desk.moving import follow
    from app.desk.seams import Seams
    from app.desk.session import ask_on_terminal, unlock

    unlocked = unlock(_profile(options), os.environ, ask_on_terminal)
    try:
        joined = asyncio.run(follow(unlocked, options.address, Seams()))
    finally:
        unlocked.lock.close()
    print(json_line({"hub": joined.hub_url, "name": joined.member_name, "log_id": joined.log_id}))
    return 0


class _Progress:
    """Says how far the file is, now and then."""

    def __init__(self) -> None:
        self._said = 0

    def __call__(self, done: int, total: int) -> None:
        percent = done * 100 // total if total else 100
        if percent >= self._said + STEP_PERCENT:
            self._said = percent
            print(
                _("{percent} % of {megabytes} MB").format(percent=percent, megabytes=total // 1_000_000),
                file=sys.stderr,
            )


def _own(folder: Path) -> Path:
    """The folder of a hub that is there. Raises EnvironmentFailure."""
    if not (folder / "hub.db").exists():
        raise EnvironmentFailure("no_own_hub")
    return folder


def _unlocked_key(options: argparse.Namespace) -> tuple[str, Callable[[], None]]:
    """The key of the profile's hub, and what lets go of the profile. EnvironmentFailure while its window is open."""
    from app.desk.session import ask_on_terminal, unlock

    profile = _profile(options)
    if not profile.exists():
        raise EnvironmentFailure("no_own_hub")
    unlocked = unlock(profile, os.environ, ask_on_terminal)
    return unlocked.hub_key(), unlocked.lock.close


def _profile(options: argparse.Namespace) -> "Profile":
    from app.desk.config import main_profile

    return main_profile(options.profile)


def _parser(name: str, description: str) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog=f"main.py {name}", description=description)
    parser.add_argument(
        "--profile", type=Path, metavar="DIR", help=_("folder of the profile; else the usual one")
    )
    return parser

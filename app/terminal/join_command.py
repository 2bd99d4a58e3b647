"""`main.py join`: make this computer one of the team's, with an invitation code."""

import argparse
import asyncio
import os
from collections.abc import Sequence
from pathlib import Path

from app.desk.config import main_profile
from app.desk.joining import device_name, join_profile
from app.desk.session import ask_on_terminal
from app.terminal.printing import json_line
from app.words import gettext as _


def run(argv: Sequence[str]) -> int:
    """Enrol a profile and print who this computer now belongs to. Raises ComptoirError."""
    parser = argparse.ArgumentParser(prog="main.py join", description=_("Join a team on this computer."))
    parser.add_argument(
        "--profile", type=Path, metavar="DIR", help=_("folder of the profile; else the usual one")
    )
    parser.add_argument("--hub", required=True, metavar="URL", help=_("address of the team's hub"))
    parser.add_argument("--code", required=True, help=_("invitation code from the owner"))
    parser.add_argument(
        "--device", default=device_name(), metavar="NAME", help=_("what to call this computer")
    )
    options = parser.parse_args(argv)
    joined = asyncio.run(
        join_profile(
            main_profile(options.profile),
            options.hub,
            options.code,
            os.environ,
            ask_on_terminal,
            device=options.device,
        )
    )
    told = {"member_id": joined.member_id, "name": joined.member_name, "role": joined.role}
    print(json_line({**told, "device_id": joined.device_id, "log_id": joined.log_id}))
    return 0

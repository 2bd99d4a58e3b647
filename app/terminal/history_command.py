"""`main.py history load FILE --data DIR`: a log made from a plain account of what happened, to be measured at once."""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from app.domain.clock import SystemClock
from app.domain.errors import EnvironmentFailure
from app.hub.config import HubConfig
from app.hub.history_events import events
from app.hub.history_lines import read
from app.hub.history_load import load
from app.terminal.members_command import data_key
from app.terminal.printing import json_line
from app.words import gettext as _
from app.words.sentences import refusal


def run(argv: Sequence[str]) -> int:
    """Load a file. 0 done, 1 refused (one sentence on stderr, with the line), 2 wrong usage."""
    parser = argparse.ArgumentParser(prog="main.py history", description=_("A history that can be measured."))
    what = parser.add_subparsers(dest="what", required=True)
    loading = what.add_parser("load", help=_("make a hub’s log from a file"))
    loading.add_argument("file", type=Path, metavar="FILE", help=_("one JSON object a line"))
    loading.add_argument("--data", type=Path, required=True, metavar="DIR", help=_("an empty folder"))
    options = parser.parse_args(argv)
    try:
        count = _load(options.file, options.data)
    except EnvironmentFailure as failure:
        print(refusal(failure.code, failure.facts), file=sys.stderr)
        return 1
    print(json_line({"events": count}))
    return 0


def _load(file: Path, folder: Path) -> int:
    try:
        with file.open(encoding="utf-8") as lines:
            told = read(lines)
    except (OSError, UnicodeDecodeError) as error:
        raise EnvironmentFailure("history_unreadable", file=file.name) from error
    config = HubConfig(folder, data_key=data_key())
    is_shown = sys.stderr.isatty()

    def on_progress(count: int) -> None:
        if is_shown:
            print(f"\r{count}", end="", file=sys.stderr, flush=True)

    count = load(config, events(told), SystemClock(), os.urandom, on_progress)
    if is_shown:
        print(file=sys.stderr)
    return count

"""`main.py log`: every event of a hub's log as JSON lines, read beside a running hub."""

import argparse
import base64
import json
import os
import sys
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from app.domain.errors import EnvironmentFailure
from app.hub.config import checked_key
from app.terminal.printing import json_line
from app.words import gettext as _
from app.words.sentences import refusal
from storage.hub import log, store
from storage.hub.log import Sourced


def run(argv: Sequence[str]) -> int:
    """Print the log. 0 done, 1 refused (one sentence on stderr), 2 wrong usage."""
    parser = argparse.ArgumentParser(prog="main.py log", description=_("Every event of the log."))
    parser.add_argument("--data", type=Path, required=True, metavar="DIR", help=_("folder of the hub"))
    options = parser.parse_args(argv)
    try:
        key = checked_key(os.environ.get("COMPTOIR_DATA_KEY") or None)
        with closing(store.open_reading(options.data / "hub.db", key)) as conn:
            for sourced in log.every(conn):
                print(json_line(line_of(sourced)))
    except EnvironmentFailure as failure:
        print(refusal(failure.code, failure.facts), file=sys.stderr)
        return 1
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # `log … | head` has read enough
    return 0


def line_of(sourced: Sourced) -> Mapping[str, Any]:
    """One event as interface.md names its fields."""
    envelope = json.loads(sourced.stored.envelope)
    fields = json.loads(sourced.stored.fields) if sourced.stored.fields else None
    source = None if sourced.raw_id is None else {"raw_id": sourced.raw_id, "path": sourced.path}
    return {
        "pos": envelope["pos"],
        "event_id": envelope["event_id"],
        "kind": envelope["kind"],
        "kind_version": envelope["kind_version"],
        "subject": envelope["subject"],
        "actor": envelope["actor"],
        "occurred_at": envelope["occurred_at"],
        "accepted_at": envelope["accepted_at"],
        "command_id": envelope["command_id"],
        "source": source,
        "body": {"fields": fields, "original": _readable(sourced.original)},
    }


def _readable(original: bytes | None) -> Any:
    """The channel's element as JSON; what is none, as {"base64": …}."""
    if original is None:
        return None
    try:
        return json.loads(original)
    except ValueError:
        return {"base64": base64.b64encode(original).decode("ascii")}

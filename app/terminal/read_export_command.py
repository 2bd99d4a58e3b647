"""`main.py read-export`: what is in a chat that a phone exported, as JSON lines. Asks nothing, changes nothing."""

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from app.desk.imports.container import open_export
from app.desk.imports.preview import Preview, summary
from app.desk.imports.reading import Reading
from app.desk.imports.survey import survey
from app.desk.imports.tally import ParsedMessage
from app.desk.imports.usual import usual_order
from app.terminal.printing import json_line
from app.words import gettext as _


def run(argv: Sequence[str]) -> int:
    """Print each message, then the counts. Raises ComptoirError for what is no chat."""
    parser = argparse.ArgumentParser(
        prog="main.py read-export", description=_("What is in a chat exported from a phone.")
    )
    parser.add_argument("file", type=Path, metavar="FILE", help=_("the .txt or .zip that the phone made"))
    options = parser.parse_args(argv)
    with open_export(options.file) as export:
        plan = survey(export, default=usual_order())
        reading = Reading(export, plan)
        for message in reading:
            print(json_line(line_of(message)))
        print(json_line(counts_of(summary(export, plan, reading.tally))))
    return 0


def line_of(message: ParsedMessage) -> dict[str, Any]:
    """One message as the interface names its fields; `at` is wall time as in the file."""
    return {
        "at": message.at.isoformat(timespec="seconds"),
        "author": message.author,
        "kind": message.kind,
        "text": message.text,
        "media": message.media,
    }


def counts_of(seen: Preview) -> dict[str, Any]:
    """The last line: totals, counts by kind, and what was guessed."""
    return {
        "counts": dict(seen.kinds),
        "lines": seen.lines,
        "messages": seen.messages,
        "system": seen.notices,
        "edited": seen.edited,
        "omitted": seen.omitted,
        "authors": dict(seen.authors),
        "first_at": seen.first_at.isoformat(timespec="seconds"),
        "last_at": seen.last_at.isoformat(timespec="seconds"),
        "media_present": seen.media_present,
        "media_missing": seen.media_missing,
        "media_doubled": seen.media_doubled,
        "day_order": seen.day_order.order,
        "day_order_by": seen.day_order.how,
        "day_order_ambiguous": seen.day_order.is_ambiguous,
        "platform": seen.platform,
        "language": seen.language,
        "chat": seen.chat_name,
        "not_understood": sum(seen.not_understood.values()),
        "not_understood_lines": [
            {"line": one.line, "why": one.why, "text": one.text} for one in seen.samples
        ],
    }

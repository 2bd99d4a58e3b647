"""What a person is shown of an export before anything of it is taken over."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Final, Literal

from app.desk.imports.chat_file import IOS_NAME
from app.desk.imports.container import ExportFile, open_export
from app.desk.imports.dates import DayOrder, Order
from app.desk.imports.grammar import BRACKET, DASH
from app.desk.imports.marks import plain
from app.desk.imports.reading import Reading
from app.desk.imports.survey import Plan, survey
from app.desk.imports.tally import NotUnderstood, Tally, Why
from app.desk.imports.watching import UNWATCHED, Watch

Platform = Literal["ios", "android", "web", "unknown"]
# How the phone names the file; the chat's name is what is left. Languages as in docs/manual/read-export.md.
_FILE_NAME = re.compile(
    r"(?:WhatsApp Chat(?: with| mit| con| -)|Chat(?: de)? WhatsApp con|Chat de WhatsApp com|Conversa do WhatsApp com|"
    r"Discussion WhatsApp avec|WhatsApp-chat met|Чат WhatsApp с|WhatsApp Sohbeti -|Chat WhatsApp dengan|"
    r"محادثة واتساب مع|צ['׳]אט WhatsApp עם) (?P<name>.+)",
    re.IGNORECASE,
)
_COPY: Final = re.compile(r" ?\(\d+\)$")  # a browser's "(1)" behind a second download


@dataclass(frozen=True, slots=True)
class Preview:
    """One export as a whole. Times are wall time without a zone; `authors` and `kinds` hold the most frequent first."""

    path: Path
    chat_name: str | None
    platform: Platform
    language: str | None
    day_order: DayOrder
    authors: Mapping[str, int]
    kinds: Mapping[str, int]
    first_at: datetime
    last_at: datetime
    lines: int
    messages: int
    notices: int
    edited: int
    omitted: int
    media_present: int
    media_missing: int
    media_doubled: int
    not_understood: Mapping[Why, int]
    samples: tuple[NotUnderstood, ...]


def preview(
    path: Path, given: Order | None = None, default: Order = "dmy", watch: Watch = UNWATCHED
) -> Preview:
    """Read a file twice and tell what is in it. Raises ExportRefused."""
    with open_export(path) as export:
        plan = survey(export, given, default, watch)
        reading = Reading(export, plan, watch)
        for _ in reading:
            pass
        return summary(export, plan, reading.tally)


def summary(export: ExportFile, plan: Plan, tally: Tally) -> Preview:
    """What a complete reading counted."""
    if tally.first_at is None or tally.last_at is None:
        raise ValueError("a reading without a message ends with a refusal")
    languages = tally.languages.most_common(1)
    return Preview(
        path=export.path,
        chat_name=chat_name(export),
        platform=platform(plan),
        language=languages[0][0] if languages else None,
        day_order=plan.day_order,
        authors=dict(tally.authors.most_common()),
        kinds=dict(tally.kinds.most_common()),
        first_at=tally.first_at,
        last_at=tally.last_at,
        lines=tally.lines,
        messages=tally.messages,
        notices=tally.notices,
        edited=tally.edited,
        omitted=tally.omitted,
        media_present=tally.media_present,
        media_missing=tally.media_missing,
        media_doubled=export.doubled,
        not_understood=dict(tally.not_understood),
        samples=tuple(tally.samples),
    )


def platform(plan: Plan) -> Platform:
    """Which phone wrote the file, by the form of its headers."""
    if plan.form.ending == BRACKET and not plan.form.has_seconds:
        return "web"  # copied out of WhatsApp Web; an iPhone writes seconds
    return {BRACKET: "ios", DASH: "android"}.get(plan.form.ending, "unknown")  # type: ignore[return-value]


def chat_name(export: ExportFile) -> str | None:
    """The other party's name, or the group's, as the file is named after it; None when it was renamed."""
    names = [export.text_name] if export.text_name != IOS_NAME else []
    for name in (*names, export.path.name):
        found = _FILE_NAME.fullmatch(_COPY.sub("", PurePosixPath(plain(name)).stem))
        if found:
            return found["name"].strip()
    return None

"""What is handed to somebody who helps: versions, counts, findings, the last lines of the log; nobody's data."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Final

from app.domain.findings import Examination, Finding
from app.domain.folding import folded

HIDDEN: Final = "…"
# And moments; all others may be a person's.
KEPT_FACTS: Final = frozenset(
    {"n", "limit", "version", "hub", "percent", "status", "program", "python", "sqlite", "cipher", "view"}
)
_ADDRESS: Final = re.compile(r"\S+@\S+|[a-z]+://\S+|(?:[\w-]+\.)+(?:com|fr|org|net|io|app|dev|eu|ci|sn|cm)\b")
# A row of seven digits or more, however it is parted; a moment of ours has letters or colons in it.
_NUMBER: Final = re.compile(r"(?<![\w:.-])\+?\d(?:[\s.()/-]?\d){6,}(?![\w:])")
_ID: Final = re.compile(r"\b(?=[0-9A-Za-z]*\d)(?=[0-9A-Za-z]*[A-Za-z])[0-9A-Za-z]{16,}\b")
_MOMENT: Final = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d)?\S*")
_SAFE_VALUE: Final = re.compile(r"[0-9a-z._%+-]{1,24}")


def report(
    facts: Mapping[str, str], examination: Examination | None, lines: Sequence[str], names: Collection[str]
) -> str:
    """The whole text. `facts`: versions and counts. `names`: people who must not stand in it, whatever else is said."""
    parts = ["Comptoir", *(f"{name}: {value}" for name, value in facts.items())]
    if examination is not None:
        parts += ["", f"findings at {examination.at:%Y-%m-%d %H:%M} UTC"]
        parts += [_finding_line(one) for one in examination.findings]
    parts += ["", "log", *lines]
    return without_names("\n".join(without_personal(part) for part in parts), names) + "\n"


def _finding_line(finding: Finding) -> str:
    facts = " ".join(f"{name}={_fact(name, value)}" for name, value in sorted(finding.facts.items()))
    about = f" about={HIDDEN}" if finding.about else ""
    return f"{finding.state} {finding.check} {finding.code}{about} {facts}".rstrip()


def _fact(name: str, value: str) -> str:
    is_moment = name.endswith("_at") and _MOMENT.fullmatch(value) is not None
    is_kept = name in KEPT_FACTS and _SAFE_VALUE.fullmatch(value) is not None
    return value if is_moment or is_kept else HIDDEN


def without_personal(line: str) -> str:
    """Without addresses, telephone numbers and long ids; moments stay."""
    kept: list[str] = []

    def put_by(found: re.Match[str]) -> str:
        kept.append(found.group())
        return f"\0{len(kept) - 1}\0"

    line = _MOMENT.sub(put_by, line)
    for pattern in (_ADDRESS, _NUMBER, _ID):
        line = pattern.sub(HIDDEN, line)
    return re.sub("\0(\\d+)\0", lambda found: kept[int(found.group(1))], line)


def without_names(text: str, names: Collection[str]) -> str:
    """Without these people, in whatever case and with or without accents; parts of a name count from three letters."""
    parts = {part for name in names for part in folded(name).split() if len(part) > 2 and not part.isdigit()}
    if not parts:
        return text
    return re.sub(
        r"\w+", lambda found: HIDDEN if folded(found.group()).strip() in parts else found.group(), text
    )

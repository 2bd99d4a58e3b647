"""What a finding says, and what is to do about it."""

from datetime import datetime

from app.domain.findings import Finding
from app.words.formats import Formats


def sentence(finding: Finding, formats: Formats, now: datetime | None = None) -> str:
    """What was found and what it means."""
    return finding.code


def advice(finding: Finding, formats: Formats, now: datetime | None = None) -> str:
    """What is to do now; "" when nothing is."""
    return "" if finding.state == "good" else f"{finding.code}?"


def change(code: str) -> str:
    """What a step of the set-up changed at Meta."""
    return code


def field_name(name: str) -> str:
    """How Meta's page calls a field that is pasted by hand."""
    return name

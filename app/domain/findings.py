"""What a look at the connection finds: one fact each, good or bad, with the act that mends it.

A finding says nothing itself: `app.words.findings` has, for each code, what it means and what to do, in both languages.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Literal

# What is looked at, in the order in which a person reads it.
Check = Literal[
    "token",
    "subscription",
    "payment",
    "address",
    "number",
    "quality",
    "limit",
    "templates",
    "received",
    "stored",
    "shown",
    "unsent",
    "unconfirmed",
    "desks",
    "clock",
    "disk",
    "copies",
    "encryption",
    "versions",
    "mail",
]
CHECKS: Final[tuple[Check, ...]] = Check.__args__  # type: ignore[attr-defined]
# `unknown`: it could not be looked at, which is said and never counted as good.
State = Literal["good", "notice", "warning", "bad", "unknown"]
# What the button of a finding does; None has no button.
Act = Literal[
    "connect",
    "subscribe",
    "address",
    "templates",
    "unsent",
    "unconfirmed",
    "safety",
    "devices",
    "mail",
    "again",
]


@dataclass(frozen=True, slots=True)
class Finding:
    """One fact. `facts` fill the sentence of `code`: numbers, addresses and moments (ISO 8601, UTC), never a secret.

    `about` names which number, template or computer it is about, where there are several.
    """

    check: Check
    state: State
    code: str
    facts: Mapping[str, str] = field(default_factory=dict)
    act: Act | None = None
    about: str = ""


@dataclass(frozen=True, slots=True)
class Examination:
    """All that was found at one moment."""

    at: datetime
    findings: tuple[Finding, ...]

"""Refusals: a code and its facts. The sentence that a person reads is made by app/words."""

from collections.abc import Mapping
from dataclasses import field

from app.domain.records import record


@record
class Refused:
    """What was asked did not happen; `code` says why, `facts` fill the sentence."""

    code: str
    facts: Mapping[str, str] = field(default_factory=dict)


class ComptoirError(Exception):
    """Root of our own errors; `code` and `facts` lead to a sentence in app/words."""

    def __init__(self, code: str, **facts: str) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


class EnvironmentFailure(ComptoirError):
    """The computer's or the network's fault (disk full, port in use, wrong key), never a bug of ours."""


class InvariantBroken(ComptoirError):
    """A bug of ours: something that the protocol rules out was seen."""

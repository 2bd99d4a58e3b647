"""What the steps of the set-up share: how a finding is made, and how Meta's own words lose every secret."""

import re
from collections.abc import Mapping

from app.domain.findings import Act, Check, Finding, State
from app.domain.setup import Credentials, Registration

MOST_SAID = 300
_LONG = re.compile(r"[A-Za-z0-9_|\-]{32,}")  # Meta repeats a malformed token in its answer


def found(
    check: Check, state: State, code: str, facts: Mapping[str, str] | None = None, *, about: str = "",
    act: Act | None = None,
) -> Finding:  # fmt: skip
    """One finding; empty facts are left out."""
    told = {name: value for name, value in (facts or {}).items() if value}
    return Finding(check, state, code, told, act, about)


def quiet(said: str, typed: Credentials, registration: Registration | None = None) -> str:
    """Meta's own words without what must never be shown: what was typed, and whatever looks like a token."""
    secrets = [typed.app_secret, typed.token, typed.verify_token]
    if registration is not None:
        secrets += [registration.pin, registration.code]
    for secret in filter(None, secrets):
        said = said.replace(secret, "…")
    return _LONG.sub("…", said)[:MOST_SAID]

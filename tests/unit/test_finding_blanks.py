"""No sentence of the doctor and of the set-up has an empty blank: with all that can be told, and with the least."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import product
from pathlib import Path
from typing import get_args

import pytest

from app.desk.own_findings import KeySource, OwnFacts, own_findings
from app.domain.clock import FakeClock
from app.domain.findings import Finding
from app.domain.messages import State
from app.domain.safety import BackupState
from app.domain.setup import AccountFact, Credentials, NumberFact
from app.domain.templates import Template
from app.hub.config import HubConfig
from app.hub.doctor_address import Reached, address
from app.hub.doctor_channel import of_number, of_templates
from app.hub.doctor_inside import copies, disk, encryption
from app.hub.setup_app import account_findings, token_findings
from app.hub.setup_number import number_findings
from app.hub.setup_trial import trial_findings
from app.whatsapp.checking import NumberLook
from app.whatsapp.onboarding_reading import AccountState, NumberState, TokenFacts, Trouble
from app.words.findings import sentence
from app.words.formats import Formats
from storage import view
from tests.said_whole import said_whole

AT = datetime(2026, 11, 27, 9, 0, tzinfo=UTC)
STATUSES = ("", "connected", "flagged", "restricted", "rate_limited", "banned", "pending", "migrated", "moon")


def _of_this_computer() -> Iterator[Finding]:
    ways = product(
        (True, False),
        (None, "stopped", "disk_full"),
        (None, 0, 3),
        (None, 0.0, -90.0, 9e3),
        (None, 1, 10**9, 10**11),
    )
    for key, (is_there, stopped, behind, ahead_s, free) in product(get_args(KeySource), ways):
        for waiting, hub in ((0, None), (2, "0.0.9")):
            facts = OwnFacts(is_there, stopped, False, behind, ahead_s, free, waiting, key, "0.1.0", hub)
            yield from own_findings(facts)


def _of_the_hub(folder: Path) -> Iterator[Finding]:
    for known in (None, Reached(""), Reached("https://x.example"), Reached("https://x.example", AT)):
        yield address(known)
    yield address(Reached(""), is_practice=True)
    yield address(Reached("https://x.example", None, AT, ""))
    for state in (
        BackupState(),
        BackupState(AT),
        BackupState(AT - timedelta(days=2)),
        BackupState(failed_code="x"),
    ):
        yield copies(state, AT)
    yield from disk(HubConfig(folder, backup_dir=folder))
    yield encryption(HubConfig(folder))
    all_states = [Template("1", name, "fr", status, "utility", "Bonjour") for name, status in
             (("a", "approved"), ("b", "paused"), ("c", "pending"), ("d", "moon"))]  # fmt: skip
    for some in (all_states, all_states[:1], all_states[2:3], []):
        yield from of_templates(some, [("b",), ("d",), ("gone",)])
    for status, quality, limit in product(STATUSES, ("green", "red", ""), ("", "TIER_250", "TIER_UNLIMITED")):
        yield from of_number(NumberLook("+33 6 39 98 10 20", status, quality, limit))


def _of_connecting() -> Iterator[Finding]:
    typed, clock = Credentials(app_id="1"), FakeClock()
    ends = (None, clock.now() - timedelta(1), clock.now() + timedelta(9))
    for kind, until, rights, valid in product(
        ("system_user", "user", "app"), ends, (None, frozenset({"x"})), (True, False)
    ):
        yield from token_findings(TokenFacts(valid, kind, "2", "", until, rights), "1", clock)
    for review, said, entity, blocked in product(
        ("", "pending", "rejected"), ("", "Odd."), ("waba", "app"), (True, False)
    ):
        trouble = Trouble(entity, blocked, 1, said)
        yield from account_findings(AccountState(AccountFact("77", "77", "", review), (trouble,)), typed)
    for status, name, is_known, about_name in product(
        STATUSES[1:], ("", "Salon"), (True, False), ("declined", "pending_review")
    ):
        fact = NumberFact("5", "+33 6 39 98 10 20", name, status, is_verified=is_known, is_on_app=True)
        yield from number_findings(NumberState(fact, about_name if name else ""))
    for answer, why in product((None, *get_args(State)), ("", "window_closed", "of_a_newer_hub")):
        yield from trial_findings(view.Trial(AT, answer, why), AT, AT)[0]


def test_no_blank_stays_empty(tmp_path: Path) -> None:
    made = [*_of_this_computer(), *_of_the_hub(tmp_path), *_of_connecting()]
    each = {
        (one.code, tuple(sorted(name for name, value in one.facts.items() if value))): one for one in made
    }
    assert len(each) > 70
    for finding in each.values():
        said_whole(finding)


@pytest.mark.parametrize(
    ("finding", "said"),
    [
        (Finding("unsent", "bad", "trial_failed"), "The answer did not arrive. Nobody can tell why."),
        (Finding("payment", "bad", "account_stopped", {"said": " "}), "no messages: no reason was given."),
        (Finding("number", "good", "number_good", {"name": ""}, None, "+33"), "as “…”."),
        (Finding("templates", "bad", "template_stopped", {"status": "paused"}, None, "rappel"), "(“Paused”)"),
        (Finding("payment", "bad", "account_not_approved", {"review": "rejected"}), "(Refused)"),
    ],
)
def test_what_is_not_told_is_seen_to_be_missing(finding: Finding, said: str) -> None:
    assert said in sentence(finding, Formats("en", "Europe/London"), AT)


@pytest.mark.parametrize(
    ("status", "state"), [("flagged", "warning"), ("rate_limited", "warning"), ("banned", "bad")]
)
def test_a_number_that_still_sends_is_not_told_to_be_dead(status: str, state: str) -> None:
    number = of_number(NumberLook("+33 6 39 98 10 20", status, "green"))[0]
    assert number.state == state and number.code != "number_state"

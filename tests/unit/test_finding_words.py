"""What a finding says: every code in both languages, with its facts; what is not known is said, never hidden."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import get_args

import pytest

from app.domain.findings import CHECKS, Act, Finding
from app.hub.setup_number import QUALITIES
from app.words import set_language
from app.words.findings import ADVICE, SENTENCES, advice, button, sentence, title
from app.words.formats import Formats

PARIS, LONDON = Formats("fr", "Europe/Paris"), Formats("en", "Europe/London")
NOW = datetime(2026, 11, 27, 9, 0, tzinfo=UTC)
HUB = Path(__file__).resolve().parents[2] / "app" / "hub"
CODE = re.compile(
    r'"((?:app|token|account|payment|number|name|code|pin|registration|quality|limit|templates|address|subscription|trial)'
    r'_(?!id"|secret"|token"|url"|address_set"|subscribed"|update"|verified"|registered"|type")[a-z_]+)"'
)
CODES = sorted({code for part in SENTENCES for code in part(2)})


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    set_language("en")
    yield
    set_language("en")


def found(code: str, **facts: str) -> Finding:
    return Finding("token", "bad", code, facts)


@pytest.mark.parametrize("code", CODES)
def test_every_code_speaks_both_languages(code: str) -> None:
    english = sentence(found(code, n="3"), LONDON, NOW), advice(found(code), LONDON, NOW)
    set_language("fr")
    french = sentence(found(code, n="3"), PARIS, NOW), advice(found(code), PARIS, NOW)
    assert english[0] != french[0]
    assert (english[1] == "") == (french[1] == "") and (not english[1] or english[1] != french[1])


def test_no_code_has_two_sentences_and_advice_belongs_to_a_sentence() -> None:
    assert len(CODES) == sum(len(part(1)) for part in SENTENCES)
    assert {code for part in ADVICE for code in part()} <= set(CODES)


def test_whatever_the_hub_finds_has_a_sentence() -> None:
    made = {code for path in sorted(HUB.glob("setup_*.py")) for code in CODE.findall(path.read_text("utf-8"))}
    assert {"token_good", "address_gateway", "trial_late"} <= made
    made |= {f"quality_{quality}" for quality in QUALITIES}
    assert made - set(CODES) == set()


def test_moments_and_counts_are_written_for_a_reader() -> None:
    ends = found("token_personal", expires_at="2026-11-27T11:30:00+00:00")
    assert "(11:30)" in sentence(ends, LONDON, NOW)
    assert "1,000 people" in sentence(found("limit_people", n="1000"), LONDON, NOW)


def test_a_code_of_a_newer_hub_is_named() -> None:
    assert "levitation_off" in sentence(found("levitation_off"), LONDON, NOW)
    assert advice(found("levitation_off"), LONDON, NOW) == ""


def test_every_check_has_a_title_and_every_act_a_button() -> None:
    assert all(title(check) for check in CHECKS)
    assert all(button(act) for act in get_args(Act))

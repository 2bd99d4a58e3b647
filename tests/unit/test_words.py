"""Words: every code has a sentence in both languages, dates read as people write them."""

import ast
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

import pytest

from app.domain.failures import FAILURES
from app.words import gettext, language, ngettext, set_language
from app.words.catalogue import unbroken
from app.words.formats import Formats, in_brief, placeholder
from app.words.phones import phone
from app.words.reasons import reason_of
from app.words.sentences import failure, known_codes, parts, refusal

ROOT = Path(__file__).resolve().parents[2]
NOW = datetime(2026, 11, 26, 9, 42, tzinfo=UTC)  # Thursday, 10:42 in Paris
CODE_AT = {  # which argument of each of our errors and refusals is the code
    "Refused": 0, "EnvironmentFailure": 0, "InvariantBroken": 0, "ComptoirError": 0, "SoloFailure": 0, "Stopped": 0,
    "HubRefused": 0, "HttpRefusal": 1, "ExportRefused": 0,
}  # fmt: skip


@pytest.fixture(autouse=True)
def _english_afterwards() -> Iterator[None]:
    yield
    set_language("en")


@cache
def codes_in_use() -> frozenset[str]:
    """Every code that the program can refuse with: what our errors and refusals are made with."""
    found = set()
    for path in [*ROOT.glob("app/**/*.py"), *ROOT.glob("storage/**/*.py"), *ROOT.glob("ui/**/*.py")]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not (isinstance(node, ast.Call) and node.args):
                continue
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            code = node.args[CODE_AT[name]] if len(node.args) > CODE_AT.get(name, 99) else None
            if isinstance(code, ast.Constant) and isinstance(code.value, str):
                found.add(code.value)
    return frozenset(found)


def test_no_french_line_begins_with_a_sign() -> None:
    assert (
        unbroken("« {name} » : prêt ; oui ? 10:42")
        == "«\u00a0{name}\u00a0»\u00a0: prêt\u00a0; oui\u00a0? 10:42"
    )
    set_language("fr")
    assert gettext("Goes out {moment}") == "Envoi prévu\u00a0: {moment}"


def test_the_scan_sees_codes() -> None:
    assert {"window_closed", "wrong_key"} <= codes_in_use()


def test_every_refusal_has_a_sentence() -> None:
    assert codes_in_use() - known_codes() == set()


def test_no_code_has_two_sentences() -> None:
    """The later one would be shown in the place of the other, where nobody looks for it."""
    said = Counter(code for part in parts() for code in part)
    assert [code for code, times in said.items() if times > 1] == []


@pytest.mark.parametrize("code", sorted(FAILURES))
def test_every_failure_has_a_sentence_in_both_languages(code: str) -> None:
    english = reason_of(code)
    set_language("fr")
    assert english
    assert reason_of(code) not in (None, english)


@pytest.mark.parametrize("code", sorted(known_codes()))
def test_every_refusal_is_french_in_french(code: str) -> None:
    facts = {"file": "x", "port": "1", "who": "Léa"}
    english = refusal(code, facts)
    set_language("fr")
    assert refusal(code, facts) != english


def test_a_missing_fact_breaks_no_sentence() -> None:
    assert (
        refusal("port_in_use", {})
        == "Port  is used by another program. Choose another port, or stop that program."
    )


def test_a_code_of_tomorrow_gets_an_honest_sentence() -> None:
    assert "levitation_denied" in refusal("levitation_denied", {})
    assert failure("levitation_denied").sentence == "WhatsApp could not deliver this message."


def test_french_says_zero_and_one_in_the_singular() -> None:
    assert set_language("fr") == "fr" == language()
    assert ngettext("{n} to send", "{n} to send", 0) == "{n} à envoyer"


def test_an_unknown_language_is_english() -> None:
    assert set_language("tlh") == "en"
    assert gettext("yesterday") == "yesterday"


@pytest.mark.parametrize(
    ("ago", "fr", "en"),
    [
        (timedelta(minutes=42), "depuis 42 min", "for 42 min"),
        (timedelta(hours=2), "depuis 8:42", "since 8:42"),
        (timedelta(days=1), "depuis hier 10:42", "since yesterday 10:42"),
        (timedelta(days=2), "depuis mar. 10:42", "since Tue 10:42"),
        (timedelta(days=12), "depuis le 14 nov. 10:42", "since 14 Nov 10:42"),
        (timedelta(seconds=-30), "à l’instant", "just now"),
    ],
)
def test_waits_are_written_with_their_start(ago: timedelta, fr: str, en: str) -> None:
    assert Formats("en", "Europe/Paris").since(NOW - ago, NOW) == en
    set_language("fr")
    assert Formats("fr", "Europe/Paris").since(NOW - ago, NOW) == fr


def test_windows_are_written_with_their_end() -> None:
    set_language("fr")
    french = Formats("fr", "Europe/Paris")
    assert french.until(NOW + timedelta(hours=2, minutes=40), NOW) == "libre jusqu’à 13:22"
    assert french.until(NOW + timedelta(hours=23, minutes=37), NOW) == "libre jusqu’à demain 10:19"
    assert french.closed_since(NOW - timedelta(days=1), NOW) == "fermée depuis hier 10:42"


def test_a_past_moment_reads_well_inside_a_sentence() -> None:
    french = Formats("fr", "Europe/Paris")
    set_language("fr")
    said = [french.ended(NOW - timedelta(days=days), NOW) for days in (0, 1, 2, 12)]
    assert said == ["à 10:42", "hier à 10:42", "mardi à 10:42", "le 14 nov. à 10:42"]


def test_days_are_the_businesss_not_the_computers() -> None:
    late = datetime(2026, 11, 26, 23, 30, tzinfo=UTC)
    set_language("fr")
    assert Formats("fr", "Europe/Paris").day_line(late, late) == "Aujourd’hui, vendredi 27 novembre"
    assert Formats("fr", "America/Martinique").day_line(late, late) == "Aujourd’hui, jeudi 26 novembre"


def test_other_kinds_are_named_and_unknown_ones_too() -> None:
    set_language("fr")
    assert placeholder("voice") == "Message vocal"
    assert placeholder("hologram") == "Message d’un type que Comptoir ne montre pas encore"


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("+33639984107", "+33 6 39 98 41 07"),
        ("+447700900123", "+44 7700 900123"),
        ("+5", "+5"),
        ("Ana", "Ana"),
    ],
)
def test_numbers_are_spaced_as_people_write_them(number: str, shown: str) -> None:
    assert phone(number) == shown


def test_a_quote_of_our_buttons_says_their_words_and_no_kind_that_cannot_be_shown() -> None:
    set_language("fr")
    assert in_brief("buttons", "On confirme\u202f?") == "On confirme\u202f?"
    assert in_brief("order", "Une aussi") == "Commande, Une aussi"
    assert in_brief("location_request", "") == "Position demandée"
    kinds = (
        "buttons",
        "list",
        "link",
        "location_request",
        "contact_request",
        "product",
        "products",
        "catalog",
    )
    assert placeholder("nothing known") not in {placeholder(kind) for kind in kinds}


def test_people_who_are_not_there_and_times_that_cannot_be_have_the_sentence_of_their_place() -> None:
    team = {"where": "team"}
    assert refusal("member_unknown", team).startswith("This person is not in the team")
    assert refusal("time_far", team).startswith("This moment is more than ten years away")
    assert refusal("time_past", team).startswith("This moment is past")
    assert refusal("member_unknown", {"member": "m-9"}).startswith("Nobody of the team has this id: m-9")
    assert refusal("time_far", {"days": "366"}).startswith("Not planned")

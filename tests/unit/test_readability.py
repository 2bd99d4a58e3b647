"""The check of readability counts as a reader would, and finds what is hard."""

from __future__ import annotations

import pytest

from tests.checks.readability import (
    LIMITS,
    figures_of,
    jargon_in,
    paragraphs,
    sentences_of,
    syllables,
    too_hard,
    too_long,
)

HARD = (
    "Notwithstanding the aforementioned considerations, organisational responsibilities necessitate the establishment "
    "of comprehensive documentation procedures across the entirety of participating administrative departments."
)


@pytest.mark.parametrize(
    ("word", "language", "count"),
    [
        ("cat", "en", 1),
        ("make", "en", 1),
        ("table", "en", 2),
        ("waiting", "en", 2),
        ("customer", "en", 3),
        ("the", "en", 1),
        ("chat", "fr", 1),
        ("affaire", "fr", 2),
        ("été", "fr", 2),
        ("conversation", "fr", 4),
        ("le", "fr", 1),
    ],
)
def test_syllables_are_groups_of_vowels_and_a_mute_e_is_none(word: str, language: str, count: int) -> None:
    assert syllables(word, language) == count


def test_a_plain_text_is_easier_than_one_of_an_office() -> None:
    plain = figures_of(
        ["Open the list. Press Enter, and write your answer. The customer gets it at once."], "en"
    )
    hard = figures_of([HARD], "en")
    assert plain.ease > 80 > 30 > hard.ease
    assert (plain.sentences, plain.longest) == (2, 6)  # "Open the list." is as short as a label
    assert [fault.said for fault in too_hard("page", hard, LIMITS["page"])] != []
    assert list(too_hard("page", plain, LIMITS["guide"])) == []


def test_a_long_sentence_is_named() -> None:
    long = "Il faut " + "encore un mot et " * 14 + "puis finir."
    assert "words in one sentence" in next(too_long("page", [long], LIMITS["program"])).said


def test_blanks_keys_and_code_are_no_words() -> None:
    assert sentences_of("{name} has {count} of `main.py run --all` at https://example.com") == []


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("The webhook failed.", "webhook"),
        ("Le jeton a expiré.", "jeton"),
        ("Copy the value that Meta calls “Access token”.", ""),
        ("Copiez ce que Meta appelle « jeton d’accès ».", ""),
        ("Press `JSON` if you like.", ""),
        ("Nothing was sent.", ""),
    ],
)
def test_jargon_is_found_unless_it_is_quoted(text: str, word: str) -> None:
    assert jargon_in(text) == word


def test_a_page_is_read_without_its_tables_listings_and_pictures() -> None:
    page = "# Title\n\nOne [link](a.md) here.\n\n```\ncode\n```\n\n| a | b |\n\n- first\n- second\n\n![alt](p.png)\n"
    assert paragraphs(page) == ["One link here.", "first", "second"]

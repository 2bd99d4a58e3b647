"""How typed letters find acts and people: accents and case do not matter, beginnings come first."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.palette.matching import folded, score


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("elo", "Élodie Marchand"),
        ("ÉLODIE", "élodie"),
        ("marchand elodie", "Élodie Marchand"),
        ("em", "Élodie Marchand"),
        ("lef", "Chloé Lefèvre"),
        ("oconnor", "James O’Connor"),
        ("coeur", "Cœur"),
        ("nc", "New conversation"),
        ("mdone", "Mark the conversation as done"),
        ("", "Anything"),
    ],
)
def test_it_is_found(typed: str, words: str) -> None:
    assert score(typed, words) is not None


@pytest.mark.parametrize(
    ("typed", "words"),
    [("xyz", "Élodie"), ("elodie bo", "Élodie Marchand"), ("eidole", "Élodie"), ("zz", "Zoé")],
)
def test_it_is_not_found(typed: str, words: str) -> None:
    assert score(typed, words) is None


def test_a_beginning_comes_before_a_word_inside_and_that_before_scattered_letters() -> None:
    found = [score("ana", words) for words in ("Ana Field", "Tell Ana", "Banana", "A new apple")]
    assert None not in found
    assert found == sorted(found, key=lambda points: -(points or 0)) and len(set(found)) == 4


@given(st.text(max_size=40), st.text(max_size=12))
def test_any_text_can_be_typed(words: str, typed: str) -> None:
    score(typed, words)
    assert folded(folded(words)) == folded(words)


@given(st.text(alphabet="abcdé ", min_size=1, max_size=20))
def test_all_that_is_typed_whole_is_found(words: str) -> None:
    assert score(words, words) is not None

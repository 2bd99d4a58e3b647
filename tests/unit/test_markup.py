"""WhatsApp's formatting as it is shown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.conversation.markup import Marked, Style, marked


def styles(found: Marked) -> list[tuple[Style, str]]:
    return [(one.style, found.text[one.start : one.end]) for one in found.styles]


@pytest.mark.parametrize(
    ("written", "shown", "expected"),
    [
        ("Bonjour", "Bonjour", []),
        ("*Oui* et _non_", "Oui et non", [("bold", "Oui"), ("italic", "non")]),
        ("~12 €~ 10 €", "12 € 10 €", [("strike", "12 €")]),
        ("*_les deux_*", "les deux", [("italic", "les deux"), ("bold", "les deux")]),
        ("```a\n *b*```", "a\n *b*", [("code", "a\n *b*")]),
        ("tapez `OUI`", "tapez OUI", [("code", "OUI")]),
        ("> cité\nréponse", "▏ cité\nréponse", [("quote", "▏ cité")]),
        ("- un\n* deux", "• un\n• deux", []),
        ("1. un\n2. deux", "1. un\n2. deux", []),
        ("(*gras*), fini", "(gras), fini", [("bold", "gras")]),
        ("2 * 3 * 4", "2 * 3 * 4", []),
        ("nom_de_fichier_x", "nom_de_fichier_x", []),
        ("a*b*c", "a*b*c", []),
        ("* pas fermé", "• pas fermé", []),
        ("*pas\nfermé*", "*pas\nfermé*", []),
        ("```", "```", []),
        ("**", "**", []),
        ("*", "*", []),
    ],
)
def test_marks_become_styles(written: str, shown: str, expected: list[tuple[Style, str]]) -> None:
    found = marked(written)
    assert (found.text, styles(found)) == (shown, expected)


@given(st.text(alphabet="ab *_~`>-\n", max_size=60))
def test_no_text_breaks_it_and_no_letter_is_lost(written: str) -> None:
    found = marked(written)
    assert [char for char in found.text if char in "ab"] == [char for char in written if char in "ab"]
    assert all(0 <= one.start < one.end <= len(found.text) for one in found.styles)


def test_a_long_line_of_marks_costs_no_time() -> None:
    found = marked("*a " * 20_000)
    assert found.text.startswith("*a ")

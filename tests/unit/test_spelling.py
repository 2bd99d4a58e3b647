"""Which words are looked up, in which language, and what the dictionaries say."""

import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.spelling import guess_language, words_of
from app.terminal.spelling_command import FOLDER, Speller, answer, serve


def found(text: str) -> list[str]:
    return [word.text for word in words_of(text)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Bonjour, c’est l’eau d'hier", ["Bonjour", "est", "eau", "hier"]),
        ("qu’elle jusqu'ici aujourd’hui", ["elle", "ici", "aujourd’hui"]),
        ("I don't know, you’re late", ["know", "don't", "you’re", "late"]),
        ("un rendez-vous demain", ["un", "rendez-vous", "demain"]),
        ("voir https://salon.example/tarifs et www.salon.fr/prix", ["voir", "et"]),
        ("écrire à lea@salon.example ou @lea #promo", ["écrire", "ou"]),
        ("à 10h30 le 3e jour, 42 € A4 2x", ["le", "jour"]),
        ("Merci Nadia et Balayage. Oui", ["Merci", "et", "Oui"]),
        ("SNCF et OK", ["et"]),
        ("{prénom} bonjour", ["bonjour"]),
        ("*très* _important_", ["très", "important"]),
        ("a à y", []),
        ("🙂 oui 🙂non", ["oui", "non"]),
        ("x" * 60, []),
    ],
)
def test_words_that_are_looked_up(text: str, words: list[str]) -> None:
    assert sorted(found(text)) == sorted(words)


@given(st.text(max_size=300))
def test_words_stand_where_they_say(text: str) -> None:
    for word in words_of(text):
        assert text[word.start : word.end] == word.text


@pytest.mark.parametrize(
    ("texts", "language"),
    [
        (["Bonjour, avez-vous de la place samedi ?"], "fr"),
        (["Hi! Could I move my appointment?"], "en"),
        (["ok", "👍"], None),
        ([], None),
        (["Bonjour, merci", "hello thanks"], None),
        (["مرحبا"], None),
    ],
)
def test_the_language_of_a_conversation(texts: list[str], language: str | None) -> None:
    assert guess_language(texts) == language


def test_the_dictionaries_know_their_languages() -> None:
    speller = Speller()
    french = ["bonjour", "rendez-vous", "aujourd’hui", "balayage", "bonjoor", "recoit"]
    assert speller.wrong("fr", french) == ["bonjoor", "recoit"]
    assert speller.wrong("en", ["colour", "color", "don’t", "organise", "recieve"]) == ["recieve"]
    assert speller.wrong("xx", ["anything"]) == []
    assert "bonjour" in speller.words_like("fr", "bonjoor")
    assert "receive" in speller.words_like("en", "recieve") and len(speller.words_like("en", "colur")) <= 5


def test_requests_and_answers_are_lines() -> None:
    asked = [{"language": "fr", "check": ["bonjoor", "oui"]}, {"language": "fr", "suggest": "bonjoor"}]
    source = io.StringIO("".join(json.dumps(one) + "\n" for one in asked) + "nonsense\n[1]\n")
    sink = io.StringIO()
    assert serve(source, sink, Speller()) == 0
    first, second, third, fourth = map(json.loads, sink.getvalue().splitlines())
    assert first == {"wrong": ["bonjoor"]} and "bonjour" in second["words"] and third == fourth == {}
    assert answer(Speller(), '{"language": "fr", "check": 5}') == {"wrong": []}


def test_each_dictionary_has_its_licence_beside_it() -> None:
    names = {path.stem for path in FOLDER.glob("*.dic")}
    assert names == {"fr", "en", "en-GB"}
    assert all((FOLDER / f"{name}.LICENSE").stat().st_size > 1000 for name in names)

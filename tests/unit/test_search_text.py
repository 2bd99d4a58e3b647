"""Words in every script, and where in a text they are marked."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.search_marks import marks, piece
from app.domain.search_query import Term
from app.domain.search_text import GAP, holds, plain, words_of

many = settings(max_examples=300, deadline=None)
SCRIPTS = st.sampled_from(
    ["Élodie", "ÉTÉ", "l'été", "œuf", "Straße", "İstanbul", "привет", "שָׁלוֹם", "مَرْحَبًا", "हिंदी", "東京都", "京都", "大阪",
     "สวัสดี", "ครับ", "한국어", "ラーメン", "12,50€", "a_b", "x@y.fr", "👍🏽", "ﬁn", "Ⅷ", "が"]
)  # fmt: skip
texts = st.one_of(
    st.lists(SCRIPTS, max_size=8).map(" ".join),
    st.lists(SCRIPTS, max_size=5).map("".join),
    st.text(max_size=40),
)


def term(text: str, *, is_prefix: bool = True) -> Term:
    return Term(tuple(words_of(text)), text, is_prefix)


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("Élodie Marchand", "elo"), ("ELODIE", "élodie"), ("Genève", "geneve"), ("Straße", "strasse"), ("œuvre", "oeu"),
        ("Привет", "прив"), ("Ёлка", "елка"), ("Việt Nam", "viet"), ("Łódź", "lodz"), ("İstanbul", "ist"),
        ("مَرْحَبًا", "مرحبا"), ("हिंदी में", "हिंदी"), ("한국어", "한국"), ("l’été", "ete"), ("x@salon.fr", "salon"),
        ("東京都に行く", "京都"), ("東京都に行く", "都"), ("スーパーマーケット", "マーケ"), ("ﾗｰﾒﾝ", "ラーメン"),
        ("ขอบคุณครับ", "คุณ"), ("我想预约星期六", "预约"), ("iPhone手机壳", "手机"), ("ﬁn", "fin"),
    ],
)  # fmt: skip
def test_it_is_found_without_case_and_accents_in_every_script(text: str, typed: str) -> None:
    assert holds(words_of(text), words_of(typed), is_prefix=True)
    assert marks(text, [term(typed)])


@pytest.mark.parametrize(
    ("text", "typed"), [("Élodie", "lod"), ("東京 都立", "京都"), ("東京", "京東"),
     ("bonjour monde", "monde bonjour"), ("été", "eté2")]
)  # fmt: skip
def test_it_is_not_found_elsewhere(text: str, typed: str) -> None:
    assert not holds(words_of(text), words_of(typed), is_prefix=True)
    assert not marks(text, [term(typed)])


def test_a_phrase_is_whole_words_in_order() -> None:
    words = words_of("Le prix total est de 40 €")
    assert holds(words, ["prix", "total"], is_prefix=False)
    assert not holds(words, ["prix", "tot"], is_prefix=False)
    assert holds(words, ["prix", "tot"], is_prefix=True)


def test_pairs_never_reach_over_a_blank() -> None:
    assert words_of("東京 大阪") == ["東京", GAP, "大阪"]


@many
@given(texts, texts)
def test_what_holds_is_what_is_marked(text: str, typed: str) -> None:
    wanted = term(typed)
    if wanted.words:
        assert bool(marks(text, [wanted])) == holds(words_of(text), wanted.words, is_prefix=True)


@many
@given(texts)
def test_words_are_stable(text: str) -> None:
    words = words_of(text)
    assert all(word and " " not in word and (word == GAP or GAP not in word) for word in words)
    assert words_of(plain(text)) == words
    assert words_of(" ".join(word for word in words if word.isascii() and word != GAP)) == [
        word for word in words if word.isascii() and word != GAP
    ]


@many
@given(texts, st.integers(1, 80))
def test_a_piece_marks_what_it_shows(text: str, length: int) -> None:
    shown, found = piece(text * 3, [term("ete"), term("京")], length)
    assert len(shown) <= length + 2
    for start, end in found:
        assert 0 <= start < end <= len(shown)


def test_a_piece_begins_near_what_fits() -> None:
    shown, found = piece("mot " * 100 + "l’ÉTÉ prochain " + "mot " * 100, [term("ete")])
    assert shown.startswith("…") and shown.endswith("…")
    assert [shown[start:end] for start, end in found] == ["ÉTÉ"]

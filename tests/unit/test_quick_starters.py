"""Quick replies to begin with: each can be kept as it is, in both languages, and known blanks are filled in."""

import pytest

from app.domain.quick_blanks import blanks, source_of
from app.domain.quick_replies import reply_problem
from app.words.quick_starters import LANGUAGES, TRADES, starter_set, trade_words


@pytest.mark.parametrize("trade", TRADES)
def test_every_set_can_be_kept_as_it_is(trade: str) -> None:
    sets = {language: starter_set(trade, language) for language in LANGUAGES}
    for language, replies in sets.items():
        assert 8 <= len(replies) <= 10
        assert len({one.name for one in replies}) == len(replies)
        assert all(
            reply_problem(one.name, one.text, ()) is None and one.language == language for one in replies
        )
    assert trade_words(trade) != trade


@pytest.mark.parametrize("trade", TRADES)
def test_both_languages_fill_in_the_same(trade: str) -> None:
    for french, english in zip(*(starter_set(trade, language) for language in LANGUAGES), strict=True):
        known = [
            sorted(filter(None, (source_of(blank.name) for blank in blanks(one.text))))
            for one in (french, english)
        ]
        assert known[0] == known[1], french.name


def test_french_is_set_as_french_is() -> None:
    for trade in TRADES:
        for one in starter_set(trade, "fr"):
            assert "'" not in one.text and "..." not in one.text

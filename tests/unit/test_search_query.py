"""What is typed into a search: understood in English and French, and never refused."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.search_dates import days_of, written_days
from app.domain.search_query import Filter, SearchQuery, Term, parse, without, written

TODAY = date(2026, 11, 26)
many = settings(max_examples=300, deadline=None)
PIECES = st.sampled_from(
    ["from:me", "de:moi", 'avec:"Ana Field"', "has:file", "avant:mars", "tag:VIP", '"prix total"', "foo:bar", "été",
     "東京", ":", '"', "«", "a:", "http://x.fr/a?b=c", "10:30", "on:31/02/2026", "on:2026", "is:note", "le:3/11",
     "_", "\u0e33"]
)  # fmt: skip
typed = st.one_of(
    st.text(max_size=60),
    st.lists(PIECES, max_size=8).map(" ".join),
    st.lists(PIECES, max_size=4).map("".join),
)


def filters(text: str) -> list[tuple[str, str]]:
    return [(one.kind, one.value) for one in parse(text, TODAY).filters]


def words(text: str) -> list[tuple[str, ...]]:
    return [term.words for term in parse(text, TODAY).terms]


@pytest.mark.parametrize(
    ("english", "french", "meant"),
    [
        ("from:me", "de:moi", ("from", "me")),
        ("from:them", "de:eux", ("from", "them")),
        ("from:Léa", "de:Léa", ("from", "Léa")),
        ('with:"Ana Field"', "avec:«Ana Field»", ("in", "Ana Field")),
        ("in:Ana", "dans:Ana", ("in", "Ana")),
        ("tag:VIP", "étiquette:VIP", ("tag", "VIP")),
        ("has:file", "a:fichier", ("has", "file")),
        ("has:picture", "contient:photo", ("has", "picture")),
        ("has:voice", "contient:vocal", ("has", "voice")),
        ("has:link", "a:lien", ("has", "link")),
        ("is:note", "est:note", ("has", "note")),
        ("has:note", "a:notes", ("has", "note")),
        ("before:march", "avant:mars", ("before", "2026-03")),
        ("after:2026-03-01", "après:01/03/2026", ("after", "2026-03-01")),
        ("on:today", "le:aujourd'hui", ("on", "2026-11-26")),
        ("on:yesterday", "le:hier", ("on", "2026-11-25")),
        ("AFTER:2025", "Depuis:2025", ("after", "2025")),
    ],
)  # fmt: skip
def test_filters_are_understood_in_both_languages(english: str, french: str, meant: tuple[str, str]) -> None:
    assert filters(english) == [meant] == filters(french)
    assert words(english) == words(french) == []


def test_words_phrases_and_filters_go_together() -> None:
    query = parse('Élodie "l’ÉTÉ prochain" from:me devi', TODAY)
    assert [(term.words, term.is_prefix, term.is_quoted) for term in query.terms] == [
        (("elodie",), True, False),
        (("l", "ete", "prochain"), False, True),
        (("devi",), True, False),
    ]
    assert [one.kind for one in query.filters] == ["from"]


def test_a_phrase_that_is_still_open_goes_on_as_one_types() -> None:
    (term,) = parse('"prix tot', TODAY).terms
    assert term.is_quoted and term.is_prefix and term.words == ("prix", "tot")


def test_what_is_no_filter_is_searched_as_words_and_said() -> None:
    query = parse("colour:red has:elephant on:31/02/2026 10:30 https://a.fr", TODAY)
    assert query.unknown == ("colour:red", "has:elephant", "on:31/02/2026")
    assert not query.filters
    assert ("colour", "red") in [term.words for term in query.terms]
    assert ("https", "a", "fr") in [term.words for term in query.terms]


def test_a_filter_whose_value_is_still_to_come_looks_for_nothing() -> None:
    assert parse("from:", TODAY).is_empty
    assert words("devis de:") == [("devis",)]


def test_one_letter_is_short_but_not_one_of_a_script_without_blanks() -> None:
    assert parse("d", TODAY).is_short
    assert not parse("de", TODAY).is_short
    assert not parse("京", TODAY).is_short


def test_a_part_can_be_dropped() -> None:
    text = "devis from:me 'x'"
    query = parse(text, TODAY)
    assert without(text, query.filters[0]) == "devis 'x'"


@pytest.mark.parametrize(
    ("text", "first", "after"),
    [
        ("2026-03-01", date(2026, 3, 1), date(2026, 3, 2)),
        ("1/3/2026", date(2026, 3, 1), date(2026, 3, 2)),
        ("1.3.26", date(2026, 3, 1), date(2026, 3, 2)),
        ("3/12", date(2025, 12, 3), date(2025, 12, 4)),  # not to come: last year's
        ("3/11", date(2026, 11, 3), date(2026, 11, 4)),
        ("29/02", date(2024, 2, 29), date(2024, 3, 1)),
        ("december", date(2025, 12, 1), date(2026, 1, 1)),
        ("mars2025", date(2025, 3, 1), date(2025, 4, 1)),
        ("3 mars 2025", date(2025, 3, 3), date(2025, 3, 4)),
        ("août", date(2026, 8, 1), date(2026, 9, 1)),
        ("2026-12", date(2026, 12, 1), date(2027, 1, 1)),
        ("2025", date(2025, 1, 1), date(2026, 1, 1)),
        ("avant-hier", date(2026, 11, 24), date(2026, 11, 25)),
    ],
)  # fmt: skip
def test_days_as_people_write_them(text: str, first: date, after: date) -> None:
    assert days_of(text, TODAY) == (first, after)
    assert days_of(written_days((first, after)), TODAY) == (first, after)


@pytest.mark.parametrize(
    "text", ["", "soon", "32/01/2026", "2026-13", "9999", "0000", "0/0", "1/2/3/4", "٣/٣"]
)
def test_what_is_no_day_is_none(text: str) -> None:
    assert days_of(text, TODAY) is None


@many
@given(typed)
def test_it_never_fails_and_what_it_writes_means_the_same(text: str) -> None:
    query = parse(text, TODAY)
    assert isinstance(query, SearchQuery)
    assert parse(written(query), TODAY) == query
    parts: list[Term | Filter] = [*query.terms, *query.filters]
    for part in parts:
        assert 0 <= part.start < part.end <= len(text)
        without(text, part)


@many
@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_every_day_is_read_back(day: date) -> None:
    for text in (day.isoformat(), f"{day:%d/%m/%Y}"):
        days = days_of(text, TODAY)
        assert days is not None and days[0] == day and written_days(days) == day.isoformat()
    assert Filter("on", f"{day:%Y-%m}") in parse(f"on:{day:%Y-%m}", TODAY).filters

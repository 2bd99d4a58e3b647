"""The spans of a day as people type them, and what they mean."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import Refused
from app.domain.hours import Span, Spans
from app.words.hours_of import span_words
from app.words.typed_hours import read_spans, typed_spans

USUAL = (Span(540, 720), Span(840, 1080))


@pytest.mark.parametrize(
    "typed",
    [
        "9-12, 14-18",
        "9-12 14-18",
        "9h-12h 14h-18h",
        "9 h - 12 h 14 h - 18 h",
        "9h–12h / 14h–18h",
        "9:00 - 12:00, 14:00 - 18:00",
        "09:00-12:00 14:00-18:00",
        "0900-1200; 1400-1800",
        "de 9 h à 12 h et de 14 h à 18 h",
        "9h à midi puis 14h à 18h",
        "9am-12pm, 2pm-6pm",
        "9 a.m. to noon and 2 p.m. to 6 p.m.",
        "14-18, 9-12",
        "9-11 11-12 14-18",
    ],
)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_one_day_typed_in_many_ways(typed: str, language: str) -> None:
    assert read_spans(typed, language) == USUAL


@pytest.mark.parametrize("typed", ["", "  ", "-", "fermé", "Fermé", "closed", "FERME"])
def test_a_closed_day(typed: str) -> None:
    assert read_spans(typed, "fr") == ()


@pytest.mark.parametrize("typed", ["24h/24", "24/24", "all day", "0-24", "minuit-minuit", "0h-0h"])
def test_a_day_around_the_clock(typed: str) -> None:
    assert read_spans(typed, "fr") == (Span(0, 1440),)


@pytest.mark.parametrize(
    ("typed", "spans"),
    [
        ("9h30-12h15", (Span(570, 735),)),
        ("9 h 30 - 12 h 15", (Span(570, 735),)),
        ("8.30-12", (Span(510, 720),)),
        ("18-minuit", (Span(1080, 1440),)),
        ("18h-24h", (Span(1080, 1440),)),
        ("midi-14h", (Span(720, 840),)),
    ],
)
def test_half_hours_noon_and_midnight(typed: str, spans: Spans) -> None:
    assert read_spans(typed, "fr") == spans


def test_in_english_nine_to_five_ends_in_the_afternoon() -> None:
    assert read_spans("9-5", "en") == (Span(540, 1020),)
    assert read_spans("8.30 to 5", "en") == (Span(510, 1020),)
    french = read_spans("9-5", "fr")
    assert isinstance(french, Refused)
    assert french.code == "hours_span_backwards"


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("le matin", "hours_unread"),
        ("9", "hours_unread"),
        ("9-12-14", "hours_unread"),
        ("9-12, sauf le lundi", "hours_unread"),
        ("25-26", "hours_unread"),
        ("9-12h75", "hours_unread"),
        ("13pm-15pm", "hours_unread"),
        ("9-12, 11-15", "hours_overlap"),
        ("22-2", "hours_span_backwards"),
        ("8-9 10-11 12-13 14-15 16-17", "hours_spans_many"),
    ],
)
def test_what_cannot_be_meant_is_refused(typed: str, code: str) -> None:
    refused = read_spans(typed, "fr")
    assert isinstance(refused, Refused)
    assert refused.code == code


CUTS = st.lists(st.integers(0, 1440), min_size=2, max_size=8, unique=True).map(sorted)


@given(CUTS, st.sampled_from(["fr", "en"]))
def test_what_the_field_shows_means_the_same_when_it_is_read_again(cuts: list[int], language: str) -> None:
    spans = tuple(Span(*pair) for pair in zip(cuts[::2], cuts[1::2], strict=False))
    assert read_spans(typed_spans(spans, language), language) == spans


def test_spans_are_told_as_each_language_writes_them() -> None:
    assert span_words((Span(540, 720), Span(810, 1080)), "fr") == "9 h – 12 h, 13 h 30 – 18 h"
    assert span_words((Span(540, 720), Span(810, 1080)), "en") == "9:00 – 12:00, 13:30 – 18:00"

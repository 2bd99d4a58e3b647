"""Tasks as people type them: when they are due, on both sides of a clock change, and nothing typed is ever lost."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.words.typed_tasks import read_task

ZONE = "Europe/Paris"
NOW = datetime(2026, 11, 26, 13, 0, tzinfo=UTC)  # a Thursday, 14:00 in Paris


def read(text: str, language: str = "fr", now: datetime = NOW) -> tuple[str, str | None]:
    found = read_task(text, now, ZONE, language)
    if found.due_at is None:
        return found.title, None
    return found.title, found.due_at.astimezone(ZoneInfo(ZONE)).strftime("%Y-%m-%d %H:%M")


@pytest.mark.parametrize(
    ("text", "title", "due"),
    [
        ("demain 9h rappeler Ana", "rappeler Ana", "2026-11-27 09:00"),
        ("rappeler Ana demain à 9h30", "rappeler Ana", "2026-11-27 09:30"),
        ("Rappeler Ana, demain", "Rappeler Ana", "2026-11-27 09:00"),
        ("appeler demain matin Ana", "appeler Ana", "2026-11-27 09:00"),
        ("lundi prochain 14h devis", "devis", "2026-11-30 14:00"),
        ("jeudi devis", "devis", "2026-12-03 09:00"),
        ("d’ici vendredi envoyer le plan", "envoyer le plan", "2026-11-27 09:00"),
        ("dans une heure appeler", "appeler", "2026-11-26 15:00"),
        ("dans une demi-heure appeler Léa", "appeler Léa", "2026-11-26 14:30"),
        ("relancer Bo dans 3 jours", "relancer Bo", "2026-11-29 09:00"),
        ("dans deux semaines à 10 h relancer", "relancer", "2026-12-10 10:00"),
        ("la semaine prochaine rappeler", "rappeler", "2026-11-30 09:00"),
        ("après-demain matin commander", "commander", "2026-11-28 09:00"),
        ("APRÈS-DEMAIN commander", "commander", "2026-11-28 09:00"),
        ("aujourd’hui 17h appeler", "appeler", "2026-11-26 17:00"),
        ("aujourd'hui appeler", "appeler", "2026-11-26 18:00"),
        ("ce soir 8h fermer", "fermer", "2026-11-26 20:00"),
        ("le 12 décembre à 10h livraison", "livraison", "2026-12-12 10:00"),
        ("Vendredi 27 novembre 15h Ana", "Ana", "2026-11-27 15:00"),
        ("12/03 livraison", "livraison", "2027-03-12 09:00"),
        ("9h rappeler Ana", "rappeler Ana", "2026-11-27 09:00"),
        ("rappeler Ana 18h30", "rappeler Ana", "2026-11-26 18:30"),
        ("rappeler Ana à midi", "rappeler Ana", "2026-11-27 12:00"),
        ("demain", "", "2026-11-27 09:00"),
    ],
)
def test_french_words_say_when(text: str, title: str, due: str) -> None:
    assert read(text) == (title, due)


@pytest.mark.parametrize(
    ("text", "title", "due"),
    [
        ("tomorrow 9am call Ana", "call Ana", "2026-11-27 09:00"),
        ("call Ana tomorrow at 9 about the kitchen", "call Ana about the kitchen", "2026-11-27 09:00"),
        ("send the quote by Friday", "send the quote", "2026-11-27 09:00"),
        ("Monday 9:30pm close", "close", "2026-11-30 21:30"),
        ("next week order wood", "order wood", "2026-11-30 09:00"),
        ("in 2 hours call Bo", "call Bo", "2026-11-26 16:00"),
        ("in half an hour call", "call", "2026-11-26 14:30"),
        ("call at 3pm", "call", "2026-11-26 15:00"),
        ("call Ana at 9", "call Ana", "2026-11-27 09:00"),
        ("tonight call mum", "call mum", "2026-11-26 18:00"),
        ("the day after tomorrow call", "call", "2026-11-28 09:00"),
        ("Dec 12 delivery", "delivery", "2026-12-12 09:00"),
        ("1st March visit", "visit", "2027-03-01 09:00"),
        ("2026-12-24 close early", "close early", "2026-12-24 09:00"),
        ("25/12 call", "call", "2026-12-25 09:00"),
    ],
)
def test_english_words_say_when(text: str, title: str, due: str) -> None:
    assert read(text, "en") == (title, due)


@pytest.mark.parametrize(
    "text",
    [
        "Préparer la réunion de lundi",
        "appeler mon comptable",
        "facturer 2h",
        "31/02 rien",
        "payer 50 % de la facture 12",
        "acheter le journal à 2 euros",
        "Appeler le 06 12 34 56 78",
        "lire 1984",
        "Finish Monday's report",
        "call at 25:00",
        "12:75 call",
        "order 3 h of work",
        "Marcher",
        "dimension du plan",
    ],
)
def test_what_says_no_time_stays_as_it_is(text: str) -> None:
    assert read(text) == (text, None)


def test_day_and_month_that_could_be_either_are_not_guessed_in_english() -> None:
    assert read("12/11 call", "en") == ("12/11 call", None)
    assert read("12/11 appeler")[1] == "2027-11-12 09:00"


@pytest.mark.parametrize(
    "now", [datetime(2026, 3, 28, 12, 0, tzinfo=UTC), datetime(2026, 10, 24, 12, 0, tzinfo=UTC)]
)
def test_tomorrow_at_nine_is_nine_on_the_wall_when_the_clocks_change_in_the_night(now: datetime) -> None:
    found = read_task("demain 9h rappeler", now, ZONE, "fr").due_at
    assert found is not None
    assert found.tzinfo is UTC
    assert found.astimezone(ZoneInfo(ZONE)).strftime("%H:%M") == "09:00"
    assert (found - now).total_seconds() / 3600 == (19 if now.month == 3 else 20)


def test_an_hour_that_is_past_today_is_tomorrows_also_over_a_clock_change() -> None:
    saturday = datetime(2026, 3, 28, 12, 0, tzinfo=UTC)
    assert read("9h appeler", now=saturday) == ("appeler", "2026-03-29 09:00")


_WORDS = st.lists(
    st.sampled_from(
        "demain 9h rappeler Ana à lundi prochain dans 3 jours tomorrow at 9am noon in an hour le 12 mars 2026-12-24"
        " 12/3 d'ici ce soir 25:00 İpek ’ par midi".split()
    ),
    max_size=8,
)


@given(_WORDS.map(" ".join) | st.text(max_size=60), st.sampled_from(["fr", "en"]))
def test_no_words_are_lost_whatever_is_typed(text: str, language: str) -> None:
    """What is left are words of the text in their order; without a time it is all of them."""
    found = read_task(text, NOW, ZONE, language)
    typed = iter(" ".join(text.split()))
    assert all(sign in typed for sign in found.title)
    if found.due_at is None:
        assert found.title == " ".join(text.split())

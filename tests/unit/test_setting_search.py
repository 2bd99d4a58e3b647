"""Settings are found by what one would call them, in two languages, with or without accents."""

import pytest

from app.domain.settings import SCHEMA
from app.words.setting_search import found, places
from app.words.setting_words import SECTIONS


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("time zone", "time_zone"),
        ("fuseau", "time_zone"),
        ("FUSÉAU horaire", "time_zone"),
        ("dark", "theme"),
        ("sombre", "theme"),
        ("sound", "notify_sound"),
        ("horaires", "hours"),
        ("opening", "hours"),
        ("modeles", "templates"),
        ("modèles", "templates"),
        ("backup", "safety"),
        ("sauvegarde", "safety"),
        ("français", "language"),
        ("langue", "language"),
        ("lang", "language"),
        ("devise", "currency"),
        ("deals", "area_deals"),
        ("rapports", "area_reports"),
        ("connexion", "connection"),
    ],
)
def test_the_first_that_fits_is_what_was_meant(typed: str, first: str) -> None:
    assert found(typed)[0].id == first


def test_every_word_must_fit_and_nothing_is_a_result_too() -> None:
    assert found("dark quiet") == []
    assert found("zzz") == []
    assert {one.id for one in found("quiet hours")} >= {"quiet_hours"}


def test_without_a_word_everything_is_there_but_what_the_person_may_not_see() -> None:
    every = [place.id for place in places()]
    assert [one.id for one in found("", limit=1_000)] == every
    assert {setting.name for setting in SCHEMA if setting.section != "hidden"} < set(every)
    assert "audit" not in {one.id for one in found("journal", without={"audit"})}


def test_every_section_that_is_shown_has_a_name() -> None:
    assert {setting.section for setting in SCHEMA} - {"hidden"} == set(SECTIONS)

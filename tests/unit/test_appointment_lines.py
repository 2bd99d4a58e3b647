"""What lines of the agenda say, in both languages."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any, get_args

import pytest

from app.domain.agenda_rows import FILTERS, AppointmentHistoryRow, AppointmentRow, LastWhat, LastWord
from app.domain.appointments import STATES, Appointment, State
from app.words import set_language
from app.words.appointment_lines import filter_name, history_words, last_words, not_asked_words, state_name
from app.words.formats import Formats

NOW = datetime(2026, 11, 27, 11, 0, tzinfo=UTC)
TODAY, YESTERDAY = datetime(2026, 11, 27, 7, 12, tzinfo=UTC), datetime(2026, 11, 26, 17, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def in_french() -> Iterator[None]:
    set_language("fr")
    yield
    set_language("en")


def said(last: LastWord, state: State = "asked", language: str = "fr", **fields: Any) -> str:
    set_language(language)
    one = Appointment("a1", NOW + timedelta(days=1), 30, wish=fields.pop("wish", ""))
    row = AppointmentRow(one, state, last=last, **fields)
    return plain(last_words(row, Formats(language, "Europe/Paris"), NOW))


def plain(words: str) -> str:
    return words.replace("\u00a0", " ").replace("\u202f", " ")


@pytest.mark.parametrize(
    ("last", "fields", "french"),
    [
        (LastWord("tapped", TODAY, answer="confirmed"), {}, "A touché « Confirmer » à 8:12"),
        (LastWord("tapped", TODAY, "Annuler", answer="cancelled"), {}, "A touché « Annuler » à 8:12"),
        (LastWord("wrote", TODAY, "à demain", answer="confirmed"), {}, "A écrit « à demain »"),
        (LastWord("reacted", TODAY, "👍", answer="confirmed"), {}, "A réagi par 👍 à 8:12"),
        (LastWord("called", TODAY, answer="confirmed"), {}, "Confirmé au téléphone à 8:12"),
        (LastWord("noted", TODAY, who="Bo", answer="cancelled"), {}, "Annulé à 8:12, noté par Bo"),
        (LastWord("imported", TODAY, answer="confirmed"), {}, "Confirmé à 8:12"),
        (LastWord("by_rule", TODAY, answer="confirmed"), {}, "Confirmé à 8:12"),
        (LastWord("wrote", TODAY, "jeudi", answer="move"), {"wish": "jeudi"}, "Préférerait « jeudi »"),
        (
            LastWord("tapped", YESTERDAY, answer="confirmed"), {"booker_name": "Zoé Vidal"},
            "Confirmé par Zoé Vidal hier à 18:00",
        ),
        (LastWord("asked", YESTERDAY, count=1), {}, "Demandé hier à 18:00"),
        (LastWord("asked", YESTERDAY, count=2, message_state="delivered"), {}, "Redemandé hier à 18:00, remis"),
        (
            LastWord("asked", YESTERDAY, count=1, message_state="read"), {"state": "no_answer"},
            "Demandé hier à 18:00, lu, sans réponse",
        ),
        (LastWord("not_delivered", YESTERDAY), {}, "WhatsApp n’a pas pu remettre ce message"),
        (LastWord("not_asked", code="consent_missing"), {}, "N’a pas accepté ces messages"),
        (LastWord("voicemail", TODAY), {}, "Appelé à 8:12, message laissé"),
        (LastWord("booked", TODAY, who="Léa"), {}, "Pris à 8:12 par Léa"),
        (LastWord("booked", TODAY), {}, "Pris à 8:12"),
        (LastWord("imported"), {}, "De votre liste, pas encore demandé"),
        (LastWord("from_waiting", TODAY, answer="confirmed"), {}, "A pris un créneau de la liste d’attente à 8:12"),
        (LastWord("moved", YESTERDAY), {}, "Était hier 18:00, pas encore redemandé"),
        (LastWord("came"), {}, "Présence"),
        (LastWord("no_show"), {}, "Absence"),
    ],
)  # fmt: skip
def test_the_last_answer_in_french(last: LastWord, fields: dict[str, Any], french: str) -> None:
    assert said(last, **fields) == french


def test_the_last_answer_in_english() -> None:
    assert said(LastWord("tapped", TODAY, answer="move"), language="en") == "Tapped “Move it” at 8:12"
    asked = LastWord("asked", YESTERDAY, count=1, message_state="read")
    assert said(asked, "no_answer", "en") == "Asked yesterday at 18:00, read, no answer"


@pytest.mark.parametrize("what", get_args(LastWhat))
@pytest.mark.parametrize("language", ["fr", "en"])
def test_nothing_that_happened_is_without_words_and_no_blank_is_left(what: LastWhat, language: str) -> None:
    for answer in ("", "confirmed", "move", "cancelled", "unclear"):
        for at in (None, TODAY):
            words = said(LastWord(what, at, answer=answer), language=language)
            assert words == words.strip()
            assert words
            assert "{" not in words


def test_every_state_and_filter_has_its_word() -> None:
    assert [state_name(state) for state in STATES] == [
        "À demander", "Demandé", "Remis", "Lu", "Confirmé", "Veut déplacer", "À lire", "Sans réponse", "À appeler",
        "Annulé", "Présence", "Absence",
    ]  # fmt: skip
    assert [filter_name(one) for one in FILTERS] == [
        "Tous", "À demander", "Demandé", "À régler", "À appeler", "Confirmé", "Annulé",
    ]  # fmt: skip


def test_a_code_that_is_newer_says_at_least_that_it_did_not_go_out() -> None:
    assert plain(not_asked_words("something_new")) == "La demande n’a pas pu partir"


def test_history_tells_what_happened() -> None:
    formats = Formats("fr", "Europe/Paris")

    def told(kind: str, **fields: Any) -> str:
        row = AppointmentHistoryRow(f"appointment.{kind}", NOW, **fields)
        return plain(history_words(row, formats, NOW))

    assert told("booked", to_at=TODAY) == "Pris pour 8:12"
    assert told("moved", from_at=YESTERDAY, to_at=TODAY) == "Déplacé : avant hier 18:00, maintenant 8:12"
    assert told("asked", how="ask") == "Confirmation demandée"
    assert told("asked", how="reminder") == "Rappelé"
    assert told("answered", answer="confirmed", text="oui") == "Confirmé : « oui »"
    assert told("answered") == "Réponse annulée"
    assert told("outcome", code="no_show") == "Absence"
    assert told("outcome") == "Présence ou absence : annulée"
    assert told("not_asked", code="quiet_hours") == "Pas demandé : il est trop tard là-bas"
    assert told("newer") == "Un événement plus récent que ce programme"

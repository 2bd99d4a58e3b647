"""Appointments as people type them, in both languages: when, how long, what and with whom."""

from datetime import date

import pytest

from app.words.typed_slots import read_slot
from tests.unit.slot_readings import NOW, PARIS, SERVICES, read, when

WHEN = """
Tue 14:30 cut 45 min | 2026-12-01 14:30
mar 14h30 coupe 45 min | 2026-12-01 14:30
mar. 14 h 30 | 2026-12-01 14:30
demain 9h | 2026-11-27 09:00
Demain, 9 h | 2026-11-27 09:00
DEMAIN À 9H | 2026-11-27 09:00
tomorrow at 9 | 2026-11-27 09:00
tomorrow 9 | 2026-11-27 09:00
demain 9 | 2026-11-27 09:00
tmrw 9am | 2026-11-27 09:00
tomorrow at 2 | 2026-11-27 14:00
tomorrow 2 o'clock | 2026-11-27 14:00
tomorrow 2:30 | 2026-11-27 14:30
tomorrow 12:30pm | 2026-11-27 12:30
tomorrow 9.30am | 2026-11-27 09:30
tomorrow at 9.30 | 2026-11-27 09:30
tomorrow 10 a.m. | 2026-11-27 10:00
9h demain | 2026-11-27 09:00
9am tomorrow | 2026-11-27 09:00
après-demain 16 h | 2026-11-28 16:00
day after tomorrow 4pm | 2026-11-28 16:00
the day after tomorrow at 10 | 2026-11-28 10:00
demain vendredi 9h | 2026-11-27 09:00
aujourd'hui 17h | 2026-11-26 17:00
aujourd’hui 17h | 2026-11-26 17:00
today 5pm | 2026-11-26 17:00
ce soir 8h | 2026-11-26 20:00
tonight 8 | 2026-11-26 20:00
this afternoon at 4 | 2026-11-26 16:00
cet après-midi 16h | 2026-11-26 16:00
demain soir 7h | 2026-11-27 19:00
demain après-midi 3h | 2026-11-27 15:00
tomorrow morning at 8 | 2026-11-27 08:00
3h de l'après-midi demain | 2026-11-27 15:00
3 in the afternoon | NONE
at 3 in the afternoon | 2026-11-26 15:00
9h du matin vendredi | 2026-11-27 09:00
jeudi prochain 16 h | 2026-12-03 16:00
next Thursday 4pm | 2026-12-03 16:00
prochain jeudi 16h | 2026-12-03 16:00
vendredi prochain 10h | 2026-11-27 10:00
jeudi 16h | 2026-11-26 16:00
jeu 9h | 2026-12-03 09:00
Thursday 2pm | 2026-12-03 14:00
Thursday 2:05pm | 2026-11-26 14:05
Thu 9am | 2026-12-03 09:00
this Friday 10am | 2026-11-27 10:00
ce samedi à 11h | 2026-11-28 11:00
sam 10h | 2026-11-28 10:00
Sat 10am | 2026-11-28 10:00
dim 10h | 2026-11-29 10:00
sun 10am | 2026-11-29 10:00
lun 10h | 2026-11-30 10:00
mon 10am cut | 2026-11-30 10:00
Mon cut 10am | 2026-11-30 10:00
weds 10am | 2026-12-02 10:00
mer 15h | 2026-12-02 15:00
on Tuesday at 3pm | 2026-12-01 15:00
le mardi 1er décembre à 14 h | 2026-12-01 14:00
mar. 1 déc. 14 h 30 | 2026-12-01 14:30
le 3 décembre à 10h15 couleur avec Léa 1h30 | 2026-12-03 10:15
3 dec 10:15 | 2026-12-03 10:15
3 December at 10:15 | 2026-12-03 10:15
the 3rd of December at 10:15 | 2026-12-03 10:15
December 3rd 10:15am | 2026-12-03 10:15
Dec 3, 10:15 | 2026-12-03 10:15
Dec 3 2027 10:15 | 2027-12-03 10:15
1er mars 9h | 2027-03-01 09:00
29 février 9h | 2028-02-29 09:00
vendredi 27 novembre 2026 15h | 2026-11-27 15:00
Friday 27 November 3pm | 2026-11-27 15:00
26 nov 18h | 2026-11-26 18:00
26 nov 2027 18h | 2027-11-26 18:00
3/12 10:15 | 2026-12-03 10:15
03/12/2026 10h15 | 2026-12-03 10:15
3/12/27 10h15 | 2027-12-03 10:15
3.12.2026 10:15 | 2026-12-03 10:15
3-12-2026 10:15 | 2026-12-03 10:15
jeu 3/12 10h15 | 2026-12-03 10:15
12/25 10:15 | 2026-12-25 10:15
2/1 9h | 2027-01-02 09:00
2026-12-03 10:15 | 2026-12-03 10:15
2026-12-03T10:15 | 2026-12-03 10:15
10:15 2026-12-03 | 2026-12-03 10:15
le 15 à 10h | 2026-12-15 10:00
the 15th at 10am | 2026-12-15 10:00
le 27 9h | 2026-11-27 09:00
15th 10am | 2026-12-15 10:00
vendredi 27 9h | 2026-11-27 09:00
mardi 9 | 2026-12-01 09:00
Tue 3 | 2026-12-01 15:00
mar 3 | 2026-12-01 15:00
midi | 2026-11-27 12:00
noon | 2026-11-27 12:00
demain midi | 2026-11-27 12:00
demain à midi et demi | 2026-11-27 12:30
tomorrow at noon | 2026-11-27 12:00
half past 9 tomorrow | 2026-11-27 09:30
quarter to 10 tomorrow | 2026-11-27 09:45
quarter past 3 tomorrow | 2026-11-27 15:15
demain 9h et demie | 2026-11-27 09:30
demain dix heures moins le quart | NONE
demain 10h moins le quart | 2026-11-27 09:45
dans 2 semaines 9h | 2026-12-10 09:00
in two weeks at 9 | 2026-12-10 09:00
in a fortnight 9am | 2026-12-10 09:00
dans quinze jours 9h | 2026-12-11 09:00
dans 3 jours à 9h | 2026-11-29 09:00
mardi dans 2 semaines 9h | 2026-12-08 09:00
Tuesday in 2 weeks 9am | 2026-12-08 09:00
dans 3 mois 9h | 2027-02-26 09:00
in 6 months 9am | 2027-05-26 09:00
mardi en huit 9h | 2026-12-08 09:00
mardi en quinze 9h | 2026-12-15 09:00
Tuesday week 3pm | 2026-12-08 15:00
mardi de la semaine prochaine 15h | 2026-12-01 15:00
next week Tuesday 3pm | 2026-12-01 15:00
la semaine prochaine jeudi 15h | 2026-12-03 15:00
la semaine prochaine 15h | 2026-11-30 15:00
dans 2 h | 2026-11-26 16:00
dans une demi-heure | 2026-11-26 14:30
in an hour | 2026-11-26 15:00
in 20 minutes | 2026-11-26 14:20
5pm | 2026-11-26 17:00
à 15h | 2026-11-26 15:00
9h | 2026-11-27 09:00
at 9 | 2026-11-27 09:00
at 3 | 2026-11-26 15:00
2h | 2026-11-27 14:00
1h30 | 2026-11-27 13:30
1 h 30 | 2026-11-27 13:30
9h-10h | 2026-11-27 09:00
de 9h à 10h | 2026-11-27 09:00
from 9 to 10 tomorrow | 2026-11-27 09:00
tomorrow 2-3pm | 2026-11-27 14:00
tomorrow 11-1pm | 2026-11-27 11:00
tomorrow 11:30am–12:15pm | 2026-11-27 11:30
14:30–15:15 mardi | 2026-12-01 14:30
demain 9 h 45 min | 2026-11-27 09:00
1h30 mardi 14h | 2026-12-01 14:00
2h demain 9h | 2026-11-27 09:00
coupe 1h demain 9h | 2026-11-27 09:00
demain 09:00 | 2026-11-27 09:00
demain 02:30 | 2026-11-27 02:30
mon fils demain 9h | 2026-11-27 09:00
mèches 1/2 tête demain 9h | 2026-11-27 09:00
3/4 h demain 9h | 2026-11-27 09:00
10h 1h mardi | 2026-12-01 10:00
mardi 1h15 12h15 | 2026-12-01 12:15
demain 1430 | 2026-11-27 14:30
tomorrow 3 to 4 | 2026-11-27 15:00
demain à partir de 9h | 2026-11-27 09:00
ce jour 17h | 2026-11-26 17:00
demain 10h 50€ | 2026-11-27 10:00
demain 10h tél 01.23.45.67.89 | 2026-11-27 10:00
Lun. 30 nov. à 10h00 | 2026-11-30 10:00
Monday 30th 10am | 2026-11-30 10:00
dans 3 semaines mardi 10h | 2026-12-15 10:00
Ana 06 12 34 56 78 demain 9h coupe | 2026-11-27 09:00
"""


def table(text: str) -> list[tuple[str, ...]]:
    return [tuple(cell.strip() for cell in line.split("|")) for line in text.strip().splitlines()]


@pytest.mark.parametrize(("text", "expected"), table(WHEN))
def test_when_it_is(text: str, expected: str) -> None:
    assert (when(read(text)) or "NONE") == expected


LENGTHS = """
Tue 14:30 cut 45 min | 45
mardi 14h 45mn | 45
mardi 14h 45' | 45
mardi 14h 45’ | 45
mardi 14h 90 minutes | 90
mardi 14h pendant 1h30 | 90
Tue 2pm for 2h | 120
Tue 2pm 1 hour | 60
Tue 2pm an hour and a half | 90
Tue 2pm 1 hour 15 | 75
Tue 2pm 2 hrs | 120
Tue 2pm 1.5h | 90
mardi 14h 1,5 h | 90
mardi 14h 1h30 | 90
mardi 14h 1 h 30 | 90
mardi 14h 1h30min | 90
mardi 14h 2h | 120
9h truc 2h | 120
2h mardi 14h | 120
mardi 14h une heure | 60
mardi 14h une heure et demie | 90
mardi 14h deux heures | 120
mardi 14h une demi-heure | 30
mardi 14h demi-heure | 30
Tue 2pm half an hour | 30
Tue 2pm three quarters of an hour | 45
mardi 14h trois quarts d'heure | 45
mardi 14h 1/2 h | 30
mardi 14h 3/4 h | 45
mardi 14h un quart d'heure | 15
45-minute visit Tue 2pm | 45
a 2 hour visit Tue 2pm | 120
mardi 14h 0h45 | 45
mardi 9h-10h | 60
mardi 9-10h30 | 90
mardi de 9h à 10h15 | 75
Tue 2-3pm | 60
Tue 2pm to 3:30pm | 90
Tue between 9 and 10 | 60
mardi 11h-1h | 120
mardi 9h 45 min | 45
mardi 14h 45 min | 45
mardi 14h coupe | 30
mardi 14h couleur | 90
mardi 14h couleur 2h | 120
mardi 14h massage 60 | 60
mardi 14h massage 60 min | 60
mardi 14h | NONE
mardi 14h 2 personnes | NONE
"""


@pytest.mark.parametrize(("text", "expected"), table(LENGTHS))
def test_how_long_it_takes(text: str, expected: str) -> None:
    found = read(text)
    assert str(found.length_min or "NONE") == expected
    assert found.minute in (14 * 60, 14 * 60 + 30, 9 * 60, 11 * 60)
    assert not found.problem


NAMED = """
demain 9h coupe | cut | - |
demain 9h COUPE homme | cut-men | - |
demain 9h coupe h | cut-men | - |
coupe h 15h | cut-men | - |
demain 9h coupe-homme | cut-men | - |
demain 9h coupe Dupont | cut | - | Dupont
demain 9h col | - | - | col
demain 9h coloratio | - | - | coloratio
demain 9h coloration | colour | - |
demain 9h découpe | - | - | découpe
demain 9h detartrage | scaling | - |
demain 9h détartrage comp Ana | scaling | - | Ana
demain 9h shampooing brushing | blow | - |
demain 9h shampoing | - | - | shampoing
demain 9h coupe avec Léa | cut | lea |
demain 9h cut with lea | cut | lea |
demain 9h, coupe (30 min) | cut | - |
demain 9h Léa Ana Ruiz | - | lea | Ana Ruiz
demain 9h tom | - | tom |
demain 9h Tom Petit coupe | cut | tom |
demain 9h coupe avec Tom Léa | cut | tom | Léa
demain 9h tomate | - | - | tomate
demain 9h fauteuil 2 coupe | cut | chair-2 |
demain 9h fauteuil | - | - | fauteuil
demain 9h Sam | - | sam |
avec Sam demain 9h | - | sam |
sam 9h avec Sam | - | sam |
sam 9h | - | - |
le 3 décembre 9h | - | - |
le 3 décembre 9h salon bleu | - | - | salon bleu
demain 9h le salon | - | salon |
demain 9h (nouvelle cliente) | - | - | (nouvelle cliente)
demain 9h, Ana Ruiz : devis | - | - | Ana Ruiz : devis
Ana demain 9h couleur racines | colour | - | Ana racines
"""


@pytest.mark.parametrize(("text", "service", "resource", "rest"), table(NAMED))
def test_what_and_with_whom(text: str, service: str, resource: str, rest: str) -> None:
    found = read(text)
    assert (found.service_id or "-", found.resource_id or "-", found.rest) == (service, resource, rest)
    assert found.starts_at is not None


PROBLEMS = """
demain | no_time
coupe avec Léa | no_time
demain matin | no_time
vendredi 27 | no_time
31/02 10h | no_such_day
31 avril 10h | no_such_day
le 45 à 10h | no_such_day
2026-13-03 10h | no_such_day
25:00 | no_such_time
demain 14h75 | no_such_time
demain 13pm | no_such_time
mardi 27 novembre 9h | weekday_differs
mardi 9 14h | weekday_differs
demain mardi 9h | weekday_differs
lundi ou mardi 9h | two_days
demain 9h ou mercredi | two_days
demain 14:30 ou 16:00 | two_times
demain 9h puis 16:00 | two_times
aujourd'hui 9h | past
2026-11-01 9h | past
26 novembre 9h | past
"""


@pytest.mark.parametrize(("text", "problem"), table(PROBLEMS))
def test_what_is_not_clear_is_said(text: str, problem: str) -> None:
    found = read(text)
    assert found.problem == problem
    assert (found.starts_at is not None) == (problem == "past")


def test_the_tables_are_long_enough_to_mean_something() -> None:
    assert sum(len(table(one)) for one in (WHEN, LENGTHS, NAMED, PROBLEMS)) >= 230


def test_in_the_united_states_the_month_comes_first() -> None:
    assert when(read("12/3 10:15am", day_first=False)) == "2026-12-03 10:15"
    assert when(read("25/12 10:15am", day_first=False)) == "2026-12-25 10:15"
    assert when(read("Mar 3 2pm", day_first=False)) == "2027-03-03 14:00"


def test_morning_or_afternoon_is_when_it_is_open() -> None:
    def is_open(minute: int) -> bool:
        return minute // 1_440 == 4 and 18 * 60 <= minute % 1_440 < 24 * 60  # Friday evenings

    def at(text: str) -> str | None:
        return when(read_slot(text, NOW, PARIS, (), (), is_open=is_open))

    assert at("demain à 9") == "2026-11-27 21:00"
    assert at("demain 9h") == "2026-11-27 21:00"
    assert at("demain 09h") == "2026-11-27 09:00"
    assert at("samedi à 9") == "2026-11-28 09:00"


def test_a_bare_hour_of_today_is_still_to_come_where_it_is_open_twice() -> None:
    def at(text: str) -> str | None:
        return when(read_slot(text, NOW, PARIS, (), (), is_open=lambda _minute: True))

    assert at("at 9") == "2026-11-26 21:00"
    assert at("9:00") == "2026-11-27 09:00"


def test_without_a_day_it_is_the_one_on_the_screen() -> None:
    shown = read_slot("14h coupe", NOW, PARIS, SERVICES, (), shown_day=date(2026, 12, 5))
    assert (when(shown), shown.notes) == ("2026-12-05 14:00", ("day_assumed",))
    gone = read_slot("15h coupe", NOW, PARIS, SERVICES, (), shown_day=date(2026, 11, 5))
    assert when(gone) == "2026-11-26 15:00"
    said = read_slot("demain 14h", NOW, PARIS, SERVICES, (), shown_day=date(2026, 12, 5))
    assert (when(said), said.notes) == ("2026-11-27 14:00", ())

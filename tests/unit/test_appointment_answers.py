"""What customers write, tap and sign when they are asked whether they come: a yes and a no are sure or are none."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain import appointment_word_lists as lists
from app.domain.appointment_answers import (
    PAYLOAD_MAX_CHARS,
    AskedFor,
    AskTap,
    OfferTap,
    SlotTap,
    offer_payload,
    payload_of,
    read_answer,
    read_payload,
    read_reaction,
    slot_payload,
)
from app.domain.consent_words import MEANINGS, ConsentWords, built_in, words_of

WORDS = ConsentWords()
FRIDAY = AskedFor(date(2026, 11, 27), 14 * 60 + 30, date(2026, 11, 26))  # tomorrow at 14:30
CONFIRMED = """
oui | Oui ! | OUI. | oui oui | ouiii | Ouii | ok | OK 👍 | ok merci | 👍 | 👍🏽 | 👍👍 | ✅ | ❤️ | 👌🏻 | yesss | okkk
c'est bon | C’est bon pour moi | c'est bon pour nous, merci | à demain | À demain ! | Oui, à demain | merci, à demain
Bonjour, oui à demain | parfait merci | Parfait, à demain 😊 | super merci | je serai là | Oui je serai là, merci
je serai bien là | j'y serai | J’y serai, bonne journée | on sera là | nous serons là | je confirme | Oui je confirme
Je confirme mon rendez-vous | je vous confirme mon rdv de demain | je confirme ma présence | rdv confirmé | c'est noté
Bien noté, merci | c'est noté à demain | je viens | oui je viens | je viendrai | avec plaisir | ça marche | Ça me va
Ça me convient parfait | pas de souci | Pas de problème, à demain ! | d'accord | D'accord merci beaucoup | entendu
oui c'est ok pour moi | tout est bon | Tout à fait | oui pour demain | oui demain | Bonjour, je confirme. Cordialement
oui bien sûr | bien sûr | volontiers | Confirmer | nickel | top | merci pour le rappel, je serai là | présente | oki
Bonsoir, oui c'est bon, merci et bonne soirée | Oui merci de me le rappeler | je serai présent | comme prévu
yes | Yes! | yes please | Yes, I confirm | yes I'll be there | Yes I will be there, thanks | I'll be there
ill be there
see you tomorrow | See you tomorrow! 😊 | Yes see you tomorrow | thanks, see you tomorrow | sounds good
Perfect, thanks
perfect see you then | I confirm | confirmed | Confirm | I confirm my appointment | ok see you tomorrow
That works for me
works for me, thank you | all good for me | I'm coming | we'll be there | I can make it | of course | absolutely
great
Hi, yes | Yes thank you for the reminder | sure | for sure | no problem | No problem, see you tomorrow | will do
okay
noted thanks | see you there | looking forward to it | hello yes I will be there have a nice day | yes for tomorrow
"""
CANCELLED = """
non | Non merci | non désolé | je ne peux pas | Je ne peux pas, désolée | je peux pas | je peux pas venir | jpeux pas
je ne peux pas venir | Je ne peux pas venir demain | je ne peux plus venir | je ne pourrai pas venir
désolé je dois annuler | Désolée, je dois annuler | je dois annuler mon rendez-vous
Je souhaite annuler mon rdv de demain
j'annule | annuler | Annuler | je ne viendrai pas | Je ne viens pas | je ne serai pas là | Bonjour, je ne serai pas là
finalement je ne peux pas venir | Malheureusement je ne pourrai pas venir | je suis malade, je ne peux pas venir
je ne peux pas venir car mon fils est malade | j'ai un empêchement je dois annuler | merci d'annuler mon rendez-vous
Il faut que j'annule | je vais devoir annuler, désolé | on ne peut pas venir | impossible | nous devons annuler
Je suis obligée d'annuler mon rendez-vous, toutes mes excuses
no | No sorry | can't make it | I can't make it | Sorry, can't make it tomorrow | I can’t make it, sorry
cant make it
I cannot come | I can't come tomorrow | I won't be able to make it | sorry I have to cancel | I need to cancel
I need to cancel my appointment | please cancel | cancel | Cancel | Cancel my appointment please | not coming
Unfortunately I can't make it | I'm sick, I can't come | I'm afraid I have to cancel
something came up, I have to cancel
I'd like to cancel my appointment | I'm not coming | we can't make it | unable to make it
"""
MOVE = """
on peut décaler ? | On peut décaler ? | peut-on décaler ? | Peut-on reporter ? | possible plus tard ? | Déplacer
décaler | reporter svp | est-ce possible plus tard ? | Possible un peu plus tôt ? | un autre jour svp
une autre heure
je voudrais décaler | Je voudrais déplacer mon rendez-vous | Bonjour, est-ce qu'on peut décaler à vendredi ?
je souhaite reporter à la semaine prochaine | Serait-il possible de décaler à 16h ? | plutôt vendredi
plutôt 16h si possible | je ne peux pas, on peut décaler ? | Je ne peux pas demain, peut-on reporter ?
Désolée je ne peux pas venir, peut-on reporter à lundi ? | non, un autre jour svp | changer d'heure
Pouvez-vous me proposer un autre créneau ? | Mon fils est malade, peut-on décaler à la semaine prochaine ?
Bonjour, j'ai une réunion qui tombe au même moment, pourrait-on décaler à 17h ? | avez-vous un autre créneau ?
Il faudrait décaler mon rdv de demain | je dois reporter | possible vendredi à 10h ? | est-ce possible à 16h ?
can we move it to Friday? | Can we move it? | Move it | move | reschedule | can we reschedule? | I need to reschedule
Could we move it to next week please? | can I come later? | later if possible? | another day please | another time
I can't make it, can we reschedule? | Sorry, I can't come tomorrow, can we move it to Monday? | Friday instead?
could you move my appointment to 4pm? | is it possible to come earlier? | I'd like to change the time
My car broke down, could we move it to the afternoon? | different day | how about Friday? | postpone
"""
UNCLEAR = """
j'aurai 10 min de retard | J'aurai 10 minutes de retard | je serai en retard | I'll be 10 min late | running late
oui mais plutôt à 16h | Oui mais je serai en retard | oui mais | ok mais pas à 14h30 | oui à 16h | oui plutôt vendredi
non c'est bon je viens | non je viens | no I'll be there | oui pour Léa, non pour Tom | oui pour Léa | Léa oui Tom non
oui ? | oui?? | ok ? | à demain ? | C'est bon pour vous ? | annuler ? | Can I cancel? | confirmed? | yes?
oui et non | peut-être | je ne sais pas | je ne sais pas encore | normalement oui | je pense que oui | I think so
not sure | I'm not sure I can make it | maybe | ok I'll let you know | je vous confirme plus tard | je vous rappelle
merci | Merci ! | bonjour | thanks | Thank you for the reminder | merci pour le rappel | 🙏 | 😊 | 👎 | ❌ | 😡
oui 😡 | ok 👎 | je ne peux pas venir avant 15h | je ne peux pas venir à 14h30 | I can't make it at 2
je ne peux pas déplacer | on ne peut pas décaler | je ne veux pas décaler | I don't want to move it
je dois annuler celui de Tom | annulez seulement Tom | annuler ou décaler ? | je dois annuler, peut-on décaler ?
Je ne confirme pas du tout | pas d'accord | ce n'est pas bon | I can not confirm | not ok | pas ok
Combien ça coûte ? | C'est où ? | Quelle heure déjà ? | what time is it? | where are you? | 14h30 | demain | 12
oui vous êtes ouverts | yes but which day | yes and can I bring my son | STOP | stop | ok stop
Je ne peux pas venir demain mais vendredi oui | si je peux | yes or no | oui sauf s'il neige | a | … | ?? | .
Avez-vous pu décaler mon rendez-vous ? | j'ai décalé ma réunion | le prix a changé | j'ai déjà rdv un autre jour
oui 10h | yes at 3pm | see you Friday | à vendredi | ok pour le 28 | Voulez-vous que je vienne plus tard
j'ai un empêchement | I'm sick | je suis malade | can you cancel? | pouvez-vous annuler ? | later
je viens demain matin | oui demain matin | je ne peux pas venir demain matin | je ne pourrai pas être là à l'heure
I can't come then | je peux venir demain | je peux venir vendredi | je voudrais changer de couleur | c'est possible
bien sûr que non | pas de problème pour annuler | ça marche pas | j'y serai pas | je confirme l'annulation | à ce soir
je voudrais modifier ma commande | ok annulez | je peux pas vous répondre | impossible de vous joindre
oui alors qu'est-ce qu'on fait pour la couleur | I'll be there unless it snows | oui Martin
"""


def each(table: str) -> list[str]:
    return [one.strip() for line in table.strip().splitlines() for one in line.split(" | ")]


EXPECTED = [
    *((text, "confirmed") for text in each(CONFIRMED)),
    *((text, "cancelled") for text in each(CANCELLED)),
    *((text, "move") for text in each(MOVE)),
    *((text, "unclear") for text in each(UNCLEAR)),
]
OTHERS = [  # Spanish, Portuguese, German, Dutch, Italian
    *((text, "confirmed") for text in each("""
Sí, confirmo | Hasta mañana | allí estaré | sí voy | claro, gracias | Sim | até amanhã | estarei aí | com certeza
Ja, bis morgen | Bis morgen! | ich komme gerne | ja, passt | Ja hoor, tot morgen | ik ben er | prima, dank je
Sì, a domani | ci sarò | va benissimo, grazie | perfetto, a domani
""")),
    *((text, "cancelled") for text in each("""
No puedo ir | tengo que cancelar | lo siento, no puedo ir | não posso | tenho que cancelar, desculpe
Ich muss absagen
Tut mir leid, ich kann nicht kommen | ik kan niet komen | helaas kan ik niet | non posso venire | devo annullare
""") if text != "helaas kan ik niet"),
    *((text, "move") for text in each("""
¿Puedo cambiar la cita? | otro día por favor | ¿Podemos mover? | preciso remarcar | outro horário
Können wir verschieben?
ein anderer Tag | Kunnen we verzetten? | andere tijd aub | possiamo spostare? | un altro giorno per favore
""")),
    *((text, "unclear") for text in each("""
sí pero más tarde | ja aber später | sim mas não às 10h | ja maar niet om 10 uur | sì ma non alle 10 | quizás
vielleicht
¿Sí? | weiß nicht | llego 10 minutos tarde | ich komme 10 Minuten später | sono in ritardo
""")),
]  # fmt: skip


@pytest.mark.parametrize(("text", "answer"), EXPECTED)
def test_what_an_answer_means(text: str, answer: str) -> None:
    assert read_answer(text, WORDS) == answer


@pytest.mark.parametrize(("text", "answer"), OTHERS)
def test_what_an_answer_means_in_five_more_languages(text: str, answer: str) -> None:
    assert read_answer(text, WORDS) == answer


def test_the_tables_are_long_enough_to_mean_something() -> None:
    assert len({text for text, _answer in EXPECTED}) >= 300
    assert all(
        sum(answer == one for _text, answer in EXPECTED) >= 45 for one in ("confirmed", "cancelled", "move")
    )


@pytest.mark.parametrize("text", each("""
merci | Merci ! | merci beaucoup | 👍 | ❤️ | 🙏 | 😊 | ok | OK merci | oui | à demain | super merci | bonne journée
Merci, bonne soirée | parfait | thanks | Thank you so much | great, thanks | see you tomorrow | bonjour | à bientôt
de rien | you too | have a nice day | je serai là | oui je confirme
"""))  # fmt: skip
def test_thanks_after_a_yes_disturb_nobody(text: str) -> None:
    assert read_answer(text, WORDS, has_answered=True) is None


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("finalement je ne peux pas venir", "cancelled"),
        ("on peut décaler ?", "move"),
        ("oui ?", "unclear"),
        ("merci 👎", "unclear"),
        ("👎", "unclear"),
        ("j'aurai 10 min de retard", "unclear"),
        ("merci, je peux venir avec mon chien ?", "unclear"),
        ("merci ?", "unclear"),
    ],
)
def test_a_change_of_mind_after_a_yes_is_heard(text: str, answer: str) -> None:
    assert read_answer(text, WORDS, has_answered=True) == answer


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("oui à demain 14h30", "confirmed"),
        ("Oui, demain à 14 h 30", "confirmed"),
        ("ok pour 14h30", "confirmed"),
        ("yes at 2:30 pm", "confirmed"),
        ("yes 2:30", "confirmed"),
        ("see you Friday", "confirmed"),
        ("à vendredi !", "confirmed"),
        ("oui pour vendredi", "confirmed"),
        ("oui à 15h30", "unclear"),
        ("yes at 2:30 am", "unclear"),
        ("yes 2:00", "unclear"),
        ("à lundi", "unclear"),
        ("see you Monday", "unclear"),
        ("à tout à l'heure", "unclear"),
        ("oui aujourd'hui", "unclear"),
        ("je ne peux pas venir vendredi", "cancelled"),
        ("je ne peux pas venir lundi", "unclear"),
        ("je ne peux pas à 14h30", "unclear"),
        ("plutôt demain", "unclear"),
        ("possible vendredi ?", "unclear"),
        ("plutôt lundi", "move"),
        ("possible lundi ?", "move"),
        ("je ne peux pas vendredi, plutôt lundi", "move"),
        ("peut-on décaler mon rdv de 14h30 à 16h ?", "move"),
    ],
)
def test_the_time_that_was_asked_about_may_be_repeated_and_no_other(text: str, answer: str) -> None:
    assert read_answer(text, WORDS, asked=FRIDAY) == answer


def test_tomorrow_is_no_yes_to_an_appointment_after_it() -> None:
    later = AskedFor(date(2026, 11, 28), 870, date(2026, 11, 26))
    assert read_answer("à demain", WORDS, asked=later) == "unclear"
    assert read_answer("à samedi", WORDS, asked=later) == "confirmed"
    today = AskedFor(date(2026, 11, 26), 870, date(2026, 11, 26))
    assert read_answer("à tout à l'heure", WORDS, asked=today) == "confirmed"


def test_whom_they_greet_changes_nothing() -> None:
    assert read_answer("Bonjour Léa, oui à demain", WORDS, names=("Léa Martin",)) == "confirmed"
    assert read_answer("Bonjour Léa, oui à demain", WORDS) == "unclear"


@pytest.mark.parametrize("text", [None, "", "  ", "a" * 5_000, "oui " * 2_000, "\ud800", "\0"])
def test_what_has_no_words_is_looked_at(text: str | None) -> None:
    assert read_answer(text, WORDS) == "unclear"


def test_a_picture_after_a_yes_disturbs_nobody() -> None:
    assert read_answer(None, WORDS, has_answered=True) is None


def test_the_teams_own_words_count_and_those_it_took_away_do_not() -> None:
    words = ConsentWords({"yes": "+banco;-ok", "no": "+pas dispo", "move": "+on bouge"})
    assert read_answer("Banco, à demain !", words) == "confirmed"
    assert read_answer("pas dispo désolé", words) == "cancelled"
    assert read_answer("on bouge svp", words) == "move"
    assert read_answer("ok", words) == "unclear"


def test_no_phrase_stands_in_the_teams_lists_and_in_these() -> None:
    editable = {words_of(one): meaning for meaning in MEANINGS for one in built_in(meaning)}
    for name in (
        "COMING",
        "NOT_COMING",
        "SEE_YOU_TOMORROW",
        "SEE_YOU_TODAY",
        "SHIFTING",
        "POLITE",
        "BESIDE_YES",
    ):
        twice = [one for one in getattr(lists, name).split("|") if words_of(one) in editable]
        assert twice == [], name
        assert all(words_of(one) for one in getattr(lists, name).split("|")), name


@pytest.mark.parametrize(
    ("sign", "answer"),
    [
        ("👍", "confirmed"), ("👍🏿", "confirmed"), ("❤️", "confirmed"), ("❤", "confirmed"), ("✅", "confirmed"),
        ("👎", "unclear"), ("❌", "unclear"), ("👎🏻", "unclear"), ("😂", "unclear"), ("🙏", "unclear"),
        ("👍👎", "unclear"), ("", None), (None, None),
    ],
)  # fmt: skip
def test_a_sign_under_the_ask(sign: str | None, answer: str | None) -> None:
    assert read_reaction(sign) == answer


def test_signs_after_a_yes() -> None:
    assert read_reaction("🙏", has_answered=True) is None
    assert read_reaction("👍", has_answered=True) is None
    assert read_reaction("👎", has_answered=True) == "unclear"


IDS = st.text("abcdefghijklmnopqrstuvwxyz0123456789-_ABC", min_size=1, max_size=150)


@given(IDS, st.sampled_from(("confirmed", "move", "cancelled")), st.integers(0, 999), st.booleans())
@settings(max_examples=60, deadline=None)
def test_a_payload_comes_back_as_it_went(whose: str, answer: str, number: int, is_taken: bool) -> None:
    made = (payload_of(answer, whose), slot_payload(whose, number), offer_payload(whose, is_taken=is_taken))  # type: ignore[arg-type]
    assert all(len(one) <= PAYLOAD_MAX_CHARS for one in made)
    assert [read_payload(one) for one in made] == [
        AskTap(answer, whose), SlotTap(whose, number), OfferTap(whose, is_taken),  # type: ignore[arg-type]
    ]  # fmt: skip


def test_payloads_are_written_as_agreed() -> None:
    assert payload_of("confirmed", "a1") == "ap:confirm:a1"
    assert payload_of("move", "a1") == "ap:move:a1"
    assert payload_of("cancelled", "a1") == "ap:cancel:a1"
    assert slot_payload("o1", 3) == "ap:slot:o1:3"
    assert offer_payload("o1", is_taken=True) == "ap:take:o1"
    assert offer_payload("o1", is_taken=False) == "ap:pass:o1"


@pytest.mark.parametrize("whose", ["", "a:b", "a b", "x" * 200])
def test_an_id_that_does_not_fit_is_refused(whose: str) -> None:
    with pytest.raises(ValueError, match="no payload can carry"):
        payload_of("confirmed", whose)
    with pytest.raises(ValueError, match="no button says unclear"):
        payload_of("unclear", "a1")


@pytest.mark.parametrize(
    "payload",
    [
        None, "", "ap:", "ap:confirm", "ap:confirm:", "ap:confirm:a:1", "ap:slot:a", "ap:slot:a:", "ap:slot:a:1234",
        "ap:slot:a:-1", "ap:take:a:1", "ap:other:a", "AP:confirm:a", "ap:confirm:a\n", "order-17", "OUI", "x" * 500,
        "ap:confirm:" + "x" * 300, "\ud800",
    ],
)  # fmt: skip
def test_what_is_not_ours_is_left_alone(payload: str | None) -> None:
    assert read_payload(payload) is None


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("Confirmer", "confirmed"), ("Déplacer", "move"), ("Annuler", "cancelled"), ("Confirm", "confirmed"),
        ("Move it", "move"), ("Cancel", "cancelled"), ("CANCEL", "cancelled"), ("Bestätigen", "confirmed"),
        ("Verschieben", "move"), ("Annulla", "cancelled"),
    ],
)  # fmt: skip
def test_a_button_that_says_only_its_text(text: str, answer: str) -> None:
    assert read_payload(text) == AskTap(answer, "")  # type: ignore[arg-type]
    assert read_answer(text, WORDS) == answer


PHRASES = st.sampled_from([text for text, _answer in EXPECTED if any(map(str.isalnum, text))])


@given(PHRASES, PHRASES)
@settings(max_examples=150, deadline=None)
def test_two_messages_in_one_are_never_surer_than_each(one: str, other: str) -> None:
    said = {read_answer(one, WORDS), read_answer(other, WORDS)}
    both = read_answer(f"{one}, {other}", WORDS)
    if both == "confirmed":
        assert "confirmed" in said
        assert not said & {"cancelled", "move"}
    if both == "cancelled":
        assert "cancelled" in said
        assert not said & {"confirmed", "move"}


@given(st.text(max_size=80) | st.lists(PHRASES, max_size=4).map(" ".join), st.booleans())
@settings(max_examples=100, deadline=None)
def test_anything_at_all_can_be_read(text: str, has_answered: bool) -> None:
    answer = read_answer(text, WORDS, has_answered=has_answered, asked=FRIDAY)
    assert answer in ("confirmed", "move", "cancelled", "unclear", None)
    assert has_answered or answer is not None or not any(map(str.isalnum, text))
    read_payload(text)
    read_reaction(text)


@given(st.sampled_from([text for text, answer in EXPECTED if answer == "confirmed" and text[0].isalnum()]))
@settings(max_examples=60, deadline=None)
def test_a_question_mark_or_a_doubt_takes_a_yes_away(text: str) -> None:
    for added in ("?", " ?", ", mais plutôt à 16h", " peut-être", " 👎", ", non"):
        assert read_answer(text + added, WORDS) == "unclear"

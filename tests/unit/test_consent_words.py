"""What a customer's short message means, in seven languages, and what is left to a person."""

import pytest

from app.domain.consent_words import (
    CHANGE_MAX_CHARS,
    MEANINGS,
    ConsentWords,
    built_in,
    change_of,
    phrases,
    words_of,
)

WORDS = ConsentWords()
STOP = """
STOP | stop | Stop. | STOP !!! | stop svp | Stop s'il vous plaît | STOP merci | stop merci beaucoup | please stop
Please STOP. | stop please thanks | STOP STOP STOP | S.T.O.P. | 🛑 | unsubscribe | Unsubscribe me | UNSUBSCRIBE please
opt out | Opt-out | stop messages | Stop texting me | no more messages | No more messages please | remove me
take me off your list | don't contact me | Don’t contact me! | Hello, please stop | Stop promotions | no promotions
Arrêtez | ARRETEZ | arrêter | Arrêtez svp | désabonner | Désabonnez-moi | me désabonner svp | Bonjour, désabonnez-moi
je veux me désabonner | désinscription | Désinscrivez moi s'il vous plait | plus de pub | Plus de messages, merci
ne m'écrivez plus | arrêtez de m'envoyer des messages | je ne veux plus recevoir de messages | STOP PUB
Arrêter les promotions
baja | BAJA | Baja por favor | darme de baja | Quiero darme de baja | dame de baja porfa | no más mensajes
No quiero más publicidad | no me escriban más | Hola, no me escriban más gracias | desuscribirme | ¡Basta! | basta ya
cancelar suscripción
parar | PARAR | pare | sair | Sair por favor | quero sair | descadastrar | não quero mais receber mensagens
Bom dia, não me envie mais mensagens | chega de mensagens | Parem de enviar mensagens | cancelar inscrição | remover
Abmelden | abmelden bitte | Bitte abmelden | keine Nachrichten mehr | Keine Werbung mehr, danke | abbestellen
Bitte keine Werbung | Ich möchte keine Nachrichten mehr | Hören Sie auf! | STOPP | Aufhören bitte
Newsletter abbestellen
afmelden | Afmelden aub | uitschrijven | meld me af | geen berichten meer | Geen reclame meer, dank u | stoppen
Stop met appen | Ik wil me uitschrijven | schrijf me uit alsjeblieft
basta | Basta messaggi | disiscrivimi | Disiscrivimi per favore | cancellami | niente pubblicità | non scrivetemi più
Non voglio più ricevere messaggi | Cancellami dalla lista, grazie | annulla iscrizione
"""
YES = """
yes | Yes! | YES please | ok | OK 👍 | Okay thanks | sure | I confirm | 👍 | 👍🏽 | 👍👍 | ✅ | 👌 | Yes, I confirm
oui | Oui merci | OUI. | d'accord | D’accord, merci | je confirme | Oui, je confirme | c'est bon | Parfait, merci
sí | Si | Sí, confirmo | claro | Vale, gracias | de acuerdo | confirmado
sim | Sim, confirmo | combinado | Pode ser | ja | JA bitte | Ja, ich bestätige | einverstanden | alles klar | passt
akkoord | Oké | prima, dank je | ik bevestig | va bene | Sì | Sì, confermo | d'accordo | perfetto, grazie
"""
NO = """
no | No. | nope | no thanks | I can't | I can’t make it, sorry | cancel | non | Non merci | je ne peux pas | annuler
Je dois annuler, désolée | impossible | no puedo | No puedo ir | cancelar | não | Não posso | preciso cancelar | nein
Nein danke | ich kann nicht | Ich muss absagen | nee | Nee, dank je | ik kan niet | annuleren | non posso | disdire
Devo annullare | 👎 | ❌
"""
MOVE = """
reschedule | Can we reschedule? | another day please | reporter | Peut-on reporter ? | un autre jour svp | déplacer
décaler | cambiar la cita | otro día | Otra hora, por favor | remarcar | outro dia | preciso remarcar | verschieben
Können wir verschieben? | ein anderer Termin | verzetten | Kunnen we verzetten? | een andere dag | spostare
un altro giorno | Possiamo spostare? | Bonjour, peut-on décaler ? Merci
"""
# No stop, and nothing that a person must read for one.
NOTHING = """
on se retrouve à l'arrêt | On se retrouve à l'arrêt de bus | bus stop | the bus stop is near the shop | Stop by tomorrow
Can I stop by at 5? | Je m'arrête au magasin demain | je passe à l'arrêt Voltaire | don't stop believing
Non-stop service? | Is there a stop near you? | Where is the stop? | je n'arrête pas de penser à cette robe
Avez-vous du shampooing ? | Bonjour | merci | Hola | Danke | Grazie mille | à demain | How much is it? | 12:30 | ?
C'est où l'arrêt du tram | la baja temporada | planta baja | Está en la planta baja | quiero la talla más baja
Vou sair às 15h | Saio agora | Der Bus hält hier | Ich nehme ab morgen Urlaub | Ik stop om vijf uur met werken
Basta un caffè | mi basta così poco | no problem, see you at ten | Oui mais plutôt le matin | no sé todavía
Can you confirm the price? | Yes but which day? | Non, je parlais de l'autre | ok je passe vers 15h avec ma sœur
"""
# Long or mixed: perhaps a stop. A person looks.
DOUBTFUL = """
Stop it's too much | Stop, c'est trop | Arrêtez ça maintenant | Basta così | STOP I already told you
Can you please unsubscribe me from all this, I am tired | Comment faire pour me désabonner de vos messages ?
Je ne veux plus de pub mais je garde mon rendez-vous de mardi | how do I opt out of these? | this is spam
Bonjour, merci de ne plus recevoir de messages de votre part sauf pour mes rendez-vous | Wie kann ich mich abmelden?
Ik wil me graag afmelden voor deze berichten | como me doy de baja | Como faço para descadastrar meu número?
Vorrei la disiscrizione dal vostro elenco | Stop sending me messages every day, once a week is enough | stop stop non
Por favor, no quiero más mensajes de promociones, solo de mis citas | RGPD : supprimez mon numéro de vos envois
"""


def each(table: str) -> list[str]:
    return [one.strip() for line in table.strip().splitlines() for one in line.split("|")]


EXPECTED = [
    *((text, "stop") for text in each(STOP)),
    *((text, "yes") for text in each(YES)),
    *((text, "no") for text in each(NO)),
    *((text, "move") for text in each(MOVE)),
    *((text, None) for text in (*each(NOTHING), *each(DOUBTFUL))),
]


def test_the_table_is_long_enough_to_mean_something() -> None:
    assert len(EXPECTED) > 250


@pytest.mark.parametrize(("text", "meaning"), EXPECTED)
def test_what_a_message_means(text: str, meaning: str | None) -> None:
    assert WORDS.meaning(text) == meaning


@pytest.mark.parametrize("text", each(NOTHING))
def test_nobody_is_asked_to_look_at_what_is_no_stop(text: str) -> None:
    assert not WORDS.may_be_stop(text)


@pytest.mark.parametrize("text", each(DOUBTFUL))
def test_a_person_looks_at_what_may_be_a_stop(text: str) -> None:
    assert WORDS.may_be_stop(text)


@pytest.mark.parametrize("text", [None, "", " ", "…", "a" * 100_000, "stop " * 30_000, "\ud800", "\0stop\0"])
def test_odd_texts_raise_nothing(text: str | None) -> None:
    WORDS.meaning(text)
    WORDS.may_be_stop(text)


def test_the_language_of_the_window_does_not_matter_and_no_phrase_has_two_meanings() -> None:
    seen: dict[tuple[str, ...], str] = {}
    for meaning in MEANINGS:
        for phrase in map(words_of, built_in(meaning)):
            assert phrase, meaning
            assert seen.setdefault(phrase, meaning) == meaning, phrase


def test_a_team_adds_words_and_takes_some_away() -> None:
    change = change_of(
        "stop", [*(one for one in built_in("stop") if one != "parar"), "Fiche-moi la paix", "  "]
    )
    assert change == "+Fiche-moi la paix;-parar"
    words = ConsentWords({"stop": change})
    assert words.meaning("fiche moi la paix !") == "stop"
    assert words.meaning("parar") is None
    assert words.meaning("PARE") == "stop"
    assert "parar" not in phrases("stop", change)
    assert phrases("stop", change)[-1] == "Fiche-moi la paix"
    assert change_of("stop", phrases("stop", change)) == change
    assert change_of("stop", built_in("stop")) == ""


def test_a_word_that_a_team_gives_another_meaning_has_the_graver_one() -> None:
    words = ConsentWords({"stop": "+annuler"})
    assert words.meaning("Annuler") == "stop"


def test_nothing_that_a_team_writes_breaks_the_setting() -> None:
    change = change_of("yes", [*built_in("yes"), "top; là", "-moins", "+plus"])
    assert words_of("top là") in map(words_of, phrases("yes", change))
    assert words_of("moins") in map(words_of, phrases("yes", change))
    assert change.isprintable()
    assert len(change) < CHANGE_MAX_CHARS

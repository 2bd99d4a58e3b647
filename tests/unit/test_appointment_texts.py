"""What messages about appointments say, in the customer's language, within what the channel takes."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.agenda import Resource, Service
from app.domain.appointments import Appointment
from app.domain.ask_checks import BODY_MAX
from app.domain.contents import EMPTY, Media
from app.domain.errors import Refused
from app.domain.ids import ContactId
from app.domain.outgoing import problems
from app.domain.slot_offers import OfferedSlot
from app.domain.template_drafts import as_template
from app.domain.templates import Template, TemplateButton, TemplateHeader
from app.words import appointment_texts as texts
from app.words.appointment_around import Around, Said
from app.words.appointment_templates import FREED, REMINDERS, template_for
from app.words.starters import starters

PARIS = ZoneInfo("Europe/Paris")
NOW = datetime(2026, 11, 26, 10, tzinfo=UTC)
MARIE, DURAND = ContactId("marie"), ContactId("durand")
CUT = Service("cut", "Coupe et brushing", is_named=True, preparation="Venez dix minutes avant.")
WAX = Service("wax", "Épilation du maillot", discreet_name="Soin")
SECRET = Service("secret", "Dépistage")
AROUND = Around(
    NOW,
    PARIS,
    "fr",
    "Maison Lila",
    {MARIE: "Marie Dupont", DURAND: "Mme Durand"},
    {one.service_id: one for one in (CUT, WAX, SECRET)},
    {"kim": Resource("kim", "Kim"), "room": Resource("room", "Salle 2", "room")},
)
OWN = Appointment("a1", datetime(2026, 11, 27, 13, 30, tzinfo=UTC), 30, "kim", contact_id=MARIE)
TOMS = replace(OWN, appointment_id="a2", starts_at=datetime(2026, 11, 27, 8, tzinfo=UTC), contact_id=None,
               person="Tom", booker_id=MARIE)  # fmt: skip


def starter(name: str, language: str, trade: str = "salon") -> Template:
    found = next(
        one.draft for one in starters()
        if (one.trade, one.draft.name, one.draft.language) == (trade, name, language)
    )  # fmt: skip
    return replace(as_template(found), status="approved")


def asked(*appointments: Appointment, around: Around = AROUND, template: Template | None = None) -> Said:
    said = texts.ask_words("K", appointments or [OWN], around, template, is_open=template is None)
    assert isinstance(said, Said)
    assert problems("whatsapp", said.kind, said.text, said.content) is None
    return said


def options(said: Said) -> list[tuple[str, str]]:
    ask = (said.content or EMPTY).ask
    return [(one.option_id, one.title) for one in ask.options] if ask is not None else []


def answers(said: Said) -> list[tuple[int, str]]:
    template = (said.content or EMPTY).template
    assert template is not None
    return [(one.index, one.text) for one in template.button_values]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", ("Bonjour Marie, vous avez rendez-vous demain, vendredi 27 novembre, à 14\xa0h\xa030 avec Kim. "
         "Est-ce toujours bon pour vous ?")),
        ("en", ("Hello Marie, you have an appointment tomorrow, Friday 27 November, at 14:30 with Kim. "
         "Is that still good for you?")),
        ("en_US", ("Hello Marie, you have an appointment tomorrow, Friday, November 27, at 2:30\xa0pm with Kim. "
         "Is that still good for you?")),
    ],
)  # fmt: skip
def test_an_ask_in_an_open_window_has_three_buttons_in_the_customers_language(
    language: str, text: str
) -> None:
    said = asked(around=replace(AROUND, language=language))
    assert said.text == text
    assert [one for one, _title in options(said)] == ["ap:confirm:K", "ap:move:K", "ap:cancel:K"]


def test_several_of_one_number_stand_in_one_message() -> None:
    said = asked(TOMS, OWN)
    assert said.text == (
        "Bonjour Marie, voici vos rendez-vous de demain, vendredi 27 novembre :\n"
        "• 9\xa0h : Tom avec Kim\n• 14\xa0h\xa030 : vous avec Kim\nTout est-il toujours bon pour vous ?"
    )
    assert len(options(said)) == 3


def test_who_comes_is_named_where_another_is_written_to() -> None:
    assert asked(TOMS).text.startswith(
        "Bonjour Marie, Tom a rendez-vous demain, vendredi 27 novembre, à 9\xa0h"
    )
    named_otherwise = replace(OWN, person="DUPONT Marie-Anne")
    assert "vous avez rendez-vous" in asked(replace(OWN, person="Dupont MARIE")).text
    assert "a rendez-vous" in asked(replace(named_otherwise, person="Tom Petit")).text


def test_a_person_who_is_called_by_a_title_keeps_the_name() -> None:
    assert asked(replace(OWN, contact_id=DURAND)).text.startswith("Bonjour Mme Durand,")
    nameless = asked(replace(OWN, contact_id=ContactId("x")))
    assert nameless.text.startswith("Bonjour, vous avez")


def test_a_treatment_is_named_only_as_the_owner_said() -> None:
    assert "(Coupe et brushing)" in asked(replace(OWN, service_id="cut")).text
    discreet = asked(replace(OWN, service_id="wax", title="Maillot")).text
    assert "(Soin)" in discreet
    assert "pilation" not in discreet and "Maillot" not in discreet
    for said in everything([replace(OWN, service_id="secret", title="Dépistage", note="VIH")], AROUND):
        assert "pistage" not in said.text and "VIH" not in said.text


def test_what_to_prepare_is_told_once() -> None:
    said = asked(replace(OWN, service_id="cut"), replace(TOMS, service_id="cut"))
    assert said.text.count("Venez dix minutes avant.") == 1
    thanks = texts.confirmed_words([replace(OWN, service_id="cut")], AROUND, is_prepared=True)
    assert thanks.text == (
        "Merci Marie, c’est confirmé : demain, vendredi 27 novembre, à 14\xa0h\xa030.\n\nVenez dix minutes avant."
    )


def test_what_is_too_long_for_buttons_says_how_to_answer_in_words() -> None:
    long = replace(CUT, preparation="À jeun. " * 120 + "FIN")
    around = replace(AROUND, services={"cut": long})
    said = asked(replace(OWN, service_id="cut"), around=around)
    assert said.kind == "text"
    assert "FIN" in said.text and said.text.endswith("« annuler ».")


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize(
    ("trade", "name"),
    [("salon", "appointment_reminder"), ("clinic", "appointment_reminder"), ("agency", "meeting_reminder")],
)
def test_the_starters_are_filled_and_their_buttons_name_the_ask(trade: str, name: str, language: str) -> None:
    said = asked(TOMS, OWN, template=starter(name, language, trade))
    assert answers(said) == [(0, "ap:confirm:K"), (1, "ap:move:K"), (2, "ap:cancel:K")]
    if language == "fr":
        assert "vendredi 27 novembre à 9\xa0h (Tom) et 14\xa0h\xa030 (vous)" in said.text
    else:
        assert "on Friday 27 November at 9:00 (Tom) and 14:30 (you)" in said.text
    assert "demain" not in said.text and "tomorrow" not in said.text


def test_a_template_is_filled_in_its_own_language() -> None:
    said = asked(around=replace(AROUND, language="en"), template=starter("appointment_reminder", "fr"))
    assert "vendredi 27 novembre à 14\xa0h\xa030" in said.text


def test_counted_variables_are_known_by_their_samples() -> None:
    body = "Rendez-vous {{2}} le {{3}}, {{1}}, avec {{4}}."
    counted = Template(
        "a", "own", "fr", "approved", "utility", body,
        samples=("Ana", "14h30", "jeudi 26 novembre", "Kim"),
        buttons=(TemplateButton("url", "Plan", "https://ours.example/"), TemplateButton("quick_reply", "Annuler"),
                 TemplateButton("quick_reply", "Je viens")),
    )  # fmt: skip
    said = asked(template=counted)
    assert said.text == "Rendez-vous 14\xa0h\xa030 le vendredi 27 novembre, Marie, avec Kim."
    assert answers(said) == [(1, "ap:cancel:K"), (2, "ap:confirm:K")]


def test_three_buttons_of_unknown_words_are_taken_in_their_order() -> None:
    dutch = ("Komt goed", "Liever later", "Toch niet")
    own = Template(
        "a", "own", "nl", "approved", "utility", "Afspraak {{tijd_}}", is_positional=False,
        buttons=tuple(TemplateButton("quick_reply", one) for one in dutch),
    )  # fmt: skip
    refused = texts.ask_words("K", [OWN], AROUND, own, is_open=False)
    assert refused == Refused("blank_open", {"blank": "tijd_"})
    said = asked(template=replace(own, body="Afspraak {{time}}"))
    assert answers(said) == [(0, "ap:confirm:K"), (1, "ap:move:K"), (2, "ap:cancel:K")]


def test_what_cannot_go_out_says_why() -> None:
    pictured = replace(starter("appointment_reminder", "fr"), header=TemplateHeader("image"))
    cases = [
        (None, "no_template"),
        (replace(pictured, status="paused"), "no_template"),
        (pictured, "blank_open"),
    ]
    for template, code in cases:
        refused = texts.ask_words("K", [OWN], AROUND, template, is_open=False)
        assert isinstance(refused, Refused) and refused.code == code
    nobody = texts.ask_words(
        "K", [replace(OWN, contact_id=ContactId("x"))], AROUND, starter("appointment_reminder", "fr"), is_open=False
    )  # fmt: skip
    assert nobody == Refused("blank_open", {"blank": "prenom"})


def test_a_reminders_own_words_are_filled_or_refused() -> None:
    own = "Coucou {prénom}, à {heure} {jour} avec {avec} !"
    said = texts.ask_words("K", [OWN], AROUND, None, is_open=True, text=own)
    assert isinstance(said, Said)
    assert said.text == "Coucou Marie, à 14\xa0h\xa030 vendredi 27 novembre avec Kim !"
    refused = texts.reminder_words([OWN], AROUND, None, is_open=True, text="Code {code}")
    assert refused == Refused("blank_open", {"blank": "code"})


def test_a_reminder_awaits_no_answer() -> None:
    said = texts.reminder_words([OWN], AROUND, None, is_open=True)
    assert said == Said(
        "text",
        "Bonjour Marie, petit rappel : vous avez rendez-vous demain, vendredi 27 novembre, à 14\xa0h\xa030 avec Kim. "
        "À demain !",
    )


def test_free_times_are_a_list_by_day() -> None:
    slots = [OfferedSlot(OWN.starts_at + timedelta(minutes=30 * n), "kim") for n in (0, 1)]
    slots += [OfferedSlot(OWN.starts_at + timedelta(days=4), "room")]
    said = texts.offer_words("O", slots, AROUND)
    ask = (said.content or EMPTY).ask
    assert ask is not None
    assert [(one.option_id, one.title, one.description, one.section) for one in ask.options] == [
        ("ap:slot:O:0", "ven. 27 nov. 14\xa0h\xa030", "avec Kim", "Vendredi 27 novembre"),
        ("ap:slot:O:1", "ven. 27 nov. 15\xa0h", "avec Kim", "Vendredi 27 novembre"),
        ("ap:slot:O:2", "mar. 1er déc. 14\xa0h\xa030", None, "Mardi 1er décembre"),
    ]
    late = texts.too_late_words("O", [], AROUND)
    assert (
        late.text == "Cette place vient d’être prise. Nous cherchons une autre place et vous répondons ici."
    )


def test_a_freed_time_is_offered_with_two_answers() -> None:
    free = texts.invite_words("O", OWN, AROUND, None, is_open=True)
    assert isinstance(free, Said)
    assert options(free) == [("ap:take:O", "Je la prends"), ("ap:pass:O", "Non merci")]
    for trade in ("salon", "clinic", "agency"):
        for language in ("fr", "en"):
            sent = texts.invite_words(
                "O", OWN, AROUND, starter("earlier_date", language, trade), is_open=False
            )
            assert isinstance(sent, Said)
            assert answers(sent) == [(0, "ap:take:O"), (1, "ap:pass:O")]


def test_a_booking_is_told_with_its_documents() -> None:
    pdf, picture = Media("application/pdf", "a" * 64, "plan.pdf", 10), Media("image/png", "b" * 64, None, 10)
    around = replace(AROUND, services={"cut": replace(CUT, documents=(pdf, picture))})
    told = texts.booking_words([replace(OWN, service_id="cut")], around, None, is_open=True)
    assert isinstance(told, list)
    assert [one.kind for one in told] == ["text", "document", "image"]
    assert all(problems("whatsapp", one.kind, one.text, one.content) is None for one in told)


def test_today_and_clock_changes_are_told_as_the_wall_shows_them() -> None:
    today = replace(OWN, starts_at=NOW + timedelta(hours=3))
    assert "rendez-vous aujourd’hui à 14\xa0h avec" in asked(today).text
    for now, starts, time in [
        (datetime(2026, 10, 24, 10, tzinfo=UTC), datetime(2026, 10, 25, 8, tzinfo=UTC), "à 9\xa0h avec"),
        (datetime(2026, 3, 28, 10, tzinfo=UTC), datetime(2026, 3, 29, 7, tzinfo=UTC), "à 9\xa0h avec"),
    ]:
        text = asked(replace(OWN, starts_at=starts), around=replace(AROUND, now=now)).text
        assert "demain, dimanche" in text and time in text
    new_york = replace(AROUND, zone=ZoneInfo("America/New_York"), language="en_US")
    late = replace(OWN, starts_at=datetime(2026, 11, 28, 1, tzinfo=UTC))
    assert "tomorrow, Friday, November 27, at 8:00\xa0pm" in asked(late, around=new_york).text


def test_the_right_template_is_found() -> None:
    french, english = starter("appointment_reminder", "fr"), starter("appointment_reminder", "en")
    british = replace(english, language="en_GB")
    all_of_them = [french, british, replace(english, language="en_US"), starter("earlier_date", "fr")]
    assert template_for(all_of_them, "en_US", REMINDERS) == all_of_them[2]
    assert template_for([french, british], "en", REMINDERS) == british
    assert template_for([french], "en", REMINDERS) == french
    assert template_for([replace(french, status="pending")], "fr", REMINDERS) is None
    assert template_for(all_of_them, "fr", FREED) == all_of_them[3]
    assert template_for(all_of_them, "fr", REMINDERS, "own") is None


# --- whatever they are called, the channel takes it ---

words = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=300)
languages = st.sampled_from(["fr", "fr_BE", "en", "en_US", "de"])


def everything(appointments: list[Appointment], around: Around) -> list[Said]:
    """Each message that there is, in an open window."""
    slots = [OfferedSlot(one.starts_at, one.resource_id) for one in appointments]
    booked = texts.booking_words(appointments, around, None, is_open=True)
    assert isinstance(booked, list)
    found = [
        texts.ask_words("K", appointments, around, None, is_open=True),
        texts.reminder_words(appointments, around, None, is_open=True),
        *booked,
        texts.confirmed_words(appointments, around, is_prepared=True),
        texts.moved_words(appointments[0], around),
        texts.cancelled_words(appointments, around),
        texts.offer_words("O" * 40, slots, around),
        texts.too_late_words("O" * 40, slots, around),
        texts.invite_words("O", appointments[0], around, None, is_open=True),
        texts.took_words(appointments[0], around),
        texts.late_words(around),
        texts.declined_words(around),
    ]
    return [one for one in found if isinstance(one, Said)]


@given(
    names=st.lists(words, min_size=1, max_size=14),
    contact=words,
    resource=words,
    service=words,
    preparation=st.text("ab \n", max_size=1_100),
    language=languages,
    minutes=st.integers(0, 400_000),
)
@settings(max_examples=60)
def test_the_channel_takes_every_message(
    names: list[str], contact: str, resource: str, service: str, preparation: str, language: str, minutes: int
) -> None:
    around = Around(
        NOW, PARIS, language, contact, {MARIE: contact},
        {"s": Service("s", service, is_named=True, preparation=preparation)}, {"r": Resource("r", resource)},
    )  # fmt: skip
    first = NOW + timedelta(minutes=minutes)
    appointments = [
        Appointment(str(n), first + timedelta(minutes=5 * n), 30, "r", "s", person=name, booker_id=MARIE)
        for n, name in enumerate(names)
    ]
    found = everything(appointments, around)
    assert len(found) == 12
    for said in found:
        assert problems("whatsapp", said.kind, said.text, said.content) is None
        assert said.kind != "buttons" or len(said.text) <= BODY_MAX

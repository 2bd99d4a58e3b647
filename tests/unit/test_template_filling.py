"""Templates with their values: what is missing, what the customer sees, what goes out."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.contents import Media, Place, ShownButton, TemplateButtonValue, TemplateValue
from app.domain.languages import language_of
from app.domain.outgoing import problems
from app.domain.template_blanks import HEADER_FILE, OFFER_END, PLACE, Blank, blanks, files
from app.domain.template_filling import Filling, cleaned, filled, filling_of, link_end, missing
from app.domain.template_proposals import Known, guess, mentioned, proposals
from app.domain.templates import Template, TemplateButton, TemplateCard, TemplateHeader
from app.whatsapp.template_reading import template_of

STORED = Path("resources/stories/templates.json")
PICTURE = Media("image/jpeg", "ab" * 32, size_bytes=1_000)
READY = Template(
    "waba",
    "order_ready",
    "fr",
    "approved",
    "utility",
    "Bonjour {{1}}, votre commande {{2}} vous attend jusqu’à {{3}}.",
    header=TemplateHeader("text", "Commande {{1}}", "8841"),
    footer="Salon Camille",
    buttons=(
        TemplateButton("quick_reply", "Je passe"),
        TemplateButton("url", "Voir", "https://a.fr/c/{{1}}", sample="https://a.fr/c/8841"),
        TemplateButton("copy_code", "", sample="SPRING15"),
        TemplateButton("phone", "Appeler", number="+33612345678"),
    ),
    samples=("Ana", "8841", "samedi"),
)
GIVEN = {
    "header:1": "77",
    "body:1": "Élodie",
    "body:2": "88",
    "body:3": "19 h",
    "link:1": "a b/é",
    "code:2": "MAI",
}


def media_of(kind: str, name: str = "x") -> Media:
    mime = {"image": "image/jpeg", "video": "video/mp4"}.get(kind, "application/pdf")
    return Media(mime, "cd" * 32, name, size_bytes=1_000)


def practice() -> list[Template]:
    return [
        one
        for item in json.loads(STORED.read_text("utf-8"))
        if (one := template_of("waba", item | {"status": item.get("status", "APPROVED")})) is not None
    ]


def filled_with_samples(template: Template) -> Filling:
    return Filling(
        {blank.key: blank.sample or "x" for blank in blanks(template)},
        files={one.key: media_of(one.kind) for one in files(template)},
        place=Place(48.8, 2.3, "Salon", "12 rue des Lilas"),
        offer_ends_at=datetime(2027, 1, 1, tzinfo=UTC),
    )


def test_every_blank_is_found_with_the_words_before_it() -> None:
    found = {blank.key: (blank.sample, blank.before) for blank in blanks(READY)}
    assert found == {
        "header:1": ("8841", "Commande"),
        "body:1": ("Ana", "Bonjour"),
        "body:2": ("8841", ", votre commande"),
        "body:3": ("samedi", "vous attend jusqu’à"),
        "link:1": ("8841", "Voir"),
        "code:2": ("SPRING15", ""),
    }


def test_what_the_customer_sees_and_what_goes_out() -> None:
    made = filled(READY, Filling(GIVEN))
    sent = made.content.template
    assert sent is not None
    assert made.text == "Bonjour Élodie, votre commande 88 vous attend jusqu’à 19 h."
    assert (sent.header, sent.footer) == ("Commande 77", "Salon Camille")
    assert sent.header_values == (TemplateValue("1", "77"),)
    assert sent.body_values == tuple(
        TemplateValue(n, v) for n, v in (("1", "Élodie"), ("2", "88"), ("3", "19 h"))
    )
    assert sent.button_values == (
        TemplateButtonValue(1, "url", "a%20b/%C3%A9"),
        TemplateButtonValue(2, "copy_code", "MAI"),
    )
    assert sent.buttons == (
        ShownButton("quick_reply", "Je passe"),
        ShownButton("url", "Voir", "https://a.fr/c/a%20b/%C3%A9"),
        ShownButton("copy_code", "", "MAI"),
        ShownButton("phone", "Appeler", "+33612345678"),
    )
    assert problems("whatsapp", "template", made.text, made.content) is None


def test_a_blank_without_a_value_is_missing_and_a_fallback_stands_in() -> None:
    half = Filling({"body:1": " \n ", "body:2": "88"}, {"body:1": "chère cliente", "header:1": "1"})
    assert missing(READY, half) == ["body:3", "link:1", "code:2"]
    assert filled(READY, half, lambda blank: f"[{blank.key}]").text == (
        "Bonjour chère cliente, votre commande 88 vous attend jusqu’à [body:3]."
    )


def test_a_file_a_point_and_an_end_are_needed_where_the_definition_says_so() -> None:
    for header, key in (("image", HEADER_FILE), ("document", HEADER_FILE), ("location", PLACE)):
        one = replace(READY, header=TemplateHeader(header), buttons=(), body="Bonjour !")  # type: ignore[arg-type]
        assert missing(one, Filling()) == [key]
    offer = replace(READY, header=None, buttons=(), body="Bonjour !", is_limited_offer=True)
    assert missing(offer, Filling()) == [OFFER_END]
    assert missing(offer, Filling(offer_ends_at=datetime(2027, 1, 1, tzinfo=UTC))) == []


def test_named_blanks_and_a_carousel() -> None:
    button = TemplateButton("url", "Voir", "https://a.fr/{{1}}", sample="x")
    card = TemplateCard("image", "Dès {{price}}", (button,), ("5 €",))
    one = replace(
        READY, body="Chère {{first_name}}, regardez nos idées.", is_positional=False, header=None, buttons=(),
        samples=("Ana",), cards=(card, card),
    )  # fmt: skip
    assert [blank.key for blank in blanks(one)] == [
        "body:first_name", "card0:price", "card0.link:0", "card1:price", "card1.link:0",
    ]  # fmt: skip
    assert missing(one, Filling())[:2] == ["card0_file", "card1_file"]
    made = filled(one, filled_with_samples(replace(one, cards=(card, card))))
    sent = made.content.template
    assert sent is not None
    assert (sent.is_positional, sent.body_values) == (False, (TemplateValue("first_name", "Ana"),))
    assert [shown.text for shown in sent.cards] == ["Dès 5 €", "Dès 5 €"]
    assert problems("whatsapp", "template", made.text, made.content) is None


@pytest.mark.parametrize("template", practice(), ids=lambda one: f"{one.name}-{one.language}")
def test_every_practice_template_can_be_filled(template: Template) -> None:
    if template.unsupported:
        return
    filling = filled_with_samples(template)
    made = filled(template, filling)
    assert missing(template, filling) == []
    assert problems("whatsapp", "template", made.text, made.content) is None
    assert filling_of(template, made.content).values == {
        blank.key: filling.value(blank) for blank in blanks(template)
    }


def test_what_came_back_fits_only_where_the_definition_still_does() -> None:
    made = filled(READY, Filling(GIVEN, files={HEADER_FILE: PICTURE}))
    shorter = replace(READY, body="Bonjour {{1}}, à bientôt au salon.", buttons=())
    back = filling_of(shorter, made.content)
    assert back.values == {"header:1": "77", "body:1": "Élodie"} and not back.files
    assert filling_of(READY, made.content).values == GIVEN


VALUES = st.text(st.characters(codec="utf-8", exclude_characters="{}\0"), min_size=1, max_size=60)


@given(VALUES, VALUES, VALUES, VALUES)
def test_whatever_is_written_into_blanks_goes_out_whole_or_is_missing(
    a: str, b: str, c: str, link: str
) -> None:
    filling = Filling({"header:1": "1", "body:1": a, "body:2": b, "body:3": c, "link:1": link, "code:2": "M"})
    made = filled(READY, filling)
    if missing(READY, filling):
        assert not all(map(cleaned, (a, b, c, link)))
    else:
        assert problems("whatsapp", "template", made.text, made.content) is None
        sent = made.content.template
        assert sent is not None and sent.button_values[0].text.isascii()


@pytest.mark.parametrize(
    ("written", "end"),
    [("8841", "8841"), ("a b", "a%20b"), ("100%", "100%25"), ("a%20b", "a%20b"), ("é?x=1&y", "%C3%A9?x=1&y")],
)
def test_the_end_of_a_link_is_encoded_once(written: str, end: str) -> None:
    assert link_end(written) == end


KNOWN = Known(
    "Élodie", "Élodie Vasseur", "+33 6 12", "Camille", "Salon", "26 novembre", "27 novembre", ("14 h 30",)
)


@pytest.mark.parametrize(
    ("name", "before", "value"),
    [
        ("1", "Bonjour", "Élodie"),
        ("1", "Hello,", "Élodie"),
        ("1", "votre commande", ""),
        ("first_name", "", "Élodie"),
        ("nom", "x", "Élodie Vasseur"),
        ("salon", "x", "Salon"),
        ("order_no", "x", ""),
    ],
)
def test_a_blank_that_plainly_asks_for_something_gets_it(name: str, before: str, value: str) -> None:
    assert guess(Blank("body:1", "body", name, before=before), KNOWN) == value
    assert guess(Blank("link:1", "link", name, before=before), KNOWN) == ""
    assert guess(Blank("body:1", "body", "first_name"), Known(number="+33")) == ""


def test_proposals_come_from_person_talk_days_member_and_business_each_value_once() -> None:
    assert [one.source for one in proposals(KNOWN)] == [
        "first_name", "name", "talk", "today", "tomorrow", "member", "business", "number",
    ]  # fmt: skip
    assert [one.value for one in proposals(replace(KNOWN, name="Élodie"))].count("Élodie") == 1
    assert proposals(Known()) == []


def test_what_the_talk_was_about_is_found() -> None:
    texts = ["À 14 h 30 ou 16:00 ?", None, "La commande #8841 à 24 €", "le 28/11 à 14 h 30", "CMD-5512"]
    assert mentioned(texts) == ("14 h 30", "16:00", "#8841", "24 €")
    assert mentioned([]) == mentioned(["Bonjour"]) == ()


@pytest.mark.parametrize(
    ("texts", "language"),
    [
        (["Bonjour, avez-vous une place pour demain ?"], "fr"),
        (["Hi! Could I move my appointment?"], "en"),
        (["Hola, ¿tengo cita mañana por favor?"], "es"),
        (["مرحبا، هل لديكم موعد؟"], "ar"),
        (["8841"], None),
        ([None, ""], None),
        ([], None),
    ],
)
def test_the_language_of_a_talk(texts: list[Any], language: str | None) -> None:
    assert language_of(texts) == language

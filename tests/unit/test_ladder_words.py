"""What a step says to one customer, and when a person must be asked instead."""

import pytest

from app.domain.errors import Refused
from app.domain.ladder_words import Words, unknown_blank, values_of, words_of
from app.domain.ladders import Ladder, LadderStep, LadderTemplate
from app.domain.templates import Template, TemplateHeader

ANA = values_of("Ana Field", "+44 7700 900123", "Camille Roux", "Salon Camille")
NOBODY = values_of(None, "+44 7700 900123", "Camille Roux", "Salon Camille")
TEMPLATE = Template(
    "a", "nudge", "fr", "approved", "utility", "Bonjour {{1}}, toujours d'actualité ?", samples=("x",)
)
STEP = LadderStep(
    3,
    text="Bonjour {prénom}, c'est {moi}.",
    template=LadderTemplate("nudge", "fr", {"body:1": "{first_name}"}),
)


def find(template: Template | None = TEMPLATE):  # type: ignore[no-untyped-def]
    return lambda name, language: template if template and (name, language) == ("nudge", "fr") else None


def test_free_words_while_the_window_is_open_and_the_template_after_that() -> None:
    assert words_of(STEP, ANA, find(), is_open=True) == Words("text", "Bonjour Ana, c'est Camille.")
    closed = words_of(STEP, ANA, find(), is_open=False)
    assert isinstance(closed, Words)
    assert (closed.kind, closed.text) == ("template", "Bonjour Ana, toujours d'actualité ?")
    assert closed.content is not None
    assert closed.content.template is not None
    assert closed.content.template.category == "utility"


def test_a_step_without_free_words_sends_its_template_at_any_time() -> None:
    step = LadderStep(1, template=STEP.template)
    sent = words_of(step, ANA, find(), is_open=True)
    assert isinstance(sent, Words)
    assert sent.kind == "template"


def test_a_closed_window_without_a_template_asks_somebody() -> None:
    assert words_of(LadderStep(1, text="Hello"), ANA, find(), is_open=False) == Refused("no_template")


@pytest.mark.parametrize("status", ["paused", "rejected", "pending", "disabled"])
def test_a_template_that_whatsapp_takes_no_more_asks_somebody(status: str) -> None:
    from dataclasses import replace

    gone = replace(TEMPLATE, status=status)
    assert words_of(STEP, ANA, find(gone), is_open=False) == Refused(
        "ladder_template_gone", {"name": "nudge"}
    )
    assert words_of(STEP, ANA, find(None), is_open=False) == Refused(
        "ladder_template_gone", {"name": "nudge"}
    )


def test_a_template_that_changed_and_wants_more_asks_somebody() -> None:
    from dataclasses import replace

    longer = replace(TEMPLATE, body="Bonjour {{1}}, le {{2}} ?")
    assert words_of(STEP, ANA, find(longer), is_open=False) == Refused("blank_open", {"blank": "2"})
    pictured = replace(TEMPLATE, header=TemplateHeader("image"))
    assert words_of(STEP, ANA, find(pictured), is_open=False) == Refused(
        "blank_open", {"blank": "header_file"}
    )


def test_nobody_is_called_by_no_name() -> None:
    for is_open in (True, False):
        refused = words_of(STEP, NOBODY, find(), is_open=is_open)
        assert isinstance(refused, Refused)
        assert refused.code == "blank_open"


def test_a_blank_that_only_a_person_could_fill_is_found_before_it_is_saved() -> None:
    good = Ladder("main", (LadderStep(0, text="{first_name} {nom} {salon} {moi} :{ }"), STEP))
    assert unknown_blank(good) is None
    bad = Ladder("main", (STEP, LadderStep(2, text="Votre rendez-vous de {demain}")))
    assert unknown_blank(bad) == Refused("ladder_blank", {"step": "2", "blank": "demain"})
    worse = Ladder("main", (LadderStep(1, template=LadderTemplate("nudge", "fr", {"body:1": "{tarif}"})),))
    assert unknown_blank(worse) == Refused("ladder_blank", {"step": "1", "blank": "tarif"})
